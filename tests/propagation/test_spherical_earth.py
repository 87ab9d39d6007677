"""Diffraction round the smooth Earth."""

import numpy as np
import pytest

from skyshed.propagation.spherical_earth import (
    LAND,
    SEA,
    Ground,
    normalised_distance,
    normalised_height,
    normalised_spherical_loss_db,
    spherical_earth_loss_db,
)
from tests.conftest import reference_cases

POLARISATION = {"H": "horizontal", "V": "vertical"}
S_BAND = {"effective_radius_m": 8.5e6, "frequency_hz": 3e9}


def test_published_losses(record_validation):
    cases = reference_cases("propagation", "p526_spherical")
    worst = 0.0
    for case in cases:
        given, expected = case["inputs"], case["expected"]["loss_db"]
        got = spherical_earth_loss_db(
            given["distance_km"] * 1e3,
            given["h_tx_eff_m"],
            given["h_rx_eff_m"],
            effective_radius_m=given["effective_earth_radius_km"] * 1e3,
            frequency_hz=given["freq_ghz"] * 1e9,
            polarisation=POLARISATION[given["pol"]],
            sea_fraction=given["sea_fraction"],
            land=Ground(given["land_eps"], given["land_sigma"]),
            sea=Ground(given["sea_eps"], given["sea_sigma"]),
        )
        assert got == pytest.approx(
            expected["value"], abs=expected["abs_tol"], rel=expected["rel_tol"]
        ), case["id"]
        worst = max(worst, abs(float(got) - expected["value"]))
    assert len(cases) == 13
    record_validation(
        "diffraction round the smooth Earth, ITU-R P.526 sect. 3",
        "ITU-R SG3 validation examples of P.452 (Ldsph)",
        len(cases),
        worst,
        2e-4,
        "dB",
    )


def _random_paths(size):
    rng = np.random.default_rng(11)
    h1, h2 = 10.0 ** rng.uniform(0.0, 4.0, (2, size))
    radius = rng.uniform(6.4e6, 12e6, size)
    frequency = 10.0 ** rng.uniform(8.5, 10.3, size)
    horizon = np.sqrt(2.0 * radius) * (np.sqrt(h1) + np.sqrt(h2))
    return rng.uniform(0.1, 1.5, size) * horizon, h1, h2, radius, frequency


def test_normalised_form_agrees_at_all_wavelengths_and_radii():
    distance, h1, h2, radius, frequency = _random_paths(2000)
    where = {"effective_radius_m": radius, "frequency_hz": frequency}
    dimensional = spherical_earth_loss_db(distance, h1, h2, **where)
    normalised = normalised_spherical_loss_db(
        normalised_distance(distance, **where),
        normalised_height(h1, **where),
        normalised_height(h2, **where),
    )
    assert np.mean(dimensional > 0.0) > 0.3
    # The Recommendation rounds 2.1884 to 2.188 and 9.577e-3 to 9.575e-3; beta = 1 to 1e-4.
    assert normalised == pytest.approx(dimensional, rel=1e-3, abs=5e-3)


def test_sagitta_is_the_square_of_the_normalised_distance():
    distance, _, _, radius, frequency = _random_paths(50)
    where = {"effective_radius_m": radius, "frequency_hz": frequency}
    sagitta = normalised_height(distance**2 / (2.0 * radius), **where)
    assert sagitta == pytest.approx(normalised_distance(distance, **where) ** 2, rel=1e-12)


def test_scaling_law():
    # Same X and Y: distance as a^(2/3) lambda^(1/3), heights as a^(1/3) lambda^(2/3).
    size, wave = 1.7, 0.2
    small = spherical_earth_loss_db(110e3, 60.0, 400.0, **S_BAND)
    stretch, lift = size ** (2 / 3) * wave ** (1 / 3), size ** (1 / 3) * wave ** (2 / 3)
    large = spherical_earth_loss_db(
        110e3 * stretch,
        60.0 * lift,
        400.0 * lift,
        effective_radius_m=8.5e6 * size,
        frequency_hz=3e9 / wave,
    )
    assert small > 1.0
    assert large == pytest.approx(small, rel=1e-3)  # K changes, and beta by 1e-6 with it


def test_ends_may_be_exchanged():
    distance, h1, h2, radius, frequency = _random_paths(500)
    where = {"effective_radius_m": radius, "frequency_hz": frequency}
    there = spherical_earth_loss_db(distance, h1, h2, **where)
    back = spherical_earth_loss_db(distance, h2, h1, **where)
    assert there == pytest.approx(back, abs=1e-7)


def test_loss_starts_at_the_reflection_point():
    # Over the point where both grazing angles are equal the clearance decides the loss; unequal
    # heights put it near the lower end, and the whole path there is just clear of 0.552 sqrt(...).
    radius, distance, h1 = 8.5e6, 60e3, 50.0
    d1 = 12e3
    d2 = distance - d1
    grazing = h1 / d1 - d1 / (2.0 * radius)
    h2 = d2 * (grazing + d2 / (2.0 * radius))
    clearance = (h1 * d2 + h2 * d1) / distance - d1 * d2 / (2.0 * radius)
    wavelength = (clearance / 0.552) ** 2 * distance / (d1 * d2)
    frequency = 2.998e8 / wavelength * np.array([0.999, 1.001])
    loss = spherical_earth_loss_db(
        distance, h1, h2, effective_radius_m=radius, frequency_hz=frequency
    )
    assert 0.0 < loss[0] < 0.1
    assert loss[1] == 0.0


