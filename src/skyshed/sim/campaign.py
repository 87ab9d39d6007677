"""A campaign: many runs of many draws, the same bytes on any number of workers.

Draws are what we do not know, runs are chance. The runs are numbered; a run's luck belongs to its
number, so it does not matter who computes it, when, or beside which others. Decisions (when to
stop) fall only between rounds of `block` runs of every draw, and never look at the workers.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from skyshed import __version__
from skyshed.kernels.raid_state import Raid
from skyshed.sim.model import RaidCase
from skyshed.sim.prepare import prepare
from skyshed.sim.runs import Outcomes, run_chunk
from skyshed.store.checkpoint import Checkpoint, content_hash, open_checkpoint

Progress = Callable[[int, int], None]
_Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution
_PREPARED_BYTES = 256e6


class Pool(Protocol):
    """What `concurrent.futures` executors and `dask.distributed` clients have in common."""

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Any:
        """Start work elsewhere; the answer has a method `result`."""


@dataclass(frozen=True, eq=False)
class Campaign:
    """Outcomes of all runs.

    Parameters
    ----------
    draws : tuple of int
        Numbers of the draws.
    seed : int
        Seed of the study. [1]
    outcomes : dict of ndarray, shape (draw, run, ...)
        As in `sim.runs.run_chunk`.
    half_width : float
        Half the 95 % interval of the mean number of leakers, by chance alone: the draws are held.
    reached : bool
        Whether the stated precision was reached; True where none was stated.
    """

    draws: tuple[int, ...]
    seed: int
    outcomes: Outcomes
    half_width: float
    reached: bool

    @property
    def runs(self) -> int:
        """Runs of each draw."""
        return int(self.outcomes["leakers"].shape[1])

    def digest(self) -> str:
        """SHA-256 of every outcome: equal for the same inputs, however they were computed."""
        return content_hash({"seed": self.seed, "draws": self.draws, "outcomes": self.outcomes})


def run_campaign(
    cases: Sequence[RaidCase],
    *,
    runs: int,
    seed: int,
    workers: int = 1,
    block: int = 250,
    chunk: int | None = None,
    precision: float | None = None,
    progress: Progress | None = None,
    checkpoint: str | Path | None = None,
    pool: Pool | None = None,
) -> Campaign:
    """Run every case the same number of times.

    Parameters
    ----------
    cases : sequence of RaidCase
        One per draw: the same targets by name, the same units by key.
    runs : int
        Runs of each draw, at most.
    seed : int
        Seed of the study. [1]
    workers : int, optional
        Threads. The results do not depend on it.
    block : int, optional
        Runs after which the precision is looked at and a checkpoint is kept. Without `precision`
        the results do not depend on it.
    chunk : int, optional
        Runs that a worker takes at a time, a whole block if not given. The results do not depend
        on it.
    precision : float, optional
        Stop after the first round of blocks at which half the 95 % interval of the mean number of
        leakers (see `half_width`) is no larger.
    progress : callable, optional
        Called with the runs done and the runs of all draws.
    checkpoint : str or Path, optional
        Folder for finished blocks; one from a killed campaign with the same inputs is gone on with.
    pool : Pool, optional
        Where to compute instead of threads: its `submit` is given `run_chunk` and its arguments.

    Returns
    -------
    Campaign
        All outcomes.

    Raises
    ------
    ValueError
        If there is no case, cases do not belong together, or a number is not above zero.
    OutputError
        If `checkpoint` belongs to other inputs or cannot be written.
    """
    _check(cases, runs=runs, block=block, chunk=chunk, workers=workers, precision=precision)
    kept = None
    if checkpoint is not None:
        kept = open_checkpoint(checkpoint, _inputs(cases, seed, block))
    rounds: list[list[Outcomes]] = []
    spread = _Spread(len(cases))
    with _Workers(cases, seed, workers, pool) as at_work:
        for start in range(0, runs, block):
            span = (start, min(start + block, runs))
            found = list(_round(at_work, kept, span, chunk or block))
            rounds.append(found)
            spread.add([draw["leakers"] for draw in found])
            if progress is not None:
                progress(span[1] * len(cases), runs * len(cases))
            if precision is not None and spread.half_width() <= precision:
                break
    outcomes = {
        name: np.stack(
            [np.concatenate([found[d][name] for found in rounds]) for d in range(len(cases))]
        )
        for name in rounds[0][0]
    }
    half_width = spread.half_width()
    return Campaign(
        draws=tuple(case.draw for case in cases),
        seed=seed,
        outcomes=outcomes,
        half_width=half_width,
        reached=precision is None or half_width <= precision,
    )


def _check(cases: Sequence[RaidCase], *, precision: float | None, **counts: int | None) -> None:
    if not cases:
        raise ValueError("a campaign needs at least one case, got none")
    for name, count in counts.items():
        if count is not None and count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}")
    if precision is not None and not precision > 0.0:
        raise ValueError(f"precision must be above 0, got {precision}")
    if len({case.draw for case in cases}) != len(cases):
        raise ValueError("two cases share a draw number; their luck would be the same")
    for case in cases[1:]:
        if case.targets.names != cases[0].targets.names:
            raise ValueError(f"draw {case.draw} has other targets than draw {cases[0].draw}")
        if [unit.key for unit in case.units] != [unit.key for unit in cases[0].units]:
            raise ValueError(f"draw {case.draw} has other units than draw {cases[0].draw}")


def _inputs(cases: Sequence[RaidCase], seed: int, block: int) -> str:
    """Everything a finished block depends on; the number of runs may grow later."""
    return content_hash((__version__, seed, block, list(cases)))


class _Spread:
    """Mean and variance of the leakers of each draw, exact in whole numbers."""

    def __init__(self, draws: int) -> None:
        self._runs = 0
        self._sum = [0] * draws
        self._squares = [0] * draws

    def add(self, leakers: Sequence[NDArray[np.generic]]) -> None:
        self._runs += leakers[0].size
        for d, counts in enumerate(leakers):
            whole = [int(count) for count in counts]
            self._sum[d] += sum(whole)
            self._squares[d] += sum(count * count for count in whole)

    def half_width(self) -> float:
        """Of the 95 % interval of the mean over draws, by chance alone; inf for a single run."""
        n = self._runs
        if n < 2:
            return math.inf
        variances = [
            (squares - total * total / n) / (n - 1)
            for total, squares in zip(self._sum, self._squares, strict=True)
        ]
        return _Z95 * math.sqrt(max(math.fsum(variances), 0.0) / n) / len(variances)


class _Workers:
    """Where chunks are computed: here on threads, or in a pool."""

    def __init__(
        self, cases: Sequence[RaidCase], seed: int, workers: int, pool: Pool | None
    ) -> None:
        self.cases = cases
        self._seed = seed
        self._prepared: dict[int, Raid] = {}
        self._bytes = 0.0
        self._threads = ThreadPoolExecutor(workers)  # starts none before it is used
        self._pool = pool

    def __enter__(self) -> "_Workers":
        if self._pool is None:  # kernels compile once, not on every thread
            self._here(0, 0, 0)
        return self

    def __exit__(self, *cause: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def start(self, d: int, run_from: int, run_to: int) -> Any:
        """The future of some runs of a case."""
        if self._pool is not None:
            return self._pool.submit(run_chunk, self.cases[d], self._seed, run_from, run_to)
        return self._threads.submit(self._here, d, run_from, run_to)

    def _here(self, d: int, run_from: int, run_to: int) -> Outcomes:
        """As `run_chunk`, with the arrays of the case kept as long as there is room for them."""
        raid = self._prepared.get(d)
        if raid is None:
            raid = prepare(self.cases[d])
            self._bytes += sum(getattr(part, "nbytes", 0) for part in raid)
            if self._bytes <= _PREPARED_BYTES:
                self._prepared[d] = raid
        return run_chunk(self.cases[d], self._seed, run_from, run_to, prepared=raid)


def _round(
    at_work: _Workers, kept: Checkpoint | None, span: tuple[int, int], chunk: int
) -> Iterator[Outcomes]:
    """One block of every draw, in the order of the draws; computed or from the checkpoint."""
    names = [f"draw-{case.draw:06d}-runs-{span[0]:08d}-{span[1]:08d}" for case in at_work.cases]
    stored = [None if kept is None else kept.load(name) for name in names]
    waiting = [
        [
            at_work.start(d, start, min(start + chunk, span[1]))
            for start in range(span[0], span[1], chunk)
        ]
        if piece is None
        else []
        for d, piece in enumerate(stored)
    ]
    for name, piece, futures in zip(names, stored, waiting, strict=True):
        if piece is not None:
            yield piece
            continue
        parts = [future.result() for future in futures]
        found = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        if kept is not None:
            kept.save(name, found)
        yield found
