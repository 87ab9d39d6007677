"""Radar cross section by band and aspect, from a table of a few medians per target.

Public figures give at most an order of magnitude for nose, beam and tail in a few bands. The table
keeps those cells as they are; between them a plateau with a narrow spike at broadside is assumed.
All values are medians of a fluctuating quantity; turn them into means before the range equation.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

BANDS = ("vhf", "uhf_l", "s_c", "x_ku")
_BAND_EDGES_HZ = (30e6, 300e6, 2e9, 8e9, 18e9)

# The nose level holds up to here and the tail level from its mirror image about broadside.
_PLATEAU_RAD = 0.25 * np.pi


def band_of(frequency_hz: float) -> str:
    """Band of the cross-section table that a radar frequency falls into.

    Parameters
    ----------
    frequency_hz : float
        Carrier frequency. [Hz]

    Returns
    -------
    str
        ``"vhf"`` from 30 MHz, ``"uhf_l"`` from 300 MHz, ``"s_c"`` from 2 GHz, ``"x_ku"`` from
        8 GHz to 18 GHz; a lower edge belongs to its band, 18 GHz to the last one.

    Raises
    ------
    ValueError
        If the frequency lies outside 30 MHz to 18 GHz.
    """
    if frequency_hz == _BAND_EDGES_HZ[-1]:
        return BANDS[-1]
    for band, (low, high) in zip(BANDS, pairwise(_BAND_EDGES_HZ), strict=True):
        if low <= frequency_hz < high:
            return band
    raise ValueError(
        f"cross sections are tabulated from 30 MHz to 18 GHz, got {frequency_hz / 1e6:g} MHz"
    )


def rcs_by_aspect(
    aspect_rad: ArrayLike,
    nose_m2: ArrayLike,
    beam_m2: ArrayLike,
    tail_m2: ArrayLike,
    *,
    spike_width_rad: ArrayLike,
) -> FloatArray:
    """Cross section at any aspect from its levels at nose, beam and tail.

    Parameters
    ----------
    aspect_rad : array_like, shape (draw, aspect) or any that broadcasts
        Angle between the target's heading and the line to the radar: 0 nose-on, pi tail-on. The
        sign does not matter and the angle may be larger than pi. [rad]
    nose_m2, beam_m2, tail_m2 : array_like, shape (draw, 1) or any that broadcasts
        Levels, all mean or all median. [m^2]
    spike_width_rad : array_like
        Full width of the beam spike at half its height in decibels. [rad]

    Returns
    -------
    ndarray, broadcast shape
        Cross section; nan where `aspect_rad` is nan. [m^2]

    Raises
    ------
    ValueError
        If a level or the width is not positive.

    Notes
    -----
    A modelling assumption. The nose level holds to 45 degrees and the tail level from 135 degrees;
    between them the logarithm runs straight. At broadside a Gaussian in decibels rises from there
    to the beam level (or falls, where that is lower).
    """
    nose, beam, tail = (_log_level(level) for level in (nose_m2, beam_m2, tail_m2))
    width = np.asarray(spike_width_rad, dtype=float)
    if np.any(width <= 0.0):
        raise ValueError(f"spike_width_rad must be positive, got {np.min(width)}")
    folded = np.abs(np.remainder(np.asarray(aspect_rad, dtype=float) + np.pi, 2.0 * np.pi) - np.pi)
    towards_tail = np.clip((folded - _PLATEAU_RAD) / (np.pi - 2.0 * _PLATEAU_RAD), 0.0, 1.0)
    plateau = nose + (tail - nose) * towards_tail
    spike = np.exp(-4.0 * np.log(2.0) * ((folded - 0.5 * np.pi) / width) ** 2)
    return np.asarray(np.exp(plateau + (beam - 0.5 * (nose + tail)) * spike))


def _log_level(level_m2: ArrayLike) -> FloatArray:
    """Natural logarithm of a positive level."""
    level = np.asarray(level_m2, dtype=float)
    if np.any(level <= 0.0):
        raise ValueError(f"a cross section must be positive, got {np.nanmin(level)}")
    return np.asarray(np.log(level))
