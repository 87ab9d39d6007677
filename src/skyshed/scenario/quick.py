"""A study made from a few words, for one radar against one target."""

import json
from dataclasses import dataclass
from pathlib import Path

from skyshed.documents import parse_yaml
from skyshed.errors import DocumentError, ScenarioError
from skyshed.scenario.loader import parse_study
from skyshed.scenario.model import Study, StudyTarget
from skyshed.scenario.schema import DEFAULT_DRAWS, DEFAULT_SEED
from skyshed.scenario.terrain_setting import terrain_text

DEFAULT_RADIUS = "250 km"
DEFAULT_CELL = "2 km"
_NAME = "coverage"  # of the text, in messages
DEFAULT_HEIGHTS = ("100 m", "1 km", "3 km", "10 km")


@dataclass(frozen=True)
class Question:
    """What `quick_study` is asked; quantities are text with a unit, as in a study file."""

    radar: str
    latitude_deg: float
    longitude_deg: float
    target: str
    configuration: str = "clean"
    above_ground: tuple[str, ...] = ()
    above_sea_level: tuple[str, ...] = ()
    radius: str = DEFAULT_RADIUS
    cell: str = DEFAULT_CELL
    pd: float = 0.5
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    mount: str | None = None
    terrain: Path | None = None
    catalogue: Path | None = None
    effects: tuple[tuple[str, str], ...] = ()


# Where messages about the study's text point to on the command line; the longest match counts.
_ASKED: dict[str, str] = {
    "radars[0].radar": "--radar",
    "radars[0].mount": "--mount",
    "sites[0]": "--at",
    "targets[0].target": "--target",
    "targets[0].configuration": "--target",
    "targets[0].altitude": "--altitude",
    "targets[0].above_ground": "--agl",
    "map.above_ground": "--agl",
    "map.above_sea_level": "--altitude",
    "catalogue": "--catalogue",
    "map.radius": "--radius",
    "map.cell": "--cell",
    "map": "--agl",
    "pd": "--pd",
    "draws": "--draws",
    "seed": "--seed",
    "effects": "--effects",
}


def quick_study(question: Question) -> Study:
    """The study of one radar against one target on a map.

    Parameters
    ----------
    question : Question
        Radar, place, target and map.

    Returns
    -------
    Study
        As if read from a file; `document.text` is that file's text.

    Raises
    ------
    ScenarioError
        If something in the question is wrong; the message names the option of the command line.
    """
    try:
        study = _parsed(quick_study_text(question))
        (target,) = study.targets
        return _parsed(
            quick_study_text(question, label=f"{target.label} at {height_words(target)}")
        )
    except DocumentError as cause:
        if cause.file != _NAME:
            raise
        option = next((o for p, o in _ASKED.items() if cause.path.startswith(p)), cause.path)
        raise ScenarioError(cause.problem, path=option) from None


def _parsed(text: str) -> Study:
    return parse_study(parse_yaml(text, name=_NAME, error=ScenarioError))


def height_words(target: StudyTarget) -> str:
    """How high the target flies, in words."""
    metres = (target.agl_m or 0.0) if target.altitude_m is None else target.altitude_m
    number = f"{metres / 1000.0:g} km" if metres >= 1000.0 else f"{metres:g} m"
    return number if target.agl_m is None else f"{number} above ground"


def quick_study_text(question: Question, *, label: str = "") -> str:
    """The text of the study file that asks the question; `label` names the target in words."""
    q = question
    heights = q.above_ground if q.above_ground or q.above_sea_level else DEFAULT_HEIGHTS
    place = place_words(q.latitude_deg, q.longitude_deg)
    radar = q.radar.upper()
    target = q.target.upper()
    if q.configuration != "clean":
        target += f" ({q.configuration})"
    paths = {
        "terrain": None if q.terrain is None else terrain_text(q.terrain),
        "catalogue": None if q.catalogue is None else str(q.catalogue.absolute()),
    }
    lines = [
        "# Made by `skyshed coverage`; run it again with `skyshed run` on this file.",
        "format_version: 1",
        f"name: {short_name(f'{q.radar}-{q.target}')}",
        f"title: {yaml_text(f'Where {radar} at {place} sees {target}')}",
        f"summary: {yaml_text(f'Cover of one radar, {radar}, against one target, {target}.')}",
        f"question: {yaml_text(f'How far and how low does {radar} at {place} see {target}?')}",
        *(f"{key}: {yaml_text(p)}" for key, p in paths.items() if p is not None),
        "map:",
        f"  radius: {yaml_text(q.radius)}",
        f"  cell: {yaml_text(q.cell)}",
        f"  above_ground: {json.dumps(list(heights), ensure_ascii=False)}",
        f"  above_sea_level: {json.dumps(list(q.above_sea_level), ensure_ascii=False)}",
        f"pd: {q.pd!r}",
        f"draws: {q.draws}",
        f"seed: {q.seed}",
        *(["effects:"] if q.effects else []),
        *(f"  {name}: {yaml_text(text) if text else 'true'}" for name, text in q.effects),
        "sites:",
        f"  - {{id: site, name: {yaml_text(place)}, latitude_deg: {q.latitude_deg!r},"
        f" longitude_deg: {q.longitude_deg!r}, note: Given on the command line.}}",
        "radars:",
        f"  - id: radar\n    radar: {yaml_text(q.radar)}\n    site: site",
        *([] if q.mount is None else [f"    mount: {yaml_text(q.mount)}"]),
        "targets:",
        f"  - id: target\n    target: {yaml_text(q.target)}",
        f"    configuration: {yaml_text(q.configuration)}",
        *_own_height(q),
        *([] if not label else [f"    label: {yaml_text(label)}"]),
        "headline: {radar: radar, target: target}",
    ]
    return "\n".join(lines) + "\n"


def _own_height(q: Question) -> list[str]:
    """The target's height where one alone is asked about; else the catalogue's cruise height."""
    if len(q.above_ground) + len(q.above_sea_level) != 1:
        return []
    key = "above_ground" if q.above_ground else "altitude"
    return [f"    {key}: {yaml_text((*q.above_ground, *q.above_sea_level)[0])}"]


def place_words(latitude_deg: float, longitude_deg: float) -> str:
    """A place such as "40.08 N, 32.57 E"."""
    place = f"{abs(latitude_deg):g} {'N' if latitude_deg >= 0 else 'S'}"
    return place + f", {abs(longitude_deg):g} {'E' if longitude_deg >= 0 else 'W'}"


def yaml_text(text: str) -> str:
    """Text as a quoted YAML scalar; JSON is one."""
    return json.dumps(text, ensure_ascii=False)


def short_name(text: str) -> str:
    """A short name: small letters, digits and hyphens."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return plain.strip("-")[:60] or "coverage"
