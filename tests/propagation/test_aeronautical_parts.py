"""Parts of the aeronautical loss against laws and other code: rays, reflection, fading."""

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from skyshed.atmosphere.us1976 import pressure_pa, temperature_k
from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.propagation.aeronautical_diffraction import GROUND
from skyshed.propagation.aeronautical_geometry import (
    EFFECTIVE_EARTH_KM,
    rays_at_difference,
    rays_at_distance,
    terminal,
)
from skyshed.propagation.aeronautical_sight import reflection
from skyshed.propagation.aeronautical_spread import _fading_table, fading_db, fading_ratio_db
from skyshed.propagation.gas import gas_attenuation_db_per_m
from skyshed.propagation.layered_ray import EARTH_RADIUS_M, layered_ray, refractive_index
from skyshed.propagation.two_ray import fresnel_coefficient


def test_straight_up_is_the_height_and_its_air():
    ray = layered_ray(0.0, 10e3, 0.5 * np.pi, frequency_hz=9.4e9)

    def air(height):
        oxygen, water = gas_attenuation_db_per_m(
            9.4e9,
            dry_pressure_pa=pressure_pa(height),
            temperature_k=temperature_k(height),
            vapour_density_kg_m3=7.5e-3 * np.exp(-height / 2e3),
        )
        return float(oxygen + water)

    assert ray.length_m == pytest.approx(10e3, rel=1e-9)
    assert ray.bending_rad == pytest.approx(0.0, abs=1e-12)
    assert ray.gas_db == pytest.approx(quad(air, 0.0, 10e3)[0], rel=1e-4)


@pytest.mark.parametrize(("low", "elevation"), [(0.0, 0.0), (0.0, 0.02), (1e3, 0.2)])
def test_a_ray_keeps_its_constant(low, elevation):
    """Bouguer: n r cos(elevation) is the same at both ends; layers are within 1e-6 of it."""
    ray = layered_ray(low, 15e3, elevation, frequency_hz=1e9)
    n = refractive_index(np.array([low, 15e3]))
    start = n[0] * (EARTH_RADIUS_M + low) * np.cos(elevation)
    end = n[1] * (EARTH_RADIUS_M + 15e3) * np.cos(ray.arrival_elevation_rad)
    assert end == pytest.approx(start, rel=1e-6)


def test_a_ray_that_dips_is_one_that_rises_twice():
    half = layered_ray(0.0, 5e3, 0.0, frequency_hz=1e9)
    down = layered_ray(5e3, 5e3, -0.03, frequency_hz=1e9)
    assert 0.0 < down.length_m < 2.0 * half.length_m
    grazing = layered_ray(5e3, 5e3, -half.arrival_elevation_rad, frequency_hz=1e9)
    assert grazing.length_m == pytest.approx(2.0 * half.length_m, rel=2e-3)
    assert grazing.gas_db == pytest.approx(2.0 * half.gas_db, rel=2e-3)


def test_low_antennas_see_as_far_as_over_the_effective_earth():
    """Near the ground the gradient is constant, and the effective radius is made for it."""
    for height_m in (10.0, 100.0):
        found = terminal(height_m, 1e9)
        over = np.sqrt(2.0 * EFFECTIVE_EARTH_KM * height_m / 1e3)
        assert found.horizon_km == pytest.approx(over, rel=0.03)


def test_searches_find_what_they_look_for():
    low, high = terminal(15.0, 1e9), terminal(10e3, 1e9)
    for distance in (0.5, 50.0, 400.0):
        assert rays_at_distance(low, high, distance).distance_km == pytest.approx(distance, 1e-9)
    rays = rays_at_difference(low, high, 1e-4)
    assert rays.difference_km == pytest.approx(1e-4, rel=1e-9)
    assert rays.reflected_km - rays.direct_km == pytest.approx(1e-4, rel=1e-3)


@pytest.mark.parametrize("polarisation", ["horizontal", "vertical"])
def test_reflection_is_fresnels(polarisation):
    """Amplitude of both, and phase of horizontal waves, which lags by half a turn at grazing."""
    for grazing, mhz in ((0.001, 125.0), (0.05, 1200.0), (0.5, 9400.0)):
        amplitude, phase = reflection(grazing, mhz, polarisation)
        theirs = complex(
            fresnel_coefficient(
                grazing, wavelength_m=SPEED_OF_LIGHT_M_S / (mhz * 1e6), polarisation=polarisation,
                ground=GROUND,
            )
        )  # fmt: skip
        assert amplitude == pytest.approx(abs(theirs), rel=1e-3)
        if polarisation == "horizontal":
            assert abs(np.angle(theirs * np.exp(1j * phase))) < 1e-3


def test_fading_table_is_the_rice_distribution():
    """A steady ray of power 1 and random power k: level exceeded, over the median."""
    shares, ratios, depth = _fading_table()
    for ratio, row in zip(ratios[ratios < 20.0], depth, strict=False):
        power = 10.0 ** (ratio / 10.0)
        levels = stats.ncx2.isf(shares, 2, 2.0 / power)
        exact = -10.0 * np.log10(levels / stats.ncx2.isf(0.5, 2, 2.0 / power))
        assert row == pytest.approx(exact, abs=0.02), ratio
    rayleigh = -10.0 * np.log10(np.log(1.0 / shares) / np.log(2.0))
    assert depth[-1] == pytest.approx(rayleigh, abs=0.02)


def test_fading_between_and_beyond_the_table():
    assert fading_db(0.0, 0.5) == 0.0
    assert fading_db(-60.0, 0.99) == fading_db(-40.0, 0.99)
    assert fading_db(-9.0, 0.95) == pytest.approx(0.5 * (3.7820 + 4.9288))
    assert fading_ratio_db(18.0) == pytest.approx(2.0, abs=0.3)
    assert fading_ratio_db(-np.inf) == -40.0
