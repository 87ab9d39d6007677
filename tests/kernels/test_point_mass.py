"""The compiled flight against its twin, a general integrator, and closed forms."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table
from skyshed.flight.gravity import gravity_series
from skyshed.kernels import point_mass
from skyshed.kernels.forces import Body, Guidance, World
from skyshed.kernels.lanes import LANES
from skyshed.kernels.point_mass import Grid, fly_all
from tests.kernels import point_mass_twin as twin

NEVER = 1e300
SURFACE, FALL, BEND = gravity_series(math.radians(39.0))
EARTH = World(6.371e6, float(SURFACE), float(FALL), BEND, 8.0, -5.0, -math.inf)
SPACE = World(6.371e6, 0.0, 0.0, 0.0, 0.0, 0.0, -math.inf)
BALLISTIC = Guidance(NEVER, 0.0, (0.0, 0.0, 0.0), 4.0, True, NEVER)
MISSILE = Body(4.03, 6.21, 0.35, 0.25, 2400.0, 1e-4, 7e-4, 540.0, 250.0, 0.0, 300.0, True)
LAUNCH = ((0.0, 0.0, 840.0), (24.0, 3.0, 20.0))
NO_TARGET = np.zeros((0, 6))


def straight(place, velocity, seconds=200):
    """Samples of a target that flies on, one a second, with a slow weave across."""
    time = np.arange(seconds + 1.0)[:, np.newaxis]
    track = np.hstack([place + time * velocity, np.broadcast_to(velocity, (seconds + 1, 3))])
    track[:, 1] += 300.0 * np.sin(0.1 * time[:, 0])
    track[:, 4] += 30.0 * np.cos(0.1 * time[:, 0])
    return track


TARGET = straight([52e3, 4e3, 9e3], [-250.0, 0.0, 0.0])


def fields(value):
    """A named tuple as the numbers in its order."""
    flat = []
    for field in value:
        flat.extend(field if isinstance(field, tuple) else [field])
    return np.array(flat, dtype=float)


def flown(
    launch=LAUNCH, body=MISSILE, guide=BALLISTIC, world=EARTH, track=NO_TARGET, step=0.1,
    rows=0, every=1, air=None, start=0.0,
):  # fmt: skip
    """Result row, and the path if rows are asked for."""
    paths, results = np.empty((1, rows, 7)), np.empty((1, 12))
    filled = fly_all(
        np.concatenate(launch)[np.newaxis], fields(body)[np.newaxis], fields(guide)[np.newaxis],
        fields(world), air_table() if air is None else air, drag_table("G7"), track[np.newaxis],
        Grid(step, start, 1.0, every if rows else 0), paths, results,
    )  # fmt: skip
    return results[0], paths[0, : filled[0]]


def asked_of_the_twin(guide, track, body=MISSILE, start=0.0):
    flight = twin.Flight(
        body, guide, EARTH, air_table(), drag_table("G7"), track, start, 1.0, longest=0.1
    )
    return twin.fly(flight, *np.array(LAUNCH))


@pytest.mark.parametrize(
    "guide",
    [
        BALLISTIC,
        BALLISTIC._replace(homing_from=0.0),
        BALLISTIC._replace(homing_from=21.37),
        BALLISTIC._replace(homing_from=21.37, offset_gravity=False, constant=3.0),
        BALLISTIC._replace(homing_from=24.0, planned_time=44.0, aim=(40e3, 3.5e3, 8.8e3)),
    ],
    ids=["free", "homing", "late", "three", "midcourse"],
)
def test_agrees_with_the_twin(guide):
    result, _ = flown(guide=guide, track=TARGET)
    time, miss, place, steps = asked_of_the_twin(guide, TARGET)
    assert result[point_mass.REASON] == point_mass.CLOSEST
    assert result[point_mass.STEPS] == steps
    # Rounding in another order, carried through a flight of 40 km.
    assert result[point_mass.END_TIME] == pytest.approx(time, rel=1e-10)
    assert result[6:9] == pytest.approx(place, abs=1e-4)
    assert result[point_mass.MISS] == pytest.approx(miss, rel=1e-7, abs=1e-4)


def test_agrees_with_the_twin_when_the_track_starts_late_and_ends_early():
    guide = BALLISTIC._replace(homing_from=0.0)
    result, _ = flown(guide=guide, track=TARGET[:12], start=7.5)
    time, _, place, _ = asked_of_the_twin(guide, TARGET[:12], start=7.5)
    assert result[point_mass.END_TIME] == pytest.approx(time, rel=1e-10)
    assert result[6:9] == pytest.approx(place, abs=1e-4)


def test_agrees_with_the_twin_without_air_under_the_limit():
    body = MISSILE._replace(lift_needs_air=False, structure_limit=9.0)
    guide = BALLISTIC._replace(homing_from=0.0)
    result, _ = flown(guide=guide, track=TARGET, body=body)
    time, miss, _, _ = asked_of_the_twin(guide, TARGET, body)
    assert result[point_mass.END_TIME] == pytest.approx(time, rel=1e-10)
    assert result[point_mass.MISS] == pytest.approx(miss, rel=1e-7)


def test_agrees_with_a_general_integrator():
    """DOP853 to 1e-11 on the twin's forces, from one change of the motor to the next."""
    end_s = 60.0
    flight = twin.Flight(
        MISSILE, BALLISTIC, EARTH, air_table(), drag_table("G7"), TARGET, 0.0, 1.0, 0.1
    )
    state = np.concatenate(LAUNCH)
    for begin, end in [(0.0, 4.03), (4.03, 10.24), (10.24, end_s)]:
        mass, rate, thrust = twin.motor(flight, begin)

        def slope(time, y, begin=begin, mass=mass, rate=rate, thrust=thrust):
            left = mass - rate * (time - begin)
            total, _ = twin.acceleration(flight, y[:3], y[3:], left, thrust, None)
            return np.concatenate([y[3:], total])

        state = solve_ivp(slope, (begin, end), state, method="DOP853", rtol=1e-11, max_step=0.5).y[
            :, -1
        ]
    result, _ = flown(body=MISSILE._replace(maximum_time=end_s))
    assert result[point_mass.REASON] == point_mass.TIME
    # Runge-Kutta at 0.1 s over the kinks of both tables: decimetres after 50 km.
    assert np.linalg.norm(result[6:9] - state[:3]) < 0.3
    assert np.linalg.norm(result[9:12] - state[3:]) < 0.01


