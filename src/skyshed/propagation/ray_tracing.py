"""Rays through an atmosphere whose refractivity falls exponentially with altitude.

The Earth is a sphere of radius R at altitude 0, n = 1 + 1e-6 N(altitude) and r = R + altitude.
A ray keeps n r cos(elevation) (Bouguer's rule), so with phi the angle at the Earth's centre

    dr/dphi = r tan(elevation),    d(elevation)/dphi = 1 + (r/n) dn/dr.

Both right-hand sides are smooth at grazing incidence, where integrals over the altitude are not.
"""

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

_STEP_M: Final = 2000.0  # Runge-Kutta step: below 1e-6 m of error after 650 km
_FEWEST_STEPS: Final = 16
_TOUCH_M: Final = 1e-3  # a ray this far below the surface still counts as grazing
_STEEPEST_RAD: Final = np.pi / 4.0
_FARTHEST: Final = 0.5  # distance over Earth radius


def ray_height_m(
    distance_m: ArrayLike,
    *,
    antenna_altitude_m: ArrayLike,
    elevation_rad: ArrayLike,
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    earth_radius_m: ArrayLike,
    decay_per_m: ArrayLike | None = None,
) -> Array:
    """Altitude of a refracted ray above given points of the ground.

    Parameters
    ----------
    distance_m : array_like, shape (d,)
        Ground arc at altitude 0 from the antenna, not negative and up to half the Earth's radius.
        [m]
    antenna_altitude_m : array_like, shape (...)
        Altitude of the antenna, not below the surface. [m]
    elevation_rad : array_like, shape (...)
        Elevation at which the ray leaves the antenna, between -pi/4 and pi/4. [rad]
    surface_refractivity : array_like, shape (...)
        Refractivity N at `surface_altitude_m`. [N-units]
    surface_altitude_m : array_like, shape (...)
        Altitude of the smooth ground. [m]
    earth_radius_m : array_like, shape (...)
        Radius of the sphere of altitude 0. [m]
    decay_per_m : array_like, shape (...), optional
        Decay of N with altitude; that of the CRPL reference atmosphere if not given. [1/m]

    Returns
    -------
    ndarray, shape (..., d)
        Altitude; nan from the place on where the ray has met the smooth ground. [m]

    Raises
    ------
    ValueError
        If a distance or elevation is out of bounds, the antenna is below the surface, or N falls so
        fast there that a level ray is trapped (157 N-units per km).

    Notes
    -----
    Fourth-order Runge-Kutta in steps of at most 2 km with cubic interpolation between them, good
    to 1e-5 m. `refracted_path` does the same by quadrature, at any elevation.
    """
    distance = np.asarray(distance_m, dtype=float)
    altitude = np.asarray(antenna_altitude_m, dtype=float)
    elevation = np.asarray(elevation_rad, dtype=float)
    medium = exponential_medium(
        surface_refractivity, surface_altitude_m, earth_radius_m, decay_per_m
    )
    check_above_surface(altitude, medium)
    _check_bounds(distance, elevation, medium)

    farthest_m = float(distance.max(initial=1.0))
    steps = max(_FEWEST_STEPS, int(np.ceil(farthest_m / _STEP_M)))
    step_m = farthest_m / steps
    altitudes, rises = _integrate(altitude, elevation, medium, step_m=step_m, steps=steps)
    below = altitudes < medium.surface_altitude_m - _TOUCH_M
    met_ground = np.logical_or.accumulate(below, axis=0)
    heights = _interpolate(distance / step_m, altitudes, rises * step_m, met_ground)
    return np.moveaxis(heights, 0, -1)


def grazing_elevation_rad(
    antenna_altitude_m: ArrayLike,
    *,
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    earth_radius_m: ArrayLike,
    decay_per_m: ArrayLike | None = None,
) -> Array:
    """Elevation at which the ray that just grazes the smooth ground leaves the antenna.

    Parameters
    ----------
    antenna_altitude_m, surface_refractivity, surface_altitude_m, earth_radius_m, decay_per_m
        As for `ray_height_m`.

    Returns
    -------
    ndarray, shape (...)
        Elevation by Bouguer's rule, zero or negative. [rad]

    Raises
    ------
    ValueError
        As for `ray_height_m`.
    """
    altitude = np.asarray(antenna_altitude_m, dtype=float)
    medium = exponential_medium(
        surface_refractivity, surface_altitude_m, earth_radius_m, decay_per_m
    )
    check_above_surface(altitude, medium)
    at_antenna = optical_radius_m(altitude, medium)
    constant = optical_radius_m(medium.surface_altitude_m, medium)
    rise = np.sqrt(np.maximum((at_antenna - constant) * (at_antenna + constant), 0.0))
    return np.asarray(-np.arctan2(rise, constant))


