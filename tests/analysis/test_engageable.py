from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.approach import confirmation
from skyshed.analysis.engageable import at_once, engageable
from skyshed.analysis.engageable_setting import Watch
from tests.analysis.batteries import setting_of, straight_fly_out, threat_of
from tests.analysis.radar_sites import level_profiles, radar_over

ALWAYS_HELD = 1e-9
"""A Pd that counts as holding the target wherever it can be seen at all."""


def confirmed(radar, speed_m_s=250.0, altitude_m=9000.0, rcs=1.0):
    return confirmation(
        radar, level_profiles(), altitude_m=altitude_m, rcs_mean_m2=np.full(radar.draws, rcs),
        speed_m_s=speed_m_s,
    )  # fmt: skip


def result_of(found, threat=None, **kwargs):
    return engageable(found, [threat or threat_of(draws=found.draws)], **kwargs)[0]


def farthest(found, threat=None):
    return result_of(found, threat).farthest_m[:, 0]


@pytest.mark.parametrize("altitude_m", [300.0, 9000.0])
@pytest.mark.parametrize("speed_m_s", [60.0, 250.0, 700.0])
def test_the_track_is_confirmed_where_an_approach_says(altitude_m, speed_m_s):
    radar = radar_over(
        0.0,
        20.0,
        draws=3,
        reach_m=np.array([90e3, 200e3, 300e3]),
        scan_period_s=np.array([4, 9, 12]),
    )
    found = result_of(setting_of(radar, draws=3), threat_of(speed_m_s, altitude_m, draws=3))
    said = confirmed(radar, speed_m_s, altitude_m).confirmed_ground_m
    assert found.confirmed_m == pytest.approx(said, rel=1e-12)


@pytest.mark.parametrize("speed_m_s", [50.0, 100.0, 250.0])
@pytest.mark.parametrize("delay_s", [0.0, 8.0, 30.0])
def test_time_line_closed_form(speed_m_s, delay_s, record_validation):
    """r + v (r / v_m + delays) = confirmed distance, the radar strong enough to hold all along."""
    radar = radar_over(0.0, 20.0, reach_m=300e3)
    found = farthest(
        setting_of(radar, reaction_s=0.5 * delay_s, launch_delay_s=0.5 * delay_s, pd=ALWAYS_HELD),
        threat_of(speed_m_s),
    )
    seen = confirmed(radar, speed_m_s).confirmed_ground_m[0, 0]
    expected = (seen - speed_m_s * delay_s) / (1.0 + speed_m_s / 1000.0)
    assert found[0] == pytest.approx(expected, rel=1e-9)  # linear between the samples: exact
    record_validation(
        f"farthest intercept of a {speed_m_s:g} m/s target, {delay_s:g} s of delays",
        "closed form of the time line at constant speeds",
        1,
        abs(found[0] - expected),
        1.0,
        "m",
    )


def test_a_missile_of_infinite_speed_gives_the_confirmed_range():
    radar = radar_over(0.0, 20.0, reach_m=200e3)
    found = farthest(setting_of(radar, fly_out=straight_fly_out(1e12), pd=ALWAYS_HELD))
    assert found[0] == pytest.approx(confirmed(radar).confirmed_ground_m[0, 0], rel=1e-6)


def test_a_faster_target_is_met_nearer():
    ends = [farthest(setting_of(), threat_of(v))[0] for v in (50.0, 150.0, 300.0, 600.0)]
    assert np.all(np.diff(ends) < 0.0)


def test_energy_ends_at_the_reach_of_the_missile():
    radar = radar_over(0.0, 20.0, reach_m=400e3)
    found = farthest(setting_of(radar, fly_out=straight_fly_out(reach_m=111.3e3)))
    assert found[0] == pytest.approx(111.3e3, rel=1e-9)


