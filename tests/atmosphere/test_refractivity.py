"""Refractivity against published examples and the limits of the effective Earth."""

import numpy as np
import pytest

from skyshed.atmosphere.refractivity import (
    crpl_decay_per_m,
    effective_radius_factor,
    refractivity,
    refractivity_gradient_per_m,
)
from tests.conftest import reference_cases

SURFACE = {"surface_refractivity": 313.0, "surface_altitude_m": 840.0, "decay_per_m": 1.4386e-4}


def test_crpl_decay_agrees_with_published_values(record_validation):
    cases = reference_cases("refractivity", "crpl")
    surface = np.array([case["inputs"]["surface_refractivity_n"] for case in cases])
    expected = np.array([case["expected"]["decay_per_km"]["value"] for case in cases])
    worst = np.max(np.abs(1e3 * crpl_decay_per_m(surface) - expected))
    assert worst <= 6e-5  # four printed digits
    record_validation(
        "CRPL decay constant", "MathWorks refractionexp page", len(cases), worst, 6e-5, "1/km"
    )


def test_effective_radius_agrees_with_published_value(record_validation):
    (case,) = reference_cases("refractivity", "effective_earth")
    gradient = case["inputs"]["refractivity_gradient_per_m"]
    mean_radius_m = 6_371_008.8
    radius_m = mean_radius_m * effective_radius_factor(gradient, earth_radius_m=mean_radius_m)
    wanted = case["expected"]["re_m"]
    worst = abs(radius_m / wanted["value"] - 1.0)
    assert worst <= wanted["rel_tol"]
    record_validation(
        "effective Earth radius", "MathWorks effearthradius page", 1, worst, 1.5e-4, "ratio"
    )


def test_no_bending_leaves_the_earth_as_it_is():
    assert effective_radius_factor(0.0, earth_radius_m=6.37e6) == 1.0


def test_a_ray_that_follows_the_earth_has_no_factor():
    gradient = -np.array([0.999, 1.0, 1.2]) / 6.37e6
    k = effective_radius_factor(gradient, earth_radius_m=6.37e6)
    assert k[0] == pytest.approx(1000.0)
    assert np.isnan(k[1:]).all()


def test_surface_value_and_drop_over_one_scale_height():
    altitude_m = 840.0 + np.array([0.0, 1.0, 2.0]) / SURFACE["decay_per_m"]
    np.testing.assert_allclose(refractivity(altitude_m, **SURFACE), 313.0 / np.e ** np.arange(3))


def test_crpl_drops_by_the_mean_gradient_over_the_first_kilometre():
    decay = crpl_decay_per_m(315.0)
    drop = 315.0 - refractivity(
        1000.0, surface_refractivity=315.0, surface_altitude_m=0.0, decay_per_m=decay
    )
    assert drop == pytest.approx(42.0, abs=0.5)  # close to 4/3 Earth's 39 per km, and above it


def test_gradient_agrees_with_differences():
    up, down = refractivity([2010.0, 1990.0], **SURFACE)
    gradient = refractivity_gradient_per_m(2000.0, **SURFACE)
    assert gradient == pytest.approx(1e-6 * (up - down) / 20.0, rel=1e-6)


def test_wetter_air_bends_more():
    decay = crpl_decay_per_m(np.linspace(200.0, 450.0, 26))
    assert np.all(np.diff(decay) > 0.0)


def test_refractive_index_instead_of_n_units_is_refused():
    with pytest.raises(ValueError, match="N-units"):
        crpl_decay_per_m(313e-6)


def test_nan_passes_through():
    assert np.isnan(crpl_decay_per_m(np.nan))
