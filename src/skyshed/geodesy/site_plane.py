"""The azimuthal-equidistant plane of a site: true distance and azimuth from its centre."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.geodesy.geodesics import direct, inverse


def plane_to_geodetic(
    east_m: ArrayLike,
    north_m: ArrayLike,
    *,
    lat0_rad: float,
    lon0_rad: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Geodetic coordinates of points in the plane of a site.

    Parameters
    ----------
    east_m, north_m : array_like, shape (...)
        Plane coordinates from the site. [m]
    lat0_rad, lon0_rad : float
        The site, geodetic. [rad]

    Returns
    -------
    lat_rad, lon_rad : ndarray, shape (...)
        Geodetic coordinates, longitude from -pi to pi; nan where an argument is nan. [rad]

    Notes
    -----
    The point lies on the geodesic that leaves the site in the azimuth of (east, north), at the
    distance hypot(east, north) on the ellipsoid: exact at any distance, without the parallax of a
    tangent plane.
    """
    east_m, north_m = np.asarray(east_m, dtype=float), np.asarray(north_m, dtype=float)
    distance_m, azimuth_rad = np.hypot(east_m, north_m), np.arctan2(east_m, north_m)
    lat_rad, lon_rad, _ = direct(lat0_rad, lon0_rad, azimuth_rad, distance_m)
    return lat_rad, lon_rad


def geodetic_to_plane(
    lat_rad: ArrayLike,
    lon_rad: ArrayLike,
    *,
    lat0_rad: float,
    lon0_rad: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Plane coordinates, as seen from a site, of points on the ellipsoid.

    Parameters
    ----------
    lat_rad, lon_rad : array_like, shape (...)
        Points, geodetic. [rad]
    lat0_rad, lon0_rad : float
        The site, geodetic. [rad]

    Returns
    -------
    east_m, north_m : ndarray, shape (...)
        Plane coordinates from the site; nan where an argument is nan. [m]
    """
    distance_m, azimuth_rad, _ = inverse(lat0_rad, lon0_rad, lat_rad, lon_rad)
    return distance_m * np.sin(azimuth_rad), distance_m * np.cos(azimuth_rad)
