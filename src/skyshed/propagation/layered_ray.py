"""A ray through the mean air of the world, layer by layer: length, bending, absorption.

The method of ITU-R P.676 (Annex 1, slant paths) in the mean annual global reference atmosphere of
ITU-R P.835: the air of 1976 with 7.5 g/m3 of water vapour at sea level, falling off with 2 km.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.atmosphere.us1976 import pressure_pa, temperature_k
from skyshed.propagation.gas import gas_attenuation_db_per_m

Array = NDArray[np.float64]

EARTH_RADIUS_M: Final = 6.371e6
_VAPOUR_KG_M3: Final = 7.5e-3
_VAPOUR_SCALE_M: Final = 2e3
_LEAST_VAPOUR_RATIO: Final = 2e-6
"""Vapour pressure over pressure, high up where the exponential would leave no water at all."""
_VAPOUR_PA_M3_PER_KG_K: Final = 1e5 / 216.7
_GROWTH: Final = math.exp(0.01)
"""Thickness of a layer over that of the one below."""
_LOWEST_LAYER_M: Final = 0.1


@dataclass(frozen=True)
class LayeredRay:
    """What became of a ray on its way up.

    Attributes
    ----------
    length_m : float
        Along the bent ray. [m]
    gas_db : float
        Absorbed by oxygen and water vapour, one way. [dB]
    bending_rad : float
        Turn of the ray towards the Earth. [rad]
    arrival_elevation_rad : float
        Of the ray above the horizontal of its upper end. [rad]
    """

    length_m: float
    gas_db: float
    bending_rad: float
    arrival_elevation_rad: float


def refractive_index(altitude_m: Array) -> Array:
    """Refractive index of the mean air, of which P.676 takes the pressure as that of dry air.

    Parameters
    ----------
    altitude_m : ndarray, shape (...)
        Above the sea, 0 to 86 km. [m]

    Returns
    -------
    ndarray, shape (...)
        By the formula of ITU-R P.453, with constants as NTIA/p528 has them. [1]
    """
    pressure, temperature, vapour = _air(altitude_m)
    vapour_pa = vapour * temperature * _VAPOUR_PA_M3_PER_KG_K
    n_units = 0.776 * pressure / temperature  # P.453: 77.6 K/hPa, 72 K/hPa and 3.75e5 K2/hPa
    n_units = n_units + 0.72 * vapour_pa / temperature + 3.75e3 * vapour_pa / temperature**2
    return np.asarray(1.0 + 1e-6 * n_units)


def layered_ray(
    low_m: float, high_m: float, elevation_rad: float, *, frequency_hz: float
) -> LayeredRay:
    """Trace a ray between two altitudes over a round Earth.

    Parameters
    ----------
    low_m, high_m : float
        Altitudes of its ends, 0 to 80 km, the lower one first. [m]
    elevation_rad : float
        At the lower end. A ray that starts downwards is followed to its lowest point, not below
        the sea, and up again from there. [rad]
    frequency_hz : float
        Frequency. [Hz]

    Returns
    -------
    LayeredRay
        Of the way from `low_m` to `high_m`.

    Raises
    ------
    ValueError
        If the altitudes are not in order.

    Notes
    -----
    ITU-R P.676 Annex 1, eqs. 13 to 23, as the public-domain program NTIA/p528 has them: each layer
    is e^0.01 times as thick as the one below, 0.1 m at sea level. Written anew.
    """
    if not 0.0 <= low_m <= high_m <= 80e3:
        raise ValueError(f"altitudes must rise from 0 to 80 km, got {low_m:g} and {high_m:g} m")
    if elevation_rad >= 0.0:
        return _upward(low_m, high_m, elevation_rad, frequency_hz)
    lowest = _lowest_point(low_m, elevation_rad)
    parts = [_upward(lowest, end, 0.0, frequency_hz) for end in (low_m, high_m)]
    return LayeredRay(
        length_m=sum(part.length_m for part in parts),
        gas_db=sum(part.gas_db for part in parts),
        bending_rad=sum(part.bending_rad for part in parts),
        arrival_elevation_rad=parts[1].arrival_elevation_rad,
    )


def _air(altitude_m: Array) -> tuple[Array, Array, Array]:
    """Pressure, temperature and density of water vapour."""
    pressure, temperature = pressure_pa(altitude_m), temperature_k(altitude_m)
    vapour = _VAPOUR_KG_M3 * np.exp(-altitude_m / _VAPOUR_SCALE_M)
    floor = _LEAST_VAPOUR_RATIO * pressure / (temperature * _VAPOUR_PA_M3_PER_KG_K)
    return pressure, temperature, np.maximum(vapour, floor)


def _layer_edges(low_m: float, high_m: float) -> Array:
    """Edges of the layers, eqs. 14 to 16: exponential, stretched to end at both altitudes."""
    per_edge = (_GROWTH - 1.0) / _LOWEST_LAYER_M
    first = math.floor(100.0 * math.log(per_edge * low_m + 1.0) + 1.0)
    last = math.ceil(100.0 * math.log(per_edge * high_m + 1.0) + 1.0)
    level = np.exp(np.arange(max(last - first, 1) + 1) / 100.0)
    return np.asarray(low_m + (high_m - low_m) * (level - 1.0) / (level[-1] - 1.0))


def _upward(low_m: float, high_m: float, elevation_rad: float, frequency_hz: float) -> LayeredRay:
    """A ray that rises all the way, eqs. 13 and 17 to 22."""
    if high_m == low_m:
        return LayeredRay(0.0, 0.0, 0.0, elevation_rad)
    edge = _layer_edges(low_m, high_m)
    middle = 0.5 * (edge[1:] + edge[:-1])
    n = refractive_index(middle)
    below, above = EARTH_RADIUS_M + edge[:-1], EARTH_RADIUS_M + edge[1:]
    constant = n[0] * below[0] * math.cos(elevation_rad)  # of Bouguer; the same in every layer
    enter = np.minimum(constant / (n * below), 1.0)  # sine from the vertical
    leave = np.minimum(constant / (n * above), 1.0)
    length = np.sqrt(above**2 - (below * enter) ** 2) - below * np.sqrt(1.0 - enter**2)
    turn = np.arcsin(np.minimum(constant / (n[1:] * above[:-1]), 1.0)) - np.arcsin(leave[:-1])
    pressure, temperature, vapour = _air(middle)
    oxygen, water = gas_attenuation_db_per_m(
        frequency_hz,
        dry_pressure_pa=pressure,
        temperature_k=temperature,
        vapour_density_kg_m3=vapour,
    )
    return LayeredRay(
        length_m=float(length.sum()),
        gas_db=float(((oxygen + water) * length).sum()),
        bending_rad=float(turn.sum()),
        arrival_elevation_rad=math.acos(float(leave[-1])),
    )


def _lowest_point(altitude_m: float, elevation_rad: float) -> float:
    """Altitude at which a ray that starts downwards is level; the sea's where it would go below."""
    from scipy.optimize import brentq

    def excess(height: float) -> float:
        n = refractive_index(np.array([height, altitude_m]))
        start = n[1] * (EARTH_RADIUS_M + altitude_m) * math.cos(elevation_rad)
        return float(n[0] * (EARTH_RADIUS_M + height) - start)

    if excess(0.0) >= 0.0:
        return 0.0
    return float(brentq(excess, 0.0, altitude_m, xtol=1e-6))
