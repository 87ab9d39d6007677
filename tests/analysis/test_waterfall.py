from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.approach import confirmation
from skyshed.analysis.engageable import engageable
from skyshed.analysis.waterfall import waterfall
from tests.analysis.batteries import setting_of, straight_fly_out, threat_of
from tests.analysis.radar_sites import level_profiles, radar_over

RING_M = 200e3


def built(draws=1, **kwargs):
    reach = np.linspace(250e3, 350e3, draws) if draws > 1 else 300e3
    radar = radar_over(0.0, 20.0, reach_m=reach, draws=draws)
    found = setting_of(
        radar, draws=draws, reaction_s=10.0, launch_delay_s=4.0,
        fly_out=straight_fly_out(reach_m=150e3), profiles=level_profiles(azimuths=4), **kwargs
    )  # fmt: skip
    return radar, found


def test_every_bar_against_its_closed_form():
    radar, found = built()
    fall = waterfall(found, found, threat_of(), threat_of(), ring_m=RING_M)
    bars = {step.label: step.slant_m.nominal for step in fall.steps}
    ends = confirmation(
        radar, level_profiles(), altitude_m=9000.0, rcs_mean_m2=np.ones(1), speed_m_s=250.0
    )
    seen = ends.confirmed_slant_m[0, 0]
    near = {"rel": 3e-3}  # slant for ground range, and azimuths of an ellipsoid
    assert bars["a single scan sees it"] == pytest.approx(ends.r50_slant_m[0, 0], **near)
    assert bars["track confirmed"] == pytest.approx(seen, **near)
    assert bars["order to fire"] == pytest.approx(seen - 2500.0, **near)
    assert bars["launch"] == pytest.approx(seen - 3500.0, **near)
    assert bars["intercept, time line only"] == pytest.approx((seen - 3500.0) / 1.25, **near)
    assert bars["intercept, guidance only"] == pytest.approx(ends.r50_slant_m[0, 0] / 1.25, **near)
    assert bars["intercept, missile only"] == pytest.approx(150e3, **near)
    assert bars["intercept"] == pytest.approx(150e3, **near)
    assert fall.required_confirmation_m.nominal == pytest.approx(RING_M * 1.25 + 3500.0, **near)
    assert fall.time_at_ring_s.nominal == pytest.approx(200.0, **near)
    assert fall.time_at_intercept_s.nominal == pytest.approx(150.0, **near)
    assert fall.speed_at_intercept_m_s.nominal == pytest.approx(400.0, rel=1e-6)  # at its limit
    assert fall.lateral_at_intercept_m_s2.nominal == pytest.approx(100.0)


def test_spread_and_order_over_draws():
    _, drawn = built(draws=20)
    _, nominal = built()
    threat = threat_of(draws=20)
    fall = waterfall(drawn, nominal, threat, threat_of(), ring_m=RING_M, workers=2)
    for step in fall.steps:
        assert step.slant_m.low <= step.slant_m.median <= step.slant_m.high
        assert step.note
    last = engageable(drawn, [threat])[0].farthest_slant_m
    assert fall.steps[-1].slant_m.median == pytest.approx(
        np.quantile(np.median(last, axis=1), 0.5, method="inverted_cdf")
    )


def test_no_intercept_is_nan():
    _, found = built()
    deaf = threat_of(rcs_m2=1e-12)
    fall = waterfall(found, found, deaf, deaf, ring_m=RING_M)
    assert np.isnan(fall.steps[-1].slant_m.nominal)
    assert np.isnan(fall.time_at_intercept_s.median)
    assert np.isfinite(fall.required_confirmation_m.nominal)


def test_bars_of_a_fixed_sector_are_those_of_where_it_looks():
    """On level ground a battery that looks south does there what one that is turned there does."""
    threat = threat_of()
    _, steered = built()
    width = {"sector_rad": np.radians(90.0), "sector_centre_rad": np.pi}
    guide = replace(steered.guide, radar=replace(steered.guide.radar, **width))
    south = replace(steered, guide=guide)
    (bars, all_round) = (
        waterfall(found, found, threat, threat, ring_m=RING_M) for found in (south, steered)
    )
    last = [fall.steps[-1].slant_m.nominal for fall in (bars, all_round)]
    assert last[0] == pytest.approx(last[1], rel=0.01)
    assert np.isfinite(bars.time_at_intercept_s.median)
