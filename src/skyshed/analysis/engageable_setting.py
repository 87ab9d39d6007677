"""Everything an engagement is computed from: radars on their terrain, a threat, a missile."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.placement import Model, Values
from skyshed.analysis.radials import Profiles
from skyshed.flight.fly_out import FlyOut
from skyshed.geodesy.geodesics import inverse
from skyshed.radar.detection import pd_swerling
from skyshed.scenario.model import StudyTarget
from skyshed.systems.battery import Battery, BatteryDraws, battery_draws
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

LEVEL_LOW_DB, LEVEL_STEP_DB = -20.0, 0.2
_LEVELS_DB = np.arange(LEVEL_LOW_DB, 60.0, LEVEL_STEP_DB)
_ASPECT_RAD = np.radians(np.arange(0.0, 180.1, 2.0))
_SAME_PLACE_M = 2000.0


@dataclass(frozen=True)
class Watch:
    """A radar, the terrain round it, and where it stands as seen from the battery.

    Attributes
    ----------
    radar : RadarSite
        Drawn.
    profiles : Profiles
        Terrain along its own azimuths, equally spaced from north.
    range_m, azimuth_rad : float
        Its place on the battery's plane; 0 for radars at the battery. [m, rad]
    turn_rad : float
        What to add to an azimuth on the battery's plane to get the radar's own. [rad]
    """

    radar: RadarSite
    profiles: Profiles
    range_m: float = 0.0
    azimuth_rad: float = 0.0
    turn_rad: float = 0.0

    def __post_init__(self) -> None:
        azimuth = self.profiles.azimuth_rad
        even = 2.0 * np.pi * np.arange(azimuth.size) / azimuth.size
        if not np.allclose(azimuth, even, atol=1e-9):
            raise ValueError("profiles of an engagement need azimuths equally spaced from north")

    @property
    def at_battery(self) -> bool:
        """Whether the radar stands at the battery."""
        return self.range_m == 0.0

    def curves(self) -> FloatArray:
        """Single-scan Pd at levels `LEVEL_STEP_DB` apart from `LEVEL_LOW_DB`; (draw, level)."""
        said = self.radar.convention
        return np.asarray(
            pd_swerling(
                10.0 ** (_LEVELS_DB / 10.0),
                pfa=said.pfa[:, None],
                n_pulses=said.n_pulses[:, None],
                swerling=said.swerling[:, None],
            )
        )


@dataclass(frozen=True)
class Threat:
    """What flies: one of `altitude_m` (above mean sea level) and `agl_m` (above ground) is given.

    `rcs_guide_m2` and `rcs_see_m2` hold the mean cross-section towards the two radars, (draw,
    aspect), at equally spaced aspects from nose (0) to tail (pi); one aspect if it does not matter.
    """

    key: str
    label: str
    speed_m_s: float
    rcs_guide_m2: FloatArray
    rcs_see_m2: FloatArray
    altitude_m: float | None = None
    agl_m: float | None = None

    def __post_init__(self) -> None:
        if (self.altitude_m is None) == (self.agl_m is None):
            raise ValueError(f"{self.key}: give one of altitude_m and agl_m")
        if not self.speed_m_s > 0.0:
            raise ValueError(f"{self.key}: speed_m_s must be positive, got {self.speed_m_s}")

    def altitudes_over(self, profiles: Profiles) -> FloatArray:
        """Altitude of the threat along profiles, (azimuth, step). [m]"""
        if self.altitude_m is not None:
            return np.full(profiles.ground_m.shape, float(self.altitude_m))
        return np.nan_to_num(profiles.ground_m) + float(self.agl_m or 0.0)


@dataclass(frozen=True)
class MissileTables:
    """Fly-out of every member as the kernels want it.

    `time_s` and `spare` are (member, range, altitude), nan where no arc comes. `spare` is what is
    left before the first limit of reach (speed, sideways acceleration, time), as a share of the
    limit, negative beyond it. The floor counts from the ground, `range_min_m` and `range_max_m`
    are slant ranges. `mean_speed_m_s` (member,) carries a missile without limits on.
    """

    range_step_m: float
    altitude_low_m: float
    altitude_step_m: float
    time_s: FloatArray
    spare: FloatArray
    floor_agl_m: FloatArray
    altitude_max_m: FloatArray
    range_min_m: FloatArray
    range_max_m: FloatArray
    mean_speed_m_s: FloatArray


def missile_tables(fly_out: FlyOut) -> MissileTables:
    """Tables from a fly-out."""
    members = fly_out.time_s.shape[0]

    def each(values: FloatArray) -> FloatArray:
        return np.broadcast_to(np.asarray(values, dtype=float), (members,)).copy()

    def left(have: FloatArray, limit: FloatArray, sign: float = 1.0) -> FloatArray:
        by = each(limit)[:, None, None]
        return np.asarray(sign * (have - by) / np.maximum(by, 1e-9))

    spare = np.minimum.reduce(
        [
            left(fly_out.speed_m_s, fly_out.minimum_speed_m_s),
            left(fly_out.lateral_m_s2, fly_out.minimum_lateral_m_s2),
            left(fly_out.time_s, fly_out.maximum_time_s, -1.0),
        ]
    )
    spare = np.where(np.isnan(fly_out.time_s), np.nan, spare)
    ranges, altitudes = fly_out.range_m, fly_out.altitude_m
    far = (ranges > 0.5 * ranges[-1])[None, :, None] & (spare >= 0.0)
    pace = np.where(far, ranges[None, :, None] / np.maximum(fly_out.time_s, 1e-3), np.nan)
    known = [p[np.isfinite(p)] for p in pace]
    return MissileTables(
        float(ranges[1] - ranges[0]),
        float(altitudes[0]),
        float(altitudes[1] - altitudes[0]),
        np.ascontiguousarray(fly_out.time_s, dtype=float),
        np.ascontiguousarray(spare),
        each(fly_out.altitude_min_m),
        each(fly_out.altitude_max_m),
        each(fly_out.range_min_m),
        each(fly_out.range_max_m),
        np.array([np.median(p) if p.size else 1000.0 for p in known]),
    )


@dataclass(frozen=True)
class Removed:
    """Constraints taken away, to find out which one forbids; the names are those of `FACTORS`."""

    sector: bool = False
    horizon: bool = False
    terrain: bool = False
    instrumented_range: bool = False
    power: bool = False
    elevation: bool = False
    time_line: bool = False
    guidance: bool = False
    missile_energy: bool = False

    @classmethod
    def all_but(cls, *kept: str) -> "Removed":
        """Everything but the named ones."""
        return cls(**{f.name: f.name not in kept for f in fields(cls)})


NOTHING = Removed()


@dataclass(frozen=True)
class Setting:
    """A battery with its radars and missile, drawn, and the Pd at which a radar holds a target.

    `see` is the same object as `guide` where one radar does both.
    """

    battery: Battery
    drawn: BatteryDraws
    tables: MissileTables
    guide: Watch
    see: Watch
    pd: float = 0.5

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.drawn.draws


def setting(
    model: Model, battery: Battery, values: Values, *, terrain: str = "relief with error"
) -> Setting:
    """A battery of a study with drawn values.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    battery : Battery
        One of its batteries.
    values : mapping of str to ndarray, shape (draw,)
        Drawn values of the model's and the battery's unknowns.
    terrain : str
        One of `analysis.placement.TERRAIN_MODELS`; takes the profiles, not the terrain error.

    Returns
    -------
    Setting
    """
    guide = _watch(model, battery.guide, battery.guide, values, terrain)
    see = guide
    if battery.see is not None and battery.see != battery.guide:
        see = _watch(model, battery.see, battery.guide, values, terrain)
    return Setting(
        battery,
        battery_draws(battery, values),
        missile_tables(battery.interceptor.fly_out),
        guide,
        see,
        model.study.pd,
    )


def _watch(model: Model, key: str, origin: str, values: Values, terrain: str) -> Watch:
    placed = model.placed[key]
    here, there = model.placed[origin].radar.site, placed.radar.site
    distance, leaving, arriving = (
        float(x)
        for x in inverse(
            *np.radians([here.latitude_deg, here.longitude_deg]),
            *np.radians([there.latitude_deg, there.longitude_deg]),
        )
    )
    radar, profiles = placed.at(values), placed.on(terrain)
    if distance < _SAME_PLACE_M:
        return Watch(radar, profiles)
    return Watch(radar, profiles, distance, leaving, arriving - leaving)


def threats(
    model: Model,
    found: Setting,
    values: Values,
    targets: Sequence[StudyTarget],
    *,
    heights: Sequence[tuple[float | None, float | None]] = (),
) -> tuple[Threat, ...]:
    """Targets of a study as threats to a battery, each at its own or at given heights.

    Parameters
    ----------
    model, values
        As in `setting`.
    found : Setting
        Of the same values.
    targets : sequence of StudyTarget
        What flies.
    heights : sequence of (altitude_m or None, agl_m or None)
        Heights to fly at instead of the target's own; every target flies at every height.

    Returns
    -------
    tuple of Threat
        Targets outside, heights inside.
    """
    out = []
    for target in targets:
        guide, see = (
            _rcs(model, watch.radar, key, target, values)
            for watch, key in (
                (found.guide, found.battery.guide),
                (found.see, found.battery.see or found.battery.guide),
            )
        )
        for altitude, agl in heights or ((target.altitude_m, target.agl_m),):
            out.append(
                Threat(target.key, target.label, target.speed_m_s, guide, see, altitude, agl)
            )
    return tuple(out)


def _rcs(
    model: Model, radar: RadarSite, key: str, target: StudyTarget, values: Values
) -> FloatArray:
    if target.heading in ("best", "worst"):
        return model.rcs_at_aspect(radar, key, target, values, target.heading)[:, None]
    return model.rcs_at_aspect(radar, key, target, values, _ASPECT_RAD)
