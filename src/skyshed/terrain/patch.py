"""The part of an elevation file that a question needs: read, cleaned, thinned, voids filled."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.terrain.placement import columns_around
from skyshed.terrain.raster_file import (
    DEEPEST_M,
    LOWEST_M,
    RasterFile,
    clean_heights,
    open_raster,
)

VOID_SEARCH_CELLS = 100
"""Voids are filled from heights at most this many cells of the file away; the rest stays a gap."""
LOWEST_LAND_M = -430.0
"""Shore of the Dead Sea, rounded: lower heights are noise over water. [m]"""

_UNFILLED = np.float32(-99_999.0)
_STRIP_CELLS = 8_000_000  # cells of a file held at once while it is thinned


@dataclass(frozen=True)
class Patch:
    """Heights of a window of a file.

    Parameters
    ----------
    altitude_m : ndarray of float32, shape (rows, columns)
        Height above mean sea level; nan where the file has a gap too wide to fill. [m]
    void : ndarray of bool, shape (rows, columns)
        Cells that are void in the file, wholly or (thinned) in part, filled or not.
    first_row, first_column : float
        Place of the first cell's centre in the file, counted in cells of the file.
    row_step, column_step : float
        Cells of the file per cell of the patch.
    """

    altitude_m: NDArray[np.float32]
    void: NDArray[np.bool_]
    first_row: float
    first_column: float
    row_step: float
    column_step: float


def thinning(file: RasterFile, spacing_m: float | None) -> int:
    """Cells of a file per direction that are averaged for points `spacing_m` apart."""
    return 1 if spacing_m is None else max(1, math.floor(spacing_m / file.resolution_m))


def read_patch(
    file: RasterFile, rows: tuple[int, int], columns: tuple[int, int], *, factor: int = 1
) -> Patch:
    """Read a window of a file.

    Parameters
    ----------
    file : RasterFile
        The file.
    rows, columns : tuple of int
        First and past-the-last cell wanted; a margin for the filling of voids is added, and what
        lies outside the file is left out. Columns of a file that goes round the world run on.
    factor : int, default: 1
        Average this many cells of the file per direction into one.

    Returns
    -------
    Patch

    Raises
    ------
    TerrainError
        If the file cannot be read.

    Notes
    -----
    Averages leave voids out. They are taken over blocks that start at multiples of `factor` in the
    file, so that a height does not depend on the window. An overview of the file stands in for
    the full resolution where it leaves at least 2 x 2 of its cells per average.
    """
    overview, coarse = _overview(file, factor)
    step = factor // coarse  # cells of the opened raster per cell of the patch
    around = columns_around(file)
    with open_raster(file.path, overview=overview) as source:
        down, across = file.height / source.height, file.width / source.width
        margin = math.ceil(VOID_SEARCH_CELLS / factor) * step
        row0, row1 = _aligned(rows, down, margin, step, source.height)
        column0, column1 = _aligned(columns, across, margin, step, None if around else source.width)
        strips = _read_strips(source, file, (row0, row1), (column0, column1), step)
        thinned = [_block_mean(strip, step) for strip in strips]
    altitude = np.concatenate([height for height, _ in thinned])
    void = np.concatenate([partly for _, partly in thinned])
    altitude = _fill_voids(altitude, max(1, VOID_SEARCH_CELLS // factor))
    return Patch(
        altitude_m=altitude,
        void=void,
        # Cell 0 covers the file's cells from row0 * down on; its centre lies half of it further.
        first_row=row0 * down + (step * down - 1.0) / 2.0,
        first_column=column0 * across + (step * across - 1.0) / 2.0,
        row_step=step * down,
        column_step=step * across,
    )


def interpolate(
    patch: Patch, row: NDArray[np.float64], column: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Bilinear height at points of a patch.

    Parameters
    ----------
    patch : Patch
        The window.
    row, column : ndarray, shape (...)
        Points in cells of the file, as `file_coordinates` gives them. Beyond the outermost cell
        centres the outermost height holds.

    Returns
    -------
    altitude_m : ndarray, shape (...)
        Height above mean sea level; nan where a cell that counts is a gap. [m]
    void : ndarray of bool, shape (...)
        Whether a cell that counts is void in the file.
    """
    rows, columns = patch.altitude_m.shape
    y = np.clip((row - patch.first_row) / patch.row_step, 0.0, rows - 1.0)
    x = np.clip((column - patch.first_column) / patch.column_step, 0.0, columns - 1.0)
    i, j = y.astype(np.intp), x.astype(np.intp)
    y, x = y - i, x - j
    # On a cell centre the next cell has no weight: it must not bring its gap or lie outside.
    corner, down, right = i * columns + j, np.where(y > 0.0, columns, 0), np.where(x > 0.0, 1, 0)
    height, void = patch.altitude_m.ravel(), patch.void.ravel()
    upper = (1.0 - x) * height[corner] + x * height[corner + right]
    lower = (1.0 - x) * height[corner + down] + x * height[corner + down + right]
    touched = void[corner] | void[corner + right]
    touched |= void[corner + down] | void[corner + down + right]
    return (1.0 - y) * upper + y * lower, touched


