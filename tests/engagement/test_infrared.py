"""Infrared countermeasures: survival, break-even, and guidance by radar."""

import numpy as np
import pytest

from skyshed.engagement.infrared import (
    GUIDANCES,
    break_even_curve,
    break_even_effectiveness,
    countermeasure_factor,
    survival_probability,
)


def test_one_shot_by_the_closed_form():
    effect = np.linspace(0.0, 1.0, 5)
    got = survival_probability(0.8, effect, guidance="infrared")
    assert got == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])


@pytest.mark.parametrize("guidance", [g for g in GUIDANCES if g != "infrared"])
def test_no_effect_on_guidance_by_radar(guidance):
    effect = np.linspace(0.0, 1.0, 11)
    assert np.array_equal(countermeasure_factor(effect, guidance), np.ones(11))
    survival = survival_probability(0.7, effect, guidance=guidance, shots=2, correlation=0.2)
    assert np.all(survival == survival[0])
    assert np.isnan(break_even_effectiveness(0.7, 0.9, guidance=guidance))
    # A level that is reached anyway needs no countermeasure.
    assert break_even_effectiveness(0.7, 0.2, guidance=guidance) == 0.0


@pytest.mark.parametrize("shots", [1, 2, 4])
def test_break_even_of_independent_shots_by_the_closed_form(shots):
    p, level = np.array([0.4, 0.7, 0.95]), 0.9
    got = break_even_effectiveness(p, level, guidance="infrared", shots=shots)
    assert got == pytest.approx(1.0 - (1.0 - level ** (1.0 / shots)) / p, abs=1e-12)


def test_survival_at_the_break_even_is_the_level():
    p = np.linspace(0.2, 1.0, 9)
    for level in (0.5, 0.9, 0.99):
        effect = break_even_effectiveness(p, level, guidance="infrared", shots=3, correlation=0.3)
        survival = survival_probability(p, effect, guidance="infrared", shots=3, correlation=0.3)
        assert survival[effect > 0.0] == pytest.approx(level, abs=1e-9)
        assert np.all(survival[effect == 0.0] >= level)
        assert np.all(np.diff(effect) >= 0.0)


def test_certain_survival_asks_for_a_perfect_countermeasure():
    assert break_even_effectiveness(0.5, 1.0, guidance="infrared") == pytest.approx(1.0)
    assert break_even_effectiveness(0.0, 1.0, guidance="infrared") == 0.0


def test_curve_holds_every_combination():
    curve = break_even_curve(
        [0.3, 0.6, 0.9], guidance="infrared", shots=(1, 2), levels=(0.5, 0.9, 0.99), points=11
    )
    assert curve.survival.shape == (3, 2, 11)
    assert curve.break_even.shape == (3, 2, 3)
    assert curve.effectiveness[[0, -1]] == pytest.approx([0.0, 1.0])
    assert np.all(curve.survival[..., -1] == 1.0)
    for (i, j, k), effect in np.ndenumerate(curve.break_even):
        crossing = np.interp(effect, curve.effectiveness, curve.survival[i, j])
        assert crossing >= curve.levels[k] - 0.01  # the survival of two shots bends between points


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="guidance must be one of"):
        countermeasure_factor(0.5, "ir")
    with pytest.raises(ValueError, match="effectiveness must lie"):
        survival_probability(0.5, 1.5, guidance="infrared")
    with pytest.raises(ValueError, match="survival must lie"):
        break_even_effectiveness(0.5, -0.1, guidance="infrared")
