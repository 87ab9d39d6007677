"""Loss between an aircraft and a station for a share of the time (ITU-R P.528-5).

Basic transmission loss, one way, between antennas 1.5 m to 20 km high over a smooth Earth of
average ground in a temperate climate, 100 MHz to 30 GHz, within sight and beyond it. Made for
communication and navigation. No study uses it: it knows no terrain, takes one refractivity for the
whole world, and a share of the time on one path is not what detection asks for.
"""

import functools
import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from skyshed.propagation.aeronautical_diffraction import DiffractionLine, diffraction_line
from skyshed.propagation.aeronautical_geometry import terminal
from skyshed.propagation.aeronautical_scatter import Crossover, crossover, scatter
from skyshed.propagation.aeronautical_sight import Sight, SightLink, sight, sight_link
from skyshed.propagation.aeronautical_spread import fading_db, slow_spread, total_spread_db
from skyshed.propagation.layered_ray import layered_ray
from skyshed.propagation.spherical_earth import Polarisation

Mode = Literal["line of sight", "diffraction", "troposcatter"]

_LOWEST_M, _HIGHEST_M = 1.5, 20e3
_FARTHEST_M: Final = 2e6  # beyond, the volume from which waves scatter lies above the air
_LOWEST_HZ, _HIGHEST_HZ = 100e6, 30e9
_RAREST, _SUREST = 0.01, 0.99
_SCATTER_FADING_DB: Final = 20.0
"""Random over steady power of pure scatter."""
_SCATTER_ANGLE_RAD: Final = math.radians(1.5)


@dataclass(frozen=True)
class AeronauticalLoss:
    """Loss of a path and its parts.

    Attributes
    ----------
    loss_db : float
        Basic transmission loss that is not exceeded for the share of the time. [dB]
    free_space_db : float
        Of empty space along the ray. [dB]
    gas_db : float
        Median absorption by the air. [dB]
    elevation_rad : float
        Of the ray at the low antenna. [rad]
    mode : {"line of sight", "diffraction", "troposcatter"}
        What carries the wave.
    consistent : bool
        False beyond the horizon where the method finds no crossing from diffraction to scatter and
        the loss jumps between them; take it with caution.
    """

    loss_db: float
    free_space_db: float
    gas_db: float
    elevation_rad: float
    mode: Mode
    consistent: bool = True


def aeronautical_loss(
    distance_m: float,
    low_height_m: float,
    high_height_m: float,
    frequency_hz: float,
    *,
    polarisation: Polarisation = "horizontal",
    time_share: float = 0.5,
) -> AeronauticalLoss:
    """Basic transmission loss between two antennas, of which one at least may be airborne.

    Parameters
    ----------
    distance_m : float
        Along the ground, 0 to 2000 km. The published tables go to 1000 km. [m]
    low_height_m, high_height_m : float
        Of the antennas above the smooth Earth, 1.5 m to 20 km, the lower one first. [m]
    frequency_hz : float
        100 MHz to 30 GHz. [Hz]
    polarisation : {"horizontal", "vertical"}
        Of the wave.
    time_share : float
        Share of the time, 0.01 to 0.99, during which the loss is not exceeded. [1]

    Returns
    -------
    AeronauticalLoss
        The loss, its parts and the mode.

    Raises
    ------
    ValueError
        If a number is outside the limits of the Recommendation, or the antennas touch.

    Notes
    -----
    ITU-R P.528-5 Annex 2, as the public-domain reference programs NTIA/p528 and Py528 have it
    (the Recommendation itself was not at hand), written anew. Differs from them on purpose where
    they stop a search 1 m short (some thousandths of a decibel) and straight overhead, where they
    divide zero by zero.
    """
    _check(distance_m, (low_height_m, high_height_m), frequency_hz, polarisation, time_share)
    link = _link(float(low_height_m), float(high_height_m), float(frequency_hz), polarisation)
    distance_km = distance_m / 1e3
    if link.sight.horizon_km - distance_km > 0.001:
        return _within_sight(link, distance_km, time_share)
    return _beyond(link, distance_km, time_share)


@dataclass(frozen=True)
class _Link:
    """What two antennas have in common at all distances and shares of the time."""

    sight: SightLink
    line: DiffractionLine
    crossover: Crossover
    horizon_fading_db: float


@functools.lru_cache(maxsize=64)  # a curve asks hundreds of times for one pair of antennas
def _link(low_m: float, high_m: float, frequency_hz: float, polarisation: Polarisation) -> _Link:
    frequency_mhz = frequency_hz / 1e6
    low, high = (terminal(height, frequency_hz) for height in (low_m, high_m))
    line = diffraction_line(low, high, frequency_mhz, polarisation)
    prepared = sight_link(low, high, line, frequency_mhz, polarisation)
    last = sight(prepared, prepared.horizon_km - 1.0, 0.5)
    return _Link(
        sight=prepared,
        line=line,
        crossover=crossover(low, high, line, frequency_mhz),
        horizon_fading_db=last.fading_ratio_db,
    )


