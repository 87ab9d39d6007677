"""Numbers about shooting shown beside a claim that gets no verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.break_even import kill_chances
from skyshed.analysis.coverage import Heights
from skyshed.analysis.defended_area import TWELVE_COURSES, defended_area
from skyshed.analysis.engageable import engageable
from skyshed.analysis.engageable_setting import Setting, setting, threats
from skyshed.analysis.intercept_reading import EVERY, thinned
from skyshed.analysis.pairs import interval
from skyshed.analysis.placement import Values
from skyshed.analysis.plain_words import (
    area_words,
    basis_words,
    percent,
    target_words,
    time_range,
    time_words,
)
from skyshed.analysis.results import PremiseRow
from skyshed.analysis.warning_rows import warning_rows
from skyshed.catalogue.loader import system as catalogue_system
from skyshed.catalogue.model import RadarEntry
from skyshed.engagement.infrared import break_even_effectiveness
from skyshed.scenario.engagement_model import STATE_KEYS
from skyshed.scenario.model import StudyTarget
from skyshed.uncertainty.parameter import BASES, Parameter

if TYPE_CHECKING:
    from skyshed.analysis.premises import Asked

FloatArray = NDArray[np.float64]

_STATE_WORDS = {
    "off": "set up, warm and switched off",
    "cold": "set up, but cold",
    "march": "arriving by road",
    "stored": "stored in a depot",
}
_DEFENDED_DRAWS = 20
_DEFENDED_CELL_M = 10_000.0
_SPREAD = (0.05, 0.5, 0.95)


def engageable_area_rows(asked: "Asked") -> list[PremiseRow]:
    """Area over which each battery can intercept each target, by height."""
    model, premise = asked.model, asked.premise
    heights = [(None, agl) for agl in premise.agl_m]
    labels = Heights(agl_m=premise.agl_m).labels
    rows = []
    note = (
        f"Within {model.study.radius_m / 1e3:.0f} km of the battery, targets flying straight at"
        " it; median and 5 to 95 % of the draws. At once: the share of it that lies in the sector"
        " the radar watches at one moment, on average over where it faces."
    )
    targets = [model.study.target(name) for name in premise.targets]
    for key in premise.batteries:
        found, _ = _settings(asked, key)
        battery = model.batteries[key]
        share = model.placed[battery.guide].share_at_once
        reached = engageable(
            found,
            threats(model, found, asked.values, targets, heights=heights),
            workers=asked.workers,
        )
        for index, target in enumerate(targets):
            own = reached[index * len(labels) : (index + 1) * len(labels)]
            for label, one in zip(labels, own, strict=True):
                text = _scaled(area_words, one.area_m2)
                if share < 1.0:
                    text += f" steered, {_scaled(area_words, one.area_m2 * share)} at once"
                rows.append(
                    PremiseRow(
                        f"{premise.label}: {battery.label}, {target_words(target)} {label}",
                        text,
                        note,
                    )
                )
                note = ""
    return rows


def _scaled(words: Callable[..., str], area_m2: FloatArray) -> str:
    return words(interval(area_m2, np.median(area_m2), "m"))


def _first_draws(asked: "Asked", most: int) -> Values:
    """The first draws, for what takes long."""
    return {key: drawn[:most] for key, drawn in asked.values.items()}


def _size(values: Values) -> int:
    return int(next(iter(values.values())).size)


def _settings(asked: "Asked", battery: str) -> tuple[Setting, Setting]:
    model = asked.model
    return (
        thinned(setting(model, model.batteries[battery], asked.values), EVERY),
        thinned(setting(model, model.batteries[battery], asked.nominal), EVERY),
    )


def defended_area_rows(asked: "Asked") -> list[PremiseRow]:
    """Area in which an asset is protected against each threat, by battery and height."""
    model, premise = asked.model, asked.premise
    study = model.study
    keep_out = premise.numbers["keep_out_m"]
    values = _first_draws(asked, _DEFENDED_DRAWS)
    courses: Sequence[float] = TWELVE_COURSES
    said = "on any of twelve courses"
    if "from_rad" in premise.numbers:
        courses = [(premise.numbers["from_rad"] + np.pi) % (2.0 * np.pi)]
        said = f"coming from {np.degrees(premise.numbers['from_rad']):.0f} degrees"
    note = (
        f"An asset counts as protected where an intercept is possible at least"
        f" {keep_out / 1e3:g} km before the threat reaches it, {said}; median and 5 to 95 % of the"
        f" {_size(values)} draws, on cells of {_DEFENDED_CELL_M / 1e3:g} km."
    )
    rows = []
    for key in premise.batteries:
        found = thinned(setting(model, model.batteries[key], values), EVERY)
        for target in (study.target(name) for name in premise.targets):
            heights = [(None, agl) for agl in premise.agl_m]
            labels = Heights(agl_m=premise.agl_m).labels
            for label, threat in zip(
                labels, threats(model, found, values, [target], heights=heights), strict=True
            ):
                area = defended_area(
                    found,
                    threat,
                    keep_out_m=keep_out,
                    radius_m=study.radius_m,
                    cell_m=max(study.cell_m, _DEFENDED_CELL_M),
                    courses_rad=courses,
                    workers=asked.workers,
                ).area_m2
                rows.append(
                    PremiseRow(
                        f"{premise.label}: {model.batteries[key].label}, {target_words(target)}"
                        f" {label}",
                        _scaled(area_words, area),
                        note,
                    )
                )
                note = ""
    return rows


def first_intercept_rows(asked: "Asked") -> list[PremiseRow]:
    """Time from each state until a first intercept is possible."""
    model, premise = asked.model, asked.premise
    rows = []
    for key in premise.batteries:
        battery, study = model.batteries[key], model.study.battery(key)
        found, _ = _settings(asked, key)
        entry = catalogue_system(study.system.id, extra=model.study.catalogue)
        watching = battery.see or battery.guide
        scan = model.placed[watching].at(asked.values).scan_period_s
        added = _added_numbers(model.study.radar(watching).entry, battery.unknowns)
        then = 2.0 * scan + found.drawn.delay_s
        for target in (model.study.target(name) for name in premise.targets):
            last = then + _flight_times(asked, found, target)
            known = last[np.isfinite(last)]
            if known.size == 0:
                rows.append(
                    PremiseRow(
                        f"{premise.label}: {battery.label}, {target_words(target)}",
                        "never",
                        "It is not met on the median azimuth in any draw.",
                    )
                )
                continue
            low, median, high = (float(x) for x in np.quantile(known, _SPREAD))
            note = (
                "In brackets: the bounds of the readiness (the box) and, added to them, 5 to 95 %"
                " of the draws of what follows. Added: two scans, handover, reaction, launch, and"
                f" the flight to {target_words(target)} at the farthest intercept on the median"
                f" azimuth: {time_words(low)} to {time_words(high)} over the draws (5 to 95 %). A"
                " nearer target is reached sooner."
            )
            if known.size < last.size:
                missing = percent(1.0 - known.size / last.size)
                note += f" In {missing} of the draws it is not met; they are left out."
            for state, name in STATE_KEYS.items():
                ready = entry.readiness[name]
                rows.append(
                    PremiseRow(
                        f"{premise.label}: {battery.label}, {_STATE_WORDS[state]}",
                        f"{time_range(_later(ready, median, low, high))},"
                        f" {_sum_basis(ready, added)}",
                        note,
                    )
                )
                note = ""
    return rows


def _added_numbers(radar: RadarEntry, unknowns: Mapping[str, Parameter]) -> list[Parameter]:
    """What is added to the readiness: scans, and whatever the battery does until the intercept."""
    ends = (".reaction_time_s", ".handover_s", ".launch_delay_s", ".flight")
    scan = [number for name, number in radar.parameters.items() if name == "scan_period_s"]
    return scan + [number for key, number in unknowns.items() if key.endswith(ends)]


def _sum_basis(ready: Parameter, added: Sequence[Parameter]) -> str:
    """Basis of the sum: that of its weakest part, and the readiness where it differs."""
    weak = max((ready, *added), key=lambda part: (BASES.index(part.basis), part.grade))
    words = basis_words(weak)
    alone = basis_words(ready)
    return words if alone == words else f"{words} (the readiness by itself {alone})"


def _flight_times(asked: "Asked", found: Setting, target: StudyTarget) -> FloatArray:
    """Time of flight to the farthest intercept on the median azimuth, (draw,); nan without one."""
    from skyshed.analysis.waterfall import table_value

    threat = threats(asked.model, found, asked.values, [target])[0]
    reached = engageable(found, [threat], workers=asked.workers)[0]
    ground = np.median(reached.farthest_m[:, reached.looked], axis=1)
    altitude = (
        target.altitude_m
        if target.altitude_m is not None
        else found.guide.radar.ground_altitude_m + float(target.agl_m or 0.0)
    )
    table = found.battery.interceptor.fly_out.time_s
    return np.array(
        [
            table_value(found, table[member], float(r), altitude) if r > 0.0 else np.nan
            for member, r in zip(found.drawn.member, ground, strict=True)
        ]
    )


def _later(ready: Parameter, median: float, low: float, high: float) -> Parameter:
    return replace(
        ready,
        nominal=ready.nominal + median,
        low=ready.low + low,
        high=ready.high + high,
        values=(),
        shape="triangular",
    )


def break_even_rows(asked: "Asked") -> list[PremiseRow]:
    """How effective a countermeasure must be, over the whole range of the assumed kill chance."""
    premise = asked.premise
    ends = kill_chances(premise)
    rows = []
    note = (
        "Generic geometry, not on a map. The effectiveness of the real system is not public, so"
        " none is assumed: this is what it would have to be. Kill probability of one missile"
        f" without countermeasure: {ends[0]:g} to {ends[2]:g}, assumed. Shots count as"
        " independent. In brackets: over those bounds (the box), which no weighting changes."
    )
    for shots in premise.shots:
        for level in premise.survival:
            low, middle, high = (
                float(break_even_effectiveness(p, level, guidance="infrared", shots=shots))
                for p in ends
            )
            rows.append(
                PremiseRow(
                    f"{premise.label}: to survive {_shots(shots)} with a chance of"
                    f" {percent(level)}",
                    f"at least {100.0 * middle:.1f} % of the shots turned away"
                    f" ({100.0 * low:.1f} to {100.0 * high:.1f} %)",
                    note,
                )
            )
            note = ""
    rows.append(
        PremiseRow(
            f"{premise.label}: against missiles guided by radar",
            "no effect, whatever its effectiveness",
            "True by construction: nothing on such a missile looks for heat.",
        )
    )
    return rows


def _shots(number: int) -> str:
    return "one shot" if number == 1 else f"{number} shots"


def raid_rows(asked: "Asked") -> list[PremiseRow]:
    """Outcomes of raids, one row for each network."""
    rows = []
    for key in asked.premise.raids:
        for raid in asked.raids:
            if raid.key == key:
                rows += raid.premise_rows(asked.premise.label)
    return rows


ENGAGEMENT_PREMISES: dict[str, Callable[["Asked"], list[PremiseRow]]] = {
    "engageable_area_by_battery": engageable_area_rows,
    "raid_outcomes": raid_rows,
    "time_to_first_intercept": first_intercept_rows,
    "warning_minutes": warning_rows,
    "countermeasure_break_even": break_even_rows,
    "defended_area": defended_area_rows,
}
"""What the study file may ask for; a test pairs it with the schema."""
