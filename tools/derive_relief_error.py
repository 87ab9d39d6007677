"""How far the builtin relief lies below or above real ridges: the numbers in terrain/relief.py.

    python tools/derive_relief_error.py PATH/TO/srtm3_*.tif

Each tile is one degree of 3-arc-second heights. Through every 5-minute cell of the relief run
lines of SRTM cells, 17 from south to north and 17 from west to east. What masks along such a line
is its highest point, so the error is the highest SRTM height less the highest height of the
relief, bilinear, on the same line. It grows with the local relief, the difference between the
highest and the lowest builtin height in the square of 2 x 2 cells round the place, up to some
600 m (skyshed.terrain.error_weight). The bounds are the 5th and 95th percentile over the lines
with at least that much local relief, tiles counting alike. Cells without ground above 20 m are
left out.
"""

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter

from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.error_weight import FULL_ERROR_RELIEF_M
from skyshed.terrain.patch import read_patch
from skyshed.terrain.sampling import sample_terrain

CELLS = 100  # SRTM cells per relief cell
LINES = range(2, CELLS, 6)
CLASSES_M = (0, 150, 300, 500, 800, 1200, 1700, 6000)
PERCENT = (5, 25, 50, 75, 95)


def errors_of_tile(path: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Error and local relief of every line, in metres."""
    tile = open_terrain(path).files[0]
    west, north = round(tile.bounds_deg[0]), round(tile.bounds_deg[3])
    fine = read_patch(tile, (0, tile.height), (0, tile.width)).altitude_m
    margin = CELLS
    step = np.arange(-margin, 12 * CELLS + 1 + margin) / (12.0 * CELLS)
    latitude, longitude = np.radians(north - step)[:, None], np.radians(west + step)[None, :]
    coarse = sample_terrain(open_terrain(), latitude, longitude).altitude_m
    square = 2 * CELLS + 1
    relief = maximum_filter(coarse, square) - minimum_filter(coarse, square)
    inner = slice(margin, -margin)
    fine, coarse, relief = np.maximum(fine, 0.0), coarse[inner, inner], relief[inner, inner]
    error, local = [], []
    for row in range(0, 12 * CELLS, CELLS):
        for column in range(0, 12 * CELLS, CELLS):
            cell = slice(row, row + CELLS + 1), slice(column, column + CELLS + 1)
            if fine[cell].max() < 20.0:
                continue
            for axis in (0, 1):
                peak = fine[cell].max(axis=axis) - coarse[cell].max(axis=axis)
                error.append(peak[LINES])
                local.append(np.full(len(LINES), relief[cell].mean()))
    return np.concatenate(error), np.concatenate(local)


def errors_among_hills(paths: list[Path]) -> NDArray[np.float64]:
    """Errors of the lines with the full local relief, every tile counting alike, in metres."""
    even = np.linspace(0.0005, 0.9995, 1000)
    tiles = [errors_of_tile(path) for path in paths]
    rough = [np.quantile(error[local >= FULL_ERROR_RELIEF_M], even) for error, local in tiles]
    return np.concatenate(rough)


def main(paths: list[Path]) -> None:
    """Print percentiles per tile, per class of local relief, and over all."""
    tiles = {path.stem: errors_of_tile(path) for path in paths}
    print("percentiles", PERCENT)
    for name, (error, local) in tiles.items():
        print(f"{name}: error {_row(error)} m, local relief {_row(local)} m")
    error, local = (np.concatenate([tile[k] for tile in tiles.values()]) for k in (0, 1))
    for low, high in pairwise(CLASSES_M):
        found = (local >= low) & (local < high)
        print(f"local relief {low}..{high} m: {found.sum()} lines, error {_row(error[found])} m")
    hills = _row(errors_among_hills(paths))
    print(f"local relief from {FULL_ERROR_RELIEF_M:g} m, tiles alike: {hills} m")


def _row(values: NDArray[np.float64]) -> str:
    return " ".join(f"{value:.0f}" for value in np.percentile(values, PERCENT))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tiles", type=Path, nargs="+", help="one-degree SRTM tiles")
    main(parser.parse_args().tiles)
