"""Loss within sight in ITU-R P.528: free space, then two rays, then a line to the horizon.

Annex 2, sects. 6, 8, 9 and 13. Lengths in km, frequencies in MHz; attenuations are relative to free
space and positive.
"""

import math
from dataclasses import dataclass
from typing import Final

from skyshed.propagation.aeronautical_diffraction import GROUND, DiffractionLine, surface_loss
from skyshed.propagation.aeronautical_geometry import (
    Terminal,
    TwoRays,
    rays_at_difference,
    rays_at_distance,
)
from skyshed.propagation.aeronautical_spread import (
    SlowSpread,
    elevation_weight,
    slow_spread,
    steady_ratio_db,
)
from skyshed.propagation.layered_ray import LayeredRay, layered_ray
from skyshed.propagation.spherical_earth import Polarisation

_LIGHT_GM_S: Final = 0.2997925


@dataclass(frozen=True)
class SightLink:
    """What holds for two antennas at every distance within sight.

    Attributes
    ----------
    low, high : Terminal
        The antennas.
    frequency_mhz : float
        [MHz]
    polarisation : str
        Of the wave.
    horizon_km : float
        Farthest distance in sight. [km]
    lobes_below_rad : float
        Grazing angle of the outermost lobe's inner edge; above it free space is taken. [rad]
    rays_until_km, rays_until_db : float
        Up to here two rays, and their attenuation there. [km, dB]
    horizon_db : float
        Attenuation by diffraction at the horizon. [dB]
    """

    low: Terminal
    high: Terminal
    frequency_mhz: float
    polarisation: Polarisation
    horizon_km: float
    lobes_below_rad: float
    rays_until_km: float
    rays_until_db: float
    horizon_db: float


@dataclass(frozen=True)
class Sight:
    """A path within sight.

    Attributes
    ----------
    rays : TwoRays
        Geometry.
    ray : LayeredRay
        The direct ray through the air.
    attenuation_db : float
        Relative to free space. [dB]
    slow : SlowSpread
        For the share of the time that was asked for.
    fading_ratio_db : float
        Random over steady power. [dB]
    """

    rays: TwoRays
    ray: LayeredRay
    attenuation_db: float
    slow: SlowSpread
    fading_ratio_db: float


def sight_link(
    low: Terminal,
    high: Terminal,
    line: DiffractionLine,
    frequency_mhz: float,
    polarisation: Polarisation,
) -> SightLink:
    """Prepare two antennas: where the lobes begin and end, sect. 6 and eqs. 8-2 and 8-3.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    line : DiffractionLine
        Loss by diffraction, for the value at the horizon.
    frequency_mhz : float
        Frequency. [MHz]
    polarisation : {"horizontal", "vertical"}
        Of the wave.

    Returns
    -------
    SightLink
        What holds at every distance.
    """
    wave_km = _LIGHT_GM_S / frequency_mhz  # eq. 6-1
    horizon = low.horizon_km + high.horizon_km
    half_wave = rays_at_difference(low, high, 0.5 * wave_km)
    sixth_wave_km = rays_at_difference(low, high, wave_km / 6.0).distance_km
    until = _two_rays_until_km(low.horizon_km, line.lossless_km, sixth_wave_km, horizon)
    rays = rays_at_distance(low, high, until)
    lobes = half_wave.grazing_rad
    amplitude, phase = _reflected(rays, frequency_mhz, polarisation)
    return SightLink(
        low=low,
        high=high,
        frequency_mhz=frequency_mhz,
        polarisation=polarisation,
        horizon_km=horizon,
        lobes_below_rad=lobes,
        rays_until_km=until,
        rays_until_db=_interference_db(rays, amplitude, phase, wave_km, lobes),
        horizon_db=line.loss_db(horizon),
    )


def sight(link: SightLink, distance_km: float, time_share: float) -> Sight:
    """A path at a distance within the horizon.

    Parameters
    ----------
    link : SightLink
        Two antennas.
    distance_km : float
        Along the ground. [km]
    time_share : float
        Share of the time for the slow spread, 0.01 to 0.99. [1]

    Returns
    -------
    Sight
        Geometry, attenuation and spread.
    """
    wave_km = _LIGHT_GM_S / link.frequency_mhz
    rays = rays_at_distance(link.low, link.high, distance_km)
    amplitude, phase = _reflected(rays, link.frequency_mhz, link.polarisation)
    if distance_km > link.rays_until_km:
        part = (distance_km - link.rays_until_km) / (link.horizon_km - link.rays_until_km)
        attenuation = link.rays_until_db + part * (link.horizon_db - link.rays_until_db)  # eq. 8-1
    else:
        attenuation = _interference_db(rays, amplitude, phase, wave_km, link.lobes_below_rad)
    ray = layered_ray(
        1e3 * link.low.height_km,
        1e3 * link.high.height_km,
        rays.elevation_rad,
        frequency_hz=1e6 * link.frequency_mhz,
    )
    slow = slow_spread(
        distance_km,
        horizon_km=link.horizon_km,
        frequency_mhz=link.frequency_mhz,
        time_share=time_share,
        weight=elevation_weight(rays.elevation_rad),
        attenuation_db=attenuation,
    )
    random = amplitude * _coherence(rays.difference_km / wave_km) * _calm(slow.excess_db)
    ratio = steady_ratio_db(random, ray.length_m / 1e3, link.frequency_mhz)
    return Sight(rays, ray, attenuation, slow, ratio)


