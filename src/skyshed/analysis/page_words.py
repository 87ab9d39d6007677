"""Ranges and areas in the words of the page's table, so that sentence and table say the same.

The twin of `web/src/units.ts`: no more digits than the interval supports.
"""

import math
from decimal import ROUND_HALF_UP, Decimal

from skyshed.analysis.results import Interval

_ONE_KM_M = 1000.0
_SAME_M = 500.0  # ends of an interval that are no farther apart count as one


def rounded_to(value: float, spread: float) -> float:
    """A value to a step below a tenth of the spread, never finer than one per cent of it."""
    step = 10.0 ** math.floor(math.log10(max(spread / 20.0, value / 100.0, 1e-9)))
    return math.floor(value / step + 0.5) * step


def km_number(distance_m: float, spread_m: float) -> str:
    """A distance in kilometres without its unit, such as "250"; below 10 km to a tenth."""
    value = rounded_to(distance_m, spread_m) / _ONE_KM_M
    step = Decimal("0.1") if value < 10.0 else Decimal(1)
    text = f"{Decimal(repr(value)).quantize(step, ROUND_HALF_UP):,}"
    return text.removesuffix(".0")


def range_words(range_m: Interval) -> str:
    """A range with 5 to 95 % of the draws, such as "250 km (140 to 340 km)"; nan counts as 0."""
    low, middle, high = (x if x > 0.0 else 0.0 for x in (range_m.low, range_m.median, range_m.high))
    spread = high - low
    if spread < _SAME_M:
        return f"{km_number(middle, 0.0)} km"
    first, last = km_number(low, spread), km_number(high, spread)
    text = f"{km_number(middle, spread)} km"
    return text if first == last else f"{text} ({first} to {last} km)"
