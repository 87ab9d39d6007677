"""Surface clutter: the cross section of the patch of ground that competes with a target."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import SPEED_OF_LIGHT_M_S

FloatArray = NDArray[np.float64]


def clutter_patch_rcs_m2(
    reflectivity: ArrayLike,
    range_m: ArrayLike,
    *,
    azimuth_beamwidth_rad: ArrayLike,
    elevation_beamwidth_rad: ArrayLike,
    grazing_rad: ArrayLike,
    pulse_s: ArrayLike,
) -> FloatArray:
    """Cross section of the ground patch in one resolution cell.

    Parameters
    ----------
    reflectivity : array_like, shape (...)
        Cross section per unit of ground area, sigma nought, linear. [1]
    range_m : array_like, shape (...)
        Slant range. [m]
    azimuth_beamwidth_rad, elevation_beamwidth_rad : array_like, shape (...)
        Half-power beamwidths, small. [rad]
    grazing_rad : array_like, shape (...)
        Grazing angle at the patch, above 0 and below 90 degrees. [rad]
    pulse_s : array_like, shape (...)
        Pulse length after compression. [s]

    Returns
    -------
    ndarray, shape (...)
        Reflectivity times the width of the beam times its length or that of the pulse, whichever
        is shorter. [m^2]

    Raises
    ------
    ValueError
        If the grazing angle is outside (0, 90) degrees.
    """
    grazing = np.asarray(grazing_rad, dtype=float)
    if np.any((grazing <= 0.0) | (grazing >= 0.5 * np.pi)):
        raise ValueError("grazing_rad must lie between 0 and 90 degrees")
    distance = np.asarray(range_m, dtype=float)
    across = distance * np.asarray(azimuth_beamwidth_rad, dtype=float)
    pulse = 0.5 * SPEED_OF_LIGHT_M_S * np.asarray(pulse_s, dtype=float) / np.cos(grazing)
    beam = distance * np.asarray(elevation_beamwidth_rad, dtype=float) / np.sin(grazing)
    along = np.minimum(pulse, beam)
    return np.asarray(np.asarray(reflectivity, dtype=float) * across * along)


def constant_gamma_reflectivity(grazing_rad: ArrayLike, *, gamma: ArrayLike) -> FloatArray:
    """Reflectivity of the ground in the constant-gamma model.

    Parameters
    ----------
    grazing_rad : array_like, shape (...)
        Grazing angle, 0 to 90 degrees. [rad]
    gamma : array_like, shape (...)
        Property of the surface, linear; 0.01 (-20 dB) stands for flat land [1]_. [1]

    Returns
    -------
    ndarray, shape (...)
        Cross section per unit of ground area, gamma sin(grazing angle). [1]

    References
    ----------
    .. [1] MathWorks, "surfaceReflectivity: Normalized reflectivity of surface", Radar Toolbox
       documentation: the default land model has a constant gamma of -20 dB, "representative of
       flatland".
    """
    return np.asarray(np.asarray(gamma, dtype=float) * np.sin(np.asarray(grazing_rad, float)))


def clutter_to_noise(
    range_m: ArrayLike, clutter_rcs_m2: ArrayLike, *, constant: ArrayLike, improvement: ArrayLike
) -> FloatArray:
    """Clutter that is left after suppression, over noise, of a radar anchored in a quoted pair.

    Parameters
    ----------
    range_m : array_like, shape (...)
        Slant range of the cell. [m]
    clutter_rcs_m2 : array_like, shape (...)
        Cross section of the ground in it, see `clutter_patch_rcs_m2`. [m^2]
    constant : array_like, shape (...)
        SNR R^4 / sigma of the radar. [m^2]
    improvement : array_like, shape (...)
        Improvement factor of the suppression of what does not move, linear, at least 1. [1]

    Returns
    -------
    ndarray, shape (...)
        A target's echo then stands against noise and this. [1]

    Raises
    ------
    ValueError
        If the improvement factor is below 1.
    """
    factor = np.asarray(improvement, dtype=float)
    if np.any(factor < 1.0):
        raise ValueError(f"improvement must be at least 1, got {np.nanmin(factor):g}; in decibels?")
    echo = np.asarray(constant, dtype=float) * np.asarray(clutter_rcs_m2, dtype=float)
    return np.asarray(echo / (np.asarray(range_m, dtype=float) ** 4 * factor))
