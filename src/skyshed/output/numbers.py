"""Every number of a result as plain mappings and lists: what `results.json` holds."""

import math
from typing import Any

import numpy as np

from skyshed.analysis.results import (
    ClaimResult,
    PairResult,
    RadarSummary,
    ReadingResult,
    StudyResult,
    Tornado,
)
from skyshed.output.raid_numbers import raid_numbers
from skyshed.output.reach_numbers import interval_numbers, reach_numbers
from skyshed.output.study_weightings import weighted_numbers
from skyshed.output.words import is_mapped, quantiles
from skyshed.uncertainty.parameter import Parameter

FORMAT_VERSION = 1


def result_numbers(result: StudyResult) -> dict[str, Any]:
    """What a run found, without maps, clocks or paths: the same study and seed give the same.

    Parameters
    ----------
    result : StudyResult
        Ranges in metres, areas in square metres; nan ("never") becomes null in JSON.

    Returns
    -------
    dict
        Ready for `store.write_json`.
    """
    numbers = {
        "format_version": FORMAT_VERSION,
        "skyshed": result.version,
        "study": {
            "name": result.name,
            "title": result.title,
            "question": result.question,
            "seed": result.seed,
            "draws": result.draws,
            "weighting": result.weighting,
            "pd": result.pd,
            "ring_m": result.ring_m,
            "ring_label": result.ring_label,
            "headline": {"radar": result.headline[0], "target": result.headline[1]},
        },
        "sentences": list(result.sentences),
        "radars": {radar.key: _radar(radar) for radar in result.radars},
        "targets": {target.key: vars(target) for target in result.targets},
        "pairs": [_pair(pair) for pair in result.pairs],
        "unions": [
            {**vars(row), "area_m2": interval_numbers(row.area_m2)} for row in result.unions
        ],
        # files are written with sorted keys, so the order of the study is a number of its own
        "claims": {
            claim.id: {**_claim(claim), "order": order} for order, claim in enumerate(result.claims)
        },
        "tornado": _tornado(result.tornado) if result.tornado else None,
        "terrain": vars(result.terrain),
        "parameters": {key: _parameter(p) for key, p in result.parameters.items()},
        "survives": list(result.survives),
        "limits": list(result.limits),
        "lesson": [
            {"antenna_m": antenna, "target_m": target, "horizon_m": horizon}
            for antenna, target, horizon in result.lesson_rows
        ],
    }
    if result.reaches:
        numbers["reaches"] = {reach.key: reach_numbers(reach) for reach in result.reaches}
    if result.weighted:
        numbers["weightings"] = weighted_numbers(result.weighted)
    if result.raids:
        numbers["raids"] = {raid.key: raid_numbers(raid) for raid in result.raids}
    return numbers


def _radar(radar: RadarSummary) -> dict[str, Any]:
    return {
        **vars(radar),
        "antenna_altitude_m": interval_numbers(radar.antenna_altitude_m),
        "instrumented_range_m": interval_numbers(radar.instrumented_range_m),
    }


def _pair(pair: PairResult) -> dict[str, Any]:
    ranges = {
        name: interval_numbers(getattr(pair, name))
        for name in (
            "r50_free_space_m",
            "r90_free_space_m",
            "r50_over_terrain_m",
            "r90_over_terrain_m",
            "r50_ground_m",
            "r90_ground_m",
        )
    }
    heights = [
        {
            "height": label,
            "share_in_ring": _quantiles(pair.share_in_ring[:, i]) if is_mapped(pair) else None,
            "area_m2": _quantiles(pair.area_m2[:, i]) if is_mapped(pair) else None,
            "radius_m": _quantiles(np.nanmedian(_never_zero(pair.looked_radii_m[:, i]), axis=-1)),
            "farthest_m": _quantiles(_never_zero(pair.farthest_m[:, i]).max(axis=-1)),
            "firm_radius_m": _number(pair.firm_radius_m[i]),
            "firm_share": _number(pair.firm_share[i]),
        }
        for i, label in enumerate(pair.heights.labels)
    ]
    return {
        "radar": pair.radar,
        "target": pair.target,
        "label": pair.label,
        "assumed": pair.assumed,
        **ranges,
        "heights": heights,
    }


def _never_zero(values: np.ndarray) -> np.ndarray:
    known: np.ndarray = np.nan_to_num(np.asarray(values, dtype=float), nan=0.0)
    return known


def _quantiles(values: np.ndarray) -> dict[str, float]:
    low, median, high = (float(x) for x in quantiles(values))
    return {"p05": low, "p50": median, "p95": high}


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _claim(claim: ClaimResult) -> dict[str, Any]:
    return {
        **{name: value for name, value in vars(claim).items() if name != "break_even"},
        "readings": [_reading(reading) for reading in claim.readings],
        "premise": [vars(row) for row in claim.premise],
    }


def _reading(reading: ReadingResult) -> dict[str, Any]:
    """Without its draws, which are a table of their own."""
    apart = {"draws"} if math.isfinite(reading.threshold) else {"draws", "threshold", "sense"}
    return {
        **{name: value for name, value in vars(reading).items() if name not in apart},
        "value": interval_numbers(reading.value),
        "shares": {
            name: {"share": share, "low": low, "high": high}
            for name, (share, low, high) in reading.shares.items()
        },
        "cases": [{"case": case, "value": value} for case, value in reading.cases],
        "also": [{"at_least": value, "shares": shares} for value, shares in reading.also],
    }


def _tornado(tornado: Tornado) -> dict[str, Any]:
    return {
        **vars(tornado),
        "rows": [vars(row) for row in tornado.rows],
        "by_weighting": {name: vars(answer) for name, answer in tornado.by_weighting.items()},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return vars(parameter)
