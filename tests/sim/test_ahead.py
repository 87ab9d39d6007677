"""Compiling the loop of raids beside other work."""

import numba
import pytest

from skyshed.kernels import compile as module
from skyshed.kernels.raid_state import empty_state
from skyshed.sim.ahead import CompiledAhead, smallest_case
from skyshed.sim.prepare import prepare
from tests.sim.raid_cases import raid_case


@pytest.mark.parametrize("case", [raid_case(), raid_case(3, units=2, radars=2)])
def test_code_for_the_smallest_raid_serves_any_other(case):
    small, other = prepare(smallest_case()), prepare(case)
    assert numba.typeof(other) == numba.typeof(small)
    assert numba.typeof(empty_state(other)) == numba.typeof(empty_state(small))


def test_other_process_ends_with_this_one(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "kept_on_disk", lambda kernel: False)
    (tmp_path / "json.py").write_text("open('ran', 'w')", "utf-8")
    monkeypatch.chdir(tmp_path)  # what lies there is none of its modules
    with CompiledAhead(wanted=True) as ahead:
        process = ahead._process
        process.stdin.close()  # as when this process ends
        assert process.wait(60) in (0, 1)
        ahead.wait()  # there is nothing left to wait for
    assert not (tmp_path / "ran").exists()


def test_other_process_ends_when_the_work_fails(monkeypatch):
    monkeypatch.setattr(module, "kept_on_disk", lambda kernel: False)
    ahead = CompiledAhead(wanted=True)
    process = ahead._process
    ahead.__exit__(ValueError, None, None)
    assert process.returncode is not None


def test_nothing_is_started_where_the_code_is_at_hand(monkeypatch):
    monkeypatch.setattr(module, "kept_on_disk", lambda kernel: True)
    for wanted in (True, False):
        ahead = CompiledAhead(wanted=wanted)
        assert ahead._process is None
        ahead.wait()
