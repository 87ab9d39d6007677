import numpy as np
import pytest

from skyshed.analysis.approach import (
    CONFIRM_M,
    CONFIRM_N,
    CONFIRM_PD,
    confirmation,
    cumulative_confirmation,
    echo_along_profiles,
    single_scan_pd,
)
from skyshed.analysis.radials import covered_interval, profile_sight
from skyshed.propagation.effective_earth import horizon_distance_m
from skyshed.radar.detection import pd_swerling
from skyshed.radar.scans import cumulative_m_of_n
from tests.analysis.radar_sites import EARTH_M, convention, level_profiles, radar_over


def ends_of(radar, profiles=None, altitude_m=9000.0, rcs=1.0, speed_m_s=250.0, **kwargs):
    return confirmation(
        radar,
        level_profiles() if profiles is None else profiles,
        altitude_m=altitude_m,
        rcs_mean_m2=np.full(radar.draws, rcs),
        speed_m_s=speed_m_s,
        **kwargs,
    )


@pytest.mark.parametrize("reach_m", [60e3, 120e3, 200e3])
def test_high_over_a_smooth_earth_the_range_is_that_of_free_space(reach_m, record_validation):
    found = ends_of(radar_over(0.0, 20.0, reach_m=reach_m)).r50_slant_m[0, 0]
    off = abs(found / reach_m - 1.0)
    assert off < 2e-3  # samples 1 km apart, read off linearly in Pd
    record_validation(
        f"single-scan range at 9 km over a smooth Earth, {reach_m / 1e3:.0f} km in free space",
        "the range equation in free space",
        1,
        100.0 * off,
        0.2,
        "%",
    )


def test_fourth_root_law_end_to_end():
    said = convention(1)
    radar = radar_over(0.0, 20.0, reach_m=80e3, conventions=said)
    near, far = (ends_of(radar, rcs=s).r50_slant_m[0, 0] for s in (1.0, 16.0))
    assert far == pytest.approx(2.0 * near, rel=3e-3)


def test_low_targets_are_seen_short_of_the_horizon():
    """Unless the radar is so strong that what bends round the Earth is enough."""
    for altitude, reach in ((30.0, 80e3), (100.0, 150e3), (1000.0, 250e3)):
        radar = radar_over(0.0, 20.0, reach_m=reach, k=4.0 / 3.0)
        found = ends_of(radar, altitude_m=altitude).r50_ground_m[0, 0]
        horizon = float(horizon_distance_m(20.0, altitude, k=4.0 / 3.0, earth_radius_m=EARTH_M))
        assert 0.6 * horizon < found < horizon


def test_single_scan_pd_is_the_exact_one_to_its_table():
    said = convention(
        4,
        swerling=np.array([0.0, 1.0, 3.0, 1.0]),
        n_pulses=np.array([1.0, 1.0, 10.0, 10.0]),
        pfa=np.array([1e-4, 1e-6, 1e-8, 1e-6]),
    )
    radar = radar_over(0.0, draws=4, conventions=said)
    snr = np.tile(10.0 ** np.linspace(-1.9, 5.9, 301), (4, 1))
    exact = pd_swerling(
        snr, pfa=said.pfa[:, None], n_pulses=said.n_pulses[:, None], swerling=said.swerling[:, None]
    )
    assert single_scan_pd(radar, snr) == pytest.approx(exact, abs=1e-3)
    nothing = single_scan_pd(radar, np.array([[np.nan, 0.0, -0.0, 1e-30]] * 4))
    assert np.all(nothing[:, :3] == 0.0)
    assert np.all(nothing[:, 3] <= said.pfa * 2.0)


@pytest.mark.parametrize("speed_m_s", [50.0, 250.0, 900.0])
def test_confirmed_range_is_that_of_scans_counted_one_by_one(speed_m_s):
    radar = radar_over(0.0, 20.0, reach_m=150e3, scan_period_s=10.0)
    profiles = level_profiles(steps=300)
    ends = ends_of(radar, profiles, speed_m_s=speed_m_s)
    echo = echo_along_profiles(radar, profiles, altitude_m=9000.0, rcs_mean_m2=[1.0])
    pd = single_scan_pd(radar, echo.snr)[0, 0]
    scans = np.arange(300e3, 999.0, -speed_m_s * 10.0)
    at_scan = np.interp(scans, profiles.distance_m, pd)
    reached = cumulative_m_of_n(at_scan, CONFIRM_M, CONFIRM_N) >= CONFIRM_PD
    ground = scans[np.argmax(reached)]
    assert ends.confirmed_ground_m[0, 0] == pytest.approx(ground, abs=1e-6)
    slant = np.interp(ground, profiles.distance_m, echo.slant_m[0, 0])
    assert ends.confirmed_slant_m[0, 0] == pytest.approx(slant, rel=1e-9)