def test_rocket_equation_with_the_burn_out_inside_a_step():
    result, _ = flown(world=SPACE, air=np.array([[0.0, 300.0]] * 2), step=0.5)
    speed = math.hypot(*LAUNCH[1]) + 2400.0 * math.log(1.0 / (1.0 - 0.35 - 0.25))
    assert result[point_mass.SPEED] == pytest.approx(speed, rel=1e-6)


def test_parabola_without_air():
    flat = SPACE._replace(radius=1e12, gravity=9.8)
    body = MISSILE._replace(boost_fraction=0.0, sustain_fraction=0.0, maximum_time=20.0)
    result, _ = flown(world=flat, body=body, air=np.array([[0.0, 300.0]] * 2))
    fallen = np.array(LAUNCH[0]) + 20.0 * np.array(LAUNCH[1]) - [0.0, 0.0, 0.5 * 9.8 * 400.0]
    assert result[6:9] == pytest.approx(fallen, abs=1e-3)


def test_any_azimuth_is_alike():
    calm = EARTH._replace(wind_east=0.0, wind_north=0.0)
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    guide = BALLISTIC._replace(homing_from=10.0)
    first, _ = flown(guide=guide, world=calm, track=TARGET)
    rotated = np.hstack([TARGET[:, :3] @ turn.T, TARGET[:, 3:] @ turn.T])
    launch = (LAUNCH[0], tuple(turn @ LAUNCH[1]))
    second, _ = flown(launch, guide=guide, world=calm, track=rotated)
    assert second[1:6] == pytest.approx(first[1:6], rel=1e-9, abs=1e-6)
    assert second[6:9] == pytest.approx(turn @ first[6:9], abs=1e-5)


