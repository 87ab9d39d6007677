"""Cover: nominal while dragging, whole answers with their spread, and their layers."""

import json
import time
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from skyshed.analysis.scene_answer import RadarAnswer, SceneAnswer, paint_share
from skyshed.errors import ScenarioError
from skyshed.output.cover_outlines import share_outlines
from skyshed.scenario.quick_scene import Scene
from skyshed.web.desk import desk_of, peer_of
from skyshed.web.jobs import Stop
from skyshed.web.patience import while_connected
from skyshed.web.replies import JsonReply, plain, problem, rounded
from skyshed.web.schemas import AnswerIn, LiveIn, RasterIn

router = APIRouter(prefix="/api")
BYTES = "application/octet-stream"
ASK_AGAIN = "the answer with this key is not at hand any more; ask /api/answer again"


@router.post("/live", response_class=Response)
async def live(request: Request, asked: LiveIn) -> Response:
    """One radar's nominal cover in the pixels of a view: a byte each, what forbids cover."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)
    check_radar(scene, asked.radar)
    peer = peer_of(request)

    def work(stop: Stop) -> tuple[bytes, dict[str, Any]]:
        started = time.perf_counter()
        stop.check()
        who = f"{peer} {asked.client} {asked.radar}"
        pixels, ring_m, note = desk.live_view(scene, asked.radar, asked.view.view(), who)
        spent_ms = 1e3 * (time.perf_counter() - started)
        told = {"seq": asked.seq, "compute_ms": round(spent_ms, 2), "ring_m": ring_m, "note": note}
        return pixels.tobytes(), told

    body, told = await desk.live.run(
        work,
        client=asked.client,
        peer=peer,
        slot=f"live {asked.radar}",
        seq=asked.seq,
    )
    return Response(body, media_type=BYTES, headers={"X-Skyshed": json.dumps(told)})


@router.post("/answer")
async def answer(request: Request, asked: AnswerIn) -> JsonReply:
    """Ranges, areas and outlines of every radar with 5, 50 and 95 % of the draws."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)

    def work(stop: Stop) -> Any:
        key, found = desk.answer(scene, stop)
        reply = desk.replies.get(("answer", key))
        if reply is None:
            reply = plain(answer_json(key, found))
            desk.replies.put(("answer", key), reply, 200_000 * len(found.radars))
        return reply

    running = desk.heavy.run(
        work, client=asked.client, peer=peer_of(request), slot="answer", seq=asked.seq
    )
    return JsonReply(await while_connected(request, running))


@router.post("/answer/raster", response_class=Response)
async def answer_raster(request: Request, asked: RasterIn) -> Response:
    """Share of the draws that cover each pixel: 0 to 200; 254 outside, 255 unknown."""
    desk = desk_of(request)
    found = desk.answers.get(asked.key)
    if found is None:
        return problem(410, ASK_AGAIN, "key")
    known = [radar.key for radar in found.radars]
    if asked.radar not in (*known, "union"):
        return problem(
            422, f"expected union or one of {', '.join(known)}, got '{asked.radar}'", "radar"
        )
    view = asked.view.view()
    pixels = await desk.light.run(
        lambda stop: paint_share(found, asked.radar, view).tobytes(), peer=peer_of(request)
    )
    return Response(pixels, media_type=BYTES)


def check_radar(scene: Scene, key: str) -> None:
    """A radar that a request names must be in the scene and on."""
    known = [radar.id for radar in scene.radars if radar.on]
    if key not in known:
        shown = ", ".join(known) or "none"
        raise ScenarioError(
            f"expected the id of a radar that is on, got '{key}'; known are {shown}",
            file="",
            path="radar",
        )


def answer_json(key: str, found: SceneAnswer) -> dict[str, Any]:
    """The reply to /api/answer."""
    return {
        "key": key,
        "draws": found.draws,
        "radars": [_radar_json(radar) for radar in found.radars],
        "union": None
        if found.union_m2 is None
        else {"area_m2": found.union_m2, "sentence": found.union_sentence},
        "notes": list(found.terrain_notes),
    }


def _radar_json(radar: RadarAnswer) -> dict[str, Any]:
    low, median, high = (rounded(level) for level in radar.radius_m)
    return {
        "id": radar.key,
        "label": radar.label,
        "latitude_deg": radar.latitude_deg,
        "longitude_deg": radar.longitude_deg,
        "range_m": radar.range_m,
        "sector_range_m": radar.sector_range_m,
        "sector_confirmed_m": radar.sector_confirmed_m,
        "confirmed_m": radar.confirmed_m,
        "ring_m": radar.ring_m,
        "share_radius_m": radar.share_radius_m,
        "share_of_ring": radar.share_of_ring,
        "area_m2": radar.area_m2,
        "cell_m": radar.cell_m,
        "radius_by_azimuth": {
            "azimuth_rad": radar.azimuth_rad,
            "low_m": low,
            "median_m": median,
            "high_m": high,
        },
        "outline": share_outlines(
            radar.share,
            latitude_deg=radar.latitude_deg,
            longitude_deg=radar.longitude_deg,
            cell_m=radar.cell_m,
        ),
        "sentence": radar.sentence,
    }
