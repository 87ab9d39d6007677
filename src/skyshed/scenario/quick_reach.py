"""A study made from a few words, for one battery against one target."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.model import MissileEntry, SystemEntry
from skyshed.catalogue.own_files import Extra
from skyshed.documents import parse_yaml, suggest
from skyshed.errors import CatalogueError, DocumentError, QuantityError, ScenarioError
from skyshed.scenario.limits import is_shoulder_fired
from skyshed.scenario.loader import parse_study
from skyshed.scenario.model import Study
from skyshed.scenario.quick import (
    DEFAULT_CELL,
    DEFAULT_HEIGHTS,
    height_words,
    place_words,
    short_name,
    yaml_text,
)
from skyshed.scenario.schema import DEFAULT_DRAWS, DEFAULT_SEED
from skyshed.scenario.terrain_setting import terrain_text
from skyshed.units import parse_value

NO_RADAR = "none"
WORST = "worst"
_NAME = "reach"  # of the text, in messages
_ROUND_KM = 50.0


@dataclass(frozen=True)
class ReachQuestion:
    """What `quick_reach_study` is asked; quantities are text with a unit, as in a study file.

    `guide` and `see` are radars of the system; the only one that can guide and the first that only
    searches if empty, and "none" for no radar that sees beside the one that guides. `course` is
    straight at the battery if empty, an angle such as "090" or "90 deg", or "worst" for the worst
    of twelve. `radius` and `ring` follow from the quoted range of the missile if empty.
    """

    battery: str
    missile: str
    latitude_deg: float
    longitude_deg: float
    target: str
    configuration: str = "clean"
    guide: str = ""
    see: str = ""
    above_ground: tuple[str, ...] = ()
    above_sea_level: tuple[str, ...] = ()
    speed: str = ""
    course: str = ""
    reaction: str = ""
    ring: str = ""
    radius: str = ""
    cell: str = DEFAULT_CELL
    pd: float = 0.5
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    mount: str | None = None
    terrain: Path | None = None
    catalogue: Path | None = None


# Where messages about the study's text point to on the command line; the longest match counts.
_ASKED: dict[str, str] = {
    "batteries[0].missile": "--missile",
    "batteries[0].guide": "--guide",
    "batteries[0].reaction": "--reaction",
    "batteries[0]": "--battery",
    "radars[0].mount": "--mount",
    "radars[0]": "--guide",
    "radars[1]": "--see",
    "sites[0]": "--at",
    "targets[0].target": "--target",
    "targets[0].configuration": "--target",
    "targets[0].altitude": "--altitude",
    "targets[0].above_ground": "--agl",
    "targets[0].speed": "--speed",
    "targets[0].course": "--course",
    "targets[0]": "--agl",
    "map.above_ground": "--agl",
    "map.above_sea_level": "--altitude",
    "catalogue": "--catalogue",
    "map.radius": "--radius",
    "map.ring": "--ring",
    "map.cell": "--cell",
    "map": "--agl",
    "pd": "--pd",
    "draws": "--draws",
    "seed": "--seed",
}


def quick_reach_study(question: ReachQuestion) -> Study:
    """The study of one battery against one target on a map.

    Parameters
    ----------
    question : ReachQuestion
        Battery, place, target and map.

    Returns
    -------
    Study
        As if read from a file; `document.text` is that file's text.

    Raises
    ------
    ScenarioError
        If something in the question is wrong; the message names the option of the command line.
    """
    system = _system(question)
    missile = _missile(question, system)
    radars = _radars(question, system)
    _refuse_ballistic(question)
    try:
        text = _study_text(question, system, missile, radars)
        study = parse_study(parse_yaml(text, name=_NAME, error=ScenarioError))
        (target,) = study.targets
        label = f"{target.label} at {height_words(target)}"
        text = _study_text(question, system, missile, radars, label=label)
        return parse_study(parse_yaml(text, name=_NAME, error=ScenarioError))
    except DocumentError as cause:
        if cause.file != _NAME:
            raise
        option = next((o for p, o in _ASKED.items() if cause.path.startswith(p)), cause.path)
        raise ScenarioError(cause.problem, path=option) from None


def _course_words(q: ReachQuestion) -> str:
    """How it flies, for the title; nothing for straight at the battery."""
    if not q.course:
        return ""
    if q.course == WORST:
        return ", worst of 12 courses"
    return f", course {math.degrees(parse_value(_angle(q.course), 'angle')) % 360.0:03.0f} deg"


def _angle(course: str) -> str:
    """The course as the study file writes it; a bare number is in degrees."""
    try:
        degrees = float(course)
    except ValueError:
        return course
    if not 0.0 <= degrees <= 360.0:
        raise ScenarioError(
            f"expected a course from 0 to 360 degrees, clockwise from north, or {WORST}, got"
            f" {course[:20]}; correct it",
            path="--course",
        )
    return f"{course} deg"


def _system(q: ReachQuestion) -> SystemEntry:
    for option, entry_id in (("--battery", q.battery), ("--missile", q.missile)):
        if is_shoulder_fired(entry_id):
            raise _no_shoulder_fired(entry_id, option)
    try:
        return placeable_system(q.battery, extra=q.catalogue, path="--battery")
    except CatalogueError as cause:
        if cause.file is not None:
            raise
        raise ScenarioError(cause.problem, path="--battery") from None


def placeable_system(
    entry_id: str, *, extra: Extra = None, path: str = "battery.entry"
) -> SystemEntry:
    """A system that may be put on a map.

    Raises
    ------
    CatalogueError
        If there is no such system.
    ScenarioError
        If it is fired from the shoulder.
    """
    if is_shoulder_fired(entry_id):
        raise _no_shoulder_fired(entry_id, path)
    system = catalogue.system(entry_id, extra=extra)
    if system.shoulder_fired:
        raise _no_shoulder_fired(system.id, path)
    return system


def _no_shoulder_fired(entry_id: str, option: str) -> ScenarioError:
    return ScenarioError(
        f"expected no shoulder-fired missile, got '{entry_id[:60]}'; they cannot be placed on a"
        " map",
        path=option,
    )


def _missile(q: ReachQuestion, system: SystemEntry) -> MissileEntry:
    by_id = system.missiles_by_id
    if q.missile in by_id:
        return by_id[q.missile]
    hint = suggest(q.missile, list(by_id)) or f"known are {', '.join(by_id)}"
    raise ScenarioError(
        f"expected a missile of {system.id}, got '{q.missile[:60]}'; {hint}", path="--missile"
    )


def _radars(q: ReachQuestion, system: SystemEntry) -> tuple[str, str]:
    """Ids of the radar that guides and of the one that sees, which may be "none"."""
    guide = q.guide or guide_of(system, extra=q.catalogue, path="--guide")
    entries = [catalogue.radar(key, extra=q.catalogue) for key in system.radars]
    search = [e.id for e in entries if e.calibration_pairs and not e.engagement]
    return guide, q.see or (search[0] if search else NO_RADAR)


def guide_of(system: SystemEntry, *, extra: Extra = None, path: str) -> str:
    """Id of the only radar of a system that can guide.

    Raises
    ------
    ScenarioError
        If several can, or none.
    """
    entries = [catalogue.radar(key, extra=extra) for key in system.radars]
    able = [e.id for e in entries if e.calibration_pairs and e.engagement]  # others: not computable
    if len(able) == 1:
        return able[0]
    known = f"name one of {', '.join(able)}" if able else "it cannot be computed"
    raise ScenarioError(
        f"expected the radar that guides, because {system.id} has {len(able) or 'none'} that"
        f" can; {known}",
        path=path,
    )


def _refuse_ballistic(q: ReachQuestion) -> None:
    """Targets that do not fly level belong into a raid; unknown ones are left to the study."""
    try:
        entry = catalogue.target(q.target, extra=q.catalogue)
    except CatalogueError:
        return
    if "ballistic" in entry.target_class:
        raise ScenarioError(
            f"expected a target that flies level, got {entry.name}, a {entry.target_class}; put it"
            " into a raid of a study instead",
            path="--target",
        )


def _study_text(
    q: ReachQuestion,
    system: SystemEntry,
    missile: MissileEntry,
    radars: tuple[str, str],
    *,
    label: str = "",
) -> str:
    """The text of the study file that asks the question; `label` names the target in words."""
    place = place_words(q.latitude_deg, q.longitude_deg)
    battery = f"{system.name.partition(' (')[0]} with {missile.name}"
    target = q.target.upper() + ("" if q.configuration == "clean" else f" ({q.configuration})")
    target += _course_words(q) if label else ""  # checked by then
    paths = {
        "terrain": None if q.terrain is None else terrain_text(q.terrain),
        "catalogue": None if q.catalogue is None else str(q.catalogue.absolute()),
    }
    lines = [
        "# Made by `skyshed reach`; run it again with `skyshed run` on this file.",
        "format_version: 1",
        f"name: {short_name(f'{missile.id}-{q.target}')}",
        f"title: {yaml_text(f'Where {battery} at {place} can hit {target}')}",
        f"summary: {yaml_text(f'Reach of one battery, {battery}, against one target, {target}.')}",
        f"question: {yaml_text(f'How far and how low can {battery} at {place} hit {target}?')}",
        *(f"{key}: {yaml_text(p)}" for key, p in paths.items() if p is not None),
        *_map_lines(q, missile),
        f"pd: {q.pd!r}",
        f"draws: {q.draws}",
        f"seed: {q.seed}",
        "sites:",
        f"  - {{id: site, name: {yaml_text(place)}, latitude_deg: {q.latitude_deg!r},"
        f" longitude_deg: {q.longitude_deg!r}, note: Given on the command line.}}",
        *_battery_lines(q, system, missile, radars, label=battery),
        "targets:",
        f"  - id: target\n    target: {yaml_text(q.target)}",
        f"    configuration: {yaml_text(q.configuration)}",
        *_flight_lines(q),
        *([] if not label else [f"    label: {yaml_text(label)}"]),
        f"headline: {{radar: {'guide' if radars[1] == NO_RADAR else 'see'}, target: target}}",
    ]
    return "\n".join(lines) + "\n"


def _map_lines(q: ReachQuestion, missile: MissileEntry) -> list[str]:
    """The map, by default just large enough for the ring of the quoted range."""
    heights = q.above_ground if q.above_ground or q.above_sea_level else DEFAULT_HEIGHTS
    range_max = missile.parameters.get("range_max_m")
    quoted = 0.0 if range_max is None else range_max.nominal
    radius = q.radius or f"{_ROUND_KM * max(math.ceil(quoted / 1e3 / _ROUND_KM), 1):g} km"
    ring = q.ring or (f"{quoted / 1e3:g} km" if 0.0 < quoted <= _length_m(radius) else "")
    words = "the ring asked for" if q.ring else f"the quoted range of {missile.name}"
    return [
        "map:",
        f"  radius: {yaml_text(radius)}",
        f"  cell: {yaml_text(q.cell)}",
        f"  above_ground: {json.dumps(list(heights), ensure_ascii=False)}",
        f"  above_sea_level: {json.dumps(list(q.above_sea_level), ensure_ascii=False)}",
        *([f"  ring: {{radius: {yaml_text(ring)}, label: {yaml_text(words)}}}"] if ring else []),
    ]


def _length_m(text: str) -> float:
    """A length in metres; nan where the study's own check will refuse it."""
    try:
        return parse_value(text, "length")
    except QuantityError:
        return math.nan


