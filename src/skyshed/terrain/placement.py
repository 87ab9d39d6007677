"""Where points of the Earth lie among the cells of an elevation file."""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.terrain.raster_file import RasterFile


def file_coordinates(
    file: RasterFile,
    lat_rad: NDArray[np.float64],
    lon_rad: NDArray[np.float64],
    *,
    lon0_rad: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Row and column of points in a file, 0 at the centre of the first cell.

    Parameters
    ----------
    file : RasterFile
        The file.
    lat_rad, lon_rad : ndarray, shape (...)
        Points on WGS 84. [rad]
    lon0_rad : float
        Longitude of a point nearby. Columns run on without a jump up to half a turn from it, so
        that a window may cross the antimeridian. [rad]

    Returns
    -------
    row, column : ndarray, shape (...)
        Not limited to the file; nan where the file's reference system does not reach.
    """
    longitude0, latitude = math.degrees(lon0_rad), np.degrees(lat_rad)
    x, y = to_source(file.crs_wkt).transform(np.degrees(lon_rad), latitude)
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    a, b, c, d, e, f = file.transform
    if is_geographic(file.crs_wkt):
        centre = a * file.width / 2 + b * file.height / 2 + c
        # Near the middle of the file first, then all other points near this one.
        longitude0 = centre + float(_wrap(longitude0 - centre))
        x = longitude0 + _wrap(x - longitude0)
    determinant = a * e - b * d
    column = (e * (x - c) - b * (y - f)) / determinant - 0.5
    row = (a * (y - f) - d * (x - c)) / determinant - 0.5
    known = np.isfinite(row) & np.isfinite(column)
    return np.where(known, row, np.nan), np.where(known, column, np.nan)


def columns_around(file: RasterFile) -> int | None:
    """Number of columns that make a full turn where the file goes round the world, else None."""
    a, b, _, d, _, _ = file.transform
    if not is_geographic(file.crs_wkt) or b != 0.0 or d != 0.0:
        return None
    turn = round(360.0 / abs(a))
    return turn if file.width >= turn else None


def inside(
    file: RasterFile, row: NDArray[np.float64], column: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether points lie on the cells of a file, its outer edge included."""
    slack = 0.5 + 1e-6
    found = (row >= -slack) & (row <= file.height - 1 + slack)
    if columns_around(file) is None:
        found &= (column >= -slack) & (column <= file.width - 1 + slack)
    return np.asarray(found)


@cache
def to_source(crs_wkt: str) -> Any:
    """Transformer from WGS 84 longitude and latitude in degrees to a file's coordinates."""
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", crs_wkt, always_xy=True)


@cache
def is_geographic(crs_wkt: str) -> bool:
    """Whether a file's coordinates are longitude and latitude."""
    from pyproj import CRS

    return bool(CRS.from_wkt(crs_wkt).is_geographic)


def _wrap(angle_deg: ArrayLike) -> NDArray[np.float64]:
    """Angle between -180 and 180 degrees."""
    return np.asarray((np.asarray(angle_deg) + 180.0) % 360.0 - 180.0)
