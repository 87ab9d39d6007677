"""Scatter by the troposphere beyond the horizon in ITU-R P.528 (Annex 2, sects. 3 and 11).

Lengths in km, frequencies in MHz, as the coefficients ask.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.propagation.aeronautical_diffraction import DiffractionLine
from skyshed.propagation.aeronautical_geometry import EARTH_KM, EFFECTIVE_EARTH_KM, Terminal

Array = NDArray[np.float64]

_SURFACE_REFRACTIVITY: Final = 341.0
_LEAST_VALID_DB: Final = 20.0
"""Less loss than this is outside the range of the method."""
_SEARCHED: Final = 100
_SEARCH_FROM_KM: Final = 3.0


@dataclass(frozen=True)
class Scatter:
    """Scatter between the horizons of two antennas; arrays over the distances asked for.

    Attributes
    ----------
    loss_db : ndarray
        Relative to free space; 0 within the horizon. [dB]
    angle_rad : ndarray
        Between the two rays where they cross. [rad]
    height_km : ndarray
        Of the crossing over the sea. [km]
    """

    loss_db: Array
    angle_rad: Array
    height_km: Array


def scatter(low: Terminal, high: Terminal, distance_km: Array, frequency_mhz: float) -> Scatter:
    """Loss by scatter, eqs. 11-2 to 11-38.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    distance_km : ndarray, shape (distance,)
        Along the ground. [km]
    frequency_mhz : float
        Frequency. [MHz]

    Returns
    -------
    Scatter
        One value for each distance.
    """
    beyond = np.asarray(distance_km, dtype=float) - low.horizon_km - high.horizon_km  # eq. 11-2
    inside = beyond <= 0.0
    half = 0.5 * np.where(inside, 1.0, beyond)  # eq. 11-6
    height, angle = _crossing(half)
    decay, efficiency = _efficiency(height)
    rays = [_horizon_ray_km(end) + half for end in (low, high)]  # eq. 11-25
    total = rays[0] + rays[1]  # eq. 11-26
    wave_number = frequency_mhz / 0.0477  # eq. 11-29
    volume = _volume_db(
        s=(rays[0] - rays[1]) / total,  # eq. 11-27
        eta=0.5 * decay * angle * total,  # eq. 11-28
        rho=[2.0 * wave_number * angle * end.effective_height_km for end in (low, high)],
    )
    loss = efficiency + volume + 10.0 * np.log10(wave_number * angle**3 / total)
    return Scatter(*(np.asarray(np.where(inside, 0.0, value)) for value in (loss, angle, height)))


@dataclass(frozen=True)
class Crossover:
    """Where scatter takes over from diffraction.

    Attributes
    ----------
    line : DiffractionLine
        The line to use: as given, or bent down to meet the scatter.
    distance_km : float
        Up to here it is diffraction. [km]
    lesser : bool
        Beyond, the lesser of both losses counts; if not, scatter alone.
    found : bool
        False where no crossing was found within 100 km: then the two do not fit together.
    """

    line: DiffractionLine
    distance_km: float
    lesser: bool
    found: bool


def crossover(
    low: Terminal, high: Terminal, line: DiffractionLine, frequency_mhz: float
) -> Crossover:
    """Search beyond the horizon for the place where scatter rises no faster, step 6 of sect. 3.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    line : DiffractionLine
        Loss by diffraction.
    frequency_mhz : float
        Frequency. [MHz]

    Returns
    -------
    Crossover
        Which of both counts where.
    """
    horizon = low.horizon_km + high.horizon_km
    distance = horizon + _SEARCH_FROM_KM + np.arange(float(_SEARCHED))  # eqs. 3-8 and 3-9
    loss = scatter(low, high, distance, frequency_mhz).loss_db
    valid = loss >= _LEAST_VALID_DB
    second = valid[1:] & (np.cumsum(valid)[1:] >= 2)
    flatter = np.flatnonzero(second & (np.diff(loss) <= line.slope_db_km))  # eq. 3-10, per km
    if flatter.size == 0:
        return Crossover(line, float(distance[-1]), lesser=False, found=False)
    before = int(flatter[0])
    at, there = float(distance[before]), float(loss[before])
    beyond = float(distance[before + 1])
    if there >= line.loss_db(at):  # eq. 3-11
        return Crossover(line, beyond, lesser=True, found=True)
    slope = (there - line.loss_db(horizon)) / (at - horizon)  # eq. 3-12
    bent = replace(line, slope_db_km=slope, intercept_db=there - slope * at)  # eq. 3-13
    return Crossover(bent, beyond, lesser=False, found=True)


def _crossing(half_km: Array) -> tuple[Array, Array]:
    """Height of the crossing and scatter angle in an exponential air, eqs. 11-7 to 11-19."""
    real = 1.0 / EARTH_KM  # eq. 11-7
    drop = real - 1.0 / EFFECTIVE_EARTH_KM  # eq. 11-8
    scale = _SURFACE_REFRACTIVITY * 1e-6 / drop  # eq. 11-9

    def curvature(height_km: Array) -> Array:
        return np.asarray(real - drop * np.exp(-np.minimum(35.0, height_km / scale)))

    ground = real - drop  # eq. 11-12
    middle = curvature((0.5 * half_km) ** 2 / (2.0 * EFFECTIVE_EARTH_KM))  # eqs. 11-10 and 11-13
    end = curvature(half_km**2 / (2.0 * EFFECTIVE_EARTH_KM))  # eqs. 11-11 and 11-13
    first = (7.0 * ground + 6.0 * middle - end) * half_km**2 / 96.0  # eq. 11-14
    second = (ground + 2.0 * middle) * half_km**2 / 6.0  # eq. 11-15
    middle, end = curvature(first), curvature(second)  # eq. 11-16
    height = (ground + 2.0 * middle) * half_km**2 / 6.0  # eq. 11-17
    angle = 2.0 * (ground + 4.0 * middle + end) * half_km / 6.0  # eqs. 11-18 and 11-19
    return np.asarray(height), np.asarray(angle)


def _efficiency(height_km: Array) -> tuple[Array, Array]:
    """Decay of the air's refractivity, per km, and the scatter's efficiency in decibels."""
    n = _SURFACE_REFRACTIVITY
    first = 5.67e-6 * n**2 - 0.00232 * n + 0.031  # eq. 11-20
    second = 0.0002 * n**2 - 0.06 * n + 6.6  # eq. 11-21
    sixth = np.minimum(35.0, (height_km / 4.0) ** 6)
    decay = 0.1424 * (1.0 + first * np.exp(-sixth))  # eq. 11-22
    gain = 20.0 * np.log10((0.1424 / decay) ** 2 * np.exp(decay * height_km))
    return decay, np.asarray(83.1 - second / (1.0 + 0.07716 * height_km**2) + gain)  # eq. 11-23


def _horizon_ray_km(end: Terminal) -> float:
    """Straight distance from an antenna to its horizon over the effective Earth, eq. 11-24."""
    height, earth = end.effective_height_km, EFFECTIVE_EARTH_KM
    across = 4.0 * (earth + height) * earth * np.sin(end.horizon_km / (2.0 * earth)) ** 2
    return float(np.sqrt(height**2 + across))


def _volume_db(*, s: Array, eta: Array, rho: list[Array]) -> Array:
    """Term of the scattering volume, eqs. 11-32 to 11-38."""
    x = ((1.0 + s) ** 2 * eta, (1.0 - s) ** 2 * eta)
    q = (x[0] ** 2 + rho[0] ** 2, x[1] ** 2 + rho[1] ** 2)
    a = (1.0 - s**2) ** 2
    b = (
        6.0 + 8.0 * s**2
        + 8.0 * (1.0 - s) * x[0] ** 2 * rho[0] ** 2 / q[0] ** 2
        + 8.0 * (1.0 + s) * x[1] ** 2 * rho[1] ** 2 / q[1] ** 2
        + 2.0 * (1.0 - s**2) * (1.0 + 2.0 * x[0] ** 2 / q[0]) * (1.0 + 2.0 * x[1] ** 2 / q[1])
    )  # fmt: skip
    root = np.sqrt(2.0)
    c = 12.0 * ((1.0 + root / rho[0]) * (1.0 + root / rho[1])) ** 2
    c = c * (rho[0] + rho[1]) / (rho[0] + rho[1] + 2.0 * root)
    volume = (a * eta**2 + b * eta) * q[0] * q[1] / (rho[0] * rho[1]) ** 2 + c
    return np.asarray(10.0 * np.log10(volume))
