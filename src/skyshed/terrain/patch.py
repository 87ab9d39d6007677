"""The part of an elevation file that a question needs: read, cleaned, thinned, voids filled."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.terrain.cells import Covered, opened, strips
from skyshed.terrain.placement import columns_around
from skyshed.terrain.raster_file import RasterFile

VOID_SEARCH_CELLS = 100
"""Voids are filled from heights at most this many cells of the file away; the rest stays a gap."""

_UNFILLED = np.float32(-99_999.0)
_NEIGHBOURS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
_EDGE = 1e-6  # cells; a point on the edge of a cell belongs to both


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
    covered : ndarray of bool, shape (rows, columns), optional
        In a mosaic, the cells that some tile has; None where all have one.
    """

    altitude_m: NDArray[np.float32]
    void: NDArray[np.bool_]
    first_row: float
    first_column: float
    row_step: float
    column_step: float
    covered: Covered = None


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
    factor = min(factor, max(file.height, file.width))  # that is one average already
    coarse = _overview(file, factor)
    step = factor // coarse  # cells of the opened raster per cell of the patch
    around = columns_around(file)
    with opened(file, coarse=coarse) as cells:
        down, across = file.height / cells.height, file.width / cells.width
        margin = math.ceil(VOID_SEARCH_CELLS / factor) * step
        row0, row1 = _aligned(rows, down, margin, step, cells.height)
        column0, column1 = _aligned(columns, across, margin, step, None if around else cells.width)
        found = strips(cells, file, (row0, row1), (column0, column1), step)
        thinned = [_block_mean(heights, has, step) for heights, has in found]
    altitude = np.concatenate([height for height, _, _ in thinned])
    void = np.concatenate([partly for _, partly, _ in thinned])
    covered = _joined([(height.shape, has) for height, _, has in thinned])
    if void.any():
        altitude = _fill_voids(altitude, max(1, VOID_SEARCH_CELLS // factor))
    if covered is not None:
        altitude = _held_at_edges(altitude, covered)
    return Patch(
        altitude_m=altitude,
        void=void,
        # Cell 0 covers the file's cells from row0 * down on; its centre lies half of it further.
        first_row=row0 * down + (step * down - 1.0) / 2.0,
        first_column=column0 * across + (step * across - 1.0) / 2.0,
        row_step=step * down,
        column_step=step * across,
        covered=covered,
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
    altitude_m = (1.0 - y) * upper + y * lower
    if patch.covered is not None:
        altitude_m = np.where(_on_a_tile(patch.covered, i + y, j + x), altitude_m, np.nan)
    return altitude_m, touched


def _on_a_tile(
    covered: NDArray[np.bool_], y: NDArray[np.float64], x: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether points of a patch lie on a cell that some tile has, edges included."""
    found = np.zeros(y.shape, dtype=bool)
    for down in (-_EDGE, _EDGE):
        for right in (-_EDGE, _EDGE):
            row = np.clip(np.rint(y + down), 0, covered.shape[0] - 1).astype(np.intp)
            column = np.clip(np.rint(x + right), 0, covered.shape[1] - 1).astype(np.intp)
            found |= covered[row, column]
    return found


def _overview(file: RasterFile, factor: int) -> int:
    """Factor of the overview to read; 1 for the full resolution."""
    if columns_around(file) is not None:
        return 1
    return max((overview for overview in file.overviews if 2 * overview <= factor), default=1)


def _aligned(
    wanted: tuple[int, int], ratio: float, margin: int, step: int, size: int | None
) -> tuple[int, int]:
    """Window in cells of the opened raster: margin added, on multiples of `step`, not beyond."""
    first = math.floor((wanted[0] / ratio - margin) / step) * step
    last = math.ceil((wanted[1] / ratio + margin) / step) * step
    return (first, last) if size is None else (max(first, 0), min(last, size))


def _block_mean(
    height: NDArray[np.float32], covered: Covered, step: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_], Covered]:
    """Mean of the valid heights of each block, nan where there is none; blocks holding a void;
    blocks of which some tile has a cell."""
    if step == 1:
        void = np.isnan(height)
        return height, void if covered is None else void & covered, covered
    rows, columns = height.shape
    down, across = -(-rows // step), -(-columns // step)
    padding = ((0, down * step - rows), (0, across * step - columns))
    shape = (down, step, across, step)

    def count(cells: NDArray[np.bool_]) -> NDArray[np.intp]:
        return np.asarray(np.pad(cells, padding).reshape(shape).sum(axis=(1, 3)))

    blocks = np.pad(np.nan_to_num(height, nan=0.0), padding).reshape(shape)
    cells = count(np.ones(height.shape, bool) if covered is None else covered)
    valid = count(~np.isnan(height))
    total = blocks.sum(axis=(1, 3), dtype=np.float64)
    mean = np.where(valid > 0, total / np.maximum(valid, 1), np.nan).astype(np.float32)
    return mean, valid < cells, None if covered is None else cells > 0


def _joined(parts: list[tuple[tuple[int, ...], Covered]]) -> Covered:
    """The strips' masks of what the tiles have in one, None where they have everything."""
    if all(covered is None for _, covered in parts):
        return None
    return np.concatenate([np.ones(shape, bool) if has is None else has for shape, has in parts])


def _fill_voids(altitude_m: NDArray[np.float32], search_cells: int) -> NDArray[np.float32]:
    """Voids filled by inverse-distance weighting from their edges; wider ones keep a hole."""
    void = np.isnan(altitude_m)
    if not void.any() or void.all():
        return altitude_m
    from rasterio.fill import fillnodata

    marked = np.where(void, _UNFILLED, altitude_m).astype(np.float32)
    filled = fillnodata(marked, mask=~void, max_search_distance=float(search_cells))
    return np.where(filled == _UNFILLED, np.nan, filled).astype(np.float32)


def _held_at_edges(
    altitude_m: NDArray[np.float32], covered: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Nothing where no tile is, but for one cell round the tiles that has its neighbour's height.

    Interpolation up to the outer edge of a tile then meets its outermost height, as at the edge of
    a single file.
    """
    held = np.where(covered, altitude_m, np.float32(np.nan))
    known = covered.copy()
    rows, columns = covered.shape
    for down, right in _NEIGHBOURS:
        to = (
            slice(max(-down, 0), rows - max(down, 0)),
            slice(max(-right, 0), columns - max(right, 0)),
        )
        of = (
            slice(max(down, 0), rows - max(-down, 0)),
            slice(max(right, 0), columns - max(-right, 0)),
        )
        taken = ~known[to] & covered[of]
        held[to][taken] = altitude_m[of][taken]
        known[to] |= taken
    return held
