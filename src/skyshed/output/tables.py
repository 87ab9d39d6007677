"""Tables of a result as CSV files, in SI units that the headers name."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from skyshed.analysis.results import Interval, PairResult, StudyResult
from skyshed.output.words import is_mapped, quantiles
from skyshed.store import write_text

Cell = str | float | int
_RANGES: Final = (
    ("r50_free_space_m", "single scan, Pd 0.5", "free space", "slant"),
    ("r50_over_terrain_m", "single scan, Pd 0.5", "over terrain", "slant"),
    ("r50_ground_m", "single scan, Pd 0.5", "over terrain", "ground"),
    ("r90_free_space_m", "confirmed, cumulative 0.9", "free space", "slant"),
    ("r90_over_terrain_m", "confirmed, cumulative 0.9", "over terrain", "slant"),
    ("r90_ground_m", "confirmed, cumulative 0.9", "over terrain", "ground"),
)


@dataclass(frozen=True)
class Table:
    """A table: file name, headers with units, rows. nan and empty text leave a cell empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def result_tables(result: StudyResult) -> list[Table]:
    """All tables that have rows."""
    tables = (
        Table("ranges", _RANGE_COLUMNS, tuple(_range_rows(result.pairs))),
        Table("cover", _COVER_COLUMNS, tuple(_cover_rows(result.pairs))),
        Table("radius_by_azimuth", _RADIUS_COLUMNS, tuple(_radius_rows(result.pairs))),
        Table("vertical_cover", _VERTICAL_COLUMNS, tuple(_vertical_rows(result.pairs))),
        Table("detection", _DETECTION_COLUMNS, tuple(_detection_rows(result.pairs))),
        Table("areas", ("group", "target", "height", *_four("area", "m2")), tuple(_areas(result))),
        Table("claims", _CLAIM_COLUMNS, tuple(_claim_rows(result))),
        Table("break_even", _BREAK_EVEN_COLUMNS, tuple(_break_even_rows(result))),
        Table("tornado", _TORNADO_COLUMNS, tuple(_tornado_rows(result))),
        Table("inputs", _INPUT_COLUMNS, tuple(_input_rows(result))),
        Table("sources", ("id", *_SOURCE_FIELDS), tuple(_source_rows(result))),
        Table("lesson", ("antenna_m", "target_m", "horizon_ground_m"), result.lesson_rows),
    )
    return [table for table in tables if table.rows]


def write_csv(table: Table, folder: Path) -> Path:
    """Write a table as UTF-8 CSV with a header line."""
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    path = folder / f"{table.name}.csv"
    write_text(path, text.getvalue())
    return path


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        # a spreadsheet must not take words of a study file for a formula
        return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
    number = float(cell)
    return f"{number:.10g}" if math.isfinite(number) else ""


def _four(name: str, unit: str) -> tuple[str, ...]:
    tail = f"_{unit}" if unit else ""
    return tuple(f"{name}_{part}{tail}" for part in ("p05", "p50", "p95", "nominal"))


def _numbers(interval: Interval) -> tuple[float, float, float, float]:
    return interval.low, interval.median, interval.high, interval.nominal


_RANGE_COLUMNS = ("radar", "target", "criterion", "over", "range_kind", *_four("range", "m"))
_COVER_COLUMNS = (
    "radar",
    "target",
    "height",
    "share_in_ring_p05",
    "share_in_ring_p50",
    "share_in_ring_p95",
    "area_p05_m2",
    "area_p50_m2",
    "area_p95_m2",
    "unlimited_power_median_radius_m",
    "unlimited_power_share_in_ring",
)
_RADIUS_COLUMNS = (
    "radar",
    "target",
    "height",
    "azimuth_deg",
    "unbroken_ground_p05_m",
    "unbroken_ground_p50_m",
    "unbroken_ground_p95_m",
    "farthest_ground_p05_m",
    "farthest_ground_p50_m",
    "farthest_ground_p95_m",
)
_VERTICAL_COLUMNS = (
    "radar",
    "target",
    "azimuth_deg",
    "ground_distance_m",
    "ground_altitude_m",
    "line_of_sight_altitude_m",
    "lowest_covered_nominal_m",
    "lowest_covered_p05_m",
    "lowest_covered_p95_m",
    "highest_covered_nominal_m",
)
_DETECTION_COLUMNS = (
    "radar",
    "target",
    "slant_range_m",
    "pd_single_p05",
    "pd_single_p50",
    "pd_single_p95",
    "pd_confirmed_p05",
    "pd_confirmed_p50",
    "pd_confirmed_p95",
)
_CLAIM_COLUMNS = (
    "claim",
    "claim_verdict",
    "reading",
    "reading_verdict",
    "predicate",
    "weighting",
    "share_of_draws",
    "share_low",
    "share_high",
    *_four("value", "si"),
    "unit",
    "box_low_si",
    "box_high_si",
)
_BREAK_EVEN_COLUMNS = ("claim", "shots", "kill_probability", "effectiveness", "survival")
_TORNADO_COLUMNS = (
    "unknown",
    "label",
    "low_end",
    "high_end",
    "answer_at_low",
    "answer_at_high",
    "unit",
    "basis",
    "grade",
)
_INPUT_COLUMNS = (
    "key",
    "label",
    "nominal",
    "low",
    "high",
    "unit",
    "shape",
    "basis",
    "grade",
    "sources",
    "note",
)
_SOURCE_FIELDS = ("title", "publisher", "date", "address", "note")


