"""Fly-out tables: fans of shots spread over a grid of ground range and altitude."""

import math

import numpy as np

from skyshed.kernels.arc import SAMPLE, SAMPLES, fly_arc
from skyshed.kernels.compile import compiled, part

# Planes of a table.
TIME, SPEED, LATERAL, LOFT, ANGLE, APOGEE = range(6)
PLANES = 6
_EDGE = 1e-9  # of a cell: nodes on an edge belong to both triangles


@compiled
def table_at(table, range_step, altitude_low, altitude_step, range_m, altitude_m):
    """Bilinear value of a table (range, altitude); nan outside it or beside a node without value.

    A node whose weight is zero does not count.
    """
    u = range_m / range_step
    w = (altitude_m - altitude_low) / altitude_step
    if not (0.0 <= u <= table.shape[0] - 1 and 0.0 <= w <= table.shape[1] - 1):
        return math.nan
    i = min(int(u), table.shape[0] - 2)
    j = min(int(w), table.shape[1] - 2)
    f, g = u - i, w - j
    total = 0.0
    for di in range(2):
        for dj in range(2):
            weight = (f if di else 1.0 - f) * (g if dj else 1.0 - g)
            if weight > 0.0:
                total += weight * table[i + di, j + dj]
    return total


@part
def _offer(missile, plane, met, i, j, time, speed, lateral, loft, angle, apogee):
    """Keep the quickest crossing that meets the limits of reach, else the quickest of all."""
    meets = time <= missile[13] and speed >= missile[11] and lateral >= missile[12]
    if met[i, j] and not meets:
        return
    if met[i, j] == meets and not (
        math.isnan(plane[TIME, i, j]) or time < plane[TIME, i, j]
    ):  # fmt: skip
        return
    met[i, j] = meets
    plane[TIME, i, j] = time
    plane[SPEED, i, j] = speed
    plane[LATERAL, i, j] = lateral
    plane[LOFT, i, j] = loft
    plane[ANGLE, i, j] = angle
    plane[APOGEE, i, j] = apogee


@part
def _fill_triangle(missile, corner, plane, met):
    """Offer every node inside a triangle of samples; corner (3, 8): u, w and the planes."""
    ax, ay, bx, by, cx, cy = (
        corner[0, 0], corner[0, 1], corner[1, 0], corner[1, 1], corner[2, 0], corner[2, 1],
    )  # fmt: skip
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if abs(area) < 1e-14:
        return
    i_low = max(0, math.ceil(min(ax, bx, cx) - _EDGE))
    i_high = min(plane.shape[1] - 1, math.floor(max(ax, bx, cx) + _EDGE))
    j_low = max(0, math.ceil(min(ay, by, cy) - _EDGE))
    j_high = min(plane.shape[2] - 1, math.floor(max(ay, by, cy) + _EDGE))
    for i in range(i_low, i_high + 1):
        for j in range(j_low, j_high + 1):
            b = ((i - ax) * (cy - ay) - (cx - ax) * (j - ay)) / area
            c = ((bx - ax) * (j - ay) - (i - ax) * (by - ay)) / area
            a = 1.0 - b - c
            if a < -_EDGE or b < -_EDGE or c < -_EDGE:
                continue
            _offer(
                missile, plane, met, i, j,
                a * corner[0, 2] + b * corner[1, 2] + c * corner[2, 2],
                a * corner[0, 3] + b * corner[1, 3] + c * corner[2, 3],
                a * corner[0, 4] + b * corner[1, 4] + c * corner[2, 4],
                a * corner[0, 5] + b * corner[1, 5] + c * corner[2, 5],
                a * corner[0, 6] + b * corner[1, 6] + c * corner[2, 6],
                a * corner[0, 7] + b * corner[1, 7] + c * corner[2, 7],
            )  # fmt: skip


@part
def _set_corner(row, loft, range_step, altitude_low, altitude_step, corner):
    corner[0] = row[1] / range_step
    corner[1] = (row[2] - altitude_low) / altitude_step
    corner[2] = row[0]
    corner[3] = row[3]
    corner[4] = row[5]
    corner[5] = loft
    corner[6] = row[4]
    corner[7] = row[6]


@compiled
def fly_out_table(
    missile, launch_altitude, elevations, pull, range_step, altitude_low, altitude_step,
    coast_step, air, drag, plane, met, delay=0.0, dive=0.0,
):  # fmt: skip
    """Fly a fan of shots and offer what it sweeps to the nodes of a table.

    missile (14,); elevations (shot,) ascending; pull, delay and dive as in `arc.fly_arc`; plane
    (PLANES, range, altitude), nan before the first fan; met (range, altitude) whether the value
    held there meets the limits of reach. Between two shots values are linear on triangles of
    samples, so a node that two branches reach gets both offers.
    """
    samples = np.empty((2, SAMPLES, SAMPLE))
    count = np.zeros(2, np.int64)
    corner = np.empty((3, 2 + PLANES))
    for shot in range(elevations.size):
        new = shot % 2
        old = 1 - new
        count[new] = fly_arc(
            missile, launch_altitude, elevations[shot], pull, altitude_low, coast_step, air, drag,
            samples[new], delay, dive,
        )  # fmt: skip
        if shot == 0:
            continue
        for k in range(max(count[0], count[1]) - 1):
            p, q = min(k, count[old] - 1), min(k + 1, count[old] - 1)
            r, s = min(k, count[new] - 1), min(k + 1, count[new] - 1)
            first, second = elevations[shot - 1], elevations[shot]
            grid = (range_step, altitude_low, altitude_step)
            _set_corner(samples[old, p], first, *grid, corner[0])
            _set_corner(samples[new, s], second, *grid, corner[1])
            _set_corner(samples[old, q], first, *grid, corner[2])
            _fill_triangle(missile, corner, plane, met)
            _set_corner(samples[new, r], second, *grid, corner[2])
            _fill_triangle(missile, corner, plane, met)
