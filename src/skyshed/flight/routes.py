"""Flights along a given route: legs, turns at a g limit, level or close to the ground."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import STANDARD_GRAVITY_M_S2
from skyshed.flight.route_line import RouteLine, along, route_line
from skyshed.flight.track import Track
from skyshed.geodesy.geodesics import direct

FloatArray = NDArray[np.float64]
Ground = Callable[[FloatArray, FloatArray], ArrayLike] | ArrayLike
"""Altitude of the ground: a function of latitude and longitude [rad], or the profile itself."""

TURN_LIMIT_M_S2 = 2.0 * STANDARD_GRAVITY_M_S2
"""Horizontal acceleration of a turn where none is stated: an assumption. [m/s2]"""
CLIMB_LIMIT_RAD = float(np.radians(10.0))
"""Steepest climb and dive where none is stated: an assumption. [rad]"""
STATION_SPACING_M = 100.0
"""Distance between the stations at which the ground under a route is looked up. [m]"""
_EARTH_M = 6_371_000.0


def fly_route(
    points_rad: ArrayLike,
    *,
    speed_m_s: float,
    altitude_m: ArrayLike | None = None,
    agl_m: float | None = None,
    ground: Ground | None = None,
    turn_limit_m_s2: float = TURN_LIMIT_M_S2,
    climb_limit_rad: float = CLIMB_LIMIT_RAD,
    step_s: float = 1.0,
    start_s: float = 0.0,
) -> Track:
    """Fly a given route at a constant speed.

    Parameters
    ----------
    points_rad : array_like, shape (waypoint, 2)
        Latitude and longitude of each point of the route. [rad]
    speed_m_s : float
        Speed along the path; there is no wind. [m/s]
    altitude_m : array_like, shape () or (waypoint,), optional
        Altitude above mean sea level, one or at each point; even climbs between. [m]
    agl_m : float, optional
        Height above ground to follow the terrain at, instead of `altitude_m`. [m]
    ground : callable or array_like, optional
        Altitude of the ground above mean sea level, needed with `agl_m`: a function of latitude and
        longitude [rad], or its values at the places that `route_stations` gives. [m]
    turn_limit_m_s2 : float, default: 2 g
        Horizontal acceleration a of the turns: radius v^2/a, load factor sqrt(1 + (a/g)^2). [m/s2]
    climb_limit_rad : float, default: 10 degrees
        Steepest climb and steepest dive. [rad]
    step_s : float, default: 1.0
        Time between the samples; the last step may be shorter. [s]
    start_s : float, default: 0.0
        Time at the first point. [s]

    Returns
    -------
    Track

    Raises
    ------
    ValueError
        If the turns do not fit into the legs or a climb is too steep ("unreachable route"), or if
        an argument is out of its range.

    Notes
    -----
    Legs are geodesics, turns are flown by the points. A slow, low route is a drone's.
    """
    _check_positive(
        speed_m_s=speed_m_s, turn_limit_m_s2=turn_limit_m_s2, climb_limit_rad=climb_limit_rad,
        step_s=step_s,
    )  # fmt: skip
    if not start_s >= 0.0:
        raise ValueError(f"start_s must not be negative, got {start_s:g} s")
    if (altitude_m is None) == (agl_m is None):
        raise ValueError("a route needs either altitude_m or agl_m")
    line = route_line(points_rad, turn_radius_m=speed_m_s**2 / turn_limit_m_s2)
    if agl_m is None:
        distance, altitude = _given_altitude(line, altitude_m, climb_limit_rad)
    else:
        distance = _stations(line)
        profile = _ground_altitude(line, distance, ground)
        altitude = follow_terrain(distance, profile, agl_m=agl_m, climb_limit_rad=climb_limit_rad)
    return _timed(line, distance, altitude, speed_m_s, step_s, start_s)


def route_stations(
    points_rad: ArrayLike, *, speed_m_s: float, turn_limit_m_s2: float = TURN_LIMIT_M_S2
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Places under a route where terrain following needs the altitude of the ground.

    Parameters
    ----------
    points_rad, speed_m_s, turn_limit_m_s2
        As in `fly_route`.

    Returns
    -------
    distance_m : ndarray, shape (n,)
        Distance along the route, evenly spaced, `STATION_SPACING_M` apart at most. [m]
    latitude_rad, longitude_rad : ndarray, shape (n,)
        Places. [rad]
    """
    _check_positive(speed_m_s=speed_m_s, turn_limit_m_s2=turn_limit_m_s2)
    line = route_line(points_rad, turn_radius_m=speed_m_s**2 / turn_limit_m_s2)
    distance = _stations(line)
    latitude, longitude, _ = along(line, distance)
    return distance, latitude, longitude


def follow_terrain(
    distance_m: ArrayLike, ground_m: ArrayLike, *, agl_m: float, climb_limit_rad: float
) -> NDArray[np.float64]:
    """Lowest path over a terrain profile that keeps a height and a climb limit.

    Parameters
    ----------
    distance_m : array_like, shape (n,)
        Distance along the profile, growing. [m]
    ground_m : array_like, shape (n,)
        Altitude of the ground above mean sea level. [m]
    agl_m : float
        Least height above ground. [m]
    climb_limit_rad : float
        Steepest climb and steepest dive. [rad]

    Returns
    -------
    ndarray, shape (n,)
        Altitude above mean sea level. [m]

    Raises
    ------
    ValueError
        If the arrays do not match, the ground is not finite or a limit is out of range.

    Notes
    -----
    max over u of ``ground(u) + agl - tan(limit) |s - u|``: the climb begins before the ridge. The
    vertical acceleration is not limited; real paths round these corners and fly metres higher.
    """
    distance, ground = np.asarray(distance_m, dtype=float), np.asarray(ground_m, dtype=float)
    if distance.ndim != 1 or ground.shape != distance.shape:
        raise ValueError(
            f"the ground profile has shape {ground.shape}, the stations of the route "
            f"{distance.shape}: take them from route_stations"
        )
    if not np.all(np.isfinite(ground)):
        raise ValueError("the ground profile must be finite: does the terrain cover the route?")
    if not agl_m >= 0.0:
        raise ValueError(f"agl_m must not be negative, got {agl_m:g} m")
    if not 0.0 < climb_limit_rad < 0.5 * np.pi:
        raise ValueError(f"climb_limit_rad must lie between 0 and pi/2, got {climb_limit_rad:g}")
    rise = np.tan(climb_limit_rad) * distance
    dive = np.maximum.accumulate(ground + rise) - rise
    climb = np.maximum.accumulate((ground - rise)[::-1])[::-1] + rise
    return np.asarray(np.maximum(dive, climb) + agl_m)


