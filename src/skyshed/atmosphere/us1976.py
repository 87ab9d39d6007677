"""U.S. Standard Atmosphere 1976 from 5 km below sea level to 86 km.

Up to 32 km it is the ICAO standard atmosphere as well. Air that is at rest, dry and in the mean
state of mid-latitudes: a day differs from it by tens of kelvins.

References
----------
COESA, "U.S. Standard Atmosphere, 1976", U.S. Government Printing Office, 1976, part 1.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import STANDARD_GRAVITY_M_S2

# Defining constants of the model; the gas constant is the one of 1976, not today's.
SEA_LEVEL_PRESSURE_PA = 101_325.0
SEA_LEVEL_TEMPERATURE_K = 288.15
AIR_GAS_CONSTANT_J_KG_K = 8314.32 / 28.9644
HEAT_CAPACITY_RATIO = 1.4
EARTH_RADIUS_M = 6_356_766.0  # at 45 degrees north, where gravity is the standard one
SUTHERLAND_COEFFICIENT = 1.458e-6  # kg s^-1 m^-1 K^-1/2
SUTHERLAND_TEMPERATURE_K = 110.4

LOWEST_ALTITUDE_M = -5_000.0
HIGHEST_ALTITUDE_M = 86_000.0

# Geopotential altitude of each layer's base and the temperature gradient above it.
_LAYER_BASE_M = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3])
_LAYER_GRADIENT_K_M = np.array([-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3])
_LAYER_TEMPERATURE_K = SEA_LEVEL_TEMPERATURE_K + np.concatenate(
    [[0.0], np.cumsum(np.diff(_LAYER_BASE_M) * _LAYER_GRADIENT_K_M[:-1])]
)


def geopotential_altitude_m(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Geopotential altitude: the work to lift a mass there, divided by standard gravity.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        Geopotential altitude, 0.3 % less than the geometric one at 20 km. [m]
    """
    altitude_m = np.asarray(altitude_m, dtype=float)
    return np.asarray(EARTH_RADIUS_M * altitude_m / (EARTH_RADIUS_M + altitude_m))


def geometric_altitude_m(geopotential_m: ArrayLike) -> NDArray[np.float64]:
    """Geometric altitude of a geopotential altitude.

    Parameters
    ----------
    geopotential_m : array_like, shape (...)
        Geopotential altitude. [m]

    Returns
    -------
    ndarray, shape (...)
        Altitude above mean sea level. [m]
    """
    geopotential_m = np.asarray(geopotential_m, dtype=float)
    return np.asarray(EARTH_RADIUS_M * geopotential_m / (EARTH_RADIUS_M - geopotential_m))


