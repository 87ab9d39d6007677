"""Checks of the arguments that the radar functions share: ranges that a wrong unit would leave."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def positive(value: ArrayLike, name: str) -> FloatArray:
    """The value as floats; ValueError unless every number is above 0 (nan passes)."""
    number = np.asarray(value, dtype=float)
    if np.any(number <= 0.0):
        raise ValueError(f"{name} must be positive, got {np.nanmin(number)}")
    return number


def linear_ratio(value: ArrayLike, name: str, *, least: float = 0.0) -> FloatArray:
    """The value as floats; ValueError where it is below the least a linear ratio can be."""
    ratio = np.asarray(value, dtype=float)
    if np.any(ratio < least):
        raise ValueError(
            f"{name} must be a linear ratio from {least:g}, got {np.nanmin(ratio)}; "
            "was it in decibels?"
        )
    return ratio


def open_probability(value: ArrayLike, name: str) -> FloatArray:
    """The value as floats; ValueError unless every number lies inside (0, 1) (nan passes)."""
    probability = np.asarray(value, dtype=float)
    wrong = (probability <= 0.0) | (probability >= 1.0)
    if np.any(wrong):
        raise ValueError(f"{name} must lie between 0 and 1, got {probability[wrong].flat[0]}")
    return probability


def closed_probability(value: ArrayLike, name: str) -> FloatArray:
    """The value as floats; ValueError unless every number lies inside [0, 1] (nan passes)."""
    probability = np.asarray(value, dtype=float)
    wrong = (probability < 0.0) | (probability > 1.0)
    if np.any(wrong):
        raise ValueError(f"{name} must lie from 0 to 1, got {probability[wrong].flat[0]}")
    return probability


def whole_pulses(n_pulses: ArrayLike) -> FloatArray:
    """The number of pulses as floats; ValueError unless all are whole numbers from 1."""
    pulses = np.asarray(n_pulses, dtype=float)
    wrong = ~((pulses >= 1.0) & (pulses == np.floor(pulses)) & np.isfinite(pulses))
    if np.any(wrong):
        raise ValueError(f"n_pulses must be whole numbers from 1, got {pulses[wrong].flat[0]}")
    return pulses


def swerling_case(swerling: ArrayLike) -> NDArray[np.int64]:
    """Case numbers 0 to 4, with 5, another name of the steady target, turned into 0."""
    case = np.asarray(swerling, dtype=float)
    wrong = ~np.isin(case, (0, 1, 2, 3, 4, 5))
    if np.any(wrong):
        raise ValueError(f"swerling must be one of 0 to 5, got {case[wrong].flat[0]}")
    return (case % 5).astype(np.int64)
