"""Optional effects of a study, each by name: gas, rain, clutter. Off unless asked for.

An effect is on when its uncertain numbers are among those of the study; they are drawn like all
others, each from its own column, so that switching one on moves no other number.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.constants import SPEED_OF_LIGHT_M_S
from skyshed.kernels.extra_loss_grid import HIGHEST_M  # loads no compiler
from skyshed.propagation.absorption import (
    air_attenuation_db_per_m,
    path_absorption_db,
    rain_below_db_per_m,
)
from skyshed.radar.clutter import (
    clutter_patch_rcs_m2,
    clutter_to_noise,
    constant_gamma_reflectivity,
)
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]

EFFECTS: Final = ("gas", "rain", "clutter")

VAPOUR: Final = "atmosphere.vapour_density_kg_m3"
RAIN_RATE: Final = "atmosphere.rain_rate_m_s"
RAIN_TOP: Final = "atmosphere.rain_top_m"
IMPROVEMENT: Final = "clutter.improvement_db"
GAMMA: Final = "clutter.gamma_db"
BEAMWIDTH: Final = "clutter.beamwidth_rad"
RANGE_CELL: Final = "clutter.range_cell_m"
RELIEF: Final = "clutter.relief_m"
EFFECT_KEYS: Final = (
    VAPOUR,
    RAIN_RATE,
    RAIN_TOP,
    IMPROVEMENT,
    GAMMA,
    BEAMWIDTH,
    RANGE_CELL,
    RELIEF,
)

_DISTANCES, _ALTITUDES, _LEVELS = 49, 25, 65  # nodes of the table, and of the air
_NEAREST_M: Final = 100.0  # clutter nearer than this counts as here
_LEAST_GRAZING_RAD: Final = np.radians(1.0)  # slopes that face the radar; an assumption


def gas_parameters() -> dict[str, Parameter]:
    """The unknown of absorption by gases: how wet the air is."""
    return {
        VAPOUR: _assumed(
            7.5e-3, 2e-3, 20e-3, "kg/m^3", "density of water vapour at sea level",
            "7.5 g/m3 is the reference of ITU-R P.835; the bounds are our choice for dry winter and"
            " humid summer air. Temperature and pressure are those of the standard atmosphere.",
        )
    }  # fmt: skip


def rain_parameters(rate: Parameter) -> dict[str, Parameter]:
    """The unknowns of rain: its rate, as the study gives it, and how high it reaches."""
    return {
        RAIN_RATE: rate,
        RAIN_TOP: _assumed(
            4000.0, 2000.0, 5000.0, "m", "altitude at which rain begins as ice",
            "Mid-latitude summer to tropics; our choice, since the map of ITU-R P.839 may not be"
            " shipped. It rains everywhere below it, which is more than any storm does.",
        ),
    }  # fmt: skip


def clutter_parameters(improvement: Parameter) -> dict[str, Parameter]:
    """The unknowns of ground clutter: how well it is suppressed, how strong it is, how large."""
    why = " of military radars is rarely published; the bounds span what textbooks print."
    return {
        IMPROVEMENT: improvement,
        GAMMA: _assumed(
            -20.0, -35.0, -5.0, "dB", "strength of ground clutter (constant gamma)",
            "-20 dB is a default for flat land; the bounds reach from calm sea to wooded hills,"
            " our choice.",
        ),
        BEAMWIDTH: _assumed(
            0.026, 0.012, 0.07, "rad", "azimuth beamwidth behind the clutter",
            "Beamwidth" + why,
        ),
        RANGE_CELL: _assumed(
            150.0, 30.0, 450.0, "m", "range cell behind the clutter", "Range resolution" + why
        ),
        RELIEF: _assumed(
            100.0, 10.0, 500.0, "m", "height of ground that stands up into sight as clutter",
            "How far clutter comes from; plains to hills, our choice.",
        ),
    }  # fmt: skip


def _assumed(
    nominal: float, low: float, high: float, unit: str, label: str, note: str
) -> Parameter:
    return Parameter(
        nominal, low, high, unit, basis="assumed", grade="D", sources=("assumption",),
        note=note, label=label,
    )  # fmt: skip


def effects_on(values: Mapping[str, object]) -> tuple[str, ...]:
    """Names of the effects whose numbers are given, in the order of `EFFECTS`."""
    marks = {"gas": VAPOUR, "rain": RAIN_RATE, "clutter": IMPROVEMENT}
    return tuple(name for name in EFFECTS if marks[name] in values)


def extra_loss_table_db(
    values: Values,
    *,
    frequency_hz: FloatArray,
    antenna_altitude_m: FloatArray,
    ground_altitude_m: float,
    constant: FloatArray,
    earth_radius_m: float,
    inverse_k: FloatArray,
    farthest_m: float,
    airborne: bool,
) -> NDArray[np.float32] | None:
    """One-way loss by all effects that are on, by distance and altitude.

    Parameters
    ----------
    values : mapping of str to ndarray, shape (draw,)
        Drawn values; those of `EFFECT_KEYS` switch the effects on.
    frequency_hz, antenna_altitude_m, constant : ndarray, shape (draw,)
        Of the radar. [Hz, m, m^2]
    ground_altitude_m, earth_radius_m : float
        Ground under the antenna, and the mean radius of curvature there. [m]
    inverse_k : ndarray, shape (draw, 6)
        1/k as a polynomial in (distance / farthest)^2. [1]
    farthest_m : float
        Distance of the last node. [m]
    airborne : bool
        An airborne radar gets no clutter: what it sees below is another matter altogether.

    Returns
    -------
    ndarray of float32, shape (draw, distance, altitude), or None if no effect is on
        As `skyshed.kernels.extra_loss` reads it. [dB]

    Notes
    -----
    Clutter raises the noise at its range. One way, 5 lg(1 + C/N) decibels stand for it, whatever
    the target. It comes from as far as ground of the height `RELIEF` stands up into sight over a
    smooth Earth, at a grazing angle of 1 degree at least: a bound, not a map of clutter.
    """
    on = effects_on(values)
    if not on:
        return None
    distance = farthest_m * np.linspace(0.0, 1.0, _DISTANCES) ** 2
    altitude = HIGHEST_M * np.linspace(0.0, 1.0, _ALTITUDES) ** 2
    straight = np.polynomial.polynomial.polyval((distance / farthest_m) ** 2, inverse_k.T)
    out = np.empty((frequency_hz.size, _DISTANCES, _ALTITUDES), dtype=np.float32)
    for draw in range(frequency_hz.size):
        radius = earth_radius_m / straight[draw]
        level, specific = _specific(values, draw, frequency_hz[draw], on)
        loss = path_absorption_db(
            specific,
            level,
            distance_m=distance,
            altitude_m=altitude,
            antenna_altitude_m=float(antenna_altitude_m[draw]),
            effective_radius_m=radius,
        )
        if "clutter" in on and not airborne:
            agl = float(antenna_altitude_m[draw]) - ground_altitude_m
            left = _clutter(values, draw, distance, radius, agl, constant[draw])
            loss += 5.0 * np.log10(1.0 + left)[:, None]
        out[draw] = loss
    return out


def _specific(
    values: Values, draw: int, frequency_hz: float, on: tuple[str, ...]
) -> tuple[FloatArray, FloatArray]:
    """Specific attenuation by altitude: levels, and their dB/m."""
    level = HIGHEST_M * np.linspace(0.0, 1.0, _LEVELS) ** 2
    total = np.zeros(_LEVELS)
    if "rain" in on:
        top = float(values[RAIN_TOP][draw])
        level = np.sort(np.concatenate([level, [top, top + 1.0]]))  # the edge stays an edge
        total = rain_below_db_per_m(
            level, frequency_hz=frequency_hz, rate_m_s=values[RAIN_RATE][draw], top_m=top
        )
    if "gas" in on:
        total = total + air_attenuation_db_per_m(
            level, frequency_hz=frequency_hz, sea_level_vapour_kg_m3=values[VAPOUR][draw]
        )
    return level, total


def _clutter(
    values: Values,
    draw: int,
    distance: FloatArray,
    radius: FloatArray,
    antenna_agl_m: float,
    constant: float,
) -> FloatArray:
    """Clutter to noise after suppression, by distance; 0 where no ground stands up into sight."""
    d = np.maximum(distance, _NEAREST_M)
    agl = max(antenna_agl_m, 0.1)
    across = 4.0 * radius * (radius + agl) * np.sin(0.5 * d / radius) ** 2
    slant = np.sqrt(agl**2 + across)
    sine = (agl * (2.0 * radius + agl) - slant**2) / (2.0 * radius * slant)
    grazing = np.arcsin(np.clip(sine, np.sin(_LEAST_GRAZING_RAD), 0.999))
    gamma, improvement = (10.0 ** (0.1 * values[key][draw]) for key in (GAMMA, IMPROVEMENT))
    patch = clutter_patch_rcs_m2(
        constant_gamma_reflectivity(grazing, gamma=gamma),
        slant,
        azimuth_beamwidth_rad=values[BEAMWIDTH][draw],
        elevation_beamwidth_rad=np.inf,
        grazing_rad=grazing,
        pulse_s=2.0 * values[RANGE_CELL][draw] / SPEED_OF_LIGHT_M_S,
    )
    left = clutter_to_noise(slant, patch, constant=constant, improvement=improvement)
    seen = np.sqrt(2.0 * radius) * (np.sqrt(agl) + np.sqrt(values[RELIEF][draw]))
    return np.where(d <= seen, left, 0.0)
