"""The air of a study in the draws, and its duct beside them."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from skyshed.analysis.approach import confirmation
from skyshed.analysis.duct import in_duct
from skyshed.analysis.radials import profile_sight
from skyshed.analysis.readings import ReadingModel
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.propagation.effective_earth import smooth_horizon_altitude_m
from skyshed.scenario.model import Air, Case, Reading
from skyshed.systems.environment import REFRACTIVITY
from skyshed.uncertainty.parameter import Parameter
from tests.analysis.flat_world import draws_of, flat_model, flat_study, radar, site

HUMID = Parameter(360.0, 350.0, 370.0, "N-units", basis="assumed", grade="D", note="test")
FOUR_THIRDS = 4.0 / 3.0


def model_in(folder, air):
    study = flat_study()
    aloft = radar("aloft", "e-7t", site("aloft", 40.5, 33.0))
    return flat_model(folder, air=air, radars=(*study.radars, aloft))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("duct")


def ducted(folder, k_factor):
    return in_duct(model_in(folder, Air(HUMID, k_factor, "with a duct")))


def test_refractivity_of_the_study_is_drawn_and_not_the_worlds(folder):
    model = model_in(folder, Air(HUMID))
    assert model.parameters[REFRACTIVITY] is HUMID
    drawn = draws_of(model, 50)[0][REFRACTIVITY]
    assert np.all((drawn >= 350.0) & (drawn <= 370.0))
    world = model_in(folder, None).parameters[REFRACTIVITY]
    assert (world.low, world.nominal, world.high) == (290.0, 315.0, 370.0)


def test_readings_draw_the_same_air(folder):
    model = model_in(folder, Air(HUMID))
    case = Case("west", "fighter", 8e3, None, 250.0, "median", "fighter")
    reading = Reading(
        "r", True, "", "", "confirmed_slant_range", "at_least", (case,), "all", at_least_m=1e5
    )
    assert ReadingModel(model, reading).parameters()[REFRACTIVITY] is HUMID


def test_more_refractive_air_bends_rays_more(folder):
    """A larger refractivity is a larger k: 1/k falls."""
    model = model_in(folder, Air(HUMID))
    values = draws_of(model, 2)[0] | {REFRACTIVITY: np.array([350.0, 370.0])}
    at = model.placed["west"].at(values)
    assert at.inverse_k[1, 0] < at.inverse_k[0, 0]


def test_k_of_four_thirds_is_the_closed_form_horizon(folder):
    model = ducted(folder, FOUR_THIRDS)
    values = draws_of(model, 3)[0]
    placed = model.placed["west"]
    drawn = placed.at(values)
    assert np.all(drawn.inverse_k == np.array([0.75, 0, 0, 0, 0, 0]))
    distance = placed.profiles.distance_m
    for draw in range(3):
        lowest = profile_sight(drawn, placed.smooth, draw).sight.visible_altitude_m
        radius = euler_radius_m(drawn.latitude_rad, placed.profiles.azimuth_rad)[:, None]
        antenna = drawn.antenna_altitude_m[draw]
        expected = smooth_horizon_altitude_m(
            distance, antenna, k=FOUR_THIRDS, earth_radius_m=radius
        )
        # The ray touches between two samples, half a step away at most: its slope is out by
        # step^2 / (8 k R d), d the distance to the horizon. 1.1 for what is of higher order.
        bent = FOUR_THIRDS * radius
        slope = placed.profiles.step_m**2 / (8.0 * bent * np.sqrt(2.0 * bent * antenna))
        beyond = (distance > 20e3) & (distance < 300e3)
        error = np.abs(lowest - expected)
        assert np.all(error[:, beyond] < (1.1 * slope * distance)[:, beyond])


def confirmed_m(model, agl_m=50.0):
    values = draws_of(model, 4)[0]
    placed = model.placed["west"].thinned(12)
    fighter = model.study.target("fighter")
    drawn = placed.at(values)
    ends = confirmation(
        drawn,
        placed.profiles,
        altitude_m=agl_m,
        rcs_mean_m2=model.mean_rcs_m2(drawn, "west", fighter, values),
        speed_m_s=250.0,
    )
    return np.median(ends.confirmed_slant_m, axis=1)


def test_the_larger_k_the_farther_a_low_flyer_is_seen(folder):
    ranges = [confirmed_m(ducted(folder, k)) for k in (1.0, FOUR_THIRDS, 2.0, 5.0)]
    for near, far in pairwise(ranges):
        assert np.all(far > near)
    # horizons go with the square root of k: never more than that, edge loss and steps aside
    assert np.all(ranges[3] / ranges[1] < 1.05 * np.sqrt(5.0 / FOUR_THIRDS))


def test_a_duct_leaves_draws_and_the_model_alone_and_aircraft_above_it(folder):
    model = model_in(folder, Air(HUMID, 5.0, "with a duct"))
    inside = in_duct(model)
    assert inside.parameters is model.parameters
    assert {key: p.k_factor for key, p in inside.placed.items()} == {
        "west": 5.0,
        "east": 5.0,
        "aloft": None,
    }
    assert all(placed.k_factor is None for placed in model.placed.values())


@pytest.mark.parametrize("air", [None, Air(HUMID)])
def test_no_duct_without_its_k(folder, air):
    with pytest.raises(ValueError, match="names no duct"):
        in_duct(replace(model_in(folder, None), study=flat_study(air=air)))
