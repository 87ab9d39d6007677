"""The answer to a scene as files: GeoJSON, KML and GeoTIFF."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np

from skyshed.analysis.mercator_view import UNKNOWN
from skyshed.analysis.results import Interval
from skyshed.analysis.scene_answer import FULL_SHARE, RadarAnswer, SceneAnswer
from skyshed.output.cover_outlines import LEVELS, share_outlines
from skyshed.output.palette import rgba
from skyshed.output.rasters import RasterFile, geotiff_bytes
from skyshed.output.vectors import outline
from skyshed.scenario.model import Study

_CIRCLE_POINTS = 180
_MEANING: Final = {
    "low": "covered in at least 95 % of the draws",
    "median": "covered in at least 50 % of the draws",
    "high": "covered in at least 5 % of the draws",
}
_KML_ALPHA: Final = {"low": "b0", "median": "70", "high": "38"}
_REMARK = (
    "Computed by skyshed from public, uncertain numbers; a model, no observation."
    " Run the scene's study file to get the same numbers again."
)

Json = dict[str, Any]


def scene_geojson(study: Study, answer: SceneAnswer) -> str:
    """Radars, rings and outlines of cover as GeoJSON (RFC 7946), cut at the antimeridian.

    Parameters
    ----------
    study : Study
        Of the scene.
    answer : SceneAnswer
        What was found.
    """
    features = [feature for radar in answer.radars for feature in _features(study, radar)]
    whole = {
        "type": "FeatureCollection",
        "name": study.name,
        "title": study.title,
        "remark": _remark(study),
        "what_if": {number.parameter: number.value for number in study.fixed},
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False)


def _remark(study: Study) -> str:
    """What the file is; a what-if comes first, so that nobody takes it for the study's numbers."""
    held = [
        f"WHAT-IF: {number.parameter} is held at {number.value:g}, not drawn from its interval."
        for number in study.fixed
    ]
    return " ".join([*held, _REMARK])


def _features(study: Study, radar: RadarAnswer) -> Iterator[Json]:
    heights = (*(f"{h:g} m above ground" for h in study.agl_m),
               *(f"{h:g} m above sea level" for h in study.altitude_m))  # fmt: skip
    said = {
        "radar": radar.label,
        "target": study.targets[0].label,
        "height": heights[0],
        "pd": study.pd,
        "draws": study.draws,
        "seed": study.seed,
    }
    yield {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(radar.longitude_deg, 6), round(radar.latitude_deg, 6)],
        },
        "properties": {
            **said,
            "kind": "radar",
            "name": radar.label,
            "sentence": radar.sentence,
            "range_m": _interval(radar.range_m),
            "area_m2": _interval(radar.area_m2),
        },
    }
    azimuth = np.linspace(0.0, 2.0 * np.pi, _CIRCLE_POINTS, endpoint=False)
    ring = outline(
        radar.latitude_deg, radar.longitude_deg, azimuth, np.full(_CIRCLE_POINTS, radar.ring_m)
    )
    yield {
        "type": "Feature",
        "geometry": ring,
        "properties": {
            "kind": "ring",
            "radar": radar.label,
            "name": f"instrumented range of {radar.label}",
            "radius_m": radar.ring_m,
        },
    }
    areas = share_outlines(
        radar.share,
        latitude_deg=radar.latitude_deg,
        longitude_deg=radar.longitude_deg,
        cell_m=radar.cell_m,
    )
    for level, _ in reversed(LEVELS):  # the widest first, so that it lies below
        yield {
            "type": "Feature",
            "geometry": within_180(areas[level]),
            "properties": {
                **said,
                "kind": "cover",
                "level": level,
                "name": f"{radar.label}: {_MEANING[level]}",
                "cell_m": radar.cell_m,
            },
        }


def _interval(found: Interval) -> dict[str, float | None]:
    """An interval for JSON; nan ("never") is None."""
    return {
        name: value if value == value else None
        for name, value in (("low", found.low), ("median", found.median), ("high", found.high))
    }


