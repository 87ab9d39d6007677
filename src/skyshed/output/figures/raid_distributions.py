"""How raids end: chance as bars, what nobody knows as whiskers; and how many runs are enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour

FloatArray = NDArray[np.float64]
_TOKENS: Final = ("height2", "second", "height4", "ring")
_MOST_BARS: Final = 26


@dataclass(frozen=True)
class OutcomeSeries:
    """One way to run a raid, such as "stand-alone".

    Attributes
    ----------
    label : str
        Its name.
    share : ndarray, shape (draw, value)
        Within each draw of the unknowns, the share of runs that end with each value. [1]
    """

    label: str
    share: FloatArray


@dataclass(frozen=True)
class OutcomePanel:
    """One quantity, such as the number of leakers.

    Attributes
    ----------
    title : str
        What is counted.
    values : ndarray, shape (value,)
        Its values, evenly spaced. [1]
    series : tuple of OutcomeSeries
        At most four.
    """

    title: str
    values: FloatArray
    series: tuple[OutcomeSeries, ...]


@dataclass(frozen=True)
class Convergence:
    """A mean against the number of runs it rests on: the mean and its 95 % sampling interval."""

    label: str
    runs: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray


def shares_by_draw(outcome: NDArray[np.int64], values: FloatArray) -> FloatArray:
    """Share of the runs of each draw that end with each value.

    Parameters
    ----------
    outcome : ndarray of int, shape (draw, run)
        Outcome of each run.
    values : ndarray, shape (value,)
        Values to count, evenly spaced; each stands for the outcomes nearer to it than to another.

    Returns
    -------
    ndarray, shape (draw, value)
    """
    if len(values) < 2:
        return np.ones((len(outcome), len(values)))
    edges = np.concatenate([[-np.inf], 0.5 * (values[1:] + values[:-1]), [np.inf]])
    place = np.searchsorted(edges, outcome, side="right") - 1
    counts = [np.bincount(row, minlength=len(values)) for row in place]
    return np.asarray(np.array(counts, dtype=float) / outcome.shape[1])


def outcome_values(outcomes: Sequence[NDArray[np.int64]]) -> FloatArray:
    """Values for a panel: all integers that occur, or bins of them where these are many."""
    low = min(int(outcome.min()) for outcome in outcomes)
    high = max(int(outcome.max()) for outcome in outcomes)
    step = -(-(high - low + 1) // _MOST_BARS)
    return np.arange(low, high + 1, step, dtype=float) + 0.5 * (step - 1)


def raid_distributions(panels: Sequence[OutcomePanel], *, name: str, alt: str) -> Drawing:
    """Histograms one under the other: median draw as bars, 5 to 95 % of the draws as whiskers."""
    tall = 1.6
    height = tall * len(panels) + 0.42
    with style():
        figure = new_figure(7.6, height)
        for i, panel in enumerate(panels):
            bottom = (height - (i + 1) * tall + 0.27) / height
            axes = figure.add_axes((0.075, bottom, 0.91, (tall - 0.55) / height))
            tidy(axes)
            axes.grid(False, axis="x")
            axes.set_title(panel.title, loc="left", fontsize=8.5, fontweight="bold", pad=5)
            _bars(axes, panel)
        figure.text(0.985, 1.0 - 0.08 / height, "bar: median draw; whisker: 5 to 95 % of draws",
                    ha="right", va="top", fontsize=7, color=colour("muted"))  # fmt: skip
        chart_legend(figure, axes, y=0.02 / height)
        return finish(figure, name=name, alt=alt)


def _bars(axes: Any, panel: OutcomePanel) -> None:
    count = len(panel.series)
    step = float(panel.values[1] - panel.values[0]) if len(panel.values) > 1 else 1.0
    width = 0.84 * step / count
    most = 0.0
    for i, series in enumerate(panel.series):
        low, median, high = 100.0 * np.quantile(series.share, (0.05, 0.5, 0.95), axis=0)
        at = panel.values + (i - 0.5 * (count - 1)) * width
        axes.bar(at, median, width * 0.94, color=colour(_TOKENS[i]), lw=0, label=series.label)
        axes.vlines(at, low, high, color=colour("ink"), lw=0.9)
        for end in (low, high):
            axes.hlines(end, at - 0.18 * width, at + 0.18 * width, color=colour("ink"), lw=0.9)
        most = max(most, float(high.max()))
    pad = 0.6 * step
    axes.set(xlim=(panel.values[0] - pad, panel.values[-1] + pad), ylim=(0, 1.06 * most or 1.0))
    axes.set_ylabel("runs, %")
    marks = 1 + (len(panel.values) - 1) // 14
    words = [_span(value, step) for value in panel.values[::marks]]
    axes.set_xticks(panel.values[::marks], words)
    axes.tick_params(axis="x", length=0)


def _span(value: float, step: float) -> str:
    first, last = round(value - 0.5 * (step - 1)), round(value + 0.5 * (step - 1))
    return f"{first}" if first == last else f"{first}–{last}"


def convergence_chart(
    curves: Sequence[Convergence], *, quantity: str, name: str, stop: float | None = None
) -> Drawing:
    """A mean and its sampling interval against the number of runs.

    Parameters
    ----------
    curves : sequence of Convergence
        At most four.
    quantity : str
        What is averaged, with its unit.
    name : str
        File name without its ending.
    stop : float, optional
        Half-width of the interval at which the campaign stops, drawn round the last mean.
    """
    with style():
        figure = new_figure(7.6, 2.6)
        axes = figure.add_axes((0.075, 0.27, 0.905, 0.68))
        tidy(axes)
        for curve, token in zip(curves, _TOKENS, strict=False):
            axes.fill_between(curve.runs, curve.low, curve.high, color=colour(token), alpha=0.22,
                              lw=0)  # fmt: skip
            axes.plot(curve.runs, curve.mean, color=colour(token), lw=1.5, label=curve.label)
            if stop is not None:
                for end in (curve.mean[-1] - stop, curve.mean[-1] + stop):
                    axes.axhline(end, color=colour(token), lw=0.8, ls=(0, (2, 2)))
        runs = np.concatenate([curve.runs for curve in curves])
        axes.set(xscale="log", xlim=(runs.min(), runs.max()))
        ticks = 10.0 ** np.arange(np.ceil(np.log10(runs.min())), np.log10(runs.max()) + 1e-9)
        axes.set_xticks(ticks, [f"{tick:,.0f}" for tick in ticks])
        axes.minorticks_off()
        axes.set_xlabel("runs over all draws")
        axes.set_ylabel(quantity)
        words = "line: mean so far; band: its 95 % sampling interval"
        words += "" if stop is None else "; dashes: where the campaign may stop"
        axes.text(0.99, 0.98, words, transform=axes.transAxes, ha="right", va="top", fontsize=7,
                  color=colour("muted"), gid="class:halo")  # fmt: skip
        chart_legend(figure, axes, y=0.01)
        return finish(figure, name=name, alt=f"{quantity} against the number of runs")
