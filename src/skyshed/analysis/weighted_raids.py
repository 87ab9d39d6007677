"""How raids end under all weightings and in the box."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.parallel import in_order
from skyshed.analysis.placement import Model
from skyshed.analysis.raid_cases import raid_cases, raid_parameters, raid_setting
from skyshed.analysis.raids import RaidOutcome, RaidResult, RaidRun, raid_result
from skyshed.analysis.results import Interval, UnderWeightings, WeightedRow
from skyshed.scenario.engagement_model import StudyRaid
from skyshed.sim.runs import run_chunk
from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.many_answers import ManyAnswers, with_draws
from skyshed.uncertainty.sampling import WEIGHTINGS

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

RAID = "raid"
BOX_RUNS = 50
"""Runs of chance at every point of the box, at most; all points have the same luck."""
_QUANTITIES = {
    "leakage": ("leakers over targets", "share"),
    "annihilation": ("chance that nothing leaks", "share"),
    "shots": ("missiles used", "1"),
}


def raid_rows(
    model: Model, raid: StudyRaid, run: RaidRun, known: RaidResult, tell: Tell
) -> list[WeightedRow]:
    """Leakage, chance that nothing leaks and missiles used, for every network of a raid.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    raid : StudyRaid
        The raid.
    run : RaidRun
        As the raid was run.
    known : RaidResult
        What came of it, in the weighting of `run`.
    tell : callable
        Called with (what, done, total).

    Returns
    -------
    list of WeightedRow
        All weightings have the same strata of draws and the same luck. The box is searched with one
        round over the unknowns, `BOX_RUNS` runs at each point, and holds the mean of every draw.
    """
    found = {run.weighting: known}
    words = f"raid {raid.key}, other weightings and the box"
    steps = len(WEIGHTINGS) - 1 + len(raid.networks) * len(_QUANTITIES)
    for done, weighting in enumerate(name for name in WEIGHTINGS if name != run.weighting):
        tell(words, done, steps)
        folder = None if run.checkpoint is None else f"{run.checkpoint}/{weighting}"
        other = replace(run, weighting=weighting, changes=False, checkpoint=folder)
        found[weighting] = raid_result(
            model, replace(raid, what_if=()), other, lambda what, done, total: None
        )
    boxes = _boxes(model, raid, run, lambda left: tell(words, steps - left, steps))
    rows = []
    for index, network in enumerate(raid.networks):
        label = model.study.network(network).label
        outcomes = {name: found[name].outcomes[index] for name in WEIGHTINGS}
        for name, (quantity, unit) in _QUANTITIES.items():
            answer = _answer(outcomes, name, unit, boxes[network, name])
            rows.append(WeightedRow(RAID, label, raid.key, "", quantity, answer))
    return rows


def _answer(
    outcomes: dict[str, RaidOutcome], name: str, unit: str, box: tuple[float, float]
) -> UnderWeightings:
    """The spreads of the raid's own table; the box with the means of all draws in it."""
    spreads = {weighting: outcome.spreads[name] for weighting, outcome in outcomes.items()}
    means = [_means(outcome, name) for outcome in outcomes.values()]
    return UnderWeightings(
        {
            weighting: Interval(one.low, one.median, one.high, float("nan"), unit)
            for weighting, one in spreads.items()
        },
        with_draws(box, *means),
    )


def _means(outcome: RaidOutcome, name: str) -> FloatArray:
    """Mean over the runs of each draw, (draw,)."""
    shares = outcome.leaker_shares
    if name == "shots":
        return np.asarray(outcome.shots.mean(axis=1))
    if name == "annihilation":
        return shares[:, 0]
    return np.asarray(shares @ np.arange(shares.shape[1]) / outcome.size)


def _boxes(
    model: Model, raid: StudyRaid, run: RaidRun, left: Callable[[int], None]
) -> dict[tuple[str, str], tuple[float, float]]:
    """Least and greatest mean of each quantity, by the key of the network and its name."""
    parameters = model.parameters | raid_parameters(model, replace(raid, what_if=()))
    runs = min(run.runs or raid.runs, BOX_RUNS)
    keys = [(network, name) for network in raid.networks for name in _QUANTITIES]

    def evaluate(values: dict[str, FloatArray]) -> FloatArray:
        setting = raid_setting(model, raid, values, workers=run.workers)
        size = len(setting.paths.members)
        answers = []
        for network in raid.networks:
            cases = raid_cases(setting, model.study.network(network))
            # the number of the draw addresses its luck: the same for all points
            alike = [replace(case, draw=0) for case in cases]
            outcomes = list(
                in_order(lambda c: run_chunk(c, run.seed, 0, runs), alike, workers=run.workers)
            )
            leakers = np.array([one["leakers"] for one in outcomes], dtype=float)
            shots = np.array([one["shots"] for one in outcomes], dtype=float)
            answers += [
                leakers.mean(axis=1) / size,
                (leakers == 0.0).mean(axis=1),
                shots.mean(axis=1),
            ]
        return np.stack(answers)

    many = ManyAnswers(evaluate)
    found = {}
    for index, key in enumerate(keys):
        left(len(keys) - index)
        box = box_extremes(many.answer(index), parameters, rounds=1)
        found[key] = (box.minimum, box.maximum)
    left(0)
    return found
