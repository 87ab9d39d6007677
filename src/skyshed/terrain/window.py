"""A window of terrain held in memory, onto which the planes of moving sites are laid."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.geodesy.site_plane import plane_to_geodetic
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.patch import read_patch, thinning
from skyshed.terrain.placement import columns_around, file_coordinates, is_geographic
from skyshed.terrain.raster_file import RasterFile
from skyshed.terrain.sampling import sample_terrain

NODE_CELLS = 32
"""Cells between control nodes; in between, places are read linearly."""
_MARGIN_M = 60_000.0  # read beyond what is asked for, so that a site can move
_SAMPLED_ROWS = 256
_EARTH_RADIUS_M = 6_371_000.0  # for spacings only

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]


@dataclass(frozen=True)
class TerrainWindow:
    """Heights of a part of a terrain, ready for bilinear look-ups.

    Attributes
    ----------
    dataset : TerrainDataset
        Where the heights come from.
    cell_m : float
        Cells of the maps it serves; finer data are averaged to about that. [m]
    altitude_m : ndarray of float32, shape (row, column)
        Height above mean sea level; nan where unknown. [m]
    first, step : tuple of float
        Row and column in the file of the first cell's centre, and cells of the file per cell; or
        latitude and longitude and their steps in radians, where several files were joined.
    lon0_rad : float
        Longitude near which columns are counted. [rad]
    covers : tuple of 4 float
        First and last row, first and last column that were read; infinite where the data end.
    has_gaps : bool
        Whether a height is unknown.
    """

    dataset: TerrainDataset
    cell_m: float
    altitude_m: Float32
    first: tuple[float, float]
    step: tuple[float, float]
    lon0_rad: float
    covers: tuple[float, float, float, float]
    has_gaps: bool

    def places(self, lat_rad: Float64, lon_rad: Float64) -> tuple[Float64, Float64]:
        """Row and column of points in `altitude_m`, 0 at the centre of the first cell."""
        row, column = _coordinates(self.dataset, lat_rad, lon_rad, self.lon0_rad)
        return (row - self.first[0]) / self.step[0], (column - self.first[1]) / self.step[1]

    def holds(self, row: Float64, column: Float64) -> bool:
        """Whether this window has read what lies at points, as `places` gives them."""
        low_row, high_row, low_column, high_column = self.covers
        return bool(
            row.min() >= low_row
            and row.max() <= high_row
            and column.min() >= low_column
            and column.max() <= high_column
        )


def nodes_of_plane(
    latitude_deg: float, longitude_deg: float, cell_m: float, n: int
) -> tuple[Float64, Float64]:
    """Latitude and longitude of every `NODE_CELLS`-th cell of a site's plane, north first. [rad]"""
    count = -(-(2 * n + 1) // NODE_CELLS) + 1
    offset_m = (np.arange(count) * NODE_CELLS - n) * cell_m
    return plane_to_geodetic(
        offset_m[None, :],
        -offset_m[:, None],
        lat0_rad=math.radians(latitude_deg),
        lon0_rad=math.radians(longitude_deg),
    )


def read_window(
    dataset: TerrainDataset, lat_rad: Float64, lon_rad: Float64, *, cell_m: float
) -> TerrainWindow:
    """Read what holds the given points, and a margin round them.

    Parameters
    ----------
    dataset : TerrainDataset
        The terrain.
    lat_rad, lon_rad : ndarray
        Points, such as `nodes_of_plane` gives them. [rad]
    cell_m : float
        Cells of the maps: where they are at least twice those of the data, as many cells of the
        data as fit are averaged. [m]

    Returns
    -------
    TerrainWindow

    Raises
    ------
    TerrainError
        If a file cannot be read.
    """
    lon0_rad = float(lon_rad[lon_rad.shape[0] // 2, lon_rad.shape[1] // 2])
    if len(dataset.files) > 1:
        return _sampled(dataset, lat_rad, lon_rad, lon0_rad, cell_m)
    (file,) = dataset.files
    row, column = _coordinates(dataset, lat_rad, lon_rad, lon0_rad)
    margin = _MARGIN_M / file.resolution_m
    wanted = (row.min() - margin, row.max() + margin, column.min() - margin, column.max() + margin)
    around = columns_around(file) is not None
    rows = _cut(wanted[0], wanted[1], file.height)
    columns = _cut(wanted[2], wanted[3], None if around else file.width)
    if rows[0] >= rows[1] or columns[0] >= columns[1]:
        return _nothing(dataset, cell_m, lon0_rad)
    patch = read_patch(file, rows, columns, factor=thinning(file, cell_m))
    first, step = (patch.first_row, patch.first_column), (patch.row_step, patch.column_step)
    last = (patch.altitude_m.shape[0] - 1.0, patch.altitude_m.shape[1] - 1.0)
    covers = (
        -math.inf if rows[0] == 0 else 0.0,
        math.inf if rows[1] == file.height else last[0],
        -math.inf if not around and columns[0] == 0 else 0.0,
        math.inf if not around and columns[1] == file.width else last[1],
    )
    height = np.ascontiguousarray(patch.altitude_m)
    gaps = bool(np.isnan(height).any())
    return TerrainWindow(dataset, cell_m, height, first, step, lon0_rad, covers, gaps)


def _cut(low: float, high: float, size: int | None) -> tuple[int, int]:
    """Whole cells between two places, not beyond the file."""
    first, last = math.floor(low), math.ceil(high) + 1
    return (first, last) if size is None else (max(first, 0), min(last, size))


def _nothing(dataset: TerrainDataset, cell_m: float, lon0_rad: float) -> TerrainWindow:
    """A window where the data hold nothing at all."""
    gap = np.full((2, 2), np.nan, dtype=np.float32)
    far = (-1e9, -1e9)  # so that no point comes near its cells
    nowhere = (math.inf, -math.inf, math.inf, -math.inf)
    return TerrainWindow(dataset, cell_m, gap, far, (1.0, 1.0), lon0_rad, nowhere, True)


def _sampled(
    dataset: TerrainDataset, lat_rad: Float64, lon_rad: Float64, lon0_rad: float, cell_m: float
) -> TerrainWindow:
    """Several files joined on a grid of latitude and longitude."""
    south, east = _coordinates(dataset, lat_rad, lon_rad, lon0_rad)
    anchor, (down, across) = _grid_of(dataset.files[0], cell_m, float(np.abs(lat_rad).max()))
    margin = _MARGIN_M / _EARTH_RADIUS_M
    wide = margin / max(math.cos(float(np.abs(lat_rad).max())), 0.05)
    low = (
        anchor[0] + down * math.floor((float(south.min()) - margin - anchor[0]) / down),
        anchor[1] + across * math.floor((float(east.min()) - wide - anchor[1]) / across),
    )
    rows = math.ceil((float(south.max()) + margin - low[0]) / down) + 1
    columns = math.ceil((float(east.max()) + wide - low[1]) / across) + 1
    step_m = cell_m  # so that sampling averages as many cells as a single file's window would
    height = np.empty((rows, columns), dtype=np.float32)
    longitude = low[1] + across * np.arange(columns)
    for start in range(0, rows, _SAMPLED_ROWS):
        part = slice(start, min(start + _SAMPLED_ROWS, rows))
        latitude = -(low[0] + down * np.arange(part.start, part.stop))
        found = sample_terrain(dataset, latitude[:, None], longitude[None, :], spacing_m=step_m)
        height[part] = found.altitude_m
    covers = (0.0, rows - 1.0, 0.0, columns - 1.0)
    gaps = bool(np.isnan(height).any())
    return TerrainWindow(dataset, cell_m, height, low, (down, across), lon0_rad, covers, gaps)


def _grid_of(
    file: RasterFile, cell_m: float, latitude_rad: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """First place and steps, southwards and eastwards, of a grid for several files. [rad]

    That of the first file, thinned, if it runs along meridians: the places then lie on the centres
    of cells, also in neighbouring tiles of one product, and nothing is smoothed.
    """
    a, b, c, d, e, f = file.transform
    if is_geographic(file.crs_wkt) and b == 0.0 and d == 0.0 and e < 0.0 < a:
        factor = thinning(file, cell_m)
        anchor = -math.radians(f + 0.5 * factor * e), math.radians(c + 0.5 * factor * a)
        return anchor, (math.radians(-e * factor), math.radians(a * factor))
    down = 0.5 * cell_m / _EARTH_RADIUS_M
    return (0.0, 0.0), (down, down / max(math.cos(latitude_rad), 0.05))


def _coordinates(
    dataset: TerrainDataset, lat_rad: Float64, lon_rad: Float64, lon0_rad: float
) -> tuple[Float64, Float64]:
    """Row and column in the only file; angles southwards and eastwards where there are several."""
    if len(dataset.files) > 1:
        turn = 2.0 * np.pi
        return -lat_rad, lon0_rad + (lon_rad - lon0_rad + np.pi) % turn - np.pi
    return file_coordinates(dataset.files[0], lat_rad, lon_rad, lon0_rad=lon0_rad)
