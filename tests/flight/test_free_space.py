"""Pursuit in free space."""

import math

import numpy as np
import pytest

from skyshed.flight.free_space import pursue, turning_target

CASE = {
    "missile_position_m": [0.0, 0.0, 0.0],
    "missile_velocity_m_s": [600.0, 0.0, 0.0],
    "target_position_m": [6000.0, 0.0, 1000.0],
    "target_velocity_m_s": [0.0, 250.0, 0.0],
    "lateral_limit_m_s2": 300.0,
}


def test_collision_course_needs_no_command():
    """Missile and target on a straight course to one point meet there at that time."""
    found = pursue(
        missile_position_m=[0.0, 0.0, 0.0],
        missile_velocity_m_s=[400.0, 300.0, 0.0],
        target_position_m=[4000.0, 0.0, 0.0],
        target_velocity_m_s=[0.0, 300.0, 0.0],
        lateral_limit_m_s2=1e-3,
    )
    assert found.time_s == pytest.approx(10.0, abs=1e-9)
    assert found.miss_m < 1e-6


def test_without_command_the_miss_is_the_one_of_straight_lines():
    found = pursue(**{**CASE, "lateral_limit_m_s2": 1e-12})
    relative = np.array(CASE["target_position_m"])
    closing = np.array(CASE["target_velocity_m_s"]) - CASE["missile_velocity_m_s"]
    time = -(relative @ closing) / (closing @ closing)
    assert found.time_s == pytest.approx(time, rel=1e-9)
    assert found.miss_m == pytest.approx(np.linalg.norm(relative + time * closing), rel=1e-9)


def test_first_order_miss_vanishes_and_mirror_images_agree():
    found = pursue(**CASE, target_turn_m_s2=30.0)
    mirrored = pursue(**{**CASE, "target_velocity_m_s": [0.0, -250.0, 0.0]}, target_turn_m_s2=-30.0)
    assert found.miss_m < 0.01
    assert mirrored.time_s == pytest.approx(found.time_s, rel=1e-12)
    assert mirrored.missile_position_m == pytest.approx(found.missile_position_m * [1, -1, 1])


def test_saturated_command_misses():
    found = pursue(**{**CASE, "lateral_limit_m_s2": 10.0}, target_turn_m_s2=60.0)
    assert found.miss_m > 1.0


def test_target_out_of_reach_ends_by_time():
    found = pursue(
        **{**CASE, "target_velocity_m_s": [900.0, 0.0, 0.0]}, maximum_time_s=12.0, step_s=0.1
    )
    assert found.reason == "time"
    assert found.time_s == 12.0


def test_turn_is_a_circle_to_the_left():
    radius, rate = 250.0**2 / 30.0, 30.0 / 250.0
    time = np.linspace(0.0, 40.0, 50)
    track = turning_target(time, np.array([0.0, 0.0, 5e3]), np.array([250.0, 0.0, 0.0]), 30.0)
    assert np.hypot(track[:, 0], track[:, 1] - radius) == pytest.approx(radius, rel=1e-12)
    assert track[:, 3] == pytest.approx(250.0 * np.cos(rate * time), abs=1e-9)
    quarter = turning_target(
        np.array([0.5 * math.pi / rate]), np.zeros(3), np.array([250.0, 0.0, 7.0]), 30.0
    )[0]
    assert quarter[3:] == pytest.approx([0.0, 250.0, 7.0], abs=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lateral_limit_m_s2": 0.0}, "above zero"),
        ({"missile_velocity_m_s": [0.0, 0.0, 0.0]}, "speed at launch"),
        ({"target_velocity_m_s": [0.0, 0.0, 9.0], "target_turn_m_s2": 5.0}, "level speed"),
        ({"target_position_m": [1.0, 2.0]}, "three finite numbers"),
        ({"step_s": 0.0}, "steps"),
    ],
)
def test_wrong_arguments(change, message):
    with pytest.raises(ValueError, match=message):
        pursue(**{**CASE, **change})
