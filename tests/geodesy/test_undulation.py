"""Undulation against NGA's own test points and the symmetries of a table round the globe."""

import numpy as np
import pytest

from skyshed.geodesy.undulation import undulation_m

NGA_POINTS = (
    (38.6281550, 269.7791550, -31.628),
    (-14.6212170, 305.0211140, -2.969),
    (46.8743190, 102.4487290, -43.575),
    (-23.6174460, 133.8747120, 15.871),
    (38.6254730, 359.9995000, 50.066),
    (-0.4667440, 0.0023000, 17.329),
)
"""Latitude, longitude [deg], undulation [m]: input.dat and output.dat of NGA's EGM96 programs."""


@pytest.mark.parametrize(("lat", "lon", "expected"), NGA_POINTS)
def test_points_published_with_the_model(lat, lon, expected):
    # the 15-minute grid was thinned to one degree: within 2.1 m on 99 % of the Earth
    assert undulation_m(np.radians(lat), np.radians(lon)) == pytest.approx(expected, abs=2.1)


def test_ankara():
    assert undulation_m(np.radians(39.93), np.radians(32.86)) == pytest.approx(36.9, abs=1.0)


def test_once_round_the_globe_is_the_same_place():
    lat, lon = np.radians([12.3, -45.0, 89.9]), np.radians([-170.2, 179.99, 0.0])
    np.testing.assert_allclose(undulation_m(lat, lon), undulation_m(lat, lon + 2 * np.pi))
    seam = undulation_m(np.radians(10.0), np.radians([-180.0, 180.0]))
    assert seam[0] == seam[1]


def test_a_pole_has_one_value():
    for lat in (-np.pi / 2, np.pi / 2):
        around = undulation_m(lat, np.radians(np.arange(-180.0, 180.0, 7.3)))
        assert np.ptp(around) < 0.011  # the table keeps centimetres


def test_unknown_places_stay_unknown():
    found = undulation_m([np.nan, 0.5], [0.1, np.nan])
    assert np.isnan(found).all()


def test_beyond_the_pole_is_an_error():
    with pytest.raises(ValueError, match="between the poles"):
        undulation_m(1.6, 0.0)
