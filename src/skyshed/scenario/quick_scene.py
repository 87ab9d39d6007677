"""A study made from a scene: a few radars against one target at one height, as on the map page."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.model import SystemEntry
from skyshed.catalogue.own_files import Extra
from skyshed.documents import parse_yaml
from skyshed.errors import CatalogueError, DocumentError, ScenarioError
from skyshed.scenario.limits import MILITARY_CELL_M
from skyshed.scenario.loader import parse_study
from skyshed.scenario.model import Study, StudyTarget
from skyshed.scenario.quick import place_words, short_name, yaml_text
from skyshed.scenario.quick_reach import guide_of, placeable_system
from skyshed.scenario.schema import DEFAULT_DRAWS, DEFAULT_SEED
from skyshed.scenario.terrain_setting import terrain_text

BATTERY_KEY = "battery"
GUIDE_KEY = "battery-guide"
TARGET_KEY = "target"
TOGETHER_KEY = "together"
_NAME = "scene"  # of the text, in messages
_CELLS_TO_RIM = 125  # 2 km cells out to 250 km


@dataclass(frozen=True)
class SceneRadar:
    """A radar of the catalogue at a place; the antenna height is above ground. [m]"""

    id: str
    entry: str
    latitude_deg: float
    longitude_deg: float
    mount: str | None = None
    antenna_agl_m: float | None = None
    sector_centre_deg: float | None = None
    on: bool = True


@dataclass(frozen=True)
class SceneBattery:
    """Missiles of a system guided from where a radar of the scene stands.

    That radar guides them if it can; otherwise the system's own guide radar stands beside it, and
    the radar tells it where to look.
    """

    entry: str
    missile: str
    radar: str


@dataclass(frozen=True)
class Scene:
    """What a view of the map asks: the radars that are on, one target, one height.

    Attributes
    ----------
    radars : tuple of SceneRadar
        Those that are off are left out of the study.
    target, configuration : str
        Target of the catalogue.
    height_m, above_ground : float, bool
        Height of the target, above ground or above mean sea level. [m]
    radius_m : float
        Radius of the map round each radar. [m]
    pd : float
        Single-scan probability of detection that counts as covered.
    networked : bool
        Whether the radars' cover is also added up.
    battery : SceneBattery or None
        What shoots.
    fixed : mapping of str to float
        What-ifs: values held, by key, in SI units.
    draws, seed : int
        As in a study.
    terrain : Path or None
    catalogue : Path, tuple of Path or None
        The user's elevation data and catalogue entries.
    """

    radars: tuple[SceneRadar, ...]
    target: str
    configuration: str = "clean"
    height_m: float = 100.0
    above_ground: bool = True
    radius_m: float = 250_000.0
    pd: float = 0.5
    networked: bool = False
    battery: SceneBattery | None = None
    fixed: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    terrain: Path | None = None
    catalogue: Extra = None


def scene_cell_m(radius_m: float) -> float:
    """Side of the cells that a scene is computed on: 2 km at 250 km, never below 250 m. [m]"""
    return max(MILITARY_CELL_M, math.ceil(radius_m / _CELLS_TO_RIM / 10.0) * 10.0)


def scene_study(scene: Scene, *, shooting: bool = False) -> Study:
    """The study of a scene.

    Parameters
    ----------
    scene : Scene
        The scene.
    shooting : bool
        Whether the battery belongs into it.

    Returns
    -------
    Study
        As if read from a file; `document.text` is that file's text.

    Raises
    ------
    ScenarioError
        If something in the scene is wrong; its `path` names the place in the scene.
    """
    if not any(radar.on for radar in scene.radars):
        raise ScenarioError("expected a radar that is on, got none; switch one on", path="radars")
    try:
        study = _parsed(scene_study_text(scene, shooting=shooting))
        (target,) = study.targets
        label = _label(target)
        return _parsed(scene_study_text(scene, shooting=shooting, label=label))
    except DocumentError as cause:
        raise error_in_scene(scene, cause) from None


def error_in_scene(scene: Scene, cause: DocumentError) -> DocumentError:
    """An error about the scene's study text, at its place in the scene; others as they are."""
    if cause.file != _NAME:
        return cause
    return ScenarioError(cause.problem, path=_place_in_scene(scene, cause.path))


def _parsed(text: str) -> Study:
    return parse_study(parse_yaml(text, name=_NAME, error=ScenarioError))


