"""Arcs against closed forms and an adaptive integrator; tables against arcs."""

import dataclasses
import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from skyshed.atmosphere.us1976 import density_kg_m3, speed_of_sound_m_s
from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table, standard_drag
from skyshed.flight.fly_out import RANGES, FlyOut, fly_out_planes, slant_range_m
from skyshed.flight.missile import COLUMNS, Missile
from skyshed.kernels import arc
from skyshed.kernels.fly_out import table_at

NUMBERS = {
    "boost_time_s": 9.3,
    "sustain_time_s": 6.1,
    "boost_fraction": 0.5,
    "sustain_fraction": 0.1,
    "exhaust_velocity_m_s": 2400.0,
    "mass_per_area_kg_m2": 8000.0,
    "drag_scale": 1.1,
    "induced_drag": 0.07,
    "lift_coefficient_max": 9.0,
    "structure_limit_m_s2": 300.0,
    "launch_speed_m_s": 30.0,
    "minimum_speed_m_s": 450.0,
    "minimum_lateral_m_s2": 60.0,
    "maximum_time_s": 220.0,
}
LAUNCH_M = 843.0


def packed(**changes):
    return np.array([{**NUMBERS, **changes}[name] for name in COLUMNS])


def missile(**changes):
    return Missile(**{name: np.array([v]) for name, v in {**NUMBERS, **changes}.items()})


def fly(
    numbers, elevation_deg, *, pull=0.0, step_s=1.0, launch_m=LAUNCH_M, lowest_m=-1000.0,
    delay_s=0.0, dive_deg=0.0,
):  # fmt: skip
    samples = np.empty((arc.SAMPLES, arc.SAMPLE))
    count = arc.fly_arc(
        numbers, launch_m, math.radians(elevation_deg), pull, lowest_m, step_s, air_table(),
        drag_table("G7"), samples, delay_s, math.radians(dive_deg),
    )  # fmt: skip
    return samples[:count]


def table(**changes):
    body = missile(**changes)
    range_m, altitude_m, planes = fly_out_planes(body, launch_altitude_m=LAUNCH_M, farthest_m=260e3)
    limits = {"altitude_min_m": 30.0, "altitude_max_m": 27e3, "range_min_m": 4e3}
    return FlyOut(
        range_m, altitude_m, *planes.astype(float), body.minimum_speed_m_s,
        body.minimum_lateral_m_s2, body.maximum_time_s,
        **{name: np.array([value]) for name, value in limits.items()},
        range_max_m=np.array([240e3]), launch_altitude_m=LAUNCH_M,
    )  # fmt: skip


@pytest.fixture(scope="module")
def fly_out():
    return table()


WAYS = (
    *((pull, 0.0, 0.0) for pull in (0.0, arc.HELD, 6.0, 15.0, 30.0, 60.0, 120.0)),
    *((60.0, delay, dive) for delay in (5.0, 15.0, 30.0, 50.0, 80.0) for dive in (-35.0, -65.0)),
)
"""Pull, delay and dive of every fan."""

# A stone without air or motor.
STONE = {
    "boost_time_s": 0.0, "sustain_time_s": 0.0, "boost_fraction": 0.0, "sustain_fraction": 0.0,
    "drag_scale": 0.0, "launch_speed_m_s": 1500.0,
}  # fmt: skip


@pytest.mark.parametrize("elevation_deg", [20.0, 45.0, 70.0])
def test_a_stone_flies_the_ellipse_of_kepler(elevation_deg):
    path = fly(packed(**STONE, maximum_time_s=400.0), elevation_deg, launch_m=0.0, lowest_m=0.0)
    radius, gravity = arc.EARTH_RADIUS_M, arc.GRAVITY_M_S2
    # Half of the range of a ballistic arc over a round Earth, textbook: tan(half) =
    # (v^2/gR) sin cos / (1 - (v^2/gR) cos^2).
    share, angle = 1500.0**2 / (gravity * radius), math.radians(elevation_deg)
    half = math.atan(
        share * math.sin(angle) * math.cos(angle) / (1.0 - share * math.cos(angle) ** 2)
    )
    landing = np.interp(0.0, -path[-2:, 2], path[-2:, 1])
    assert landing == pytest.approx(2.0 * radius * half, rel=2e-5)  # linear in the last step
    energy = 0.5 * path[:, 3] ** 2 - gravity * radius**2 / (radius + path[:, 2])
    assert np.ptp(energy) < 1e-6 * abs(energy[0])
    momentum = (radius + path[:, 2]) * path[:, 3] * np.cos(path[:, 4])
    assert np.ptp(momentum) < 1e-8 * momentum[0]


