"""A model that gives several answers at once, each point of which is computed once."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.uncertainty.evaluation import Evaluate

FloatArray: TypeAlias = NDArray[np.float64]


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
