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
_AT_ONCE: Final = 2048  # draws of all sets in one call of the model; bounds its memory


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
        (draw,). It answers 2 x `size` draws, and `size` more for every group that holds something
        uncertain; groups of several groupings that hold the same are asked once. It is called with
        a few draws of all those sets at a time, so that a model which knows equal draws finds them.
    parameters : mapping of str to Parameter
        The uncertain numbers.
    groupings : mapping of str to mapping of str to str
        Group of every key with an interval, by grouping, such as
        ``{"basis": {"radar.pd": "assumed"}}``.
    size : int
        Number of draws, a power of two and at least 64. [1]
    seed : int
        Seed of the study. [1]
    weighting : {"triangular", "uniform", "nominal_heavy"}
        As in `skyshed.uncertainty.sampling.quantile`.
    tell : callable, optional
        Called with (draws done, draws in all).

    Returns
    -------
    PickFreeze

    Raises
    ------
    ValueError
        If `size` does not serve, an uncertain number has no group, or the model does not return one
        number per draw.
    """
    check_size(size)
    wanted = _wanted(parameters, groupings)
    a, b = _pairs_of_draws(parameters, size=size, seed=seed, weighting=weighting)
    every = frozenset(key for key, p in parameters.items() if p.low != p.high)
    none: frozenset[str] = frozenset()  # A itself, and any group without an interval
    sets = list(dict.fromkeys((none, every, *wanted.values())))
    found = np.empty((len(sets), size))
    rows = max(1, _AT_ONCE // len(sets))
    for start in range(0, size, rows):
        tell(start, size)
        part = slice(start, min(start + rows, size))
        width = part.stop - part.start
        draws = {
            key: np.concatenate([b[key][part] if key in keys else a[key][part] for keys in sets])
            for key in parameters
        }
        answers = evaluate_draws(evaluate, draws, size=len(sets) * width)
        found[:, part] = answers.reshape(len(sets), width)
    tell(size, size)
    by_set = dict(zip(sets, found.reshape(len(sets), REPLICATES, -1), strict=True))
    mixed = {name: by_set[keys] for name, keys in wanted.items()}
    return PickFreeze(by_set[none], by_set[every], mixed)


def _wanted(
    parameters: Mapping[str, Parameter], groupings: Mapping[str, Mapping[str, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """Keys with an interval, by grouping and group, in the order of the groupings."""
    wanted: dict[tuple[str, str], set[str]] = {}
    uncertain = {key for key, parameter in parameters.items() if parameter.low != parameter.high}
    for grouping, groups in groupings.items():
        missing = [key for key in parameters if key in uncertain and key not in groups]
        if missing:
            raise ValueError(f"expected a group for every uncertain number, none for {missing}")
        for key, group in groups.items():
            if key in parameters:
                wanted.setdefault((grouping, group), set()).update({key} & uncertain)
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
