"""How the loss of ITU-R P.528 varies with time (Annex 2, sects. 13 and 14).

Two spreads about the median are added as independent: the slow one of the air's state over the
year, and the fast one of a steady ray among weak random ones (Nakagami-Rice). Lengths in km,
frequencies in MHz; gains are positive, so that a small share of the time has a positive spread.
"""

import functools
import importlib.resources
import json
import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Spread to the 90th and 10th percentile and shift of the median, against the effective distance:
# c1 d^n1 at first, to a greatest value near fm, then f_inf. NBS Technical Note 101, vol. 2, tables
# III.4, III.3 (row A*) and III.5 (continental temperate), as NTIA/p528 quotes them.
_BELOW: Final = (2.93e-4, 3.78e-8, 1.02e-7, 2.00, 2.88, 3.15, 3.2, 8.2)
_ABOVE: Final = (5.25e-4, 1.57e-6, 4.70e-7, 1.97, 2.31, 2.90, 5.4, 10.0)
_MEDIAN: Final = (1.59e-5, 1.56e-11, 2.77e-8, 2.32, 4.08, 3.25, 0.0, 3.9)

# Below 10 % of the time: spread over that at 10 %, and the most by which the loss may be less than
# that of free space.
_RARE_SHARE: Final = (0.01, 0.02, 0.05, 0.10)
_RARE_FACTOR: Final = (1.9507, 1.7166, 1.3265, 1.0)
_RARE_GAIN_DB: Final = (5.0, 4.5, 3.7, 0.0)

_STEADY_K_DB: Final = -40.0


@dataclass(frozen=True)
class SlowSpread:
    """What the state of the air adds to the level.

    Attributes
    ----------
    median_db, gain_db : float
        Half of the time, and exceeded for the share of the time. [dB]
    excess_db : float
        By how much the best tenth of the time would lie more than 3 dB above free space; it is
        taken off both. [dB]
    """

    median_db: float
    gain_db: float
    excess_db: float


def slow_spread(
    distance_km: float,
    *,
    horizon_km: float,
    frequency_mhz: float,
    time_share: float,
    weight: float,
    attenuation_db: float,
) -> SlowSpread:
    """Spread over the hours of the years, sect. 14.

    Parameters
    ----------
    distance_km, horizon_km : float
        Distance, and the sum of the distances to both horizons. [km]
    frequency_mhz : float
        [MHz]
    time_share : float
        0.01 to 0.99. [1]
    weight : float
        1 for low rays, 0 for steep ones, `elevation_weight`. [1]
    attenuation_db : float
        Loss relative to free space before any spread. [dB]

    Returns
    -------
    SlowSpread
        Relative to that loss.
    """
    effective = _effective_distance_km(distance_km, horizon_km, frequency_mhz)
    below, above, median = (_curve(effective, row) for row in (_BELOW, _ABOVE, _MEDIAN))
    below_factor, above_factor = _frequency_factors(frequency_mhz)
    normal = NormalDist().inv_cdf
    if time_share >= 0.5:
        gain = median - normal(time_share) / normal(0.9) * below * below_factor
    elif time_share >= 0.1:
        gain = median + normal(time_share) / normal(0.1) * above * above_factor
    else:
        factor = float(np.interp(time_share, _RARE_SHARE, _RARE_FACTOR))
        gain = median + factor * above * above_factor
    tenth = weight * (above * above_factor + median)  # eqs. 14-20 and 14-22
    excess = max(tenth - attenuation_db - 3.0, 0.0)  # eqs. 14-23 and 14-24
    gain = weight * gain - excess  # eqs. 14-21 and 14-25
    if time_share < 0.1:
        most = float(np.interp(time_share, _RARE_SHARE, _RARE_GAIN_DB))
        gain = min(gain, most + attenuation_db)
    return SlowSpread(median_db=weight * median - excess, gain_db=gain, excess_db=excess)


def elevation_weight(elevation_rad: float) -> float:
    """Share of the slow spread that is left at an elevation, eq. 13-1.

    Parameters
    ----------
    elevation_rad : float
        Of the ray at the low antenna. [rad]

    Returns
    -------
    float
        1 below the horizontal to 0 for steep rays. [1]
    """
    if elevation_rad <= 0.0:
        return 1.0
    if elevation_rad >= 1.0:
        return 0.0
    turn = math.atan(20.0 * math.log10(32.0 * elevation_rad))
    return max(0.5 - turn / math.pi, 0.0)


