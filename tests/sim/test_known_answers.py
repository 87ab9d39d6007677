"""Raids whose outcome can be said without a simulation."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.engagement.salvo import expected_leakage
from skyshed.sim.runs import run_chunk
from tests.sim.raid_cases import (
    MISSILE_M_S,
    SPEED_M_S,
    TABLE_STEP_M,
    raid_case,
    straight_table,
)

NINES = 4.4  # normal quantile of 1 - 1e-5: a right simulation fails one such test in 100 000


def within_sampling(found, mean, variance):
    return abs(found.mean() - mean) <= NINES * np.sqrt(variance / found.size)


def test_one_target_one_missile_certain_kill():
    found = run_chunk(raid_case(unit={"rounds": 1}), 1, 0, 50)
    assert (found["leakers"] == 0).all()
    assert (found["shots"] == 1).all()
    # confirmed at the second scan, 5 s; t - r(t)/v = 5 with r = 120 km - 250 t
    met_s = (5.0 + 120e3 / MISSILE_M_S) / (1.0 + SPEED_M_S / MISSILE_M_S)
    assert found["kill_s"] == pytest.approx(met_s, abs=1e-9)
    assert found["keep_out_m"] == pytest.approx(120e3 - SPEED_M_S * met_s, abs=1e-6)
    assert (found["first_detection_s"] == 0.0).all()
    assert (found["first_confirmation_s"] == 5.0).all()
    assert (found["first_shot_s"] == 5.0).all()


def test_delays_add_up():
    unit = {"reaction_s": 12.0, "launch_delay_s": 3.0}
    found = run_chunk(raid_case(unit=unit, scan_period_s=10.0), 1, 0, 2)
    assert (found["first_shot_s"] == 10.0 + 12.0 + 3.0).all()


def test_no_ammunition_lets_all_through():
    found = run_chunk(raid_case(5, unit={"rounds": 0}), 1, 0, 20)
    assert (found["leakers"] == 5).all()
    assert (found["shots"] == 0).all()
    assert np.isnan(found["first_shot_s"]).all()
    assert (found["keep_out_m"] == 0.0).all()


@pytest.mark.parametrize("start_m", [30e3, 30.123e3])
def test_what_leaks_comes_all_the_way_also_between_two_ticks(start_m):
    found = run_chunk(raid_case(5, start_m=start_m, unit={"rounds": 2}), 1, 0, 3)
    assert (found["leakers"] == 3).all()
    assert (found["keep_out_m"] == 0.0).all()


def test_keep_out_of_decoys_and_of_targets_that_attack_nothing():
    case = raid_case(2, start_m=30e3, decoy=np.array([True, False]), unit={"rounds": 0})
    passing = replace(
        case.targets,
        impact_s=np.array([120.0, np.inf]),
        distance_m=case.targets.distance_m + np.array([[0.0], [5e3]]),
    )
    found = run_chunk(replace(case, targets=passing), 1, 0, 2)
    assert (found["leakers"] == 0).all()
    assert found["keep_out_m"] == pytest.approx(5e3)  # the decoy came nearer


def test_no_kill_probability_lets_all_through_but_fires():
    found = run_chunk(raid_case(5, kill_probability=0.0), 1, 0, 20)
    assert (found["leakers"] == 5).all()
    assert (found["shots"] == 5).all()


def test_fewer_rounds_than_targets():
    found = run_chunk(raid_case(8, unit={"rounds": 3, "launchers": 2}), 1, 0, 20)
    assert (found["leakers"] == 5).all()


def table_from(nearest_m):
    """The straight table with nothing nearer than a range."""
    table = straight_table()
    table[: int(nearest_m / TABLE_STEP_M)] = np.nan
    return table


@pytest.mark.parametrize("limit", ["target_channels", "missile_channels"])
def test_saturated_channels_serve_as_many_as_they_are(limit):
    # All come at once: launch at 5 s, intercept at 28 s; a second one at 46.4 s would be nearer
    # than 20 km, which the missile cannot do.
    case = raid_case(9, start_m=30e3, unit={limit: 3, "time_table_s": table_from(20e3)})
    found = run_chunk(case, 1, 0, 20)
    known = expected_leakage(9, policy="one", kill_probability=1.0, channels=3)
    assert (found["shots"] == 3).all()
    assert (found["leakers"] == known.mean).all()


def test_a_channel_serves_again_when_it_is_free():
    # One channel, a flight time each: launch k meets its target at t_k = (t_{k-1} + r0/v)/1.25.
    found = run_chunk(raid_case(4, unit={"target_channels": 1}), 1, 0, 3)
    times = np.sort(found["kill_s"][0])
    expected, launched = [], 5.0
    for _ in range(4):
        expected.append((launched + 120.0) / 1.25)
        launched = np.ceil(expected[-1] - 1e-9)
    assert times == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kill_probability", [0.3, 0.8])
def test_leakage_is_binomial(kill_probability):
    targets, runs = 6, 4000
    found = run_chunk(raid_case(targets, kill_probability=kill_probability), 3, 0, runs)
    known = expected_leakage(targets, policy="one", kill_probability=kill_probability)
    leakers = found["leakers"]
    miss = 1.0 - kill_probability
    assert within_sampling(leakers, known.mean, targets * miss * kill_probability)
    counts = np.bincount(leakers, minlength=targets + 1)
    expected = runs * known.pmf
    assert np.sum((counts - expected) ** 2 / expected) < 38.0  # chi square, 6 degrees, 1e-6
    annihilation = known.annihilation
    assert within_sampling(leakers == 0, annihilation, annihilation * (1.0 - annihilation))


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("salvo", ["two", "shoot-look-shoot"])
def test_a_common_cause_joins_the_shots_at_one_target(salvo, correlation):
    targets, runs, p = 4, 4000, 0.6
    unit = {"salvo": salvo, "kill_correlation": correlation, "assessment_s": 10.0, "rounds": 8}
    # Intercepts at 36, 68.8 and 95.2 s, the last one nearer than 20 km: two fit.
    unit["time_table_s"] = table_from(20e3)
    case = raid_case(targets, start_m=40e3, kill_probability=p, unit=unit)
    found = run_chunk(case, 5, 0, runs)
    both_miss = (1 - p) * ((1 - p) * (1 - correlation) + correlation)
    leakers = found["leakers"]
    assert within_sampling(leakers, targets * both_miss, targets * both_miss * (1 - both_miss))
    if salvo == "two":
        assert (found["shots"] == 2 * targets).all()
    if correlation < 1.0:
        known = expected_leakage(
            targets, policy=salvo, kill_probability=p, correlation=correlation, opportunities=2
        )
        assert known.mean == pytest.approx(targets * both_miss)
        assert within_sampling(found["shots"], known.mean_rounds, targets)


def test_rounds_run_out_as_in_the_closed_form():
    runs = 4000
    unit = {"salvo": "two", "rounds": 5}
    found = run_chunk(raid_case(4, kill_probability=0.5, unit=unit), 2, 0, runs)
    known = expected_leakage(4, policy="two", kill_probability=0.5, rounds=5)
    variance = np.arange(5) ** 2 @ known.pmf - known.mean**2
    assert within_sampling(found["leakers"], known.mean, variance)
    assert (found["shots"] == 5).all()


def test_an_empty_launcher_is_reloaded_from_the_reserve():
    unit = {"rounds": 1, "reserve": 2, "reload_s": 60.0}
    found = run_chunk(raid_case(5, unit=unit), 1, 0, 3)
    assert (found["shots"] == 3).all()
    assert (found["leakers"] == 2).all()
    never = run_chunk(raid_case(5, unit={"rounds": 1, "reserve": 2}), 1, 0, 3)
    assert (never["shots"] == 1).all()


def test_launches_keep_their_interval():
    found = run_chunk(raid_case(3, unit={"launch_interval_s": 6.0}), 1, 0, 1)
    launched = np.sort(found["kill_s"][0]) * 1.25 - 120.0
    assert np.diff(launched) == pytest.approx([6.0, 6.0])


def test_decoys_draw_fire_and_do_no_harm():
    decoy = np.array([True, False])
    spared = run_chunk(raid_case(2, decoy=decoy, unit={"rounds": 0}), 1, 0, 3)
    assert (spared["leakers"] == 1).all()
    found = run_chunk(raid_case(2, decoy=decoy), 1, 0, 3)
    assert (found["shots"] == 2).all()
    assert (found["kills"] == 1).all()


def test_a_target_taken_for_harmless_is_not_fired_at():
    runs, error = 4000, 0.25
    case = raid_case(3, identification_error=np.full(3, error))
    found = run_chunk(case, 1, 0, runs)
    assert within_sampling(found["leakers"], 3 * error, 3 * error * (1 - error))
    assert (found["shots"] == 3 - found["leakers"]).all()


def test_infrared_countermeasures_act_on_infrared_guidance_alone():
    for guidance in ("infrared", "semi_active", "active", "command", "track_via_missile"):
        case = raid_case(
            3, infrared_countermeasure=np.ones(3), unit={"guidance": guidance, "terminal_s": 5.0}
        )
        leakers = run_chunk(case, 1, 0, 5)["leakers"]
        assert (leakers == (3 if guidance == "infrared" else 0)).all()


def test_a_radar_that_is_off_sees_nothing():
    off = run_chunk(raid_case(radar={"active_from_s": np.inf}), 1, 0, 2)
    assert np.isnan(off["first_detection_s"]).all()
    assert (off["leakers"] == 1).all()
    cold = run_chunk(raid_case(radar={"active_from_s": 203.0}), 1, 0, 2)
    assert (cold["first_detection_s"] == 205.0).all()
    assert (cold["first_confirmation_s"] == 210.0).all()


def test_a_unit_that_is_not_ready_does_not_fire():
    found = run_chunk(raid_case(unit={"active_from_s": 300.0}), 1, 0, 2)
    assert (found["first_shot_s"] == 300.0).all()


def test_first_detection_is_geometric():
    runs, pd = 4000, 0.3
    found = run_chunk(raid_case(pd=pd, unit={"rounds": 0}), 4, 0, runs)
    scans = found["first_detection_s"] / 5.0
    assert within_sampling(scans, (1 - pd) / pd, (1 - pd) / pd**2)


def test_a_track_that_is_lost_must_be_confirmed_again():
    # Two plots, four scans without: more than the three that a track survives. Then many.
    pd = np.zeros(120)
    pd[:2] = pd[6:40] = 1.0
    found = run_chunk(raid_case(pd=pd, unit={"reaction_s": 21.0}), 1, 0, 2)
    assert (found["first_shot_s"] == 35.0 + 21.0).all()
    kept = run_chunk(raid_case(pd=pd, unit={"reaction_s": 21.0}, radar={"coast_scans": 4}), 1, 0, 2)
    assert (kept["first_shot_s"] == 5.0 + 21.0).all()


def test_the_most_urgent_target_is_served_first():
    found = run_chunk(
        raid_case(3, spacing_s=30.0, start_m=90e3, unit={"rounds": 1, "reaction_s": 100.0}), 1, 0, 2
    )
    assert np.isfinite(found["kill_s"][:, 0]).all()
    assert np.isnan(found["kill_s"][:, 1:]).all()


def test_a_raid_that_nothing_can_reach_leaks():
    out_of_reach = np.full((21, 2), np.nan)
    found = run_chunk(raid_case(2, unit={"time_table_s": out_of_reach}), 1, 0, 2)
    assert (found["leakers"] == 2).all()
    assert (found["shots"] == 0).all()


def test_no_radars_and_no_units_at_all():
    assert (run_chunk(raid_case(2, radars=0), 1, 0, 2)["leakers"] == 2).all()
    found = run_chunk(raid_case(2, units=0), 1, 0, 2)
    assert (found["leakers"] == 2).all()
    assert found["shots_of_unit"].shape == (2, 0)
