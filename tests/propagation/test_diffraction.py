"""Single obstacles."""

import numpy as np
import pytest

from skyshed.propagation.diffraction import (
    fresnel_knife_edge_loss_db,
    itm_knife_edge_loss_db,
    knife_edge_loss_db,
    knife_edge_nu,
    rounded_obstacle_loss_db,
)
from tests.conftest import reference_cases

HILL = {"d1_m": 20e3, "d2_m": 35e3, "wavelength_m": 0.1}


def test_published_itm_knife_edge(record_validation):
    cases = reference_cases("propagation", "knife_edge")
    worst = 0.0
    for case in cases:
        expected = case["expected"]["loss_db"]
        got = float(itm_knife_edge_loss_db(np.sqrt(case["inputs"]["nu_squared"])))
        assert got == pytest.approx(expected["value"], abs=expected["abs_tol"]), case["id"]
        worst = max(worst, abs(got - expected["value"]))
    assert len(cases) == 3
    record_validation(
        "knife edge of the Longley-Rice model",
        "itmlogic, tests/test_aknfe.py",
        len(cases),
        worst,
        0.0051,
        "dB",
    )


def test_grazing_edge_loses_half_the_amplitude():
    # Half of the wavefront passes: 20 lg 2 exactly, and about 6 dB in the approximations.
    assert fresnel_knife_edge_loss_db(0.0) == pytest.approx(20.0 * np.log10(2.0), abs=1e-12)
    assert knife_edge_loss_db(0.0) == pytest.approx(6.02, abs=0.05)
    assert itm_knife_edge_loss_db(0.0) == pytest.approx(6.02, abs=0.01)


def test_approximation_against_fresnel_integrals(record_validation):
    nu = np.linspace(-0.7, 20.0, 4000)
    difference = knife_edge_loss_db(nu) - fresnel_knife_edge_loss_db(nu)
    record_validation(
        "knife edge J(nu), ITU-R P.526 sect. 4.1",
        "Fresnel integrals of scipy.special.fresnel, nu from -0.7 to 20",
        nu.size,
        np.abs(difference).max(),
        0.5,
        "dB",
    )
    assert np.abs(difference).max() < 0.5


def test_deep_shadow_is_inverse_distance():
    # The exact loss tends to 20 lg(pi nu sqrt 2): 20 dB more for ten times nu.
    exact = fresnel_knife_edge_loss_db(np.array([50.0, 500.0]))
    assert exact == pytest.approx(20.0 * np.log10(np.pi * np.sqrt(2.0) * np.array([50.0, 500.0])))
    for model in (knife_edge_loss_db, itm_knife_edge_loss_db):
        assert model(500.0) - model(50.0) == pytest.approx(20.0, abs=0.02)


def test_loss_vanishes_and_never_jumps():
    nu = np.linspace(-3.0, 3.0, 60001)
    loss = knife_edge_loss_db(nu)
    assert loss[0] == 0.0
    assert np.all(np.diff(loss) >= 0.0)
    assert np.diff(loss).max() < 0.02  # the published formula starts with a step of 4e-3 dB
    assert np.isnan(knife_edge_loss_db(np.nan))
    assert np.isnan(itm_knife_edge_loss_db(-0.1))


def test_nu_scales_with_the_fresnel_zone():
    # An edge one first Fresnel radius high has nu = sqrt 2, whatever the numbers.
    d1, d2, wavelength = np.array([1e3, 40e3]), np.array([9e3, 5e3]), np.array([0.03, 2.0])
    fresnel_radius = np.sqrt(wavelength * d1 * d2 / (d1 + d2))
    nu = knife_edge_nu(fresnel_radius, d1_m=d1, d2_m=d2, wavelength_m=wavelength)
    assert nu == pytest.approx(np.sqrt(2.0))
    swapped = knife_edge_nu(fresnel_radius, d1_m=d2, d2_m=d1, wavelength_m=wavelength)
    assert swapped == pytest.approx(nu)


def test_sharp_rounded_obstacle_is_a_knife_edge():
    height = np.array([0.0, 30.0, 300.0])
    edge = knife_edge_loss_db(knife_edge_nu(height, **HILL))
    sharp = rounded_obstacle_loss_db(height, obstacle_radius_m=0.0, **HILL)
    assert sharp == pytest.approx(edge, abs=1e-12)
    nearly = rounded_obstacle_loss_db(height, obstacle_radius_m=1e-6, **HILL)
    assert nearly == pytest.approx(edge, abs=0.01)


def test_rounding_adds_loss():
    radius = np.array([1.0, 10.0, 100.0, 1000.0])
    loss = rounded_obstacle_loss_db(50.0, obstacle_radius_m=radius, **HILL)
    assert np.all(np.diff(loss) > 0.0)


def test_rounded_obstacle_is_continuous_where_its_formula_changes():
    # The two forms of T(m, n) meet at m n = 4 to within the rounding of their coefficients.
    height = np.linspace(100.0, 1500.0, 20001)
    loss = rounded_obstacle_loss_db(height, obstacle_radius_m=300.0, **HILL)
    assert np.diff(loss).max() < 0.1
    assert np.diff(loss).min() > -0.1


def test_rounded_obstacle_below_the_line_is_nan():
    assert np.isnan(rounded_obstacle_loss_db(-1.0, obstacle_radius_m=10.0, **HILL))


@pytest.mark.parametrize("name", ["d1_m", "d2_m", "wavelength_m"])
def test_bad_arguments(name):
    with pytest.raises(ValueError, match=name):
        knife_edge_nu(1.0, **{**HILL, name: 0.0})
    with pytest.raises(ValueError, match="obstacle_radius_m"):
        rounded_obstacle_loss_db(1.0, obstacle_radius_m=-1.0, **HILL)
