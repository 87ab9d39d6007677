"""One run as a recording: the events of the kernels with places and words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.geodesy.geodesics import direct, inverse
from skyshed.kernels import raid_state as code
from skyshed.sim.model import RaidCase
from skyshed.sim.recording import NOTIONAL_START, Entity, Event, Recording

FloatArray = NDArray[np.float64]
Apogee = Callable[[int, float, float], float]
_STEP_S = 1.0


@dataclass(frozen=True)
class Place:
    """Where something stands, and its name for people."""

    name: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float


@dataclass(frozen=True, eq=False)
class Trail:
    """Where a target goes, all (sample,); times from the start of the raid."""

    name: str
    time_s: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    altitude_m: FloatArray


def record_run(
    case: RaidCase,
    events: NDArray[np.float64],
    *,
    title: str,
    note: str,
    trails: Sequence[Trail],
    radars: Mapping[str, Place],
    units: Mapping[str, Place],
    places: Sequence[Place] = (),
    apogee_m: Apogee | None = None,
) -> Recording:
    """A recording of one run.

    Parameters
    ----------
    case : RaidCase
        What was run.
    events : ndarray, shape (event, 5)
        As `sim.runs.run_events` gives them.
    title, note : str
        What was simulated; how the run was chosen.
    trails : sequence of Trail
        One per target, in the order of the case; cut off where the target is killed or arrives.
    radars, units : mapping of str to Place
        Where they stand, by key.
    places : sequence of Place, optional
        Others to show, such as what is defended.
    apogee_m : callable, optional
        Greatest altitude of a flight, from the unit's place in the case, the ground range and the
        altitude of the intercept; without it missiles are drawn straight. [m]

    Returns
    -------
    Recording
        Radars, launchers, places, targets and one interceptor per launch, in this order.

    Notes
    -----
    The path of an interceptor is drawn, not flown: at even speed over the ground, on an arc of the
    given apogee, from the launch to the place and time of the intercept.
    """
    cast = _Cast(case, radars, units, places)
    ends = {int(row[3]): row[0] for row in events if row[1] in (code.KILLED, code.LEAKED)}
    targets = [
        _cut(cast.target(j), case.targets.names[j], trail, ends.get(j, np.inf))
        for j, trail in enumerate(trails)
    ]
    launches = {int(row[4]): row for row in events if row[1] == code.LAUNCHED}
    meetings = {
        int(row[4]): row for row in events if row[1] in (code.KILLED, code.MISSED, code.WASTED)
    }
    missiles = [
        _missile(cast, number, launches[number], meetings[number], trails, apogee_m)
        for number in sorted(launches.keys() & meetings.keys())
    ]
    told = [
        Event(radar.active_from_s, "radar on", cast.radar(r), None, f"{radar.key} starts to look")
        for r, radar in enumerate(case.radars)
        if np.isfinite(radar.active_from_s)
    ]
    for row in events:
        told += _told(cast, row)
    last = max((event.time_s for event in told), default=0.0)
    return Recording(
        title=title,
        note=note,
        start=NOTIONAL_START,
        duration_s=max(float(case.time_s[-1]), last),
        entities=(*cast.fixed, *targets, *missiles),
        events=tuple(sorted(told, key=lambda event: event.time_s)),
    )


class _Cast:
    """Numbers of the entities, and those that stand still."""

    def __init__(
        self, case: RaidCase, radars: Mapping[str, Place], units: Mapping[str, Place],
        places: Sequence[Place],
    ) -> None:  # fmt: skip
        self.case = case
        self.places = [units[unit.key] for unit in case.units]
        self._units_from = len(case.radars) + 1
        self._targets_from = self._units_from + len(case.units) + len(places)
        self._missiles_from = self._targets_from + len(case.targets.names)
        standing = [(radar.key, radars[radar.key], "radar", "defence") for radar in case.radars]
        standing += [(unit.key, units[unit.key], "launcher", "defence") for unit in case.units]
        standing += [(place.name, place, "place", "neutral") for place in places]
        self.fixed = tuple(
            _standing(number, *what) for number, what in enumerate(standing, start=1)
        )

    def radar(self, r: int) -> int:
        return 1 + r

    def unit(self, u: int) -> int:
        return self._units_from + u

    def target(self, j: int) -> int:
        return self._targets_from + j

    def missile(self, number: int) -> int:
        return self._missiles_from + number


def _standing(number: int, key: str, place: Place, kind: str, side: str) -> Entity:
    return Entity(
        number, key, place.name, kind, side, np.zeros(1), np.array([place.latitude_deg]),
        np.array([place.longitude_deg]), np.array([place.altitude_m]),
    )  # fmt: skip


def _cut(number: int, key: str, trail: Trail, end_s: float) -> Entity:
    """The target's trail up to its end, which gets a sample of its own."""
    end_s = min(max(end_s, float(trail.time_s[0])), float(trail.time_s[-1]))
    before = trail.time_s < end_s
    at = [*trail.time_s[before], end_s]
    return Entity(
        number, key, trail.name, "target", "raid", np.array(at),
        *(np.array([*path[before], at_end]) for path, at_end in
          zip(_paths(trail), _position(trail, end_s), strict=True)),
    )  # fmt: skip


