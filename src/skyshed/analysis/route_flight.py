"""One given flight and several radars: moments, looks, gaps, warning time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.flown import Flown
from skyshed.analysis.results import Interval
from skyshed.analysis.route_figures import edges_s, flown_m, route_figures, warning_left_s
from skyshed.analysis.route_luck import Luck, chance_at, first_time, luck_along, together
from skyshed.analysis.route_results import (
    FlightResult,
    Looks,
    Moment,
    RadarOnFlight,
    Stretch,
    Warned,
)
from skyshed.analysis.route_unknowns import LEVEL
from skyshed.analysis.route_view import RouteView, route_cover, route_view
from skyshed.flight.track import Track, position_at

FloatArray = NDArray[np.float64]

EXTRA = 3
"""Draws behind the drawn ones: nominal, and nominal with the terrain's error low and high."""
_COARSE_M = 1000.0
_PLACES = 240  # samples at which the lowest covered altitude is computed
_TERRAIN = FACTORS.index("terrain")
_WORDS = {
    "horizon": "the horizon",
    "elevation": "elevation limits or least range",
    "sector": "outside the sector",
}
LIMITS = ("if all luck were new in every scan", "if all scans shared one luck")


def flight_result(
    watchers: Sequence[Watcher],
    way: Flown,
    correction_m: FloatArray,
    *,
    warn: tuple[float, float] | None = None,
    thin: bool = False,
) -> FlightResult:
    """Ask radars about one flight.

    Parameters
    ----------
    watchers : sequence of Watcher
        The radars with drawn values and `EXTRA` nominal ones behind them.
    way : Flown
        The flight.
    correction_m : ndarray, shape (draw + `EXTRA`,)
        What to add to its altitudes. [m]
    warn : (float, float), optional
        Place whose warning time is asked for, latitude and longitude. [deg]
    thin : bool
        Whether the lowest covered altitude is left out (many flights).

    Returns
    -------
    FlightResult
    """
    views, lucks, by_draw = _asked(watchers, way, correction_m)
    track = _at_altitude(way, float(correction_m[-EXTRA]))
    radars = tuple(
        _radar(w, v, luck, way, track, correction_m, thin=thin)
        for w, v, luck in zip(watchers, views, lucks, strict=True)
    )
    detected = together([(luck.time_s, luck.detected) for luck in lucks])
    confirmed = together([(luck.time_s, luck.confirmed) for luck in lucks])
    confirmed_s = first_time(*confirmed)
    figures = route_figures(
        track, by_draw, [view.distance_m for view in views], detected, confirmed, warn=warn
    )
    drawn = by_draw[:-EXTRA]
    covered = drawn.mean(axis=0)
    share = by_draw.mean(axis=1)
    return FlightResult(
        flown=way,
        altitude_m=track.altitude_m,
        radars=radars,
        covered=covered,
        covered_nominal=by_draw[-EXTRA],
        by_draw=drawn,
        share_of_time=_over_draws(share, "1"),
        detected=_moment(first_time(*detected), track),
        confirmed=_moment(confirmed_s, track),
        stretches=stretches(track, covered >= 0.5, radars),
        warned=None if warn is None else _warned(confirmed_s, track, warn),
        finer=_finer(watchers[0], by_draw, radars),
        figures=figures,
    )


def figures_alone(
    watchers: Sequence[Watcher],
    way: Flown,
    correction_m: FloatArray,
    *,
    warn: tuple[float, float] | None = None,
) -> dict[str, FloatArray]:
    """The figures of `skyshed.analysis.route_figures` for any draws, without all the rest.

    Parameters
    ----------
    watchers, way, warn
        As in `flight_result`; no nominal draws are needed.
    correction_m : ndarray, shape (draw,)
        What to add to the flight's altitudes. [m]

    Returns
    -------
    dict of str to ndarray, shape (draw,)
    """
    views, lucks, by_draw = _asked(watchers, way, correction_m)
    return route_figures(
        way.track,
        by_draw,
        [view.distance_m for view in views],
        together([(luck.time_s, luck.detected) for luck in lucks]),
        together([(luck.time_s, luck.confirmed) for luck in lucks]),
        warn=warn,
    )


