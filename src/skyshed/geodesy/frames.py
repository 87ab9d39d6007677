"""Frames: geodetic, Earth-centred Earth-fixed (ECEF), local east-north-up (ENU) and spherical.

Vectors lie on the last axis. Heights are above the ellipsoid. The Jacobians of these changes of
coordinates carry covariances from one frame to another.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import (
    WGS84_ECCENTRICITY_SQUARED,
    WGS84_FLATTENING,
    WGS84_SEMI_MAJOR_AXIS_M,
    WGS84_SEMI_MINOR_AXIS_M,
)
from skyshed.geodesy.ellipsoid import meridian_radius_m, prime_vertical_radius_m

# Nearer to the centre than this a point has several normals to the ellipsoid (they cross on the
# evolute, which reaches out to e^2 a = 43 km).
_CENTRE_M = 100e3


def geodetic_to_ecef(
    lat_rad: ArrayLike, lon_rad: ArrayLike, height_m: ArrayLike
) -> NDArray[np.float64]:
    """ECEF position of a geodetic point.

    Parameters
    ----------
    lat_rad, lon_rad : array_like, shape (...)
        Geodetic latitude and longitude. [rad]
    height_m : array_like, shape (...)
        Height above the ellipsoid. [m]

    Returns
    -------
    ndarray, shape (..., 3)
        x through the equator at longitude 0, y at 90 degrees east, z through the north pole. [m]
    """
    lat, lon, height = _broadcast(lat_rad, lon_rad, height_m)
    radius = prime_vertical_radius_m(lat)
    from_axis = (radius + height) * np.cos(lat)
    z = (radius * (1.0 - WGS84_ECCENTRICITY_SQUARED) + height) * np.sin(lat)
    return np.stack([from_axis * np.cos(lon), from_axis * np.sin(lon), z], axis=-1)


def ecef_to_geodetic(
    xyz_m: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Geodetic coordinates of an ECEF position.

    Parameters
    ----------
    xyz_m : array_like, shape (..., 3)
        ECEF position. [m]

    Returns
    -------
    lat_rad, lon_rad : ndarray, shape (...)
        Geodetic latitude, and longitude from -pi to pi, 0 on the axis. [rad]
    height_m : ndarray, shape (...)
        Height above the ellipsoid. [m]
        All three are nan within 100 km of the Earth's centre, where they are not unique.

    Notes
    -----
    Bowring's iteration on the reduced latitude. Three rounds reach rounding error from 4,000 km
    below the surface to beyond the geostationary belt.
    """
    x, y, z = _components(xyz_m)
    x, y = x + 0.0, y + 0.0  # turns -0 into 0, so that the axis has longitude 0
    from_axis = np.hypot(x, y)
    reduced = np.arctan2(z, (1.0 - WGS84_FLATTENING) * from_axis)
    second_e2 = WGS84_ECCENTRICITY_SQUARED / (1.0 - WGS84_ECCENTRICITY_SQUARED)
    for _ in range(3):
        lat = np.arctan2(
            z + second_e2 * WGS84_SEMI_MINOR_AXIS_M * np.sin(reduced) ** 3,
            from_axis - WGS84_ECCENTRICITY_SQUARED * WGS84_SEMI_MAJOR_AXIS_M * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1.0 - WGS84_FLATTENING) * np.sin(lat), np.cos(lat))
    surface = WGS84_SEMI_MAJOR_AXIS_M**2 / prime_vertical_radius_m(lat)
    height = from_axis * np.cos(lat) + z * np.sin(lat) - surface
    unique = np.hypot(from_axis, z) >= _CENTRE_M
    lat, lon, height = (np.where(unique, v, np.nan) for v in (lat, np.arctan2(y, x), height))
    return lat, lon, height


def enu_rotation(lat_rad: ArrayLike, lon_rad: ArrayLike) -> NDArray[np.float64]:
    """Rotation that turns ECEF vectors into east-north-up ones.

    Parameters
    ----------
    lat_rad, lon_rad : array_like, shape (...)
        Geodetic coordinates of the local origin. [rad]

    Returns
    -------
    ndarray, shape (..., 3, 3)
        Its rows are the unit vectors east, north and up in ECEF; its transpose turns back. It is
        the Jacobian of ENU by ECEF coordinates. [1]
    """
    lat, lon = _broadcast(lat_rad, lon_rad)
    sin_lat, cos_lat, sin_lon, cos_lon = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    east = np.stack([-sin_lon, cos_lon, np.zeros_like(lon)], axis=-1)
    north = np.stack([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat], axis=-1)
    up = np.stack([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat], axis=-1)
    return np.stack([east, north, up], axis=-2)


def ecef_to_enu(
    xyz_m: ArrayLike, lat0_rad: ArrayLike, lon0_rad: ArrayLike, height0_m: ArrayLike
) -> NDArray[np.float64]:
    """Position east, north and up of a local origin.

    Parameters
    ----------
    xyz_m : array_like, shape (..., 3)
        ECEF position. [m]
    lat0_rad, lon0_rad, height0_m : array_like, shape (...)
        Geodetic coordinates of the origin. [rad, rad, m]

    Returns
    -------
    ndarray, shape (..., 3)
        East, north, up. [m]
    """
    offset = np.asarray(xyz_m, dtype=float) - geodetic_to_ecef(lat0_rad, lon0_rad, height0_m)
    return _rotate(enu_rotation(lat0_rad, lon0_rad), offset)


