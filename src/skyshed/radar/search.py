"""The search form of the range equation: average power times aperture over a solid angle."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import BOLTZMANN_J_K, STANDARD_TEMPERATURE_K
from skyshed.radar.arguments import linear_ratio, positive

FloatArray = NDArray[np.float64]


def solid_angle_sr(
    azimuth_width_rad: ArrayLike, elevation_low_rad: ArrayLike, elevation_high_rad: ArrayLike
) -> FloatArray:
    """Solid angle of a sector in azimuth and elevation.

    Parameters
    ----------
    azimuth_width_rad : array_like, shape (...)
        Full width in azimuth. [rad]
    elevation_low_rad, elevation_high_rad : array_like, shape (...)
        Limits in elevation. [rad]

    Returns
    -------
    ndarray, shape (...)
        Width times the difference of the sines. [sr]

    Raises
    ------
    ValueError
        If the upper limit is not above the lower one.
    """
    rise = np.sin(elevation_high_rad) - np.sin(elevation_low_rad)
    if np.any(rise <= 0.0):
        raise ValueError("elevation_high_rad must be above elevation_low_rad")
    return np.asarray(np.asarray(azimuth_width_rad, dtype=float) * rise)


def search_snr(
    range_m: ArrayLike,
    *,
    power_aperture_w_m2: ArrayLike,
    solid_angle_sr: ArrayLike,
    search_time_s: ArrayLike,
    rcs_m2: ArrayLike,
    system_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K,
    losses: ArrayLike = 1.0,
) -> FloatArray:
    """SNR of a target in a volume that is searched once in a given time.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Slant range. [m]
    power_aperture_w_m2 : array_like, shape (...)
        Average power times effective aperture. [W m^2]
    solid_angle_sr : array_like, shape (...)
        Searched solid angle. [sr]
    search_time_s : array_like, shape (...)
        Time to search it once. [s]
    rcs_m2 : array_like, shape (...)
        Radar cross section. [m^2]
    system_temperature_k : array_like, shape (...)
        System noise temperature. [K]
    losses : array_like, shape (...)
        Product of all losses, at least 1. [1]

    Returns
    -------
    ndarray, shape (...)
        Signal-to-noise power ratio, linear: Pav A ts sigma / (4 pi Omega k Ts R^4 L). [1]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    power_aperture = positive(power_aperture_w_m2, "power_aperture_w_m2")
    temperature = positive(system_temperature_k, "system_temperature_k")
    energy = power_aperture * positive(search_time_s, "search_time_s") * positive(rcs_m2, "rcs_m2")
    noise = BOLTZMANN_J_K * temperature * linear_ratio(losses, "losses", least=1.0)
    angle = positive(solid_angle_sr, "solid_angle_sr")
    spread = 4.0 * np.pi * angle * positive(range_m, "range_m") ** 4
    return np.asarray(energy / (spread * noise))


def search_range_m(
    snr: ArrayLike,
    *,
    power_aperture_w_m2: ArrayLike,
    solid_angle_sr: ArrayLike,
    search_time_s: ArrayLike,
    rcs_m2: ArrayLike,
    system_temperature_k: ArrayLike = STANDARD_TEMPERATURE_K,
    losses: ArrayLike = 1.0,
) -> FloatArray:
    """Slant range at which the search gives a wanted SNR.

    Parameters
    ----------
    snr : array_like, shape (...)
        Wanted signal-to-noise power ratio, linear and positive. [1]
    power_aperture_w_m2, solid_angle_sr, search_time_s, rcs_m2, system_temperature_k, losses
        As in `search_snr`.

    Returns
    -------
    ndarray, shape (...)
        Slant range. [m]

    Raises
    ------
    ValueError
        If an argument is not positive or `losses` is below 1.
    """
    at_one_metre = search_snr(
        1.0,
        power_aperture_w_m2=power_aperture_w_m2,
        solid_angle_sr=solid_angle_sr,
        search_time_s=search_time_s,
        rcs_m2=rcs_m2,
        system_temperature_k=system_temperature_k,
        losses=losses,
    )
    return np.asarray((at_one_metre / positive(snr, "snr")) ** 0.25)
