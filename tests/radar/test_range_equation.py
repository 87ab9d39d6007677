"""The range equation against published examples and its scaling laws."""

import numpy as np
import pytest

from skyshed.radar.noise import system_temperature_k
from skyshed.radar.pulse import wavelength_m
from skyshed.radar.range_equation import (
    peak_power_for_snr,
    range_absolute,
    received_power_w,
    snr_absolute,
)
from skyshed.radar.search import search_range_m, search_snr, solid_angle_sr
from tests.conftest import reference_cases
from tests.radar.published import closest_call

NAUTICAL_MILE_M = 1852.0
EXAMPLE = {
    "peak_power_w": 1e6,
    "pulse_s": 1e-6,
    "wavelength_m": 0.1,
    "gain": 1e3,
    "rcs_m2": 1.0,
    "losses": 4.0,
}


def linear(decibels):
    return 10.0 ** (decibels / 10.0)


def decibels(ratio):
    return 10.0 * np.log10(ratio)


def arguments(inputs):
    """Keyword arguments of the range equation from a published case."""
    wavelength = inputs.get("wavelength_m") or wavelength_m(inputs["freq_hz"])
    gain_db = inputs.get("gain_tx_db", inputs.get("gain_db"))
    gain = inputs.get("gain_linear") or linear(gain_db)
    image_gain_db = inputs.get("range_gain_db", 0.0) + inputs.get("azimuth_gain_db", 0.0)
    temperature = inputs.get("ts_k") or system_temperature_k(inputs["noise_factor"], inputs["t0_k"])
    return {
        "pulse_s": inputs.get("pulse_s") or 1.0 / inputs["bandwidth_hz"],
        "wavelength_m": wavelength,
        "gain": gain,
        "gain_receive": linear(inputs["gain_rx_db"]) if "gain_rx_db" in inputs else None,
        "rcs_m2": inputs.get("rcs_m2") or inputs["clutter_rcs_m2"],
        "system_temperature_k": temperature,
        "losses": inputs.get("loss_linear") or linear(inputs.get("loss_db", 0.0)),
        "processing_gain": linear(image_gain_db),
    }


def snr_from(inputs):
    return decibels(
        snr_absolute(
            inputs.get("range_tx_m") or inputs["range_m"],
            range_receive_m=inputs.get("range_rx_m"),
            peak_power_w=inputs["peak_power_w"],
            **arguments(inputs),
        )
    )


def range_from(inputs):
    snr = linear(inputs["snr_db"])
    return range_absolute(snr, peak_power_w=inputs["peak_power_w"], **arguments(inputs))


def power_from(inputs):
    return peak_power_for_snr(linear(inputs["snr_db"]), inputs["range_m"], **arguments(inputs))


def search_from(inputs):
    azimuth, elevation = np.radians(inputs["az_deg"]), np.radians(inputs["el_deg"])
    snr = search_snr(
        inputs["range_m"],
        power_aperture_w_m2=inputs["power_aperture_w_m2"],
        solid_angle_sr=solid_angle_sr(np.ptp(azimuth), *elevation),
        search_time_s=inputs["search_time_s"],
        rcs_m2=inputs["rcs_m2"],
        system_temperature_k=inputs["ts_k"],
        losses=linear(inputs["loss_db"]),
    )
    return decibels(snr)


def echo_from(inputs):
    return received_power_w(
        inputs["range_nmi"] * NAUTICAL_MILE_M,
        peak_power_w=inputs["peak_power_w"],
        wavelength_m=wavelength_m(inputs["freq_hz"]),
        gain=linear(inputs["gain_db"]),
        rcs_m2=inputs["rcs_m2"],
    )


@pytest.mark.parametrize(
    ("kind", "compute", "unit"),
    [
        ("snr", snr_from, "dB"),
        ("range", range_from, "m"),
        ("power", power_from, "W"),
        ("search", search_from, "dB"),
        ("recv_power", echo_from, "W"),
    ],
)
def test_published_cases(kind, compute, unit, record_validation):
    cases = reference_cases("radar_equation", kind)
    worst, tolerance = closest_call(cases, compute)
    subject = f"range equation: {kind}"
    record_validation(subject, cases[0]["source"], len(cases), worst, tolerance, unit)


def test_published_clutter_to_noise(record_validation):
    cases = [c for c in reference_cases("radar_equation", "noise") if "cnr_db" in c["expected"]]
    worst, tolerance = closest_call(cases, snr_from)
    subject = "range equation: clutter to noise"
    record_validation(subject, cases[0]["source"], len(cases), worst, tolerance, "dB")


def test_snr_falls_with_fourth_power_of_range():
    near, far = snr_absolute([50e3, 100e3], **EXAMPLE)
    assert near == pytest.approx(16.0 * far, rel=1e-12)


def test_range_and_power_undo_the_snr():
    snr = snr_absolute(123e3, **EXAMPLE)
    assert range_absolute(snr, **EXAMPLE) == pytest.approx(123e3, rel=1e-12)
    rest = {name: value for name, value in EXAMPLE.items() if name != "peak_power_w"}
    assert peak_power_for_snr(snr, 123e3, **rest) == pytest.approx(1e6, rel=1e-12)


def test_two_stations_may_change_places():
    there = snr_absolute(40e3, range_receive_m=90e3, gain_receive=10.0, **EXAMPLE)
    swapped = EXAMPLE | {"gain": 10.0}
    back = snr_absolute(90e3, range_receive_m=40e3, gain_receive=EXAMPLE["gain"], **swapped)
    assert there == pytest.approx(back, rel=1e-12)


def test_search_range_undoes_the_search_snr():
    volume = {
        "power_aperture_w_m2": 3e6,
        "solid_angle_sr": 0.4,
        "search_time_s": 10.0,
        "rcs_m2": np.array([0.1, 1.6]),
    }
    far = search_range_m(20.0, **volume)
    np.testing.assert_allclose(search_snr(far, **volume), 20.0, rtol=1e-12)
    assert far[1] == pytest.approx(2.0 * far[0], rel=1e-12)


def test_sphere_has_four_pi():
    assert solid_angle_sr(2 * np.pi, -np.pi / 2, np.pi / 2) == pytest.approx(4 * np.pi)


@pytest.mark.parametrize(
    "change", [{"range_m": 0.0}, {"losses": 0.5}, {"gain": -3.0}, {"pulse_s": 0.0}, {"rcs_m2": -1}]
)
def test_refuses_wrong_arguments(change):
    wrong = {"range_m": 1e5} | EXAMPLE | change
    (name,) = change
    with pytest.raises(ValueError, match=name):
        snr_absolute(wrong.pop("range_m"), **wrong)


def test_refuses_an_upside_down_sector():
    with pytest.raises(ValueError, match="elevation_high_rad"):
        solid_angle_sr(1.0, 0.5, 0.2)