def enu_to_ecef(
    enu_m: ArrayLike, lat0_rad: ArrayLike, lon0_rad: ArrayLike, height0_m: ArrayLike
) -> NDArray[np.float64]:
    """ECEF position of a point given east, north and up of a local origin.

    Parameters
    ----------
    enu_m : array_like, shape (..., 3)
        East, north, up. [m]
    lat0_rad, lon0_rad, height0_m : array_like, shape (...)
        Geodetic coordinates of the origin. [rad, rad, m]

    Returns
    -------
    ndarray, shape (..., 3)
        ECEF position. [m]
    """
    to_ecef = np.swapaxes(enu_rotation(lat0_rad, lon0_rad), -1, -2)
    offset = _rotate(to_ecef, np.asarray(enu_m, dtype=float))
    return geodetic_to_ecef(lat0_rad, lon0_rad, height0_m) + offset


def enu_to_azimuth_elevation_range(
    enu_m: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Azimuth, elevation and slant range of an east-north-up position.

    Parameters
    ----------
    enu_m : array_like, shape (..., 3)
        East, north, up. [m]

    Returns
    -------
    azimuth_rad : ndarray, shape (...)
        Clockwise from true north, at least 0 and less than 2 pi; 0 on the vertical. [rad]
    elevation_rad : ndarray, shape (...)
        Up from the local horizontal, -pi/2 to pi/2; 0 at the origin. [rad]
    range_m : ndarray, shape (...)
        Slant range. [m]
    """
    east, north, up = _components(enu_m)
    horizontal = np.hypot(east, north)
    azimuth = np.arctan2(east + 0.0, north + 0.0)
    azimuth = np.where(azimuth < 0.0, azimuth + 2.0 * np.pi, azimuth)
    azimuth = np.where(azimuth >= 2.0 * np.pi, 0.0, azimuth)  # a tiny negative angle rounds up
    return azimuth, np.arctan2(up, horizontal), np.hypot(horizontal, up)


def azimuth_elevation_range_to_enu(
    azimuth_rad: ArrayLike, elevation_rad: ArrayLike, range_m: ArrayLike
) -> NDArray[np.float64]:
    """East-north-up position at an azimuth, elevation and slant range.

    Parameters
    ----------
    azimuth_rad : array_like, shape (...)
        Clockwise from true north. [rad]
    elevation_rad : array_like, shape (...)
        Up from the local horizontal. [rad]
    range_m : array_like, shape (...)
        Slant range. [m]

    Returns
    -------
    ndarray, shape (..., 3)
        East, north, up. [m]
    """
    azimuth, elevation, slant = _broadcast(azimuth_rad, elevation_rad, range_m)
    horizontal = slant * np.cos(elevation)
    return np.stack(
        [horizontal * np.sin(azimuth), horizontal * np.cos(azimuth), slant * np.sin(elevation)],
        axis=-1,
    )


def geodetic_jacobian(
    lat_rad: ArrayLike, lon_rad: ArrayLike, height_m: ArrayLike
) -> NDArray[np.float64]:
    """Jacobian of ECEF position by geodetic coordinates.

    Parameters
    ----------
    lat_rad, lon_rad, height_m : array_like, shape (...)
        Geodetic coordinates. [rad, rad, m]

    Returns
    -------
    ndarray, shape (..., 3, 3)
        Row x, y, z; column latitude [m/rad], longitude [m/rad], height [1]. Singular at the poles,
        where the longitude does not matter.
    """
    lat, lon, height = _broadcast(lat_rad, lon_rad, height_m)
    rotation = enu_rotation(lat, lon)
    per_lat = (meridian_radius_m(lat) + height)[..., np.newaxis] * rotation[..., 1, :]
    per_lon = ((prime_vertical_radius_m(lat) + height) * np.cos(lat))[..., np.newaxis]
    return np.stack([per_lat, per_lon * rotation[..., 0, :], rotation[..., 2, :]], axis=-1)


def azimuth_elevation_range_jacobian(enu_m: ArrayLike) -> NDArray[np.float64]:
    """Jacobian of azimuth, elevation and slant range by east-north-up position.

    Parameters
    ----------
    enu_m : array_like, shape (..., 3)
        East, north, up. [m]

    Returns
    -------
    ndarray, shape (..., 3, 3)
        Row azimuth [rad/m], elevation [rad/m], range [1]; column east, north, up. nan straight
        above and below the origin, where the azimuth is not defined.
    """
    east, north, up = _components(enu_m)
    horizontal = np.hypot(east, north)
    horizontal = np.where(horizontal > 0.0, horizontal, np.nan)
    slant = np.hypot(horizontal, up)
    azimuth = np.stack([north, -east, np.zeros_like(up)], axis=-1) / horizontal[..., None] ** 2
    elevation = np.stack([-up * east / horizontal, -up * north / horizontal, horizontal], axis=-1)
    elevation = elevation / slant[..., None] ** 2
    radial = np.stack([east, north, up], axis=-1) / slant[..., None]
    return np.stack([azimuth, elevation, radial], axis=-2)


def _broadcast(*arrays: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    return np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in arrays))


def _components(
    vector: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    vector = np.asarray(vector, dtype=float)
    if vector.ndim == 0 or vector.shape[-1] != 3:
        raise ValueError(f"expected vectors of 3 on the last axis, got shape {vector.shape}")
    return vector[..., 0], vector[..., 1], vector[..., 2]


def _rotate(matrix: NDArray[np.float64], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.einsum("...ij,...j->...i", matrix, vector))
