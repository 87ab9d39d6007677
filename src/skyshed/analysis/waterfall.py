"""From seen to shot, in kilometres: where the range goes on the way to an intercept."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Progress
from skyshed.analysis.engageable import sector_rad_of
from skyshed.analysis.engageable_lines import DrawSight, common_of, engage
from skyshed.analysis.engageable_setting import Removed, Setting, Threat
from skyshed.analysis.flight_lines import Lines, inbound_lines, on_lines
from skyshed.analysis.looked_at import looked_at
from skyshed.analysis.pairs import interval
from skyshed.analysis.parallel import in_order
from skyshed.analysis.results import Interval

FloatArray = NDArray[np.float64]

_RING_AZIMUTHS = 12  # enough for what hardly depends on the azimuth
_ONLY = {
    "time line": Removed(guidance=True, missile_energy=True),
    "guidance": Removed(time_line=True, missile_energy=True),
    "energy": Removed(time_line=True, guidance=True),
    "intercept": Removed(),
}


@dataclass(frozen=True)
class WaterfallStep:
    """One bar: a label, slant ranges over the draws (median azimuth), and what it stands for."""

    label: str
    slant_m: Interval
    note: str


@dataclass(frozen=True)
class Waterfall:
    """How far away an inbound threat is at each step, and what an intercept asks for.

    The steps run from seen to intercept. `required_confirmation_m` is the ground distance at which
    the track must be confirmed for an intercept at the quoted ring. `*_at_intercept` hold at the
    farthest intercept on the median azimuth, `*_at_ring` at the ring; nan where there is none.
    """

    battery: str
    threat: str
    steps: tuple[WaterfallStep, ...]
    ring_m: float
    required_confirmation_m: Interval
    time_at_ring_s: Interval
    time_at_intercept_s: Interval
    speed_at_intercept_m_s: Interval
    lateral_at_intercept_m_s2: Interval


def waterfall(
    drawn: Setting,
    nominal: Setting,
    threat: Threat,
    nominal_threat: Threat,
    *,
    ring_m: float,
    workers: int = 1,
    progress: Progress | None = None,
) -> Waterfall:
    """The see -> confirm -> shoot waterfall of an inbound threat.

    Parameters
    ----------
    drawn, nominal : Setting
        The battery over all draws and in the nominal draw.
    threat, nominal_threat : Threat
        The same threat with the cross-sections of the draws and of the nominal draw.
    ring_m : float
        Radius of the quoted ring, a slant range. [m]
    workers : int
        Threads; the result does not depend on it.
    progress : callable, optional
        Called with (draws done, draws in all); what it raises ends the work.

    Returns
    -------
    Waterfall
        Every bar is the median over the azimuths that are looked at, in each draw. The last three
        bars before the intercept hold alone: with only the time line, only the guiding radar, only
        the missile to limit; the intercept is that with all of them on each azimuth.
    """
    found = _bars(drawn, threat, ring_m, workers, progress)
    first = _bars(nominal, nominal_threat, ring_m, workers)
    steps = tuple(
        WaterfallStep(label, interval(found[key], first[key]), note) for key, label, note in _WORDS
    )
    return Waterfall(
        drawn.battery.key,
        threat.key,
        steps,
        float(ring_m),
        required_confirmation_m=spread(found["required"], first["required"], "m"),
        time_at_ring_s=spread(found["ring time"], first["ring time"], "s"),
        time_at_intercept_s=spread(found["time"], first["time"], "s"),
        speed_at_intercept_m_s=spread(found["speed"], first["speed"], "m/s"),
        lateral_at_intercept_m_s2=spread(found["lateral"], first["lateral"], "m/s2"),
    )


_WORDS = (
    ("seen", "a single scan sees it", "one scan of the radar that sees detects with the study's"
     " probability; several scans together may confirm a track from farther out"),
    ("confirmed", "track confirmed", "2 of 3 scans, cumulative probability 0.9"),
    ("order", "order to fire", "after handover to the radar that guides and reaction time"),
    ("launch", "launch", "after the launch delay"),
    ("time line", "intercept, time line only", "launch, then the missile's time of flight"),
    ("guidance", "intercept, guidance only", "as far out as the radar that guides holds the target"
     " for as long as the missile needs it"),
    ("energy", "intercept, missile only", "as far out as the missile keeps speed, turn and time"),
    ("intercept", "intercept", "all of them together"),
)  # fmt: skip


def spread(draws: FloatArray, nominal: FloatArray, unit: str) -> Interval:
    """5, 50 and 95 % of the draws that have the quantity, and the nominal one; nan where none."""
    known = draws[np.isfinite(draws)]
    if not known.size:
        nothing = float("nan")
        return Interval(nothing, nothing, nothing, float(np.ravel(nominal)[0]), unit)
    low, median, high = np.quantile(known, [0.05, 0.5, 0.95], method="inverted_cdf")
    return Interval(float(low), float(median), float(high), float(np.ravel(nominal)[0]), unit)


def _bars(
    found: Setting,
    threat: Threat,
    ring_m: float,
    workers: int,
    progress: Progress | None = None,
) -> dict[str, FloatArray]:
    lines = inbound_lines(found.guide.profiles)
    common = common_of(found, [threat])
    looked = looked_at(
        lines.azimuth_rad[:, 0],
        sector_rad=sector_rad_of(found),
        sector_centre_rad=found.guide.radar.sector_centre_rad,
    )

    def one(draw: int) -> dict[str, float]:
        ends: dict[str, FloatArray] = {}
        bars: dict[str, float] = {}
        slant = np.zeros(0)
        sight = DrawSight(found, draw, common)
        for name, removed in _ONLY.items():
            got = engage(sight.with_tests(removed), threat, lines)
            ends[name], slant = got.farthest_m, got.slant_m
            if name == "intercept":
                ends["confirmed"] = got.confirmed_m
                bars |= _at_intercept(found, draw, threat, lines, got.farthest_m, looked)
        ends["seen"] = _seen_m(sight, threat, lines)
        delay = threat.speed_m_s * (found.drawn.handover_s[draw] + found.drawn.reaction_s[draw])
        ends["order"] = np.maximum(ends["confirmed"] - delay, 0.0)
        later = threat.speed_m_s * found.drawn.launch_delay_s[draw]
        ends["launch"] = np.maximum(ends["order"] - later, 0.0)
        for name, ground in ends.items():
            bars[name] = float(np.median(_slants(slant, lines, ground)[looked]))
        return bars | _at_ring(found, draw, threat, slant, lines, ring_m)

    every = []
    for done, bars_of_draw in enumerate(in_order(one, range(found.draws), workers=workers), 1):
        every.append(bars_of_draw)
        if progress is not None:
            progress(done, found.draws)
    return {name: np.array([bars[name] for bars in every]) for name in every[0]}


def _seen_m(sight: DrawSight, threat: Threat, lines: Lines) -> FloatArray:
    """Farthest distance on each line at which one scan detects, linear between the samples."""
    single = sight.pd(1, threat, lines)
    watch = sight.watches[1]
    if not watch.at_battery:
        single = on_lines(single, watch, lines)
    wanted = sight.setting.pd
    held = single >= wanted
    last = held.shape[1] - 1 - np.argmax(held[:, ::-1], axis=1)
    row = np.arange(held.shape[0])
    here, there = single[row, last], single[row, np.minimum(last + 1, held.shape[1] - 1)]
    drop = np.where((there > 0.0) & (here > there), here - there, np.inf)
    found = (last + 1 + (here - wanted) / drop) * lines.step_m
    return np.where(held.any(axis=1), found, 0.0)


def _slants(slant: FloatArray, lines: Lines, ground: FloatArray) -> FloatArray:
    """Slant range at a ground range on each line; extrapolated beyond the last sample."""
    position = np.maximum(ground / lines.step_m - 1.0, 0.0)
    left = np.minimum(position.astype(int), slant.shape[1] - 2)
    f = position - left
    row = np.arange(slant.shape[0])
    found = slant[row, left] * (1.0 - f) + slant[row, left + 1] * f
    return np.asarray(np.where(ground > 0.0, found, 0.0))


def _at_intercept(
    found: Setting,
    draw: int,
    threat: Threat,
    lines: Lines,
    ground: FloatArray,
    looked: NDArray[np.bool_],
) -> dict[str, float]:
    """Time of flight, speed and sideways acceleration at the end of the median azimuth."""
    inside = np.flatnonzero(looked)
    azimuth = int(inside[np.argsort(ground[inside], kind="stable")[inside.size // 2]])
    if ground[azimuth] <= 0.0:
        return {"time": np.nan, "speed": np.nan, "lateral": np.nan}
    altitude = float(
        np.interp(
            ground[azimuth],
            lines.range_m[azimuth],
            threat.altitudes_over(found.guide.profiles)[azimuth],
        )
    )
    fly_out = found.battery.interceptor.fly_out
    member = int(found.drawn.member[draw])
    tables = {"time": fly_out.time_s, "speed": fly_out.speed_m_s, "lateral": fly_out.lateral_m_s2}
    return {
        name: table_value(found, table[member], float(ground[azimuth]), altitude)
        for name, table in tables.items()
    }


def _at_ring(
    found: Setting, draw: int, threat: Threat, slant: FloatArray, lines: Lines, ring_m: float
) -> dict[str, float]:
    """Time of flight to the ring, and where the track must be confirmed for it."""
    profiles = found.guide.profiles
    altitude = threat.altitudes_over(profiles)
    agl = altitude - np.nan_to_num(profiles.ground_m)
    ground, there, above = [], [], []
    for line in range(0, slant.shape[0], -(-slant.shape[0] // _RING_AZIMUTHS)):
        at = float(np.interp(ring_m, slant[line], lines.range_m[line], left=0.0, right=np.nan))
        ground.append(at)
        there.append(float(np.interp(at, lines.range_m[line], altitude[line])))
        above.append(float(np.interp(at, lines.range_m[line], agl[line])))
    member = int(found.drawn.member[draw])
    table = found.battery.interceptor.fly_out.time_s[member]
    times = np.array([table_value(found, table, g, h) for g, h in zip(ground, there, strict=True)])
    times[np.array(above) < found.tables.floor_agl_m[member] - 1e-6] = np.nan
    required = np.array(ground) + threat.speed_m_s * (times + found.drawn.delay_s[draw])
    if np.isnan(times).all():
        return {"ring time": np.nan, "required": np.nan}
    return {"ring time": float(np.nanmedian(times)), "required": float(np.nanmedian(required))}


def table_value(found: Setting, table: FloatArray, range_m: float, altitude_m: float) -> float:
    """A fly-out table (range, altitude) at a point, bilinear; nan outside it or without an arc."""
    tables = found.tables
    x = range_m / tables.range_step_m
    y = (altitude_m - tables.altitude_low_m) / tables.altitude_step_m
    if not (0.0 <= x <= table.shape[0] - 1 and 0.0 <= y <= table.shape[1] - 1):
        return float("nan")
    i, j = min(int(x), table.shape[0] - 2), min(int(y), table.shape[1] - 2)
    f, g = x - i, y - j
    weights = np.outer([1.0 - f, f], [1.0 - g, g])
    corners = table[i : i + 2, j : j + 2]
    return float(np.sum(np.where(weights > 0.0, weights * corners, 0.0)))
