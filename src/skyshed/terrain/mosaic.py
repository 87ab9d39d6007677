"""Tiles that continue one lattice of cells, read as one raster without a seam."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from skyshed.terrain.placement import is_geographic
from skyshed.terrain.raster_file import Piece, RasterFile, open_raster

_OFF_LATTICE = 0.01
"""Tiles whose cells are shifted by more than this part of a cell do not join without a seam."""
_TURN_DEG = 360.0


@lru_cache(maxsize=8)
def mosaics(files: tuple[RasterFile, ...]) -> tuple[RasterFile, ...]:
    """Files with those on a common lattice joined, the finest first.

    Parameters
    ----------
    files : tuple of RasterFile
        Tiles in any mix of sizes, resolutions and reference systems. Where tiles of one lattice
        overlap, the first one with a height counts.

    Returns
    -------
    tuple of RasterFile
        A mosaic (with `pieces`) for every lattice of two tiles or more, the other files as they
        are; sorted by `resolution_m`, in the given order where that is equal.

    Notes
    -----
    Inside a mosaic a height between two tiles is interpolated between their cells and a void at
    the rim of one is filled from the other, as in a single file. Where no tile is, a mosaic has a
    gap. Between lattices, as where the columns of Copernicus and DTED tiles become wider towards
    the poles, each keeps its outermost height over half a cell.
    """
    groups: list[list[RasterFile]] = []
    for file in files:
        fitting = (group for group in groups if _offset(group[0], file) is not None)
        group = next(fitting, None)
        if group is None:
            groups.append([file])
        else:
            group.append(file)
    joined = [_joined(group) if len(group) > 1 else group[0] for group in groups]
    return tuple(sorted(joined, key=lambda raster: round(raster.resolution_m, 1)))


def _offset(first: RasterFile, other: RasterFile) -> tuple[int, int] | None:
    """Rows and columns from the first cell of one file to that of another on its lattice."""
    a, b, c, d, e, f = first.transform
    a2, b2, c2, d2, e2, f2 = other.transform
    if (b, d, b2, d2) != (0.0, 0.0, 0.0, 0.0) or first.crs_wkt != other.crs_wkt:
        return None
    if abs(a2 - a) * other.width > _OFF_LATTICE * abs(a):
        return None
    if abs(e2 - e) * other.height > _OFF_LATTICE * abs(e):
        return None
    row, column = (f2 - f) / e, (c2 - c) / a
    if max(abs(row - round(row)), abs(column - round(column))) > _OFF_LATTICE:
        return None
    return round(row), round(column)


def _turn(file: RasterFile) -> int | None:
    """Columns that go once round the world; None where the lattice does not close."""
    if not is_geographic(file.crs_wkt):
        return None
    columns = _TURN_DEG / abs(file.transform[0])
    return round(columns) if abs(round(columns) - columns) <= _OFF_LATTICE else None


def _joined(files: list[RasterFile]) -> RasterFile:
    """The mosaic of files on one lattice; it begins after the widest gap in longitude."""
    first = files[0]
    a, _, c, _, e, f = first.transform
    offsets = [offset for file in files if (offset := _offset(first, file)) is not None]
    rows = np.array([row for row, _ in offsets])
    columns = np.array([column for _, column in offsets])
    turn = _turn(first)
    if turn is not None:
        west = _after_widest_gap(columns % turn, np.array([file.width for file in files]), turn)
        west += turn * round((int(columns.min()) - west) / turn)  # a longitude as the files have it
        columns = west + (columns - west) % turn
    row0, column0 = int(rows.min()), int(columns.min())
    height = max(int(row) - row0 + file.height for row, file in zip(rows, files, strict=True))
    width = max(
        int(column) - column0 + file.width for column, file in zip(columns, files, strict=True)
    )
    pieces = tuple(
        Piece(file, int(row) - row0, int(column) - column0)
        for file, row, column in zip(files, rows, columns, strict=True)
    )
    return RasterFile(
        path=first.path.parent,
        height=height,
        width=width,
        transform=(a, 0.0, c + a * column0, 0.0, e, f + e * row0),
        crs_wkt=first.crs_wkt,
        bounds_deg=_bounds(files, whole=turn is not None and width >= turn),
        resolution_m=max(file.resolution_m for file in files),
        overviews=_common_overviews(pieces),
        has_sea_floor=any(file.has_sea_floor for file in files),
        lowest_seen_m=min(file.lowest_seen_m for file in files),
        pieces=pieces,
    )


def _after_widest_gap(starts: NDArray[np.intp], widths: NDArray[np.intp], turn: int) -> int:
    """First column after the longest run of columns that no tile covers, on a circle."""
    order = np.argsort(starts, kind="stable")
    begin, end = starts[order], np.maximum.accumulate((starts + widths)[order])
    gaps = np.append(begin[1:], begin[0] + turn) - end
    return int(begin[(int(np.argmax(gaps)) + 1) % begin.size])


def _bounds(files: list[RasterFile], *, whole: bool) -> tuple[float, float, float, float]:
    """West, south, east, north of all; west > east across the antimeridian. [deg]"""
    south = min(file.bounds_deg[1] for file in files)
    north = max(file.bounds_deg[3] for file in files)
    if whole:
        return -180.0, south, 180.0, north
    wests = np.array([file.bounds_deg[0] for file in files]) % _TURN_DEG
    widths = np.array([(f.bounds_deg[2] - f.bounds_deg[0]) % _TURN_DEG for f in files])
    order = np.argsort(wests, kind="stable")
    begin, end = wests[order], np.maximum.accumulate((wests + widths)[order])
    gaps = np.append(begin[1:], begin[0] + _TURN_DEG) - end
    last = int(np.argmax(gaps))
    west, east = begin[(last + 1) % begin.size], end[last]
    wrapped = [float((angle + 180.0) % _TURN_DEG - 180.0) for angle in (west, east)]
    return wrapped[0], south, wrapped[1], north


def _common_overviews(pieces: tuple[Piece, ...]) -> tuple[int, ...]:
    """Decimation factors that every piece has and whose cells continue from one to the next."""

    def fits(piece: Piece, factor: int) -> bool:
        file = piece.file
        if any(n % factor for n in (piece.row, piece.column, file.height, file.width)):
            return False
        index = file.overviews.index(factor)
        with open_raster(file.path, overview=index, address=file.address) as source:
            # Its factor is rounded: an overview may have a few cells more or less.
            return bool(
                (source.height, source.width) == (file.height // factor, file.width // factor)
            )

    common = set.intersection(*(set(piece.file.overviews) for piece in pieces))
    return tuple(
        factor for factor in sorted(common) if all(fits(piece, factor) for piece in pieces)
    )
