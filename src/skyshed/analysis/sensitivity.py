"""Which group of unknowns decides the answers of a study, and how many draws show it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed import __version__
from skyshed.analysis.bibliography import bibliography
from skyshed.analysis.pairs import interval
from skyshed.analysis.placement import Model, build_model
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.sensitivity_results import (
    BASIS,
    SINGLE,
    SUBJECT,
    QuestionSensitivity,
    SensitivityResult,
    SizeRow,
    WeightedAnswer,
)
from skyshed.analysis.sensitivity_words import notes, quantity_words, sentences
from skyshed.analysis.study import (
    check_targets,
    confirmed_reading,
    headline_of,
    processors,
    terrain_summary,
)
from skyshed.analysis.study_terrain import study_terrain
from skyshed.analysis.unknown_subjects import by_basis, by_subject
from skyshed.errors import ScenarioError
from skyshed.scenario.model import Study
from skyshed.scenario.questions import AskedReading, asked_readings
from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.indices import enough_draws, group_indices, indices_by_size, powers_of_two
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.pick_freeze import PickFreeze, check_size, pick_freeze
from skyshed.uncertainty.sampling import WEIGHTINGS, nominal_values, sample
from skyshed.uncertainty.share_size import draws_for_share
from skyshed.uncertainty.shares import share_of_draws

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

DRAWS: Final = 512
"""Draws of each set unless asked otherwise."""
PRECISION: Final = 0.05
_MOST_DRAWS: Final = 1 << 16


@dataclass(frozen=True)
class SensitivityOrder:
    """What is asked: readings by name, draws, precision, and whether of every single unknown."""

    questions: tuple[str, ...] = ()
    draws: int = DRAWS
    precision: float = PRECISION
    sobol: bool = False


def check_order(study: Study, order: SensitivityOrder) -> tuple[AskedReading, ...]:
    """The readings that are asked for, if everything in the order is well put.

    Raises
    ------
    ScenarioError
        Naming the option that is not.
    """
    try:
        check_size(order.draws)
    except ValueError as error:
        raise ScenarioError(str(error), path="--draws") from None
    if order.draws > _MOST_DRAWS:
        raise ScenarioError(
            f"expected at most {_MOST_DRAWS} draws, got {order.draws}; ask for fewer",
            path="--draws",
        )
    if not 0.001 <= order.precision <= 0.5:
        raise ScenarioError(
            f"expected a precision between 0.001 and 0.5, got {order.precision:g}; 0.05 means that"
            " a share is known to plus or minus 5 points",
            path="--precision",
        )
    return asked_readings(study, order.questions)


def run_sensitivity(
    study: Study,
    order: SensitivityOrder,
    *,
    workers: int | None = None,
    progress: Tell | None = None,
) -> SensitivityResult:
    """Tell apart what groups of unknowns do to the answers of a study.

    Parameters
    ----------
    study : Study
        Gives radars, targets, claims, terrain and seed; not a lesson.
    order : SensitivityOrder
        What is asked.
    workers : int, optional
        Threads; all processors by default. The result does not depend on it.
    progress : callable, optional
        Called with (what is being done, steps done, steps in all).

    Returns
    -------
    SensitivityResult

    Raises
    ------
    SkyshedError
        If the order is not well put or something is not computable.
    """
    tell = progress or (lambda what, done, total: None)
    asked = check_order(study, order)
    threads = workers or processors()
    model = build_model(study, study_terrain(study, tell=tell), workers=threads, tell=tell)
    check_targets(model)
    models = [(one.name, _reading_model(model, one, threads)) for one in asked]
    questions = tuple(_question(name, reading, order, tell) for name, reading in models)
    parameters = {key: p for _, reading in models for key, p in reading.parameters().items()}
    return SensitivityResult(
        name=study.name,
        title=f"What decides: {study.title}",
        version=__version__,
        seed=study.seed,
        draws=order.draws,
        precision=order.precision,
        questions=questions,
        sentences=sentences(questions, precision=order.precision, draws=order.draws),
        notes=notes(questions),
        terrain=terrain_summary(model),
        parameters=parameters,
        sources=bibliography(study, parameters.values()),
    )


def _reading_model(model: Model, asked: AskedReading, workers: int) -> ReadingModel:
    reading = asked.reading or confirmed_reading(model.study, *headline_of(model.study))
    return ReadingModel(model, reading, workers)


def _question(
    name: str, asked: ReadingModel, order: SensitivityOrder, tell: Tell
) -> QuestionSensitivity:
    parameters = asked.parameters()
    runs = {word: _run(asked, order, word, _told(name, word, tell)) for word in WEIGHTINGS}
    main = runs[WEIGHTINGS[0]]
    tell(f"{name}, the study's own draws and the box", 0, 2)
    own = _own_draws(asked, order.draws)
    tell(f"{name}, the study's own draws and the box", 1, 2)
    box = _box(asked, runs.values())
    tell(f"{name}, the study's own draws and the box", 2, 2)
    settling = indices_by_size(main, SUBJECT)
    share = own[-1].share
    reading = asked.reading
    return QuestionSensitivity(
        name=name,
        text=reading.text,
        quantity=quantity_words(reading),
        unit=asked.unit,
        threshold=asked.threshold if _has_threshold(asked) else float("nan"),
        sense="below" if reading.predicate == "not_covered" else "at least",
        box=box,
        by_weighting={word: _weighted(asked, answers) for word, answers in runs.items()},
        settling=settling,
        enough=enough_draws(settling, precision=order.precision),
        own=own,
        enough_own=0 if share is None else draws_for_share(share[0], precision=order.precision),
        members=_members(parameters),
    )


def _told(name: str, weighting: str, tell: Tell) -> Callable[[int, int], None]:
    what = f"{name}, {weighting.replace('_', '-')} weighting"
    return lambda done, total: tell(what, done, total)


def _run(
    asked: ReadingModel, order: SensitivityOrder, weighting: str, tell: Callable[[int, int], None]
) -> PickFreeze:
    parameters = asked.parameters()
    groupings = {SUBJECT: by_subject(parameters), BASIS: by_basis(parameters)}
    if order.sobol and weighting == WEIGHTINGS[0]:
        groupings[SINGLE] = {key: key for key, p in parameters.items() if p.low != p.high}
    return pick_freeze(
        asked.value,
        parameters,
        groupings,
        size=order.draws,
        seed=asked.model.study.seed,
        weighting=weighting,
        tell=tell,
    )


def _weighted(asked: ReadingModel, answers: PickFreeze) -> WeightedAnswer:
    drawn = np.concatenate([answers.a.ravel(), answers.b.ravel()])
    nominal = asked.value(nominal_values(asked.parameters()))
    groupings = dict.fromkeys(grouping for grouping, _ in answers.mixed)
    return WeightedAnswer(
        answer=interval(drawn, nominal, asked.unit),
        share=_share(asked, drawn),
        never=float(np.mean(drawn <= 0.0)) if asked.unit == "m" else 0.0,
        indices={grouping: group_indices(answers, grouping) for grouping in groupings},
    )


def _own_draws(asked: ReadingModel, largest: int) -> tuple[SizeRow, ...]:
    """The draws of the study itself, as its claims are judged by, for several numbers of them."""
    study, parameters = asked.model.study, asked.parameters()
    nominal = asked.value(nominal_values(parameters))
    rows = []
    for size in sorted({*powers_of_two(largest), study.draws}):
        values = sample(parameters, size=size, seed=study.seed, weighting=study.weighting)
        drawn = asked.value(values)
        rows.append(SizeRow(size, interval(drawn, nominal, asked.unit), _share(asked, drawn)))
    return tuple(rows)


def _has_threshold(asked: ReadingModel) -> bool:
    return asked.unit != "m" or asked.reading.at_least_m is not None


def _share(asked: ReadingModel, drawn: FloatArray) -> tuple[float, float, float] | None:
    if not _has_threshold(asked):
        return None
    found = share_of_draws(asked.holds(drawn))
    return found.share, found.low, found.high


def _box(asked: ReadingModel, runs: Iterable[PickFreeze]) -> tuple[float, float]:
    """Least and greatest answer: the search finds an inner bound, and a draw may lie outside it."""
    found = box_extremes(asked.value, asked.parameters(), rounds=2)
    drawn = np.concatenate([answer.ravel() for run in runs for answer in (run.a, run.b)])
    ends = [found.minimum, found.maximum, float(drawn.min()), float(drawn.max())]
    return float(np.nanmin(ends)), float(np.nanmax(ends))


def _members(parameters: Mapping[str, Parameter]) -> dict[str, tuple[str, ...]]:
    """Labels of the unknowns with an interval, by subject."""
    found: dict[str, tuple[str, ...]] = {}
    for key, subject in by_subject(parameters).items():
        parameter = parameters[key]
        if parameter.low != parameter.high:
            found[subject] = (*found.get(subject, ()), parameter.label or key)
    return found
