"""The terrain sweep: one pass outwards from an antenna, all altitudes at once.

A ray leaves the antenna with slope t = tan(elevation). Over a sphere of effective radius R it
reaches, at the arc angle a = d / R, the altitude h with

    t = (H - R a tan(a/2) * sin(a)/a) / (R sin a),   H = R (h - h0) / (R + h),

h0 being the antenna's altitude. Multiplied by a / sin(a) this is linear in t:

    P(h, d) = H a / sin(a) - R a tan(a/2) = t d.

So the highest slope seen so far is a running maximum of P / d, exact on the sphere, and it needs
neither a square root nor an arctangent: along one ray d is proportional to the ring number. The
functions of a are short series in a^2, which stay below 1e-9 for a < 0.12 (over 700 km).

The grid is square, its centre is the antenna. A sector holds the rings of one quadrant; the rays
of a sector end at the cells of its outermost ring. Ring by ring each cell reads the slope between
its two nearest rays, then each ray takes in the terrain between its two neighbouring cells. In the
first rings, where one cell decides for a wide fan, a ray also takes in the terrain where it crosses
from one column of cells to the next.
"""

import math

import numpy as np

from skyshed.kernels.compile import compiled, part
from skyshed.kernels.lane_memory import (
    ROOM,
    fairly_near,
    first_lanes,
    gather,
    load_from,
    load_part,
    near,
    store_part,
    store_to,
    turn,
)
from skyshed.kernels.lanes import WIDE, counted, select, truncated

NOTHING_BEFORE = np.float32(-1e6)
"""Slope of a ray that has met no terrain yet, in metres per ring: straight down."""

STRIP = 32
"""Rings of an east or west sector that are turned at a time."""

NEAR_RINGS = 128
"""Rings in which column crossings count; beyond, leaving them out changes < 0.1 % of cells."""


@part
def inverse_factor(s, c):
    """1/k at s = (distance / scale)^2: how straight the ray is, 1 for no refraction."""
    return c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * (c[4] + s * c[5]))))


@part
def load_strip(ground, sign, ring, strip):
    """Copy the columns of the next rings into rows, square by square."""
    side, width = ground.shape[0], strip.shape[1]
    n = side // 2
    count = min(STRIP, n - ring + 1)
    low, high = n - (ring + count - 1), n + ring + count
    turned_x = low + (high - low) // WIDE * WIDE
    turned_b = count // WIDE * WIDE
    last = WIDE - 1 if sign < 0 else 0  # the columns of a square, and so its rows, in rising order
    for x0 in range(low, turned_x, WIDE):
        for b in range(0, turned_b, WIDE):
            at = x0 * side + n + sign * (ring + b) - last
            turn(ground, at, side, strip, (b + last) * width + x0, sign * width)
        for b in range(turned_b, count):
            for x in range(x0, x0 + WIDE):
                strip[b, x] = ground[x, n + sign * (ring + b)]
    for x in range(turned_x, high):
        for b in range(count):
            strip[b, x] = ground[x, n + sign * (ring + b)]


@part
def store_strip(strip, first, last, sign, ring, count, target):
    """Copy the results of `count` rings back into columns, cells `first` to `last` of each."""
    side, width = target.shape[0], strip.shape[1]
    n = side // 2
    left = WIDE - 1 if sign < 0 else 0
    for b0 in range(0, count, WIDE):
        b1 = min(b0 + WIDE, count)
        all_from, all_to = first[b0:b1].max(), last[b0:b1].min()
        for x0 in range(first[b0:b1].min(), last[b0:b1].max(), WIDE):
            if b1 - b0 == WIDE and all_from <= x0 and x0 + WIDE <= all_to:
                to = x0 * side + n + sign * (ring + b0) - left
                turn(strip, (b0 + left) * width + x0, sign * width, target, to, side)
                continue
            for b in range(b0, b1):
                for x in range(max(x0, first[b]), min(x0 + WIDE, last[b])):
                    target[x, n + sign * (ring + b)] = strip[b, x]


