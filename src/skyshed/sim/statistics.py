"""What a campaign says: chance averaged within a draw, then the spread over draws.

Two kinds of width stay apart. The 5-50-95 % values are over draws: what we do not know. The
sampling interval is what another set of runs would change: chance, and it shrinks with runs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.sim.campaign import Campaign

FloatArray = NDArray[np.float64]
QUANTITIES = {
    "leakers": "leakers",
    "annihilation": "share of runs in which nothing leaks",
    "shots": "missiles fired",
    "first_detection_s": "first detection [s]",
    "first_confirmation_s": "first confirmed track [s]",
    "first_shot_s": "first shot [s]",
    "keep_out_m": "keep-out range [m]",
}


@dataclass(frozen=True)
class Spread:
    """A quantity over draws.

    Parameters
    ----------
    low, median, high : float
        5, 50 and 95 % over draws of the mean over runs; nan where no run has a value.
    mean : float
        Over draws and runs.
    half_width : float
        Half the 95 % sampling interval of `mean`, by chance alone. nan with a single run.
    missing : float
        Share of all runs without a value, such as raids that nothing ever fired at. They are left
        out of the means. [1]
    """

    low: float
    median: float
    high: float
    mean: float
    half_width: float
    missing: float


def per_draw(campaign: Campaign, quantity: str) -> FloatArray:
    """Mean over the runs of each draw, (draw,); nan where no run has a value."""
    return _run_means(_values(campaign, quantity))


def spread_over_draws(campaign: Campaign, quantity: str) -> Spread:
    """One of `QUANTITIES`: its spread over draws, and how far chance still moves its mean.

    Parameters
    ----------
    campaign : Campaign
        All outcomes.
    quantity : str
        One of `QUANTITIES`.

    Returns
    -------
    Spread
        Mean over runs first, spread over draws second.
    """
    values = _values(campaign, quantity)
    means = _run_means(values)
    known = means[np.isfinite(means)]
    if known.size == 0:
        return Spread(*(float("nan"),) * 5, missing=1.0)
    low, median, high = (float(q) for q in np.quantile(known, [0.05, 0.5, 0.95]))
    return Spread(
        low=low,
        median=median,
        high=high,
        mean=float(known.mean()),
        half_width=_half_width(values),
        missing=float(np.mean(~np.isfinite(values))),
    )


def leaker_shares(campaign: Campaign) -> FloatArray:
    """Share of the runs of each draw with 0, 1, 2 ... leakers, shape (draw, number)."""
    leakers = campaign.outcomes["leakers"].astype(np.int64)
    most = int(leakers.max(initial=0))
    return np.array([np.bincount(row, minlength=most + 1) / row.size for row in leakers])


def half_width_by_runs(campaign: Campaign, quantity: str) -> tuple[NDArray[np.int64], FloatArray]:
    """Half the sampling interval of the mean after 2, 4, 8 ... runs of each draw, and after all."""
    values = _values(campaign, quantity)
    counts = sorted({*(2**k for k in range(1, campaign.runs.bit_length())), campaign.runs})
    found = [_half_width(values[:, :count]) for count in counts]
    return np.array(counts, dtype=np.int64), np.array(found)


def typical_run(campaign: Campaign) -> tuple[int, int]:
    """Row of the draw and number of the run that is nearest the middle of everything.

    Returns
    -------
    tuple of int
        The run whose leakers, missiles fired and first shot are nearest their medians over all
        draws and runs, each measured in its own spread (the mean distance from the median); the
        first of several. "Typical" is this rule, not the likeliest course of events.
    """
    distance = np.zeros(campaign.outcomes["leakers"].shape)
    for name in ("leakers", "shots", "first_shot_s"):
        values = campaign.outcomes[name].astype(float)
        if np.isnan(values).all():
            continue
        away = np.abs(values - np.nanmedian(values))
        scale = float(np.nanmean(away))
        away = np.where(np.isnan(away), np.nanmax(away) + 1.0, away)
        distance += away / scale if scale > 0.0 else (away > 0.0)
    row, run = np.unravel_index(int(np.argmin(distance)), distance.shape)
    return int(row), int(run)


def _values(campaign: Campaign, quantity: str) -> FloatArray:
    if quantity not in QUANTITIES:
        raise ValueError(f"quantity must be one of {', '.join(QUANTITIES)}, got {quantity!r}")
    if quantity == "annihilation":
        return np.asarray(campaign.outcomes["leakers"] == 0, dtype=float)
    values = np.asarray(campaign.outcomes[quantity], dtype=float)
    return np.asarray(np.where(np.isfinite(values), values, np.nan))


def _run_means(values: FloatArray) -> FloatArray:
    count = np.isfinite(values).sum(axis=1)
    total = np.nansum(values, axis=1)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _half_width(values: FloatArray) -> float:
    """Of the mean over draws of the means over runs, with the draws held."""
    squares = []
    for row in values:
        known = row[np.isfinite(row)]
        if known.size == 1:
            return float("nan")
        if known.size > 1:
            squares.append(float(known.var(ddof=1)) / known.size)
    if not squares:
        return float("nan")
    return float(1.959963984540054 * np.sqrt(np.sum(squares)) / len(squares))