def test_a_fast_target_is_confirmed_later():
    radar = radar_over(0.0, 20.0, reach_m=150e3)
    found = [ends_of(radar, speed_m_s=v).confirmed_slant_m[0, 0] for v in (50.0, 250.0, 2000.0)]
    assert found[0] > found[1] > found[2] > 0.0


def test_cumulative_confirmation_reaches_its_level_at_the_confirmed_range():
    radar = radar_over(0.0, 20.0, reach_m=[100e3, 150e3], draws=2, scan_period_s=[5.0, 12.0])
    profiles = level_profiles(steps=250, azimuths=3)
    ends = ends_of(radar, profiles)
    echo = echo_along_profiles(radar, profiles, altitude_m=9000.0, rcs_mean_m2=np.ones(2))
    single = single_scan_pd(radar, echo.snr)
    reached = cumulative_confirmation(radar, profiles, single, speed_m_s=250.0)
    assert np.all(np.diff(reached, axis=-1) <= 1e-12)  # it only grows on the way in
    for draw in range(2):
        for a in range(3):
            at = ends.confirmed_ground_m[draw, a]
            assert np.all(reached[draw, a, profiles.distance_m <= at] >= CONFIRM_PD)
            assert np.all(reached[draw, a, profiles.distance_m > at + 1.0] < CONFIRM_PD)


@pytest.mark.parametrize("elevation_min_deg", [-10.0, 0.0, 0.5, 2.0])
@pytest.mark.parametrize("mast_m", [10.0, 2000.0])
def test_echo_and_map_agree_on_what_is_covered(elevation_min_deg, mast_m):
    """Pd 0.5 from the echo, step by step, against the interval of covered altitudes."""
    radar = radar_over(
        0.0,
        mast_m,
        reach_m=250e3,
        instrumented_range_m=220e3,
        minimum_range_m=30e3,
        elevation_min_rad=np.radians(elevation_min_deg),
        elevation_max_rad=np.radians(20.0),
    )
    profiles = level_profiles(steps=300)
    seen = profile_sight(radar, profiles, 0)
    lowest, highest = covered_interval(radar, profiles, seen, 250e3, 0)
    for altitude in (300.0, 3000.0, 9000.0, 15000.0):
        echo = echo_along_profiles(radar, profiles, altitude_m=altitude, rcs_mean_m2=[1.0])
        detected = single_scan_pd(radar, echo.snr)[0, 0] >= 0.5
        covered = (lowest[0] <= altitude) & (altitude <= highest[0])
        assert np.count_nonzero(detected != covered) <= 2  # at the ends


def test_the_echo_says_where_the_radar_does_not_look_and_what_is_unknown():
    profiles = level_profiles(steps=100, azimuths=4)
    profiles.ground_m[1, 50] = np.nan
    profiles.ground_m[2, 30] = 9500.0
    radar = radar_over(
        0.0, sector_rad=np.radians(200.0), sector_centre_rad=0.5 * np.pi, minimum_range_m=20e3,
        instrumented_range_m=80e3,
    )  # fmt: skip
    echo = echo_along_profiles(radar, profiles, altitude_m=9000.0, rcs_mean_m2=[1.0])
    snr = echo.snr[0]
    assert np.all(snr[3] == 0.0)  # west, outside the sector
    assert np.isnan(snr[1, 50:]).all()
    assert np.isfinite(snr[1, :50]).all()
    assert np.isnan(snr[2]).tolist() == [i == 30 for i in range(100)]
    assert np.all(snr[0, :16] == 0.0)
    assert np.all(snr[0, 81:] == 0.0)
    assert np.all(snr[0, 20:79] > 0.0)
    nowhere = ends_of(radar, profiles)
    assert nowhere.r50_slant_m[0, 3] == nowhere.confirmed_slant_m[0, 3] == 0.0
    assert nowhere.r50_ground_m[0, 3] == nowhere.confirmed_ground_m[0, 3] == 0.0


def test_draws_do_not_mix_and_workers_do_not_matter():
    radar = radar_over(0.0, [10.0, 30.0, 90.0], reach_m=[80e3, 120e3, 160e3], draws=3)
    one, two = (ends_of(radar, altitude_m=1000.0, workers=workers) for workers in (1, 2))
    for name in vars(one):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    for draw, (mast, reach) in enumerate(((10.0, 80e3), (30.0, 120e3), (90.0, 160e3))):
        alone = ends_of(radar_over(0.0, mast, reach_m=reach), altitude_m=1000.0)
        assert one.confirmed_slant_m[draw] == pytest.approx(alone.confirmed_slant_m[0], rel=1e-9)


def test_slant_and_ground_range_are_not_mixed():
    ends = ends_of(radar_over(0.0, 20.0, reach_m=30e3), altitude_m=15e3)
    slant, ground = ends.r50_slant_m[0, 0], ends.r50_ground_m[0, 0]
    assert np.hypot(ground, 15e3 - 20.0) == pytest.approx(slant, rel=2e-3)
    assert slant > ground + 3e3
