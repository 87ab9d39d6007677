"""Shots with a common cause: beta-binomial closed forms."""

import numpy as np
import pytest
from scipy.stats import betabinom, binom

from skyshed.engagement.kill import kills_pmf, salvo_kill_probability, shot_alpha_beta


def test_beta_distribution_has_the_mean_and_the_correlation():
    alpha, beta = shot_alpha_beta(0.6, [0.05, 0.2, 0.5])
    assert alpha / (alpha + beta) == pytest.approx([0.6, 0.6, 0.6])
    assert 1.0 / (alpha + beta + 1.0) == pytest.approx([0.05, 0.2, 0.5])


@pytest.mark.parametrize("shots", [0, 1, 2, 5])
def test_pmf_agrees_with_scipy(shots):
    p, rho = np.array([0.3, 0.6, 0.9])[:, None], np.array([0.05, 0.2, 0.5])
    got = kills_pmf(p, rho, shots)
    alpha, beta = shot_alpha_beta(p, rho)
    kills = np.arange(shots + 1)
    expected = betabinom.pmf(kills, shots, alpha[..., None], beta[..., None])
    assert got == pytest.approx(expected, abs=1e-12)
    assert salvo_kill_probability(p, rho, shots) == pytest.approx(1.0 - expected[..., 0], abs=1e-12)


def test_without_correlation_shots_are_binomial():
    assert kills_pmf(0.7, 0.0, 4) == pytest.approx(binom.pmf(np.arange(5), 4, 0.7), abs=1e-14)
    assert salvo_kill_probability(0.7, 0.0, [0, 1, 4]) == pytest.approx([0.0, 0.7, 1 - 0.3**4])


def test_certain_and_impossible_kills():
    assert np.array_equal(salvo_kill_probability([0.0, 1.0], 0.3, 3), [0.0, 1.0])
    assert kills_pmf(1.0, 0.3, 3) == pytest.approx([0.0, 0.0, 0.0, 1.0])


def test_common_cause_never_helps_a_salvo_and_leaves_one_shot_alone():
    rho = np.linspace(0.0, 0.99, 20)
    assert np.allclose(salvo_kill_probability(0.6, rho, 1), 0.6)
    salvo = salvo_kill_probability(0.6, rho, 4)
    assert np.all(np.diff(salvo) < 0.0)
    assert salvo[-1] == pytest.approx(0.6, abs=0.02)


def test_full_correlation_makes_every_shot_alike():
    assert np.allclose(salvo_kill_probability(0.6, 1.0, [0, 1, 5]), [0.0, 0.6, 0.6])
    assert kills_pmf([0.6, 0.2], 1.0, 3) == pytest.approx(
        np.array([[0.4, 0.0, 0.0, 0.6], [0.8, 0.0, 0.0, 0.2]])
    )
    assert kills_pmf(0.6, 1.0, 0) == pytest.approx([1.0])


def test_salvo_agrees_with_monte_carlo():
    runs = 200_000
    rng = np.random.default_rng(5)
    for p, rho, shots in ((0.6, 0.2, 3), (0.3, 0.5, 2)):
        chance = rng.beta(*shot_alpha_beta(p, rho), runs)
        killed = np.any(rng.random((shots, runs)) < chance, axis=0)
        expected = float(salvo_kill_probability(p, rho, shots))
        error = np.sqrt(expected * (1.0 - expected) / runs)
        assert abs(killed.mean() - expected) < 4.0 * error


def test_two_shots_have_the_stated_correlation():
    both = kills_pmf(0.6, 0.2, 2)[2]
    assert (both - 0.36) / (0.6 * 0.4) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((1.2, 0.1, 1), "kill probability must lie"),
        ((np.nan, 0.1, 1), "kill probability must lie"),
        ((0.5, 1.01, 1), "correlation of shots"),
        ((0.5, -0.1, 1), "correlation of shots"),
        ((0.5, 0.1, 1.5), "whole numbers"),
        ((0.5, 0.1, -1), "whole numbers"),
    ],
)
def test_bad_arguments_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        salvo_kill_probability(*arguments)


@pytest.mark.parametrize("arguments", [(0.5, 0.0), (0.5, 1.0), (1.0, 0.2), (0.0, 0.2)])
def test_no_beta_distribution_without_spread(arguments):
    with pytest.raises(ValueError, match="above 0 and below 1"):
        shot_alpha_beta(*arguments)
