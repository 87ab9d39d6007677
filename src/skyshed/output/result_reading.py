"""Read a result folder again: its claims, and the typical runs of its raids."""

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skyshed.errors import OutputError

_LARGEST_JSON = 50_000_000
_LARGEST_TABLE = 50_000_000
_MOST_STATES = 400_000


@dataclass(frozen=True)
class FoundRaid:
    """The typical run of a raid in a result folder; `id` is unique among folders."""

    id: str
    key: str
    label: str
    study: str
    folder: Path


def folder_numbers(folder: Path) -> dict[str, Any]:
    """What `results.json` of a result folder holds.

    Raises
    ------
    OutputError
        If it cannot be read.
    """
    path = folder / "results.json"
    try:
        if path.stat().st_size > _LARGEST_JSON:
            raise OutputError(f"{path}: too large to be a result of skyshed")
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as cause:
        raise OutputError(f"{path}: cannot be read as results: {cause}") from None
    if not isinstance(found, dict):
        raise OutputError(f"{path}: expected the results of skyshed, got something else")
    return found


def check_results(folder: Path) -> None:
    """Read all of a result folder that is shown later: numbers, claims and raids.

    Raises
    ------
    OutputError
        If something in it is damaged; says which file.
    """
    numbers = folder_numbers(folder)
    path = folder / "results.json"
    for key in ("study", "claims", "raids"):
        if not isinstance(numbers.get(key) or {}, dict):
            raise OutputError(
                f"{path}: {key}: expected the results of skyshed, got something else; compute them"
                " again or leave the folder out"
            )
    if not isinstance((numbers.get("study") or {}).get("name"), str):
        raise OutputError(
            f"{path}: study.name: expected the name of a study, got none; compute the results again"
            " or leave the folder out"
        )
    try:
        claims_of(numbers)
        found = raids_in((folder,))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise OutputError(
            f"{path}: claims or raids are damaged; compute them again or leave the folder out"
        ) from None
    for raid in found:
        replay_of(raid)


def claims_of(numbers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Claims of a result with their readings, verdicts and what decides, for people, in the order
    of the study; in that of the file where it does not say.

    Parameters
    ----------
    numbers : mapping
        From `folder_numbers` or `skyshed.output.numbers.result_numbers`.
    """
    found = [claim for claim in (numbers.get("claims") or {}).values() if isinstance(claim, dict)]
    return [_claim(claim) for claim in sorted(found, key=_place_in_study)]


def _place_in_study(claim: Mapping[str, Any]) -> float:
    return float(claim.get("order", math.inf))


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    readings = [_reading(reading) for reading in claim.get("readings") or []]
    decides = dict.fromkeys(key for reading in readings for key in reading["deciding"])
    kept = ("id", "sentence", "who", "when", "source", "verdict", "why", "survives")
    return {
        **{key: claim.get(key, "") for key in kept},
        "readings": readings,
        "premise": [dict(row) for row in claim.get("premise") or []],
        "left_out": list(claim.get("left_out") or []),
        "not_computed": list(claim.get("not_computed") or []),
        "decides": list(decides),
    }


def _reading(reading: Mapping[str, Any]) -> dict[str, Any]:
    shares = reading.get("shares") or {}
    ends = [one["share"] for one in shares.values() if one.get("share") is not None]
    kept = ("id", "text", "predicate", "value", "box", "verdict", "not_computed", "sense")
    return {
        **{key: reading.get(key) for key in kept},
        "threshold": reading.get("threshold"),
        "shares": shares,
        "share_low": min(ends, default=None),
        "share_high": max(ends, default=None),
        "deciding": list(reading.get("deciding") or []),
        "capped": list(reading.get("capped") or []),
        "terrain": dict(reading.get("terrain") or {}),
        "cases": list(reading.get("cases") or []),
        "also": list(reading.get("also") or []),
    }


def raids_in(folders: tuple[Path, ...]) -> list[FoundRaid]:
    """Raids of result folders that hold a typical run; folders that cannot be read have none."""
    found = []
    for number, folder in enumerate(folders):
        try:
            numbers = folder_numbers(folder)
        except OutputError:
            continue
        labels = numbers.get("raids") or {}
        study = str((numbers.get("study") or {}).get("title", folder.name))
        homes = sorted(p.parent for p in (folder / "replay").glob("*/entities.csv"))
        for home in homes:
            raid = labels.get(home.name) or {}
            label = str(raid.get("label") or home.name)
            found.append(FoundRaid(f"{number}-{home.name}", home.name, label, study, home))
    return found


def replay_of(raid: FoundRaid) -> dict[str, Any]:
    """Tracks and events of the typical run of a raid.

    Returns
    -------
    dict
        "entities": id, key, name, kind, side and the track as lists `time_s`, `latitude_deg`,
        `longitude_deg`, `altitude_m` (above sea level); "events": time_s, event, subject, object,
        text; "duration_s".

    Raises
    ------
    OutputError
        If the tables cannot be read.
    """
    try:
        return _replay(raid)
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise OutputError(
            f"{raid.folder}: the tables of the run are damaged ({cause!r}); compute the raid again"
        ) from None


def _replay(raid: FoundRaid) -> dict[str, Any]:
    entities: dict[str, dict[str, Any]] = {}
    for row in _rows(raid.folder / "entities.csv"):
        entities[row["entity"]] = {
            "id": row["entity"],
            "key": row["key"],
            "name": row["name"],
            "kind": row["kind"],
            "side": row["side"],
            "time_s": [],
            "latitude_deg": [],
            "longitude_deg": [],
            "altitude_m": [],
        }
    columns = ("time_s", "latitude_deg", "longitude_deg", "altitude_m")
    for count, row in enumerate(_rows(raid.folder / "states.csv")):
        if count >= _MOST_STATES:
            break
        if (entity := entities.get(row["entity"])) is None:
            continue
        for column in columns:
            entity[column].append(_finite(row, column))
    kept = ("event", "subject", "subject_key", "subject_name", "object", "object_name", "text")
    events = [
        {"time_s": _finite(row, "time_s"), **{key: row.get(key) or "" for key in kept}}
        for row in _rows(raid.folder / "events.csv")
    ]
    ends = [entity["time_s"][-1] for entity in entities.values() if entity["time_s"]]
    return {
        "id": raid.id,
        "label": raid.label,
        "duration_s": max(ends, default=0.0),
        "mark": "SIMULATION",
        "entities": list(entities.values()),
        "events": events,
    }


def _finite(row: Mapping[str, str], column: str) -> float:
    """A number of a table, to a millionth."""
    value = float(row[column])
    if not math.isfinite(value):
        raise ValueError(f"{column}: expected a number, got {value}")
    return round(value, 6)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        if path.stat().st_size > _LARGEST_TABLE:
            raise OutputError(f"{path}: too large to be shown")
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, ValueError, KeyError, csv.Error) as cause:
        raise OutputError(f"{path}: cannot be read: {cause}") from None
