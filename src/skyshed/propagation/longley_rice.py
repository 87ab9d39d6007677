"""The Longley-Rice model (ITM): median loss and its spread over irregular terrain, one way.

A statistical model for links between 20 MHz and 20 GHz. No study uses it; it is here to hold
results against, since many coverage tools rest on it. Scalars in, a scalar out.

References
----------
G. A. Hufford's algorithm (ITM 1.2.2), as NTIA's public-domain program NTIA/itm has it; written anew
and held to that program's own test cases.
"""

import cmath
import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from skyshed.propagation.longley_rice_reference import Link, reference_attenuation_db
from skyshed.propagation.longley_rice_spread import Statistics, attenuation_not_exceeded_db
from skyshed.propagation.longley_rice_terrain import Geometry, area_geometry, profile_geometry

Siting = Literal["random", "careful", "very careful"]

_AIR_GRADIENT: Final = 157e-9  # curvature of the Earth, 1/m
_SCALE_HEIGHT_M: Final = 9460.0
_LOWEST_MHZ, _HIGHEST_MHZ = 20.0, 20_000.0


@dataclass(frozen=True)
class Surroundings:
    """Ground, air and climate of a link.

    Attributes
    ----------
    relative_permittivity, conductivity_s_m : float
        Of the ground. [1, S/m]
    sea_level_refractivity : float
        [N-units]
    climate : int
        1 equatorial, 2 continental subtropical, 3 maritime subtropical, 4 desert, 5 continental
        temperate, 6 maritime temperate over land, 7 maritime temperate over sea.
    vertical : bool
        Vertical polarisation.
    """

    relative_permittivity: float = 15.0
    conductivity_s_m: float = 0.005
    sea_level_refractivity: float = 301.0
    climate: int = 5
    vertical: bool = True


def profile_loss_db(
    terrain_altitude_m: ArrayLike,
    *,
    step_m: float,
    transmitter_agl_m: float,
    receiver_agl_m: float,
    frequency_hz: float,
    around: Surroundings,
    statistics: Statistics,
) -> float:
    """Basic transmission loss over a terrain profile ("point to point").

    Parameters
    ----------
    terrain_altitude_m : array_like, shape (point,)
        Terrain from one end to the other, equally spaced. [m]
    step_m : float
        Distance between points. [m]
    transmitter_agl_m, receiver_agl_m : float
        Heights of the antennas above ground, 0.5 to 3000 m. [m]
    frequency_hz : float
        20 MHz to 20 GHz. [Hz]
    around : Surroundings
        Ground, air and climate.
    statistics : Statistics
        How often, where and how surely the loss is not exceeded.

    Returns
    -------
    float
        Free-space loss included. [dB]

    Raises
    ------
    ValueError
        If the profile or a number is outside the range of the model.
    """
    terrain = np.asarray(terrain_altitude_m, dtype=float)
    if terrain.ndim != 1 or terrain.size < 10 or not np.isfinite(terrain).all():
        raise ValueError(f"terrain_altitude_m needs 10 finite points or more, got {terrain.shape}")
    agl = (transmitter_agl_m, receiver_agl_m)
    _check(agl, frequency_hz)
    tenth = int(0.1 * (terrain.size - 1))
    mean_altitude_m = float(terrain[tenth : terrain.size - tenth].mean())
    air = _refractivity(around, mean_altitude_m)
    geometry = profile_geometry(terrain, step_m, agl, curvature_per_m=_curvature(air))
    return _loss(geometry.distance_m, geometry, agl, frequency_hz, around, air, statistics, True)


def area_loss_db(
    distance_m: float,
    *,
    irregularity_m: float,
    transmitter_agl_m: float,
    receiver_agl_m: float,
    siting: tuple[Siting, Siting],
    frequency_hz: float,
    around: Surroundings,
    statistics: Statistics,
) -> float:
    """Basic transmission loss over terrain of which only the irregularity is known.

    Parameters
    ----------
    distance_m : float
        Length of the path. [m]
    irregularity_m : float
        Interdecile range of the terrain's height, Delta h. [m]
    siting : tuple of str
        How carefully each end was chosen.
    transmitter_agl_m, receiver_agl_m, frequency_hz, around, statistics
        As in `profile_loss_db`.

    Returns
    -------
    float
        Free-space loss included. [dB]
    """
    agl = (transmitter_agl_m, receiver_agl_m)
    _check(agl, frequency_hz)
    if not 1e3 <= distance_m <= 2e6 or irregularity_m < 0.0:
        raise ValueError("distance_m must lie between 1 and 2000 km, irregularity_m from 0")
    air = around.sea_level_refractivity
    geometry = area_geometry(
        distance_m, irregularity_m, agl, siting, curvature_per_m=_curvature(air)
    )
    return _loss(distance_m, geometry, agl, frequency_hz, around, air, statistics, False)


def _loss(
    distance_m: float,
    geometry: Geometry,
    agl: tuple[float, float],
    frequency_hz: float,
    around: Surroundings,
    air: float,
    statistics: Statistics,
    profile: bool,
) -> float:
    mhz = frequency_hz / 1e6
    link = Link(geometry, agl, mhz, 1.0 / _curvature(air), air, _impedance(around, mhz), profile)
    reference = reference_attenuation_db(link, distance_m)
    free = 32.45 + 20.0 * math.log10(mhz) + 20.0 * math.log10(distance_m / 1e3)
    return free + attenuation_not_exceeded_db(
        reference, link, distance_m, climate=around.climate, statistics=statistics
    )


def _refractivity(around: Surroundings, altitude_m: float) -> float:
    return around.sea_level_refractivity * math.exp(-altitude_m / _SCALE_HEIGHT_M)


def _curvature(refractivity: float) -> float:
    """Effective curvature of the Earth for a surface refractivity. [1/m]"""
    return _AIR_GRADIENT * (1.0 - 0.04665 * math.exp(refractivity / 179.3))


def _impedance(around: Surroundings, mhz: float) -> complex:
    permittivity = complex(around.relative_permittivity, 18_000.0 * around.conductivity_s_m / mhz)
    root = cmath.sqrt(permittivity - 1.0)
    return root / permittivity if around.vertical else root


def _check(agl: tuple[float, float], frequency_hz: float) -> None:
    if not all(0.5 <= height <= 3000.0 for height in agl):
        raise ValueError(f"antennas must stand 0.5 to 3000 m above ground, got {agl}")
    if not _LOWEST_MHZ <= frequency_hz / 1e6 <= _HIGHEST_MHZ:
        raise ValueError(f"frequency_hz must lie between 20e6 and 20e9, got {frequency_hz:g}")
