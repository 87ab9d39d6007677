"""The flight of a point mass written out with NumPy vectors, slow and plain."""

import math
from dataclasses import dataclass

import numpy as np

NO_EVENT = math.inf


@dataclass
class Flight:
    """What `skyshed.kernels.point_mass` gets, under its own names."""

    body: object
    guide: object
    world: object
    air: np.ndarray
    drag: np.ndarray
    track: np.ndarray  # (sample, 6)
    track_start: float
    track_step: float
    longest: float


def target_at(flight: Flight, time: float) -> tuple[np.ndarray, np.ndarray]:
    """Cubic through the samples' places and velocities, straight beyond them."""
    start, step, track = flight.track_start, flight.track_step, flight.track
    ends = np.array([start, start + step * (len(track) - 1)])
    inside = min(max(time, ends[0]), ends[1])
    i = min(int((inside - start) / step), len(track) - 2)
    s = (inside - start) / step - i
    (p, v), (q, w) = (track[i, :3], track[i, 3:]), (track[i + 1, :3], track[i + 1, 3:])
    place, velocity = hermite(s, step, p, v, q, w)
    return place + (time - inside) * velocity, velocity


def hermite(s, step, p, v, q, w):
    """The cubic written in Hermite's four polynomials."""
    place = (1 + 2 * s) * (1 - s) ** 2 * p + s * (1 - s) ** 2 * step * v
    place = place + s * s * (3 - 2 * s) * q + s * s * (s - 1) * step * w
    slope = 6 * s * (s - 1) / step * (p - q) + (1 - s) * (1 - 3 * s) * v + s * (3 * s - 2) * w
    return place, slope


def motor(flight: Flight, time: float) -> tuple[float, float, float]:
    """Mass left, its rate of loss and thrust, per launch mass, from `time` on."""
    body = flight.body
    if time < body.boost_time:
        rate = body.boost_fraction / body.boost_time
        return 1.0 - rate * time, rate, rate * body.exhaust_velocity
    if time < body.boost_time + body.sustain_time:
        rate = body.sustain_fraction / body.sustain_time
        left = 1.0 - body.boost_fraction - rate * (time - body.boost_time)
        return left, rate, rate * body.exhaust_velocity
    return 1.0 - body.boost_fraction - body.sustain_fraction, 0.0, 0.0


def lookup(x: float, first: float, step: float, column: np.ndarray) -> float:
    """Linear in a table of even steps, constant beyond its ends."""
    return float(np.interp(x, first + step * np.arange(len(column)), column))


def lateral_limit(flight: Flight, pressure: float, mass: float) -> float:
    """What the structure bears and the air gives."""
    if not flight.body.lift_needs_air:
        return flight.body.structure_limit
    return min(flight.body.structure_limit, pressure * flight.body.lift_area / mass)


def air_of(flight: Flight, position: np.ndarray) -> tuple[float, float]:
    """Density and speed of sound."""
    world, air = flight.world, flight.air
    altitude = np.linalg.norm(position + np.array([0.0, 0.0, world.radius])) - world.radius
    top = -1000.0 + 50.0 * (len(air) - 1)
    density = lookup(altitude, -1000.0, 50.0, air[:, 0]) if altitude < top else 0.0
    return density, lookup(altitude, -1000.0, 50.0, air[:, 1])


def acceleration(flight: Flight, position, velocity, mass, thrust, demand):
    """Acceleration, and the lateral command in it; demand(velocity, gravity) or None."""
    body, world = flight.body, flight.world
    up = position + np.array([0.0, 0.0, world.radius])
    altitude = np.linalg.norm(up) - world.radius
    series = 1.0 - world.gravity_fall * altitude + world.gravity_bend * altitude**2
    gravity = -world.gravity * series * up / np.linalg.norm(up)
    through_air = velocity - np.array([world.wind_east, world.wind_north, 0.0])
    speed = np.linalg.norm(through_air)
    ahead = through_air / speed
    density, sound = air_of(flight, position)
    pressure = 0.5 * density * speed**2
    drag = pressure * body.drag_area * lookup(speed / sound, 0.0, 0.005, flight.drag) / mass
    command = np.zeros(3)
    if demand is not None:
        command = demand(velocity, gravity)
        command = command - (command @ ahead) * ahead
        size, limit = np.linalg.norm(command), lateral_limit(flight, pressure, mass)
        if size > limit:
            command = command * (limit / size)
        if pressure > 0.0:
            drag += body.induced_load * mass * (command @ command) / pressure
    return gravity + (thrust / mass - drag) * ahead + command, command


