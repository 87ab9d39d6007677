"""Small one-degree tiles written for a test, in the layouts of the public products."""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import Affine


def plane(latitude_deg: np.ndarray, longitude_deg: np.ndarray) -> np.ndarray:
    """A tilted plane: bilinear interpolation must reproduce it exactly, seams included. [m]"""
    return 500.0 + 20.0 * (latitude_deg - 40.0) + 30.0 * (longitude_deg - 30.0)


def glo_tile(
    path: Path,
    latitude: int,
    longitude: int,
    *,
    rows: int = 120,
    columns: int = 120,
    heights: np.ndarray | None = None,
) -> Path:
    """A tile laid out as those of Copernicus: cells centred on the north and the west edge.

    Its corner is the south-west one. Neighbours share no cell.
    """
    high, wide = 1.0 / rows, 1.0 / columns
    if heights is None:
        lat = latitude + 1.0 - high * np.arange(rows)
        lon = longitude + wide * np.arange(columns)
        heights = plane(lat[:, None], lon[None, :])
    corner = Affine(wide, 0.0, longitude - wide / 2, 0.0, -high, latitude + 1.0 + high / 2)
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=columns, count=1, dtype="float32",
        crs="EPSG:4326", transform=corner, compress="deflate",
    ) as target:  # fmt: skip
        target.write(heights.astype(np.float32), 1)
    return path


def hgt_bytes(heights: np.ndarray) -> bytes:
    """The content of an .hgt file: big-endian 16-bit metres, nothing else."""
    return np.rint(heights).astype(">i2").tobytes()


def hgt_heights(latitude: int, longitude: int, *, per_degree: int = 1200) -> np.ndarray:
    """Whole metres of a tile whose outer rows and columns lie on its edges."""
    along = np.arange(per_degree + 1) / per_degree
    return np.rint(plane((latitude + 1.0 - along)[:, None], (longitude + along)[None, :]))


def dted_tile(path: Path, latitude: int, longitude: int, heights: np.ndarray) -> Path:
    """A DTED file written by GDAL; level by its name, cells on the edges of the degree."""
    rows, columns = heights.shape
    high, wide = 1.0 / (rows - 1), 1.0 / (columns - 1)
    corner = Affine(wide, 0.0, longitude - wide / 2, 0.0, -high, latitude + 1.0 + high / 2)
    with rasterio.open(
        path, "w", driver="DTED", height=rows, width=columns, count=1, dtype="int16",
        crs="EPSG:4326", transform=corner,
    ) as target:  # fmt: skip
        target.write(heights.astype(np.int16), 1)
    return path
