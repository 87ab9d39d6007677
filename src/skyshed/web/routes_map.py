"""What the page needs to begin, the relief, and the lines of coast and border."""

import math
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from skyshed.web.desk import desk_of, peer_of
from skyshed.web.jobs import Stop
from skyshed.web.replies import JsonReply, problem
from skyshed.web.start import basemap_features, start_page

router = APIRouter()
_DEEPEST = 12
_WIDEST_DEG = 60
_A_DAY = "private, max-age=86400"


@router.get("/healthz")
async def healthz() -> JsonReply:
    """Whether the server lives."""
    return JsonReply({"ok": True})


@router.get("/api/start")
async def start(request: Request) -> JsonReply:
    """Everything that the page opens with."""
    desk = desk_of(request)
    found = desk.replies.get("start")
    if found is None:
        found = await desk.light.run(lambda stop: start_page(desk), peer=peer_of(request))
        desk.replies.put("start", found, 200_000)
    return JsonReply(found)


Degrees = Annotated[float, Query(ge=-540.0, le=540.0, allow_inf_nan=False)]


@router.get("/api/basemap")
async def basemap(
    request: Request, west: Degrees, south: Degrees, east: Degrees, north: Degrees
) -> JsonReply:
    """Coast and border lines that meet a box of up to 60 by 60 degrees, as GeoJSON."""
    box = (
        math.floor(west),
        max(math.floor(south), -90),
        math.ceil(east),
        min(math.ceil(north), 90),
    )
    if not (0 < box[2] - box[0] <= _WIDEST_DEG and 0 < box[3] - box[1] <= _WIDEST_DEG):
        return problem(422, f"expected a box of up to {_WIDEST_DEG} by {_WIDEST_DEG} degrees")
    desk = desk_of(request)
    found: Any = desk.replies.get(("basemap", box))
    if found is None:
        found = await desk.light.run(lambda stop: basemap_features(*box), peer=peer_of(request))
        size = 30 * sum(len(f["geometry"]["coordinates"]) for f in found["features"])
        desk.replies.put(("basemap", box), found, 1000 + 5 * size)
    return JsonReply(found, headers={"Cache-Control": _A_DAY})


@router.get("/api/tiles/{zoom}/{x}/{y}.png", response_class=Response)
async def tile(
    request: Request,
    zoom: Annotated[int, Path(ge=0, le=_DEEPEST)],
    x: Annotated[int, Path(ge=0, lt=2**_DEEPEST)],
    y: Annotated[int, Path(ge=0, lt=2**_DEEPEST)],
) -> Response:
    """The relief in use as a shaded tile of 256 pixels."""
    if x >= 2**zoom or y >= 2**zoom:
        return problem(404, "there is no such tile")
    desk = desk_of(request)
    found = desk.tiles.get((zoom, x, y))
    if found is None:

        def shade(stop: Stop) -> bytes:
            from skyshed.output.hillshade import hillshade_tile

            stop.check()
            return hillshade_tile(desk.terrain, zoom, x, y)

        found = await desk.light.run(shade, peer=peer_of(request))
        desk.tiles.put((zoom, x, y), found, len(found))
    return Response(found, media_type="image/png", headers={"Cache-Control": _A_DAY})
