"""Lanes against the same arithmetic of NumPy, to the bit."""

import math

import numba
import numpy as np
import pytest

from skyshed.kernels.lane_memory import (
    ROOM,
    fairly_near,
    first_lanes,
    gather,
    load,
    load_from,
    load_part,
    near,
    store,
    store_part,
    store_to,
    turn,
)
from skyshed.kernels.lanes import LANES, WIDE, bits, counted, floor, select, spread, truncated

RNG = np.random.default_rng(3)


@numba.njit(error_model="numpy")
def arithmetic(numbers, out):
    a, b = load(numbers, 0), load(numbers, 1)
    store(out, 0, a + b)
    store(out, 1, a - 2.0 * b)
    store(out, 2, a / b)
    store(out, 3, -a * b)
    store(out, 4, math.sqrt(a))
    store(out, 5, floor(a))
    store(out, 6, 1.0 / a - 3.0)
    store(out, 7, spread(0.1))


@numba.njit(error_model="numpy")
def choices(numbers, out):
    a, b = load(numbers, 0), load(numbers, 1)
    store(out, 0, select((a < b) & ~(a >= 0.0), a, 7.0))
    store(out, 1, select((a <= b) | (b > 2.0), 0.5, b))
    return bits(a < b), bits(~(a <= b) & ~(b <= a))


@numba.njit
def look_up(table, places, out):
    store(out, 0, gather(table, load(places, 0), 0))
    store(out, 1, gather(table, load(places, 0), 1))


def test_arithmetic_is_that_of_each_number_by_itself():
    numbers, out = RNG.uniform(0.1, 1e6, (2, LANES)), np.empty((8, LANES))
    arithmetic(numbers, out)
    a, b = numbers
    root = [math.sqrt(number) for number in a]
    tenth = np.full(LANES, 0.1)
    for row, expected in enumerate(
        [a + b, a - 2.0 * b, a / b, -a * b, root, np.floor(a), 1.0 / a - 3.0, tenth]
    ):
        assert out[row].tobytes() == np.asarray(expected).tobytes()


def test_division_by_zero_and_roots_of_less_than_nothing_are_those_of_ieee():
    numbers, out = np.array([[-1.0] * LANES, [0.0] * LANES]), np.empty((8, LANES))
    arithmetic(numbers, out)
    assert np.all(out[2] == -np.inf)
    assert np.all(np.isnan(out[4]))


def test_choices_and_bits():
    numbers, out = RNG.uniform(-4.0, 4.0, (2, LANES)), np.empty((2, LANES))
    numbers[0, 2] = math.nan
    below, unordered = choices(numbers, out)
    a, b = numbers
    assert out[0].tobytes() == np.where((a < b) & ~(a >= 0.0), a, 7.0).tobytes()
    assert out[1].tobytes() == np.where((a <= b) | (b > 2.0), 0.5, b).tobytes()
    assert below == sum(1 << k for k in range(LANES) if a[k] < b[k])
    assert unordered == 1 << 2  # a comparison with nan holds nowhere


def test_look_up_at_places_of_their_own():
    table, out = RNG.uniform(size=50), np.empty((2, LANES))
    places = RNG.integers(0, 49, (1, LANES))
    look_up(table, places.astype(float), out)
    assert out[0].tobytes() == table[places[0]].tobytes()
    assert out[1].tobytes() == table[places[0] + 1].tobytes()


def test_an_array_with_gaps_is_refused():
    with pytest.raises(numba.TypingError, match="contiguous"):
        look_up(np.zeros((50, 2))[:, 0], np.zeros((1, LANES)), np.zeros((2, LANES)))


@numba.njit(error_model="numpy")
def single(numbers, out):
    a, b = load(numbers, 0), load(numbers, 1)
    two = np.float32(2.0)
    store(out, 0, a - two * b)
    store(out, 1, a / b)
    store(out, 2, math.sqrt(a))
    store(out, 3, truncated(-a))
    store(out, 4, counted(np.float32(7.0)))
    store(out, 5, select(a < b, a, two))
    store(out, 6, select(first_lanes(a, 5), a, -a))


def test_lanes_of_float32_are_the_arithmetic_of_float32():
    numbers = RNG.uniform(0.1, 1e5, (2, WIDE)).astype(np.float32)
    out = np.empty((7, WIDE), dtype=np.float32)
    single(numbers, out)
    a, b = numbers
    for row, expected in enumerate(
        [
            a - np.float32(2.0) * b,
            a / b,
            np.sqrt(a),
            np.trunc(-a),
            np.arange(7, 7 + WIDE, dtype=np.float32),
            np.where(a < b, a, np.float32(2.0)),
            np.where(np.arange(WIDE) < 5, a, -a),
        ]
    ):
        assert out[row].tobytes() == expected.tobytes()


@numba.njit(error_model="numpy")
def add_of_two_sizes(numbers):
    return bits(load(numbers, 0) + 2.0 < load(numbers, 0))


def test_floats_of_another_size_are_refused():
    with pytest.raises(numba.core.errors.TypingError):
        add_of_two_sizes(np.zeros(WIDE, dtype=np.float32))


@numba.njit(error_model="numpy")
def pick(table, places, out):
    store(out, 0, near(table, load(places, 0), 0))
    store(out, 1, near(table, load(places, 0), 3))
    store(out, 2, fairly_near(table, load(places, 1), 0))
    store(out, 3, fairly_near(table, load(places, 1), 1))


@pytest.mark.parametrize("first", [0, 40])
def test_picks_from_the_neighbourhood(first):
    table = RNG.uniform(size=first + 3 + ROOM).astype(np.float32)
    places = np.empty((2, WIDE), dtype=np.float32)
    for row, span in enumerate((WIDE, 2 * WIDE - 1)):
        places[row] = first + np.sort(RNG.integers(0, span, WIDE))
        places[row, 0] = first
    out = np.empty((4, WIDE), dtype=np.float32)
    pick(table, places, out)
    at = places.astype(int)
    assert np.array_equal(out, table[np.array([at[0], at[0] + 3, at[1], at[1] + 1])])


@numba.njit(error_model="numpy")
def copy_part(source, count, target):
    store_part(target, 2, count, load_part(source, 1, count))
    store_to(target, 2 + WIDE, load_from(source, 0))


@pytest.mark.parametrize("count", [1, 7, WIDE, WIDE + 5])
def test_parts_leave_the_rest_alone(count):
    source = np.arange(1, WIDE + 2, dtype=np.float32)
    target = np.zeros(2 * WIDE + 3, dtype=np.float32)
    copy_part(source, count, target)
    shown = min(count, WIDE)
    assert np.array_equal(target[2 : 2 + shown], source[1 : 1 + shown])
    assert not target[2 + shown : 2 + WIDE].any()
    assert np.array_equal(target[2 + WIDE : -1], source[:WIDE])


@numba.njit
def turn_square(source, at, target, to, stride):
    turn(source, at, source.shape[1], target, to, stride)


def test_turned_squares_upright_and_upside_down():
    source = RNG.uniform(size=(20, 23)).astype(np.float32)
    target = np.zeros((WIDE, 30), dtype=np.float32)
    expected = source[2 : 2 + WIDE, 3 : 3 + WIDE].T
    turn_square(source, 2 * 23 + 3, target, 4, 30)
    assert np.array_equal(target[:, 4 : 4 + WIDE], expected)
    turn_square(source, 2 * 23 + 3, target, (WIDE - 1) * 30 + 4, -30)
    assert np.array_equal(target[:, 4 : 4 + WIDE], expected[::-1])
    assert not target[:, :4].any()
