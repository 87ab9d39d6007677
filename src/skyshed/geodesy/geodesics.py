"""Geodesics on WGS 84: the direct and inverse problem, and sectors of azimuth."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from pyproj import Geod


def direct(
    lat_rad: ArrayLike,
    lon_rad: ArrayLike,
    azimuth_rad: ArrayLike,
    distance_m: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Point reached along a geodesic from a start, an azimuth and a distance.

    Parameters
    ----------
    lat_rad, lon_rad : array_like, shape (...)
        Start, geodetic. [rad]
    azimuth_rad : array_like, shape (...)
        Azimuth at the start, clockwise from true north. [rad]
    distance_m : array_like, shape (...)
        Distance on the ellipsoid; negative goes backwards. [m]

    Returns
    -------
    lat_rad, lon_rad : ndarray, shape (...)
        End point, longitude from -pi to pi; nan where an argument is nan. [rad]
    azimuth_rad : ndarray, shape (...)
        Forward azimuth at the end point, the direction of further travel. [rad]

    Raises
    ------
    ValueError
        If any latitude lies outside -pi/2 to pi/2.

    Notes
    -----
    Karney's algorithm as PROJ has it, exact to nanometres.
    """
    args = _broadcast(lat_rad, lon_rad, azimuth_rad, distance_m)
    _check_latitude(args[0])
    lat, lon, azimuth, distance = args
    lon2, lat2, azimuth2 = _wgs84().fwd(
        lon.ravel(), lat.ravel(), azimuth.ravel(), distance.ravel(), radians=True,
        return_back_azimuth=False,
    )  # fmt: skip
    return _finish(args, lat2, lon2, azimuth2)


def inverse(
    lat1_rad: ArrayLike,
    lon1_rad: ArrayLike,
    lat2_rad: ArrayLike,
    lon2_rad: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Shortest geodesic between two points.

    Parameters
    ----------
    lat1_rad, lon1_rad, lat2_rad, lon2_rad : array_like, shape (...)
        The points, geodetic. [rad]

    Returns
    -------
    distance_m : ndarray, shape (...)
        Length on the ellipsoid; nan where an argument is nan. [m]
    azimuth1_rad, azimuth2_rad : ndarray, shape (...)
        Forward azimuth at the first and at the second point, clockwise from true north, from -pi
        to pi. [rad]

    Raises
    ------
    ValueError
        If any latitude lies outside -pi/2 to pi/2.

    Notes
    -----
    Karney's algorithm as PROJ has it, exact to nanometres, near-antipodal points included.
    """
    args = _broadcast(lat1_rad, lon1_rad, lat2_rad, lon2_rad)
    lat1, lon1, lat2, lon2 = args
    _check_latitude(lat1)
    _check_latitude(lat2)
    azimuth1, azimuth2, distance = _wgs84().inv(
        lon1.ravel(), lat1.ravel(), lon2.ravel(), lat2.ravel(), radians=True,
        return_back_azimuth=False,
    )  # fmt: skip
    return _finish(args, distance, azimuth1, azimuth2)


def sector_contains(
    azimuth_rad: ArrayLike, centre_rad: ArrayLike, width_rad: ArrayLike
) -> NDArray[np.bool_]:
    """Whether an azimuth lies in a sector, edges included.

    Parameters
    ----------
    azimuth_rad : array_like, shape (...)
        Azimuth, clockwise from true north, any turn. [rad]
    centre_rad : array_like, shape (...)
        Azimuth of the sector's middle. [rad]
    width_rad : array_like, shape (...)
        Full width from edge to edge; 2 pi or more is all round. [rad]

    Returns
    -------
    ndarray of bool, shape (...)
        False where an argument is nan.

    Raises
    ------
    ValueError
        If any width is negative.
    """
    width_rad = np.asarray(width_rad, dtype=float)
    if np.any(width_rad < 0.0):
        raise ValueError(f"sector width must not be negative, got {np.nanmin(width_rad):g} rad")
    offset = np.asarray(azimuth_rad, dtype=float) - np.asarray(centre_rad, dtype=float)
    offset = np.abs(np.remainder(offset + np.pi, 2.0 * np.pi) - np.pi)
    # An azimuth computed to lie on the edge must not fall out by rounding.
    return np.asarray(offset <= 0.5 * width_rad + 1e-12)


@cache
def _wgs84() -> "Geod":
    """The ellipsoid of PROJ; built once, holds no state."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _broadcast(*arrays: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """Arguments as float arrays of one common shape."""
    return np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in arrays))


def _check_latitude(lat_rad: NDArray[np.float64]) -> None:
    worst = np.max(np.abs(lat_rad), initial=0.0, where=~np.isnan(lat_rad))
    if worst > 0.5 * np.pi + 1e-12:
        raise ValueError(f"latitude must lie within +-pi/2 rad, got {worst:g}; was it in degrees?")


def _finish(
    args: tuple[NDArray[np.float64], ...], *results: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give flat results the common shape; PROJ is not trusted with nan."""
    missing = np.any(np.isnan(args), axis=0)
    a, b, c = (np.where(missing, np.nan, np.reshape(r, missing.shape)) for r in results)
    return a, b, c
