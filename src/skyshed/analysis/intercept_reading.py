"""The farthest intercept as a number that the reading of a claim may ask for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.ballistic_reading import ballistic_slant_ranges
from skyshed.analysis.engageable import engageable
from skyshed.analysis.engageable_setting import Setting, Watch, setting, threats
from skyshed.analysis.passing import passing_slant_ranges
from skyshed.analysis.placement import Model, Values, on_terrain_model
from skyshed.scenario.model import StudyTarget
from skyshed.scenario.raid_checks import ARC_NUMBERS
from skyshed.systems.battery import Battery
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]

_SCANS = 6  # more than a track needs to be confirmed
_PASSING_EVERY = 2  # of those: a line past the battery every 30 degrees
EVERY = 3
"""Every 15 degrees, as for the ranges of a pair."""
_REDUCE: dict[str, Callable[..., FloatArray]] = {"any": np.max, "median": np.median, "all": np.min}


class InterceptCase(Protocol):
    """What is asked of a case: the target's key, its height, speed, and azimuths.

    With `short_m` it flies a ballistic arc and comes down that far short of the battery; with
    `passing_m` it flies level past the battery, at that distance at its closest approach.
    """

    @property
    def target(self) -> str: ...
    @property
    def altitude_m(self) -> float | None: ...
    @property
    def agl_m(self) -> float | None: ...
    @property
    def speed_m_s(self) -> float: ...
    @property
    def azimuth(self) -> str: ...
    @property
    def short_m(self) -> float | None: ...
    @property
    def passing_m(self) -> float | None: ...


def intercept_slant_ranges(
    model: Model,
    battery: Battery,
    cases: Sequence[InterceptCase],
    values: Values,
    terrain: str = "relief with error",
    workers: int = 1,
    every: int = EVERY,
) -> FloatArray:
    """Farthest slant range at which a battery can intercept targets that fly at or past it.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    battery : Battery
        One of its batteries.
    cases : sequence of InterceptCase
        The target, how it flies, and over which azimuths the answer is taken: "median", "any" or
        "all". Ballistic missiles fly the arc of their drawn range and apogee.
    values : mapping of str to ndarray, shape (draw,)
        Draws of the model's and the battery's unknowns, and of the numbers of `arc_parameters`.
    terrain : str
        One of `analysis.placement.TERRAIN_MODELS`.
    workers : int
        Threads; the result does not depend on it.
    every : int
        Every how many of the profiles, which are 5 degrees apart.

    Returns
    -------
    ndarray, shape (case, draw)
        Of all intercepts, broken stretches included; 0 where there is none. [m]
    """
    there = on_terrain_model(values, terrain)
    found = thinned(setting(model, battery, there, terrain=terrain), every)
    answer = np.empty((len(cases), found.draws))
    level = [i for i, c in enumerate(cases) if c.short_m is None and c.passing_m is None]
    if level:
        straight = [cases[i] for i in level]
        answer[level] = _straight_in(model, found, straight, there, workers)
    for i, case in enumerate(cases):
        if case.short_m is not None:
            answer[i] = _on_the_arc(model, found, case, there)
        elif case.passing_m is not None:
            answer[i] = _flying_past(model, found, case, there, workers)
    return answer


def _flying_past(
    model: Model, found: Setting, case: InterceptCase, there: Values, workers: int
) -> FloatArray:
    """A target that flies level and straight past the battery, (draw,)."""
    found = thinned(near_enough(found, case.speed_m_s), _PASSING_EVERY)
    target = replace(model.study.target(case.target), speed_m_s=case.speed_m_s)
    height = [(case.altitude_m, case.agl_m)]
    (threat,) = threats(model, found, there, [target], heights=height)
    slant = passing_slant_ranges(
        found, threat, passing_m=float(case.passing_m or 0.0), workers=workers
    )
    return np.asarray(_REDUCE[case.azimuth](slant, axis=1))


def _straight_in(
    model: Model, found: Setting, cases: Sequence[InterceptCase], there: Values, workers: int
) -> FloatArray:
    """Targets that fly level and straight at the battery, (case, draw)."""
    found = near_enough(found, max(case.speed_m_s for case in cases))
    asked = [
        threats(
            model,
            found,
            there,
            [replace(model.study.target(case.target), speed_m_s=case.speed_m_s)],
            heights=[(case.altitude_m, case.agl_m)],
        )[0]
        for case in cases
    ]
    results = engageable(found, asked, workers=workers)
    return np.stack(
        [
            _REDUCE[case.azimuth](
                result.farthest_slant_m[:, result.looked]
                if case.azimuth == "median"
                else result.farthest_slant_m,
                axis=1,
            )
            for case, result in zip(cases, results, strict=True)
        ]
    )


def _on_the_arc(model: Model, found: Setting, case: InterceptCase, there: Values) -> FloatArray:
    """A ballistic missile on the arc of its drawn range and apogee, (draw,)."""
    target = model.study.target(case.target)
    # the height serves the line of a level target only, the cross-section does not depend on it
    seen = threats(model, found, there, [target], heights=[(0.0, None)])[0]
    range_m, apogee_m = (there[key] for key in arc_parameters(target))
    slant = ballistic_slant_ranges(
        found,
        range_m=range_m,
        apogee_m=apogee_m,
        short_m=[float(case.short_m or 0.0)],
        rcs_guide_m2=seen.rcs_guide_m2[:, 0],
        rcs_see_m2=seen.rcs_see_m2[:, 0],
    )[0]
    return np.asarray(_REDUCE[case.azimuth](slant, axis=0))


def arc_parameters(target: StudyTarget) -> dict[str, Parameter]:
    """Range and apogee of a ballistic missile as the catalogue has them, by key."""
    return {f"{target.entry.id}.{name}": target.entry.kinematics[name] for name in ARC_NUMBERS}


def near_enough(found: Setting, speed_m_s: float) -> Setting:
    """The battery without the outer part of the profiles, from which no intercept can follow."""
    tables = found.tables
    longest_s = float(np.nanmax(tables.time_s)) + float(found.drawn.delay_s.max())
    scans_s = _SCANS * float(found.see.radar.scan_period_s.max())
    farthest_m = float(tables.range_max_m.max()) + speed_m_s * (longest_s + scans_s)

    def nearer(watch: Watch) -> Watch:
        if not watch.at_battery:
            return watch
        return replace(watch, profiles=watch.profiles.cut(farthest_m))

    guide = nearer(found.guide)
    return replace(found, guide=guide, see=guide if found.see is found.guide else nearer(found.see))


def thinned(found: Setting, every: int) -> Setting:
    """The same battery on every n-th azimuth of its own radars."""

    def fewer(watch: Watch) -> Watch:
        if not watch.at_battery or watch.profiles.azimuth_rad.size % every:
            return watch
        return replace(watch, profiles=watch.profiles.thinned(every))

    guide = fewer(found.guide)
    return replace(found, guide=guide, see=guide if found.see is found.guide else fewer(found.see))
