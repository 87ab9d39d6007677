"""What the weighting of the bounds does to the figures: rows for the report, tables and numbers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from skyshed.analysis.results import Interval, StudyResult, UnderWeightings, WeightedRow
from skyshed.output.reach_numbers import interval_numbers
from skyshed.output.report_figures import radar_name, target_name
from skyshed.output.tables import Cell, Table
from skyshed.output.words import interval_text, percent, rounded
from skyshed.scenario.weightings import weighting_name
from skyshed.uncertainty.sampling import WEIGHTINGS

_COLUMNS: Final = (
    "kind",
    "system",
    "target",
    "height",
    "quantity",
    "weighting",
    "value_p05_si",
    "value_p50_si",
    "value_p95_si",
    "value_nominal_si",
    "unit",
    "box_low_si",
    "box_high_si",
)
_KINDS: Final = {
    "sees": "How far it is seen",
    "reaches": "How far it can be hit",
    "covers": "How much is covered",
    "raid": "How the raids end",
}

AREAS_AND_RAIDS: Final = ("covers", "raid")


@dataclass(frozen=True)
class WeightedTable:
    """Figures of one kind, as text."""

    title: str
    rows: tuple["WeightedTexts", ...]

    @property
    def boxed(self) -> bool:
        """Whether any figure has a box."""
        return any(row.box for row in self.rows)


@dataclass(frozen=True)
class WeightedTexts:
    """One figure as text; `values` in the order of the weightings."""

    system: str
    target: str
    quantity: str
    values: tuple[str, ...]
    box: str


def weighted_tables(
    result: StudyResult, *, kinds: Sequence[str] = tuple(_KINDS)
) -> list[WeightedTable]:
    """The figures under every weighting, by kind, for the report and the terminal."""
    tables = []
    for kind, title in _KINDS.items():
        rows = [row for row in result.weighted if row.kind == kind and kind in kinds]
        if rows:
            tables.append(WeightedTable(title, tuple(_texts(result, row) for row in rows)))
    return tables


def weighted_heads() -> list[str]:
    """Names of the weightings as people write them, in the order of the columns."""
    return [weighting_name(name) for name in WEIGHTINGS]


def _texts(result: StudyResult, row: WeightedRow) -> WeightedTexts:
    words = f"at {row.height}: {row.quantity}" if row.height else row.quantity
    return WeightedTexts(
        _system(result, row),
        _target(result, row),
        words,
        tuple(value_text(row.answer.by_weighting[name]) for name in WEIGHTINGS),
        box_text(row.answer),
    )


def _system(result: StudyResult, row: WeightedRow) -> str:
    if row.kind == "raid":
        return row.system
    batteries = {reach.key: reach.label for reach in result.reaches}
    if row.system in batteries and row.system not in {radar.key for radar in result.radars}:
        return batteries[row.system]
    return radar_name(result, row.system)


def _target(result: StudyResult, row: WeightedRow) -> str:
    if row.kind == "raid":
        return next((r.label for r in result.raids if r.key == row.target), row.target)
    return target_name(result, row.target)


def value_text(value: Interval) -> str:
    """A range, a share or a number with its bounds."""
    if value.unit == "share":
        return _share_text(value)
    return interval_text(value, "km" if value.unit == "m" else value.unit)


def _share_text(value: Interval) -> str:
    low, middle, high = (percent(x) for x in (value.low, value.median, value.high))
    return middle if low == high else f"{middle} ({low.removesuffix(' %')} to {high})"


def box_text(answer: UnderWeightings) -> str:
    """Least and greatest value, such as "127 to 275 km"; empty where no box was searched."""
    low, high = answer.box
    unit = next(iter(answer.by_weighting.values())).unit
    if math.isnan(low) or math.isnan(high):
        return ""
    if unit == "share":
        ends, name = [percent(x) for x in (low, high)], " %"
    elif unit == "1":
        ends, name = [f"{x:.3g}" for x in (low, high)], ""
    else:  # a range of zero is none at all
        ends, name = [rounded(x if x > 0.0 else math.nan, "km") for x in (low, high)], " km"
    return ends[0] if ends[0] == ends[1] else f"{ends[0].removesuffix(name)} to {ends[1]}"


def weighted_csv(result: StudyResult) -> list[Table]:
    """The same as one table in SI units; none where nothing was computed under every weighting."""
    rows = tuple(_rows(result.weighted))
    return [Table("weightings", _COLUMNS, rows)] if rows else []


def _rows(weighted: Iterable[WeightedRow]) -> Iterable[tuple[Cell, ...]]:
    for row in weighted:
        head = (row.kind, row.system, row.target, row.height, row.quantity)
        for name, value in row.answer.by_weighting.items():
            numbers = (value.low, value.median, value.high, value.nominal)
            yield (*head, name, *numbers, _unit(value), *row.answer.box)


def weighted_numbers(weighted: Iterable[WeightedRow]) -> list[dict[str, Any]]:
    """The same for `results.json`."""
    return [
        {
            "kind": row.kind,
            "system": row.system,
            "target": row.target,
            "height": row.height,
            "quantity": row.quantity,
            "by_weighting": {
                name: {**interval_numbers(value), "unit": _unit(value)}
                for name, value in row.answer.by_weighting.items()
            },
            "box": list(row.answer.box),
        }
        for row in weighted
    ]


def _unit(value: Interval) -> str:
    """A share has no unit; the name only says how people write it."""
    return "1" if value.unit == "share" else value.unit
