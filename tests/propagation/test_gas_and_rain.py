"""Absorption by air and rain: the published examples, another program, limits and laws."""

import itertools
import warnings

import numpy as np
import pytest

from skyshed.propagation.gas import gas_attenuation_db_per_m
from skyshed.propagation.gas_slant import slant_gas_attenuation_db
from skyshed.propagation.rain import rain_attenuation_db_per_m, rain_coefficients
from tests.conftest import reference_cases

AIR = {"dry_pressure_pa": 101325.0, "temperature_k": 288.15, "vapour_density_kg_m3": 7.5e-3}


def worst_of(cases, compute):
    """Largest relative difference, each output held to the tolerance of its case."""
    worst = 0.0
    for case in cases:
        for name, got in compute(case["inputs"]).items():
            wanted = case["expected"][name]
            assert got == pytest.approx(wanted["value"], rel=wanted["rel_tol"]), case["id"]
            worst = max(worst, abs(got / wanted["value"] - 1.0))
    return worst


def air_of(given):
    return {
        "dry_pressure_pa": given["pressure_hpa"] * 100.0,
        "temperature_k": given["temperature_k"],
        "vapour_density_kg_m3": given["vapour_density_g_m3"] / 1e3,
    }


def test_published_specific_attenuation(record_validation):
    cases = reference_cases("propagation", "p676_gamma")

    def compute(given):
        oxygen, water = gas_attenuation_db_per_m(given["freq_ghz"] * 1e9, **air_of(given))
        return {
            "gamma_oxygen_db_km": 1e3 * float(oxygen),
            "gamma_water_db_km": 1e3 * float(water),
            "gamma_total_db_km": 1e3 * float(oxygen + water),
        }

    worst = worst_of(cases, compute)
    assert len(cases) == 21
    record_validation(
        "specific attenuation by gases, ITU-R P.676-13 Annex 1, 1 to 350 GHz",
        "ITU-R SG3 validation examples in ITU-Rpy",
        len(cases), worst, 1e-5, "of the value",
    )  # fmt: skip


def test_published_slant_attenuation(record_validation):
    cases = reference_cases("propagation", "p676_slant")

    def compute(given):
        got = slant_gas_attenuation_db(
            np.radians(given["el_deg"]),
            frequency_hz=given["freq_ghz"] * 1e9,
            vapour_column_kg_m2=given["columnar_vapour_kg_m2"],
            **air_of(given),
        )
        return {"attenuation_db": float(got)}

    worst = worst_of(cases, compute)
    assert len(cases) == 4
    record_validation(
        "gas attenuation of a slant path to space, ITU-R P.676-12 Annex 2",
        "ITU-R SG3 validation examples in ITU-Rpy",
        len(cases), worst, 1e-4, "of the value",
    )  # fmt: skip


def test_published_rain_attenuation(record_validation):
    cases = reference_cases("propagation", "p838_rain")

    def compute(given):
        path = {
            "frequency_hz": given["freq_ghz"] * 1e9,
            "elevation_rad": np.radians(given["el_deg"]),
            "tilt_rad": np.radians(given["pol_tilt_deg"]),
        }
        k, alpha = rain_coefficients(**path)
        gamma = rain_attenuation_db_per_m(given["rain_rate_mm_h"] / 3.6e6, **path)
        return {"k": float(k), "alpha": float(alpha), "gamma_db_km": 1e3 * float(gamma)}

    worst = worst_of(cases, compute)
    assert len(cases) == 11
    record_validation(
        "specific attenuation by rain, ITU-R P.838-3",
        "ITU-R SG3 validation examples in ITU-Rpy",
        len(cases), worst, 2e-6, "of the value",
    )  # fmt: skip