def demand_of(flight: Flight, law: str, time, position, offset, held):
    """The command that a law asks for at a time, as a function of velocity and gravity."""
    guide = flight.guide
    if law == "held":
        return lambda velocity, gravity: held
    place, speed = target_at(flight, time)
    if law == "homing":

        def homing(velocity, gravity):
            away, moving = place - position, speed - velocity
            turning = np.cross(away, moving) / (away @ away)
            return guide.constant * np.cross(turning, velocity) - guide.offset_gravity * gravity

        return homing
    left = guide.planned_time - time
    gap = place + left * speed - np.array(guide.aim) - offset[0] - left * offset[1]
    return lambda velocity, gravity: 3.0 * gap / left**2


def rates(flight: Flight, law, time, state, mass, thrust, held):
    """Time derivative of (position, velocity, offset, offset velocity)."""
    position, velocity, offset, offset_velocity = state
    demand = None
    if law != "free":
        demand = demand_of(flight, law, time, position, (offset, offset_velocity), held)
    total, command = acceleration(flight, position, velocity, mass, thrust, demand)
    return np.array([velocity, total, offset_velocity, command])


def runge_kutta(flight: Flight, law, time, h, state, held):
    """One step; mass falls at the rate that holds at its start."""
    mass, rate, thrust = motor(flight, time)

    def slope(share, at):
        left = mass - rate * share * h
        return rates(flight, law, time + share * h, at, left, thrust, held)

    k1 = slope(0.0, state)
    k2 = slope(0.5, state + 0.5 * h * k1)
    k3 = slope(0.5, state + 0.5 * h * k2)
    k4 = slope(1.0, state + h * k3)
    return state + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)


def next_step(flight: Flight, time: float, state: np.ndarray) -> tuple[str, float]:
    """Law, and length of the step up to the next event."""
    body, guide = flight.body, flight.guide
    events = [body.boost_time, body.boost_time + body.sustain_time, guide.homing_from]
    until = min([e for e in [*events, body.maximum_time] if e > time])
    boosted = time >= body.boost_time
    law = "midcourse" if boosted and guide.planned_time > 0.0 else "free"
    if time >= guide.homing_from:
        law = "homing"
    mass, _, thrust = motor(flight, time)
    h = flight.longest
    if thrust > 0.0:
        h = min(h, 0.1 * np.linalg.norm(state[1]) * mass / thrust)
    return law, min(h, until - time)


def fly(flight: Flight, position, velocity) -> tuple[float, float, np.ndarray, int]:
    """Time, miss, state and steps at the closest approach, or at the end of the time."""
    state = np.array([position, velocity, np.zeros(3), np.zeros(3)], dtype=float)
    time, steps = 0.0, 0
    while time < flight.body.maximum_time:
        law, h = next_step(flight, time, state)
        place, speed = target_at(flight, time)
        near = place - state[0], speed - state[1]
        held = np.zeros(3)
        closing = -(near[0] @ near[1])
        left = closing / (near[1] @ near[1]) if closing > 0.0 else math.inf
        shortest = flight.longest / 64.0
        if left < 2.0 * h:
            h = min(h, max(0.5 * left, shortest))
            if law == "homing" and left < 2.0 * shortest:
                mass, _, thrust = motor(flight, time)
                demand = demand_of(flight, "homing", time, state[0], None, None)
                _, held = acceleration(flight, state[0], state[1], mass, thrust, demand)
                law = "held"
        old, state = state, runge_kutta(flight, law, time, h, state, held)
        steps += 1
        place, speed = target_at(flight, time + h)
        far = place - state[0], speed - state[1]
        if closing > 0.0 and far[0] @ far[1] >= 0.0:
            share = closest(h, near, far)
            place, speed = hermite(share, h, old[0], old[1], state[0], state[1])
            time += share * h
            return time, np.linalg.norm(target_at(flight, time)[0] - place), place, steps
        time += h
    return time, np.linalg.norm(place - state[0]), state[0], steps


def closest(h, near, far) -> float:
    """Share of a step where the distance is least: real roots of the quintic that is its slope."""
    powers = np.array([0.0, 0.25, 0.5, 1.0])
    places = np.array([hermite(s, h, near[0], near[1], far[0], far[1])[0] for s in powers])
    cubic = np.polyfit(powers, places, 3).T  # exact through four points
    squared = sum(np.polymul(axis, axis) for axis in cubic)
    roots = np.roots(np.polyder(squared))
    real = roots[np.abs(roots.imag) < 1e-7].real
    return min((s for s in real if 0.0 <= s <= 1.0), key=lambda s: np.polyval(squared, s))
