"""Ranges of every pair under all weightings and in the box, as the readings of claims have them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.claims import Run
from skyshed.analysis.looked_at import looked_at_by
from skyshed.analysis.pairs import at_azimuths
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.radials import radius_by_azimuth
from skyshed.analysis.reach_courses import courses_of
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.results import UnderWeightings, WeightedRow
from skyshed.analysis.under_weightings import (
    all_under_weightings,
    each_under_weightings,
    under_weightings,
)
from skyshed.scenario.model import Case, Reading, StudyTarget

FloatArray = NDArray[np.float64]

SEES, REACHES = "sees", "reaches"
CONFIRMED = "confirmed, over terrain, slant, median azimuth"
UNBROKEN = "unbroken cover, ground, median azimuth"
INTERCEPT = "farthest intercept, slant, median azimuth"
_STRAIGHT = f"{INTERCEPT}, if it flew straight at the battery"

EVERY = 6
"""Every 30 degrees, half the azimuths of the tables: weightings and box of all pairs then take
about a fifth of a run."""
_ROUNDS = 1  # ranges rise or fall with nearly every unknown; the headline's box has two


def range_rows(
    model: Model,
    run: Run,
    known: Mapping[tuple[str, str], UnderWeightings],
    pair: tuple[str, str],
) -> list[WeightedRow]:
    """Ranges of a radar and a target: confirmed at its own height, and cover at those of the maps.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    run : Run
        Draws, seed and threads.
    known : mapping
        Confirmed ranges that are already computed, by the keys of radar and target.
    pair : tuple of str
        Keys of the radar and the target.

    Returns
    -------
    list of WeightedRow
        The target's own height first: the reading "confirmed_slant_range". Then, for a pair that
        has maps, the ground range that cover reaches without a break, at each of their heights.
    """
    key, target = pair[0], model.study.target(pair[1])
    asked = seen_reading(model, run, key, target)
    parameters = asked.parameters()
    confirmed = known.get(pair) or under_weightings(
        asked.value, parameters, draws=run.draws, seed=run.seed, rounds=_ROUNDS
    )
    rows = [WeightedRow(SEES, key, target.key, "", CONFIRMED, confirmed)]
    if not (model.study.radar(key).maps and target.maps):
        return rows
    by_height = all_under_weightings(
        lambda values: _unbroken_m(model, key, target, values, run.workers),
        parameters,
        units=["m"] * len(model.heights),
        draws=run.draws,
        seed=run.seed,
        rounds=_ROUNDS,
    )
    for label, answer in zip(model.heights.labels, by_height, strict=True):
        rows.append(WeightedRow(SEES, key, target.key, label, UNBROKEN, answer))
    return rows


def _unbroken_m(
    model: Model, key: str, target: StudyTarget, values: Values, workers: int
) -> FloatArray:
    """Ground range of cover without a break on the median azimuth, (height, draw). [m]"""
    placed = model.placed[key].thinned(EVERY)
    radar, profiles = placed.at(values), placed.profiles
    reach = model.reach_m(radar, key, target, values, pd=model.study.pd)
    radii = radius_by_azimuth(
        radar,
        profiles,
        reach_m=at_azimuths(reach, profiles.azimuth_rad),
        heights=model.heights,
        workers=workers,
    )
    looked = looked_at_by(radar, profiles.azimuth_rad)
    return np.asarray(np.median(np.nan_to_num(radii.unbroken_m[..., looked]), axis=-1).T)


def reach_rows(model: Model, run: Run, battery: str) -> list[WeightedRow]:
    """Farthest intercept of a battery and each of its targets at the target's own height.

    Parameters
    ----------
    model, run
        As for `range_rows`.
    battery : str
        Key of the battery.

    Returns
    -------
    list of WeightedRow
        Each is the reading "intercept_slant_range", for which the target flies straight at the
        battery. Draws of all targets are computed at once, because they share the battery's sight.
    """
    targets = [t for t in model.study.targets if "ballistic" not in t.entry.target_class]
    together = hit_reading(model, run, battery, targets)
    each = [hit_reading(model, run, battery, [target]) for target in targets]
    answers = each_under_weightings(
        together.case_values,
        together.parameters(),
        [(asked.value, asked.parameters()) for asked in each],
        unit="m",
        draws=run.draws,
        seed=run.seed,
        rounds=_ROUNDS,
    )
    return [
        WeightedRow(
            REACHES, battery, target.key, "", _STRAIGHT if courses_of(target) else INTERCEPT, answer
        )
        for target, answer in zip(targets, answers, strict=True)
    ]


def seen_reading(model: Model, run: Run, key: str, target: StudyTarget) -> ReadingModel:
    """Confirmed range of a target at its own height, as a reading; also names its unknowns."""
    return _asked(model, run, "confirmed_slant_range", [_own_case(target, key)])


def hit_reading(
    model: Model, run: Run, battery: str, targets: Sequence[StudyTarget]
) -> ReadingModel:
    """Farthest intercepts of targets at their own heights, as a reading with a case for each."""
    own = model.study.battery(battery)
    cases = [_own_case(target, own.see or own.guide, battery) for target in targets]
    return _asked(model, run, "intercept_slant_range", cases)


def _asked(model: Model, run: Run, quantity: str, cases: Sequence[Case]) -> ReadingModel:
    ring_m = model.study.ring_m
    reading = Reading(
        "weightings", False, "", "", quantity, "at_least", tuple(cases), "all", at_least_m=ring_m
    )
    return ReadingModel(model, reading, run.workers, EVERY)


def _own_case(target: StudyTarget, radar: str, battery: str = "") -> Case:
    height = (target.altitude_m, target.agl_m)
    return Case(radar, target.key, *height, target.speed_m_s, "median", "", battery)
