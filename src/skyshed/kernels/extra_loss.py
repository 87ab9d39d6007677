"""Loss by what is in the way besides the Earth (gas, rain, clutter), read from a small table.

The table holds the one-way loss (distance, altitude). Its nodes lie at even steps of the square
root of both: close together near the radar and near the ground, where the loss bends most.
"""

import math

from skyshed.kernels.compile import compiled
from skyshed.kernels.extra_loss_grid import HIGHEST_M


@compiled
def extra_loss_db(d, h, table, farthest):
    """One-way loss at ground distance d and altitude h, linear between the nodes; 0 of no table."""
    if table.size == 0:
        return 0.0
    nodes_d, nodes_h = table.shape
    x = math.sqrt(min(max(d / farthest, 0.0), 1.0)) * (nodes_d - 1)
    y = math.sqrt(min(max(h / HIGHEST_M, 0.0), 1.0)) * (nodes_h - 1)
    i, j = min(int(x), nodes_d - 2), min(int(y), nodes_h - 2)
    u, v = x - i, y - j
    near = table[i, j] * (1.0 - v) + table[i, j + 1] * v
    far = table[i + 1, j] * (1.0 - v) + table[i + 1, j + 1] * v
    return near * (1.0 - u) + far * u


@compiled
def extra_losses(distance, altitude, table, farthest, loss_db):
    """`extra_loss_db` of points; three arrays (row, column), the last one is filled."""
    for a in range(altitude.shape[0]):
        for i in range(altitude.shape[1]):
            loss_db[a, i] = extra_loss_db(distance[a, i], altitude[a, i], table, farthest)
