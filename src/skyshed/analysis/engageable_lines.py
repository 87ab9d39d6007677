"""One draw of an engagement along lines: echoes, confirmed track, fly-out, the three tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.alike import Alike, level_inputs, sight_inputs
from skyshed.analysis.approach import CONFIRM_M, CONFIRM_N, CONFIRM_PD, extra_losses_db
from skyshed.analysis.engageable_setting import (
    LEVEL_LOW_DB,
    LEVEL_STEP_DB,
    NOTHING,
    Removed,
    Setting,
    Threat,
    Watch,
)
from skyshed.analysis.flight_lines import Lines, aspect_round, on_lines
from skyshed.analysis.radials import Profiles, ProfileSight, profile_sight
from skyshed.geodesy.geodesics import sector_contains
from skyshed.propagation.line_of_sight import SmoothSurface, smooth_surface_on_profiles

FloatArray = NDArray[np.float64]

_FAINT_PD = 0.005  # as for a confirmation: farther out, scans hardly add
_BOUNDLESS_M = 1e9


@dataclass(frozen=True)
class Engaged:
    """One draw along lines.

    `engaged` (line, sample); ends of the stretch nearest to the line's end and of the farthest,
    and where the track is confirmed, as distances along the line (line,); `slant_m`, `time_s`
    (line, sample) of an intercept there.
    """

    engaged: NDArray[np.bool_]
    unbroken_m: FloatArray
    farthest_m: FloatArray
    confirmed_m: FloatArray
    slant_m: FloatArray
    time_s: FloatArray


@dataclass
class DrawSight:
    """What the radars of one draw see; remembers it, so that threats at one height share it."""

    setting: Setting
    draw: int
    common: "Common"

    def __post_init__(self) -> None:
        self._seen: dict[int, ProfileSight] = {}
        self._levels: dict[tuple[object, ...], tuple[FloatArray, FloatArray]] = {}
        self._missile: dict[tuple[object, ...], tuple[FloatArray, FloatArray, FloatArray]] = {}

    @property
    def removed(self) -> Removed:
        """What is taken away."""
        return self.common.removed

    @property
    def watches(self) -> tuple[Watch, Watch]:
        """The radars that guide and see, with what is removed removed."""
        return self.common.watches

    def level_db(self, which: int, threat: Threat) -> tuple[FloatArray, FloatArray]:
        """Level of 1 m2 and slant range round radar 0 (guides) or 1 (sees), (azimuth, step)."""
        if self.setting.see is self.setting.guide:
            which = 0
        key = (which, threat.altitude_m, threat.agl_m)
        if key not in self._levels:
            # Draws that differ in nothing that the radar's sight depends on share it.
            alike = self.common.levels[which]
            place = (*key, self.removed.horizon, self.removed.power)
            self._levels[key] = alike.of(self.draw, place, lambda: self._find_level(which, threat))
        return self._levels[key]

    def _find_level(self, which: int, threat: Threat) -> tuple[FloatArray, FloatArray]:
        watch = self.watches[which]
        real = (self.setting.guide, self.setting.see)[which].profiles
        if which not in self._seen:
            surface = self.common.surfaces[which]
            self._seen[which] = self.common.sights[which].of(
                self.draw,
                which,
                lambda: profile_sight(watch.radar, watch.profiles, self.draw, surface=surface),
            )
        return _level_profiles(
            watch, self._seen[which], threat.altitudes_over(real), real, self.draw, self.removed,
            self.setting.battery.sector_rad if which == 0 else 2.0 * np.pi,
        )  # fmt: skip

    def with_tests(self, removed: Removed) -> "DrawSight":
        """The same sight with other tests (time line, guidance, missile) taken away."""
        other = DrawSight(self.setting, self.draw, replace(self.common, removed=removed))
        other._seen, other._levels = self._seen, self._levels
        return other

    def pd(self, which: int, threat: Threat, lines: Lines) -> FloatArray:
        """Single-scan Pd round radar 0 (guides) or 1 (sees), (azimuth, step)."""
        from skyshed.kernels.engageable import pd_at_levels

        level, _ = self.level_db(which, threat)
        rcs = (threat.rcs_guide_m2, threat.rcs_see_m2)[which][self.draw]
        out = np.empty(level.shape)
        pd_at_levels(
            level,
            aspect_round(self.watches[which], lines),
            10.0 * np.log10(rcs),
            self.common.curves[which][self.draw],
            LEVEL_LOW_DB,
            LEVEL_STEP_DB,
            out,
        )
        return out

    def missile(self, threat: Threat, lines: Lines) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Time of flight, what is left of the limits, and slant range on the lines."""
        key = (threat.altitude_m, threat.agl_m, id(lines))
        if key not in self._missile:
            self._missile[key] = self._fly(threat, lines)
        return self._missile[key]

    def _fly(self, threat: Threat, lines: Lines) -> tuple[FloatArray, FloatArray, FloatArray]:
        from skyshed.kernels.engageable import missile_at

        tables = self.setting.tables
        m = int(self.setting.drawn.member[self.draw])
        altitude = threat.altitudes_over(self.setting.guide.profiles)
        ground = np.nan_to_num(self.setting.guide.profiles.ground_m)
        slant = self.level_db(0, threat)[1]
        if lines.course_rad is not None:
            altitude = on_lines(altitude, self.setting.guide, lines, outside=np.nan)
            slant = on_lines(slant, self.setting.guide, lines, outside=np.nan)
            ground = on_lines(ground, self.setting.guide, lines, outside=np.nan)
        time, spare = np.empty(slant.shape), np.empty(slant.shape)
        missile_at(
            lines.range_m,
            altitude,
            ground,
            slant,
            tables.time_s[m],
            tables.spare[m],
            tables.range_step_m,
            tables.altitude_low_m,
            tables.altitude_step_m,
            tables.floor_agl_m[m],
            tables.altitude_max_m[m],
            tables.range_min_m[m],
            tables.range_max_m[m],
            time,
            spare,
        )
        if self.removed.missile_energy:
            time = np.where(np.isnan(time), slant / tables.mean_speed_m_s[m], time)
        return time, spare, slant


