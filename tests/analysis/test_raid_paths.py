"""Who flies where in a given raid."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.raid_paths import distance_to, ground_of, raid_paths
from skyshed.catalogue import loader
from skyshed.geodesy.geodesics import direct, inverse
from skyshed.scenario.engagement_model import RaidGroup
from skyshed.scenario.model import StudyTarget
from tests.analysis.flat_world import CENTRE
from tests.analysis.raid_world import AT_BATTERY, armed_model, raid, straight_group

ROCKET = StudyTarget(
    "rocket", loader.target("fateh-110"), "clean", 20e3, None, 1200.0, "inbound", None, "Rocket",
    False, "assumed",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return armed_model(tmp_path_factory.mktemp("flat"), targets=(ROCKET,))


def flown(model, *groups, **options):
    return raid_paths(model.study, raid(*groups), model.terrain, **options)


def test_straight_flyers_arrive_after_distance_over_speed_and_their_own_start(model):
    group = replace(straight_group(count=3, distance_m=100e3, spacing_s=7.0), start_s=20.0)
    found = flown(model, group)
    arc_m = 100e3 * (1.0 + 8e3 / 6.37e6)  # flown 8 km above the ground
    assert found.impact_s == pytest.approx(20.0 + 7.0 * np.arange(3) + arc_m / 250.0, abs=0.01)
    distance = distance_to(found.paths[0].track, *CENTRE)
    assert distance[0] == pytest.approx(100e3, abs=1.0)
    assert distance[-1] == pytest.approx(0.0, abs=1.0)
    assert np.all(np.diff(distance) < 0.0)


def test_azimuths_are_taken_in_turn_and_names_are_all_different(model):
    azimuths = (0.0, 120.0, 240.0)
    found = flown(
        model,
        straight_group(count=7, azimuths=azimuths),
        straight_group("low", count=2, azimuths=(45.0,)),
        straight_group(count=2, azimuths=(45.0,)),
    )
    assert [m.path for m in found.members] == [0, 1, 2, 0, 1, 2, 0, 3, 3, 4, 4]
    assert len({m.name for m in found.members}) == 11
    for azimuth, path in zip((*azimuths, 45.0, 45.0), found.paths, strict=True):
        start = path.track.latitude_rad[0], path.track.longitude_rad[0]
        bearing = inverse(*np.radians(CENTRE), *start)[1]
        assert np.degrees(bearing) % 360.0 == pytest.approx(azimuth, abs=1e-6)


@pytest.mark.parametrize(("factor", "sizes"), [(0.5, (4, 1)), (2.0, (16, 2)), (0.01, (1, 1))])
def test_size_factor_scales_every_group_and_leaves_one(model, factor, sizes):
    found = flown(model, straight_group(count=8), straight_group("low", 1), size_factor=factor)
    named = [m.name.split()[0] for m in found.members]
    assert (named.count("fighter"), named.count("low")) == sizes


def test_names_of_a_smaller_raid_are_those_of_the_larger(model):
    """Luck is addressed by name, so what-ifs of the size share it."""
    few, many = (flown(model, straight_group(count=8), size_factor=f) for f in (0.5, 2.0))
    assert [m.name for m in few.members] == [m.name for m in many.members][:4]


def test_height_is_above_the_sea_or_above_the_ground_that_is_given(model):
    high, low = flown(model, straight_group(), straight_group("low")).paths
    assert np.all(high.track.altitude_m == 8e3)
    assert low.track.altitude_m == pytest.approx(60.0)
    assert np.all(low.ground_m == 0.0)
    ground = ground_of(model.terrain)
    beyond = ground(np.radians([60.0, 40.0]), np.radians([33.0, 33.0]))
    assert beyond == pytest.approx([0.0, 0.0])  # unknown ground counts as sea level


def test_a_route_passes_its_points_and_ends_at_the_last(model):
    east = [np.degrees(float(x)) for x in direct(*np.radians(CENTRE), np.pi / 2.0, 120e3)[:2]]
    corner = (CENTRE[0] + 0.8, CENTRE[1] + 0.5)
    group = RaidGroup(
        "fighter", 2, (), None, (tuple(east), corner, CENTRE), 30.0, None, None, 5.0, 0.0
    )
    (path,) = flown(model, group).paths
    assert not path.ballistic
    assert distance_to(path.track, *CENTRE)[[0, -1]] == pytest.approx([120e3, 0.0], abs=5.0)
    # a turn of v^2/a cuts the corner by less than its radius
    assert distance_to(path.track, *corner).min() < 250.0**2 / 30.0
    with pytest.raises(ValueError, match="turn"):
        flown(model, replace(group, turn_limit_m_s2=0.5))


def test_a_ballistic_arc_has_its_range_and_apogee(model):
    group = RaidGroup("rocket", 1, (np.radians(200.0),), None, (), 30.0, 250e3, 60e3, 1.0, 0.0)
    (path,) = flown(model, group).paths
    assert path.ballistic
    assert path.track.altitude_m.max() == pytest.approx(60e3, rel=1e-3)
    assert path.track.altitude_m[[0, -1]] == pytest.approx([0.0, 0.0], abs=1.0)
    assert distance_to(path.track, *CENTRE)[[0, -1]] == pytest.approx([250e3, 0.0], abs=1.0)
    # flat Earth: apogee = g (T/2)^2 / 2; a round Earth and weaker gravity change it by per cents
    assert path.track.end_s == pytest.approx(2.0 * np.sqrt(2.0 * 60e3 / 9.81), rel=0.05)


def test_what_is_defended_decides_where_they_fly(model):
    elsewhere = replace(AT_BATTERY, latitude_deg=41.0)
    found = raid_paths(model.study, raid(defends=elsewhere), model.terrain)
    assert distance_to(found.paths[0].track, 41.0, CENTRE[1])[-1] == pytest.approx(0.0, abs=1.0)
