"""Rows of a recorded track from the forms in which ADS-B recordings are passed on.

Five JSON layouts are read: a list of records, a table of columns (each a list, or a mapping from
row number to value), a table with ``columns`` and ``data``, lines of records, and the trace files
of readsb and tar1090. CSV with the same column names is the sixth.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from skyshed.errors import ScenarioError

Record = Mapping[str, Any]

_NAMES = {
    "timestamp": ("timestamp", "time", "epoch"),
    "latitude": ("latitude", "lat", "latitude_deg"),
    "longitude": ("longitude", "lon", "lng", "longitude_deg"),
    "altitude_ft": ("altitude", "alt_baro", "baroaltitude_ft", "pressure_altitude_ft"),
    "aircraft": ("icao24", "hex", "icao", "aircraft"),
    "callsign": ("callsign", "flight"),
    "on_ground": ("onground", "on_ground"),
}
_MILLISECONDS = 1e11  # seconds reach this in the year 5138


@dataclass(frozen=True)
class Row:
    """One report: time since 1970 [s], place [deg], pressure altitude [ft], who; nan is unknown."""

    epoch_s: float
    latitude_deg: float
    longitude_deg: float
    altitude_ft: float
    aircraft: str
    callsign: str
    on_ground: bool


def recording_rows(text: str, *, name: str) -> list[Row]:
    """Read a JSON recording.

    Parameters
    ----------
    text : str
        The file's text.
    name : str
        What messages call it.

    Returns
    -------
    list of Row
        In the order of the file.

    Raises
    ------
    ScenarioError
        If it is none of the layouts, or a value in it is not a number.
    """
    data = _parsed(text, name)
    if isinstance(data, dict) and isinstance(data.get("trace"), list):
        return list(_trace_rows(data, name))
    records = _records(data, name)
    return [_row(record, f"record {i + 1}", name, None) for i, record in enumerate(records)]


def csv_rows(text: str, *, name: str) -> list[Row]:
    """Read a CSV recording; arguments, result and errors as for `recording_rows`, with lines."""
    reader = csv.DictReader(io.StringIO(text))
    rows = []
    for record in reader:
        if None in record or None in record.values():
            raise ScenarioError(
                f"expected {len(reader.fieldnames or ())} values as in the header line, got"
                f" {'more' if None in record else 'fewer'}; correct the line",
                file=name,
                line=reader.line_num,
            )
        rows.append(_row(record, "", name, reader.line_num))
    return rows


def is_recording_header(columns: Sequence[str]) -> bool:
    """Whether the columns of a CSV file are those of a recording: it has a time of day."""
    return "timestamp" in {column.strip().lower() for column in columns}


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ScenarioError(
            "expected a recording, got JSON nested too deep; check that it is the right file",
            file=name,
        ) from None
    except ValueError as cause:
        lines = text.strip().splitlines()
        if len(lines) > 1 and lines[0].startswith("{") and lines[0].rstrip().endswith("}"):
            return [_line(line, number, name) for number, line in enumerate(lines, 1) if line]
        where = getattr(cause, "lineno", None)
        raise ScenarioError(
            f"expected JSON, got text that is not ({str(cause)[:80]}); check that the file is"
            " whole",
            file=name,
            line=where,
        ) from None


def _line(line: str, number: int, name: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise ScenarioError(
            "expected one JSON record on every line, got something else; check that the file is"
            " whole",
            file=name,
            line=number,
        ) from None


def _records(data: Any, name: str) -> list[Record]:
    """Records from a list of them or from a table by columns."""
    found: list[Record] | None = None
    if isinstance(data, list):
        found = data
    elif isinstance(data, dict) and isinstance(data.get("columns"), list) and "data" in data:
        if isinstance(data["data"], list) and all(isinstance(row, list) for row in data["data"]):
            found = [dict(zip(data["columns"], row, strict=False)) for row in data["data"]]
    elif isinstance(data, dict) and data and all(isinstance(c, dict) for c in data.values()):
        order = list(next(iter(data.values())))
        found = [{column: values.get(i) for column, values in data.items()} for i in order]
    elif isinstance(data, dict) and _same_length(list(data.values())):
        rows = zip(*data.values(), strict=True)
        found = [dict(zip(data, row, strict=True)) for row in rows]
    if found is None or not all(isinstance(record, Mapping) for record in found):
        raise ScenarioError(
            "expected a recording (a list of records, a table of columns, or a readsb trace), got"
            " other JSON; docs/routes.md shows the forms",
            file=name,
        )
    return found


def _same_length(columns: list[Any]) -> bool:
    lists = bool(columns) and all(isinstance(column, list) for column in columns)
    return lists and len({len(column) for column in columns}) == 1


def _row(record: Record, place: str, name: str, line: int | None) -> Row:
    values = {str(key).strip().lower(): value for key, value in record.items()}

    def found(wanted: str) -> Any:
        return next((values[key] for key in _NAMES[wanted] if key in values), None)

    def number(wanted: str) -> float:
        return _number(found(wanted), wanted, place, name, line)

    for wanted in ("timestamp", "latitude", "longitude"):
        if not any(key in values for key in _NAMES[wanted]):
            raise ScenarioError(
                f"expected a {wanted}, got none; name it {' or '.join(_NAMES[wanted])}",
                file=name, line=line, path=place,
            )  # fmt: skip
    on_ground = found("on_ground")
    altitude = found("altitude_ft")
    aground = altitude == "ground" or on_ground in (True, 1, "1", "true", "True", "TRUE")
    return Row(
        epoch_s=_epoch_s(found("timestamp"), place, name, line),
        latitude_deg=number("latitude"),
        longitude_deg=number("longitude"),
        altitude_ft=math.nan if altitude == "ground" else number("altitude_ft"),
        aircraft=_text(found("aircraft")),
        callsign=_text(found("callsign")),
        on_ground=aground,
    )


def _trace_rows(data: Record, name: str) -> Iterator[Row]:
    """readsb: seconds since the file's time, latitude, longitude, altitude in feet or "ground"."""
    start = _epoch_s(data.get("timestamp"), "timestamp", name, None)
    aircraft, callsign = _text(data.get("icao")), ""
    for index, point in enumerate(data["trace"]):
        place = f"trace[{index}]"
        if not isinstance(point, list) or len(point) < 4:
            raise ScenarioError(
                "expected time, latitude, longitude and altitude, got something else; check that"
                " the file is whole",
                file=name, path=place,
            )  # fmt: skip
        if len(point) > 8 and isinstance(point[8], Mapping):
            callsign = _text(point[8].get("flight")) or callsign
        ground = point[3] == "ground"
        yield Row(
            epoch_s=start + _number(point[0], "time", place, name, None),
            latitude_deg=_number(point[1], "latitude", place, name, None),
            longitude_deg=_number(point[2], "longitude", place, name, None),
            altitude_ft=math.nan if ground else _number(point[3], "altitude", place, name, None),
            aircraft=aircraft,
            callsign=callsign,
            on_ground=ground,
        )


def _number(value: Any, what: str, place: str, name: str, line: int | None) -> float:
    if value is None or value == "":
        return math.nan
    try:
        if isinstance(value, bool):
            raise ValueError
        return float(value)
    except (TypeError, ValueError):
        raise ScenarioError(
            f"expected a number for {what}, got {str(value)[:40]!r}; correct it",
            file=name, line=line, path=place,
        ) from None  # fmt: skip


def _epoch_s(value: Any, place: str, name: str, line: int | None) -> float:
    """Seconds since 1970: from seconds, milliseconds or an ISO date with its zone."""
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]", value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    seconds = _number(value, "timestamp", place, name, line)
    if math.isnan(seconds):
        raise ScenarioError(
            "expected a timestamp (seconds or milliseconds since 1970, or a date such as"
            " 2019-03-04T22:55:45Z), got none; the age of every report must be known",
            file=name, line=line, path=place,
        )  # fmt: skip
    return seconds / 1000.0 if abs(seconds) >= _MILLISECONDS else seconds


def _text(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return "".join(c for c in text if c.isprintable())[:40]
