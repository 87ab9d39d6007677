"""Write the result folder of radars together: page, numbers, tables, maps of civil groups."""

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from skyshed.analysis.network_results import NetworkResult, VariantCover
from skyshed.analysis.network_weightings import UNION
from skyshed.analysis.network_words import level_labels
from skyshed.analysis.results import Interval, MapLayers
from skyshed.analysis.route_words import clock, shares
from skyshed.errors import OutputError
from skyshed.output.figures.cover_maps import share_maps
from skyshed.output.figures.map_frame import map_ground
from skyshed.output.figures.route_profile import level_chart
from skyshed.output.flight_weightings import (
    READING,
    weighted_block,
    weighted_csv,
    weighted_numbers,
)
from skyshed.output.rasters import RasterFile, write_layers
from skyshed.output.short_folder import write_short_folder
from skyshed.output.short_report import FigureBlock, Page, Section, TableBlock
from skyshed.output.tables import Cell, Table
from skyshed.output.words import slug

_ENDS = ("p05", "p50", "p95", "nominal")


def write_network(
    result: NetworkResult,
    study_text: str,
    out: str | Path,
    *,
    repeat: str,
    command: Sequence[str],
    replace: bool = False,
) -> Path:
    """Write everything that was found; the folder is whole or not there.

    Parameters
    ----------
    result : NetworkResult
        From `skyshed.analysis.network.run_network`.
    study_text : str
        The study file, kept beside the results.
    out : str or Path
        The folder.
    repeat : str
        Command that computes it again.
    command : sequence of str
        The command as it was given.
    replace : bool
        Whether older results may be replaced.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    OutputError
        If the folder cannot be written, or a map is not that of civil radars.
    """
    traffic = result.traffic
    return write_short_folder(
        network_page(result, repeat),
        out,
        numbers=network_numbers(result),
        tables=network_tables(result),
        study_text=study_text,
        inputs={} if traffic is None else {traffic.file: traffic.file_sha256},
        command=command,
        replace=replace,
        more=lambda folder: _maps(result, folder),
    )


def network_page(result: NetworkResult, repeat: str) -> Page:
    """The report of radars together."""
    sections = [Section("cover", "Cover by height", blocks=tuple(_cover(result)))]
    if result.contributions:
        sections.append(
            Section("each", "What each radar adds", blocks=tuple(_contributions(result)))
        )
    if any(cover.change for cover in result.variants):
        sections.append(Section("changes", "With a change", blocks=tuple(_changes(result))))
    if result.layers:
        sections.append(Section("where", "Where", blocks=tuple(_map_figures(result))))
    if result.traffic is not None:
        sections.append(_traffic(result))
    if result.weightings:
        sections.append(
            Section("weightings", "Whatever the weighting", (READING,), tuple(_weightings(result)))
        )
    sections.append(Section("ground", "On three kinds of ground", blocks=(_checks(result),)))
    page = Page.of(result, tuple(sections), repeat=repeat)
    if result.traffic is None:
        return page
    return dataclasses.replace(
        page, notes=tuple(dict.fromkeys((*page.notes, *result.traffic.notes)))
    )


def network_numbers(result: NetworkResult) -> dict[str, Any]:
    """What `results.json` holds."""
    traffic = result.traffic
    labels = level_labels(result.heights)
    return {
        "format_version": 1,
        "skyshed": result.version,
        "network": {
            "name": result.name,
            "seed": result.seed,
            "draws": result.draws,
            "pd": result.pd,
            "target": result.target.key,
            "region": {
                "latitude_deg": result.centre[0],
                "longitude_deg": result.centre[1],
                "radius_m": result.radius_m,
                "known_area_m2": result.area_m2,
                "unknown_share": result.unknown_share,
                "share_above_ground": dict(zip(labels, result.free_share, strict=True)),
            },
        },
        "sentences": list(result.sentences),
        "groups": [_variant_numbers(cover, labels) for cover in result.variants],
        "contributions": [
            {
                "group": one.group,
                "radar": one.radar,
                "alone": dict(zip(labels, map(vars, one.alone), strict=True)),
                "only": dict(zip(labels, map(vars, one.only), strict=True)),
            }
            for one in result.contributions
        ],
        "kinds_of_ground": [vars(check) for check in result.checks],
        "traffic": None
        if traffic is None
        else {
            "file": traffic.file,
            "file_sha256": traffic.file_sha256,
            "flights": traffic.flights,
            "pressure_altitude": traffic.qnh,
            "rows": [
                {
                    **vars(row),
                    "covered": vars(row.covered),
                    "mapped": None if row.mapped is None else vars(row.mapped),
                }
                for row in traffic.rows
            ],
        },
        "weightings": weighted_numbers(result.weightings),
        "notes": list(result.notes),
        "parameters": {key: vars(p) for key, p in result.parameters.items()},
        "terrain": vars(result.terrain),
    }


