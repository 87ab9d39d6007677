"""Flight of a point mass in three dimensions: motor, drag, lift, gravity and guidance.

The frame is Cartesian: x east, y north, z up, with the origin at mean sea level under the launch
point. The Earth is a ball of `World.radius`, whose centre lies straight below the origin; gravity
points there, and the altitude is the distance from the ball. The centrifugal part belongs to
gravity; the Coriolis acceleration is left out.

Three phases: the boost without command, the mid-course from then on, proportional navigation last.

Masses are shares of the launch mass. The motor burns two stages at constant rates; thrust and drag
act along the velocity through the air, lift across it. The commanded lateral acceleration is cut
to the lesser of what the structure bears and what the air gives, and costs induced drag.

Runge-Kutta of fourth order. Steps are cut so that the end of a burn and of the mid-course fall on
the end of a step; they are shorter while a slow missile gains speed, and shrink with the time to go
near the closest approach.
"""

import math
from typing import NamedTuple

import numpy as np

from skyshed.kernels.air import air_at
from skyshed.kernels.compile import compiled
from skyshed.kernels.forces import (
    FREE,
    HELD,
    HOMING,
    MIDCOURSE,
    Body,
    Guidance,
    World,
    acceleration,
    correction,
    lateral_limit,
    motor_at,
)
from skyshed.kernels.inline import inlined
from skyshed.kernels.vector import cubic, dot, plus, simpson

# Why a flight ended.
CLOSEST, GROUND, TIME, SLOW, RANGE = 0, 1, 2, 3, 4
# Columns of the result.
REASON, END_TIME, MISS, SPEED, LATERAL, STEPS, POSITION, VELOCITY = 0, 1, 2, 3, 4, 5, 6, 9
RESULT_COLUMNS = 12
PATH_COLUMNS = 7

_SHORTEST = 1.0 / 64.0  # of the longest step, near the closest approach
_SPEED_GAIN = 0.1  # largest gain of speed in a step, over the speed
_NEVER = 1e300
_HALVINGS = 50
_ZERO = (0.0, 0.0, 0.0)


class Grid(NamedTuple):
    """Steps of time."""

    longest: float  # step of the flight, s
    track_start: float  # time of the first sample of the target, s
    track_step: float  # s
    every: int  # a row of the path is written every so many steps; 0: none


@compiled
def fly_all(launches, bodies, guides, world, air, drag, tracks, grid, paths, results):
    """Fly each shot until its closest approach to the target, or until a limit ends it.

    Parameters
    ----------
    launches : (shot, 6)
        Position [m] and velocity [m/s] at time 0, the speed above zero.
    bodies : (shot, 12)
        `Body`, field by field.
    guides : (shot, 8)
        `Guidance`, field by field.
    world : (7,)
        `World`, field by field.
    air : (level, 2)
        Table of `skyshed.flight.air.air_table`.
    drag : (n,)
        Drag coefficient by Mach number in steps of `DRAG_MACH_STEP`.
    tracks : (shot or 1, sample, 6)
        Position and velocity of each shot's target; one for all; no samples: no target.
    grid : Grid
    paths : (shot, row, 7)
        Filled with time, position, velocity; the last row is the end of the flight.
    results : (shot, 12)
        Filled: reason, time [s], miss [m] (nan without a target), speed [m/s], lateral
        acceleration at hand [m/s2], number of steps; from POSITION and VELOCITY on, where the
        missile is and how it moves then.

    Returns
    -------
    ndarray, (shot,)
        Rows of each path that were filled.
    """
    rows = np.zeros(launches.shape[0], np.int64)
    earth = World(world[0], world[1], world[2], world[3], world[4], world[5], world[6])
    for i in range(launches.shape[0]):
        x, b, g = launches[i], bodies[i], guides[i]
        body = Body(b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11] > 0.0)
        guide = Guidance(g[0], g[1], (g[2], g[3], g[4]), g[5], g[6] > 0.0, g[7])
        track = tracks[i if tracks.shape[0] > 1 else 0]
        start = ((x[0], x[1], x[2]), (x[3], x[4], x[5]), _ZERO, _ZERO)
        rows[i] = _fly(start, body, guide, earth, air, drag, track, grid, paths[i], results[i])
    return rows


