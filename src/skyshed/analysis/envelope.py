"""Range and altitude that a missile covers, by aspect of the target: no radar, no time line."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.engageable_setting import MissileTables, Setting
from skyshed.engagement.no_escape import turn_away_range_m
from skyshed.flight.fly_out import slant_range_m

FloatArray = NDArray[np.float64]

ASPECTS = ("inbound", "crossing", "outbound")
"""How the target flies: straight at the launcher, at right angles to the line, straight away."""
_FINER = 4  # range samples per step of the fly-out table
_TIMES = 120


@dataclass(frozen=True)
class Envelope:
    """What a battery's missile covers against a target of one speed.

    Ranges are ground ranges from the launcher; nan where there is no intercept at that altitude.
    Between the nearest and the farthest intercept there may be gaps: low down, where flat shots
    have become too slow and those from above still pass over. `share` and `gap_m` count them.

    Attributes
    ----------
    battery, label : str
        Key and words.
    speed_m_s : float
        Of the target. [m/s]
    evasion_m_s2 : float
        Sideways acceleration of the manoeuvre behind `no_escape_m`. [m/s^2]
    altitude_m : ndarray, shape (altitude,)
        Of the target, above mean sea level. [m]
    farthest_m, nearest_m : dict of str to ndarray, shape (draw, altitude)
        Farthest and nearest intercept, by aspect. [m]
    launch_m : dict of str to ndarray, shape (draw, altitude)
        Where the target is at the launch for the farthest intercept, by aspect. [m]
    no_escape_m : ndarray, shape (draw, altitude)
        Farthest range at launch of an inbound target that turns away at that moment, as hard as
        stated, runs at its speed, and is still reached. [m]
    cone_m : ndarray, shape (draw, altitude)
        Ground range inside which the guiding radar cannot look up to the target. [m]
    ceiling_m, floor_m : ndarray, shape (draw,)
        Highest and lowest of the altitudes with an intercept. [m]
    range_m : ndarray, shape (range,)
        Ground ranges of `share`, evenly spaced from 0. [m]
    share : dict of str to ndarray, shape (altitude, range)
        Share of draws with an intercept there, by aspect.
    gap_m : dict of str to ndarray, shape (draw, altitude)
        What cannot be reached between the nearest and the farthest intercept, by aspect. [m]
    """

    battery: str
    label: str
    speed_m_s: float
    evasion_m_s2: float
    altitude_m: FloatArray
    farthest_m: dict[str, FloatArray]
    nearest_m: dict[str, FloatArray]
    launch_m: dict[str, FloatArray]
    no_escape_m: FloatArray
    cone_m: FloatArray
    ceiling_m: FloatArray
    floor_m: FloatArray
    range_m: FloatArray
    share: dict[str, FloatArray]
    gap_m: dict[str, FloatArray]


def envelope(
    found: Setting,
    *,
    speed_m_s: float,
    altitude_m: ArrayLike,
    evasion_m_s2: float = 40.0,
) -> Envelope:
    """Range-altitude envelope of a battery.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    speed_m_s : float
        Of the target. [m/s]
    altitude_m : array_like, shape (altitude,)
        Altitudes of the target, above mean sea level. [m]
    evasion_m_s2 : float
        Sideways acceleration of the turn away. [m/s^2]

    Returns
    -------
    Envelope

    Notes
    -----
    The fly-out decides where the missile gets; the aspect where the target was at the launch, and
    a receding target must be slower than the missile and not have been passed before the launch.
    Draws in which the target is faster than the missile is said to meet have no intercept.
    The turn away is flown at constant speed and altitude: half a circle of radius v^2/a, then
    straight on; the missile is given the fly-out time to where the target is, as if it had known.
    """
    if not (speed_m_s > 0.0 and evasion_m_s2 > 0.0):
        raise ValueError(
            f"speed and evasion must be positive, got {speed_m_s} m/s and {evasion_m_s2} m/s2"
        )
    altitude = np.atleast_1d(np.asarray(altitude_m, dtype=float))
    members, back = np.unique(found.drawn.member, return_inverse=True)
    per_member = [_of_member(found, int(m), altitude, speed_m_s, evasion_m_s2) for m in members]
    farthest, nearest, launch, gap = (
        {a: np.stack([one[kind][a] for one in per_member])[back] for a in ASPECTS}
        for kind in ("farthest", "nearest", "launch", "gap")
    )
    escape = np.stack([one["no escape"][""] for one in per_member])[back]
    too_fast = speed_m_s > found.drawn.target_speed_max_m_s
    for numbers in (
        *farthest.values(), *nearest.values(), *launch.values(), *gap.values(), escape
    ):  # fmt: skip
        numbers[too_fast] = np.nan
    weight = np.bincount(back[~too_fast], minlength=members.size) / back.size
    share = {
        a: np.tensordot(weight, np.stack([one["reached"][a] for one in per_member]), 1)
        for a in ASPECTS
    }
    hit = ~np.isnan(farthest["inbound"])
    radar = found.guide.radar
    rise = altitude[None, :] - radar.antenna_altitude_m[:, None]
    # Overhead the Earth's curve is metres; the cone is short.
    cone = np.maximum(rise, 0.0) / np.tan(radar.elevation_max_rad)[:, None]
    return Envelope(
        found.battery.key,
        found.battery.label,
        float(speed_m_s),
        float(evasion_m_s2),
        altitude,
        farthest,
        nearest,
        launch,
        escape,
        np.asarray(cone),
        np.where(hit.any(axis=1), np.where(hit, altitude, -np.inf).max(axis=1), np.nan),
        np.where(hit.any(axis=1), np.where(hit, altitude, np.inf).min(axis=1), np.nan),
        _ranges(found.tables),
        share,
        gap,
    )


def quantiles(values: FloatArray) -> FloatArray:
    """5, 50 and 95 % over the draws, (3, altitude).

    Draws without an intercept rank below all others; nan is where that many have none.
    """
    ranked = np.where(np.isnan(values), -1.0, values)
    found = np.quantile(ranked, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    return np.where(found >= 0.0, found, np.nan)


def _of_member(
    found: Setting, member: int, altitude: FloatArray, speed: float, evasion: float
) -> dict[str, dict[str, FloatArray]]:
    ranges = _ranges(found.tables)
    time, spare, pace = _read(found, member, ranges, altitude)
    kinds = ("farthest", "nearest", "launch", "reached", "gap")
    out: dict[str, dict[str, FloatArray]] = {kind: {} for kind in kinds}
    for aspect in ASPECTS:
        left = spare
        if aspect == "outbound":
            chased = np.minimum(pace / speed - 1.0, (ranges - speed * time) / 1e5)
            left = np.minimum(spare, np.where(np.isnan(chased), -np.inf, chased))
        near, far = _ends(left, ranges)
        out["nearest"][aspect], out["farthest"][aspect] = near, far
        reached = np.asarray(left >= 0.0)
        out["reached"][aspect], out["gap"][aspect] = reached.astype(float), _gaps(reached, ranges)
        at_far = np.array([np.interp(f, ranges, t) for f, t in zip(far, time, strict=True)])
        out["launch"][aspect] = _at_launch(aspect, far, speed * at_far)
    escape = [
        _no_escape(ranges, t, s >= 0.0, speed, evasion) for t, s in zip(time, spare, strict=True)
    ]
    out["no escape"] = {"": np.array(escape)}
    return out


def _ranges(tables: MissileTables) -> FloatArray:
    """Ground ranges at which the tables are read. [m]"""
    count = (tables.time_s.shape[1] - 1) * _FINER + 1
    return np.asarray(tables.range_step_m / _FINER * np.arange(count))


def _gaps(reached: NDArray[np.bool_], ranges: FloatArray) -> FloatArray:
    """Length that is not reached between the first and the last that is; nan where none is. [m]"""
    after = np.logical_or.accumulate(reached, axis=1)
    before = np.logical_or.accumulate(reached[:, ::-1], axis=1)[:, ::-1]
    missing = (after & before & ~reached).sum(axis=1)
    return np.where(reached.any(axis=1), ranges[1] * missing, np.nan)


def _at_launch(aspect: str, range_m: FloatArray, run_m: FloatArray) -> FloatArray:
    """Where the target was while the missile flew."""
    if aspect == "crossing":
        return np.hypot(range_m, run_m)
    return range_m + run_m if aspect == "inbound" else range_m - run_m


def _read(
    found: Setting, member: int, ranges: FloatArray, altitude: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Time, what is left of the limits, and speed; (altitude, range)."""
    from skyshed.kernels.engageable import missile_at

    tables: MissileTables = found.tables
    ground = found.guide.radar.ground_altitude_m
    range_m = np.ascontiguousarray(np.broadcast_to(ranges, (altitude.size, ranges.size)))
    level = np.ascontiguousarray(np.broadcast_to(altitude[:, None], range_m.shape))
    slant = slant_range_m(ground, range_m, level)
    speed = found.battery.interceptor.fly_out.speed_m_s[member]
    out = []
    for first in (tables.time_s[member], np.ascontiguousarray(speed)):
        value, spare = np.empty(range_m.shape), np.empty(range_m.shape)
        missile_at(
            range_m, level, np.full(range_m.shape, ground), slant, first, tables.spare[member],
            tables.range_step_m, tables.altitude_low_m, tables.altitude_step_m,
            tables.floor_agl_m[member], tables.altitude_max_m[member], tables.range_min_m[member],
            tables.range_max_m[member], value, spare,
        )  # fmt: skip
        out.append(value)
    return out[0], spare, out[1]


