"""Where on the way down of a ballistic missile one draw of a battery can intercept it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.engageable_setting import Setting
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import sector_contains

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_SCANS = 2.0  # in view before the track can be confirmed


@dataclass(frozen=True)
class Passage:
    """A missile that flies by, in the order of time, for one draw; the radars are at the battery.

    `time_to_go_s` (sample,) falls to the impact; `ground_m`, `azimuth_rad` and `altitude_m` (path,
    sample) are where it is then, seen from the battery; `speed_m_s` (sample,) how fast it is.
    """

    time_to_go_s: FloatArray
    ground_m: FloatArray
    azimuth_rad: FloatArray
    altitude_m: FloatArray
    speed_m_s: FloatArray


def intercepts(
    found: Setting, draw: int, passage: Passage, *, confirmed_m: float, holding_m: float
) -> tuple[BoolArray, FloatArray]:
    """Where one draw of a battery can intercept a missile that flies by.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    draw : int
        Which draw.
    passage : Passage
        Where the missile is.
    confirmed_m, holding_m : float
        Slant ranges at which the track is confirmed and up to which the radar that guides holds the
        target, with no Earth in the way. [m]

    Returns
    -------
    possible : ndarray of bool, shape (path, sample)
        Whether an intercept is possible there.
    slant_m : ndarray, shape (path, sample)
        Slant range from the radar that guides. [m]

    Notes
    -----
    The tests of `analysis.engageable` on a smooth round Earth with straight rays: such targets come
    from high up. The track is confirmed at `confirmed_m`, and not before two scans in view; the
    radar that guides holds the target without a break for as long as the guidance needs it; the
    missile gets there within its limits. Between the samples nothing happens.
    """
    ground, altitude = passage.ground_m, passage.altitude_m
    to_go = passage.time_to_go_s
    from_see, seen = _in_view(found, draw, passage, guide=False)
    slant, held = _in_view(found, draw, passage, guide=True)
    held &= slant <= holding_m
    early = np.where(seen, to_go, -np.inf).max(axis=1)
    early -= _SCANS * found.see.radar.scan_period_s[draw]
    near = np.where(seen & (from_see <= confirmed_m), to_go, -np.inf).max(axis=1)
    known = np.minimum(early, near)[:, None]
    time, spare = _fly(found, draw, ground, altitude, slant)
    drawn = found.drawn
    possible = passage.speed_m_s <= drawn.target_speed_max_m_s[draw]
    possible = possible & (spare >= 0.0) & (to_go + time + drawn.delay_s[draw] <= known)
    possible &= _held_between(
        held,
        to_go,
        to_go + np.minimum(time, drawn.earliest_s[draw]),
        to_go + np.minimum(time, drawn.latest_s[draw]),
    )
    return np.asarray(possible), slant


def _held_between(
    held: BoolArray, to_go: FloatArray, first: FloatArray, last: FloatArray
) -> BoolArray:
    """Whether every sample from time to go `first` down to `last` is held, (path, sample)."""
    begin = np.searchsorted(-to_go, -first, side="right") - 1
    end = np.minimum(np.searchsorted(-to_go, -last, side="left"), to_go.size - 1)
    lost = np.concatenate([np.zeros((held.shape[0], 1), int), np.cumsum(~held, axis=1)], axis=1)
    row = np.arange(held.shape[0])[:, None]
    whole = lost[row, end + 1] == lost[row, np.maximum(begin, 0)]
    return np.asarray(whole & (begin >= 0))


def _in_view(
    found: Setting, draw: int, passage: Passage, *, guide: bool
) -> tuple[FloatArray, BoolArray]:
    """Slant range, and whether a radar looks there and the Earth is not in the way."""
    radar = (found.guide if guide else found.see).radar
    ground, altitude = passage.ground_m, passage.altitude_m
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
    looked &= sector_contains(passage.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
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
