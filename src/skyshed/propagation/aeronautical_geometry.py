"""Antennas, horizons and the two rays of ITU-R P.528 (Annex 2, sects. 4 and 7).

Inside, as in the Recommendation, lengths are in km; numbers of equations are its own.
"""

import math
from dataclasses import dataclass
from typing import Final

from skyshed.propagation.layered_ray import EARTH_RADIUS_M, layered_ray

EARTH_KM: Final = EARTH_RADIUS_M / 1e3
EFFECTIVE_EARTH_KM: Final = 9257.0
"""For a surface refractivity of 341 N-units."""


@dataclass(frozen=True)
class Terminal:
    """One antenna and the ray from it that grazes the smooth Earth.

    Attributes
    ----------
    height_km : float
        Above the sea. [km]
    effective_height_km : float
        Over the effective Earth at which a straight ray has the same horizon. [km]
    horizon_km : float
        Along the ground to the point of grazing. [km]
    dip_rad : float
        Elevation of the grazing ray at the antenna, downwards positive. [rad]
    ray_km, gas_db : float
        Length of that ray and what the air absorbs on it. [km, dB]
    """

    height_km: float
    effective_height_km: float
    horizon_km: float
    dip_rad: float
    ray_km: float
    gas_db: float


@dataclass(frozen=True)
class TwoRays:
    """The direct ray and the one reflected by the Earth at a grazing angle.

    Attributes
    ----------
    grazing_rad : float
        Angle of the reflected ray over the ground. [rad]
    distance_km : float
        Between the antennas along the ground. [km]
    earth_km : float
        Radius of the Earth at which the rays are straight. [km]
    direct_km, reflected_km, difference_km : float
        Lengths of the rays, and by how much the second is longer. [km]
    leg_km : tuple of float
        Horizontal parts of the two halves of the reflected ray. [km]
    elevation_rad : float
        Of the direct ray at the low antenna. [rad]
    """

    grazing_rad: float
    distance_km: float
    earth_km: float
    direct_km: float
    reflected_km: float
    difference_km: float
    leg_km: tuple[float, float]
    elevation_rad: float


def terminal(height_m: float, frequency_hz: float) -> Terminal:
    """Horizon of an antenna by the ray that leaves the sea horizontally, sect. 4.

    Parameters
    ----------
    height_m : float
        Height above the sea. [m]
    frequency_hz : float
        Frequency. [Hz]

    Returns
    -------
    Terminal
        The antenna with its horizon and grazing ray.
    """
    ray = layered_ray(0.0, height_m, 0.0, frequency_hz=frequency_hz)
    horizon = EARTH_KM * (ray.arrival_elevation_rad + ray.bending_rad)
    angle = horizon / EFFECTIVE_EARTH_KM  # eq. 4-1
    return Terminal(
        height_km=height_m / 1e3,
        effective_height_km=EFFECTIVE_EARTH_KM / math.cos(angle) - EFFECTIVE_EARTH_KM,  # eq. 4-2
        horizon_km=horizon,
        dip_rad=ray.arrival_elevation_rad,
        ray_km=ray.length_m / 1e3,
        gas_db=ray.gas_db,
    )


def two_rays(low: Terminal, high: Terminal, grazing_rad: float) -> TwoRays:
    """Both rays for a grazing angle from 0 (the horizon) to a right angle (overhead), sect. 7.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    grazing_rad : float
        Angle of the reflected ray over the ground, 0 to pi/2. [rad]

    Returns
    -------
    TwoRays
        Their geometry; the distance follows from the angle.
    """
    bulge = EARTH_KM / EFFECTIVE_EARTH_KM - 1.0  # eq. 7-1
    earth = EARTH_KM / (1.0 + bulge * math.cos(grazing_rad))  # eqs. 7-2 and 7-3
    share = (earth - EARTH_KM) / (EFFECTIVE_EARTH_KM - EARTH_KM)  # eq. 7-4
    heights, radii, angles, legs, rises = [], [], [], [], []
    for end in (low, high):
        height = end.height_km - share * (end.height_km - end.effective_height_km)  # eq. 7-5
        radius = earth + height  # eq. 7-6
        angle = math.acos(earth * math.cos(grazing_rad) / radius) - grazing_rad  # eq. 7-7
        leg = radius * math.sin(angle)  # eq. 7-8
        heights.append(height)
        radii.append(radius)
        angles.append(angle)
        legs.append(leg)
        rises.append(height if grazing_rad > 1.56 else leg * math.tan(grazing_rad))  # eq. 7-9
    across = legs[0] + legs[1]
    alpha = math.atan2(rises[1] - rises[0], across)  # eq. 7-12
    # Eq. 7-14 divides by the cosine of the grazing angle, which is 0/0 overhead; the same length:
    reflected = sum(math.hypot(leg, rise) for leg, rise in zip(legs, rises, strict=True))
    direct = max(abs(radii[0] - radii[1]), math.hypot(across, rises[1] - rises[0]))  # eq. 7-13
    return TwoRays(
        grazing_rad=grazing_rad,
        distance_km=max(earth * (angles[0] + angles[1]), 0.0),  # eq. 7-11
        earth_km=earth,
        direct_km=direct,
        reflected_km=reflected,
        difference_km=4.0 * rises[0] * rises[1] / (direct + reflected),  # eq. 7-15
        leg_km=(legs[0], legs[1]),
        elevation_rad=alpha - angles[0],  # eq. 7-16
    )


def rays_at_distance(low: Terminal, high: Terminal, distance_km: float) -> TwoRays:
    """The two rays between antennas at a distance within the horizon, down to 0.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    distance_km : float
        Along the ground, not beyond the horizon. [km]

    Returns
    -------
    TwoRays
        Their geometry.
    """
    from scipy.optimize import brentq

    overhead = 0.5 * math.pi
    if two_rays(low, high, overhead).distance_km >= distance_km:
        return two_rays(low, high, overhead)
    grazing = brentq(
        lambda angle: two_rays(low, high, angle).distance_km - distance_km,
        0.0,
        overhead,
        xtol=1e-14,
    )
    return two_rays(low, high, float(grazing))


def rays_at_difference(low: Terminal, high: Terminal, difference_km: float) -> TwoRays:
    """The two rays whose lengths differ by so much; it falls from overhead to the horizon.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    difference_km : float
        Reflected less direct ray, up to about twice the height of the low antenna. [km]

    Returns
    -------
    TwoRays
        Their geometry.
    """
    from scipy.optimize import brentq

    grazing = brentq(
        lambda angle: two_rays(low, high, angle).difference_km - difference_km,
        0.0,
        0.5 * math.pi,
        xtol=1e-14,
    )
    return two_rays(low, high, float(grazing))
