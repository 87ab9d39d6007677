"""Radar cross section by band and aspect, from a table of a few medians per target.

Public figures give at most an order of magnitude for nose, beam and tail in a few bands. The table
keeps those cells as they are; between them a plateau with a narrow spike at broadside is assumed.
All values are medians of a fluctuating quantity; turn them into means before the range equation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

BANDS = ("vhf", "uhf_l", "s_c", "x_ku")
ASPECTS = ("nose", "beam", "tail")
_BAND_EDGES_HZ = (30e6, 300e6, 2e9, 8e9, 18e9)

# The nose level holds up to here and the tail level from its mirror image about broadside.
_PLATEAU_RAD = 0.25 * np.pi


@dataclass(frozen=True)
class RcsTable:
    """Median cross section of one target in each cell of band and aspect.

    Parameters
    ----------
    median_m2 : mapping of (band, aspect) to ndarray, shape (draw,) or ()
        Medians; each band that is present must have nose, beam and tail. [m^2]

    Raises
    ------
    ValueError
        If a band or aspect is unknown, an aspect is missing or a value is not positive.
    """

    median_m2: Mapping[tuple[str, str], FloatArray]

    def __post_init__(self) -> None:
        for (band, aspect), median in self.median_m2.items():
            if band not in BANDS or aspect not in ASPECTS:
                raise ValueError(f"unknown cell {band!r}, {aspect!r}: use {BANDS} and {ASPECTS}")
            if not np.all(np.asarray(median) > 0.0):
                raise ValueError(f"the median of {band!r}, {aspect!r} must be positive")
        for band in self.bands():
            missing = [aspect for aspect in ASPECTS if (band, aspect) not in self.median_m2]
            if missing:
                raise ValueError(f"band {band!r} has no median for {', '.join(missing)}")

    def bands(self) -> tuple[str, ...]:
        """Bands that the table holds, from low to high frequency."""
        held = {band for band, _ in self.median_m2}
        return tuple(band for band in BANDS if band in held)

    def levels_m2(self, band: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Medians at nose, beam and tail in one band; ValueError if the table lacks the band."""
        if band not in self.bands():
            raise ValueError(f"no cross section for band {band!r}, only for {self.bands()}")
        nose, beam, tail = (np.asarray(self.median_m2[band, a], dtype=float) for a in ASPECTS)
        return nose, beam, tail


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


def combine_levels(
    u_common: ArrayLike, u_residual: ArrayLike, correlation: ArrayLike
) -> FloatArray:
    """Position of a table cell inside its interval, from a shared and an own random number.

    Parameters
    ----------
    u_common : array_like, shape (draw,) or any that broadcasts
        The target's common signature level, uniform between 0 and 1. [1]
    u_residual : array_like, shape (draw,) or any that broadcasts
        The cell's own level, uniform between 0 and 1 and independent of the common one. [1]
    correlation : array_like
        Correlation of the normal scores of two cells of one target, 0 to 1. [1]

    Returns
    -------
    ndarray, broadcast shape
        Uniform between 0 and 1; feed it to the quantile function of the cell's parameter. [1]

    Raises
    ------
    ValueError
        If a number is not inside (0, 1) or the correlation not inside [0, 1].

    Notes
    -----
    A Gaussian copula with one factor: independent cells would make "some azimuth sees it" too
    likely.
    """
    from scipy import special

    common, residual = np.asarray(u_common, dtype=float), np.asarray(u_residual, dtype=float)
    shared = np.asarray(correlation, dtype=float)
    for name, u in (("u_common", common), ("u_residual", residual)):
        if np.any((u <= 0.0) | (u >= 1.0)):
            raise ValueError(f"{name} must lie between 0 and 1")
    if np.any((shared < 0.0) | (shared > 1.0)):
        raise ValueError(f"correlation must lie between 0 and 1, got {np.max(shared)}")
    score = np.sqrt(shared) * special.ndtri(common) + np.sqrt(1.0 - shared) * special.ndtri(
        residual
    )
    return np.asarray(special.ndtr(score), dtype=float)


def _log_level(level_m2: ArrayLike) -> FloatArray:
    """Natural logarithm of a positive level."""
    level = np.asarray(level_m2, dtype=float)
    if np.any(level <= 0.0):
        raise ValueError(f"a cross section must be positive, got {np.nanmin(level)}")
    return np.asarray(np.log(level))
