"""Random streams: the same everywhere, different for every name."""

import itertools

import numpy as np
import pytest

from skyshed.uncertainty.streams import stream


def numbers(*name):
    return stream(*name).random(4)


def test_same_name_same_numbers():
    np.testing.assert_array_equal(numbers(7, 0, "a", "lhs"), numbers(7, 0, "a", "lhs"))


def test_every_part_of_the_name_counts():
    names = [
        (7, 0, "a", "lhs"),
        (8, 0, "a", "lhs"),
        (7, 1, "a", "lhs"),
        (7, 0, "b", "lhs"),
        (7, 0, "a", "plots"),
        (70, 0, "a", "lhs"),
        (0, 7, "a", "lhs"),
        (7, 0, "al", "hs"),
        (7, 0, "", "alhs"),
    ]
    for one, other in itertools.combinations(names, 2):
        assert not np.array_equal(numbers(*one), numbers(*other)), (one, other)


def test_numbers_never_change():
    # Written down once; a change here changes every published result.
    expected = [6675804436230211357, 5998839600356866020, 5689188395462249951]
    got = stream(1, 0, "s-400/91n6e.antenna_height_m", "lhs").integers(0, 2**63, 3)
    assert got.tolist() == expected


def test_numpy_integers_are_integers():
    np.testing.assert_array_equal(
        numbers(np.int64(7), np.uint8(0), "a", "x"), numbers(7, 0, "a", "x")
    )


@pytest.mark.parametrize("seed", [1.0, "1", None])
def test_other_seeds_are_refused(seed):
    with pytest.raises(TypeError):
        stream(seed, 0, "a", "lhs")


def test_streams_are_uncorrelated():
    draws = np.stack([stream(1, run, "a", "lhs").random(4000) for run in range(20)])
    correlation = np.corrcoef(draws)[np.triu_indices(20, k=1)]
    # 190 correlations of standard deviation 1/sqrt(4000); five of them is never reached by chance.
    assert np.max(np.abs(correlation)) < 5.0 / np.sqrt(4000)
