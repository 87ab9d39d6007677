"""Missiles flown against tracks over the ellipsoid."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from skyshed.flight.engage import fly_out_shot, local_track
from skyshed.flight.fly_out import PLANES, fly_out_planes
from skyshed.flight.missile import COLUMNS, Missile
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.frames import ecef_to_enu, geodetic_to_ecef
from skyshed.geodesy.geodesics import direct

LATITUDE, LONGITUDE, GROUND_M = math.radians(40.0789), math.radians(32.5656), 843.0
LOFT_RAD = math.radians(28.0)
BEARING_RAD = math.radians(70.0)
NUMBERS = {
    "boost_time_s": [9.0, 7.0],
    "sustain_time_s": [0.0, 6.0],
    "boost_fraction": [0.58, 0.40],
    "sustain_fraction": [0.0, 0.16],
    "exhaust_velocity_m_s": [2400.0, 2450.0],
    "mass_per_area_kg_m2": [9000.0, 8000.0],
    "drag_scale": [0.9, 1.1],
    "induced_drag": [0.06, 0.08],
    "lift_coefficient_max": [6.0, 5.0],
    "structure_limit_m_s2": [250.0, 200.0],
    "launch_speed_m_s": [30.0, 30.0],
    "minimum_speed_m_s": [300.0, 350.0],
    "minimum_lateral_m_s2": [50.0, 50.0],
    "maximum_time_s": [250.0, 250.0],
}
MISSILE = Missile(**{name: np.array(values) for name, values in NUMBERS.items()})
SITE = {"latitude_rad": LATITUDE, "longitude_rad": LONGITUDE, "altitude_m": GROUND_M}


def track(distance_m, altitude_m, bearing_rad=BEARING_RAD, step_s=1.0):
    """A track over the ground by distance from the launcher at each time."""
    distance_m = np.asarray(distance_m, dtype=float)
    latitude, longitude, _ = direct(LATITUDE, LONGITUDE, bearing_rad, distance_m)
    return SimpleNamespace(
        time_s=step_s * np.arange(distance_m.size),
        latitude_rad=latitude,
        longitude_rad=longitude,
        altitude_m=np.broadcast_to(np.asarray(altitude_m, dtype=float), distance_m.shape),
    )


def free_arc(member, seconds):
    """Ground distance and altitude of the zero-lift arc after some seconds."""
    nowhere = track(np.full(300, 9e6), 1e4)
    shot = fly_out_shot(
        MISSILE, member, nowhere, **SITE, loft_rad=LOFT_RAD, azimuth_rad=BEARING_RAD,
        planned_time_s=1e4, record_every=1,
    )  # fmt: skip
    row = shot.path[np.searchsorted(shot.path[:, 0], seconds - 1e-9)]
    radius = float(euler_radius_m(LATITUDE, BEARING_RAD))
    from_axis, up = math.hypot(row[1], row[2]), row[3] + radius
    return radius * math.atan2(from_axis, up), math.hypot(from_axis, up) - radius, row[0]


@pytest.fixture(scope="module")
def meeting():
    """Where the arc of member 0 is after 70 s, and a target that comes there then."""
    distance, altitude, time = free_arc(0, 70.0)
    seconds = np.arange(140.0)
    return time, distance, altitude, track(distance + 250.0 * (time - seconds), altitude)


def shoot(target, time, **change):
    return fly_out_shot(
        MISSILE, 0, target, **SITE, loft_rad=LOFT_RAD, planned_time_s=time, **change
    )


def test_planned_shot_hits_a_straight_target_at_the_planned_time(meeting):
    time, distance, altitude, target = meeting
    shot = shoot(target, time, record_every=5)
    assert shot.reason == "closest approach"
    assert shot.miss_m < 1.0
    # Carried on straight over 70 s the target seems 24 m too high: the round Earth.
    assert shot.time_s == pytest.approx(time, abs=0.2)
    assert shot.lateral_m_s2 > 0.0
    radius = float(euler_radius_m(LATITUDE, BEARING_RAD))
    up = shot.position_m + np.array([0.0, 0.0, radius])
    assert np.linalg.norm(up) - radius == pytest.approx(altitude, abs=50.0)
    assert radius * math.atan2(np.hypot(*up[:2]), up[2]) == pytest.approx(distance, abs=100.0)
    assert shot.path[-1, 0] == shot.time_s


def test_straight_target_draws_no_command_before_the_last_phase(meeting):
    """Two seconds of homing: the missile comes as the free arc does."""
    time, _, _, target = meeting
    shot = shoot(target, time, terminal_s=2.0, record_every=1)
    free = shoot(track(np.full(300, 9e6), 1e4), 1e4, azimuth_rad=BEARING_RAD, record_every=1)
    row = np.searchsorted(shot.path[:, 0], 66.0)
    # The round Earth bends the prediction by 24 m, no more.
    assert shot.path[row, 1:4] == pytest.approx(free.path[row, 1:4], abs=30.0)
    assert shot.path[row, 4:] == pytest.approx(free.path[row, 4:], abs=2.0)


@pytest.mark.parametrize("terminal_s", [4.0, 20.0])
def test_midcourse_follows_a_target_that_turns_away(meeting, terminal_s):
    """From 30 s on the target flies across: 10 km beside the planned point at 70 s."""
    time, distance, altitude, _ = meeting
    seconds = np.arange(140.0)
    ahead = distance + 250.0 * (time - np.minimum(seconds, 30.0))
    across = 250.0 * np.maximum(seconds - 30.0, 0.0)
    target = track(np.hypot(ahead, across), altitude, BEARING_RAD + np.arctan2(across, ahead))
    led = shoot(target, time, terminal_s=terminal_s)
    chased = fly_out_shot(MISSILE, 0, target, **SITE, loft_rad=LOFT_RAD)
    assert led.miss_m < 1.0
    assert chased.miss_m < 1.0
    assert led.speed_m_s > chased.speed_m_s + 20.0  # turning less, the missile keeps its speed


def test_agrees_with_the_fly_out_table():
    """Two integrators with guidance of their own: the table's fan, and this shot at its loft."""
    range_m, altitude_m, planes = fly_out_planes(
        MISSILE, launch_altitude_m=GROUND_M, farthest_m=120e3
    )
    table = {
        name: RegularGridInterpolator((range_m, altitude_m), planes[PLANES.index(name), 0])
        for name in ("time_s", "speed_m_s", "loft_rad")
    }
    for point in [(30e3, 6e3), (50e3, 9e3), (70e3, 9e3), (80e3, 9.3e3), (90e3, 12e3)]:
        time, speed, loft = (table[name](point).item() for name in table)
        target = track(point[0] + 250.0 * (time - np.arange(200.0)), point[1])
        shot = fly_out_shot(MISSILE, 0, target, **SITE, loft_rad=loft, planned_time_s=time)
        assert shot.miss_m < 1.0
        assert shot.time_s == pytest.approx(time, rel=0.02)  # the table pulls at fixed rates
        assert shot.speed_m_s == pytest.approx(speed, rel=0.04)