def test_the_quoted_range_is_a_slant_range_and_the_nearest_one_too():
    radar = radar_over(0.0, 20.0, reach_m=400e3, elevation_max_rad=1.5)
    found = result_of(setting_of(radar, fly_out=straight_fly_out(range_max_m=90e3)))
    assert found.farthest_slant_m[0, 0] == pytest.approx(90e3, rel=1e-6)
    near = result_of(setting_of(radar, fly_out=straight_fly_out(range_min_m=40e3)))
    assert np.flatnonzero(near.share[0] > 0.0)[0] == 38  # 39 km over the ground: 40.0 km away


def test_semi_active_needs_the_radar_from_launch_to_impact():
    """r + v r / v_m = where one scan detects; only in the last phase: r + v terminal."""
    see = radar_over(0.0, 20.0, reach_m=500e3)
    guide = radar_over(0.0, 20.0, reach_m=150e3)
    held = confirmed(guide).r50_ground_m[0, 0]
    whole = farthest(setting_of(guide, see))[0]
    last = farthest(setting_of(guide, see, hold_from=1.0, terminal_s=20.0))[0]
    assert whole == pytest.approx(held / 1.25, rel=1e-3)  # Pd read off linearly per km
    assert last == pytest.approx(held - 250.0 * 20.0, rel=1e-3)


@pytest.mark.parametrize(
    ("guidance", "expected"),
    [
        ("command", lambda d: d / 1.25),
        ("active", lambda d: d / 1.25),
        ("infrared", lambda d: d / 1.25),
    ],
)
def test_who_needs_the_radar_at_launch(guidance, expected):
    see, guide = radar_over(0.0, 20.0, reach_m=500e3), radar_over(0.0, 20.0, reach_m=150e3)
    found = farthest(setting_of(guide, see, guidance=guidance))[0]
    assert found == pytest.approx(expected(confirmed(guide).r50_ground_m[0, 0]), rel=1e-3)


def test_in_the_dead_zone_only_what_left_the_radar_behind_can_hit():
    """The cone ends at h / tan(elevation); an active missile needs the radar at launch only."""
    guide = radar_over(0.0, 20.0, reach_m=300e3, elevation_max_rad=np.radians(20.0))

    def nearest(kind):
        found = result_of(setting_of(guide, guidance=kind, terminal_s=60.0))
        return np.flatnonzero(found.share[0] > 0.0)[0] + 1.0  # km

    cone = 8.98 / np.tan(np.radians(20.0))
    assert nearest("semi_active") == pytest.approx(cone, abs=1.0)
    assert nearest("active") == pytest.approx(cone / 1.25, abs=1.0)


def test_a_semi_active_battery_never_shoots_below_its_own_horizon():
    see = radar_over(0.0, 5000.0, reach_m=600e3)  # looks down from a mountain
    guide = radar_over(0.0, 10.0, reach_m=600e3)
    low = threat_of(200.0, 100.0)
    found = farthest(setting_of(guide, see), low)[0]
    assert 0.0 < found <= confirmed(guide, 200.0, 100.0).r50_ground_m[0, 0] / 1.2 + 10.0


def test_smooth_earth_looks_alike_all_round():
    """Against all azimuths of the ellipsoid, whose radius of curvature differs by 0.3 %."""
    profiles = level_profiles(azimuths=24, steps=450)
    found = result_of(setting_of(profiles=profiles))
    ends = found.farthest_m[0]
    assert ends == pytest.approx(np.full(24, ends[0]), rel=1e-3)
    assert ends == pytest.approx(np.roll(ends, 12), rel=1e-9)  # half a turn: the same curvature
    ring = np.pi * ends.mean() ** 2
    assert found.area_m2[0] == pytest.approx(ring, rel=0.02)  # less the zone overhead


def test_area_in_the_ring_and_shares():
    profiles = level_profiles(azimuths=8, steps=450)
    radar = radar_over(0.0, 20.0, reach_m=400e3, elevation_max_rad=np.radians(89.9))
    found = result_of(setting_of(radar, profiles=profiles), ring_m=100_250.0)
    assert found.share_of_ring_area[0] == pytest.approx(1.0, abs=1e-3)
    assert np.isnan(result_of(setting_of(radar, profiles=profiles)).share_of_ring_area).all()


