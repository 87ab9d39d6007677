"""What batteries reach, as plain mappings and lists for `results.json`."""

from typing import TYPE_CHECKING, Any

import numpy as np

from skyshed.analysis.results import Interval
from skyshed.output.words import quantiles

if TYPE_CHECKING:
    from skyshed.analysis.envelope import Envelope
    from skyshed.analysis.reach import BatteryReach, HeightReach, ReachResult
    from skyshed.analysis.waterfall import Waterfall

_LEVELS = ("p05", "p50", "p95")


def interval_numbers(interval: Interval) -> dict[str, Any]:
    """An interval with the names that all result files use."""
    return {
        "p05": interval.low,
        "p50": interval.median,
        "p95": interval.high,
        "nominal": interval.nominal,
        "unit": interval.unit,
    }


def area_at_once(pair: "ReachResult") -> Interval:
    """Area of an intercept on average over where the radar faces, instead of steered. [m^2]"""
    area = pair.area_m2
    part = pair.sector_share
    return Interval(
        part * area.low, part * area.median, part * area.high, part * area.nominal, area.unit
    )


def reach_numbers(reach: "BatteryReach") -> dict[str, Any]:
    """Numbers of one battery, without maps.

    Parameters
    ----------
    reach : BatteryReach
        The battery and its targets.

    Returns
    -------
    dict
        Ready for `store.write_json`; ranges in metres, areas in square metres.
    """
    names = ("key", "label", "system", "missile", "guidance", "see", "guide", "fit_words")
    return {
        **{name: getattr(reach, name) for name in names},
        "envelope": _envelope(reach.envelope),
        "targets": {pair.target: _pair(pair) for pair in reach.pairs},
    }


def _pair(pair: "ReachResult") -> dict[str, Any]:
    names = (
        "intercept_slant_m",
        "intercept_ground_m",
        "best_slant_m",
        "share_of_radius",
        "share_of_ring",
        "area_m2",
    )
    return {
        "label": pair.label,
        "course": pair.course,
        "below_floor": pair.below_floor,
        **{name: interval_numbers(getattr(pair, name)) for name in names},
        "area_at_once_m2": interval_numbers(area_at_once(pair)),
        "sector_share": pair.sector_share,
        "heights": [_height(height) for height in pair.heights],
        "waterfall": _waterfall(pair.waterfall),
    }


def _height(height: "HeightReach") -> dict[str, Any]:
    return {
        "height": height.label,
        "farthest_ground_m": interval_numbers(height.farthest_ground_m),
        "area_m2": interval_numbers(height.area_m2),
        "share_of_ring": interval_numbers(height.share_of_ring),
    }


def _waterfall(falls: "Waterfall") -> dict[str, Any]:
    names = (
        "required_confirmation_m",
        "time_at_ring_s",
        "time_at_intercept_s",
        "speed_at_intercept_m_s",
        "lateral_at_intercept_m_s2",
    )
    return {
        "steps": [
            {"step": step.label, "note": step.note, "slant_m": interval_numbers(step.slant_m)}
            for step in falls.steps
        ],
        "ring_m": falls.ring_m,
        **{name: interval_numbers(getattr(falls, name)) for name in names},
    }


def _envelope(found: "Envelope") -> dict[str, Any]:
    """Ceiling, floor and the farthest intercept of all altitudes, by aspect."""
    return {
        "target_speed_m_s": found.speed_m_s,
        "evasion_m_s2": found.evasion_m_s2,
        "ceiling_m": _over_draws(found.ceiling_m),
        "floor_m": _over_draws(found.floor_m),
        "farthest_m": {
            aspect: _over_draws(np.nan_to_num(farthest).max(axis=1))
            for aspect, farthest in found.farthest_m.items()
        },
        "no_escape_m": _over_draws(np.nan_to_num(found.no_escape_m).max(axis=1)),
    }


def _over_draws(values: np.ndarray) -> dict[str, float]:
    return dict(zip(_LEVELS, map(float, quantiles(values)), strict=True))
