"""Closed forms for the SNR that detection asks, good to a few tenths of a decibel.

They serve hand checks and starting values; `skyshed.radar.detection` holds the exact theory.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.radar.arguments import open_probability, swerling_case, whole_pulses

FloatArray = NDArray[np.float64]


def albersheim_snr_db(pd: ArrayLike, *, pfa: ArrayLike, n_pulses: ArrayLike = 1) -> FloatArray:
    """Required single-pulse SNR of a steady target after a linear detector, Albersheim's equation.

    Parameters
    ----------
    pd : array_like, shape (...)
        Wanted probability of detection; meant for 0.1 to 0.9. [1]
    pfa : array_like, shape (...)
        Probability of false alarm; meant for 1e-7 to 1e-3. [1]
    n_pulses : array_like, shape (...)
        Number of pulses added noncoherently, 1 to about 8,000. [1]

    Returns
    -------
    ndarray, shape (...)
        Required SNR of one pulse; nan below the range of the logarithm (`pd` near 0). [dB]

    Raises
    ------
    ValueError
        If `pd` or `pfa` is outside (0, 1) or `n_pulses` is not a whole number from 1.

    References
    ----------
    .. [1] M. A. Richards, "Fundamentals of Radar Signal Processing", 2nd ed., chapter 6.
    """
    pd, pfa = open_probability(pd, "pd"), open_probability(pfa, "pfa")
    pulses = whole_pulses(n_pulses)
    a = np.log(0.62 / pfa)
    b = np.log(pd / (1.0 - pd))
    mixed = a + 0.12 * a * b + 1.7 * b
    log_mixed = np.log10(np.where(mixed > 0.0, mixed, np.nan))
    snr_db = -5.0 * np.log10(pulses) + (6.2 + 4.54 / np.sqrt(pulses + 0.44)) * log_mixed
    return np.asarray(snr_db, dtype=float)


def shnidman_snr_db(
    pd: ArrayLike, *, pfa: ArrayLike, n_pulses: ArrayLike = 1, swerling: ArrayLike = 0
) -> FloatArray:
    """Required single-pulse SNR after a square-law detector, Shnidman's equation.

    Parameters
    ----------
    pd : array_like, shape (...)
        Wanted probability of detection; meant for 0.1 to 0.99. [1]
    pfa : array_like, shape (...)
        Probability of false alarm; meant for 1e-9 to 1e-3. [1]
    n_pulses : array_like, shape (...)
        Number of pulses added noncoherently, 1 to 100. [1]
    swerling : array_like of int, shape (...)
        Case 0 to 5; 5 is 0.

    Returns
    -------
    ndarray, shape (...)
        Required SNR of one pulse; nan where `pd` is not above `pfa`. [dB]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    The correction alpha = 1/4 starts above 40 pulses, as in MATLAB, not at 40 as Richards prints.

    References
    ----------
    .. [1] M. A. Richards, "Fundamentals of Radar Signal Processing", 2nd ed., chapter 6.
    """
    pd, pfa = open_probability(pd, "pd"), open_probability(pfa, "pfa")
    pulses = whole_pulses(n_pulses)
    case = swerling_case(swerling)
    # 1/K, K = half the degrees of freedom of the target's chi-square
    freedom = np.select([case == 1, case == 2, case == 3, case == 4], [1, pulses, 2, 2 * pulses], 0)
    inverse_k = np.divide(1.0, freedom, out=np.zeros_like(freedom, float), where=freedom > 0)

    alpha = np.where(pulses > 40, 0.25, 0.0)
    eta = np.sqrt(-0.8 * np.log(4.0 * pfa * (1.0 - pfa)))
    eta = eta + np.sign(pd - 0.5) * np.sqrt(-0.8 * np.log(4.0 * pd * (1.0 - pd)))
    steady = eta * (eta + 2.0 * np.sqrt(pulses / 2.0 + (alpha - 0.25)))

    loss_db = (((17.7006 * pd - 18.4496) * pd + 14.5339) * pd - 3.525) * inverse_k
    high_pd_db = inverse_k * (
        np.exp(27.31 * pd - 25.14)
        + (pd - 0.8) * (0.7 * np.log(1e-5 / pfa) + (2.0 * pulses - 20.0) / 80.0)
    )
    loss_db = loss_db + np.where(pd > 0.872, high_pd_db, 0.0)
    ratio = np.where(eta > 0.0, steady / pulses, np.nan)
    return np.asarray(10.0 * np.log10(ratio) + loss_db, dtype=float)
