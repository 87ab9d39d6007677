"""What the batteries of a study can reach: one result for each battery and target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.coverage import Progress
from skyshed.analysis.engageable import EngageableResult
from skyshed.analysis.engageable_maps import factor_map, share_map
from skyshed.analysis.engageable_setting import Setting, setting, threats
from skyshed.analysis.envelope import Envelope, envelope
from skyshed.analysis.intercept_reading import EVERY, thinned
from skyshed.analysis.pairs import interval, median_azimuth
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.reach_courses import reached, reached_factors
from skyshed.analysis.reach_floor import below_floor_words
from skyshed.analysis.results import Interval
from skyshed.analysis.waterfall import Waterfall, waterfall
from skyshed.scenario.model import StudyTarget

FloatArray = NDArray[np.float64]

_SHARES = {"targets": 0.2, "maps": 0.6, "waterfall": 0.2}  # of the time of a battery, roughly
_WHOLE = 1000
_ENVELOPE_ALTITUDES_M = np.concatenate([[50.0, 100.0, 250.0], np.arange(500.0, 35_001.0, 500.0)])


@dataclass(frozen=True)
class EngageableLayers:
    """Maps of where a battery can intercept one target, on the plane of the radar that guides.

    Arrays are (height, row, column), north up, the battery in the middle cell; heights follow the
    study's maps. `share` is nan outside the disc; `factors` are codes of
    `analysis.engageable.FACTORS` in the nominal draw, 255 unknown or outside.
    """

    latitude_deg: float
    longitude_deg: float
    cell_m: float
    radius_m: float
    share: FloatArray
    factors: NDArray[np.uint8]
    civil: bool


@dataclass(frozen=True)
class HeightReach:
    """What a battery reaches of one target at one of the study's heights, median azimuth."""

    label: str
    farthest_ground_m: Interval
    area_m2: Interval
    share_of_ring: Interval


@dataclass(frozen=True)
class ReachResult:
    """One battery against one target.

    `course` is "inbound" for a target that flies straight at the battery, else such as "course 090
    deg" or "worst of 12 courses"; the waterfall is of a target that flies straight at the battery.
    `intercept_slant_m` and `intercept_ground_m` are of the farthest intercept at the target's own
    height, median azimuth of those that the guiding radar looks at; `best_slant_m` that on the best
    azimuth. `share_of_radius` and `share_of_ring` compare with the quoted ring. `azimuth_rad`,
    `unbroken_m` and `farthest_m` are as in `EngageableResult`. `sector_share` is the share of the
    compass that the radar watches at once, 1 all round: on average over where it faces, that share
    of `area_m2` holds at once.
    `below_floor` says so where the target flies below the missile's floor in most draws.
    """

    battery: str
    target: str
    label: str
    intercept_slant_m: Interval
    intercept_ground_m: Interval
    best_slant_m: Interval
    share_of_radius: Interval
    share_of_ring: Interval
    area_m2: Interval
    azimuth_rad: FloatArray
    unbroken_m: FloatArray
    farthest_m: FloatArray
    sector_share: float
    heights: tuple[HeightReach, ...]
    waterfall: Waterfall
    layers: EngageableLayers | None = None
    course: str = "inbound"
    below_floor: str = ""


@dataclass(frozen=True)
class BatteryReach:
    """Everything that one battery reaches.

    `fit_words` says how the missile's flight was found. `envelope` is against a target with the
    speed of the study's headline target.
    """

    key: str
    label: str
    system: str
    missile: str
    guidance: str
    see: str
    guide: str
    fit_words: str
    envelope: Envelope
    pairs: tuple[ReachResult, ...]


