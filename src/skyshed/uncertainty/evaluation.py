"""Running a model at a few named points at once; shared by the box and the sensitivity."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Evaluate: TypeAlias = Callable[[dict[str, NDArray[np.float64]]], ArrayLike]
"""A model: arrays of shape (draw,) by parameter key in, one number per draw out."""


def evaluate_draws(
    evaluate: Evaluate, draws: Mapping[str, NDArray[np.float64]], *, size: int
) -> NDArray[np.float64]:
    """Answer of a model to draws, checked for its shape.

    Parameters
    ----------
    evaluate : callable
        The model.
    draws : mapping of str to ndarray, shape (size,)
        Draws by parameter key.
    size : int
        Number of draws. [1]

    Returns
    -------
    ndarray, shape (size,)
        One answer per draw; nan where the model does not apply.

    Raises
    ------
    ValueError
        If the model does not return one number per draw.
    """
    answer = np.asarray(evaluate(dict(draws)), dtype=float)
    if answer.shape != (size,):
        raise ValueError(
            f"expected the model to return shape ({size},) for {size} draws, got {answer.shape}"
        )
    return answer


def evaluate_points(
    evaluate: Evaluate, points: Sequence[Mapping[str, float]]
) -> NDArray[np.float64]:
    """Answer of a model at single points, in one call.

    Parameters
    ----------
    evaluate : callable
        The model.
    points : sequence of mapping of str to float
        Points with the same keys, at least one.

    Returns
    -------
    ndarray, shape (len(points),)
        One answer per point.

    Raises
    ------
    ValueError
        If the model does not return one number per draw.
    """
    draws = {key: np.array([point[key] for point in points]) for key in points[0]}
    return evaluate_draws(evaluate, draws, size=len(points))
