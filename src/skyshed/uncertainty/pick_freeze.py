"""Answers of a model to draws that share one group of parameters and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.uncertainty.evaluation import Evaluate, evaluate_draws
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import quantile
from skyshed.uncertainty.streams import stream

FloatArray = NDArray[np.float64]

REPLICATES: Final = 8
"""Independently scrambled Sobol' sequences that share the draws; they give the intervals."""
LEAST_SIZE: Final = 64


@dataclass(frozen=True)
class PickFreeze:
    """Answers to two independent sets of draws A and B, and to mixtures of both.

    Parameters
    ----------
    a, b : ndarray, shape (replicate, draw)
        Answers to A and to B.
    mixed : mapping of (str, str) to ndarray, shape (replicate, draw)
        By grouping and group: answers to the draws that take the group from B and all else from A.
    """

    a: FloatArray
    b: FloatArray
    mixed: Mapping[tuple[str, str], FloatArray]

    @property
    def size(self) -> int:
        """Draws of A, of B and of each mixture. [1]"""
        return int(self.a.size)

    def groups(self, grouping: str) -> tuple[str, ...]:
        """Names of the groups of a grouping."""
        return tuple(group for name, group in self.mixed if name == grouping)


def check_size(size: int) -> None:
    """Refuse a number of draws that is not a power of two, or too small for intervals.

    Raises
    ------
    ValueError
        Naming the nearest size that would do.
    """
    if size < LEAST_SIZE or size & (size - 1):
        below = 1 << max(size, 1).bit_length() - 1
        nearest = below if size - below <= 2 * below - size else 2 * below
        raise ValueError(
            f"expected a number of draws that is a power of two and at least {LEAST_SIZE},"
            f" got {size}; the nearest is {max(nearest, LEAST_SIZE)}"
        )


def pick_freeze(
    evaluate: Evaluate,
    parameters: Mapping[str, Parameter],
    groupings: Mapping[str, Mapping[str, str]],
    *,
    size: int,
    seed: int,
    weighting: str = "triangular",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> PickFreeze:
    """Run a model on pick-freeze draws for one or several ways to group its parameters.

    Parameters
    ----------
    evaluate : callable
        The model: takes a dict of arrays of shape (draw,) by parameter key and returns shape
        (draw,). It is called with `size` draws twice, and once more for every group that holds
        something uncertain; groups of several groupings that hold the same are run once.
    parameters : mapping of str to Parameter
        The uncertain numbers.
    groupings : mapping of str to mapping of str to str
        Group of every parameter key, by grouping, such as ``{"basis": {"radar.pd": "assumed"}}``.
    size : int
        Number of draws, a power of two and at least 64. [1]
    seed : int
        Seed of the study. [1]
    weighting : {"triangular", "uniform", "nominal_heavy"}
        As in `skyshed.uncertainty.sampling.quantile`.
    tell : callable, optional
        Called with (runs of the model done, runs in all).

    Returns
    -------
    PickFreeze

    Raises
    ------
    ValueError
        If `size` does not serve, a key has no group, or the model does not return one number per
        draw.
    """
    check_size(size)
    wanted = _wanted(parameters, groupings)
    a, b = _pairs_of_draws(parameters, size=size, seed=seed, weighting=weighting)
    shape = (REPLICATES, size // REPLICATES)
    runs = {keys: np.empty(0) for keys in dict.fromkeys(wanted.values())}
    tell(0, len(runs) + 2)
    answer_a = evaluate_draws(evaluate, a, size=size)
    tell(1, len(runs) + 2)
    answer_b = evaluate_draws(evaluate, b, size=size)
    tell(2, len(runs) + 2)
    for done, keys in enumerate(runs, start=3):
        draws = {key: b[key] if key in keys else a[key] for key in parameters}
        # a group without any interval changes nothing
        runs[keys] = evaluate_draws(evaluate, draws, size=size) if keys else answer_a
        tell(done, len(runs) + 2)
    mixed = {name: runs[keys].reshape(shape) for name, keys in wanted.items()}
    return PickFreeze(answer_a.reshape(shape), answer_b.reshape(shape), mixed)


def _wanted(
    parameters: Mapping[str, Parameter], groupings: Mapping[str, Mapping[str, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """Keys with an interval, by grouping and group, in the order the groups first appear."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for grouping, groups in groupings.items():
        missing = [key for key in parameters if key not in groups]
        if missing:
            raise ValueError(f"expected a group for every parameter, none for {missing}")
        for key, parameter in parameters.items():
            own = wanted.setdefault((grouping, groups[key]), set())
            own |= set() if parameter.low == parameter.high else {key}
    return {name: frozenset(keys) for name, keys in wanted.items()}


def _pairs_of_draws(
    parameters: Mapping[str, Parameter], *, size: int, seed: int, weighting: str
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """A and B, shape (size,) by key: replicate after replicate."""
    uncertain = [key for key, p in parameters.items() if p.low != p.high]
    count = len(uncertain)
    u = np.concatenate(list(_sequences(2 * count, size // REPLICATES, seed)))
    column = {key: i for i, key in enumerate(uncertain)}
    a, b = (
        {
            key: quantile(p, u[:, column[key] + offset], weighting=weighting)
            if key in column
            else np.full(size, p.nominal)
            for key, p in parameters.items()
        }
        for offset in (0, count)
    )
    return a, b


def _sequences(dimensions: int, size: int, seed: int) -> Iterable[FloatArray]:
    from scipy.stats import qmc

    for replicate in range(REPLICATES):
        if dimensions == 0:
            yield np.empty((size, 0))
            continue
        # An integer, because scipy spawns from a generator and a keyed one has no seed to spawn of.
        scramble = int(stream(seed, replicate, "sensitivity", "replicate").integers(2**31))
        sequence = qmc.Sobol(d=dimensions, scramble=True, seed=scramble)
        yield sequence.random_base2(size.bit_length() - 1)
