"""Single places: why covered or not, a section of the terrain, a vertical chart."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from skyshed.analysis.scene_point import PointView, point_views
from skyshed.web.desk import desk_of, peer_of
from skyshed.web.jobs import Stop
from skyshed.web.replies import JsonReply
from skyshed.web.schemas import PointIn

router = APIRouter(prefix="/api")


@router.post("/point")
async def point(request: Request, asked: PointIn) -> JsonReply:
    """Why a place is covered or not, radar by radar."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)

    def work(stop: Stop) -> dict[str, Any]:
        stop.check()
        ground, views = point_views(
            desk.drawn(scene), asked.latitude_deg, asked.longitude_deg, workers=desk.workers
        )
        return {"ground_m": ground, "radars": [_view_json(view) for view in views]}

    return JsonReply(await desk.light.run(work, peer=peer_of(request)))


def _view_json(view: PointView) -> dict[str, Any]:
    nominal, low, high = view.pd
    return {
        "id": view.key,
        "distance_m": view.distance_m,
        "azimuth_deg": view.azimuth_deg,
        "slant_m": view.slant_m,
        "target_altitude_m": view.target_altitude_m,
        "covered": view.covered,
        "factor": view.factor,
        "factor_words": view.factor_words,
        "lowest_covered_m": view.lowest_covered_m,
        "highest_covered_m": view.highest_covered_m,
        "pd": {"nominal": nominal, "low": low, "high": high},
        "share": view.share,
        "snr_db": view.snr_db,
        "edge_loss_db": view.edge_loss_db,
        "sentence": view.sentence,
    }
