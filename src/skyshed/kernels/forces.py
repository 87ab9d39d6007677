"""What accelerates missiles: gravity, thrust, drag and the commanded lift.

Used by `skyshed.kernels.point_mass`, which explains the frame. Every quantity is one number in each
lane (`skyshed.kernels.lanes`), but for those of the world.
"""

import math
from typing import Any, NamedTuple, TypeAlias

from skyshed.kernels.air import air_in_lanes, drag_in_lanes
from skyshed.kernels.inline import inlined
from skyshed.kernels.lanes import bits, select, spread
from skyshed.kernels.vector import chosen, cross, dot, plus, scaled

# Only compiled code sees them, and the compiler infers its types itself.
Lanes: TypeAlias = Any
Mask: TypeAlias = Any
Vector: TypeAlias = tuple[Lanes, Lanes, Lanes]

_MIDCOURSE_GAIN = 3.0  # of the least squared command that removes a miss at a given time
_NEVER = 1e300


class Law(NamedTuple):
    """What commands the lateral acceleration; nothing does where no mask holds."""

    midcourse: Mask
    homing: Mask
    held: Mask  # a given command


class World(NamedTuple):
    """Gravity, wind and ground."""

    radius: float  # of the ball, m
    gravity: float  # at altitude 0, m/s2
    gravity_fall: float  # share of it lost per metre of altitude, 1/m
    gravity_bend: float  # and regained, 1/m2
    wind_east: float  # m/s
    wind_north: float  # m/s
    floor: float  # altitude at which a flight ends on its way down, m


class Body(NamedTuple):
    """A missile in each lane."""

    boost_time: Lanes  # s
    sustain_time: Lanes  # s
    boost_fraction: Lanes  # propellant over launch mass
    sustain_fraction: float
    exhaust_velocity: Lanes  # m/s
    drag_area: Lanes  # scale of the drag table, times area over launch mass, m2/kg
    lift_area: Lanes  # largest lift coefficient times area over launch mass, m2/kg
    induced_load: Lanes  # K of Cd = Cd0 + K CL^2, times launch mass over area, kg/m2
    structure_limit: Lanes  # m/s2
    minimum_speed: Lanes  # m/s
    maximum_time: Lanes  # s
    lift_needs_air: Mask  # otherwise only the structure limits the command


class Guidance(NamedTuple):
    """How the missile of each lane is led."""

    homing_from: Lanes  # time at which proportional navigation takes over, s
    planned_time: Lanes  # of the intercept, s; 0: no correction in the mid-course
    aim: Vector  # where the free arc leads at that time, m
    constant: Lanes  # of the navigation
    offset_gravity: Mask  # whether homing adds what gravity bends the path by
    stop_range: Lanes  # distance from the vertical through the launch point, m


@inlined
def motor_at(time, body):
    """Mass, burning rate and thrust, all per launch mass, and when they change next."""
    burn_end = body.boost_time + body.sustain_time
    shell = 1.0 - body.boost_fraction
    mass, rate, thrust = shell - body.sustain_fraction, spread(0.0), spread(0.0)
    change = spread(_NEVER)
    burning = time < burn_end
    if bits(burning) != 0:
        boosted = time < body.boost_time
        boost = body.boost_fraction / body.boost_time
        sustain = body.sustain_fraction / body.sustain_time
        left = shell - sustain * (time - body.boost_time)
        rate = select(burning, select(boosted, boost, sustain), 0.0)
        mass = select(burning, select(boosted, 1.0 - boost * time, left), mass)
        thrust = select(burning, rate * body.exhaust_velocity, 0.0)
        change = select(burning, select(boosted, body.boost_time, burn_end), _NEVER)
    return mass, rate, thrust, change


@inlined
def least(a, b):
    """The lesser of two."""
    return select(b < a, b, a)


@inlined
def lateral_limit(pressure, lightness, body):
    """Largest lateral acceleration at a dynamic pressure; lightness: launch mass over mass."""
    borne = least(body.structure_limit, pressure * body.lift_area * lightness)
    return select(body.lift_needs_air, borne, body.structure_limit)


@inlined
def correction(time, target, offset, guide):
    """Command of the mid-course: from the free arc to where the target will be.

    offset: position and velocity that earlier commands have added to the free arc. The target is
    taken to fly straight on until the planned time.
    """
    left = guide.planned_time - time
    miss = plus(plus(target[0], left, target[1]), -1.0, guide.aim)
    miss = plus(plus(miss, -1.0, offset[0]), -left, offset[1])
    return scaled(_MIDCOURSE_GAIN / (left * left), miss)


@inlined
def acceleration(law, position, velocity, mass, thrust, wish, body, guide, world, air, drag):
    """Acceleration [m/s2] and the lateral command that is part of it.

    wish: the acceleration that is asked for in the lanes that do not home, and position and
    velocity of the target as the missile sees them in those that do. Homing is pure proportional
    navigation, the turning rate of the line of sight crossed with the missile's velocity.
    """
    # Written so that no division waits for a number that comes late.
    up = (position[0], position[1], position[2] + world.radius)
    distance = math.sqrt(dot(up, up))
    altitude = distance - world.radius
    fall = 1.0 - altitude * (world.gravity_fall - altitude * world.gravity_bend)
    total = scaled(-world.gravity * fall / distance, up)
    wind = (velocity[0] - world.wind_east, velocity[1] - world.wind_north, velocity[2])
    speed_squared = dot(wind, wind)
    speed = math.sqrt(speed_squared)
    slowness, lightness = 1.0 / speed, 1.0 / mass
    density, sound = air_in_lanes(altitude, air)
    pressure = 0.5 * density * speed_squared
    coefficient = drag_in_lanes(speed * (1.0 / sound), drag)
    forward = thrust * lightness * slowness
    forward = forward - pressure * body.drag_area * lightness * slowness * coefficient
    command = (spread(0.0), spread(0.0), spread(0.0))
    led = law.midcourse | law.homing | law.held
    if bits(led) != 0:
        asked = wish[0]
        if bits(law.homing) != 0:
            turning = cross(wish[1], wish[2])
            lead = scaled(guide.constant / dot(wish[1], wish[1]), cross(turning, velocity))
            lead = chosen(guide.offset_gravity, plus(lead, -1.0, total), lead)
            asked = chosen(law.homing, lead, asked)
        asked = plus(asked, -dot(asked, wind) * (slowness * slowness), wind)
        size, limit = dot(asked, asked), lateral_limit(pressure, lightness, body)
        over = size > limit * limit
        if bits(over) != 0:
            asked = chosen(over, scaled(limit / math.sqrt(size), asked), asked)
            size = select(over, limit * limit, size)
        induced = size * (body.induced_load * mass * slowness / pressure)
        forward = select(led & (pressure > 0.0), forward - induced, forward)
        total = chosen(led, plus(total, 1.0, asked), total)
        command = chosen(led, asked, command)
    return plus(total, forward, wind), command
