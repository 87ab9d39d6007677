"""Diffraction loss round a smooth spherical Earth, at any distance (ITU-R P.526 sect. 3).

Beyond the horizon the loss is the first term of the residue series (sect. 3.1.1). Within it, the
loss of an Earth swollen until the path is just at its horizon is reduced in proportion to the
clearance (sect. 3.2). Losses are one way and relative to free space.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import SPEED_OF_LIGHT_M_S

Array = NDArray[np.float64]
Polarisation = Literal["horizontal", "vertical"]

ITU_SPEED_OF_LIGHT_M_S: Final = 2.998e8
"""As rounded in the reference computations of ITU-R P.452 and P.1812, which this reproduces."""

# Of sqrt(lambda d1 d2 / d) leaves no loss, P.526 sect. 3.2: 17.456 with distances in km, 0.552.
_CLEARANCE: Final = 17.456 / 1000.0**0.5


@dataclass(frozen=True)
class Ground:
    """Electrical properties of the Earth's surface.

    Attributes
    ----------
    relative_permittivity : float
        Real part, relative to vacuum. [1]
    conductivity_s_m : float
        Conductivity. [S/m]
    """

    relative_permittivity: float
    conductivity_s_m: float


LAND: Final = Ground(relative_permittivity=22.0, conductivity_s_m=0.003)
"""Medium dry land, the values of the ITU-R P.452 validation examples."""

SEA: Final = Ground(relative_permittivity=80.0, conductivity_s_m=5.0)
"""Sea water, likewise."""


def spherical_earth_loss_db(
    distance_m: ArrayLike,
    h1_m: ArrayLike,
    h2_m: ArrayLike,
    *,
    effective_radius_m: ArrayLike,
    frequency_hz: ArrayLike,
    polarisation: Polarisation = "horizontal",
    sea_fraction: ArrayLike = 0.0,
    land: Ground = LAND,
    sea: Ground = SEA,
) -> Array:
    """Diffraction loss between two antennas over a smooth Earth.

    Parameters
    ----------
    distance_m : array_like, shape (...)
        Ground arc between the antennas, not negative. [m]
    h1_m, h2_m : array_like, shape (...)
        Heights of the antennas above the smooth surface. [m]
    effective_radius_m : array_like, shape (...)
        Effective Earth radius k R. [m]
    frequency_hz : array_like, shape (...)
        Frequency, at least 10 MHz. [Hz]
    polarisation : {"horizontal", "vertical"}
        Matters below 300 MHz over sea and below 20 MHz over land, and for very low antennas.
    sea_fraction : array_like, shape (...)
        Part of the path over sea; the losses in decibels over `land` and `sea` are mixed by it.
        [1]
    land, sea : Ground
        Electrical properties.

    Returns
    -------
    ndarray, shape (...)
        Loss relative to free space, one way, never negative; nan where a height is negative. [dB]

    Raises
    ------
    ValueError
        If `polarisation` is unknown, a distance negative, the radius not positive, the frequency
        below 10 MHz or `sea_fraction` outside 0 to 1.

    Notes
    -----
    ITU-R P.526 sects. 3.1.1 and 3.2, with the Recommendation's rounded coefficients 2.188 and
    9.575e-3; the mixture of land and sea is that of ITU-R P.452. The first term alone describes
    the field well beyond the horizon; near it the method is an interpolation.
    """
    d, h1, h2, radius, frequency, share = (
        np.asarray(a, dtype=float)
        for a in (distance_m, h1_m, h2_m, effective_radius_m, frequency_hz, sea_fraction)
    )
    _check(d, radius, frequency, share, polarisation)
    h1, h2 = (np.where(h >= 0.0, h, np.nan) for h in (h1, h2))
    drop = d**2 / (2.0 * radius)
    fresnel = _CLEARANCE * np.sqrt(d * ITU_SPEED_OF_LIGHT_M_S / frequency)
    swelling, factor = _line_of_sight(drop, h1, h2, fresnel)
    swollen = radius * swelling
    distance = np.where(factor > 0.0, d, 1.0)  # any value: the factor makes the loss zero
    over_land, over_sea = (
        _first_term_db(distance, h1, h2, swollen, frequency, polarisation, ground)
        for ground in (land, sea)
    )
    return _reduced(share * over_sea + (1.0 - share) * over_land, factor)


def normalised_spherical_loss_db(
    x: ArrayLike, y1: ArrayLike, y2: ArrayLike, *, admittance: ArrayLike = 0.0
) -> Array:
    """The same loss in the normalised distance and heights of P.526, for beta = 1.

    Parameters
    ----------
    x : array_like, shape (...)
        Normalised distance d (pi / (lambda a^2))^(1/3), not negative. [1]
    y1, y2 : array_like, shape (...)
        Normalised heights 2 h (pi^2 / (lambda^2 a))^(1/3). [1]
    admittance : array_like, shape (...)
        Normalised surface admittance K, which bounds the loss of very low antennas. [1]

    Returns
    -------
    ndarray, shape (...)
        Loss relative to free space, one way; nan where a height is negative, inf where one is 0
        beyond the horizon and `admittance` is 0. [dB]

    Raises
    ------
    ValueError
        If `x` or `admittance` is negative.

    Notes
    -----
    In these units the sagitta d^2 / (2 a) is exactly X^2, so the horizon of Y lies at sqrt(Y); a
    clearance of 0.552 sqrt(lambda d1 d2 / d) is 1.104 sqrt(pi X1 X2 / X); and an Earth swollen by
    s = a_em / a has X s^(-2/3) and Y s^(-1/3). beta = 1 holds for horizontal polarisation, and for
    vertical over land above 20 MHz and over sea above 300 MHz (P.526 sect. 3.1.1.1). Differs from
    the dimensional form by that form's rounded coefficients, less than 1e-3 of the loss.
    """
    x, y1, y2, k = (np.asarray(a, dtype=float) for a in (x, y1, y2, admittance))
    if np.any(x < 0.0) or np.any(k < 0.0):
        raise ValueError(f"x and admittance must not be negative, got {np.min(x)}, {np.min(k)}")
    y1, y2 = (np.where(y >= 0.0, y, np.nan) for y in (y1, y2))
    swelling, factor = _line_of_sight(x**2, y1, y2, 2.0 * _CLEARANCE * np.sqrt(np.pi * x))
    third = np.cbrt(swelling)
    distance = np.where(factor > 0.0, x, 1.0) / third**2
    gain = _height_gain_db(y1 / third, k) + _height_gain_db(y2 / third, k)
    return _reduced(-_distance_gain_db(distance) - gain, factor)


def normalised_distance(
    distance_m: ArrayLike, *, effective_radius_m: ArrayLike, frequency_hz: ArrayLike
) -> Array:
    """X of P.526 for beta = 1.

    Parameters
    ----------
    distance_m, effective_radius_m : array_like, shape (...)
        Ground arc and effective Earth radius. [m]
    frequency_hz : array_like, shape (...)
        Frequency. [Hz]

    Returns
    -------
    ndarray, shape (...)
        d (pi / (lambda a^2))^(1/3), ITU-R P.526 sect. 3.1.1.2. [1]
    """
    d, radius, frequency = (
        np.asarray(a, dtype=float) for a in (distance_m, effective_radius_m, frequency_hz)
    )
    return np.asarray(d * np.cbrt(np.pi * frequency / (SPEED_OF_LIGHT_M_S * radius**2)))


def normalised_height(
    height_m: ArrayLike, *, effective_radius_m: ArrayLike, frequency_hz: ArrayLike
) -> Array:
    """Y of P.526 for beta = 1.

    Parameters
    ----------
    height_m, effective_radius_m : array_like, shape (...)
        Height above the smooth surface and effective Earth radius. [m]
    frequency_hz : array_like, shape (...)
        Frequency. [Hz]

    Returns
    -------
    ndarray, shape (...)
        2 h (pi^2 / (lambda^2 a))^(1/3), ITU-R P.526 sect. 3.1.1.2. [1]
    """
    h, radius, frequency = (
        np.asarray(a, dtype=float) for a in (height_m, effective_radius_m, frequency_hz)
    )
    wave_number = np.pi * frequency / SPEED_OF_LIGHT_M_S
    return np.asarray(2.0 * h * np.cbrt(wave_number**2 / radius))


def _line_of_sight(drop: Array, h1: Array, h2: Array, fresnel: Array) -> tuple[Array, Array]:
    """Swelling a_em / a of the Earth (1 beyond the horizon) and factor on its loss, sect. 3.2.

    `drop` is the sagitta d^2 / (2 a); clearances are in its unit, and the clearance that leaves no
    loss is `fresnel` times the root of the product of the path's two parts.
    """
    reach = np.sqrt(h1) + np.sqrt(h2)
    beyond = (drop > 0.0) & (np.sqrt(drop) >= reach)
    in_sight = ~beyond & (drop > 0.0)
    part, clearance = _reflection_point(
        np.where(in_sight, drop, 1.0), np.where(in_sight, h1, 1.0), np.where(in_sight, h2, 1.0)
    )
    needed = np.where(in_sight, fresnel * np.sqrt(part * (1.0 - part)), 1.0)
    factor = np.where(in_sight, np.maximum(1.0 - clearance / needed, 0.0), 0.0)
    factor = np.where(beyond, 1.0, np.where(np.isnan(reach), np.nan, factor))
    swelling = np.where(in_sight, drop / np.where(in_sight, reach, 1.0) ** 2, 1.0)
    return swelling, factor


def _reflection_point(drop: Array, h1: Array, h2: Array) -> tuple[Array, Array]:
    """Part of the path before the reflection point and the clearance there, sect. 3.2."""
    c = (h1 - h2) / (h1 + h2)
    m = drop / (2.0 * (h1 + h2))
    cosine = np.clip(1.5 * c * np.sqrt(3.0 * m / (m + 1.0) ** 3), -1.0, 1.0)
    b = 2.0 * np.sqrt((m + 1.0) / (3.0 * m)) * np.cos((np.pi + np.arccos(cosine)) / 3.0)
    part = np.clip(0.5 * (1.0 + b), 1e-12, 1.0 - 1e-12)
    clearance = (h1 - drop * part**2) * (1.0 - part) + (h2 - drop * (1.0 - part) ** 2) * part
    return part, clearance


def _reduced(loss: Array, factor: Array) -> Array:
    """Loss of the swollen Earth times the factor; a gain, as close to low antennas, is no loss."""
    return np.asarray(np.where(factor > 0.0, np.maximum(loss, 0.0), 0.0) * factor)


def _first_term_db(
    distance: Array,
    h1: Array,
    h2: Array,
    radius: Array,
    frequency: Array,
    polarisation: Polarisation,
    ground: Ground,
) -> Array:
    """Loss in the diffraction region, sect. 3.1.1, in the Recommendation's km and MHz."""
    radius_km, frequency_mhz = radius / 1e3, frequency / 1e6
    k = _admittance(radius_km, frequency_mhz, polarisation, ground)
    beta = (1.0 + 1.6 * k**2 + 0.67 * k**4) / (1.0 + 4.5 * k**2 + 1.53 * k**4)
    x = 2.188 * beta * np.cbrt(frequency_mhz / radius_km**2) * distance / 1e3
    per_metre = 9.575e-3 * beta * np.cbrt(frequency_mhz**2 / radius_km)
    gain = sum(_height_gain_db(beta * per_metre * h, k) for h in (h1, h2))
    return np.asarray(-_distance_gain_db(x) - gain)