def _within_sight(link: _Link, distance_km: float, time_share: float) -> AeronauticalLoss:
    """Sect. 6."""
    path: Sight = sight(link.sight, distance_km, time_share)
    free = _free_space_db(path.rays.direct_km, link.sight.frequency_mhz)
    spread = total_spread_db(path.slow, fading_db(path.fading_ratio_db, time_share), time_share)
    return AeronauticalLoss(
        loss_db=free + path.ray.gas_db + path.attenuation_db - spread,
        free_space_db=free,
        gas_db=path.ray.gas_db,
        elevation_rad=path.rays.elevation_rad,
        mode="line of sight",
    )


def _beyond(link: _Link, distance_km: float, time_share: float) -> AeronauticalLoss:
    """Steps 6 and 7 of sect. 3."""
    low, high, frequency_mhz = link.sight.low, link.sight.high, link.sight.frequency_mhz
    found = scatter(low, high, np.array([distance_km]), frequency_mhz)
    scatter_db, angle, height = (
        float(value[0]) for value in (found.loss_db, found.angle_rad, found.height_km)
    )
    attenuation, mode = _lesser(link.crossover, distance_km, scatter_db)
    slow = slow_spread(
        distance_km,
        horizon_km=link.sight.horizon_km,
        frequency_mhz=frequency_mhz,
        time_share=time_share,
        weight=1.0,
        attenuation_db=attenuation,
    )
    part = min(max(angle / _SCATTER_ANGLE_RAD, 0.0), 1.0)
    fading = link.horizon_fading_db + part * (_SCATTER_FADING_DB - link.horizon_fading_db)
    spread = total_spread_db(slow, fading_db(fading, time_share), time_share)
    volume = layered_ray(0.0, 1e3 * height, 0.0, frequency_hz=1e6 * frequency_mhz)
    gas = low.gas_db + high.gas_db + 2.0 * volume.gas_db  # eq. 3-17
    length = low.ray_km + high.ray_km + 2.0 * volume.length_m / 1e3  # eq. 3-18
    free = _free_space_db(length, frequency_mhz)  # eq. 3-19
    return AeronauticalLoss(
        loss_db=free + gas + attenuation - spread,  # eq. 3-20
        free_space_db=free,
        gas_db=gas,
        elevation_rad=-low.dip_rad,
        mode=mode,
        consistent=link.crossover.found,
    )


def _lesser(change: Crossover, distance_km: float, scatter_db: float) -> tuple[float, Mode]:
    """Attenuation by diffraction or scatter, step 7.3."""
    diffraction_db = change.line.loss_db(distance_km)
    diffracted = distance_km < change.distance_km
    if diffracted or (change.lesser and diffraction_db < scatter_db):
        return diffraction_db, "diffraction"
    return scatter_db, "troposcatter"


def _free_space_db(length_km: float, frequency_mhz: float) -> float:
    """Eqs. 3-19 and 6-4, with the Recommendation's rounded constant."""
    return 20.0 * math.log10(length_km) + 20.0 * math.log10(frequency_mhz) + 32.45


def _check(
    distance_m: float,
    heights_m: tuple[float, float],
    frequency_hz: float,
    polarisation: str,
    time_share: float,
) -> None:
    low, high = heights_m
    if not (_LOWEST_M <= low <= high <= _HIGHEST_M):
        raise ValueError(
            "low_height_m and high_height_m must lie between 1.5 and 20000 m, the lower one first,"
            f" got {low:g} and {high:g}"
        )
    if not 0.0 <= distance_m <= _FARTHEST_M:
        raise ValueError(
            f"distance_m must lie between 0 and {_FARTHEST_M:g}, got {distance_m:g}; the published"
            " tables end at 1000 km"
        )
    if distance_m < 1.0 and low == high:
        raise ValueError(
            f"the antennas touch: distance_m is {distance_m:g} and both heights are {low:g} m"
        )
    if not _LOWEST_HZ <= frequency_hz <= _HIGHEST_HZ:
        raise ValueError(
            f"frequency_hz must lie between 100e6 and 30e9, got {frequency_hz:g}; was it in MHz?"
        )
    if polarisation not in ("horizontal", "vertical"):
        raise ValueError(f"polarisation must be horizontal or vertical, got {polarisation!r}")
    if not _RAREST <= time_share <= _SUREST:
        raise ValueError(
            f"time_share must lie between 0.01 and 0.99, got {time_share:g} (per cent?)"
        )