def test_clear_path_has_no_loss():
    assert spherical_earth_loss_db(50e3, 500.0, 3000.0, **S_BAND) == 0.0
    assert spherical_earth_loss_db(0.0, 10.0, 10.0, **S_BAND) == 0.0
    assert normalised_spherical_loss_db(0.0, 0.0, 5.0) == 0.0


def test_zero_loss_starts_at_the_required_clearance():
    # Equal heights: the path is lowest over its middle, d^2 / (8 a) below the antennas' line.
    distance, wavelength = 40e3, 2.998e8 / 3e9
    required = 0.552 * np.sqrt(wavelength * distance / 4.0)
    height = distance**2 / (8.0 * 8.5e6) + required
    heights = height + np.array([-0.05, 0.05])
    loss = spherical_earth_loss_db(distance, heights, heights, **S_BAND)
    assert 0.0 < loss[0] < 0.1
    assert loss[1] == 0.0


def test_no_jump_at_the_horizon():
    horizon = np.sqrt(2.0 * 8.5e6) * (np.sqrt(15.0) + np.sqrt(100.0))
    before, after = spherical_earth_loss_db(
        horizon * np.array([1.0 - 1e-9, 1.0 + 1e-9]), 15.0, 100.0, **S_BAND
    )
    assert before == pytest.approx(after, abs=1e-5)
    assert after > 12.0


def test_loss_falls_as_the_target_climbs():
    height = np.linspace(1.0, 3000.0, 4000)
    loss = spherical_earth_loss_db(120e3, 12.0, height, **S_BAND)
    assert np.all(np.diff(loss) <= 1e-9)
    assert loss[0] > 60.0
    assert loss[-1] == 0.0


def test_design_low_target_at_the_line_of_sight():
    # "two-way loss for a 100 m target at S band about 11 / 21 / 32 dB at 0.8 / 0.9 / 1.0 of line
    # of sight": to the decibel for an antenna of 8 m at 3 GHz.
    horizon = np.sqrt(2.0 * 4.0 / 3.0 * 6371e3) * (np.sqrt(8.0) + np.sqrt(100.0))
    loss = spherical_earth_loss_db(
        horizon * np.array([0.8, 0.9, 1.0]),
        8.0,
        100.0,
        effective_radius_m=4.0 / 3.0 * 6371e3,
        frequency_hz=3e9,
    )
    assert 2.0 * loss == pytest.approx([11.0, 21.0, 32.0], abs=0.5)


def test_sea_and_land_mix_in_decibels():
    common = {**S_BAND, "frequency_hz": 1e8, "polarisation": "vertical"}
    land, half, sea = (
        spherical_earth_loss_db(150e3, 20.0, 50.0, sea_fraction=f, **common)
        for f in (0.0, 0.5, 1.0)
    )
    assert half == pytest.approx(0.5 * (land + sea))
    assert land != pytest.approx(sea, abs=0.5)
    swapped = spherical_earth_loss_db(
        150e3, 20.0, 50.0, sea_fraction=1.0, land=SEA, sea=LAND, **common
    )
    assert swapped == pytest.approx(land)


def test_polarisation_does_not_matter_over_land_at_radar_frequencies():
    losses = [
        spherical_earth_loss_db(100e3, 15.0, 30.0, polarisation=p, **S_BAND)
        for p in ("horizontal", "vertical")
    ]
    assert losses[0] == pytest.approx(losses[1], abs=0.05)


def test_where_the_model_does_not_apply():
    assert np.isnan(spherical_earth_loss_db(1e4, -1.0, 10.0, **S_BAND))
    assert np.isnan(normalised_spherical_loss_db(1.0, 1.0, -1.0))
    assert normalised_spherical_loss_db(3.0, 0.0, 1.0) == np.inf
    assert np.isfinite(normalised_spherical_loss_db(3.0, 0.0, 1.0, admittance=1e-3))
    assert np.isfinite(spherical_earth_loss_db(1e5, 0.0, 0.0, **S_BAND))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"distance_m": -1.0}, "distance_m"),
        ({"effective_radius_m": 0.0}, "effective_radius_m"),
        ({"frequency_hz": 3e3}, "frequency_hz"),
        ({"sea_fraction": 1.5}, "sea_fraction"),
        ({"polarisation": "circular"}, "polarisation"),
    ],
)
def test_bad_arguments(change, message):
    arguments = {"distance_m": 1e4, "h1_m": 10.0, "h2_m": 10.0, **S_BAND}
    with pytest.raises(ValueError, match=message):
        spherical_earth_loss_db(**{**arguments, **change})
    with pytest.raises(ValueError, match="x and admittance"):
        normalised_spherical_loss_db(-1.0, 1.0, 1.0)
