"""Frames against pymap3d and MathWorks examples, round trips, Jacobians by differences."""

import numpy as np
import pymap3d
import pytest

from skyshed.geodesy.frames import (
    azimuth_elevation_range_jacobian,
    azimuth_elevation_range_to_enu,
    ecef_to_enu,
    ecef_to_geodetic,
    enu_rotation,
    enu_to_azimuth_elevation_range,
    enu_to_ecef,
    geodetic_jacobian,
    geodetic_to_ecef,
)
from tests.conftest import reference_cases

SITE = (np.radians(40.0789), np.radians(32.5656), 843.0)


def case_by_id(kind, case_id):
    (case,) = [case for case in reference_cases("geodesy", kind) if case["id"] == case_id]
    expected = {name: wanted["value"] for name, wanted in case["expected"].items()}
    return case["inputs"], expected


def test_geodetic_to_ecef_agrees_with_pymap3d(record_validation):
    given, expected = case_by_id("ecef", "GDY-047")
    latitude, longitude = np.radians([given["lat_deg"], given["lon_deg"]])
    got = geodetic_to_ecef(latitude, longitude, given["h_m"])
    worst = np.max(np.abs(got - expected["xyz_m"]))
    assert worst <= 1e-4
    record_validation("geodetic to ECEF", "pymap3d test_geodetic.py", 1, worst, 1e-4, "m")


def test_points_on_the_axes_agree_with_pymap3d(record_validation):
    cases = [c for c in reference_cases("geodesy", "ecef") if "xyz_m" in c["inputs"]]
    worst = 0.0
    for case in cases:
        latitude, longitude, height = ecef_to_geodetic(case["inputs"]["xyz_m"])
        got = {"lat_deg": np.degrees(latitude), "lon_deg": np.degrees(longitude), "h_m": height}
        for name, wanted in case["expected"].items():
            assert got[name] == pytest.approx(wanted["value"], abs=wanted["abs_tol"]), case["id"]
        worst = max(worst, abs(height - case["expected"]["h_m"]["value"]))
    assert len(cases) == 4
    record_validation(
        "ECEF to geodetic, on the axes", "pymap3d test_geodetic.py", len(cases), worst, 1e-6, "m"
    )


def test_enu_agrees_with_published_examples(record_validation):
    given, expected = case_by_id("enu", "GDY-048")
    angles = np.radians([given["az_deg"], given["el_deg"]])
    got = azimuth_elevation_range_to_enu(*angles, given["range_m"])
    worst = np.max(np.abs(got - expected["enu_m"]))
    assert worst <= 6e-5
    record_validation("azimuth to ENU", "pymap3d test_aer.py", 1, worst, 6e-5, "m")

    given, expected = case_by_id("enu", "GDY-053")
    site = (*np.radians([given["lat0_deg"], given["lon0_deg"]]), given["h0_m"])
    worst = np.max(np.abs(ecef_to_enu(given["xyz_m"], *site) - expected["enu_m"]))
    assert worst <= 60.0  # the source rounds to 100 m
    record_validation("ECEF to ENU", "pymap3d tests", 1, worst, 60.0, "m")


def test_zermatt_to_matterhorn(record_validation):
    given, expected = case_by_id("enu", "GDY-054")
    site = (*np.radians([given["lat0_deg"], given["lon0_deg"]]), given["h0_m"])
    angles = np.radians([given["az_deg"], given["el_deg"]])
    enu = azimuth_elevation_range_to_enu(*angles, given["range_m"])
    latitude, longitude, height = ecef_to_geodetic(enu_to_ecef(enu, *site))
    assert np.degrees(latitude) == pytest.approx(expected["lat_deg"], abs=6e-4)
    assert np.degrees(longitude) == pytest.approx(expected["lon_deg"], abs=6e-4)
    worst = abs(height - expected["h_m"])
    assert worst <= 0.6
    record_validation(
        "azimuth, elevation, range to geodetic", "MathWorks aer2geodetic", 1, worst, 0.6, "m"
    )


def test_geocentric_latitude():
    given, expected = case_by_id("curvature", "GDY-057")
    x, y, z = geodetic_to_ecef(np.radians(given["lat_deg"]), 0.4, 0.0)
    geocentric = np.degrees(np.arctan2(z, np.hypot(x, y)))
    assert geocentric == pytest.approx(expected["geocentric_deg"], abs=1e-8)


def test_ecef_to_geodetic_undoes_its_inverse_deep_and_far():
    latitude, longitude, height = np.meshgrid(
        np.radians(np.linspace(-90.0, 90.0, 37)),
        np.radians([-179.0, -90.0, 0.0, 32.5, 180.0]),
        [-4e6, -1e5, -1.0, 0.0, 9e3, 1e6, 3.6e7],
    )
    xyz = geodetic_to_ecef(latitude, longitude, height)
    got_latitude, _, got_height = ecef_to_geodetic(xyz)
    np.testing.assert_allclose(got_latitude, latitude, rtol=0.0, atol=8e-15)
    np.testing.assert_allclose(got_height, height, rtol=0.0, atol=3e-8)
    again = geodetic_to_ecef(*ecef_to_geodetic(xyz))
    np.testing.assert_allclose(again, xyz, rtol=0.0, atol=5e-8)