def test_an_upright_rocket_without_air_gains_what_tsiolkovsky_says():
    numbers = packed(
        drag_scale=0.0, sustain_time_s=0.0, sustain_fraction=0.0, launch_speed_m_s=30.0
    )
    path = fly(numbers, 90.0, launch_m=0.0)
    burnt_out = path[np.argmin(abs(path[:, 0] - 9.3))]
    gained = 2400.0 * math.log(1.0 / 0.5) - arc.GRAVITY_M_S2 * 9.3
    assert burnt_out[3] - 30.0 == pytest.approx(gained, abs=0.5)  # gravity falls with height


def rates(t, state, pull):
    """The equations written anew in polar coordinates: distance, angle, radial and level speed."""
    r, _, up, level = state
    altitude, speed = r - 6_371_000.0, math.hypot(up, level)
    n = NUMBERS
    if t < n["boost_time_s"]:
        flow = n["boost_fraction"] / n["boost_time_s"]
        left = 1.0 - flow * t
    elif t < n["boost_time_s"] + n["sustain_time_s"]:
        flow = n["sustain_fraction"] / n["sustain_time_s"]
        left = 1.0 - n["boost_fraction"] - flow * (t - n["boost_time_s"])
    else:
        flow, left = 0.0, 1.0 - n["boost_fraction"] - n["sustain_fraction"]
    high = altitude > 86e3
    density = 0.0 if high else float(density_kg_m3(altitude))
    mach = speed / float(speed_of_sound_m_s(min(altitude, 86e3)))
    q = 0.5 * density * speed**2
    loading = n["mass_per_area_kg_m2"] * left
    coefficient = n["drag_scale"] * float(np.interp(mach, *standard_drag("G7")))
    turn = 0.0
    if pull > 0.0 and t >= n["boost_time_s"] and q > 0.0:
        lift = min(pull * loading / q, n["lift_coefficient_max"])
        coefficient += n["induced_drag"] * lift**2
        turn = lift * q / loading
    forward = n["exhaust_velocity_m_s"] * flow / left - q * coefficient / loading
    gravity = 9.80665 * (6_371_000.0 / r) ** 2
    radial = forward * up / speed - turn * level / speed - gravity + level**2 / r
    across = forward * level / speed + turn * up / speed - up * level / r
    return [up, level / r, radial, across]


@pytest.mark.parametrize(("elevation_deg", "pull"), [(12.0, 0.0), (35.0, 0.0), (55.0, 20.0)])
def test_an_arc_agrees_with_an_adaptive_integrator(elevation_deg, pull):
    path = fly(packed(), elevation_deg, pull=pull, step_s=0.1)
    angle = math.radians(elevation_deg)
    state = [6_371_000.0 + LAUNCH_M, 0.0, 30.0 * math.sin(angle), 30.0 * math.cos(angle)]
    start = 0.0
    for end in (9.3, 9.3 + 6.1, path[-2, 0]):  # never across a burn-out
        inside = (start + 1e-9, end - 1e-9)
        solved = solve_ivp(rates, inside, state, rtol=1e-9, atol=1e-9, args=(pull,))
        state, start = solved.y[:, -1], end
    agrees(path, state)


def agrees(path, state):
    # The loop reads air and drag from tables and boosts in steps of 0.25 s.
    assert path[-2, 1] == pytest.approx(6_371_000.0 * state[1], rel=2e-4)
    assert path[-2, 2] == pytest.approx(state[0] - 6_371_000.0, abs=30.0)
    assert path[-2, 3] == pytest.approx(math.hypot(state[2], state[3]), rel=5e-4)


def test_a_shot_that_is_pulled_down_late_agrees_too():
    """No lift until 30 s after the boost, 60 m/s2 to a dive of 35 degrees, then none again."""
    path = fly(packed(), 55.0, pull=60.0, step_s=0.01, delay_s=30.0, dive_deg=-35.0)

    def steep(_, state, __):
        return math.atan2(state[2], state[3]) + math.radians(35.0)

    steep.terminal = True
    angle = math.radians(55.0)
    state = [6_371_000.0 + LAUNCH_M, 0.0, 30.0 * math.sin(angle), 30.0 * math.cos(angle)]
    start = 0.0
    for end, pull in ((9.3, 0.0), (15.4, 0.0), (39.3, 0.0), (np.inf, 60.0), (path[-2, 0], 0.0)):
        inside = (start + 1e-9, min(end, path[-2, 0]) - 1e-9)
        stop = steep if end == np.inf else None
        solved = solve_ivp(
            rates, inside, state, rtol=1e-9, atol=1e-9, args=(pull,), events=stop, max_step=0.2
        )
        state, start = solved.y[:, -1], solved.t[-1]
    agrees(path, state)


