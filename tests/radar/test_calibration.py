"""The range equation anchored in a quoted pair: round trips, scaling laws and simulation."""

import dataclasses

import numpy as np
import pytest

from skyshed.radar.calibration import (
    Convention,
    calibration_constant,
    detection_range_m,
    mean_from_median,
    single_scan_pd,
    snr_from_constant,
)
from skyshed.radar.detection import pd_swerling
from skyshed.radar.scans import m_of_n_probability


def convention(size=6, **changes):
    values = {
        "pd": 0.8,
        "pfa": 1e-6,
        "swerling": np.resize([0, 1, 3], size),
        "n_pulses": np.resize([1, 1, 1, 10, 10, 10], size),
        "sigma_is_median": 0,
        "cumulative": 0,
    } | changes
    return Convention(**{name: np.broadcast_to(v, (size,)) for name, v in values.items()})


@pytest.mark.parametrize("swerling", range(6))
def test_median_of_the_simulated_fluctuation(swerling):
    rng = np.random.default_rng(4)
    freedom = {1: 1, 2: 1, 3: 2, 4: 2}.get(swerling)
    size = 200_000
    power = np.ones(size) if freedom is None else rng.gamma(freedom, 1.0 / freedom, size)
    # The median's standard error is 1 / (2 density sqrt(size)): 0.0022 for the exponential.
    assert mean_from_median(np.median(power), swerling) == pytest.approx(1.0, abs=0.015)


def test_median_over_mean_in_decibels():
    # Catalogue notes: median = mean - 1.59 dB for cases 1 and 2, - 0.76 dB for 3 and 4.
    gap_db = 10.0 * np.log10(mean_from_median(1.0, [0, 1, 2, 3, 4, 5]))
    np.testing.assert_allclose(gap_db, [0, 1.59, 1.59, 0.76, 0.76, 0], atol=0.005)


def test_prediction_meets_the_quoted_pair():
    rule = convention()
    constant = calibration_constant(390e3, 4.0, rule)
    back = detection_range_m(constant, 4.0, pd=0.8, convention=rule)
    np.testing.assert_allclose(back, 390e3, rtol=1e-9)
    snr = snr_from_constant(constant, 4.0, 390e3)
    seen = pd_swerling(snr, pfa=rule.pfa, n_pulses=rule.n_pulses, swerling=rule.swerling)
    np.testing.assert_allclose(seen, 0.8, rtol=1e-9)


def test_range_grows_with_fourth_root_of_rcs():
    rule = convention()
    constant = calibration_constant(390e3, 4.0, rule)
    rcs_m2 = np.tile([0.25, 4.0], (6, 1))
    near, far = detection_range_m(constant, rcs_m2, pd=0.5, convention=rule).T
    np.testing.assert_allclose(far, 2.0 * near, rtol=1e-12)  # exact in free space


def test_fluctuating_target_gains_from_a_lower_pd():
    # Swerling 1, one pulse, Pfa 1e-6: Pd 0.5 instead of 0.9 is a factor 1.6 in range.
    rule = convention(size=1, pd=0.9, swerling=1, n_pulses=1)
    constant = calibration_constant(100e3, 1.0, rule)
    gain = detection_range_m(constant, 1.0, pd=0.5, convention=rule) / 100e3
    assert gain[0] == pytest.approx(1.6, abs=0.05)


def test_quoted_median_means_a_weaker_radar():
    mean, median = (
        calibration_constant(390e3, 4.0, convention(sigma_is_median=flag)) for flag in (0, 1)
    )
    np.testing.assert_allclose(mean / median, mean_from_median(1.0, convention().swerling))


def test_quoted_cumulative_pd_means_a_stronger_single_scan():
    rule = convention(cumulative=[0, 1, 0, 1, 0, 1])
    single = single_scan_pd(rule)
    np.testing.assert_array_equal(single[::2], 0.8)
    np.testing.assert_allclose(m_of_n_probability(single[1::2], 1, 3), 0.8, rtol=1e-12)


def test_leading_axes_are_kept():
    rule = convention()
    constant = calibration_constant(np.full(6, 390e3), np.full(6, 4.0), rule)
    assert detection_range_m(constant, np.ones((6, 2, 3)), pd=0.5, convention=rule).shape == (
        6,
        2,
        3,
    )
    per_draw = detection_range_m(constant, np.ones(6), pd=np.full(6, 0.5), convention=rule)
    np.testing.assert_allclose(per_draw, detection_range_m(constant, 1.0, pd=0.5, convention=rule))


def test_echo_at_the_antenna_is_endless():
    assert snr_from_constant(1e20, 1.0, 0.0) == np.inf


def test_refuses_wrong_arguments():
    rule = convention()
    with pytest.raises(ValueError, match="range_m must be positive"):
        calibration_constant(0.0, 4.0, rule)
    with pytest.raises(ValueError, match="rcs_m2 must be positive"):
        calibration_constant(390e3, -4.0, rule)
    with pytest.raises(ValueError, match="false alarm"):
        detection_range_m(np.ones(6), 1.0, pd=1e-9, convention=rule)
    with pytest.raises(ValueError, match="swerling"):
        mean_from_median(1.0, 7)
    with pytest.raises(ValueError, match="same shape"):
        dataclasses.replace(rule, pd=np.full(5, 0.8))
    with pytest.raises(ValueError, match="same shape"):
        dataclasses.replace(rule, pd=np.array(0.8))
    with pytest.raises(ValueError, match="cumulative must be 0 or 1"):
        dataclasses.replace(rule, cumulative=np.full(6, 3.0))