def _ends(left: FloatArray, ranges: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Nearest and farthest range at which anything is left, (altitude,); nan where none is."""
    near, far = np.full(left.shape[0], np.nan), np.full(left.shape[0], np.nan)
    step = ranges[1]
    for row, values in enumerate(left):
        inside = np.flatnonzero(values >= 0.0)
        if not inside.size:
            continue
        first, last = inside[0], inside[-1]
        near[row], far[row] = ranges[first], ranges[last]
        if last + 1 < values.size and np.isfinite(values[last + 1]):
            far[row] += step * values[last] / (values[last] - values[last + 1])
        if first > 0 and np.isfinite(values[first - 1]):
            near[row] -= step * values[first] / (values[first] - values[first - 1])
    return near, far


def _no_escape(
    ranges: FloatArray, time: FloatArray, reached: NDArray[np.bool_], speed: float, evasion: float
) -> float:
    """Farthest range at launch at one altitude; nan where there is none."""
    if not reached.any():
        return float("nan")
    longest = float(np.nanmax(np.where(reached, time, np.nan)))
    t = np.linspace(0.0, longest, _TIMES)
    needed = np.where(reached, time, np.inf)
    needed[np.isnan(needed)] = np.inf
    there = turn_away_range_m(t, ranges, speed_m_s=speed, turn_m_s2=evasion)
    index = np.clip(np.rint(there / ranges[1]).astype(np.intp), 0, ranges.size - 1)
    inside = there <= ranges[-1]
    caught = (inside & (needed[index] <= t[None, :])).any(axis=1)
    return float(ranges[np.flatnonzero(caught)[-1]]) if caught.any() else float("nan")