def inbound_track(
    latitude_rad: float,
    longitude_rad: float,
    azimuth_rad: float,
    distance_m: float,
    *,
    speed_m_s: float,
    beyond_m: float = 0.0,
    altitude_m: float | None = None,
    agl_m: float | None = None,
    ground: Ground | None = None,
    climb_limit_rad: float = CLIMB_LIMIT_RAD,
    step_s: float = 1.0,
    start_s: float = 0.0,
) -> Track:
    """Fly straight at a place.

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        The place flown at. [rad]
    azimuth_rad : float
        Direction the flight comes from, seen from the place, clockwise from true north. [rad]
    distance_m : float
        Distance of its start. [m]
    beyond_m : float, default: 0.0
        How far the flight goes on past the place, on the same geodesic. [m]
    speed_m_s, altitude_m, agl_m, ground, climb_limit_rad, step_s, start_s
        As in `fly_route`.

    Returns
    -------
    Track

    Raises
    ------
    ValueError
        As in `fly_route`.
    """
    _check_positive(distance_m=distance_m)
    ends = np.array([distance_m, -beyond_m])
    latitude, longitude, _ = direct(latitude_rad, longitude_rad, azimuth_rad, ends)
    return fly_route(
        np.stack([latitude, longitude], axis=-1),
        speed_m_s=speed_m_s, altitude_m=altitude_m, agl_m=agl_m, ground=ground,
        climb_limit_rad=climb_limit_rad, step_s=step_s, start_s=start_s,
    )  # fmt: skip


def _check_positive(**numbers: float) -> None:
    for name, number in numbers.items():
        if not (number > 0.0 and np.isfinite(number)):
            raise ValueError(f"{name} must be positive, got {number:g}")


def _stations(line: RouteLine) -> FloatArray:
    """Evenly spaced distances along a line, both ends included."""
    return np.linspace(0.0, line.length_m, int(np.ceil(line.length_m / STATION_SPACING_M)) + 1)


def _ground_altitude(line: RouteLine, distance: FloatArray, ground: Ground | None) -> FloatArray:
    """Altitude of the ground at the stations, looked up or as given."""
    if ground is None:
        raise ValueError(
            "agl_m needs the ground: a function of latitude and longitude or a profile"
        )
    if callable(ground):
        latitude, longitude, _ = along(line, distance)
        return np.asarray(ground(latitude, longitude), dtype=float)
    return np.asarray(ground, dtype=float)


def _given_altitude(
    line: RouteLine, altitude_m: ArrayLike | None, climb_limit_rad: float
) -> tuple[FloatArray, FloatArray]:
    """Distance and altitude where an altitude is stated; ValueError where a climb is too steep."""
    altitude = np.asarray(altitude_m, dtype=float)
    if altitude.shape not in ((), line.waypoint_m.shape) or not np.all(np.isfinite(altitude)):
        raise ValueError(
            f"altitude_m must be one number or one for each of {line.waypoint_m.size} points, "
            f"got shape {altitude.shape}"
        )
    altitude = np.broadcast_to(altitude, line.waypoint_m.shape)
    slope = np.arctan2(np.diff(altitude), np.diff(line.waypoint_m))
    steepest = int(np.argmax(np.abs(slope)))
    if abs(slope[steepest]) > climb_limit_rad:
        raise ValueError(
            f"unreachable route: leg {steepest + 1} goes from {altitude[steepest]:.0f} m to "
            f"{altitude[steepest + 1]:.0f} m at {np.degrees(slope[steepest]):.1f} deg, "
            f"steeper than the limit of {np.degrees(climb_limit_rad):.1f} deg"
        )
    distance = np.union1d(_stations(line), line.waypoint_m)
    return distance, np.interp(distance, line.waypoint_m, altitude)


def _timed(
    line: RouteLine,
    distance: FloatArray,
    altitude: FloatArray,
    speed_m_s: float,
    step_s: float,
    start_s: float,
) -> Track:
    """Samples at even times of a path at constant speed."""
    level = np.diff(distance) * (1.0 + 0.5 * (altitude[:-1] + altitude[1:]) / _EARTH_M)
    flown = np.concatenate([[0.0], np.cumsum(np.hypot(level, np.diff(altitude)))])
    duration = flown[-1] / speed_m_s
    time = np.append(np.arange(0.0, duration - 1e-9 * step_s, step_s), duration)
    place = np.interp(time * speed_m_s, flown, distance)
    latitude, longitude, course = along(line, place)
    return Track(
        time_s=start_s + time,
        latitude_rad=latitude,
        longitude_rad=longitude,
        altitude_m=np.interp(place, distance, altitude),
        speed_m_s=np.full(time.size, float(speed_m_s)),
        course_rad=course,
    )