def test_other_airs_against_itur():
    """Cold, thin, dry and wet air, which the examples do not visit; the same line tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        itu676 = pytest.importorskip("itur.models.itu676")
    for ghz, hpa, kelvin, g_m3 in itertools.product(
        (0.5, 1.3, 3.3, 9.5, 16.7), (1013.25, 500.0, 100.0), (310.0, 250.0), (0.0, 2.0, 20.0)
    ):
        oxygen, water = gas_attenuation_db_per_m(
            ghz * 1e9,
            dry_pressure_pa=hpa * 100.0,
            temperature_k=kelvin,
            vapour_density_kg_m3=g_m3 / 1e3,
        )
        theirs = (
            itu676.gamma0_exact(ghz, hpa, g_m3, kelvin),
            itu676.gammaw_exact(ghz, hpa, g_m3, kelvin),
        )
        assert float(oxygen) * 1e3 == pytest.approx(theirs[0].value, rel=1e-9)
        assert float(water) * 1e3 == pytest.approx(theirs[1].value, rel=1e-9, abs=1e-15)


def test_dry_air_has_no_water_and_no_air_has_nothing():
    oxygen, water = gas_attenuation_db_per_m(3e9, **(AIR | {"vapour_density_kg_m3": 0.0}))
    assert water == 0.0
    assert oxygen > 0.0
    empty = AIR | {"dry_pressure_pa": 1e-6, "vapour_density_kg_m3": 0.0}
    assert gas_attenuation_db_per_m(3e9, **empty)[0] < 1e-15


def test_far_from_lines_oxygen_grows_with_pressure_squared():
    # Collisions give both the width and the number of absorbers.
    full, _ = gas_attenuation_db_per_m(10e9, **(AIR | {"vapour_density_kg_m3": 0.0}))
    half, _ = gas_attenuation_db_per_m(
        10e9, **(AIR | {"dry_pressure_pa": 101325.0 / 2.0, "vapour_density_kg_m3": 0.0})
    )
    assert full / half == pytest.approx(4.0, rel=0.01)


def test_arrays_broadcast():
    oxygen, water = gas_attenuation_db_per_m(
        np.array([[1e9], [10e9]]), **(AIR | {"temperature_k": np.array([250.0, 280.0, 300.0])})
    )
    assert oxygen.shape == water.shape == (2, 3)


def test_rain_follows_its_power_law_and_vanishes():
    k, alpha = rain_coefficients(10e9)
    rain = rain_attenuation_db_per_m(np.array([0.0, 10.0, 20.0]) / 3.6e6, frequency_hz=10e9)
    assert rain[0] == 0.0
    assert rain[2] / rain[1] == pytest.approx(2.0 ** float(alpha), rel=1e-12)
    assert rain[1] * 1e3 == pytest.approx(float(k) * 10.0 ** float(alpha), rel=1e-12)


def test_circular_lies_between_horizontal_and_vertical():
    tilt = np.radians([0.0, 45.0, 90.0])
    flat, circular, upright = rain_attenuation_db_per_m(
        20.0 / 3.6e6, frequency_hz=10e9, tilt_rad=tilt
    )
    assert flat > circular > upright  # drops are flattened
    straight_up = rain_attenuation_db_per_m(
        20.0 / 3.6e6, frequency_hz=10e9, tilt_rad=tilt, elevation_rad=0.5 * np.pi
    )
    assert np.ptp(straight_up) < 1e-15


def test_rain_below_one_gigahertz_is_bounded():
    below = rain_attenuation_db_per_m(50.0 / 3.6e6, frequency_hz=150e6)
    assert below == rain_attenuation_db_per_m(50.0 / 3.6e6, frequency_hz=1e9)
    assert below * 1e3 < 2.5e-3
    assert np.isnan(rain_coefficients(150e6)[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"temperature_k": 0.0}, "temperature_k"),
        ({"dry_pressure_pa": -1.0}, "negative"),
        ({"vapour_density_kg_m3": -1.0}, "negative"),
    ],
)
def test_gas_refuses_impossible_air(change, message):
    with pytest.raises(ValueError, match=message):
        gas_attenuation_db_per_m(1e9, **(AIR | change))


def test_other_refusals():
    with pytest.raises(ValueError, match="frequency_hz"):
        gas_attenuation_db_per_m(0.0, **AIR)
    with pytest.raises(ValueError, match="rate_m_s"):
        rain_attenuation_db_per_m(-1.0, frequency_hz=1e9)
    with pytest.raises(ValueError, match="degrees"):
        slant_gas_attenuation_db(30.0, frequency_hz=1e10, vapour_column_kg_m2=20.0, **AIR)
    with pytest.raises(ValueError, match="frequency_hz"):
        slant_gas_attenuation_db(0.5, frequency_hz=3e10, vapour_column_kg_m2=20.0, **AIR)
