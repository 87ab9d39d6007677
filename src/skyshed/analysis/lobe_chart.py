"""Vertical coverage of one radar over a smooth surface, with its lobes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import echo_along_profiles, single_scan_pd
from skyshed.analysis.lobes import Lobes
from skyshed.analysis.parallel import in_order
from skyshed.analysis.radials import Profiles
from skyshed.analysis.union import some_draws
from skyshed.catalogue.model import RadarEntry, TargetEntry
from skyshed.systems.environment import environment_parameters
from skyshed.systems.radar_site import RadarSite, radar_parameters, radar_site
from skyshed.systems.target import mean_rcs_m2, signature_band, target_parameters
from skyshed.uncertainty.parameter import fixed
from skyshed.uncertainty.sampling import nominal_values, sample

FloatArray = NDArray[np.float64]

_LEVELS, _STEPS = 240, 260  # of the draws
_FINER = 2  # times as many for the nominal answer
_LATITUDE_DEG = 45.0
_NEAREST_M = 2e3


@dataclass(frozen=True)
class LobeChart:
    """What one radar covers over a smooth surface, by distance and altitude.

    Attributes
    ----------
    radar, target : str
        Names for people.
    pd : float
        Single-scan probability that counts as covered. [1]
    draws : int
        Number of draws.
    distance_m, altitude_m : ndarray, shape (step,), (level,)
        Where `share` is known. [m]
    share : ndarray, shape (level, step)
        Share of the draws that cover a place. [1]
    nominal_distance_m, nominal_altitude_m : ndarray
        Finer grid of the nominal answers. [m]
    nominal_pd, plain_pd : ndarray, shape (level, step)
        Single-scan probability with nominal values, with the lobes and without them. [1]
    antenna_altitude_m : float
        Nominal altitude of the antenna. [m]
    """

    radar: str
    target: str
    pd: float
    draws: int
    distance_m: FloatArray
    altitude_m: FloatArray
    share: FloatArray
    nominal_distance_m: FloatArray
    nominal_altitude_m: FloatArray
    nominal_pd: FloatArray
    plain_pd: FloatArray
    antenna_altitude_m: float


def lobe_chart(
    radar: RadarEntry,
    target: TargetEntry,
    *,
    lobes: Lobes,
    ceiling_m: float = 12e3,
    configuration: str = "clean",
    mount: str | None = None,
    pd: float = 0.5,
    draws: int = 60,
    seed: int = 1,
    workers: int = 1,
) -> LobeChart:
    """Compute the chart.

    Parameters
    ----------
    radar, target : RadarEntry, TargetEntry
        From the catalogue. The target flies at the radar.
    lobes : Lobes
        The surface, on which the radar stands too.
    ceiling_m : float
        Highest altitude shown above the surface. [m]
    configuration, mount : str
        Of the target and of the antenna.
    pd : float
        Single-scan probability of detection that counts as covered. [1]
    draws, seed : int
        Of what is not known.
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    LobeChart

    Notes
    -----
    The antenna is taken to look at the target and at the surface with the same gain, so lobes high
    up, where a beam no longer meets the ground, are an upper bound.
    """
    still = fixed(0.0, "m", basis="derived", grade="D", note="smooth surface", label="no terrain")
    unknowns = environment_parameters(still) | radar_parameters(radar, mount=mount)
    band = signature_band(radar)
    unknowns |= target_parameters(target, band, configuration=configuration)
    far = 1.05 * radar.parameters["instrumented_range_m"].high

    def asked(values: dict[str, FloatArray]) -> tuple[RadarSite, FloatArray]:
        site = radar_site(
            radar,
            values,
            latitude_deg=_LATITUDE_DEG,
            longitude_deg=0.0,
            ground_altitude_m=lobes.surface_altitude_m,
            mount=mount,
            maximum_range_m=far,
        )
        rcs = mean_rcs_m2(
            target, values, band, swerling=site.convention.swerling, configuration=configuration
        )
        return site, rcs

    drawn, rcs = asked(sample(unknowns, size=draws, seed=seed))
    nominal, nominal_rcs = asked(nominal_values(unknowns))
    reach = 2.0 * np.quantile(drawn.reach_m(rcs, pd=pd), 0.9)  # two rays in phase double it
    width = float(min(max(reach, _NEAREST_M * 10), far / 1.05))
    grid = _grid(width, ceiling_m, lobes.surface_altitude_m, 1)
    fine = _grid(width, ceiling_m, lobes.surface_altitude_m, _FINER)

    def covered(draw: int) -> NDArray[np.bool_]:
        one = some_draws(drawn, slice(draw, draw + 1))
        return _pd(one, rcs[draw : draw + 1], *grid, lobes) >= pd

    share = np.zeros((grid[1].size, grid[0].distance_m.size))
    for found in in_order(covered, range(draws), workers=workers):
        share += found
    return LobeChart(
        radar=radar.name,
        target=target.name,
        pd=pd,
        draws=draws,
        distance_m=grid[0].distance_m,
        altitude_m=grid[1],
        share=share / draws,
        nominal_distance_m=fine[0].distance_m,
        nominal_altitude_m=fine[1],
        nominal_pd=_pd(nominal, nominal_rcs, *fine, lobes),
        plain_pd=_pd(nominal, nominal_rcs, *fine, None),
        antenna_altitude_m=float(nominal.antenna_altitude_m[0]),
    )


def _grid(
    width_m: float, ceiling_m: float, surface_m: float, finer: int
) -> tuple[Profiles, FloatArray]:
    """Smooth profiles, one per altitude, and the altitudes."""
    levels, steps = _LEVELS * finer, _STEPS * finer
    altitude = surface_m + ceiling_m * (np.arange(levels) + 0.5) / levels
    shape = (levels, steps)
    profiles = Profiles(
        np.zeros(levels), width_m / steps, np.full(shape, surface_m), np.zeros(shape)
    )
    return profiles, altitude


def _pd(
    radar: RadarSite,
    rcs: FloatArray,
    profiles: Profiles,
    altitude: FloatArray,
    lobes: Lobes | None,
) -> FloatArray:
    """Single-scan probability of one draw, shape (level, step)."""
    echo = echo_along_profiles(
        radar,
        profiles,
        altitude_m=np.broadcast_to(altitude[:, None], profiles.ground_m.shape),
        rcs_mean_m2=rcs,
        lobes=lobes,
    )
    return np.asarray(single_scan_pd(radar, echo.snr)[0])
