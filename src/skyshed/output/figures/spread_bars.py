"""Where the spread of an answer comes from, by group: by itself and in all, with intervals."""

import math
from collections.abc import Sequence
from typing import Any, Final

from skyshed.analysis.sensitivity_results import BASIS, SUBJECT, QuestionSensitivity
from skyshed.analysis.sensitivity_words import by_weight
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour
from skyshed.scenario.weightings import weighting_name
from skyshed.uncertainty.indices import Estimate, GroupIndex
from skyshed.uncertainty.sensitivity import INTERACTIONS

_MARKS: Final = ("s", "D", "^")
_ROW_IN: Final = 0.34


def spread_bars(question: QuestionSensitivity, *, name: str) -> Drawing:
    """Bars by subject and by basis; marks show the other weightings."""
    blocks = [_rows(question, grouping) for grouping in (SUBJECT, BASIS)]
    rows = [row for block in blocks for row in block]
    gap = 0.8  # rows between the subjects and the bases
    height = _ROW_IN * (len(rows) + gap) + 1.15
    with style():
        figure = new_figure(7.6, height)
        axes = figure.add_axes((0.235, 0.98 / height, 0.735, 1.0 - 1.08 / height))
        axes.set(xlim=(0.0, 1.04), ylim=(len(rows) + gap - 0.4, -0.6), yticks=[])
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100 %"])
        axes.grid(True, axis="x", color=colour("rule"), linewidth=0.5)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.set_xlabel("share of the spread of the answer")
        for i, (index, others) in enumerate(rows):
            y = i + (gap if i >= len(blocks[0]) else 0.0)
            _row(axes, y, index, others, label=i == 0)
        marks = [weighting_name(word) for word in question.by_weighting][1:]
        _mark_key(axes, marks)
        chart_legend(figure, axes, y=0.01)
        return finish(figure, name=name, alt=_alt(question, blocks[0]))


_Row = tuple[GroupIndex, tuple[float, ...]]


def _rows(question: QuestionSensitivity, grouping: str) -> list[_Row]:
    """Indices with the total shares of the same group under the other weightings."""
    others = [
        {index.name: index.total.value for index in one.indices[grouping]}
        for one in list(question.by_weighting.values())[1:]
    ]
    ranked = question.main.indices[grouping]
    ordered = by_weight(ranked) if grouping == SUBJECT else ranked
    return [
        (index, tuple(other.get(index.name, math.nan) for other in others))
        for index in ordered
        if index.name != INTERACTIONS
    ]


def _row(axes: Any, y: float, index: GroupIndex, others: Sequence[float], *, label: bool) -> None:
    def named(text: str) -> str | None:
        return text if label else None

    axes.barh(y, _inside(index.total.value), height=0.62, color=colour("share2"), lw=0,
              label=named("in all, also together with others"))  # fmt: skip
    axes.barh(y, _inside(index.first.value), height=0.3, color=colour("cover"), lw=0,
              label=named("by itself"))  # fmt: skip
    _whisker(axes, y - 0.2, index.total, named("95 % interval"))
    _whisker(axes, y + 0.2, index.first, None)
    for value, mark in zip(others, _MARKS, strict=False):
        if math.isfinite(value):
            axes.plot(_inside(value), y, mark, ms=4.2, mfc=colour("paper"), mec=colour("ring"),
                      mew=1.1, zorder=5, clip_on=False)  # fmt: skip
    axes.text(-0.015, y, index.name, transform=axes.get_yaxis_transform(), ha="right", va="center")


def _whisker(axes: Any, y: float, estimate: Estimate, label: str | None) -> None:
    ends = [_inside(estimate.low), _inside(estimate.high)]
    axes.plot(ends, [y, y], color=colour("ink"), lw=1.0, marker="|", ms=4.0, mew=0.9, label=label,
              zorder=4, clip_on=False)  # fmt: skip


def _mark_key(axes: Any, weightings: Sequence[str]) -> None:
    for word, mark in zip(weightings, _MARKS, strict=False):
        axes.plot([], [], mark, ms=4.2, mfc=colour("paper"), mec=colour("ring"), mew=1.1,
                  label=f"in all, {word} weights")  # fmt: skip


def _inside(share: float) -> float:
    """Between 0 and 1; estimates and their intervals may lie slightly outside."""
    return min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0


def _alt(question: QuestionSensitivity, rows: Sequence[_Row]) -> str:
    told = "; ".join(f"{i.name} {100.0 * _inside(i.total.value):.0f} %" for i, _ in rows[:3])
    return f"Share of the spread of {question.name} in all: {told}"