def temperature_k(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Temperature of the air.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        Temperature; nan below -5 km and above 86 km. [K]

    Notes
    -----
    This is the molecular-scale temperature. The kinetic one is the same up to 80 km and less by at
    most 0.08 K at 86 km, where the air begins to change its composition.
    """
    temperature, _ = _temperature_and_pressure(altitude_m)
    return temperature


def pressure_pa(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Pressure of the air.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        Pressure; nan below -5 km and above 86 km. [Pa]
    """
    _, pressure = _temperature_and_pressure(altitude_m)
    return pressure


def density_kg_m3(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Density of the air.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        Density; nan below -5 km and above 86 km. [kg m^-3]
    """
    temperature, pressure = _temperature_and_pressure(altitude_m)
    return np.asarray(pressure / (AIR_GAS_CONSTANT_J_KG_K * temperature))


def speed_of_sound_m_s(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Speed of sound.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        Speed of sound; nan below -5 km and above 86 km. [m s^-1]
    """
    return speed_of_sound_in_air_m_s(temperature_k(altitude_m))


def speed_of_sound_in_air_m_s(temperature_k: ArrayLike) -> NDArray[np.float64]:
    """Speed of sound in dry air of a given temperature.

    Parameters
    ----------
    temperature_k : array_like, shape (...)
        Temperature. [K]

    Returns
    -------
    ndarray, shape (...)
        Speed of sound of an ideal gas with the ratio of heat capacities 1.4. [m s^-1]

    Raises
    ------
    ValueError
        If any temperature is negative.
    """
    temperature_k = np.asarray(temperature_k, dtype=float)
    if np.any(temperature_k < 0.0):
        raise ValueError(
            f"temperature must not be negative, got {np.nanmin(temperature_k):g} K; "
            "was it in degrees Celsius?"
        )
    return np.sqrt(HEAT_CAPACITY_RATIO * AIR_GAS_CONSTANT_J_KG_K * temperature_k)


def dynamic_viscosity_pa_s(altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Dynamic viscosity of the air by Sutherland's law.

    Parameters
    ----------
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        Dynamic viscosity; nan below -5 km and above 86 km. [Pa s]
    """
    temperature = temperature_k(altitude_m)
    return np.asarray(
        SUTHERLAND_COEFFICIENT * temperature**1.5 / (temperature + SUTHERLAND_TEMPERATURE_K)
    )


def mach_to_speed_m_s(mach: ArrayLike, altitude_m: ArrayLike) -> NDArray[np.float64]:
    """True airspeed of a Mach number at an altitude.

    Parameters
    ----------
    mach : array_like, shape (...)
        Mach number. [1]
    altitude_m : array_like, shape (...)
        Geometric altitude above mean sea level. [m]

    Returns
    -------
    ndarray, shape (...)
        True airspeed; nan below -5 km and above 86 km. [m s^-1]

    Raises
    ------
    ValueError
        If any Mach number is negative.
    """
    mach = np.asarray(mach, dtype=float)
    if np.any(mach < 0.0):
        raise ValueError(f"mach must not be negative, got {np.nanmin(mach):g}")
    return np.asarray(mach * speed_of_sound_m_s(altitude_m))


def _pressure_ratio(
    rise: NDArray[np.float64], base_temperature: NDArray[np.float64], gradient: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Pressure over pressure at a layer's base, by hydrostatic balance.

    (1 + x)^(-g/(R L)) with x = L rise/T_b, written so that the isothermal layer L = 0 is no case
    of its own.
    """
    x = np.asarray(gradient * rise / base_temperature)
    mean_slope = np.divide(np.log1p(x), x, out=np.ones_like(x), where=x != 0.0)
    exponent = STANDARD_GRAVITY_M_S2 * rise / (AIR_GAS_CONSTANT_J_KG_K * base_temperature)
    return np.asarray(np.exp(-exponent * mean_slope))


# Pressure at each base follows from the layers below it.
_LAYER_PRESSURE_PA = SEA_LEVEL_PRESSURE_PA * np.cumprod(
    np.concatenate(
        [
            [1.0],
            _pressure_ratio(
                np.diff(_LAYER_BASE_M), _LAYER_TEMPERATURE_K[:-1], _LAYER_GRADIENT_K_M[:-1]
            ),
        ]
    )
)


def _temperature_and_pressure(
    altitude_m: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Temperature [K] and pressure [Pa] at a geometric altitude; nan outside the model."""
    altitude = np.asarray(altitude_m, dtype=float)
    inside = (altitude >= LOWEST_ALTITUDE_M) & (altitude <= HIGHEST_ALTITUDE_M)
    geopotential = geopotential_altitude_m(np.where(inside, altitude, np.nan))
    layer = np.searchsorted(_LAYER_BASE_M, geopotential, side="right") - 1
    layer = np.clip(layer, 0, _LAYER_BASE_M.size - 1)  # below sea level: the first layer goes on
    rise = geopotential - _LAYER_BASE_M[layer]
    base_temperature, gradient = _LAYER_TEMPERATURE_K[layer], _LAYER_GRADIENT_K_M[layer]
    ratio = _pressure_ratio(rise, base_temperature, gradient)
    return np.asarray(base_temperature + gradient * rise), _LAYER_PRESSURE_PA[layer] * ratio
