"""The effective Earth radius as a polynomial in distance."""

import numpy as np
import pytest

from skyshed.propagation.effective_earth import straight_ray_altitude_m
from skyshed.propagation.ray_tracing import grazing_elevation_rad, grazing_profile, ray_height_m
from skyshed.propagation.refraction import (
    ALL_POWERS,
    EVEN_POWERS,
    constant_radius_polynomial,
    effective_radius_polynomial,
)

RADIUS_M = 6371e3


def _inverse_k(coefficients, distance, maximum_range_m, powers):
    terms = (distance[:, None] / maximum_range_m) ** np.asarray(powers)
    return coefficients @ terms.T


def _misfit(powers, antenna_m, maximum_range_m):
    """Largest altitude difference between fitted straight ray and grazing ray."""
    air = {
        "surface_refractivity": np.array([250.0, 313.0, 380.0]),
        "surface_altitude_m": 0.0,
        "earth_radius_m": RADIUS_M,
    }
    coefficients = effective_radius_polynomial(
        antenna_altitude_m=antenna_m, maximum_range_m=maximum_range_m, powers=powers, **air
    )
    distance = np.linspace(10.0, maximum_range_m, 777)  # not the points of the fit
    straight = straight_ray_altitude_m(
        distance,
        antenna_altitude_m=antenna_m,
        slope=np.tan(grazing_elevation_rad(antenna_m, **air))[:, None],
        inverse_k=_inverse_k(coefficients, distance, maximum_range_m, powers),
        earth_radius_m=RADIUS_M,
    )
    ray = grazing_profile(distance, antenna_altitude_m=antenna_m, **air)
    return np.abs(straight - ray).max()


# The bounds of the docstring's table.
@pytest.mark.parametrize(
    ("antennas_m", "maximum_range_m", "even_m", "all_m"),
    [
        ([0.0, 5.0, 30.0], 400e3, 0.2, 0.01),
        ([5.0, 30.0], 650e3, 0.9, 0.2),
        ([100.0, 1e3, 3e3, 6e3, 12e3], 400e3, 1.2, 0.06),
        ([100.0, 1e3, 3e3, 6e3, 12e3], 650e3, 5.6, 0.3),
    ],
)
def test_misfit(antennas_m, maximum_range_m, even_m, all_m, record_validation):
    for powers, bound in ((EVEN_POWERS, even_m), (ALL_POWERS, all_m)):
        worst = max(_misfit(powers, antenna, maximum_range_m) for antenna in antennas_m)
        record_validation(
            f"effective radius by distance, antennas up to {max(antennas_m):g} m, "
            f"{maximum_range_m / 1e3:g} km, powers {powers}",
            "grazing ray traced through the exponential atmosphere",
            3 * len(antennas_m),
            worst,
            bound,
            "m",
        )
        assert worst < bound


def test_starts_at_the_local_gradient_for_an_antenna_on_the_ground():
    # At zero distance 1/k = 1 + (R/n) dn/dr, here with an antenna that stands on the surface.
    ns, decay = 313.0, 1.438586e-4
    coefficients = effective_radius_polynomial(
        surface_refractivity=ns,
        antenna_altitude_m=0.0,
        surface_altitude_m=0.0,
        earth_radius_m=RADIUS_M,
        maximum_range_m=200e3,
        decay_per_m=decay,
    )
    assert coefficients[0, 0] == pytest.approx(1.0 - RADIUS_M * decay * ns * 1e-6, abs=1e-4)


def test_no_air_gives_the_true_radius():
    coefficients = effective_radius_polynomial(
        surface_refractivity=[0.0, 0.0],
        antenna_altitude_m=10.0,
        surface_altitude_m=0.0,
        earth_radius_m=RADIUS_M,
        maximum_range_m=300e3,
        decay_per_m=1e-4,
    )
    assert coefficients.shape == (2, 6)
    assert coefficients == pytest.approx(np.array([[1.0, 0, 0, 0, 0, 0]] * 2), abs=1e-6)


def test_draws_do_not_disturb_each_other():
    arguments = {
        "surface_altitude_m": 800.0,
        "earth_radius_m": RADIUS_M,
        "maximum_range_m": 300e3,
    }
    ns, antenna = np.array([290.0, 313.0, 345.0]), np.array([807.0, 810.0, 825.0])
    together = effective_radius_polynomial(
        surface_refractivity=ns, antenna_altitude_m=antenna, **arguments
    )
    alone = [
        effective_radius_polynomial(surface_refractivity=n, antenna_altitude_m=a, **arguments)[0]
        for n, a in zip(ns, antenna, strict=True)
    ]
    assert together == pytest.approx(np.array(alone), rel=1e-9, abs=1e-9)


def test_a_ray_above_the_grazing_one_bends_less():
    # Guards the limit stated in the docstring: 94 m at 250 km for a ray at 0.25 degrees.
    air = {"surface_refractivity": 313.0, "surface_altitude_m": 0.0, "earth_radius_m": RADIUS_M}
    antenna, distance = 20.0, np.array([250e3])
    coefficients = effective_radius_polynomial(
        antenna_altitude_m=antenna, maximum_range_m=650e3, powers=ALL_POWERS, **air
    )
    elevation = np.deg2rad(0.25)
    straight = straight_ray_altitude_m(
        distance,
        antenna_altitude_m=antenna,
        slope=np.tan(elevation),
        inverse_k=_inverse_k(coefficients, distance, 650e3, ALL_POWERS)[0],
        earth_radius_m=RADIUS_M,
    )
    ray = ray_height_m(distance, antenna_altitude_m=antenna, elevation_rad=elevation, **air)
    assert ray - straight == pytest.approx(94.0, abs=1.0)


def test_constant_radius():
    assert constant_radius_polynomial(4 / 3, 2) == pytest.approx(
        np.array([[0.75, 0, 0, 0, 0, 0]] * 2)
    )
    assert constant_radius_polynomial([1.0, 2.0], 2)[:, 0] == pytest.approx([1.0, 0.5])
    with pytest.raises(ValueError, match="positive"):
        constant_radius_polynomial(0.0, 1)


@pytest.mark.parametrize("maximum_range_m", [0.0, -1.0, np.nan])
def test_bad_range(maximum_range_m):
    with pytest.raises(ValueError, match="maximum_range_m"):
        effective_radius_polynomial(
            surface_refractivity=313.0,
            antenna_altitude_m=10.0,
            surface_altitude_m=0.0,
            earth_radius_m=RADIUS_M,
            maximum_range_m=maximum_range_m,
        )


def test_a_result_belongs_to_its_caller():
    ask = {
        "surface_refractivity": [313.0, 340.0],
        "antenna_altitude_m": 20.0,
        "surface_altitude_m": 0.0,
        "earth_radius_m": 6_371_000.0,
        "maximum_range_m": 300e3,
    }
    first = effective_radius_polynomial(**ask)
    kept = first.copy()
    first[:] = 0.0
    np.testing.assert_array_equal(effective_radius_polynomial(**ask), kept)
    steeper = effective_radius_polynomial(**ask, decay_per_m=1.4e-4)
    assert not np.array_equal(steeper, kept)