def batteries_reach(
    model: Model,
    values: Values,
    nominal: Values,
    *,
    workers: int = 1,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
    progress: Progress | None = None,
    envelope_altitudes_m: ArrayLike = _ENVELOPE_ALTITUDES_M,
) -> tuple[BatteryReach, ...]:
    """Compute what every battery of a study reaches of every target.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    values, nominal : mapping of str to ndarray
        Draws of all unknowns and their nominal values.
    workers : int
        Threads; nothing depends on it.
    tell : callable
        Called with (what, done, total).
    progress : callable, optional
        Called with (done, in all) after every draw of a battery, in thousandths of its work; what
        it raises ends the work.
    envelope_altitudes_m : array_like, shape (altitude,)
        Where the envelope of the missile is computed, which takes as long as all the rest. [m]

    Returns
    -------
    tuple of BatteryReach
    """
    found = []
    altitudes = np.asarray(envelope_altitudes_m, dtype=float)
    for done, key in enumerate(model.batteries):
        tell("batteries and targets", done, len(model.batteries))
        found.append(_battery_reach(model, key, values, nominal, workers, progress, altitudes))
    if found:
        tell("batteries and targets", len(found), len(found))
    return tuple(found)


class _Parts:
    """Makes one count of the parts of a battery's work, each of which counts its own draws."""

    def __init__(self, progress: Progress | None, *, waterfalls: int) -> None:
        self._progress = progress
        self._left = dict(_SHARES)
        self._left["waterfall"] /= max(waterfalls, 1)
        self._done = 0.0

    def next(self, part: str) -> Progress | None:
        """What the next part tells; those before it count as done."""
        if self._progress is None:
            return None
        tell, before, share = self._progress, self._done, self._left[part]
        self._done += share

        def count(done: int, total: int) -> None:
            tell(round(_WHOLE * (before + share * done / max(total, 1))), _WHOLE)

        return count


def _battery_reach(
    model: Model,
    key: str,
    values: Values,
    nominal: Values,
    workers: int,
    progress: Progress | None,
    envelope_altitudes_m: FloatArray,
) -> BatteryReach:
    study, battery = model.study, model.batteries[key]
    every_azimuth = setting(model, battery, values), setting(model, battery, nominal)
    drawn, first = (thinned(one, EVERY) for one in every_azimuth)
    ring = study.ring_m or study.radius_m
    targets = [t for t in study.targets if "ballistic" not in t.entry.target_class]
    parts = _Parts(progress, waterfalls=len(targets))
    own = threats(model, drawn, values, targets)
    own_first = threats(model, first, nominal, targets)
    there_all = reached(
        drawn,
        targets,
        own,
        ring_m=ring,
        radius_m=study.radius_m,
        workers=workers,
        progress=parts.next("targets"),
    )
    first_all = reached(first, targets, own_first, ring_m=ring, radius_m=study.radius_m)
    mapped = [target for target in targets if target.maps]
    heights, layers = _by_height(
        model,
        *(every_azimuth if model.study.radar(battery.guide).maps else (drawn, first)),
        mapped,
        values,
        nominal,
        ring_m=ring,
        workers=workers,
        progress=parts.next("maps"),
    )
    pairs = []
    for target, threat, threat_first, there, there_first in zip(
        targets, own, own_first, there_all, first_all, strict=True
    ):
        looked = there.looked
        falls = waterfall(
            drawn,
            first,
            threat,
            threat_first,
            ring_m=ring,
            workers=workers,
            progress=parts.next("waterfall"),
        )
        pairs.append(
            ReachResult(
                battery=key,
                target=target.key,
                label=there.label,
                intercept_slant_m=median_azimuth(
                    there.farthest_slant_m, there_first.farthest_slant_m, looked
                ),
                intercept_ground_m=median_azimuth(there.farthest_m, there_first.farthest_m, looked),
                best_slant_m=interval(
                    there.farthest_slant_m.max(axis=1), there_first.farthest_slant_m.max(axis=1)
                ),
                share_of_radius=interval(
                    np.median(there.farthest_slant_m[:, looked], axis=1) / ring,
                    np.median(there_first.farthest_slant_m[:, looked], axis=1) / ring,
                    "1",
                ),
                share_of_ring=interval(
                    there.share_of_ring_area, there_first.share_of_ring_area, "1"
                ),
                area_m2=interval(there.area_m2, there_first.area_m2, "m^2"),
                azimuth_rad=there.azimuth_rad,
                unbroken_m=there.unbroken_m,
                farthest_m=there.farthest_m,
                sector_share=model.placed[battery.guide].share_at_once,
                heights=heights.get(target.key, ()),
                waterfall=falls,
                layers=layers.get(target.key),
                course=there.course,
                below_floor=below_floor_words(drawn, threat),
            )
        )
    missile = battery.interceptor
    return BatteryReach(
        key=key,
        label=battery.label,
        system=study.battery(key).system.id,
        missile=missile.name,
        guidance=missile.guidance,
        see=battery.see or battery.guide,
        guide=battery.guide,
        fit_words=_fit_words(model, key),
        envelope=envelope(drawn, speed_m_s=_headline_speed(model), altitude_m=envelope_altitudes_m),
        pairs=tuple(pairs),
    )