def _range_rows(pairs: Iterable[PairResult]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        for field, criterion, over, kind in _RANGES:
            yield (pair.radar, pair.target, criterion, over, kind, *_numbers(getattr(pair, field)))


def _cover_rows(pairs: Iterable[PairResult]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        shares, areas = quantiles(pair.share_in_ring), quantiles(pair.area_m2)
        if not is_mapped(pair):
            shares, areas = np.full_like(shares, np.nan), np.full_like(areas, np.nan)
        for i, label in enumerate(pair.heights.labels):
            firm = float(pair.firm_radius_m[i]), float(pair.firm_share[i])
            yield (pair.radar, pair.target, label, *shares[:, i], *areas[:, i], *firm)


def _radius_rows(pairs: Iterable[PairResult]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        unbroken, farthest = quantiles(pair.radii_m), quantiles(pair.farthest_m)
        degrees = np.degrees(pair.azimuth_rad)
        for i, label in enumerate(pair.heights.labels):
            for j, azimuth in enumerate(degrees):
                ends = (*unbroken[:, i, j], *farthest[:, i, j])
                yield (pair.radar, pair.target, label, float(azimuth), *ends)


def _vertical_rows(pairs: Iterable[PairResult]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        azimuth = float(np.degrees(pair.vertical_azimuth_rad))
        columns: Sequence[np.ndarray] = (
            pair.distance_m,
            pair.vertical_ground_m,
            pair.vertical_visible_m,
            *pair.vertical_lowest_m,
            np.atleast_2d(pair.vertical_highest_m)[0],
        )
        for row in zip(*columns, strict=True):
            yield (pair.radar, pair.target, azimuth, *map(float, row))


def _detection_rows(pairs: Iterable[PairResult]) -> Iterable[tuple[Cell, ...]]:
    for pair in pairs:
        for row in zip(pair.pd_slant_m, *pair.pd_single, *pair.pd_confirmed, strict=True):
            yield (pair.radar, pair.target, *map(float, row))


def _areas(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for row in result.unions:
        yield (row.group, row.target, row.height, *_numbers(row.area_m2))


def _claim_rows(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for claim in result.claims:
        if not claim.readings:
            yield (claim.id, claim.verdict, *[""] * (len(_CLAIM_COLUMNS) - 2))
        for reading in claim.readings:
            head = (claim.id, claim.verdict, reading.id, reading.verdict, reading.predicate)
            tail = (*_numbers(reading.value), reading.value.unit, *reading.box)
            shares_of = reading.shares or {"": (math.nan, math.nan, math.nan)}
            for weighting, shares in shares_of.items():
                yield (*head, weighting, *shares, *tail)


def _break_even_rows(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for claim in result.claims:
        if (curve := claim.break_even) is None:
            continue
        for j, shots in enumerate(curve.shots):
            for i, p in enumerate(curve.kill_probability):
                for effect, survival in zip(curve.effectiveness, curve.survival[i, j], strict=True):
                    yield (claim.id, int(shots), float(p), float(effect), float(survival))


def _tornado_rows(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    if result.tornado is None:
        return
    for row in result.tornado.rows:
        ends = (row.low_text, row.high_text, row.at_low, row.at_high)
        yield (row.key, row.label, *ends, result.tornado.unit, row.basis, row.grade)


def _input_rows(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for key, p in sorted(result.parameters.items()):
        numbers = (p.nominal, p.low, p.high, p.unit, p.shape)
        yield (key, p.label, *numbers, p.basis, p.grade, " ".join(p.sources), p.note)


def _source_rows(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for key, source in sorted(result.sources.items()):
        yield (key, *(source.get(field, "") for field in _SOURCE_FIELDS))