def _admittance(
    radius_km: Array, frequency_mhz: Array, polarisation: Polarisation, ground: Ground
) -> Array:
    """Normalised surface admittance K, sect. 3.1.1.1."""
    permittivity = ground.relative_permittivity
    loss = 18e3 * ground.conductivity_s_m / frequency_mhz
    k = 0.36 * np.cbrt(1.0 / (radius_km * frequency_mhz))
    k = k * ((permittivity - 1.0) ** 2 + loss**2) ** -0.25
    if polarisation == "vertical":
        k = k * np.sqrt(permittivity**2 + loss**2)
    return np.asarray(k)


def _distance_gain_db(x: Array) -> Array:
    """F(X), sect. 3.1.1.2."""
    near = -20.0 * np.log10(np.minimum(x, 1.6)) - 5.6488 * np.minimum(x, 1.6) ** 1.425
    far = np.maximum(x, 1.6)
    return np.where(x < 1.6, near, 11.0 + 10.0 * np.log10(far) - 17.6 * far)


def _height_gain_db(b: Array, admittance: Array) -> Array:
    """G(Y) with B = beta Y, sect. 3.1.1.2, not below 2 + 20 lg K."""
    low = np.clip(b, 1e-300, 2.0)
    high = np.maximum(b, 2.0) - 1.1
    gain = np.where(
        b > 2.0,
        17.6 * np.sqrt(high) - 5.0 * np.log10(high) - 8.0,
        20.0 * np.log10(low + 0.1 * low**3),
    )
    gain = np.where(b == 0.0, -np.inf, np.where(np.isnan(b), np.nan, gain))
    with np.errstate(divide="ignore"):
        return np.maximum(gain, 2.0 + 20.0 * np.log10(admittance))


def _check(
    distance: Array, radius: Array, frequency: Array, share: Array, polarisation: str
) -> None:
    if polarisation not in ("horizontal", "vertical"):
        raise ValueError(f"polarisation must be horizontal or vertical, got {polarisation!r}")
    if np.any(distance < 0.0):
        raise ValueError(f"distance_m must not be negative, got {np.nanmin(distance)}")
    if np.any(radius <= 0.0):
        raise ValueError(f"effective_radius_m must be positive, got {np.nanmin(radius)}")
    if np.any(frequency < 1e7):
        raise ValueError(f"frequency_hz must be at least 10 MHz, got {np.nanmin(frequency)}")
    if np.any((share < 0.0) | (share > 1.0)):
        raise ValueError(f"sea_fraction must lie between 0 and 1, got {np.nanmax(share)}")
