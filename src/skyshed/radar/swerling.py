"""Tail of the noncoherent sum of N pulses for the five target models of Marcum and Swerling.

The sum of N square-law samples in unit-mean noise is Gamma(N + J, 1) with J Poisson of mean N times
the SNR of the scan. Averaging over a chi-square SNR of 2K degrees of freedom gives the transform
(1 + s)^(K - N) (1 + (1 + x) s)^(-K), x = N snr / K, with K = 1, N, 2, 2N for cases 1, 2, 3, 4.
Each function below is the exact tail of one of these, as a sum of terms that are never large, so
that it neither cancels nor overflows. All arguments are float arrays of one shape, `snr` is
positive and finite, and `pulses` holds whole numbers.

References
----------
.. [1] M. A. Richards, "Fundamentals of Radar Signal Processing", 2nd ed., chapter 6 (the target
   cases and the square-law detector).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]


def tail_steady(snr: FloatArray, pulses: FloatArray, threshold: FloatArray) -> FloatArray:
    """Case 0 (and 5): constant target; the generalised Marcum Q function of order N."""
    from scipy import stats  # imported here: slow to load, and only this case needs it

    mean, deviation = pulses * (1.0 + snr), np.sqrt(pulses * (1.0 + 2.0 * snr))
    certain = mean - threshold > 10.0 * deviation  # the lower tail is below exp(-10**2 / 2)
    ratio = np.where(certain, 0.0, snr)  # SciPy gives nan where this is very large
    tail = stats.ncx2.sf(2.0 * threshold, 2.0 * pulses, 2.0 * pulses * ratio)
    return np.where(certain, 1.0, tail)


def tail_case1(snr: FloatArray, pulses: FloatArray, threshold: FloatArray) -> FloatArray:
    """Case 1: exponential SNR, one value per scan."""
    noise_alone: FloatArray = special.gammaincc(pulses - 1.0, threshold)
    return noise_alone + _carried_over(pulses - 1.0, pulses * snr, threshold)


def tail_case2(snr: FloatArray, pulses: FloatArray, threshold: FloatArray) -> FloatArray:
    """Case 2: exponential SNR, a new value for every pulse."""
    tail: FloatArray = special.gammaincc(pulses, threshold / (1.0 + snr))
    return tail


def tail_case3(snr: FloatArray, pulses: FloatArray, threshold: FloatArray) -> FloatArray:
    """Case 3: chi-square SNR of four degrees of freedom, one value per scan."""
    x = 0.5 * pulses * snr
    scale = 1.0 + x
    single = (1.0 + threshold * (x / scale) / scale) * np.exp(-threshold / scale)
    others = np.maximum(pulses - 2.0, 0.0)
    several = (
        special.gammaincc(others, threshold)
        + (1.0 + threshold / scale) * _carried_over(others, x, threshold)
        - others / scale * _carried_over(others + 1.0, x, threshold)
    )
    return np.where(pulses == 1.0, single, several)


def tail_case4(snr: FloatArray, pulses: FloatArray, threshold: FloatArray) -> FloatArray:
    """Case 4: chi-square SNR of four degrees of freedom, a new value for every pulse."""
    tail = np.empty_like(snr)
    for n in np.unique(pulses):
        same = pulses == n
        tail[same] = _tail_case4(snr[same], int(n), threshold[same])
    return tail


def _tail_case4(snr: FloatArray, n: int, threshold: FloatArray) -> FloatArray:
    """Case 4 for one number of pulses: a binomial mixture of Gamma(n + k, 1 + snr / 2), k <= n."""
    x = 0.5 * snr
    scaled = threshold / (1.0 + x)
    log_strong, log_weak = -np.log1p(1.0 / x), -np.log1p(x)  # of x/(1+x) and 1/(1+x)
    log_scaled = np.log(scaled)
    tail_k = special.gammaincc(n, scaled)
    tail = np.zeros_like(snr)
    for k in range(n + 1):
        log_choose = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        tail += np.exp(log_choose + k * log_strong + (n - k) * log_weak) * tail_k
        tail_k = tail_k + np.exp((n + k) * log_scaled - scaled - special.gammaln(n + k + 1))
    return tail


def _carried_over(order: FloatArray, x: FloatArray, threshold: FloatArray) -> FloatArray:
    """Chance that Gamma(order, 1) stays below the threshold and Exponential(1 + x) lifts it over.

    With q = x / (1 + x) it is q^-order P(order, q T) exp(-T / (1 + x)), P the regularised
    incomplete gamma function. Where P would underflow the Kummer function, P(m, z) =
    z^m exp(-z) M(1, m + 1, z) / m!, takes out the factors that cancel.
    """
    z = threshold * (x / (1.0 + x))
    chance = np.empty_like(z)
    small = z < 0.8 * (order + 1.0)
    m, t = order[small], threshold[small]
    density = np.exp(m * np.log(t) - t - special.gammaln(m + 1.0))
    chance[small] = density * special.hyp1f1(1.0, m + 1.0, z[small])
    large = ~small
    m, t, x = order[large], threshold[large], x[large]
    log_chance = m * np.log1p(1.0 / x) - t / (1.0 + x) + np.log(special.gammainc(m, z[large]))
    chance[large] = np.exp(log_chance)
    return chance
