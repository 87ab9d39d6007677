"""Heights of the terrain at points anywhere."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.errors import TerrainError
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.mosaic import mosaics
from skyshed.terrain.patch import interpolate, read_patch, thinning
from skyshed.terrain.placement import file_coordinates, inside
from skyshed.terrain.raster_file import RasterFile

_WINDOW_CELLS = 25_000_000  # a larger window is read in parts


@dataclass(frozen=True)
class Sampled:
    """Heights at points.

    Parameters
    ----------
    altitude_m : ndarray, shape (...)
        Height above mean sea level; nan in a gap: outside the data or in a void too wide to fill.
        [m]
    void : ndarray of bool, shape (...)
        Whether the height rests, in part, on filled voids.
    """

    altitude_m: NDArray[np.float64]
    void: NDArray[np.bool_]


def sample_terrain(
    dataset: TerrainDataset,
    lat_rad: ArrayLike,
    lon_rad: ArrayLike,
    *,
    spacing_m: float | None = None,
) -> Sampled:
    """Height of the terrain at points, bilinear between cell centres.

    Parameters
    ----------
    dataset : TerrainDataset
        The terrain.
    lat_rad, lon_rad : array_like, shape (...)
        Points on WGS 84. [rad]
    spacing_m : float, optional
        Distance between neighbouring points. Where it is at least twice the distance of the cells,
        as many cells as fit are averaged; without it every cell counts. [m]

    Returns
    -------
    Sampled

    Raises
    ------
    TerrainError
        If a file cannot be read.

    Notes
    -----
    Averaging flattens ridges. Only the parts of the files that the points need are read. In the
    outer half cell of a file its outermost height holds, so tiles join without a gap.
    """
    latitude, longitude = np.broadcast_arrays(
        np.asarray(lat_rad, dtype=float), np.asarray(lon_rad, dtype=float)
    )
    altitude = np.full(latitude.size, np.nan)
    void = np.zeros(latitude.size, dtype=bool)
    known = np.flatnonzero(np.isfinite(latitude.ravel()) & np.isfinite(longitude.ravel()))
    if known.size:
        lat, lon = latitude.ravel()[known], longitude.ravel()[known]
        for file in mosaics(dataset.files):
            row, column = file_coordinates(file, lat, lon, lon0_rad=float(lon[0]))
            missing = np.isnan(altitude[known]) & inside(file, row, column)
            index = known[missing]
            factor = thinning(file, spacing_m)
            _sample_file(file, row[missing], column[missing], factor, index, altitude, void)
    return Sampled(altitude.reshape(latitude.shape), void.reshape(latitude.shape))


def site_ground_altitude(
    dataset: TerrainDataset, latitude_deg: float, longitude_deg: float
) -> float:
    """Height of the terrain model at a site. [m]

    Parameters
    ----------
    dataset : TerrainDataset
        The terrain.
    latitude_deg, longitude_deg : float
        The site. [deg]

    Raises
    ------
    TerrainError
        If the site lies outside the terrain data or in a gap of them.
    """
    found = sample_terrain(dataset, math.radians(latitude_deg), math.radians(longitude_deg))
    altitude_m = float(found.altitude_m)
    if math.isnan(altitude_m):
        raise outside_error(dataset, latitude_deg, longitude_deg)
    return altitude_m


def outside_error(
    dataset: TerrainDataset, latitude_deg: float, longitude_deg: float
) -> TerrainError:
    """The error for a site without terrain, saying what the data cover."""
    bounds = np.array([file.bounds_deg for file in dataset.files])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    for file in dataset.files:
        w, s, e, n = file.bounds_deg
        east_of_west, west_of_east = w <= longitude_deg, longitude_deg <= e
        between = east_of_west and west_of_east if w <= e else east_of_west or west_of_east
        if between and s <= latitude_deg <= n:
            return TerrainError(
                f"{file.path}: the site at {latitude_deg:g}, {longitude_deg:g} lies in a void or at"
                " the edge of the data; fill the void or use other terrain"
            )
    return TerrainError(
        f"{dataset.path}: the site at {latitude_deg:g}, {longitude_deg:g} has no terrain under it; "
        f"the data cover latitude {south:.4g} to {north:.4g}, longitude {west:.4g} to {east:.4g}"
    )


def _sample_file(
    file: RasterFile,
    row: NDArray[np.float64],
    column: NDArray[np.float64],
    factor: int,
    index: NDArray[np.intp],
    altitude: NDArray[np.float64],
    void: NDArray[np.bool_],
) -> None:
    """Write heights of one file to the places `index`, in halves while the points lie far apart."""
    if index.size == 0:
        return
    rows = math.floor(row.min()), math.ceil(row.max()) + 1
    columns = math.floor(column.min()), math.ceil(column.max()) + 1
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    if height * width > _WINDOW_CELLS * factor**2 and index.size > 1:
        along = row if height > width else column
        first, second = np.array_split(np.argsort(along, kind="stable"), 2)
        for part in (first, second):
            _sample_file(file, row[part], column[part], factor, index[part], altitude, void)
        return
    patch = read_patch(file, rows, columns, factor=factor)
    altitude[index], void[index] = interpolate(patch, row, column)
