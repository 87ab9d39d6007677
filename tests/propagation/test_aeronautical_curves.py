"""One-way loss against the curves of ITU-R P.528, a model of another kind.

P.528 gives the basic transmission loss between a low and a high antenna that is not exceeded for
part of the time, with scatter beyond the horizon. Radars care for what lies inside it: there, half
of the time, its curves and free space with gas must agree. The tables round to 0.1 dB; P.528 adds
the median of slow fading, some tenths of a decibel there.

Values: ITU-R P.528-5 data tables (Lb) as shipped in eeveetza/Py528 (commit 867b549c), cases PRP-053
to PRP-072 of the published set.
"""

import numpy as np
import pytest

from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.propagation.absorption import air_attenuation_db_per_m, path_absorption_db
from skyshed.propagation.refraction import effective_radius_polynomial
from skyshed.propagation.spherical_earth import spherical_earth_loss_db

EARTH_M = 6.371e6
FAR_M = 650e3
LEVEL_M = 30e3 * np.linspace(0.0, 1.0, 65) ** 2

# distance km, heights m, MHz, loss dB
INSIDE = [
    (50.0, 15.0, 10e3, 1200.0, 128.3),
    (200.0, 15.0, 10e3, 1200.0, 140.7),
    (100.0, 30.0, 1e3, 1200.0, 134.9),
    (100.0, 15.0, 10e3, 2400.0, 140.5),
    (100.0, 30.0, 1e3, 5100.0, 147.9),
    (20.0, 15.0, 1e3, 9400.0, 138.2),
]
AT_HORIZON = [
    (300.0, 15.0, 10e3, 1200.0, 146.4),
    (150.0, 30.0, 1e3, 1200.0, 144.7),
    (420.0, 15.0, 10e3, 2400.0, 162.2),
]


def loss_db(distance_km, h1, h2, mhz):
    """Free space, gas, and diffraction by the smooth Earth. [dB]"""
    d, frequency = distance_km * 1e3, mhz * 1e6
    straight = effective_radius_polynomial(
        surface_refractivity=np.array([301.0]),  # the N-units of P.528
        antenna_altitude_m=np.array([h1]),
        surface_altitude_m=0.0,
        earth_radius_m=EARTH_M,
        maximum_range_m=FAR_M,
    )[0]
    radius = EARTH_M / np.polynomial.polynomial.polyval((d / FAR_M) ** 2, straight)
    across = 4.0 * (radius + h1) * (radius + h2) * np.sin(0.5 * d / radius) ** 2
    slant = np.sqrt((h2 - h1) ** 2 + across)
    air = air_attenuation_db_per_m(LEVEL_M, frequency_hz=frequency, sea_level_vapour_kg_m3=7.5e-3)
    gas = path_absorption_db(
        air, LEVEL_M, distance_m=[d], altitude_m=[h2], antenna_altitude_m=h1,
        effective_radius_m=radius,
    )  # fmt: skip
    round_earth = spherical_earth_loss_db(
        d, h1, h2, effective_radius_m=radius, frequency_hz=frequency
    )
    free = 20.0 * np.log10(4.0 * np.pi * slant * frequency / SPEED_OF_LIGHT_M_S)
    return float(free + gas[0, 0] + round_earth)


def test_well_inside_the_horizon(record_validation):
    differences = [loss_db(*case[:4]) - case[4] for case in INSIDE]
    worst = float(np.max(np.abs(differences)))
    assert worst < 1.0
    record_validation(
        "free space and gas at less than two thirds of the horizon, 1.2 to 9.4 GHz",
        "ITU-R P.528-5 data tables, 50 % of the time",
        len(INSIDE), worst, 1.0, "dB",
    )  # fmt: skip


def test_towards_the_horizon_diffraction_costs_more_than_p528(record_validation):
    """P.526 within sight is an interpolation; both lose decibels, by methods of their own."""
    differences = [loss_db(*case[:4]) - case[4] for case in AT_HORIZON]
    worst = float(np.max(np.abs(differences)))
    assert worst < 6.0
    record_validation(
        "free space, gas and diffraction at 0.7 to 1 of the horizon, 1.2 and 2.4 GHz",
        "ITU-R P.528-5 data tables, 50 % of the time",
        len(AT_HORIZON), worst, 6.0, "dB",
    )  # fmt: skip


def test_gas_is_needed_at_x_band():
    """Without the air's absorption the 160 km of an X-band radar would be decibels off."""
    with_gas = loss_db(140.0, 15.0, 10e3, 9400.0)
    free = 20.0 * np.log10(4.0 * np.pi * 140.3e3 * 9.4e9 / SPEED_OF_LIGHT_M_S)
    assert with_gas - free == pytest.approx(1.0, abs=0.4)
