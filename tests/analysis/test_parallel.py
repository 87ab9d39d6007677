import threading

import numpy as np
import pytest

from skyshed.analysis.coverage import Heights, coverage_map
from skyshed.analysis.draw_blocks import DRAWS_AT_ONCE, coverage_in_blocks
from skyshed.analysis.parallel import Threads, in_order
from tests.analysis.pieces_of_work import number, wait_and_tell
from tests.analysis.radar_sites import radar_over


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_items(workers):
    assert list(in_order(number, range(20), workers=workers)) == list(range(20))
    assert list(Threads(workers).in_order(number, iter(range(20)))) == list(range(20))


def test_no_items_give_no_results():
    assert list(Threads(2).in_order(number, [])) == []


def test_the_first_item_runs_alone():
    inside, most = set(), []

    def work(item):
        inside.add(item)
        most.append((item, len(inside)))
        inside.discard(item)
        return threading.get_ident()

    found = list(in_order(work, range(5), workers=4))
    assert found[0] == threading.get_ident()
    assert most[0] == (0, 1)


def test_shared_inputs_come_first():
    base = np.arange(3.0)
    found = list(Threads(2).in_order(wait_and_tell, [1, 2], shared=(base, 2.0)))
    assert [(item, text) for item, _, text in found] == [
        (item, (2.0 * np.sin(base + item)).tobytes()) for item in (1, 2)
    ]


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("by_azimuth", [False, True])
def test_blocks_of_draws_make_the_same_map_to_the_byte(gap, by_azimuth):
    rng = np.random.default_rng(0)
    draws = 2 * DRAWS_AT_ONCE + 3
    ground = rng.uniform(0.0, 300.0, (31, 31)).astype(np.float32)
    if gap:
        ground[3:6, 20:25] = np.nan
    radar = radar_over(
        float(ground[15, 15]), rng.uniform(6.0, 12.0, draws), draws=draws,
        terrain_error_m=rng.uniform(0.0, 200.0, draws),
    )  # fmt: skip
    reach = rng.uniform(50e3, 150e3, (draws, 36) if by_azimuth else draws)
    ask = {"cell_m": 5e3, "reach_m": reach, "heights": Heights((100.0,), (3000.0,))}
    told = []
    whole = coverage_map(radar, ground, **ask)
    blocks = coverage_in_blocks(
        radar, ground, **ask, pool=Threads(2), progress=lambda done, total: told.append(done)
    )
    for name in ("known", "code", "bits", "cells_by_bin"):
        assert getattr(whole, name).tobytes() == getattr(blocks, name).tobytes()
        assert getattr(whole, name).dtype == getattr(blocks, name).dtype
    assert told == [8, 16, 19]
