"""Draws of uncertain parameters: a Latin hypercube made of independent columns."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.streams import stream

FloatArray: TypeAlias = NDArray[np.float64]

WEIGHTINGS = ("triangular", "uniform", "nominal_heavy")

# Exponents of the two-sided power distribution; 2 is the triangular one, 4 puts 68 % of the weight
# within a quarter of the way from the nominal to either bound (triangular: 44 %, uniform: 25 %).
_EXPONENT = {"triangular": 2.0, "nominal_heavy": 4.0}


def quantile(parameter: Parameter, u: ArrayLike, *, weighting: str = "triangular") -> FloatArray:
    """Value below which the share `u` of the weight between the bounds lies.

    Parameters
    ----------
    parameter : Parameter
        The uncertain number.
    u : array_like, shape (...)
        Share of the weight, between 0 and 1. [1]
    weighting : {"triangular", "uniform", "nominal_heavy"}
        How weight is spread between the expert bounds, see Notes.

    Returns
    -------
    ndarray, shape (...)
        Values in the parameter's unit. The nominal throughout where the bounds coincide; nan where
        `u` is nan, except there.

    Raises
    ------
    ValueError
        If any `u` lies outside 0 to 1 or `weighting` is unknown.

    Notes
    -----
    With F the share, a, m, b the low, nominal and high value (their logarithms for a log_triangular
    parameter) and t = (m - a)/(b - a), all three weightings are

    - F = t ((x - a)/(m - a))^n for x <= m,
    - F = 1 - (1 - t) ((b - x)/(b - m))^n for x >= m,

    a density with its peak at the nominal that falls to zero at the bounds as a power n - 1: n = 2
    is the triangular weighting and n = 4 the nominal-heavy one. Uniform is n = 1, where the nominal
    drops out.

    A discrete parameter takes its values in the order given, each with the same weight;
    the nominal-heavy weighting gives half to the nominal and shares the rest among the others.
    """
    u = np.asarray(u, dtype=float)
    if weighting not in WEIGHTINGS:
        raise ValueError(f"weighting must be one of {WEIGHTINGS}, got {weighting!r}")
    if np.any((u < 0.0) | (u > 1.0)):
        raise ValueError(f"u must lie between 0 and 1, got {np.nanmin(u):g}..{np.nanmax(u):g}")
    if parameter.low == parameter.high:
        return np.full(u.shape, parameter.nominal)
    if parameter.shape == "discrete":
        return _discrete_quantile(parameter, u, weighting)
    low, nominal, high = parameter.low, parameter.nominal, parameter.high
    if parameter.shape == "log_triangular":
        low, nominal, high = np.log([low, nominal, high])
    if weighting == "uniform":
        value = low + (high - low) * u
    else:
        value = _two_sided_power_quantile(low, nominal, high, u, exponent=_EXPONENT[weighting])
    if parameter.shape == "log_triangular":
        value = np.exp(value)
    return np.clip(value, parameter.low, parameter.high)  # rounding must not leave the interval


def latin_hypercube_column(size: int, *, rng: np.random.Generator) -> FloatArray:
    """One column of a Latin hypercube: one random point in each of `size` equal strata, shuffled.

    Parameters
    ----------
    size : int
        Number of draws, at least 1. [1]
    rng : numpy.random.Generator
        Source of the randomness; the column's own, so that columns do not depend on each other.

    Returns
    -------
    ndarray, shape (size,)
        Numbers between 0 and 1. [1]

    Raises
    ------
    ValueError
        If `size` is less than 1.
    """
    if size < 1:
        raise ValueError(f"expected at least one draw, got {size}")
    return (rng.permutation(size) + rng.random(size)) / size


def sample(
    parameters: Mapping[str, Parameter],
    *,
    size: int,
    seed: int,
    weighting: str = "triangular",
    run: int | Mapping[str, int] = 0,
) -> dict[str, FloatArray]:
    """Draw every parameter `size` times, stratified.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        Keys such as ``"s-400/91n6e.antenna_height_m"`` name the random stream of the column.
    size : int
        Number of draws, at least 1. [1]
    seed : int
        Seed of the study. [1]
    weighting : {"triangular", "uniform", "nominal_heavy"}
        As in `quantile`.
    run : int or mapping of str to int, default: 0
        Run number of every column, or of single ones (the others are 0), for independent repeats.

    Returns
    -------
    dict of str to ndarray, shape (size,)
        Draws by key, in each parameter's unit. A column depends only on its own key, its parameter
        and the other arguments: adding or removing a parameter does not move the others, and
        weightings share their shuffles.

    Raises
    ------
    ValueError
        If `size` is less than 1 or `weighting` is unknown.
    """
    runs = run if isinstance(run, Mapping) else dict.fromkeys(parameters, run)
    return {
        key: quantile(
            parameter,
            latin_hypercube_column(size, rng=stream(seed, runs.get(key, 0), key, "lhs")),
            weighting=weighting,
        )
        for key, parameter in parameters.items()
    }


def nominal_values(parameters: Mapping[str, Parameter]) -> dict[str, FloatArray]:
    """The nominal answer as a single draw.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        The uncertain numbers.

    Returns
    -------
    dict of str to ndarray, shape (1,)
        Nominal values by key, in each parameter's unit.
    """
    return {key: np.array([parameter.nominal]) for key, parameter in parameters.items()}


def bounds_values(parameters: Mapping[str, Parameter]) -> dict[str, FloatArray]:
    """Bounds as two draws: every parameter low, then every parameter high.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        The uncertain numbers.

    Returns
    -------
    dict of str to ndarray, shape (2,)
        Low and high by key, in each parameter's unit.
    """
    return {key: np.array([parameter.low, parameter.high]) for key, parameter in parameters.items()}


def _two_sided_power_quantile(
    low: float, nominal: float, high: float, u: FloatArray, *, exponent: float
) -> FloatArray:
    """Inverse of F in the notes of `quantile`; the formula of the empty side is never used."""
    share_below = (nominal - low) / (high - low)
    below = u < share_below
    value = np.empty_like(u)
    value[below] = low + (nominal - low) * (u[below] / share_below) ** (1.0 / exponent)
    rest = (1.0 - u[~below]) / (1.0 - share_below) if share_below < 1.0 else 0.0
    value[~below] = high - (high - nominal) * rest ** (1.0 / exponent)
    value[np.isnan(u)] = np.nan
    return value


def _discrete_quantile(parameter: Parameter, u: FloatArray, weighting: str) -> FloatArray:
    """Value whose cumulative weight first exceeds `u`."""
    values = np.array(parameter.values)
    weights = np.full(values.size, 1.0 / values.size)
    if weighting == "nominal_heavy":
        weights[:] = 0.5 / (values.size - 1)
        weights[values == parameter.nominal] = 0.5
    upper_edges = np.cumsum(weights)[:-1]
    value = values[np.searchsorted(upper_edges, u, side="right")]
    return np.where(np.isnan(u), np.nan, value)


def other_sizes(draws: int, own: str, *, part: int = 1, fewest: int = 1) -> dict[str, int]:
    """Draws of the weightings other than one's own: one in `part`, `fewest` at least.

    Never more than one's own has.
    """
    size = min(max(draws // part, fewest), draws)
    return {weighting: size for weighting in WEIGHTINGS if weighting != own}
