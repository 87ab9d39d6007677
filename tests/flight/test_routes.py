"""Flights along a given route: legs, turns, climbs and terrain following."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from skyshed.flight.route_line import Turn, along, route_line
from skyshed.flight.routes import (
    fly_route,
    follow_terrain,
    inbound_track,
    route_stations,
)
from skyshed.geodesy.geodesics import inverse

CORNER = np.radians([[39.0, 32.0], [39.6, 32.0], [39.6, 33.0]])
"""North for 67 km, then east for 86 km."""


def distance_m(a, b):
    return Geodesic.WGS84.Inverse(*np.degrees(a), *np.degrees(b))["s12"]


def steps_m(track):
    return inverse(
        track.latitude_rad[:-1], track.longitude_rad[:-1],
        track.latitude_rad[1:], track.longitude_rad[1:],
    )[0]  # fmt: skip


def test_straight_route_is_a_geodesic(record_validation):
    ends = np.radians([[39.0, 32.0], [42.0, 37.0]])
    track = fly_route(ends, speed_m_s=250.0, altitude_m=0.0)
    line = Geodesic.WGS84.InverseLine(39.0, 32.0, 42.0, 37.0)
    assert track.end_s == pytest.approx(line.s13 / 250.0, rel=1e-12)
    samples, worst = (0, 700, track.time_s.size - 1), 0.0
    for i in samples:
        place = line.Position(250.0 * track.time_s[i])
        off = Geodesic.WGS84.Inverse(
            place["lat2"], place["lon2"],
            np.degrees(track.latitude_rad[i]), np.degrees(track.longitude_rad[i]),
        )  # fmt: skip
        worst = max(worst, off["s12"])
        assert np.degrees(track.latitude_rad[i]) == pytest.approx(place["lat2"], abs=1e-9)
        assert np.degrees(track.longitude_rad[i]) == pytest.approx(place["lon2"], abs=1e-9)
        assert np.degrees(track.course_rad[i]) == pytest.approx(place["azi2"], abs=1e-7)
    assert np.allclose(np.diff(track.time_s)[:-1], 1.0)
    record_validation("place on a straight route", "geographiclib", len(samples), worst, 1e-4, "m")


def test_speed_is_along_the_path_at_its_altitude():
    ends = np.radians([[39.0, 32.0], [40.0, 32.0]])
    low = fly_route(ends, speed_m_s=200.0, altitude_m=0.0)
    high = fly_route(ends, speed_m_s=200.0, altitude_m=12_000.0)
    # Arcs grow as the distance from the centre of the Earth.
    assert high.end_s / low.end_s == pytest.approx(1.0 + 12_000.0 / 6_371_000.0, rel=1e-9)


def test_turn_keeps_its_radius_and_touches_both_legs():
    speed, limit = 300.0, 15.0
    radius = speed**2 / limit
    line = route_line(CORNER, turn_radius_m=radius)
    turn = line.pieces[1]
    assert isinstance(turn, Turn)
    assert turn.sweep_rad == pytest.approx(np.pi / 2, abs=0.01)  # meridians meet a little
    # A plane corner on the ellipsoid does not close by about r^3/R^2: 5 mm for 6 km.
    assert turn.first_radius_m == pytest.approx(radius, abs=0.05)
    assert turn.last_radius_m == pytest.approx(radius, abs=0.05)
    seams = line.starts_m[1:]
    before, after = along(line, seams - 1e-6), along(line, seams + 1e-6)
    gap = inverse(before[0], before[1], after[0], after[1])[0]
    assert np.all(gap < 0.001)
    assert np.max(np.abs(before[2] - after[2])) < 1e-5


def test_turn_is_shorter_than_the_corner_by_the_closed_form():
    radius = 6_000.0
    line = route_line(CORNER, turn_radius_m=radius)
    legs = distance_m(CORNER[0], CORNER[1]) + distance_m(CORNER[1], CORNER[2])
    bend = abs(line.pieces[1].sweep_rad)
    saved = 2.0 * radius * np.tan(0.5 * bend) - radius * bend
    assert legs - line.length_m == pytest.approx(saved, abs=0.1)


@pytest.mark.parametrize("order", [1, -1])
def test_speed_and_acceleration_in_the_turn(order):
    speed, limit = 300.0, 15.0
    track = fly_route(
        CORNER[::order], speed_m_s=speed, altitude_m=0.0, turn_limit_m_s2=limit, step_s=0.1
    )
    assert np.allclose(steps_m(track)[:-1], 30.0, atol=0.005)
    rate = np.diff(np.unwrap(track.course_rad)) / np.diff(track.time_s)
    assert np.max(np.abs(rate)) * speed == pytest.approx(limit, rel=1e-3)


def test_route_bent_both_ways_passes_inside_its_corners():
    points = np.radians([[39.0, 32.0], [39.5, 32.2], [39.4, 32.9], [40.1, 33.0]])
    line = route_line(points, turn_radius_m=4_000.0)
    right, left = (piece for piece in line.pieces if isinstance(piece, Turn))
    assert right.sweep_rad > 0.0 > left.sweep_rad
    places = along(line, line.waypoint_m)
    for i in (1, 2):
        turn = (right, left)[i - 1]
        cut = 4_000.0 * (1.0 / np.cos(0.5 * turn.sweep_rad) - 1.0)
        passed = np.array([places[0][i], places[1][i]])
        assert distance_m(points[i], passed) == pytest.approx(cut, abs=0.5)


def test_waypoint_on_a_straight_line_needs_no_turn():
    points = np.radians([[39.0, 32.0], [39.5, 32.0], [40.0, 32.0]])
    line = route_line(points, turn_radius_m=50e3)
    assert not any(isinstance(piece, Turn) for piece in line.pieces)
    assert line.length_m == pytest.approx(distance_m(points[0], points[2]), abs=1e-6)


@pytest.mark.parametrize(
    ("points_deg", "speed_m_s", "words"),
    [
        ([[39.0, 32.0], [39.02, 32.0], [39.02, 33.0]], 800.0, "leg 1 is 2.22 km .* radius of 32.6"),
        ([[39.0, 32.0], [39.5, 32.0], [39.5, 32.03], [39.0, 32.03]], 250.0, "leg 2 .* 90 deg and"),
        ([[39.0, 32.0], [39.5, 32.0], [39.0, 32.0]], 50.0, "turns of 180 deg"),
    ],
)
def test_unreachable_routes_are_refused_with_the_numbers(points_deg, speed_m_s, words):
    with pytest.raises(ValueError, match=f"unreachable route: .*{words}"):
        fly_route(np.radians(points_deg), speed_m_s=speed_m_s, altitude_m=500.0)


def test_a_slow_drone_flies_what_a_fast_jet_cannot():
    points = np.radians([[39.0, 32.0], [39.02, 32.0], [39.02, 33.0]])
    track = fly_route(points, speed_m_s=50.0, altitude_m=500.0, turn_limit_m_s2=5.0)
    assert np.allclose(steps_m(track)[:-1], 50.0, atol=0.05)


def test_altitude_climbs_evenly_between_the_points():
    track = fly_route(CORNER, speed_m_s=250.0, altitude_m=[1_000.0, 5_000.0, 2_000.0])
    assert track.altitude_m[[0, -1]] == pytest.approx([1_000.0, 2_000.0])
    assert track.altitude_m.max() == pytest.approx(5_000.0, abs=15.0)
    level = steps_m(track)[:100] * (1.0 + track.altitude_m[:100] / 6_371_000.0)
    # 250 m of path in every second, up the slope.
    assert np.hypot(level, np.diff(track.altitude_m)[:100]) == pytest.approx(250.0, abs=0.02)


def test_too_steep_a_climb_is_unreachable():
    with pytest.raises(
        ValueError, match=r"unreachable route: leg 2 .* 12000 m .* limit of 5.0 deg"
    ):
        fly_route(
            CORNER, speed_m_s=250.0, altitude_m=[1_000.0, 1_000.0, 12_000.0],
            climb_limit_rad=np.radians(5.0),
        )  # fmt: skip


def brute_force_following(distance, ground, agl, slope):
    gaps = np.abs(distance[:, None] - distance[None, :])
    return np.max(ground[None, :] - slope * gaps, axis=1) + agl


def test_terrain_following_is_the_lowest_path_within_the_climb_limit():
    rng = np.random.default_rng(3)
    distance = np.sort(rng.uniform(0.0, 20e3, 300))
    ground = 800.0 + np.cumsum(rng.normal(0.0, 40.0, 300))
    got = follow_terrain(distance, ground, agl_m=60.0, climb_limit_rad=np.radians(8.0))
    expected = brute_force_following(distance, ground, 60.0, np.tan(np.radians(8.0)))
    assert got == pytest.approx(expected, abs=1e-9)
    assert np.all(got >= ground + 60.0 - 1e-9)


def test_terrain_following_over_flat_ground_keeps_its_height():
    got = follow_terrain(np.arange(10.0), np.full(10, 300.0), agl_m=30.0, climb_limit_rad=0.1)
    assert np.array_equal(got, np.full(10, 330.0))


def ridge(latitude, longitude):
    """A ridge of 1,500 m across the second leg."""
    return 900.0 + 600.0 * np.exp(-(((longitude - np.radians(32.5)) / 0.001) ** 2)) + 0.0 * latitude


def test_low_route_over_a_ridge_from_a_function_and_from_a_profile():
    settings = {"speed_m_s": 240.0, "agl_m": 50.0, "climb_limit_rad": np.radians(6.0)}
    track = fly_route(CORNER, ground=ridge, **settings)
    height = track.altitude_m - ridge(track.latitude_rad, track.longitude_rad)
    assert height.min() == pytest.approx(50.0, abs=0.5)
    assert track.altitude_m.max() == pytest.approx(1_550.0, abs=3.0)
    slope = np.diff(track.altitude_m) / steps_m(track)
    assert np.max(np.abs(slope)) <= np.tan(np.radians(6.0)) * (1.0 + 1e-3)
    distance, latitude, longitude = route_stations(CORNER, speed_m_s=240.0)
    assert np.all(np.diff(distance) <= 100.0)
    same = fly_route(CORNER, ground=ridge(latitude, longitude), **settings)
    assert np.array_equal(same.altitude_m, track.altitude_m)
    with pytest.raises(ValueError, match="route_stations"):
        fly_route(CORNER, ground=np.zeros(7), **settings)


def test_inbound_track_flies_over_its_place():
    place = np.radians([40.0789, 32.5656])
    track = inbound_track(
        *place, np.radians(120.0), 100e3, speed_m_s=250.0, beyond_m=25e3, altitude_m=0.0,
        start_s=60.0,
    )  # fmt: skip
    assert track.start_s == 60.0
    assert track.end_s == pytest.approx(60.0 + 500.0)
    over = inverse(*place, track.latitude_rad, track.longitude_rad)[0]
    assert over[0] == pytest.approx(100e3, abs=1e-3)
    assert over[400] == pytest.approx(0.0, abs=1e-3)
    start = Geodesic.WGS84.Direct(*np.degrees(place), 120.0, 100e3)
    assert np.degrees(track.latitude_rad[0]) == pytest.approx(start["lat2"], abs=1e-9)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"speed_m_s": 0.0}, "speed_m_s must be positive"),
        ({"step_s": -1.0}, "step_s must be positive"),
        ({"start_s": -5.0}, "start_s must not be negative"),
        ({"turn_limit_m_s2": np.nan}, "turn_limit_m_s2 must be positive"),
        ({"agl_m": 50.0}, "either altitude_m or agl_m"),
        ({"altitude_m": None}, "either altitude_m or agl_m"),
        ({"altitude_m": None, "agl_m": 50.0}, "needs the ground"),
        ({"altitude_m": [1.0, 2.0]}, "one for each of 3 points"),
        ({"altitude_m": None, "agl_m": -5.0, "ground": ridge}, "agl_m must not be negative"),
        (
            {"altitude_m": None, "agl_m": 50.0, "ground": lambda lat, lon: lat * np.nan},
            "does the terrain cover the route",
        ),
    ],
)
def test_bad_arguments_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        fly_route(CORNER, **{"speed_m_s": 250.0, "altitude_m": 500.0, **changes})


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([[0.7, 0.5]], "at least two points"),
        ([[0.7, 0.5], [0.7, 0.5]], "points 1 and 2 are the same"),
        ([[0.7, 0.5], [0.7, np.nan]], "finite"),
        ([[39.0, 32.0], [39.5, 32.0]], "was it in degrees"),
    ],
)
def test_bad_points_are_refused(points, words):
    with pytest.raises(ValueError, match=words):
        route_line(points, turn_radius_m=100.0)
