"""Radio refractivity of the air and the bending it causes.

Refractivity N = 1e6 (n - 1) is counted in N-units: about 315 at sea level, less with height.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_N_UNITS_PER_INDEX = 1e6
_LEAST_SURFACE_REFRACTIVITY = 100.0
_GREATEST_SURFACE_REFRACTIVITY = 600.0


def refractivity(
    altitude_m: ArrayLike,
    *,
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    decay_per_m: ArrayLike,
) -> NDArray[np.float64]:
    """Refractivity in an exponential atmosphere.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Altitude above mean sea level. [m]
    surface_refractivity : array_like, shape (...)
        Refractivity at the surface. [N-units]
    surface_altitude_m : array_like, shape (...)
        Altitude of the surface that `surface_refractivity` belongs to. [m]
    decay_per_m : array_like, shape (...)
        Decay constant, see `crpl_decay_per_m`. [m^-1]

    Returns
    -------
    ndarray, shape (...)
        Ns exp(-c (z - z_s)), continued below the surface; nan where an argument is nan. [N-units]
    """
    above_m = np.asarray(altitude_m, dtype=float) - np.asarray(surface_altitude_m, dtype=float)
    decay = np.exp(-np.asarray(decay_per_m, dtype=float) * above_m)
    return np.asarray(np.asarray(surface_refractivity, dtype=float) * decay)


def refractivity_gradient_per_m(
    altitude_m: ArrayLike,
    *,
    surface_refractivity: ArrayLike,
    surface_altitude_m: ArrayLike,
    decay_per_m: ArrayLike,
) -> NDArray[np.float64]:
    """Vertical gradient dn/dh of the refractive index in an exponential atmosphere.

    Parameters
    ----------
    altitude_m, surface_refractivity, surface_altitude_m, decay_per_m : array_like, shape (...)
        As in `refractivity`. [m, N-units, m, m^-1]

    Returns
    -------
    ndarray, shape (...)
        Negative, about -4e-8 near the ground, as `effective_radius_factor` takes it. [m^-1]
    """
    n_units = refractivity(
        altitude_m,
        surface_refractivity=surface_refractivity,
        surface_altitude_m=surface_altitude_m,
        decay_per_m=decay_per_m,
    )
    return np.asarray(-np.asarray(decay_per_m, dtype=float) * n_units / _N_UNITS_PER_INDEX)


def crpl_decay_per_m(surface_refractivity: ArrayLike) -> NDArray[np.float64]:
    """Decay constant of the CRPL exponential reference atmosphere.

    Parameters
    ----------
    surface_refractivity : array_like, shape (...)
        Refractivity at the surface, from 100 to 600; published values of the decay constant go from
        200 to 450. [N-units]

    Returns
    -------
    ndarray, shape (...)
        Decay constant; nan where `surface_refractivity` is nan. [m^-1]

    Raises
    ------
    ValueError
        If any surface refractivity lies outside 100 to 600.

    Notes
    -----
    The mean drop over the first kilometre is dN = -7.32 exp(0.005577 Ns), and the exponential runs
    through it: c = ln(Ns/(Ns + dN)) per km [1]_.

    References
    ----------
    .. [1] MathWorks, "refractionexp: CRPL exponential reference atmosphere refraction exponent",
       Radar Toolbox documentation.
    """
    surface = np.asarray(surface_refractivity, dtype=float)
    if np.any((surface < _LEAST_SURFACE_REFRACTIVITY) | (surface > _GREATEST_SURFACE_REFRACTIVITY)):
        raise ValueError(
            f"surface refractivity must lie between {_LEAST_SURFACE_REFRACTIVITY:g} and "
            f"{_GREATEST_SURFACE_REFRACTIVITY:g} N-units, "
            f"got {np.nanmin(surface):g}..{np.nanmax(surface):g}"
        )
    drop_per_km = 7.32 * np.exp(0.005577 * surface)
    return np.asarray(-np.log1p(-drop_per_km / surface) / 1e3)


def effective_radius_factor(
    gradient_per_m: ArrayLike, *, earth_radius_m: ArrayLike
) -> NDArray[np.float64]:
    """Factor k by which a larger Earth makes rays in a constant gradient straight.

    Parameters
    ----------
    gradient_per_m : array_like, shape (...)
        Vertical gradient dn/dh of the refractive index, not of refractivity: -3.9e-8 for a
        gradient of -39 N-units per km. [m^-1]
    earth_radius_m : array_like, shape (...)
        Radius of the Earth, best the Euler radius of the azimuth. [m]

    Returns
    -------
    ndarray, shape (...)
        k = 1/(1 + R dn/dh); nan where the gradient traps the ray (dn/dh <= -1/R, a duct). [1]

    Notes
    -----
    Holds for nearly horizontal rays low in the air. An exponential atmosphere has no single k:
    beyond about 200 km see `skyshed.propagation.refraction`.
    """
    inverse_k = 1.0 + np.asarray(earth_radius_m, float) * np.asarray(gradient_per_m, float)
    return np.asarray(1.0 / np.where(inverse_k > 0.0, inverse_k, np.nan))
