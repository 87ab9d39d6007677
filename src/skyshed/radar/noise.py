"""Receiver noise: system temperature from a noise figure, and noise power."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import BOLTZMANN_J_K, STANDARD_TEMPERATURE_K
from skyshed.radar.arguments import linear_ratio

FloatArray = NDArray[np.float64]


def system_temperature_k(
    noise_factor: ArrayLike, reference_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K
) -> FloatArray:
    """System noise temperature of a receiver whose antenna is at the reference temperature.

    Parameters
    ----------
    noise_factor : array_like, shape (...)
        Noise factor, linear (not the noise figure in decibels), at least 1. [1]
    reference_temperature_k : array_like, shape (...)
        Reference temperature. [K]

    Returns
    -------
    ndarray, shape (...)
        Reference temperature times noise factor; the antenna's noise is included. [K]

    Raises
    ------
    ValueError
        If `noise_factor` is below 1.
    """
    factor = linear_ratio(noise_factor, "noise_factor", least=1.0)
    return np.asarray(factor * np.asarray(reference_temperature_k, dtype=float))


def noise_power_w(
    bandwidth_hz: ArrayLike, system_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K
) -> FloatArray:
    """Thermal noise power k T B referred to the antenna port.

    Parameters
    ----------
    bandwidth_hz : array_like, shape (...)
        Noise bandwidth. [Hz]
    system_temperature_k : array_like, shape (...)
        System noise temperature. [K]

    Returns
    -------
    ndarray, shape (...)
        Noise power. [W]
    """
    temperature = np.asarray(system_temperature_k, dtype=float)
    return np.asarray(BOLTZMANN_J_K * temperature * np.asarray(bandwidth_hz, dtype=float))
