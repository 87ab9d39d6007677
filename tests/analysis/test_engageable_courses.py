import numpy as np
import pytest

from skyshed.analysis.defended_area import defended_area, protected
from skyshed.analysis.engageable import engageable
from skyshed.analysis.engageable_courses import engageable_on_courses
from skyshed.analysis.engageable_factors import limiting_factors
from skyshed.analysis.engageable_maps import factor_map, share_map
from tests.analysis.batteries import setting_of, straight_fly_out, threat_of
from tests.analysis.radar_sites import level_profiles, radar_over

PROFILES = level_profiles(azimuths=24, steps=450)


def strong(**kwargs):
    """Sees everything within 450 km but the cone overhead; the missile reaches 100 km."""
    radar = radar_over(0.0, 20.0, reach_m=600e3, elevation_max_rad=np.radians(89.0))
    return setting_of(radar, profiles=PROFILES, fly_out=straight_fly_out(reach_m=100e3), **kwargs)


def on_courses(found, threat, *courses_deg, **kwargs):
    return engageable_on_courses(
        found,
        [threat],
        courses_rad=np.radians(courses_deg),
        radius_m=300e3,
        spacing_m=2500.0,
        **kwargs,
    )[0]


def test_straight_at_the_battery_a_course_is_the_inbound_one():
    found = setting_of(profiles=PROFILES)
    inbound = engageable(found, [threat_of()])[0]
    southward = on_courses(found, threat_of(), 180.0)
    assert southward.unbroken_m[0, 0] == pytest.approx(inbound.unbroken_m[0, 0], abs=5000.0)
    assert southward.course == "course 180 deg"


def test_a_radar_that_sees_all_leaves_the_disc_of_the_missile():
    found = on_courses(strong(), threat_of(), *range(0, 360, 30))
    # Off the sides, samples of 2.5 km.
    assert found.farthest_m[0] == pytest.approx(np.full(24, 100e3), abs=3000.0)
    assert found.area_m2[0] == pytest.approx(np.pi * 100e3**2, rel=0.04)
    assert found.course == "worst of 12 courses"


def test_turning_the_course_turns_the_answer():
    found = setting_of(profiles=PROFILES)
    north, east = (on_courses(found, threat_of(), c).farthest_m[0] for c in (0.0, 90.0))
    assert np.roll(north, 6) == pytest.approx(east, abs=7500.0)
    assert north[0] > north[12]  # what has passed was tracked for longer


def test_worst_is_never_better_than_any():
    found = setting_of(profiles=PROFILES)
    worst = on_courses(found, threat_of(), 0.0, 120.0, 240.0)
    for course in (0.0, 120.0, 240.0):
        assert np.all(worst.share <= on_courses(found, threat_of(), course).share)


def test_aspect_decides_what_a_course_shows():
    """A target that is loud only from behind is met only after it has passed."""
    found = setting_of(radar_over(0.0, 20.0, reach_m=200e3), profiles=PROFILES)
    loud = np.array([[1e-4, 1.0]])  # linear in decibels from nose to tail
    threat = threat_of()
    tail = type(threat)("t", "t", 250.0, loud, loud, 9000.0, None)
    ends = on_courses(found, tail, 0.0).farthest_m[0]
    assert ends[0] > 2.0 * ends[12]


def test_threads_do_not_change_the_answer():
    radar = radar_over(0.0, 20.0, draws=3, reach_m=np.array([100e3, 200e3, 300e3]))
    found = setting_of(radar, draws=3, profiles=PROFILES)
    one, two = (on_courses(found, threat_of(draws=3), 0.0, 90.0, workers=w) for w in (1, 2))
    assert np.array_equal(one.share, two.share)
    assert np.array_equal(one.farthest_slant_m, two.farthest_slant_m)


def test_military_cells():
    with pytest.raises(ValueError, match="250 m or more"):
        engageable_on_courses(strong(), [threat_of()], radius_m=1e4, spacing_m=100.0)
    with pytest.raises(ValueError, match="250 m or more"):
        defended_area(strong(), threat_of(), keep_out_m=0.0, radius_m=1e4, cell_m=100.0)
    result = engageable(strong(), [threat_of()])[0]
    with pytest.raises(ValueError, match="250 m or more"):
        share_map(result, half_width=10, cell_m=249.0)


def test_maps_show_the_nearest_azimuth_and_step():
    found = setting_of(profiles=PROFILES)
    result = engageable(found, [threat_of()])[0]
    shown = share_map(result, half_width=60, cell_m=5000.0)
    assert shown.shape == (121, 121)
    assert np.isnan(shown[0, 0])
    assert shown[60 - 40, 60] == result.share[0, 199]  # 200 km north
    assert shown[60, 60 + 40] == result.share[6, 199]  # 200 km east
    engaged = np.nansum(shown) * 5000.0**2
    assert engaged == pytest.approx(result.area_m2[0], rel=0.03)
    codes = factor_map(limiting_factors(found, threat_of()), result, half_width=60, cell_m=5000.0)
    assert codes[0, 0] == 255
    assert np.array_equal(codes[codes != 255] == 0, shown[codes != 255] == 1.0)


def test_protected_lies_downstream_of_an_intercept():
    engaged = np.zeros((1, 8), dtype=bool)
    engaged[0, 5] = True  # sample grows upstream
    assert protected(engaged, 0.0)[0].tolist() == [True] * 6 + [False] * 2
    assert protected(engaged, 1.5)[0].tolist() == [True] * 4 + [False] * 4
    assert not protected(np.zeros((1, 8), dtype=bool), 0.0).any()


def test_defended_area_closed_form():
    """A disc of intercepts defends it and all that lies behind it, less the keep-out distance."""
    keep, radius = 20e3, 150e3
    found = defended_area(
        strong(), threat_of(), keep_out_m=keep, radius_m=radius, cell_m=2500.0, courses_rad=[0.0]
    )
    column = found.share[:, 60]  # south at the bottom; the threat flies north
    assert np.all(column[: 60 + 32] == 1.0)  # from 80 km south of the battery on
    assert np.all(column[60 + 33 :] == 0.0)
    axis = 2500.0 * np.arange(-60, 61)
    east, north = np.meshgrid(axis, -axis)
    behind = (np.abs(east) < 100e3) & (north >= keep - np.sqrt(np.maximum(100e3**2 - east**2, 0.0)))
    inside = np.hypot(east, north) <= radius
    expected = np.count_nonzero(behind & inside) * 2500.0**2
    assert found.area_m2[0] == pytest.approx(expected, rel=0.02)


def test_defended_area_shrinks_with_keep_out_and_with_courses():
    found = strong()
    areas = [
        defended_area(found, threat_of(), keep_out_m=k, radius_m=150e3, cell_m=5e3).area_m2[0]
        for k in (0.0, 20e3, 60e3, 120e3)
    ]
    assert areas[0] > areas[1] > areas[2] > areas[3] == 0.0
    assert areas[2] == pytest.approx(np.pi * 40e3**2, rel=0.1)  # from any side: 100 - 60 km
    with pytest.raises(ValueError, match="keep_out_m"):
        defended_area(found, threat_of(), keep_out_m=-1.0, radius_m=1e4, cell_m=500.0)
