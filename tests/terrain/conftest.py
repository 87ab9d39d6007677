"""Small rasters written for a test."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine


@pytest.fixture
def write_raster(tmp_path: Path) -> Callable[..., Path]:
    """Write an array as a GeoTIFF; by default 0.01 degree cells with the corner at 40 N, 32 E."""

    def write(heights: np.ndarray, name: str = "dem.tif", **options: object) -> Path:
        path = tmp_path / name
        units = options.pop("units", None)
        tags = options.pop("tags", {})
        scale = options.pop("scale", None)
        overviews = options.pop("overviews", None)
        bands = heights if heights.ndim == 3 else heights[None]
        profile = {
            "driver": "GTiff",
            "dtype": bands.dtype,
            "count": bands.shape[0],
            "height": bands.shape[1],
            "width": bands.shape[2],
            "crs": "EPSG:4326",
            "transform": Affine(0.01, 0.0, 32.0, 0.0, -0.01, 40.0),
        } | options
        with rasterio.open(path, "w", **profile) as target:
            target.write(bands)
            target.update_tags(**tags)
            if units is not None:
                target.units = (units,) * bands.shape[0]
            if scale is not None:
                target.scales = (scale,) * bands.shape[0]
            if overviews is not None:
                target.build_overviews(overviews, rasterio.enums.Resampling.average)
        return path

    return write


@pytest.fixture
def ramp() -> np.ndarray:
    """100 x 100 heights: 10 m per row southwards, 1 m per column eastwards, from 100 m."""
    rows, columns = np.mgrid[0:100, 0:100]
    return (100.0 + 10.0 * rows + columns).astype(np.float32)
