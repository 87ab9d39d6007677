"""Lanes against the same arithmetic of NumPy, to the bit."""

import math

import numba
import numpy as np
import pytest

from skyshed.kernels.lanes import LANES, bits, floor, gather, load, select, spread, store

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
