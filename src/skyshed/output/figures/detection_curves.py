"""Probability of detection against slant range, with its spread."""

from typing import Any

import numpy as np

from skyshed.analysis.results import PairResult
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour


def detection_curves(pair: PairResult, *, name: str, ring_m: float, ring_label: str) -> Drawing:
    """Single-scan and cumulative probability: median draw and 5 to 95 % band."""
    slant = pair.pd_slant_m / 1e3
    with style():
        figure = new_figure(7.6, 3.3)
        axes = figure.add_axes((0.07, 0.235, 0.9, 0.71))
        tidy(axes)
        right = _right_km(pair, ring_m)
        axes.set(xlim=(0, right), ylim=(0, 1.02))
        axes.set_xlabel("slant range, km")
        axes.set_ylabel("probability")
        _band(axes, slant, pair.pd_single, "cover", "one scan")
        _band(axes, slant, pair.pd_confirmed, "second", "confirmed by then")
        for level, words in ((0.5, "0.5: covered"), (0.9, "0.9: confirmed")):
            axes.axhline(level, color=colour("muted"), lw=0.8, ls=(0, (1, 2)))
            axes.text(
                right, level, words, ha="right", va="bottom", fontsize=7, gid="class:halo",
                color=colour("muted"),
            )  # fmt: skip
        if 0.0 < ring_m / 1e3 < right:
            axes.axvline(ring_m / 1e3, color=colour("ring"), lw=1.2, ls=(0, (5, 2.5)))
            inside = ring_m / 1e3 < 0.75 * right  # else the words would run out of the figure
            axes.text(
                ring_m / 1e3, 0.03, f" {ring_label} ", color=colour("ring"), fontsize=7.5,
                ha="left" if inside else "right", gid="class:halo",
            )  # fmt: skip
        chart_legend(figure, axes)
        return finish(figure, name=name, alt=f"{pair.label}: detection against slant range")


def _right_km(pair: PairResult, ring_m: float) -> float:
    """Somewhat beyond the last chance of detection and the ring."""
    seen = pair.pd_slant_m[np.maximum(pair.pd_single[2], pair.pd_confirmed[2]) > 0.005]
    most = 1.06 * max(float(seen.max(initial=0.0)), ring_m, 20e3)
    return min(most, float(pair.pd_slant_m[-1])) / 1e3


def _band(axes: Any, slant: np.ndarray, pd: np.ndarray, token: str, words: str) -> None:
    low, median, high = pd
    axes.fill_between(
        slant, low, high, color=colour(token), alpha=0.2, lw=0, label=f"{words}, 5 to 95 %"
    )
    axes.plot(slant, median, color=colour(token), lw=1.5, label=f"{words}, median draw")
