"""Radii of curvature against published values and each other."""

import numpy as np
import pytest

from skyshed.constants import WGS84_SEMI_MAJOR_AXIS_M, WGS84_SEMI_MINOR_AXIS_M
from skyshed.geodesy.ellipsoid import euler_radius_m, meridian_radius_m, prime_vertical_radius_m
from skyshed.geodesy.geodesics import direct
from tests.conftest import reference_cases

LATITUDE = np.radians(np.linspace(-90.0, 90.0, 19))


def test_meridian_radius_agrees_with_pymap3d(record_validation):
    cases = [c for c in reference_cases("geodesy", "curvature") if "radius_m" in c["expected"]]
    latitude = np.radians([case["inputs"]["lat_deg"] for case in cases])
    expected = np.array([case["expected"]["radius_m"]["value"] for case in cases])
    worst = np.max(np.abs(meridian_radius_m(latitude) - expected))
    assert worst <= 6e-4  # the values' last digit
    record_validation(
        "radius of curvature of the meridian",
        "pymap3d test_rcurve.py",
        len(cases),
        worst,
        6e-4,
        "m",
    )


def test_equator_and_pole_in_terms_of_the_axes():
    a, b = WGS84_SEMI_MAJOR_AXIS_M, WGS84_SEMI_MINOR_AXIS_M
    assert meridian_radius_m(0.0) == pytest.approx(b**2 / a, rel=1e-14)
    assert prime_vertical_radius_m(0.0) == pytest.approx(a, rel=1e-14)
    for radius in (meridian_radius_m, prime_vertical_radius_m):
        assert radius(np.pi / 2.0) == pytest.approx(a**2 / b, rel=1e-14)


def test_euler_radius_lies_between_its_two_limits():
    np.testing.assert_allclose(euler_radius_m(LATITUDE, 0.0), meridian_radius_m(LATITUDE))
    np.testing.assert_allclose(
        euler_radius_m(LATITUDE, np.pi / 2.0), prime_vertical_radius_m(LATITUDE)
    )
    oblique = euler_radius_m(LATITUDE, np.radians(40.0))
    assert np.all(oblique >= meridian_radius_m(LATITUDE) * (1.0 - 1e-14))
    assert np.all(oblique <= prime_vertical_radius_m(LATITUDE) * (1.0 + 1e-14))


def test_euler_radius_is_the_same_forwards_and_backwards():
    azimuth = np.radians(np.arange(0.0, 180.0, 15.0))[:, np.newaxis]
    here = euler_radius_m(LATITUDE, azimuth)
    assert here.shape == (12, 19)
    np.testing.assert_allclose(euler_radius_m(LATITUDE, azimuth + np.pi), here, rtol=1e-14)
    np.testing.assert_allclose(euler_radius_m(-LATITUDE, -azimuth), here, rtol=1e-14)


def test_meridian_radius_is_the_rate_of_arc_length():
    step_m = 1000.0
    north, _, _ = direct(0.7, 0.0, 0.0, step_m)
    south, _, _ = direct(0.7, 0.0, 0.0, -step_m)
    # The central difference errs by the third derivative of latitude, 1e-9 relative.
    assert 2.0 * step_m / (north - south) == pytest.approx(meridian_radius_m(0.7), rel=1e-8)
