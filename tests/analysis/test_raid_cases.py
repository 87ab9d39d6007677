"""From a study's raid to cases with known answers."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.raid_cases import (
    ASSESSMENT,
    change_key,
    member_of,
    raid_cases,
    raid_parameters,
    raid_setting,
)
from skyshed.errors import NotComputableError
from skyshed.flight.fly_out import slant_range_m
from skyshed.scenario.engagement_model import RaidGroup, WhatIf
from skyshed.sim.runs import run_chunk
from skyshed.uncertainty.parameter import Parameter
from tests.analysis.raid_world import (
    MISSILE_M_S,
    armed_model,
    drawn,
    network,
    raid,
    straight_fly_out,
    straight_group,
    straight_missile,
    study_battery,
)
from tests.analysis.test_raid_paths import ROCKET

MISSILE = "s-400/48n6e3"
RUNS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("flat")


def cases_of(model, one, name="alone", change=None, size=3):
    setting = raid_setting(model, one, drawn(model, one, size))
    return raid_cases(setting, model.study.network(name), change=change)


def run(cases, runs=RUNS):
    """Outcomes of all draws, (draw, run)."""
    found = [run_chunk(case, 1, 0, runs) for case in cases]
    return {key: np.stack([one[key] for one in found]) for key in found[0]}


def test_in_full_view_with_certain_kills_and_plenty_of_everything_nothing_leaks(folder):
    one = raid(straight_group(count=12))
    found = run(cases_of(armed_model(folder, one), one))
    assert (found["leakers"] == 0).all()
    assert (found["shots"] == 12).all()
    assert (found["keep_out_m"] > 50e3).all()


@pytest.mark.parametrize("numbers", [{"rounds": 0.0}, {"target_channels": 0.0},
                                     {"missile_channels": 0.0}])  # fmt: skip
def test_without_rounds_or_channels_everything_leaks(folder, numbers):
    one = raid(straight_group(count=5))
    found = run(cases_of(armed_model(folder, one, battery=study_battery(**numbers)), one))
    assert (found["leakers"] == 5).all()
    assert (found["keep_out_m"] == 0.0).all()


def test_the_channel_limit_shows(folder):
    """Twelve at once from 40 km: a channel serves one each, then the next is too near."""
    one = raid(straight_group(count=12, distance_m=40e3, spacing_s=0.0))
    near = straight_fly_out(range_min_m=26e3)
    model = armed_model(
        folder,
        one,
        battery=study_battery(target_channels=3.0),
        missile=straight_missile(MISSILE, near),
    )
    found = run(cases_of(model, one))
    assert (found["shots"] == 3).all()
    assert (found["leakers"] == 9).all()
    more = WhatIf("twice", target_channels=study_battery(target_channels=6.0).target_channels)
    one = replace(one, what_if=(more,))
    assert (run(cases_of(model, one, change=more))["leakers"] == 6).all()


def test_the_first_missile_flies_when_it_should_and_meets_the_target_where_they_meet(folder):
    """Second scan, reaction, then two straight lines."""
    one = raid(straight_group(count=1, distance_m=120e3))
    model = armed_model(folder, one)
    cases = cases_of(model, one)
    found = run(cases, 1)
    for draw, case in enumerate(cases):
        periods = {r.key: r.scan_period_s for r in case.radars}
        confirmed = min(1.5 * period for period in periods.values())
        launch = found["first_shot_s"][draw, 0]
        waits = case.units[0].reaction_s
        assert 5.0 + 2.0 <= waits <= 5.0 + 10.0  # reaction, and the handover between two radars
        assert 0.0 <= launch - (confirmed + waits) < 2.0  # orders come at whole seconds
        arc_m = 120e3 * (1.0 + 8e3 / 6.37e6)
        ground_speed = 120e3 / (arc_m / 250.0)
        met = (launch * MISSILE_M_S + 120e3) / (MISSILE_M_S + ground_speed)
        assert found["kill_s"][draw, 0, 0] == pytest.approx(met, abs=0.05)
        assert found["keep_out_m"][draw, 0] == pytest.approx(120e3 - ground_speed * met, abs=20.0)


@pytest.mark.parametrize(
    ("limits", "fires"),
    [
        ({"range_max_m": 100e3}, True),
        ({"range_max_m": 8.2e3}, True),
        ({"range_max_m": 7.9e3}, False),  # it flies at 8 km: nothing is nearer than that
        ({"altitude_max_m": 7.9e3}, False),  # the table still has a node at 8 km
        ({"altitude_max_m": 8.1e3}, True),
        ({"floor_agl_m": 8.1e3}, False),
        ({"range_min_m": 155e3}, False),
    ],
)
def test_a_missile_keeps_to_the_quoted_floor_ceiling_and_ranges(folder, limits, fires):
    one = raid(straight_group(count=2))
    model = armed_model(folder, one, missile=straight_missile(MISSILE, straight_fly_out(**limits)))
    cases = cases_of(model, one, size=1)
    (unit,) = cases[0].units
    inside = np.isfinite(unit.range_m)
    slant = slant_range_m(0.0, unit.range_m, unit.altitude_m)[inside]
    assert bool(inside.any()) is fires
    assert np.all(slant <= limits.get("range_max_m", np.inf))
    assert np.all(slant >= limits.get("range_min_m", 0.0))
    assert (run(cases)["shots"] > 0).all() == fires


@pytest.mark.parametrize(("limit_m_s", "fires"), [(249.0, False), (251.0, True)])
def test_nothing_is_fired_at_what_is_faster_than_the_missile_is_said_to_meet(
    folder, limit_m_s, fires
):
    one = raid(straight_group(count=2))
    model = armed_model(folder, one)
    assert model.study.target("fighter").speed_m_s == 250.0
    limit = {f"{MISSILE}.target_speed_max_m_s": np.full(3, limit_m_s)}
    setting = raid_setting(model, one, drawn(model, one, 3) | limit)
    found = run(raid_cases(setting, model.study.network("alone")))
    assert bool((found["shots"] > 0).all()) is fires
    assert (found["shots"] > 0).any() == fires


def test_a_longer_arm_never_shoots_nearer(folder):
    one = raid(straight_group(count=4))
    keep_out = []
    for range_max_m in (40e3, 80e3, 120e3):
        fly_out = straight_fly_out(range_max_m=range_max_m)
        model = armed_model(folder, one, missile=straight_missile(MISSILE, fly_out))
        found = run(cases_of(model, one))
        assert (found["keep_out_m"] <= range_max_m).all()
        keep_out.append(found["keep_out_m"].min())
    assert np.all(np.diff(keep_out) > 20e3)


def test_a_radar_that_warms_up_for_longer_than_the_raid_sees_nothing(folder):
    one = raid(straight_group(count=2), radar_states={"west": "stored", "guide": "stored"})
    cases = cases_of(armed_model(folder, one), one)
    found = run(cases)
    assert all(radar.active_from_s >= 12 * 3600.0 for case in cases for radar in case.radars)
    assert all(unit.active_from_s >= 12 * 3600.0 for case in cases for unit in case.units)
    assert np.isnan(found["first_detection_s"]).all()
    assert (found["leakers"] == 2).all()


def test_a_what_if_can_switch_a_radar_on_again(folder):
    change = WhatIf("on", radar_states={"west": "on", "guide": "on"})
    one = raid(radar_states={"west": "stored", "guide": "stored"}, what_if=(change,))
    model = armed_model(folder, one)
    assert (run(cases_of(model, one))["leakers"] == 4).all()
    assert (run(cases_of(model, one, change=change))["leakers"] == 0).all()


def test_radars_of_one_system_share_the_time_that_they_need(folder):
    one = raid(radar_states={"west": "cold", "guide": "cold"})
    for case in cases_of(armed_model(folder, one), one):
        assert len({radar.active_from_s for radar in case.radars}) == 1
        assert 180.0 <= case.radars[0].active_from_s <= 3600.0  # 3 to 60 min in the catalogue


def test_a_radar_without_a_stated_time_cannot_be_cold(folder):
    one = raid(radar_states={"east": "cold"})
    with pytest.raises(NotComputableError, match="Radar east takes from 'cold'; leave it on"):
        raid_parameters(armed_model(folder, one), one)
    on = replace(one, radar_states={"east": "on"})
    assert ASSESSMENT in raid_parameters(armed_model(folder, on), on)


def test_the_sector_of_the_engagement_radar_faces_the_raid(folder):
    from_where = 250.0
    one = raid(straight_group(azimuths=(from_where - 20.0, from_where + 20.0)))
    setting = raid_setting(armed_model(folder, one), one, drawn(armed_model(folder, one), one))
    guide, west = setting.radars["guide"], setting.radars["west"]
    assert np.degrees(guide.sector_centre_rad) == pytest.approx(from_where, abs=0.1)
    assert guide.sector_rad < 2.0 * np.pi
    assert west.sector_rad >= 2.0 * np.pi - 1e-9


def test_what_comes_from_behind_the_sector_is_not_held(folder):
    """Five from the north, one from the south: the radar faces the five."""
    one = raid(straight_group(count=5, azimuths=(0.0,)), straight_group(count=1, azimuths=(180.0,)))
    for case in cases_of(armed_model(folder, one), one):
        held = case.units[0].holds.any(axis=1)
        assert held.tolist() == [True] * 5 + [False]
    assert (run(cases_of(armed_model(folder, one), one))["leakers"] == 1).all()


def test_the_sector_faces_the_middle_also_across_north(folder):
    one = raid(straight_group(azimuths=(350.0, 20.0)))
    model = armed_model(folder, one)
    setting = raid_setting(model, one, drawn(model, one))
    centre = np.degrees(setting.radars["guide"].sector_centre_rad)
    assert (centre + 180.0) % 360.0 - 180.0 == pytest.approx(5.0, abs=0.1)


def ballistic(range_m):
    """Flat enough to stay below the ceiling of the missile."""
    return RaidGroup("rocket", 1, (np.radians(90.0),), None, (), 30.0, range_m, 25e3, 1.0, 0.0)


def test_a_ballistic_target_is_met_inside_its_own_published_range_alone(folder):
    one = raid(ballistic(200e3), straight_group(count=1))
    model = armed_model(folder, one, targets=(ROCKET,))
    limit = model.study.batteries[0].missile.parameters["range_ballistic_m"].nominal
    assert limit == 60e3
    for case in cases_of(model, one):
        rocket, fighter = case.units[0].range_m
        assert np.nanmax(rocket) <= 60e3
        assert np.nanmax(rocket) > 55e3
        assert np.nanmax(fighter) > 140e3


def test_without_a_figure_against_ballistic_targets_they_are_not_engaged(folder):
    missile = study_battery().missile
    numbers = {k: v for k, v in missile.parameters.items() if k != "range_ballistic_m"}
    blank = replace(study_battery(), missile=replace(missile, parameters=numbers))
    one = raid(ballistic(200e3), straight_group(count=1))
    model = armed_model(folder, one, targets=(ROCKET,), battery=blank)
    found = run(cases_of(model, one))
    assert np.isnan(found["kill_s"][:, :, 0]).all()
    assert np.isfinite(found["kill_s"][:, :, 1]).all()


def test_a_battery_that_sees_everything_first_gains_nothing_from_a_remote_network(folder):
    one = raid(straight_group(count=6, azimuths=(270.0,)), networks=("alone", "cued", "remote"))
    model = armed_model(folder, one)
    alone, cued, remote = (run(cases_of(model, one, name)) for name in one.networks)
    for key in ("kill_s", "shots", "leakers", "first_shot_s", "keep_out_m"):
        assert np.array_equal(alone[key], cued[key], equal_nan=True)
        assert np.array_equal(alone[key], remote[key], equal_nan=True)


@pytest.mark.parametrize("guidance", ["semi_active", "track_via_missile"])
def test_illuminated_missiles_never_meet_what_their_radar_does_not_hold(folder, guidance):
    """The east radar sees low flyers long before the guiding radar does."""
    one = raid(straight_group("low", count=4), networks=("alone", "cued", "remote"))
    model = armed_model(folder, one, missile=straight_missile(MISSILE, guidance=guidance))
    cued, remote = (cases_of(model, one, name) for name in ("cued", "remote"))
    assert np.array_equal(run(cued)["kill_s"], run(remote)["kill_s"], equal_nan=True)
    for case, found in zip(remote, run(remote)["kill_s"], strict=True):
        for kills in found:
            for target in np.flatnonzero(np.isfinite(kills)):
                assert case.units[0].holds[target, int(kills[target])]


def test_a_network_helps_a_missile_that_guides_itself(folder):
    """The same raid: active guidance meets it where the radar of the battery sees nothing."""
    one = raid(straight_group("low", count=4), networks=("alone", "remote"))
    active = straight_missile(MISSILE, guidance="active")
    model = armed_model(folder, one, missile=active)
    alone, remote = (run(cases_of(model, one, name)) for name in one.networks)
    assert (np.nanmin(remote["keep_out_m"], axis=1) > 1.3 * alone["keep_out_m"].max(axis=1)).all()


def test_a_failed_node_is_as_good_as_no_node(folder):
    one = raid(straight_group("low", count=3), networks=("remote",))
    active = straight_missile(MISSILE, guidance="active")
    networks = (
        network("alone", "engage-on-remote"),
        network("remote", "engage-on-remote", far=True),
    )
    change = WhatIf("east lost", failed=("away",))
    model = armed_model(folder, one, missile=active, networks=networks)
    lost = run(cases_of(model, one, "remote", change))
    alone = run(cases_of(model, one, "alone"))
    whole = run(cases_of(model, one, "remote"))
    assert np.array_equal(lost["kill_s"], alone["kill_s"], equal_nan=True)
    assert not np.array_equal(whole["kill_s"], alone["kill_s"], equal_nan=True)


def test_numbers_of_a_what_if_are_drawn_between_their_bounds(folder):
    channels = Parameter(8.0, 6.0, 10.0, basis="assumed", grade="D", note="press")
    change = WhatIf("6 to 10", target_channels=channels)
    other = WhatIf("others", batteries=("another",), rounds=channels)
    one = raid(what_if=(change, other))
    model = armed_model(folder, one)
    values = drawn(model, one, 40)
    setting = raid_setting(model, one, values)
    net = model.study.network("alone")
    changed = [c.units[0].target_channels for c in raid_cases(setting, net, change=change)]
    assert set(changed) == {6, 7, 8, 9, 10}
    assert changed == [round(x) for x in values[change_key(one, change, "target_channels")]]
    untouched = raid_cases(setting, net, change=other)
    assert {c.units[0].rounds for c in untouched} == {100}


def test_a_changed_salvo_and_mistaken_friends(folder):
    two = WhatIf("two", salvo="two")
    friends = WhatIf("friends", identification_error=1.0)
    one = raid(what_if=(two, friends))
    model = armed_model(folder, one)
    assert (run(cases_of(model, one))["shots"] == 4).all()
    assert (run(cases_of(model, one, change=two))["shots"] == 8).all()
    assert (run(cases_of(model, one, change=friends))["shots"] == 0).all()


def test_unknowns_of_the_radar_and_of_the_missile_reach_the_case(folder):
    one = raid()
    model = armed_model(folder, one)
    values = drawn(model, one)
    for draw, case in enumerate(cases_of(model, one)):
        assert case.draw == draw
        by_key = {radar.key: radar for radar in case.radars}
        assert by_key["west"].scan_period_s == values["s-400/91n6e.scan_period_s"][draw]
        assert by_key["west"].first_scan_s == 0.5 * by_key["west"].scan_period_s
        assert case.units[0].assessment_s == values[ASSESSMENT][draw]
        assert set(by_key) == {"west", "guide"}  # the radar that guides comes with its battery
        assert np.all(by_key["west"].sigma_m >= 15.0)


def test_error_of_a_plot_falls_as_the_target_comes_nearer(folder):
    one = raid(straight_group(count=1, distance_m=300e3))
    sigma = cases_of(armed_model(folder, one), one, size=1)[0].radars[0].sigma_m[0]
    first, last = sigma[1], sigma[len(sigma) // 2]
    assert first > 1.5 * last or last == 15.0
    assert np.isfinite(sigma).all()


def test_decisions_come_every_second_or_in_at_most_1500_steps(folder):
    short, long = raid(straight_group()), raid(straight_group(count=2, spacing_s=4000.0))
    for one, step in ((short, 1.0), (long, 4.0)):
        model = armed_model(folder, one)
        time_s = raid_setting(model, one, drawn(model, one, 1)).time_s
        assert np.all(np.diff(time_s) == step)
        assert len(time_s) <= 1502


def test_threads_do_not_matter(folder):
    one = raid()
    model = armed_model(folder, one)
    values = drawn(model, one)
    single, several = (raid_setting(model, one, values, workers=w) for w in (1, 3))
    for key in single.echoes:
        for a, b in zip(single.echoes[key], several.echoes[key], strict=True):
            assert np.array_equal(a.pd, b.pd)


@pytest.mark.parametrize(("value", "member"), [(0.0, 0), (0.49, 1), (0.5, 2), (1.0, 3)])
def test_member_of_a_draw(value, member):
    assert member_of({"m.flight": np.array([value])}, "m", 0, 4) == member
