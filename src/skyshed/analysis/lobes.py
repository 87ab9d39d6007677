"""Lobes of a radar over a smooth reflecting surface: a chart and a what-if, never a map layer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.propagation.spherical_earth import LAND, SEA, Ground, Polarisation
from skyshed.propagation.two_ray import Roughness, lobing_gain_db
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

SURFACES: dict[str, Ground] = {"sea": SEA, "land": LAND}
"""Reflecting surfaces by name: sea water, and medium dry land as flat as the roughness says."""


@dataclass(frozen=True)
class Lobes:
    """A surface that reflects, everywhere alike.

    Attributes
    ----------
    ground : Ground
        Its electrical properties.
    roughness_m : float
        Standard deviation of its height. [m]
    surface_altitude_m : float
        Its altitude above mean sea level. [m]
    polarisation : {"horizontal", "vertical"}
        Of the radar.
    model : {"miller-brown", "ament"}
        How roughness weakens the reflection.
    """

    ground: Ground
    roughness_m: float
    surface_altitude_m: float = 0.0
    polarisation: Polarisation = "horizontal"
    model: Roughness = "miller-brown"


def lobe_gain_db(
    radar: RadarSite,
    lobes: Lobes,
    draw: int,
    *,
    distance_m: FloatArray,
    altitude_m: FloatArray,
    curvature_per_m: FloatArray,
) -> FloatArray:
    """One-way gain or loss by lobes, for one draw.

    Parameters
    ----------
    radar : RadarSite
        The radar.
    lobes : Lobes
        What reflects.
    draw : int
        Which draw.
    distance_m, altitude_m, curvature_per_m : ndarray
        Ground distance, altitude and curvature of the Earth in the azimuth; they broadcast. [m],
        [m], [1/m]

    Returns
    -------
    ndarray
        At most 6 dB; 0 near and past the horizon, where diffraction decides. [dB]
    """
    straight = np.polynomial.polynomial.polyval(
        (distance_m / radar.scale_m) ** 2, radar.inverse_k[draw]
    )
    return lobing_gain_db(
        distance_m,
        radar.antenna_altitude_m[draw] - lobes.surface_altitude_m,
        altitude_m - lobes.surface_altitude_m,
        effective_radius_m=1.0 / (curvature_per_m * straight),
        wavelength_m=radar.wavelength_m[draw],
        ground=lobes.ground,
        polarisation=lobes.polarisation,
        roughness_m=lobes.roughness_m,
        model=lobes.model,
    )
