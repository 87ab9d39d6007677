import pickle
from dataclasses import replace

import numpy as np
import pytest

from skyshed.sim.model import MOST_TARGETS, RaidCase, raid_targets
from skyshed.sim.network import Link, Network
from tests.sim.raid_cases import raid_case


def test_a_million_targets_are_refused_with_the_limit():
    many = 1_000_000
    empty = np.zeros(many)
    with pytest.raises(ValueError, match=f"between 1 and {MOST_TARGETS} targets, got {many}"):
        raid_targets(("t",) * many, impact_s=empty, distance_m=empty, speed_m_s=empty)


def test_too_large_a_table_is_refused_with_the_limit(monkeypatch):
    monkeypatch.setattr("skyshed.sim.model.MOST_TABLE", 1000)
    with pytest.raises(ValueError, match=r"a table of 1202 values, at most 1000"):
        raid_case(2)


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ({"reaction_s": -1.0}, "unit 0: reaction_s must not be negative, got -1"),
        ({"launch_delay_s": float("nan")}, "launch_delay_s must not be negative, got nan"),
        ({"guidance": "magic"}, "guidance must be one of"),
        ({"salvo": "three"}, "salvo must be one of one, two"),
        ({"kill_correlation": 1.1}, "kill_correlation must lie between 0 and 1"),
        ({"kill_probability": np.array([1.2])}, "kill_probability must lie between 0 and 1"),
        ({"kill_probability": np.zeros(3)}, r"must have the shape \(1,\), got \(3,\)"),
        ({"time_table_s": np.zeros(3)}, "two axes"),
        ({"range_step_m": 0.0}, "steps of time_table_s must be above 0"),
    ],
)
def test_wrong_units_are_named(unit, message):
    with pytest.raises(ValueError, match=message):
        raid_case(unit=unit)


@pytest.mark.parametrize(
    ("radar", "message"),
    [
        ({"scan_period_s": 0.0}, "scan_period_s must be above 0"),
        ({"first_scan_s": -2.0}, "first_scan_s must not be negative"),
        ({"confirm": (3, 2)}, "1 <= m <= n <= 16, got 3 of 2"),
        ({"pd": np.full((1, 120), 1.5)}, "pd must lie between 0 and 1, got 1.5"),
        ({"sigma_m": np.zeros((1, 3))}, "sigma_m must have the shape"),
    ],
)
def test_wrong_radars_are_named(radar, message):
    with pytest.raises(ValueError, match=message):
        raid_case(radar=radar)


def test_wrong_raids_are_named():
    case = raid_case(2)
    with pytest.raises(ValueError, match="'bomber 0' occurs twice"):
        replace(case.targets, names=("bomber 0", "bomber 0"))
    with pytest.raises(ValueError, match="impact_s must not be negative, got -3"):
        replace(case.targets, impact_s=np.array([-3.0, 1.0]))
    with pytest.raises(ValueError, match="speed_m_s must be above 0"):
        replace(case.targets, speed_m_s=np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match="arrives at 9999 s, after the last time"):
        replace(case, targets=replace(case.targets, impact_s=np.array([9999.0, 1.0])))
    with pytest.raises(ValueError, match="even steps"):
        replace(case, time_s=np.r_[0.0, 2.0, np.arange(3.0, 602.0)])
    with pytest.raises(ValueError, match="from 0"):
        replace(case, time_s=case.time_s + 1.0)
    with pytest.raises(ValueError, match="mode must be one of"):
        replace(case, mode="psychic")
    with pytest.raises(ValueError, match="a -> b -> a"):
        replace(case, network=Network(("a", "b"), (Link("a", "b"), Link("b", "a"))))
    with pytest.raises(ValueError, match="'unit 0' occurs twice"):
        replace(case, units=case.units * 2)
    with pytest.raises(ValueError, match="range_m must have the shape"):
        replace(case, units=raid_case(3).units)


def test_a_case_travels_to_another_process():
    case = raid_case(2, units=2)
    copy = pickle.loads(pickle.dumps(case))
    assert isinstance(copy, RaidCase)
    assert copy.targets.names == case.targets.names
    np.testing.assert_array_equal(copy.units[1].holds, case.units[1].holds)
