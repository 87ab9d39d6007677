"""Where a battery can hit the target."""

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from skyshed.analysis.scene_reach import SceneReach, paint_reach
from skyshed.errors import ScenarioError
from skyshed.web.desk import desk_of, peer_of
from skyshed.web.jobs import Stop
from skyshed.web.patience import while_connected
from skyshed.web.replies import JsonReply, plain, problem, rounded
from skyshed.web.routes_cover import BYTES
from skyshed.web.schemas import AnswerIn, Client, Key, Part, ViewIn

router = APIRouter(prefix="/api/engageable")


class ReachRasterIn(Part):
    """A layer of a battery's reach in the pixels of a view."""

    key: Key
    layer: Annotated[Literal["share", "factor"], Field()] = "share"
    view: ViewIn


@router.post("")
async def engageable(request: Request, asked: AnswerIn) -> JsonReply:
    """Ranges, share of the ring, and where the range goes on the way to an intercept."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)
    if scene.battery is None:
        raise ScenarioError("expected a battery, got none; choose one", path="battery")

    peer = peer_of(request)
    who = f"{peer}|{asked.client}"

    def work(stop: Stop) -> Any:
        stop.check()
        desk.progress.tell(who, 0, 1)
        try:
            tell = partial(desk.progress.tell, who)
            key, found = desk.reach(scene, stop, tell)
        finally:
            desk.progress.forget(who)
        return plain(_reach_json(key, found))

    running = desk.long.run(work, client=asked.client, peer=peer, slot="engageable", seq=asked.seq)
    return JsonReply(await while_connected(request, running))


@router.get("/progress")
async def progress(request: Request, client: Client) -> JsonReply:
    """How far a client's question is, from 0 to 1; null while it waits or if there is none."""
    desk = desk_of(request)
    return JsonReply({"done": desk.progress.of(f"{peer_of(request)}|{client}")})


@router.post("/raster", response_class=Response)
async def raster(request: Request, asked: ReachRasterIn) -> Response:
    """Share of the draws that can hit (0 to 200), or the codes of what forbids it."""
    desk = desk_of(request)
    found = desk.reaches.get(asked.key)
    if found is None:
        return problem(410, "the answer with this key is not at hand any more; ask again", "key")
    view, layer = asked.view.view(), asked.layer
    pixels = await desk.light.run(
        lambda stop: paint_reach(found, layer, view).tobytes(), peer=peer_of(request)
    )
    return Response(pixels, media_type=BYTES)


def _reach_json(key: str, found: SceneReach) -> dict[str, Any]:
    from skyshed.analysis.engageable import FACTORS

    pair, reach = found.pair, found.reach
    low, median, high = (rounded(level) for level in found.radius_m)
    return {
        "key": key,
        "label": reach.label,
        "missile": reach.missile,
        "guidance": reach.guidance,
        "guide": reach.guide,
        "see": reach.see,
        "latitude_deg": found.latitude_deg,
        "longitude_deg": found.longitude_deg,
        "ring_m": found.ring_m,
        "intercept_ground_m": pair.intercept_ground_m,
        "intercept_slant_m": pair.intercept_slant_m,
        "share_of_ring": pair.share_of_ring,
        "share_of_radius": pair.share_of_radius,
        "area_m2": pair.area_m2,
        "share_at_once": pair.sector_share,
        "radius_by_azimuth": {
            "azimuth_rad": pair.azimuth_rad,
            "low_m": low,
            "median_m": median,
            "high_m": high,
        },
        "waterfall": [
            {"label": step.label, "slant_m": step.slant_m, "note": step.note}
            for step in pair.waterfall.steps
        ],
        "required_confirmation_m": pair.waterfall.required_confirmation_m,
        "factors": FACTORS,
        "fit": reach.fit_words,
        "sentence": found.sentence,
    }
