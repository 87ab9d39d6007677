"""Read a given flight: waypoints (YAML, CSV, GeoJSON) or a recorded track (JSON, CSV)."""

import csv
import gzip
import io
import json
import zlib
from pathlib import Path
from typing import Any, Final

from skyshed.documents import not_a_file, parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.given_flights import Given
from skyshed.scenario.recording_rows import csv_rows, is_recording_header, recording_rows
from skyshed.scenario.recordings import recorded_flights
from skyshed.scenario.waypoints import csv_route, geojson_route, yaml_route

MOST_BYTES: Final = 200_000_000
"""A larger file (unpacked) is refused."""
_SUFFIXES: Final = (".yaml", ".yml", ".csv", ".geojson", ".json", ".jsonl")


def read_flights(path: str | Path, *, now_epoch_s: float | None = None) -> tuple[Given, ...]:
    """Read the flights of a file.

    Parameters
    ----------
    path : str or Path
        ``.yaml``, ``.csv``, ``.geojson``, ``.json`` or ``.jsonl``, also with ``.gz`` behind it;
        200 MB unpacked at most.
    now_epoch_s : float, optional
        The present time since 1970, from which the age of a recording counts; the clock's if not
        given. [s]

    Returns
    -------
    tuple of GivenRoute or RecordedFlight
        One route, or every flight of a recording.

    Raises
    ------
    ScenarioError
        If the file cannot be read, is younger than 24 hours or does not hold a flight; one sentence
        with the file and, where there are lines, the line.
    """
    path = Path(path)
    kind = _kind(path)
    text = _text(path)
    if kind in (".yaml", ".yml"):
        return (yaml_route(parse_yaml(text, name=path, error=ScenarioError), path),)
    if kind == ".csv":
        return _csv_flights(text, path, now_epoch_s)
    if (collection := _geojson(text)) is not None:
        return (geojson_route(collection, path),)
    rows = recording_rows(text, name=str(path))
    return recorded_flights(rows, path, now_epoch_s=now_epoch_s)


def _csv_flights(text: str, path: Path, now_epoch_s: float | None) -> tuple[Given, ...]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        header = next(csv.reader(io.StringIO(text)), [])
        if is_recording_header(header):
            rows = csv_rows(text, name=str(path))
            return recorded_flights(rows, path, now_epoch_s=now_epoch_s)
        return (csv_route(text, path),)
    except csv.Error as cause:  # such as a value of more than 131072 signs
        raise ScenarioError(
            f"expected a table in CSV, got one that cannot be read ({cause}); save it again",
            file=str(path),
        ) from None


def _kind(path: Path) -> str:
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    kind = plain.suffix.lower()
    if kind not in _SUFFIXES:
        raise ScenarioError(
            f"expected a file that ends in {', '.join(_SUFFIXES)} or one of them with .gz, got"
            f" '{kind or path.name}'; docs/routes.md shows the forms",
            file=str(path),
        )
    return kind


def _text(path: Path) -> str:
    """The file unpacked; never more than the limit in memory."""
    name = str(path)
    try:
        if not path.is_file():
            found = not_a_file(path)
            raise ScenarioError(f"expected a file, got {found}; check the path", file=name)
        packed = path.suffix.lower() == ".gz"
        with path.open("rb") as plain:
            file: Any = gzip.GzipFile(fileobj=plain) if packed else plain
            raw = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as cause:
        reason = getattr(cause, "strerror", None) or cause
        raise ScenarioError(
            f"expected a readable file, got '{reason}'; check that it is whole",
            file=name,
        ) from None
    if len(raw) > MOST_BYTES:
        raise ScenarioError(
            f"expected at most {MOST_BYTES / 1e6:g} MB (unpacked), got more; cut the recording to"
            " the hours and the area of interest",
            file=name,
        )
    try:
        return str(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as cause:
        line = raw.count(b"\n", 0, cause.start) + 1
        raise ScenarioError(
            f"expected text in UTF-8, got the byte 0x{raw[cause.start]:02x}; save it as UTF-8",
            file=name,
            line=line,
        ) from None


def _geojson(text: str) -> dict[str, Any] | None:
    """The document if it says that it is GeoJSON."""
    if '"type"' not in text[:20_000]:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = ("FeatureCollection", "Feature", "LineString")
    return data if isinstance(data, dict) and data.get("type") in known else None