def _asked(
    watchers: Sequence[Watcher], way: Flown, correction_m: FloatArray
) -> tuple[list[RouteView], list[Luck], NDArray[np.bool_]]:
    """Echo and luck of each radar, and whether one of them covers it, (draw, sample)."""
    study = watchers[0].model.study
    views = [route_view(w, study.targets[0], way, correction_m=correction_m) for w in watchers]
    lucks = [
        luck_along(w.radar, way.track.time_s, v.snr, level_sigma_db=w.values[LEVEL])
        for w, v in zip(watchers, views, strict=True)
    ]
    return views, lucks, np.any([view.pd >= study.pd for view in views], axis=0)


def stretches(
    track: Track, covered: NDArray[np.bool_], radars: Sequence[RadarOnFlight]
) -> tuple[Stretch, ...]:
    """Parts of a flight without cover.

    Parameters
    ----------
    track : Track
        The flight.
    covered : ndarray of bool, shape (sample,)
        Whether each sample is covered.
    radars : sequence of RadarOnFlight
        For the cause.

    Returns
    -------
    tuple of Stretch
        In the order flown; each begins and ends half-way between samples.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[True], covered, [True]]).astype(int)))
    middle = edges_s(track.time_s)
    way_m = flown_m(track)
    found = []
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        start_s, end_s = float(middle[first]), float(middle[end])
        length = float(np.diff(np.interp([start_s, end_s], track.time_s, way_m))[0])
        cause, behind = _cause(radars, slice(first, end))
        whole = not covered.any()
        kind = "whole" if whole else "before" if first == 0 else "gap"
        if not whole and end == covered.size:
            kind = "after"
        found.append(Stretch(kind, start_s, end_s, length, cause, behind))
    return tuple(found)


def _cause(radars: Sequence[RadarOnFlight], part: slice) -> tuple[str, bool]:
    """The most frequent limiting factor of each radar, in words, and whether it is terrain."""
    words, factors = [], []
    for radar in radars:
        codes = radar.factor[part]
        codes = codes[(codes > 0) & (codes != UNKNOWN_FACTOR)]
        if codes.size:
            code = int(np.argmax(np.bincount(codes)))
            word = _WORDS.get(FACTORS[code], FACTORS[code])
        elif np.all(radar.factor[part] == UNKNOWN_FACTOR):
            code, word = UNKNOWN_FACTOR, "unknown terrain"
        else:
            code, word = 0, "the unknowns (covered with nominal values)"
        factors.append(code)
        words.append(word if len(radars) == 1 else f"{radar.label}: {word}")
    behind = _TERRAIN in factors
    return "; ".join(words), behind


def _radar(
    watcher: Watcher,
    view: RouteView,
    luck: Luck,
    way: Flown,
    track: Track,
    correction_m: FloatArray,
    *,
    thin: bool,
) -> RadarOnFlight:
    target = watcher.model.study.targets[0]
    nominal = _nominal_only(watcher)
    every = np.arange(track.time_s.size)
    factor = route_cover(
        nominal, target, way, view, correction_m=correction_m[-EXTRA : -EXTRA + 1], samples=every
    ).factor[0]
    places = np.unique(np.linspace(0, every.size - 1, 2 if thin else _PLACES).astype(np.intp))
    cover = route_cover(watcher, target, way, view, correction_m=correction_m, samples=places)
    limits = (luck.confirmed_independent, luck.confirmed_shared)
    return RadarOnFlight(
        key=watcher.key,
        label=watcher.placed.radar.label,
        pd=_quantiles(view.pd),
        factor=factor,
        lowest_at=places,
        lowest_m=_quantiles(cover.lowest_m, never=np.inf),
        looks=_looks(view, luck, track),
        detected=_moment(first_time(luck.time_s, luck.detected), track),
        confirmed=_moment(first_time(luck.time_s, luck.confirmed), track),
        limits=tuple(
            (words, _moment(first_time(luck.time_s, chance), track))
            for words, chance in zip(LIMITS, limits, strict=True)
        ),
    )


def _nominal_only(watcher: Watcher) -> Watcher:
    """The same radar with its nominal values alone."""
    one = {key: drawn[-EXTRA : drawn.size - EXTRA + 1] for key, drawn in watcher.values.items()}
    return Watcher.of(watcher.model, watcher.key, one, watcher.workers)


def _looks(view: RouteView, luck: Luck, track: Track) -> Looks:
    scans = luck.time_s[-EXTRA]
    scans = scans[np.isfinite(scans)]
    latitude, longitude, altitude = position_at(track, scans)
    return Looks(
        time_s=scans,
        latitude_deg=np.degrees(latitude),
        longitude_deg=np.degrees(longitude),
        altitude_m=altitude,
        distance_m=np.interp(scans, track.time_s, view.distance_m),
        azimuth_rad=np.interp(scans, track.time_s, np.unwrap(view.azimuth_rad)) % (2.0 * np.pi),
        pd=_quantiles(np.stack([np.interp(scans, track.time_s, pd) for pd in view.pd])),
        detected=_quantiles(chance_at(luck.time_s, luck.detected, scans)),
        confirmed=_quantiles(chance_at(luck.time_s, luck.confirmed, scans)),
    )


def _moment(time_s: FloatArray, track: Track) -> Moment:
    times = _over_draws(time_s, "s")
    marks = np.array([times.low, times.median, times.high, times.nominal])
    latitude, longitude, altitude = position_at(track, marks)
    places = np.stack([np.degrees(latitude), np.degrees(longitude), altitude], axis=1)
    return Moment(
        times,
        tuple((float(a), float(b), float(c)) for a, b, c in places),
        float(np.isfinite(time_s[:-EXTRA]).mean()),
    )


def _warned(confirmed_s: FloatArray, track: Track, place: tuple[float, float]) -> Warned:
    left, nearest_s, distance_m = warning_left_s(track, confirmed_s, place)
    return Warned(
        *place,
        distance_m=distance_m,
        nearest_s=nearest_s,
        left_s=_over_draws(left, "s"),
        share=float(np.mean(left[:-EXTRA] > 0.0)),
    )


def _finer(watcher: Watcher, by_draw: NDArray[np.bool_], radars: Sequence[RadarOnFlight]) -> str:
    """A sentence where cover hangs on terrain that coarse cells cannot hold."""
    resolution = watcher.model.terrain.resolution_m
    if resolution <= _COARSE_M:
        return ""
    hidden = np.any([radar.factor == _TERRAIN for radar in radars], axis=0)
    flips = np.any(by_draw[-EXTRA:] != by_draw[-EXTRA], axis=0)
    share = float(np.mean((hidden & ~by_draw[-EXTRA]) | flips))
    if share == 0.0:
        return ""
    return (
        f"On {max(share, 0.01):.0%} of the flight, cover differs between the smooth Earth, the"
        f" relief and the relief with its error; cells of {resolution / 1e3:.0f} km cannot settle"
        " that: needs finer terrain."
    )


def _at_altitude(way: Flown, correction_m: float) -> Track:
    """The track with altitudes above mean sea level, nominal air pressure, never underground."""
    track = way.track
    altitude = np.fmax(track.altitude_m + correction_m, way.ground_m)
    return Track(
        track.time_s, track.latitude_rad, track.longitude_rad, altitude, track.speed_m_s,
        track.course_rad,
    )  # fmt: skip


def _quantiles(values: FloatArray, *, never: float = np.nan) -> FloatArray:
    """5, 50 and 95 % of the draws and the nominal one, shape (4, ...); `never` replaces nan."""
    drawn = np.where(np.isnan(values), never, values)
    found = np.quantile(drawn[:-EXTRA], [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    both = np.concatenate([found, drawn[-EXTRA : drawn.shape[0] - EXTRA + 1]])
    return np.where(np.isfinite(both), both, np.nan)


def _over_draws(values: FloatArray, unit: str) -> Interval:
    low, median, high, nominal = (float(x) for x in _quantiles(values, never=np.inf))
    return Interval(low, median, high, nominal, unit)
