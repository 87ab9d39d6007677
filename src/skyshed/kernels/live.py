"""Loops of the live map: terrain onto the plane of a radar, and one byte per screen pixel.

A map that follows the hand has some 40 ms. The terrain sweep is the same as everywhere. What is
cheaper here: the plane is laid over the terrain by a coarse grid of control nodes; the loss over
the smooth Earth is found on cells eight times as large and read between them; what depends on the
distance alone stands in tables; and only the cells that the screen shows are judged.
"""

import math

import numpy as np

from skyshed.kernels.compile import compiled
from skyshed.kernels.cover import (
    altitude_at_elevation,
    lowest_with_edge_loss,
    range_ratio,
    sine_and_versine,
    smooth_units,
)
from skyshed.kernels.inline import inlined
from skyshed.kernels.lane_memory import (
    first_lanes,
    gather,
    gather_cell,
    load_part,
    store_bytes,
    store_part,
)
from skyshed.kernels.lanes import WIDE, bits, counted, floor, select, spread, truncated
from skyshed.kernels.smooth_earth import root_height
from skyshed.kernels.sweep import inverse_factor

COVERED, SECTOR, HORIZON, TERRAIN, INSTRUMENTED, POWER, ELEVATION = range(7)
OUTSIDE, UNKNOWN = 254, 255

# Rows of the distance tables.
NU, BARE_NORTH, BARE_EAST, LOW_NORTH, LOW_EAST, HIGH_NORTH, HIGH_EAST, CHORD, RADIUS = range(9)
TABLE_ROWS = 9


