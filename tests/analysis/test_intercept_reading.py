from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from skyshed.analysis.engageable import engageable
from skyshed.analysis.engageable_setting import setting, threats
from skyshed.analysis.intercept_reading import intercept_slant_ranges, thinned
from skyshed.catalogue import loader
from skyshed.systems.battery import Battery, battery_parameters
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import nominal_values, sample
from tests.analysis.batteries import MISSILE, TestMissile, straight_fly_out
from tests.analysis.flat_world import flat_model


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    flight = Parameter(0.5, 0.0, 1.0, basis="derived", grade="B")
    fly_out = straight_fly_out(np.array([800.0, 1000.0, 1200.0]), members=3)
    missile = TestMissile(fly_out, parameters={f"{MISSILE}.flight": flight})
    numbers = battery_parameters("b", loader.system("s-400"), see=None)
    battery = Battery("b", "Battery", None, "west", missile, numbers)
    return model, battery, model.parameters | battery.unknowns


def case(azimuth="median", **changes):
    given = {"target": "fighter", "altitude_m": 8e3, "agl_m": None, "speed_m_s": 250.0}
    return SimpleNamespace(**(given | changes), azimuth=azimuth, short_m=None, passing_m=None)


def test_reading_is_the_farthest_intercept_of_every_third_azimuth(world):
    model, battery, parameters = world
    values = sample(parameters, size=5, seed=3)
    found = thinned(setting(model, battery, values), 3)
    assert found.guide.profiles.azimuth_rad.size == 24
    threat = threats(model, found, values, [model.study.target("fighter")])
    slant = engageable(found, threat)[0].farthest_slant_m
    for azimuth, reduce in (("median", np.median), ("any", np.max), ("all", np.min)):
        asked = intercept_slant_ranges(model, battery, [case(azimuth)], values, workers=2)[0]
        assert asked == pytest.approx(reduce(slant, axis=1))


def test_lower_and_faster_is_nearer(world):
    model, battery, parameters = world
    values = nominal_values(parameters)
    plain = intercept_slant_ranges(model, battery, [case()], values)[0][0]
    low = intercept_slant_ranges(model, battery, [case(altitude_m=None, agl_m=100.0)], values)[0][0]
    fast = intercept_slant_ranges(model, battery, [case(speed_m_s=600.0)], values)[0][0]
    assert 0.0 < low < 60e3 < plain
    assert fast < plain


def test_smooth_earth_is_flat_ground(world):
    model, battery, parameters = world
    values = nominal_values(parameters)
    smooth = intercept_slant_ranges(model, battery, [case()], values, "smooth Earth")
    assert smooth == pytest.approx(
        intercept_slant_ranges(model, battery, [case()], values, "relief"), rel=1e-6
    )


def test_a_radar_at_another_site_hands_over(world):
    model, battery, parameters = world

    cued = replace(battery, see="east")
    values = nominal_values(parameters)
    found = setting(model, cued, values)
    assert found.see.range_m == pytest.approx(99.9e3, rel=0.01)
    assert found.see.azimuth_rad == pytest.approx(np.pi / 2.0, abs=0.02)
    heights = [(None, 100.0), (8e3, None)]
    given = threats(model, found, values, model.study.targets, heights=heights)
    low, high = engageable(found, given)
    east, west = 18, 54  # 5 degrees each
    assert high.confirmed_m[0, east] > high.confirmed_m[0, west]
    assert low.farthest_m[0].max() < high.farthest_m[0].max()
