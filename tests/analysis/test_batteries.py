"""Batteries of a study with the missiles of the catalogue."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis import batteries
from skyshed.analysis.batteries import build_batteries
from skyshed.analysis.placement import build_model
from skyshed.systems.battery import battery_draws
from skyshed.terrain.dataset import open_terrain
from tests.analysis.flat_world import flat_study
from tests.analysis.raid_world import straight_missile, study_battery


@pytest.fixture
def asked(monkeypatch):
    """Which missiles were fitted, and from which altitude; the fits themselves are made up."""
    calls = []

    def made_up(entry, *, launch_altitude_m):
        calls.append((entry.id, launch_altitude_m))
        return straight_missile(entry.id)

    monkeypatch.setattr(batteries, "interceptor", made_up)
    return calls


def study(*given):
    return flat_study(batteries=given)


def test_one_fit_for_each_missile_and_ten_metres_of_ground(asked):
    mast = replace(study_battery("mast"), guide="mast")
    hill = replace(study_battery("hill"), guide="hill")
    ground = {"guide": 843.2, "mast": 838.0, "hill": 1204.0}
    found = build_batteries(study(study_battery(), mast, hill), ground)
    assert list(found) == ["fire", "mast", "hill"]
    assert asked == [("s-400/48n6e3", 840.0), ("s-400/48n6e3", 1200.0)]
    assert found["fire"].interceptor is found["mast"].interceptor


def test_reaction_comes_from_the_study_and_counts_are_rounded(asked):
    own = study_battery(reaction=33.0, launchers=2.6, target_channels=0.2)
    battery = build_batteries(study(own), {"guide": 0.0})["fire"]
    assert battery.parameters["fire.reaction_time_s"].nominal == 33.0
    assert (battery.launchers, battery.target_channels, battery.missile_channels) == (3, 1, 50)


def test_highest_target_speed_is_the_missiles_else_the_systems_else_unlimited(asked):
    key = "s-400/48n6e3.target_speed_max_m_s"
    own = study_battery()
    quoted = own.missile.parameters["target_speed_max_m_s"]
    assert build_batteries(study(own), {"guide": 0.0})["fire"].unknowns[key] == quoted
    rest = {k: v for k, v in own.missile.parameters.items() if k != "target_speed_max_m_s"}
    silent = replace(own, missile=replace(own.missile, parameters=rest))
    of_system = own.system.parameters["target_speed_max_m_s"]
    assert build_batteries(study(silent), {"guide": 0.0})["fire"].unknowns[key] == of_system
    rest = {k: v for k, v in own.system.parameters.items() if k != "target_speed_max_m_s"}
    nobody = replace(silent, system=replace(own.system, parameters=rest))
    battery = build_batteries(study(nobody), {"guide": 0.0})["fire"]
    assert key not in battery.unknowns
    values = {k: np.array([p.nominal]) for k, p in battery.unknowns.items()}
    assert battery_draws(battery, values).target_speed_max_m_s[0] == np.inf
    assert battery_draws(battery, values | {key: np.array([7.0])}).target_speed_max_m_s[0] == 7.0


@pytest.mark.parametrize(("see", "kept"), [("west", "west"), ("guide", None), (None, None)])
def test_one_radar_for_both_hands_nothing_over(asked, see, kept):
    battery = build_batteries(study(study_battery(see=see)), {"guide": 0.0})["fire"]
    assert battery.see == kept
    assert ("fire.handover_s" in battery.parameters) == (kept is not None)


def test_progress_and_a_study_without_batteries(asked):
    told = []
    build_batteries(study(study_battery()), {"guide": 0.0}, tell=lambda *what: told.append(what))
    assert told == [("fitting missiles", 0, 1), ("fitting missiles", 1, 1)]
    told.clear()
    assert build_batteries(study(), {}, tell=lambda *what: told.append(what)) == {}
    assert told == []


def test_the_flagship_flies_its_missiles_as_they_are_quoted():
    from skyshed.scenario.loader import load_study

    given = load_study("turkey-2019")
    model = build_model(replace(given, claims=()), open_terrain())
    assert set(model.batteries) == {b.key for b in given.batteries}
    quoted_km = {"s-400-truck": 250.0, "s-400-mast": 250.0}
    for key, battery in model.batteries.items():
        entry = given.battery(key).missile
        quoted = entry.parameters["range_max_m"]
        flown = battery.interceptor.fly_out.range_max_m
        assert flown.min() >= 0.975 * quoted.low  # the window of `flight.quoted`
        assert flown.max() <= 1.025 * quoted.high
        assert set(battery.unknowns) <= set(model.parameters)
        assert np.all(np.isfinite(flown))
        if key in quoted_km:
            assert quoted.nominal == pytest.approx(1e3 * quoted_km[key])
    patriot = model.batteries["patriot-gem-t"]
    assert (patriot.see, patriot.guide) == (None, "patriot")
