"""First intercepts against closed forms and brute force."""

import numpy as np
import pytest

from skyshed.engagement.timeline import first_intercept, successive_intercepts
from tests.engagement.ideal_missile import StraightMissile

MISSILE = StraightMissile()
TIME = np.arange(0.0, 801.0)


def head_on(start_m, speed_m_s, altitude_m=0.0):
    """Ground range of a target that flies over the launcher, and its altitude."""
    return np.abs(start_m - speed_m_s * TIME), np.full(TIME.size, altitude_m)


def test_head_on_intercept_by_the_closed_form():
    distance, altitude = head_on(90e3, 250.0)
    got = first_intercept(TIME, distance, altitude, MISSILE, [0, 1], earliest_launch_s=40.0)
    # At launch the target is 80 km away; they close at the sum of their speeds.
    flight = 80e3 / (np.array([1_000.0, 500.0]) + 250.0)
    assert got.flight_s == pytest.approx(flight, abs=1e-3)
    assert got.intercept_s == pytest.approx(40.0 + flight, abs=1e-3)
    assert got.launch_s == pytest.approx([40.0, 40.0], abs=2e-3)
    assert np.all(got.launch_s >= 40.0)
    assert got.range_m == pytest.approx(80e3 - 250.0 * flight, abs=1.0)
    assert np.array_equal(got.speed_m_s, [1_000.0, 500.0])
    assert got.lateral_m_s2 == pytest.approx(200.0 - got.range_m / 1e3)


def test_far_target_is_met_at_the_edge_of_reach_and_launched_at_later():
    distance, altitude = head_on(200e3, 250.0)
    got = first_intercept(TIME, distance, altitude, MISSILE, 0, earliest_launch_s=0.0)
    assert got.intercept_s == pytest.approx(400.0, abs=1e-3)
    assert got.launch_s == pytest.approx(300.0, abs=1e-3)


def test_receding_target_can_outrun_the_missile():
    distance, altitude = 20e3 + 300.0 * TIME, np.zeros(TIME.size)
    got = first_intercept(
        TIME, distance, altitude, MISSILE, [0, 1], earliest_launch_s=[10.0, 200.0]
    )
    assert got.intercept_s[0] == pytest.approx(10.0 + 23e3 / 700.0, abs=1e-3)
    assert not got.possible[1]
    assert np.isnan([getattr(got, name)[1] for name in vars(got)]).all()


def test_target_already_in_reach_at_the_first_sample():
    got = first_intercept(TIME, *head_on(1e3, 1.0), MISSILE, 0, earliest_launch_s=-60.0)
    assert got.intercept_s == 0.0
    assert got.launch_s == pytest.approx(-1.0)


def test_agrees_with_brute_force_on_crossing_paths():
    rng = np.random.default_rng(11)
    draws, targets = 4, 30
    shape = (draws, targets, 1)
    along, across = rng.uniform(20e3, 220e3, shape), rng.uniform(-90e3, 90e3, shape)
    speed = rng.uniform(50.0, 700.0, shape)
    height = np.broadcast_to(rng.uniform(30.0, 12e3, shape), (draws, targets, TIME.size))
    earliest = rng.uniform(0.0, 300.0, (draws, targets))
    member = rng.integers(0, 2, (draws, 1))
    missile = StraightMissile(nearest_m=5e3)
    distance = np.hypot(along - speed * TIME, across)
    got = first_intercept(TIME, distance, height, missile, member, earliest_launch_s=earliest)
    assert got.intercept_s.shape == (draws, targets)
    fine = np.arange(0.0, 800.0, 0.01)
    met = 0
    for i, j in np.ndindex(draws, targets):
        path = np.interp(fine, TIME, distance[i, j])
        points = missile.at(member[i, 0], path, height[i, j, 0])
        good = points.reachable & (fine - points.time_s >= earliest[i, j])
        if not good.any():
            assert not got.possible[i, j]
            continue
        met += 1
        # The grid of the brute force is 10 ms; it finds the next step.
        assert fine[np.argmax(good)] - 0.01 - 1e-3 <= got.intercept_s[i, j] <= fine[np.argmax(good)]
    assert met > 60


def test_intercept_waits_until_it_is_allowed():
    distance, altitude = head_on(90e3, 250.0)
    allowed = TIME >= 200.0
    got = first_intercept(
        TIME, distance, altitude, MISSILE, 0, earliest_launch_s=0.0, allowed=allowed
    )
    assert got.intercept_s == 200.0
    assert got.launch_s == pytest.approx(200.0 - 40.0)


def test_floor_is_held_against_the_height_above_ground():
    distance, altitude = head_on(90e3, 250.0, 900.0)
    missile = StraightMissile(floor_m=50.0)
    case = (TIME, distance, altitude, missile, 0)
    # Over ground that falls from 880 m to sea level, 1 m/s: 50 m above it after 30 s.
    agl = altitude - np.maximum(880.0 - TIME, 0.0)
    got = first_intercept(*case, earliest_launch_s=-200.0, agl_m=agl)
    assert got.intercept_s == pytest.approx(30.0, abs=1e-3)
    assert first_intercept(*case, earliest_launch_s=-200.0).intercept_s == 0.0


def test_unknown_places_and_times_give_nothing():
    distance, altitude = head_on(90e3, 250.0)
    late = np.where(TIME < 250.0, np.nan, distance)
    got = first_intercept(TIME, late, altitude, MISSILE, 0, earliest_launch_s=0.0)
    assert got.intercept_s == 250.0
    for never in (np.nan, np.inf):
        got = first_intercept(TIME, distance, altitude, MISSILE, 0, earliest_launch_s=never)
        assert not got.possible


def test_successive_intercepts_wait_for_the_assessment():
    distance, altitude = head_on(90e3, 250.0)
    got = successive_intercepts(
        TIME, distance, altitude, MISSILE, 0,
        earliest_launch_s=0.0, assessment_s=8.0, latest_intercept_s=265.0, most=6,
    )  # fmt: skip
    assert got.intercept_s.shape == (6,)
    launch, expected = 0.0, []
    while True:
        meets = launch + (90e3 - 250.0 * launch) / 1_250.0
        if meets > 265.0:
            break
        expected.append(meets)
        launch = meets + 8.0
    assert 3 <= len(expected) < 6
    assert got.intercept_s[: len(expected)] == pytest.approx(expected, abs=5e-3)
    assert not got.possible[len(expected) :].any()


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="growing row"):
        first_intercept([0.0, 0.0], [1.0, 1.0], 0.0, MISSILE, 0, earliest_launch_s=0.0)
    with pytest.raises(ValueError, match="assessment_s"):
        successive_intercepts(TIME, TIME, 0.0, MISSILE, 0, earliest_launch_s=0.0, assessment_s=-1.0)
