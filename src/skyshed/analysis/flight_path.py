"""Assumed flights as points in space and time, and how a radar sees them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.geodesy.geodesics import direct, inverse
from skyshed.scenario.model import Flight

FloatArray = NDArray[np.float64]

ROUTE_SPACING_M = 5_000.0
"""Distance between the points of a route. [m]"""
AREA_TIME_S = 3_600.0
"""Flying time that stands for one flight inside an area; an assumption. [s]"""
_AREA_POINTS = 64
_AREA_HEADINGS = 36
_GOLDEN_ANGLE_RAD = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True)
class FlightPath:
    """A flight as points with equal shares of its time.

    Attributes
    ----------
    latitude_rad, longitude_rad : ndarray, shape (point,)
        Points over the ground. [rad]
    course_rad : ndarray, shape (point, heading)
        Courses flown at each point, each for the same time: there and back on a route, all round
        in an area. [rad]
    altitude_m : ndarray, shape (level,)
        Altitudes above mean sea level, each flown for the same time. [m]
    time_s : float
        Time of one flight, both ways on a route. [s]
    speed_m_s : float
        Ground speed. [m/s]
    turning : bool
        Whether the heading keeps changing (an area) or stays (the legs of a route).
    """

    latitude_rad: FloatArray
    longitude_rad: FloatArray
    course_rad: FloatArray
    altitude_m: FloatArray
    time_s: float
    speed_m_s: float
    turning: bool


@dataclass(frozen=True)
class View:
    """A flight path as seen from a radar, and the radar as seen from the aircraft.

    Attributes
    ----------
    distance_m : ndarray, shape (point,)
        Ground distance. [m]
    azimuth_rad : ndarray, shape (point,)
        Azimuth of the point at the radar. [rad]
    side_rad : ndarray, shape (point, heading)
        Direction of the radar from the nose of an aircraft in level flight, positive to the right,
        -pi to pi; its absolute value is the aspect. [rad]
    """

    distance_m: FloatArray
    azimuth_rad: FloatArray
    side_rad: FloatArray

    @property
    def aspect_deg(self) -> NDArray[np.intp]:
        """Aspect to the nearest degree, 0 (nose) to 180 (tail), shape (point, heading)."""
        return np.rint(np.degrees(np.abs(self.side_rad))).astype(np.intp)


def flight_path(flight: Flight) -> FlightPath:
    """Points of a flight.

    Parameters
    ----------
    flight : Flight
        An area or a route of the study.

    Returns
    -------
    FlightPath
        Routes are flown once there and once back along geodesics, points 5 km apart at most; areas
        for `AREA_TIME_S` at points of equal area, every heading alike. Altitudes are the lowest,
        the middle and the highest one.
    """
    if flight.kind == "area":
        latitude, longitude, course = _area_points(flight)
        time_s = AREA_TIME_S
    else:
        latitude, longitude, ahead, length_m = _route_points(flight)
        course = np.stack([ahead, ahead + np.pi], axis=1)
        time_s = 2.0 * length_m / flight.speed_m_s
    return FlightPath(
        latitude_rad=latitude,
        longitude_rad=longitude,
        course_rad=course,
        altitude_m=np.linspace(flight.altitude_low_m, flight.altitude_high_m, 3),
        time_s=time_s,
        speed_m_s=flight.speed_m_s,
        turning=flight.kind == "area",
    )


def view_from(latitude_deg: float, longitude_deg: float, path: FlightPath) -> View:
    """How a flight path and a radar see each other.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Place of the radar. [deg]
    path : FlightPath
        The flight.

    Returns
    -------
    View
    """
    distance, azimuth, onward = inverse(
        np.radians(latitude_deg), np.radians(longitude_deg), path.latitude_rad, path.longitude_rad
    )
    to_radar = onward + np.pi
    side = to_radar[:, None] - path.course_rad
    return View(distance, azimuth, np.remainder(side + np.pi, 2.0 * np.pi) - np.pi)


def _area_points(flight: Flight) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Points of equal area on a sunflower spiral, every heading at each."""
    (latitude, longitude), radius = flight.points[0], float(flight.radius_m or 0.0)
    order = np.arange(_AREA_POINTS)
    distance = radius * np.sqrt((order + 0.5) / _AREA_POINTS)
    points = direct(
        np.radians(latitude), np.radians(longitude), order * _GOLDEN_ANGLE_RAD, distance
    )
    headings = (np.arange(_AREA_HEADINGS) + 0.5) * (2.0 * np.pi / _AREA_HEADINGS)
    return points[0], points[1], np.broadcast_to(headings, (_AREA_POINTS, _AREA_HEADINGS))


def _route_points(flight: Flight) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """Middles of equal pieces of the whole route, the course there, and the length."""
    corners = np.radians(np.array(flight.points, dtype=float))
    start, end = corners[:-1], corners[1:]
    leg_m, course, _ = inverse(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    from_start = np.concatenate([[0.0], np.cumsum(leg_m)])
    pieces = max(1, int(np.ceil(from_start[-1] / ROUTE_SPACING_M)))
    at = (np.arange(pieces) + 0.5) * (from_start[-1] / pieces)
    leg = np.minimum(np.searchsorted(from_start, at, side="right") - 1, len(leg_m) - 1)
    latitude, longitude, ahead = direct(
        start[leg, 0], start[leg, 1], course[leg], at - from_start[leg]
    )
    return latitude, longitude, ahead, float(from_start[-1])
