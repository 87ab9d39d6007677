"""A missile's flight in the vertical plane of the shot, over a round Earth, sample by sample."""

import math

from skyshed.kernels.air import air_at, drag_at
from skyshed.kernels.compile import compiled, part

EARTH_RADIUS_M = 6_371_000.0
GRAVITY_M_S2 = 9.80665
END_SPEED_M_S = 150.0
BOOST_STEP_S = 0.25
SUSTAIN_STEP_S = 0.5
SAMPLES = 2000
HELD = -1.0
STEEPEST_DIVE_RAD = -1.2
# Columns of a sample: time, ground range, altitude, speed, path angle, lateral acceleration at
# hand, greatest altitude so far.
SAMPLE = 7


@part
def motor_at(missile, time, stage):
    """Share of the launch mass that is left, and thrust over launch mass [m/s2].

    The stage (0 boost, 1 sustain, 2 coast) is given, so that a step that ends at burn-out never
    sees the next one.
    """
    if stage == 0:
        flow = missile[2] / missile[0]
        return 1.0 - flow * time, missile[4] * flow
    if stage == 1:
        flow = missile[3] / missile[1]
        return 1.0 - missile[2] - flow * (time - missile[0]), missile[4] * flow
    return 1.0 - missile[2] - missile[3], 0.0


@part
def acceleration(missile, time, stage, pull, x, z, vx, vz, centre, air, drag):
    """Acceleration [m/s2] of a flight in the vertical plane.

    x (level), z (up) at the launcher, whose distance from the centre of the Earth is `centre`.
    pull: `HELD` on a straight line, or the lateral acceleration downwards while coasting [m/s2].
    Either is limited by the greatest lift and costs induced drag.
    """
    up = z + centre
    radius = math.sqrt(x * x + up * up)
    gravity = GRAVITY_M_S2 * (EARTH_RADIUS_M / radius) ** 2
    gx, gz = -gravity * x / radius, -gravity * up / radius
    speed = math.sqrt(vx * vx + vz * vz)
    ux, uz = vx / speed, vz / speed
    left, thrust = motor_at(missile, time, stage)
    density, sound = air_at(radius - EARTH_RADIUS_M, air)
    pressure = 0.5 * density * speed * speed
    loading = missile[5] * left
    coefficient = missile[6] * drag_at(speed / sound, drag)
    if pull == HELD:
        along = gx * ux + gz * uz
        if pressure > 0.0:
            lift = min(abs(gx * uz - gz * ux) * loading / pressure, missile[8])
            coefficient += missile[7] * lift * lift
        gx, gz = along * ux, along * uz
    elif pull > 0.0 and stage > 0 and pressure > 0.0:
        lift = min(pull * loading / pressure, missile[8])
        coefficient += missile[7] * lift * lift
        down = lift * pressure / loading
        gx, gz = gx + down * uz, gz - down * ux
    forward = thrust / left - pressure * coefficient / loading
    return forward * ux + gx, forward * uz + gz


@part
def lateral_at(missile, left, altitude, speed, air):
    """Lateral acceleration at hand [m/s2]: the lesser of airframe and available lift."""
    density, _ = air_at(altitude, air)
    lift = 0.5 * density * speed * speed * missile[8] / (missile[5] * left)
    return min(missile[9], lift)


@part
def _record(missile, time, stage, x, z, vx, vz, centre, air, apogee, row):
    up = z + centre
    radius = math.sqrt(x * x + up * up)
    speed = math.sqrt(vx * vx + vz * vz)
    left, _ = motor_at(missile, time, stage)
    bearing = math.atan2(x, up)
    row[0] = time
    row[1] = EARTH_RADIUS_M * bearing
    row[2] = radius - EARTH_RADIUS_M
    row[3] = speed
    row[4] = math.atan2(vz, vx) + bearing
    row[5] = lateral_at(missile, left, row[2], speed, air)
    row[6] = max(apogee, row[2])


@part
def _growing(share, length):
    """Time after a share of steps that grow from nothing, as its power 3/2."""
    return length * share * math.sqrt(share)


