"""A route of waypoints, from YAML, CSV or GeoJSON."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from skyshed.documents import Document
from skyshed.errors import QuantityError, ScenarioError
from skyshed.geodesy.undulation import undulation_m
from skyshed.scenario.given_flights import Given, GivenRoute, RecordedFlight
from skyshed.units import parse_quantity, parse_value

MOST_POINTS: Final = 10_000
FASTEST_M_S: Final = 3_000.0
HIGHEST_M: Final = 50_000.0
_HEIGHTS: Final = {
    "altitude_m": ("altitude", 1.0),
    "agl_m": ("agl", 1.0),
    "altitude_ft": ("altitude", parse_value("1 ft", "length")),
    "flight_level": ("pressure", 100.0 * parse_value("1 ft", "length")),
}
_PER_KNOT: Final = parse_value("1 kt", "speed")


@dataclass(frozen=True)
class _Point:
    """One waypoint as read; `line` is None where lines mean nothing."""

    latitude_deg: float
    longitude_deg: float
    height_m: float
    height_kind: str
    speed_m_s: float
    time_s: float
    place: str
    line: int | None


def yaml_route(document: Document, path: Path) -> GivenRoute:
    """A route from YAML: ``points`` with heights and speeds, or one height and speed for all.

    Parameters
    ----------
    document : Document
        Read with errors of the kind `ScenarioError`.
    path : Path
        The file.

    Returns
    -------
    GivenRoute

    Raises
    ------
    ScenarioError
        One sentence with file, line and place.
    """
    data = document.data
    known = ("format_version", "name", "speed", "altitude", "above_ground", "points")
    for key in data:
        if key not in known:
            raise document.error((key,), f"unknown key '{key}'; known are {', '.join(known)}")
    if data.get("format_version", 1) != 1:
        raise document.error(("format_version",), "expected format_version 1; this release reads"
                             " no other")  # fmt: skip
    points = data.get("points")
    if not isinstance(points, list):
        raise document.error(("points",), "expected a list of points, got none; add 'points'")
    found = [_yaml_point(document, index, point, data) for index, point in enumerate(points)]
    name = str(data.get("name") or path.stem)
    route = _route(name, found, path)
    if isinstance(route, RecordedFlight):  # YAML has no times
        raise TypeError("a YAML route has no times")
    return route


def csv_route(text: str, path: Path) -> Given:
    """A route from CSV with a header line.

    Columns: ``latitude_deg``, ``longitude_deg``, one of ``altitude_m``, ``agl_m``, ``altitude_ft``
    and ``flight_level``, and ``speed_m_s`` or ``speed_kt``, or ``time_s``. Arguments, result and
    errors as for `yaml_route`; with ``time_s`` the flight has its own times.
    """
    reader = csv.DictReader(io.StringIO(text))
    columns = [column.strip() for column in reader.fieldnames or ()]
    reader.fieldnames = columns
    heights = [column for column in _HEIGHTS if column in columns]
    paces = [column for column in ("speed_m_s", "speed_kt", "time_s") if column in columns]
    missing = [c for c in ("latitude_deg", "longitude_deg") if c not in columns]
    missing += [] if len(heights) == 1 else [f"one of {', '.join(_HEIGHTS)}"]
    missing += [] if len(paces) == 1 else ["one of speed_m_s, speed_kt, time_s"]
    if missing:
        raise ScenarioError(
            f"expected the columns latitude_deg, longitude_deg, a height and a speed, got"
            f" {', '.join(columns)[:120] or 'none'}; add {'; '.join(missing)}",
            file=str(path), line=1,
        )  # fmt: skip
    points = []
    for row in reader:
        line = reader.line_num
        if None in row or None in row.values():
            more = "more" if None in row else "fewer"
            raise ScenarioError(
                f"expected {len(columns)} values as in the header line, got {more}; correct it",
                file=str(path), line=line,
            )  # fmt: skip
        points.append(_csv_point(row, heights[0], paces[0], path, line))
    return _route(path.stem, points, path)


def geojson_route(data: Mapping[str, Any], path: Path) -> GivenRoute:
    """A route from a GeoJSON LineString; arguments, result and errors as for `yaml_route`.

    Notes
    -----
    The third coordinate is a height above the WGS 84 ellipsoid (RFC 7946, section 3.1.1) and is
    converted. Without one, the properties ``altitude`` or ``above_ground`` say it, and ``speed``
    or ``speed_m_s`` the speed.
    """
    features = data.get("features", [data]) if data["type"] == "FeatureCollection" else [data]
    lines = [
        (feature.get("properties") or {}, geometry)
        for feature in features
        if isinstance(feature, Mapping)
        and isinstance(geometry := feature.get("geometry", feature), Mapping)
        and geometry.get("type") == "LineString"
    ]
    if len(lines) != 1:
        raise ScenarioError(
            f"expected one LineString, got {len(lines)}; keep the one that is flown",
            file=str(path),
        )
    properties, geometry = lines[0]
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise ScenarioError("expected coordinates, got none; check the file", file=str(path))
    given = dict(properties)
    if "speed_m_s" in given:
        given["speed"] = f"{given['speed_m_s']} m/s"
    points = [
        _geojson_point(place, given, f"coordinates[{i}]", path)
        for i, place in enumerate(coordinates)
    ]
    route = _route(str(given.get("name") or path.stem), points, path)
    if isinstance(route, RecordedFlight):  # a LineString has no times
        raise TypeError("a GeoJSON route has no times")
    return route


def _yaml_point(document: Document, index: int, point: Any, data: Mapping[str, Any]) -> _Point:
    at: tuple[str | int, ...] = ("points", index)
    if not isinstance(point, Mapping):
        raise document.error(at, "expected latitude_deg and longitude_deg, got something else")
    known = ("latitude_deg", "longitude_deg", "altitude", "above_ground", "speed")
    for key in point:
        if key not in known:
            raise document.error((*at, key), f"unknown key '{key}'; known are {', '.join(known)}")

    def fail(key: str, problem: str) -> Exception:
        return document.error((*at, key) if key in point else at, problem)

    numbers = []
    for key in ("latitude_deg", "longitude_deg"):
        value = point.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise fail(key, f"expected {key} as a number, got {str(value)[:40]}; add it")
        numbers.append(float(value))
    own = "altitude" in point or "above_ground" in point
    height, kind = _height(point if own else data, fail)
    speed = _speed(point.get("speed", data.get("speed")), fail)
    return _Point(
        numbers[0], numbers[1], height, kind, speed, math.nan, f"points[{index}]", document.line(at)
    )


def _csv_point(row: Mapping[str, str], height: str, pace: str, path: Path, line: int) -> _Point:
    def number(column: str) -> float:
        try:
            found = float(row[column])
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise ScenarioError(
                f"expected a number, got {row[column][:40]!r}; correct it",
                file=str(path), line=line, path=column,
            )  # fmt: skip
        return found

    kind, factor = _HEIGHTS[height]
    paced = number(pace)
    return _Point(
        number("latitude_deg"), number("longitude_deg"), factor * number(height), kind,
        math.nan if pace == "time_s" else paced * (_PER_KNOT if pace == "speed_kt" else 1.0),
        paced if pace == "time_s" else math.nan, "", line,
    )  # fmt: skip


def _geojson_point(place: Any, given: Mapping[str, Any], where: str, path: Path) -> _Point:
    def fail(key: str, problem: str) -> Exception:
        return ScenarioError(problem, file=str(path), path=where if key == "" else key)

    numbers = place if isinstance(place, list) else []
    good = all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)
    if not good or len(numbers) not in (2, 3):
        raise fail("", "expected [longitude, latitude] or [longitude, latitude, height]")
    longitude, latitude = float(numbers[0]), float(numbers[1])
    if len(numbers) == 3 and "altitude" not in given and "above_ground" not in given:
        if not abs(latitude) <= 90.0:
            raise fail("", f"expected a latitude up to 90 degrees, got {latitude:g}")
        below = float(undulation_m(np.radians(latitude), np.radians(longitude)))
        height, kind = float(numbers[2]) - below, "altitude"
    else:
        height, kind = _height(given, fail)
    speed = _speed(given.get("speed"), fail)
    return _Point(latitude, longitude, height, kind, speed, math.nan, where, None)


def _height(given: Mapping[str, Any], fail: Any) -> tuple[float, str]:
    """Height and its kind from ``altitude`` (a flight level is a pressure altitude) or
    ``above_ground``."""
    if ("altitude" in given) == ("above_ground" in given):
        raise fail("altitude", "expected either altitude or above_ground, got both or neither")
    key = "altitude" if "altitude" in given else "above_ground"
    try:
        if key == "above_ground":
            return parse_value(given[key], "length"), "agl"
        found = parse_quantity(given[key], "altitude")
    except QuantityError as cause:
        raise fail(key, str(cause)) from None
    return found.value, "pressure" if found.pressure_altitude else "altitude"


def _speed(text: Any, fail: Any) -> float:
    if text is None:
        raise fail("speed", "expected a speed, got none; add 'speed: 200 m/s'")
    try:
        return parse_value(text, "speed")
    except QuantityError as cause:
        raise fail("speed", str(cause)) from None


def _route(name: str, points: Sequence[_Point], path: Path) -> Given:
    """Check the points together."""

    def fail(point: _Point | None, problem: str) -> ScenarioError:
        line, place = (None, "") if point is None else (point.line, point.place)
        return ScenarioError(problem, file=str(path), line=line, path=place)

    if not 2 <= len(points) <= MOST_POINTS:
        raise fail(None, f"expected 2 to {MOST_POINTS} points, got {len(points)}; correct them")
    timed = not math.isnan(points[0].time_s)
    for before, point in zip([None, *points[:-1]], points, strict=True):
        _check(point, before, timed, points[0].height_kind, fail)
    notes = ()
    columns = {
        key: np.array([getattr(point, key) for point in points])
        for key in ("latitude_deg", "longitude_deg", "height_m", "speed_m_s", "time_s")
    }
    kind = points[0].height_kind
    place = columns["latitude_deg"], columns["longitude_deg"], columns["height_m"], kind
    if timed:
        time_s = columns["time_s"] - columns["time_s"][0]
        return RecordedFlight(name, name, time_s, *place, math.nan, path, notes)
    lines = tuple(point.line for point in points if point.line is not None)
    return GivenRoute(name, *place, columns["speed_m_s"], path, lines, notes)


def _check(point: _Point, before: _Point | None, timed: bool, kind: str, fail: Any) -> None:
    """One point by itself and after the one before."""
    if not (abs(point.latitude_deg) <= 90.0 and abs(point.longitude_deg) <= 180.0):
        raise fail(
            point,
            "expected a latitude up to 90 and a longitude up to 180 degrees, got"
            f" {point.latitude_deg:g}, {point.longitude_deg:g}; are they swapped?",
        )
    if point.height_kind != kind:
        raise fail(
            point,
            "expected heights of one kind (above sea level, above ground or flight levels), got"
            " two; give all alike",
        )
    low = 0.0 if kind == "agl" else -500.0
    if not low <= point.height_m <= HIGHEST_M:
        raise fail(
            point,
            f"expected a height from {low:g} m to {HIGHEST_M / 1e3:g} km, got"
            f" {point.height_m:g} m; correct it",
        )
    if not timed and not 0.0 < point.speed_m_s <= FASTEST_M_S:
        raise fail(
            point,
            f"expected a speed above 0 and up to {FASTEST_M_S:g} m/s, got {point.speed_m_s:g} m/s;"
            " correct it",
        )
    if timed and before is not None and not point.time_s > before.time_s:
        raise fail(
            point,
            f"expected times that grow, got {point.time_s:g} s after {before.time_s:g} s; sort"
            " the lines",
        )
