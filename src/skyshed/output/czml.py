"""Replay of one simulated run as CZML, the JSON of CesiumJS.

References
----------
.. [1] Analytical Graphics, "CZML Structure" and "Packet", wiki of the repository
   AnalyticalGraphicsInc/czml-writer.
"""

import json
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from skyshed.geodesy.undulation import CREDIT, undulation_m
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
    struck,
)

if TYPE_CHECKING:
    from skyshed.sim.recording import Entity, Event, Recording

_SPEED_UP: Final = 10
_POINT_PX: Final = {"radar": 11, "launcher": 9, "target": 8, "interceptor": 5, "place": 7}
_NAMES_WITHIN_M: Final = 150e3
_MARKED_EVENTS: Final = {"kill": "ink", "leak": "ring"}


def czml_text(recording: "Recording") -> str:
    """Write a recording as a CZML document, one packet to a line."""
    lines = (
        json.dumps(packet, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        for packet in czml_packets(recording)
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def czml_packets(recording: "Recording") -> list[dict[str, Any]]:
    """Packets of a CZML document.

    Parameters
    ----------
    recording : Recording
        The run.

    Returns
    -------
    list of dict
        The document, one packet per entity, one per kill and leak. Heights are above the WGS 84
        ellipsoid, as the format wants them: altitude plus the undulation of EGM96.
    """
    span = f"{instant(recording, 0.0)}/{instant(recording, recording.duration_s)}"
    document = {
        "id": "document",
        "name": marked_title(recording),
        "description": f"{escape(remarks(recording))} {CREDIT}.",
        "version": "1.0",
        "clock": {
            "interval": span,
            "currentTime": instant(recording, 0.0),
            "multiplier": _SPEED_UP,
            "range": "CLAMPED",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }
    packets = [document]
    packets += [_entity(entity, recording) for entity in recording.entities]
    marked = [event for event in recording.events if event.kind in _MARKED_EVENTS]
    for i, event in enumerate(marked):
        target = struck(event, recording)
        if target is not None:
            packets.append(_event(i, event, target, recording))
    return packets


def _entity(entity: "Entity", recording: "Recording") -> dict[str, Any]:
    first, last = lifetime(entity, recording)
    colour = _colour(SIDE_TOKENS[entity.side])
    packet: dict[str, Any] = {
        "id": f"entity-{entity.id}",
        "name": entity.name,
        "description": escape(entity_words(entity)),
        "availability": f"{instant(recording, first)}/{instant(recording, last)}",
        "position": _position(entity, recording),
        "point": {
            "pixelSize": _POINT_PX[entity.kind],
            "color": colour,
            "outlineColor": {"rgba": [0, 0, 0, 255]},
            "outlineWidth": 1,
        },
    }
    if entity.kind != "interceptor":
        packet["label"] = _label(entity)
    if not stands_still(entity):
        packet["path"] = {
            "leadTime": 0,
            "trailTime": last - first,
            "resolution": 10,
            "width": 1.5,
            "material": {"solidColor": {"color": colour}},
        }
    return packet


def _position(entity: "Entity", recording: "Recording") -> dict[str, Any]:
    over = undulation_m(np.radians(entity.latitude_deg), np.radians(entity.longitude_deg))
    where = np.column_stack(
        [
            np.round(entity.longitude_deg, 6),
            np.round(entity.latitude_deg, 6),
            np.round(entity.altitude_m + over, 1),
        ]
    )
    if stands_still(entity):
        return {"cartographicDegrees": where[0].tolist()}
    samples = np.column_stack([np.round(entity.time_s, 3), where])
    return {
        "epoch": instant(recording, 0.0),
        "interpolationAlgorithm": "LINEAR",
        "cartographicDegrees": samples.ravel().tolist(),
    }


def _event(number: int, event: "Event", target: "Entity", recording: "Recording") -> dict[str, Any]:
    """Where a target was shot down or got through, shown from then on."""
    latitude, longitude, altitude = place_at(target, event.time_s)
    over = float(undulation_m(np.radians(latitude), np.radians(longitude)))
    colour = _colour(_MARKED_EVENTS[event.kind])
    end = max(recording.duration_s, event.time_s)
    return {
        "id": f"event-{number}",
        "name": f"{event.kind}: {target.name}",
        "description": escape(f"{event.text or event.kind}. Simulated."),
        "availability": f"{instant(recording, event.time_s)}/{instant(recording, end)}",
        "position": {
            "cartographicDegrees": [
                round(longitude, 6), round(latitude, 6), round(altitude + over, 1)
            ]
        },
        "point": {
            "pixelSize": 9,
            "color": {"rgba": [0, 0, 0, 0]},
            "outlineColor": colour,
            "outlineWidth": 2,
        },
    }  # fmt: skip


def _label(entity: "Entity") -> dict[str, Any]:
    """Name on a dark plate; names of targets only from near, where they do not hide each other."""
    label: dict[str, Any] = {
        "text": entity.name,
        "font": "13px sans-serif",
        "style": "FILL",
        "fillColor": _colour("ink"),
        "showBackground": True,
        "backgroundColor": {"rgba": [*rgba("paper", "dark")[:3], 190]},
        "backgroundPadding": {"cartesian2": [4, 2]},
        "horizontalOrigin": "LEFT",
        "verticalOrigin": "CENTER",
        "pixelOffset": {"cartesian2": [10, 0]},
    }
    if entity.kind == "target":
        label["distanceDisplayCondition"] = {"distanceDisplayCondition": [0, _NAMES_WITHIN_M]}
    return label


def _colour(token: str) -> dict[str, Any]:
    """Colour of a role as it stands on a dark page: a globe is dark."""
    return {"rgba": list(rgba(token, "dark"))}
