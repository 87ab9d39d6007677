"""What accelerates a missile: gravity, thrust, drag and the commanded lift.

Used by `skyshed.kernels.point_mass`, which explains the frame.
"""

import math
from typing import NamedTuple

from skyshed.kernels.air import air_at, drag_at
from skyshed.kernels.inline import inlined
from skyshed.kernels.vector import cross, dot, plus, scaled

# What commands the lateral acceleration.
FREE, MIDCOURSE, HOMING, HELD = 0, 1, 2, 3

_MIDCOURSE_GAIN = 3.0  # of the least squared command that removes a miss at a given time
_NEVER = 1e300


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
    """A missile."""

    boost_time: float  # s
    sustain_time: float  # s
    boost_fraction: float  # propellant over launch mass
    sustain_fraction: float
    exhaust_velocity: float  # m/s
    drag_area: float  # scale of the drag table, times area over launch mass, m2/kg
    lift_area: float  # largest lift coefficient times area over launch mass, m2/kg
    induced_load: float  # K of Cd = Cd0 + K CL^2, times launch mass over area, kg/m2
    structure_limit: float  # m/s2
    minimum_speed: float  # m/s
    maximum_time: float  # s
    lift_needs_air: bool  # otherwise only the structure limits the command


class Guidance(NamedTuple):
    """How the missile is led."""

    homing_from: float  # time at which proportional navigation takes over, s
    planned_time: float  # of the intercept, s; 0: no correction in the mid-course
    aim: tuple[float, float, float]  # where the free arc leads at that time, m
    constant: float  # of the navigation
    offset_gravity: bool  # whether homing adds what gravity bends the path by
    stop_range: float  # distance from the vertical through the launch point, m


@inlined
def motor_at(time, body):
    """Mass, burning rate and thrust, all per launch mass, and when they change next."""
    burn_end = body.boost_time + body.sustain_time
    if time < body.boost_time:
        rate = body.boost_fraction / body.boost_time
        return 1.0 - rate * time, rate, rate * body.exhaust_velocity, body.boost_time
    mass = 1.0 - body.boost_fraction
    if time < burn_end:
        rate = body.sustain_fraction / body.sustain_time
        mass -= rate * (time - body.boost_time)
        return mass, rate, rate * body.exhaust_velocity, burn_end
    return mass - body.sustain_fraction, 0.0, 0.0, _NEVER


@inlined
def lateral_limit(pressure, lightness, body):
    """Largest lateral acceleration at a dynamic pressure; lightness: launch mass over mass."""
    if not body.lift_needs_air:
        return body.structure_limit
    return min(body.structure_limit, pressure * body.lift_area * lightness)


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

    wish: position and velocity of the target as the missile sees them, for HOMING; else the
    acceleration that is asked for, and anything. Homing is pure proportional navigation, the
    turning rate of the line of sight crossed with the missile's velocity.
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
    density, sound = air_at(altitude, air)
    pressure = 0.5 * density * speed_squared
    coefficient = drag_at(speed * (1.0 / sound), drag)
    forward = thrust * lightness * slowness
    forward -= pressure * body.drag_area * lightness * slowness * coefficient
    command = (0.0, 0.0, 0.0)
    if law != FREE:
        command = wish[0]
        if law == HOMING:
            turning = cross(wish[0], wish[1])
            command = scaled(guide.constant / dot(wish[0], wish[0]), cross(turning, velocity))
            if guide.offset_gravity:
                command = plus(command, -1.0, total)
        command = plus(command, -dot(command, wind) * (slowness * slowness), wind)
        size, limit = dot(command, command), lateral_limit(pressure, lightness, body)
        if size > limit * limit:
            command = scaled(limit / math.sqrt(size), command)
            size = limit * limit
        if pressure > 0.0:
            forward -= size * (body.induced_load * mass * slowness / pressure)
        total = plus(total, 1.0, command)
    return plus(total, forward, wind), command