def test_the_step_does_not_decide_the_flight():
    ends = []
    for step_s in (1.0, 0.5, 0.05):
        path = fly(packed(), 40.0, step_s=step_s)
        ends.append([np.interp(100.0, path[:, 0], path[:, column]) for column in (1, 2, 3)])
    assert ends[0] == pytest.approx(ends[2], rel=2e-4)
    assert ends[1] == pytest.approx(ends[2], rel=5e-5)


def test_a_held_shot_goes_straight():
    path = fly(packed(), 8.0, pull=arc.HELD)
    radius = 6_371_000.0
    x = (radius + path[:, 2]) * np.sin(path[:, 1] / radius)
    z = (radius + path[:, 2]) * np.cos(path[:, 1] / radius) - radius - LAUNCH_M
    assert z[1:] / x[1:] == pytest.approx(math.tan(math.radians(8.0)), rel=1e-6)
    assert path[-1, 5] >= arc.GRAVITY_M_S2 * 0.9  # it ends where lift no longer carries it


def test_lateral_acceleration_is_the_lesser_of_frame_and_lift():
    path = fly(packed(), 60.0)
    coast = path[path[:, 0] > 16.0]
    inside = coast[:, 2] < 86e3
    lift = 0.5 * density_kg_m3(coast[inside, 2]) * coast[inside, 3] ** 2 * 9.0 / (8000.0 * 0.4)
    assert coast[inside, 5] == pytest.approx(np.minimum(300.0, lift), rel=1e-4)
    assert coast[:, 5].min() < 10.0
    assert path[:, 5].max() == 300.0


def test_a_table_entry_agrees_with_the_shot_it_names(fly_out):
    """Fly the launch elevation of a node with each way to fly: one passes the node in its time."""
    checked = 0
    for i, j in [(12, 4), (30, 6), (45, 22), (60, 22), (75, 30), (90, 12), (100, 24)]:
        time, loft = fly_out.time_s[0, i, j], fly_out.loft_rad[0, i, j]
        if np.isnan(time):
            continue
        best = (np.inf, np.inf)
        for pull, delay, dive in WAYS:
            path = fly(
                packed(), math.degrees(loft), pull=pull, step_s=0.25, delay_s=delay, dive_deg=dive
            )
            when = np.linspace(0.0, path[-1, 0], 40_000)
            x = np.interp(when, path[:, 0], path[:, 1]) - fly_out.range_m[i]
            z = np.interp(when, path[:, 0], path[:, 2]) - fly_out.altitude_m[j]
            k = int(np.argmin(np.hypot(x, z)))
            best = min(best, (float(np.hypot(x[k], z[k])), float(when[k])))
        # Linear between shots 1.5 to 2.5 degrees apart: some hundred metres of two hundred km, a
        # quarter of the grid's step.
        assert best[0] < 600.0
        assert best[1] == pytest.approx(time, rel=5e-3)
        checked += 1
    assert checked >= 6


def test_every_kind_of_point_is_reached(fly_out):
    points = fly_out.at(0, [8e3, 40e3, 120e3, 200e3], [LAUNCH_M + 100.0, 1500.0, 10e3, 12e3])
    assert points.reachable.all()
    assert np.all(np.diff(points.time_s) > 0.0)
    assert points.apogee_m[3] > 20e3


def test_limits_end_the_reach(fly_out):
    inside = fly_out.at(0, 100e3, 10e3)
    assert inside.reachable
    assert inside.time_s <= 220.0
    assert inside.speed_m_s >= 450.0
    assert inside.lateral_m_s2 >= 60.0
    assert not fly_out.at(0, 2e3, 2e3).reachable  # too near
    assert not fly_out.at(0, 60e3, 27.5e3).reachable  # above the ceiling
    assert not fly_out.at(0, 242e3, 10e3).reachable  # beyond the longest range
    assert fly_out.at(0, 20e3, 900.0, agl_m=40.0).reachable
    assert not fly_out.at(0, 20e3, 900.0, agl_m=20.0).reachable  # the floor counts from the ground
    outside = fly_out.at(0, [-1.0, 300e3], [10e3, 10e3])
    assert np.isnan(outside.time_s).all()
    assert not outside.reachable.any()


