"""Salvo policies: leakers and rounds against binomials, enumeration and Monte Carlo."""

import numpy as np
import pytest
from scipy.stats import binom

from skyshed.engagement.kill import shot_alpha_beta
from skyshed.engagement.salvo import (
    POLICIES,
    expected_leakage,
    expected_rounds,
    leak_probability,
    salvo_sizes,
)


def test_sizes_of_the_policies():
    assert [salvo_sizes(policy, 3) for policy in POLICIES] == [(1,), (2,), (1, 1, 1)]
    assert [salvo_sizes(policy, 0) for policy in POLICIES] == [(), (), ()]


def test_leak_probability_and_rounds_of_independent_shots():
    leaks = {p: float(leak_probability(p, 0.7, 0.0, opportunities=3)) for p in POLICIES}
    assert leaks == pytest.approx({"one": 0.3, "two": 0.09, "shoot-look-shoot": 0.027})
    rounds = {p: float(expected_rounds(p, 0.7, 0.0, opportunities=3)) for p in POLICIES}
    assert rounds == pytest.approx({"one": 1.0, "two": 2.0, "shoot-look-shoot": 1 + 0.3 + 0.09})


def test_looking_saves_rounds_not_leakers():
    two = leak_probability("two", 0.6, [0.0, 0.2, 0.5], opportunities=1)
    look = leak_probability("shoot-look-shoot", 0.6, [0.0, 0.2, 0.5], opportunities=2)
    assert look == pytest.approx(two)
    fewer = expected_rounds("shoot-look-shoot", 0.6, 0.2, opportunities=2)
    assert fewer == pytest.approx(1.4)


@pytest.mark.parametrize("policy", POLICIES)
def test_leakers_are_binomial_while_nothing_runs_out(policy):
    got = expected_leakage(
        12, policy=policy, kill_probability=0.7, correlation=0.2, opportunities=3
    )
    leak = float(leak_probability(policy, 0.7, 0.2, opportunities=3))
    assert got.pmf == pytest.approx(binom.pmf(np.arange(13), 12, leak), abs=1e-12)
    assert got.mean == pytest.approx(12 * leak)
    assert got.annihilation == pytest.approx((1.0 - leak) ** 12)
    rounds = float(expected_rounds(policy, 0.7, 0.2, opportunities=3))
    assert got.mean_rounds == pytest.approx(12 * rounds)


def test_known_answers():
    sure = expected_leakage(1, policy="one", kill_probability=1.0)
    assert (sure.mean, sure.annihilation, sure.mean_rounds) == (0.0, 1.0, 1.0)
    empty = expected_leakage(5, policy="two", kill_probability=1.0, rounds=0)
    assert (empty.mean, empty.annihilation, empty.mean_rounds) == (5.0, 0.0, 0.0)
    full = expected_leakage(10, policy="one", kill_probability=1.0, channels=6)
    assert (full.mean, full.mean_rounds) == (4.0, 6.0)
    # Six served, four leak for sure, and each of the six with 0.3.
    some = expected_leakage(10, policy="one", kill_probability=0.7, channels=6)
    assert some.pmf[4:] == pytest.approx(binom.pmf(np.arange(7), 6, 0.3))
    late = expected_leakage(3, policy="shoot-look-shoot", kill_probability=0.9, opportunities=0)
    assert late.pmf == pytest.approx([0.0, 0.0, 0.0, 1.0])
    none = expected_leakage(0, policy="one", kill_probability=0.5)
    assert (none.mean, none.annihilation) == (0.0, 1.0)


def test_last_round_of_a_salvo_of_two_is_fired_alone():
    got = expected_leakage(2, policy="two", kill_probability=0.5, rounds=3)
    assert got.mean == pytest.approx(0.25 + 0.5)
    assert got.mean_rounds == pytest.approx(3.0)


def simulated(targets, policy, p, rho, opportunities, rounds, channels, runs, rng):
    """The same rules one shot at a time."""
    chance = rng.beta(*shot_alpha_beta(p, rho), (runs, targets))
    leakers, used = np.zeros(runs, dtype=int), np.zeros(runs, dtype=int)
    for run in range(runs):
        left = rounds
        for target in range(targets):
            alive = True
            for size in salvo_sizes(policy, opportunities) if target < channels else ():
                if not alive:
                    break
                fired = min(size, left)
                left -= fired
                alive = not np.any(rng.random(fired) < chance[run, target])
            leakers[run] += alive
        used[run] = rounds - left
    return leakers, used


@pytest.mark.parametrize("policy", POLICIES)
def test_scarce_rounds_agree_with_monte_carlo(policy):
    case = {"policy": policy, "opportunities": 3, "rounds": 9, "channels": 7}
    got = expected_leakage(8, kill_probability=0.6, correlation=0.2, **case)
    runs = 20_000
    rng = np.random.default_rng(17)
    leakers, used = simulated(8, policy, 0.6, 0.2, 3, 9, 7, runs, rng)
    share = np.bincount(leakers, minlength=9) / runs
    error = np.sqrt(got.pmf * (1.0 - got.pmf) / runs)
    assert np.all(np.abs(share - got.pmf) <= 4.0 * error + 1e-12)
    assert used.mean() == pytest.approx(
        got.mean_rounds, abs=4.0 * used.std() / np.sqrt(runs) + 1e-9
    )


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="salvo policy must be one of"):
        salvo_sizes("three", 1)
    with pytest.raises(ValueError, match="opportunities must not be negative"):
        salvo_sizes("one", -1)
    with pytest.raises(ValueError, match="rounds must not be negative"):
        expected_leakage(3, policy="one", kill_probability=0.5, rounds=-1)
