"""Replay of one simulated run as Tacview ACMI 2.2 text.

References
----------
.. [1] Raia Software, "Technical Reference - ACMI flight recordings 2.2",
   https://www.tacview.net/documentation/acmi/en/
"""

from typing import TYPE_CHECKING, Final

from skyshed.output.replay import (
    SIDE_WORDS,
    launcher_of,
    lifetime,
    marked_title,
    remarks,
    stands_still,
    struck,
)

if TYPE_CHECKING:
    from skyshed.sim.recording import Entity, Event, Recording

_TYPES: Final = {
    "radar": "Ground+Sensor",
    "launcher": "Ground+AntiAircraft",
    "target": "Air+FixedWing",
    "interceptor": "Weapon+Missile",
    "place": "Navaid+Static+Waypoint",
}
_FLYING_RADAR: Final = "Air+FixedWing"
_COLOURS: Final = {"defence": "Blue", "raid": "Orange", "neutral": "Green"}
"""Of the seven that Tacview knows; blue and orange differ for every eye, and no side is "red"."""
_FIRST_ID: Final = 0x100  # object 0 holds the global properties
_POSITION, _EVENT, _REMOVAL = range(3)

Line = tuple[int, int, str]
"""Time in hundredths of a second, order within the frame, text."""


def acmi_text(recording: "Recording", *, version: str | None = None) -> str:
    """Write a recording in the format of Tacview.

    Parameters
    ----------
    recording : Recording
        The run; altitudes above mean sea level, as the format has them.
    version : str, optional
        Version of skyshed to name as the source; its own if left out.

    Returns
    -------
    str
        Text with byte order mark and ``\\n`` line ends. Times are rounded to 0.01 s, positions to
        1e-6 degree and 0.1 m; coordinates that did not change are left out, as the format allows.

    Notes
    -----
    A kill is a ``Destroyed`` event and a shot's end a ``Timeout`` event, which Tacview lists in its
    shot log; a leak is a bookmark. Types are tags of the format's own list: every target is a
    fixed-wing aircraft there, whatever its class.
    """
    if version is None:
        from skyshed import __version__

        version = __version__
    lines: list[Line] = []
    for entity in recording.entities:
        lines += _object_lines(entity, recording)
    for event in recording.events:
        lines += [(_hundredths(event.time_s), _EVENT, text) for text in _events(event, recording)]
    text = [*_head(recording, version)]
    now = None
    for time, _, line in sorted(lines, key=lambda item: item[:2]):
        if time != now:
            text.append(f"#{_number(time / 100.0, 2)}")
            now = time
        text.append(line)
    return "\ufeff" + "\n".join(text) + "\n"


def _head(recording: "Recording", version: str) -> list[str]:
    return [
        "FileType=text/acmi/tacview",
        "FileVersion=2.2",
        f"0,ReferenceTime={recording.start}",
        f"0,DataSource={_escaped(f'skyshed {version} (simulation)')}",
        f"0,DataRecorder={_escaped(f'skyshed {version}')}",
        f"0,Title={_escaped(marked_title(recording))}",
        f"0,Comments={_escaped(remarks(recording))}",
    ]


def _object_lines(entity: "Entity", recording: "Recording") -> list[Line]:
    """Positions of an object, what it is with the first of them, and its end."""
    identity = _identity(entity.id)
    first, last = lifetime(entity, recording)
    if stands_still(entity):
        samples = [(_hundredths(first), *_coordinates(entity, 0))]
    else:
        samples = [
            (_hundredths(float(time)), *_coordinates(entity, i))
            for i, time in enumerate(entity.time_s)
        ]
    lines: list[Line] = []
    before: tuple[str, ...] = ("", "", "")
    for i, (time, *place) in enumerate(samples):
        if i + 1 < len(samples) and samples[i + 1][0] == time:
            continue  # two samples in one hundredth of a second: the later one stands
        changed = "|".join("" if x == y else x for x, y in zip(place, before, strict=True))
        about = "" if lines else _properties(entity, recording)
        lines.append((time, _POSITION, f"{identity},T={changed}{about}"))
        before = tuple(place)
    if not stands_still(entity) and last < recording.duration_s - 0.005:
        if not _killed(entity, recording):
            leaving = f"0,Event=LeftArea|{identity}|end of flight"
            lines.append((_hundredths(last), _REMOVAL, leaving))
        lines.append((_hundredths(last), _REMOVAL, f"-{identity}"))
    return lines


def _coordinates(entity: "Entity", i: int) -> tuple[str, str, str]:
    return (
        _number(float(entity.longitude_deg[i]), 6),
        _number(float(entity.latitude_deg[i]), 6),
        _number(float(entity.altitude_m[i]), 1),
    )


def _properties(entity: "Entity", recording: "Recording") -> str:
    kind = _TYPES[entity.kind]
    if entity.kind == "radar" and not stands_still(entity):
        kind = _FLYING_RADAR
    words = {
        "Name": entity.name,
        "CallSign": entity.key,
        "Type": kind,
        "Coalition": SIDE_WORDS[entity.side],
        "Color": _COLOURS[entity.side],
    }
    launcher = launcher_of(entity, recording)
    if launcher is not None:
        words["Parent"] = _identity(launcher.id)
    return "".join(f",{name}={_escaped(value)}" for name, value in words.items() if value)


def _killed(entity: "Entity", recording: "Recording") -> bool:
    return any(
        event.kind == "kill" and struck(event, recording) is entity for event in recording.events
    )


def _events(event: "Event", recording: "Recording") -> list[str]:
    target = struck(event, recording)
    text = _escaped(event.text or event.kind).replace("|", "/")
    if event.kind == "kill" and target is not None:
        return [*_shot_end(event, recording, "Kill"),
                f"0,Event=Destroyed|{_identity(target.id)}|{text}"]  # fmt: skip
    ids = [_identity(event.subject)]
    if event.object is not None and event.object != event.subject:
        ids.append(_identity(event.object))
    kind = "Bookmark" if event.kind == "leak" else "Message"
    shot = _shot_end(event, recording, "Miss") if event.kind == "miss" else []
    return [*shot, f"0,Event={kind}|{'|'.join(ids)}|{text}"]


def _shot_end(event: "Event", recording: "Recording", outcome: str) -> list[str]:
    """Line of Tacview's shot log: who fired what at whom, and how it ended."""
    target = struck(event, recording)
    shooters = [
        e
        for e in recording.entities
        if e.id in (event.subject, event.object) and e.kind in ("interceptor", "launcher")
    ]
    if target is None or not shooters:
        return []
    ammunition = _escaped(shooters[0].name).replace("|", "/").replace(":", " ")
    launcher = launcher_of(shooters[0], recording) or shooters[0]
    return [
        f"0,Event=Timeout|SourceId:{_identity(launcher.id)}|AmmoType:{ammunition}|AmmoCount:1"
        f"|TargetId:{_identity(target.id)}|Outcome:{outcome}"
    ]


def _identity(number: int) -> str:
    """Hexadecimal, no prefix, no leading zero."""
    return f"{number + _FIRST_ID:x}"


def _hundredths(time_s: float) -> int:
    return round(time_s * 100.0)


def _number(value: float, decimals: int) -> str:
    """Shortest text of a number rounded to so many decimals."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _escaped(text: str) -> str:
    """One line with commas escaped; a backslash would start an escape of its own."""
    return " ".join(text.replace("\\", "/").split()).replace(",", "\\,")
