"""When a track is detected and confirmed along a flight, on three scales of luck.

What nobody outside knows is the draw. Within it, an aspect level changes so slowly that all scans
of a pass share it, and the fluctuation is new in every scan (`skyshed.radar.scans`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import CONFIRM_M, CONFIRM_N, CONFIRM_PD, single_scan_pd
from skyshed.radar.scans import cumulative_correlated, cumulative_m_of_n
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

_WIDEST = 4.5  # standard deviations of the level that are averaged over
_NODES = 33
_AT_ONCE = 4_000_000  # chances held in memory at a time


@dataclass(frozen=True)
class Luck:
    """Chances after each scan.

    Attributes
    ----------
    time_s : ndarray, shape (draw, scan)
        Times of the scans; inf where a draw has fewer of them. [s]
    detected : ndarray, shape (draw, scan)
        Probability that a scan up to this one has detected. [1]
    confirmed : ndarray, shape (draw, scan)
        Probability that a track is confirmed by this scan (2 of 3). [1]
    confirmed_independent, confirmed_shared : ndarray, shape (draw, scan)
        Its two limits: all luck new in every scan, and all of it shared by the scans. [1]
    """

    time_s: FloatArray
    detected: FloatArray
    confirmed: FloatArray
    confirmed_independent: FloatArray
    confirmed_shared: FloatArray


def luck_along(
    radar: RadarSite, time_s: FloatArray, snr: FloatArray, *, level_sigma_db: FloatArray
) -> Luck:
    """Chances of detection and confirmation along a flight.

    Parameters
    ----------
    radar : RadarSite
        Gives convention and scan period of each draw.
    time_s : ndarray, shape (sample,)
        Times of the samples. [s]
    snr : ndarray, shape (draw, sample)
        Mean single-pulse signal-to-noise ratio at the median level. [1]
    level_sigma_db : ndarray, shape (draw,)
        Standard deviation of the slowly varying level. [dB]

    Returns
    -------
    Luck
        Scans count from half a period after the start. Within a draw and a level scans are
        independent; the level is averaged out on the nodes of
        `skyshed.radar.scans.cumulative_with_levels`.
    """
    scans = scan_times(radar.scan_period_s, float(time_s[0]), float(time_s[-1]))
    inside = np.isfinite(scans)
    at = np.where(inside, scans, time_s[-1])
    echo = np.stack([np.interp(t, time_s, s) for t, s in zip(at, snr, strict=True)])
    echo[~inside] = 0.0
    spread = np.any(level_sigma_db > 0.0)
    steps = np.linspace(-_WIDEST, _WIDEST, _NODES) if spread else np.zeros(1)
    weights = np.exp(-0.5 * steps**2)
    weights /= weights.sum()
    detected, confirmed = np.zeros(echo.shape), np.zeros(echo.shape)
    at_once = max(1, _AT_ONCE // echo.size)
    for start in range(0, steps.size, at_once):
        part = slice(start, start + at_once)
        factors = 10.0 ** (0.1 * level_sigma_db[None, :, None] * steps[part, None, None])
        pd = np.stack([single_scan_pd(radar, echo * factor) for factor in factors])
        detected += np.tensordot(weights[part], 1.0 - np.cumprod(1.0 - pd, axis=2), axes=1)
        reached = cumulative_m_of_n(pd, CONFIRM_M, CONFIRM_N)
        confirmed += np.tensordot(weights[part], reached, axes=1)
    plain = single_scan_pd(radar, echo)
    return Luck(
        scans,
        np.minimum(detected, 1.0),
        np.minimum(confirmed, 1.0),
        cumulative_m_of_n(plain, CONFIRM_M, CONFIRM_N),
        cumulative_correlated(plain, CONFIRM_M, CONFIRM_N),
    )


def scan_times(period_s: FloatArray, start_s: float, end_s: float) -> FloatArray:
    """Times of the scans of each draw, shape (draw, scan), filled up with inf. [s]"""
    count = max(int(np.ceil((end_s - start_s) / period_s.min())) + 1, 1)
    scans = start_s + period_s[:, None] * (np.arange(count) + 0.5)
    kept = scans[:, : max(int(np.max(np.sum(scans < end_s, axis=1))), 1)]
    return np.where(kept < end_s, kept, np.inf)


def first_time(time_s: FloatArray, chance: FloatArray) -> FloatArray:
    """First scan at which a chance reaches 0.9, shape (draw,); inf where it never does. [s]"""
    reached = (chance >= CONFIRM_PD) & np.isfinite(time_s)
    first = np.argmax(reached, axis=1)
    draws = np.arange(time_s.shape[0])
    return np.where(reached.any(axis=1), time_s[draws, first], np.inf)


def chance_at(scan_s: FloatArray, chance: FloatArray, time_s: FloatArray) -> FloatArray:
    """Chances at given times, shape (draw, time): that of the last scan before, 0 before the first.

    Parameters
    ----------
    scan_s, chance : ndarray, shape (draw, scan)
        From `Luck`.
    time_s : ndarray, shape (time,) or (draw, time)
        Times. [s]
    """
    times = np.broadcast_to(time_s, (scan_s.shape[0], np.shape(time_s)[-1]))
    out = np.zeros(times.shape)
    for draw, (own, values) in enumerate(zip(scan_s, chance, strict=True)):
        last = np.searchsorted(own, times[draw], side="right") - 1
        out[draw] = np.where(last >= 0, values[np.maximum(last, 0)], 0.0)
    return out


def together(parts: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    """Chance that at least one of several radars has done it, each on its own.

    Parameters
    ----------
    parts : list of (ndarray, ndarray), each shape (draw, scan)
        Scan times and chances of each radar.

    Returns
    -------
    time_s, chance : ndarray, shape (draw, scan of all)
        Times of all scans in order.

    Notes
    -----
    Within a draw the radars' luck is independent; their plots are not fused.
    """
    times = np.sort(np.concatenate([time for time, _ in parts], axis=1), axis=1)
    missed = np.ones(times.shape)
    for own, chance in parts:
        missed *= 1.0 - chance_at(own, chance, times)
    return times, 1.0 - missed
