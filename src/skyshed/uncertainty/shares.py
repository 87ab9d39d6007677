"""Share of draws in which something holds, with its sampling interval."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Share:
    """Share of draws and its 95 % sampling interval.

    Not a probability that something is true: the bounds of the parameters are expert bounds. The
    interval says only how far another set of draws might differ.

    Parameters
    ----------
    share : float
        Share of the draws in which the predicate holds. [1]
    low, high : float
        Sampling interval. [1]
    size : int
        Number of draws. [1]
    """

    share: float
    low: float
    high: float
    size: int


@dataclass(frozen=True)
class ShareRange:
    """Range of a share over several weightings of the same bounds.

    Parameters
    ----------
    low, high : float
        Least and greatest share. [1]
    sampling_low, sampling_high : float
        The same with the sampling intervals taken in. [1]
    """

    low: float
    high: float
    sampling_low: float
    sampling_high: float


def share_of_draws(holds: ArrayLike) -> Share:
    """Share of draws in which a predicate holds.

    Parameters
    ----------
    holds : array_like of bool, shape (draw,)
        Truth of the predicate in each draw.

    Returns
    -------
    Share
        With the exact (Clopper-Pearson) 95 % interval.

    Raises
    ------
    ValueError
        If `holds` is empty, not boolean or has more than one axis.

    Notes
    -----
    The interval is the one of independent draws and covers at least 95 %. The draws of a Latin
    hypercube as a rule scatter less than independent ones, so for them it is wider than needed.
    """
    from scipy.special import betaincinv

    holds = np.asarray(holds)
    if holds.dtype != np.bool_ or holds.ndim != 1 or holds.size == 0:
        raise ValueError(
            "expected a predicate that is true or false in each draw, "
            f"got {holds.dtype} of shape {holds.shape}"
        )
    size, count = holds.size, int(np.count_nonzero(holds))
    tail = 0.5 * (1.0 - _CONFIDENCE)
    low = betaincinv(count, size - count + 1, tail) if count > 0 else 0.0
    high = betaincinv(count + 1, size - count, 1.0 - tail) if count < size else 1.0
    return Share(count / size, float(low), float(high), size)


def weighted_range(shares: Iterable[Share]) -> ShareRange:
    """Range of a share over the weightings it was computed with.

    Parameters
    ----------
    shares : iterable of Share
        One per weighting, at least one.

    Returns
    -------
    ShareRange
        The least and greatest share, and the least and greatest end of the sampling intervals.

    Raises
    ------
    ValueError
        If there is no share.
    """
    shares = tuple(shares)
    if not shares:
        raise ValueError("expected the share of at least one weighting, got none")
    return ShareRange(
        low=min(share.share for share in shares),
        high=max(share.share for share in shares),
        sampling_low=min(share.low for share in shares),
        sampling_high=max(share.high for share in shares),
    )
