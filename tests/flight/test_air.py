"""The table of the air that the flight loops read."""

import numpy as np

from skyshed.atmosphere.us1976 import density_kg_m3, speed_of_sound_m_s
from skyshed.flight.air import air_table
from skyshed.kernels.air import air_at, drag_at


def test_lookup_agrees_with_the_atmosphere():
    altitude_m = np.linspace(-999.0, 85_990.0, 2001)
    found = np.array([air_at(altitude, air_table()) for altitude in altitude_m])
    wanted = np.stack([density_kg_m3(altitude_m), speed_of_sound_m_s(altitude_m)], axis=-1)
    error = np.abs(found / wanted - 1.0)
    assert np.max(error) < 2e-4  # beside a kink between two layers
    assert np.quantile(error, 0.99) < 1e-5


def test_beyond_the_table():
    air = air_table()
    assert air_at(90e3, air) == (0.0, air[-1, 1])
    assert air_at(-5e3, air) == (air[0, 0], air[0, 1])


def test_drag_lookup():
    drag = np.array([0.2, 0.4, 0.1])
    assert drag_at(0.0025, drag) == np.float64(0.5 * (0.2 + 0.4))
    assert drag_at(3.0, drag) == 0.1
