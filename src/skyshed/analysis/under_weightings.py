"""An answer under every weighting of the bounds, and in the box, which needs none."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.pairs import interval
from skyshed.analysis.results import UnderWeightings
from skyshed.uncertainty.box import BoxExtremes, box_extremes
from skyshed.uncertainty.evaluation import Evaluate
from skyshed.uncertainty.many_answers import ManyAnswers, with_draws
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import WEIGHTINGS, nominal_values, sample

FloatArray = NDArray[np.float64]


def under_weightings(
    evaluate: Evaluate,
    parameters: Mapping[str, Parameter],
    *,
    draws: int,
    seed: int,
    unit: str = "m",
    rounds: int = 2,
) -> UnderWeightings:
    """One answer under every weighting and in the box.

    Parameters
    ----------
    evaluate : callable
        The answer, shape (draw,), as a function of the unknowns.
    parameters : mapping of str to Parameter
        The unknowns.
    draws, seed : int
        Draws under each weighting, and their seed: the same strata under all of them.
    unit : str
        SI unit of the answer.
    rounds : int
        Of the search in the box, see `uncertainty.box.box_extremes`.

    Returns
    -------
    UnderWeightings
    """
    drawn = drawn_under_weightings(evaluate, parameters, draws, seed)
    nominal = np.asarray(evaluate(nominal_values(parameters)), dtype=float)
    found = box_extremes(evaluate, parameters, rounds=rounds)
    return weighted_answer(drawn, nominal, found, unit)


def all_under_weightings(
    evaluate: Callable[[dict[str, FloatArray]], ArrayLike],
    parameters: Mapping[str, Parameter],
    *,
    units: Sequence[str],
    draws: int,
    seed: int,
    rounds: int = 2,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[UnderWeightings, ...]:
    """Several answers of one model at once; a point that one of them tries serves the others.

    Parameters
    ----------
    evaluate : callable
        The answers, shape (answer, draw), as a function of the unknowns.
    units : sequence of str
        SI unit of each answer.
    parameters, draws, seed, rounds
        As in `under_weightings`.
    tell : callable
        Called with (steps done, steps in all): one for each weighting, one for each box.

    Returns
    -------
    tuple of UnderWeightings
        One for each answer, each as `under_weightings` gives it for that answer alone.
    """
    steps = len(WEIGHTINGS) + len(units)
    drawn = drawn_under_weightings(
        evaluate, parameters, draws, seed, tell=lambda done: tell(done, steps)
    )
    model = ManyAnswers(evaluate)
    nominal = model.all(nominal_values(parameters))
    answers = []
    for index, unit in enumerate(units):
        tell(len(WEIGHTINGS) + index, steps)
        found = box_extremes(model.answer(index), parameters, rounds=rounds)
        mine = {weighting: values[index] for weighting, values in drawn.items()}
        answers.append(weighted_answer(mine, nominal[index], found, unit))
    tell(steps, steps)
    return tuple(answers)


def each_under_weightings(
    together: Callable[[dict[str, FloatArray]], ArrayLike],
    parameters: Mapping[str, Parameter],
    alone: Sequence[tuple[Evaluate, Mapping[str, Parameter]]],
    *,
    unit: str,
    draws: int,
    seed: int,
    rounds: int = 2,
) -> list[UnderWeightings]:
    """Several answers that are drawn together, each with unknowns of its own for the box.

    Parameters
    ----------
    together : callable
        All answers, shape (answer, draw), as a function of all unknowns.
    parameters : mapping of str to Parameter
        All unknowns.
    alone : sequence of (callable, mapping)
        For each answer: it alone, shape (draw,), and the unknowns that it depends on.
    unit, draws, seed, rounds
        As in `under_weightings`.

    Returns
    -------
    list of UnderWeightings
    """
    drawn = drawn_under_weightings(together, parameters, draws, seed)
    return [
        weighted_answer(
            {name: values[index] for name, values in drawn.items()},
            np.asarray(evaluate(nominal_values(own)), dtype=float),
            box_extremes(evaluate, own, rounds=rounds),
            unit,
        )
        for index, (evaluate, own) in enumerate(alone)
    ]


def drawn_under_weightings(
    evaluate: Callable[[dict[str, FloatArray]], ArrayLike],
    parameters: Mapping[str, Parameter],
    draws: int,
    seed: int,
    *,
    tell: Callable[[int], None] = lambda done: None,
) -> dict[str, FloatArray]:
    """Answers to the draws of every weighting; `tell` is called with the weightings done."""
    drawn = {}
    for done, weighting in enumerate(WEIGHTINGS):
        tell(done)
        values = sample(parameters, size=draws, seed=seed, weighting=weighting)
        drawn[weighting] = np.asarray(evaluate(values), dtype=float)
    return drawn


def weighted_answer(
    drawn: Mapping[str, FloatArray], nominal: FloatArray, found: BoxExtremes, unit: str
) -> UnderWeightings:
    """Intervals of draws by weighting, and the box with the draws in it.

    The search finds an inner bound of the extremes; a draw may lie farther out.
    """
    return UnderWeightings(
        {name: interval(values, nominal, unit) for name, values in drawn.items()},
        with_draws((found.minimum, found.maximum), *drawn.values()),
    )
