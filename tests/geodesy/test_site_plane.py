"""The plane of a site against PROJ's projection and the geodesic it stands for."""

import numpy as np
import pytest
from pyproj import Proj

from skyshed.geodesy.geodesics import direct
from skyshed.geodesy.site_plane import geodetic_to_plane, plane_to_geodetic

SITE = {"lat0_rad": np.radians(40.0789), "lon0_rad": np.radians(32.5656)}
EAST, NORTH = np.meshgrid(np.linspace(-6e5, 6e5, 13), np.linspace(-6e5, 6e5, 13))


def test_agrees_with_proj_to_600_km(record_validation):
    aeqd = Proj(proj="aeqd", ellps="WGS84", lat_0=40.0789, lon_0=32.5656)
    longitude_deg, latitude_deg = aeqd(EAST, NORTH, inverse=True)
    latitude, longitude = plane_to_geodetic(EAST, NORTH, **SITE)
    worst = max(
        np.max(np.abs(np.degrees(latitude) - latitude_deg)),
        np.max(np.abs(np.degrees(longitude) - longitude_deg)),
    )
    assert worst < 1e-10  # 0.01 mm
    record_validation(
        "plane of a site", "PROJ aeqd projection on WGS 84", EAST.size, worst, 1e-10, "deg"
    )


def test_round_trip():
    east, north = geodetic_to_plane(*plane_to_geodetic(EAST, NORTH, **SITE), **SITE)
    np.testing.assert_allclose(east, EAST, rtol=0.0, atol=1e-6)
    np.testing.assert_allclose(north, NORTH, rtol=0.0, atol=1e-6)


def test_distance_and_azimuth_from_the_centre_are_true():
    azimuth = np.radians([0.0, 77.0, 200.0, 315.0])
    latitude, longitude, _ = direct(SITE["lat0_rad"], SITE["lon0_rad"], azimuth, 250e3)
    east, north = geodetic_to_plane(latitude, longitude, **SITE)
    np.testing.assert_allclose(np.hypot(east, north), 250e3, rtol=1e-12)
    np.testing.assert_allclose(np.arctan2(east, north) % (2.0 * np.pi), azimuth, atol=1e-11)


def test_the_site_is_the_origin():
    latitude, longitude = plane_to_geodetic(0.0, 0.0, **SITE)
    assert latitude == pytest.approx(SITE["lat0_rad"], abs=1e-15)
    assert longitude == pytest.approx(SITE["lon0_rad"], abs=1e-15)


def test_across_the_date_line():
    site = {"lat0_rad": -0.3, "lon0_rad": np.radians(179.9)}
    latitude, longitude = plane_to_geodetic(50e3, 0.0, **site)
    assert longitude < 0.0
    east, north = geodetic_to_plane(latitude, longitude, **site)
    assert east == pytest.approx(50e3, abs=1e-6)
    assert north == pytest.approx(0.0, abs=1e-6)