def grazing_profile(
    distance_m: ArrayLike,
    *,
    antenna_altitude_m: ArrayLike,
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    earth_radius_m: ArrayLike,
    decay_per_m: ArrayLike | None = None,
) -> Array:
    """Altitude of the ray that grazes the smooth ground: beyond the horizon, the lowest seen.

    Parameters
    ----------
    distance_m : array_like, shape (d,)
        Ground arc from the antenna. [m]
    antenna_altitude_m, surface_refractivity, surface_altitude_m, earth_radius_m, decay_per_m
        As for `ray_height_m`.

    Returns
    -------
    ndarray, shape (..., d)
        Altitude of the ray, on both sides of the place where it touches. [m]

    Raises
    ------
    ValueError
        As for `ray_height_m`.
    """
    elevation = grazing_elevation_rad(
        antenna_altitude_m,
        surface_refractivity=surface_refractivity,
        surface_altitude_m=surface_altitude_m,
        earth_radius_m=earth_radius_m,
        decay_per_m=decay_per_m,
    )
    return ray_height_m(
        distance_m,
        antenna_altitude_m=antenna_altitude_m,
        elevation_rad=elevation,
        surface_refractivity=surface_refractivity,
        surface_altitude_m=surface_altitude_m,
        earth_radius_m=earth_radius_m,
        decay_per_m=decay_per_m,
    )


def _check_bounds(distance: Array, elevation: Array, medium: ExponentialMedium) -> None:
    """Refuse rays that steps in ground distance are not made for."""
    if distance.ndim != 1 or np.any(distance < 0.0):
        raise ValueError("distance_m must be one-dimensional and not negative")
    if distance.max(initial=0.0) > _FARTHEST * np.min(medium.earth_radius_m):
        raise ValueError(f"distance_m must be below half the Earth's radius, got {distance.max()}")
    if np.any(np.abs(elevation) > _STEEPEST_RAD):
        raise ValueError(
            "elevation_rad must lie between -pi/4 and pi/4, got "
            f"{np.nanmin(elevation)} to {np.nanmax(elevation)}; was it in degrees?"
        )


def _shape(altitude: Array, elevation: Array, medium: ExponentialMedium) -> tuple[int, ...]:
    """Common shape of all that a ray depends on."""
    return np.broadcast_shapes(
        altitude.shape,
        elevation.shape,
        medium.surface_refractivity.shape,
        medium.surface_altitude_m.shape,
        medium.decay_per_m.shape,
        medium.earth_radius_m.shape,
    )


def _integrate(
    altitude: Array, elevation: Array, medium: ExponentialMedium, *, step_m: float, steps: int
) -> tuple[Array, Array]:
    """Altitude and rise dz/dd after 0..steps steps; the steps are the first axis."""
    shape = (steps + 1, *_shape(altitude, elevation, medium))
    altitudes, rises = np.empty(shape), np.empty(shape)
    radius = medium.earth_radius_m

    def rates(z: Array, angle: Array) -> tuple[Array, Array]:
        return (radius + z) * np.tan(angle), bending(z, medium)

    z, angle = altitude, elevation
    h = step_m / radius
    for i in range(steps + 1):
        z1, a1 = rates(z, angle)
        altitudes[i], rises[i] = z, z1 / radius
        z2, a2 = rates(z + 0.5 * h * z1, angle + 0.5 * h * a1)
        z3, a3 = rates(z + 0.5 * h * z2, angle + 0.5 * h * a2)
        z4, a4 = rates(z + h * z3, angle + h * a3)
        z = z + h / 6.0 * (z1 + 2.0 * (z2 + z3) + z4)
        angle = angle + h / 6.0 * (a1 + 2.0 * (a2 + a3) + a4)
    return altitudes, rises


def _interpolate(position: Array, values: Array, rises: Array, missing: NDArray[np.bool_]) -> Array:
    """Cubic Hermite interpolation along the first axis; `rises` per step, nan where missing."""
    last = values.shape[0] - 2
    left = np.clip(position.astype(int), 0, last)
    f = (position - left).reshape(-1, *([1] * (values.ndim - 1)))
    y0, y1, m0, m1 = values[left], values[left + 1], rises[left], rises[left + 1]
    bend = (1.0 - f) * (m0 - (y1 - y0)) - f * (m1 - (y1 - y0))
    result = y0 + f * (y1 - y0) + f * (1.0 - f) * bend
    return np.where(missing[left + 1] & (f > 0.0) | missing[left], np.nan, result)
