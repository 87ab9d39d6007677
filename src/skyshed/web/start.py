"""What the page opens with: terrain, limits, study, examples and what can be placed."""

import dataclasses
from typing import Any

from skyshed import __version__
from skyshed.scenario.choices import battery_choices, radar_choices, target_choices
from skyshed.scenario.model import Study
from skyshed.scenario.quick_scene import Scene, SceneBattery, SceneRadar
from skyshed.scenario.study_scene import scene_of_study
from skyshed.web import schemas
from skyshed.web.desk import Desk

_ANKARA = 40.0789, 32.5656  # the air base at Murted, of the study turkey-2019
_EXAMPLES: tuple[tuple[str, str, Scene], ...] = (
    (
        "A fighter that flies low",
        "From where can the S-400 at Murted see an F-16 at 100 m, and why not from there?",
        Scene((SceneRadar("r1", "s-400/91n6e", *_ANKARA),), "f-16c"),
    ),
    (
        "Up the mast",
        "What does a 40 m mast change for the 96L6E at Murted, against an F-16 at 100 m?",
        Scene((SceneRadar("r1", "s-400/96l6e", *_ANKARA, antenna_agl_m=40.0),), "f-16c"),
    ),
    (
        "Who can be hit, not only seen",
        "How far out can an S-400 hit an F-16 at 9 km with the 48N6E3 missile, and how far see it?",
        Scene(
            (SceneRadar("r1", "s-400/91n6e", *_ANKARA),),
            "f-16c",
            height_m=9000.0,
            above_ground=False,
            battery=SceneBattery("s-400", "s-400/48n6e3", "r1"),
        ),
    ),
)

# by title: words for what the example is held against and for itself; it has no mast
_COMPARED = {"Up the mast": ("Without the mast", "With it")}


def start_page(desk: Desk) -> dict[str, Any]:
    """The reply to /api/start."""
    extra = desk.study.catalogue
    terrain = desk.terrain
    return {
        "version": __version__,
        "terrain": {
            "label": terrain.name,
            "resolution_m": terrain.resolution_m,
            "note": " ".join(terrain.notes),
        },
        "limits": {
            "radars": schemas.MOST_RADARS,
            "draws": [schemas.LEAST_DRAWS, schemas.MOST_DRAWS],
            "draws_times_radars": schemas.MOST_DRAWS_TIMES_RADARS,
            "radius_m": [schemas.LEAST_RADIUS_M, schemas.MOST_RADIUS_M],
            "pixels": schemas.MOST_PIXELS,
            "side_pixels": schemas.MOST_SIDE_PIXELS,
            "what_ifs": schemas.MOST_WHAT_IFS,
        },
        "study": study_block(desk.study),
        "examples": [
            {
                "title": title,
                "question": question,
                "scene": scene_json(scene),
                "compare": _compared(title, scene),
            }
            for title, question, scene in _EXAMPLES
        ],
        "radars": [dataclasses.asdict(choice) for choice in radar_choices(extra=extra)],
        "targets": [dataclasses.asdict(choice) for choice in target_choices(extra=extra)],
        "batteries": [dataclasses.asdict(choice) for choice in battery_choices(extra=extra)],
    }


def _compared(title: str, scene: Scene) -> dict[str, Any] | None:
    """The scene that an example is held against, in words and as a scene; most have none."""
    if title not in _COMPARED:
        return None
    other, own = _COMPARED[title]
    changed = dataclasses.replace(scene.radars[0], antenna_agl_m=None)
    held = dataclasses.replace(scene, radars=(changed, *scene.radars[1:]))
    return {"other": other, "own": own, "scene": scene_json(held)}


def study_block(study: Study) -> dict[str, Any]:
    """The study of the command line in words, with the scene that it opens with."""
    return {
        "name": study.name,
        "title": study.title,
        "question": study.question,
        "scene": scene_json(opening_scene(study)),
        "sites": [
            {
                "name": site.name,
                "latitude_deg": site.latitude_deg,
                "longitude_deg": site.longitude_deg,
            }
            for site in study.sites.values()
        ],
        "places": [
            {
                "name": place.name,
                "latitude_deg": place.latitude_deg,
                "longitude_deg": place.longitude_deg,
            }
            for place in study.places
        ],
        "ring_m": study.ring_m,
        "ring_label": study.ring_label,
        "has_claims": bool(study.claims),
    }


def opening_scene(study: Study) -> Scene:
    """The scene that the page opens with; a lesson, which has no radars, gives an example's."""
    if study.lesson is not None:
        return _EXAMPLES[0][2]
    return scene_of_study(study, most_radars=schemas.MOST_RADARS)


def scene_json(scene: Scene) -> dict[str, Any]:
    """A scene as the page sends it back."""
    return {
        "radars": [dataclasses.asdict(radar) for radar in scene.radars],
        "target": {"entry": scene.target, "configuration": scene.configuration},
        "height": {
            "value_m": scene.height_m,
            "above": "ground" if scene.above_ground else "sea",
        },
        "radius_m": scene.radius_m,
        "pd": scene.pd,
        "networked": scene.networked,
        "battery": None if scene.battery is None else dataclasses.asdict(scene.battery),
        "what_if": dict(scene.fixed),
        "draws": scene.draws,
        "seed": scene.seed,
    }


def basemap_features(west: int, south: int, east: int, north: int) -> dict[str, Any]:
    """Coast and borders that meet a box as GeoJSON lines, to a thousandth of a degree."""
    from skyshed.output.basemap import BORDER_NOTE, CREDIT, basemap_lines

    return {
        "type": "FeatureCollection",
        "credit": CREDIT,
        "note": BORDER_NOTE,
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": line.kind},
                "geometry": {
                    "type": "LineString",
                    "coordinates": [
                        [round(float(x), 3), round(float(y), 3)]
                        for x, y in zip(line.lon_deg, line.lat_deg, strict=True)
                    ],
                },
            }
            for line in basemap_lines(west, south, east, north)
        ],
    }
