"""Interference of the direct ray with the one that the surface reflects: lobes and gaps.

Over a smooth sphere. Textbook material: the law of reflection, Fresnel's coefficients, the
divergence of a bundle of rays off a sphere, and the loss of coherence on a rough surface.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.propagation.spherical_earth import Ground, Polarisation

Array = NDArray[np.float64]
Roughness = Literal["miller-brown", "ament"]

_VACUUM_PERMITTIVITY_F_M: Final = 8.854_187_8188e-12  # CODATA 2022
_NEWTON_STEPS: Final = 4  # from a parabolic Earth to the sphere: to the last digits

CLEAR_PATH_DIFFERENCE: Final = 0.5 * 0.552**2
"""Path difference in wavelengths at which P.526 sect. 3.2 finds no loss: 0.552 of the first
Fresnel zone is free."""


@dataclass(frozen=True)
class Reflection:
    """The ray that a sphere reflects from one point to another.

    Attributes
    ----------
    path_difference_m : ndarray
        Length of the reflected ray less that of the direct one. [m]
    grazing_rad : ndarray
        Grazing angle at the surface. [rad]
    divergence : ndarray
        Factor on the amplitude because a sphere spreads the bundle, 0 to 1. [1]
    distance_m : ndarray
        Arc from the first point to the reflection. [m]

    All are nan where one point is below the other's horizon.
    """

    path_difference_m: Array
    grazing_rad: Array
    divergence: Array
    distance_m: Array


def reflection(
    distance_m: ArrayLike, h1_m: ArrayLike, h2_m: ArrayLike, *, effective_radius_m: ArrayLike
) -> Reflection:
    """Where and how a smooth sphere reflects between two points.

    Parameters
    ----------
    distance_m : array_like, shape (...)
        Ground arc between the points, positive. [m]
    h1_m, h2_m : array_like, shape (...)
        Heights above the sphere, positive. [m]
    effective_radius_m : array_like, shape (...)
        Radius of the effective Earth, k R. [m]

    Returns
    -------
    Reflection

    Notes
    -----
    The reflection point solves a cubic for a parabolic Earth, then Newton's rule on the equality of
    the grazing angles over the sphere. Divergence: D = (1 + 2 r1 r2 / (R (r1 + r2) sin psi))^-1/2.
    """
    d, h1, h2, radius = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (distance_m, h1_m, h2_m, effective_radius_m))
    )
    if np.any(d <= 0.0) or np.any(radius <= 0.0):
        raise ValueError("distance_m and effective_radius_m must be positive")
    seen = d < radius * (_dip(h1, radius) + _dip(h2, radius))
    seen &= (h1 > 0.0) & (h2 > 0.0)
    d, h1, h2 = (np.where(seen, a, b) for a, b in ((d, 1e3), (h1, 10.0), (h2, 10.0)))
    arc = d / radius
    first = _reflection_arc(arc, h1, h2, radius)
    r1, r2 = _chord(first, 0.0, h1, radius), _chord(arc - first, 0.0, h2, radius)
    direct = _chord(arc, h1, h2, radius)
    sine = np.maximum(_sine_of_grazing(first, h1, r1, radius), 1e-12)
    divergence = 1.0 / np.sqrt(1.0 + 2.0 * r1 * r2 / (radius * (r1 + r2) * sine))
    found = (r1 + r2 - direct, np.arcsin(np.minimum(sine, 1.0)), divergence, radius * first)
    return Reflection(*(np.where(seen, value, np.nan) for value in found))


def fresnel_coefficient(
    grazing_rad: ArrayLike, *, wavelength_m: ArrayLike, polarisation: Polarisation, ground: Ground
) -> NDArray[np.complex128]:
    """Reflection coefficient of a smooth surface, time factor exp(+j omega t).

    Parameters
    ----------
    grazing_rad : array_like, shape (...)
        Angle between the ray and the surface. [rad]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]
    polarisation : {"horizontal", "vertical"}
        Of the electric field.
    ground : Ground
        Electrical properties of the surface.

    Returns
    -------
    ndarray of complex, shape (...)
        -1 at grazing incidence in either polarisation. [1]
    """
    psi, wavelength = np.asarray(grazing_rad, dtype=float), np.asarray(wavelength_m, dtype=float)
    if polarisation not in ("horizontal", "vertical"):
        raise ValueError(f"polarisation must be horizontal or vertical, got {polarisation!r}")
    omega = 2.0 * np.pi * 299_792_458.0 / wavelength
    permittivity = ground.relative_permittivity - 1j * ground.conductivity_s_m / (
        omega * _VACUUM_PERMITTIVITY_F_M
    )
    root = np.sqrt(permittivity - np.cos(psi) ** 2)
    direct = np.sin(psi) * (permittivity if polarisation == "vertical" else 1.0)
    with np.errstate(invalid="ignore"):  # nan below the horizon
        return np.asarray((direct - root) / (direct + root))


def rough_surface_factor(
    roughness_m: ArrayLike,
    grazing_rad: ArrayLike,
    *,
    wavelength_m: ArrayLike,
    model: Roughness = "miller-brown",
) -> Array:
    """Share of the amplitude that a rough surface still reflects in phase.

    Parameters
    ----------
    roughness_m : array_like, shape (...)
        Standard deviation of the surface's height. [m]
    grazing_rad, wavelength_m : array_like, shape (...)
        As in `fresnel_coefficient`. [rad, m]
    model : {"miller-brown", "ament"}
        With g = 2 pi s sin(psi) / lambda: exp(-2 g^2) I0(2 g^2) for waves of the sea, or
        exp(-2 g^2) for heights that are normally distributed.

    Returns
    -------
    ndarray, shape (...)
        1 for a mirror, falling with roughness. [1]
    """
    from scipy.special import ive

    g = 2.0 * np.pi * np.asarray(roughness_m) * np.sin(grazing_rad) / np.asarray(wavelength_m)
    if np.any(np.asarray(roughness_m) < 0.0):
        raise ValueError("roughness_m must not be negative")
    if model == "ament":
        return np.asarray(np.exp(-2.0 * g**2))
    if model != "miller-brown":
        raise ValueError(f"model must be miller-brown or ament, got {model!r}")
    return np.asarray(ive(0, 2.0 * g**2))  # scaled by exp(-x)


def propagation_factor(
    distance_m: ArrayLike,
    h1_m: ArrayLike,
    h2_m: ArrayLike,
    *,
    effective_radius_m: ArrayLike,
    wavelength_m: ArrayLike,
    ground: Ground,
    polarisation: Polarisation = "horizontal",
    roughness_m: ArrayLike = 0.0,
    model: Roughness = "miller-brown",
) -> Array:
    """Amplitude of direct and reflected ray together over that of the direct one.

    Parameters
    ----------
    distance_m, h1_m, h2_m, effective_radius_m : array_like, shape (...)
        As in `reflection`. [m]
    wavelength_m, ground, polarisation
        As in `fresnel_coefficient`.
    roughness_m, model
        As in `rough_surface_factor`.

    Returns
    -------
    ndarray, shape (...)
        F, between 0 and 2; an echo is F^4 as strong as in free space. nan below the horizon. [1]

    Notes
    -----
    Both rays leave the antenna with the same gain: true for a beam much wider than twice the
    elevation of the target, an upper bound of the lobes otherwise. Near the horizon, where less
    than 0.552 of the first Fresnel zone is free, diffraction decides and this is too small.
    """
    ray = reflection(distance_m, h1_m, h2_m, effective_radius_m=effective_radius_m)
    wavelength = np.asarray(wavelength_m, dtype=float)
    coefficient = fresnel_coefficient(
        ray.grazing_rad, wavelength_m=wavelength, polarisation=polarisation, ground=ground
    )
    rough = rough_surface_factor(roughness_m, ray.grazing_rad, wavelength_m=wavelength, model=model)
    phase = 2.0 * np.pi * ray.path_difference_m / wavelength
    return np.asarray(np.abs(1.0 + coefficient * ray.divergence * rough * np.exp(-1j * phase)))


def lobing_gain_db(
    distance_m: ArrayLike,
    h1_m: ArrayLike,
    h2_m: ArrayLike,
    *,
    effective_radius_m: ArrayLike,
    wavelength_m: ArrayLike,
    ground: Ground,
    polarisation: Polarisation = "horizontal",
    roughness_m: ArrayLike = 0.0,
    model: Roughness = "miller-brown",
) -> Array:
    """One-way gain by lobes where the path is clear, and 0 where diffraction decides.

    Parameters
    ----------
    distance_m, h1_m, h2_m, effective_radius_m, wavelength_m, ground, polarisation, roughness_m,
    model
        As in `propagation_factor`.

    Returns
    -------
    ndarray, shape (...)
        20 lg F, at most 6 dB; 0 where less than 0.552 of the first Fresnel zone is free, so that it
        can be added to the loss of P.526, which is 0 on the other side. The two meet within
        1.8 dB over a mirror at grazing incidence, whatever the divergence. [dB]
    """
    given = (distance_m, h1_m, h2_m, effective_radius_m)
    factor = propagation_factor(
        *given[:3],
        effective_radius_m=effective_radius_m,
        wavelength_m=wavelength_m,
        ground=ground,
        polarisation=polarisation,
        roughness_m=roughness_m,
        model=model,
    )
    ray = reflection(*given[:3], effective_radius_m=effective_radius_m)
    clear = ray.path_difference_m > CLEAR_PATH_DIFFERENCE * np.asarray(wavelength_m)
    return np.where(clear, 20.0 * np.log10(np.maximum(np.where(clear, factor, 1.0), 1e-6)), 0.0)


def _dip(h: Array, radius: Array) -> Array:
    ratio = np.maximum(h, 0.0) / radius
    return np.asarray(np.arctan(np.sqrt(ratio * (2.0 + ratio))))


def _chord(arc: Array, ha: Array | float, hb: Array, radius: Array) -> Array:
    across = 4.0 * (radius + ha) * (radius + hb) * np.sin(0.5 * arc) ** 2
    return np.asarray(np.sqrt((hb - ha) ** 2 + across))


def _sine_of_grazing(arc: Array, h: Array, slant: Array, radius: Array) -> Array:
    """Sine of the elevation of a point at height h, seen from the sphere an arc away."""
    return np.asarray((h * (2.0 * radius + h) - slant**2) / (2.0 * radius * slant))


def _reflection_arc(arc: Array, h1: Array, h2: Array, radius: Array) -> Array:
    """Arc from the first point at which both grazing angles are equal."""
    d = radius * arc
    p = 2.0 / np.sqrt(3.0) * np.sqrt(radius * (h1 + h2) + 0.25 * d**2)
    angle = np.arcsin(np.clip(2.0 * radius * d * (h2 - h1) / p**3, -1.0, 1.0))
    first = np.asarray((0.5 * d - p * np.sin(angle / 3.0)) / radius)
    low, high = 1e-9 * arc, (1.0 - 1e-9) * arc
    for _ in range(_NEWTON_STEPS):
        first = np.clip(first, low, high)
        near, near_slope = _tangent_and_slope(first, h1, radius)
        far, far_slope = _tangent_and_slope(arc - first, h2, radius)
        first = first - (near - far) / (near_slope + far_slope)
    return np.asarray(np.clip(first, low, high))


def _tangent_and_slope(arc: Array, h: Array, radius: Array) -> tuple[Array, Array]:
    """Tangent of the elevation of a point an arc away, and its derivative by the arc."""
    sine, versine = np.sin(arc), 2.0 * np.sin(0.5 * arc) ** 2
    raised = radius + h
    tangent = (h - raised * versine) / (raised * sine)
    slope = -(h + radius * versine) / (raised * sine**2)
    return np.asarray(tangent), np.asarray(slope)
