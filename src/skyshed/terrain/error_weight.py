"""How much of a relief's error counts at each place: none at sea, all of it among hills."""

import math

import numpy as np
from numpy.typing import NDArray

from skyshed.terrain.site_grid import SiteGrid

FULL_ERROR_RELIEF_M = 600.0
"""Difference of height within 2 x 2 cells of the data from which the whole error counts. [m]"""


def error_weight(grid: SiteGrid) -> NDArray[np.float32]:
    """Factor on the terrain error at each cell of a site grid.

    Parameters
    ----------
    grid : SiteGrid
        Terrain round a site.

    Returns
    -------
    ndarray of float32, shape (2n + 1, 2n + 1)
        0 to 1. Terrain that masks is ``ground_m + weight * error`` with the dataset's `error`.
        Where the error does not grow with the relief, it is 1 but for the site's own cell; nan in a
        gap. [1]

    Notes
    -----
    The error of a coarse relief is what its cells flatten. The weight is the difference between
    the highest and the lowest height in a square of 2 x 2 cells of the data round the place, over
    `FULL_ERROR_RELIEF_M`, at most 1. tools/derive_relief_error.py shows how the error of the
    builtin relief follows it. The antenna stands on its ground, however wrong that is: from 0 at
    the site the weight grows in proportion to the distance over the first cell of the data.
    """
    from scipy.ndimage import maximum_filter, minimum_filter

    ground = grid.ground_m
    gap = np.isnan(ground)
    weight = _distance_cells(grid) * (grid.cell_m / grid.dataset.resolution_m)
    weight = np.where(gap, np.float32(np.nan), np.minimum(weight, np.float32(1.0)))
    if not grid.dataset.error_grows_with_relief:
        return weight
    side = 2 * math.ceil(grid.dataset.resolution_m / grid.cell_m) + 1
    highest = maximum_filter(np.where(gap, np.float32(-np.inf), ground), side)
    lowest = minimum_filter(np.where(gap, np.float32(np.inf), ground), side)
    relief_m = np.minimum(highest - lowest, np.float32(FULL_ERROR_RELIEF_M))
    return np.asarray(weight * (relief_m / np.float32(FULL_ERROR_RELIEF_M)), dtype=np.float32)


def _distance_cells(grid: SiteGrid) -> NDArray[np.float32]:
    """Distance from the site of every cell, in cells of the grid."""
    along = np.arange(-grid.n, grid.n + 1, dtype=np.float32)
    return np.hypot(along[:, None], along[None, :])
