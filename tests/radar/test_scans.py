"""M of N and cumulative detection against enumeration, simulation and the limits of luck."""

from itertools import product

import numpy as np
import pytest

from skyshed.radar.detection import pd_swerling
from skyshed.radar.scans import (
    cumulative_correlated,
    cumulative_m_of_n,
    cumulative_with_levels,
    m_of_n_probability,
    single_scan_for_window,
)

RULE = {"pfa": 1e-6, "n_pulses": 1, "swerling": 1}


def first_confirmed(hits, m, n):
    """Index of the first scan at which some window holds m hits, or the number of scans."""
    for scan in range(len(hits)):
        if sum(hits[max(0, scan - n + 1) : scan + 1]) >= m:
            return scan
    return len(hits)


def enumerated(pd, m, n):
    """Cumulative probability by going through all outcomes of all scans."""
    cumulative = np.zeros(len(pd))
    for hits in product((0, 1), repeat=len(pd)):
        weight = np.prod(np.where(hits, pd, 1.0 - np.asarray(pd)))
        cumulative[first_confirmed(hits, m, n) :] += weight
    return cumulative


@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 3), (2, 2), (2, 3), (3, 5), (4, 6), (6, 6)])
def test_enumeration_of_all_outcomes(m, n):
    pd = np.random.default_rng(m * 10 + n).uniform(0, 1, (2, 9))
    expected = [enumerated(row, m, n) for row in pd]
    np.testing.assert_allclose(cumulative_m_of_n(pd, m, n), expected, atol=1e-14)


def test_one_window_is_the_binomial_rule():
    p = np.linspace(0, 1, 11)
    scans = np.repeat(p[:, None], 3, axis=1)
    last = cumulative_m_of_n(scans, 2, 3)[:, -1]
    np.testing.assert_allclose(m_of_n_probability(p, 2, 3), last, atol=1e-15)


def test_window_rule_turns_round():
    cumulative = np.array([0.05, 0.5, 0.9, 0.999])
    for m, n in ((1, 3), (2, 3), (5, 8)):
        single = single_scan_for_window(cumulative, m, n)
        np.testing.assert_allclose(m_of_n_probability(single, m, n), cumulative, rtol=1e-12)
    assert single_scan_for_window(0.875, 1, 3) == pytest.approx(0.5, rel=1e-14)  # 1 - 0.5**3


def test_certain_and_impossible_scans():
    np.testing.assert_array_equal(cumulative_m_of_n([1.0, 1.0, 1.0], 2, 3), [0, 1, 1])
    np.testing.assert_array_equal(cumulative_m_of_n([0.0, 0.0], 1, 1), [0, 0])
    np.testing.assert_array_equal(cumulative_correlated([1.0, 1.0], 2, 3), [0, 1])


def test_gap_in_the_scans_is_passed_on():
    pd = [0.3, np.nan, 0.5, 0.4]
    np.testing.assert_array_equal(np.isnan(cumulative_m_of_n(pd, 2, 3)), [0, 1, 1, 1])
    np.testing.assert_array_equal(np.isnan(cumulative_correlated(pd, 2, 3)), [0, 1, 1, 1])


@pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 3), (3, 4)])
def test_shared_luck_simulated(m, n):
    rng = np.random.default_rng(5)
    pd = rng.uniform(0, 1, 7)
    trials = 4_000
    firsts = [first_confirmed(rng.uniform() < pd, m, n) for _ in range(trials)]
    simulated = [np.mean(np.array(firsts) <= scan) for scan in range(len(pd))]
    tolerance = 4.0 * np.sqrt(0.25 / trials)  # 4 sigma
    np.testing.assert_allclose(cumulative_correlated(pd, m, n), simulated, atol=tolerance)