@pytest.mark.parametrize(
    "stricter",
    [{"minimum_speed_m_s": 1200.0}, {"minimum_lateral_m_s2": 200.0}, {"maximum_time_s": 120.0}],
)
def test_a_stricter_limit_never_lengthens_the_reach(fly_out, stricter):
    altitude_m = np.array([1e3, 5e3, 10e3, 18e3, 24e3])
    free, bound = fly_out.reach_m(0, altitude_m), table(**stricter).reach_m(0, altitude_m)
    assert np.all(bound <= free + 1e3)
    assert np.any(bound < free - 5e3)


def test_late_shots_come_to_low_places_halfway_out_and_not_farther_high_up():
    """Much drag, and a fast end is asked for: between near and far there is nothing low down."""
    body = missile(drag_scale=1.6, minimum_speed_m_s=700.0)
    axes = {"launch_altitude_m": LAUNCH_M, "farthest_m": 260e3}
    without, with_late = (fly_out_planes(body, **axes, late=late)[2] for late in (False, True))
    fast = [(p[0, 0] <= 220.0) & (p[1, 0] >= 700.0) & (p[2, 0] >= 60.0)
            for p in (without, with_late)]  # fmt: skip
    assert not (fast[0] & ~fast[1]).any()  # nothing is lost
    low, high = 5, slice(15, 46)  # 2.3 km; 7.3 to 22.8 km
    assert fast[1][:, low].sum() > fast[0][:, low].sum() + 5
    last = [RANGES - 1 - f[::-1, high].argmax(axis=0) for f in fast]
    assert np.all(last[1] - last[0] <= 1)  # a node, 2 km


def test_reach_is_where_points_cease_to_be_reached(fly_out):
    for altitude_m in (2e3, 10e3, 20e3):
        reach = float(fly_out.reach_m(0, altitude_m))
        assert fly_out.at(0, reach, altitude_m).reachable
        beyond = np.linspace(reach + 200.0, 260e3, 500)
        assert not fly_out.at(0, beyond, altitude_m).reachable.any()
    assert fly_out.reach_m(0, 30e3) == 0.0


def test_the_compiled_reading_is_the_same(fly_out):
    rng = np.random.default_rng(3)
    step, rise = fly_out.range_m[1], 500.0
    for range_m, altitude_m in zip(
        rng.uniform(0.0, 270e3, 300), rng.uniform(-500.0, 34e3, 300), strict=True
    ):
        here = table_at(fly_out.time_s[0], step, fly_out.altitude_m[0], rise, range_m, altitude_m)
        assert here == pytest.approx(float(fly_out.at(0, range_m, altitude_m).time_s), nan_ok=True)


def test_a_node_beside_one_without_value_counts_alone():
    values = np.array([[1.0, math.nan], [3.0, math.nan]])
    assert table_at(values, 10.0, 0.0, 1.0, 5.0, 0.0) == 2.0
    assert math.isnan(table_at(values, 10.0, 0.0, 1.0, 5.0, 0.1))


def test_the_time_table_keeps_what_can_be_reached(fly_out):
    times = fly_out.time_table(0)
    points = fly_out.at(0, fly_out.range_m[:, None], fly_out.altitude_m)
    assert np.array_equal(times[points.reachable], fly_out.time_s[0][points.reachable])
    slow = fly_out.speed_m_s[0] < 450.0
    assert np.isnan(times[slow]).all()


def test_members_are_independent():
    numbers = {name: np.array([value, value]) for name, value in NUMBERS.items()}
    numbers["drag_scale"] = np.array([1.1, 1.6])
    _, _, both = fly_out_planes(Missile(**numbers), launch_altitude_m=0.0, farthest_m=200e3)
    _, _, alone = fly_out_planes(missile(drag_scale=1.6), launch_altitude_m=0.0, farthest_m=200e3)
    assert np.array_equal(both[:, 1], alone[:, 0], equal_nan=True)


def test_slant_range_is_the_chord():
    assert slant_range_m(500.0, 0.0, 2500.0) == pytest.approx(2000.0)
    quarter = 0.5 * math.pi * arc.EARTH_RADIUS_M
    assert slant_range_m(0.0, quarter, 0.0) == pytest.approx(math.sqrt(2.0) * arc.EARTH_RADIUS_M)


def test_a_table_needs_a_range(fly_out):
    with pytest.raises(ValueError, match="above zero"):
        fly_out_planes(missile(), launch_altitude_m=0.0, farthest_m=0.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        fly_out.launch_altitude_m = 0.0