def _by_height(
    model: Model,
    drawn: Setting,
    first: Setting,
    targets: Sequence[StudyTarget],
    values: Values,
    nominal: Values,
    *,
    ring_m: float,
    workers: int,
    progress: Progress | None,
) -> tuple[dict[str, tuple[HeightReach, ...]], dict[str, EngageableLayers]]:
    """Targets at the heights of the maps, all at once because they share the sight; and maps."""
    study, labels = model.study, model.heights.labels
    asked: list[tuple[float | None, float | None]] = [
        *((None, agl) for agl in study.agl_m),
        *((altitude, None) for altitude in study.altitude_m),
    ]
    at = threats(model, drawn, values, targets, heights=asked)
    at_first = threats(model, first, nominal, targets, heights=asked)
    of = [target for target in targets for _ in asked]
    far = study.radius_m
    there = reached(drawn, of, at, ring_m=ring_m, radius_m=far, workers=workers, progress=progress)
    there_first = reached(first, of, at_first, ring_m=ring_m, radius_m=far)
    rows, layers = {}, {}
    for index, target in enumerate(targets):
        own = slice(index * len(labels), (index + 1) * len(labels))
        rows[target.key] = tuple(
            HeightReach(
                label,
                median_azimuth(one.farthest_m, one_first.farthest_m, one.looked),
                interval(one.area_m2, one_first.area_m2, "m^2"),
                interval(one.share_of_ring_area, one_first.share_of_ring_area, "1"),
            )
            for label, one, one_first in zip(labels, there[own], there_first[own], strict=True)
        )
        if study.radar(drawn.battery.guide).maps:
            codes = [
                reached_factors(first, target, threat, ring_m=ring_m, radius_m=far)
                for threat in at_first[own]
            ]
            layers[target.key] = _layers(model, drawn, codes, there[own])
    return rows, layers


def _layers(
    model: Model,
    drawn: Setting,
    codes: Sequence[NDArray[np.uint8]],
    there: Sequence[EngageableResult],
) -> EngageableLayers:
    guide = model.placed[drawn.battery.guide]
    cell = guide.grid.cell_m
    half_width = min(int(np.ceil(model.study.radius_m / cell - 1e-9)), guide.grid.n)
    share = [share_map(one, half_width=half_width, cell_m=cell) for one in there]
    factors = [
        factor_map(code, one, half_width=half_width, cell_m=cell)
        for code, one in zip(codes, there, strict=True)
    ]
    site = guide.radar.site
    return EngageableLayers(
        site.latitude_deg,
        site.longitude_deg,
        cell,
        half_width * cell,
        np.array(share),
        np.array(factors),
        guide.radar.entry.civil,
    )


def _headline_speed(model: Model) -> float:
    headline = model.study.headline
    key = headline.target if headline is not None else model.study.targets[0].key
    return model.study.target(key).speed_m_s


def _fit_words(model: Model, battery: str) -> str:
    fit = model.batteries[battery].interceptor.fit
    kept = fit.missile.members if fit.missile else 0
    return (
        f"Of {fit.tried:,} possible missiles that were drawn, {fit.accepted} agree with the quoted"
        f" figures; {kept} are flown here."
    )