def test_short_shot_homes_from_the_launch():
    target = track(9e3 - 200.0 * np.arange(60.0), 2500.0)
    shot = fly_out_shot(MISSILE, 1, target, **SITE, loft_rad=math.radians(25.0))
    assert shot.miss_m < 1.0
    assert 5.0 < shot.time_s < 15.0


def test_launch_time_is_on_the_tracks_clock(meeting):
    time, _, _, target = meeting
    later = SimpleNamespace(
        time_s=target.time_s + 1000.0,
        latitude_rad=target.latitude_rad,
        longitude_rad=target.longitude_rad,
        altitude_m=target.altitude_m,
    )
    assert shoot(later, time, launch_s=1000.0).time_s == pytest.approx(
        shoot(target, time).time_s, abs=1e-9
    )


def test_step_hardly_matters(meeting):
    time, _, _, target = meeting
    assert shoot(target, time).time_s == pytest.approx(
        shoot(target, time, step_s=0.01).time_s, abs=1e-3
    )


def test_ground_ends_the_flight(meeting):
    time, *_ = meeting
    nowhere = track(np.full(300, 9e6), 1e4)
    shot = shoot(nowhere, 1e4, floor_m=GROUND_M)
    assert shot.reason in ("ground", "too slow")
    assert shot.time_s > time


