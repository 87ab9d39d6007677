import math

import numpy as np
import pytest

from skyshed.kernels.philox import philox, standard_normal, unit_interval, words


def numpy_block(key, counter):
    """The same block from NumPy, which steps its counter before it makes the block."""
    value = sum(int(word) << (64 * place) for place, word in enumerate(counter))
    generator = np.random.Philox(
        counter=(value - 1) % 2**256, key=sum(int(k) << (64 * place) for place, k in enumerate(key))
    )
    return tuple(int(word) for word in generator.random_raw(4))


@pytest.mark.parametrize(
    ("key", "counter"),
    [
        ((0, 0), (0, 0, 0, 0)),
        ((2**64 - 1,) * 2, (2**64 - 1,) * 4),
        ((1, 2), (3, 4, 5, 6)),
    ],
)
def test_philox_is_numpys(key, counter):
    found = philox(*np.array(key, dtype=np.uint64), *np.array(counter, dtype=np.uint64))
    assert tuple(int(word) for word in found) == numpy_block(key, counter)


def test_philox_is_numpys_at_random_addresses():
    rng = np.random.default_rng(1)
    for _ in range(500):
        address = rng.integers(0, 2**64, 6, dtype=np.uint64)
        found = philox(*address)
        assert tuple(int(word) for word in found) == numpy_block(address[:2], address[2:])


def test_words_put_index_run_and_entities_into_the_counter():
    key = np.array([11, 12], dtype=np.uint64)
    found = words(key, 7, np.uint64(2**63 + 5), np.uint64(9), 3, 4)
    counter = (4, 3 << 56 | 7, 2**63 + 5, 9)
    assert tuple(int(word) for word in found) == numpy_block((11, 12), counter)


def test_unit_interval_is_numpys():
    generator = np.random.Generator(np.random.Philox(key=5, counter=8))
    raw = np.random.Philox(key=5, counter=8).random_raw(100)
    assert [unit_interval(word) for word in raw] == list(generator.random(100))


def test_normal_numbers_have_the_moments_of_the_normal_distribution():
    raw = np.random.Philox(key=1).random_raw(200_000)
    found = np.array([standard_normal(word) for word in raw])
    n = found.size
    # five standard errors of each moment
    assert abs(found.mean()) < 5.0 / math.sqrt(n)
    assert abs(np.mean(found**2) - 1.0) < 5.0 * math.sqrt(2.0 / n)
    assert abs(np.mean(found**3)) < 5.0 * math.sqrt(15.0 / n)
    assert abs(np.mean(found**4) - 3.0) < 5.0 * math.sqrt(96.0 / n)


def test_normal_numbers_stay_finite_at_the_ends():
    for word in (0, 2**64 - 1, 2**32 - 1, 2**64 - 2**32):
        assert abs(standard_normal(np.uint64(word))) < 6.8