@part
def _can_hold(missile, row, centre_gravity):
    """Whether lift carries a coasting missile along a straight line."""
    return row[5] >= centre_gravity * abs(math.cos(row[4]))


@part
def _advance(missile, t, h, stage, pull, x, z, vx, vz, centre, air, drag):
    """Place and velocity one Runge-Kutta step of fourth order later."""
    half = 0.5 * h
    middle = t + half
    a1x, a1z = acceleration(missile, t, stage, pull, x, z, vx, vz, centre, air, drag)
    v2x, v2z = vx + half * a1x, vz + half * a1z
    a2x, a2z = acceleration(
        missile, middle, stage, pull, x + half * vx, z + half * vz, v2x, v2z, centre, air, drag
    )
    v3x, v3z = vx + half * a2x, vz + half * a2z
    a3x, a3z = acceleration(
        missile, middle, stage, pull, x + half * v2x, z + half * v2z, v3x, v3z, centre, air, drag
    )
    v4x, v4z = vx + h * a3x, vz + h * a3z
    a4x, a4z = acceleration(
        missile, t + h, stage, pull, x + h * v3x, z + h * v3z, v4x, v4z, centre, air, drag
    )
    sixth = h / 6.0
    return (
        x + sixth * (vx + 2.0 * v2x + 2.0 * v3x + v4x),
        z + sixth * (vz + 2.0 * v2z + 2.0 * v3z + v4z),
        vx + sixth * (a1x + 2.0 * a2x + 2.0 * a3x + a4x),
        vz + sixth * (a1z + 2.0 * a2z + 2.0 * a3z + a4z),
    )


@compiled
def fly_arc(
    missile, launch_altitude, elevation, pull, lowest, coast_step, air, drag, samples,
    delay=0.0, dive=0.0,
):  # fmt: skip
    """Fly one shot and fill `samples` (n, SAMPLE); returns how many are filled.

    missile (14,) as packed by `flight.missile`. It ends below the altitude `lowest`, slower than
    `END_SPEED_M_S` after burn-out, one step after the longest time of flight, where lift no longer
    holds a straight line, or where it is pulled into a steep dive. pull: as in `acceleration`, from
    `delay` seconds after the first burn; with a `dive` below zero only until the path has that
    angle [rad], and without lift from then on. RK4; burn-outs fall on the ends of steps.
    """
    centre = EARTH_RADIUS_M + launch_altitude
    speed = max(missile[10], 1.0)
    x, z = 0.0, 0.0
    vx, vz = speed * math.cos(elevation), speed * math.sin(elevation)
    first = 0 if missile[0] > 0.0 else 2
    _record(missile, 0.0, first, x, z, vx, vz, centre, air, launch_altitude, samples[0])
    count = 1
    start = 0.0
    turned = False
    for stage in range(3):
        if stage < 2:
            length = missile[stage]
            steps = math.ceil(length / (BOOST_STEP_S if stage == 0 else SUSTAIN_STEP_S))
            h = length / max(steps, 1)
        else:
            length = 0.0
            steps = samples.shape[0]
            h = coast_step
        for step in range(steps):
            if count == samples.shape[0]:
                return count
            if stage == 0:  # short steps while the slow missile turns quickly
                t = _growing(step / steps, length)
                h = _growing((step + 1) / steps, length) - t
            else:
                t = start + step * h
            waits = pull > 0.0 and (turned or t < missile[0] + delay)
            x, z, vx, vz = _advance(
                missile, t, h, stage, 0.0 if waits else pull, x, z, vx, vz, centre, air, drag
            )  # fmt: skip
            row = samples[count]
            apogee = samples[count - 1, 6]
            _record(missile, t + h, stage, x, z, vx, vz, centre, air, apogee, row)
            if stage == 2 and row[3] < END_SPEED_M_S:
                return count
            if stage == 2 and pull == HELD and not _can_hold(missile, row, GRAVITY_M_S2):
                return count
            if pull > 0.0 and dive == 0.0 and row[4] < STEEPEST_DIVE_RAD:
                return count
            if dive < 0.0 and t >= missile[0] + delay and row[4] < dive:
                turned = True
            count += 1
            if row[2] < lowest or row[0] > missile[13]:
                return count
        start += length
    return count
