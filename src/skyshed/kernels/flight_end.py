"""Where and why flights end, lane by lane."""

import math
from typing import NamedTuple

from skyshed.kernels.air import air_in_lanes
from skyshed.kernels.forces import Mask, lateral_limit, motor_at
from skyshed.kernels.inline import inlined
from skyshed.kernels.lane_memory import store
from skyshed.kernels.lanes import bits, select, spread
from skyshed.kernels.target_samples import target_at
from skyshed.kernels.vector import cubic, dot, plus

# Why a flight ended.
CLOSEST, GROUND, TIME, SLOW, RANGE = 0, 1, 2, 3, 4
# Columns of the result.
REASON, END_TIME, MISS, SPEED, LATERAL, STEPS, POSITION, VELOCITY = 0, 1, 2, 3, 4, 5, 6, 9
RESULT_COLUMNS = 12

_HALVINGS = 50


class Limits(NamedTuple):
    """What a step has passed."""

    closest: Mask
    ground: Mask
    slow: Mask
    late: Mask
    far: Mask


@inlined
def limits_passed(end, near, far, aimed, new, body, guide, world):
    """What the step that ends at a time has passed, and whether it has passed anything.

    near, far: relative position and velocity of the target at its start and end; new: position and
    velocity at its end; aimed: whether there is a target.
    """
    p, v = new[0], new[1]
    falling = p[0] * v[0] + p[1] * v[1] + (p[2] + world.radius) * v[2] < 0.0
    stop, slow = guide.stop_range, body.minimum_speed
    burnt = end > body.boost_time + body.sustain_time
    passed = Limits(
        aimed & (dot(near[0], near[1]) < 0.0) & (dot(far[0], far[1]) >= 0.0),
        _below(p, world) & falling,
        burnt & (dot(v, v) < slow * slow),
        end >= body.maximum_time,
        p[0] * p[0] + p[1] * p[1] > stop * stop,
    )
    return passed, passed.closest | passed.ground | passed.slow | passed.late | passed.far


@inlined
def _below(position, world):
    """Whether a point lies below the floor."""
    z = position[2] + world.radius
    bottom = max(world.radius + world.floor, 0.0)
    return position[0] * position[0] + position[1] * position[1] + z * z < bottom * bottom


@inlined
def _closest_share(h, near, far):
    """Share of a step at which two points that close at its start and part at its end are closest.

    near, far: relative position and velocity at both ends.
    """
    low, high = spread(0.0), spread(1.0)
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        place, speed = cubic(s, h, near[0], near[1], far[0], far[1])
        closing = dot(place, speed) < 0.0
        low, high = select(closing, s, low), select(closing, high, s)
    return 0.5 * (low + high)


@inlined
def _ground_share(h, old, new, world):
    """Share of a step at which the floor is crossed on the way down."""
    low, high = spread(0.0), spread(1.0)
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        place, _speed = cubic(s, h, old[0], old[1], new[0], new[1])
        below = _below(place, world)
        low, high = select(below, low, s), select(below, s, high)
    return 0.5 * (low + high)


@inlined
def _reason(passed, h, near, far, old, new, body, world):
    """Reason to end and the share of the step at which it applies; of several the first."""
    reason = select(passed.slow, float(SLOW), select(passed.late, float(TIME), float(RANGE)))
    slow = body.minimum_speed
    before, now = math.sqrt(dot(old[1], old[1])), math.sqrt(dot(new[1], new[1]))
    share = select(passed.slow & (before > slow), (before - slow) / (before - now), 1.0)
    if bits(passed.closest) != 0:
        reason = select(passed.closest, float(CLOSEST), reason)
        share = select(passed.closest, _closest_share(h, near, far), share)
    if bits(passed.ground) != 0:
        ground = _ground_share(h, old, new, world)
        first = passed.ground & (~passed.closest | (ground < share))
        reason, share = select(first, float(GROUND), reason), select(first, ground, share)
    return reason, share


@inlined
def write_ends(
    found, passed, time, steps, h, near, far, old, new, body, world, air, track, tracks, grid
):
    """Write the results of the lanes that have passed something; found (column, lane).

    Where a flight ends, how fast, how far from the target (nan without one), and what lateral
    acceleration is at hand there. Other lanes get numbers without meaning.
    """
    reason, share = _reason(passed, h, near, far, old, new, body, world)
    place, speed = cubic(share, h, old[0], old[1], new[0], new[1])
    time = time + share * h
    miss = spread(math.nan)
    if tracks.shape[1] > 0:
        away = plus(target_at(time, track, tracks, grid)[0], -1.0, place)
        miss = math.sqrt(dot(away, away))
    z = place[2] + world.radius
    altitude = math.sqrt(place[0] * place[0] + place[1] * place[1] + z * z) - world.radius
    density, _sound = air_in_lanes(altitude, air)
    wind = (speed[0] - world.wind_east, speed[1] - world.wind_north, speed[2])
    mass = motor_at(time, body)[0]
    lateral = lateral_limit(0.5 * density * dot(wind, wind), 1.0 / mass, body)
    store(found, REASON, reason)
    store(found, END_TIME, time)
    store(found, MISS, miss)
    store(found, SPEED, math.sqrt(dot(speed, speed)))
    store(found, LATERAL, lateral)
    store(found, STEPS, steps)
    for k in range(3):
        store(found, POSITION + k, place[k])
        store(found, VELOCITY + k, speed[k])
