"""Networks of radars in words."""

from collections.abc import Sequence

import numpy as np

from skyshed.analysis.coverage import Heights
from skyshed.analysis.network_results import Contribution, TerrainCheck, Traffic, VariantCover
from skyshed.analysis.placement import Model
from skyshed.analysis.plain_words import percent
from skyshed.analysis.route_words import shares
from skyshed.scenario.model import Group

_FL_M = 30.48
_ROUGH_M = 300.0  # of relief: hills, behind which several edges can stand in a row


def network_sentences(
    heights: Heights,
    covers: Sequence[VariantCover],
    contributions: Sequence[Contribution],
    checks: Sequence[TerrainCheck],
    traffic: Traffic | None,
) -> tuple[str, ...]:
    """What was found, in sentences to quote: the lowest and the highest height of each group."""
    ends = dict.fromkeys((0, len(heights) - 1))
    labels = level_labels(heights)
    told = []
    for cover in (cover for cover in covers if not cover.change):
        parts = [f"{shares(cover.fold[h][0])} at {labels[h]}" for h in ends]
        told.append(f"Share of the region covered, {cover.group}: {' and '.join(parts)}.")
        if len(cover.radars) > 1:
            parts = [f"{shares(cover.fold[h][1])} at {labels[h]}" for h in ends]
            told.append(f"Two or more of them cover {' and '.join(parts)}.")
    for cover in (cover for cover in covers if cover.change):
        parts = [
            f"{_signed(cover.change_of_cover[h].median)} points of the region at {labels[h]}"
            for h in ends
        ]
        told.append(f"{cover.group}, {cover.change}: {' and '.join(parts)} (median draw).")
    if traffic is not None:
        time = sum(row.time_s for row in traffic.rows)
        covered = sum(row.time_s * row.covered.median for row in traffic.rows) / max(time, 1.0)
        told.append(
            f"Of {time / 3600.0:.1f} hours of recorded flight inside the region,"
            f" {traffic.group} cover {percent(covered)} (median draw)."
        )
    if any(check.finer for check in checks):
        told.append(
            "Cover differs by more than 5 points of the region between the bare ellipsoid, the"
            " relief and the relief with its error, at "
            + ", ".join(dict.fromkeys(check.height for check in checks if check.finer))
            + ": needs finer terrain."
        )
    return tuple(told)


def edge_sentence(model: Model, groups: Sequence[Group]) -> tuple[str, ...]:
    """How far to trust low heights over relief, in a sentence to quote; none over a plain.

    Loss at terrain is that of one edge; several in a row cost more (ITU-R P.526 sect. 4.5).
    """
    keys = {key for group in groups for key in group.radars}
    ground = [model.placed[key].grid.ground_m for key in model.placed if key in keys]
    rough = max((float(np.nanmax(m) - np.nanmin(m)) for m in ground), default=0.0) > _ROUGH_M
    if not rough:
        return ()
    return (
        "Terrain counts as one diffracting edge; several in a row cost more, so among mountains"
        " these shares are an upper bound, most of all at the lower heights.",
    )


def level_labels(heights: Heights) -> tuple[str, ...]:
    """Heights in words, flight levels by their name where they are whole tens."""
    found = list(heights.labels)
    for i, altitude in enumerate(heights.altitude_m, start=len(heights.agl_m)):
        level = altitude / _FL_M
        if abs(level - round(level, -1)) < 1e-6 and level > 0.0:
            found[i] = f"FL{level:.0f}"
    return tuple(found)


def network_notes(model: Model, groups: Sequence[Group], *, civil: bool) -> tuple[str, ...]:
    """What a reader must know."""
    study = model.study
    notes = [
        f"The region is a disc of {study.radius_m / 1e3:g} km round {study.radars[0].site.name}, on"
        f" cells of {study.cell_m:g} m; covered means a single-scan probability of {study.pd:g} or"
        " more by one radar. Plots of several radars are not fused.",
        "At each height only those places of the region count whose ground is not above it.",
        "What only one radar covers is also what the union loses when it fails.",
        "Changes are those given; nothing searches for the radar whose loss or gain counts most.",
        "Flight levels are taken as altitudes above the sea: at an air pressure other than 1013.25"
        " hPa they lie about 8 m lower for each hectopascal less.",
    ]
    if not civil:
        notes.append(
            "Groups with military radars are given as shares only; where they do not cover is shown"
            " for civil radars alone."
        )
    return (*notes, *model.terrain.notes)


def _signed(share: float) -> str:
    points = 100.0 * share
    return f"{points:+.0f}" if abs(points) >= 0.5 or points == 0.0 else f"{points:+.1f}"