def fading_db(ratio_db: float, time_share: float) -> float:
    """Depth of the fast fading about its median at a share of the time, by linear interpolation.

    Parameters
    ----------
    ratio_db : float
        Random over steady power; beyond -40 and 20 the nearest of them is taken. [dB]
    time_share : float
        0.01 to 0.99. [1]

    Returns
    -------
    float
        Negative below half of the time (levels above the median), positive above it. [dB]
    """
    shares, ratios, depth = _fading_table()
    at_share = [float(np.interp(time_share, shares, row)) for row in depth]
    return float(np.interp(ratio_db, ratios, at_share))


def fading_ratio_db(deepest_db: float) -> float:
    """Random over steady power whose fading at 99 % of the time is as deep as this. [dB]

    Parameters
    ----------
    deepest_db : float
        Depth below the median. [dB]

    Returns
    -------
    float
        Ratio, -40 to 20. [dB]
    """
    _, ratios, depth = _fading_table()
    return float(np.interp(deepest_db, depth[:, -1], ratios))


def total_spread_db(slow: SlowSpread, fading: float, time_share: float) -> float:
    """Both spreads as one: their distances from the medians add by squares. [dB]

    Parameters
    ----------
    slow : SlowSpread
        The slow spread.
    fading : float
        Fast fading about its median. [dB]
    time_share : float
        0.01 to 0.99. [1]

    Returns
    -------
    float
        Level over that without any spread. [dB]
    """
    away = math.hypot(slow.gain_db - slow.median_db, fading)
    return slow.median_db + (away if time_share < 0.5 else -away)


def steady_ratio_db(random_share: float, ray_km: float, frequency_mhz: float) -> float:
    """Ratio of random to steady power within sight, eqs. 13-5 to 13-9.

    Parameters
    ----------
    random_share : float
        Amplitude scattered by the ground, relative to the direct ray. [1]
    ray_km : float
        Length of the ray, with which the part of the air grows. [km]
    frequency_mhz : float
        Frequency. [MHz]

    Returns
    -------
    float
        At least -40. [dB]
    """
    deepest = 10.0 * math.log10(frequency_mhz * ray_km**3) - 84.26 if ray_km > 0.0 else -math.inf
    air = 10.0 ** (fading_ratio_db(deepest) / 10.0)
    return max(10.0 * math.log10(random_share**2 + 0.01**2 + air), _STEADY_K_DB)


def _effective_distance_km(distance_km: float, horizon_km: float, frequency_mhz: float) -> float:
    """Distance on a scale where diffraction meets scatter at 130 km, eqs. 14-1 to 14-4."""
    meeting = horizon_km + float(65.0 * (100.0 / frequency_mhz) ** (1.0 / 3.0))
    if distance_km <= meeting:
        return 130.0 * distance_km / meeting
    return 130.0 + distance_km - meeting


def _curve(distance_km: float, row: tuple[float, ...]) -> float:
    c1, c2, c3, n1, n2, n3, far, most = row
    f2 = far + (most - far) * math.exp(-c2 * distance_km**n2)
    return float((c1 * distance_km**n1 - f2) * math.exp(-c3 * distance_km**n3) + f2)


def _frequency_factors(frequency_mhz: float) -> tuple[float, float]:
    """On the spread below and above the median, eqs. 14-5 and 14-6."""
    if frequency_mhz > 1600.0:
        return 1.05, 1.05
    wave = math.sin(5.22 * math.log10(frequency_mhz / 200.0))
    return 0.18 * wave + 1.23, 0.21 * wave + 1.28


@functools.cache
def _fading_table() -> tuple[Array, Array, Array]:
    """Shares of time, ratios in decibels, and depths by ratio and share; read-only."""
    file = importlib.resources.files("skyshed.propagation") / "data" / "p528_fading.json"
    table = json.loads(file.read_text("utf-8"))
    found = [np.array(table[name]) for name in ("time_percent", "ratio_db", "depth_db")]
    found[0] = found[0] / 100.0
    for array in found:
        array.flags.writeable = False
    return found[0], found[1], found[2]
