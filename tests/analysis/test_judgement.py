"""The rules of "How a claim is judged", branch by branch."""

import numpy as np
import pytest

from skyshed.analysis.judgement import (
    CONTRADICTED,
    DEPENDS,
    FEWEST_DRAWS,
    FINER_TERRAIN,
    NOT_CONTRADICTED,
    from_shares,
    is_weak,
    judge,
)
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.shares import share_of_draws

ALL, NONE = 1.0, 0.0


def shares(*fractions, draws=400):
    """Shares of draws under as many weightings."""
    return {
        f"weighting {i}": share_of_draws(np.arange(draws) < round(f * draws))
        for i, f in enumerate(fractions)
    }


@pytest.mark.parametrize(
    ("fractions", "draws", "word"),
    [
        ((1.0, 1.0, 1.0), 200, NOT_CONTRADICTED),
        ((0.98, 0.99, 1.0), 1000, NOT_CONTRADICTED),
        ((0.96, 1.0, 1.0), 200, DEPENDS),  # 0.96 less its sampling error is below 0.95
        ((1.0, 1.0, 0.8), 200, DEPENDS),  # the lowest weighting counts
        ((0.0, 0.0, 0.0), 200, CONTRADICTED),
        ((0.02, 0.01, 0.0), 1000, CONTRADICTED),
        ((0.04, 0.0, 0.0), 200, DEPENDS),  # 0.04 with its sampling error is above 0.05
        ((0.0, 0.0, 0.2), 200, DEPENDS),
        ((0.5, 0.5, 0.5), 200, DEPENDS),
        ((1.0, 1.0, 1.0), 20, DEPENDS),  # twenty draws prove nothing: 0.83 at best
        ((0.0, 0.0, 0.0), 20, DEPENDS),
    ],
)
def test_shares_alone(fractions, draws, word):
    assert from_shares(shares(*fractions, draws=draws)) == word


@pytest.mark.parametrize("fraction", [ALL, NONE])
def test_a_weak_number_that_could_flip_it_caps_the_verdict(fraction):
    firm = judge(shares(fraction), weak_flips=False)
    assert firm.word == (NOT_CONTRADICTED if fraction else CONTRADICTED)
    assert firm.capped == ()
    capped = judge(shares(fraction), weak_flips=True, weak_names=("height of the mast", "air"))
    assert capped.word == DEPENDS
    (said,) = capped.capped
    assert f"'{firm.word}'" in said
    assert "height of the mast and air could reverse it" in said
    assert "numbers without a firm source" in judge(shares(ALL), weak_flips=True).capped[0]


def test_what_depends_anyway_needs_no_cap():
    assert judge(shares(0.5), weak_flips=True).capped == ()


def terrain(*fractions):
    names = ("smooth Earth", "relief", "relief with error")
    return dict(zip(names, shares(*fractions).values(), strict=True))


def test_on_the_builtin_relief_a_flip_needs_finer_terrain():
    flipping = terrain(1.0, 1.0, 0.5)
    found = judge(shares(0.5), weak_flips=False, terrain_shares=flipping)
    assert found.word == FINER_TERRAIN
    assert "smooth Earth: 100%; relief: 100%; relief with error: 50%" in found.capped[0]
    own_terrain = judge(
        shares(0.5), weak_flips=False, terrain_shares=flipping, builtin_terrain=False
    )
    assert own_terrain.word == DEPENDS


def test_terrain_models_that_agree_cap_nothing():
    for fraction, word in ((ALL, NOT_CONTRADICTED), (NONE, CONTRADICTED), (0.5, DEPENDS)):
        found = judge(shares(fraction), weak_flips=False, terrain_shares=terrain(*[fraction] * 3))
        assert (found.word, found.capped) == (word, ())


def test_both_caps_are_told():
    found = judge(shares(ALL), weak_flips=True, terrain_shares=terrain(1.0, 0.4, 1.0))
    assert found.word == FINER_TERRAIN
    assert len(found.capped) == 2


@pytest.mark.parametrize(
    ("basis", "grade", "weak"),
    [
        ("published", "A", False),
        ("derived", "C", False),
        ("published", "D", True),
        ("unverified", "A", True),
        ("assumed", "B", True),
    ],
)
def test_weak_numbers(basis, grade, weak):
    parameter = Parameter(1.0, 0.0, 2.0, basis=basis, grade=grade, sources=("x",), note="why")
    assert is_weak(parameter) is weak


def test_the_fewest_draws_are_those_that_all_agree_just_enough():
    def word(draws):
        return from_shares({"one": share_of_draws(np.ones(draws, dtype=bool))})

    assert word(FEWEST_DRAWS) == NOT_CONTRADICTED
    assert word(FEWEST_DRAWS - 1) == DEPENDS
