"""Which limit of its antenna keeps a radar from a place: its least range, or its elevations.

On maps both are one factor, "elevation"; where a single place is explained they are told apart.
"""

from dataclasses import dataclass

import numpy as np

from skyshed.analysis.coverage import FACTORS
from skyshed.analysis.pairs import Question
from skyshed.uncertainty.parameter import Parameter

MINIMUM_RANGE = "minimum range"
ELEVATION = FACTORS.index("elevation")


@dataclass(frozen=True)
class AntennaLimit:
    """How a place lies to what an antenna may look at; all false: within it, to rounding."""

    too_near: bool
    too_high: bool
    too_low: bool

    @property
    def factor_words(self) -> str:
        """The first of the two that forbids."""
        return MINIMUM_RANGE if self.too_near else FACTORS[ELEVATION]


def antenna_words(question: Question, limit: AntennaLimit) -> str:
    """Why the antenna does not see a place, with its nominal numbers and their basis.

    Parameters
    ----------
    question : Question
        The radar, and the study that may hold its numbers.
    limit : AntennaLimit
        Of the place, nominal.

    Returns
    -------
    str
        Such as "it is nearer than 91N6E can see (minimum range 5 km, assumed 1 to 15 km)".
    """
    label = question.placed.radar.label
    parts = []
    if limit.too_near:
        number = _number(question, "minimum_range_m", "minimum range")
        parts.append(f"it is nearer than {label} can see ({number})")
    for wrong, side, name, words in (
        (limit.too_high, "above", "elevation_max_rad", "highest"),
        (limit.too_low, "below", "elevation_min_rad", "lowest"),
    ):
        if wrong:
            whose = "it" if parts else label
            where = "" if parts else "it lies "
            number = _number(question, name, words)
            parts.append(f"{where}{side} the elevations that {whose} looks at ({number})")
    if not parts:
        return f"it lies too near {label}, or outside the elevations that it looks at"
    return " and ".join(parts)


def _number(question: Question, name: str, words: str) -> str:
    """A number of the radar in words, such as "minimum range 5 km, assumed 1 to 15 km"."""
    key = f"{question.placed.radar.entry.id}.{name}"
    known = question.model.parameters[key]
    nominal, low, high = (_shown(x, known) for x in (known.nominal, known.low, known.high))
    unit = " km" if known.unit == "m" else "\N{DEGREE SIGN}"
    if any(number.parameter == key for number in question.model.study.fixed):
        return f"{words} held at {nominal}{unit}"
    spread = "" if low == high else f" {low} to {high}{unit}"
    return f"{words} {nominal}{unit}, {known.basis}{spread}"


def _shown(value: float, known: Parameter) -> str:
    """In kilometres or degrees."""
    return f"{value / 1e3 if known.unit == 'm' else float(np.degrees(value)):.3g}"
