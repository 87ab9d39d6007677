"""Tables of what batteries reach, as CSV."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

from skyshed.analysis.envelope import quantiles as envelope_quantiles
from skyshed.analysis.results import Interval, StudyResult
from skyshed.output.reach_numbers import area_at_once
from skyshed.output.tables import Cell, Table
from skyshed.output.words import quantiles

if TYPE_CHECKING:
    from skyshed.analysis.reach import BatteryReach, ReachResult

_LEVELS: Final = ("p05", "p50", "p95")
_FOUR: Final = (*_LEVELS, "nominal")
_BEYOND: Final = (
    ("required_confirmation_m", "track must be confirmed for an intercept at the ring", "m"),
    ("time_at_ring_s", "time of flight to the ring", "s"),
    ("time_at_intercept_s", "time of flight at the farthest intercept", "s"),
    ("speed_at_intercept_m_s", "speed at the farthest intercept", "m/s"),
    ("lateral_at_intercept_m_s2", "sideways acceleration left there", "m/s2"),
)


def reach_tables(result: StudyResult) -> list[Table]:
    """All tables of batteries; none in a study of radars alone."""
    pairs = [pair for reach in result.reaches for pair in reach.pairs]
    head = ("battery", "target")
    azimuths = (f"{kind}_ground_{level}_m" for kind in ("unbroken", "farthest")
                for level in _LEVELS)  # fmt: skip
    height_columns = (
        *head,
        "height",
        *(f"farthest_ground_{level}_m" for level in _FOUR),
        *(f"area_{level}_m2" for level in _FOUR),
        *(f"share_of_ring_{level}" for level in _FOUR),
    )
    tables = (
        Table("reach", (*head, "quantity", *_FOUR, "unit"), tuple(_reach_rows(pairs))),
        Table("reach_by_height", height_columns, tuple(_height_rows(pairs))),
        Table("reach_by_azimuth", (*head, "azimuth_deg", *azimuths), tuple(_azimuth_rows(pairs))),
        Table("waterfall", (*head, "step", *_FOUR, "unit", "note"), tuple(_fall_rows(pairs))),
        Table("envelope", _ENVELOPE_COLUMNS, tuple(_envelope_rows(result.reaches))),
    )
    return [table for table in tables if table.rows]


_SHARES: Final = (0.95, 0.5, 0.05)
_ENVELOPE_COLUMNS: Final = (
    "battery",
    "aspect",
    "target_speed_m_s",
    "altitude_m",
    *(f"farthest_ground_{level}_m" for level in _LEVELS),
    *(f"nearest_ground_{level}_m" for level in _LEVELS),
    *(f"target_at_launch_{level}_m" for level in _LEVELS),
    *(f"no_escape_{level}_m" for level in _LEVELS),
    *(f"gaps_before_farthest_{level}_m" for level in _LEVELS),
    *(f"length_met_in_{share:.0%}_of_draws_m".replace("%", "_percent") for share in _SHARES),
)


def _numbers(interval: Interval) -> tuple[float, float, float, float]:
    return interval.low, interval.median, interval.high, interval.nominal


def _reach_rows(pairs: Iterable["ReachResult"]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        for words, interval, unit in (
            ("farthest intercept, slant, median azimuth", pair.intercept_slant_m, "m"),
            ("farthest intercept, ground, median azimuth", pair.intercept_ground_m, "m"),
            ("farthest intercept, slant, best azimuth", pair.best_slant_m, "m"),
            ("share of the ring's radius", pair.share_of_radius, "1"),
            ("share of the ring's area", pair.share_of_ring, "1"),
            ("area, steered", pair.area_m2, "m2"),
            ("area, at once", area_at_once(pair), "m2"),
        ):
            yield (pair.battery, pair.target, words, *_numbers(interval), unit)


def _height_rows(pairs: Iterable["ReachResult"]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        for height in pair.heights:
            three = (height.farthest_ground_m, height.area_m2, height.share_of_ring)
            numbers = (x for interval in three for x in _numbers(interval))
            yield (pair.battery, pair.target, height.label, *numbers)


def _azimuth_rows(pairs: Iterable["ReachResult"]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        unbroken, farthest = quantiles(pair.unbroken_m), quantiles(pair.farthest_m)
        for i, azimuth in enumerate(np.degrees(pair.azimuth_rad)):
            ends = (*unbroken[:, i], *farthest[:, i])
            yield (pair.battery, pair.target, float(azimuth), *map(float, ends))


def _fall_rows(pairs: Iterable["ReachResult"]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        head = (pair.battery, pair.target)
        for step in pair.waterfall.steps:
            yield (*head, step.label, *_numbers(step.slant_m), "m", f"slant range; {step.note}")
        for field, words, unit in _BEYOND:
            yield (*head, words, *_numbers(getattr(pair.waterfall, field)), unit, "")


def _envelope_rows(reaches: Iterable["BatteryReach"]) -> Iterable[tuple[Cell, ...]]:
    for reach in reaches:
        found = reach.envelope
        for aspect, farthest in found.farthest_m.items():
            nothing = np.full_like(farthest, np.nan)
            escape = found.no_escape_m if aspect == "inbound" else nothing
            five = (
                farthest,
                found.nearest_m[aspect],
                found.launch_m[aspect],
                escape,
                found.gap_m[aspect],
            )
            columns = np.concatenate([envelope_quantiles(values) for values in five])
            lengths = found.range_m[1] * np.stack(
                [(found.share[aspect] >= share).sum(axis=1) for share in _SHARES]
            )
            rows = np.concatenate([columns, lengths]).T
            for altitude, row in zip(found.altitude_m, rows, strict=True):
                head = (reach.key, aspect, found.speed_m_s, float(altitude))
                yield (*head, *map(float, row))
