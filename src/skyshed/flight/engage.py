"""A missile flown out against a target's track."""

import dataclasses
import math
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table
from skyshed.flight.gravity import gravity_series
from skyshed.flight.missile import Missile
from skyshed.flight.shot import Lead, Setting, Shot, fly, missile_body
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import inverse

FloatArray = NDArray[np.float64]

TERMINAL_S: Final = 20.0
NAVIGATION_CONSTANT: Final = 4.0


class TargetTrack(Protocol):
    """Places of a target over time, as `skyshed.flight.track.Track` has them."""

    @property
    def time_s(self) -> FloatArray: ...
    @property
    def latitude_rad(self) -> FloatArray: ...
    @property
    def longitude_rad(self) -> FloatArray: ...
    @property
    def altitude_m(self) -> FloatArray: ...


def fly_out_shot(
    missile: Missile,
    member: int,
    target: TargetTrack,
    *,
    latitude_rad: float,
    longitude_rad: float,
    altitude_m: float,
    loft_rad: float,
    launch_s: float = 0.0,
    planned_time_s: float | None = None,
    terminal_s: float = TERMINAL_S,
    azimuth_rad: float | None = None,
    wind_east_m_s: float = 0.0,
    wind_north_m_s: float = 0.0,
    floor_m: float = -math.inf,
    step_s: float = 0.1,
    record_every: int = 0,
) -> Shot:
    """Fly one member of a missile against a target.

    Parameters
    ----------
    missile : Missile
    member : int
        Which of its members.
    target : TargetTrack
        The target's track; beyond its ends the target flies straight on.
    latitude_rad, longitude_rad : float
        Of the launcher, geodetic. [rad]
    altitude_m : float
        Of the launcher, above mean sea level. [m]
    loft_rad : float
        Elevation of the launch above the horizontal. [rad]
    launch_s : float
        Time of the launch on the track's clock. [s]
    planned_time_s : float or None
        Time of flight that the launch is planned for: a fly-out table gives it together with the
        loft. None: proportional navigation from the launch, for short shots. [s]
    terminal_s : float
        So long before the planned intercept proportional navigation takes over; at least 1 s. [s]
    azimuth_rad : float or None
        Of the launch, clockwise from true north; None: towards the predicted intercept. [rad]
    wind_east_m_s, wind_north_m_s : float
        Wind, the same at every height. [m s^-1]
    floor_m : float
        Altitude above mean sea level at which the flight ends on its way down. [m]
    step_s : float
        Longest Runge-Kutta step. [s]
    record_every : int
        A row of the path is kept every so many steps; 0: no path.

    Returns
    -------
    Shot

    Raises
    ------
    ValueError
        If `member` does not exist, or a time or an angle is out of bounds.

    Notes
    -----
    The missile leaves in the azimuth of the predicted intercept: the target's place, carried on
    straight by the planned time. Where the flight without command would be then is flown out first.
    From the end of the boost the gap d between the two is closed by the command
    3 (d - s - s' t) / t^2, t before the planned time, where s is what earlier commands have moved
    the flight by: the least effort that does it. If the loft is that of the zero-lift arc through
    the intercept, a target that flies straight on draws no command; a steeper loft, from which the
    missile is pulled down, or a turn of the target does. In the last phase pure proportional
    navigation, 4 times the turning rate of the line of sight crossed with the missile's velocity,
    with gravity added. All commands are cut to the lesser of structure and available lift.

    The Earth is a ball with the ellipsoid's radius of curvature in the azimuth of the launch, and
    gravity the ellipsoid's at the launcher's latitude, pointing to the ball's centre. The Coriolis
    acceleration is left out (0.2 m/s2 at 1500 m/s); guidance would take it up.
    """
    check_shot(loft_rad, planned_time_s, terminal_s)
    body = missile_body(missile.member(member))[0]
    azimuth = 0.0 if azimuth_rad is None else azimuth_rad
    aim = np.zeros(3)
    for _ in range(2 if azimuth_rad is None else 1):
        # The azimuth decides the radius by 0.3 % at most, and that the azimuth by next to nothing.
        radius_m = float(euler_radius_m(latitude_rad, azimuth))
        samples, step = local_track(target, latitude_rad, longitude_rad, radius_m)
        start = float(target.time_s[0]) - launch_s
        aim = _predicted(samples, start, step, planned_time_s or 0.0)
        if azimuth_rad is None:
            azimuth = math.atan2(aim[0], aim[1])
    gravity, fall, bend = gravity_series(latitude_rad)
    setting = Setting(
        air=air_table(),
        drag=drag_table("G7"),
        gravity_m_s2=float(gravity),
        gravity_fall_per_m=float(fall),
        gravity_bend_per_m2=bend,
        radius_m=radius_m,
        wind_east_m_s=wind_east_m_s,
        wind_north_m_s=wind_north_m_s,
        floor_m=floor_m,
    )
    launcher = np.array([0.0, 0.0, altitude_m])
    velocity = direction(azimuth, loft_rad) * missile.launch_speed_m_s[member]
    lead = Lead(homing_from_s=0.0, navigation_constant=NAVIGATION_CONSTANT)
    if planned_time_s is not None:
        arc_end = _free_arc_end(launcher, velocity, body, setting, planned_time_s, step_s)
        lead = Lead(
            homing_from_s=max(planned_time_s - terminal_s, 0.0),
            navigation_constant=NAVIGATION_CONSTANT,
            planned_time_s=planned_time_s,
            aim_m=arc_end,
        )
    return fly(
        launcher,
        velocity,
        body,
        lead,
        setting,
        target=samples,
        target_times_s=(start, step),
        step_s=step_s,
        record_every=record_every,
    )


