"""Exact line of sight over a bilinear surface (called R3), to hold the sweep against.

Its own geometry in double precision: every crossing of the straight path with a row or a column of
the grid is a corner of the profile; between crossings the profile is taken as straight. Nothing is
shared with the kernels but the grid.
"""

import math

import numba
import numpy as np


@numba.njit(error_model="numpy")
def _trace(ground, cell_m, h0, curvature_north, curvature_east, k, rows, columns, out):
    n = ground.shape[0] // 2
    for index in range(rows.size):
        north, east = n - rows[index], columns[index] - n
        length = math.hypot(north, east)
        curvature = curvature_north * (north / length) ** 2 + curvature_east * (east / length) ** 2
        radius = k / curvature
        steepest = -1e30
        for along in range(2):
            crossings = abs(east) if along == 0 else abs(north)
            for q in range(1, crossings):
                f = q / crossings
                row, column = n - north * f, n + east * f
                r0 = min(math.floor(row), 2 * n - 1)
                c0 = min(math.floor(column), 2 * n - 1)
                fr, fc = row - r0, column - c0
                left = ground[r0, c0] * (1 - fr) + ground[r0 + 1, c0] * fr
                right = ground[r0, c0 + 1] * (1 - fr) + ground[r0 + 1, c0 + 1] * fr
                h = left * (1 - fc) + right * fc
                a = f * length * cell_m / radius
                slope = ((radius + h) * math.cos(a) - (radius + h0)) / ((radius + h) * math.sin(a))
                steepest = max(steepest, slope)
        a = length * cell_m / radius
        if steepest < -1e29:
            out[index] = -1e9
        else:
            out[index] = (radius + h0) / (math.cos(a) - steepest * math.sin(a)) - radius


def exact_visible_altitude(
    ground, rows, columns, *, cell_m, antenna_altitude_m, curvature_per_m, k=4.0 / 3.0
):
    """Lowest visible altitude over the cells (rows, columns), -1e9 where nothing stands between."""
    out = np.empty(len(rows))
    _trace(
        np.asarray(ground, dtype=float),
        float(cell_m),
        float(antenna_altitude_m),
        *curvature_per_m,
        float(k),
        np.asarray(rows),
        np.asarray(columns),
        out,
    )
    return out
