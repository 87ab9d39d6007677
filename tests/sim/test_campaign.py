import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from skyshed.errors import OutputError
from skyshed.sim.campaign import run_campaign
from skyshed.sim.runs import run_chunk
from tests.sim.raid_cases import raid_case

ROOT = Path(__file__).resolve().parents[2]
ASKED = {"runs": 60, "seed": 11, "block": 20}


def four_draws():
    """Draws that differ in what is not known: how well the missile kills."""
    return [
        raid_case(4, units=2, draw=draw, pd=0.6, kill_probability=kill_probability)
        for draw, kill_probability in enumerate((0.3, 0.5, 0.7, 0.9))
    ]


@pytest.fixture(scope="module")
def plain():
    return run_campaign(four_draws(), **ASKED)


def test_a_campaign_is_its_chunks(plain):
    assert plain.outcomes["leakers"].shape == (4, 60)
    assert plain.outcomes["kill_s"].shape == (4, 60, 4)
    for d, case in enumerate(four_draws()):
        single = run_chunk(case, 11, 33, 34)
        for name, values in plain.outcomes.items():
            np.testing.assert_array_equal(values[d, 33], single[name][0])


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("chunk", [None, 1, 7, 100])
def test_the_bytes_do_not_depend_on_workers_and_chunks(plain, workers, chunk):
    found = run_campaign(four_draws(), workers=workers, chunk=chunk, **ASKED)
    assert found.digest() == plain.digest()


def test_the_bytes_do_not_depend_on_the_block_without_a_precision(plain):
    assert run_campaign(four_draws(), **ASKED | {"block": 9}).digest() == plain.digest()


def test_the_bytes_do_not_depend_on_memory_for_prepared_cases(plain, monkeypatch):
    monkeypatch.setattr("skyshed.sim.campaign._PREPARED_BYTES", 0.0)
    assert run_campaign(four_draws(), **ASKED).digest() == plain.digest()


def test_a_pool_of_processes_gives_the_same_bytes(plain):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert run_campaign(four_draws(), pool=pool, **ASKED).digest() == plain.digest()


def test_another_seed_or_draw_gives_other_runs(plain):
    other = run_campaign(four_draws(), **ASKED | {"seed": 12})
    assert other.digest() != plain.digest()
    assert not np.array_equal(other.outcomes["leakers"], plain.outcomes["leakers"])
    same_values = [raid_case(4, kill_probability=0.5, draw=draw) for draw in (0, 1)]
    found = run_campaign(same_values, **ASKED)
    assert not np.array_equal(*found.outcomes["leakers"])


def test_more_runs_begin_with_the_same_ones(plain):
    more = run_campaign(four_draws(), **ASKED | {"runs": 80})
    np.testing.assert_array_equal(more.outcomes["leakers"][:, :60], plain.outcomes["leakers"])


def test_progress_counts_the_runs_of_all_draws():
    seen = []
    run_campaign(four_draws(), progress=lambda *done: seen.append(done), **ASKED)
    assert seen == [(80, 240), (160, 240), (240, 240)]


def test_a_stated_precision_stops_at_a_round_of_blocks():
    asked = {"runs": 4000, "seed": 3, "block": 50}
    found = run_campaign(four_draws(), precision=0.05, **asked)
    assert found.reached
    assert found.half_width <= 0.05
    assert found.runs % 50 == 0
    assert found.runs < 4000
    one_less = run_campaign(four_draws(), **asked | {"runs": found.runs - 50})
    assert one_less.half_width > 0.05
    for workers, chunk in ((2, 13), (3, None)):
        again = run_campaign(four_draws(), precision=0.05, workers=workers, chunk=chunk, **asked)
        assert again.digest() == found.digest()


def test_a_precision_that_is_not_reached_is_said():
    found = run_campaign(four_draws(), precision=1e-6, **ASKED)
    assert not found.reached
    assert found.runs == 60


