"""What a path through layered air loses: specific attenuation by altitude, summed along the ray."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.atmosphere.us1976 import pressure_pa, temperature_k
from skyshed.propagation.gas import gas_attenuation_db_per_m
from skyshed.propagation.rain import rain_attenuation_db_per_m

Array = NDArray[np.float64]

VAPOUR_SCALE_HEIGHT_M: Final = 2000.0
"""Of the density of water vapour, ITU-R P.835-6 as in ITU-Rpy 0.4.0."""
_VAPOUR_GAS_CONSTANT_J_KG_K: Final = 1e5 / 216.7  # as P.676 has it
_SAMPLES: Final = 32  # along a path: within 1 % of the integral where rain ends at an edge


def air_attenuation_db_per_m(
    altitude_m: ArrayLike, *, frequency_hz: ArrayLike, sea_level_vapour_kg_m3: ArrayLike
) -> Array:
    """Specific attenuation by gases in the standard atmosphere.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Altitude above mean sea level, up to 86 km. [m]
    frequency_hz : array_like, shape (...)
        Frequency. [Hz]
    sea_level_vapour_kg_m3 : array_like, shape (...)
        Density of water vapour at sea level; 0.0075 is the reference of ITU-R P.835. [kg m^-3]

    Returns
    -------
    ndarray, shape (...)
        One way. [dB/m]
    """
    altitude = np.asarray(altitude_m, dtype=float)
    temperature = temperature_k(altitude)
    vapour = np.asarray(sea_level_vapour_kg_m3) * np.exp(-altitude / VAPOUR_SCALE_HEIGHT_M)
    wet = vapour * _VAPOUR_GAS_CONSTANT_J_KG_K * temperature
    oxygen, water = gas_attenuation_db_per_m(
        frequency_hz,
        dry_pressure_pa=np.maximum(pressure_pa(altitude) - wet, 0.0),
        temperature_k=temperature,
        vapour_density_kg_m3=vapour,
    )
    return oxygen + water


def rain_below_db_per_m(
    altitude_m: ArrayLike, *, frequency_hz: ArrayLike, rate_m_s: ArrayLike, top_m: ArrayLike
) -> Array:
    """Specific attenuation of rain that falls everywhere below an altitude, and nowhere above.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Altitude above mean sea level. [m]
    frequency_hz : array_like, shape (...)
        Frequency. [Hz]
    rate_m_s : array_like, shape (...)
        Rain rate. [m/s]
    top_m : array_like, shape (...)
        Altitude at which the rain begins as ice, which weakens little. [m]

    Returns
    -------
    ndarray, shape (...)
        One way, horizontal polarisation, level path. [dB/m]
    """
    rain = rain_attenuation_db_per_m(rate_m_s, frequency_hz=frequency_hz)
    return np.where(np.asarray(altitude_m, dtype=float) <= top_m, rain, 0.0)


def path_absorption_db(
    attenuation_db_per_m: ArrayLike,
    level_m: ArrayLike,
    *,
    distance_m: ArrayLike,
    altitude_m: ArrayLike,
    antenna_altitude_m: float,
    effective_radius_m: ArrayLike,
) -> Array:
    """Loss along straight rays over the effective Earth.

    Parameters
    ----------
    attenuation_db_per_m : array_like, shape (level,)
        Specific attenuation at altitudes `level_m`, linear in between, constant outside. [dB/m]
    level_m : array_like, shape (level,)
        Altitudes above mean sea level, increasing. [m]
    distance_m : array_like, shape (distance,)
        Ground distances, not negative. [m]
    altitude_m : array_like, shape (altitude,)
        Altitudes of the target. [m]
    antenna_altitude_m : float
        Altitude of the antenna. [m]
    effective_radius_m : array_like, shape () or (distance,)
        Radius of the effective Earth at each distance. [m]

    Returns
    -------
    ndarray, shape (distance, altitude)
        One way; a ray below the ground counts as running along the lowest level. [dB]
    """
    d = np.asarray(distance_m, dtype=float)[:, None, None]
    h = np.asarray(altitude_m, dtype=float)[None, :, None]
    radius = np.broadcast_to(np.asarray(effective_radius_m, dtype=float), d.shape[:1])
    radius = radius[:, None, None]
    s = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    versine = 2.0 * np.sin(0.5 * d / radius) ** 2
    a, b = radius + antenna_altitude_m, radius + h
    chord = np.sqrt((b - a) ** 2 + 2.0 * a * b * versine)
    # distance from the centre, squared, less the radius squared: no digits lost
    over = a - radius, b - radius
    squared = (
        (1.0 - s) ** 2 * over[0] * (2.0 * radius + over[0])
        + s**2 * over[1] * (2.0 * radius + over[1])
        + 2.0 * s * (1.0 - s) * (radius * (over[0] + over[1]) + over[0] * over[1] - a * b * versine)
    )
    at = squared / (np.sqrt(radius**2 + squared) + radius)
    specific = np.interp(at, np.asarray(level_m, float), np.asarray(attenuation_db_per_m, float))
    return np.asarray(specific.mean(axis=-1) * chord[..., 0])
