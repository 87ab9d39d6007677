"""What all replay files of one simulated run share: the mark, the instants, who ends when."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from skyshed.output.words import slug

if TYPE_CHECKING:
    from skyshed.sim.recording import Entity, Event, Recording

MARK: Final = "SIMULATION"
"""Stands in the title of every replay file."""
DRAWN_PATHS: Final = (
    "Paths of interceptors are drawn, not flown: an arc from launch to intercept at a steady pace,"
    " so only the two ends and their times are computed; speeds and heights on the way are not."
)
"""Said wherever a path of an interceptor is shown, for a viewer would read speeds off it."""
_DRAWN: Final = "Path drawn, not flown."
SIDE_WORDS: Final = {"defence": "Defence", "raid": "Raid", "neutral": "Neutral"}
SIDE_TOKENS: Final = {"defence": "cover", "raid": "second", "neutral": "muted"}
"""Colour of each side, as a role of `output.palette`."""


def write_replay(recording: "Recording", folder: Path, *, stem: str = "") -> list[Path]:
    """Write one run as Tacview ACMI, CZML and KML.

    Parameters
    ----------
    recording : Recording
        The run.
    folder : Path
        Where to put the files; made if needed.
    stem : str, optional
        Their name without its ending; of the recording's title if not given.

    Returns
    -------
    list of Path
    """
    from skyshed.output.acmi import acmi_text
    from skyshed.output.czml import czml_text
    from skyshed.output.kml_time import kml_text
    from skyshed.store import write_text

    folder.mkdir(parents=True, exist_ok=True)
    stem = slug(stem or recording.title)
    acmi, czml, kml = (folder / f"{stem}.{end}" for end in ("txt.acmi", "czml", "kml"))
    write_text(acmi, acmi_text(recording))
    write_text(czml, czml_text(recording))
    write_text(kml, kml_text(recording))
    return [acmi, czml, kml]


def marked_title(recording: "Recording") -> str:
    """Title with the simulation mark in front."""
    return f"{MARK}: {recording.title}"


def remarks(recording: "Recording") -> str:
    """What the file is and is not, in a few sentences with the recording's own note."""
    words = (
        "Computed by a simulation from public, uncertain numbers; nothing here was recorded.",
        "The date is notional.",
        DRAWN_PATHS if any(e.kind == "interceptor" for e in recording.entities) else "",
        recording.note,
    )
    return " ".join(word for word in words if word)


def entity_words(entity: "Entity") -> str:
    """What an entity of a replay is, in a line."""
    words = f"{SIDE_WORDS[entity.side]}, {entity.kind}, {entity.key}. Simulated."
    return f"{words} {_DRAWN}" if entity.kind == "interceptor" else words


def instant(recording: "Recording", time_s: float) -> str:
    """UTC instant of a time of the run, such as "2000-01-01T00:01:02.500Z"."""
    start = datetime.fromisoformat(recording.start).astimezone(UTC)
    moment = start + timedelta(milliseconds=round(time_s * 1e3))
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def stands_still(entity: "Entity") -> bool:
    """Whether an entity has one place for the whole run."""
    return len(entity.time_s) == 1


def lifetime(entity: "Entity", recording: "Recording") -> tuple[float, float]:
    """First and last time of an entity; what stands still is there all the time. [s]"""
    if stands_still(entity):
        return 0.0, recording.duration_s
    return float(entity.time_s[0]), float(entity.time_s[-1])


def launcher_of(entity: "Entity", recording: "Recording") -> "Entity | None":
    """The launcher that an interceptor came from, by its launch event; None for anything else."""
    if entity.kind != "interceptor":
        return None
    found: Entity | None = None
    for event in recording.events:
        if event.kind != "launch":
            continue
        both = [e for e in recording.entities if e.id in (event.subject, event.object)]
        launcher = next((e for e in both if e.kind == "launcher"), None)
        if launcher is None:
            continue
        if entity in both:
            return launcher
        if abs(event.time_s - float(entity.time_s[0])) < 0.005:
            found = min((e for e in (found, launcher) if e), key=lambda e: _apart(e, entity))
    return found


def _apart(launcher: "Entity", entity: "Entity") -> float:
    """Rough distance of a launcher from where an interceptor starts, enough to compare. [deg]"""
    north = launcher.latitude_deg[0] - entity.latitude_deg[0]
    return float(np.hypot(north, launcher.longitude_deg[0] - entity.longitude_deg[0]))


def place_at(entity: "Entity", time_s: float) -> tuple[float, float, float]:
    """Latitude, longitude and altitude at a time, held at the ends. [deg], [deg], [m]"""
    longitude = np.unwrap(entity.longitude_deg, period=360.0)
    where = [
        float(np.interp(time_s, entity.time_s, values))
        for values in (entity.latitude_deg, longitude, entity.altitude_m)
    ]
    return where[0], (where[1] + 180.0) % 360.0 - 180.0, where[2]


def struck(event: "Event", recording: "Recording") -> "Entity | None":
    """The target that an event is about, if it is about one."""
    about = [e for e in recording.entities if e.id in (event.subject, event.object)]
    return next((e for e in about if e.kind == "target"), None)
