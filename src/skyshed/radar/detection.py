"""Detection of a fluctuating target after noncoherent integration: square law, exact theory.

The detector adds N square-law samples, each of unit mean noise power, and compares the sum with a
threshold. `snr` is always the mean SNR of one pulse. Nothing here is an approximation; the closed
forms of Albersheim and Shnidman are in `skyshed.radar.detection_approximations`.
"""

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.radar.arguments import linear_ratio, open_probability, swerling_case, whole_pulses
from skyshed.radar.detection_approximations import albersheim_snr_db, shnidman_snr_db

__all__ = [
    "albersheim_snr_db",
    "pd_coherent",
    "pd_swerling",
    "required_snr",
    "shnidman_snr_db",
    "threshold",
    "threshold_coherent",
]

FloatArray = NDArray[np.float64]
_Tail = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]

_KEPT_ROWS = 4096


def threshold(pfa: ArrayLike, n_pulses: ArrayLike = 1) -> FloatArray:
    """Threshold of the noncoherent sum for a wanted probability of false alarm.

    Parameters
    ----------
    pfa : array_like, shape (...)
        Probability of false alarm of one decision, between 0 and 1. [1]
    n_pulses : array_like, shape (...)
        Number of pulses added, whole numbers from 1. [1]

    Returns
    -------
    ndarray, shape (...)
        Threshold in units of the mean noise power of one pulse. [1]

    Raises
    ------
    ValueError
        If `pfa` is outside (0, 1) or `n_pulses` is not a whole number from 1.

    Notes
    -----
    The sum of noise alone is Gamma(N, 1); for one pulse the threshold is -ln(pfa).
    """
    from scipy import special

    pulses = whole_pulses(n_pulses)
    level: FloatArray = special.gammainccinv(pulses, open_probability(pfa, "pfa"))
    return np.asarray(level, dtype=float)


def pd_swerling(
    snr: ArrayLike, *, pfa: ArrayLike, n_pulses: ArrayLike, swerling: ArrayLike
) -> FloatArray:
    """Probability of detection after noncoherent integration, Swerling cases 0 to 5.

    Parameters
    ----------
    snr : array_like, shape (...)
        Mean signal-to-noise power ratio of one pulse, linear. [1]
    pfa : array_like, shape (...)
        Probability of false alarm of one decision, between 0 and 1. [1]
    n_pulses : array_like, shape (...)
        Number of pulses added, whole numbers from 1. [1]
    swerling : array_like of int, shape (...)
        0 (or 5) steady; 1, 2 exponential and 3, 4 chi-square with four degrees of freedom;
        1 and 3 keep one value per scan, 2 and 4 change from pulse to pulse.

    Returns
    -------
    ndarray, shape (...)
        Probability of detection; all arguments broadcast. nan where `snr` is nan. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Exact for a square-law detector: within 1e-12 of sums in 40 digits (tests/reference).
    """
    ratio = linear_ratio(snr, "snr")
    limit = threshold(pfa, n_pulses)  # before broadcasting: its inputs are often fewer
    shape = np.broadcast_shapes(ratio.shape, limit.shape, np.shape(swerling))
    unseen = np.broadcast_to(np.asarray(pfa, dtype=float), shape)  # false alarms alone
    pd = np.where(np.isnan(ratio), np.nan, np.where(ratio >= 1e30, 1.0, unseen))
    echo = (ratio > 1e-30) & (ratio < 1e30)  # outside no digit of pd changes any more
    case = np.broadcast_to(swerling_case(swerling), shape)
    parts = [np.broadcast_to(part, shape) for part in (ratio, whole_pulses(n_pulses), limit)]
    for number, tail in enumerate(_tails()):
        chosen = echo & (case == number)
        if chosen.any():
            pd[chosen] = tail(*(part[chosen] for part in parts))
    return np.asarray(np.clip(pd, 0.0, 1.0))


def required_snr(
    pd: ArrayLike, *, pfa: ArrayLike, n_pulses: ArrayLike, swerling: ArrayLike
) -> FloatArray:
    """Mean single-pulse SNR at which `pd_swerling` reaches a wanted probability of detection.

    Parameters
    ----------
    pd : array_like, shape (...)
        Wanted probability of detection, between 0 and 1. [1]
    pfa, n_pulses, swerling : array_like, shape (...)
        As in `pd_swerling`; all arguments broadcast.

    Returns
    -------
    ndarray, shape (...)
        Required SNR, linear; 0 where `pd` is not above `pfa`; nan where `pd` is nan. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Bracketed root of the exact theory, relative error below 1e-9; for `pd` closer to 1 than 1e-6
    the digits of 1 - pd set the limit. Equal combinations are solved once.
    """
    columns = np.broadcast_arrays(
        open_probability(pd, "pd"),
        open_probability(pfa, "pfa"),
        whole_pulses(n_pulses),
        swerling_case(swerling).astype(float),
    )
    rows = np.stack([column.ravel() for column in columns], axis=-1)
    distinct, place = np.unique(rows, axis=0, return_inverse=True)
    snr = np.where(np.isnan(distinct[:, 0]), np.nan, 0.0)
    solvable = distinct[:, 0] > distinct[:, 1]
    if solvable.any():
        snr[solvable] = _solved(distinct[solvable])
    return snr[place.reshape(-1)].reshape(columns[0].shape)


