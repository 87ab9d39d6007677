"""Read windows of cells, clean and in strips, from a file or from the files of a mosaic."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.terrain.placement import columns_around
from skyshed.terrain.raster_file import (
    DEEPEST_M,
    LOWEST_M,
    Piece,
    RasterFile,
    clean_heights,
    open_raster,
)

LOWEST_LAND_M = -430.0
"""Shore of the Dead Sea, rounded: lower heights are noise over water. [m]"""
_STRIP_CELLS = 8_000_000  # cells of a file held at once while it is thinned

Window = tuple[int, int, int, int]
"""First row, first column, rows and columns."""
Heights = NDArray[np.float32]
Covered = NDArray[np.bool_] | None
"""Which cells some tile has; None where every cell has one."""


@dataclass(frozen=True)
class Cells:
    """An opened raster at one of its resolutions.

    Parameters
    ----------
    height, width : int
        Rows and columns at that resolution.
    read : callable
        Clean heights of a window inside it, and which of its cells some tile has.
    """

    height: int
    width: int
    read: Callable[[Window], tuple[Heights, Covered]]


@contextmanager
def opened(file: RasterFile, *, coarse: int = 1) -> Iterator[Cells]:
    """Open a file or a mosaic.

    Parameters
    ----------
    file : RasterFile
        The file.
    coarse : int, default: 1
        Decimation factor of the overview to read, one of `file.overviews`; 1 is the full
        resolution.

    Raises
    ------
    TerrainError
        If it cannot be read; also from `Cells.read`.
    """
    if file.pieces:
        yield Cells(
            file.height // coarse,
            file.width // coarse,
            lambda window: _read_pieces(file, window, coarse),
        )
        return
    overview = None if coarse == 1 else file.overviews.index(coarse)
    with open_raster(file.path, overview=overview, address=file.address) as source:
        yield Cells(
            source.height, source.width, lambda window: (_read_source(source, file, window), None)
        )


def strips(
    cells: Cells, file: RasterFile, rows: tuple[int, int], columns: tuple[int, int], step: int
) -> Iterator[tuple[Heights, Covered]]:
    """A window, some whole multiple of `step` rows at a time.

    Parameters
    ----------
    cells : Cells
        The opened file.
    file : RasterFile
        What was opened. Columns of one that goes round the world run on over its end.
    rows, columns : tuple of int
        First and past-the-last cell at the opened resolution, rows inside the raster.
    step : int
        Rows that must stay together.
    """
    around = columns_around(file)
    high = max(1, _STRIP_CELLS // (columns[1] - columns[0]) // step) * step
    for row in range(rows[0], rows[1], high):
        parts, column = [], columns[0]
        while column < columns[1]:
            start = column % around if around else column
            width = min(columns[1] - column, (around or cells.width) - start)
            parts.append(cells.read((row, start, min(high, rows[1] - row), width)))
            column += width
        heights = np.concatenate([part for part, _ in parts], axis=1)
        if all(covered is None for _, covered in parts):
            yield heights, None
        else:
            yield (
                heights,
                np.concatenate(
                    [np.ones(h.shape, bool) if c is None else c for h, c in parts], axis=1
                ),
            )


def _read_source(source: Any, file: RasterFile, window: Window) -> Heights:
    """Clean heights of a window inside an opened file, the sea at its level."""
    from rasterio.windows import Window as RasterWindow

    row, column, rows, columns = window
    height_m = clean_heights(
        source.read(1, window=RasterWindow(column, row, columns, rows), masked=True),
        scale=source.scales[0],
        offset=source.offsets[0],
        lowest_m=DEEPEST_M if file.has_sea_floor else LOWEST_M,
    )
    lowest_m = 0.0 if file.has_sea_floor else LOWEST_LAND_M
    return np.maximum(height_m, np.float32(lowest_m))  # nan stays


def _read_pieces(mosaic: RasterFile, window: Window, coarse: int) -> tuple[Heights, Covered]:
    """Clean heights of a window of a mosaic; the first tile with a height counts in a cell."""
    row, column, rows, columns = window
    heights = np.full((rows, columns), np.nan, dtype=np.float32)
    covered = np.zeros((rows, columns), dtype=bool)
    for piece in mosaic.pieces:
        part = _overlap(piece, window, coarse)
        if part is None:
            continue
        top, left, bottom, right = part
        here = slice(top - row, bottom - row), slice(left - column, right - column)
        wanted = np.isnan(heights[here])
        if not wanted.any():
            continue
        inside = (
            top - piece.row // coarse,
            left - piece.column // coarse,
            bottom - top,
            right - left,
        )
        with opened(piece.file, coarse=coarse) as cells:
            found, _ = cells.read(inside)
        heights[here] = np.where(wanted, found, heights[here])
        covered[here] = True
    return heights, None if covered.all() else covered


def _overlap(piece: Piece, window: Window, coarse: int) -> Window | None:
    """Top, left, bottom and right of what a piece has of a window, in cells of the mosaic."""
    row, column, rows, columns = window
    first_row, first_column = piece.row // coarse, piece.column // coarse
    top, left = max(row, first_row), max(column, first_column)
    bottom = min(row + rows, first_row + piece.file.height // coarse)
    right = min(column + columns, first_column + piece.file.width // coarse)
    return None if top >= bottom or left >= right else (top, left, bottom, right)
