"""Thin the EGM96 geoid of PROJ to one degree: src/skyshed/geodesy/data/egm96_1deg.npz.

    python tools/make_undulation.py PATH/TO/egm96_15.gtx

Prints how far bilinear interpolation in the thinned table lies from the 15-minute grid.
"""

import argparse
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray

TARGET = Path(__file__).parents[1] / "src/skyshed/geodesy/data/egm96_1deg.npz"
CENTIMETRES = 100.0


def main() -> None:
    """Read, thin, write, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grid", type=Path)
    with rasterio.open(parser.parse_args().grid) as file:
        fine = file.read(1).astype(float)  # 90 N to 90 S, 180 W to 179.75 E
    thin = np.round(fine[::4, ::4] * CENTIMETRES).astype(np.int16)
    np.savez_compressed(TARGET, undulation_cm=thin)
    error = np.abs(_interpolated(thin / CENTIMETRES) - fine)
    weight = np.broadcast_to(np.cos(np.radians(90.0 - np.arange(721) / 4.0))[:, None], fine.shape)
    rms = np.sqrt((error**2 * weight).sum() / weight.sum())
    order = np.argsort(error, axis=None)
    share = np.cumsum(weight.ravel()[order]) / weight.sum()
    p99 = error.ravel()[order][np.searchsorted(share, 0.99)]
    print(f"{TARGET}: rms {rms:.2f} m, 99 % of the area {p99:.1f} m, most {error.max():.1f} m")


def _interpolated(thin: NDArray[np.float64]) -> NDArray[np.float64]:
    """The thinned table at every node of the fine one."""
    closed = np.concatenate([thin, thin[:, :1]], axis=1)
    row, column = np.arange(721) / 4.0, np.arange(1440) / 4.0
    i, j = np.minimum(row.astype(int), 179), column.astype(int)
    down, right = (row - i)[:, None], (column - j)[None, :]
    upper = (1.0 - right) * closed[i][:, j] + right * closed[i][:, j + 1]
    lower = (1.0 - right) * closed[i + 1][:, j] + right * closed[i + 1][:, j + 1]
    return (1.0 - down) * upper + down * lower


if __name__ == "__main__":
    main()
