"""Least and greatest answer anywhere between the bounds, by coordinate search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from skyshed.uncertainty.evaluation import Evaluate, evaluate_points
from skyshed.uncertainty.parameter import Parameter, candidate_values

Point = dict[str, float]


@dataclass(frozen=True)
class BoxExtremes:
    """Extremes of an answer over the box of all parameter bounds.

    Parameters
    ----------
    minimum, maximum : float
        Least and greatest answer found, in the answer's unit; nan where the model applied nowhere.
    at_minimum, at_maximum : dict of str to float
        Parameter values there, in each parameter's unit.
    """

    minimum: float
    maximum: float
    at_minimum: dict[str, float]
    at_maximum: dict[str, float]


def box_extremes(
    evaluate: Evaluate, parameters: Mapping[str, Parameter], *, rounds: int = 3
) -> BoxExtremes:
    """Search the box for its least and greatest answer.

    Parameters
    ----------
    evaluate : callable
        The model: takes a dict of arrays of shape (draw,) by parameter key and returns shape
        (draw,). Points where it returns nan are passed over.
    parameters : mapping of str to Parameter
        The uncertain numbers.
    rounds : int, default: 3
        Times that every parameter is tried again; the search ends early once a round changes
        nothing. [1]

    Returns
    -------
    BoxExtremes
        Extremes over the points tried. Exact where the answer rises or falls with each parameter
        whatever the others are; otherwise the true extremes may lie further out, and the interval
        is an inner bound.

    Raises
    ------
    ValueError
        If `rounds` is less than 1 or the model does not return one number per draw.

    Notes
    -----
    Both searches start at the best of three points: all nominal, all low, all high. A round tries,
    in one call of the model, every other low, nominal and high (or competing) value of every
    parameter by itself, then all those together that improved the answer, and keeps the best. So
    the model runs 2 x `rounds` times, with some 4 points per parameter.
    """
    if rounds < 1:
        raise ValueError(f"expected at least one round, got {rounds}")
    points = _starting_points(parameters)
    values = evaluate_points(evaluate, points)
    at_minimum, minimum = _best(points, values, sign=-1.0)
    at_maximum, maximum = _best(points, values, sign=1.0)
    for _ in range(rounds):
        before = at_minimum, at_maximum
        down, up = _moves(at_minimum, parameters), _moves(at_maximum, parameters)
        if not down:
            break
        values = evaluate_points(evaluate, [*down, *up])
        to_down, to_up = np.split(values, [len(down)])
        lower = _together(at_minimum, minimum, down, to_down, sign=-1.0)
        higher = _together(at_maximum, maximum, up, to_up, sign=1.0)
        at_lower, at_higher = evaluate_points(evaluate, [lower, higher])
        at_minimum, minimum = _best(
            [at_minimum, *down, lower], [minimum, *to_down, at_lower], sign=-1.0
        )
        at_maximum, maximum = _best(
            [at_maximum, *up, higher], [maximum, *to_up, at_higher], sign=1.0
        )
        if (at_minimum, at_maximum) == before:
            break
    return BoxExtremes(minimum, maximum, at_minimum, at_maximum)


def _starting_points(parameters: Mapping[str, Parameter]) -> list[Point]:
    return [
        {key: parameter.nominal for key, parameter in parameters.items()},
        {key: parameter.low for key, parameter in parameters.items()},
        {key: parameter.high for key, parameter in parameters.items()},
    ]


def _moves(point: Point, parameters: Mapping[str, Parameter]) -> list[Point]:
    """Points that differ from `point` in one parameter."""
    return [
        point | {key: value}
        for key, parameter in parameters.items()
        for value in candidate_values(parameter)
        if value != point[key]
    ]


def _together(
    point: Point, value: float, moves: Sequence[Point], values: ArrayLike, *, sign: float
) -> Point:
    """`point` with the best improving move of every parameter made at once."""
    best: dict[str, tuple[float, float]] = {}
    for move, found in zip(moves, np.asarray(values, dtype=float), strict=True):
        key = next(key for key in move if move[key] != point[key])
        gain = sign * (found - value)
        if gain > best.get(key, (0.0, 0.0))[0]:
            best[key] = (gain, move[key])
    return point | {key: taken for key, (_, taken) in best.items()}


def _best(points: Sequence[Point], values: ArrayLike, *, sign: float) -> tuple[Point, float]:
    """The point of the greatest value (least for sign -1), the first among equals; nan loses."""
    values = np.asarray(values, dtype=float)
    best = int(np.argmax(np.where(np.isnan(values), -np.inf, sign * values)))
    return points[best], float(values[best])
