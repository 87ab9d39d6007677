"""Delay, length and direction of a refracted path."""

import numpy as np
import pytest

from skyshed.atmosphere.refractivity import crpl_decay_per_m
from skyshed.propagation.ray_tracing import grazing_elevation_rad, ray_height_m
from skyshed.propagation.refracted_path import refracted_path
from tests.conftest import reference_cases

AIR = {"surface_refractivity": 313.0, "surface_altitude_m": 0.0, "earth_radius_m": 6371008.8}


def _close(got, expected):
    bound = max(expected.get("abs_tol", 0.0), expected.get("rel_tol", 0.0) * abs(expected["value"]))
    return abs(float(got) - expected["value"]) <= bound


def test_published_crpl_path(record_validation):
    case = next(c for c in reference_cases("geometry_refraction", "crpl") if c["id"] == "GEO-005")
    given, expected = case["inputs"], case["expected"]
    path = refracted_path(
        given["target_height_m"],
        np.deg2rad(given["apparent_el_deg"]),
        antenna_altitude_m=given["antenna_height_m"],
        surface_refractivity=given["surface_refractivity_n"],
        surface_altitude_m=0.0,
        earth_radius_m=6371008.8,
        decay_per_m=given["decay_per_km"] / 1e3,
    )
    assert _close(path.propagated_range_m, expected["propagated_range_m"])
    assert _close(path.slant_range_m, expected["slant_range_m"])
    assert _close(np.rad2deg(path.elevation_rad), expected["true_el_deg"])
    record_validation(
        "path through the CRPL exponential atmosphere",
        case["source"],
        1,
        abs(float(path.propagated_range_m) - expected["propagated_range_m"]["value"]),
        expected["propagated_range_m"]["abs_tol"],
        "m",
    )


def test_published_crpl_decay():
    cases = [c for c in reference_cases("geometry_refraction", "crpl") if c["id"] != "GEO-005"]
    assert len(cases) == 2
    for case in cases:
        decay = crpl_decay_per_m(case["inputs"]["surface_refractivity_n"])
        assert _close(decay * 1e3, case["expected"]["decay_per_km"])


def test_agrees_with_the_ray_step_by_step():
    # Two methods: quadrature in n r sin(elevation) here, Runge-Kutta in the ground angle there.
    antenna = 200.0
    elevation = np.array([float(grazing_elevation_rad(antenna, **AIR)), 0.0, 0.01, 0.3])
    target = np.array([9e3, 9e3, 400.0, 20e3])
    path = refracted_path(target, elevation, antenna_altitude_m=antenna, **AIR)
    for distance, angle, altitude in zip(path.ground_range_m, elevation, target, strict=True):
        height = ray_height_m([distance], antenna_altitude_m=antenna, elevation_rad=angle, **AIR)
        assert height[0] == pytest.approx(altitude, abs=1e-4)


def test_straight_up():
    # Vertical rays do not bend; the excess delay is the integral of N, 313e-6 / decay.
    path = refracted_path(90e3, np.pi / 2, antenna_altitude_m=0.0, decay_per_m=1.4e-4, **AIR)
    assert path.ground_range_m == pytest.approx(0.0, abs=1e-6)
    assert path.slant_range_m == pytest.approx(90e3, abs=1e-6)
    excess = path.propagated_range_m - path.slant_range_m
    assert excess == pytest.approx(313e-6 / 1.4e-4 * (1.0 - np.exp(-0.14 * 90)), rel=1e-6)


def test_orders_of_the_lengths():
    elevation = np.deg2rad([0.0, 0.5, 5.0])
    path = refracted_path(10e3, elevation, antenna_altitude_m=10.0, **AIR)
    assert np.all(path.propagated_range_m > path.slant_range_m)
    assert np.all(path.slant_range_m > path.ground_range_m)
    assert np.all(path.elevation_rad < elevation)
    assert np.all(np.diff(elevation - path.elevation_rad) < 0.0)  # low rays bend most


def test_no_air_no_bending():
    path = refracted_path(
        5e3,
        0.1,
        antenna_altitude_m=10.0,
        surface_refractivity=0.0,
        surface_altitude_m=0.0,
        earth_radius_m=6371008.8,
        decay_per_m=1e-4,
    )
    assert path.elevation_rad == pytest.approx(0.1, abs=1e-12)
    assert path.propagated_range_m == pytest.approx(path.slant_range_m, abs=1e-6)


def test_targets_that_no_ray_reaches_are_nan():
    path = refracted_path(
        [50.0, 300.0, 300.0, 5.0], [0.01, -0.02, -0.001, -0.001], antenna_altitude_m=100.0, **AIR
    )
    assert np.isnan(path.slant_range_m[[0, 1, 3]]).all()  # below, grounded, under the lowest point
    assert np.isfinite(path.slant_range_m[2])
