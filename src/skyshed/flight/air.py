"""The standard atmosphere as the table that the flight loops read."""

import functools

import numpy as np
from numpy.typing import NDArray

from skyshed.atmosphere.us1976 import HIGHEST_ALTITUDE_M, density_kg_m3, speed_of_sound_m_s


@functools.cache
def air_table() -> NDArray[np.float64]:
    """Density and speed of sound of the U.S. Standard Atmosphere 1976 by altitude.

    Returns
    -------
    ndarray, shape (level, 2)
        Density [kg m^-3] and speed of sound [m s^-1] every 50 m from 1 km below mean sea level to
        86 km. Read-only. Linear interpolation errs by less than 1e-5 of the density, and by 1e-4
        within a step of the kinks between the layers of the atmosphere.
    """
    from skyshed.kernels.air import AIR_LOWEST_M, AIR_STEP_M

    levels = round((HIGHEST_ALTITUDE_M - AIR_LOWEST_M) / AIR_STEP_M) + 1
    altitude_m = AIR_LOWEST_M + AIR_STEP_M * np.arange(levels)
    table = np.stack([density_kg_m3(altitude_m), speed_of_sound_m_s(altitude_m)], axis=-1)
    table.flags.writeable = False
    return table