def _overview(file: RasterFile, factor: int) -> tuple[int | None, int]:
    """Index and factor of the overview to read; (None, 1) for the full resolution."""
    if columns_around(file) is not None:
        return None, 1
    fit = [(o, k) for k, o in enumerate(file.overviews) if 2 * o <= factor]
    coarse, index = max(fit, default=(1, None))
    return index, coarse


def _aligned(
    wanted: tuple[int, int], ratio: float, margin: int, step: int, size: int | None
) -> tuple[int, int]:
    """Window in cells of the opened raster: margin added, on multiples of `step`, not beyond."""
    first = math.floor((wanted[0] / ratio - margin) / step) * step
    last = math.ceil((wanted[1] / ratio + margin) / step) * step
    return (first, last) if size is None else (max(first, 0), min(last, size))


def _read_strips(
    source: Any, file: RasterFile, rows: tuple[int, int], columns: tuple[int, int], step: int
) -> Iterator[NDArray[np.float32]]:
    """Clean heights of a window, some whole multiple of `step` rows at a time."""
    from rasterio.windows import Window

    around = columns_around(file)
    high = max(1, _STRIP_CELLS // (columns[1] - columns[0]) // step) * step
    for row in range(rows[0], rows[1], high):
        pieces, column = [], columns[0]
        while column < columns[1]:  # columns may run over the antimeridian
            start = column % around if around else column
            width = min(columns[1] - column, (around or source.width) - start)
            window = Window(start, row, width, min(high, rows[1] - row))
            pieces.append(_read_window(source, file, window))
            column += width
        yield np.concatenate(pieces, axis=1)


def _read_window(source: Any, file: RasterFile, window: Any) -> NDArray[np.float32]:
    """Clean heights of a window inside the opened raster, the sea at its level."""
    height_m = clean_heights(
        source.read(1, window=window, masked=True),
        scale=source.scales[0],
        offset=source.offsets[0],
        lowest_m=DEEPEST_M if file.has_sea_floor else LOWEST_M,
    )
    lowest_m = 0.0 if file.has_sea_floor else LOWEST_LAND_M
    return np.maximum(height_m, np.float32(lowest_m))  # nan stays


def _block_mean(
    height: NDArray[np.float32], step: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Mean of the valid heights of each block, nan where there is none; blocks holding a void."""
    if step == 1:
        return height, np.isnan(height)
    rows, columns = height.shape
    down, across = -(-rows // step), -(-columns // step)
    padding = ((0, down * step - rows), (0, across * step - columns))
    shape = (down, step, across, step)
    valid = np.pad(~np.isnan(height), padding).reshape(shape)
    blocks = np.pad(np.nan_to_num(height, nan=0.0), padding).reshape(shape)
    cells = np.pad(np.ones(height.shape, bool), padding).reshape(shape).sum(axis=(1, 3))
    count = valid.sum(axis=(1, 3))
    total = blocks.sum(axis=(1, 3), dtype=np.float64)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float32)
    return mean, count < cells


def _fill_voids(altitude_m: NDArray[np.float32], search_cells: int) -> NDArray[np.float32]:
    """Voids filled by inverse-distance weighting from their edges; wider ones keep a hole."""
    void = np.isnan(altitude_m)
    if not void.any() or void.all():
        return altitude_m
    from rasterio.fill import fillnodata

    marked = np.where(void, _UNFILLED, altitude_m).astype(np.float32)
    filled = fillnodata(marked, mask=~void, max_search_distance=float(search_cells))
    return np.where(filled == _UNFILLED, np.nan, filled).astype(np.float32)