def within_180(area: Json) -> Json:
    """A MultiPolygon whose longitudes run past 180 degrees, cut there into two.

    Parameters
    ----------
    area : dict
        GeoJSON MultiPolygon.

    Returns
    -------
    dict
        MultiPolygon with longitudes from -180 to 180.
    """
    from skyshed.output.vectors import clipped_ring

    rings = [ring for polygon in area["coordinates"] for ring in polygon]
    if all(-180.0 <= x <= 180.0 for ring in rings for x, _ in ring):
        return area
    polygons = []
    for polygon in area["coordinates"]:
        for turn in (-360.0, 0.0, 360.0):
            parts = [clipped_ring(ring, turn) for ring in polygon]
            if parts[0]:
                polygons.append([part for part in parts if part])
    return {"type": "MultiPolygon", "coordinates": polygons}


def scene_kml(study: Study, answer: SceneAnswer) -> str:
    """The same as KML 2.2: one folder per radar, areas on the ground.

    Parameters
    ----------
    study : Study
        Of the scene.
    answer : SceneAnswer
        What was found.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2">',
        f"<Document><name>{_text(study.title)}</name><description>{_text(_remark(study))}"
        "</description>",
        *_styles(),
    ]
    for radar in answer.radars:
        lines.append(f"<Folder><name>{_text(radar.label)}</name>")
        for feature in _features(study, radar):
            lines += _placemark(feature)
        lines.append("</Folder>")
    return "\n".join([*lines, "</Document>", "</kml>"]) + "\n"


def _styles() -> Iterator[str]:
    red, green, blue, _ = rgba("cover", "light")
    colour = f"{blue:02x}{green:02x}{red:02x}"
    for level, alpha in _KML_ALPHA.items():
        yield (
            f'<Style id="{level}"><LineStyle><color>ff{colour}</color><width>1</width></LineStyle>'
            f"<PolyStyle><color>{alpha}{colour}</color></PolyStyle></Style>"
        )
    red, green, blue, _ = rgba("ring", "light")
    yield (
        f'<Style id="ring"><LineStyle><color>ff{blue:02x}{green:02x}{red:02x}</color>'
        "<width>2</width></LineStyle><PolyStyle><fill>0</fill></PolyStyle></Style>"
    )


def _placemark(feature: Json) -> list[str]:
    said, geometry = feature["properties"], feature["geometry"]
    style = said.get("level", "ring" if said["kind"] == "ring" else "")
    head = [f"<Placemark><name>{_text(said['name'])}</name>"]
    if said.get("sentence"):
        head.append(f"<description>{_text(said['sentence'])}</description>")
    if style:
        head.append(f"<styleUrl>#{style}</styleUrl>")
    if geometry["type"] == "Point":
        x, y = geometry["coordinates"]
        return [*head, f"<Point><coordinates>{x},{y}</coordinates></Point></Placemark>"]
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
    if not polygons:
        return []
    inside = [line for rings in polygons for line in _polygon(rings)]
    return [*head, "<MultiGeometry>", *inside, "</MultiGeometry></Placemark>"]


def _polygon(rings: list[list[list[float]]]) -> Iterator[str]:
    yield "<Polygon><tessellate>1</tessellate>"
    for index, ring in enumerate(rings):
        side = "outerBoundaryIs" if index == 0 else "innerBoundaryIs"
        yield f"<{side}><LinearRing><coordinates>{_line(ring)}</coordinates></LinearRing></{side}>"
    yield "</Polygon>"


def _line(ring: Iterable[list[float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in ring)


def _text(words: str) -> str:
    return escape("".join(c for c in words if c.isprintable() or c == "\n"))


def scene_geotiff(study: Study, radar: RadarAnswer) -> bytes:
    """Share of the draws that cover each cell, on the radar's own plane.

    Parameters
    ----------
    study : Study
        Of the scene.
    radar : RadarAnswer
        One radar.
    """
    share = radar.share.astype(np.float32) / np.float32(FULL_SHARE)
    pixels = np.where(radar.share == UNKNOWN, np.float32(np.nan), share)
    band = RasterFile(
        study.name,
        pixels,
        np.nan,
        f"share of draws in which {radar.label} covers {study.targets[0].label}"
        + (f"; WHAT-IF, {len(study.fixed)} numbers held" if study.fixed else ""),
        "1",
    )
    return geotiff_bytes(
        band,
        latitude_deg=radar.latitude_deg,
        longitude_deg=radar.longitude_deg,
        cell_m=radar.cell_m,
    )
