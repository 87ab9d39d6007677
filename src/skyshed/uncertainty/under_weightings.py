"""Draws of the other weightings, and several answers of one model in the box of its bounds."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.parameter import Parameter, candidate_values
from skyshed.uncertainty.sampling import WEIGHTINGS

FloatArray: TypeAlias = NDArray[np.float64]
EvaluateMany: TypeAlias = Callable[[dict[str, FloatArray]], Mapping[str, FloatArray]]
"""A model: arrays of shape (draw,) by parameter key in, by name one number per draw out."""

_ENDLESS = 1e300  # stands for infinity in the search, where differences must stay numbers


def other_sizes(draws: int, own: str, *, part: int = 1, fewest: int = 1) -> dict[str, int]:
    """Draws of the weightings other than one's own: one in `part`, `fewest` at least.

    Never more than one's own has.
    """
    size = min(max(draws // part, fewest), draws)
    return {weighting: size for weighting in WEIGHTINGS if weighting != own}


def box_of_each(
    evaluate: EvaluateMany,
    parameters: Mapping[str, Parameter],
    *,
    rounds: int = 1,
    at_once: int = 100,
    tell: Callable[[int], None] | None = None,
) -> dict[str, tuple[float, float]]:
    """Least and greatest value of each answer found anywhere in the bounds.

    Parameters
    ----------
    evaluate : callable
        The model, several answers at once; an infinite answer is one beyond all others.
    parameters : mapping of str to Parameter
        The uncertain numbers.
    rounds : int, default: 1
        As in `skyshed.uncertainty.box.box_extremes`. [1]
    at_once : int, default: 100
        Most points in one call of the model. [1]
    tell : callable, optional
        Called with the number of points computed so far.

    Returns
    -------
    dict of str to (float, float)
        Exact or inner bounds, as `box_extremes` says.

    Notes
    -----
    Each answer is searched by itself, but a point that one of the searches has asked for is
    computed once, for all answers; most points are shared.
    """
    seen = _Remembered(evaluate, parameters, at_once, tell or (lambda done: None))
    names = seen.names()
    found = {}
    for name in names:

        def one(values: dict[str, FloatArray], name: str = name) -> FloatArray:
            return seen.answers(values, name)

        ends = box_extremes(one, parameters, rounds=rounds)
        found[name] = (_endless(ends.minimum), _endless(ends.maximum))
    return found


def box_points(parameters: Mapping[str, Parameter], *, answers: int) -> int:
    """Most points that one round of `box_of_each` computes."""
    moves = sum(len(candidate_values(parameter)) - 1 for parameter in parameters.values())
    return 3 + 3 * moves + 2 * answers


def with_draws(box: tuple[float, float], *draws: FloatArray) -> tuple[float, float]:
    """The box with draws that lie outside it taken in: the search finds an inner bound only."""
    known = [values[~np.isnan(values)] for values in draws]
    every = np.concatenate([np.asarray(box), *known])
    return float(np.nanmin(every)), float(np.nanmax(every))


def _endless(value: float) -> float:
    return value if abs(value) < _ENDLESS else float(np.copysign(np.inf, value))


class _Remembered:
    """A model that computes no point twice; what was computed is kept by the point's values."""

    def __init__(
        self,
        evaluate: EvaluateMany,
        parameters: Mapping[str, Parameter],
        at_once: int,
        tell: Callable[[int], None],
    ) -> None:
        self._evaluate = evaluate
        self._parameters = parameters
        self._at_once = at_once
        self._tell = tell
        self._known: dict[tuple[float, ...], dict[str, float]] = {}

    def names(self) -> tuple[str, ...]:
        """Names of the answers."""
        nominal = tuple(parameter.nominal for parameter in self._parameters.values())
        self._compute([nominal])
        return tuple(self._known[nominal])

    def answers(self, values: Mapping[str, FloatArray], name: str) -> FloatArray:
        """One of the answers to some points, shape (point,)."""
        columns = [values[key] for key in self._parameters]
        points = [tuple(map(float, row)) for row in zip(*columns, strict=True)]
        self._compute([point for point in dict.fromkeys(points) if point not in self._known])
        return np.array([self._known[point][name] for point in points])

    def _compute(self, points: list[tuple[float, ...]]) -> None:
        for start in range(0, len(points), self._at_once):
            part = points[start : start + self._at_once]
            columns = np.array(part).T
            found = self._evaluate(dict(zip(self._parameters, columns, strict=True)))
            kept = {
                name: np.clip(np.asarray(values, dtype=float), -_ENDLESS, _ENDLESS)
                for name, values in found.items()
            }
            for i, point in enumerate(part):
                self._known[point] = {name: float(values[i]) for name, values in kept.items()}
            self._tell(len(self._known))
