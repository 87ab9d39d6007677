"""Short texts for the numbers shown beside a claim: shares, areas, times, heights."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from skyshed.analysis.results import Interval
from skyshed.scenario.model import StudyTarget
from skyshed.uncertainty.parameter import Parameter

_LEVELS = (0.05, 0.5, 0.95)


def percent(share: float) -> str:
    """A share as per cent; "0 %" and "100 %" are kept for exactly none and all."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0:
        return "over 99 %"
    return f"{100.0 * share:.0f} %"


def share_over_draws(shares: ArrayLike) -> str:
    """Mean of a share over the draws and its 5 to 95 % range, such as "12 % (3 to 40 %)"."""
    values = np.asarray(shares, dtype=float)
    if np.isnan(values).any():
        return "not known, beyond the terrain that was read"
    low, _, high = np.quantile(values, _LEVELS, method="inverted_cdf")
    if percent(low) == percent(high):
        return percent(float(values.mean()))
    start = percent(low) if percent(low).startswith("under") else percent(low).removesuffix(" %")
    return f"{percent(float(values.mean()))} ({start} to {percent(high)})"


def area_words(area_m2: Interval) -> str:
    """An area in square kilometres with its 5 to 95 % range; "none" for nan."""
    if math.isnan(area_m2.median):
        if math.isnan(area_m2.high):
            return "none"
        return f"none (up to {_round_to(area_m2.high / 1e6, 2):,.0f} km²)"
    low = 0.0 if math.isnan(area_m2.low) else area_m2.low
    parts = [_round_to(x / 1e6, 2) for x in (area_m2.median, low, area_m2.high)]
    if parts[1] == parts[2]:
        return f"{parts[0]:,.0f} km²"
    return f"{parts[0]:,.0f} km² ({parts[1]:,.0f} to {parts[2]:,.0f})"


def height_words(height_m: float) -> str:
    """A height to a tenth of a kilometre, below 1 km to the metre."""
    return f"{height_m / 1000.0:.1f} km" if height_m >= 1000.0 else f"{height_m:.0f} m"


def height_range(value_m: float, low_m: float, high_m: float) -> str:
    """A height with its bounds, such as "14.6 km (14.5 to 14.7)"."""
    middle, low, high = (height_words(h) for h in (value_m, low_m, high_m))
    if low == high:
        return middle
    if len({text.split()[1] for text in (middle, low, high)}) == 1:
        low, high = low.split()[0], high.split()[0]
    return f"{middle} ({low} to {high})"


def time_words(seconds: float) -> str:
    """A time in the unit that fits it, such as "15 min" or "3 days"."""
    for limit, unit_s, unit in ((60.0, 1.0, "s"), (7200.0, 60.0, "min"), (172800.0, 3600.0, "h")):
        if seconds < limit:
            return f"{seconds / unit_s:.3g} {unit}"
    return f"{seconds / 86400.0:.3g} days"


def time_range(parameter: Parameter) -> str:
    """A time with its bounds, such as "15 min (3 min to 60 min)"."""
    middle = time_words(parameter.nominal)
    if parameter.low == parameter.high:
        return middle
    return f"{middle} ({time_words(parameter.low)} to {time_words(parameter.high)})"


def basis_words(parameter: Parameter) -> str:
    """Where a number comes from, such as "published, grade B"."""
    return f"{parameter.basis}, grade {parameter.grade}"


def target_words(target: StudyTarget) -> str:
    """A target without its height: name and, where there is a choice, the configuration."""
    added = [name for name in target.entry.configurations if name != "clean"]
    if not added:
        return target.entry.name
    if target.configuration == "clean":
        return f"{target.entry.name} without {' or '.join(added)}"
    return f"{target.entry.name} with {target.configuration}"


def listed(words: Sequence[str]) -> str:
    """Words one after the other, "and" before the last."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def which_radar(label: str, radars: Sequence[str]) -> str:
    """The radar's label in brackets, or nothing where there is only one to speak of."""
    return f" ({label})" if len(radars) > 1 else ""


def heights_words(low_m: float, high_m: float) -> str:
    """A band of altitudes, such as "6 to 10 km above sea level"."""
    if low_m == high_m:
        return f"{low_m / 1000.0:g} km above sea level"
    return f"{low_m / 1000.0:g} to {high_m / 1000.0:g} km above sea level"


def _round_to(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
