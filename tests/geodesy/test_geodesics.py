"""Geodesics against Karney's published test set, and sectors of azimuth."""

import numpy as np
import pytest

from skyshed.geodesy.geodesics import direct, inverse, sector_contains
from tests.conftest import reference_cases

KARNEY = "Karney's GeodTest set (Zenodo 32156), first 100 lines"


def angle_difference_deg(a, b):
    return abs((a - b + 180.0) % 360.0 - 180.0)


def test_direct_agrees_with_karney(record_validation):
    cases, worst = reference_cases("geodesy", "geodesic_direct"), 0.0
    for case in cases:
        given, expected = case["inputs"], case["expected"]
        start = np.radians([given["lat1_deg"], given["lon1_deg"], given["azi1_deg"]])
        got = np.degrees(direct(*start, given["s12_m"]))
        for value, name in zip(got, ("lat2_deg", "lon2_deg", "azi2_deg"), strict=True):
            difference = angle_difference_deg(value, expected[name]["value"])
            assert difference <= expected[name]["abs_tol"], (case["id"], name)
            worst = max(worst, difference)
    assert len(cases) == 23
    record_validation("geodesic, direct problem", KARNEY, len(cases), worst, 1e-9, "deg")


def test_inverse_agrees_with_karney(record_validation):
    cases = reference_cases("geodesy", "geodesic_inverse")
    names = ("lat1_deg", "lon1_deg", "lat2_deg", "lon2_deg")
    points = np.radians([[case["inputs"][name] for name in names] for case in cases])
    expected = np.array([case["expected"]["s12_m"]["value"] for case in cases])
    distance_m, _, _ = inverse(*points.T)
    worst = np.max(np.abs(distance_m - expected))
    assert worst <= 1e-6  # the cases' own tolerance
    record_validation("geodesic, inverse problem", KARNEY, len(cases), worst, 1e-6, "m")


@pytest.mark.parametrize("case_id", ["GDY-058", "GDY-059"])
def test_meridian_arc(case_id):
    (case,) = [c for c in reference_cases("geodesy", "curvature") if c["id"] == case_id]
    lat1, lat2 = np.radians([case["inputs"]["lat1_deg"], case["inputs"]["lat2_deg"]])
    distance_m, azimuth1_rad, _ = inverse(lat1, 0.3, lat2, 0.3)
    assert distance_m == pytest.approx(case["expected"]["arc_m"]["value"], abs=0.01)
    assert azimuth1_rad == pytest.approx(0.0, abs=1e-12)


def test_inverse_undoes_direct_and_is_symmetric():
    azimuth, distance = np.radians([[-170.0], [0.0], [35.0], [90.0]]), np.array([1e3, 250e3, 6e5])
    lat, lon, azimuth_there = direct(0.7, 0.57, azimuth, distance)
    assert lat.shape == (4, 3)
    there, azimuth1, azimuth2 = inverse(0.7, 0.57, lat, lon)
    back, azimuth_back, _ = inverse(lat, lon, 0.7, 0.57)
    np.testing.assert_allclose(there, np.broadcast_to(distance, (4, 3)), rtol=0.0, atol=1e-7)
    np.testing.assert_allclose(back, there, rtol=0.0, atol=1e-7)
    np.testing.assert_allclose(azimuth1, np.broadcast_to(azimuth, (4, 3)), atol=1e-11)
    np.testing.assert_allclose(azimuth2, azimuth_there, atol=1e-11)
    np.testing.assert_allclose(np.cos(azimuth_back - azimuth2), -1.0, atol=1e-12)


def test_nan_stays_in_its_place_and_inputs_are_kept():
    lat = np.array([0.1, np.nan, 0.3])
    before = lat.copy()
    results = direct(lat, 0.0, 0.5, 1000.0) + inverse(lat, 0.0, 0.2, 0.1)
    for result in results:
        np.testing.assert_array_equal(np.isnan(result), [False, True, False])
    np.testing.assert_array_equal(lat, before)


def test_degrees_are_refused():
    with pytest.raises(ValueError, match="degrees"):
        direct(40.0, 32.5, 0.0, 1000.0)
    with pytest.raises(ValueError, match="degrees"):
        inverse(0.7, 0.5, 37.0, 0.6)


def test_sector_across_north():
    azimuth = np.radians([-31.0, -30.0, 0.0, 30.0, 31.0, 330.0, 180.0, 720.0])
    inside = sector_contains(azimuth, 0.0, np.radians(60.0))
    np.testing.assert_array_equal(inside, [False, True, True, True, False, True, False, True])


def test_sector_all_round_holds_every_azimuth_but_not_nan():
    azimuth = np.append(np.linspace(-10.0, 10.0, 101), np.nan)
    inside = sector_contains(azimuth, 1.2, 2.0 * np.pi)
    assert inside[:-1].all()
    assert not inside[-1]


def test_sector_of_negative_width_is_refused():
    with pytest.raises(ValueError, match="negative"):
        sector_contains(0.0, 0.0, -0.1)
