"""One figure under each weighting of the bounds, and its least and greatest value inside them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.plain_words import percent
from skyshed.analysis.results import Interval
from skyshed.scenario.weightings import weighting_name
from skyshed.uncertainty.many_answers import with_draws
from skyshed.uncertainty.sampling import WEIGHTINGS

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Weighted:
    """A figure whatever lies between the bounds.

    Attributes
    ----------
    subject, what : str
        Whose figure it is (a flight, a group of radars) and which, in words.
    unit : str
        SI unit.
    by_weighting : dict of str to Interval
        5, 50 and 95 % of the draws and the nominal answer, by weighting; nan is never.
    draws : dict of str to int
        Number of draws, by weighting. [1]
    box : (float, float) or None
        Least and greatest value found anywhere in the bounds, the draws among them; nan is never;
        None where it was not searched.
    never : float
        What never counts as: inf for a time, 0 for a range, nan where there is no never.
    height : str
        Height of the target, where the figure has one.
    """

    subject: str
    what: str
    unit: str
    by_weighting: dict[str, Interval]
    draws: dict[str, int]
    box: tuple[float, float] | None = None
    never: float = math.nan
    height: str = ""

    @property
    def widest(self) -> tuple[float, float]:
        """Least 5 % and greatest 95 % of the draws over the weightings; nan is never."""
        ends = [
            [self.never if math.isnan(x) else x for x in (one.low, one.high)]
            for one in self.by_weighting.values()
        ]
        return (
            _told(min(low for low, _ in ends), self.never),
            _told(max(high for _, high in ends), self.never),
        )


def weighted(
    subject: str,
    what: str,
    unit: str,
    values: Mapping[str, FloatArray],
    *,
    nominal: float,
    box: tuple[float, float] | None = None,
    never: float = math.nan,
    height: str = "",
) -> Weighted:
    """Sum up the draws of a figure.

    Parameters
    ----------
    subject, what, unit, never, height
        As in `Weighted`.
    values : mapping of str to ndarray, shape (draw,)
        Values by weighting; inf where a time never comes.
    nominal : float
        The nominal answer.
    box : (float, float), optional
        Extremes that the search found; draws beyond them are taken in.

    Returns
    -------
    Weighted
    """
    first = _told(nominal, never)
    by_weighting = {}
    for name, drawn in values.items():
        ends = np.quantile(drawn, [0.05, 0.5, 0.95], method="inverted_cdf")
        low, median, high = (_told(float(x), never) for x in ends)
        by_weighting[name] = Interval(low, median, high, first, unit)
    if box is not None:
        least, greatest = with_draws(box, *values.values(), np.array([nominal]))
        box = _told(least, never), _told(greatest, never)
    sizes = {name: int(drawn.size) for name, drawn in values.items()}
    return Weighted(subject, what, unit, by_weighting, sizes, box, never, height)


def in_order(values: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """The same in the order of the weightings."""
    return {name: values[name] for name in WEIGHTINGS if name in values}


def _told(value: float, never: float) -> float:
    return math.nan if value == never or math.isinf(value) else value


def number_words(value: float, unit: str) -> str:
    """A figure to read: "3:10", "38 km", "40 %", or "never"."""
    if math.isnan(value):
        return "never"
    if unit == "s":
        return clock(value)
    if unit == "m":
        return f"{value / 1e3:.0f} km" if abs(value) >= 10e3 else f"{value / 1e3:.1f} km"
    return percent(value)


def clock(seconds: float) -> str:
    """A time of flight such as 1:02:03; "never" for nan."""
    if not np.isfinite(seconds):
        return "never"
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def range_words(ends: tuple[float, float], unit: str) -> str:
    """From the least to the greatest, the unit once: "38 to 52 km"."""
    low, high = (number_words(x, unit) for x in ends)
    if low == high:
        return low
    name = high.rpartition(" ")[2]
    plain = not any(text.startswith(("under", "over")) for text in (low, high))
    if unit != "s" and plain and low.endswith(f" {name}"):
        low = low.removesuffix(f" {name}")
    return f"{low} to {high}"


def interval_words(one: Interval) -> str:
    """Median with the 5 and 95 % of the draws in brackets."""
    ends = range_words((one.low, one.high), one.unit)
    middle = number_words(one.median, one.unit)
    return middle if ends == middle else f"{middle} ({ends})"


def draws_words(figures: Sequence[Weighted]) -> str:
    """How many draws each weighting has, in words."""
    sizes = figures[0].draws
    if len(set(sizes.values())) == 1:
        return f"{next(iter(sizes.values())):,} draws each"
    own, most = max(sizes.items(), key=lambda pair: pair[1])
    return f"{most:,} draws {weighting_name(own)}, {min(sizes.values()):,} each of the others"
