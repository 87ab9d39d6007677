"""What one run looked like: who was where, and what happened when. Plain values for the outputs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

ENTITY_KINDS: Final = ("radar", "launcher", "target", "interceptor", "place")
SIDES: Final = ("defence", "raid", "neutral")
EVENT_KINDS: Final = (
    "radar on",
    "detected",
    "confirmed",
    "track lost",
    "launch",
    "intercept",
    "kill",
    "miss",
    "leak",
    "no rounds",
    "no channel",
)
NOTIONAL_START: Final = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, eq=False)
class Entity:
    """One thing that has a place: fixed with a single sample, moving with several.

    Parameters
    ----------
    id : int
        Number of the entity, unique in its recording; events refer to it.
    key : str
        Its name in the study, such as ``"murted/92n6e"``.
    name : str
        Its name for people.
    kind : str
        One of `ENTITY_KINDS`.
    side : str
        One of `SIDES`.
    time_s : ndarray, shape (sample,)
        Times from the start of the recording, increasing. Between samples it moves straight; it
        exists from the first sample to the last, a fixed one (a single sample) all the time. [s]
    latitude_deg, longitude_deg : ndarray, shape (sample,)
        Geodetic position. [deg]
    altitude_m : ndarray, shape (sample,)
        Above mean sea level. [m]

    Raises
    ------
    ValueError
        If the kind or side is unknown, or the samples do not fit together.
    """

    id: int
    key: str
    name: str
    kind: str
    side: str
    time_s: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    altitude_m: FloatArray

    def __post_init__(self) -> None:
        if self.kind not in ENTITY_KINDS:
            raise ValueError(f"expected a kind of {ENTITY_KINDS}, got {self.kind!r}")
        if self.side not in SIDES:
            raise ValueError(f"expected a side of {SIDES}, got {self.side!r}")
        shape = np.shape(self.time_s)
        for name in ("latitude_deg", "longitude_deg", "altitude_m"):
            if len(shape) != 1 or shape[0] == 0 or np.shape(getattr(self, name)) != shape:
                raise ValueError(f"{self.key}: {name} and time_s need one common length of >= 1")
        if not np.all(np.diff(self.time_s) > 0.0):
            raise ValueError(f"{self.key}: time_s must increase")


@dataclass(frozen=True)
class Event:
    """Something that happened.

    Parameters
    ----------
    time_s : float
        From the start of the recording. [s]
    kind : str
        One of `EVENT_KINDS`.
    subject : int
        Entity that did it: the radar of a plot, the battery of a launch, the missile of an
        intercept, kill or miss, the target of a leak.
    object : int or None
        Entity it was done to, None if there is none.
    text : str
        One sentence for people.
    """

    time_s: float
    kind: str
    subject: int
    object: int | None
    text: str

    def __post_init__(self) -> None:
        if self.kind not in EVENT_KINDS:
            raise ValueError(f"expected a kind of {EVENT_KINDS}, got {self.kind!r}")


@dataclass(frozen=True, eq=False)
class Recording:
    """One run of a simulation. Never a picture of something real: its start is notional.

    Parameters
    ----------
    title : str
        What was simulated.
    note : str
        How this run was chosen, and what it leaves out.
    start : str
        Notional date and time of second 0, ISO 8601 in UTC.
    duration_s : float
        Length. [s]
    entities : tuple of Entity
        Everything with a place, ids unique.
    events : tuple of Event
        In order of time.

    Raises
    ------
    ValueError
        If two entities share an id, an event names an unknown one, or events are out of order.
    """

    title: str
    note: str
    start: str
    duration_s: float
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]

    def __post_init__(self) -> None:
        known = {entity.id for entity in self.entities}
        if len(known) != len(self.entities):
            raise ValueError("two entities of the recording share an id")
        for event in self.events:
            named = {event.subject} | (set() if event.object is None else {event.object})
            if not named <= known:
                raise ValueError(f"an event names entity {sorted(named - known)[0]}: none has it")
        times = [event.time_s for event in self.events]
        if times != sorted(times):
            raise ValueError("the events of a recording must be in order of time")

    def entity(self, number: int) -> Entity:
        """The entity with a number."""
        return next(entity for entity in self.entities if entity.id == number)
