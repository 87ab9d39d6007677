"""Ballistic arcs against integrated motion and closed forms."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from scipy.integrate import solve_ivp

from skyshed.flight.ballistic import (
    EARTH_GM_M3_S2,
    EARTH_RADIUS_M,
    arc_from_range_and_apogee,
    arc_state,
    ballistic_track,
    minimum_energy_apogee_m,
)

G = EARTH_GM_M3_S2 / EARTH_RADIUS_M**2


@pytest.mark.parametrize(
    ("range_m", "apogee_m", "end_m"),
    [(60e3, 20e3, 0.0), (300e3, 80e3, 800.0), (600e3, 150e3, 0.0), (9_000e3, 1_200e3, 100e3)],
)
def test_arc_lands_where_the_integrated_motion_does(range_m, apogee_m, end_m, record_validation):
    arc = arc_from_range_and_apogee(range_m, apogee_m, end_altitude_m=end_m)
    out, up = arc.speed_m_s * np.cos(arc.angle_rad), arc.speed_m_s * np.sin(arc.angle_rad)
    start = [0.0, EARTH_RADIUS_M + end_m, float(out), float(up)]

    def motion(_, state):
        pull = -EARTH_GM_M3_S2 / np.hypot(state[0], state[1]) ** 3
        return [state[2], state[3], pull * state[0], pull * state[1]]

    time = np.linspace(0.0, float(arc.time_s), 41)
    flown = solve_ivp(
        motion, (0.0, time[-1]), start, t_eval=time, method="DOP853", rtol=1e-12, atol=1e-6
    )
    x, y, vx, vy = flown.y
    downrange, altitude, speed, angle = arc_state(arc, time)
    # rtol 1e-12 of the 6,400 km from the centre, grown over the flight.
    assert downrange == pytest.approx(EARTH_RADIUS_M * np.arctan2(x, y), abs=0.01)
    assert altitude == pytest.approx(np.hypot(x, y) - EARTH_RADIUS_M, abs=0.01)
    worst = np.max(np.abs(altitude - (np.hypot(x, y) - EARTH_RADIUS_M)))
    subject = f"altitude on a ballistic arc of {range_m / 1e3:.0f} km"
    record_validation(subject, "two-body motion integrated by DOP853", 41, worst, 0.01, "m")
    assert speed == pytest.approx(np.hypot(vx, vy), abs=1e-4)
    assert angle == pytest.approx(np.arctan2(vy, vx) + np.arctan2(x, y), abs=1e-7)
    assert downrange[-1] == pytest.approx(range_m, abs=1e-3)
    assert altitude[[0, 20, 40]] == pytest.approx([end_m, apogee_m, end_m], abs=1e-3)


def test_short_arcs_are_parabolas():
    # Flat Earth: v_up^2 = 2 g h, time 2 v_up / g, v_out = range / time; the curve of the Earth and
    # the fall of gravity change this by about h/R.
    arc = arc_from_range_and_apogee(1_000.0, [50.0, 250.0, 2_000.0])
    up = np.sqrt(2.0 * G * np.array([50.0, 250.0, 2_000.0]))
    time = 2.0 * up / G
    assert arc.time_s == pytest.approx(time, rel=1e-3)
    assert arc.speed_m_s == pytest.approx(np.hypot(up, 1_000.0 / time), rel=1e-3)
    assert arc.angle_rad == pytest.approx(np.arctan2(up, 1_000.0 / time), rel=1e-3)
    # Range over four gives 45 degrees.
    assert np.degrees(arc.angle_rad[1]) == pytest.approx(45.0, abs=0.01)


def test_high_and_narrow_arcs_tend_to_the_vertical_throw():
    apogee = 100e3
    arc = arc_from_range_and_apogee(10.0, apogee)
    energy = np.sqrt(
        2.0 * EARTH_GM_M3_S2 * (1.0 / EARTH_RADIUS_M - 1.0 / (EARTH_RADIUS_M + apogee))
    )
    assert arc.speed_m_s == pytest.approx(energy, rel=1e-6)
    assert np.degrees(arc.angle_rad) == pytest.approx(90.0, abs=0.01)


@pytest.mark.parametrize("range_m", [10e3, 300e3, 3_000e3, 10_000e3])
def test_least_energy_arc_has_least_speed_and_the_known_angle(range_m):
    apogee = minimum_energy_apogee_m(range_m)
    arc = arc_from_range_and_apogee(range_m, apogee)
    near = arc_from_range_and_apogee(range_m, apogee * np.array([0.99, 1.01]))
    assert np.all(near.speed_m_s > arc.speed_m_s)
    # Angle 45 degrees less a quarter of the range angle; speed^2 = (mu/r) 2 sin p/(1 + sin p).
    half = 0.5 * range_m / EARTH_RADIUS_M
    assert arc.angle_rad == pytest.approx(np.pi / 4 - 0.5 * half, abs=1e-9)
    speed = np.sqrt(EARTH_GM_M3_S2 / EARTH_RADIUS_M * 2.0 * np.sin(half) / (1.0 + np.sin(half)))
    assert arc.speed_m_s == pytest.approx(speed, rel=1e-12)


def test_least_energy_apogee_of_a_short_range_is_a_quarter_of_it():
    assert minimum_energy_apogee_m(1_000.0) == pytest.approx(250.0, rel=1e-3)
    assert minimum_energy_apogee_m(1_000.0, end_altitude_m=800.0) == pytest.approx(
        1_050.0, rel=1e-3
    )


def test_arc_is_symmetric_and_nan_outside_its_time():
    arc = arc_from_range_and_apogee(500e3, 120e3)
    time = np.array([0.0, 40.0, 150.0])
    there, back = arc_state(arc, time), arc_state(arc, arc.time_s - time)
    assert there[0] == pytest.approx(500e3 - back[0], abs=1e-5)
    assert there[1] == pytest.approx(back[1], abs=1e-5)
    assert there[3] == pytest.approx(-back[3], abs=1e-10)
    assert np.all(np.isnan(arc_state(arc, [-1.0, float(arc.time_s) + 1.0])))


def test_track_follows_the_geodesic_between_its_ends():
    ends = np.radians([36.0, 44.0, 39.9, 32.9])
    track = ballistic_track(*ends, apogee_m=250e3, end_altitude_m=500.0, start_s=10.0)
    line = Geodesic.WGS84.InverseLine(36.0, 44.0, 39.9, 32.9)
    assert track.latitude_rad[[0, -1]] == pytest.approx(ends[[0, 2]], abs=1e-12)
    assert track.longitude_rad[[0, -1]] == pytest.approx(ends[[1, 3]], abs=1e-12)
    middle = line.Position(0.5 * line.s13)
    top = int(np.argmax(track.altitude_m))
    assert track.altitude_m[top] == pytest.approx(250e3, abs=2.0)
    # The apogee lies in the middle to within the half second of the samples.
    away = Geodesic.WGS84.Inverse(
        middle["lat2"], middle["lon2"],
        np.degrees(track.latitude_rad[top]), np.degrees(track.longitude_rad[top]),
    )  # fmt: skip
    assert away["s12"] < 0.51 * track.speed_m_s[top]
    arc = arc_from_range_and_apogee(line.s13, 250e3, end_altitude_m=500.0)
    assert track.end_s - track.start_s == pytest.approx(float(arc.time_s))
    assert track.speed_m_s[[0, -1]] == pytest.approx(float(arc.speed_m_s))


def test_track_without_apogee_takes_that_of_least_energy():
    track = ballistic_track(0.6, 0.7, 0.62, 0.75, step_s=0.25)
    length = Geodesic.WGS84.Inverse(*np.degrees([0.6, 0.7, 0.62, 0.75]))["s12"]
    assert track.altitude_m.max() == pytest.approx(minimum_energy_apogee_m(length), abs=0.1)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="half way round"):
        arc_from_range_and_apogee([100e3, 21_000e3], 100e3)
    with pytest.raises(ValueError, match="half way round"):
        arc_from_range_and_apogee(0.0, 100e3)
    with pytest.raises(ValueError, match="apogee must be above the ends"):
        arc_from_range_and_apogee(100e3, 500.0, end_altitude_m=800.0)
    with pytest.raises(ValueError, match="start_s not negative"):
        ballistic_track(0.6, 0.7, 0.62, 0.75, start_s=-1.0)