@dataclass(frozen=True)
class Common:
    """What all draws of a battery share.

    `watches`, `curves` (Pd against level) and `surfaces` (smooth, under the profiles) are those of
    the radar that guides (0) and of the one that sees (1), with what is `removed` removed;
    `faint_m` is where scans begin to count, by threat, (draw,). `sights` and `levels` are kept for
    draws whose radars are alike.
    """

    watches: tuple[Watch, Watch]
    curves: tuple[FloatArray, FloatArray]
    surfaces: tuple[SmoothSurface, SmoothSurface]
    faint_m: dict[int, FloatArray]
    sights: tuple[Alike[ProfileSight], Alike[ProfileSight]]
    levels: tuple[Alike[tuple[FloatArray, FloatArray]], Alike[tuple[FloatArray, FloatArray]]]
    removed: Removed = NOTHING


def common_of(found: Setting, threats: Sequence[Threat], *, removed: Removed = NOTHING) -> Common:
    """What all draws share against some threats."""
    guide = _without(found.guide, removed)
    see = guide if found.see is found.guide else _without(found.see, removed)
    watches = (guide, see)
    curves, surfaces = [guide.curves()], [_surface(guide)]
    if see is not guide:
        curves.append(see.curves())
        surfaces.append(_surface(see))
    faint = {
        id(threat): np.minimum(
            see.radar.reach_m(threat.rcs_see_m2[:, 0], pd=_FAINT_PD), see.radar.instrumented_range_m
        )
        for threat in threats
    }
    return Common(
        watches,
        (curves[0], curves[-1]),
        (surfaces[0], surfaces[-1]),
        faint,
        (Alike(*sight_inputs(guide.radar)), Alike(*sight_inputs(see.radar))),
        (Alike(*level_inputs(guide.radar)), Alike(*level_inputs(see.radar))),
        removed,
    )


def _surface(watch: Watch) -> SmoothSurface:
    return smooth_surface_on_profiles(
        watch.profiles.ground_m, antenna_ground_m=watch.radar.ground_altitude_m
    )


def engage(sight: DrawSight, threat: Threat, lines: Lines) -> Engaged:
    """Where along lines one draw of a battery can intercept a threat.

    Parameters
    ----------
    sight : DrawSight
        The draw.
    threat : Threat
        What flies.
    lines : Lines
        Where it flies.

    Returns
    -------
    Engaged
    """
    from skyshed.kernels.engageable import engage_lines

    found, removed, draw = sight.setting, sight.removed, sight.draw
    holding = sight.pd(0, threat, lines)
    if lines.course_rad is not None:
        holding = on_lines(holding, found.guide, lines)
    confirmed = confirmed_on(sight, threat, lines)
    time, spare, slant = sight.missile(threat, lines)
    if threat.speed_m_s > found.drawn.target_speed_max_m_s[draw]:
        spare = np.full(spare.shape, -np.inf)
    count = lines.range_m.shape[0]
    engaged = np.zeros(lines.range_m.shape, dtype=np.uint8)
    unbroken, farthest = np.zeros(count), np.zeros(count)
    engage_lines(
        holding,
        time,
        spare,
        confirmed,
        lines.step_m,
        threat.speed_m_s,
        found.drawn.delay_s[draw],
        found.pd,
        found.drawn.earliest_s[draw],
        found.drawn.latest_s[draw],
        not removed.time_line,
        not removed.guidance,
        not removed.missile_energy,
        engaged,
        unbroken,
        farthest,
    )
    return Engaged(engaged.astype(bool), unbroken, farthest, confirmed, slant, time)


