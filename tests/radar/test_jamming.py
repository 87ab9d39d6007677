"""Noise jamming: what must hold whatever the numbers, and the radar's own equations as a check."""

import numpy as np
import pytest

from skyshed.constants import STANDARD_TEMPERATURE_K
from skyshed.radar.detection import pd_swerling
from skyshed.radar.jamming import (
    burn_through_range_m,
    jamming_power_w,
    signal_to_jamming,
    snr_in_jamming,
)
from skyshed.radar.noise import noise_power_w
from skyshed.radar.range_equation import received_power_w

RADAR = {"peak_power_w": 1e5, "gain": 2000.0, "rcs_m2": 2.0}
NOISE = {"radiated_power_w": 100.0, "jammer_bandwidth_hz": 1e7, "receiver_bandwidth_hz": 1e6}


def db(ratio):
    return 10.0 * np.log10(ratio)


@pytest.mark.parametrize("self_screening", [True, False])
@pytest.mark.parametrize("wanted", [1.0, 10.0])
def test_ratio_at_burn_through_is_the_wanted_one(self_screening, wanted):
    place = 80e3
    jammer = place if self_screening else 200e3
    ratio = signal_to_jamming(place, jammer, **RADAR, **NOISE)
    found = burn_through_range_m(ratio, place, self_screening=self_screening, wanted=wanted)
    there = signal_to_jamming(found, found if self_screening else jammer, **RADAR, **NOISE)
    assert there == pytest.approx(wanted, rel=1e-12)
    nearer = signal_to_jamming(
        0.9 * found, 0.9 * found if self_screening else jammer, **RADAR, **NOISE
    )
    assert nearer > wanted  # inside it the target is seen


def test_self_screening_gains_6_db_for_each_halving_of_the_range():
    near, far = signal_to_jamming([50e3, 100e3], [50e3, 100e3], **RADAR, **NOISE)
    assert db(near / far) == pytest.approx(db(4.0), abs=1e-9)


def test_stand_off_6_db_by_the_source_and_12_db_by_the_target():
    ratio = signal_to_jamming([50e3, 100e3, 50e3], [200e3, 200e3, 100e3], **RADAR, **NOISE)
    assert db(ratio[0] / ratio[1]) == pytest.approx(db(16.0), abs=1e-9)
    assert db(ratio[0] / ratio[2]) == pytest.approx(db(4.0), abs=1e-9)


def test_ratio_is_that_of_the_powers():
    """The radar's own range equation and Friis' equation, at any wavelength."""
    for wavelength in (0.03, 0.3):
        echo = received_power_w(70e3, wavelength_m=wavelength, losses=2.0, **RADAR)
        noise = jamming_power_w(150e3, wavelength_m=wavelength, gain=3.0, losses=4.0, **NOISE)
        ratio = signal_to_jamming(
            70e3, 150e3, gain_to_jammer=3.0, radar_losses=2.0, jammer_losses=4.0, **RADAR, **NOISE
        )
        assert ratio == pytest.approx(float(echo / noise), rel=1e-12)


def test_only_noise_inside_the_receiver_counts():
    def power(width):
        return jamming_power_w(
            1e5, wavelength_m=0.1, gain=1.0, **(NOISE | {"jammer_bandwidth_hz": width})
        )

    assert power(1e6) == power(1e5)  # all of it is inside
    assert power(1e6) / power(1e8) == pytest.approx(100.0)


def test_burn_through_grows_as_the_root_of_power_and_of_cross_section():
    def found(self_screening, **changes):
        jammer = 80e3 if self_screening else 200e3
        ratio = signal_to_jamming(80e3, jammer, **(RADAR | NOISE | changes))
        return burn_through_range_m(ratio, 80e3, self_screening=self_screening)

    for name, value in (("peak_power_w", 4e5), ("rcs_m2", 8.0)):
        assert found(True, **{name: value}) == pytest.approx(2.0 * found(True), rel=1e-12)
        assert found(False, **{name: 4 * value}) == pytest.approx(2.0 * found(False), rel=1e-12)
    assert found(True, radiated_power_w=400.0) == pytest.approx(0.5 * found(True), rel=1e-12)


def test_noise_from_outside_is_noise():
    """As much noise from outside as inside halves the SNR; without it nothing changes."""
    assert snr_in_jamming(20.0, 20.0) == pytest.approx(10.0)
    assert snr_in_jamming(20.0, 1e12) == pytest.approx(20.0)
    own = noise_power_w(1e6, STANDARD_TEMPERATURE_K)
    echo, outside = 30.0 * own, 2.0 * own
    both = snr_in_jamming(echo / own, echo / outside)
    assert both == pytest.approx(float(echo / (own + outside)), rel=1e-12)
    assert pd_swerling(both, pfa=1e-6, n_pulses=1, swerling=1) < pd_swerling(
        30.0, pfa=1e-6, n_pulses=1, swerling=1
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"radiated_power_w": 0.0}, "radiated_power_w"),
        ({"jammer_bandwidth_hz": -1.0}, "jammer_bandwidth_hz"),
        ({"rcs_m2": 0.0}, "rcs_m2"),
        ({"jammer_losses": 0.5}, "losses"),
    ],
)
def test_refusals(change, message):
    with pytest.raises(ValueError, match=message):
        signal_to_jamming(1e5, 1e5, **(RADAR | NOISE | change))