def _free_arc_end(
    launcher: FloatArray,
    velocity: FloatArray,
    body: FloatArray,
    setting: Setting,
    planned_time_s: float,
    step_s: float,
) -> tuple[float, float, float]:
    """Where the flight without command is at the planned time, below the ground or not."""
    onwards = body.copy()
    onwards[9], onwards[10] = 0.0, planned_time_s  # no least speed; the time
    free = dataclasses.replace(setting, floor_m=-math.inf)
    x, y, z = fly(launcher, velocity, onwards, Lead(), free, step_s=step_s).position_m
    return float(x), float(y), float(z)


def check_shot(loft_rad: float, planned_time_s: float | None, terminal_s: float) -> None:
    """Raise ValueError where a launch could not be meant."""
    if not 0.0 <= loft_rad <= math.pi / 2.0:
        raise ValueError(f"loft_rad must lie between 0 and pi/2, got {loft_rad}; was it degrees?")
    if planned_time_s is not None and not planned_time_s > 0.0:
        raise ValueError(f"planned_time_s must be above zero, got {planned_time_s}")
    if not terminal_s >= 1.0:
        raise ValueError(f"terminal_s must be at least 1 s, got {terminal_s}")


def direction(azimuth_rad: float, elevation_rad: float) -> FloatArray:
    """Unit vector east, north, up.

    Parameters
    ----------
    azimuth_rad : float
        Clockwise from true north. [rad]
    elevation_rad : float
        Up from the horizontal. [rad]

    Returns
    -------
    ndarray, shape (3,)
        [1]
    """
    level = math.cos(elevation_rad)
    return np.array(
        [level * math.sin(azimuth_rad), level * math.cos(azimuth_rad), math.sin(elevation_rad)]
    )


def local_track(
    target: TargetTrack, latitude_rad: float, longitude_rad: float, radius_m: float
) -> tuple[FloatArray, float]:
    """A track in the frame of a shot, in even steps of time.

    Parameters
    ----------
    target : TargetTrack
    latitude_rad, longitude_rad : float
        Of the launcher, geodetic. [rad]
    radius_m : float
        Of the ball that stands for the Earth. [m]

    Returns
    -------
    samples : ndarray, shape (sample, 6)
        East, north, up of the point at mean sea level under the launcher, and the velocity, from
        the distance and azimuth of the geodesic. [m], [m s^-1]
    step_s : float
        Their step; a track with uneven steps is drawn anew in its shortest one. [s]

    Raises
    ------
    ValueError
        If the track has fewer than two times, or they do not grow.
    """
    time = np.asarray(target.time_s, dtype=float)
    if time.size < 2 or not np.all(np.diff(time) > 0.0):
        raise ValueError("a target's track needs two times or more, one after the other")
    distance, azimuth, _ = inverse(
        latitude_rad, longitude_rad, target.latitude_rad, target.longitude_rad
    )
    from_centre, angle = radius_m + np.asarray(target.altitude_m), distance / radius_m
    place = np.stack(
        [
            from_centre * np.sin(angle) * np.sin(azimuth),
            from_centre * np.sin(angle) * np.cos(azimuth),
            # radius (cos - 1) without the loss of digits
            target.altitude_m * np.cos(angle) - 2.0 * radius_m * np.sin(0.5 * angle) ** 2,
        ],
        axis=-1,
    )
    velocity = np.gradient(place, time, axis=0, edge_order=2 if time.size > 2 else 1)
    step = float(np.min(np.diff(time)))
    if np.ptp(np.diff(time)) > 1e-9 * time[-1]:
        from scipy.interpolate import CubicHermiteSpline

        curve = CubicHermiteSpline(time, place, velocity)
        time = time[0] + step * np.arange(math.floor((time[-1] - time[0]) / step) + 1)
        place, velocity = curve(time), curve(time, 1)
    return np.concatenate([place, velocity], axis=-1), step


def _predicted(
    samples: FloatArray, start_s: float, step_s: float, planned_time_s: float
) -> FloatArray:
    """Where a target will be when it flies straight on from the launch."""
    place = -start_s / step_s
    last = len(samples) - 1
    i = int(min(max(place, 0.0), last))
    p, v = samples[i, :3], samples[i, 3:]
    if 0.0 <= place < last:
        # the cubic on which the compiled flight has the target between two samples
        share = place - i
        first = (samples[i + 1, :3] - p) / step_s - v
        second = samples[i + 1, 3:] - v - 2.0 * first
        now = p + share * step_s * (v + share * (first + (share - 1.0) * second))
        velocity = v + 2.0 * share * first + share * (3.0 * share - 2.0) * second
        return np.asarray(now + planned_time_s * velocity)
    return np.asarray(p + (planned_time_s - start_s - i * step_s) * v)