def reflection(
    grazing_rad: float, frequency_mhz: float, polarisation: Polarisation
) -> tuple[float, float]:
    """Amplitude and phase lag of the wave that the ground reflects, eqs. 9-1 to 9-11.

    Parameters
    ----------
    grazing_rad : float
        Angle between ray and ground. [rad]
    frequency_mhz : float
        Frequency. [MHz]
    polarisation : {"horizontal", "vertical"}
        Of the wave.

    Returns
    -------
    amplitude, phase : float
        Of the reflected wave over the direct one. [1, rad]

    Notes
    -----
    The amplitudes are Fresnel's, and so is the horizontal phase. The vertical phase is that of the
    reference programs, which have the permittivity where Fresnel's formula has the loss. It is kept
    to agree with them, and moves only the outermost lobe of vertical waves.
    """
    sine, cosine = math.sin(grazing_rad), math.cos(grazing_rad)
    permittivity, x = GROUND.relative_permittivity, surface_loss(frequency_mhz)
    y = permittivity - cosine**2
    p = math.sqrt(0.5 * (math.hypot(y, x) + y))
    q = x / (2.0 * p)
    square = p**2 + q**2
    if polarisation == "horizontal":
        b, a = 1.0 / square, 2.0 * p / square
        phase = math.atan2(-q, sine - p) - math.atan2(q, sine + p)
    else:
        b = (permittivity**2 + x**2) / square
        a = 2.0 * (p * permittivity + q * x) / square
        phase = math.atan2(permittivity * sine - q, permittivity * sine - p)
        phase -= math.atan2(x * sine + q, permittivity * sine + p)
    level = 1.0 + b * sine**2
    return math.sqrt((level - a * sine) / (level + a * sine)), phase


def _two_rays_until_km(
    low_horizon: float, lossless: float, sixth_wave: float, horizon: float
) -> float:
    """Where the line to the horizon begins: where rays or diffraction say that nothing is lost."""
    if low_horizon >= lossless or lossless >= horizon:
        outside = low_horizon > sixth_wave or sixth_wave > horizon
        return low_horizon if outside else sixth_wave
    return sixth_wave if lossless < sixth_wave < horizon else lossless


def _reflected(
    rays: TwoRays, frequency_mhz: float, polarisation: Polarisation
) -> tuple[float, float]:
    """Amplitude at the antenna, relative to the direct ray, and phase lag of the reflection."""
    amplitude, phase = reflection(rays.grazing_rad, frequency_mhz, polarisation)
    spread = 1.0
    if math.tan(rays.grazing_rad) < 0.1:
        sine, cosine = math.sin(rays.grazing_rad), math.cos(rays.grazing_rad)
        product = rays.leg_km[0] * rays.leg_km[1] / cosine**2
        reduced = 2.0 * product / rays.reflected_km / rays.earth_km  # eqs. 8-3 and 8-4
        spread = (1.0 + reduced * (1.0 + sine**2) / sine + reduced**2) ** -0.5  # eq. 8-5
    length = min(rays.direct_km / rays.reflected_km, 1.0)  # eq. 8-6
    return amplitude * spread * length, phase  # eq. 8-7


def _interference_db(
    rays: TwoRays, amplitude: float, phase: float, wave_km: float, lobes_below_rad: float
) -> float:
    """Attenuation by the reflected ray; never a gain, none above the outermost lobe, sect. 8."""
    if rays.grazing_rad > lobes_below_rad:
        return 0.0
    lag = 2.0 * math.pi * rays.difference_km / wave_km + phase  # eq. 8-8
    sum_ = math.hypot(1.0 + amplitude * math.cos(lag), amplitude * math.sin(lag))  # eq. 8-9
    return -20.0 * math.log10(min(sum_, 1.0))  # eqs. 8-10 to 8-12


def _coherence(waves: float) -> float:
    """Factor on the reflected amplitude by the rays' difference in wavelengths, eq. 13-3."""
    if waves >= 0.5:
        return 1.0
    if waves <= 1.0 / 6.0:
        return 0.1
    return 0.5 * (1.1 - 0.9 * math.cos(3.0 * math.pi * (waves - 1.0 / 6.0)))


def _calm(excess_db: float) -> float:
    """Factor on it where the slow spread had to be cut, eq. 13-2."""
    if excess_db <= 0.0:
        return 1.0
    if excess_db >= 9.0:
        return 0.1
    return 0.5 * (1.1 + 0.9 * math.cos(math.pi * excess_db / 9.0))
