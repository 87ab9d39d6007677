"""One elevation file: its geometry, how it is opened, and what its values mean."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.errors import TerrainError

HIGHEST_M = 9000.0
"""No ground is higher; a greater value marks a void. [m]"""
LOWEST_M = -500.0
"""No dry ground is lower; a smaller value marks a void or the sea floor. [m]"""
IMPOSSIBLE_M = 30_000.0
"""Between `HIGHEST_M` and this, the height of Mount Everest in feet, values are no marks. [m]"""
DEEPEST_M = -12_000.0
"""No sea floor is lower; a smaller value marks a void. [m]"""
VOID_VALUES = (-32768.0, -32767.0, -9999.0)
"""Values that mark voids in common products, also where a file does not declare them."""


@dataclass(frozen=True)
class RasterFile:
    """Geometry and content of one usable elevation file.

    Parameters
    ----------
    path : Path
        The file.
    height, width : int
        Rows and columns.
    transform : tuple of 6 float
        Affine coefficients (a, b, c, d, e, f) from column and row of a cell's corner to the
        coordinates of `crs_wkt`; rotation is allowed.
    crs_wkt : str
        Horizontal coordinate reference system.
    bounds_deg : tuple of 4 float
        West, south, east, north of the whole file; west > east across the antimeridian. [deg]
    resolution_m : float
        Distance of neighbouring cells on the ground at the file's centre, the greater of the two
        directions. [m]
    overviews : tuple of int
        Decimation factors of the overviews inside the file.
    has_sea_floor : bool
        Whether negative values are depths of the sea floor, to be read as sea level.
    lowest_seen_m : float
        Lowest value among those looked at. [m]
    address : str
        The name by which GDAL opens it, where that is not the path: inside an archive.
    pieces : tuple of Piece
        The files that a mosaic is made of, see `skyshed.terrain.mosaic`; empty for a single file.
    """

    path: Path
    height: int
    width: int
    transform: tuple[float, float, float, float, float, float]
    crs_wkt: str
    bounds_deg: tuple[float, float, float, float]
    resolution_m: float
    overviews: tuple[int, ...]
    has_sea_floor: bool
    lowest_seen_m: float
    address: str = ""
    pieces: "tuple[Piece, ...]" = ()


@dataclass(frozen=True)
class Piece:
    """A file of a mosaic, and where in the mosaic its first cell lies.

    Parameters
    ----------
    file : RasterFile
        The file.
    row, column : int
        Of its first cell, counted in cells of the mosaic.
    """

    file: RasterFile
    row: int
    column: int


@contextmanager
def open_raster(path: Path, *, overview: int | None = None, address: str = "") -> Iterator[Any]:
    """A rasterio dataset; what GDAL cannot open or read becomes a `TerrainError`.

    Parameters
    ----------
    path : Path
        The file.
    overview : int, optional
        Index of the overview to open in place of the full resolution.
    address : str, optional
        The name by which GDAL opens it, where that is not the path.
    """
    import rasterio
    from rasterio._err import CPLE_BaseError  # GDAL's own errors, which rasterio lets through
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    unreadable = (RasterioError, CPLE_BaseError, MemoryError, UnicodeError, ValueError)
    options = {} if overview is None else {"overview_level": overview}
    # GDAL would write a file of its own beside a .gz file.
    with rasterio.Env(CPL_VSIL_GZIP_WRITE_PROPERTIES="NO"):
        try:
            with warnings.catch_warnings():
                # A missing position is reported below, as an error that says what to do.
                warnings.simplefilter("ignore", NotGeoreferencedWarning)
                source = rasterio.open(address or path, **options)
        except unreadable as error:
            raise TerrainError(
                f"{path}: not a raster file that can be read (damaged, cut off or another format); "
                f"{_expected(address or str(path))}"
            ) from error
        with source:
            try:
                yield source
            except (RasterioError, CPLE_BaseError, MemoryError) as error:
                raise TerrainError(
                    f"{path}: the heights cannot be read, the file is damaged or cut off; "
                    "fetch it again"
                ) from error


def _expected(address: str) -> str:
    """What a file of that name should be."""
    if ".hgt" in address.rpartition("/")[2].lower():
        return (
            "an .hgt file holds 1201 x 1201 or 3601 x 3601 heights and is named after its "
            "south-west corner, such as N39E032.hgt"
        )
    return "a GeoTIFF is expected"


def clean_heights(
    raw: Any, *, scale: float, offset: float, lowest_m: float = LOWEST_M
) -> NDArray[np.float32]:
    """Heights of a masked block as the file means them, voids as nan.

    Parameters
    ----------
    raw : masked array, shape (rows, columns)
        Values as stored, masked where the file says that there is none.
    scale, offset : float
        Stored values times `scale` plus `offset` are metres.
    lowest_m : float
        Lower heights are voids: `LOWEST_M`, or `DEEPEST_M` where depths of the sea are wanted. [m]

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        nan where masked, not finite, one of `VOID_VALUES` as stored, above `HIGHEST_M` or below
        `lowest_m`. [m]
    """
    stored = np.ma.getdata(raw)
    with np.errstate(all="ignore"):  # a damaged file holds numbers of any size
        height_m = (stored * np.float32(scale) + np.float32(offset)).astype(np.float32, copy=False)
    void = np.ma.getmaskarray(raw) | ~(height_m <= HIGHEST_M) | ~(height_m >= lowest_m)
    for value in VOID_VALUES:
        void |= stored == value
    height_m[void] = np.nan
    return height_m
