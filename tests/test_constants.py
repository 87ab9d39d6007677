"""Constants against the tables of SciPy (CODATA) and PROJ (EPSG)."""

import pyproj
import pytest
import scipy.constants

from skyshed import constants


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SPEED_OF_LIGHT_M_S", scipy.constants.c),
        ("BOLTZMANN_J_K", scipy.constants.k),
        ("STANDARD_GRAVITY_M_S2", scipy.constants.g),
    ],
)
def test_physical_constants_agree_with_codata(name, value):
    assert getattr(constants, name) == value


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("WGS84_SEMI_MAJOR_AXIS_M", "semi_major_metre"),
        ("WGS84_SEMI_MINOR_AXIS_M", "semi_minor_metre"),
        ("WGS84_INVERSE_FLATTENING", "inverse_flattening"),
    ],
)
def test_ellipsoid_agrees_with_epsg(name, attribute):
    ellipsoid = pyproj.CRS.from_epsg(4979).ellipsoid
    assert getattr(constants, name) == pytest.approx(getattr(ellipsoid, attribute), rel=1e-15)


def test_eccentricity_agrees_with_proj():
    eccentricity_squared = constants.WGS84_ECCENTRICITY_SQUARED
    assert eccentricity_squared == pytest.approx(pyproj.Geod(ellps="WGS84").es, rel=1e-14)
