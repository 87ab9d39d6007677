"""Noise jamming as textbooks have it: how noise from outside shrinks a radar's range.

For teaching. Noise that fills the receiver adds to the receiver's own; a target that carries its
source screens itself, one behind a distant source is screened from a stand-off. The echo falls with
the fourth power of the range and the noise with the second of its source's, so closer than the
burn-through range the echo is the stronger again. Nothing here knows of a real jammer, a technique
or a waveform, and studies do not use it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.radar.arguments import linear_ratio, positive

FloatArray = NDArray[np.float64]


def jamming_power_w(
    jammer_range_m: ArrayLike,
    *,
    radiated_power_w: ArrayLike,
    jammer_bandwidth_hz: ArrayLike,
    receiver_bandwidth_hz: ArrayLike,
    wavelength_m: ArrayLike,
    gain: ArrayLike,
    losses: ArrayLike = 1.0,
) -> FloatArray:
    """Noise power that a source puts into the receiver's band.

    Parameters
    ----------
    jammer_range_m : array_like, shape (...)
        Slant range from the source to the radar. [m]
    radiated_power_w : array_like, shape (...)
        Power times gain of the source towards the radar. [W]
    jammer_bandwidth_hz, receiver_bandwidth_hz : array_like, shape (...)
        Bandwidths; of noise wider than the receiver only the share inside counts. [Hz]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]
    gain : array_like, shape (...)
        Power gain of the radar's antenna towards the source, a side lobe's unless the source is in
        the beam. [1]
    losses : array_like, shape (...)
        Losses on the way and in polarisation, at least 1. [1]

    Returns
    -------
    ndarray, shape (...)
        At the antenna port, by Friis' one-way equation. [W]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    inside = positive(receiver_bandwidth_hz, "receiver_bandwidth_hz") / positive(
        jammer_bandwidth_hz, "jammer_bandwidth_hz"
    )
    spread = 4.0 * np.pi * positive(jammer_range_m, "jammer_range_m")
    share = np.minimum(inside, 1.0) * positive(gain, "gain")
    share = share / linear_ratio(losses, "losses", least=1.0)
    power = positive(radiated_power_w, "radiated_power_w")
    return np.asarray(power * share * (positive(wavelength_m, "wavelength_m") / spread) ** 2)


def signal_to_jamming(
    range_m: ArrayLike,
    jammer_range_m: ArrayLike,
    *,
    peak_power_w: ArrayLike,
    gain: ArrayLike,
    rcs_m2: ArrayLike,
    radiated_power_w: ArrayLike,
    jammer_bandwidth_hz: ArrayLike,
    receiver_bandwidth_hz: ArrayLike,
    gain_to_jammer: ArrayLike | None = None,
    radar_losses: ArrayLike = 1.0,
    jammer_losses: ArrayLike = 1.0,
    processing_gain: ArrayLike = 1.0,
) -> FloatArray:
    """Echo power over jamming power in the receiver.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Slant range from the radar to the target. [m]
    jammer_range_m : array_like, shape (...)
        That to the source: the same for a target that screens itself. [m]
    peak_power_w, gain, rcs_m2 : array_like, shape (...)
        Radar's power, its gain towards the target, and the target's cross-section. [W, 1, m^2]
    radiated_power_w, jammer_bandwidth_hz, receiver_bandwidth_hz
        As in `jamming_power_w`.
    gain_to_jammer : array_like, optional
        Gain of the radar's antenna towards the source; `gain` by default. [1]
    radar_losses, jammer_losses : array_like, shape (...)
        At least 1. [1]
    processing_gain : array_like, shape (...)
        By how much compression and integration lift the echo over noise. [1]

    Returns
    -------
    ndarray, shape (...)
        S/J = Pt G^2 sigma Gp Rj^2 / (4 pi R^4 P Gj) times losses and the bandwidths' ratio; the
        wavelength cancels. [1]
    """
    antenna = positive(gain, "gain")
    towards = antenna if gain_to_jammer is None else positive(gain_to_jammer, "gain_to_jammer")
    r = positive(range_m, "range_m")
    echo = positive(peak_power_w, "peak_power_w") * antenna**2 * positive(rcs_m2, "rcs_m2")
    echo = echo * positive(processing_gain, "processing_gain")
    echo = echo / (linear_ratio(radar_losses, "radar_losses", least=1.0) * r**4 * (4 * np.pi) ** 3)
    noise = jamming_power_w(
        jammer_range_m,
        radiated_power_w=radiated_power_w,
        jammer_bandwidth_hz=jammer_bandwidth_hz,
        receiver_bandwidth_hz=receiver_bandwidth_hz,
        wavelength_m=1.0,
        gain=towards,
        losses=jammer_losses,
    )
    return np.asarray(echo / noise)


def burn_through_range_m(
    signal_to_jamming_at_range: ArrayLike,
    range_m: ArrayLike,
    *,
    self_screening: bool,
    wanted: ArrayLike = 1.0,
) -> FloatArray:
    """Range at which the echo is as strong against the jamming as is wanted.

    Parameters
    ----------
    signal_to_jamming_at_range : array_like, shape (...)
        `signal_to_jamming` of the target at `range_m`. [1]
    range_m : array_like, shape (...)
        Any slant range of the target. [m]
    self_screening : bool
        Whether the target carries the source, which then comes nearer with it: S/J falls with
        R^2. A stand-off source stays where it is: S/J falls with R^4.
    wanted : array_like, shape (...)
        S/J at which the echo counts as seen; 1 is where both are equal. [1]

    Returns
    -------
    ndarray, shape (...)
        Slant range; inside it the target is seen. [m]
    """
    ratio = positive(signal_to_jamming_at_range, "signal_to_jamming_at_range")
    power = 0.5 if self_screening else 0.25
    return np.asarray(positive(range_m, "range_m") * (ratio / positive(wanted, "wanted")) ** power)


def snr_in_jamming(snr: ArrayLike, signal_to_jamming: ArrayLike) -> FloatArray:
    """Signal over noise of both kinds.

    Parameters
    ----------
    snr, signal_to_jamming : array_like, shape (...)
        Signal over the receiver's own noise, and over that from outside. [1]

    Returns
    -------
    ndarray, shape (...)
        1 / (1/SNR + 1/(S/J)): noise powers add. [1]
    """
    own, outside = positive(snr, "snr"), positive(signal_to_jamming, "signal_to_jamming")
    return np.asarray(1.0 / (1.0 / own + 1.0 / outside))
