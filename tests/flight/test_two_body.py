"""Kepler, Lambert, a vertical climb, level turns and gravity."""

import math

import numpy as np
import pytest

from skyshed.flight.gravity import gravity_m_s2
from skyshed.flight.turns import level_turn_load_factor, level_turn_radius_m
from skyshed.flight.two_body import (
    EARTH_GM_M3_S2,
    kepler_state,
    lambert,
    stumpff,
    vertical_speed_to_m_s,
)

PLACE = np.array([7.0e6, 1.0e6, -2.0e6])


@pytest.mark.parametrize("share", [0.3, 0.9, 1.0, 1.2], ids=["steep", "ellipse", "rest", "away"])
@pytest.mark.parametrize("time_s", [-900.0, 0.0, 35.0, 4000.0])
def test_kepler_keeps_energy_and_spin_and_goes_back(share, time_s):
    escape = math.sqrt(2.0 * EARTH_GM_M3_S2 / np.linalg.norm(PLACE))
    velocity = share * escape * np.array([0.2, 0.9, math.sqrt(1.0 - 0.04 - 0.81)])
    r, v = kepler_state(PLACE, velocity, time_s)

    def kept(r, v):
        energy = 0.5 * v @ v - EARTH_GM_M3_S2 / np.linalg.norm(r)
        return np.array([energy, *(1e-3 * np.cross(r, v))])

    scale = 0.5 * escape**2
    assert kept(r, v) == pytest.approx(kept(PLACE, velocity), abs=1e-8 * scale)
    back, _ = kepler_state(r, v, -time_s)
    assert back == pytest.approx(PLACE, abs=0.1)


def test_circle_returns_after_its_period():
    radius = 7.0e6
    speed = math.sqrt(EARTH_GM_M3_S2 / radius)
    period = 2.0 * math.pi * radius / speed
    quarter, _ = kepler_state([radius, 0.0, 0.0], [0.0, speed, 0.0], 0.25 * period)
    assert quarter == pytest.approx([0.0, radius, 0.0], abs=1e-2)


@pytest.mark.parametrize("long_way", [False, True])
@pytest.mark.parametrize("time_s", [300.0, 2000.0, 20_000.0])
def test_lambert_arrives(long_way, time_s):
    end = np.array([-1.0e6, 8.0e6, 3.0e6])
    v1, v2 = lambert(PLACE, end, time_s, long_way=long_way)
    r, v = kepler_state(PLACE, v1, time_s)
    assert r == pytest.approx(end, abs=1.0)
    assert v == pytest.approx(v2, abs=1e-3)
    turning = np.cross(PLACE, v1) @ np.cross(PLACE, end)
    assert (turning < 0.0) == long_way


def test_stumpff_joins_its_series():
    for psi in (-1e-2, 1e-2):
        inside, outside = stumpff(psi * (1.0 - 1e-9)), stumpff(psi * (1.0 + 1e-9))
        assert inside == pytest.approx(outside, rel=1e-9)
    assert stumpff(math.pi**2) == pytest.approx((2.0 / math.pi**2, 1.0 / math.pi**2))


def test_low_vertical_climb_is_the_one_under_constant_gravity():
    gravity = EARTH_GM_M3_S2 / 6_371_000.0**2
    assert vertical_speed_to_m_s(10.0) == pytest.approx(math.sqrt(20.0 * gravity), rel=1e-5)


def test_gravity_at_equator_pole_and_height():
    assert gravity_m_s2(0.0) == pytest.approx(9.780_325_335_9, rel=1e-12)
    # Polar value printed with the formula.
    assert gravity_m_s2(math.pi / 2.0) == pytest.approx(9.832_184_937_8, rel=1e-9)
    # MathWorks, gravitywgs84(5000, 55, 'TaylorSeries').
    assert gravity_m_s2(math.radians(55.0), 5000.0) == pytest.approx(9.7997, abs=5e-5)


def test_turn_of_45_degrees_pulls_root_two():
    assert level_turn_load_factor(math.pi / 4.0) == pytest.approx(math.sqrt(2.0))
    assert level_turn_radius_m(200.0, math.pi / 4.0) == pytest.approx(200.0**2 / 9.80665)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kepler_state([0.0, 0.0, 0.0], [1.0, 0.0, 0.0], 1.0), "centre"),
        (lambda: kepler_state([1.0, 0.0], [1.0, 0.0, 0.0], 1.0), "three finite numbers"),
        (lambda: lambert(PLACE, PLACE, 100.0), "one line"),
        (lambda: lambert(PLACE, -PLACE, 100.0), "one line"),
        (lambda: lambert(PLACE, PLACE[::-1], 0.0), "above zero"),
        (lambda: lambert(PLACE, PLACE[::-1], 0.01, long_way=True), "too short"),
        (lambda: vertical_speed_to_m_s(-1.0), "negative"),
        (lambda: level_turn_radius_m(100.0, 30.0), "degrees"),
    ],
)
def test_wrong_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()
