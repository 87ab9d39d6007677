"""The paths of a given raid: every target of it, where it flies and when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.ballistic import ballistic_track
from skyshed.flight.routes import fly_route, inbound_track
from skyshed.flight.track import Track
from skyshed.geodesy.geodesics import direct, inverse
from skyshed.scenario.engagement_model import DefendedPlace, RaidGroup, StudyRaid
from skyshed.scenario.model import Study, StudyTarget
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.sampling import sample_terrain

FloatArray = NDArray[np.float64]
Ground = Callable[[FloatArray, FloatArray], FloatArray]

_SPACING_M = 2000.0  # between the samples of a track; radars are asked at each of them
_SHORTEST_STEP_S = 1.0


@dataclass(frozen=True)
class RaidPath:
    """One way to the defended place, flown by one or more targets of a group.

    Attributes
    ----------
    target : StudyTarget
        What flies it.
    track : Track
        From time 0 to the arrival.
    ground_m : ndarray, shape (sample,)
        Altitude of the ground under the track. [m]
    ballistic : bool
        Whether it is a ballistic arc.
    """

    target: StudyTarget
    track: Track
    ground_m: FloatArray
    ballistic: bool


@dataclass(frozen=True)
class RaidMember:
    """One target of a raid: its name, its path (index into the paths) and its start. [s]"""

    name: str
    path: int
    start_s: float


@dataclass(frozen=True)
class RaidPaths:
    """All paths of a raid and who flies them."""

    paths: tuple[RaidPath, ...]
    members: tuple[RaidMember, ...]

    @property
    def impact_s(self) -> FloatArray:
        """When each target arrives, shape (target,). [s]"""
        return np.array([m.start_s + self.paths[m.path].track.end_s for m in self.members])


def raid_paths(
    study: Study, raid: StudyRaid, terrain: TerrainDataset, *, size_factor: float = 1.0
) -> RaidPaths:
    """Fly the groups of a raid.

    Parameters
    ----------
    study : Study
        Gives the targets.
    raid : StudyRaid
        The raid.
    terrain : TerrainDataset
        Ground that low flyers follow.
    size_factor : float
        Factor on the number of targets of every group, at least one each. [1]

    Returns
    -------
    RaidPaths
        Targets that come from several azimuths take them in turn; names count within a group.

    Raises
    ------
    ValueError
        If a route cannot be flown.
    """
    ground = ground_of(terrain)
    paths: list[RaidPath] = []
    members = []
    for number, group in enumerate(raid.groups, start=1):
        target = study.target(group.target)
        first = len(paths)
        paths += [
            RaidPath(
                target,
                track,
                ground(track.latitude_rad, track.longitude_rad),
                group.kind == "ballistic",
            )
            for track in _tracks(group, target, raid.defends, ground)
        ]
        ways = len(paths) - first
        for index in range(max(1, round(group.count * size_factor))):
            name = f"{group.target} {number}.{index + 1}"
            start_s = group.start_s + index * group.spacing_s
            members.append(RaidMember(name, first + index % ways, start_s))
    return RaidPaths(tuple(paths), tuple(members))


def ground_of(terrain: TerrainDataset) -> Ground:
    """Altitude of the ground at places; unknown ground counts as sea level."""

    def ground(latitude_rad: FloatArray, longitude_rad: FloatArray) -> FloatArray:
        return np.nan_to_num(sample_terrain(terrain, latitude_rad, longitude_rad).altitude_m)

    return ground


def _tracks(
    group: RaidGroup, target: StudyTarget, place: DefendedPlace, ground: Ground
) -> list[Track]:
    aim = float(np.radians(place.latitude_deg)), float(np.radians(place.longitude_deg))
    if group.kind == "ballistic":
        return [_arc(group, aim, azimuth, ground) for azimuth in group.azimuths_rad]
    flying: dict[str, Any] = {
        "speed_m_s": target.speed_m_s,
        "step_s": max(_SHORTEST_STEP_S, _SPACING_M / target.speed_m_s),
        "altitude_m": target.altitude_m,
        "agl_m": target.agl_m,
        "ground": ground if target.altitude_m is None else None,
    }
    if group.kind == "route":
        points = np.radians(np.array(group.route))
        return [fly_route(points, turn_limit_m_s2=group.turn_limit_m_s2, **flying)]
    distance_m = float(group.start_distance_m or 0.0)
    return [inbound_track(*aim, azimuth, distance_m, **flying) for azimuth in group.azimuths_rad]


def _arc(group: RaidGroup, aim: tuple[float, float], azimuth_rad: float, ground: Ground) -> Track:
    """Both ends of a ballistic arc lie at the altitude of the defended place."""
    range_m = float(group.ballistic_range_m or 0.0)
    latitude, longitude, _ = direct(*aim, azimuth_rad, range_m)
    return ballistic_track(
        float(latitude),
        float(longitude),
        *aim,
        apogee_m=group.apogee_altitude_m,
        end_altitude_m=float(ground(np.array(aim[0]), np.array(aim[1]))),
    )


def distance_to(track: Track, latitude_deg: float, longitude_deg: float) -> FloatArray:
    """Ground distance of every sample of a track from a place, shape (sample,). [m]"""
    place = np.radians(latitude_deg), np.radians(longitude_deg)
    return np.asarray(inverse(*place, track.latitude_rad, track.longitude_rad)[0])
