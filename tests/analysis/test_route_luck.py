"""When a track is detected and confirmed, on three scales of luck."""

import numpy as np
import pytest

from skyshed.analysis.route_luck import (
    chance_at,
    first_time,
    luck_along,
    scan_times,
    together,
)
from skyshed.radar.detection import required_snr
from skyshed.radar.scans import cumulative_with_levels
from tests.analysis.radar_sites import radar_over

TIME = np.arange(0.0, 601.0, 10.0)


def steady(pd, *, draws=1, sigma_db=0.0, period_s=10.0):
    """A target of the same echo all the time: Swerling 1, one pulse, Pfa 1e-6."""
    radar = radar_over(0.0, draws=draws, scan_period_s=period_s)
    snr = np.full((draws, TIME.size), float(required_snr(pd, pfa=1e-6, n_pulses=1, swerling=1)))
    return radar, luck_along(radar, TIME, snr, level_sigma_db=np.full(draws, sigma_db))


def test_scans_are_a_period_apart_and_end_with_the_flight():
    scans = scan_times(np.array([10.0, 25.0]), 0.0, 60.0)
    assert list(scans[0]) == [5.0, 15.0, 25.0, 35.0, 45.0, 55.0]
    assert list(scans[1, :2]) == [12.5, 37.5]
    assert np.all(np.isinf(scans[1, 2:]))


def test_detection_is_that_of_independent_trials():
    """1 - (1 - p)^n; 0.9 is reached at the first n with (1 - p)^n <= 0.1: 4 for p = 0.5."""
    _, luck = steady(0.5)
    n = np.arange(1, luck.detected.shape[1] + 1)
    assert luck.detected[0] == pytest.approx(1.0 - 0.5**n, abs=3e-3)
    assert first_time(luck.time_s, luck.detected)[0] == 35.0


def test_two_of_three_by_hand():
    """Chance of 2 hits in a window of 3: after two scans p^2, after three p^2 (3 - 2 p)."""
    _, luck = steady(0.5)
    assert luck.confirmed[0, :3] == pytest.approx([0.0, 0.25, 0.5], abs=5e-3)


def test_a_certain_target_is_confirmed_by_the_second_scan():
    radar = radar_over(0.0, scan_period_s=10.0)
    luck = luck_along(radar, TIME, np.full((1, TIME.size), 1e5), level_sigma_db=np.zeros(1))
    assert first_time(luck.time_s, luck.detected)[0] == 5.0
    assert first_time(luck.time_s, luck.confirmed)[0] == 15.0


def test_nothing_to_see_is_never_confirmed():
    radar = radar_over(0.0)
    luck = luck_along(radar, TIME, np.zeros((1, TIME.size)), level_sigma_db=np.full(1, 6.0))
    assert np.isinf(first_time(luck.time_s, luck.confirmed)[0])
    assert luck.detected.max() == 0.0


def test_levels_are_averaged_as_the_exact_function_does():
    radar = radar_over(0.0, draws=3, scan_period_s=10.0)
    snr = 10.0 ** (0.1 * np.linspace(-5.0, 20.0, TIME.size)) * np.ones((3, 1))
    sigma = np.array([0.0, 3.0, 6.0])
    luck = luck_along(radar, TIME, snr, level_sigma_db=sigma)
    at = np.interp(luck.time_s[0], TIME, snr[0])
    exact = cumulative_with_levels(
        np.broadcast_to(at, (3, at.size)),
        level_sigma_db=sigma, pfa=np.full(3, 1e-6), n_pulses=np.ones(3), swerling=np.ones(3),
        m=2, n=3,
    )  # fmt: skip
    assert luck.confirmed == pytest.approx(exact, abs=3e-3)  # the curve is read to 1e-3


def test_without_a_level_it_is_the_independent_limit():
    _, luck = steady(0.3)
    assert luck.confirmed == pytest.approx(luck.confirmed_independent, abs=1e-12)


def test_shared_luck_of_a_steady_target_stops_at_its_single_chance():
    """One number decides all scans alike: more scans do not help."""
    _, luck = steady(0.5)
    assert luck.confirmed_shared[0, 1:] == pytest.approx(0.5, abs=3e-3)
    _, wide = steady(0.5, sigma_db=10.0)
    assert wide.confirmed[0, -1] < luck.confirmed[0, -1]


def test_two_radars_miss_together_only_when_both_miss():
    _, luck = steady(0.3)
    times, both = together([(luck.time_s, luck.detected)] * 2)
    last = np.argmax(times[0] == luck.time_s[0, 5]) + 1
    assert both[0, last] == pytest.approx(1.0 - (1.0 - luck.detected[0, 5]) ** 2, abs=1e-9)


def test_chances_hold_until_the_next_scan():
    scans, chance = np.array([[5.0, 15.0, np.inf]]), np.array([[0.2, 0.4, 0.4]])
    found = chance_at(scans, chance, np.array([0.0, 5.0, 14.9, 15.0, 1e9]))
    assert list(found[0]) == [0.0, 0.2, 0.2, 0.4, 0.4]