@compiled
def _fly(state, body, guide, world, air, drag, track, grid, path, result):
    """One flight from `state`: position, velocity, and what commands have added to them."""
    aimed = track.shape[0] > 0
    target = (_ZERO, _ZERO)
    if aimed:
        target = target_at(0.0, track, grid)
    time, steps, rows = 0.0, 0, 0
    if grid.every > 0:
        rows = _write_row(path, 0, time, state)
    while True:
        law, motor, h, end = _next_step(time, state[1], body, guide, grid.longest)
        near = (_ZERO, _ZERO)
        held = _ZERO
        targets = (target, target, target)
        if aimed:
            near = _relative(target, state)
            left = _time_to_go(near)
            if left < 2.0 * h:
                h = min(h, max(0.5 * left, _SHORTEST * grid.longest))
                end = time + h
                if law == HOMING and left < 2.0 * _SHORTEST * grid.longest:
                    # So near, the line of sight turns faster than a step can follow.
                    _, held = acceleration(
                        HOMING, state[0], state[1], motor[0], motor[2], near,
                        body, guide, world, air, drag,
                    )  # fmt: skip
                    law = HELD
            middle = target_at(time + 0.5 * h, track, grid)
            targets = (target, middle, target_at(end, track, grid))
        old = state
        state = _step(law, time, h, old, motor, targets, held, body, guide, world, air, drag)
        steps += 1
        reason, share = -1, 1.0
        if aimed:
            target = targets[2]
            far = _relative(target, state)
            if dot(near[0], near[1]) < 0.0 and dot(far[0], far[1]) >= 0.0:
                reason, share = CLOSEST, _closest_share(h, near, far)
        reason, share = _limits(reason, share, h, end, old, state, body, guide, world)
        if reason >= 0:
            break
        time = end
        if grid.every > 0 and steps % grid.every == 0 and rows < path.shape[0] - 1:
            rows = _write_row(path, rows, time, state)
    place, speed = cubic(share, h, old[0], old[1], state[0], state[1])
    time += share * h
    if grid.every > 0:
        rows = _write_row(path, rows, time, (place, speed, _ZERO, _ZERO))
    result[REASON], result[END_TIME], result[STEPS] = reason, time, steps
    result[MISS] = math.nan
    if aimed:
        away = plus(target_at(time, track, grid)[0], -1.0, place)
        result[MISS] = math.sqrt(dot(away, away))
    _write_end(result, time, place, speed, body, world, air)
    return rows


@inlined
def _next_step(time, velocity, body, guide, longest):
    """Law, motor, length and end of the next step, cut where one of them changes."""
    law, event = FREE, body.maximum_time
    if time >= guide.homing_from:
        law = HOMING
    else:
        event = min(event, guide.homing_from)
        if guide.planned_time > 0.0 and time >= body.boost_time:
            law = MIDCOURSE
    mass, rate, thrust, change = motor_at(time, body)
    event = min(event, change)
    if thrust > 0.0:
        # Fresh from the rail a missile would gain as much speed in a full step as it has.
        longest = min(longest, _SPEED_GAIN * math.sqrt(dot(velocity, velocity)) * mass / thrust)
    if event - time <= longest:
        return law, (mass, rate, thrust), event - time, event
    return law, (mass, rate, thrust), longest, time + longest


@inlined
def _wish(law, time, position, velocity, target, offset, held, guide):
    """What `acceleration` shall steer by under a law."""
    if law == HOMING:
        return plus(target[0], -1.0, position), plus(target[1], -1.0, velocity)
    if law == MIDCOURSE:
        return correction(time, target, offset, guide), held
    return held, held


@inlined
def _step(law, time, h, state, motor, targets, held, body, guide, world, air, drag):
    """One Runge-Kutta step of h.

    motor: mass at its start, burning rate, thrust; targets: at its start, middle and end.
    """
    p, v, o, u = state
    mass, rate, thrust = motor
    half = 0.5 * h
    m2, m4 = mass - rate * half, mass - rate * h
    wish = _wish(law, time, p, v, targets[0], (o, u), held, guide)
    a1, c1 = acceleration(law, p, v, mass, thrust, wish, body, guide, world, air, drag)
    p2, v2 = plus(p, half, v), plus(v, half, a1)
    o2, u2 = plus(o, half, u), plus(u, half, c1)
    wish = _wish(law, time + half, p2, v2, targets[1], (o2, u2), held, guide)
    a2, c2 = acceleration(law, p2, v2, m2, thrust, wish, body, guide, world, air, drag)
    p3, v3 = plus(p, half, v2), plus(v, half, a2)
    o3, u3 = plus(o, half, u2), plus(u, half, c2)
    wish = _wish(law, time + half, p3, v3, targets[1], (o3, u3), held, guide)
    a3, c3 = acceleration(law, p3, v3, m2, thrust, wish, body, guide, world, air, drag)
    p4, v4 = plus(p, h, v3), plus(v, h, a3)
    o4, u4 = plus(o, h, u3), plus(u, h, c3)
    wish = _wish(law, time + h, p4, v4, targets[2], (o4, u4), held, guide)
    a4, c4 = acceleration(law, p4, v4, m4, thrust, wish, body, guide, world, air, drag)
    sixth = h / 6.0
    return (
        plus(p, 1.0, simpson(sixth, v, v2, v3, v4)),
        plus(v, 1.0, simpson(sixth, a1, a2, a3, a4)),
        plus(o, 1.0, simpson(sixth, u, u2, u3, u4)),
        plus(u, 1.0, simpson(sixth, c1, c2, c3, c4)),
    )


