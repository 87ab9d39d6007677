"""Figures of what batteries reach: all kinds for the headline battery, a few for the others."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from skyshed.analysis.envelope import ASPECTS, Envelope, quantiles
from skyshed.analysis.results import StudyResult, TargetSummary
from skyshed.output.figures.canvas import Drawing
from skyshed.output.figures.engageable_limits import engageable_limits, limits_explained
from skyshed.output.figures.engageable_map import engageable_map
from skyshed.output.figures.envelope import EnvelopeCurves, envelope
from skyshed.output.figures.map_frame import map_ground
from skyshed.output.figures.waterfall import WaterfallBar, waterfall
from skyshed.output.reach_maps import ReachMaps, reach_maps
from skyshed.output.report_figures import radar_name, ring_radius_m, short_name, target_name
from skyshed.output.words import slug

if TYPE_CHECKING:
    from skyshed.analysis.reach import BatteryReach, ReachResult

_ASPECT_WORDS: Final = {
    "inbound": "target flies straight at the battery",
    "crossing": "target crosses in front of the battery",
    "outbound": "target flies straight away",
}
_STEP_NOTES: Final = {
    "a single scan sees it": "with the study's probability",
    "track confirmed": "2 of 3 scans",
    "order to fire": "handover and reaction time",
    "launch": "launch delay",
    "intercept, time line only": "the missile's time of flight",
    "intercept, guidance only": "guiding radar holds the target",
    "intercept, missile only": "speed, turn and time left",
    "intercept": "all of them together",
}


MOST_WITH_FIGURES = 2
"""Batteries up to which every one has figures of its pairs; beyond it, only the headline's."""


@dataclass(frozen=True)
class ReachFigures:
    """Drawings of the headline battery and target by kind, and of the others by their keys.

    Attributes
    ----------
    maps : tuple of Drawing
        Engageable beside seen of the headline: at the target's own height, then at the lowest.
    more_maps : tuple of Drawing
        At the other heights.
    headline : dict of str to Drawing
        "waterfall", "envelope" and "limits" if there are maps.
    envelopes : dict of str to Drawing
        Of the other batteries, by key.
    others : dict of (battery, target) to tuple of Drawing
        Of the other pairs.
    limits_words : str
        What the entries in the legend of "limits" mean.
    """

    maps: tuple[Drawing, ...] = ()
    more_maps: tuple[Drawing, ...] = ()
    headline: dict[str, Drawing] = field(default_factory=dict)
    envelopes: dict[str, Drawing] = field(default_factory=dict)
    others: dict[tuple[str, str], tuple[Drawing, ...]] = field(default_factory=dict)
    limits_words: str = ""

    def every(self) -> list[Drawing]:
        """All drawings, in the order of the report."""
        others = (drawing for drawings in self.others.values() for drawing in drawings)
        return [
            *self.maps,
            *self.more_maps,
            *self.headline.values(),
            *self.envelopes.values(),
            *others,
        ]


def headline_reach(result: StudyResult) -> "tuple[BatteryReach, ReachResult] | None":
    """The first battery with the headline's radar, and its answer for the headline's target."""
    radar, target = result.headline
    batteries = [reach for reach in result.reaches if reach.pairs]
    if not batteries:
        return None
    reach = next((r for r in batteries if radar in (r.see, r.guide)), batteries[0])
    return reach, next((pair for pair in reach.pairs if pair.target == target), reach.pairs[0])


def reach_figures(result: StudyResult) -> ReachFigures:
    """Draw everything that the batteries of a result can show; nothing without batteries."""
    found, first = ReachFigures(), headline_reach(result)
    if first is None:
        return found
    maps: tuple[Drawing, ...] = ()
    more_maps: tuple[Drawing, ...] = ()
    words = ""
    for reach in result.reaches:
        if reach.key == first[0].key:
            found.headline["envelope"] = _envelope(result, reach)
        else:
            found.envelopes[reach.key] = _envelope(result, reach)
        drawn_in_full = reach.key == first[0].key or len(result.reaches) <= MOST_WITH_FIGURES
        for pair in reach.pairs if drawn_in_full else ():
            falls = _waterfall(result, reach, pair)
            on_plane = reach_maps(result, reach, pair)
            if (reach.key, pair.target) == (first[0].key, first[1].target):
                found.headline["waterfall"] = falls
                if on_plane is not None:
                    found.headline["limits"] = _limits(result, pair, on_plane)
                    words = limits_explained(on_plane.layers)
                    order = _order_of_heights(result, pair, on_plane)
                    drawn = [_map(result, pair, on_plane, i) for i in order]
                    maps = tuple(d for d in drawn[:2] if d is not None)
                    more_maps = tuple(d for d in drawn[2:] if d is not None)
            else:
                found.others[reach.key, pair.target] = (
                    *_one_map(result, pair, on_plane),
                    falls,
                )
    return ReachFigures(maps, more_maps, found.headline, found.envelopes, found.others, words)


