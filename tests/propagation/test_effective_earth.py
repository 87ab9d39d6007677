"""Straight rays over the effective Earth."""

import numpy as np
import pytest

from skyshed.atmosphere.refractivity import effective_radius_factor
from skyshed.propagation.effective_earth import (
    ground_range_to_height_m,
    height_at_slant_range_m,
    horizon_distance_m,
    slant_range_to_height_m,
    smooth_horizon_altitude_m,
    straight_ray_altitude_m,
)
from tests.conftest import reference_cases

FOUR_THIRDS = {"k": 4.0 / 3.0, "earth_radius_m": 6371e3}


def _difference(case, got):
    (expected,) = case["expected"].values()
    difference = abs(float(got) - expected["value"])
    tolerance = max(expected.get("abs_tol", 0.0), expected.get("rel_tol", 0.0) * expected["value"])
    assert difference <= tolerance, case["id"]
    return difference


def test_published_effective_radius():
    (case,) = reference_cases("geometry_refraction", "effective_earth")
    mean_radius = 6371008.8
    k = effective_radius_factor(
        case["inputs"]["refractivity_gradient_per_m"], earth_radius_m=mean_radius
    )
    _difference(case, k * mean_radius)


def test_published_heights(record_validation):
    functions = {
        "height_m": height_at_slant_range_m,
        "range_m": slant_range_to_height_m,
        "ground_range_m": ground_range_to_height_m,
    }
    cases = reference_cases("geometry_refraction", "height")
    differences = []
    for case in cases:
        (name,) = case["expected"]
        given = case["inputs"]
        first = given["range_m"] if name == "height_m" else given["target_height_m"]
        got = functions[name](
            first,
            np.deg2rad(given["el_deg"]),
            antenna_height_m=given["antenna_height_m"],
            effective_radius_m=given["earth_radius_m"],
        )
        differences.append(_difference(case, got))
    assert len(cases) == 3
    record_validation(
        "height, slant and ground range over the effective Earth",
        "MathWorks Radar Toolbox documentation examples",
        len(cases),
        max(differences),
        0.6,
        "m",
    )


@pytest.mark.parametrize(
    ("antenna_m", "kilometres"), [(15.0, [39, 45, 57, 87]), (30.0, [45, 52, 64, 94])]
)
def test_lesson_horizon(antenna_m, kilometres):
    distance = horizon_distance_m(antenna_m, [30.0, 50.0, 100.0, 300.0], **FOUR_THIRDS)
    assert np.round(distance / 1e3).tolist() == kilometres


@pytest.mark.parametrize(
    ("antenna_m", "distance_m", "altitude_m", "rounding_m"),
    [
        (15.0, 250e3, 3.2e3, 50.0),
        (15.0, 400e3, 8.7e3, 50.0),
        (15.0, 600e3, 20e3, 500.0),
        (8.0, 510e3, 14.6e3, 50.0),
        (8.0, 423e3, 10.0e3, 50.0),
    ],
)
def test_horizons_of_the_flagship_study(antenna_m, distance_m, altitude_m, rounding_m):
    altitude = smooth_horizon_altitude_m(distance_m, antenna_m, **FOUR_THIRDS)
    assert altitude == pytest.approx(altitude_m, abs=rounding_m)


def test_horizon_altitude_and_distance_are_inverse():
    altitude = smooth_horizon_altitude_m(300e3, 12.0, **FOUR_THIRDS)
    assert horizon_distance_m(12.0, altitude, **FOUR_THIRDS) == pytest.approx(300e3, abs=1e-6)
    assert smooth_horizon_altitude_m(10e3, 12.0, **FOUR_THIRDS) == 0.0


def test_short_horizon_is_the_square_root_law():
    # sqrt(2 k R h) up to terms of h / R
    distance = horizon_distance_m([1.0, 4.0], 0.0, **FOUR_THIRDS)
    assert distance[1] == pytest.approx(2.0 * distance[0], rel=1e-6)
    assert distance[0] == pytest.approx(np.sqrt(2.0 * 4.0 / 3.0 * 6371e3), rel=1e-6)


def test_parabola_error_is_that_of_the_design():
    # "wrong by 1 m at 250 km, 7 m at 400, 40 m at 600", beyond the horizon of a 15 m antenna
    distance = np.array([250e3, 400e3, 600e3])
    exact = smooth_horizon_altitude_m(distance, 15.0, **FOUR_THIRDS)
    horizon = horizon_distance_m(15.0, 0.0, **FOUR_THIRDS)
    parabola = (distance - horizon) ** 2 / (2.0 * 4.0 / 3.0 * 6371e3)
    assert exact - parabola == pytest.approx([1.0, 7.0, 40.0], abs=0.5)


def test_straight_ray_limits():
    common = {"antenna_altitude_m": 50.0, "slope": 0.02, "earth_radius_m": 6371e3}
    distance = np.array([0.0, 1e3, 80e3])
    flat = straight_ray_altitude_m(distance, inverse_k=0.0, **common)
    assert flat == pytest.approx(50.0 + 0.02 * distance, abs=1e-9)
    nearly_flat = straight_ray_altitude_m(distance, inverse_k=1e-9, **common)
    assert nearly_flat == pytest.approx(flat, abs=1e-5)


def test_straight_ray_agrees_with_slant_range():
    radius = 0.75 * 6371e3 / 0.5625
    antenna, elevation = 30.0, 0.02
    distance = ground_range_to_height_m(
        4000.0, elevation, antenna_height_m=antenna, effective_radius_m=radius
    )
    altitude = straight_ray_altitude_m(
        distance,
        antenna_altitude_m=antenna,
        slope=np.tan(elevation),
        inverse_k=0.75,
        earth_radius_m=6371e3,
    )
    assert altitude == pytest.approx(4000.0, abs=1e-6)


def test_straight_ray_that_leaves_the_earth_is_nan():
    altitude = straight_ray_altitude_m(
        12e6, antenna_altitude_m=0.0, slope=0.5, inverse_k=1.0, earth_radius_m=6371e3
    )
    assert np.isnan(altitude)


def test_height_and_slant_range_are_inverse():
    common = {"antenna_height_m": 20.0, "effective_radius_m": 8.5e6}
    elevation = np.array([-0.001, 0.0, 0.1, 1.5])
    height = height_at_slant_range_m(200e3, elevation, **common)
    assert slant_range_to_height_m(height, elevation, **common) == pytest.approx(200e3, abs=1e-4)


def test_target_under_a_rising_ray_is_nan():
    assert np.isnan(
        slant_range_to_height_m(10.0, 0.1, antenna_height_m=20.0, effective_radius_m=8.5e6)
    )
    assert np.isnan(
        ground_range_to_height_m(0.0, -1e-4, antenna_height_m=900.0, effective_radius_m=8.5e6)
    )


@pytest.mark.parametrize(
    "change", [{"k": 0.0}, {"earth_radius_m": -1.0}, {"antenna_agl_m": -5.0}, {"distance_m": -1.0}]
)
def test_bad_arguments(change):
    arguments = {"distance_m": 1e3, "antenna_agl_m": 10.0, **FOUR_THIRDS}
    with pytest.raises(ValueError):
        smooth_horizon_altitude_m(**{**arguments, **change})
