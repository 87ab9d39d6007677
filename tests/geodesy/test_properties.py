"""Conversions there and back, anywhere on the Earth."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skyshed.geodesy.frames import (
    azimuth_elevation_range_to_enu,
    ecef_to_enu,
    ecef_to_geodetic,
    enu_to_azimuth_elevation_range,
    enu_to_ecef,
    geodetic_to_ecef,
)
from skyshed.geodesy.geodesics import direct, inverse, sector_contains
from skyshed.geodesy.site_plane import geodetic_to_plane, plane_to_geodetic

LATITUDES = st.floats(-math.pi / 2, math.pi / 2)
LONGITUDES = st.floats(-math.pi, math.pi)
ANGLES = st.floats(-20.0, 20.0)
METRE = 1e-6
"""A micrometre: Earth radii in double precision have steps of a nanometre, and many are added."""


def apart_m(one, other):
    return float(np.linalg.norm(np.asarray(one) - np.asarray(other)))


@given(LATITUDES, LONGITUDES, st.floats(-10e3, 2000e3))
def test_ecef_and_back(latitude, longitude, height):
    place = geodetic_to_ecef(latitude, longitude, height)
    assert apart_m(geodetic_to_ecef(*ecef_to_geodetic(place)), place) < METRE


@given(LATITUDES, LONGITUDES, st.floats(-500.0, 9e3), st.tuples(*[st.floats(-1e6, 1e6)] * 3))
def test_local_frame_and_back(latitude, longitude, height, enu):
    place = enu_to_ecef(enu, latitude, longitude, height)
    assert apart_m(ecef_to_enu(place, latitude, longitude, height), enu) < METRE
    # A rotation keeps lengths.
    site = geodetic_to_ecef(latitude, longitude, height)
    assert math.isclose(apart_m(place, site), float(np.linalg.norm(enu)), abs_tol=METRE)


@given(st.tuples(*[st.floats(-1e6, 1e6)] * 3))
def test_angles_and_range_and_back(enu):
    assert (
        apart_m(azimuth_elevation_range_to_enu(*enu_to_azimuth_elevation_range(enu)), enu) < METRE
    )


@given(LATITUDES, LONGITUDES, ANGLES, st.floats(0.0, 15e6))
def test_the_geodesic_that_was_flown_is_the_shortest(latitude, longitude, azimuth, distance):
    """Below 15,000 km no other way is shorter: half the meridian is 20,004 km."""
    there, beyond, _ = direct(latitude, longitude, azimuth, distance)
    back, _, _ = inverse(latitude, longitude, there, beyond)
    assert math.isclose(float(back), distance, abs_tol=METRE)
    again, _, _ = inverse(there, beyond, latitude, longitude)
    assert math.isclose(float(again), distance, abs_tol=METRE)


@given(LATITUDES, LONGITUDES, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_plane_of_a_site_and_back(latitude, longitude, east, north):
    site = {"lat0_rad": latitude, "lon0_rad": longitude}
    there = plane_to_geodetic(east, north, **site)
    found = geodetic_to_plane(*there, **site)
    assert apart_m(found, (east, north)) < METRE
    # Distances from the site are true on this plane.
    distance, _, _ = inverse(latitude, longitude, *there)
    assert math.isclose(float(distance), math.hypot(east, north), abs_tol=METRE)


@given(ANGLES, ANGLES, st.floats(0.01, 2.0 * math.pi - 0.01))
def test_a_sector_and_the_rest_of_the_compass(azimuth, centre, width):
    turned = bool(sector_contains(azimuth + 0.25, centre + 0.25, width))
    inside = bool(sector_contains(azimuth, centre, width))
    away = abs(math.remainder(azimuth - centre, 2.0 * math.pi))
    if abs(away - width / 2.0) > 1e-9:  # on the very edge either is right
        assert inside == turned == (away < width / 2.0)
