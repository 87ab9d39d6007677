"""Diffraction over the smooth Earth (ITU-R P.526 sect. 3), in normalised units.

With beta = 1 (horizontal polarisation, or vertical above 20 MHz over land and 300 MHz over sea) the
loss depends on three numbers only: the distance X and the two antenna heights Y1, Y2 in the units
of P.526, eqs. 14 and 15. In these units the Earth's drop over a distance X is X^2, so the horizon
of a height Y lies at sqrt(Y). Square roots of the heights are used throughout.
"""

import math

import numpy as np

from skyshed.kernels.compile import compiled, part

EXCESS_NODES = 200
HEIGHT_NODES = 80
LOSS_NODES = 49
EXCESS_BEND = 6.0  # the excess e = X - sqrt(Y1) enters as e / (EXCESS_BEND + |e|)
EXCESS_TOP = 0.93  # |e| up to 79: 600 km at 40 GHz
HEIGHT_BEND = 3.0  # s = sqrt(Y1) enters as s / (HEIGHT_BEND + s)
LOSS_TOP = 0.98  # the loss enters as 1 - 10^(-loss / 40): up to 68 dB
_CLEARANCE = 1.104 * math.sqrt(math.pi)  # 0.552 Fresnel radii, P.526 eq. 24, in units of Y


@part
def height_gain_db(y):
    """G(Y) of P.526 eqs. 18 and 18a."""
    if y > 2.0:
        return 17.6 * math.sqrt(y - 1.1) - 5.0 * math.log10(y - 1.1) - 8.0
    return 20.0 * math.log10(y + 0.1 * y * y * y)


@part
def beyond_horizon_db(x, y1, y2):
    """Loss in the diffraction region, P.526 eqs. 13 and 17; may be negative well inside sight."""
    if x >= 1.6:
        distance = 11.0 + 10.0 * math.log10(x) - 17.6 * x
    else:
        distance = -20.0 * math.log10(x) - 5.6488 * x**1.425
    return -(distance + height_gain_db(y1) + height_gain_db(y2))


@compiled
def smooth_earth_db(x, s1, s2):
    """Loss at distance x between heights s1^2 and s2^2, P.526 sect. 3.2: never negative."""
    y1, y2 = s1 * s1, s2 * s2
    if x >= s1 + s2:
        return max(beyond_horizon_db(x, y1, y2), 0.0)
    # Smallest clearance between the ray and the sphere, eqs. 22 to 23.
    c = (y1 - y2) / (y1 + y2)
    m = x * x / (2.0 * (y1 + y2))
    inside = 1.5 * c * math.sqrt(3.0 * m / (m + 1.0) ** 3)
    b = (
        2.0
        * math.sqrt((m + 1.0) / (3.0 * m))
        * math.cos(math.pi / 3.0 + math.acos(min(1.0, max(-1.0, inside))) / 3.0)
    )
    x1 = 0.5 * x * (1.0 + b)
    x2 = x - x1
    clearance = ((y1 - x1 * x1) * x2 + (y2 - x2 * x2) * x1) / x
    required = _CLEARANCE * math.sqrt(x1 * x2 / x)
    if clearance >= required:
        return 0.0
    # The effective radius for which this distance is exactly the horizon, eq. 25.
    ratio = x * x / (s1 + s2) ** 2
    third = ratio ** (1.0 / 3.0)
    edge = beyond_horizon_db(x / (third * third), y1 / third, y2 / third)
    return max(edge, 0.0) * (1.0 - clearance / required)


@compiled
def fill_height_table(table, index_from, index_to):
    """sqrt(Y2) at which the loss falls to A, for all nodes (excess, sqrt Y1, A); by bisection.

    The excess is X - sqrt(Y1): how far beyond the first antenna's horizon. Stored is sqrt(Y2) less
    the excess where positive, which varies slowly.
    """
    ne, ns, na = table.shape
    for ie in range(index_from, index_to):
        bent = EXCESS_TOP * (2.0 * ie / (ne - 1) - 1.0)
        excess = EXCESS_BEND * bent / (1.0 - abs(bent))
        for js in range(ns):
            share = max(js, 0.25) / ns
            s1 = HEIGHT_BEND * share / (1.0 - share)
            x = max(s1 + excess, 1e-3)
            horizon = max(excess, 0.0)
            for ka in range(na):
                loss = max(-40.0 * math.log10(1.0 - LOSS_TOP * ka / (na - 1)), 1e-6)
                low, high = 1e-4, horizon + 4.0 + 2.0 * math.sqrt(x)
                for _ in range(26):
                    middle = 0.5 * (low + high)
                    if smooth_earth_db(x, s1, middle) > loss:
                        low = middle
                    else:
                        high = middle
                table[ie, js, ka] = high - horizon


@compiled
def root_height(x, s1, range_ratio, table):
    """sqrt(Y2) at which the loss falls to -20 lg(range_ratio) dB: the table, linear in between."""
    excess = x - s1
    bent = excess / (EXCESS_BEND + abs(excess))
    u = 0.5 * (bent / EXCESS_TOP + 1.0)
    u = min(max(u, 0.0), 0.999999) * (EXCESS_NODES - 1)
    v = min(s1 / (HEIGHT_BEND + s1) * HEIGHT_NODES, HEIGHT_NODES - 1.000001)
    w = min((1.0 - math.sqrt(range_ratio)) / LOSS_TOP, 0.999999) * (LOSS_NODES - 1)
    i, j, k = int(u), int(v), int(w)
    fu, fv, fw = u - i, v - j, w - k
    i, j, k = np.uint64(i), np.uint64(j), np.uint64(k)
    i1, j1, k1 = i + np.uint64(1), j + np.uint64(1), k + np.uint64(1)
    near = (1.0 - fv) * ((1.0 - fw) * table[i, j, k] + fw * table[i, j, k1]) + fv * (
        (1.0 - fw) * table[i, j1, k] + fw * table[i, j1, k1]
    )
    far = (1.0 - fv) * ((1.0 - fw) * table[i1, j, k] + fw * table[i1, j, k1]) + fv * (
        (1.0 - fw) * table[i1, j1, k] + fw * table[i1, j1, k1]
    )
    return max((1.0 - fu) * near + fu * far + max(excess, 0.0), 0.0)
