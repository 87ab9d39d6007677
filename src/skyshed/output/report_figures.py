"""Which figures a report has: all kinds for the headline pair, the telling ones for the others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from skyshed.analysis.results import PairResult, StudyResult
from skyshed.output.figures.azimuth_range import azimuth_range
from skyshed.output.figures.canvas import Drawing
from skyshed.output.figures.cover_maps import height_map, share_maps
from skyshed.output.figures.covered_areas import covered_areas
from skyshed.output.figures.deciding_unknowns import deciding_unknowns
from skyshed.output.figures.detection_curves import detection_curves
from skyshed.output.figures.limiting_maps import limiting_maps
from skyshed.output.figures.lowest_maps import lowest_maps
from skyshed.output.figures.map_frame import MapGround, map_ground
from skyshed.output.figures.smooth_horizon import smooth_horizon
from skyshed.output.figures.vertical_cover import vertical_cover
from skyshed.output.words import slug


@dataclass(frozen=True)
class ReportFigures:
    """Drawings by kind: of the headline pair, of the other pairs, and of the study."""

    headline: dict[str, Drawing] = field(default_factory=dict)
    others: dict[tuple[str, str], tuple[Drawing, ...]] = field(default_factory=dict)
    areas: dict[str, Drawing] = field(default_factory=dict)
    study: dict[str, Drawing] = field(default_factory=dict)

    def every(self) -> list[Drawing]:
        """All drawings, in the order of the report."""
        found = [*self.headline.values(), *self.areas.values(), *self.study.values()]
        for drawings in self.others.values():
            found += drawings
        return found


def report_figures(result: StudyResult) -> ReportFigures:
    """Draw everything that the result can show."""
    figures = ReportFigures()
    grounds: dict[str, MapGround] = {}
    for pair in result.pairs:
        if (pair.radar, pair.target) == result.headline:
            figures.headline.update(_all_kinds(result, pair, grounds))
        else:
            if pair.layers is not None or len(result.pairs) <= MOST_WITH_FIGURES:
                figures.others[pair.radar, pair.target] = _telling(result, pair, grounds)
    for target in dict.fromkeys(row.target for row in result.unions):
        rows = [row for row in result.unions if row.target == target]
        name = f"areas-{slug(target)}"
        figures.areas[target] = covered_areas(rows, name=name, target=target_name(result, target))
    if result.tornado is not None and result.tornado.rows:
        figures.study["tornado"] = deciding_unknowns(result.tornado, name="deciding-unknowns")
    if result.lesson_rows:
        figures.study["horizon"] = smooth_horizon(
            result.lesson_rows, k=result.lesson_k, name="smooth-horizon"
        )
    return figures


MOST_WITH_FIGURES = 12
"""Pairs up to which every one has figures; beyond it, only those that have maps."""


def ring_radius_m(result: StudyResult) -> float:
    """Radius of the quoted ring; 0 where a study quotes none."""
    return result.ring_m if result.ring_m > 0.0 else 0.0


def target_name(result: StudyResult, key: str) -> str:
    """Name of a target of the study."""
    return next((target.name for target in result.targets if target.key == key), key)


def radar_name(result: StudyResult, key: str) -> str:
    """Name of a radar of the study."""
    return next((radar.name for radar in result.radars if radar.key == key), key)


def short_name(name: str) -> str:
    """What stands before the comma: "91N6E" of "91N6E, the radar that sees"."""
    return name.partition(",")[0]


def _all_kinds(
    result: StudyResult, pair: PairResult, grounds: dict[str, MapGround]
) -> dict[str, Drawing]:
    stem, target = _stem(pair), target_name(result, pair.target)
    found: dict[str, Drawing] = {}
    if pair.layers is not None:
        ground = _ground(result, pair, grounds)
        for kind, draw in (
            ("cover", height_map),
            ("share", share_maps),
            ("limiting", limiting_maps),
            ("lowest", lowest_maps),
        ):
            found[kind] = draw(pair.layers, ground, name=f"{stem}-{kind}", target=target)
    found["vertical"] = _vertical(result, pair)
    ring_m, ring_label = ring_radius_m(result), result.ring_label
    for kind, chart in (("detection", detection_curves), ("azimuth", azimuth_range)):
        name = f"{stem}-{kind}"
        found[kind] = chart(pair, name=name, ring_m=ring_m, ring_label=ring_label)
    return found


def _telling(
    result: StudyResult, pair: PairResult, grounds: dict[str, MapGround]
) -> tuple[Drawing, ...]:
    stem, target = _stem(pair), target_name(result, pair.target)
    found: list[Drawing] = []
    if pair.layers is not None:
        ground = _ground(result, pair, grounds)
        found.append(share_maps(pair.layers, ground, name=f"{stem}-share", target=target))
    found.append(_vertical(result, pair))
    ring_m, ring_label = ring_radius_m(result), result.ring_label
    found.append(
        detection_curves(pair, name=f"{stem}-detection", ring_m=ring_m, ring_label=ring_label)
    )
    return tuple(found)


def _ground(result: StudyResult, pair: PairResult, grounds: dict[str, MapGround]) -> MapGround:
    if pair.layers is None:
        raise ValueError(f"{pair.label} has no maps")
    if pair.radar not in grounds:
        grounds[pair.radar] = map_ground(
            pair.layers,
            result.places,
            radar=short_name(radar_name(result, pair.radar)),
            ring_m=ring_radius_m(result),
            ring_label=result.ring_label,
        )
    return grounds[pair.radar]


def _vertical(result: StudyResult, pair: PairResult) -> Drawing:
    radar = next(radar for radar in result.radars if radar.key == pair.radar)
    target = next(target for target in result.targets if target.key == pair.target)
    altitude = 0.0 if math.isnan(target.altitude_m) else target.altitude_m
    return vertical_cover(
        pair,
        name=f"{_stem(pair)}-vertical",
        antenna_altitude_m=radar.antenna_altitude_m.nominal,
        target_altitude_m=altitude,
        ring_m=ring_radius_m(result),
        ring_label=result.ring_label,
    )


def _stem(pair: PairResult) -> str:
    return f"{slug(pair.radar)}-{slug(pair.target)}"


def headline_pair(result: StudyResult) -> PairResult | None:
    """The pair that the headline is about."""
    pairs: Sequence[PairResult] = result.pairs
    return next((pair for pair in pairs if (pair.radar, pair.target) == result.headline), None)
