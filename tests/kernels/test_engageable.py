"""Kernels of the engagement against slow, readable twins."""

import numpy as np
import pytest

from skyshed.analysis.approach import echo_along_profiles, single_scan_pd
from skyshed.analysis.engageable_lines import DrawSight, common_of
from skyshed.analysis.flight_lines import inbound_lines
from skyshed.kernels.engageable import engage_lines, missile_at, pd_at_levels, polar_at
from tests.analysis.batteries import setting_of, threat_of
from tests.analysis.radar_sites import convention, level_profiles, radar_over


def engaged_twin(pd, time, spare, confirmed, *, step, speed, delay, wanted, earliest, latest):
    """Place by place: each test as the documentation says it."""
    lines, samples = pd.shape
    distance = step * np.arange(1, samples + 1)
    out = np.zeros(pd.shape, dtype=bool)
    for a in range(lines):
        for i, d in enumerate(distance):
            t = time[a, i]
            if not np.isfinite(t) or spare[a, i] < 0.0:
                continue
            if confirmed[a] <= 0.0 or d + speed * (t + delay) > confirmed[a]:
                continue
            last, first = d + speed * min(t, latest), d + speed * min(t, earliest)
            if first > distance[-1]:
                continue
            inner = distance[int(last / step + 1e-9) - 1]  # the sample just nearer than the last
            between = distance[(distance > inner) & (distance < first)]
            window = np.interp([inner, *between, first], distance, pd[a])
            out[a, i] = np.all(window >= wanted)
    return out


@pytest.mark.parametrize(
    ("earliest", "latest"), [(np.inf, 0.0), (20.0, 0.0), (np.inf, 25.0), (np.inf, np.inf)]
)
def test_engage_lines_agrees_with_its_twin(earliest, latest):
    rng = np.random.default_rng(3)
    lines, samples, step, speed = 40, 120, 1000.0, 300.0
    wave = rng.normal(0.0, 0.2, (lines, samples)).cumsum(axis=1)
    pd = 1.0 / (1.0 + np.exp(wave - 2.0 + np.linspace(0.0, 4.0, samples)))
    time = np.arange(1, samples + 1) * rng.uniform(0.6, 1.5, (lines, 1))
    time[:, 90:] = np.nan
    spare = rng.normal(1.0, 0.5, (lines, samples))
    confirmed = rng.uniform(0.0, 150e3, lines)
    confirmed[:3] = 0.0
    engaged = np.zeros(pd.shape, dtype=np.uint8)
    unbroken, farthest = np.zeros(lines), np.zeros(lines)
    engage_lines(
        pd, time, spare, confirmed, step, speed, 7.0, 0.5, earliest, latest, True, True, True,
        engaged, unbroken, farthest,
    )  # fmt: skip
    twin = engaged_twin(
        pd, time, spare, confirmed, step=step, speed=speed, delay=7.0, wanted=0.5,
        earliest=earliest, latest=latest,
    )  # fmt: skip
    assert np.array_equal(engaged.astype(bool), twin)
    assert 0.05 < twin.mean() < 0.9
    for a in range(lines):
        runs = np.flatnonzero(twin[a])
        if not runs.size:
            assert unbroken[a] == farthest[a] == 0.0
            continue
        assert 0.0 <= farthest[a] / step - (runs[-1] + 1) < 1.0
        stop = runs[0] + np.argmin(np.append(twin[a, runs[0] :], False))
        assert 0.0 <= unbroken[a] / step - stop < 1.0


