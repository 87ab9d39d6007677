"""Figures of a whole study under all weightings and in the box, piece by piece."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from skyshed.analysis.claims import Run
from skyshed.analysis.parallel import Threads
from skyshed.analysis.placement import Model
from skyshed.analysis.results import Tornado, UnderWeightings, WeightedRow
from skyshed.analysis.weighted_areas import cover_rows, hit_rows, mapped_pairs
from skyshed.analysis.weighted_ranges import range_rows, reach_rows

Tell = Callable[[str, int, int], None]
_Pairs = Sequence[tuple[str, str]]
_Pieces = Sequence[tuple[Callable[..., list[WeightedRow]], Sequence[Any], tuple[Any, ...]]]


def weighted_ranges(
    model: Model, run: Run, pairs: _Pairs, decided: Mapping[tuple[str, str], Tornado], tell: Tell
) -> list[WeightedRow]:
    """Ranges of pairs of radar and target, and reach of every battery.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    run : Run
        Draws, seed, threads and pool.
    pairs : sequence of (str, str)
        Keys of radar and target.
    decided : mapping
        What decides the range of a pair, where it was found: the answer is taken from there.
    tell : callable
        Called with (what, done, total).

    Returns
    -------
    list of WeightedRow
    """
    known = {pair: UnderWeightings(one.by_weighting, one.box) for pair, one in decided.items()}
    pieces = ((range_rows, pairs, (known,)), (reach_rows, list(model.batteries), ()))
    return _in_pieces(model, run, "weighing the bounds", pieces, tell)


def weighted_areas(model: Model, run: Run, pairs: _Pairs, tell: Tell) -> list[WeightedRow]:
    """Shares of the ring covered by the pairs that have maps, and where targets can be hit.

    Parameters
    ----------
    model, run, pairs, tell
        As for `weighted_ranges`.

    Returns
    -------
    list of WeightedRow
    """
    mapped = mapped_pairs(model.study, pairs)
    pieces = ((cover_rows, mapped, ()), (hit_rows, list(model.batteries), ()))
    return _in_pieces(model, run, "weighing the bounds, areas", pieces, tell)


def _in_pieces(
    model: Model, run: Run, words: str, pieces: _Pieces, tell: Tell
) -> list[WeightedRow]:
    """Rows of independent pieces of work: what to do, on what, and what all of it reads."""
    pool = run.pool or Threads(run.workers)
    steps = sum(len(items) for _, items, _ in pieces)
    # too few pieces for the workers: one after the other, each on all threads
    alone = replace(run, pool=None, workers=1 if steps >= pool.workers else run.workers)
    pool = pool if steps >= pool.workers else Threads(1)
    rows: list[WeightedRow] = []
    done = 0
    for work, items, more in pieces:
        for found in pool.in_order(work, items, shared=(model, alone, *more)):
            rows += found
            done += 1
            tell(words, done, steps)
    return rows
