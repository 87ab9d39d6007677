"""Attenuation by rain (ITU-R P.838-3).

References
----------
Recommendation ITU-R P.838-3, "Specific attenuation model for rain for use in prediction methods",
coefficients of tables 1 to 4 as listed in ITU-Rpy 0.4.0 (`itur/models/itu838.py`).
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MM_H_PER_M_S: Final = 3.6e6
"""Millimetres per hour in a metre per second."""
_LOWEST_HZ: Final = 1e9
_HIGHEST_HZ: Final = 1e12

# Rows a, b, c of the Gaussian terms in lg(f / GHz), then slope m and constant c.
_KH = (
    ((-5.33980, -0.35351, -0.23789, -0.94158),
     (-0.10008, 1.26970, 0.86036, 0.64552),
     (1.13098, 0.45400, 0.15354, 0.16817)),
    -0.18961, 0.71147,
)  # fmt: skip
_KV = (
    ((-3.80595, -3.44965, -0.39902, 0.50167),
     (0.56934, -0.22911, 0.73042, 1.07319),
     (0.81061, 0.51059, 0.11899, 0.27195)),
    -0.16398, 0.63297,
)  # fmt: skip
_ALPHA_H = (
    ((-0.14318, 0.29591, 0.32177, -5.37610, 16.1721),
     (1.82442, 0.77564, 0.63773, -0.96230, -3.29980),
     (-0.55187, 0.19822, 0.13164, 1.47828, 3.43990)),
    0.67849, -1.95537,
)  # fmt: skip
_ALPHA_V = (
    ((-0.07771, 0.56727, -0.20238, -48.2991, 48.5833),
     (2.33840, 0.95545, 1.14520, 0.791669, 0.791459),
     (-0.76284, 0.54039, 0.26809, 0.116226, 0.116479)),
    -0.053739, 0.83433,
)  # fmt: skip
_Fit = tuple[tuple[tuple[float, ...], ...], float, float]


def rain_coefficients(
    frequency_hz: ArrayLike, *, elevation_rad: ArrayLike = 0.0, tilt_rad: ArrayLike = 0.0
) -> tuple[Array, Array]:
    """Coefficients k and alpha of the power law k R^alpha.

    Parameters
    ----------
    frequency_hz : array_like, shape (...)
        Frequency, 1 to 1000 GHz. [Hz]
    elevation_rad : array_like, shape (...)
        Elevation of the path. [rad]
    tilt_rad : array_like, shape (...)
        Tilt of the polarisation: 0 horizontal, pi/2 vertical, pi/4 circular. [rad]

    Returns
    -------
    k, alpha : ndarray, shape (...)
        For a rain rate in mm/h and dB/km, as published; nan outside 1 to 1000 GHz. [1]
    """
    f = np.asarray(frequency_hz, dtype=float)
    lg = np.log10(np.where((f >= _LOWEST_HZ) & (f <= _HIGHEST_HZ), f, np.nan) / 1e9)
    kh, kv = 10.0 ** _fit(lg, _KH), 10.0 ** _fit(lg, _KV)
    ah, av = _fit(lg, _ALPHA_H), _fit(lg, _ALPHA_V)
    turn = np.cos(np.asarray(elevation_rad, dtype=float)) ** 2 * np.cos(2.0 * np.asarray(tilt_rad))
    k = 0.5 * (kh + kv + (kh - kv) * turn)
    alpha = (kh * ah + kv * av + (kh * ah - kv * av) * turn) / (2.0 * k)
    return np.asarray(k), np.asarray(alpha)


def rain_attenuation_db_per_m(
    rate_m_s: ArrayLike,
    *,
    frequency_hz: ArrayLike,
    elevation_rad: ArrayLike = 0.0,
    tilt_rad: ArrayLike = 0.0,
) -> Array:
    """Specific attenuation in rain.

    Parameters
    ----------
    rate_m_s : array_like, shape (...)
        Rain rate, not negative; 1 mm/h is 1 / 3.6e6 m/s. [m/s]
    frequency_hz, elevation_rad, tilt_rad : array_like, shape (...)
        As in `rain_coefficients`; below 1 GHz the attenuation of 1 GHz counts, an upper bound that
        is a ten-thousandth of a decibel per kilometre in ordinary rain.

    Returns
    -------
    ndarray, shape (...)
        One way. [dB/m]

    Raises
    ------
    ValueError
        If a rate is negative.
    """
    rate = np.asarray(rate_m_s, dtype=float)
    if np.any(rate < 0.0):
        raise ValueError(f"rate_m_s must not be negative, got {np.nanmin(rate):g}")
    k, alpha = rain_coefficients(
        np.maximum(frequency_hz, _LOWEST_HZ), elevation_rad=elevation_rad, tilt_rad=tilt_rad
    )
    return np.asarray(k * (rate * MM_H_PER_M_S) ** alpha / 1e3)


def _fit(lg: Array, fit: _Fit) -> Array:
    (a, b, c), slope, constant = fit
    total = slope * lg + constant
    for aj, bj, cj in zip(a, b, c, strict=True):
        total = total + aj * np.exp(-(((lg - bj) / cj) ** 2))
    return np.asarray(total)