def confirmed_on(sight: DrawSight, threat: Threat, lines: Lines) -> FloatArray:
    """Distance along each line at which the radar that sees has confirmed the track; 0 never."""
    from skyshed.kernels.confirm import confirmed_distance

    watch = sight.watches[1]
    single = sight.pd(1, threat, lines)
    step = lines.step_m
    if not _own_azimuths(watch, lines):
        single = on_lines(single, watch, lines)
    far = step * single.shape[1]
    spacing = threat.speed_m_s * float(watch.radar.scan_period_s[sight.draw])
    outer = far
    if watch.at_battery and lines.course_rad is None and not sight.removed.power:
        outer = min(far, float(sight.common.faint_m[id(threat)][sight.draw]))
    first = far - spacing * np.ceil(max(far - outer, 0.0) / spacing)
    out = np.zeros(single.shape[0])
    confirmed_distance(single, step, first, spacing, CONFIRM_M, CONFIRM_N, CONFIRM_PD, out)
    return out


def _own_azimuths(watch: Watch, lines: Lines) -> bool:
    """Whether the lines are the radar's own profiles, in full or in part."""
    azimuth = watch.profiles.azimuth_rad
    return (
        watch.at_battery
        and lines.course_rad is None
        and lines.step_m == watch.profiles.step_m
        and azimuth.size == lines.azimuth_rad.shape[0]
        and bool(np.array_equal(azimuth, lines.azimuth_rad[:, 0]))
    )


def _without(watch: Watch, removed: Removed) -> Watch:
    """The radar with constraints taken away."""
    radar, profiles = watch.radar, watch.profiles
    everywhere = np.full(radar.draws, 0.5 * np.pi)
    if removed.sector:
        radar = replace(radar, sector_rad=2.0 * np.pi)
    if removed.instrumented_range:
        radar = replace(radar, instrumented_range_m=np.full(radar.draws, _BOUNDLESS_M))
    if removed.elevation:
        radar = replace(
            radar,
            elevation_min_rad=-everywhere,
            elevation_max_rad=everywhere,
            minimum_range_m=np.zeros(radar.draws),
        )
    if removed.terrain or removed.horizon:
        level = np.zeros(profiles.ground_m.shape)  # at sea level, as in the maps of cover
        profiles = replace(profiles, ground_m=level, error_weight=np.zeros(level.shape))
    return replace(watch, radar=radar, profiles=profiles)


def _level_profiles(
    watch: Watch,
    seen: ProfileSight,
    altitude: FloatArray,
    real: Profiles,
    draw: int,
    removed: Removed,
    fire_sector_rad: float,
) -> tuple[FloatArray, FloatArray]:
    from skyshed.kernels.engageable import level_profiles

    radar = watch.radar
    inside = sector_contains(real.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
    if radar.sector_rad < 2.0 * np.pi - 1e-9:
        inside = inside & sector_contains(
            real.azimuth_rad, radar.sector_centre_rad, fire_sector_rad
        )
    level, slant = np.empty(altitude.shape), np.empty(altitude.shape)
    level_profiles(
        altitude,
        np.ascontiguousarray(np.where(np.isnan(real.ground_m), np.inf, real.ground_m)),
        seen.sight.visible_altitude_m,
        seen.sight.edge_fraction,
        seen.surface.at_antenna_m,
        seen.surface.at_cell_m,
        real.distance_m,
        seen.curvature_per_m,
        np.asarray(inside),
        radar.inverse_k[draw],
        radar.scale_m,
        radar.wavelength_m[draw],
        10.0 * np.log10(radar.constant[draw]),
        radar.antenna_altitude_m[draw],
        radar.instrumented_range_m[draw],
        radar.minimum_range_m[draw],
        np.sin(radar.elevation_min_rad[draw]),
        np.sin(radar.elevation_max_rad[draw]),
        removed.horizon,
        removed.power,
        level,
        slant,
    )
    if not removed.horizon:  # "no Earth" leaves free space
        extra = extra_losses_db(radar, draw, real.distance_m, altitude)
        if extra is not None:
            level -= 2.0 * extra  # what is unseen or boundless stays so
    return level, slant
