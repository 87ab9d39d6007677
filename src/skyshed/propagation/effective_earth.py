"""Straight rays over a sphere of effective radius k R: the closed forms of the textbook.

Enlarging the Earth by k keeps ground arcs and altitudes and straightens a ray of constant
curvature. With theta = d / (k R) a ray of slope t = tan(elevation) from altitude h0 has

    h(d) = (k R + h0) / (cos theta - t sin theta) - k R.

All forms here are exact on that sphere; none uses the parabola d^2 / (2 k R), which is 40 m short
at 600 km.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def straight_ray_altitude_m(
    distance_m: ArrayLike,
    *,
    antenna_altitude_m: ArrayLike,
    slope: ArrayLike,
    inverse_k: ArrayLike,
    earth_radius_m: ArrayLike,
) -> Array:
    """Altitude of a straight ray over a sphere of radius `earth_radius_m` / `inverse_k`.

    Parameters
    ----------
    distance_m : array_like, shape (...)
        Ground arc from the antenna. [m]
    antenna_altitude_m : array_like, shape (...)
        Altitude of the antenna. [m]
    slope : array_like, shape (...)
        Tangent of the elevation at the antenna. [1]
    inverse_k : array_like, shape (...)
        1/k: 1 without refraction, 0.75 for the 4/3 Earth, 0 for a flat one. [1]
    earth_radius_m : array_like, shape (...)
        Radius of the sphere of altitude 0. [m]

    Returns
    -------
    ndarray, shape (...)
        Altitude; nan where the ray never comes over that point. [m]
    """
    d, h0, t, q, radius = _floats(distance_m, antenna_altitude_m, slope, inverse_k, earth_radius_m)
    theta = q * d / radius
    # k R sin(theta) and k R (1 - cos(theta)), finite for the flat Earth too
    along = d * np.sinc(theta / np.pi)
    drop = d * np.sin(0.5 * theta) * np.sinc(0.5 * theta / np.pi)
    below = np.cos(theta) - t * np.sin(theta)
    below = np.where(below > 0.0, below, np.nan)
    return np.asarray((h0 + drop + t * along) / below)


def smooth_horizon_altitude_m(
    distance_m: ArrayLike,
    antenna_agl_m: ArrayLike,
    *,
    k: ArrayLike,
    earth_radius_m: ArrayLike,
) -> Array:
    """Lowest altitude in line of sight over a smooth sphere.

    Parameters
    ----------
    distance_m : array_like, shape (...)
        Ground arc from the antenna, not negative. [m]
    antenna_agl_m : array_like, shape (...)
        Height of the antenna above the sphere, not negative. [m]
    k : array_like, shape (...)
        Effective-radius factor. [1]
    earth_radius_m : array_like, shape (...)
        Radius of the sphere. [m]

    Returns
    -------
    ndarray, shape (...)
        Height above the sphere: 0 up to the horizon; nan a quarter of the effective Earth's
        circumference beyond it. [m]

    Raises
    ------
    ValueError
        If an argument is negative, or `k` or `earth_radius_m` is zero.
    """
    distance, agl, factor, earth = _floats(distance_m, antenna_agl_m, k, earth_radius_m)
    radius = _effective_radius_m(factor, earth)
    _check_not_negative(distance_m=distance, antenna_agl_m=agl)
    beyond = np.maximum(distance / radius - _dip_rad(agl, radius), 0.0)
    beyond = np.where(beyond < 0.5 * np.pi, beyond, np.nan)
    # R (sec x - 1), written so that nothing cancels
    return np.asarray(2.0 * radius * np.sin(0.5 * beyond) ** 2 / np.cos(beyond))


def horizon_distance_m(
    antenna_agl_m: ArrayLike,
    target_agl_m: ArrayLike,
    *,
    k: ArrayLike,
    earth_radius_m: ArrayLike,
) -> Array:
    """Ground arc over which two heights above a smooth sphere just see each other.

    Parameters
    ----------
    antenna_agl_m, target_agl_m : array_like, shape (...)
        Heights above the sphere, not negative. [m]
    k : array_like, shape (...)
        Effective-radius factor. [1]
    earth_radius_m : array_like, shape (...)
        Radius of the sphere. [m]

    Returns
    -------
    ndarray, shape (...)
        Ground arc; for a target of height 0 the antenna's own horizon. [m]

    Raises
    ------
    ValueError
        If an argument is negative, or `k` or `earth_radius_m` is zero.
    """
    antenna, target, factor, earth = _floats(antenna_agl_m, target_agl_m, k, earth_radius_m)
    radius = _effective_radius_m(factor, earth)
    _check_not_negative(antenna_agl_m=antenna, target_agl_m=target)
    return np.asarray(radius * (_dip_rad(antenna, radius) + _dip_rad(target, radius)))


def height_at_slant_range_m(
    slant_range_m: ArrayLike,
    elevation_rad: ArrayLike,
    *,
    antenna_height_m: ArrayLike,
    effective_radius_m: ArrayLike,
) -> Array:
    """Height of a target at a slant range and elevation.

    Parameters
    ----------
    slant_range_m : array_like, shape (...)
        Length of the straight ray over the effective Earth. [m]
    elevation_rad : array_like, shape (...)
        Elevation at the antenna. [rad]
    antenna_height_m : array_like, shape (...)
        Height of the antenna above the sphere. [m]
    effective_radius_m : array_like, shape (...)
        Radius of the effective Earth, k R. [m]

    Returns
    -------
    ndarray, shape (...)
        Height above the sphere, by the law of cosines. [m]
    """
    slant, elevation, h0, radius = _floats(
        slant_range_m, elevation_rad, antenna_height_m, effective_radius_m
    )
    start = radius + h0
    # distance from the centre less the antenna's, (r^2 - start^2) / (r + start)
    excess = slant * (slant + 2.0 * start * np.sin(elevation))
    return np.asarray(h0 + excess / (np.sqrt(start**2 + excess) + start))


def slant_range_to_height_m(
    target_height_m: ArrayLike,
    elevation_rad: ArrayLike,
    *,
    antenna_height_m: ArrayLike,
    effective_radius_m: ArrayLike,
) -> Array:
    """Slant range at which a ray, on the way up, reaches a height.

    Parameters
    ----------
    target_height_m : array_like, shape (...)
        Height of the target above the sphere. [m]
    elevation_rad, antenna_height_m, effective_radius_m
        As for `height_at_slant_range_m`.

    Returns
    -------
    ndarray, shape (...)
        Slant range; nan where the ray stays above the target. [m]
    """
    target, elevation, h0, radius = _floats(
        target_height_m, elevation_rad, antenna_height_m, effective_radius_m
    )
    rise = (radius + h0) * np.sin(elevation)
    gain = (target - h0) * (2.0 * radius + target + h0)
    square = rise**2 + gain
    root = np.sqrt(np.where(square >= 0.0, square, np.nan))
    slant = root - rise
    return np.where(slant >= 0.0, slant, np.nan)


def ground_range_to_height_m(
    target_height_m: ArrayLike,
    elevation_rad: ArrayLike,
    *,
    antenna_height_m: ArrayLike,
    effective_radius_m: ArrayLike,
) -> Array:
    """Ground arc at which a ray, on the way up, reaches a height.

    Parameters
    ----------
    target_height_m, elevation_rad, antenna_height_m, effective_radius_m
        As for `slant_range_to_height_m`.

    Returns
    -------
    ndarray, shape (...)
        Ground arc, by the law of sines; nan where the ray stays above the target. [m]
    """
    target, elevation, _, radius = _floats(
        target_height_m, elevation_rad, antenna_height_m, effective_radius_m
    )
    slant = slant_range_to_height_m(
        target_height_m,
        elevation_rad,
        antenna_height_m=antenna_height_m,
        effective_radius_m=effective_radius_m,
    )
    return np.asarray(radius * np.arcsin(slant * np.cos(elevation) / (radius + target)))


def _dip_rad(agl_m: Array, radius_m: Array) -> Array:
    """Angle at the Earth's centre from a point to its horizon, acos(R / (R + h))."""
    ratio = agl_m / radius_m
    return np.asarray(np.arctan(np.sqrt(ratio * (2.0 + ratio))))


def _effective_radius_m(k: Array, earth_radius_m: Array) -> Array:
    if np.any(k <= 0.0) or np.any(earth_radius_m <= 0.0):
        raise ValueError(
            f"k and earth_radius_m must be positive, got {np.min(k)} and {np.min(earth_radius_m)}"
        )
    return np.asarray(k * earth_radius_m)


def _check_not_negative(**lengths: Array) -> None:
    for name, value in lengths.items():
        if np.any(value < 0.0):
            raise ValueError(f"{name} must not be negative, got {np.nanmin(value)}")


def _floats(*arguments: ArrayLike) -> tuple[Array, ...]:
    return tuple(np.asarray(argument, dtype=float) for argument in arguments)
