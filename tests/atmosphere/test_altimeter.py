"""Pressure altitude and the altimeter setting."""

import numpy as np
import pytest

from skyshed.atmosphere.altimeter import altimeter_correction_m, pressure_altitude_m
from skyshed.atmosphere.us1976 import geopotential_altitude_m, pressure_pa


def test_standard_pressure_is_altitude_zero():
    assert pressure_altitude_m(101_325.0) == pytest.approx(0.0, abs=1e-9)


def test_it_undoes_the_standard_atmosphere():
    """The layered model goes from altitude to pressure by itself."""
    altitude = np.array([-500.0, 0.0, 1500.0, 5000.0, 10_000.0])
    found = pressure_altitude_m(pressure_pa(altitude))
    assert found == pytest.approx(geopotential_altitude_m(altitude), abs=0.01)


def test_thirty_hectopascals_are_some_250_metres():
    """27 to 28 ft for each hectopascal near the sea, as pilots reckon: 8.2 to 8.5 m."""
    low, high = altimeter_correction_m([98_325.0, 104_325.0])
    assert -255.0 < low < -245.0
    assert 245.0 < high < 255.0
    step = float(altimeter_correction_m(101_425.0))
    assert 27.0 * 0.3048 < step < 28.0 * 0.3048


def test_low_pressure_means_lower_than_shown():
    assert altimeter_correction_m(99_000.0) < 0.0 < altimeter_correction_m(103_000.0)


@pytest.mark.parametrize("pressure", [1013.25, 130_000.0])
def test_other_units_are_refused(pressure):
    with pytest.raises(ValueError, match="hectopascals"):
        pressure_altitude_m(pressure)
