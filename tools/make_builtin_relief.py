"""Make the builtin relief (src/skyshed/terrain/data/etopo5.tif) from the ETOPO5 GeoTIFF.

    python tools/make_builtin_relief.py PATH/TO/etopo5_global.tif

The heights stay as they are but for those below sea level, which become 0. Their places do not: the
source labels every land height 7.5 arc minutes too far west and 2.5 too far north (compared with
SRTM tiles on three continents and airport elevations world-wide, see the data's README). Moved
back, the edges of the cells fall on whole multiples of 5 minutes, and the row beyond the south pole
drops.
"""

import argparse
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import Affine

TARGET = Path(__file__).resolve().parent.parent / "src/skyshed/terrain/data/etopo5.tif"
SHAPE = (2161, 4320)  # of the source: rows at 90 N ... 90 S, columns at 180 W ... 179 55' E
EASTWARD_CELLS, SOUTHWARD_CELLS = 1.5, 0.5


def make_builtin_relief(source: Path, target: Path = TARGET) -> int:
    """Write the relief with the sea at 0; returns the size of the file in bytes."""
    with rasterio.open(source) as dataset:
        relief, crs, transform = dataset.read(1), dataset.crs, dataset.transform
    if relief.shape != SHAPE or relief.dtype != np.int16:
        raise SystemExit(f"{source}: expected int16 {SHAPE}, found {relief.dtype} {relief.shape}")
    # Cell centres lie on whole multiples of 5 minutes: the corner is half a cell further out.
    if not np.allclose(transform[:6], (1 / 12, 0, -180 - 1 / 24, 0, -1 / 12, 90 + 1 / 24)):
        raise SystemExit(f"{source}: unexpected georeferencing {tuple(transform)[:6]}")
    relief = relief[:-1]
    transform = transform @ Affine.translation(EASTWARD_CELLS, SOUTHWARD_CELLS)
    profile = {
        "driver": "GTiff",
        "dtype": "int16",
        "count": 1,
        "height": relief.shape[0],
        "width": SHAPE[1],
        "crs": crs,
        "transform": transform,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "compress": "deflate",
        "predictor": 2,
        "zlevel": 9,
    }
    with rasterio.open(target, "w", **profile) as dataset:
        dataset.write(np.maximum(relief, 0), 1)
        dataset.units = ("m",)
    return target.stat().st_size


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="etopo5_global.tif")
    print(f"{TARGET.name}: {make_builtin_relief(parser.parse_args().source)} bytes")
