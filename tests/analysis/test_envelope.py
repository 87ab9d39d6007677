from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.envelope import ASPECTS, envelope, quantiles
from tests.analysis.batteries import setting_of, straight_fly_out
from tests.analysis.radar_sites import radar_over

LEVELS = np.array([1000.0, 9000.0, 20e3])


def of(
    speed_m_s=250.0, draws=1, altitude_m=LEVELS, evasion_m_s2=40.0, member=0.0, radar=None, **kwargs
):
    found = setting_of(radar, fly_out=straight_fly_out(**kwargs), draws=draws, member=member)
    return envelope(found, speed_m_s=speed_m_s, altitude_m=altitude_m, evasion_m_s2=evasion_m_s2)


def test_places_at_launch_by_aspect():
    """Intercept at 200 km after 200 s: the target came 50 km nearer, across or farther."""
    found = of(reach_m=200e3)
    for aspect in ASPECTS:
        assert found.farthest_m[aspect][0] == pytest.approx(np.full(3, 200e3))
    assert found.launch_m["inbound"][0] == pytest.approx(np.full(3, 250e3), rel=1e-9)
    assert found.launch_m["outbound"][0] == pytest.approx(np.full(3, 150e3), rel=1e-9)
    assert found.launch_m["crossing"][0] == pytest.approx(
        np.full(3, np.hypot(200e3, 50e3)), rel=1e-9
    )


def test_what_outruns_the_missile_cannot_be_chased():
    found = of(1200.0, reach_m=200e3)
    assert np.isnan(found.farthest_m["outbound"]).all()
    assert np.isfinite(found.farthest_m["inbound"]).all()


def test_nothing_is_reached_that_is_faster_than_the_missile_is_said_to_meet():
    given = {"fly_out": straight_fly_out(), "draws": 2, "target_speed_max_m_s": [249.0, 251.0]}
    found = envelope(setting_of(**given), speed_m_s=250.0, altitude_m=LEVELS)
    for aspect in ASPECTS:
        for numbers in (found.farthest_m, found.nearest_m, found.launch_m):
            assert np.isnan(numbers[aspect][0]).all()
            assert np.isfinite(numbers[aspect][1]).all()
    assert np.isnan(found.no_escape_m[0]).all()
    assert found.share["inbound"].max() == 0.5
    assert np.isnan(found.ceiling_m[0])


def test_no_escape_closed_form():
    """Turn of pi v/a seconds without way made good, then straight: r = R (1 - v/u) + v pi v/a."""
    for evasion in (20.0, 40.0, 1e6):
        found = of(reach_m=200e3, evasion_m_s2=evasion).no_escape_m[0]
        expected = 200e3 * (1.0 - 0.25) + 250.0 * np.pi * 250.0 / evasion
        assert found == pytest.approx(np.full(3, expected), abs=1500.0)  # grid of 625 m and 1.7 s
        assert np.all(found < of(reach_m=200e3).launch_m["inbound"][0])


def test_limits_of_height_nearest_range_and_cone():
    radar = radar_over(0.0, 20.0, elevation_max_rad=np.radians(60.0))
    found = of(altitude_m=np.array([1e3, 9e3, 29e3, 31e3]), range_min_m=15e3, radar=radar)
    assert found.ceiling_m[0] == 29e3
    assert found.floor_m[0] == 1e3
    assert np.isnan(found.farthest_m["inbound"][0, 3])
    near = found.nearest_m["inbound"][0, 1]
    assert near == pytest.approx(np.sqrt(15e3**2 - 9e3**2), abs=700.0)  # grid of 625 m
    assert found.cone_m[0, 1] == pytest.approx(8980.0 / np.tan(np.radians(60.0)))


def test_members_are_those_of_the_draws():
    out = straight_fly_out(np.array([600.0, 1200.0]), members=2, reach_m=150e3)
    setting = setting_of(
        fly_out=out, draws=3, member=np.array([0.9, 0.1, 0.9]), guide=radar_over(0.0, draws=3)
    )
    launch = envelope(setting, speed_m_s=300.0, altitude_m=LEVELS).launch_m["inbound"]
    assert launch[:, 0] == pytest.approx([187.5e3, 225e3, 187.5e3])


def test_spread_counts_draws_without_an_intercept():
    spread = quantiles(np.array([[np.nan, 10.0], [20.0, 30.0], [40.0, np.nan]]))
    assert np.isnan(spread[0]).all()
    assert spread[1] == pytest.approx([20.0, 10.0])
    assert spread[2] == pytest.approx([40.0, 30.0])


def test_shares_and_gaps_count_what_lies_between_near_and_far():
    """Two missiles of three draws cannot meet anything between 50 and 100 km."""
    out = straight_fly_out(members=2, reach_m=150e3)
    hole = (out.range_m >= 50e3) & (out.range_m <= 100e3)
    slow = out.speed_m_s.copy()
    slow[1, hole] = 0.0
    setting = setting_of(
        fly_out=replace(out, speed_m_s=slow),
        draws=3,
        member=np.array([0.9, 0.1, 0.9]),
        guide=radar_over(0.0, draws=3),
    )
    found = envelope(setting, speed_m_s=300.0, altitude_m=LEVELS)
    at = np.searchsorted(found.range_m, [20e3, 75e3, 120e3, 200e3])
    assert found.share["inbound"][:, at] == pytest.approx(np.tile([1.0, 1 / 3, 1.0, 0.0], (3, 1)))
    # Table step 2.5 km: between a node with 400 m/s to spare and one that lacks 400, half of it.
    gap = found.gap_m["inbound"]
    assert gap[1] == pytest.approx(np.zeros(3))
    assert np.all((gap[[0, 2]] >= 50e3) & (gap[[0, 2]] <= 55e3))
    assert found.farthest_m["inbound"][0] == pytest.approx(found.farthest_m["inbound"][1])


def test_errors():
    with pytest.raises(ValueError, match="must be positive"):
        of(-1.0)
