"""The path of a refracted ray up to a given altitude: its length, delay and true direction."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.propagation.exponential_medium import (
    ExponentialMedium,
    bending,
    check_above_surface,
    exponential_medium,
    optical_radius_m,
)

Array = NDArray[np.float64]

_NODES: Final = 64  # of the Gauss-Legendre quadrature: 1e-6 m up to 600 km
_TOUCH_M: Final = 1e-3  # a ray this far below the surface still counts as grazing
_NEWTON_STEPS: Final = 6


@dataclass(frozen=True)
class RefractedPath:
    """A ray from an antenna to a target.

    Attributes
    ----------
    ground_range_m : ndarray
        Arc between the two points at altitude 0. [m]
    propagated_range_m : ndarray
        Integral of n ds along the ray: what a radar reads from the delay. [m]
    slant_range_m : ndarray
        Length of the straight line. [m]
    elevation_rad : ndarray
        Elevation of the straight line at the antenna, below the apparent one. [rad]
    """

    ground_range_m: Array
    propagated_range_m: Array
    slant_range_m: Array
    elevation_rad: Array


def refracted_path(
    target_altitude_m: ArrayLike,
    elevation_rad: ArrayLike,
    *,
    antenna_altitude_m: ArrayLike,
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    earth_radius_m: ArrayLike,
    decay_per_m: ArrayLike | None = None,
) -> RefractedPath:
    """Path from the antenna to where its ray, on the way up, passes an altitude.

    Parameters
    ----------
    target_altitude_m : array_like, shape (...)
        Altitude of the target. [m]
    elevation_rad : array_like, shape (...)
        Apparent elevation: the direction of the ray at the antenna. [rad]
    antenna_altitude_m, surface_refractivity, surface_altitude_m, earth_radius_m, decay_per_m
        As for `skyshed.propagation.ray_tracing.ray_height_m`.

    Returns
    -------
    RefractedPath
        Arrays of shape (...); nan where the ray meets the ground or never comes as low as the
        target, and where the target is below an antenna that looks up.

    Raises
    ------
    ValueError
        If the antenna is below the surface or N falls so fast that a level ray is trapped there.

    Notes
    -----
    Gauss-Legendre quadrature in w = n r sin(elevation), for which w^2 = (n r)^2 - C^2 with the
    constant C of Bouguer's rule: dphi = C dw / (n r^2 p) and n ds = n dw / p, where p = d(n r)/dr.
    Both are smooth even through the lowest point of a ray that first descends.
    """
    target, elevation, antenna = np.broadcast_arrays(
        *(
            np.asarray(a, dtype=float)
            for a in (target_altitude_m, elevation_rad, antenna_altitude_m)
        )
    )
    medium = exponential_medium(
        surface_refractivity, surface_altitude_m, earth_radius_m, decay_per_m
    )
    check_above_surface(antenna, medium)
    constant = optical_radius_m(antenna, medium) * np.cos(elevation)
    start = optical_radius_m(antenna, medium) * np.sin(elevation)
    at_target = optical_radius_m(target, medium)
    square = (at_target - constant) * (at_target + constant)
    end = np.sqrt(np.where(square >= 0.0, square, np.nan))
    grounded = constant < optical_radius_m(medium.surface_altitude_m, medium) - _TOUCH_M
    missed = np.where(elevation < 0.0, grounded, target < antenna)
    end = np.where(missed, np.nan, np.maximum(end, start))
    angle, propagated = _integrals(start, end, constant, medium)
    return _straight_path(angle, propagated, antenna, target, medium.earth_radius_m)


def _integrals(
    start: Array, end: Array, constant: Array, medium: ExponentialMedium
) -> tuple[Array, Array]:
    """Angle at the Earth's centre and integral of n ds between two values of w."""
    half = 0.5 * (end - start)
    angle, propagated = np.zeros_like(half), np.zeros_like(half)
    for node, weight in zip(*np.polynomial.legendre.leggauss(_NODES), strict=True):
        optical = np.hypot(constant, start + (1.0 + node) * half)
        altitude = _altitude_of_optical_radius(optical, medium)
        radius = medium.earth_radius_m + altitude
        index = optical / radius
        growth = index * bending(altitude, medium)
        angle += weight * half * constant / (radius * optical * growth)
        propagated += weight * half * index / growth
    return angle, propagated


def _straight_path(
    angle: Array, propagated_m: Array, antenna: Array, target: Array, radius_m: Array
) -> RefractedPath:
    """Add the straight line between the ends of a path that spans `angle`."""
    across = (radius_m + target) * np.sin(angle)
    # (R + z) cos(angle) - (R + h), written so that nothing cancels
    up = target - antenna - 2.0 * (radius_m + target) * np.sin(0.5 * angle) ** 2
    return RefractedPath(
        ground_range_m=np.asarray(radius_m * angle),
        propagated_range_m=np.asarray(propagated_m),
        slant_range_m=np.asarray(np.hypot(across, up)),
        elevation_rad=np.asarray(np.arctan2(up, across)),
    )


def _altitude_of_optical_radius(optical_m: Array, medium: ExponentialMedium) -> Array:
    """Inverse of `optical_radius_m` by Newton's method; n r is convex and nearly linear."""
    altitude = optical_m - medium.earth_radius_m
    for _ in range(_NEWTON_STEPS):
        value = optical_radius_m(altitude, medium)
        index = value / (medium.earth_radius_m + altitude)
        altitude = altitude - (value - optical_m) / (index * bending(altitude, medium))
    return np.asarray(altitude)
