"""Replay of one simulated run as KML with time.

References
----------
.. [1] Open Geospatial Consortium, "OGC KML 2.3", OGC 12-007r2: Track, TimeSpan, TimeStamp.
.. [2] Google, "Altitude Modes", developers.google.com/kml: absolute is relative to sea level.
"""

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from skyshed.output.palette import rgba
from skyshed.output.replay import (
    SIDE_TOKENS,
    entity_words,
    instant,
    lifetime,
    marked_title,
    place_at,
    remarks,
    stands_still,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skyshed.sim.recording import Entity, Event, Recording

_FOLDERS: Final = {
    "Sites": ("radar", "launcher"),
    "Places": ("place",),
    "Targets": ("target",),
    "Interceptors": ("interceptor",),
}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">',
)


def kml_text(recording: "Recording") -> str:
    """Write a recording as KML 2.2 with Google's track extension.

    Parameters
    ----------
    recording : Recording
        The run; altitudes are above mean sea level, as absolute altitudes of KML are.

    Returns
    -------
    str
        One folder each for sites, places, targets, interceptors and events; the files asks for no
        icon or other file from outside.
    """
    lines = [*_HEAD, "<Document>", f"<name>{_text(marked_title(recording))}</name>"]
    lines.append(f"<description>{_text(remarks(recording))}</description>")
    for side, token in SIDE_TOKENS.items():
        lines += _style(side, token)
    for name, kinds in _FOLDERS.items():
        inside = [e for e in recording.entities if e.kind in kinds]
        lines += _folder(name, (_placemark(entity, recording) for entity in inside))
    lines += _folder("Events", (_event(event, recording) for event in recording.events))
    return "\n".join([*lines, "</Document>", "</kml>"]) + "\n"


def _folder(name: str, placemarks: "Iterable[list[str]]") -> list[str]:
    inside = [line for placemark in placemarks for line in placemark]
    return ["<Folder>", f"<name>{name}</name>", *inside, "</Folder>"] if inside else []


def _style(side: str, token: str) -> list[str]:
    red, green, blue, _ = rgba(token, "dark")
    colour = f"ff{blue:02x}{green:02x}{red:02x}"
    return [
        f'<Style id="{side}">',
        f"<IconStyle><color>{colour}</color><scale>0.7</scale></IconStyle>",
        "<LabelStyle><scale>0.7</scale></LabelStyle>",
        f"<LineStyle><color>{colour}</color><width>2</width></LineStyle>",
        "</Style>",
    ]


def _placemark(entity: "Entity", recording: "Recording") -> list[str]:
    first, last = lifetime(entity, recording)
    head = [
        "<Placemark>",
        f"<name>{_text(entity.name)}</name>",
        f"<description>{_text(entity_words(entity))}</description>",
    ]
    if stands_still(entity):
        span = (
            f"<TimeSpan><begin>{instant(recording, first)}</begin>"
            f"<end>{instant(recording, last)}</end></TimeSpan>"
        )
        return [*head, span, f"<styleUrl>#{entity.side}</styleUrl>",
                *_point(*place_at(entity, first)), "</Placemark>"]  # fmt: skip
    return [
        *head,
        f"<styleUrl>#{entity.side}</styleUrl>",
        "<gx:Track>",
        "<altitudeMode>absolute</altitudeMode>",
        *(f"<when>{instant(recording, float(time))}</when>" for time in entity.time_s),
        *(
            f"<gx:coord>{entity.longitude_deg[i]:.6f} {entity.latitude_deg[i]:.6f}"
            f" {entity.altitude_m[i]:.1f}</gx:coord>"
            for i in range(len(entity.time_s))
        ),
        "</gx:Track>",
        "</Placemark>",
    ]


def _event(event: "Event", recording: "Recording") -> list[str]:
    """A point where the thing acted upon was, or else the one that acted."""
    about = {entity.id: entity for entity in recording.entities}
    where = about[event.subject if event.object is None else event.object]
    return [
        "<Placemark>",
        f"<name>{_text(event.kind)}</name>",
        f"<description>{_text(event.text or event.kind)}</description>",
        f"<TimeStamp><when>{instant(recording, event.time_s)}</when></TimeStamp>",
        f"<styleUrl>#{where.side}</styleUrl>",
        *_point(*place_at(where, event.time_s)),
        "</Placemark>",
    ]


def _point(latitude_deg: float, longitude_deg: float, altitude_m: float) -> list[str]:
    where = f"{longitude_deg:.6f},{latitude_deg:.6f},{altitude_m:.1f}"
    return [
        f"<Point><altitudeMode>absolute</altitudeMode><coordinates>{where}</coordinates></Point>"
    ]


def _text(words: str) -> str:
    """Words as XML text, without the control characters that XML forbids."""
    return escape("".join(c for c in words if c.isprintable() or c == "\n"))
