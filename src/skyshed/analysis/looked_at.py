"""Azimuths that a radar looks at: medians over azimuth are taken among them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.geodesy.geodesics import sector_contains
from skyshed.systems.radar_site import RadarSite


def looked_at(
    azimuth_rad: ArrayLike, *, sector_rad: float, sector_centre_rad: float
) -> NDArray[np.bool_]:
    """Which azimuths a radar looks at; all of them if it is steered or looks all round.

    Parameters
    ----------
    azimuth_rad : array_like, shape (azimuth,)
        Azimuths. [rad]
    sector_rad, sector_centre_rad : float
        The sector as in `RadarSite`: 2 pi wide if steered. [rad]

    Returns
    -------
    ndarray of bool, shape (azimuth,)
        All true where a sector is narrower than the step between the azimuths and holds none.

    Notes
    -----
    A radar that looks south for good has no range in the north, by its direction alone. A median
    over the whole compass would be "never" for every sector below half of it, and say nothing about
    what it does where it looks.
    """
    inside = sector_contains(azimuth_rad, sector_centre_rad, sector_rad)
    return inside if inside.any() else np.ones_like(inside)


def looked_at_by(radar: RadarSite, azimuth_rad: ArrayLike) -> NDArray[np.bool_]:
    """`looked_at` for the sector of a radar, shape (azimuth,)."""
    return looked_at(
        azimuth_rad, sector_rad=radar.sector_rad, sector_centre_rad=radar.sector_centre_rad
    )