def test_limits_of_luck_differ_by_a_factor_of_two():
    range_m = np.arange(500e3, 10e3, -1e3)  # 250 m/s towards the radar, a scan every 4 s
    snr = 16.0 * (200e3 / range_m) ** 4
    pd = pd_swerling(snr, **RULE)

    def reach(cumulative):
        return range_m[np.argmax(cumulative >= 0.9)]

    independent = reach(cumulative_m_of_n(pd, 1, 1))
    confirmed = reach(cumulative_m_of_n(pd, 2, 3))
    correlated = reach(cumulative_correlated(pd, 1, 1))
    slow_level = reach(cumulative_with_levels(snr, level_sigma_db=4.0, m=2, n=3, **RULE))
    assert independent > confirmed > slow_level > correlated
    assert 1.8 < independent / correlated < 2.6


def test_level_without_spread_changes_nothing():
    snr = np.geomspace(1.0, 100.0, 12)
    plain = cumulative_m_of_n(pd_swerling(snr, **RULE), 2, 3)
    levelled = cumulative_with_levels(snr, level_sigma_db=0.0, m=2, n=3, **RULE)
    np.testing.assert_array_equal(levelled, plain)


def test_level_simulated():
    rng = np.random.default_rng(6)
    snr, sigma_db, trials = np.geomspace(1.0, 60.0, 8), 5.0, 40_000
    level = 10.0 ** (0.1 * sigma_db * rng.normal(size=(trials, 1)))
    each = cumulative_m_of_n(pd_swerling(snr * level, **RULE), 2, 3)
    expected = cumulative_with_levels(snr, level_sigma_db=sigma_db, m=2, n=3, **RULE)
    tolerance = 4.0 * each.std(axis=0) / np.sqrt(trials) + 1e-3  # 4 sigma and the nodes
    assert np.all(np.abs(each.mean(axis=0) - expected) < tolerance)


def test_wide_level_over_a_steady_target_is_shared_luck():
    steady = RULE | {"swerling": 0}
    snr = np.full(40, 12.0)
    single = cumulative_with_levels(snr[:1], level_sigma_db=20.0, m=1, n=1, nodes=801, **steady)
    many = cumulative_with_levels(snr, level_sigma_db=20.0, m=1, n=1, nodes=801, **steady)
    independent = 1.0 - (1.0 - single[-1]) ** 40
    assert many[-1] - single[-1] < 0.1 < independent - single[-1]


def test_levels_per_draw():
    snr = np.tile(np.geomspace(1.0, 100.0, 6), (3, 1))
    rule = {"pfa": np.full(3, 1e-6), "n_pulses": np.array([1, 1, 10]), "swerling": np.ones(3)}
    sigma_db = np.array([0.0, 3.0, 3.0])
    together = cumulative_with_levels(snr, level_sigma_db=sigma_db, m=2, n=3, **rule)
    assert together.shape == (3, 6)
    alone = cumulative_with_levels(snr[1], level_sigma_db=3.0, m=2, n=3, **RULE)
    np.testing.assert_allclose(together[1], alone, rtol=1e-13)
    assert np.all(together[2, 1:] > together[1, 1:])


@pytest.mark.parametrize(("m", "n"), [(0, 3), (4, 3), (1.5, 3), (2, 7)])
def test_refuses_impossible_rules(m, n):
    with pytest.raises(ValueError):
        cumulative_m_of_n([0.5, 0.5], m, n)


def test_refuses_wrong_probabilities():
    with pytest.raises(ValueError, match=r"from 0 to 1, got 1\.2"):
        cumulative_m_of_n([0.5, 1.2], 1, 1)
    with pytest.raises(ValueError, match="scan axis"):
        cumulative_m_of_n(0.5, 1, 1)
    with pytest.raises(ValueError, match="scan axis"):
        cumulative_correlated(0.5, 1, 1)
    with pytest.raises(ValueError, match="m of n"):
        m_of_n_probability(0.5, 3, 2)
    with pytest.raises(ValueError, match="negative"):
        cumulative_with_levels([1.0], level_sigma_db=-1.0, m=1, n=1, **RULE)
