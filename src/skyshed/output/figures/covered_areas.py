"""Bars: area that each group of radars covers, alone and together."""

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from skyshed.analysis.results import UnionRow
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.palette import colour

_LABEL_LETTERS = 42
_WIDE_IN = 7.6
_LETTER_IN = 0.072  # of a bold title of 8 pt


def covered_areas(rows: Sequence[UnionRow], *, name: str, target: str) -> Drawing:
    """Median area with its 5 to 95 % whisker: a panel per height, a bar per group."""
    groups = list(dict.fromkeys(row.group for row in rows))
    heights = list(dict.fromkeys(row.height for row in rows))
    highs = [row.area_m2.high for row in rows if math.isfinite(row.area_m2.high)]
    most = 1.06 * max(highs, default=1e9) / 1e9
    left, gap = 0.34, 0.025
    width = (0.985 - left - gap * (len(heights) - 1)) / len(heights)
    titles = [
        textwrap.fill(height, max(int(width * _WIDE_IN / _LETTER_IN), 8)) for height in heights
    ]
    head = 0.3 + 0.14 * max(title.count("\n") for title in titles)  # a line more is 0.14 inch
    tall = 0.45 + head + 0.34 * len(groups)
    with style():
        figure = new_figure(_WIDE_IN, tall)
        for i, height in enumerate(heights):
            place = (left + i * (width + gap), 0.45 / tall, width, 1 - (0.45 + head) / tall)
            axes = figure.add_axes(place)
            axes.set_title(titles[i], loc="left", fontsize=8, fontweight="bold", pad=4)
            axes.set(xlim=(0, most), ylim=(len(groups) - 0.5, -0.5))
            axes.set_yticks([])
            axes.grid(True, axis="x", color=colour("rule"), lw=0.5)
            axes.set_axisbelow(True)
            axes.spines[["top", "right", "bottom"]].set_visible(False)
            for row in (row for row in rows if row.height == height):
                _bar(axes, groups.index(row.group), row)
            if i == 0:
                _names(axes, groups)
        figure.text(
            0.5 * (left + 0.985), 0.03 / tall, "covered area, thousand km²", ha="center",
            va="bottom", color=colour("muted"),
        )  # fmt: skip
        return finish(figure, name=name, alt=f"Area covered against {target}, by group and height")


def _bar(axes: Any, place: int, row: UnionRow) -> None:
    low, median, high = (
        0.0 if math.isnan(x) else x / 1e9
        for x in (row.area_m2.low, row.area_m2.median, row.area_m2.high)
    )
    axes.barh(place, median, 0.58, color=colour("height3"), lw=0)
    axes.plot([low, high], [place, place], color=colour("ink"), lw=1.0)
    for end in (low, high):
        axes.plot([end, end], [place - 0.12, place + 0.12], color=colour("ink"), lw=1.0)


def _names(axes: Any, groups: Sequence[str]) -> None:
    for place, group in enumerate(groups):
        lines = textwrap.wrap(group, _LABEL_LETTERS)
        words = "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")
        axes.text(
            -0.04, place, words, transform=axes.get_yaxis_transform(), ha="right", va="center",
            fontsize=7.5, linespacing=1.05,
        )  # fmt: skip
