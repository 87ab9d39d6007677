"""The terrain round a site, on the site's own azimuthal-equidistant plane."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.geodesy.geodesics import direct
from skyshed.geodesy.site_plane import geodetic_to_plane, plane_to_geodetic
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.mosaic import mosaics
from skyshed.terrain.patch import interpolate, read_patch, thinning
from skyshed.terrain.placement import file_coordinates, inside
from skyshed.terrain.raster_file import RasterFile
from skyshed.terrain.sampling import outside_error, sample_terrain

_NODE_SPACING_M = 10_000.0
_SHORTEST_RADIUS_M = 6.33e6  # of curvature anywhere on the ellipsoid
_STRIP_CELLS = 4_000_000  # cells worked on at once
_CELL_BYTES = 5  # a height and a mark of voids
_WORKING_BYTES = 500_000_000  # all arrays of a strip at once, measured; see the test of memory


@dataclass(frozen=True)
class SiteGrid:
    """Heights on a square grid centred on a site.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The site, at the centre of the central cell. [deg]
    cell_m : float
        Side of a cell. [m]
    n : int
        Cells from the central one to each edge.
    ground_m : ndarray of float32, shape (2n + 1, 2n + 1)
        Height above mean sea level at the cell centres, first row in the north, first column in
        the west; nan in a gap. [m]
    void_count : int
        Cells whose height rests, in part, on filled voids.
    gap_count : int
        Cells without a height.
    dataset : TerrainDataset
        Where the heights come from.
    """

    latitude_deg: float
    longitude_deg: float
    cell_m: float
    n: int
    ground_m: NDArray[np.float32]
    void_count: int
    gap_count: int
    dataset: TerrainDataset


def site_grid(
    dataset: TerrainDataset,
    *,
    latitude_deg: float,
    longitude_deg: float,
    radius_m: float,
    cell_m: float,
) -> SiteGrid:
    """Terrain round a site, bilinear between the cell centres of the data.

    Parameters
    ----------
    dataset : TerrainDataset
        The terrain.
    latitude_deg, longitude_deg : float
        The site. [deg]
    radius_m : float
        Radius that the grid must hold; it ends at the first cell centre at or beyond it. [m]
    cell_m : float
        Side of a cell. Where it is at least twice that of the data, as many cells of the data as
        fit are averaged. [m]

    Returns
    -------
    SiteGrid

    Raises
    ------
    TerrainError
        If the site lies outside the data or in a gap, or a file cannot be read.
    ValueError
        If the latitude or a length cannot be.

    Notes
    -----
    Row and column of the data follow from geodesics at control nodes 10 km apart and a cubic spline
    between them, which is exact to millimetres; near a pole every cell has its own geodesic.
    """
    if not (abs(latitude_deg) <= 90.0 and math.isfinite(longitude_deg)):
        raise ValueError(f"no such place: latitude {latitude_deg}, longitude {longitude_deg}")
    if not 0.0 < cell_m <= radius_m < math.inf:
        raise ValueError(f"expected 0 < cell_m <= radius_m, got {cell_m} and {radius_m}")
    n = math.ceil(radius_m / cell_m - 1e-9)
    site_rad = math.radians(latitude_deg), math.radians(longitude_deg)
    ground = np.full((2 * n + 1, 2 * n + 1), np.nan, dtype=np.float32)
    void = np.zeros(ground.shape, dtype=bool)
    for file in mosaics(dataset.files):
        block = _block_of_file(file, site_rad, cell_m, n)
        for strip in _strips(block) if block else []:
            _fill_strip(file, site_rad, cell_m, strip, ground, void)
    if np.isnan(ground[n, n]):
        raise outside_error(dataset, latitude_deg, longitude_deg)
    return SiteGrid(
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        cell_m=cell_m,
        n=n,
        ground_m=ground,
        void_count=int(np.count_nonzero(void)),
        gap_count=int(np.count_nonzero(np.isnan(ground))),
        dataset=dataset,
    )


def grid_bytes(*, radius_m: float, cell_m: float) -> int:
    """Memory that `site_grid` needs at most, however many tiles the terrain has.

    Parameters
    ----------
    radius_m, cell_m : float
        As for `site_grid`. [m]

    Notes
    -----
    Holds where cells of the data are at most half as wide as those of the grid or are averaged.
    """
    cells = (2 * math.ceil(radius_m / cell_m - 1e-9) + 1) ** 2
    return _CELL_BYTES * cells + min(_WORKING_BYTES, 500 * cells)


def radial_profiles(
    dataset: TerrainDataset,
    *,
    latitude_deg: float,
    longitude_deg: float,
    azimuths_rad: ArrayLike,
    distances_m: ArrayLike,
) -> NDArray[np.float64]:
    """Terrain along geodesics that leave a site.

    Parameters
    ----------
    dataset : TerrainDataset
        The terrain.
    latitude_deg, longitude_deg : float
        The site. [deg]
    azimuths_rad : array_like, shape (azimuth,)
        Clockwise from true north. [rad]
    distances_m : array_like, shape (distance,)
        Ground distances from the site. [m]

    Returns
    -------
    ndarray, shape (azimuth, distance)
        Height above mean sea level, bilinear, averaged where the distances are far apart as in
        `sample_terrain`; nan in a gap. [m]
    """
    azimuth = np.atleast_1d(np.asarray(azimuths_rad, dtype=float))
    distance = np.atleast_1d(np.asarray(distances_m, dtype=float))
    latitude, longitude, _ = direct(
        math.radians(latitude_deg), math.radians(longitude_deg), azimuth[:, None], distance[None, :]
    )
    spacing_m = float(np.median(np.diff(distance))) if distance.size > 1 else None
    return sample_terrain(dataset, latitude, longitude, spacing_m=spacing_m).altitude_m


def _fill_strip(
    file: RasterFile,
    site_rad: tuple[float, float],
    cell_m: float,
    strip: tuple[slice, slice],
    ground: NDArray[np.float32],
    void: NDArray[np.bool_],
) -> None:
    """Heights of one file into those cells of a strip (rows, columns) that have none yet."""
    row, column = _places_in_file(file, site_rad, cell_m, strip, ground.shape[0] // 2)
    wanted = np.isnan(ground[strip]) & inside(file, row, column)
    if not wanted.any():
        return
    row, column = row[wanted], column[wanted]
    rows = math.floor(row.min()), math.ceil(row.max()) + 1
    columns = math.floor(column.min()), math.ceil(column.max()) + 1
    patch = read_patch(file, rows, columns, factor=thinning(file, cell_m))
    height, touched = interpolate(patch, row, column)
    ground[strip][wanted] = height
    void[strip][wanted] = touched & ~np.isnan(height)


def _places_in_file(
    file: RasterFile,
    site_rad: tuple[float, float],
    cell_m: float,
    strip: tuple[slice, slice],
    n: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Row and column in a file of the cells of a strip of the site grid."""
    from scipy.interpolate import RectBivariateSpline

    latitude0, longitude0 = site_rad
    south_m, east_m = ((np.arange(part.start, part.stop) - n) * cell_m for part in strip)

    def geodesic(
        south: NDArray[np.float64], east: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        latitude, longitude = plane_to_geodetic(
            east[None, :], -south[:, None], lat0_rad=latitude0, lon0_rad=longitude0
        )
        return file_coordinates(file, latitude, longitude, lon0_rad=longitude0)

    node_south, node_east = _nodes(south_m, cell_m), _nodes(east_m, cell_m)
    node_row, node_column = geodesic(node_south, node_east)
    reach_rad = math.sqrt(2.0) * n * cell_m / _SHORTEST_RADIUS_M
    near_pole = abs(latitude0) + reach_rad > math.radians(89.0)
    if near_pole or node_row.size > south_m.size * east_m.size or np.isnan(node_row).any():
        return geodesic(south_m, east_m)
    row = RectBivariateSpline(node_south, node_east, node_row)(south_m, east_m)
    column = RectBivariateSpline(node_south, node_east, node_column)(south_m, east_m)
    return row, column


def _nodes(cells_m: NDArray[np.float64], cell_m: float) -> NDArray[np.float64]:
    """Control nodes over a run of cells, half a cell beyond its ends."""
    first, last = cells_m[0] - 0.5 * cell_m, cells_m[-1] + 0.5 * cell_m
    return np.linspace(first, last, max(5, math.ceil((last - first) / _NODE_SPACING_M) + 1))


def _strips(block: tuple[slice, slice]) -> list[tuple[slice, slice]]:
    """A block of rows and columns cut into strips of rows."""
    rows, columns = block
    step = max(1, _STRIP_CELLS // (columns.stop - columns.start))
    starts = range(rows.start, rows.stop, step)
    return [(slice(start, min(start + step, rows.stop)), columns) for start in starts]


def _block_of_file(
    file: RasterFile, site_rad: tuple[float, float], cell_m: float, n: int
) -> tuple[slice, slice] | None:
    """Rows and columns of the site grid that a file may reach; None if there are none."""
    west, south, east, north = np.radians(file.bounds_deg)
    width = (east - west) % (2.0 * np.pi) or 2.0 * np.pi
    if max(width, north - south) > math.radians(60.0):
        return slice(0, 2 * n + 1), slice(0, 2 * n + 1)
    # The rim of the file, dense enough that its curved sides stay within the margin.
    part = np.linspace(0.0, 1.0, 65)
    longitude = west + width * np.concatenate([part, np.ones(65), part, np.zeros(65)])
    latitude = south + (north - south) * np.concatenate([np.zeros(65), part, np.ones(65), part])
    x, y = geodetic_to_plane(latitude, longitude, lat0_rad=site_rad[0], lon0_rad=site_rad[1])
    margin = 2 + math.ceil(0.01 * max(np.ptp(x), np.ptp(y)) / cell_m)
    low = np.floor(np.array([-y.max(), x.min()]) / cell_m).astype(int) + n - margin
    high = np.ceil(np.array([-y.min(), x.max()]) / cell_m).astype(int) + n + margin + 1
    low, high = np.clip(low, 0, 2 * n + 1), np.clip(high, 0, 2 * n + 1)
    if np.any(low >= high):
        return None
    return slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1]))
