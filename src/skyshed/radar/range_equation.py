"""The radar range equation in absolute form, for radars whose power, gain and losses are public.

SNR = Pt tau Gt Gr lambda^2 sigma Gp / ((4 pi)^3 k Ts Rt^2 Rr^2 L), after a matched filter; R^4 for
one station. The search form replaces power and gain by average power times aperture. All ratios are
linear; every argument broadcasts.

References
----------
.. [1] B. R. Mahafza and A. Z. Elsherbeni, "MATLAB Simulations for Radar Systems Design", CRC Press,
   2004, chapter 1.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import BOLTZMANN_J_K, STANDARD_TEMPERATURE_K
from skyshed.radar.arguments import linear_ratio, positive

FloatArray = NDArray[np.float64]


def received_power_w(
    range_m: ArrayLike,
    *,
    peak_power_w: ArrayLike,
    wavelength_m: ArrayLike,
    gain: ArrayLike,
    rcs_m2: ArrayLike,
    gain_receive: ArrayLike | None = None,
    range_receive_m: ArrayLike | None = None,
    losses: ArrayLike = 1.0,
) -> FloatArray:
    """Power of a point target's echo at the receiver's antenna port.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Slant range from transmitter to target. [m]
    peak_power_w : array_like, shape (...)
        Transmitted peak power. [W]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]
    gain : array_like, shape (...)
        Power gain of the transmitting antenna towards the target, linear. [1]
    rcs_m2 : array_like, shape (...)
        Radar cross section. [m^2]
    gain_receive : array_like, optional
        Gain of the receiving antenna; by default `gain`. [1]
    range_receive_m : array_like, optional
        Slant range from target to receiver; by default `range_m`. [m]
    losses : array_like, shape (...)
        Product of all losses, at least 1. [1]

    Returns
    -------
    ndarray, shape (...)
        Received power. [W]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    transmit = positive(range_m, "range_m")
    receive = transmit if range_receive_m is None else positive(range_receive_m, "range_receive_m")
    strength = _strength(wavelength_m, gain, gain_receive, rcs_m2, losses)
    power = positive(peak_power_w, "peak_power_w")
    return np.asarray(power * strength / (transmit**2 * receive**2))


def snr_absolute(
    range_m: ArrayLike,
    *,
    peak_power_w: ArrayLike,
    pulse_s: ArrayLike,
    wavelength_m: ArrayLike,
    gain: ArrayLike,
    rcs_m2: ArrayLike,
    gain_receive: ArrayLike | None = None,
    range_receive_m: ArrayLike | None = None,
    system_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K,
    losses: ArrayLike = 1.0,
    processing_gain: ArrayLike = 1.0,
) -> FloatArray:
    """SNR of one pulse after its matched filter, one station or two.

    Parameters
    ----------
    range_m, peak_power_w, wavelength_m, gain, rcs_m2, gain_receive, range_receive_m, losses
        As in `received_power_w`.
    pulse_s : array_like, shape (...)
        Pulse length before compression; 1 / bandwidth for a plain pulse. [s]
    system_temperature_k : array_like, shape (...)
        System noise temperature. [K]
    processing_gain : array_like, shape (...)
        Further gain in SNR, such as range times azimuth processing gain of a SAR image. [1]

    Returns
    -------
    ndarray, shape (...)
        Signal-to-noise power ratio, linear. [1]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    echo_w = received_power_w(
        range_m,
        peak_power_w=peak_power_w,
        wavelength_m=wavelength_m,
        gain=gain,
        rcs_m2=rcs_m2,
        gain_receive=gain_receive,
        range_receive_m=range_receive_m,
        losses=losses,
    )
    return echo_w * _energy_per_noise(pulse_s, system_temperature_k, processing_gain)


def range_absolute(
    snr: ArrayLike,
    *,
    peak_power_w: ArrayLike,
    pulse_s: ArrayLike,
    wavelength_m: ArrayLike,
    gain: ArrayLike,
    rcs_m2: ArrayLike,
    gain_receive: ArrayLike | None = None,
    system_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K,
    losses: ArrayLike = 1.0,
    processing_gain: ArrayLike = 1.0,
) -> FloatArray:
    """Free-space slant range at which one pulse has a wanted SNR.

    Parameters
    ----------
    snr : array_like, shape (...)
        Wanted signal-to-noise power ratio, linear. [1]
    peak_power_w, pulse_s, wavelength_m, gain, rcs_m2, gain_receive, system_temperature_k, losses
        As in `snr_absolute`.
    processing_gain : array_like, shape (...)
        As in `snr_absolute`.

    Returns
    -------
    ndarray, shape (...)
        Slant range; for two stations the geometric mean of the two ranges. [m]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    at_one_metre = snr_absolute(
        1.0,
        peak_power_w=peak_power_w,
        pulse_s=pulse_s,
        wavelength_m=wavelength_m,
        gain=gain,
        rcs_m2=rcs_m2,
        gain_receive=gain_receive,
        system_temperature_k=system_temperature_k,
        losses=losses,
        processing_gain=processing_gain,
    )
    return np.asarray((at_one_metre / positive(snr, "snr")) ** 0.25)


