"""Kill probability of several shots at one target that share a common cause."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def shot_alpha_beta(
    kill_probability: ArrayLike, correlation: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Beta distribution from which the kill probability of one target's shots is drawn.

    Parameters
    ----------
    kill_probability : array_like, shape (...)
        Mean kill probability of a shot, above 0 and below 1. [1]
    correlation : array_like, shape (...)
        Correlation of the results of two shots at the same target, above 0 and below 1. [1]

    Returns
    -------
    alpha, beta : ndarray, shape (...)
        Shape parameters. Given a draw from it, the shots are independent. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range. Without correlation there is nothing to draw.

    Notes
    -----
    The correlation of a beta-binomial distribution is 1/(alpha + beta + 1), its mean
    alpha/(alpha + beta).
    """
    p, rho = _checked(kill_probability, correlation)
    if np.any((p == 0.0) | (p == 1.0) | (rho == 0.0) | (rho == 1.0)):
        raise ValueError(
            "shot_alpha_beta needs a kill probability and a correlation above 0 and below 1"
        )
    spread = (1.0 - rho) / rho
    return np.asarray(p * spread), np.asarray((1.0 - p) * spread)


def salvo_kill_probability(
    kill_probability: ArrayLike, correlation: ArrayLike, shots: ArrayLike
) -> NDArray[np.float64]:
    """Probability that at least one of several shots kills the target.

    Parameters
    ----------
    kill_probability : array_like, shape (...)
        Mean kill probability of a shot, from 0 to 1. [1]
    correlation : array_like, shape (...)
        Correlation of the results of two shots at the same target, from 0 to 1. [1]
    shots : array_like of int, shape (...)
        Number of shots, from 0. [1]

    Returns
    -------
    ndarray, shape (...)
        1 - (1 - p)^n where the correlation is 0, p where it is 1. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    One minus the zero class of the beta-binomial distribution,
    ``prod over k < n of (beta + k)/(alpha + beta + k)``, with both sides of each fraction
    multiplied by the correlation so that 0 needs no case of its own. The fraction number k is the
    chance to survive shot k + 1 after k misses: it grows with every miss.
    """
    p, rho = _checked(kill_probability, correlation)
    count = _whole(shots)
    shape = np.broadcast_shapes(p.shape, count.shape)
    survival = np.broadcast_to(np.where(count > 0, 1.0 - p, 1.0), shape)
    for k in range(1, int(np.max(count, initial=0))):
        after_misses = ((1.0 - p) * (1.0 - rho) + k * rho) / ((1.0 - rho) + k * rho)
        survival = np.where(k < count, survival * after_misses, survival)
    return np.asarray(1.0 - survival)


def kills_pmf(
    kill_probability: ArrayLike, correlation: ArrayLike, shots: int
) -> NDArray[np.float64]:
    """Probability of each number of hits among several shots at one target.

    Parameters
    ----------
    kill_probability, correlation : array_like, shape (...)
        As in `salvo_kill_probability`. [1]
    shots : int
        Number n of shots, from 0. [1]

    Returns
    -------
    ndarray, shape (..., n + 1)
        Beta-binomial probabilities [1]_, in the form that also holds without correlation. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    .. [1] SciPy reference, scipy.stats.betabinom.
    """
    from scipy.special import comb

    p, rho = _checked(kill_probability, correlation)
    count = int(_whole(shots))
    alike, rho = (rho == 1.0)[..., None], np.where(rho == 1.0, 0.0, rho)
    steps = np.arange(count) * rho[..., None]
    hit = _running_product(p[..., None] * (1.0 - rho[..., None]) + steps)
    miss = _running_product((1.0 - p[..., None]) * (1.0 - rho[..., None]) + steps)
    any_result = np.prod((1.0 - rho[..., None]) + steps, axis=-1, keepdims=True)
    ways = comb(count, np.arange(count + 1))
    every_or_none = np.zeros((*p.shape, count + 1))
    every_or_none[..., 0], every_or_none[..., -1] = 1.0 - p, p if count else 1.0
    return np.where(alike, every_or_none, ways * hit * miss[..., ::-1] / any_result)


def _checked(kill_probability: ArrayLike, correlation: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Both as arrays of one shape; ValueError outside 0 to 1."""
    p, rho = np.broadcast_arrays(
        np.asarray(kill_probability, dtype=float), np.asarray(correlation, dtype=float)
    )
    if not np.all((p >= 0.0) & (p <= 1.0)):
        raise ValueError(f"a kill probability must lie from 0 to 1, got {p.min():g} to {p.max():g}")
    if not np.all((rho >= 0.0) & (rho <= 1.0)):
        raise ValueError(
            f"the correlation of shots must lie from 0 to 1, got {rho.min():g} to {rho.max():g}"
        )
    return p, rho


def _whole(shots: ArrayLike) -> NDArray[np.int64]:
    """Numbers of shots; ValueError unless they are whole and not negative."""
    count = np.asarray(shots, dtype=float)
    if not np.all((count >= 0.0) & (count == np.floor(count)) & np.isfinite(count)):
        raise ValueError(f"shots must be whole numbers from 0, got {shots!r}")
    return count.astype(np.int64)


def _running_product(factors: FloatArray) -> FloatArray:
    """1, f0, f0 f1, ... along the last axis."""
    ones = np.ones((*factors.shape[:-1], 1))
    return np.concatenate([ones, np.cumprod(factors, axis=-1)], axis=-1)
