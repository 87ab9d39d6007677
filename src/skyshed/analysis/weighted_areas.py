"""Shares of the ring that are covered or can be hit, under all weightings and in the box."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.claims import Run
from skyshed.analysis.coverage import coverage_map
from skyshed.analysis.engageable_setting import setting, threats
from skyshed.analysis.intercept_reading import EVERY, thinned
from skyshed.analysis.pairs import crop
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.reach_courses import reached
from skyshed.analysis.results import WeightedRow
from skyshed.analysis.under_weightings import all_under_weightings, each_under_weightings
from skyshed.analysis.weighted_ranges import hit_reading, seen_reading
from skyshed.scenario.model import Study, StudyTarget
from skyshed.uncertainty.evaluation import Evaluate
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]

COVERS = "covers"
_ROUNDS = 1  # as for the ranges of all pairs


def mapped_pairs(study: Study, wanted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those pairs of a radar and a target that get maps."""
    return [p for p in wanted if study.radar(p[0]).maps and study.target(p[1]).maps]


def cover_rows(model: Model, run: Run, pair: tuple[str, str]) -> list[WeightedRow]:
    """Share of the ring that a radar covers at each height of the maps.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    run : Run
        Draws, seed and threads.
    pair : tuple of str
        Keys of the radar and the target.

    Returns
    -------
    list of WeightedRow
        One for each height; the draws of the study's weighting are those of the maps.
    """
    key, target = pair[0], model.study.target(pair[1])
    answers = all_under_weightings(
        lambda values: _covered_share(model, key, target, values, run.workers),
        seen_reading(model, run, key, target).parameters(),
        units=["share"] * len(model.heights),
        draws=run.draws,
        seed=run.seed,
        rounds=_ROUNDS,
    )
    words = f"share of the {_ring_word(model.study)} covered"
    return [
        WeightedRow(COVERS, key, target.key, label, words, answer)
        for label, answer in zip(model.heights.labels, answers, strict=True)
    ]


def _covered_share(
    model: Model, key: str, target: StudyTarget, values: Values, workers: int
) -> FloatArray:
    """Share of the ring covered, (height, draw). [1]"""
    study, placed = model.study, model.placed[key]
    radar, grid = placed.at(values), placed.grid
    n = min(int(np.ceil(study.radius_m / grid.cell_m - 1e-9)), grid.n)
    cover = coverage_map(
        radar,
        crop(grid.ground_m, n),
        cell_m=grid.cell_m,
        reach_m=model.reach_m(radar, key, target, values, pd=study.pd),
        heights=model.heights,
        error_weight=crop(placed.weight, n),
        workers=workers,
    )
    return np.asarray(cover.covered_share(study.ring_m or study.radius_m).T)


def hit_rows(model: Model, run: Run, battery: str) -> list[WeightedRow]:
    """Share of the ring's area over which a battery can hit each target at its own height.

    Parameters
    ----------
    model, run
        As for `cover_rows`.
    battery : str
        Key of the battery.

    Returns
    -------
    list of WeightedRow
        With the radar turned to the target, as in the table of the reach.
    """
    study = model.study
    targets = [t for t in study.targets if "ballistic" not in t.entry.target_class]

    def share(values: Values, which: list[StudyTarget]) -> FloatArray:
        found = thinned(setting(model, model.batteries[battery], values), EVERY)
        there = reached(
            found,
            which,
            threats(model, found, values, which),
            ring_m=study.ring_m or study.radius_m,
            radius_m=study.radius_m,
            workers=run.workers,
        )
        return np.stack([one.share_of_ring_area for one in there])

    def alone(target: StudyTarget) -> tuple[Evaluate, Mapping[str, Parameter]]:
        unknowns = hit_reading(model, run, battery, [target]).parameters()
        return lambda values: share(values, [target])[0], unknowns

    answers = each_under_weightings(
        lambda values: share(values, targets),
        model.parameters,
        [alone(target) for target in targets],
        unit="share",
        draws=run.draws,
        seed=run.seed,
        rounds=_ROUNDS,
    )
    words = f"share of the {_ring_word(study)} where it can be hit, radar turned to it"
    return [
        WeightedRow(COVERS, battery, target.key, "", words, answer)
        for target, answer in zip(targets, answers, strict=True)
    ]


def _ring_word(study: Study) -> str:
    return "map" if study.ring_m is None else "ring"
