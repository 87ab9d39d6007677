"""Single places: why covered or not, a section of the terrain, a vertical chart, the sources."""

from typing import Any

from fastapi import APIRouter
from numpy.typing import NDArray
from starlette.requests import Request

from skyshed.analysis.fixed_numbers import what_if_range
from skyshed.analysis.scene_point import PointView, point_views
from skyshed.analysis.scene_profile import Section, VerticalChart, section, vertical
from skyshed.analysis.scene_sources import NumberRow, SceneSources, scene_sources
from skyshed.web.desk import desk_of, peer_of
from skyshed.web.jobs import Stop
from skyshed.web.replies import JsonReply, rounded
from skyshed.web.routes_cover import check_radar
from skyshed.web.schemas import PointIn, ProfileIn, SourcesIn, VerticalIn
from skyshed.web.shown_numbers import shown_number

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


@router.post("/profile")
async def profile(request: Request, asked: ProfileIn) -> JsonReply:
    """The terrain from a radar to a place, with ray, edge and cover."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)
    check_radar(scene, asked.radar)

    def work(stop: Stop) -> dict[str, Any]:
        stop.check()
        to = asked.to
        found = section(desk.drawn(scene), asked.radar, to.latitude_deg, to.longitude_deg)
        return _section_json(found)

    return JsonReply(await desk.light.run(work, peer=peer_of(request)))


@router.post("/vertical")
async def vertical_cover(request: Request, asked: VerticalIn) -> JsonReply:
    """Lowest and highest covered altitude on one azimuth."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)
    check_radar(scene, asked.radar)

    def work(stop: Stop) -> dict[str, Any]:
        stop.check()
        return _vertical_json(vertical(desk.drawn(scene), asked.radar, asked.azimuth_deg))

    return JsonReply(await desk.light.run(work, peer=peer_of(request)))


@router.post("/sources")
async def sources(request: Request, asked: SourcesIn) -> JsonReply:
    """Every number in use, with sources and how far it moves one radar's answer."""
    desk = desk_of(request)
    scene = desk.scene(asked.scene)
    first = next((radar.id for radar in scene.radars if radar.on), "")
    radar = asked.radar or first
    if asked.radar is not None:
        check_radar(scene, asked.radar)

    def work(stop: Stop) -> dict[str, Any]:
        stop.check()
        return _sources_json(scene_sources(desk.drawn(scene), radar, workers=desk.workers))

    return JsonReply(await desk.heavy.run(work, client="sources", peer=peer_of(request)))


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
        "shares_by_factor": view.shares,
        "reason": view.reason,
        "draws_sentence": view.draws_sentence,
        "snr_db": view.snr_db,
        "edge_loss_db": view.edge_loss_db,
        "sentence": view.sentence,
    }


def _section_json(found: Section) -> dict[str, Any]:
    return {
        "azimuth_deg": found.azimuth_deg,
        "place_m": found.place_m,
        "distance_m": rounded(found.distance_m),
        "ground_m": rounded(found.ground_m),
        "drop_m": rounded(found.drop_m),
        "curved_ground_m": rounded(found.ground_m - found.drop_m),
        "target_altitude_m": rounded(found.target_altitude_m),
        "lowest_visible_m": rounded(found.lowest_visible_m),
        "lowest_covered_m": rounded(found.lowest_covered_m),
        "highest_covered_m": rounded(found.highest_covered_m),
        "edge_loss_db": rounded(found.edge_loss_db, 2),
        "pd": rounded(found.pd, 4),
        "edge": {"distance_m": found.edge_m, "altitude_m": found.edge_altitude_m},
        "antenna_altitude_m": found.antenna_altitude_m,
        "horizon_m": found.horizon_m,
        "sentence": found.sentence,
    }


def _vertical_json(found: VerticalChart) -> dict[str, Any]:
    return {
        "distance_m": rounded(found.distance_m),
        "ground_m": rounded(found.ground_m),
        "lowest_visible_m": rounded(found.visible_m),
        "lowest_m": _spread(found.lowest_m),
        "highest_m": _spread(found.highest_m),
    }


def _spread(levels: NDArray[Any]) -> dict[str, Any]:
    nominal, low, high = (rounded(level) for level in levels)
    return {"nominal": nominal, "low": low, "high": high}


def _sources_json(found: SceneSources) -> dict[str, Any]:
    return {
        "radar": found.radar,
        "quantity": found.quantity,
        "rows": [_row_json(row, found) for row in found.rows],
    }


def _row_json(row: NumberRow, found: SceneSources) -> dict[str, Any]:
    known = row.parameter
    named = [{"id": key, **found.sources[key]} for key in known.sources if key in found.sources]
    return {
        "key": row.key,
        "label": known.label or row.key,
        "nominal": known.nominal,
        "low": known.low,
        "high": known.high,
        "values": list(known.values),
        "unit": known.unit,
        **shown_number(row.key, known, row.levels_m2),
        "grade": known.grade,
        "basis": known.basis,
        "sources": named,
        "note": known.note,
        "what_if": row.fixed,
        "what_if_range": what_if_range(known),
        "swing": row.swing_m,
        "swing_share": row.swing_share,
    }
