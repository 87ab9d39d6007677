"""A scene as a file to take away."""

import dataclasses
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from skyshed.output.scene_files import scene_geojson, scene_geotiff, scene_kml
from skyshed.scenario.quick_scene import Scene, scene_study_text
from skyshed.web.desk import Desk, desk_of, peer_of
from skyshed.web.jobs import Stop
from skyshed.web.routes_cover import check_radar
from skyshed.web.schemas import ExportIn

router = APIRouter(prefix="/api/export")
Kind = Literal["geojson", "kml", "geotiff", "study"]
_ENDINGS: dict[str, tuple[str, str]] = {
    "geojson": ("geojson", "application/geo+json"),
    "kml": ("kml", "application/vnd.google-earth.kml+xml"),
    "geotiff": ("tif", "image/tiff"),
    "study": ("yaml", "application/yaml"),
}


@router.post("/{kind}", response_class=Response)
async def export(request: Request, kind: Annotated[Kind, Path()], asked: ExportIn) -> Response:
    """The scene's cover, or the study file that gives it again."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)
    if asked.radar is not None:
        check_radar(scene, asked.radar)

    def work(stop: Stop) -> tuple[str, bytes]:
        return _file(desk, scene, kind, asked.radar, stop)

    name, body = await desk.long.run(work, client="export", peer=peer_of(request))
    ending, media_type = _ENDINGS[kind]
    shown = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=media_type, headers=shown)


def _file(desk: Desk, scene: Scene, kind: Kind, radar: str | None, stop: Stop) -> tuple[str, bytes]:
    """Name without ending, and content."""
    if kind == "study":
        study = desk.study_of(scene, shooting=scene.battery is not None)
        if desk.settings.on_loopback or study.document is None:
            text = "" if study.document is None else study.document.text
        else:  # a path of this machine is nobody else's business
            bare = dataclasses.replace(scene, terrain=None, catalogue=None)
            label = study.targets[0].label
            text = scene_study_text(bare, shooting=scene.battery is not None, label=label)
        return study.name, text.encode()
    study = desk.study_of(scene)
    _, answer = desk.answer(scene, stop)
    if kind == "geojson":
        return study.name, scene_geojson(study, answer).encode()
    if kind == "kml":
        return study.name, scene_kml(study, answer).encode()
    found = next(one for one in answer.radars if radar in (None, one.key))
    return f"{study.name}-{found.key}", scene_geotiff(study, found)
