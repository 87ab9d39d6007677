"""Radii of curvature of the WGS 84 ellipsoid."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import WGS84_ECCENTRICITY_SQUARED, WGS84_SEMI_MAJOR_AXIS_M


def meridian_radius_m(lat_rad: ArrayLike) -> NDArray[np.float64]:
    """Radius of curvature of the meridian, the curve that runs north and south.

    Parameters
    ----------
    lat_rad : array_like, shape (...)
        Geodetic latitude. [rad]

    Returns
    -------
    ndarray, shape (...)
        a (1 - e^2) / (1 - e^2 sin^2 lat)^(3/2); nan where `lat_rad` is nan. [m]
    """
    w_squared = _w_squared(lat_rad)
    return np.asarray(WGS84_SEMI_MAJOR_AXIS_M * (1.0 - WGS84_ECCENTRICITY_SQUARED) / w_squared**1.5)


def prime_vertical_radius_m(lat_rad: ArrayLike) -> NDArray[np.float64]:
    """Radius of curvature of the prime vertical, the section that runs east and west.

    Parameters
    ----------
    lat_rad : array_like, shape (...)
        Geodetic latitude. [rad]

    Returns
    -------
    ndarray, shape (...)
        a / (1 - e^2 sin^2 lat)^(1/2); nan where `lat_rad` is nan. [m]
    """
    return np.asarray(WGS84_SEMI_MAJOR_AXIS_M / np.sqrt(_w_squared(lat_rad)))


def euler_radius_m(lat_rad: ArrayLike, azimuth_rad: ArrayLike) -> NDArray[np.float64]:
    """Radius of curvature of the vertical section that leaves a point in a given azimuth.

    Parameters
    ----------
    lat_rad : array_like, shape (...)
        Geodetic latitude. [rad]
    azimuth_rad : array_like, shape (...)
        Azimuth, clockwise from true north. [rad]

    Returns
    -------
    ndarray, shape (...)
        Euler's formula 1/R = cos^2 az / M + sin^2 az / N with the radii M of the meridian and N of
        the prime vertical; nan where an argument is nan. [m]
    """
    azimuth_rad = np.asarray(azimuth_rad, dtype=float)
    north = np.cos(azimuth_rad) ** 2 / meridian_radius_m(lat_rad)
    east = np.sin(azimuth_rad) ** 2 / prime_vertical_radius_m(lat_rad)
    return np.asarray(1.0 / (north + east))


def _w_squared(lat_rad: ArrayLike) -> NDArray[np.float64]:
    """1 - e^2 sin^2 lat."""
    sine = np.sin(np.asarray(lat_rad, dtype=float))
    return np.asarray(1.0 - WGS84_ECCENTRICITY_SQUARED * sine**2)
