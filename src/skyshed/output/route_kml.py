"""Given flights as animated KML: where they are at any time, and where radars cover them.

References
----------
.. [1] Open Geospatial Consortium, "OGC KML 2.3", OGC 12-007r2: Track, TimeSpan, TimeStamp.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from skyshed.analysis.route_results import FlightResult, Moment, RouteResult
from skyshed.output.palette import rgba

_START: Final = datetime(2000, 1, 1, tzinfo=UTC)
_STYLES: Final = {"covered": "cover", "uncovered": "ring", "radar": "ink", "event": "second"}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">',
)


def route_kml(result: RouteResult) -> str:
    """Write flights as KML 2.2 with Google's track extension.

    Parameters
    ----------
    result : RouteResult
        Altitudes above mean sea level, as absolute altitudes of KML are.

    Returns
    -------
    str
        A folder of radars and one folder for each flight: the moving target, its way in pieces
        that appear as it flies, coloured by cover, and the first detection and confirmed track of
        the median draw. Recorded flights have their own time, others begin with the year 2000.
    """
    lines = [*_HEAD, "<Document>", f"<name>{_text(result.title)}</name>"]
    words = " ".join(("Computed cover of given flights, public data, no live picture.", result.qnh))
    lines.append(f"<description>{_text(words)}</description>")
    for style, token in _STYLES.items():
        lines += _style(style, token)
    lines += ["<Folder>", "<name>Radars</name>"]
    for radar in result.radars:
        lines += [
            "<Placemark>",
            f"<name>{_text(radar.name)}</name>",
            "<styleUrl>#radar</styleUrl>",
            f"<Point><coordinates>{radar.longitude_deg:.6f},{radar.latitude_deg:.6f}"
            "</coordinates></Point>",
            "</Placemark>",
        ]
    lines.append("</Folder>")
    for flight in result.flights:
        lines += _flight(flight)
    return "\n".join([*lines, "</Document>", "</kml>"]) + "\n"


def _flight(flight: FlightResult) -> Iterator[str]:
    yield "<Folder>"
    yield f"<name>{_text(flight.flown.name)}</name>"
    yield from _moving(flight)
    yield from _pieces(flight)
    for name, moment in (
        ("first detection", flight.detected),
        ("confirmed track", flight.confirmed),
    ):
        yield from _event(flight, name, moment)
    yield "</Folder>"


def _moving(flight: FlightResult) -> Iterator[str]:
    track = flight.flown.track
    yield "<Placemark>"
    yield f"<name>{_text(flight.flown.name)}</name>"
    yield "<styleUrl>#covered</styleUrl>"
    yield "<gx:Track>"
    yield "<altitudeMode>absolute</altitudeMode>"
    for time in track.time_s:
        yield f"<when>{_instant(flight, float(time))}</when>"
    for latitude, longitude, altitude in zip(
        np.degrees(track.latitude_rad),
        np.degrees(track.longitude_rad),
        flight.altitude_m,
        strict=True,
    ):
        yield f"<gx:coord>{longitude:.6f} {latitude:.6f} {altitude:.1f}</gx:coord>"
    yield "</gx:Track>"
    yield "</Placemark>"


def _pieces(flight: FlightResult) -> Iterator[str]:
    """Lines of one kind of cover each, joined where they meet."""
    covered = flight.covered >= 0.5
    edges = [0, *(np.flatnonzero(np.diff(covered)) + 1), covered.size]
    track = flight.flown.track
    last = covered.size - 1
    for first, end in pairwise(edges):
        kind = "covered" if covered[first] else "uncovered"
        places = range(first, min(end, last) + 1)
        coordinates = " ".join(
            f"{np.degrees(track.longitude_rad[i]):.6f},{np.degrees(track.latitude_rad[i]):.6f},"
            f"{flight.altitude_m[i]:.1f}"
            for i in places
        )
        words = "covered in at least half of the draws"
        yield "<Placemark>"
        yield f"<name>{kind}</name>"
        yield f"<description>{words if kind == 'covered' else 'not ' + words}</description>"
        yield f"<TimeSpan><begin>{_instant(flight, float(track.time_s[first]))}</begin></TimeSpan>"
        yield f"<styleUrl>#{kind}</styleUrl>"
        yield "<LineString><altitudeMode>absolute</altitudeMode>"
        yield f"<coordinates>{coordinates}</coordinates></LineString>"
        yield "</Placemark>"


def _event(flight: FlightResult, name: str, moment: Moment) -> Iterator[str]:
    latitude, longitude, altitude = moment.places[1]
    if not np.isfinite(latitude):
        return
    yield "<Placemark>"
    yield f"<name>{name}</name>"
    yield "<description>probability 0.9 in the median draw</description>"
    yield f"<TimeSpan><begin>{_instant(flight, moment.time_s.median)}</begin></TimeSpan>"
    yield "<styleUrl>#event</styleUrl>"
    yield (
        "<Point><altitudeMode>absolute</altitudeMode>"
        f"<coordinates>{longitude:.6f},{latitude:.6f},{altitude:.1f}</coordinates></Point>"
    )
    yield "</Placemark>"


def _instant(flight: FlightResult, time_s: float) -> str:
    start = flight.flown.start_epoch_s
    begin = datetime.fromtimestamp(start, UTC) if np.isfinite(start) else _START
    moment = begin + timedelta(seconds=time_s)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _style(name: str, token: str) -> list[str]:
    red, green, blue, _ = rgba(token, "dark")
    shade = f"ff{blue:02x}{green:02x}{red:02x}"
    return [
        f'<Style id="{name}">',
        f"<IconStyle><color>{shade}</color><scale>0.7</scale></IconStyle>",
        "<LabelStyle><scale>0.7</scale></LabelStyle>",
        f"<LineStyle><color>{shade}</color><width>3</width></LineStyle>",
        "</Style>",
    ]


def _text(words: str) -> str:
    """Words as XML text, without the control characters that XML forbids."""
    return escape("".join(c for c in words if c.isprintable() or c == "\n"))
