"""Pulses and waves: delay, unambiguous range, wavelength and free-space loss."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.radar.arguments import positive

FloatArray = NDArray[np.float64]


def wavelength_m(frequency_hz: ArrayLike) -> FloatArray:
    """Wavelength in vacuum.

    Parameters
    ----------
    frequency_hz : array_like, shape (...)
        Carrier frequency. [Hz]

    Returns
    -------
    ndarray, shape (...)
        Wavelength. [m]

    Raises
    ------
    ValueError
        If a frequency is not positive.
    """
    return np.asarray(SPEED_OF_LIGHT_M_S / positive(frequency_hz, "frequency_hz"))


def free_space_loss(range_m: ArrayLike, frequency_hz: ArrayLike) -> FloatArray:
    """One-way loss between isotropic antennas in free space, (4 pi R / lambda)^2.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Distance. [m]
    frequency_hz : array_like, shape (...)
        Carrier frequency. [Hz]

    Returns
    -------
    ndarray, shape (...)
        Transmitted over received power, linear; meaningful in the far field. [1]
    """
    distance = np.asarray(range_m, dtype=float)
    return np.asarray((4.0 * np.pi * distance / wavelength_m(frequency_hz)) ** 2)


def prf_for_unambiguous_range_hz(
    range_m: ArrayLike, *, wave_speed_m_s: float = SPEED_OF_LIGHT_M_S
) -> FloatArray:
    """Highest pulse repetition frequency with no second-time-around echo inside a range.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Unambiguous slant range. [m]
    wave_speed_m_s : float
        Speed of the wave; textbooks round it to 3e8. [m/s]

    Returns
    -------
    ndarray, shape (...)
        Pulse repetition frequency, c / (2 R). [Hz]
    """
    return np.asarray(wave_speed_m_s / (2.0 * np.asarray(range_m, dtype=float)))


def range_from_delay_m(
    delay_s: ArrayLike, *, wave_speed_m_s: float = SPEED_OF_LIGHT_M_S
) -> FloatArray:
    """Slant range of an echo from its delay, c t / 2.

    Parameters
    ----------
    delay_s : array_like, shape (...)
        Time between pulse and echo. [s]
    wave_speed_m_s : float
        Speed of the wave; textbooks round it to 3e8. [m/s]

    Returns
    -------
    ndarray, shape (...)
        Slant range. [m]
    """
    return np.asarray(0.5 * wave_speed_m_s * np.asarray(delay_s, dtype=float))