def _label(target: StudyTarget) -> str:
    metres = (target.agl_m or 0.0) if target.altitude_m is None else target.altitude_m
    number = f"{metres / 1000.0:g} km" if metres >= 1000.0 else f"{metres:g} m"
    above = "ground" if target.altitude_m is None else "sea level"
    return f"{target.label} at {number} above {above}"


def scene_study_text(scene: Scene, *, shooting: bool = False, label: str = "") -> str:
    """The text of the scene's study file; `label` names the target in words."""
    on = [radar for radar in scene.radars if radar.on]
    names = ", ".join(dict.fromkeys(radar.entry.upper() for radar in on))[:200]
    target = scene.target.upper()
    if scene.configuration != "clean":
        target += f" ({scene.configuration})"
    cell_m = scene_cell_m(scene.radius_m)
    height = f"    {{}}: {yaml_text(f'{plain_number(scene.height_m)} m')}"
    ground, sea = ("above_ground", "altitude")
    with_battery = shooting and scene.battery is not None
    lines = [
        "# Made by the map page of `skyshed serve`; run it with `skyshed run` on this file.",
        "format_version: 1",
        f"name: {short_name(f'scene-{on[0].entry}-{scene.target}')}",
        f"title: {yaml_text(f'Where {names} sees {target}')}",
        f"summary: {yaml_text(f'Cover of {names} against one target, {target}.')}",
        f"question: {yaml_text(f'How far and how low does {names} see {target}?')}",
        *([] if scene.terrain is None else [f"terrain: {yaml_text(terrain_text(scene.terrain))}"]),
        *_catalogue_lines(scene.catalogue),
        "map:",
        f"  radius: {yaml_text(f'{plain_number(scene.radius_m)} m')}",
        f"  cell: {yaml_text(f'{plain_number(cell_m)} m')}",
        *_map_height_lines(scene),
        *(_ring_lines(scene) if with_battery else []),
        f"pd: {scene.pd!r}",
        f"draws: {scene.draws}",
        f"seed: {scene.seed}",
        *_fixed_lines(scene),
        "sites:",
        *(_site_line(radar) for radar in on),
        "radars:",
        *(line for radar in on for line in _radar_lines(radar, scene, shooting=with_battery)),
        *(_battery_lines(scene) if with_battery else []),
        "targets:",
        f"  - id: {TARGET_KEY}\n    target: {yaml_text(scene.target)}",
        f"    configuration: {yaml_text(scene.configuration)}",
        height.format(ground if scene.above_ground else sea),
        *([] if not label else [f"    label: {yaml_text(label)}"]),
        *_group_lines(scene, on),
        f"headline: {{radar: {on[0].id}, target: {TARGET_KEY}}}",
    ]
    return "\n".join(lines) + "\n"


def plain_number(value: float) -> str:
    """A number without an exponent, to the nearest millionth."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _catalogue_lines(own: Extra) -> list[str]:
    paths = own if isinstance(own, tuple) else () if own is None else (own,)
    if not paths:
        return []
    return [f"catalogue: [{', '.join(yaml_text(str(path.absolute())) for path in paths)}]"]


def _map_height_lines(scene: Scene) -> list[str]:
    height = yaml_text(f"{plain_number(scene.height_m)} m")
    if scene.above_ground:
        return [f"  above_ground: [{height}]"]
    return [f"  above_sea_level: [{height}]"]


def _ring_lines(scene: Scene) -> list[str]:
    """The quoted range of the missile, where it fits on the map."""
    battery = scene.battery
    if battery is None:
        return []
    missile = next((m for m in _system(scene).missiles.values() if m.id == battery.missile), None)
    quoted = None if missile is None else missile.parameters.get("range_max_m")
    if missile is None or quoted is None or not quoted.nominal <= scene.radius_m:
        return []
    radius = yaml_text(f"{plain_number(quoted.nominal)} m")
    return [
        f"  ring: {{radius: {radius}, label: {yaml_text(f'the quoted range of {missile.name}')}}}"
    ]


def _fixed_lines(scene: Scene) -> list[str]:
    if not scene.fixed:
        return []
    return [
        "fixed:",
        *(
            f"  - {{parameter: {yaml_text(key)}, value: {float(value)!r}}}"
            for key, value in sorted(scene.fixed.items())
        ),
    ]


def _site_line(radar: SceneRadar) -> str:
    place = place_words(round(radar.latitude_deg, 4), round(radar.longitude_deg, 4))
    return (
        f"  - {{id: {radar.id}, name: {yaml_text(place)},"
        f" latitude_deg: {plain_number(radar.latitude_deg)},"
        f" longitude_deg: {plain_number(radar.longitude_deg)}, note: Placed on the map.}}"
    )


def _radar_lines(radar: SceneRadar, scene: Scene, *, shooting: bool) -> list[str]:
    guides = shooting and guide_key(scene) == radar.id
    lines = [f"  - id: {radar.id}\n    radar: {yaml_text(radar.entry)}\n    site: {radar.id}"]
    if guides:
        lines.append("    role: shoot")
    if radar.mount is not None:
        lines.append(f"    mount: {yaml_text(radar.mount)}")
    if radar.antenna_agl_m is not None:
        lines.append(f"    antenna_height: {yaml_text(f'{plain_number(radar.antenna_agl_m)} m')}")
    if radar.sector_centre_deg is not None:
        towards = f"{plain_number(radar.sector_centre_deg)} deg"
        lines.append(f"    sector_towards: {yaml_text(towards)}")
    return lines


def guide_key(scene: Scene) -> str:
    """Key, in the study, of the radar that guides the scene's missiles; "" without any."""
    if scene.battery is None:
        return ""
    radar = _battery_radar(scene, scene.battery)
    system, extra = _system(scene), scene.catalogue
    able = [key for key in system.radars if catalogue.radar(key, extra=extra).engagement]
    return radar.id if radar.entry in able else GUIDE_KEY


