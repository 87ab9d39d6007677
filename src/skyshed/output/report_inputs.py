"""Inputs in the words of people: value, bounds, basis, grade, sources."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from skyshed.analysis.plain_words import listed
from skyshed.analysis.results import SwingRow, Tornado
from skyshed.errors import QuantityError
from skyshed.output.words import interval_text, percent, rounded
from skyshed.systems.environment import TERRAIN_ERROR
from skyshed.terrain.error_weight import FULL_ERROR_RELIEF_M
from skyshed.uncertainty.parameter import Parameter

_NAMED: Final = 2
_WORTH_NAMING: Final = 0.2  # of the greatest move behind the same basis
BASES: Final = ("published", "derived", "unverified", "assumed", "interactions")


@dataclass(frozen=True)
class InputRow:
    """One uncertain number, as text."""

    label: str
    key: str
    value: str
    basis: str
    grade: str
    sources: tuple[str, ...]
    note: str


def input_rows(parameters: dict[str, Parameter]) -> list[InputRow]:
    """All inputs, by basis (the weakest first), then by name."""
    order = {"assumed": 0, "unverified": 1, "derived": 2, "published": 3}
    ranked = sorted(parameters.items(), key=lambda item: (order[item[1].basis], item[0]))
    return [
        InputRow(
            p.label or key,
            key,
            parameter_text(p),
            p.basis,
            p.grade,
            tuple(s for s in p.sources if s != "assumption"),
            p.note,
        )
        for key, p in ranked
    ]


def parameter_text(parameter: Parameter) -> str:
    """Nominal value and bounds in a unit that people use."""
    if parameter.shape == "discrete":
        return " or ".join(_number(value, parameter.unit) for value in sorted(parameter.values))
    low, high = parameter.low, parameter.high
    if low == high:
        return _number(parameter.nominal, parameter.unit)
    ends = _number(low, parameter.unit), _number(high, parameter.unit)
    return f"{_number(parameter.nominal, parameter.unit)} ({ends[0]} to {ends[1]})"


def _number(value: float, unit: str) -> str:
    if unit == "rad":
        return f"{math.degrees(value):.3g}°"
    if unit == "m" and abs(value) >= 5e3:
        return rounded(value, "km")
    if unit == "dB":  # drawn in decibels, not as a ratio
        return f"{value:.3g} dB"
    if unit == "m/s" and 0.0 < abs(value) < 1e-3:
        return rounded(value, "mm/h")  # rain
    if unit == "Hz":
        return rounded(value, "GHz" if value >= 1e9 else "MHz")
    try:
        return rounded(value, unit)
    except QuantityError:
        return f"{value:.4g} {unit}"


def basis_counts(parameters: Iterable[Parameter]) -> list[tuple[str, int]]:
    """How many inputs rest on each basis."""
    counted = Counter(p.basis for p in parameters)
    return [(basis, counted[basis]) for basis in BASES if counted[basis]]


def weighted_text(tornado: Tornado | None) -> str:
    """The headline answer under each weighting, and in the box, which needs none."""
    if tornado is None or not tornado.by_weighting:
        return ""
    unit = "km" if tornado.unit == "m" else tornado.unit
    told = [
        f"{interval_text(answer, unit)} with {name.replace('_', '-')} weights"
        for name, answer in tornado.by_weighting.items()
    ]
    # a range of zero is none at all
    ends = [rounded(x if x > 0.0 else math.nan, unit) for x in tornado.box]
    return f"{'; '.join(told)}. Anywhere in the bounds, without weights: {ends[0]} to {ends[1]}."


def relief_words(parameters: dict[str, Parameter]) -> str:
    """What the height error of the builtin relief means at a place; nothing for finer terrain."""
    error = parameters.get(TERRAIN_ERROR)
    if error is None or "builtin" not in error.label:
        return ""
    return (
        f"The {error.label} is not added everywhere alike: it counts in full where heights differ"
        f" by {FULL_ERROR_RELIEF_M:.0f} m or more within two cells of the relief, and in proportion"
        " where they differ less, so on flat land next to nothing of it."
    )


def spread_words(tornado: Tornado | None) -> str:
    """Which unknowns stand behind the basis that most of the spread comes from."""
    if tornado is None or not tornado.spread_by_basis:
        return ""
    most = max(tornado.spread_by_basis, key=lambda basis: tornado.spread_by_basis[basis])
    moves = {row.label: _move(row) for row in tornado.rows if row.basis == most}
    least = _WORTH_NAMING * max(moves.values(), default=0.0)
    names = [label for label, move in moves.items() if move > 0.0 and move >= least][:_NAMED]
    verb = "stands" if len(names) == 1 else "stand"
    return f"Behind \u201c{most}\u201d {verb} the {listed(names)}." if names else ""


def _move(row: SwingRow) -> float:
    """How far one unknown moves the answer; never is as near as nothing."""
    low, high = (x if math.isfinite(x) else 0.0 for x in (row.at_low, row.at_high))
    return abs(high - low)


def spread_rows(shares: dict[str, float]) -> list[tuple[str, float, str]]:
    """Share of the spread by basis, in a fixed order; others last."""
    order = [*(b for b in BASES if b in shares), *(b for b in shares if b not in BASES)]
    return [(basis, max(shares[basis], 0.0), percent(max(shares[basis], 0.0))) for basis in order]