def _stem(pair: "ReachResult") -> str:
    return f"reach-{slug(pair.battery)}-{slug(pair.target)}"


def _one_map(
    result: StudyResult, pair: "ReachResult", maps: ReachMaps | None
) -> tuple[Drawing, ...]:
    if maps is None:
        return ()
    drawing = _map(result, pair, maps, _order_of_heights(result, pair, maps)[0])
    return () if drawing is None else (drawing,)


def _order_of_heights(result: StudyResult, pair: "ReachResult", maps: ReachMaps) -> list[int]:
    """The height nearest the target's own, the lowest one, and the others."""
    values = np.asarray(maps.layers.heights.values_m, dtype=float)
    target = _target(result, pair.target)
    own = target.agl_m if np.isnan(target.altitude_m) else target.altitude_m
    first = [int(np.argmin(np.abs(values - own))), int(np.argmin(values))]
    return list(dict.fromkeys([*first, *range(len(values))]))


def _target(result: StudyResult, key: str) -> TargetSummary:
    return next(target for target in result.targets if target.key == key)


def _map(result: StudyResult, pair: "ReachResult", maps: ReachMaps, i: int) -> Drawing | None:
    if maps.seen is None:
        return None
    label = maps.layers.heights.labels[i]
    return engageable_map(
        maps.layers,
        map_ground(
            maps.layers,
            (),
            radar=short_name(radar_name(result, maps.seen_by)),
            ring_m=ring_radius_m(result),
            ring_label=result.ring_label,
        ),
        seen=maps.seen[i],
        engageable=maps.layers.share[i],
        name=f"{_stem(pair)}-map-{slug(label)}",
        target=_on_course(without_height(target_name(result, pair.target)), pair),
        height=label,
    )


def _on_course(name: str, pair: "ReachResult") -> str:
    """Name of a target with its course, if it does not fly straight at the battery."""
    return name if pair.course == "inbound" else f"{name}, {pair.course}"


def without_height(name: str) -> str:
    """Name of a target without its own height, for maps at others: "F-16C at 9 km" -> "F-16C"."""
    return re.sub(r" at [\d.,]+ k?m\b", "", name)


def _limits(result: StudyResult, pair: "ReachResult", maps: ReachMaps) -> Drawing:
    ground = map_ground(
        maps.layers,
        (),
        radar=short_name(radar_name(result, maps.seen_by or result.headline[0])),
        ring_m=ring_radius_m(result),
        ring_label=result.ring_label,
    )
    target = _on_course(without_height(target_name(result, pair.target)), pair)
    return engageable_limits(maps.layers, ground, name=f"{_stem(pair)}-limits", target=target)


def _waterfall(result: StudyResult, reach: "BatteryReach", pair: "ReachResult") -> Drawing:
    bars = [
        WaterfallBar(
            step.label,
            step.slant_m,
            _STEP_NOTES.get(step.label, ""),
            apart=step.label.startswith("intercept, "),
        )
        for step in pair.waterfall.steps
    ]
    straight = "" if pair.course == "inbound" else ", if it flew straight in"
    return waterfall(
        bars,
        name=f"{_stem(pair)}-waterfall",
        label=f"{reach.label} against {target_name(result, pair.target)}{straight}",
        ring_m=ring_radius_m(result),
        ring_label=result.ring_label,
    )


def _envelope(result: StudyResult, reach: "BatteryReach") -> Drawing:
    found = reach.envelope
    escape = quantiles(found.no_escape_m)[1]
    curves = [
        EnvelopeCurves(
            _ASPECT_WORDS[aspect],
            found.altitude_m,
            quantiles(found.farthest_m[aspect]),
            found.range_m,
            found.share[aspect],
            quantiles(found.launch_m[aspect])[1],
            escape if aspect == "inbound" else None,
        )
        for aspect in ASPECTS
        if aspect in found.farthest_m
    ]
    return envelope(
        curves,
        name=f"reach-{slug(reach.key)}-envelope",
        label=f"an intercept by {reach.label}",
        ring_m=ring_radius_m(result),
        ring_label=result.ring_label,
        cone_rad=_cone_rad(result, reach.guide, found),
    )


def _cone_rad(result: StudyResult, guide: str, found: Envelope) -> float | None:
    """Highest elevation of the guiding radar, read back from its cone; None where it has none."""
    base = next((r.antenna_altitude_m.nominal for r in result.radars if r.key == guide), 0.0)
    rise, across = found.altitude_m[-1] - base, float(np.median(found.cone_m[:, -1]))
    angle = float(np.arctan2(rise, across))
    return angle if 0.0 < angle < np.radians(89.5) else None
