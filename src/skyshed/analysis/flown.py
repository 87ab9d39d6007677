"""Given flights as tracks: waypoints flown, recordings put on even times, ground beneath."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.errors import ScenarioError, TerrainError
from skyshed.flight.route_line import route_line
from skyshed.flight.routes import TURN_LIMIT_M_S2, fly_route, route_stations
from skyshed.flight.track import Track, position_at
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.given_flights import Given, GivenRoute, RecordedFlight
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.sampling import sample_terrain

FloatArray = NDArray[np.float64]

MOST_SAMPLES = 1500
"""Samples of a flight at most; a long one is looked at less often. [1]"""
FINEST_STEP_S = 1.0
MILITARY_STEP_M = 250.0
"""Where a military radar looks, samples of a flight lie this far apart or farther. [m]"""
CLIMB_LIMIT_RAD = float(np.radians(30.0))
"""Steeper climbs between waypoints are refused as mistakes. [rad]"""
_STANDING_M = 1.0  # over a shorter way the course is kept


@dataclass(frozen=True)
class Flown:
    """A given flight as samples in time.

    Attributes
    ----------
    name : str
        Words for people.
    track : Track
        Places; `altitude_m` is the pressure altitude where `pressure` is set. [m]
    ground_m : ndarray, shape (sample,)
        Altitude of the ground beneath; nan where the terrain is unknown. [m]
    pressure : bool
        Whether the heights are pressure altitudes.
    recorded : bool
        Whether it was recorded, not planned.
    start_epoch_s : float
        Time of the first sample since 1970; nan where there is none. [s]
    notes : tuple of str
        What a reader must know.
    """

    name: str
    track: Track
    ground_m: FloatArray
    pressure: bool
    recorded: bool
    start_epoch_s: float
    notes: tuple[str, ...] = ()

    @property
    def step_s(self) -> float:
        """Time between samples. [s]"""
        return float(self.track.time_s[1] - self.track.time_s[0])


def flown(
    given: Given,
    terrain: TerrainDataset,
    *,
    military: bool,
    most_samples: int = MOST_SAMPLES,
) -> Flown:
    """Fly a given route, or put a recorded track on even times.

    Parameters
    ----------
    given : GivenRoute or RecordedFlight
        From `skyshed.scenario.route_file.read_flights`.
    terrain : TerrainDataset
        Ground beneath.
    military : bool
        Whether a military radar looks at it: samples then lie 250 m apart or farther.
    most_samples : int
        Limit on their number.

    Returns
    -------
    Flown

    Raises
    ------
    ScenarioError
        If the route cannot be flown: a climb is too steep or a leg too short for its turns.
    TerrainError
        If a waypoint, or all of a recording, lies outside the terrain.
    """
    if isinstance(given, GivenRoute):
        track = _fly(given, terrain)
        recorded, start_epoch_s = False, float("nan")
    else:
        track = _recorded(given)
        recorded, start_epoch_s = bool(np.isfinite(given.start_epoch_s)), given.start_epoch_s
    track = _evenly(track, military=military, most_samples=most_samples)
    ground = sample_terrain(terrain, track.latitude_rad, track.longitude_rad).altitude_m
    notes = list(given.notes)
    if np.isnan(ground).all() or (isinstance(given, GivenRoute) and np.isnan(ground).any()):
        raise _outside(given, track, ground, terrain)
    if (share := float(np.mean(np.isnan(ground)))) > 0.0:
        notes.append(f"{share:.0%} of the flight lies beyond the terrain that was read.")
    return Flown(
        given.name,
        track,
        ground,
        given.height_kind == "pressure",
        recorded,
        start_epoch_s,
        tuple(notes),
    )


def _fly(given: GivenRoute, terrain: TerrainDataset) -> Track:
    points = np.radians(np.stack([given.latitude_deg, given.longitude_deg], axis=1))
    _check_waypoints(given, terrain)
    fastest = float(given.speed_m_s.max())
    try:
        waypoint_m = route_line(points, turn_radius_m=fastest**2 / TURN_LIMIT_M_S2).waypoint_m
        if given.height_kind == "agl":
            distance, latitude, longitude = route_stations(points, speed_m_s=fastest)
            ground = sample_terrain(terrain, latitude, longitude).altitude_m
            profile = np.nan_to_num(ground) + np.interp(distance, waypoint_m, given.height_m)
            track = fly_route(
                points, speed_m_s=fastest, agl_m=0.0, ground=profile,
                climb_limit_rad=CLIMB_LIMIT_RAD, step_s=_fine_step_s(waypoint_m, fastest),
            )  # fmt: skip
        else:
            track = fly_route(
                points, speed_m_s=fastest, altitude_m=given.height_m,
                climb_limit_rad=CLIMB_LIMIT_RAD, step_s=_fine_step_s(waypoint_m, fastest),
            )  # fmt: skip
    except ValueError as cause:
        raise ScenarioError(
            f"{cause}; move the points apart or slow down", file=str(given.file)
        ) from None
    return _at_speeds(track, waypoint_m, given.speed_m_s)


def _fine_step_s(waypoint_m: FloatArray, speed_m_s: float) -> float:
    """A step of a second, longer only where the flight would have more than 20,000 of them. [s]"""
    return max(FINEST_STEP_S, float(waypoint_m[-1]) / speed_m_s / 20_000.0)


def _at_speeds(track: Track, waypoint_m: FloatArray, speed_m_s: FloatArray) -> Track:
    """The same line with the speed of each waypoint, changing evenly with the distance."""
    flown_m = track.speed_m_s[0] * (track.time_s - track.time_s[0])
    at = np.interp(flown_m, waypoint_m * (flown_m[-1] / waypoint_m[-1]), speed_m_s)
    middle = 0.5 * (at[:-1] + at[1:])
    time_s = np.concatenate([[0.0], np.cumsum(np.diff(flown_m) / middle)])
    return replace(track, time_s=time_s, speed_m_s=at)


def _check_waypoints(given: GivenRoute, terrain: TerrainDataset) -> None:
    """The waypoints themselves lie on known terrain, and not under it."""
    place = np.radians(given.latitude_deg), np.radians(given.longitude_deg)
    ground = sample_terrain(terrain, *place).altitude_m
    for index in np.flatnonzero(np.isnan(ground)):
        line = given.lines[index] if given.lines else None
        raise ScenarioError(
            f"waypoint {index + 1} at {given.latitude_deg[index]:g}, {given.longitude_deg[index]:g}"
            f" lies outside the terrain {terrain.name}; give terrain that holds the whole route",
            file=str(given.file),
            line=line,
        )
    if given.height_kind != "altitude":
        return
    for index in np.flatnonzero(given.height_m < ground - 50.0):
        raise ScenarioError(
            f"waypoint {index + 1} lies {given.height_m[index]:g} m above the sea, under the ground"
            f" there ({ground[index]:.0f} m); raise it or give above_ground",
            file=str(given.file),
            line=given.lines[index] if given.lines else None,
        )


def _recorded(given: RecordedFlight) -> Track:
    latitude, longitude = np.radians(given.latitude_deg), np.radians(given.longitude_deg)
    turn = np.remainder(longitude + np.pi, 2.0 * np.pi) - np.pi
    return Track(
        given.time_s, latitude, turn, given.height_m, *_motion(given.time_s, latitude, turn)
    )


def _motion(
    time_s: FloatArray, latitude: FloatArray, longitude: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Speed over the ground and course at each sample, from its neighbours."""
    before, after = slice(None, -1), slice(1, None)
    length, course, _ = inverse(
        latitude[before], longitude[before], latitude[after], longitude[after]
    )
    moving = np.flatnonzero(length >= _STANDING_M)
    index = np.searchsorted(moving, np.arange(length.size), side="right") - 1
    kept = course[moving[np.maximum(index, 0)]] if moving.size else np.zeros(length.size)
    speed = length / np.diff(time_s)
    return np.append(speed, speed[-1]), np.append(kept, kept[-1])


def _evenly(track: Track, *, military: bool, most_samples: int) -> Track:
    """The track at even times."""
    duration = track.end_s - track.start_s
    step = max(FINEST_STEP_S, duration / most_samples)
    if military:
        step = max(step, MILITARY_STEP_M / max(float(track.speed_m_s.max()), 1.0))
    steps = max(int(np.floor(duration / step)), 2)
    time_s = np.linspace(track.start_s, track.end_s, steps + 1)  # ends on the last time exactly
    latitude, longitude, altitude = position_at(track, time_s)
    speed, course = _motion(time_s, latitude, longitude)
    return Track(time_s - time_s[0], latitude, longitude, altitude, speed, course)


def _outside(
    given: Given, track: Track, ground: FloatArray, terrain: TerrainDataset
) -> TerrainError:
    first = int(np.argmax(np.isnan(ground)))
    latitude, longitude = (
        float(np.degrees(values[first])) for values in (track.latitude_rad, track.longitude_rad)
    )
    return TerrainError(
        f"{given.file}: the flight {given.name} leaves the terrain {terrain.name} at"
        f" {latitude:.3f}, {longitude:.3f}; give terrain that holds the whole flight"
    )