def test_local_track_is_the_place_over_the_ellipsoid():
    """Against ECEF: the ball with the radius of the azimuth is metres off at 100 km."""
    target = track(np.linspace(0.0, 100e3, 11), 9000.0)
    samples, step = local_track(
        target, LATITUDE, LONGITUDE, float(euler_radius_m(LATITUDE, BEARING_RAD))
    )
    enu = ecef_to_enu(
        geodetic_to_ecef(target.latitude_rad, target.longitude_rad, target.altitude_m),
        LATITUDE, LONGITUDE, 0.0,
    )  # fmt: skip
    assert step == 1.0
    assert samples[:, :3] == pytest.approx(enu, abs=3.0)
    assert np.linalg.norm(samples[:, 3:], axis=1) == pytest.approx(10_000.0, rel=3e-3)


def test_uneven_track_is_drawn_anew():
    even = track(np.linspace(80e3, 30e3, 201), 5000.0)
    pick = np.r_[0:100:2, 100:201]
    uneven = SimpleNamespace(
        **{name: getattr(even, name)[pick] for name in vars(even)},
    )
    radius = 6.37e6
    wanted, _ = local_track(even, LATITUDE, LONGITUDE, radius)
    found, step = local_track(uneven, LATITUDE, LONGITUDE, radius)
    assert step == 1.0
    assert found == pytest.approx(wanted, abs=0.01)


def test_members_and_packing():
    assert MISSILE.members == 2
    assert MISSILE.packed().shape == (2, 14)
    assert MISSILE.member(1).packed()[0].tolist() == [NUMBERS[name][1] for name in COLUMNS]
    with pytest.raises(ValueError, match="read-only"):
        MISSILE.boost_time_s[0] = 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"boost_fraction": [0.7, 0.4], "sustain_fraction": [0.3, 0.1]}, "launch mass"),
        ({"sustain_time_s": [0.0, 0.0]}, "sustain_time_s above zero"),
        ({"exhaust_velocity_m_s": [0.0, 2400.0]}, "above zero"),
        ({"drag_scale": [np.nan, 1.0]}, "finite"),
        ({"drag_scale": [1.0, 1.0, 1.0]}, "shape"),
    ],
)
def test_wrong_missiles(change, message):
    with pytest.raises(ValueError, match=message):
        Missile(**{name: np.array(v) for name, v in {**NUMBERS, **change}.items()})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"loft_rad": 48.0}, "degrees"),
        ({"planned_time_s": -3.0}, "planned_time_s"),
        ({"terminal_s": 0.0}, "terminal_s"),
        ({"step_s": -0.1}, "steps"),
    ],
)
def test_wrong_shots(change, message):
    target = track([9e3, 8e3], 2500.0)
    with pytest.raises(ValueError, match=message):
        fly_out_shot(MISSILE, 0, target, **{**SITE, "loft_rad": LOFT_RAD, **change})


def test_wrong_member_and_track():
    target = track([9e3, 8e3], 2500.0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        fly_out_shot(MISSILE, 2, target, **SITE, loft_rad=LOFT_RAD)
    with pytest.raises(ValueError, match="two times"):
        local_track(track([9e3], 2500.0), LATITUDE, LONGITUDE, 6.37e6)
