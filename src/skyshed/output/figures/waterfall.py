"""From first sight to intercept: kilometre by kilometre, what each step costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skyshed.analysis.results import Interval
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.palette import colour
from skyshed.output.words import interval_text


@dataclass(frozen=True)
class WaterfallBar:
    """One step on the way from seeing to shooting.

    Attributes
    ----------
    label : str
        The step, such as "track confirmed".
    range_m : Interval
        Slant range of the target when the step is done; nan stands for "never". [m]
    note : str
        What the step takes, such as "2 of 3 scans", in a few words.
    apart : bool
        Whether it is a limit of its own (the radar must hold the target, the missile must have
        energy) and no step that follows from the one above.
    """

    label: str
    range_m: Interval
    note: str = ""
    apart: bool = False


def waterfall(
    bars: Sequence[WaterfallBar], *, name: str, label: str, ring_m: float, ring_label: str
) -> Drawing:
    """Horizontal bars from the radar outwards, with the ring.

    Each bar ends at the median draw and carries a 5 to 95 % whisker; the pale piece behind it is
    what the step took from the one before.
    """
    most = 1.02 * max(
        [ring_m, *(x for bar in bars for x in (bar.range_m.high, bar.range_m.median)
                   if math.isfinite(x)), 1e3]
    )  # fmt: skip
    row, low, high = 0.37, 0.62, 0.3
    height = row * len(bars) + low + high
    with style():
        figure = new_figure(7.6, height)
        axes = figure.add_axes((0.29, low / height, 0.525, row * len(bars) / height))
        axes.set(xlim=(0, most / 1e3), ylim=(len(bars) - 0.5, -0.5), yticks=[])
        axes.set_xlabel("slant range of the target, km")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.grid(True, axis="x", color=colour("rule"), lw=0.5)
        axes.set_axisbelow(True)
        before = math.nan
        for i, bar in enumerate(bars):
            _bar(axes, i, bar, before)
            if not bar.apart:
                before = bar.range_m.median
        if ring_m > 0.0:
            axes.axvline(ring_m / 1e3, color=colour("ring"), lw=1.3, ls=(0, (5, 2.2)), zorder=5)
            axes.text(ring_m / 1e3, -0.56, ring_label, color=colour("ring"), fontsize=7.5,
                      ha="right" if ring_m > 0.6 * most else "center", va="bottom")  # fmt: skip
        _key(figure, height, any(bar.apart for bar in bars))
        return finish(figure, name=name, alt=f"{label}: from first sight to intercept, in km")


def _bar(axes: Any, i: int, bar: WaterfallBar, before: float) -> None:
    low, median, high = (bar.range_m.low, bar.range_m.median, bar.range_m.high)
    end = 0.0 if math.isnan(median) else median / 1e3
    if not bar.apart and math.isfinite(before) and before / 1e3 > end:
        axes.barh(i, before / 1e3 - end, 0.56, left=end, color=colour("height6"), lw=0)
    axes.barh(i, end, 0.56, color=colour("second" if bar.apart else "height3"), lw=0)
    ends = [0.0 if math.isnan(x) else x / 1e3 for x in (low, high)]
    if ends[1] > ends[0]:
        axes.plot(ends, [i, i], color=colour("ink"), lw=1.0)
        for x in ends:
            axes.plot([x, x], [i - 0.12, i + 0.12], color=colour("ink"), lw=1.0)
    across = axes.get_yaxis_transform()
    axes.text(-0.015, i - (0.17 if bar.note else 0.0), bar.label, transform=across, ha="right",
              va="center", fontsize=8)  # fmt: skip
    if bar.note:
        axes.text(-0.015, i + 0.2, bar.note, transform=across, ha="right", va="center",
                  fontsize=6.8, color=colour("muted"))  # fmt: skip
    axes.text(1.015, i, interval_text(bar.range_m), transform=across, ha="left", va="center",
              fontsize=7.8)  # fmt: skip


def _key(figure: Any, height: float, apart: bool) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colour("height3"), label="reached, median draw"),
               Patch(facecolor=colour("height6"), label="lost in this step")]  # fmt: skip
    if apart:
        handles.append(Patch(facecolor=colour("second"), label="limit of its own"))
    figure.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.5, 0.02 / height), ncols=3,
        frameon=False, fontsize=7.5, handlelength=1.1, handletextpad=0.4, columnspacing=1.4,
        borderpad=0.1,
    )  # fmt: skip