def network_tables(result: NetworkResult) -> list[Table]:
    """CSV tables; shares of the region. [1]"""
    four = tuple(f"share_{end}" for end in _ENDS)
    traffic = () if result.traffic is None else result.traffic.rows
    return [
        Table("k_fold", ("group", "change", "height", "radars_or_more", *four),
              tuple(_fold_rows(result))),
        Table("uncovered", ("group", "change", "height", *four), tuple(_uncovered_rows(result))),
        Table(
            "contributions",
            ("group", "radar", "height", *(f"alone_{end}" for end in _ENDS),
             *(f"only_{end}" for end in _ENDS)),
            tuple(
                (one.group, one.radar, label, *_four(alone), *_four(only))
                for one in result.contributions
                for label, alone, only in zip(
                    level_labels(result.heights), one.alone, one.only, strict=True)
            ),
        ),
        Table("changes", ("group", "change", "height", *(f"gain_{end}" for end in _ENDS)),
              tuple(_change_rows(result))),
        Table(
            "traffic",
            ("from_fl", "to_fl", "time_s", "flights", *(f"covered_{end}" for end in _ENDS),
             *(f"mapped_{end}" for end in _ENDS)),
            tuple(
                (row.low_fl, row.high_fl, row.time_s, row.flights, *_four(row.covered),
                 *((float("nan"),) * 4 if row.mapped is None else _four(row.mapped)))
                for row in traffic
            ),
        ),
        weighted_csv(result.weightings, subject="group", height=True),
    ]  # fmt: skip


def uncovered_files(layers: MapLayers, stem: str) -> Iterator[RasterFile]:
    """Share of draws in which no radar of a civil group covers a place, a band for each height.

    Raises
    ------
    OutputError
        If the layers are not those of civil radars.
    """
    if not layers.civil:
        raise OutputError(
            f"{stem}: where radars do not cover is written for civil radars only; see the shares"
        )
    free = layers.heights.altitudes_over(layers.ground_m) >= layers.ground_m
    for i, height in enumerate(layers.heights.labels):
        yield RasterFile(
            f"{stem}-uncovered-{slug(height)}",
            np.where(layers.known & free[i], 1.0 - layers.share[i], np.nan).astype(np.float32),
            np.nan,
            f"share of draws in which no radar covers {height}",
            "1",
        )


def _maps(result: NetworkResult, folder: Path) -> None:
    for group, layers in result.layers.items():
        write_layers(uncovered_files(layers, slug(group)), layers, folder / "rasters", group)


def _variant_numbers(cover: VariantCover, labels: Sequence[str]) -> dict[str, Any]:
    heights = {
        label: {
            "k_fold": [vars(interval) for interval in cover.fold[h]],
            "uncovered": vars(cover.uncovered[h]),
            "change": vars(cover.change_of_cover[h]) if cover.change else None,
        }
        for h, label in enumerate(labels)
    }
    return {"group": cover.group, "change": cover.change, "radars": list(cover.radars),
            "heights": heights}  # fmt: skip


def _cover(result: NetworkResult) -> Iterator[TableBlock | FigureBlock]:
    for number, cover in enumerate(c for c in result.variants if not c.change):
        bands = [
            (label, cover.fold[h][0].low, cover.fold[h][0].median, cover.fold[h][0].high)
            for h, label in enumerate(level_labels(result.heights))
        ]
        yield FigureBlock(
            level_chart(
                bands,
                name=f"cover-{number + 1}",
                alt=f"Share of the region that {cover.group} cover, by height",
                axis="covered share of the region; lines: 5 to 95 % of the draws",
            ),
            f"{cover.group}: share of the region covered by one radar or more.",
        )
        most = len(cover.radars)
        yield TableBlock(
            f"{cover.group}: share of the region by the number of radars that cover it; median"
            " draw, 5 to 95 % in brackets",
            ("Height", *(f"{k} or more" for k in range(1, most + 1)), "none", "above the ground"),
            tuple(
                (
                    label,
                    *map(shares, cover.fold[h]),
                    shares(cover.uncovered[h]),
                    f"{result.free_share[h]:.0%}",
                )
                for h, label in enumerate(level_labels(result.heights))
            ),
        )


