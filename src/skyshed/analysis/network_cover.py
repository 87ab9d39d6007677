"""Count, cell by cell and draw by draw, how many radars of a group cover a region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Heights
from skyshed.analysis.union import Covering, Disc
from skyshed.scenario.network_changes import Variant

FloatArray = NDArray[np.float64]
_DRAWS_AT_ONCE = 50


@dataclass(frozen=True)
class Counts:
    """Shares of a region, draw by draw.

    Attributes
    ----------
    fold : list of ndarray, each shape (draw, height, k)
        By variant: share covered by k = 1, 2, ... of its radars or more. [1]
    alone, only : dict of str to ndarray, shape (draw, height)
        By radar, over the variants that `only` is asked for: share it covers, and share that it
        alone covers, keys (variant index, radar). [1]
    uncovered_draws : dict of int to ndarray, shape (height, cell)
        By variant: in how many of the counted draws each cell is uncovered.
    covered_last : dict of int to ndarray of bool, shape (height, cell)
        By variant: cover in the nominal draw.
    """

    fold: list[FloatArray]
    alone: dict[str, FloatArray]
    only: dict[tuple[int, str], FloatArray]
    uncovered_draws: dict[int, NDArray[np.int64]]
    covered_nominal: dict[int, NDArray[np.bool_]]


def count_cover(
    radars: Mapping[str, Covering],
    variants: Sequence[Variant],
    heights: Heights,
    region: NDArray[np.bool_],
    *,
    draws: int,
    counted: int,
    mapped: Sequence[int] = (),
    workers: int = 1,
) -> Counts:
    """Count cover over the cells of a region.

    Parameters
    ----------
    radars : mapping of str to Covering
        Radars with their reach, by key.
    variants : sequence of Variant
        Groups and changed groups.
    heights : Heights
        Heights of the target.
    region : ndarray of bool, shape (height, cell)
        Cells that count at each height: known ground, and not above the height.
    draws : int
        Draws in all; those from `counted` on are nominal ones.
    counted : int
        Draws that enter the maps; the nominal one is the next.
    mapped : sequence of int
        Variants whose uncovered draws are kept cell by cell; all their radars must be civil.
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    Counts
    """
    cells = np.count_nonzero(region, axis=1)
    parts: list[list[FloatArray]] = [[] for _ in variants]
    alone: dict[str, list[FloatArray]] = {key: [] for key in radars}
    only: dict[tuple[int, str], list[FloatArray]] = {
        (i, key): [] for i, variant in enumerate(variants) for key in variant.radars
    }
    missed = {i: np.zeros(region.shape, dtype=np.int64) for i in mapped}
    nominal = {i: np.zeros(region.shape, dtype=bool) for i in mapped}
    for start in range(0, draws, _DRAWS_AT_ONCE):
        block = slice(start, min(start + _DRAWS_AT_ONCE, draws))
        bits = {key: radar.bits(heights, block, workers=workers) for key, radar in radars.items()}
        covers = {
            key: np.stack([(own >> h) & 1 for h in range(len(heights))], axis=1).astype(bool)
            for key, own in bits.items()
        }
        for key, cover in covers.items():
            alone[key].append(np.count_nonzero(cover & region, axis=2) / cells)
        for i, variant in enumerate(variants):
            times = _times(covers, variant, shape=(block.stop - start, *region.shape))
            inside = np.where(region, times, 0)
            most = max(len(variant.radars), 1)
            parts[i].append(
                np.stack(
                    [np.count_nonzero(inside >= k, axis=2) / cells for k in range(1, most + 1)],
                    axis=2,
                )
            )
            once = inside == 1
            for key in variant.radars:
                both = np.count_nonzero(covers[key] & once, axis=2)
                only[i, key].append(both / cells)
            if i in missed:
                kept = max(min(counted - start, times.shape[0]), 0)
                missed[i] += np.count_nonzero(times[:kept] == 0, axis=0)
                if start <= counted < block.stop:
                    nominal[i] = times[counted - start] > 0
    return Counts(
        [np.concatenate(part) for part in parts],
        {key: np.concatenate(part) for key, part in alone.items()},
        {key: np.concatenate(part) for key, part in only.items()},
        missed,
        nominal,
    )


def _times(
    covers: Mapping[str, NDArray[np.bool_]], variant: Variant, *, shape: tuple[int, ...]
) -> NDArray[np.uint8]:
    """How many radars of a variant cover each cell, shape (draw, height, cell)."""
    times = np.zeros(shape, dtype=np.uint8)
    for key in variant.radars:
        times += covers[key]
    return times


def on_square(disc: Disc, values: NDArray[np.generic], *, outside: float) -> NDArray[np.float64]:
    """Values of a disc's cells (..., cell) as a square map, north up, shape (..., row, column)."""
    n = int(max(np.abs(disc.east_cells).max(), np.abs(disc.north_cells).max()))
    out = np.full((*values.shape[:-1], 2 * n + 1, 2 * n + 1), outside)
    out[..., n - disc.north_cells, n + disc.east_cells] = values
    return out
