"""Diffraction round the smooth Earth in ITU-R P.528 (Annex 2, sects. 3 and 10).

Not that of P.526: the loss is written with the distances to the horizons (Vogler), and between two
points beyond the horizon a straight line in distance is taken for it. Lengths in km, frequencies in
MHz, as the coefficients ask.
"""

import math
from dataclasses import dataclass
from typing import Final

from skyshed.propagation.aeronautical_geometry import EFFECTIVE_EARTH_KM, Terminal
from skyshed.propagation.spherical_earth import Ground, Polarisation

GROUND: Final = Ground(relative_permittivity=15.0, conductivity_s_m=0.005)
"""Average ground, the only one of P.528."""


@dataclass(frozen=True)
class DiffractionLine:
    """Loss relative to free space, linear in distance.

    Attributes
    ----------
    slope_db_km : float
        Rise with distance. [dB/km]
    intercept_db : float
        At distance 0. [dB]
    """

    slope_db_km: float
    intercept_db: float

    def loss_db(self, distance_km: float) -> float:
        """Loss at a distance, eqs. 3-6, 3-11 and 3-14. [dB]"""
        return self.slope_db_km * distance_km + self.intercept_db

    @property
    def lossless_km(self) -> float:
        """Distance at which the line says no loss, eq. 3-7. [km]"""
        return -self.intercept_db / self.slope_db_km


def surface_loss(frequency_mhz: float) -> float:
    """Imaginary part of the ground's permittivity, eq. 9-1. [1]

    Parameters
    ----------
    frequency_mhz : float
        Frequency. [MHz]

    Returns
    -------
    float
        Positive. [1]
    """
    return 18_000.0 * GROUND.conductivity_s_m / frequency_mhz


def diffraction_line(
    low: Terminal, high: Terminal, frequency_mhz: float, polarisation: Polarisation
) -> DiffractionLine:
    """The line through the losses at two distances beyond the horizon, eqs. 3-2 to 3-5.

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    frequency_mhz : float
        Frequency. [MHz]
    polarisation : {"horizontal", "vertical"}
        Of the wave.

    Returns
    -------
    DiffractionLine
        It holds from the horizon on.
    """
    horizon = low.horizon_km + high.horizon_km
    step = (EFFECTIVE_EARTH_KM**2 / frequency_mhz) ** (1.0 / 3.0)
    near, far = horizon + 0.5 * step, horizon + 1.5 * step
    near_db, far_db = (
        smooth_earth_loss_db(low, high, distance, frequency_mhz, polarisation)
        for distance in (near, far)
    )
    slope = (far_db - near_db) / (far - near)
    return DiffractionLine(slope_db_km=slope, intercept_db=far_db - slope * far)


def smooth_earth_loss_db(
    low: Terminal,
    high: Terminal,
    distance_km: float,
    frequency_mhz: float,
    polarisation: Polarisation,
) -> float:
    """Diffraction loss beyond the horizon, relative to free space, sect. 10. [dB]

    Parameters
    ----------
    low, high : Terminal
        The antennas.
    distance_km : float
        Beyond the horizon. [km]
    frequency_mhz : float
        Frequency. [MHz]
    polarisation : {"horizontal", "vertical"}
        Of the wave.

    Returns
    -------
    float
        Loss. [dB]
    """
    k = _surface_parameter(frequency_mhz, polarisation)
    per_km = float((1.607 - k) * frequency_mhz ** (1.0 / 3.0))
    gain = sum(_height_gain_db(per_km * end.horizon_km, k) for end in (low, high))
    return _distance_loss_db(per_km * distance_km) - gain - 20.0


def _surface_parameter(frequency_mhz: float, polarisation: Polarisation) -> float:
    """Electrical parameter K of the ground."""
    permittivity, loss = GROUND.relative_permittivity, surface_loss(frequency_mhz)
    k = float(0.01778 * frequency_mhz ** (-1.0 / 3.0))
    k = k * float(((permittivity - 1.0) ** 2 + loss**2) ** -0.25)
    return k if polarisation == "horizontal" else k * math.sqrt(permittivity**2 + loss**2)


def _distance_loss_db(x: float) -> float:
    return 0.05751 * x - 10.0 * math.log10(x)


def _height_gain_db(x: float, k: float) -> float:
    """F(x): low antennas, then between 200 and 2000 blended into the law of high ones."""
    low = 40.0 * math.log10(x) - 117.0
    high = _distance_loss_db(x)
    if x > 2000.0:
        return high
    if x > 200.0:
        weight = 0.0134 * x * math.exp(-0.005 * x)
        return weight * low + (1.0 - weight) * high
    if x >= 450.0 / -(math.log10(k) ** 3):
        return max(low, -117.0)
    return 20.0 * math.log10(k) - 15.0 + 2.5e-5 * x**2 / k
