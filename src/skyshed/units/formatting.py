"""Print SI values in the units of people, with no more digits than their interval supports."""

import math
from typing import Final

from skyshed.errors import QuantityError
from skyshed.units.dimensions import from_si

EXACT_DIGITS: Final = 6  # significant digits of a value without an interval


def format_quantity(
    value: float, unit: str, *, low: float | None = None, high: float | None = None
) -> str:
    """Write an SI value in a unit, rounded to what its interval supports.

    The last digit shown has the place of the first digit of the interval's half-width: 249,448 m
    between 240 and 260 km is ``"250 km (240..260)"``. Without an interval, or when it has no width,
    up to six significant digits are shown. `parse_quantity` reads the result back.

    Parameters
    ----------
    value : float
        Value in SI units, ratios linear.
    unit : str
        Unit to write, such as ``"km"`` or ``"dBsm"``; ``"1"`` for a bare number.
    low, high : float, optional
        Bounds in SI units, both or neither. The value may lie outside (a nominal value need not lie
        between two percentiles); the text cannot be read back then.

    Returns
    -------
    str
        Number, unit and interval.

    Raises
    ------
    QuantityError
        If a number is not finite, `low` exceeds `high`, only one bound is given, or the unit is
        unknown or cannot express the value.
    """
    if (low is None) != (high is None):
        raise QuantityError("expected both bounds or neither, got one; give low and high")
    numbers = [value] if low is None or high is None else [value, low, high]
    if not all(math.isfinite(number) for number in numbers):
        raise QuantityError(f"expected finite numbers to print in {unit}, got {numbers}")
    shown = [from_si(number, unit) for number in numbers]
    name = "" if unit == "1" else f" {unit}"
    if len(shown) == 1 or shown[1] == shown[2]:
        return _exact(shown[0]) + name
    if shown[1] > shown[2]:
        raise QuantityError(f"expected low below high, got {low:g} and {high:g}; swap them")
    decimals = -_place(0.5 * shown[2] - 0.5 * shown[1])
    middle, bottom, top = (_rounded(number, decimals) for number in shown)
    return f"{middle}{name} ({bottom}..{top})"


def _exact(number: float) -> str:
    text = f"{number + 0.0:.{EXACT_DIGITS}g}"
    if "e+" in text:  # 1234570 rather than 1.23457e+06
        return _rounded(number, EXACT_DIGITS - 1 - _place(number))
    return text


def _place(number: float) -> int:
    """Power of ten of the first digit of a number that is not zero."""
    return math.floor(math.log10(abs(number)) + 1e-9)  # 0.1 made by subtraction may fall short


def _rounded(number: float, decimals: int) -> str:
    """Round to a number of decimals, or to tens and hundreds when it is negative."""
    return f"{round(number, decimals) + 0.0:.{max(decimals, 0)}f}"
