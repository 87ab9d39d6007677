"""Antenna, noise, pulse and clutter against published examples and simple limits."""

import numpy as np
import pytest

from skyshed.constants import BOLTZMANN_J_K
from skyshed.radar.antenna import (
    aperture_from_gain,
    aperture_length_m,
    beamwidth_rad,
    effective_beamwidth_rad,
    gain_from_aperture,
)
from skyshed.radar.clutter import clutter_patch_rcs_m2
from skyshed.radar.noise import noise_power_w, system_temperature_k
from skyshed.radar.pulse import (
    free_space_loss,
    prf_for_unambiguous_range_hz,
    range_from_delay_m,
    wavelength_m,
)
from tests.conftest import reference_cases
from tests.radar.published import closest_call


def linear(decibels):
    return 10.0 ** (decibels / 10.0)


def antenna_from(inputs):
    if "aperture_m2" in inputs:
        gain = gain_from_aperture(inputs["aperture_m2"], inputs["wavelength_m"])
        return 10.0 * np.log10(gain)
    if "tx_bw_deg" in inputs:
        widths = np.radians([inputs["tx_bw_deg"], inputs["rx_bw_deg"]])
        return np.degrees(effective_beamwidth_rad(*widths))
    width = np.radians(inputs["beamwidth_deg"])
    return aperture_length_m(width, inputs["wavelength_m"], inputs["broadening"])


def loss_from(inputs):
    return 10.0 * np.log10(free_space_loss(inputs["range_m"], inputs["freq_hz"]))


def pulse_from(inputs):
    speed = inputs["c_m_s"]
    if "delay_s" in inputs:
        return range_from_delay_m(inputs["delay_s"], wave_speed_m_s=speed)
    return prf_for_unambiguous_range_hz(inputs["unambiguous_range_m"], wave_speed_m_s=speed)


def clutter_from(inputs):
    return clutter_patch_rcs_m2(
        inputs["nrcs"],
        inputs["range_m"],
        azimuth_beamwidth_rad=np.radians(inputs["az_bw_deg"]),
        elevation_beamwidth_rad=np.radians(inputs["el_bw_deg"]),
        grazing_rad=np.radians(inputs["grazing_deg"]),
        pulse_s=inputs["pulse_s"],
    )


@pytest.mark.parametrize(
    ("kind", "compute", "unit"),
    [
        ("antenna", antenna_from, "dB, m, deg"),
        ("fspl", loss_from, "dB"),
        ("prf", pulse_from, "Hz, m"),
        ("clutter", clutter_from, "m^2"),
    ],
)
def test_published_cases(kind, compute, unit, record_validation):
    cases = reference_cases("radar_equation", kind)
    worst, tolerance = closest_call(cases, compute)
    record_validation(f"radar: {kind}", cases[0]["source"], len(cases), worst, tolerance, unit)


def test_published_noise_temperature(record_validation):
    cases = [c for c in reference_cases("radar_equation", "noise") if "ts_k" in c["expected"]]
    worst, tolerance = closest_call(
        cases,
        lambda inputs: system_temperature_k(
            linear(inputs["noise_figure_db"]), inputs["ref_temp_k"]
        ),
    )
    subject = "radar: noise temperature"
    record_validation(subject, cases[0]["source"], len(cases), worst, tolerance, "K")


def test_noise_density_at_the_standard_temperature():
    # kT0 is -174 dBm per hertz to the digits that everybody quotes.
    assert 10.0 * np.log10(noise_power_w(1.0) * 1e3) == pytest.approx(-174.0, abs=0.05)
    assert noise_power_w(1e6, 1.0) == pytest.approx(1e6 * BOLTZMANN_J_K)


def test_antenna_inverses():
    assert aperture_from_gain(gain_from_aperture(7.0, 0.3), 0.3) == pytest.approx(7.0)
    assert aperture_length_m(beamwidth_rad(5.0, 0.1, 1.2), 0.1, 1.2) == pytest.approx(5.0)


def test_equal_beams_keep_their_width():
    assert effective_beamwidth_rad(0.1, 0.1) == pytest.approx(0.1, rel=1e-14)


def test_loss_grows_six_decibels_per_doubling():
    near, far = free_space_loss([1e3, 2e3], 3e9)
    assert far == pytest.approx(4.0 * near, rel=1e-14)


def test_wavelength_of_a_metre():
    assert wavelength_m(299_792_458.0) == 1.0


def test_short_pulse_limits_the_clutter_patch():
    long, short = clutter_patch_rcs_m2(
        0.01,
        30e3,
        azimuth_beamwidth_rad=0.02,
        elevation_beamwidth_rad=0.02,
        grazing_rad=0.01,
        pulse_s=np.array([1e-3, 1e-6]),
    )
    # 30 km x 0.02 rad wide, 150 m long, -20 dB: 0.01 x 600 m x 150 m
    assert short == pytest.approx(900.0, rel=1e-3)
    assert long > short


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gain_from_aperture(0.0, 0.1), "aperture_m2"),
        (lambda: beamwidth_rad(1.0, -0.1), "wavelength_m"),
        (lambda: system_temperature_k(0.5), "noise_factor"),
        (lambda: wavelength_m(0.0), "frequency_hz"),
        (
            lambda: clutter_patch_rcs_m2(
                1.0,
                1e3,
                azimuth_beamwidth_rad=0.1,
                elevation_beamwidth_rad=0.1,
                grazing_rad=0.0,
                pulse_s=1e-6,
            ),
            "grazing_rad",
        ),
    ],
)
def test_refuses_wrong_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()
