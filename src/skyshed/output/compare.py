"""What differs between two result folders: inputs first, then answers, with sizes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from skyshed.errors import OutputError
from skyshed.output.compare_engagement import raid_changes, reach_changes
from skyshed.output.compare_words import changed, number, range_change, same, share_change
from skyshed.output.words import percent
from skyshed.scenario.weightings import DEFAULT_WEIGHTING, weighting_name
from skyshed.store import MANIFEST_NAME

Json = Mapping[str, Any]
_RANGES: Final = {
    "r50_free_space_m": "one scan, free space, slant",
    "r50_over_terrain_m": "one scan, over terrain, slant",
    "r90_free_space_m": "confirmed, free space, slant",
    "r90_over_terrain_m": "confirmed, over terrain, slant",
}


def compare_folders(first: str | Path, second: str | Path) -> list[str]:
    """Lines that say what changed from the first folder to the second.

    Parameters
    ----------
    first, second : str or Path
        Result folders.

    Returns
    -------
    list of str
        Headings and indented lines; a single line if the results are the same.

    Raises
    ------
    OutputError
        If a folder holds no results, or they cannot be read.
    """
    old, new = _read(Path(first)), _read(Path(second))
    parts = {
        "run": list(_run(old, new)),
        "inputs": list(_parameters(old[1], new[1])),
        "ranges and cover": list(_pairs(old[1], new[1])),
        "reach": list(reach_changes(old[1], new[1])),
        "raids": list(raid_changes(old[1], new[1])),
        "verdicts": list(_claims(old[1], new[1])),
        "sentences": list(_sentences(old[1], new[1])),
    }
    lines = []
    for heading, found in parts.items():
        if found:
            lines += [f"{heading}:", *(f"  {line}" for line in found)]
    return lines or ["no differences: same inputs, same answers"]


def _read(folder: Path) -> tuple[Json, Json]:
    found = []
    for name in (MANIFEST_NAME, "results.json"):
        try:
            data = json.loads((folder / name).read_text("utf-8"))
        except (OSError, ValueError) as cause:
            raise OutputError(
                f"cannot read {folder / name}: {cause}; give a result folder of skyshed run"
            ) from cause
        if not isinstance(data, dict):
            raise OutputError(f"{folder / name} holds no results; give a result folder")
        found.append(data)
    return found[0], found[1]


def _run(old: tuple[Json, Json], new: tuple[Json, Json]) -> Iterator[str]:
    names = {"study": "study", "seed": "seed", "draws": "draws", "python": "Python"}
    for key, words in names.items():
        yield from changed(words, old[0].get(key), new[0].get(key))
    for name in ("version",):
        before, after = (side[0].get("skyshed", {}).get(name) for side in (old, new))
        yield from changed("skyshed", before, after)
    before, after = (
        weighting_name(side[0].get("weighting", DEFAULT_WEIGHTING)) for side in (old, new)
    )
    yield from changed("weighting", before, after)
    before, after = (side[0].get("terrain", {}).get("name") for side in (old, new))
    yield from changed("terrain", before, after)
    before, after = old[0].get("packages", {}), new[0].get("packages", {})
    for name in sorted({*before, *after}):
        yield from changed(name, before.get(name), after.get(name))
    before, after = old[0].get("inputs", {}), new[0].get("inputs", {})
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{name}: another file"


def _parameters(old: Json, new: Json) -> Iterator[str]:
    before, after = old.get("parameters", {}), new.get("parameters", {})
    for key in sorted({*before, *after}):
        if key not in after:
            yield f"{key}: gone"
        elif key not in before:
            yield f"{key}: new, {_parameter(after[key])}"
        elif before[key] != after[key]:
            one, two = _parameter(before[key]), _parameter(after[key])
            yield f"{key}: {one} -> {two}" if one != two else f"{key}: note or sources changed"


def _parameter(p: Json) -> str:
    values = f"{p['nominal']:.6g} ({p['low']:.6g} to {p['high']:.6g}) {p['unit']}"
    return f"{values}, {p['shape']}, {p['basis']}, grade {p['grade']}"


def _pairs(old: Json, new: Json) -> Iterator[str]:
    before = {(p["radar"], p["target"]): p for p in old.get("pairs", [])}
    after = {(p["radar"], p["target"]): p for p in new.get("pairs", [])}
    for key in sorted({*before, *after}):
        name = f"{key[0]} against {key[1]}"
        if key not in before or key not in after:
            yield f"{name}: {'new' if key in after else 'gone'}"
            continue
        for field, words in _RANGES.items():
            yield from range_change(f"{name}, {words}", before[key][field], after[key][field])
        heights = {h["height"]: h for h in before[key]["heights"]}
        for height in after[key]["heights"]:
            was = heights.get(height["height"])
            if was and was["share_in_ring"] and height["share_in_ring"]:
                words = f"{name}, share of the ring at {height['height']}"
                yield from share_change(words, was["share_in_ring"], height["share_in_ring"])


def _claims(old: Json, new: Json) -> Iterator[str]:
    before, after = old.get("claims", {}), new.get("claims", {})
    for key in sorted({*before, *after}):
        if key not in before or key not in after:
            yield f"{key}: {'new' if key in after else 'gone'}"
            continue
        yield from changed(key, before[key]["verdict"], after[key]["verdict"])
        readings = {r["id"]: r for r in before[key]["readings"]}
        for reading in after[key]["readings"]:
            if (was := readings.get(reading["id"])) is not None:
                yield from _reading(f"{key}, {reading['id']}", was, reading)


def _reading(words: str, before: Json, after: Json) -> Iterator[str]:
    yield from changed(words, before["verdict"], after["verdict"])
    for weighting in sorted({*before["shares"]} & {*after["shares"]}):
        one, two = (number(side["shares"][weighting]["share"]) for side in (before, after))
        if not same(one, two):
            sizes = f"{percent(one, decimals=1)} -> {percent(two, decimals=1)}"
            yield f"{words}, share of draws, {weighting.replace('_', ' ')}: {sizes}"


def _sentences(old: Json, new: Json) -> Iterator[str]:
    before, after = old.get("sentences", []), new.get("sentences", [])
    yield from (f"- {sentence}" for sentence in before if sentence not in after)
    yield from (f"+ {sentence}" for sentence in after if sentence not in before)
