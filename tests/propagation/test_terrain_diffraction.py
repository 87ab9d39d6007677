"""Diffraction over terrain profiles."""

import numpy as np
import pytest

from skyshed.propagation.diffraction import knife_edge_loss_db, knife_edge_nu
from skyshed.propagation.spherical_earth import spherical_earth_loss_db
from skyshed.propagation.terrain_diffraction import (
    bullington_loss_db,
    delta_bullington_loss_db,
    smooth_surface_altitudes_m,
)
from tests.conftest import reference_cases, shared_path

POLARISATION = {"H": "horizontal", "V": "vertical"}
LINK = {
    "tx_altitude_m": 30.0,
    "rx_altitude_m": 60.0,
    "effective_radius_m": 8.5e6,
    "frequency_hz": 1e9,
}


def _case(case):
    """Profile and arguments of a published case."""
    given = case["inputs"]
    profile = np.loadtxt(
        shared_path("validation/" + given["profile_file"]), delimiter=",", skiprows=1
    )
    arguments = {
        "tx_altitude_m": given["h_tx_amsl_m"],
        "rx_altitude_m": given["h_rx_amsl_m"],
        "effective_radius_m": given["effective_earth_radius_km"] * 1e3,
        "frequency_hz": given["freq_ghz"] * 1e9,
    }
    return profile[:, 0] * 1e3, profile[:, 1], arguments


@pytest.mark.shared
def test_published_bullington(record_validation):
    cases = reference_cases("propagation", "bullington")
    worst = 0.0
    for case in cases:
        distance, terrain, arguments = _case(case)
        got = float(bullington_loss_db(distance, terrain, **arguments))
        expected = case["expected"]["loss_db"]
        assert got == pytest.approx(expected["value"], abs=expected["abs_tol"]), case["id"]
        worst = max(worst, abs(got - expected["value"]))
    assert len(cases) == 2
    record_validation(
        "Bullington loss, ITU-R P.526 sect. 4.5.1",
        "ITU-R SG3 validation examples of P.1812",
        len(cases),
        worst,
        1e-4,
        "dB",
    )


@pytest.mark.shared
@pytest.mark.parametrize("fitted", [False, True])
def test_published_delta_bullington(fitted, record_validation):
    cases = reference_cases("propagation", "delta_bullington")
    worst = 0.0
    for case in cases:
        distance, terrain, arguments = _case(case)
        given, expected = case["inputs"], case["expected"]["loss_db"]
        smooth = None if fitted else (given["smooth_h_tx_m"], given["smooth_h_rx_m"])
        got = delta_bullington_loss_db(
            distance,
            terrain,
            polarisation=POLARISATION[given["pol"]],
            sea_fraction=given["sea_fraction"],
            smooth_altitudes_m=smooth,
            **arguments,
        )
        assert got == pytest.approx(expected["value"], abs=expected["abs_tol"]), case["id"]
        worst = max(worst, abs(float(got) - expected["value"]))
    assert len(cases) == 12
    record_validation(
        f"delta-Bullington loss, ITU-R P.526 sect. 4.5.2, smooth surface "
        f"{'fitted here' if fitted else 'as published'}",
        "ITU-R SG3 validation examples of P.452 (Ld50)",
        len(cases),
        worst,
        1e-3,
        "dB",
    )


@pytest.mark.shared
def test_published_smooth_surfaces(record_validation):
    cases = reference_cases("propagation", "delta_bullington")
    worst = 0.0
    for case in cases:
        distance, terrain, arguments = _case(case)
        got = smooth_surface_altitudes_m(
            distance,
            terrain,
            tx_altitude_m=arguments["tx_altitude_m"],
            rx_altitude_m=arguments["rx_altitude_m"],
        )
        published = (case["inputs"]["smooth_h_tx_m"], case["inputs"]["smooth_h_rx_m"])
        worst = max(worst, float(np.abs(np.subtract(got, published)).max()))
    assert worst < 1e-6  # published to 6 decimals
    record_validation(
        "smooth surface of a profile, ITU-R P.526 sect. 4.5.2",
        "ITU-R SG3 validation examples of P.452 (hstd, hsrd)",
        2 * len(cases),
        worst,
        1e-6,
        "m",
    )


def test_one_sharp_hill_is_a_knife_edge():
    # On a nearly flat Earth, and less the empirical term for further obstacles.
    distance = np.linspace(0.0, 10e3, 101)
    terrain = np.where(distance == 4e3, 90.0, -500.0)
    loss = bullington_loss_db(distance, terrain, **{**LINK, "effective_radius_m": 1e15})
    nu = knife_edge_nu(90.0 - 42.0, d1_m=4e3, d2_m=6e3, wavelength_m=0.2998)
    edge = float(knife_edge_loss_db(nu))
    assert loss - (1.0 - np.exp(-edge / 6.0)) * 10.2 == pytest.approx(edge, abs=1e-6)


def test_deep_valley_has_no_loss():
    distance = np.linspace(0.0, 10e3, 101)
    assert bullington_loss_db(distance, np.full(101, -500.0), **LINK) == pytest.approx(0.0)


def test_flat_terrain_is_the_smooth_earth():
    distance = np.linspace(0.0, 80e3, 801)
    loss = delta_bullington_loss_db(distance, np.zeros(801), **LINK)
    smooth = spherical_earth_loss_db(80e3, 30.0, 60.0, effective_radius_m=8.5e6, frequency_hz=1e9)
    assert loss == pytest.approx(smooth)
    assert smooth > 20.0


def test_profile_may_be_walked_backwards():
    rng = np.random.default_rng(3)
    distance = np.linspace(0.0, 40e3, 401)
    terrain = np.abs(np.cumsum(rng.normal(0.0, 3.0, 401)))
    forth = delta_bullington_loss_db(distance, terrain, **LINK)
    back = delta_bullington_loss_db(
        distance, terrain[::-1], **{**LINK, "tx_altitude_m": 60.0, "rx_altitude_m": 30.0}
    )
    assert back == pytest.approx(forth, rel=1e-9)


def test_smooth_surface_of_a_slope_is_the_slope():
    distance = np.array([5e3, 6e3, 9e3, 20e3])  # uneven points, and not from 0
    terrain = 100.0 + 0.01 * (distance - 5e3)
    tx, rx = smooth_surface_altitudes_m(distance, terrain, tx_altitude_m=300.0, rx_altitude_m=400.0)
    assert tx == pytest.approx(100.0)
    assert rx == pytest.approx(250.0)


def test_many_profiles_at_once():
    rng = np.random.default_rng(5)
    distance = np.linspace(0.0, 40e3, 201)
    terrain = np.abs(rng.normal(20.0, 15.0, (3, 2, 201)))
    arguments = {**LINK, "frequency_hz": np.array([1e9, 3e9])}
    together = delta_bullington_loss_db(distance, terrain, **arguments)
    assert together.shape == (3, 2)
    alone = delta_bullington_loss_db(distance, terrain[1, 1], **{**LINK, "frequency_hz": 3e9})
    assert together[1, 1] == pytest.approx(alone)


@pytest.mark.parametrize(
    ("distance", "terrain", "message"),
    [
        ([0.0, 1.0], [0.0, 0.0], "at least 3"),
        ([0.0, 2.0, 1.0], [0.0, 0.0, 0.0], "increasing"),
        ([0.0, 1.0, 2.0], [0.0, 0.0], "3 points"),
    ],
)
def test_bad_profiles(distance, terrain, message):
    with pytest.raises(ValueError, match=message):
        bullington_loss_db(distance, terrain, **LINK)