def _paths(trail: Trail) -> tuple[FloatArray, FloatArray, FloatArray]:
    return trail.latitude_deg, trail.longitude_deg, trail.altitude_m


def _position(trail: Trail, time_s: float) -> tuple[float, float, float]:
    latitude, longitude, altitude = (
        float(np.interp(time_s, trail.time_s, path))
        for path in (
            trail.latitude_deg,
            np.unwrap(trail.longitude_deg, period=360.0),
            trail.altitude_m,
        )
    )
    return latitude, (longitude + 180.0) % 360.0 - 180.0, altitude


def _missile(
    cast: _Cast, number: int, launch: FloatArray, meeting: FloatArray, trails: Sequence[Trail],
    apogee_m: Apogee | None,
) -> Entity:  # fmt: skip
    u, j, launched_s, met_s = int(launch[2]), int(launch[3]), float(launch[0]), float(meeting[0])
    place, end = cast.places[u], _position(trails[j], met_s)
    steps = max(int(np.ceil((met_s - launched_s) / _STEP_S)), 1)
    part = np.linspace(0.0, 1.0, steps + 1)
    start_lat, start_lon, end_lat, end_lon = np.radians(
        [place.latitude_deg, place.longitude_deg, end[0], end[1]]
    )
    distance, azimuth, _ = inverse(start_lat, start_lon, end_lat, end_lon)
    latitude, longitude, _ = direct(start_lat, start_lon, azimuth, distance * part)
    top = max(place.altitude_m, end[2])
    if apogee_m is not None:
        top = max(top, apogee_m(u, float(distance), end[2]))
    return Entity(
        id=cast.missile(number),
        key=f"{cast.case.units[u].key}/missile {number + 1}",
        name=f"missile {number + 1} of {place.name}",
        kind="interceptor",
        side="defence",
        time_s=launched_s + part * max(met_s - launched_s, 1e-3),
        latitude_deg=np.degrees(latitude),
        longitude_deg=np.degrees(longitude),
        altitude_m=arc_altitude_m(part, place.altitude_m, end[2], top),
    )


def arc_altitude_m(part: FloatArray, start_m: float, end_m: float, top_m: float) -> FloatArray:
    """Altitude along a parabola over part 0 to 1 of the way, with a given greatest altitude.

    Straight where the top is no higher than the ends; the top is then one of them.
    """
    rise, height = end_m - start_m, top_m - start_m
    if top_m <= max(start_m, end_m):
        return np.asarray(start_m + rise * part)
    slope = 2.0 * height + 2.0 * np.sqrt(height * (height - rise))
    return np.asarray(start_m + slope * part - (slope - rise) * part**2)


def _told(cast: _Cast, row: FloatArray) -> list[Event]:
    """Events with words for one row of the kernel."""
    time_s, kind = float(row[0]), int(row[1])
    actor, j, number = int(row[2]), int(row[3]), int(row[4])
    name, target = cast.case.targets.names[j], cast.target(j)
    if kind in (code.DETECTED, code.CONFIRMED, code.LOST):
        key = cast.case.radars[actor].key
        word, text = {
            code.DETECTED: ("detected", f"{key} has a first plot of {name}"),
            code.CONFIRMED: ("confirmed", f"{key} has a confirmed track of {name}"),
            code.LOST: ("track lost", f"{key} has lost {name}"),
        }[kind]
        return [Event(time_s, word, cast.radar(actor), target, text)]
    if kind == code.LEAKED:
        return [Event(time_s, "leak", target, None, f"{name} arrives")]
    key = cast.case.units[actor].key
    if kind in (code.LAUNCHED, code.NO_ROUNDS, code.NO_CHANNEL):
        word, text = {
            code.LAUNCHED: ("launch", f"{key} launches missile {number + 1} at {name}"),
            code.NO_ROUNDS: ("no rounds", f"{key} has no missile left for {name}"),
            code.NO_CHANNEL: ("no channel", f"{key} has no channel free for {name}"),
        }[kind]
        return [Event(time_s, word, cast.unit(actor), target, text)]
    missile = cast.missile(number)
    word, text = {
        code.KILLED: ("kill", f"missile {number + 1} destroys {name}"),
        code.MISSED: ("miss", f"missile {number + 1} misses {name}"),
        code.WASTED: ("miss", f"missile {number + 1} finds {name} destroyed already"),
    }[kind]
    return [
        Event(time_s, "intercept", missile, target, f"missile {number + 1} meets {name}"),
        Event(time_s, word, missile, target, text),
    ]
