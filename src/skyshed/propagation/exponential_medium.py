"""A spherical Earth under air whose refractivity falls exponentially with altitude.

The sphere of radius R is at altitude 0, n = 1 + 1e-6 N(altitude) and r = R + altitude. A ray keeps
n r cos(elevation), Bouguer's rule. This is what the ray tracers of this package share.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.atmosphere.refractivity import crpl_decay_per_m, refractivity

Array = NDArray[np.float64]

_DEEP_M: Final = 1000.0


@dataclass(frozen=True)
class ExponentialMedium:
    """Sphere and air, as arrays that broadcast with each other.

    Attributes
    ----------
    surface_refractivity : ndarray, shape (...)
        Refractivity N at the surface. [N-units]
    surface_altitude_m : ndarray, shape (...)
        Altitude of the smooth ground. [m]
    decay_per_m : ndarray, shape (...)
        Decay of N with altitude. [m^-1]
    earth_radius_m : ndarray, shape (...)
        Radius of the sphere of altitude 0. [m]
    """

    surface_refractivity: Array
    surface_altitude_m: Array
    decay_per_m: Array
    earth_radius_m: Array


def exponential_medium(
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    earth_radius_m: ArrayLike,
    decay_per_m: ArrayLike | None,
) -> ExponentialMedium:
    """Check the numbers and fill in the decay of the CRPL reference atmosphere where none is given.

    Parameters
    ----------
    surface_refractivity, surface_altitude_m, earth_radius_m : array_like, shape (...)
        See `ExponentialMedium`. [N-units, m, m]
    decay_per_m : array_like, shape (...) or None
        Decay of N with altitude. [m^-1]

    Returns
    -------
    ExponentialMedium

    Raises
    ------
    ValueError
        If the radius is not positive, N or its decay negative, or N falls so fast at the surface
        that a level ray is trapped there: by more than 157 N-units per km.
    """
    surface = np.asarray(surface_refractivity, dtype=float)
    decay = crpl_decay_per_m(surface) if decay_per_m is None else decay_per_m
    medium = ExponentialMedium(
        surface_refractivity=surface,
        surface_altitude_m=np.asarray(surface_altitude_m, dtype=float),
        decay_per_m=np.asarray(decay, dtype=float),
        earth_radius_m=np.asarray(earth_radius_m, dtype=float),
    )
    if np.any(medium.earth_radius_m <= 0.0):
        raise ValueError(f"earth_radius_m must be positive, got {np.nanmin(earth_radius_m)}")
    if np.any(surface < 0.0) or np.any(medium.decay_per_m < 0.0):
        raise ValueError("surface_refractivity and decay_per_m must not be negative")
    if np.any(bending(medium.surface_altitude_m, medium) <= 0.0):
        raise ValueError(
            "refractivity falls by more than 157 N-units per km at the surface and traps level rays"
            f" (surface_refractivity up to {np.nanmax(surface):g}): this model has no ducts"
        )
    return medium


def check_above_surface(antenna_altitude_m: Array, medium: ExponentialMedium) -> None:
    """Raise ValueError for an antenna below the smooth ground."""
    if np.any(antenna_altitude_m < medium.surface_altitude_m):
        raise ValueError(
            "antenna_altitude_m must not be below surface_altitude_m, got "
            f"{np.nanmin(antenna_altitude_m):g} m and up to "
            f"{np.nanmax(medium.surface_altitude_m):g} m"
        )


def optical_radius_m(altitude_m: Array, medium: ExponentialMedium) -> Array:
    """Product n r, whose product with the cosine of the elevation a ray keeps. [m]"""
    units = refractivity(
        altitude_m,
        surface_refractivity=medium.surface_refractivity,
        surface_altitude_m=medium.surface_altitude_m,
        decay_per_m=medium.decay_per_m,
    )
    return np.asarray((1.0 + 1e-6 * units) * (medium.earth_radius_m + altitude_m))


def bending(altitude_m: Array, medium: ExponentialMedium) -> Array:
    """Turning of a ray against the local horizontal per angle at the Earth's centre. [1]

    1 + (r/n) dn/dr: 1 in a vacuum, about 0.75 near the ground. Held constant 1 km under the ground,
    where rays only go to be discarded.
    """
    above = np.maximum(altitude_m - medium.surface_altitude_m, -_DEEP_M)
    units = 1e-6 * medium.surface_refractivity * np.exp(-medium.decay_per_m * above)
    radius = medium.earth_radius_m + altitude_m
    return np.asarray(1.0 - radius * medium.decay_per_m * units / (1.0 + units))
