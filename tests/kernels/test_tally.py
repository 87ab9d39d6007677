import numpy as np
import pytest

from skyshed.kernels.tally import (
    CODE_OFFSET_M,
    NOT_COVERED,
    count_bits,
    farthest_covered,
    order_statistics,
    pack_cover,
)


@pytest.fixture
def cover():
    """Lowest and highest covered altitude of one draw, some cells without cover."""
    rng = np.random.default_rng(5)
    n = 20
    ground = rng.uniform(-400.0, 3000.0, (2 * n + 1, 2 * n + 1)).astype(np.float32)
    lowest = (ground + rng.exponential(2000.0, ground.shape)).astype(np.float32)
    highest = (lowest + rng.uniform(0.0, 20e3, ground.shape)).astype(np.float32)
    never = rng.random(ground.shape) < 0.2
    lowest[never] = highest[never] = np.nan
    return ground, lowest, highest


def test_pack_cover_agrees_with_array_arithmetic(cover):
    ground, lowest, highest = cover
    heights = np.array([0.0, 100.0, 1000.0, 3000.0, 500.0, 2500.0, 9000.0, 15000.0])
    above_ground = np.arange(8) < 4
    n = ground.shape[0] // 2
    code, bits = np.empty(ground.shape, np.uint16), np.empty(ground.shape, np.uint8)
    cells = np.zeros((8, n + 1), np.int64)
    pack_cover(lowest, highest, ground, heights, above_ground, 1.0, code, bits, cells)

    altitude = heights[:, None, None] + above_ground[:, None, None] * ground.astype(float)
    covered = (lowest <= altitude) & (altitude <= highest)
    assert np.array_equal(np.unpackbits(bits[None], axis=0, bitorder="little"), covered)
    axis = np.arange(-n, n + 1)
    ring = np.minimum(np.hypot(axis[:, None], axis[None, :]).astype(int), n)
    for h in range(8):
        assert np.array_equal(cells[h], np.bincount(ring[covered[h]], minlength=n + 1))
    seen = np.isfinite(lowest)
    assert np.all(code[~seen] == NOT_COVERED)
    assert code[seen] - CODE_OFFSET_M == pytest.approx(lowest[seen], abs=0.5)


def test_codes_stay_inside_their_range():
    ground = np.zeros((3, 3), np.float32)
    lowest = np.array([[-5e3, -1e3, 0.0], [64e3, 64.5e3, 1e6], [3e7, 1.0, np.nan]], np.float32)
    code, bits = np.empty((3, 3), np.uint16), np.empty((3, 3), np.uint8)
    pack_cover(
        lowest,
        lowest,
        ground,
        np.zeros(1),
        np.zeros(1, bool),
        1.0,
        code,
        bits,
        np.zeros((1, 3), int),
    )
    assert code.tolist() == [[0, 0, 1000], [65000, 65500, 65534], [65534, 1001, 65535]]


@pytest.mark.parametrize(("draws", "cells"), [(1, 1), (2, 255), (7, 256), (200, 257), (33, 1000)])
def test_order_statistics_are_those_of_sorting(draws, cells):
    rng = np.random.default_rng(draws)
    code = rng.integers(0, 65536, (draws, cells)).astype(np.uint16)
    code[rng.random(code.shape) < 0.3] = NOT_COVERED
    code[:, ::3] = code[:, ::3] & 255  # many that share the high byte
    ranks = np.unique(np.array([0, draws // 2, draws - 1]))
    out = np.zeros((ranks.size, cells), np.uint16)
    order_statistics(code, ranks, 0, cells, out)
    assert np.array_equal(out, np.sort(code, axis=0)[ranks])


def test_order_statistics_write_only_their_cells():
    code = np.arange(40, dtype=np.uint16).reshape(2, 20)
    out = np.full((1, 20), 7, np.uint16)
    order_statistics(code, np.array([0]), 5, 9, out)
    assert np.array_equal(out[0, 5:9], code[0, 5:9])
    assert np.all(np.delete(out[0], range(5, 9)) == 7)


def test_count_bits_agrees_with_unpacked_bits():
    bits = np.random.default_rng(1).integers(0, 256, (50, 300)).astype(np.uint8)
    out = np.zeros((8, 300), np.uint16)
    count_bits(bits, 0, 150, out)
    count_bits(bits, 150, 300, out)
    unpacked = np.unpackbits(bits[:, None], axis=1, bitorder="little")
    assert np.array_equal(out, unpacked.sum(axis=0))


def farthest_twin(covered, distance):
    """Ends of the first stretch and of the last one."""
    if not covered.any():
        return 0.0, 0.0
    first = int(np.argmax(covered))
    gaps = np.flatnonzero(~covered[first:])
    end = first + int(gaps[0]) - 1 if gaps.size else covered.size - 1
    return distance[end], distance[np.flatnonzero(covered)[-1]]


def test_farthest_covered_agrees_with_its_twin():
    rng = np.random.default_rng(9)
    shape = (30, 60)
    ground = rng.uniform(0.0, 500.0, shape)
    lowest = np.where(rng.random(shape) < 0.3, rng.uniform(0.0, 3000.0, shape), 0.0)
    highest = np.where(rng.random(shape) < 0.1, 400.0, 20e3)
    lowest[rng.random(shape) < 0.05] = np.nan
    lowest[0] = np.nan
    distance = 250.0 * np.arange(1, shape[1] + 1)
    heights, above_ground = np.array([100.0, 1000.0, 2000.0]), np.array([True, True, False])
    unbroken, farthest = np.empty((2, 3, shape[0]))
    farthest_covered(lowest, highest, ground, distance, heights, above_ground, unbroken, farthest)
    for h in range(3):
        altitude = heights[h] + (ground if above_ground[h] else 0.0)
        covered = (lowest <= altitude) & (altitude <= highest)
        for a in range(shape[0]):
            assert (unbroken[h, a], farthest[h, a]) == farthest_twin(covered[a], distance)
    assert np.all(farthest[:, 0] == 0.0)
