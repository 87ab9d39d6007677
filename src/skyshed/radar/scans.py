"""From the detection probability of one scan to that of a track: M of N, and three scales of luck.

Luck comes on three scales: what nobody outside knows (the draws, the leading axes here), an aspect
level that changes slowly and so is shared by the scans of one pass, and the fluctuation that is new
in every scan. Which scale carries the variance changes the answer: with all luck new in every scan
`cumulative_m_of_n` holds, with all of it shared `cumulative_correlated` does, and the ranges at
which the two reach 0.9 can differ by a factor of two. `cumulative_with_levels` lies between.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.radar.arguments import closed_probability
from skyshed.radar.detection import pd_swerling

FloatArray = NDArray[np.float64]
LONGEST_WINDOW = 6


def m_of_n_probability(p: ArrayLike, m: ArrayLike, n: ArrayLike) -> FloatArray:
    """Probability of at least m detections in n independent scans.

    Parameters
    ----------
    p : array_like, shape (...)
        Probability of detection in one scan, 0 to 1. [1]
    m, n : array_like of int, shape (...)
        Detections needed and scans made, 1 <= m <= n.

    Returns
    -------
    ndarray, shape (...)
        Probability; nan where `p` is nan. [1]

    Raises
    ------
    ValueError
        If `p` is outside [0, 1], or m and n are not whole numbers with 1 <= m <= n.
    """
    from scipy import special

    wanted, scans = _checked_rule(m, n)
    single = closed_probability(p, "p")
    return np.asarray(special.betainc(wanted, scans - wanted + 1.0, single), dtype=float)


def single_scan_for_window(cumulative: ArrayLike, m: ArrayLike, n: ArrayLike) -> FloatArray:
    """Single-scan probability at which `m_of_n_probability` gives a wanted value.

    Parameters
    ----------
    cumulative : array_like, shape (...)
        Probability of at least m detections in n independent scans, 0 to 1. [1]
    m, n : array_like of int, shape (...)
        Detections needed and scans made, 1 <= m <= n.

    Returns
    -------
    ndarray, shape (...)
        Probability of detection in one scan. [1]

    Raises
    ------
    ValueError
        As in `m_of_n_probability`.
    """
    from scipy import special

    wanted, scans = _checked_rule(m, n)
    window = closed_probability(cumulative, "cumulative")
    return np.asarray(special.betaincinv(wanted, scans - wanted + 1.0, window), dtype=float)


def cumulative_m_of_n(pd: ArrayLike, m: int, n: int) -> FloatArray:
    """Probability that some window of n scans has held m detections, after each scan.

    Parameters
    ----------
    pd : array_like, shape (..., scan)
        Probability of detection of each scan, independent from scan to scan. [1]
    m, n : int
        Detections needed within n scans in a row, 1 <= m <= n <= 6. A window may begin before the
        first scan, so m detections in the first k < n scans count.

    Returns
    -------
    ndarray, shape (..., scan)
        Probability that the track is confirmed no later than this scan; nan from the first scan
        whose `pd` is nan. [1]

    Raises
    ------
    ValueError
        If `pd` is outside [0, 1] or has no scan axis, or m and n break the rule above.

    Notes
    -----
    Exact: a Markov chain whose states are the outcomes of the last n - 1 scans; a window with m
    detections leaves it for good. With m = n = 1 it is 1 - prod(1 - pd).
    """
    _checked_rule(m, n)
    if n > LONGEST_WINDOW:
        raise ValueError(f"windows of at most {LONGEST_WINDOW} scans are supported, got {n}")
    probability = closed_probability(pd, "pd")
    if probability.ndim == 0:
        raise ValueError("pd needs a scan axis, got a single number")
    states = 1 << (n - 1)
    unconfirmed = np.zeros((states, *probability.shape[:-1]))
    unconfirmed[0] = 1.0
    confirmed = np.zeros(probability.shape[:-1])
    cumulative = np.empty(probability.shape)
    for scan in range(probability.shape[-1]):
        hit = probability[..., scan]
        following = np.zeros_like(unconfirmed)
        for state in range(states):
            shifted = (state << 1) & (states - 1)
            following[shifted] += unconfirmed[state] * (1.0 - hit)
            if state.bit_count() + 1 >= m:
                confirmed = confirmed + unconfirmed[state] * hit
            else:
                following[shifted | (1 & (states - 1))] += unconfirmed[state] * hit
        unconfirmed = following
        cumulative[..., scan] = confirmed
    return np.minimum(cumulative, 1.0)


def cumulative_correlated(pd: ArrayLike, m: int, n: int) -> FloatArray:
    """The limit of `cumulative_m_of_n` in which one piece of luck decides all scans.

    Parameters
    ----------
    pd : array_like, shape (..., scan)
        Probability of detection of each scan. [1]
    m, n : int
        Detections needed within n scans in a row, 1 <= m <= n.

    Returns
    -------
    ndarray, shape (..., scan)
        Probability that the track is confirmed no later than this scan. [1]

    Raises
    ------
    ValueError
        As in `cumulative_m_of_n`; `n` has no upper limit.

    Notes
    -----
    Each scan detects when one shared uniform number lies below its `pd`. A window then holds m
    detections exactly when the number lies below the m-th largest `pd` of the window.
    """
    _checked_rule(m, n)
    probability = closed_probability(pd, "pd")
    if probability.ndim == 0:
        raise ValueError("pd needs a scan axis, got a single number")
    before = np.zeros((*probability.shape[:-1], n - 1))
    padded = np.concatenate([before, probability], axis=-1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, n, axis=-1)
    decisive = np.sort(windows, axis=-1)[..., n - m]  # nan sorts last: a gap counts as seen ...
    decisive = np.where(np.isnan(windows).any(axis=-1), np.nan, decisive)  # ... so mark it again
    return np.asarray(np.maximum.accumulate(decisive, axis=-1), dtype=float)


def cumulative_with_levels(
    snr: ArrayLike,
    *,
    level_sigma_db: ArrayLike,
    pfa: ArrayLike,
    n_pulses: ArrayLike,
    swerling: ArrayLike,
    m: int,
    n: int,
    nodes: int = 33,
) -> FloatArray:
    """Probability of a confirmed track when a slow aspect level is shared by all scans.

    Parameters
    ----------
    snr : array_like, shape (..., scan)
        Mean single-pulse SNR of each scan at the median level, linear. [1]
    level_sigma_db : array_like, shape (...)
        Standard deviation of the level, normal in decibels with median 0 dB. [dB]
    pfa, n_pulses, swerling : array_like, shape (...)
        As in `pd_swerling`, without the scan axis.
    m, n : int
        Detections needed within n scans in a row, 1 <= m <= n <= 6.
    nodes : int
        Equally spaced nodes of the average over the level, out to 4.5 standard deviations.

    Returns
    -------
    ndarray, shape (..., scan)
        Probability that the track is confirmed no later than this scan. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Given the level, the fluctuation is new in every scan and `cumulative_m_of_n` is exact; the
    level is then averaged out. At 0 dB this is `cumulative_m_of_n`; the wider the level, the closer
    to `cumulative_correlated` of the level alone. 33 nodes are good to 1e-3 up to 6 dB and to 0.01
    at 10 dB. Gauss-Hermite nodes lie wider apart in the middle, where the cumulative probability
    is a step, and are 20 times worse.
    """
    ratio = np.asarray(snr, dtype=float)
    sigma_db = np.asarray(level_sigma_db, dtype=float)
    if np.any(~(sigma_db >= 0.0)):
        raise ValueError(f"level_sigma_db must not be negative, got {np.nanmin(sigma_db)}")
    per_scan = [np.asarray(value)[..., np.newaxis] for value in (pfa, n_pulses, swerling)]
    steps = np.linspace(-4.5, 4.5, nodes) if np.any(sigma_db > 0.0) else np.zeros(1)
    weights = np.exp(-0.5 * steps**2)
    average: FloatArray = np.zeros(())
    for step, weight in zip(steps, weights / weights.sum(), strict=True):
        level = 10.0 ** (0.1 * sigma_db[..., np.newaxis] * step)
        pd = pd_swerling(ratio * level, pfa=per_scan[0], n_pulses=per_scan[1], swerling=per_scan[2])
        average = average + weight * cumulative_m_of_n(pd, m, n)
    return np.minimum(average, 1.0)


def _checked_rule(m: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """m and n as floats, whole numbers with 1 <= m <= n."""
    wanted, scans = np.asarray(m, dtype=float), np.asarray(n, dtype=float)
    whole = (wanted == np.floor(wanted)) & (scans == np.floor(scans))
    if not np.all(whole & (wanted >= 1.0) & (wanted <= scans)):
        raise ValueError(f"m of n needs whole numbers with 1 <= m <= n, got {wanted} of {scans}")
    return wanted, scans
