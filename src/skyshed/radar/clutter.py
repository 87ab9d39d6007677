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