def _battery_lines(
    q: ReachQuestion,
    system: SystemEntry,
    missile: MissileEntry,
    radars: tuple[str, str],
    *,
    label: str,
) -> list[str]:
    guide, see = radars
    mount = [] if q.mount is None else [f"    mount: {yaml_text(q.mount)}"]
    lines = ["radars:", f"  - id: guide\n    radar: {yaml_text(guide)}\n    site: site"]
    lines += ["    role: shoot", *mount]
    if see != NO_RADAR:
        lines += [f"  - id: see\n    radar: {yaml_text(see)}\n    site: site"]
    lines += ["batteries:", f"  - id: battery\n    system: {system.id}\n    guide: guide"]
    lines += [] if see == NO_RADAR else ["    see: see"]
    lines += [f"    missile: {missile.id}\n    label: {yaml_text(label)}"]
    return lines + ([f"    reaction: {yaml_text(q.reaction)}"] if q.reaction else [])


def _flight_lines(q: ReachQuestion) -> list[str]:
    """One height alone is also the height at which the target flies."""
    lines = []
    if len(q.above_ground) + len(q.above_sea_level) == 1:
        key = "above_ground" if q.above_ground else "altitude"
        lines.append(f"    {key}: {yaml_text((*q.above_ground, *q.above_sea_level)[0])}")
    lines += [f"    speed: {yaml_text(q.speed)}"] if q.speed else []
    if q.course == WORST:
        return [*lines, "    heading: worst-course"]
    if q.course:
        lines += ["    heading: course", f"    course: {yaml_text(_angle(q.course))}"]
    return lines
