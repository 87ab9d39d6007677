"""Square maps from answers by azimuth and distance."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import MILITARY_CELL_M
from skyshed.analysis.engageable import UNKNOWN_FACTOR, EngageableResult

FloatArray = NDArray[np.float64]
Number = TypeVar("Number", np.float64, np.uint8, np.bool_)


def share_map(result: EngageableResult, *, half_width: int, cell_m: float) -> FloatArray:
    """Share of the draws in which an intercept is possible, cell by cell.

    Parameters
    ----------
    result : EngageableResult
        By azimuth and distance.
    half_width : int
        The map has 2 half_width + 1 rows and columns, north up, the battery in the middle.
    cell_m : float
        Side of a cell; 250 m or more for military batteries. [m]

    Returns
    -------
    ndarray, shape (row, column)
        From the nearest azimuth and step; nan outside the disc. [1]
    """
    return on_map(result.share, result, half_width=half_width, cell_m=cell_m, outside=float("nan"))


def factor_map(
    factors: NDArray[np.uint8], result: EngageableResult, *, half_width: int, cell_m: float
) -> NDArray[np.uint8]:
    """Codes by azimuth and distance as a map; 255 outside the disc. See `share_map`."""
    return on_map(factors, result, half_width=half_width, cell_m=cell_m, outside=UNKNOWN_FACTOR)


def on_map(
    values: NDArray[Number],
    result: EngageableResult,
    *,
    half_width: int,
    cell_m: float,
    outside: float,
) -> NDArray[Number]:
    """Any values (azimuth, step) of a result at the nearest azimuth and step of every cell."""
    if not result.civil and cell_m < MILITARY_CELL_M:
        raise ValueError(
            f"military batteries are shown on cells of {MILITARY_CELL_M:g} m or more, got"
            f" {cell_m:g} m"
        )
    axis = np.arange(-half_width, half_width + 1)
    east, north = np.broadcast_arrays(axis[None, :], -axis[:, None])
    distance = np.hypot(east, north) * cell_m
    azimuths, steps = values.shape
    turn = np.arctan2(east, north) / (2.0 * np.pi) * azimuths
    index = np.rint(turn).astype(np.intp) % azimuths
    step = np.maximum(np.rint(distance / result.distance_m[0]).astype(np.intp) - 1, 0)
    inside = (step < steps) & (distance <= half_width * cell_m + 1e-6)
    found = values[index, np.minimum(step, steps - 1)]
    found[~inside] = outside
    return np.asarray(found)
