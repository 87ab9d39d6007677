"""A strict reader of Tacview ACMI 2.2 text, written from the public specification alone.

Raia Software, "Technical Reference - ACMI flight recordings 2.2",
https://www.tacview.net/documentation/acmi/en/ . It refuses what Tacview itself would forgive.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

GLOBAL_TEXT = {
    "DataSource", "DataRecorder", "ReferenceTime", "RecordingTime", "Author", "Title", "Category",
    "Briefing", "Debriefing", "Comments",
}  # fmt: skip
GLOBAL_NUMBERS = {"ReferenceLongitude", "ReferenceLatitude"}
OBJECT_TEXT = {"Name", "Type", "CallSign", "Group", "Coalition", "Color", "Label"}
OBJECT_IDS = {"Parent", "Next", "FocusedTarget", "LockedTarget"}
EVENTS = {
    "Message", "Bookmark", "Debug", "LeftArea", "Destroyed", "TakenOff", "Landed", "Timeout",
}  # fmt: skip
COLOURS = {"Red", "Orange", "Yellow", "Green", "Cyan", "Blue", "Violet"}
CLASSES = {"Air", "Ground", "Sea", "Weapon", "Sensor", "Navaid", "Misc"}
TAGS = CLASSES | {
    "Static", "Heavy", "Medium", "Light", "Minor", "FixedWing", "Rotorcraft", "Armor",
    "AntiAircraft", "Vehicle", "Watercraft", "Human", "Biologic", "Missile", "Rocket", "Bomb",
    "Torpedo", "Projectile", "Beam", "Decoy", "Building", "Bullseye", "Waypoint", "Tank", "Warship",
    "AircraftCarrier", "Submarine", "Infantry", "Parachutist", "Shell", "Bullet", "Grenade",
    "Flare", "Chaff", "SmokeGrenade", "Aerodrome", "Container", "Shrapnel", "Explosion",
}  # fmt: skip
_IDENTITY = re.compile(r"0|[1-9a-f][0-9a-f]{0,15}")


@dataclass
class AcmiObject:
    """An object: its words, its positions by time, when it left."""

    words: dict[str, str] = field(default_factory=dict)
    track: list[tuple[float, float, float, float]] = field(default_factory=list)
    removed_s: float | None = None


@dataclass
class AcmiFile:
    """What a file says."""

    words: dict[str, str] = field(default_factory=dict)
    objects: dict[str, AcmiObject] = field(default_factory=dict)
    events: list[tuple[float, str, tuple[str, ...], str]] = field(default_factory=list)


def read_acmi(data: bytes) -> AcmiFile:
    """Read a file, or raise ValueError with the number of the line that breaks the format."""
    text = data.decode("utf-8").removeprefix("\ufeff")
    if "\r" in text or not text.endswith("\n"):
        raise ValueError("lines must end with LF alone, the last one too")
    lines = text[:-1].split("\n")
    if lines[:2] != ["FileType=text/acmi/tacview", "FileVersion=2.2"]:
        raise ValueError(f"line 1: not the header of ACMI 2.2: {lines[:2]}")
    found, now = AcmiFile(), None
    for number, line in enumerate(lines[2:], start=3):
        try:
            now = _read_line(line, found, now)
        except ValueError as cause:
            raise ValueError(f"line {number}: {cause}") from None
    if "ReferenceTime" not in found.words:
        raise ValueError("no ReferenceTime")
    return found


def _read_line(line: str, found: AcmiFile, now: float | None) -> float | None:
    if line.startswith("//"):
        return now
    if line.startswith("#"):
        time = float(line[1:])
        if now is not None and time <= now:
            raise ValueError(f"frame {time} does not come after {now}")
        return time
    if line.startswith("-"):
        gone = _living(found, line[1:])
        if now is None:
            raise ValueError("an object is removed before the first frame")
        gone.removed_s = now
        return now
    identity, *pairs = _split(line)
    if not _IDENTITY.fullmatch(identity):
        raise ValueError(f"{identity!r} is not a hexadecimal id without leading zeros")
    if not pairs:
        raise ValueError("an object without properties")
    if identity == "0":
        _read_global(pairs, found, now)
        return now
    if now is None:
        raise ValueError("an object before the first frame")
    one = found.objects.setdefault(identity, AcmiObject())
    if one.removed_s is not None:
        raise ValueError(f"object {identity} was removed at {one.removed_s}")
    for pair in pairs:
        _read_property(*_pair(pair), one, found, now)
    return now


def _split(line: str) -> list[str]:
    """Fields between commas that no backslash escapes; nothing else may be escaped."""
    if re.search(r"\\(?!,)", line):
        raise ValueError("a backslash that escapes no comma")
    return re.split(r"(?<!\\),", line)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not re.fullmatch(r"[A-Za-z0-9]+", name):
        raise ValueError(f"expected NAME=VALUE, got {text!r}")
    if not value.isprintable():
        raise ValueError(f"control characters in {name}")
    return name, value.replace("\\,", ",")


def _read_global(pairs: list[str], found: AcmiFile, now: float | None) -> None:
    for name, value in map(_pair, pairs):
        if name == "Event":
            _read_event(value, found, now)
        elif name in GLOBAL_NUMBERS:
            float(value)
        elif name not in GLOBAL_TEXT:
            raise ValueError(f"no global property is called {name}")
        if name in ("ReferenceTime", "RecordingTime"):
            datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
        if name != "Event":
            found.words[name] = value


def _read_event(value: str, found: AcmiFile, now: float | None) -> None:
    kind, *rest = value.split("|")
    if kind not in EVENTS or not rest or now is None:
        raise ValueError(f"not an event inside a frame: {value!r}")
    if kind == "Timeout":
        parts = dict(part.split(":", 1) for part in rest)
        _living(found, parts["SourceId"]), _living(found, parts["TargetId"])
        if parts["Outcome"] not in ("Kill", "Miss"):
            raise ValueError(f"outcome {parts['Outcome']!r}")
        found.events.append((now, kind, (parts["SourceId"], parts["TargetId"]), parts["Outcome"]))
        return
    *identities, text = rest
    for identity in identities:
        if identity not in found.objects:
            raise ValueError(f"an event names object {identity}, which is not there yet")
    found.events.append((now, kind, tuple(identities), text))


def _read_property(name: str, value: str, one: AcmiObject, found: AcmiFile, now: float) -> None:
    if name == "T":
        _read_position(value, one, now)
    elif name in OBJECT_IDS:
        if value not in found.objects:
            raise ValueError(f"{name} names object {value}, which is not there")
        one.words[name] = value
    elif name in OBJECT_TEXT:
        if name == "Type" and (not set(value.split("+")) <= TAGS or value.split("+")[0] in ("",)):
            raise ValueError(f"unknown tags in {value!r}")
        if name == "Type" and not set(value.split("+")) & CLASSES:
            raise ValueError(f"no class among the tags {value!r}")
        if name == "Color" and value not in COLOURS:
            raise ValueError(f"unknown colour {value!r}")
        one.words[name] = value
    else:
        raise ValueError(f"no property is called {name}")


def _read_position(value: str, one: AcmiObject, now: float) -> None:
    parts = value.split("|")
    if len(parts) != 3:
        raise ValueError(f"expected longitude|latitude|altitude, got {value!r}")
    before = one.track[-1][1:] if one.track else None
    if before is None and "" in parts:
        raise ValueError("the first position of an object must be whole")
    lon, lat, alt = (
        float(part) if part else before[i]  # type: ignore[index]
        for i, part in enumerate(parts)
    )
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise ValueError(f"no place on Earth: {value!r}")
    one.track.append((now, lon, lat, alt))


def _living(found: AcmiFile, identity: str) -> AcmiObject:
    if identity not in found.objects or found.objects[identity].removed_s is not None:
        raise ValueError(f"object {identity} is not there")
    return found.objects[identity]
