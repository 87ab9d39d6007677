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

Shots fly in lanes side by side (`skyshed.kernels.lanes`), each with its own time, step and law; a
lane whose flight has ended takes the next shot. What a shot does never depends on its neighbours.
"""

import math
from typing import NamedTuple

import numpy as np

from skyshed.kernels.compile import compiled
from skyshed.kernels.flight_end import (
    CLOSEST,
    END_TIME,
    GROUND,
    LATERAL,
    MISS,
    POSITION,
    RANGE,
    REASON,
    RESULT_COLUMNS,
    SLOW,
    SPEED,
    STEPS,
    TIME,
    VELOCITY,
    limits_passed,
    write_ends,
)
from skyshed.kernels.forces import (
    Body,
    Guidance,
    Law,
    World,
    acceleration,
    correction,
    least,
    motor_at,
)
from skyshed.kernels.inline import inlined
from skyshed.kernels.lane_memory import load, store
from skyshed.kernels.lanes import LANES, bits, select, spread
from skyshed.kernels.target_samples import NUMBERS, target_at
from skyshed.kernels.vector import chosen, dot, plus, simpson

__all__ = [
    "CLOSEST", "END_TIME", "GROUND", "LATERAL", "MISS", "POSITION", "RANGE", "REASON",
    "RESULT_COLUMNS", "SLOW", "SPEED", "STEPS", "TIME", "VELOCITY", "Grid", "fly_all",
]  # fmt: skip

# Quantities of a lane; those of vectors are the first of three.
_PLACE, _SPEED, _OFFSET, _ADDED = 0, 3, 6, 9
_TIME, _STEPS, _FLIES, _TRACK = 12, 13, 14, 15
_BODY, _GUIDE, _QUANTITIES = 16, 28, 36

_SHORTEST = 1.0 / 64.0  # of the longest step, near the closest approach
_SPEED_GAIN = 0.1  # largest gain of speed in a step, over the speed
_NEVER = 1e300
_EMPTY = -1


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
        Position and velocity of each shot's target; one for all; no samples: no target. Fewer than
        2^31 numbers.
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
    shots = launches.shape[0]
    rows = np.zeros(shots, np.int64)
    if shots == 0:
        return rows
    earth = World(world[0], world[1], world[2], world[3], world[4], world[5], world[6])
    lanes, found = np.zeros((_QUANTITIES, LANES)), np.empty((RESULT_COLUMNS, LANES))
    shot_of = np.full(LANES, _EMPTY)
    for k in range(LANES):  # a lane without a shot stands still, but needs numbers
        _begin(lanes, k, 0, launches, bodies, guides, tracks)
        lanes[_FLIES, k] = 0.0
    begun, flying = 0, 0
    ended = (1 << LANES) - 1
    while True:
        for k in range(LANES):
            i = shot_of[k]
            if not (ended >> k) & 1:
                if grid.every > 0 and i != _EMPTY:
                    rows[i] = _record(lanes, k, paths[i], rows[i], grid.every)
                continue
            if i != _EMPTY:
                rows[i] = _take_end(found, k, results[i], paths[i], rows[i], grid.every)
                shot_of[k], lanes[_FLIES, k] = _EMPTY, 0.0
                flying -= 1
            if begun < shots:
                _begin(lanes, k, begun, launches, bodies, guides, tracks)
                if grid.every > 0:
                    rows[begun] = _record(lanes, k, paths[begun], 0, grid.every)
                shot_of[k] = begun
                begun, flying = begun + 1, flying + 1
        if flying == 0:
            return rows
        ended = _fly_on(lanes, found, earth, air, drag, tracks, grid)


@inlined
def _begin(lanes, k, i, launches, bodies, guides, tracks):
    """Put shot i at its start into lane k."""
    lanes[:, k] = 0.0
    for j in range(launches.shape[1]):
        lanes[_PLACE + j, k] = launches[i, j]
    for j in range(bodies.shape[1]):
        lanes[_BODY + j, k] = bodies[i, j]
    for j in range(guides.shape[1]):
        lanes[_GUIDE + j, k] = guides[i, j]
    lanes[_FLIES, k] = 1.0
    if tracks.shape[0] > 1:
        lanes[_TRACK, k] = i * tracks.shape[1] * NUMBERS


@inlined
def _record(lanes, k, path, row, every):
    """Write time, position and velocity as a row of a path, if one is due; the number of rows."""
    if int(lanes[_STEPS, k]) % every != 0 or row >= max(path.shape[0] - 1, 1):
        return row
    path[row, 0] = lanes[_TIME, k]
    for j in range(6):
        path[row, 1 + j] = lanes[_PLACE + j, k]
    return row + 1


@inlined
def _take_end(found, k, result, path, row, every):
    """Hand over what was found for a lane, as the last row of its path too; the number of rows."""
    for column in range(RESULT_COLUMNS):
        result[column] = found[column, k]
    if every == 0:
        return row
    path[row, 0] = found[END_TIME, k]
    for j in range(3):
        path[row, 1 + j], path[row, 4 + j] = found[POSITION + j, k], found[VELOCITY + j, k]
    return row + 1


@inlined
def _vector(lanes, first):
    """Three quantities of all lanes, side by side."""
    return load(lanes, first), load(lanes, first + 1), load(lanes, first + 2)


@inlined
def _missiles(lanes):
    """Body and guidance of all lanes."""
    b, g = _BODY, _GUIDE
    body = Body(
        load(lanes, b), load(lanes, b + 1), load(lanes, b + 2), load(lanes, b + 3),
        load(lanes, b + 4), load(lanes, b + 5), load(lanes, b + 6), load(lanes, b + 7),
        load(lanes, b + 8), load(lanes, b + 9), load(lanes, b + 10), load(lanes, b + 11) > 0.0,
    )  # fmt: skip
    guide = Guidance(
        load(lanes, g), load(lanes, g + 1), _vector(lanes, g + 2), load(lanes, g + 5),
        load(lanes, g + 6) > 0.0, load(lanes, g + 7),
    )  # fmt: skip
    return body, guide


@inlined
def _fly_on(lanes, found, world, air, drag, tracks, grid):
    """Fly all lanes on until some flights have ended, or for a step if there is a path to record.

    Bit k of the result: the flight of lane k has ended, and `found` holds its result.
    """
    aimed = spread(float(tracks.shape[1])) > 0.0
    flies, track = load(lanes, _FLIES) > 0.0, load(lanes, _TRACK)
    time, steps = load(lanes, _TIME), load(lanes, _STEPS)
    state = (
        _vector(lanes, _PLACE), _vector(lanes, _SPEED), _vector(lanes, _OFFSET),
        _vector(lanes, _ADDED),
    )  # fmt: skip
    body, guide = _missiles(lanes)
    nothing = (spread(0.0), spread(0.0), spread(0.0))
    target = (nothing, nothing)
    if tracks.shape[1] > 0:
        target = target_at(time, track, tracks, grid)
    while True:
        law, motor, h, end = _next_step(time, state[1], body, guide, grid.longest)
        h, end = select(flies, h, 0.0), select(flies, end, time)
        near, held, targets = _relative(target, state), nothing, (target, target, target)
        if tracks.shape[1] > 0:
            left = _time_to_go(near)
            close = left < 2.0 * h
            if bits(close) != 0:
                shorter = least(h, _greatest(0.5 * left, _SHORTEST * grid.longest))
                h = select(close, shorter, h)
                end = select(close, time + h, end)
                hold = close & law.homing & (left < 2.0 * _SHORTEST * grid.longest)
                if bits(hold) != 0:
                    # So near, the line of sight turns faster than a step can follow.
                    _, held = acceleration(
                        law, state[0], state[1], motor[0], motor[2], (nothing, near[0], near[1]),
                        body, guide, world, air, drag,
                    )  # fmt: skip
                    law = Law(law.midcourse, law.homing & ~hold, hold)
            middle = target_at(time + 0.5 * h, track, tracks, grid)
            targets = (target, middle, target_at(end, track, tracks, grid))
        old = state
        state = _step(law, time, h, old, motor, targets, held, body, guide, world, air, drag)
        steps = steps + 1.0
        target = targets[2]
        far = _relative(target, state)
        passed, ended = limits_passed(end, near, far, aimed, state, body, guide, world)
        over = bits(ended & flies)
        if over != 0:
            write_ends(
                found, passed, time, steps, h, near, far, old, state, body, world, air, track,
                tracks, grid,
            )  # fmt: skip
        time = end
        if over != 0 or grid.every > 0:
            break
    store(lanes, _TIME, time)
    store(lanes, _STEPS, steps)
    for j in range(3):
        store(lanes, _PLACE + j, state[0][j])
        store(lanes, _SPEED + j, state[1][j])
        store(lanes, _OFFSET + j, state[2][j])
        store(lanes, _ADDED + j, state[3][j])
    return over


@inlined
def _greatest(a, b):
    """The greater of two."""
    return select(b > a, b, a)


@inlined
def _next_step(time, velocity, body, guide, longest):
    """Law, motor, length and end of the next step, cut where one of them changes."""
    homing = time >= guide.homing_from
    event = select(homing, body.maximum_time, least(body.maximum_time, guide.homing_from))
    led = (guide.planned_time > 0.0) & (time >= body.boost_time)
    law = Law(led & ~homing, homing, homing & ~homing)
    mass, rate, thrust, change = motor_at(time, body)
    event = least(event, change)
    length = spread(longest)
    pushed = thrust > 0.0
    if bits(pushed) != 0:
        # Fresh from the rail a missile would gain as much speed in a full step as it has.
        speed = math.sqrt(dot(velocity, velocity))
        length = select(pushed, least(length, _SPEED_GAIN * speed * mass / thrust), length)
    cut = event - time <= length
    end = select(cut, event, time + length)
    return law, (mass, rate, thrust), select(cut, event - time, length), end


@inlined
def _wish(law, time, position, velocity, target, offset, held, guide):
    """What `acceleration` shall steer by: a command that is asked for, and the target as seen."""
    asked = held
    if bits(law.midcourse) != 0:
        asked = chosen(law.midcourse, correction(time, target, offset, guide), held)
    return asked, plus(target[0], -1.0, position), plus(target[1], -1.0, velocity)


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
def _relative(target, state):
    """Position and velocity of the target as the missile sees them."""
    return plus(target[0], -1.0, state[0]), plus(target[1], -1.0, state[1])


@inlined
def _time_to_go(relative):
    """Time to the closest approach of two points in straight flight; huge when they part."""
    closing = -dot(relative[0], relative[1])
    return select(closing > 0.0, closing / dot(relative[1], relative[1]), _NEVER)