def _contributions(result: NetworkResult) -> Iterator[TableBlock]:
    for group in dict.fromkeys(one.group for one in result.contributions):
        own = [one for one in result.contributions if one.group == group]
        yield TableBlock(
            f"{group}: share of the region that each radar covers alone, and that only it covers",
            ("Radar", "", *level_labels(result.heights)),
            tuple(
                (one.radar, what, *map(shares, values))
                for one in own
                for what, values in (("alone", one.alone), ("only it", one.only))
            ),
        )


def _changes(result: NetworkResult) -> Iterator[TableBlock]:
    yield TableBlock(
        "Covered by one radar or more after the change, and what changed, in points of the region",
        ("Group, change", "", *level_labels(result.heights)),
        tuple(
            (f"{cover.group}, {cover.change}", what, *cells)
            for cover in result.variants
            if cover.change
            for what, cells in (
                ("covered", [shares(fold[0]) for fold in cover.fold]),
                ("change", [_points(interval) for interval in cover.change_of_cover]),
            )
        ),
    )


def _weightings(result: NetworkResult) -> Iterator[TableBlock]:
    """For each group its union, and folded away what else is counted."""
    for who in dict.fromkeys(one.subject for one in result.weightings):
        own = [one for one in result.weightings if one.subject == who]
        union = [one for one in own if one.what == UNION]
        yield weighted_block(union, first="height", name=who)
        rest = [one for one in own if one.what != UNION]
        yield weighted_block(rest, first="height", name=who, folded=f"{who}: the other totals")


def _points(interval: Interval) -> str:
    low, middle, high = (100.0 * x for x in (interval.low, interval.median, interval.high))
    return f"{middle:+.1f} ({low:+.1f} to {high:+.1f})"


def _map_figures(result: NetworkResult) -> Iterator[FigureBlock]:
    for group, layers in result.layers.items():
        ground = map_ground(
            layers, result.places, radar=result.radars[0].name, ring_m=0.0, ring_label=""
        )
        yield FigureBlock(
            share_maps(layers, ground, name=f"where-{slug(group)}", target=result.target.name),
            "Share of the draws in which one radar or more covers a place. Land without colour is"
            " uncovered in nearly all draws; rasters/ holds the uncovered share. Only groups of"
            " civil radars have such maps.",
        )


def _traffic(result: NetworkResult) -> Section:
    traffic = result.traffic
    if traffic is None:
        raise ValueError("the result has no traffic")
    table = TableBlock(
        f"{traffic.flights} flights of {traffic.file} inside the region, and {traffic.group};"
        " median draw, 5 to 95 % in brackets",
        ("Flight levels", "Time flown", "Flights", "Of it covered", "Of the region covered"),
        tuple(
            (
                f"FL {row.low_fl} to {row.high_fl}",
                clock(row.time_s),
                str(row.flights),
                shares(row.covered),
                "" if row.mapped is None else shares(row.mapped),
            )
            for row in traffic.rows
        ),
    )
    words = (
        "The last column counts every place of the region alike, the one before only where aircraft"
        " flew, and as the echo that they showed there. One weighting only.",
    )
    return Section("traffic", "Recorded traffic", words, (table,))


def _checks(result: NetworkResult) -> TableBlock:
    return TableBlock(
        "Covered share of the region with nominal values; where these differ by more than 5 points"
        " on coarse cells, finer terrain is needed",
        ("Group", "Height", "Bare ellipsoid", "Relief", "Relief, error low", "high", ""),
        tuple(
            (
                check.group,
                check.height,
                *("" if np.isnan(x) else f"{x:.0%}" for x in (
                    check.smooth, check.relief, check.low, check.high)),
                "needs finer terrain" if check.finer else "",
            )
            for check in result.checks
        ),
    )  # fmt: skip


def _four(interval: Interval) -> tuple[float, float, float, float]:
    return interval.low, interval.median, interval.high, interval.nominal


def _fold_rows(result: NetworkResult) -> Iterator[tuple[Cell, ...]]:
    for cover in result.variants:
        for label, fold in zip(level_labels(result.heights), cover.fold, strict=True):
            for k, interval in enumerate(fold, start=1):
                yield (cover.group, cover.change, label, k, *_four(interval))


def _uncovered_rows(result: NetworkResult) -> Iterator[tuple[Cell, ...]]:
    for cover in result.variants:
        for label, interval in zip(level_labels(result.heights), cover.uncovered, strict=True):
            yield (cover.group, cover.change, label, *_four(interval))


def _change_rows(result: NetworkResult) -> Iterator[tuple[Cell, ...]]:
    for cover in (cover for cover in result.variants if cover.change):
        for label, gain in zip(level_labels(result.heights), cover.change_of_cover, strict=True):
            yield (cover.group, cover.change, label, *_four(gain))
