"""Checks that the values of a raid share; each says whose value is wrong and what was expected."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def check_choice(owner: str, name: str, value: str, choices: Sequence[str]) -> None:
    """Refuse a word that is not among the choices."""
    if value not in choices:
        raise ValueError(f"{owner}: {name} must be one of {', '.join(choices)}, got {value!r}")


def check_not_negative(owner: str, name: str, value: ArrayLike) -> None:
    """Refuse negative numbers and nan."""
    array = np.asarray(value, dtype=float)
    if not np.all(array >= 0.0):
        wrong = array[~(array >= 0.0)].flat[0]
        raise ValueError(f"{owner}: {name} must not be negative, got {wrong:g}")


def check_between(owner: str, name: str, value: ArrayLike, low: float, high: float) -> None:
    """Refuse numbers outside an interval and nan."""
    array = np.asarray(value, dtype=float)
    inside = (array >= low) & (array <= high)
    if not np.all(inside):
        raise ValueError(
            f"{owner}: {name} must lie between {low:g} and {high:g}, got {array[~inside].flat[0]:g}"
        )


def check_shape(owner: str, name: str, value: ArrayLike, shape: tuple[int, ...]) -> None:
    """Refuse another shape."""
    if np.shape(value) != shape:
        raise ValueError(f"{owner}: {name} must have the shape {shape}, got {np.shape(value)}")


def check_keys(owner: str, keys: Sequence[str]) -> None:
    """Refuse names that occur twice."""
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if list(keys).count(key) > 1)
        raise ValueError(f"{owner}: the name {twice!r} occurs twice; luck is drawn by name")
