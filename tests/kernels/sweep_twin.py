"""The terrain sweep again, in plain Python and double precision, with sines instead of series."""

import math

import numpy as np

NEAR_RINGS = 128
STRAIGHT_DOWN = -1e6


def sweep(ground, *, cell_m, h0, curvature_per_m, inverse_k=(0.75,), scale_m=1e5, clear_rings=0):
    """Lowest visible altitude and fraction of the deciding edge for every cell."""
    n = ground.shape[0] // 2
    visible, fraction = np.full(ground.shape, np.nan), np.full(ground.shape, np.nan)
    visible[n, n], fraction[n, n] = ground[n, n], 0.0
    north, east = curvature_per_m
    # East and west first: north and south own the diagonals.
    for turn, along, across in ((True, east, north), (False, north, east)):
        for flip in (False, True):

            def view(a, turn=turn, flip=flip):
                a = a.T if turn else a
                return a[::-1] if flip else a

            _sector(
                view(ground),
                view(visible),
                view(fraction),
                cell_m,
                h0,
                (along, across),
                inverse_k,
                scale_m,
                clear_rings,
            )
    return visible, fraction


def _sector(ground, visible, fraction, cell_m, h0, curvature, inverse_k, scale_m, clear_rings):
    """The sector towards the first row."""
    n = ground.shape[0] // 2
    best, edge = np.full(2 * n + 1, STRAIGHT_DOWN), np.zeros(2 * n + 1)
    before = None
    for i in range(1, n + 1):
        row = n - i
        sphere = []  # arc angle, radius and slope per ring of each cell of this ring
        for j in range(-i, i + 1):
            d = cell_m * math.hypot(i, j)
            s = (d / scale_m) ** 2
            bent = sum(c * s**p for p, c in enumerate(inverse_k))
            radius = 1.0 / (bent * (curvature[0] * i * i + curvature[1] * j * j) / (i * i + j * j))
            a = d / radius
            h = ground[row, n + j]
            tangent = ((radius + h) * math.cos(a) - (radius + h0)) / ((radius + h) * math.sin(a))
            sphere.append((a, radius, tangent * d))
        for j in range(-i, i + 1):
            position = (j + i) * n / i
            k = min(int(position), 2 * n - 1)
            f = position - k
            slope = best[k] * (1 - f) + best[k + 1] * f
            a, radius, _ = sphere[j + i]
            t = slope * i / (radius * a)
            visible[row, n + j] = (radius + h0) / (math.cos(a) - t * math.sin(a)) - radius
            fraction[row, n + j] = edge[k if f < 0.5 else k + 1] / i
        heights = [p for _, _, p in sphere]
        if 1 < i <= NEAR_RINGS:
            _cross_columns(i, n, clear_rings, before, heights, best, edge)
        _cross_ring(i, n, clear_rings, heights, best, edge)
        before = heights


def _cross_ring(i, n, clear_rings, heights, best, edge):
    """Every ray meets the ring between two cells."""
    for k in range(2 * n + 1):
        if math.hypot(i, i * (k - n) / n) <= clear_rings:
            continue
        position = k * i / n
        j = min(int(position), 2 * i - 1)
        f = position - j
        slope = (heights[j] * (1 - f) + heights[j + 1] * f) / i
        if slope > best[k]:
            best[k], edge[k] = slope, i


def _cross_columns(i, n, clear_rings, before, heights, best, edge):
    """Rays that change from one column of cells to the next between the rings i - 1 and i."""
    for k in range(2 * n + 1):
        lean = (k - n) / n
        column = math.floor(abs(lean) * i)
        if column <= abs(lean) * (i - 1) or column > i - 1:
            continue
        ring = column / abs(lean)
        if math.hypot(ring, column) <= clear_rings:
            continue
        f = ring - (i - 1)
        c = column if lean > 0 else -column
        slope = ((1 - f) * before[c + i - 1] + f * heights[c + i]) / ring
        if slope > best[k]:
            best[k], edge[k] = slope, ring