def test_command_never_exceeds_the_limit():
    body = MISSILE._replace(
        boost_fraction=0.0, sustain_fraction=0.0, drag_area=0.0, induced_load=0.0,
        lift_needs_air=False, structure_limit=60.0, maximum_time=8.0,
    )  # fmt: skip
    launch = ((0.0, 0.0, 5000.0), (400.0, 0.0, 0.0))
    abeam = straight([0.0, 4e3, 5e3], [0.0, 0.0, 0.0])
    guide = BALLISTIC._replace(homing_from=0.0, constant=8.0, offset_gravity=False)
    _, path = flown(launch, body, guide, SPACE, abeam, rows=4000, step=0.01)
    lateral = np.linalg.norm(np.diff(path[:, 4:], axis=0), axis=1) / np.diff(path[:, 0])
    assert np.max(lateral) == pytest.approx(60.0, rel=1e-3)


def test_midcourse_closes_the_gap_that_a_target_opens():
    """A target 3 km beside the aim, and two seconds of homing."""
    time_s = 44.0
    low = (LAUNCH[0], (28.0, 3.0, 10.0))
    _, path = flown(low, rows=800)
    arc = path[np.searchsorted(path[:, 0], time_s - 1e-9), 1:4]
    rest = np.zeros((2, 6))
    rest[:, :3] = arc + np.array([0.0, 3000.0, 0.0])
    guide = BALLISTIC._replace(homing_from=time_s - 2.0, planned_time=time_s, aim=tuple(arc))
    led, _ = flown(low, guide=guide, track=rest)
    unled, _ = flown(low, guide=guide._replace(planned_time=0.0), track=rest)
    assert led[point_mass.MISS] < 1.0
    assert unled[point_mass.MISS] > 100.0


def test_lift_costs_speed():
    guide = BALLISTIC._replace(homing_from=0.0)
    costly, _ = flown(guide=guide, track=TARGET)
    free, _ = flown(guide=guide, track=TARGET, body=MISSILE._replace(induced_load=0.0))
    assert costly[point_mass.SPEED] < free[point_mass.SPEED] - 5.0
    assert costly[point_mass.END_TIME] > free[point_mass.END_TIME]


def test_each_reason_to_end():
    assert flown(track=TARGET)[0][0] == point_mass.CLOSEST
    assert flown(body=MISSILE._replace(maximum_time=17.03))[0][:2].tolist() == [2.0, 17.03]
    result, _ = flown(world=EARTH._replace(floor=500.0))
    assert result[0] == point_mass.GROUND
    up = np.array([0.0, 0.0, EARTH.radius])
    assert np.linalg.norm(result[6:9] + up) - EARTH.radius == pytest.approx(500.0, abs=1e-6)
    result, _ = flown(body=MISSILE._replace(minimum_speed=600.0))
    assert result[0] == point_mass.SLOW
    assert result[point_mass.SPEED] == pytest.approx(600.0, abs=1e-3)
    result, _ = flown(guide=BALLISTIC._replace(stop_range=2e4))
    assert result[0] == point_mass.RANGE
    assert 2e4 < math.hypot(*result[6:8]) < 2e4 + 100.0


def test_a_target_that_flies_away_faster_is_not_passed():
    away = straight([20e3, 0.0, 9e3], [2000.0, 0.0, 0.0])
    result, _ = flown(guide=BALLISTIC._replace(homing_from=0.0), track=away)
    assert result[0] == point_mass.TIME


def test_lateral_acceleration_at_hand():
    result, _ = flown(track=TARGET, body=MISSILE._replace(lift_area=1e-5))
    mass = 1.0 - 0.35 - 0.25
    density, _ = twin.air_of(
        twin.Flight(MISSILE, None, EARTH, air_table(), *[None] * 5), result[6:9]
    )
    through_air = np.linalg.norm(result[9:12] - [8.0, -5.0, 0.0])
    expected = 0.5 * density * through_air**2 * 1e-5 / mass
    assert result[point_mass.LATERAL] == pytest.approx(expected, rel=1e-9)
    assert flown(track=TARGET)[0][point_mass.LATERAL] <= 250.0


