"""Outlines and points as GeoJSON (RFC 7946) on WGS 84."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.results import PairResult, RadarSummary, StudyResult
from skyshed.geodesy.geodesics import direct
from skyshed.output.words import quantiles, slug
from skyshed.store import write_json

if TYPE_CHECKING:
    from skyshed.analysis.reach import BatteryReach, ReachResult

_LEVELS = ("p05", "p50", "p95")
_CIRCLE_POINTS = 180
_DECIMALS = 5  # of a degree, about a metre


def write_vectors(result: StudyResult, folder: Path) -> list[Path]:
    """Write sites, the ring round each site, places, and the outlines of cover and of intercepts.

    Parameters
    ----------
    result : StudyResult
        The run.
    folder : Path
        Where to put the files; made if needed.

    Returns
    -------
    list of Path
    """
    radars = {radar.key: radar for radar in result.radars}
    collections = {
        "radars": [_radar_point(radar) for radar in result.radars],
        "places": [_place_point(*place) for place in result.places],
        "ring": _rings(result),
    }
    for pair in result.pairs:
        name = f"{slug(pair.radar)}-{slug(pair.target)}-radius"
        collections[name] = _outlines(pair, radars[pair.radar])
    collections["batteries"] = [
        _battery_point(reach, radars[reach.guide]) for reach in result.reaches
    ]
    for reach in result.reaches:
        for there in reach.pairs:
            name = f"{slug(there.battery)}-{slug(there.target)}-reach"
            collections[name] = _reach_outlines(there, radars[reach.guide])
    written = []
    for name, features in collections.items():
        if features:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{name}.geojson"
            write_json(path, {"type": "FeatureCollection", "name": name, "features": features})
            written.append(path)
    return written


def outline(
    latitude_deg: float,
    longitude_deg: float,
    azimuth_rad: NDArray[np.float64],
    radius_m: NDArray[np.float64],
) -> dict[str, Any]:
    """Area inside a radius by azimuth as a GeoJSON geometry.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The centre. [deg]
    azimuth_rad, radius_m : ndarray, shape (azimuth,)
        Ascending azimuths and the ground distance along each. [rad], [m]

    Returns
    -------
    dict
        Polygon, or MultiPolygon cut at the antimeridian; outer rings run counterclockwise.

    Notes
    -----
    Areas that hold a pole are not closed round it; no site of a study lies so near to one.
    """
    lat, lon, _ = direct(np.radians(latitude_deg), np.radians(longitude_deg), azimuth_rad, radius_m)
    turned = (np.degrees(lon) - longitude_deg + 180.0) % 360.0 - 180.0 + longitude_deg
    points = np.column_stack([turned, np.degrees(lat)])[::-1]  # azimuth runs clockwise
    parts = [
        part
        for shift in (-360.0, 0.0, 360.0)
        if len(part := _between(points + np.array([shift, 0.0]), -180.0, 180.0)) >= 3
    ]
    rings = [[_closed(part)] for part in parts]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _between(points: NDArray[np.float64], west: float, east: float) -> NDArray[np.float64]:
    """Clip a ring of points to a strip of longitudes (Sutherland-Hodgman)."""
    for edge, sign in ((west, 1.0), (east, -1.0)):
        if len(points) == 0:
            return points
        inside = sign * (points[:, 0] - edge) >= 0.0
        kept: list[NDArray[np.float64]] = []
        for i, here in enumerate(points):
            before = points[i - 1]
            if inside[i] != inside[i - 1]:
                t = (edge - before[0]) / (here[0] - before[0])
                kept.append(np.array([edge, before[1] + t * (here[1] - before[1])]))
            if inside[i]:
                kept.append(here)
        points = np.array(kept).reshape(-1, 2)
    return points


def clipped_ring(ring: Sequence[Sequence[float]], turn_deg: float) -> list[list[float]]:
    """A closed ring turned by whole circles, and what of it lies between -180 and 180 degrees."""
    points = np.asarray(ring, dtype=float)[:-1] + np.array([turn_deg, 0.0])
    part = _between(points, -180.0, 180.0)
    return _closed(part) if len(part) >= 3 else []


def _closed(points: NDArray[np.float64]) -> list[list[float]]:
    ring = np.round(points, _DECIMALS).tolist()
    return [*ring, ring[0]]


def _feature(geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(latitude_deg: float, longitude_deg: float) -> dict[str, Any]:
    return {
        "type": "Point",
        "coordinates": [round(longitude_deg, _DECIMALS), round(latitude_deg, _DECIMALS)],
    }


def _radar_point(radar: RadarSummary) -> dict[str, Any]:
    return _feature(
        _point(radar.latitude_deg, radar.longitude_deg),
        {
            "key": radar.key,
            "name": radar.name,
            "catalogue": radar.entry,
            "role": radar.role,
            "site": radar.site,
            "antenna_altitude_m": radar.antenna_altitude_m.nominal,
        },
    )


def _place_point(name: str, latitude_deg: float, longitude_deg: float) -> dict[str, Any]:
    return _feature(_point(latitude_deg, longitude_deg), {"name": name})


def _rings(result: StudyResult) -> list[dict[str, Any]]:
    if not result.ring_m > 0.0:
        return []
    azimuth = np.linspace(0.0, 2.0 * np.pi, _CIRCLE_POINTS, endpoint=False)
    radius = np.full(_CIRCLE_POINTS, result.ring_m)
    sites = dict.fromkeys((r.site, r.latitude_deg, r.longitude_deg) for r in result.radars)
    return [
        _feature(
            outline(latitude, longitude, azimuth, radius),
            {"site": site, "label": result.ring_label, "radius_m": result.ring_m},
        )
        for site, latitude, longitude in sites
    ]


def _outlines(pair: PairResult, radar: RadarSummary) -> list[dict[str, Any]]:
    """Unbroken radius by azimuth, one outline per height and level."""
    radii = quantiles(pair.radii_m)
    features = []
    for i, height in enumerate(pair.heights.labels):
        for level, radius in zip(_LEVELS, radii[:, i], strict=True):
            if not radius.any():
                continue
            area = outline(radar.latitude_deg, radar.longitude_deg, pair.azimuth_rad, radius)
            features.append(_feature(area, _properties(pair, height, level, radius)))
    return features


def _properties(
    pair: PairResult, height: str, level: str, radius: Sequence[float]
) -> dict[str, Any]:
    return {
        "radar": pair.radar,
        "target": pair.target,
        "height": height,
        "level": level,
        "meaning": "ground radius reached without a break, by azimuth",
        "median_radius_m": float(np.median(radius)),
    }


def _battery_point(reach: "BatteryReach", guide: RadarSummary) -> dict[str, Any]:
    return _feature(
        _point(guide.latitude_deg, guide.longitude_deg),
        {
            "key": reach.key,
            "name": reach.label,
            "missile": reach.missile,
            "guided_by": reach.guide,
            "site": guide.site,
        },
    )


def _reach_outlines(pair: "ReachResult", guide: RadarSummary) -> list[dict[str, Any]]:
    """Farthest intercept without a break by azimuth, at the target's own height."""
    features = []
    for level, radius in zip(_LEVELS, quantiles(pair.unbroken_m), strict=True):
        if not radius.any():
            continue
        area = outline(guide.latitude_deg, guide.longitude_deg, pair.azimuth_rad, radius)
        properties = {
            "battery": pair.battery,
            "target": pair.target,
            "level": level,
            "meaning": "ground range of the farthest intercept of a target that flies straight at"
            " the battery, without a break, by azimuth; radar steered to it",
            "median_radius_m": float(np.median(radius)),
        }
        features.append(_feature(area, properties))
    return features
