"""What elevation files hold, read once from end to end: extent, heights, voids, seams, gaps."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from skyshed.terrain.cells import opened
from skyshed.terrain.copernicus import SEA_PREFIX, short_name, tile_of_name
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.mosaic import mosaics
from skyshed.terrain.raster_file import Piece, RasterFile, open_raster
from skyshed.terrain.site_grid import grid_bytes

_STRIP_CELLS = 4_000_000  # read at once
WINDOW_M = 250_000.0
"""Radius of the window whose memory is told. [m]"""


@dataclass(frozen=True)
class Lattice:
    """Files whose cells continue one lattice.

    Parameters
    ----------
    files : tuple of Path
        The files, an archive as often as it has tiles.
    formats : tuple of str
        Their formats, as GDAL calls them.
    bounds_deg : tuple of 4 float
        West, south, east, north; west > east across the antimeridian. [deg]
    rows, columns : int
        Cells of the whole, where nothing is missing.
    cell : tuple of 2 float
        Width and height of a cell in the units of the reference system.
    unit : str
        Those units.
    resolution_m : float
        Distance of neighbouring cells on the ground, the greater of the two directions. [m]
    crs : str
        Horizontal reference system.
    vertical : tuple of str
        What the heights are counted from, as far as it is known.
    lowest_m, highest_m : float
        Of the heights as they are used: voids left out, the sea at its level. [m]
    void_share : float
        Share of the cells of the files that are void.
    covered_share : float
        Share of the whole that some file covers.
    seams : int
        Pairs of files that touch or share cells.
    seam_step_m : float
        Greatest difference in cells that two files share; nan if they share none. [m]
    window_bytes : int
        Memory for a window of `WINDOW_M` on cells of this lattice.
    """

    files: tuple[Path, ...]
    formats: tuple[str, ...]
    bounds_deg: tuple[float, float, float, float]
    rows: int
    columns: int
    cell: tuple[float, float]
    unit: str
    resolution_m: float
    crs: str
    vertical: tuple[str, ...]
    lowest_m: float
    highest_m: float
    void_share: float
    covered_share: float
    seams: int
    seam_step_m: float
    window_bytes: int


@dataclass(frozen=True)
class Survey:
    """Everything about a data set: `lattices`, the finest first, and gaps.

    `missing` names the one-degree tiles inside the extent that no file covers, where the files are
    such tiles.
    """

    lattices: tuple[Lattice, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def survey(
    dataset: TerrainDataset,
    *,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Survey:
    """Read every cell of a data set, some millions at a time.

    Parameters
    ----------
    dataset : TerrainDataset
        From `open_terrain`.
    tell : callable
        Called with (what is being done, files done, files in all).

    Raises
    ------
    TerrainError
        If a file cannot be read.
    """
    done = 0
    lattices = []
    for raster in mosaics(dataset.files):
        pieces = raster.pieces or (Piece(raster, 0, 0),)
        found = []
        for piece in pieces:
            tell("reading terrain", done, len(dataset.files))
            found.append(_heights(piece.file))
            done += 1
        lattices.append(_lattice(raster, pieces, found))
    tell("reading terrain", done, done)
    return Survey(tuple(lattices), _missing_tiles(dataset.files), dataset.notes)


def _heights(file: RasterFile) -> tuple[float, float, int]:
    """Lowest, highest and number of voids of a file."""
    lowest, highest, voids = math.inf, -math.inf, 0
    step = max(1, _STRIP_CELLS // file.width)
    with opened(file) as cells:
        for row in range(0, file.height, step):
            heights, _ = cells.read((row, 0, min(step, file.height - row), file.width))
            void = np.isnan(heights)
            voids += int(np.count_nonzero(void))
            if not void.all():
                lowest = min(lowest, float(np.nanmin(heights)))
                highest = max(highest, float(np.nanmax(heights)))
    return lowest, highest, voids


def _lattice(
    raster: RasterFile, pieces: tuple[Piece, ...], found: list[tuple[float, float, int]]
) -> Lattice:
    from pyproj import CRS

    crs = CRS.from_wkt(raster.crs_wkt)
    cells = sum(piece.file.height * piece.file.width for piece in pieces)
    seams, step_m, shared = _seams(pieces)
    formats, vertical = zip(*(_described(piece.file) for piece in pieces), strict=True)
    a, b, _, d, e, _ = raster.transform
    return Lattice(
        files=tuple(piece.file.path for piece in pieces),
        formats=tuple(sorted(set(formats))),
        bounds_deg=raster.bounds_deg,
        rows=raster.height,
        columns=raster.width,
        cell=(math.hypot(a, d), math.hypot(b, e)),
        unit=crs.axis_info[0].unit_name if crs.axis_info else "",
        resolution_m=raster.resolution_m,
        crs=crs.name,
        vertical=tuple(sorted(set(vertical))),
        lowest_m=min(lowest for lowest, _, _ in found),
        highest_m=max(highest for _, highest, _ in found),
        void_share=sum(voids for _, _, voids in found) / cells,
        covered_share=min((cells - shared) / (raster.height * raster.width), 1.0),
        seams=seams,
        seam_step_m=step_m,
        window_bytes=grid_bytes(radius_m=WINDOW_M, cell_m=raster.resolution_m),
    )


def _described(file: RasterFile) -> tuple[str, str]:
    """Format, and what its heights are counted from."""
    from pyproj import CRS

    with open_raster(file.path, address=file.address) as source:
        driver = str(source.driver)
        stated = source.tags().get("DTED_VerticalDatum", "").strip()
        crs = CRS.from_wkt(source.crs.to_wkt())
    if crs.is_compound:
        return driver, f"{crs.sub_crs_list[1].name} (stated in the file)"
    if stated:
        words = {"E96": "EGM96 geoid", "MSL": "mean sea level"}.get(stated, stated)
        return driver, f"{words} (stated in the file)"
    if file.path.name.startswith(SEA_PREFIX):
        return driver, "assumed sea at 0 m"
    if tile_of_name(file.path.name) is not None:
        return driver, "EGM2008 geoid (the product's; not stated in the file)"
    if driver == "SRTMHGT":
        return driver, "EGM96 geoid (that of SRTM; not stated in the file)"
    return driver, "not stated in the file"


def _seams(pieces: tuple[Piece, ...]) -> tuple[int, float, int]:
    """Pairs that touch, greatest difference in shared cells, and number of shared cells."""
    seams, step_m, shared = 0, math.nan, 0
    rows = np.array([(p.row, p.row + p.file.height) for p in pieces])
    columns = np.array([(p.column, p.column + p.file.width) for p in pieces])
    for index, piece in enumerate(pieces[:-1]):
        low = np.maximum(rows[index, 0], rows[index + 1 :, 0])
        high = np.minimum(rows[index, 1], rows[index + 1 :, 1])
        left = np.maximum(columns[index, 0], columns[index + 1 :, 0])
        right = np.minimum(columns[index, 1], columns[index + 1 :, 1])
        tall, wide = high - low, right - left
        for other in np.flatnonzero((tall >= 0) & (wide >= 0)):
            seams += bool(tall[other] > 1 or wide[other] > 1)  # those that meet in a point are none
            if tall[other] > 0 and wide[other] > 0:
                area = tuple(int(side[other]) for side in (low, left, tall, wide))
                differ = _difference(piece, pieces[index + 1 + int(other)], area)
                step_m = float(np.fmax(step_m, differ))
                shared += area[2] * area[3]
    return seams, step_m, shared


def _difference(one: Piece, other: Piece, area: tuple[int, ...]) -> float:
    """Greatest difference of two files in cells that both have; nan if there is none. [m]"""
    row, column, rows, columns = area
    greatest = math.nan
    step = max(1, _STRIP_CELLS // columns)
    for top in range(row, row + rows, step):
        high = min(step, row + rows - top)
        parts = []
        for piece in (one, other):
            with opened(piece.file) as cells:
                window = (top - piece.row, column - piece.column, high, columns)
                parts.append(cells.read(window)[0])
        apart = np.abs(parts[0] - parts[1])
        if not np.isnan(apart).all():
            greatest = float(np.fmax(greatest, np.nanmax(apart)))
    return greatest


def _missing_tiles(files: tuple[RasterFile, ...]) -> tuple[str, ...]:
    """Tiles inside the extent that are not there, where most files are one-degree tiles."""
    corners = {corner for file in files if (corner := _corner(file)) is not None}
    if len(corners) < 2 or len(corners) < 0.9 * len(files):
        return ()
    south = min(latitude for latitude, _ in corners)
    north = max(latitude for latitude, _ in corners)
    starts = sorted({longitude % 360 for _, longitude in corners})
    gaps = [
        (later - earlier) % 360 or 360
        for earlier, later in zip(starts, [*starts[1:], starts[0]], strict=True)
    ]
    widest = gaps.index(max(gaps))
    west = starts[(widest + 1) % len(starts)]
    wide = (starts[widest] - west) % 360 + 1
    whole = [
        (latitude, (west + east + 180) % 360 - 180)
        for latitude in range(south, north + 1)
        for east in range(wide)
    ]
    return tuple(short_name(tile) for tile in whole if tile not in corners)


def _corner(file: RasterFile) -> tuple[int, int] | None:
    """South-west corner of a file that is a tile of one degree, else None."""
    west, south, east, north = file.bounds_deg
    slack = 0.02
    if abs(north - south - 1.0) > slack or abs((east - west) % 360.0 - 1.0) > slack:
        return None
    if max(abs(west - round(west)), abs(south - round(south))) > slack:
        return None
    return round(south), (round(west) + 180) % 360 - 180
