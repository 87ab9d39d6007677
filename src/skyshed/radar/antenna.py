"""Antenna sizes, gains and beamwidths from each other."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.radar.arguments import positive

FloatArray = NDArray[np.float64]


def gain_from_aperture(aperture_m2: ArrayLike, wavelength_m: ArrayLike) -> FloatArray:
    """Power gain of an effective aperture, 4 pi A / lambda^2.

    Parameters
    ----------
    aperture_m2 : array_like, shape (...)
        Effective aperture. [m^2]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]

    Returns
    -------
    ndarray, shape (...)
        Gain over an isotropic antenna, linear. [1]
    """
    area, wavelength = positive(aperture_m2, "aperture_m2"), positive(wavelength_m, "wavelength_m")
    return np.asarray(4.0 * np.pi * area / wavelength**2)


def aperture_from_gain(gain: ArrayLike, wavelength_m: ArrayLike) -> FloatArray:
    """Effective aperture that a power gain stands for; the inverse of `gain_from_aperture`.

    Parameters
    ----------
    gain : array_like, shape (...)
        Gain over an isotropic antenna, linear. [1]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]

    Returns
    -------
    ndarray, shape (...)
        Effective aperture. [m^2]
    """
    return np.asarray(
        positive(gain, "gain") * positive(wavelength_m, "wavelength_m") ** 2 / (4.0 * np.pi)
    )


def beamwidth_rad(
    length_m: ArrayLike, wavelength_m: ArrayLike, broadening: ArrayLike = 1.0
) -> FloatArray:
    """Half-power beamwidth of an aperture of a given length.

    Parameters
    ----------
    length_m : array_like, shape (...)
        Length of the aperture in the plane of the beamwidth. [m]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]
    broadening : array_like, shape (...)
        Factor for the taper; 1 is the rule of thumb lambda / length. [1]

    Returns
    -------
    ndarray, shape (...)
        Full width at half power. [rad]
    """
    length, wavelength = positive(length_m, "length_m"), positive(wavelength_m, "wavelength_m")
    return np.asarray(positive(broadening, "broadening") * wavelength / length)


def aperture_length_m(
    beamwidth_rad: ArrayLike, wavelength_m: ArrayLike, broadening: ArrayLike = 1.0
) -> FloatArray:
    """Length of the aperture with a given beamwidth; the inverse of `beamwidth_rad`.

    Parameters
    ----------
    beamwidth_rad : array_like, shape (...)
        Full width at half power. [rad]
    wavelength_m : array_like, shape (...)
        Wavelength. [m]
    broadening : array_like, shape (...)
        Factor for the taper. [1]

    Returns
    -------
    ndarray, shape (...)
        Length. [m]
    """
    width, wavelength = (
        positive(beamwidth_rad, "beamwidth_rad"),
        positive(wavelength_m, "wavelength_m"),
    )
    return np.asarray(positive(broadening, "broadening") * wavelength / width)


def effective_beamwidth_rad(transmit_rad: ArrayLike, receive_rad: ArrayLike) -> FloatArray:
    """One-way beamwidth of an antenna whose two-way pattern is that of two unequal antennas.

    Parameters
    ----------
    transmit_rad, receive_rad : array_like, shape (...)
        Half-power beamwidths of the two antennas. [rad]

    Returns
    -------
    ndarray, shape (...)
        sqrt(2) / sqrt(1 / transmit^2 + 1 / receive^2), exact for Gaussian beams. [rad]
    """
    inverse_square = (
        1.0 / positive(transmit_rad, "transmit_rad") ** 2
        + 1.0 / positive(receive_rad, "receive_rad") ** 2
    )
    return np.asarray(np.sqrt(2.0 / inverse_square))