def peak_power_for_snr(
    snr: ArrayLike,
    range_m: ArrayLike,
    *,
    pulse_s: ArrayLike,
    wavelength_m: ArrayLike,
    gain: ArrayLike,
    rcs_m2: ArrayLike,
    gain_receive: ArrayLike | None = None,
    range_receive_m: ArrayLike | None = None,
    system_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K,
    losses: ArrayLike = 1.0,
    processing_gain: ArrayLike = 1.0,
) -> FloatArray:
    """Peak power that gives one pulse a wanted SNR at a range.

    Parameters
    ----------
    snr : array_like, shape (...)
        Wanted signal-to-noise power ratio, linear. [1]
    range_m, pulse_s, wavelength_m, gain, rcs_m2, gain_receive, range_receive_m
        As in `snr_absolute`.
    system_temperature_k, losses, processing_gain
        As in `snr_absolute`.

    Returns
    -------
    ndarray, shape (...)
        Peak power. [W]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    from_one_watt = snr_absolute(
        range_m,
        peak_power_w=1.0,
        pulse_s=pulse_s,
        wavelength_m=wavelength_m,
        gain=gain,
        rcs_m2=rcs_m2,
        gain_receive=gain_receive,
        range_receive_m=range_receive_m,
        system_temperature_k=system_temperature_k,
        losses=losses,
        processing_gain=processing_gain,
    )
    return np.asarray(positive(snr, "snr") / from_one_watt)


def _strength(
    wavelength_m: ArrayLike,
    gain: ArrayLike,
    gain_receive: ArrayLike | None,
    rcs_m2: ArrayLike,
    losses: ArrayLike,
) -> FloatArray:
    """Received over transmitted power, times the two squared ranges. [m^4]"""
    transmit = positive(gain, "gain")
    receive = transmit if gain_receive is None else positive(gain_receive, "gain_receive")
    loss = linear_ratio(losses, "losses", least=1.0)
    area = positive(wavelength_m, "wavelength_m") ** 2 * positive(rcs_m2, "rcs_m2")
    return np.asarray(transmit * receive * area / ((4.0 * np.pi) ** 3 * loss))


def _energy_per_noise(
    pulse_s: ArrayLike, system_temperature_k: ArrayLike, processing_gain: ArrayLike
) -> FloatArray:
    """Factor from received power to SNR after the matched filter. [1/W]"""
    noise_density = BOLTZMANN_J_K * positive(system_temperature_k, "system_temperature_k")
    length = positive(pulse_s, "pulse_s")
    return np.asarray(length * positive(processing_gain, "processing_gain") / noise_density)
