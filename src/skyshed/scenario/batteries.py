"""Build batteries: the radar that guides, the missile, and what there is to shoot with."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.model import MissileEntry, SystemEntry
from skyshed.documents import NodePath
from skyshed.errors import CatalogueError
from skyshed.scenario.engagement_model import BATTERY_NUMBERS, StudyBattery
from skyshed.scenario.engagement_schema import BatteryPart, WhatIfPart
from skyshed.scenario.laydown import Surroundings, in_study, refuse_shoulder_fired
from skyshed.scenario.model import StudyRadar
from skyshed.scenario.references import NO_SOURCE, check_known
from skyshed.scenario.stock import catalogue_numbers
from skyshed.uncertainty.parameter import Parameter
from skyshed.units import parse_quantity

_MOST = {"time": 7 * 86_400.0, "count": 100_000.0}
#: Words for the numbers of a battery.
WORDS = {
    "launchers": "launchers",
    "rounds": "missiles ready to fire",
    "target_channels": "targets engaged at once",
    "missile_channels": "missiles guided at once",
    "reaction": "reaction time",
    "reload": "time to reload",
}


def build_battery(
    part: BatteryPart, path: NodePath, radars: Sequence[StudyRadar], around: Surroundings
) -> StudyBattery:
    """A battery of the study; numbers that the file leaves out are the catalogue's."""
    around.check_source(path, part.source)
    system = _system(part, path, around)
    missile = _missile(part, path, system, around)
    keys = [radar.key for radar in radars]
    if part.see is not None:
        check_known(around.document, (*path, "see"), part.see, keys, "the id of a radar")
    check_known(around.document, (*path, "guide"), part.guide, keys, "the id of a radar")
    guide = radars[keys.index(part.guide)]
    _check_guide(guide, (*path, "guide"), system, missile, around)
    label = part.label or f"{missile.name} guided by {guide.label}"
    numbers = catalogue_numbers(system, missile) | own_numbers(
        part, path, around, label, basis=part.basis, source=part.source
    )
    for name in BATTERY_NUMBERS:
        if name not in numbers:
            raise around.document.error(
                path,
                f"expected the key '{name}', because the catalogue has no {WORDS[name]} for"
                f" {system.id}; add it",
            )
    return StudyBattery(
        key=part.id,
        system=system,
        see=part.see,
        guide=part.guide,
        missile=missile,
        salvo=part.salvo,
        label=label,
        note=part.note,
        own=frozenset(name for name in BATTERY_NUMBERS if getattr(part, name) is not None),
        **numbers,
    )


def guide_problem(radar: StudyRadar, system: SystemEntry) -> str | None:
    """Why this radar cannot guide the missiles of a system, or None."""
    entry = radar.entry
    if entry.airborne:
        return "it flies"
    if entry.system != system.id:
        return f"it belongs to {entry.system or 'no missile system'}"
    if not entry.engagement:
        return f"it is there for {entry.role or 'another task'}"
    if radar.role == "sensor":
        return "the study calls it a sensor"
    return None


def _check_guide(
    guide: StudyRadar,
    path: NodePath,
    system: SystemEntry,
    missile: MissileEntry,
    around: Surroundings,
) -> None:
    if (why := guide_problem(guide, system)) is None:
        return
    radars = [catalogue.radar(key, extra=around.catalogue) for key in system.radars]
    able = ", ".join(radar.id for radar in radars if radar.engagement) or "none in the catalogue"
    raise around.document.error(
        path,
        f"expected a radar that can guide {missile.name}, got '{guide.key}' ({guide.entry.name}):"
        f" {why}; able are {able}",
    )


def own_numbers(
    part: BatteryPart | WhatIfPart,
    path: NodePath,
    around: Surroundings,
    label: str,
    *,
    basis: str = "assumed",
    source: str = "assumed",
) -> dict[str, Parameter]:
    """The numbers that the study gives itself."""
    found = {}
    for name in BATTERY_NUMBERS:
        text = getattr(part, name)
        if text is None:
            continue
        dimension: Literal["time", "count"] = "time" if name in ("reaction", "reload") else "count"
        quantity = parse_quantity(text, dimension)
        low = quantity.value if quantity.low is None else quantity.low
        high = quantity.value if quantity.high is None else quantity.high
        if high > (most := _MOST[dimension]):
            unit = "a week" if dimension == "time" else f"{most:g}"
            raise around.document.error(
                (*path, name), f"expected at most {unit}, got {text}; correct it"
            )
        try:
            found[name] = Parameter(
                quantity.value,
                low,
                high,
                quantity.unit,
                "triangular" if low < high else "fixed",
                basis=basis,
                grade="D" if basis == "assumed" else "C",
                sources=() if source in NO_SOURCE else (source,),
                note=part.note or "Chosen in the study.",
                label=f"{WORDS[name]} of {label}",
            )
        except ValueError as cause:  # such as a published value without a source
            problem = f"{cause}; give its source or another basis"
            raise around.document.error((*path, name), problem) from None
    return found


def with_own_numbers(battery: StudyBattery, numbers: dict[str, Parameter]) -> StudyBattery:
    """The battery with other numbers, as a what-if has them."""
    changes: dict[str, Any] = {**numbers, "own": battery.own | numbers.keys()}
    return replace(battery, **changes)


def _system(part: BatteryPart, path: NodePath, around: Surroundings) -> SystemEntry:
    place = (*path, "system")
    refuse_shoulder_fired(part.system, place, around)
    refuse_shoulder_fired(part.missile, (*path, "missile"), around)
    try:
        system = catalogue.system(part.system, extra=around.catalogue)
    except CatalogueError as cause:
        raise in_study(cause, place, around) from None
    if system.shoulder_fired:
        raise around.document.error(
            place,
            f"expected no shoulder-fired missile, got '{system.id}'; they cannot be placed on a"
            " map",
        )
    return system


def _missile(
    part: BatteryPart, path: NodePath, system: SystemEntry, around: Surroundings
) -> MissileEntry:
    place = (*path, "missile")
    by_id = system.missiles_by_id
    what = f"a missile of {system.id}"
    missile = by_id[check_known(around.document, place, part.missile, by_id, what)]
    if missing := missile.missing_for_flight:
        raise around.document.error(
            place,
            f"expected a missile whose flight can be fitted, but {missile.id} is not fittable:"
            f" missing {' and '.join(missing)} in the catalogue; choose another missile",
        )
    return missile
