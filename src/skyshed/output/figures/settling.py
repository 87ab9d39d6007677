"""How the shares of the spread, and the share of draws, settle as draws are added."""

import math
from collections.abc import Sequence
from typing import Any, Final

from skyshed.analysis.sensitivity_results import QuestionSensitivity
from skyshed.analysis.sensitivity_words import by_weight
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour

_LINES: Final = (("height1", "o"), ("ring", "s"), ("second", "^"), ("height3", "D"))
_BESIDE: Final = 1.04  # whiskers of several groups stand beside each other


def settling_chart(question: QuestionSensitivity, *, precision: float, name: str) -> Drawing:
    """Total shares of the largest groups, and the share of draws that meet the predicate."""
    largest = [index.name for index in by_weight(question.main.indices["subject"])[: len(_LINES)]]
    own = [row for row in question.own if row.share is not None]
    with style():
        figure = new_figure(7.6, 3.1)
        width = 0.405 if own else 0.885
        axes = figure.add_axes((0.075, 0.31, width, 0.58))
        _frame(axes, list(question.settling), "share of the spread, in all")
        for i, ((token, mark), group) in enumerate(zip(_LINES, largest, strict=False)):
            _line(axes, question, group, token, mark, beside=_BESIDE ** (i - 1.5))
        if own:
            right = figure.add_axes((0.575, 0.31, width, 0.58))
            _frame(right, [row.draws for row in own], "draws that meet the reading")
            shares = [row.share or (math.nan,) * 3 for row in own]
            _errors(right, [row.draws for row in own], shares, "height2", "o", "")
        chart_legend(figure, axes, y=0.01)
        alt = (
            f"Shares of {question.name} against the number of draws, to {100 * precision:g} points"
        )
        return finish(figure, name=name, alt=alt)


def _frame(axes: Any, sizes: list[int], title: str) -> None:
    tidy(axes)
    axes.set_xscale("log", base=2)
    axes.set(ylim=(-0.03, 1.03), xlim=(min(sizes) / 1.3, max(sizes) * 1.3), xlabel="draws")
    shown = [size for size in sizes if size & (size - 1) == 0]
    axes.set_xticks(shown, [f"{size:,}" for size in shown])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100 %"])
    axes.minorticks_off()
    axes.set_title(title, loc="left", fontsize=8)


def _line(
    axes: Any, question: QuestionSensitivity, group: str, token: str, mark: str, *, beside: float
) -> None:
    found = {
        size: next(index.total for index in indices if index.name == group)
        for size, indices in question.settling.items()
    }
    known = [(size, (e.value, e.low, e.high)) for size, e in found.items() if not math.isnan(e.low)]
    sizes = [size * beside for size, _ in known]
    _errors(axes, sizes, [three for _, three in known], token, mark, group)


def _errors(
    axes: Any,
    sizes: Sequence[float],
    threes: list[tuple[float, float, float]],
    token: str,
    mark: str,
    label: str,
) -> None:
    middle = [_inside(value) for value, _, _ in threes]
    below = [m - min(_inside(low), m) for m, (_, low, _) in zip(middle, threes, strict=True)]
    above = [max(_inside(high), m) - m for m, (_, _, high) in zip(middle, threes, strict=True)]
    axes.errorbar(sizes, middle, yerr=[below, above], color=colour(token), marker=mark, ms=4.0,
                  lw=1.2, elinewidth=0.9, capsize=2.5, label=label or None)  # fmt: skip


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)