def test_the_half_width_is_that_of_chance(plain):
    leakers = plain.outcomes["leakers"]
    variance = leakers.var(axis=1, ddof=1).sum() / 60 / 16
    assert plain.half_width == pytest.approx(1.96 * np.sqrt(variance), rel=1e-4)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"runs": 0}, "runs must be at least 1"),
        ({"workers": 0}, "workers must be at least 1"),
        ({"block": -1}, "block must be at least 1"),
        ({"precision": 0.0}, "precision must be above 0"),
    ],
)
def test_wrong_numbers_are_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        run_campaign(four_draws(), **ASKED | asked)


def test_cases_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match="at least one case"):
        run_campaign([], **ASKED)
    with pytest.raises(ValueError, match="share a draw number"):
        run_campaign([raid_case(), raid_case()], **ASKED)
    with pytest.raises(ValueError, match="other targets"):
        run_campaign([raid_case(1), raid_case(2, draw=1)], **ASKED)
    with pytest.raises(ValueError, match="other units"):
        run_campaign([raid_case(), raid_case(units=2, draw=1)], **ASKED)


class Boom(Exception):
    pass


def test_an_interrupted_campaign_goes_on_and_ends_with_the_same_bytes(plain, tmp_path):
    computed = []

    class Counting:
        """A pool that works at once and breaks in the middle of a block."""

        def __init__(self, last):
            self.last = last

        def submit(self, work, case, seed, start, end):
            if len(computed) == self.last:
                raise Boom
            computed.append((case.draw, start, end))
            future = Future()
            future.set_result(work(case, seed, start, end))
            return future

    asked = {"checkpoint": tmp_path / "kept", **ASKED}
    with pytest.raises(Boom):
        run_campaign(four_draws(), pool=Counting(10), chunk=10, **asked)
    assert len(list((tmp_path / "kept").glob("*.npz"))) == 4
    found = run_campaign(four_draws(), pool=Counting(-1), **asked)
    assert found.digest() == plain.digest()
    assert len(computed) == 10 + 8  # blocks that were whole are not computed again
    again = run_campaign(four_draws(), pool=Counting(18), workers=3, **asked)
    assert again.digest() == plain.digest()


def test_a_damaged_block_is_computed_again(plain, tmp_path):
    run_campaign(four_draws(), checkpoint=tmp_path, **ASKED)
    block = sorted(tmp_path.glob("*.npz"))[5]
    block.write_bytes(block.read_bytes()[:200])
    found = run_campaign(four_draws(), checkpoint=tmp_path, **ASKED)
    assert found.digest() == plain.digest()


def test_checkpoints_of_other_inputs_are_refused(tmp_path):
    run_campaign(four_draws(), checkpoint=tmp_path, **ASKED)
    for other in ({"seed": 12}, {"block": 30}):
        with pytest.raises(OutputError, match="belong to other inputs"):
            run_campaign(four_draws(), checkpoint=tmp_path, **ASKED | other)
    changed = four_draws()
    changed[2] = replace(changed[2], mode="cued")
    with pytest.raises(OutputError, match="belong to other inputs"):
        run_campaign(changed, checkpoint=tmp_path, **ASKED)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_campaign_goes_on_and_ends_with_the_same_bytes(plain, tmp_path):
    command = [sys.executable, "-m", "tests.sim.campaign_to_kill", str(tmp_path / "kept")]
    for rounds in (1, 2):
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as killed:
            for _ in range(rounds):
                assert killed.stdout.readline().endswith("240\n")
                if _ + 1 < rounds:
                    killed.stdin.write("\n")
                    killed.stdin.flush()
            killed.send_signal(signal.SIGKILL)
            assert killed.wait() == -signal.SIGKILL
        assert len(list((tmp_path / "kept").glob("draw-*.npz"))) == 4 * rounds
    ended = subprocess.run(
        command, cwd=ROOT, input="\n" * 3, capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1] == plain.digest()
    one_go = tmp_path / "one go"
    run_campaign(four_draws(), checkpoint=one_go, workers=2, **ASKED)
    for file in one_go.iterdir():
        assert (tmp_path / "kept" / file.name).read_bytes() == file.read_bytes()