def test_centre_of_the_earth_has_no_latitude():
    for value in ecef_to_geodetic([[1e4, 0.0, 2e4], [0.0, 0.0, 0.0]]):
        assert np.isnan(value).all()


def test_axis_has_longitude_zero_whatever_the_sign_of_zero():
    _, longitude, _ = ecef_to_geodetic([-0.0, 0.0, 6.4e6])
    assert longitude == 0.0


def test_enu_agrees_with_pymap3d_at_radar_ranges():
    latitude = np.radians([40.5, 37.0, 42.0, 38.4])
    longitude = np.radians([32.0, 35.4, 32.5, 38.1])
    height = np.array([0.0, 1e4, 100.0, 20e3])
    enu = ecef_to_enu(geodetic_to_ecef(latitude, longitude, height), *SITE)
    east_north_up = pymap3d.geodetic2enu(latitude, longitude, height, *SITE, deg=False)
    np.testing.assert_allclose(enu, np.stack(east_north_up, axis=-1), rtol=0.0, atol=1e-6)
    azimuth, elevation, slant = enu_to_azimuth_elevation_range(enu)
    expected = pymap3d.geodetic2aer(latitude, longitude, height, *SITE, deg=False)
    np.testing.assert_allclose([azimuth, elevation, slant], expected, rtol=1e-12, atol=1e-12)


def test_enu_round_trips():
    enu = np.array([[10.0, 20.0, 30.0], [-4e5, 1e5, -9e3], [0.0, 0.0, 5.0], [0.0, -7.0, 0.0]])
    np.testing.assert_allclose(
        ecef_to_enu(enu_to_ecef(enu, *SITE), *SITE), enu, rtol=0.0, atol=1e-8
    )
    spherical = enu_to_azimuth_elevation_range(enu)
    np.testing.assert_allclose(
        azimuth_elevation_range_to_enu(*spherical), enu, rtol=1e-14, atol=1e-10
    )


def test_compass():
    compass = np.array([[0, 1, 0], [1, 0, 0], [0, -1, 0], [-1, 0, 0], [-1e-300, 1, 0]], float)
    azimuth, _, _ = enu_to_azimuth_elevation_range(compass)
    np.testing.assert_allclose(np.degrees(azimuth), [0.0, 90.0, 180.0, 270.0, 0.0])


def test_rotation_is_orthogonal_and_up_is_the_normal():
    latitude, longitude = np.radians([[-80.0], [0.0], [45.0]]), np.radians([-100.0, 10.0])
    rotation = enu_rotation(latitude, longitude)
    assert rotation.shape == (3, 2, 3, 3)
    product = rotation @ np.swapaxes(rotation, -1, -2)
    np.testing.assert_allclose(product, np.broadcast_to(np.eye(3), product.shape), atol=1e-15)
    np.testing.assert_allclose(np.linalg.det(rotation), 1.0, rtol=1e-14)
    rise = geodetic_to_ecef(latitude, longitude, 1e6) - geodetic_to_ecef(latitude, longitude, 0.0)
    np.testing.assert_allclose(rotation[..., 2, :], rise / 1e6, atol=1e-14)


def differences(function, at, steps):
    """Central differences, shape (outputs, inputs)."""
    columns = []
    for axis, step in enumerate(steps):
        up, down = np.array(at), np.array(at)
        up[axis] += step
        down[axis] -= step
        columns.append((np.array(function(up)) - np.array(function(down))) / (2.0 * step))
    return np.stack(columns, axis=-1)


def test_geodetic_jacobian_agrees_with_differences():
    at = np.array([0.7, 0.57, 9000.0])
    expected = differences(lambda p: geodetic_to_ecef(*p), at, (1e-5, 1e-5, 10.0))
    np.testing.assert_allclose(geodetic_jacobian(*at), expected, rtol=1e-9, atol=2e-3)


def test_spherical_jacobian_agrees_with_differences():
    at = np.array([-3e4, 8e4, 5e3])
    expected = differences(enu_to_azimuth_elevation_range, at, (1.0, 1.0, 1.0))
    got = azimuth_elevation_range_jacobian(at)
    np.testing.assert_allclose(got, expected, rtol=1e-8, atol=1e-13)


def test_spherical_jacobian_has_no_azimuth_overhead():
    assert np.isnan(azimuth_elevation_range_jacobian([0.0, 0.0, 1e3])).all()


def test_nan_stays_in_its_row():
    enu = ecef_to_enu(geodetic_to_ecef([0.7, np.nan], 0.5, 0.0), *SITE)
    np.testing.assert_array_equal(np.isnan(enu).all(axis=-1), [False, True])


def test_vectors_need_three_components():
    with pytest.raises(ValueError, match="3 on the last axis"):
        ecef_to_geodetic(np.zeros((3, 2)))
