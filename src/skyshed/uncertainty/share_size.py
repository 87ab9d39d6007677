"""How many draws a share of draws needs for its sampling interval to be narrow enough."""

from typing import Final

import numpy as np

from skyshed.uncertainty.shares import share_of_draws

_MOST: Final = 1 << 22


def draws_for_share(share: float, *, precision: float) -> int:
    """Least number of draws at which half the 95 % interval of a share is small enough.

    Parameters
    ----------
    share : float
        About the share expected, between 0 and 1. [1]
    precision : float
        Half the width of the interval that is wanted, greater than 0. [1]

    Returns
    -------
    int
        Number of draws, to about 1 %. [1]

    Raises
    ------
    ValueError
        If `share` is no share, or `precision` is not between 0.001 and 0.5.

    Notes
    -----
    The interval is the exact one of independent draws, see
    `skyshed.uncertainty.shares.share_of_draws`. Near one half it takes about 0.96/precision^2
    draws, near 0 or 1 far fewer.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"expected a share between 0 and 1, got {share}")
    if not 0.001 <= precision <= 0.5:
        raise ValueError(f"expected a precision between 0.001 and 0.5, got {precision}")
    few, many = 1, 2
    while _half_width(share, many) > precision and many < _MOST:
        few, many = many, 2 * many
    while many - few > max(1, few // 100):
        middle = (few + many) // 2
        few, many = (few, middle) if _half_width(share, middle) <= precision else (middle, many)
    return many


def _half_width(share: float, size: int) -> float:
    holds = np.arange(size) < round(share * size)
    found = share_of_draws(holds)
    return 0.5 * (found.high - found.low)
