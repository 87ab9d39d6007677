"""Ballistic arcs from their range and apogee: two bodies, no air."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.flight.track import Track
from skyshed.geodesy.geodesics import direct, inverse

FloatArray = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_000.0
"""Radius of the round Earth under the arc: mean radius. [m]"""
EARTH_GM_M3_S2 = 3.986_004_418e14
"""Gravitational constant times mass of the Earth, WGS 84, as in the Kepler and Lambert cases of
Vallado that the tests use. [m3/s2]"""


@dataclass(frozen=True)
class BallisticArc:
    """An arc of an ellipse about the Earth's centre, both ends at one altitude.

    Attributes
    ----------
    range_m : ndarray, shape (...)
        Ground range between the ends, at mean sea level. [m]
    apogee_m : ndarray, shape (...)
        Greatest altitude. [m]
    end_altitude_m : ndarray, shape (...)
        Altitude of both ends. [m]
    speed_m_s : ndarray, shape (...)
        Speed at both ends: at burnout, and at impact if there were no air. [m/s]
    angle_rad : ndarray, shape (...)
        Angle of the path above the horizontal at the first end, below it at the other. [rad]
    time_s : ndarray, shape (...)
        Time of flight between the ends. [s]
    semi_major_axis_m, eccentricity : ndarray, shape (...)
        The ellipse. [m], [1]
    radius_m : float
        Radius of the Earth used. [m]
    """

    range_m: FloatArray
    apogee_m: FloatArray
    end_altitude_m: FloatArray
    speed_m_s: FloatArray
    angle_rad: FloatArray
    time_s: FloatArray
    semi_major_axis_m: FloatArray
    eccentricity: FloatArray
    radius_m: float


def arc_from_range_and_apogee(
    range_m: ArrayLike,
    apogee_m: ArrayLike,
    *,
    end_altitude_m: ArrayLike = 0.0,
    radius_m: float = EARTH_RADIUS_M,
) -> BallisticArc:
    """Ballistic arc of a given range and apogee.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Ground range between the ends, up to half way round the Earth. [m]
    apogee_m : array_like, shape (...)
        Greatest altitude above mean sea level. [m]
    end_altitude_m : array_like, shape (...), default: 0.0
        Altitude of both ends. [m]
    radius_m : float, default: EARTH_RADIUS_M
        Radius of the round Earth. [m]

    Returns
    -------
    BallisticArc
        Of the arguments' common shape.

    Raises
    ------
    ValueError
        If a range is not between 0 and half the Earth's circumference, or an apogee is not above
        the ends.

    Notes
    -----
    With half the range angle p, end radius r and apogee radius r_a, the conic
    ``r = r_a (1 - e) / (1 - e cos p)`` about the Earth's centre gives the eccentricity
    ``e = (r_a - r) / (r_a - r cos p)``; speed by the energy, time by Kepler's equation counted from
    the apogee. Drag, thrust and the Earth's rotation are left out: the powered part is taken as
    part of the arc, and the speed low in the air at the far end is an upper bound.
    """
    ground, apogee, end = np.broadcast_arrays(
        *(np.asarray(number, dtype=float) for number in (range_m, apogee_m, end_altitude_m))
    )
    if not np.all((ground > 0.0) & (ground < np.pi * radius_m)):
        raise ValueError(f"range_m must lie between 0 and half way round, got {ground.min():g} m")
    if not np.all(apogee > end):
        raise ValueError(
            f"the apogee must be above the ends of the arc, got {apogee.min():g} m "
            f"with ends at {end.max():g} m"
        )
    half, near, far = 0.5 * ground / radius_m, radius_m + end, radius_m + apogee
    # 1 - cos as a sine, so that short arcs keep their digits.
    less_cosine = 2.0 * np.sin(0.5 * half) ** 2
    over = (apogee - end) + near * less_cosine
    eccentricity, one_less = (apogee - end) / over, near * less_cosine / over
    axis = far / (1.0 + eccentricity)
    speed = np.sqrt(EARTH_GM_M3_S2 * (2.0 / near - 1.0 / axis))
    angle = np.arctan2(eccentricity * np.sin(half), one_less + eccentricity * less_cosine)
    anomaly = 2.0 * np.arctan(np.sqrt((1.0 + eccentricity) / one_less) * np.tan(0.5 * half))
    time = 2.0 * (anomaly + eccentricity * np.sin(anomaly)) * np.sqrt(axis**3 / EARTH_GM_M3_S2)
    return BallisticArc(ground, apogee, end, speed, angle, time, axis, eccentricity, radius_m)


def minimum_energy_apogee_m(
    range_m: ArrayLike, *, end_altitude_m: ArrayLike = 0.0, radius_m: float = EARTH_RADIUS_M
) -> NDArray[np.float64]:
    """Apogee of the arc that needs the least speed for a range.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Ground range between the ends. [m]
    end_altitude_m : array_like, shape (...), default: 0.0
        Altitude of both ends. [m]
    radius_m : float, default: EARTH_RADIUS_M
        Radius of the round Earth. [m]

    Returns
    -------
    ndarray, shape (...)
        Altitude of the apogee above mean sea level; a quarter of the range where that is short. [m]

    Notes
    -----
    The empty focus of that ellipse lies on the chord between the ends, so that with half the range
    angle p and end radius r the semi-major axis is r (1 + sin p)/2 and the apogee radius
    r (1 + sin p + cos p)/2.
    """
    half = 0.5 * np.asarray(range_m, dtype=float) / radius_m
    end = np.asarray(end_altitude_m, dtype=float)
    rise = 0.5 * (radius_m + end) * (np.sin(half) - 2.0 * np.sin(0.5 * half) ** 2)
    return np.asarray(end + rise)


def arc_state(
    arc: BallisticArc, time_s: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Where and how fast a missile is on its arc.

    Parameters
    ----------
    arc : BallisticArc
        The arc.
    time_s : array_like, shape (...)
        Time since its first end; broadcasts with the arc. [s]

    Returns
    -------
    downrange_m : ndarray, shape (...)
        Ground range from the first end. [m]
    altitude_m : ndarray, shape (...)
        Altitude above mean sea level. [m]
    speed_m_s : ndarray, shape (...)
        Speed. [m/s]
    angle_rad : ndarray, shape (...)
        Angle of the path above the horizontal. [rad]
        All are nan before the first and after the second end.
    """
    time = np.asarray(time_s, dtype=float)
    time = np.where((time >= 0.0) & (time <= arc.time_s), time, np.nan)
    axis, e = arc.semi_major_axis_m, arc.eccentricity
    anomaly = _anomaly_from_apogee((time - 0.5 * arc.time_s) * np.sqrt(EARTH_GM_M3_S2 / axis**3), e)
    radius = axis * (1.0 + e * np.cos(anomaly))
    ahead = 2.0 * np.arctan(np.sqrt((1.0 - e) / (1.0 + e)) * np.tan(0.5 * anomaly))
    speed = np.sqrt(EARTH_GM_M3_S2 * (2.0 / radius - 1.0 / axis))
    angle = np.arctan2(-e * np.sin(anomaly), np.sqrt(1.0 - e**2))
    downrange = 0.5 * arc.range_m + arc.radius_m * ahead
    return downrange, radius - arc.radius_m, speed, angle


