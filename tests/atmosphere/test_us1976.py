"""US-1976 atmosphere against printed tables and the laws it is built on."""

import numpy as np
import pytest

from skyshed.atmosphere import us1976
from tests.conftest import reference_cases

PROPERTIES = {
    "temperature_k": us1976.temperature_k,
    "pressure_pa": us1976.pressure_pa,
    "density_kg_m3": us1976.density_kg_m3,
    "speed_of_sound_m_s": us1976.speed_of_sound_m_s,
    "viscosity_pa_s": us1976.dynamic_viscosity_pa_s,
    "geopotential_height_m": us1976.geopotential_altitude_m,
}
FOOT_M = 0.3048


@pytest.mark.parametrize(
    ("kind", "source", "tolerance"),
    [("icao_table", "ICAO Doc 7488 tables", 1e-4), ("us76_report", "COESA 1976 tables", 1e-3)],
)
def test_agrees_with_printed_tables(kind, source, tolerance, record_validation):
    cases, worst = reference_cases("atmosphere", kind), 0.0
    for case in cases:
        altitude_m = case["inputs"]["geometric_height_m"]
        for name, wanted in case["expected"].items():
            got, value = PROPERTIES[name](altitude_m), wanted["value"]
            allowed = max(wanted.get("abs_tol", 0.0), wanted.get("rel_tol", 0.0) * abs(value))
            assert abs(got - value) <= allowed, (case["id"], name)
            if "rel_tol" in wanted:
                worst = max(worst, abs(got / value - 1.0))
    record_validation(
        f"standard atmosphere, {kind.split('_')[0]}", source, len(cases), worst, tolerance, "ratio"
    )


def test_speed_of_sound_in_dry_air(record_validation):
    cases = reference_cases("atmosphere", "sound_speed")
    fahrenheit = np.array([case["inputs"]["temperature_f"] for case in cases])
    expected = np.array([case["expected"]["speed_ft_s"]["value"] for case in cases])
    got = us1976.speed_of_sound_in_air_m_s((fahrenheit - 32.0) / 1.8 + 273.15) / FOOT_M
    worst = np.max(np.abs(got - expected))
    assert worst <= 1.0  # the source uses a rounded coefficient
    record_validation(
        "speed of sound in dry air", "py-ballisticcalc test_mach", len(cases), worst, 1.0, "ft/s"
    )


def test_pressure_carries_the_weight_of_the_air_above():
    altitude_m = np.linspace(-4900.0, 85900.0, 400)
    step_m = 5.0
    gravity = 9.80665 * (us1976.EARTH_RADIUS_M / (us1976.EARTH_RADIUS_M + altitude_m)) ** 2
    above, below = us1976.pressure_pa(altitude_m + step_m), us1976.pressure_pa(altitude_m - step_m)
    slope = (above - below) / (2.0 * step_m)
    # Relative error of the difference: (step / scale height)^2 / 6, and kinks between layers.
    np.testing.assert_allclose(slope, -us1976.density_kg_m3(altitude_m) * gravity, rtol=1e-5)


def test_continuous_between_layers():
    base_m = us1976.geometric_altitude_m([11e3, 20e3, 32e3, 47e3, 51e3, 71e3])
    for function in (us1976.temperature_k, us1976.pressure_pa, us1976.density_kg_m3):
        np.testing.assert_allclose(function(base_m - 1e-6), function(base_m + 1e-6), rtol=1e-9)


def test_geometric_and_geopotential_altitude_undo_each_other():
    altitude_m = np.linspace(-5e3, 86e3, 50)
    again = us1976.geometric_altitude_m(us1976.geopotential_altitude_m(altitude_m))
    np.testing.assert_allclose(again, altitude_m, rtol=1e-13)


def test_nan_outside_the_model():
    altitude_m = [-5000.1, -5000.0, 86000.0, 86000.1, 1e7, np.nan]
    outside = [True, False, False, True, True, True]
    for name, function in PROPERTIES.items():
        if name != "geopotential_height_m":
            np.testing.assert_array_equal(np.isnan(function(altitude_m)), outside, err_msg=name)


def test_mach_scales_with_the_speed_of_sound():
    speed = us1976.mach_to_speed_m_s([[1.0], [2.5]], [0.0, 11e3, 20e3])
    assert speed.shape == (2, 3)
    np.testing.assert_allclose(speed[0], us1976.speed_of_sound_m_s([0.0, 11e3, 20e3]))
    np.testing.assert_allclose(speed[1], 2.5 * speed[0])


def test_wrong_arguments():
    with pytest.raises(ValueError, match="mach"):
        us1976.mach_to_speed_m_s(-0.8, 0.0)
    with pytest.raises(ValueError, match="Celsius"):
        us1976.speed_of_sound_in_air_m_s(-56.5)
