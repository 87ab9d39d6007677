"""Where a battery protects the ground against a ballistic missile that comes down on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import free_space_confirmation
from skyshed.analysis.defended_area import DefendedArea
from skyshed.analysis.engageable_courses import check_spacing
from skyshed.analysis.engageable_setting import Setting
from skyshed.analysis.parallel import in_order
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import sector_contains

FloatArray = NDArray[np.float64]

_SCANS = 2.0  # in view before the track can be confirmed


@dataclass(frozen=True)
class Descent:
    """The path of a ballistic missile before impact, in the order of time; arrays (sample,).

    `time_to_go_s` and `distance_to_go_m` (over the ground) fall to 0 at the impact; `altitude_m` is
    above mean sea level, `course_rad` where it flies to.
    """

    key: str
    label: str
    time_to_go_s: FloatArray
    distance_to_go_m: FloatArray
    altitude_m: FloatArray
    course_rad: float

    def __post_init__(self) -> None:
        if self.time_to_go_s.size < 2 or np.any(np.diff(self.time_to_go_s) >= 0.0):
            raise ValueError(f"{self.key}: time_to_go_s needs two falling times or more")


def ballistic_footprint(
    found: Setting,
    descent: Descent,
    *,
    rcs_mean_m2: FloatArray,
    range_ballistic_m: FloatArray,
    lowest_intercept_m: float,
    radius_m: float,
    cell_m: float,
    workers: int = 1,
) -> DefendedArea:
    """Where the ground is protected from a ballistic missile that comes down there.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    descent : Descent
        How the missile comes down, the same wherever it is aimed at.
    rcs_mean_m2 : ndarray, shape (draw,)
        Its mean cross-section towards the radars. [m^2]
    range_ballistic_m : ndarray, shape (draw,)
        Slant range up to which the battery engages ballistic missiles. [m]
    lowest_intercept_m : float
        Altitude below which an intercept no longer helps. [m]
    radius_m, cell_m : float
        Of the answer; cells of 250 m or more for military radars. [m]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    DefendedArea
        `keep_out_m` holds `lowest_intercept_m`.

    Notes
    -----
    Smooth round Earth, straight rays: such targets come from high up. The track is confirmed where
    2 of 3 scans have detected with probability 0.9 in free space, and after two scans in view. The
    radars are taken to stand at the battery. Between the samples of the descent nothing happens:
    give them a second apart or less.
    """
    check_spacing(found, cell_m)
    half = int(radius_m / cell_m)
    axis = cell_m * np.arange(-half, half + 1)
    east, north = np.broadcast_arrays(axis[None, :], -axis[:, None])
    inside = np.hypot(east, north) <= radius_m + 1e-6
    back = descent.distance_to_go_m[None, :]
    x = east[inside][:, None] - back * np.sin(descent.course_rad)
    y = north[inside][:, None] - back * np.cos(descent.course_rad)
    ground = np.ascontiguousarray(np.hypot(x, y))
    azimuth = np.arctan2(x, y)
    altitude = np.ascontiguousarray(np.broadcast_to(descent.altitude_m, ground.shape))
    pace = float(np.max(np.abs(np.diff(descent.distance_to_go_m) / np.diff(descent.time_to_go_s))))
    holding = found.guide.radar.reach_m(rcs_mean_m2, pd=found.pd)
    confirmed = free_space_confirmation(found.see.radar, rcs_mean_m2, speed_m_s=max(pace, 1.0))

    def one(draw: int) -> NDArray[np.bool_]:
        slant, seen = _in_view(found, draw, ground, azimuth, altitude, guide=False)
        _, held = _in_view(found, draw, ground, azimuth, altitude, guide=True)
        held &= slant <= holding[draw]
        to_go = descent.time_to_go_s
        early = np.where(seen, to_go, -np.inf).max(axis=1)
        early -= _SCANS * found.see.radar.scan_period_s[draw]
        near = np.where(seen & (slant <= confirmed[draw]), to_go, -np.inf).max(axis=1)
        known = np.minimum(early, near)[:, None]
        time, spare = _fly(found, draw, ground, altitude, slant)
        hit = held & (spare >= 0.0) & (slant <= range_ballistic_m[draw])
        hit &= altitude >= lowest_intercept_m
        hit &= to_go[None, :] + time + found.drawn.delay_s[draw] <= known
        return np.asarray(hit.any(axis=1))

    count = np.zeros(int(inside.sum()))
    area = np.zeros(found.draws)
    for draw, safe in enumerate(in_order(one, range(found.draws), workers=workers)):
        count += safe
        area[draw] = np.count_nonzero(safe) * cell_m**2
    share = np.full(inside.shape, np.nan)
    share[inside] = count / found.draws
    return DefendedArea(
        found.battery.key,
        descent.key,
        f"{found.battery.label} - {descent.label}",
        f"course {np.degrees(descent.course_rad) % 360.0:03.0f} deg",
        float(lowest_intercept_m),
        float(cell_m),
        share,
        area,
    )


def _in_view(
    found: Setting,
    draw: int,
    ground: FloatArray,
    azimuth: FloatArray,
    altitude: FloatArray,
    *,
    guide: bool,
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Slant range, and whether a radar looks there and the Earth is not in the way."""
    radar = (found.guide if guide else found.see).radar
    base = float(euler_radius_m(radar.latitude_rad, 0.25 * np.pi))
    h0 = radar.antenna_altitude_m[draw]
    chord = 4.0 * (base + h0) * (base + altitude) * np.sin(0.5 * ground / base) ** 2
    slant = np.sqrt((altitude - h0) ** 2 + chord)
    rise = (altitude - h0) * (2.0 * base + altitude + h0) - slant**2
    sine = rise / np.maximum(2.0 * (base + h0) * slant, 1.0)
    above = max(h0 - radar.ground_altitude_m, 0.0)
    lowest = max(radar.elevation_min_rad[draw], -np.sqrt(2.0 * above / base))
    looked = (sine >= np.sin(lowest)) & (sine <= np.sin(radar.elevation_max_rad[draw]))
    looked &= (slant >= radar.minimum_range_m[draw]) & (slant <= radar.instrumented_range_m[draw])
    looked &= sector_contains(azimuth, radar.sector_centre_rad, radar.sector_rad)
    return slant, np.asarray(looked)


def _fly(
    found: Setting, draw: int, ground: FloatArray, altitude: FloatArray, slant: FloatArray
) -> tuple[FloatArray, FloatArray]:
    from skyshed.kernels.engageable import missile_at

    tables = found.tables
    m = int(found.drawn.member[draw])
    time, spare = np.empty(ground.shape), np.empty(ground.shape)
    level = np.full(ground.shape, found.guide.radar.ground_altitude_m)
    missile_at(
        ground, altitude, level, slant, tables.time_s[m], tables.spare[m], tables.range_step_m,
        tables.altitude_low_m, tables.altitude_step_m, tables.floor_agl_m[m],
        tables.altitude_max_m[m], tables.range_min_m[m], tables.range_max_m[m], time, spare,
    )  # fmt: skip
    return np.where(np.isnan(time), np.inf, time), spare
