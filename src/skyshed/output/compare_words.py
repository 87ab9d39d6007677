"""Changes of numbers from one result to another, in words."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from skyshed.output.words import percent, rounded

Json = Mapping[str, Any]
_SAME: Final = 1e-9  # relative difference of numbers that count as equal


def changed(words: str, before: object, after: object) -> Iterator[str]:
    """A line if two things differ."""
    if before != after:
        yield f"{words}: {before} -> {after}"


def range_change(words: str, before: Json, after: Json) -> Iterator[str]:
    """A line if the median of a range moved."""
    one, two = number(before["p50"]), number(after["p50"])
    if same(one, two):
        return
    known = not (math.isnan(one) or math.isnan(two))
    change = f" ({_distance(two - one)})" if known else ""
    yield f"{words}, median: {rounded(one, 'km', 4)} -> {rounded(two, 'km', 4)}{change}"


def _distance(metres: float) -> str:
    """A difference of ranges, in metres where kilometres would round it away."""
    if abs(metres) >= 1e3:
        return f"{metres / 1e3:+.1f} km"
    return f"{metres:+.0f} m" if abs(metres) >= 1.0 else f"{metres:+.2g} m"


def share_change(words: str, before: Json, after: Json) -> Iterator[str]:
    """A line if the median of a share moved."""
    one, two = number(before["p50"]), number(after["p50"])
    if not same(one, two):
        sizes = f"{percent(one, decimals=1)} -> {percent(two, decimals=1)}"
        yield f"{words}, median: {sizes} ({100 * (two - one):+.1f} points)"


def number_change(words: str, before: Json, after: Json, unit: str = "1") -> Iterator[str]:
    """A line if the median of any other quantity moved."""
    one, two = number(before["p50"]), number(after["p50"])
    if not same(one, two):
        yield f"{words}, median: {rounded(one, unit, 4)} -> {rounded(two, unit, 4)}"


def number(value: float | None) -> float:
    """A number of a JSON file, nan for none."""
    return math.nan if value is None else float(value)


def same(one: float, two: float) -> bool:
    """Whether two numbers count as equal."""
    if math.isnan(one) or math.isnan(two):
        return math.isnan(one) and math.isnan(two)
    return math.isclose(one, two, rel_tol=_SAME, abs_tol=1e-12)