@compiled
def warp(flat, columns, node_row, node_column, spacing, row_from, row_to, ground):
    """Fill rows of `ground` with heights of a raster, bilinear at places read between nodes.

    flat: float32 (row * columns,), the raster row by row. node_row, node_column: float32 (node,
    node), places in it of every `spacing`-th cell; nan ground where a place lies outside. Returns
    how many cells do.
    """
    outside = 0
    side = ground.shape[1]
    rows = flat.size // columns
    last_row, last_column = np.float32(rows - 1), np.float32(columns - 1)
    nodes = node_row.shape[1] - 1
    one, inverse = np.float32(1.0), np.float32(1.0 / spacing)
    zero = np.float32(0.0)
    line = np.empty(side, np.float32)
    wide = np.float32(columns)
    for i in range(row_from, row_to):
        k = i // spacing
        f = np.float32(i - k * spacing) * inverse
        for m in range(nodes):
            y0 = node_row[k, m] + f * (node_row[k + 1, m] - node_row[k, m])
            y1 = node_row[k, m + 1] + f * (node_row[k + 1, m + 1] - node_row[k, m + 1])
            x0 = node_column[k, m] + f * (node_column[k + 1, m] - node_column[k, m])
            x1 = node_column[k, m + 1] + f * (node_column[k + 1, m + 1] - node_column[k, m + 1])
            dy, dx = (y1 - y0) * inverse, (x1 - x0) * inverse
            first = m * spacing
            count = min(spacing, side - first)
            if _beyond(k * spacing - side // 2, first - side // 2, spacing, side // 2):
                line[first : first + count] = zero  # in the corners nothing is read
                continue
            inside = (
                min(y0, y1) >= zero
                and max(y0, y1) < last_row
                and min(x0, x1) >= zero
                and max(x0, x1) < last_column
            )
            if inside:
                # Counted from the block's corner, places are small and exact as float32.
                top, left = np.float32(int(min(y0, y1))), np.float32(int(min(x0, x1)))
                corner = np.int64(top) * columns + np.int64(left)
                for j in range(0, count, WIDE):
                    step = counted(np.float32(j))
                    step = select(first_lanes(step, count - j), step, zero)
                    y, x = (y0 - top) + step * dy, (x0 - left) + step * dx
                    r, c = truncated(y), truncated(x)
                    fy, fx = y - r, x - c
                    at = r * wide + c
                    here, right = gather(flat, at, corner), gather(flat, at, corner + 1)
                    upper = here + fx * (right - here)
                    here = gather(flat, at, corner + columns)
                    right = gather(flat, at, corner + columns + 1)
                    lower = here + fx * (right - here)
                    store_part(line, first + j, count - j, upper + fy * (lower - upper))
            else:
                for j in range(count):
                    y, x = y0 + np.float32(j) * dy, x0 + np.float32(j) * dx
                    # Half a cell beyond the outermost centres is still inside the data.
                    if not (-0.5 <= y <= last_row + 0.5 and -0.5 <= x <= last_column + 0.5):
                        line[first + j] = math.nan
                        outside += 1
                        continue
                    y, x = min(max(y, zero), last_row), min(max(x, zero), last_column)
                    r, c = int(y), int(x)
                    r1, c1 = min(r + 1, rows - 1), min(c + 1, columns - 1)
                    fy, fx = y - np.float32(r), x - np.float32(c)
                    upper = (one - fx) * flat[r * columns + c] + fx * flat[r * columns + c1]
                    lower = (one - fx) * flat[r1 * columns + c] + fx * flat[r1 * columns + c1]
                    line[first + j] = (one - fy) * upper + fy * lower
        ground[i] = line
    return outside


@inlined
def _beyond(row, column, spacing, n):
    """Whether a block of cells, counted from the middle, lies wholly outside the disc."""
    y = max(max(row, -row - spacing), 0)
    x = max(max(column, -column - spacing), 0)
    return x * x + y * y > (n + 8) * (n + 8)


@compiled
def block_means(ground, factor, coarse):
    """Mean of the ground round every `factor`-th cell, of nine cells; gaps left out."""
    half = factor // 2
    top = ground.shape[0] - 1
    for i in range(coarse.shape[0]):
        for j in range(coarse.shape[1]):
            total, count = 0.0, 0
            for a in range(max(i * factor - half, 0), min(i * factor + half, top) + 1, half):
                for b in range(max(j * factor - half, 0), min(j * factor + half, top) + 1, half):
                    h = ground[a, b]
                    if h > -9e3:
                        total += h
                        count += 1
            coarse[i, j] = total / count if count else 0.0


@compiled
def fill_tables(
    step_m,
    curvature_north,
    curvature_east,
    inverse_k,
    scale_m,
    wavelength,
    h0,
    ground,
    reach,
    tan_low,
    tan_high,
    loss_table,
    tables,
):
    """Fill `tables` (TABLE_ROWS, step): what depends on distance, by multiples of `step_m`."""
    for i in range(tables.shape[1]):
        d = max(i, 0.25) * step_m
        bent = inverse_factor((d / scale_m) ** 2, inverse_k)
        radius = 2.0 / ((curvature_north + curvature_east) * bent)
        ratio = range_ratio(d, radius, h0, ground, reach)
        w = 0.4518559443749224 / ratio  # P.526 eq. 31 turned round, as in `cover`
        tables[NU, i] = max(0.1 + 0.5 * (w - 1.0 / w), -0.78)
        _, versine = sine_and_versine(d / radius)
        tables[CHORD, i] = 2.0 * (radius + h0) * versine
        tables[RADIUS, i] = radius
        for k, curvature in ((0, curvature_north), (1, curvature_east)):
            own = 1.0 / (curvature * bent)
            x_unit, y_unit = smooth_units(own, wavelength)
            bare_ratio = range_ratio(d, own, h0, 0.0, reach)
            tables[BARE_NORTH + k, i] = lowest_with_edge_loss(
                d, x_unit, y_unit, wavelength, h0, bare_ratio, 0.0, 0.0, 0.0, 0.0, loss_table
            )
            sine, versine = sine_and_versine(d / own)
            tables[LOW_NORTH + k, i] = altitude_at_elevation(sine, versine, own, h0, tan_low)
            high = altitude_at_elevation(sine, versine, own, h0, tan_high)
            tables[HIGH_NORTH + k, i] = min(high, 1e6)


@compiled
def smooth_rise(
    surface_antenna,
    ground,
    cell_m,
    curvature_north,
    curvature_east,
    inverse_k,
    scale_m,
    wavelength,
    h0,
    reach,
    loss_table,
    row_from,
    row_to,
    rise,
):
    """How far above the fitted surface a target must fly for the loss over the smooth Earth.

    All maps float32 (2n+1, 2n+1), coarse cells; fills rows of `rise`. [m]
    """
    n = ground.shape[0] // 2
    corner = ((n + 2) * cell_m) ** 2  # beyond the disc nothing is read
    for row in range(row_from, row_to):
        y2 = ((row - n) * cell_m) ** 2
        for column in range(2 * n + 1):
            x2 = ((column - n) * cell_m) ** 2
            if x2 + y2 > corner:
                rise[row, column] = 0.0
                continue
            s = max(x2 + y2, (0.25 * cell_m) ** 2)
            bent = inverse_factor(s / (scale_m * scale_m), inverse_k)
            over = y2 * curvature_north + x2 * curvature_east
            radius = s / (over * bent) if over > 0.0 else 1.0 / (curvature_north * bent)
            d = math.sqrt(s)
            x_unit, y_unit = smooth_units(radius, wavelength)
            s1 = math.sqrt(max(h0 - surface_antenna[row, column], 0.1) * y_unit)
            ratio = range_ratio(d, radius, h0, ground[row, column], reach)
            root = root_height(x_unit * d, s1, ratio, loss_table)
            rise[row, column] = root * root / y_unit


@compiled
def judge_pixels(
    node_east,
    node_north,
    spacing,
    cell_m,
    n,
    every,
    ground,
    visible,
    fraction,
    coarse_n,
    coarse,
    factor,
    tables,
    radius_cells,
    sector_east,
    sector_north,
    sector_cosine,
    height_m,
    above_ground,
    wavelength,
    h0,
    reach,
    instrumented,
    nearest,
    row_from,
    row_to,
    codes,
):
    """Fill rows of `codes`, uint8 (row, column): what forbids cover at each pixel, or COVERED.

    node_east, node_north: places on the plane of the radar of every `spacing`-th pixel [m], read
    linearly in between; each pixel shows the cell that it lies in, or the nearest whose row and
    column are multiples of `every`, counted from the middle. ground, visible, fraction: maps
    (2n+1, 2n+1), flattened. coarse: fitted surface and `smooth_rise`, two maps of cells `factor`
    times as large, (2, 2 coarse_n + 1, 2 coarse_n + 1), and tables, (TABLE_ROWS, step), flattened
    too. sector_cosine: below -1 for a radar that looks all round.
    """
    width = codes.shape[1]
    east, north = np.empty(width, np.float32), np.empty(width, np.float32)
    length = tables.size // TABLE_ROWS
    side = 2 * n + 1
    zero, half, one = np.float32(0.0), np.float32(0.5), np.float32(1.0)
    stride = np.float32(every)
    centre, last = np.float32(n), np.float32(side)
    middle = centre + half
    per_factor, top = np.float32(1.0 / factor), np.float32(2 * coarse_n) - np.float32(1e-3)
    limit = np.float32(radius_cells * radius_cells)
    wave = np.float32(0.5 * wavelength * cell_m)
    s_east, s_north = np.float32(sector_east), np.float32(sector_north)
    s_cosine = np.float32(sector_cosine)
    height, over = np.float32(height_m), np.float32(1.0 if above_ground else 0.0)
    antenna, closest = np.float32(h0), np.float32(nearest)
    reaching, display = np.float32(reach), np.float32(instrumented)
    farthest = min(reaching, display)
    last_step = np.float32(length - 2)
    for i in range(row_from, row_to):
        _lay_row(node_east, node_north, spacing, i, np.float32(1.0 / cell_m), east, north)
        for j in range(0, width, WIDE):
            e, up = load_part(east, j, width - j), load_part(north, j, width - j)
            if every > 1:
                e, up = floor(e / stride + half) * stride, floor(up / stride + half) * stride
            wide, high = e + middle, middle - up
            on_map = (wide >= zero) & (wide < last) & (high >= zero) & (high < last)
            c = truncated(select(on_map, wide, middle))
            r = truncated(select(on_map, high, middle))
            x, y = c - centre, centre - r
            s = x * x + y * y
            inside = on_map & (s <= limit)
            if bits(inside & first_lanes(s, width - j)) == 0:
                store_bytes(codes[i], j, width - j, spread(np.float32(OUTSIDE)))
                continue
            here, sight = gather_cell(ground, r, side, c), gather_cell(visible, r, side, c)
            edge = gather_cell(fraction, r, side, c)
            some = select(s > half, s, half)
            far = math.sqrt(some)
            h = height + over * here
            place = truncated(select(far < last_step, far, last_step))
            part = far - place
            towards = y * y / some
            # 2 (R + h0) (1 - cos a) grows with the square of the distance.
            share = far / (place + one)
            chord = gather(tables, place, CHORD * length + 1) * share * share
            climb = h - antenna
            slant = math.sqrt(climb * climb + chord * (gather(tables, place, RADIUS * length) + h))
            # The surface between its coarse cells.
            p, q = r * per_factor, c * per_factor
            p, q = select(p < top, p, top), select(q < top, q, top)
            a, b = truncated(p), truncated(q)
            p, q = p - a, q - b
            surface = _bilinear(coarse, zero, 2 * coarse_n + 1, a, b, p, q)
            lifted = _bilinear(coarse, np.float32(2 * coarse_n + 1), 2 * coarse_n + 1, a, b, p, q)
            relief = select(surface < here, surface, here) + lifted
            loss = _at(tables, NU, length, place, part) * math.sqrt(
                wave * far * (one - edge) / edge
            )
            relief = select((edge > zero) & (sight - loss > relief), sight - loss, relief)
            above = (h >= relief) & (h >= here)
            low = _between(tables, LOW_NORTH, length, place, part, towards)
            ceiling = _between(tables, HIGH_NORTH, length, place, part, towards)
            covered = above & (closest <= slant) & (slant <= farthest)
            covered = covered & (low <= h) & (h <= ceiling)
            code = spread(np.float32(ELEVATION))
            code = select(slant > reaching, np.float32(POWER), code)
            code = select(slant > display, np.float32(INSTRUMENTED), code)
            code = select(~above, np.float32(TERRAIN), code)
            if bits(~covered) != 0:
                bare = _between(tables, BARE_NORTH, length, place, part, towards)
                code = select(h < bare, np.float32(HORIZON), code)
            code = select(covered, np.float32(COVERED), code)
            code = select(s > zero, code, np.float32(ELEVATION))  # straight up
            code = select(x * s_east + y * s_north < s_cosine * far, np.float32(SECTOR), code)
            known = (here <= here) & (sight <= sight)  # not so for nan
            code = select(known, code, np.float32(UNKNOWN))
            code = select(inside, code, np.float32(OUTSIDE))
            store_bytes(codes[i], j, width - j, code)


@inlined
def _bilinear(maps, first_row, columns, row, column, p, q):
    """A map, stored row by row from `first_row` on, between four cells."""
    one = np.float32(1.0)
    row = row + first_row
    left = gather_cell(maps, row, columns, column)
    upper = left + q * (gather_cell(maps, row, columns, column + one) - left)
    row = row + one
    left = gather_cell(maps, row, columns, column)
    lower = left + q * (gather_cell(maps, row, columns, column + one) - left)
    return upper + p * (lower - upper)


@inlined
def _lay_row(node_east, node_north, spacing, i, per_cell, east, north):
    """Places of a row of pixels on the plane, in cells, linear between the nodes."""
    k = i // spacing
    f = (i - k * spacing) / spacing
    for m in range(node_east.shape[1] - 1):
        e0 = node_east[k, m] + f * (node_east[k + 1, m] - node_east[k, m])
        e1 = node_east[k, m + 1] + f * (node_east[k + 1, m + 1] - node_east[k, m + 1])
        n0 = node_north[k, m] + f * (node_north[k + 1, m] - node_north[k, m])
        n1 = node_north[k, m + 1] + f * (node_north[k + 1, m + 1] - node_north[k, m + 1])
        first = m * spacing
        for j in range(min(spacing, east.size - first)):
            g = j / spacing
            east[first + j] = np.float32((e0 + g * (e1 - e0)) * per_cell)
            north[first + j] = np.float32((n0 + g * (n1 - n0)) * per_cell)


@inlined
def _at(table, row, length, place, part):
    """A row of the distance tables at a distance."""
    near = gather(table, place, row * length)
    return near + part * (gather(table, place, row * length + 1) - near)


@inlined
def _between(table, row, length, place, part, towards):
    """Two rows of the distance tables, between their values northwards and eastwards."""
    north = _at(table, row, length, place, part)
    east = _at(table, row + 1, length, place, part)
    return east + towards * (north - east)