def test_sector_at_once_is_the_steered_answer_inside_it():
    profiles = level_profiles(azimuths=36, steps=450)
    steered = result_of(setting_of(profiles=profiles))
    fixed = radar_over(0.0, 20.0, sector_rad=np.radians(90.0), sector_centre_rad=np.radians(180.0))
    real = result_of(setting_of(fixed, profiles=profiles))
    masked = at_once(steered, centre_rad=np.radians(180.0), width_rad=np.radians(90.0))
    assert np.array_equal(masked.farthest_m, real.farthest_m)
    assert masked.area_m2 == pytest.approx(real.area_m2)
    assert np.count_nonzero(real.farthest_m) == 9  # 135, 145 ... 225: both edges lie between


def test_launchers_that_cover_less_than_the_radar_narrow_the_sector():
    profiles = level_profiles(azimuths=36, steps=450)
    radar = radar_over(0.0, 20.0, sector_rad=np.radians(120.0), sector_centre_rad=0.0)
    found = result_of(setting_of(radar, profiles=profiles, sector_rad=np.radians(60.0)))
    assert np.count_nonzero(found.farthest_m) == 7


def test_each_draw_flies_its_own_missile():
    out = straight_fly_out(np.array([500.0, 1000.0, 2000.0, 4000.0]), members=4)
    radar = radar_over(0.0, 20.0, reach_m=300e3, draws=4)
    member = (np.arange(4) + 0.5) / 4
    found = farthest(setting_of(radar, fly_out=out, draws=4, member=member, pd=ALWAYS_HELD))
    seen = confirmed(radar).confirmed_ground_m[:, 0]
    assert found == pytest.approx(seen / (1.0 + 250.0 / np.array([500.0, 1e3, 2e3, 4e3])), rel=1e-9)


def test_a_radar_elsewhere_confirms_from_where_it_stands():
    """A radar 100 km to the north sees targets from the north earlier, from the south later."""
    profiles = level_profiles(azimuths=24, steps=450)
    guide = radar_over(0.0, 20.0, reach_m=600e3)
    see = radar_over(0.0, 20.0, reach_m=200e3)
    found = setting_of(guide, see, profiles=profiles)
    apart = replace(found, see=Watch(see, profiles, 100e3, 0.0, 0.0))
    here, there = result_of(found).confirmed_m[0], result_of(apart).confirmed_m[0]
    assert there[0] > here[0] + 70e3
    assert there[12] < here[12] - 70e3
    assert there[6] == pytest.approx(there[18], rel=1e-9)


def test_unknown_terrain_is_never_engageable():
    profiles = level_profiles(azimuths=2, steps=300)
    profiles.ground_m[1, 50:] = np.nan
    found = result_of(setting_of(profiles=profiles))
    assert found.farthest_m[0, 1] <= 51e3 < found.farthest_m[0, 0]


def test_threads_do_not_change_the_answer():
    radar = radar_over(0.0, 20.0, draws=5, reach_m=np.linspace(100e3, 300e3, 5))
    found = setting_of(radar, draws=5, profiles=level_profiles(azimuths=8))
    given = [threat_of(draws=5), threat_of(300.0, agl_m=200.0, draws=5)]
    told = []
    one = engageable(found, given, workers=1)
    three = engageable(found, given, workers=3, progress=lambda done, total: told.append(done))
    for a, b in zip(one, three, strict=True):
        assert np.array_equal(a.farthest_m, b.farthest_m)
        assert np.array_equal(a.share, b.share)
    assert told == [1, 2, 3, 4, 5]


def test_errors():
    with pytest.raises(ValueError, match="equally spaced"):
        Watch(
            radar_over(0.0),
            replace(level_profiles(azimuths=4), azimuth_rad=np.array([0, 1, 2, 3.0])),
        )
    with pytest.raises(ValueError, match="one of altitude_m and agl_m"):
        replace(threat_of(), altitude_m=None)
    with pytest.raises(ValueError, match="speed_m_s must be positive"):
        threat_of(-250.0)
    with pytest.raises(ValueError, match="other courses"):
        at_once(replace(result_of(setting_of()), course="x"), centre_rad=0.0, width_rad=1.0)
