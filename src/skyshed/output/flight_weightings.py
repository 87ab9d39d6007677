"""Figures under each weighting and in the box: table of the report, CSV, numbers."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from skyshed.analysis.weighted import Weighted, draws_words, interval_words, range_words
from skyshed.output.short_report import TableBlock
from skyshed.output.tables import Cell, Table
from skyshed.scenario.weightings import weighting_name

READING = (
    "Bounds are expert bounds, and no weighting of what lies between them is the right one: the"
    " other tables use one, triangular unless the study names another. The box is the least and the"
    " greatest answer found anywhere in the bounds and needs none; where an answer does not rise or"
    " fall with each unknown, its true ends may lie further out."
)


def weighted_block(
    figures: Sequence[Weighted], *, first: str, name: str = "", folded: str = ""
) -> TableBlock:
    """Table of the report.

    Parameters
    ----------
    figures : sequence of Weighted
        At least one.
    first : {"what", "subject", "height"}
        Which of them the first columns name: the figure alone, or the subject or height too.
    name : str
        Whose figures they are, for the caption.
    folded : str
        Name of the table where it is folded away.

    Returns
    -------
    TableBlock
    """
    heads = {
        "what": ("Figure",),
        "subject": ("", "Figure"),
        "height": ("", "Height"),
    }[first]
    boxed = any(one.box is not None for one in figures)
    names = tuple(figures[0].by_weighting)
    columns = (
        *heads,
        *(weighting_name(name).capitalize() for name in names),
        "Whatever the weighting",
        *(("Anywhere in the bounds",) if boxed else ()),
    )
    clock = "; times in h:min:s or min:s" if any(one.unit == "s" for one in figures) else ""
    whose = f"{name}; {draws_words(figures)}" if name else draws_words(figures).capitalize()
    return TableBlock(
        f"{whose}: median draw, 5 to 95 % in brackets. Whatever the weighting: from the least 5 %"
        f" to the greatest 95 % of them{clock}",
        columns,
        tuple(_row(one, first, boxed=boxed) for one in figures),
        folded=folded,
    )


def _row(one: Weighted, first: str, *, boxed: bool) -> tuple[str, ...]:
    heads = {
        "what": (one.what,),
        "subject": (one.subject, one.what),
        "height": (one.what, one.height),
    }[first]
    box: tuple[str, ...] = ()
    if boxed:
        box = ("" if one.box is None else range_words(one.box, one.unit),)
    cells = (
        *map(interval_words, one.by_weighting.values()),
        range_words(one.widest, one.unit),
        *box,
    )
    return (*heads, *(cell.replace(" %", "\N{NO-BREAK SPACE}%") for cell in cells))


def weighted_csv(figures: Sequence[Weighted], *, subject: str, height: bool = False) -> Table:
    """CSV table, SI units; the box has a row of its own. Empty is never.

    Parameters
    ----------
    figures : sequence of Weighted
        The figures.
    subject : str
        Header of the subject's column.
    height : bool
        Whether there is a column of heights.

    Returns
    -------
    Table
    """
    columns = (
        subject, "figure", *(("height",) if height else ()), "unit", "weighting", "draws",
        "p05", "p50", "p95", "nominal", "least", "greatest",
    )  # fmt: skip
    return Table("weightings", columns, tuple(_csv_rows(figures, height=height)))


def _csv_rows(figures: Sequence[Weighted], *, height: bool) -> Iterator[tuple[Cell, ...]]:
    for one in figures:
        head = (one.subject, one.what, *((one.height,) if height else ()), one.unit)
        for name, interval in one.by_weighting.items():
            ends = interval.low, interval.median, interval.high, interval.nominal
            yield (*head, name, one.draws[name], *ends, math.nan, math.nan)
        if one.box is not None:
            yield (*head, "box", "", *(math.nan,) * 4, *one.box)


def weighted_numbers(figures: Sequence[Weighted]) -> list[dict[str, Any]]:
    """What `results.json` holds; null is never."""
    return [
        {
            "subject": one.subject,
            "figure": one.what,
            **({"height": one.height} if one.height else {}),
            "unit": one.unit,
            "weightings": {
                name: {**vars(interval), "draws": one.draws[name]}
                for name, interval in one.by_weighting.items()
            },
            "whatever_the_weighting": list(one.widest),
            "box": None if one.box is None else list(one.box),
        }
        for one in figures
    ]
