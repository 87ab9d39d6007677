"""A p-box: the share of draws that reach each value, whatever the weighting, and the threshold."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour
from skyshed.output.words import percent_range, rounded
from skyshed.units.dimensions import from_si

FloatArray = NDArray[np.float64]
_LINES: Final = (("height1", "-"), ("height2", (0, (5, 1.6))), ("height3", (0, (1.5, 1.2))),
                 ("muted", (0, (6, 1.5, 1.5, 1.5))))  # fmt: skip


@dataclass(frozen=True)
class PBox:
    """One quantity over the draws of several weightings of the same bounds.

    Attributes
    ----------
    values : mapping of str to ndarray, shape (draw,)
        Values by weighting, SI; nan stands for "never" and fails every threshold.
    unit : str
        Unit to show.
    quantity : str
        What it is, without the unit.
    threshold : float
        Value that the claim asks for, SI; nan for none.
    sense : {"at least", "at most"}
        Which side of the threshold meets the claim.
    box : tuple of float
        Least and greatest value found anywhere in the bounds, SI; nan for never or unknown.
    """

    values: Mapping[str, FloatArray]
    unit: str
    quantity: str
    threshold: float
    sense: Literal["at least", "at most"] = "at least"
    box: tuple[float, float] = (math.nan, math.nan)


def share_meeting(values: FloatArray, at: FloatArray | float, sense: str) -> FloatArray:
    """Share of draws that meet each threshold; nan among the draws never does."""
    known = np.sort(values[~np.isnan(values)])
    if sense == "at least":
        count = len(known) - np.searchsorted(known, at, side="left")
    else:
        count = np.searchsorted(known, at, side="right")
    return np.asarray(count / len(values), dtype=float)


def p_box(box: PBox, *, name: str, threshold_label: str = "") -> Drawing:
    """Shares by weighting, the area between them, and the claim's threshold."""
    left, right = _extent(box)
    grid = np.unique(np.concatenate([np.linspace(left, right, 500), *box.values.values()]))
    grid = grid[(grid >= left) & (grid <= right)]
    shares = {word: share_meeting(v, grid, box.sense) for word, v in box.values.items()}
    with style():
        figure = new_figure(7.6, 3.3)
        axes = figure.add_axes((0.085, 0.26, 0.895, 0.68))
        tidy(axes)
        ends = [float(from_si(x, box.unit)) for x in (left, right)]
        axes.set(xlim=ends, ylim=(-0.02, 1.04))
        axes.set_yticks(np.linspace(0, 1, 6), [f"{100 * y:.0f} %" for y in np.linspace(0, 1, 6)])
        axes.set_xlabel(f"{box.quantity}, {box.unit}" if box.unit != "1" else box.quantity)
        axes.set_ylabel(f"draws with {box.sense} this")
        shown = np.array([from_si(x, box.unit) for x in grid])
        every = np.array(list(shares.values()))
        axes.fill_between(shown, every.min(axis=0), every.max(axis=0), color=colour("height4"),
                          alpha=0.7, lw=0, label="between the weightings")  # fmt: skip
        for (word, share), (token, dash) in zip(shares.items(), _LINES, strict=False):
            axes.plot(shown, share, color=colour(token), lw=1.4, ls=dash,
                      label=word.replace("_", " "))  # fmt: skip
        _whole_box(axes, box)
        _threshold(axes, box, threshold_label, ends)
        chart_legend(figure, axes, y=0.01)
        return finish(figure, name=name, alt=_alt(box))


def _extent(box: PBox) -> tuple[float, float]:
    known = np.concatenate([*box.values.values(), np.array([box.threshold, *box.box])])
    known = known[np.isfinite(known)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    pad = 0.04 * max(high - low, 0.02 * abs(high), 1e-9)
    return low - pad, high + pad


def _whole_box(axes: Any, box: PBox) -> None:
    """Bracket under the curves: the least and greatest value anywhere in the bounds."""
    least, greatest = (from_si(x, box.unit) if math.isfinite(x) else math.nan for x in box.box)
    if math.isnan(greatest):
        return
    start = axes.get_xlim()[0] if math.isnan(least) else least
    axes.plot([start, greatest], [0.0, 0.0], color=colour("ink"), lw=2.2, solid_capstyle="butt",
              label="anywhere in the bounds", zorder=4, clip_on=False)  # fmt: skip


def _threshold(axes: Any, box: PBox, words: str, ends: list[float]) -> None:
    if math.isnan(box.threshold):
        return
    at = float(from_si(box.threshold, box.unit))
    shares = [float(share_meeting(v, box.threshold, box.sense)) for v in box.values.values()]
    axes.axvline(at, color=colour("ring"), lw=1.3, ls=(0, (5, 2.2)))
    axes.plot([at] * len(shares), shares, "o", ms=3.4, color=colour("ring"), zorder=5)
    place = (at - ends[0]) / (ends[1] - ends[0])
    left_side = place > 0.75 if box.sense == "at least" else place > 0.25  # the empty corner
    text = f"{words or rounded(box.threshold, box.unit)}\nmet in {percent_range(shares)} of draws"
    axes.annotate(
        text, (at, 1.0), xytext=(-5 if left_side else 5, 0), textcoords="offset points",
        ha="right" if left_side else "left", va="top", color=colour("ring"), fontsize=7.8,
        gid="class:halo",
    )  # fmt: skip


def _alt(box: PBox) -> str:
    shares = [float(share_meeting(v, box.threshold, box.sense)) for v in box.values.values()]
    if math.isnan(box.threshold):
        return f"{box.quantity}: share of draws by weighting"
    return (
        f"{box.quantity}: {box.sense} {rounded(box.threshold, box.unit)} in"
        f" {percent_range(shares)} of draws"
    )