@inlined
def target_at(time, track, grid):
    """Position and velocity of the target: cubic between samples, straight beyond them."""
    last = track.shape[0] - 1
    over = 1.0 / grid.track_step
    place = (time - grid.track_start) * over
    if not place < last or place < 0.0:
        i = last if place > 0.0 else 0
        t = time - grid.track_start - i * grid.track_step
        v = (track[i, 3], track[i, 4], track[i, 5])
        return plus((track[i, 0], track[i, 1], track[i, 2]), t, v), v
    i = int(place)
    p = (track[i, 0], track[i, 1], track[i, 2])
    v = (track[i, 3], track[i, 4], track[i, 5])
    q = (track[i + 1, 0], track[i + 1, 1], track[i + 1, 2])
    w = (track[i + 1, 3], track[i + 1, 4], track[i + 1, 5])
    return cubic(place - i, grid.track_step, p, v, q, w)


@inlined
def _relative(target, state):
    """Position and velocity of the target as the missile sees them."""
    return plus(target[0], -1.0, state[0]), plus(target[1], -1.0, state[1])


@inlined
def _time_to_go(relative):
    """Time to the closest approach of two points in straight flight; huge when they part."""
    closing = -dot(relative[0], relative[1])
    if not closing > 0.0:
        return _NEVER
    return closing / dot(relative[1], relative[1])


@compiled
def _closest_share(h, near, far):
    """Share of a step at which two points that close at its start and part at its end are closest.

    near, far: relative position and velocity at both ends.
    """
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        place, speed = cubic(s, h, near[0], near[1], far[0], far[1])
        if dot(place, speed) < 0.0:
            low = s
        else:
            high = s
    return 0.5 * (low + high)


@inlined
def _below(position, world):
    """Whether a point lies below the floor."""
    z = position[2] + world.radius
    bottom = max(world.radius + world.floor, 0.0)
    return position[0] * position[0] + position[1] * position[1] + z * z < bottom * bottom


@compiled
def _ground_share(h, old, new, world):
    """Share of a step at which the floor is crossed on the way down."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        place, _speed = cubic(s, h, old[0], old[1], new[0], new[1])
        if _below(place, world):
            high = s
        else:
            low = s
    return 0.5 * (low + high)


@inlined
def _limits(reason, share, h, end, old, new, body, guide, world):
    """Reason to end and the share of the step at which it applies; -1: fly on."""
    p, v = new[0], new[1]
    if _below(p, world) and p[0] * v[0] + p[1] * v[1] + (p[2] + world.radius) * v[2] < 0.0:
        found = _ground_share(h, old, new, world)
        if reason < 0 or found < share:
            return GROUND, found
    if reason >= 0:
        return reason, share
    slow = body.minimum_speed
    if end > body.boost_time + body.sustain_time and dot(v, v) < slow * slow:
        before, now = math.sqrt(dot(old[1], old[1])), math.sqrt(dot(v, v))
        return SLOW, (before - slow) / (before - now) if before > slow else 1.0
    if end >= body.maximum_time:
        return TIME, 1.0
    if p[0] * p[0] + p[1] * p[1] > guide.stop_range * guide.stop_range:
        return RANGE, 1.0
    return -1, 1.0


@inlined
def _write_row(path, row, time, state):
    """Write time, position and velocity as a row of a path; the number of rows then."""
    path[row, 0] = time
    for k in range(3):
        path[row, 1 + k] = state[0][k]
        path[row, 4 + k] = state[1][k]
    return row + 1


@compiled
def _write_end(result, time, place, speed, body, world, air):
    """Write where the flight ends, how fast, and what lateral acceleration is at hand there."""
    z = place[2] + world.radius
    altitude = math.sqrt(place[0] * place[0] + place[1] * place[1] + z * z) - world.radius
    density, _sound = air_at(altitude, air)
    wind = (speed[0] - world.wind_east, speed[1] - world.wind_north, speed[2])
    mass = motor_at(time, body)[0]
    result[LATERAL] = lateral_limit(0.5 * density * dot(wind, wind), 1.0 / mass, body)
    result[SPEED] = math.sqrt(dot(speed, speed))
    for k in range(3):
        result[POSITION + k] = place[k]
        result[VELOCITY + k] = speed[k]
