"""Tornado chart: which unknowns move the headline answer, and how far."""

import math
from typing import Any

from skyshed.analysis.results import SwingRow, Tornado
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.palette import colour

MOST_BARS = 12
BASES = ("published", "derived", "unverified", "assumed")


def deciding_unknowns(tornado: Tornado, *, name: str) -> Drawing:
    """One bar per unknown, from the answer at its low end to that at its high end."""
    rows = tornado.rows[:MOST_BARS]
    scale, unit = (1e3, "km") if tornado.unit == "m" else (1.0, tornado.unit)
    height = 0.85 + 0.36 * len(rows)
    with style():
        figure = new_figure(7.6, height)
        axes = figure.add_axes((0.43, 0.62 / height, 0.54, 1 - 0.75 / height))
        ends = [x / scale for row in rows for x in (row.at_low, row.at_high) if math.isfinite(x)]
        ends.append(tornado.nominal / scale)
        width = max(max(ends) - min(ends), 1e-9)
        left, right = min(ends) - 0.24 * width, max(ends) + 0.24 * width
        axes.set(xlim=(left, right), ylim=(len(rows) - 0.45, -0.55), yticks=[])
        axes.set_xlabel(unit)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.axvline(tornado.nominal / scale, color=colour("ink"), lw=0.8)
        for i, row in enumerate(rows):
            _bar(axes, i, row, tornado.nominal / scale, scale, left)
        _key(figure, sorted({row.basis for row in rows}, key=BASES.index), height)
        alt = "Unknowns that decide: " + "; ".join(row.label for row in rows[:3])
        return finish(figure, name=name, alt=alt)


def _bar(axes: Any, i: int, row: SwingRow, nominal: float, scale: float, left: float) -> None:
    low, high = row.at_low / scale, row.at_high / scale
    at = [x if math.isfinite(x) else left for x in (low, high)]
    axes.barh(i, max(*at, nominal) - min(*at, nominal), left=min(*at, nominal), height=0.56,
              color=colour(row.basis), lw=0)  # fmt: skip
    texts = [
        words if math.isfinite(x) else f"never: {words}"
        for words, x in ((row.low_text, low), (row.high_text, high))
    ]
    order = (0, 1) if at[0] <= at[1] else (1, 0)
    ends = (("right", min(*at, nominal)), ("left", max(*at, nominal)))
    for (side, x), which in zip(ends, order, strict=True):
        never = side == "right" and not math.isfinite((low, high)[which])
        axes.annotate(
            texts[which], (x, i), xytext=(3 if side == "left" or never else -3, 0),
            textcoords="offset points", ha="left" if never else side, va="center", fontsize=6.8,
            gid="class:halo",
        )  # fmt: skip
    axes.text(-0.02, i, _wrapped(row.label), transform=axes.get_yaxis_transform(), ha="right",
              va="center", fontsize=7.5, linespacing=1.05)  # fmt: skip


def _wrapped(label: str, width: int = 46) -> str:
    import textwrap

    lines = textwrap.wrap(label, width)
    return "\n".join([*lines[:2]]) + ("…" if len(lines) > 2 else "")


def _key(figure: Any, bases: list[str], height: float) -> None:
    from matplotlib.patches import Patch

    figure.legend(
        handles=[Patch(facecolor=colour(basis), label=basis) for basis in bases],
        loc="lower left",
        bbox_to_anchor=(0.0, 0.05 / height),
        ncols=4,
        frameon=False,
        fontsize=7.5,
        handlelength=1.1,
        handletextpad=0.4,
        columnspacing=0.9,
        borderpad=0,
    )
