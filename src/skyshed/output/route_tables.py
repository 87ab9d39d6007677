"""Tables and numbers of given flights."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from skyshed.analysis.coverage import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.results import Interval
from skyshed.analysis.route_results import FlightResult, Moment, RouteResult
from skyshed.output.flight_weightings import weighted_csv, weighted_numbers
from skyshed.output.tables import Cell, Table

_ENDS = ("p05", "p50", "p95", "nominal")
_LOOKS = (
    "flight", "radar", "time_s", "latitude_deg", "longitude_deg", "altitude_m",
    "ground_distance_m", "azimuth_deg",
    *(f"pd_{end}" for end in _ENDS),
    *(f"detected_by_then_{end}" for end in _ENDS),
    *(f"confirmed_by_then_{end}" for end in _ENDS),
)  # fmt: skip
_FIRST = (
    "flight", "radar", "what",
    *(f"time_{end}_s" for end in _ENDS),
    *(f"{what}_{end}_{unit}" for end in _ENDS[:3] for what, unit in (
        ("latitude", "deg"), ("longitude", "deg"), ("altitude", "m"))),
    "share_of_draws",
)  # fmt: skip
_GAPS = ("flight", "kind", "start_s", "end_s", "duration_s", "length_m", "cause", "behind_terrain")
_HEIGHTS = (
    "flight", "radar", "time_s", "flight_altitude_m", "ground_altitude_m",
    *(f"lowest_covered_{end}_m" for end in _ENDS), "limiting_factor",
)  # fmt: skip
_FLIGHTS = (
    "flight", "duration_s", *(f"covered_share_{end}" for end in _ENDS),
    *(f"confirmed_{end}_s" for end in _ENDS), "confirmed_share_of_draws", "gaps",
    "gaps_behind_terrain", *(f"warning_{end}_s" for end in _ENDS),
)  # fmt: skip
_LEVELS = ("from_fl", "to_fl", "time_s", *(f"covered_share_{end}" for end in _ENDS))


def route_tables(result: RouteResult) -> list[Table]:
    """All tables; looks and heights only for a single flight, many would fill books."""
    one = result.flights[:1] if len(result.flights) == 1 else ()
    return [
        Table("flights", _FLIGHTS, tuple(_flight_row(f) for f in result.flights)),
        Table("looks", _LOOKS, tuple(row for f in one for row in _look_rows(f))),
        Table("first", _FIRST, tuple(row for f in result.flights for row in _first_rows(f))),
        Table("gaps", _GAPS, tuple(row for f in result.flights for row in _gap_rows(f))),
        Table("heights", _HEIGHTS, tuple(row for f in one for row in _height_rows(f))),
        Table("flight_levels", _LEVELS, tuple(_level_rows(result))),
        weighted_csv(result.weightings, subject="flight"),
    ]


def route_numbers(result: RouteResult) -> dict[str, Any]:
    """What `results.json` holds: no clock and no path but the name of the file."""
    return {
        "format_version": 1,
        "skyshed": result.version,
        "route": {
            "name": result.name,
            "title": result.title,
            "seed": result.seed,
            "draws": result.draws,
            "pd": result.pd,
            "file": result.file,
            "file_sha256": result.file_sha256,
            "pressure_altitude": result.qnh,
        },
        "sentences": list(result.sentences),
        "flights": [_flight_numbers(flight) for flight in result.flights],
        "flight_levels": [{**vars(row), "covered": vars(row.covered)} for row in result.levels],
        "weightings": weighted_numbers(result.weightings),
        "notes": list(result.notes),
        "parameters": {key: vars(p) for key, p in result.parameters.items()},
        "terrain": vars(result.terrain),
    }


def _flight_numbers(flight: FlightResult) -> dict[str, Any]:
    warned = flight.warned
    return {
        "name": flight.flown.name,
        "duration_s": flight.flown.track.end_s,
        "recorded": flight.flown.recorded,
        "heights": "pressure altitude" if flight.flown.pressure else "altitude above sea level",
        "covered_share_of_time": vars(flight.share_of_time),
        "detected": _moment(flight.detected),
        "confirmed": _moment(flight.confirmed),
        "radars": {
            radar.key: {
                "detected": _moment(radar.detected),
                "confirmed": _moment(radar.confirmed),
                "limits": {words: _moment(moment) for words, moment in radar.limits},
            }
            for radar in flight.radars
        },
        "not_covered": [vars(part) for part in flight.stretches],
        "warning": None if warned is None else {**vars(warned), "left_s": vars(warned.left_s)},
        "needs_finer_terrain": flight.finer,
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "time_s": vars(moment.time_s),
        "places": [list(place) for place in moment.places],
        "share_of_draws": moment.share,
    }


def _four(interval: Interval) -> tuple[float, float, float, float]:
    return interval.low, interval.median, interval.high, interval.nominal


def _flight_row(flight: FlightResult) -> tuple[Cell, ...]:
    gaps = [part for part in flight.stretches if part.kind == "gap"]
    nothing = (float("nan"),) * 4
    return (
        flight.flown.name,
        flight.flown.track.end_s,
        *_four(flight.share_of_time),
        *_four(flight.confirmed.time_s),
        flight.confirmed.share,
        len(gaps),
        sum(part.behind_terrain for part in gaps),
        *(nothing if flight.warned is None else _four(flight.warned.left_s)),
    )


def _look_rows(flight: FlightResult) -> Iterator[tuple[Cell, ...]]:
    for radar in flight.radars:
        looks = radar.looks
        for i in range(looks.time_s.size):
            yield (
                flight.flown.name,
                radar.key,
                float(looks.time_s[i]),
                float(looks.latitude_deg[i]),
                float(looks.longitude_deg[i]),
                float(looks.altitude_m[i]),
                float(looks.distance_m[i]),
                float(np.degrees(looks.azimuth_rad[i])),
                *map(float, looks.pd[:, i]),
                *map(float, looks.detected[:, i]),
                *map(float, looks.confirmed[:, i]),
            )


def _first_rows(flight: FlightResult) -> Iterator[tuple[Cell, ...]]:
    moments = [("all", "detected", flight.detected), ("all", "confirmed", flight.confirmed)]
    for radar in flight.radars:
        moments += [(radar.key, "detected", radar.detected)]
        moments += [(radar.key, "confirmed", radar.confirmed)]
        moments += [(radar.key, f"confirmed, {words}", moment) for words, moment in radar.limits]
    for who, what, moment in moments:
        places = [number for place in moment.places[:3] for number in place]
        yield (flight.flown.name, who, what, *_four(moment.time_s), *places, moment.share)


def _gap_rows(flight: FlightResult) -> Iterator[tuple[Cell, ...]]:
    for part in flight.stretches:
        yield (
            flight.flown.name,
            part.kind,
            part.start_s,
            part.end_s,
            part.end_s - part.start_s,
            part.length_m,
            part.cause,
            "yes" if part.behind_terrain else "no",
        )


def _height_rows(flight: FlightResult) -> Iterator[tuple[Cell, ...]]:
    for radar in flight.radars:
        for place, lowest in zip(radar.lowest_at, radar.lowest_m.T, strict=True):
            code = int(radar.factor[place])
            yield (
                flight.flown.name,
                radar.key,
                float(flight.flown.track.time_s[place]),
                float(flight.altitude_m[place]),
                float(flight.flown.ground_m[place]),
                *map(float, lowest),
                "unknown" if code == UNKNOWN_FACTOR else FACTORS[code],
            )


def _level_rows(result: RouteResult) -> Iterator[tuple[Cell, ...]]:
    for row in result.levels:
        yield (row.low_fl, row.high_fl, row.time_s, *_four(row.covered))
