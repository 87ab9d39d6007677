"""Many draws of a map put into small numbers, and what their spread says cell by cell."""

import math

import numpy as np

from skyshed.kernels.compile import compiled

NOT_COVERED = np.uint16(65535)
CODE_OFFSET_M = 1000.0  # altitudes are kept in whole metres above -1000 m
HIGHEST_CODE = 65534


@compiled
def pack_cover(lowest, highest, ground, heights_m, above_ground, bin_m, code, bits, cells_by_bin):
    """Altitude code, one bit per height, and covered cells by distance, of one draw.

    lowest, highest, ground: float32 (2n+1, 2n+1); heights_m, above_ground (height,); code uint16
    and bits uint8 maps are filled; cells_by_bin (height, bin) counts covered cells.
    """
    n = ground.shape[0] // 2
    for row in range(2 * n + 1):
        for column in range(2 * n + 1):
            low, high = lowest[row, column], highest[row, column]
            code[row, column] = NOT_COVERED
            bits[row, column] = 0
            if low != low:
                continue
            code[row, column] = np.uint16(
                min(max(math.floor(low + CODE_OFFSET_M + 0.5), 0.0), HIGHEST_CODE)
            )
            found = 0
            for h in range(heights_m.size):
                altitude = heights_m[h]
                if above_ground[h]:
                    altitude += ground[row, column]
                if low <= altitude <= high:
                    found |= 1 << h
                    d = math.sqrt((row - n) ** 2 + (column - n) ** 2)
                    cells_by_bin[h, min(int(d / bin_m), cells_by_bin.shape[1] - 1)] += 1
            bits[row, column] = found


@compiled
def order_statistics(code, ranks, cell_from, cell_to, out):
    """The `ranks`-th smallest code (from 0, ascending) of each cell; code (draw, cell).

    A cell's draws are counted by their high byte, then by their low byte: no sorting.
    """
    draws = code.shape[0]
    block = 256
    local = np.empty((block, draws), dtype=np.uint16)
    count = np.empty(256, dtype=np.int64)
    for start in range(cell_from, cell_to, block):
        width = min(block, cell_to - start)
        for draw in range(draws):
            for c in range(width):
                local[c, draw] = code[draw, start + c]
        for c in range(width):
            for r in range(ranks.size):
                count[:] = 0
                for draw in range(draws):
                    count[local[c, draw] >> 8] += 1
                rank = ranks[r]
                top = 0
                while rank >= count[top]:
                    rank -= count[top]
                    top += 1
                count[:] = 0
                for draw in range(draws):
                    if local[c, draw] >> 8 == top:
                        count[local[c, draw] & 255] += 1
                bottom = 0
                while rank >= count[bottom]:
                    rank -= count[bottom]
                    bottom += 1
                out[r, start + c] = top * 256 + bottom


@compiled
def count_bits(bits, cell_from, cell_to, out):
    """Draws with each bit set, per cell: bits (draw, cell), out (height, cell)."""
    for draw in range(bits.shape[0]):
        for c in range(cell_from, cell_to):
            found = bits[draw, c]
            if found:
                for h in range(out.shape[0]):
                    out[h, c] += (found >> h) & 1


@compiled
def farthest_covered(
    lowest, highest, ground, distance, heights_m, above_ground, unbroken, farthest
):
    """Ends of cover along profiles (azimuth, step): without a break, and the farthest of all.

    unbroken, farthest (height, azimuth) are filled; a profile that is not covered from the first
    step that the height clears the radar's dead zone starts its unbroken stretch there.
    """
    for h in range(heights_m.size):
        for a in range(ground.shape[0]):
            first_end = 0.0
            last = 0.0
            started = False
            broken = False
            for i in range(ground.shape[1]):
                altitude = heights_m[h]
                if above_ground[h]:
                    altitude += ground[a, i]
                low, high = lowest[a, i], highest[a, i]
                if low <= altitude <= high:
                    last = distance[i]
                    if not broken:
                        started = True
                        first_end = distance[i]
                elif started:
                    broken = True
            unbroken[h, a] = first_end
            farthest[h, a] = last
