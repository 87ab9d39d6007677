"""Claims of the study and raids of result folders."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.requests import Request

from skyshed.output.result_reading import replay_of
from skyshed.web.desk import Desk, desk_of, peer_of
from skyshed.web.replies import JsonReply, problem
from skyshed.web.schemas import EmptyIn

router = APIRouter(prefix="/api")


@router.get("/claims")
async def claims(request: Request) -> JsonReply:
    """Claims of the study with their maps, or how far their computation is."""
    return JsonReply(_claims_json(desk_of(request)))


@router.post("/claims/compute")
async def compute_claims(request: Request, asked: EmptyIn) -> JsonReply:
    """Begin to compute the study's claims, once, beside everything else."""
    desk = desk_of(request)
    await desk.light.run(lambda stop: desk.claims.start(desk.terrain_path), peer=peer_of(request))
    return JsonReply(_claims_json(desk))


@router.post("/claims/cancel")
async def cancel_claims(request: Request, asked: EmptyIn) -> JsonReply:
    """Give the computation of the claims up; it can be started again."""
    desk = desk_of(request)
    await desk.light.run(lambda stop: desk.claims.cancel(), peer=peer_of(request))
    return JsonReply(_claims_json(desk))


def _claims_json(desk: Desk) -> dict[str, Any]:
    """What is known of the claims, each with the scenes that show it on the map."""
    told = desk.claims.shown()
    claims = [claim | {"views": desk.claim_views.get(claim["id"], [])} for claim in told["claims"]]
    return told | {"claims": claims}


@router.get("/raids")
async def raids(request: Request) -> JsonReply:
    """Raids of the result folders named on the command line."""
    return JsonReply(
        [
            {"id": raid.id, "label": raid.label, "study": raid.study}
            for raid in desk_of(request).raids
        ]
    )


@router.get("/raids/{raid_id}")
async def raid(request: Request, raid_id: Annotated[str, Path(max_length=120)]) -> JsonReply:
    """Tracks and events of a raid's typical run."""
    desk = desk_of(request)
    found = next((one for one in desk.raids if one.id == raid_id), None)
    if found is None:
        return problem(404, "there is no such raid among the results that are shown")
    reply = await desk.light.run(lambda stop: replay_of(found), peer=peer_of(request))
    return JsonReply(reply)
