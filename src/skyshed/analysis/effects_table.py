"""What each effect changes: ranges of a confirmed track with one effect at a time switched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import confirmation
from skyshed.analysis.lobes import SURFACES, Lobes
from skyshed.analysis.placement import Model, PlacedRadar, Values, altitude_over
from skyshed.scenario.model import StudyTarget
from skyshed.systems.effects import (
    EFFECT_KEYS,
    clutter_parameters,
    gas_parameters,
    rain_parameters,
)
from skyshed.uncertainty.parameter import Parameter, fixed
from skyshed.uncertainty.sampling import sample

FloatArray = NDArray[np.float64]

_EVERY = 3  # azimuths 15 degrees apart, as for the ranges of a pair
_OPTICAL_M = 1e-6  # waves so short that an edge either hides or does not
HEAVY_RAIN_MM_H = 10.0
DUCT_K = 4.0
SEA_ROUGHNESS_M, LAND_ROUGHNESS_M = 0.3, 0.5


@dataclass(frozen=True)
class Height:
    """A height of flight: above mean sea level or above ground. [m]"""

    label: str
    altitude_m: float | None = None
    agl_m: float | None = None


HEIGHTS = (
    Height("100 m above ground", agl_m=100.0),
    Height("1 km above ground", agl_m=1000.0),
    Height("9 km", altitude_m=9000.0),
)


@dataclass(frozen=True)
class Effect:
    """One thing switched against a base.

    Attributes
    ----------
    key : str
        Short name.
    label : str
        Words for people.
    base : str
        Key of the row that it is compared with; empty for a base.
    parameters : mapping of str to Parameter
        Unknowns that switch it on.
    change : callable
        What it does to the radar on its terrain and to the drawn radar.
    terrain : str
        Which of the profiles.
    lobes : Lobes or None
        A reflecting surface, at the site's altitude.
    """

    key: str
    label: str
    base: str = "all"
    parameters: tuple[tuple[str, Parameter], ...] = ()
    k_factor: float | None = None
    optical: bool = False
    terrain: str = "relief with error"
    lobes: Lobes | None = None


@dataclass(frozen=True)
class EffectRow:
    """Slant range of a confirmed track, median over azimuths, shape (height, draw). [m]"""

    effect: Effect
    range_m: FloatArray


def effects() -> tuple[Effect, ...]:
    """All rows of the table, bases before what is compared with them."""
    rate = fixed(
        HEAVY_RAIN_MM_H / 3.6e6, "m/s", basis="assumed", grade="D", note="moderate to heavy rain"
    )

    def suppressed(db: float) -> tuple[tuple[str, Parameter], ...]:
        factor = fixed(db, "dB", basis="assumed", grade="D", note="from poor to good, 20 to 60 dB")
        return tuple(clutter_parameters(factor).items())

    smooth = {"base": "smooth", "terrain": "smooth Earth"}
    return (
        Effect("all", "relief and air as drawn, edge loss; nothing optional", ""),
        Effect("gas", "absorption by air", parameters=tuple(gas_parameters().items())),
        Effect(
            "rain",
            f"rain of {HEAVY_RAIN_MM_H:g} mm/h everywhere",
            parameters=tuple(rain_parameters(rate).items()),
        ),
        Effect("clutter40", "ground clutter suppressed by 40 dB", parameters=suppressed(40.0)),
        Effect("clutter20", "ground clutter suppressed by 20 dB", parameters=suppressed(20.0)),
        Effect("duct", f"a duct on the ground, k = {DUCT_K:g}", k_factor=DUCT_K),
        Effect("k43", "4/3 Earth instead of the drawn air", k_factor=4.0 / 3.0),
        Effect("k1", "no refraction, k = 1", k_factor=1.0),
        Effect("mask", "a hard edge of sight: no loss by diffraction", optical=True),
        Effect("smooth", "smooth Earth at the site's altitude", terrain="smooth Earth"),
        Effect("land", "lobes over flat land", lobes=Lobes(SURFACES["land"], LAND_ROUGHNESS_M),
               **smooth),  # type: ignore[arg-type]
        Effect("sea", "lobes over sea", lobes=Lobes(SURFACES["sea"], SEA_ROUGHNESS_M),
               **smooth),  # type: ignore[arg-type]
    )  # fmt: skip


def effect_rows(
    model: Model,
    radar_key: str,
    target: StudyTarget,
    *,
    draws: int,
    seed: int,
    heights: Sequence[Height] = HEIGHTS,
    wanted: Sequence[str] | None = None,
    workers: int = 1,
    tell: Callable[[str], None] = lambda label: None,
) -> Iterator[EffectRow]:
    """Ranges with one effect at a time.

    Parameters
    ----------
    model : Model
        A study on its terrain.
    radar_key : str
        Which of its radars.
    target : StudyTarget
        What flies at it; its own height is not used.
    draws, seed : int
        Of what is not known: the same for all rows, so that they can be compared draw by draw.
    heights : sequence of Height
        Heights of flight.
    wanted : sequence of str, optional
        Keys of the rows; all by default.
    workers : int
        Threads.
    tell : callable
        Called with the label of each row.

    Yields
    ------
    EffectRow
    """
    plain = {key: p for key, p in model.parameters.items() if key not in EFFECT_KEYS}
    for effect in effects():
        if wanted is not None and effect.key not in wanted:
            continue
        tell(effect.label)
        unknowns = {**plain, **dict(effect.parameters)}
        values = sample(unknowns, size=draws, seed=seed)
        yield EffectRow(effect, _ranges(model, radar_key, target, effect, values, heights, workers))


def changes(row: EffectRow, base: EffectRow) -> FloatArray:
    """Relative change of the range draw by draw: 5, 50 and 95 %, shape (height, 3). [1]"""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(base.range_m > 0.0, row.range_m / base.range_m - 1.0, np.nan)
    levels = [0.05, 0.5, 0.95]
    return np.asarray(np.nanquantile(ratio, levels, axis=1, method="inverted_cdf")).T


def _ranges(
    model: Model,
    radar_key: str,
    target: StudyTarget,
    effect: Effect,
    values: Values,
    heights: Sequence[Height],
    workers: int,
) -> FloatArray:
    placed: PlacedRadar = replace(model.placed[radar_key], k_factor=effect.k_factor)
    radar = placed.at(values)
    if effect.optical:
        radar = replace(radar, wavelength_m=np.full(radar.draws, _OPTICAL_M))
    profiles = placed.thinned(_EVERY).on(effect.terrain)
    lobes = effect.lobes and replace(effect.lobes, surface_altitude_m=radar.ground_altitude_m)
    rcs = model.mean_rcs_m2(radar, radar_key, target, values)
    return np.stack(
        [
            np.median(
                confirmation(
                    radar,
                    profiles,
                    altitude_m=altitude_over(height.altitude_m, height.agl_m, profiles),
                    rcs_mean_m2=rcs,
                    speed_m_s=target.speed_m_s,
                    pd=model.study.pd,
                    workers=workers,
                    lobes=lobes,
                ).confirmed_slant_m,
                axis=1,
            )
            for height in heights
        ]
    )