def _battery_lines(scene: Scene) -> list[str]:
    battery = scene.battery
    if battery is None:
        return []
    radar, system = _battery_radar(scene, battery), _system(scene)
    missile = next((m for m in system.missiles.values() if m.id == battery.missile), None)
    name = system.name.partition(" (")[0]
    label = f"{name} with {battery.missile if missile is None else missile.name}"
    lines, guide = [], guide_key(scene)
    if guide == GUIDE_KEY:
        own = guide_of(system, extra=scene.catalogue, path="battery.radar")
        lines += [f"  - id: {GUIDE_KEY}\n    radar: {yaml_text(own)}\n    site: {radar.id}"]
        lines += ["    role: shoot"]
    lines += [f"batteries:\n  - id: {BATTERY_KEY}\n    system: {yaml_text(system.id)}"]
    lines += [f"    guide: {guide}"]
    lines += [f"    see: {radar.id}"] if guide == GUIDE_KEY else []
    return [*lines, f"    missile: {yaml_text(battery.missile)}\n    label: {yaml_text(label)}"]


def _system(scene: Scene) -> SystemEntry:
    entry = "" if scene.battery is None else scene.battery.entry
    try:
        return placeable_system(entry, extra=scene.catalogue)
    except CatalogueError as cause:
        if cause.file is not None:
            raise
        raise ScenarioError(cause.problem, path="battery.entry") from None


def _battery_radar(scene: Scene, battery: SceneBattery) -> SceneRadar:
    for radar in scene.radars:
        if radar.id == battery.radar and radar.on:
            return radar
    known = ", ".join(radar.id for radar in scene.radars if radar.on)
    raise ScenarioError(
        f"expected the id of a radar that is on, got '{battery.radar[:60]}'; known are {known}",
        path="battery.radar",
    )


def _group_lines(scene: Scene, on: list[SceneRadar]) -> list[str]:
    if not scene.networked or len(on) < 2:
        return []
    members = ", ".join(radar.id for radar in on)
    return [f"groups:\n  - {{id: {TOGETHER_KEY}, label: All together, radars: [{members}]}}"]


def _place_in_scene(scene: Scene, path: str) -> str:
    """Where a problem in the study's text lies in the scene."""
    numbers = [index for index, radar in enumerate(scene.radars) if radar.on]
    for group, own in (("sites", {}), ("radars", _RADAR_KEYS)):
        if path.startswith(f"{group}["):
            index, _, key = path.removeprefix(f"{group}[").partition("].")
            if index.isdigit() and int(index) < len(numbers):
                place = f"radars[{numbers[int(index)]}]"
                return f"{place}.{own.get(key, key)}" if key else place
            return "battery"
    for start, place in _PLACES:
        if path.startswith(start):
            return place
    return path


_RADAR_KEYS = {
    "radar": "entry",
    "antenna_height": "antenna_agl_m",
    "sector_towards": "sector_centre_deg",
}
_PLACES = (
    ("batteries[0].missile", "battery.missile"),
    ("batteries", "battery"),
    ("targets[0].configuration", "target.configuration"),
    ("targets[0].target", "target.entry"),
    ("targets", "height.value_m"),
    ("map.radius", "radius_m"),
    ("map.above", "height.value_m"),
    ("map", "radius_m"),
    ("fixed", "what_if"),
)