def ballistic_track(
    latitude_rad: float,
    longitude_rad: float,
    aim_latitude_rad: float,
    aim_longitude_rad: float,
    *,
    apogee_m: float | None = None,
    end_altitude_m: float = 0.0,
    step_s: float = 1.0,
    start_s: float = 0.0,
) -> Track:
    """Fly a ballistic arc between two given places.

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Place of the first end. [rad]
    aim_latitude_rad, aim_longitude_rad : float
        Place of the second end. [rad]
    apogee_m : float, optional
        Greatest altitude above mean sea level; that of least energy where none is stated. [m]
    end_altitude_m : float, default: 0.0
        Altitude of both ends above mean sea level. [m]
    step_s : float, default: 1.0
        Time between the samples; the last step may be shorter. [s]
    start_s : float, default: 0.0
        Time at the first end. [s]

    Returns
    -------
    Track
        Over the geodesic between the places; `speed_m_s` is that along the arc.

    Raises
    ------
    ValueError
        As in `arc_from_range_and_apogee`, or if a time is out of range.

    Notes
    -----
    See `arc_from_range_and_apogee` for what is left out. The ends are given, so the Earth's
    rotation would change the arc's shape a little, not its ends.
    """
    if not step_s > 0.0 or not start_s >= 0.0:
        raise ValueError(
            f"step_s must be positive and start_s not negative: {step_s:g}, {start_s:g}"
        )
    length, course, _ = inverse(latitude_rad, longitude_rad, aim_latitude_rad, aim_longitude_rad)
    if apogee_m is None:
        apogee_m = float(minimum_energy_apogee_m(length, end_altitude_m=end_altitude_m))
    arc = arc_from_range_and_apogee(length, apogee_m, end_altitude_m=end_altitude_m)
    duration = float(arc.time_s)
    time = np.append(np.arange(0.0, duration - 1e-9 * step_s, step_s), duration)
    downrange, altitude, speed, _ = arc_state(arc, time)
    places = direct(latitude_rad, longitude_rad, course, downrange)
    return Track(start_s + time, places[0], places[1], altitude, speed, places[2])


def _anomaly_from_apogee(mean: FloatArray, eccentricity: FloatArray) -> FloatArray:
    """Solve x + e sin x = mean for the eccentric anomaly x counted from the apogee.

    The function is concave for x > 0 and the start lies left of the root, so Newton's steps go up
    to it without overshooting.
    """
    size = np.abs(mean)
    anomaly = size / (1.0 + eccentricity)
    for _ in range(60):
        error = anomaly + eccentricity * np.sin(anomaly) - size
        step = error / (1.0 + eccentricity * np.cos(anomaly))
        anomaly = anomaly - step
        if not np.any(np.abs(step) > 1e-15 + 1e-15 * anomaly):
            break
    return np.asarray(np.copysign(anomaly, mean))
