"""The draws of one map in blocks, on a pool: for when there are fewer maps than workers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.coverage import CoverageMap, Heights, Progress, coverage_map
from skyshed.analysis.parallel import Pool
from skyshed.analysis.union import some_draws
from skyshed.systems.radar_site import RadarSite

DRAWS_AT_ONCE = 8
"""Draws of a block: what they share is then a small part of the work."""


@dataclass(frozen=True)
class _Map:
    """What all blocks read; the arguments of `coverage_map`."""

    radar: RadarSite
    ground_m: NDArray[np.float32]
    reach_m: NDArray[np.float64]
    error_weight: NDArray[np.float32] | None
    cell_m: float
    heights: Heights


def coverage_in_blocks(
    radar: RadarSite,
    ground_m: ArrayLike,
    *,
    cell_m: float,
    reach_m: ArrayLike,
    heights: Heights,
    error_weight: ArrayLike | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    pool: Pool,
) -> CoverageMap:
    """What `coverage_map` gives, to the byte, with the draws computed by a pool.

    Parameters
    ----------
    radar, ground_m, cell_m, reach_m, heights, error_weight, workers, progress
        As in `coverage_map`; `workers` serves the statistics of the map.
    pool : Pool
        Who computes the blocks. Each gives 3 bytes per cell and draw.

    Returns
    -------
    CoverageMap
    """
    asked = _Map(
        radar,
        np.ascontiguousarray(ground_m, dtype=np.float32),
        np.atleast_1d(np.asarray(reach_m, dtype=float)),
        None if error_weight is None else np.asarray(error_weight, dtype=np.float32),
        cell_m,
        heights,
    )
    starts = range(0, radar.draws, DRAWS_AT_ONCE)
    parts: list[CoverageMap] = []
    for part in pool.in_order(_block, starts, shared=(asked,)):
        parts.append(part)
        if progress is not None:
            progress(min(len(parts) * DRAWS_AT_ONCE, radar.draws), radar.draws)

    def joined(field: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, field) for part in parts])

    return CoverageMap(
        float(cell_m),
        heights,
        np.logical_and.reduce([part.known for part in parts]),
        joined("code"),
        joined("bits"),
        joined("cells_by_bin"),
        workers,
    )


def _block(asked: _Map, start: int) -> CoverageMap:
    block = slice(start, start + DRAWS_AT_ONCE)
    return coverage_map(
        some_draws(asked.radar, block),
        asked.ground_m,
        cell_m=asked.cell_m,
        reach_m=asked.reach_m[block],
        heights=asked.heights,
        error_weight=asked.error_weight,
    )
