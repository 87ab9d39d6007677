"""Absorption along a path: quadrature of another kind, limits, and the approximate slant path."""

import numpy as np
import pytest
from scipy.integrate import quad

from skyshed.atmosphere.us1976 import pressure_pa, temperature_k
from skyshed.propagation.absorption import (
    air_attenuation_db_per_m,
    path_absorption_db,
    rain_below_db_per_m,
)
from skyshed.propagation.gas import gas_attenuation_db_per_m
from skyshed.propagation.gas_slant import slant_gas_attenuation_db
from skyshed.propagation.rain import rain_attenuation_db_per_m

EARTH_M = 4.0 / 3.0 * 6371e3
LEVEL_M = 30e3 * np.linspace(0.0, 1.0, 65) ** 2
WET = 7.5e-3


def loss(distance, altitude, *, frequency_hz=3.3e9, antenna=20.0):
    specific = air_attenuation_db_per_m(
        LEVEL_M, frequency_hz=frequency_hz, sea_level_vapour_kg_m3=WET
    )
    return path_absorption_db(
        specific, LEVEL_M, distance_m=distance, altitude_m=altitude, antenna_altitude_m=antenna,
        effective_radius_m=EARTH_M,
    )  # fmt: skip


def test_path_against_quadrature_over_the_ray(record_validation):
    """The altitude along a straight ray by the law of cosines, the air not tabulated."""
    worst, count = 0.0, 0
    for antenna in (20.0, 900.0, 9000.0):
        for d in (5e3, 60e3, 250e3, 400e3):
            for h in (3e3, 9e3, 25e3):
                start, arc = EARTH_M + antenna, d / EARTH_M
                end = EARTH_M + h
                chord = np.sqrt(start**2 + end**2 - 2.0 * start * end * np.cos(arc))
                cosine = (chord**2 + start**2 - end**2) / (2.0 * chord * start)

                def along(s, start=start, cosine=cosine):
                    at = np.sqrt(start**2 + s**2 - 2.0 * s * start * cosine) - EARTH_M
                    return float(
                        air_attenuation_db_per_m(
                            max(at, 0.0), frequency_hz=3.3e9, sea_level_vapour_kg_m3=WET
                        )
                    )

                whole, _ = quad(along, 0.0, chord, epsabs=1e-9, epsrel=1e-6)
                got = float(loss([d], [h], antenna=antenna)[0, 0])
                worst, count = max(worst, abs(got / whole - 1.0)), count + 1
    # 32 midpoints and 65 levels; the air itself is not known to a per cent.
    assert worst < 0.01
    record_validation(
        "gas loss of a path in the standard atmosphere, 3.3 GHz",
        "scipy.integrate.quad along the ray",
        count, worst, 0.01, "of the value",
    )  # fmt: skip


def test_zenith_path_is_the_equivalent_heights(record_validation):
    """Straight up through 30 km; the approximate method of P.676 is within 10 % of the lines'."""
    for ghz in (1.3, 3.3, 9.5):
        up = float(loss([1.0], [30e3], frequency_hz=ghz * 1e9, antenna=0.0)[0, 0])
        vapour_pa = WET * 1e5 / 216.7 * 288.15
        approximate = slant_gas_attenuation_db(
            0.5 * np.pi,
            frequency_hz=ghz * 1e9,
            dry_pressure_pa=101325.0 - vapour_pa,
            temperature_k=288.15,
            vapour_density_kg_m3=WET,
            vapour_column_kg_m2=WET * 2000.0,
        )
        assert up == pytest.approx(float(approximate), rel=0.1)


def test_air_is_the_standard_atmosphere():
    got = air_attenuation_db_per_m(4e3, frequency_hz=3e9, sea_level_vapour_kg_m3=0.0)
    oxygen, _ = gas_attenuation_db_per_m(
        3e9,
        dry_pressure_pa=pressure_pa(4e3),
        temperature_k=temperature_k(4e3),
        vapour_density_kg_m3=0.0,
    )
    assert float(got) == float(oxygen)


def test_level_path_is_length_times_specific_attenuation():
    flat = path_absorption_db(
        [2e-5, 2e-5], [0.0, 1e4], distance_m=[0.0, 5e4, 1e5], altitude_m=[20.0],
        antenna_altitude_m=20.0, effective_radius_m=EARTH_M,
    )  # fmt: skip
    assert flat[:, 0] == pytest.approx([0.0, 1.0, 2.0], rel=1e-5)


def test_low_paths_lose_more_and_loss_grows_with_distance():
    table = loss(np.linspace(0.0, 400e3, 40), np.array([100.0, 1e3, 5e3, 15e3]))
    assert np.all(np.diff(table, axis=0) > 0.0)
    assert np.all(np.diff(table[1:], axis=1)[5:] < 0.0)


def test_rain_stays_below_its_top():
    rain = rain_below_db_per_m(
        [0.0, 3999.0, 4001.0], frequency_hz=9.5e9, rate_m_s=10.0 / 3.6e6, top_m=4000.0
    )
    whole = float(rain_attenuation_db_per_m(10.0 / 3.6e6, frequency_hz=9.5e9))
    assert rain.tolist() == [whole, whole, 0.0]
