"""What-ifs side by side: one row each, one column of dots and whiskers per outcome."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skyshed.analysis.results import Interval
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.palette import colour
from skyshed.output.words import interval_text, time_text, time_unit

_LABEL_LETTERS = 34


@dataclass(frozen=True)
class WhatIfColumn:
    """An outcome: its heading and unit; `share` shows per cent.

    The unit "s" is shown in s or min, one of them for the whole column.
    """

    heading: str
    unit: str = "1"
    share: bool = False


@dataclass(frozen=True)
class WhatIfRow:
    """A case: its name, one interval per column, whether it is the base that others differ from."""

    label: str
    cells: tuple[Interval, ...]
    base: bool = False


def what_if_table(
    columns: Sequence[WhatIfColumn], rows: Sequence[WhatIfRow], *, name: str, alt: str
) -> Drawing:
    """Median draw as a dot, 5 to 95 % of the draws as a line, the base case as a vertical rule."""
    row, low, high = 0.36, 0.34, 0.42
    height = row * len(rows) + low + high
    left, gap = 0.28, 0.022
    width = (0.99 - left - gap * (len(columns) - 1)) / len(columns)
    with style():
        figure = new_figure(7.6, height)
        for i, column in enumerate(columns):
            place = (left + i * (width + gap), low / height, width, row * len(rows) / height)
            axes = figure.add_axes(place)
            axes.set_title(column.heading, loc="left", fontsize=8, fontweight="bold", pad=5)
            _column(axes, column, [r.cells[i] for r in rows], [r.base for r in rows])
            if i == 0:
                _names(axes, rows)
        figure.text(0.99, 0.06 / height, "dot: median draw; line: 5 to 95 % of draws; upright "
                    "line: base case", ha="right", va="bottom", fontsize=7,
                    color=colour("muted"))  # fmt: skip
        return finish(figure, name=name, alt=alt)


def _column(
    axes: Any, column: WhatIfColumn, cells: Sequence[Interval], base: Sequence[bool]
) -> None:
    known = [x for cell in cells for x in (cell.low, cell.median, cell.high) if math.isfinite(x)]
    most = 1.0 if column.share else max([*known, 1e-9])
    least = min([0.0, *known])
    axes.set(xlim=(least - 0.04 * most, 1.06 * most), ylim=(len(cells) - 0.5, -0.5))
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    unit = time_unit(cells) if column.unit == "s" else column.unit
    marked = [c.median for c, is_base in zip(cells, base, strict=True) if is_base]
    for i, (cell, is_base) in enumerate(zip(cells, base, strict=True)):
        axes.vlines(marked, i - 0.02, i + 0.42, color=colour("muted"), lw=0.8)
        axes.axhline(i + 0.5, color=colour("rule"), lw=0.5)
        token = "ink" if is_base else "height2"
        if math.isfinite(cell.high):
            start = cell.low if math.isfinite(cell.low) else least
            axes.plot([start, cell.high], [i + 0.17] * 2, color=colour(token), lw=1.4,
                      solid_capstyle="butt")  # fmt: skip
        if math.isfinite(cell.median):
            axes.plot(cell.median, i + 0.17, "o", ms=4.4, color=colour(token))
        axes.text(0.0, i - 0.2, _words(cell, column, unit), transform=axes.get_yaxis_transform(),
                  ha="left", va="center", fontsize=7, gid="class:halo")  # fmt: skip


def _words(cell: Interval, column: WhatIfColumn, unit: str) -> str:
    if column.share:
        low, median, high = 100.0 * cell.low, 100.0 * cell.median, 100.0 * cell.high
        number, bracket, rest = interval_text(
            Interval(low, median, high, median, "1"), "1"
        ).partition(" (")
        return number if math.isnan(cell.median) else f"{number} %{bracket}{rest}"
    return time_text(cell, unit) if column.unit == "s" else interval_text(cell, unit)


def _names(axes: Any, rows: Sequence[WhatIfRow]) -> None:
    for i, row in enumerate(rows):
        lines = textwrap.wrap(row.label, _LABEL_LETTERS)
        words = "\n".join(lines[:2]) + ("…" if len(lines) > 2 else "")
        axes.text(-0.06, i, words, transform=axes.get_yaxis_transform(), ha="right", va="center",
                  fontsize=7.5, linespacing=1.05,
                  fontweight="bold" if row.base else "normal")  # fmt: skip
