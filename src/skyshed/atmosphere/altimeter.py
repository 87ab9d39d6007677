"""Pressure altitude and what it is above the sea when the air pressure is not the standard one."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.atmosphere.us1976 import AIR_GAS_CONSTANT_J_KG_K
from skyshed.constants import STANDARD_GRAVITY_M_S2

STANDARD_PRESSURE_PA = 101_325.0
"""Pressure that every flight level and every ADS-B altitude counts from. [Pa]"""
_SEA_LEVEL_K = 288.15
_LAPSE_K_M = 0.0065


def pressure_altitude_m(pressure_pa: ArrayLike) -> NDArray[np.float64]:
    """Altitude at which the standard atmosphere has a pressure.

    Parameters
    ----------
    pressure_pa : array_like, shape (...)
        Pressure, 22.7 to 120 kPa (up to 11 km). [Pa]

    Returns
    -------
    ndarray, shape (...)
        Geopotential altitude in the standard atmosphere; nan where the pressure is. [m]

    Raises
    ------
    ValueError
        If a pressure is outside those limits.

    Notes
    -----
    Hydrostatic balance of the lowest layer of the U.S. Standard Atmosphere 1976 (temperature
    288.15 K less 6.5 K per kilometre), solved for the altitude.
    """
    pressure = np.asarray(pressure_pa, dtype=float)
    if np.any((pressure < 22_632.0) | (pressure > 120_000.0)):
        raise ValueError(
            f"expected a pressure of 22632 to 120000 Pa, got {np.nanmin(pressure):g} Pa; was it in"
            " hectopascals?"
        )
    exponent = AIR_GAS_CONSTANT_J_KG_K * _LAPSE_K_M / STANDARD_GRAVITY_M_S2
    ratio = (pressure / STANDARD_PRESSURE_PA) ** exponent
    return np.asarray(_SEA_LEVEL_K / _LAPSE_K_M * (1.0 - ratio))


def altimeter_correction_m(qnh_pa: ArrayLike) -> NDArray[np.float64]:
    """What to add to a pressure altitude for the altitude above mean sea level.

    Parameters
    ----------
    qnh_pa : array_like, shape (...)
        Pressure setting with which an altimeter at an airfield shows its altitude. [Pa]

    Returns
    -------
    ndarray, shape (...)
        Some 8.3 m for each hectopascal above 1013.25. [m]

    Raises
    ------
    ValueError
        As in `pressure_altitude_m`.

    Notes
    -----
    An altimeter set to QNH counts from the altitude that the standard atmosphere has at QNH. The
    temperature is taken as the standard one: in air that is 10 K colder the true altitude is about
    4 % less, which this leaves out.
    """
    return np.asarray(-pressure_altitude_m(qnh_pa))