def test_levels_and_pd_are_those_of_an_approach():
    said = convention(2, swerling=np.array([1.0, 0.0]), n_pulses=np.array([1.0, 10.0]))
    radar = radar_over(0.0, 15.0, draws=2, reach_m=np.array([90e3, 300e3]), conventions=said)
    profiles = level_profiles(azimuths=4, steps=500)
    profiles.ground_m[1, 40] = 900.0
    found = setting_of(radar, profiles=profiles, draws=2)
    threat = threat_of(250.0, 700.0, rcs_m2=2.5, draws=2)
    echo = echo_along_profiles(radar, profiles, altitude_m=700.0, rcs_mean_m2=np.full(2, 2.5))
    single = single_scan_pd(radar, echo.snr)
    lines, common = inbound_lines(profiles), common_of(found, [threat])
    for draw in range(2):
        sight = DrawSight(found, draw, common)
        assert sight.pd(0, threat, lines) == pytest.approx(single[draw], abs=1e-9)
        assert sight.level_db(0, threat)[1] == pytest.approx(echo.slant_m[draw], rel=1e-12)


def test_pd_reads_the_cross_section_by_aspect():
    level = np.full((1, 3), 10.0)
    aspect = np.array([[0.0, 0.25 * np.pi, np.pi]])
    curve = np.linspace(0.0, 1.0, 101)  # from -20 to 80 dB
    out = np.empty((1, 3))
    pd_at_levels(level, aspect, np.array([0.0, 20.0, 40.0]), curve, -20.0, 1.0, out)
    assert out[0] == pytest.approx([0.30, 0.40, 0.70])
    pd_at_levels(level, aspect, np.array([5.0]), curve, -20.0, 1.0, out)
    assert out[0] == pytest.approx([0.35] * 3)


def test_polar_reading_is_exact_for_what_is_linear_and_periodic():
    azimuths, steps, step = 12, 20, 500.0
    values = np.arange(1, steps + 1)[None, :] * step + np.zeros((azimuths, 1))
    rng = np.random.default_rng(1)
    distance, azimuth = rng.uniform(500.0, 10_000.0, (5, 7)), rng.uniform(0.0, 2 * np.pi, (5, 7))
    out = np.empty((5, 7))
    polar_at(values, step, distance, azimuth, -1.0, out)
    assert out == pytest.approx(distance)
    by_azimuth = np.zeros((azimuths, steps))
    by_azimuth[-1] = 1.0
    point = np.array([[2000.0, 2000.0, 2000.0, 10_001.0]])
    turn = 2.0 * np.pi * np.array([[11.0, 11.5, 0.0, 0.0]]) / 12.0
    polar_at(by_azimuth, step, point, turn, -1.0, out[:1, :4])
    assert out[0, :4] == pytest.approx([1.0, 0.5, 0.0, -1.0])


def test_missile_reads_its_tables_and_keeps_its_limits():
    ranges, altitudes = 1000.0 * np.arange(11), -500.0 + 500.0 * np.arange(9)
    time = ranges[:, None] / 500.0 + altitudes[None, :] / 250.0 + 4.0
    spare = 1.0 - ranges[:, None] / 8000.0 + 0.0 * altitudes[None, :]
    time[9:, 0] = np.nan
    points = np.array([[2500.0, 6000.0, 8500.0, 10_500.0, 3000.0, 3000.0, 3000.0, 9500.0]])
    height = np.array([[300.0, 1200.0, 0.0, 0.0, 3600.0, -400.0, 90.0, -400.0]])
    slant = np.hypot(points, height)
    t, left = np.empty(points.shape), np.empty(points.shape)
    ground = np.zeros(points.shape)
    missile_at(
        points, height, ground, slant, time, spare, 1000.0, -500.0, 500.0, 100.0, 3500.0, 2000.0,
        1e6, t, left,
    )  # fmt: skip
    assert t[0, :3] == pytest.approx(points[0, :3] / 500.0 + height[0, :3] / 250.0 + 4.0)
    assert left[0, :2] == pytest.approx(1.0 - points[0, :2] / 8000.0)
    assert np.all(left[0, 2:] < 0.0)  # too far, outside, ceiling, below ground, floor, no arc
    assert np.isnan(t[0, [3, 7]]).all()
    missile_at(
        points, height, ground, slant, time, spare, 1000.0, -500.0, 500.0, 100.0, 3500.0, 7000.0,
        1e6, t, left,
    )  # fmt: skip
    assert np.all(left[0, :2] == -np.inf)  # nearer than the nearest
