"""Quantities that the readings of a claim may ask for, as functions of the unknowns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import confirmation, echo_along_profiles, single_scan_pd
from skyshed.analysis.intercept_reading import EVERY, arc_parameters, intercept_slant_ranges
from skyshed.analysis.looked_at import looked_at_by
from skyshed.analysis.placement import (
    Model,
    Values,
    altitude_over,
    on_terrain_model,
)
from skyshed.analysis.radials import Profiles
from skyshed.scenario.model import Case, Reading
from skyshed.systems.environment import REFRACTIVITY, TERRAIN_ERROR
from skyshed.systems.radar_site import RadarSite, radar_parameters
from skyshed.systems.target import signature_band, target_parameters
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]

_REDUCE: dict[str, Callable[..., FloatArray]] = {"any": np.max, "median": np.median, "all": np.min}
_REDUCE_NOT: dict[str, Callable[..., FloatArray]] = {**_REDUCE, "any": np.min, "all": np.max}


@dataclass(frozen=True)
class ReadingModel:
    """A reading of a claim, ready to be asked.

    The value of a draw is the least (all) or greatest (any) value of its cases; for
    "confirmed_slant_range" and "intercept_slant_range" a slant range [m], for
    "covered_at_distance" a single-scan probability. Every `every`-th profile is asked, of those 5
    degrees apart.
    """

    model: Model
    reading: Reading
    workers: int = 1
    every: int = EVERY

    @property
    def threshold(self) -> float:
        """What the value is compared with."""
        if self.unit == "m":
            return float(self.reading.at_least_m or 0.0)
        return self.model.study.pd

    @property
    def unit(self) -> str:
        """SI unit of the value."""
        return "1" if self.reading.quantity == "covered_at_distance" else "m"

    def parameters(self) -> dict[str, Parameter]:
        """The unknowns that enter this reading, by key."""
        shared = (REFRACTIVITY, TERRAIN_ERROR, *self.model.study.effects)
        found = {key: self.model.parameters[key] for key in shared}
        for case in self.reading.cases:
            battery = self.model.batteries.get(case.battery)
            found |= {} if battery is None else battery.unknowns
            target = self.model.study.target(case.target)
            found |= {} if case.short_m is None else arc_parameters(target)
            for key in (case.radar,) if battery is None else (case.radar, battery.guide):
                radar = self.model.placed[key].radar
                found |= radar_parameters(radar.entry, mount=radar.mount)
                found |= target_parameters(
                    target.entry, signature_band(radar.entry), configuration=target.configuration
                )
        # As fixed by the study; those of an arc are not among the study's.
        return {key: self.model.parameters.get(key, own) for key, own in found.items()}

    def case_values(self, values: Values, terrain: str = "relief with error") -> FloatArray:
        """Value of every case, shape (case, draw)."""
        there = on_terrain_model(values, terrain)
        return QUANTITIES[self.reading.quantity](self, there, terrain)

    def value(self, values: Values, terrain: str = "relief with error") -> FloatArray:
        """Value of the reading, shape (draw,)."""
        return self.combined(self.case_values(values, terrain))

    def combined(self, cases: FloatArray) -> FloatArray:
        """Value of the reading, shape (draw,), from those of its cases, shape (case, draw)."""
        # "not covered" everywhere means that even the best case stays below
        worst_is_high = self.reading.predicate == "not_covered"
        take_least = (self.reading.combine == "all") != worst_is_high
        return np.asarray(cases.min(axis=0) if take_least else cases.max(axis=0))

    def holds(self, value: FloatArray) -> NDArray[np.bool_]:
        """Whether the predicate is true, draw by draw."""
        if self.reading.predicate == "not_covered":
            return np.asarray(value < self.threshold)
        return np.asarray(value >= self.threshold)


def _confirmed_slant_range(
    asked: ReadingModel, case: Case, radar: RadarSite, values: Values, terrain: str
) -> FloatArray:
    profiles, altitude = _setting(asked, case, terrain)
    target = asked.model.study.target(case.target)
    ends = confirmation(
        radar,
        profiles,
        altitude_m=altitude,
        rcs_mean_m2=asked.model.mean_rcs_m2(radar, case.radar, target, values),
        speed_m_s=case.speed_m_s,
        pd=asked.model.study.pd,
        workers=asked.workers,
    )
    slant_m = ends.confirmed_slant_m
    if case.azimuth == "median":
        slant_m = slant_m[:, looked_at_by(radar, profiles.azimuth_rad)]
    return np.asarray(_REDUCE[case.azimuth](slant_m, axis=1))


def _covered_at_distance(
    asked: ReadingModel, case: Case, radar: RadarSite, values: Values, terrain: str
) -> FloatArray:
    profiles, altitude = _setting(asked, case, terrain)
    target = asked.model.study.target(case.target)
    steps = [
        min(max(round(d.distance_m / profiles.step_m) - 1, 0), profiles.ground_m.shape[1] - 1)
        for d in asked.reading.distances
    ]
    echo = echo_along_profiles(
        radar,
        profiles,
        altitude_m=altitude,
        rcs_mean_m2=asked.model.mean_rcs_m2(radar, case.radar, target, values),
        workers=asked.workers,
    )
    pd = single_scan_pd(radar, echo.snr[:, :, steps])
    # "not covered" in all directions means that even the best of them stays below
    negated = asked.reading.predicate == "not_covered"
    over_azimuths = (_REDUCE_NOT if negated else _REDUCE)[case.azimuth]
    by_distance = np.asarray(over_azimuths(pd, axis=1))
    return np.asarray((np.max if negated else np.min)(by_distance, axis=1))


def _case_by_case(
    one: Callable[[ReadingModel, Case, RadarSite, Values, str], FloatArray],
) -> Callable[[ReadingModel, Values, str], FloatArray]:
    """All cases of a reading of radars, (case, draw)."""

    def every(asked: ReadingModel, values: Values, terrain: str) -> FloatArray:
        radars = {
            key: asked.model.placed[key].at(values)
            for key in dict.fromkeys(case.radar for case in asked.reading.cases)
        }
        return np.stack(
            [one(asked, case, radars[case.radar], values, terrain) for case in asked.reading.cases]
        )

    return every


def _intercept_slant_ranges(asked: ReadingModel, values: Values, terrain: str) -> FloatArray:
    """All cases of a reading of batteries, (case, draw); cases of one battery share its sight."""
    cases = asked.reading.cases
    found = np.empty((len(cases), next(iter(values.values())).size))
    for key in dict.fromkeys(case.battery for case in cases):
        mine = [i for i, case in enumerate(cases) if case.battery == key]
        found[mine] = intercept_slant_ranges(
            asked.model,
            asked.model.batteries[key],
            [cases[i] for i in mine],
            values,
            terrain=terrain,
            workers=asked.workers,
            every=asked.every,
        )
    return found


QUANTITIES: dict[str, Callable[[ReadingModel, Values, str], FloatArray]] = {
    "confirmed_slant_range": _case_by_case(_confirmed_slant_range),
    "covered_at_distance": _case_by_case(_covered_at_distance),
    "intercept_slant_range": _intercept_slant_ranges,
}
"""What the study file may ask for, (case, draw); a test pairs it with the schema."""


def _setting(asked: ReadingModel, case: Case, terrain: str) -> tuple[Profiles, FloatArray]:
    profiles = asked.model.placed[case.radar].thinned(asked.every).on(terrain)
    return profiles, altitude_over(case.altitude_m, case.agl_m, profiles)