def test_path_starts_at_the_launch_and_ends_at_the_end():
    result, path = flown(track=TARGET, guide=BALLISTIC._replace(homing_from=0.0), rows=800, every=5)
    assert path[0].tolist() == [0.0, *LAUNCH[0], *LAUNCH[1]]
    assert path[-1].tolist() == [result[1], *result[6:12]]
    assert np.all(np.diff(path[:, 0]) > 0.0)
    # The rows are a flight: a cubic through every fifth step finds its own next rows.
    place, _ = twin.hermite(
        0.5, path[42, 0] - path[40, 0], path[40, 1:4], path[40, 4:], path[42, 1:4], path[42, 4:]
    )
    assert place == pytest.approx(path[41, 1:4], abs=0.05)


def test_a_path_that_is_full_keeps_its_end():
    result, path = flown(track=TARGET, rows=10)
    assert len(path) == 10
    assert path[-1, 0] == result[1]


def test_many_shots_are_the_single_ones_to_the_bit():
    """More shots than lanes, of all laws, that end at different times and for all reasons."""
    rng = np.random.default_rng(5)
    laws = [
        BALLISTIC,
        BALLISTIC._replace(homing_from=0.0),
        BALLISTIC._replace(homing_from=24.0, planned_time=44.0, aim=(40e3, 3.5e3, 8.8e3)),
        BALLISTIC._replace(stop_range=2e4),
    ]
    shots, rows = 2 * LANES + 3, 300
    launches = np.tile(np.concatenate(LAUNCH), (shots, 1))
    launches[:, 3:] += rng.uniform(-3.0, 3.0, (shots, 3))
    bodies = np.tile(fields(MISSILE), (shots, 1))
    bodies[::5, 10] = 17.03  # the time ends it
    bodies[1::5, 9] = 1450.0  # it becomes too slow
    guides = np.array([fields(laws[i % 4]) for i in range(shots)])
    tracks = np.repeat(TARGET[np.newaxis], shots, axis=0)
    tracks[:, :, 0] += 500.0 * np.arange(shots)[:, np.newaxis]
    world = fields(EARTH._replace(floor=500.0))
    tables, grid = (air_table(), drag_table("G7")), Grid(0.1, 0.0, 1.0, 4)
    paths, results = np.empty((shots, rows, 7)), np.empty((shots, 12))
    filled = fly_all(launches, bodies, guides, world, *tables, tracks, grid, paths, results)
    assert set(results[:, point_mass.REASON]) >= {0.0, 2.0, 3.0, 4.0}
    for i in range(shots):
        path, alone = np.empty((1, rows, 7)), np.empty((1, 12))
        one = slice(i, i + 1)
        count = fly_all(
            launches[one], bodies[one], guides[one], world, *tables, tracks[one], grid, path, alone
        )
        assert results[i].tobytes() == alone[0].tobytes()
        assert filled[i] == count[0]
        assert paths[i, : filled[i]].tobytes() == path[0, : count[0]].tobytes()


def test_no_shots_at_all():
    empty = [np.empty((0, width)) for width in (6, 12, 8)]
    tables = (air_table(), drag_table("G7"), TARGET[np.newaxis])
    rows = fly_all(
        *empty, fields(EARTH), *tables, Grid(0.1, 0.0, 1.0, 0), np.empty((0, 0, 7)),
        np.empty((0, 12)),
    )  # fmt: skip
    assert rows.size == 0


def test_intercept_time_hardly_depends_on_the_step():
    """99 of 100 engagements within 1 ms of steps ten times shorter."""
    rng = np.random.default_rng(11)
    differences = []
    for _ in range(100):
        elevation, distance = rng.uniform(0.2, 0.9), rng.uniform(15e3, 55e3)
        launch = (LAUNCH[0], (30.0 * math.cos(elevation), 0.0, 30.0 * math.sin(elevation)))
        velocity = np.array([-rng.uniform(50.0, 600.0), rng.uniform(-200.0, 200.0), 0.0])
        track = straight([distance, rng.uniform(-5e3, 5e3), rng.uniform(3e3, 14e3)], velocity)
        guide = BALLISTIC._replace(homing_from=rng.uniform(0.0, 10.0))
        coarse, _ = flown(launch, guide=guide, track=track)
        fine, _ = flown(launch, guide=guide, track=track, step=0.01)
        differences.append(abs(coarse[point_mass.END_TIME] - fine[point_mass.END_TIME]))
    assert np.quantile(differences, 0.99) < 1e-3
