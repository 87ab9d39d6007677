"""Numbers in the words of people: units, intervals, shares, and "never"."""

import math
import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from skyshed.analysis.results import Interval, PairResult
from skyshed.units import format_quantity
from skyshed.units.dimensions import from_si

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


def interval_text(interval: Interval, unit: str = "km") -> str:
    """Median with the 5 and 95 % bounds, such as "231 km (214 to 252)".

    Parameters
    ----------
    interval : Interval
        nan counts as "never".
    unit : str
        Unit to write.

    Returns
    -------
    str
        The half-width of the interval keeps one digit, or two where they are below 36, and the
        median no more decimals than that.
    """
    if math.isnan(interval.median):
        never = math.isnan(interval.high)
        return NEVER if never else f"{NEVER} (up to {rounded(interval.high, unit)})"
    low, median, high = (_shown(x, unit) for x in _bounds(interval))
    decimals = _decimals(low, high)
    if decimals is None:
        return rounded(interval.median, unit)
    bottom = NEVER if math.isnan(interval.low) else fixed(low, decimals)
    name = "" if unit == "1" else f" {unit}"
    return f"{fixed(median, decimals)}{name} ({bottom} to {fixed(high, decimals)})"


def time_unit(intervals: Iterable[Interval]) -> str:
    """One unit for times that stand together: seconds if no median is over ten minutes."""
    known = [one.median for one in intervals if math.isfinite(one.median)]
    return "s" if max(known, default=0.0) < 599.5 else "min"


def time_text(interval: Interval, unit: str) -> str:
    """A time with its bounds, two digits each: "28 s (20 to 720)"."""
    low, median, high = (
        rounded(x, unit, 2) for x in (interval.low, interval.median, interval.high)
    )
    if low == high:
        return median
    low, high = (text.removesuffix(f" {unit}") for text in (low, high))
    return f"{median} ({low} to {high})"


def nominal_text(interval: Interval, unit: str = "km") -> str:
    """Nominal value, rounded as its interval is."""
    low, _, high = _bounds(interval)
    decimals = _decimals(_shown(low, unit), _shown(high, unit))
    if decimals is None or math.isnan(interval.nominal):
        return rounded(interval.nominal, unit)
    name = "" if unit == "1" else f" {unit}"
    return fixed(_shown(interval.nominal, unit), decimals) + name


def fixed(number: float, decimals: int) -> str:
    """A number with so many decimals, or rounded to tens and hundreds if they are negative."""
    return f"{round(number, decimals) + 0.0:.{max(decimals, 0)}f}"


def _bounds(interval: Interval) -> tuple[float, float, float]:
    """Low, median and high; "never" is as near as nothing."""
    low = 0.0 if math.isnan(interval.low) else interval.low
    high = interval.median if math.isnan(interval.high) else interval.high
    return low, interval.median, high


def _shown(value: float, unit: str) -> float:
    return from_si(value, unit)


def _decimals(low: float, high: float) -> int | None:
    """Decimals that an interval supports; None if it has no width."""
    half = 0.5 * (high - low)
    if not half > 1e-9 * max(abs(low), abs(high)):
        return None
    place = math.floor(math.log10(half) + 1e-9)
    return 1 - place if half / 10.0**place < 3.55 else -place


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


def area_text(area: Interval) -> str:
    """Area in square kilometres with its bounds, such as "24,000 km² (19,000 to 31,000)"."""
    if not area.high > 0.0:
        return "none"
    low, median, high = (x / 1e6 for x in _bounds(area))
    decimals = _decimals(low, high)
    if decimals is None:
        return f"{float(f'{median:.3g}'):,.0f} km²"
    step = 10.0 ** max(-decimals, 0)

    def rounded_area(value: float) -> str:
        if 0.0 < value < 0.5 * step:
            return f"below {step:,.0f}"
        return f"{round(value / step) * step:,.0f}"

    return f"{rounded_area(median)} km² ({rounded_area(low)} to {rounded_area(high)})"


def quantiles(values: ArrayLike, axis: int = 0) -> np.ndarray:
    """Values that 5, 50 and 95 % of the draws do not exceed; nan ("never") counts as zero."""
    known = np.nan_to_num(np.asarray(values, dtype=float), nan=0.0)
    found: np.ndarray = np.quantile(known, [0.05, 0.5, 0.95], axis=axis, method="inverted_cdf")
    return found


def spread(values: ArrayLike, unit: str = "m") -> Interval:
    """Interval of one quantity over all draws, without a nominal value."""
    low, median, high = (float(x) for x in quantiles(values))
    return Interval(low, median, high, math.nan, unit)


def is_mapped(pair: PairResult) -> bool:
    """Whether shares and areas of a pair were computed; without maps they are not."""
    return pair.layers is not None or bool(np.any(np.nan_to_num(pair.area_m2)))


def azimuth_text(azimuth_rad: float) -> str:
    """Azimuth in degrees and by name, such as "225° (south-west)"."""
    degrees = math.degrees(azimuth_rad) % 360.0
    return f"{degrees:.0f}° ({_COMPASS[round(degrees / 45.0) % 8]})"


def slug(text: str) -> str:
    """Part of a file name: lower case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"
