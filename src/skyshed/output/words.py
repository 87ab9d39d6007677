"""Numbers in the words of people: units, intervals, shares, and "never"."""

import math
import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from skyshed.analysis.results import Interval
from skyshed.units import format_quantity

_PRINTED = re.compile(r"(?P<value>\S+)(?P<unit> [^()]+)? \((?P<low>\S+)\.\.(?P<high>\S+)\)")
NEVER = "never"
_COMPASS = (
    "north",
    "north-east",
    "east",
    "south-east",
    "south",
    "south-west",
    "west",
    "north-west",
)


def interval_text(interval: Interval, unit: str = "km", *, bounds: bool = True) -> str:
    """Median with the 5 and 95 % bounds, such as "231 km (214 to 252)".

    Parameters
    ----------
    interval : Interval
        nan counts as "never".
    unit : str
        Unit to write.
    bounds : bool
        Whether to write the bounds, too.

    Returns
    -------
    str
        No more digits than the interval supports.
    """
    if math.isnan(interval.median):
        if math.isnan(interval.high) or not bounds:
            return NEVER
        return f"{NEVER} (up to {rounded(interval.high, unit)})"
    low = interval.median if math.isnan(interval.low) else interval.low
    high = interval.median if math.isnan(interval.high) else interval.high
    value, name, bottom, top = _printed(interval.median, low, high, unit)
    if not bounds or (bottom == top and not math.isnan(interval.low)):
        return value + name
    if math.isnan(interval.low):
        bottom = NEVER
    return f"{value}{name} ({bottom} to {top})"


def _printed(value: float, low: float, high: float, unit: str) -> tuple[str, str, str, str]:
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        text = rounded(value, unit)
        number, _, name = text.partition(" ")
        return number, f" {name}" if name else "", number, number
    found = _PRINTED.fullmatch(format_quantity(value, unit, low=low, high=high))
    if found is None:
        raise ValueError(f"cannot read back the printed interval of {value} {unit}")
    return found["value"], found["unit"] or "", found["low"], found["high"]


def rounded(value: float, unit: str, digits: int = 3) -> str:
    """A number without an interval, to a few significant digits; "never" for nan."""
    if math.isnan(value):
        return NEVER
    if math.isinf(value):
        return "no limit"
    if value == 0.0:
        return format_quantity(0.0, unit)
    kept = float(f"{value:.{digits}g}")
    text = format_quantity(kept, unit)
    number, _, name = text.partition(" ")
    kept = float(f"{float(number):.{digits}g}")
    shown = f"{kept:.0f}" if abs(kept) >= 10 ** (digits - 1) else f"{kept:g}"
    return f"{shown} {name}" if name else shown


def percent(share: float, *, decimals: int = 0) -> str:
    """Share as per cent; the ends are kept for shares that are exactly none or all."""
    if math.isnan(share):
        return "-"
    if 0.0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1.0:
        return "> 99 %"
    return f"{100.0 * share:.{decimals}f} %"


def percent_range(shares: Iterable[float]) -> str:
    """Least and greatest of several shares, such as "12 to 19 %"."""
    values = [share for share in shares if not math.isnan(share)]
    if not values:
        return "-"
    low, high = percent(min(values)), percent(max(values))
    if low == high:
        return low
    return f"{low.removesuffix(' %')} to {high}"


def share_text(shares: ArrayLike) -> str:
    """Shares of an area in all draws as median and 5 to 95 %, such as "34 % (29 to 40)"."""
    low, middle, high = quantiles(shares)
    if percent(low) == percent(high):
        return percent(middle)
    return f"{percent(middle)} ({percent(low).removesuffix(' %')} to {percent(high)})"


def area_text(interval: Interval) -> str:
    """Area in thousands of square kilometres."""
    low, median, high = (x / 1e6 for x in (interval.low, interval.median, interval.high))
    if math.isnan(median):
        return "none"
    wide = max(high - low, 0.02 * abs(median), 1.0)
    step = 10.0 ** math.floor(math.log10(0.5 * wide))
    low, median, high = (round(x / step) * step for x in (low, median, high))
    if low == high:
        return f"{median:,.0f} km²"
    return f"{median:,.0f} km² ({low:,.0f} to {high:,.0f})"


def quantiles(values: ArrayLike, axis: int = 0) -> np.ndarray:
    """Values that 5, 50 and 95 % of the draws do not exceed; nan ("never") counts as zero."""
    known = np.nan_to_num(np.asarray(values, dtype=float), nan=0.0)
    found: np.ndarray = np.quantile(known, [0.05, 0.5, 0.95], axis=axis, method="inverted_cdf")
    return found


def spread(values: ArrayLike, unit: str = "m") -> Interval:
    """Interval of one quantity over all draws, without a nominal value."""
    low, median, high = (float(x) for x in quantiles(values))
    return Interval(low, median, high, math.nan, unit)


def azimuth_text(azimuth_rad: float) -> str:
    """Azimuth in degrees and by name, such as "225° (south-west)"."""
    degrees = math.degrees(azimuth_rad) % 360.0
    return f"{degrees:.0f}° ({_COMPASS[round(degrees / 45.0) % 8]})"


def slug(text: str) -> str:
    """Part of a file name: lower case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"
