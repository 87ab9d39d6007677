"""Extra loss in the cover of a place: the table against its twin, the interval against a search."""

import numpy as np
import pytest

from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.kernels.cover import (
    covered_interval,
    edge_loss_db,
    slant_range,
    smooth_units,
)
from skyshed.kernels.extra_loss import extra_loss_db, extra_losses
from skyshed.kernels.extra_loss_grid import HIGHEST_M

FAR_M = 6e5
RADIUS_M = 4.0 / 3.0 * 6.371e6
NOTHING = np.zeros((0, 0), dtype=np.float32)


def table_of(function, nodes=(49, 25)):
    d = FAR_M * np.linspace(0.0, 1.0, nodes[0]) ** 2
    h = HIGHEST_M * np.linspace(0.0, 1.0, nodes[1]) ** 2
    return function(d[:, None], h[None, :]).astype(np.float32)


def gas_like(d, h):
    return 8e-6 * d * 3500.0 / (h + 500.0) * (1.0 - np.exp(-(h + 500.0) / 3500.0))


GAS = table_of(gas_like)


def test_reading_is_linear_in_the_roots():
    linear = table_of(lambda d, h: 2.0 * np.sqrt(d) + 0.1 * np.sqrt(h) + 1.0)
    for d in (0.0, 1.0, 1e3, 77e3, FAR_M):
        for h in (0.0, 3.0, 900.0, HIGHEST_M):
            wanted = 2.0 * np.sqrt(d) + 0.1 * np.sqrt(h) + 1.0
            assert extra_loss_db(d, h, linear, FAR_M) == pytest.approx(wanted, rel=1e-5)
    assert extra_loss_db(5.0, 5.0, NOTHING, FAR_M) == 0.0


def test_outside_the_table_its_edge_counts():
    assert extra_loss_db(2 * FAR_M, 1e3, GAS, FAR_M) == extra_loss_db(FAR_M, 1e3, GAS, FAR_M)
    assert extra_loss_db(1e5, -400.0, GAS, FAR_M) == extra_loss_db(1e5, 0.0, GAS, FAR_M)
    assert extra_loss_db(1e5, 9e4, GAS, FAR_M) == extra_loss_db(1e5, HIGHEST_M, GAS, FAR_M)


def test_many_points_are_one_by_one():
    d, h = np.meshgrid([1e3, 5e4, 3e5], [0.0, 100.0, 9e3])
    out = np.empty(d.shape)
    extra_losses(d, h, GAS, FAR_M, out)
    for index in np.ndindex(d.shape):
        assert out[index] == extra_loss_db(d[index], h[index], GAS, FAR_M)


def interval(d, reach, extra, *, h0=15.0, visible=-1e4, fraction=0.0):
    return covered_interval(
        d, RADIUS_M, *smooth_units(RADIUS_M, 0.1), 0.1, h0, reach, 6e5, 1e3,
        np.tan(np.radians(-5.0)), np.tan(np.radians(85.0)), 0.0, visible, fraction, 0.0, 0.0,
        smooth_earth_table(), extra, FAR_M,
    )  # fmt: skip


def searched(d, reach, extra, *, h0=15.0, visible=-1e4, fraction=0.0):
    """Covered altitudes by trying every 2 to 30 m, with the forward loss."""
    h = np.concatenate([np.arange(1.0, 4000.0, 2.0), np.arange(4e3, 60e3, 30.0)])
    covered = []
    for x in h:
        loss = edge_loss_db(x, d, RADIUS_M, 0.1, h0, visible, fraction, 0.0, 0.0)
        loss += extra_loss_db(d, x, extra, FAR_M)
        covered.append(loss <= 20.0 * np.log10(reach / slant_range(d, RADIUS_M, h0, x)))
    covered = h[np.array(covered)]
    return (covered[0], covered[-1]) if covered.size else (np.nan, np.nan)


@pytest.mark.parametrize("reach", [120e3, 250e3, 400e3])
def test_interval_is_what_a_search_finds(reach):
    checked = 0
    for d in np.linspace(0.1, 0.999, 25) * reach:
        for edge in ({}, {"visible": 2e3 * (d / reach), "fraction": 0.4}):
            low, high = interval(d, reach, GAS, **edge)
            want_low, want_high = searched(d, reach, GAS, **edge)
            if np.isnan(want_low):
                assert np.isnan(low) or high - low < 60.0
                continue
            # Steps of the search; the smooth Earth's loss is read off a table to 1.5 dB, which at
            # the edge of sight is some metres to tens of metres.
            assert low == pytest.approx(want_low, abs=45.0 + 0.02 * want_low), (d, edge)
            assert min(high, 59e3) == pytest.approx(min(want_high, 59e3), abs=70.0), (d, edge)
            checked += 1
    assert checked > 30


def test_loss_only_ever_takes_away_cover():
    for d in np.linspace(1e4, 3e5, 60):
        low, high = interval(d, 3e5, NOTHING)
        low_gas, high_gas = interval(d, 3e5, GAS)
        if np.isnan(low_gas):
            continue
        assert low_gas >= low - 1e-6
        assert high_gas <= high + 1e-6


def test_no_table_and_a_table_of_zeros_agree():
    zeros = np.zeros((5, 5), dtype=np.float32)
    for d in (2e4, 1e5, 2.9e5):
        assert interval(d, 3e5, zeros) == pytest.approx(interval(d, 3e5, NOTHING), abs=1e-6)