def threshold_coherent(
    pfa: ArrayLike, n_pulses: ArrayLike = 1, *, real_noise: bool = False
) -> FloatArray:
    """Threshold of a coherent sum of known phase, as a power over the noise power of one pulse.

    Parameters
    ----------
    pfa : array_like, shape (...)
        Probability of false alarm, between 0 and 1. [1]
    n_pulses : array_like, shape (...)
        Number of pulses added, whole numbers from 1. [1]
    real_noise : bool
        All noise power lies in the real channel; else half of it does (complex noise).

    Returns
    -------
    ndarray, shape (...)
        Square of the amplitude threshold over the noise power of one pulse. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    from scipy import special

    amplitude = special.erfcinv(2.0 * open_probability(pfa, "pfa"))
    power = (2.0 if real_noise else 1.0) * whole_pulses(n_pulses) * amplitude**2
    return np.asarray(power, dtype=float)


def pd_coherent(snr: ArrayLike, *, pfa: ArrayLike, n_pulses: ArrayLike = 1) -> FloatArray:
    """Probability of detection of a steady target of known phase in complex noise.

    Parameters
    ----------
    snr : array_like, shape (...)
        Signal-to-noise power ratio of one pulse, linear. [1]
    pfa : array_like, shape (...)
        Probability of false alarm, between 0 and 1. [1]
    n_pulses : array_like, shape (...)
        Number of pulses added in phase, whole numbers from 1. [1]

    Returns
    -------
    ndarray, shape (...)
        Probability of detection; nan where `snr` is nan. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    from scipy import special

    ratio = linear_ratio(snr, "snr")
    noise = special.erfcinv(2.0 * open_probability(pfa, "pfa"))
    pd = 0.5 * special.erfc(noise - np.sqrt(whole_pulses(n_pulses) * ratio))
    return np.asarray(pd, dtype=float)


def _tails() -> tuple[_Tail, ...]:
    """Tails of cases 0 to 4; the import is here because it loads SciPy."""
    from skyshed.radar import swerling as exact

    return (
        exact.tail_steady,
        exact.tail_case1,
        exact.tail_case2,
        exact.tail_case3,
        exact.tail_case4,
    )


def _solved(rows: FloatArray) -> FloatArray:
    """`_solve_snr` of rows of its arguments; a study asks for the same few over and over."""
    if len(rows) > _KEPT_ROWS:
        return _solve_snr(*rows.T)
    return _remembered(rows.tobytes())


@functools.lru_cache(maxsize=256)
def _remembered(rows: bytes) -> FloatArray:
    # Whole calls, not single rows: what is found must not depend on what was asked before.
    return _solve_snr(*np.frombuffer(rows).reshape(-1, 4).T)


def _solve_snr(pd: FloatArray, pfa: FloatArray, pulses: FloatArray, case: FloatArray) -> FloatArray:
    """Root in the logarithm of the SNR, where the log-odds of detection are nearly straight."""
    from scipy.optimize import elementwise

    def excess(
        log_snr: FloatArray, pd: FloatArray, pfa: FloatArray, pulses: FloatArray, case: FloatArray
    ) -> FloatArray:
        reached = pd_swerling(np.exp(log_snr), pfa=pfa, n_pulses=pulses, swerling=case)
        return _log_odds(reached) - _log_odds(pd)

    arguments = (pd, pfa, pulses, case)
    guess = np.log(10.0) / 10.0 * shnidman_snr_db(pd, pfa=pfa, n_pulses=pulses, swerling=case)
    guess = np.where(np.isfinite(guess), guess, -10.0)  # nan where pd all but equals pfa
    half_width = 0.15  # nepers: Shnidman is mostly within 0.5 dB
    bracket = elementwise.bracket_root(
        excess, guess - half_width, guess + half_width, args=arguments
    ).bracket
    solution = elementwise.find_root(
        excess, bracket, args=arguments, tolerances={"xatol": 1e-12, "xrtol": 0.0}
    )
    if not np.all(solution.success):
        raise ValueError(f"no SNR found for pd={pd[~solution.success][0]}: too close to 1 or pfa")
    snr: FloatArray = np.exp(solution.x)
    return snr


def _log_odds(probability: FloatArray) -> FloatArray:
    """Logarithm of p / (1 - p), kept finite at 0 and 1."""
    inside = np.clip(probability, 1e-300, 1.0 - 2.0**-53)
    return np.log(inside) - np.log1p(-inside)
