from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from skyshed.analysis.reach_floor import below_floor_words
from skyshed.analysis.waterfall import waterfall
from tests.analysis.batteries import MISSILE, setting_of, straight_fly_out, threat_of

FLOORS = np.array([55.0, 60.0, 45.0])


def battery(quoted_m=60.0):
    """Three members with floors of their own; two of three draws have one above 50 m."""
    fly_out = replace(straight_fly_out(members=3), altitude_min_m=FLOORS)
    found = setting_of(fly_out=fly_out, draws=3, member=np.array([0.1, 0.5, 0.9]))
    figure = None if quoted_m is None else SimpleNamespace(nominal=quoted_m)
    fit = SimpleNamespace(quoted=SimpleNamespace(altitude_min=figure))
    missile = SimpleNamespace(fly_out=fly_out, fit=fit, guidance="active", id=MISSILE)
    return replace(found, battery=replace(found.battery, interceptor=missile))


def test_the_reason_names_the_floor_and_where_it_comes_from():
    low = threat_of(agl_m=50.0, draws=3)
    assert "quoted as 60 m above ground, which is an input" in below_floor_words(battery(), low)
    assert "assumed as 55 m" in below_floor_words(battery(None), low)


@pytest.mark.parametrize("height", [{"agl_m": 58.0}, {"agl_m": 300.0}, {"altitude_m": 50.0}])
def test_no_reason_where_most_draws_reach_down_or_the_ground_is_not_known(height):
    assert below_floor_words(battery(), threat_of(draws=3, **height)) == ""


def test_below_the_floor_nothing_is_said_of_a_hit_at_the_ring():
    """The draw whose floor is 45 m still has its flight to the ring; that of 60 m has none."""
    found = battery()
    one = {"ring_m": 200e3}
    low, high = threat_of(agl_m=50.0, draws=3), threat_of(agl_m=300.0, draws=3)
    assert np.isfinite(waterfall(found, found, low, low, **one).time_at_ring_s.median)
    deaf = replace(found, tables=replace(found.tables, floor_agl_m=np.full(3, 60.0)))
    fall = waterfall(deaf, deaf, low, low, **one)
    assert np.isnan(fall.time_at_ring_s.median)
    assert np.isnan(fall.required_confirmation_m.median)
    assert np.isfinite(waterfall(deaf, deaf, high, high, **one).time_at_ring_s.median)
