"""Several answers of one model: each point is computed once, also where the box is searched."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.evaluation import Evaluate
from skyshed.uncertainty.parameter import Parameter, candidate_values
from skyshed.uncertainty.sampling import nominal_values

FloatArray: TypeAlias = NDArray[np.float64]
EvaluateMany: TypeAlias = Callable[[dict[str, FloatArray]], Mapping[str, FloatArray]]
"""A model: arrays of shape (draw,) by parameter key in, by name one number per draw out."""

_ENDLESS = 1e300  # stands for infinity in the search, where differences must stay numbers


class ManyAnswers:
    """Keeps the answers of every point, so that a search for one of them serves the others too.

    Parameters
    ----------
    evaluate : callable
        The model: arrays of shape (draw,) by parameter key in, shape (answer, draw) out.
    """

    def __init__(self, evaluate: Callable[[dict[str, FloatArray]], ArrayLike]) -> None:
        self._evaluate = evaluate
        self._kept: dict[tuple[float, ...], FloatArray] = {}

    @property
    def points(self) -> int:
        """How many points were computed so far."""
        return len(self._kept)

    def answer(self, index: int) -> Evaluate:
        """One of the answers as a model of its own, shape (draw,)."""
        return lambda draws: self.all(draws)[index]

    def all(self, draws: Mapping[str, FloatArray]) -> FloatArray:
        """All answers to draws.

        Parameters
        ----------
        draws : mapping of str to ndarray, shape (draw,)
            By parameter key, always the same keys.

        Returns
        -------
        ndarray, shape (answer, draw)
        """
        keys = sorted(draws)
        points = list(zip(*(draws[key].tolist() for key in keys), strict=True))
        new = [point for point in dict.fromkeys(points) if point not in self._kept]
        if new:
            columns = np.array(new).T
            found = np.asarray(self._evaluate(dict(zip(keys, columns, strict=True))), dtype=float)
            if found.ndim != 2 or found.shape[1] != len(new):
                raise ValueError(
                    f"expected the model to return shape (answer, {len(new)}) for {len(new)}"
                    f" draws, got {found.shape}"
                )
            self._kept |= dict(zip(new, found.T, strict=True))
        return np.stack([self._kept[point] for point in points], axis=1)


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
    names: tuple[str, ...] = ()
    done = 0

    def stacked(values: dict[str, FloatArray]) -> FloatArray:
        nonlocal names, done
        parts = []
        for start in range(0, next(iter(values.values())).size, at_once):
            some = {key: each[start : start + at_once] for key, each in values.items()}
            found = evaluate(some)
            names = tuple(found)
            rows = np.stack([np.asarray(each, dtype=float) for each in found.values()])
            parts.append(np.clip(rows, -_ENDLESS, _ENDLESS))
            done += rows.shape[1]
            if tell is not None:
                tell(done)
        return np.concatenate(parts, axis=1)

    model = ManyAnswers(stacked)
    model.all(nominal_values(parameters))
    boxes = [box_extremes(model.answer(i), parameters, rounds=rounds) for i in range(len(names))]
    return {
        name: (_endless(box.minimum), _endless(box.maximum))
        for name, box in zip(names, boxes, strict=True)
    }


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
