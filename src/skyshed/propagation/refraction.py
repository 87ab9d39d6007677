"""Refraction as an effective Earth radius that changes with distance.

One factor k straightens a ray only where refractivity falls linearly. Over hundreds of kilometres a
ray climbs out of the refracting air: an exponential atmosphere of 313 N-units at the surface asks
2 % less height than the 4/3 Earth at 250 km and 7 % more at 600 km. A k that depends on distance
makes the same straight-ray formula fit the curved ray, and costs nothing per terrain cell.
"""

import functools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.propagation.effective_earth import straight_ray_altitude_m
from skyshed.propagation.ray_tracing import grazing_elevation_rad, grazing_profile

Array = NDArray[np.float64]

EVEN_POWERS: Final = (0, 2, 4, 6, 8, 10)
"""Powers of distance that need no square root on a grid, where its square is what one has."""

ALL_POWERS: Final = (0, 1, 2, 3, 4, 5)
"""The first powers: ten times closer to the ray for the same number of terms."""

_SAMPLES: Final = 256
_ITERATIONS: Final = 6
_KEPT_DRAWS: Final = 4096


def effective_radius_polynomial(
    *,
    surface_refractivity: ArrayLike,
    antenna_altitude_m: ArrayLike,
    surface_altitude_m: ArrayLike,
    earth_radius_m: ArrayLike,
    maximum_range_m: float,
    decay_per_m: ArrayLike | None = None,
    powers: tuple[int, ...] = EVEN_POWERS,
) -> Array:
    """1/k as a polynomial in distance that reproduces the ray grazing the smooth ground.

    Parameters
    ----------
    surface_refractivity : array_like, shape (draw,)
        Refractivity N at `surface_altitude_m`. [N-units]
    antenna_altitude_m : array_like, shape (draw,)
        Altitude of the antenna, not below the surface. [m]
    surface_altitude_m : array_like, shape (draw,)
        Altitude of the smooth ground that the ray grazes. [m]
    earth_radius_m : array_like, shape (draw,)
        Radius of the sphere of altitude 0, k not applied. [m]
    maximum_range_m : float
        Ground arc up to which the polynomial is fitted, and which scales it. [m]
    decay_per_m : array_like, shape (draw,), optional
        Decay of N with altitude; that of the CRPL reference atmosphere if not given. [1/m]
    powers : tuple of int
        Powers of distance / maximum_range_m that the polynomial has.

    Returns
    -------
    ndarray, shape (draw, len(powers))
        Coefficients c_i of 1/k = sum_i c_i (d / maximum_range_m)^powers[i]; with `EVEN_POWERS`
        a polynomial in (d / maximum_range_m)^2. Not to be used beyond `maximum_range_m`. [1]

    Raises
    ------
    ValueError
        If `maximum_range_m` is not positive, an antenna is below the surface, or N falls so fast
        that rays are trapped.

    Notes
    -----
    Least squares in the altitude of the straight ray over the sphere of radius k R, launched with
    the grazing ray's own slope. Largest misfit for 250 to 380 N-units:

    ==================  ===========  ===========  ==========
    antenna             up to        EVEN_POWERS  ALL_POWERS
    ==================  ===========  ===========  ==========
    30 m above surface  400 km       0.2 m        0.01 m
    30 m above surface  650 km       0.9 m        0.2 m
    any up to 12 km     400 km       1.2 m        0.06 m
    any up to 12 km     650 km       5.6 m        0.3 m
    ==================  ===========  ===========  ==========

    The fit holds for the grazing ray. A ray that clears high terrain leaves the dense air sooner
    and bends less: one that leaves a 20 m mast at 0.25 degrees, 0.37 above the grazing one, is
    higher than this k says by 7 m at 100 km, 94 m (2 %) at 250 km and 320 m (3 %) at 400 km, for
    313 N-units.
    """
    if not maximum_range_m > 0.0:
        raise ValueError(f"maximum_range_m must be positive, got {maximum_range_m}")
    given = [surface_refractivity, antenna_altitude_m, surface_altitude_m, earth_radius_m]
    given += [] if decay_per_m is None else [decay_per_m]
    per_draw = np.broadcast_arrays(*(np.atleast_1d(np.asarray(a, dtype=float)) for a in given))
    if per_draw[0].ndim == 1 and per_draw[0].size <= _KEPT_DRAWS:
        kept = (tuple(part.tobytes() for part in per_draw), float(maximum_range_m), powers)
        return _remembered(*kept).copy()
    return _polynomial(per_draw, maximum_range_m, powers)


@functools.lru_cache(maxsize=256)
def _remembered(
    per_draw: tuple[bytes, ...], maximum_range_m: float, powers: tuple[int, ...]
) -> Array:
    # Most of what a study asks after the first draws differs in numbers that bend no ray.
    return _polynomial([np.frombuffer(part) for part in per_draw], maximum_range_m, powers)


def _polynomial(
    per_draw: Sequence[Array], maximum_range_m: float, powers: tuple[int, ...]
) -> Array:
    ns, antenna, surface, radius = per_draw[:4]
    decay_per_m = per_draw[4] if len(per_draw) > 4 else None
    distance = maximum_range_m * np.arange(1, _SAMPLES + 1) / _SAMPLES
    elevation = grazing_elevation_rad(
        antenna,
        surface_refractivity=ns,
        surface_altitude_m=surface,
        earth_radius_m=radius,
        decay_per_m=decay_per_m,
    )
    ray = grazing_profile(
        distance,
        antenna_altitude_m=antenna,
        surface_refractivity=ns,
        surface_altitude_m=surface,
        earth_radius_m=radius,
        decay_per_m=decay_per_m,
    )
    terms = (distance[:, None] / maximum_range_m) ** np.asarray(powers)
    return _fit(ray, distance, terms, antenna, np.tan(elevation), radius)


def constant_radius_polynomial(k: ArrayLike, draws: int, *, terms: int = len(EVEN_POWERS)) -> Array:
    """The same coefficients for one k at all distances, such as 4/3.

    Parameters
    ----------
    k : array_like, shape (draw,) or ()
        Effective-radius factor. [1]
    draws : int
        Number of draws.
    terms : int
        Number of coefficients, the first of power 0.

    Returns
    -------
    ndarray, shape (draw, terms)
        1/k, then zeros. [1]

    Raises
    ------
    ValueError
        If `k` is not positive.
    """
    factor = np.asarray(k, dtype=float)
    if not np.all(factor > 0.0):
        raise ValueError(f"k must be positive, got {np.min(factor)}")
    coefficients = np.zeros((draws, terms))
    coefficients[:, 0] = 1.0 / factor
    return coefficients


def _fit(
    ray: Array, distance: Array, terms: Array, antenna: Array, slope: Array, radius: Array
) -> Array:
    """Gauss-Newton with the derivative dh/d(1/k) = d^2 / (2 R), good to a few per cent."""
    projection = np.linalg.pinv(0.5 * distance[:, None] ** 2 * terms).T
    coefficients = np.zeros((antenna.size, terms.shape[1]))
    coefficients[:, 0] = 0.75
    for _ in range(_ITERATIONS):
        straight = straight_ray_altitude_m(
            distance,
            antenna_altitude_m=antenna[:, None],
            slope=slope[:, None],
            inverse_k=coefficients @ terms.T,
            earth_radius_m=radius[:, None],
        )
        coefficients = coefficients + (radius[:, None] * (ray - straight)) @ projection
    return coefficients