@part
def cross_columns(i, n, ray_from, rays, clear_rings, before, flat, best, edge):
    """Take in the terrain where rays cross a column of cells between the rings i - 1 and i.

    Column c is crossed there by the rays that end c n / i to c n / (i - 1) cells to either side of
    the sector's axis.
    """
    inner = i - 1
    for side in (-1, 1):
        for c in range(1, i):
            here = flat[i + side * c]
            ahead = before[inner + side * c]
            # The slope at a crossing is steep + share * lateral. Few are higher than what the ray
            # has met; only those are reckoned as carefully as all others, with two divisions.
            steep = float(here) - float(ahead)
            share = (ahead - inner * steep) / (c * n)
            for lateral in range(-(-c * n // i), -(-c * n // inner)):
                k = n + side * lateral - ray_from
                if not 0 <= k < rays:
                    continue
                rise = share * lateral
                if steep + rise + 1e-5 * (abs(steep) + abs(rise)) < best[k]:
                    continue
                ring = np.float32(c * n / lateral)
                if ring * ring + c * c > clear_rings * clear_rings:
                    slope = (ahead + (ring - np.float32(inner)) * (here - ahead)) / ring
                    if slope > best[k]:
                        best[k] = slope
                        edge[k] = ring


@part
def cross_part_of_ring(i, n, ray_from, rays, clear_rings, flat, best, edge):
    """Take in the terrain where rays cross a ring of which the middle lies in the clear circle."""
    for k in range(rays):
        lean = (k + ray_from - n) / n
        if i * i * (1.0 + lean * lean) <= clear_rings * clear_rings:
            continue
        position = (k + ray_from) * (i / n)
        j = min(int(position), 2 * i - 1)
        f = position - j
        slope = np.float32(((1.0 - f) * flat[j] + f * flat[j + 1]) / i)
        if slope > best[k]:
            best[k] = slope
            edge[k] = np.float32(i)


@compiled
def sweep_sector(
    ground,
    sign,
    east_west,
    cell_m,
    antenna_altitude_m,
    curvature_along,
    curvature_across,
    inverse_k,
    scale_m,
    clear_rings,
    disc_rings,
    every,
    ray_from,
    ray_to,
    visible_altitude_m,
    edge_fraction,
):
    """Lowest visible altitude and deciding edge of one sector's rays `ray_from` to `ray_to`.

    ground, visible_altitude_m, edge_fraction: float32 (2n+1, 2n+1). The sector's axis runs along
    the first index (or the second: `east_west`), towards smaller (sign -1) or larger (sign +1)
    indices; the diagonals belong to the sectors along the first. Writes only cells whose ray lies
    in the range and whose ring is a multiple of `every`, and leaves out those that lie farther from
    the antenna than `disc_rings` cells.
    Terrain up to `clear_rings` cells from the antenna does not mask.
    """
    n = ground.shape[0] // 2
    rays = min(ray_to + 1, 2 * n + 1) - ray_from  # one more: the last cells lie between two
    best = np.full(rays + 1 + ROOM, NOTHING_BEFORE, dtype=np.float32)
    edge = np.zeros(rays + 1 + ROOM, dtype=np.float32)
    flat = np.zeros(2 * n + 3 + ROOM, dtype=np.float32)
    before, bend = np.zeros_like(flat), np.zeros_like(flat)
    stretch, shrink = np.zeros_like(flat), np.zeros_like(flat)
    c0, c1, c2 = np.float32(inverse_k[0]), np.float32(inverse_k[1]), np.float32(inverse_k[2])
    c3, c4, c5 = np.float32(inverse_k[3]), np.float32(inverse_k[4]), np.float32(inverse_k[5])
    along = np.float32(curvature_along)
    across = np.float32(curvature_across)
    mean = np.float32(0.5) * (along + across)
    per_scale2 = np.float32(1.0 / scale_m**2)
    h0 = np.float32(antenna_altitude_m)
    cell = np.float32(cell_m)
    zero, half, one = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    sixth, twelfth, tenth = np.float32(1 / 6), np.float32(1 / 12), np.float32(0.1)
    seven60 = np.float32(7 / 60)

    strip = np.empty((STRIP, 2 * n + 1 if east_west else 1), dtype=np.float32)
    out_strip, edge_strip = np.empty_like(strip), np.empty_like(strip)
    first_cell = np.empty(STRIP, dtype=np.int64)
    last_cell = np.empty(STRIP, dtype=np.int64)

    for i in range(1, n + 1):
        b = (i - 1) % STRIP
        if east_west:
            if b == 0:
                load_strip(ground, sign, i, strip)
            row, out, out_edge = strip[b], out_strip[b], edge_strip[b]
        else:
            row = ground[n + sign * i]
            out, out_edge = visible_altitude_m[n + sign * i], edge_fraction[n + sign * i]
        step = np.float32(i / n)
        # The disc's cells on this ring reach so far to either side; rays beyond have left it.
        aside = min(i, int(math.sqrt(max(disc_rings * disc_rings - i * i, 0.0))) + 2)
        ray_low = max(int((i - aside) / step) - 2 - ray_from, 0)
        ray_high = min(int((i + aside) / step) + 3 - ray_from, rays)
        # Cells between the piece's outermost rays, one more on each side for the interpolation.
        j_low = max(int(ray_from * step) - 1, i - aside - 3, 0)
        j_high = min(int((ray_from + rays - 1) * step) + 3, i + aside + 5, 2 * i + 1)
        u2 = (np.float32(i) * cell) * (np.float32(i) * cell)
        shift = n - i
        for j in range(j_low, j_high, WIDE):
            v = (counted(np.float32(j)) - np.float32(i)) * cell
            v2 = v * v
            s = (u2 + v2) * per_scale2
            q = c0 + s * (c1 + s * (c2 + s * (c3 + s * (c4 + s * c5))))
            arc = (u2 * along + v2 * across) * q  # d^2 / R
            rm = mean * q
            a2 = arc * rm  # (d / R)^2; the mean radius is enough inside a small correction
            h = load_part(row, shift + j, j_high - j)
            hr = h * rm
            up = one + a2 * sixth * (one + seven60 * a2)
            drop = half * arc * (one + a2 * twelfth * (one + tenth * a2))
            store_to(flat, j, (h - h0) * (one - hr * (one - hr)) * up - drop)
            store_to(bend, j, drop)
            store_to(stretch, j, one / up)
            store_to(shrink, j, rm)
        flat[j_high] = flat[j_high - 1]

        own_low, own_high = 0, 2 * i + 1
        if east_west:
            own_low, own_high = 1, 2 * i
        own_low, own_high = max(own_low, i - aside), min(own_high, i + aside + 1)
        per = np.float32(n / i)
        first = max(own_low, int(ray_from * step) - 1)
        while first < own_high and np.int32(np.float32(first) * per) < ray_from:
            first += 1
        last = max(first, min(own_high, int(ray_to * step) - 2))
        while last < own_high and np.int32(np.float32(last) * per) < ray_to:
            last += 1
        if i % every != 0:
            last = first
        fairly = 2 * i >= n  # sixteen cells lie between fewer than 32 rays
        fi = np.float32(i)
        per_ring = np.float32(1.0) / fi
        for j in range(first, last, WIDE):
            position = counted(np.float32(j)) * per
            if not fairly:  # lanes beyond the last cell would look far beyond the last ray
                position = select(first_lanes(position, last - j), position, np.float32(j) * per)
            ray = truncated(position)
            f = position - ray
            nearest = ray + select(f < half, zero, one)
            if fairly:
                low = fairly_near(best, ray, -ray_from)
                high = fairly_near(best, ray, 1 - ray_from)
                ring = fairly_near(edge, nearest, -ray_from)
            else:
                low, high = gather(best, ray, -ray_from), gather(best, ray, 1 - ray_from)
                ring = gather(edge, nearest, -ray_from)
            slope = low + f * (high - low)
            flat_height = (slope * fi + load_from(bend, j)) * load_from(stretch, j)
            altitude = (h0 + flat_height) / (one - flat_height * load_from(shrink, j))
            store_part(out, shift + j, last - j, altitude)
            store_part(out_edge, shift + j, last - j, ring * per_ring)
        if east_west:
            first_cell[b], last_cell[b] = shift + first, shift + last
            if b == STRIP - 1 or i == n:
                ends = first_cell, last_cell, sign, i - b, b + 1
                store_strip(out_strip, *ends, visible_altitude_m)
                store_strip(edge_strip, *ends, edge_fraction)

        if 1 < i <= NEAR_RINGS:
            cross_columns(i, n, ray_from, rays, clear_rings, before, flat, best, edge)
        if i <= clear_rings:
            cross_part_of_ring(i, n, ray_from, rays, clear_rings, flat, best, edge)
        else:
            for k in range(ray_low, ray_high, WIDE):
                position = counted(np.float32(k + ray_from)) * step
                cell_before = truncated(position)
                f = position - cell_before
                left, right = near(flat, cell_before, 0), near(flat, cell_before, 1)
                slope = (left + f * (right - left)) * per_ring
                so_far, where = load_from(best, k), load_from(edge, k)
                higher = (slope > so_far) & first_lanes(slope, ray_high - k)
                store_to(best, k, select(higher, slope, so_far))
                store_to(edge, k, select(higher, fi, where))
        best[rays], edge[rays] = best[rays - 1], edge[rays - 1]
        before, flat = flat, before


@compiled
def smooth_surface_sector(
    ground, sign, owns_diagonal, first_altitude_m, cut, at_antenna_m, at_cell_m
):
    """Straight line fitted to the terrain between the antenna and each cell of one sector.

    ITU-R P.526 (annex on the smooth-Earth surface, also P.452 sect. 5.1.6): the least-squares
    line of the profile, cut off at the ground at either end; without `cut` only at the antenna.
    Altitudes, curvature not included.
    """
    n = ground.shape[0] // 2
    total = np.zeros(2 * n + 1)  # sum of the heights of the rings passed
    moment = np.zeros(2 * n + 1)  # sum of ring number times height
    for i in range(1, n + 1):
        row = ground[n + sign * i]
        shift = n - i
        per = n / i
        low, high = (0, 2 * i + 1) if owns_diagonal else (1, 2 * i)
        for j in range(low, high):
            ray = int(j * per + 0.5)
            here = np.float64(row[shift + j])
            v1 = 2.0 * total[ray] + first_altitude_m + here
            v2 = 6.0 * moment[ray] + here * (3.0 * i - 1.0) + first_altitude_m
            at_antenna_m[n + sign * i, shift + j] = min(
                (2.0 * v1 * i - v2) / (i * i), first_altitude_m
            )
            line = (v2 - v1 * i) / (i * i)
            at_cell_m[n + sign * i, shift + j] = min(line, here) if cut else line
        step = i / n
        for k in range(2 * n + 1):
            position = k * step
            j0 = min(int(position), 2 * i - 1)
            f = position - j0
            h = row[shift + j0] * (1.0 - f) + row[shift + j0 + 1] * f
            total[k] += h
            moment[k] += i * h


@compiled
def sweep_profiles(
    ground,
    step_m,
    antenna_altitude_m,
    curvature,
    inverse_k,
    scale_m,
    first_masking_step,
    visible_altitude_m,
    edge_fraction,
):
    """The same along given profiles: ground (azimuth, step), curvature (azimuth,) of the ellipsoid.

    The first sample of a profile lies one step from the antenna.
    """
    for a in range(ground.shape[0]):
        best = -1e12
        edge = 0.0
        for i in range(ground.shape[1]):
            d = (i + 1) * step_m
            s = (d / scale_m) ** 2
            rm = curvature[a] * inverse_factor(s, inverse_k)
            a2 = (d * rm) ** 2
            up = 1.0 + a2 / 6.0 * (1.0 + a2 * 7.0 / 60.0)
            drop = 0.5 * d * d * rm * (1.0 + a2 / 12.0 * (1.0 + a2 / 10.0))
            flat_height = (best * d + drop) / up
            # Straight down at first: any altitude below the ground will do.
            if edge == 0.0:
                visible_altitude_m[a, i] = NOTHING_BEFORE
            else:
                visible_altitude_m[a, i] = (antenna_altitude_m + flat_height) / (
                    1.0 - flat_height * rm
                )
            edge_fraction[a, i] = edge / d
            if i + 1 < first_masking_step:
                continue
            h = ground[a, i]
            slope = ((h - antenna_altitude_m) / (1.0 + h * rm) * up - drop) / d
            if slope > best:
                best = slope
                edge = d


@compiled
def smooth_surface_profiles(ground, first_altitude_m, at_antenna_m, at_sample_m):
    """Straight line fitted to each profile up to each of its samples; see the sector form."""
    for a in range(ground.shape[0]):
        total = 0.0
        moment = 0.0
        for j in range(ground.shape[1]):
            i = j + 1.0
            here = ground[a, j]
            v1 = 2.0 * total + first_altitude_m + here
            v2 = 6.0 * moment + here * (3.0 * i - 1.0) + first_altitude_m
            at_antenna_m[a, j] = min((2.0 * v1 * i - v2) / (i * i), first_altitude_m)
            at_sample_m[a, j] = min((v2 - v1 * i) / (i * i), here)
            total += here
            moment += i * here
