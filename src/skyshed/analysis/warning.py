"""How long before its arrival a flyer's track is confirmed, by one radar or several."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import CONFIRM_M, CONFIRM_N, CONFIRM_PD, single_scan_pd
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.placement import Model, PlacedRadar, Values
from skyshed.analysis.raid_paths import ground_of
from skyshed.analysis.track_echo import echo_along_track
from skyshed.analysis.union import some_draws
from skyshed.flight.routes import inbound_track
from skyshed.flight.track import Track
from skyshed.geodesy.geodesics import inverse, sector_contains
from skyshed.scenario.model import StudyTarget

FloatArray = NDArray[np.float64]

_SPACING_M = 2000.0
_FARTHEST_START_M = 500e3
_OVERHEAD_M = 10e3
_EARTH_M = 6_371_000.0
_GENEROUS_K = 8.0 / 3.0  # twice the 4/3 Earth's: no ordinary air bends rays more


def inbound_tracks(
    model: Model,
    target: StudyTarget,
    *,
    latitude_deg: float,
    longitude_deg: float,
    azimuths_rad: Sequence[float],
    distance_m: float,
) -> list[Track]:
    """Straight flights at a place from several directions, at the target's own height and speed.

    Parameters
    ----------
    model : Model
        Gives the ground that low flyers follow.
    target : StudyTarget
        What flies.
    latitude_deg, longitude_deg : float
        The place. [deg]
    azimuths_rad : sequence of float
        Where the flights come from, clockwise from true north. [rad]
    distance_m : float
        Where they start. [m]

    Returns
    -------
    list of Track
        One per azimuth, from time 0 to the arrival.
    """
    low = target.altitude_m is None
    return [
        inbound_track(
            float(np.radians(latitude_deg)),
            float(np.radians(longitude_deg)),
            azimuth,
            distance_m,
            speed_m_s=target.speed_m_s,
            altitude_m=target.altitude_m,
            agl_m=target.agl_m,
            ground=ground_of(model.terrain) if low else None,
            step_s=max(1.0, _SPACING_M / target.speed_m_s),
        )
        for azimuth in azimuths_rad
    ]


def warning_s(
    model: Model,
    radars: Sequence[str],
    target: StudyTarget,
    tracks: Sequence[Track],
    values: Values,
    *,
    workers: int = 1,
) -> dict[str, FloatArray]:
    """Time between the confirmation of a track and the arrival, by radar.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    radars : sequence of str
        Keys of radars.
    target : StudyTarget
        What flies.
    tracks : sequence of Track
        Where it flies.
    values : mapping of str to ndarray, shape (draw,)
        Draws of all unknowns.
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    dict of str to ndarray, shape (draw, track)
        0 where the track is not confirmed before the end. A track that is confirmed and later lost
        still counts. [s]

    Notes
    -----
    Confirmed means that 2 of 3 scans have detected with a cumulative probability of 0.9, as
    everywhere; scans count from the start of the track.
    """
    found = {}
    for key in dict.fromkeys(radars):
        watcher = Watcher.of(model, key, values, workers)
        found[key] = np.stack(
            [
                _before_arrival(
                    echo_along_track(watcher, target, track).pd,
                    track,
                    watcher.radar.scan_period_s,
                )
                for track in tracks
            ],
            axis=1,
        )
    return found


def warning_at_heights_s(
    model: Model,
    radars: Sequence[str],
    target: StudyTarget,
    lines: Sequence[Sequence[Track]],
    values: Values,
    *,
    chosen: NDArray[np.intp] | None = None,
    workers: int = 1,
) -> dict[str, FloatArray]:
    """As `warning_s`, for several heights over the same lines, which share the look at the terrain.

    Parameters
    ----------
    model, radars, target, values, workers
        As in `warning_s`.
    lines : sequence of sequence of Track
        For each line over the ground the tracks at each height.
    chosen : ndarray of int, shape (draw,), optional
        Index of the line that each draw has; without it every draw has all of them.

    Returns
    -------
    dict of str to ndarray, shape (height, draw, line)
        With `chosen` the last axis has one element. [s]
    """
    found = {}
    everyone = np.arange(next(iter(values.values())).size)
    for key in dict.fromkeys(radars):
        radar = model.placed[key].at(values)
        columns = 1 if chosen is not None else len(lines)
        out = np.zeros((len(lines[0]), everyone.size, columns))
        for number, tracks in enumerate(lines):
            mine = everyone if chosen is None else np.flatnonzero(chosen == number)
            if mine.size:
                some = {name: drawn[mine] for name, drawn in values.items()}
                watcher = Watcher(model, key, some_draws(radar, mine), some, workers)
                column = number if chosen is None else 0
                out[:, mine, column] = _at_heights(watcher, target, tracks)
        found[key] = out
    return found


def _at_heights(watcher: Watcher, target: StudyTarget, tracks: Sequence[Track]) -> FloatArray:
    """Warning for tracks over one line, shape (height, draw); the first one gives the times. [s]"""
    first, site = tracks[0], watcher.placed.radar.site
    done = (first.time_s - first.start_s) / (first.end_s - first.start_s)
    altitude = np.stack(
        [
            np.interp(done, (t.time_s - t.start_s) / (t.end_s - t.start_s), t.altitude_m)
            for t in tracks
        ]
    )
    distance, azimuth, onward = inverse(
        np.radians(site.latitude_deg),
        np.radians(site.longitude_deg),
        first.latitude_rad,
        first.longitude_rad,
    )
    side = np.remainder(onward - first.course_rad, 2.0 * np.pi) - np.pi
    aspect_deg = np.rint(np.degrees(np.abs(side))).astype(np.intp)
    rcs = watcher.rcs_m2(target)[:, None, aspect_deg]
    snr = np.nan_to_num(watcher.snr_per_m2(distance, azimuth, altitude) * rcs)
    pd = single_scan_pd(watcher.radar, snr)
    period = watcher.radar.scan_period_s
    return np.stack([_before_arrival(pd[:, h], first, period) for h in range(len(tracks))])


def where_to_start_m(
    model: Model,
    radars: Sequence[str],
    *,
    latitude_deg: float,
    longitude_deg: float,
    agl_m: float,
) -> float:
    """Distance from a place beyond which none of the radars has sight of a low flyer.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    radars : sequence of str
        Keys of radars.
    latitude_deg, longitude_deg : float
        The place. [deg]
    agl_m : float
        Greatest height above ground. [m]

    Returns
    -------
    float
        Whole tens of kilometres, at most `_FARTHEST_START_M`. [m]

    Notes
    -----
    The smooth-Earth horizon of the radar with twice the k of the 4/3 Earth, over the highest ground
    that was read, or its instrumented range, whichever is less.
    """
    farthest = 0.0
    for placed in (model.placed[key] for key in radars):
        sight = min(_sight_m(placed, agl_m), _instrumented_m(placed))
        farthest = max(farthest, sight + _apart_m(placed, latitude_deg, longitude_deg))
    return min(float(np.ceil(farthest / 10e3) * 10e3), _FARTHEST_START_M)


def share_looked_at(
    model: Model,
    radars: Sequence[str],
    tracks: Sequence[Track],
    chosen: NDArray[np.intp] | None = None,
) -> float:
    """Share of the tracks that are inside the sector of one of the radars at any time.

    Parameters
    ----------
    model, radars, tracks
        As in `warning_s`.
    chosen : ndarray of int, shape (draw,), optional
        Index of the track of each draw; the share is then one of the draws.

    Returns
    -------
    float
        What is nearer to a radar than `_OVERHEAD_M` does not count. [1]
    """
    inside = [any(_looks_at(model.placed[key], track) for key in radars) for track in tracks]
    return float(np.mean(np.asarray(inside)[chosen] if chosen is not None else inside))


def _looks_at(placed: PlacedRadar, track: Track) -> bool:
    centre = placed.radar.sector_centre_rad
    if centre is None:
        return True
    site = placed.radar.site
    distance, azimuth, _ = inverse(
        np.radians(site.latitude_deg),
        np.radians(site.longitude_deg),
        track.latitude_rad,
        track.longitude_rad,
    )
    width = min(placed.radar.entry.parameters["coverage_rad"].nominal, 2.0 * np.pi)
    inside = np.asarray(sector_contains(azimuth, centre, width))
    return bool(np.any(inside & (np.asarray(distance) > _OVERHEAD_M)))


def _sight_m(placed: PlacedRadar, agl_m: float) -> float:
    radar = placed.radar
    if radar.entry.airborne:
        antenna_m = radar.entry.parameters["platform_altitude_m"].high
    else:
        mounts = radar.entry.mounts
        height = mounts[radar.mount] if radar.mount else radar.entry.parameters["antenna_height_m"]
        antenna_m = placed.altitude.antenna_ground_m + height.high
    target_m = max(float(np.nanmax(placed.profiles.ground_m)), 0.0) + agl_m
    effective_m = _GENEROUS_K * _EARTH_M
    return float(np.sqrt(2.0 * effective_m) * (np.sqrt(max(antenna_m, 0.0)) + np.sqrt(target_m)))


def _instrumented_m(placed: PlacedRadar) -> float:
    return placed.radar.entry.parameters["instrumented_range_m"].high


def _apart_m(placed: PlacedRadar, latitude_deg: float, longitude_deg: float) -> float:
    site = placed.radar.site
    there = np.radians([site.latitude_deg, site.longitude_deg, latitude_deg, longitude_deg])
    return float(inverse(*there)[0])


def _before_arrival(pd: FloatArray, track: Track, period_s: FloatArray) -> FloatArray:
    """Time left at the scan that confirms, shape (draw,). [s]"""
    from skyshed.kernels.confirm import confirmed_distance

    left = np.zeros(period_s.size)
    scans_left = np.zeros(1)
    for draw, period in enumerate(period_s):
        scans = np.arange(track.start_s + 0.5 * period, track.end_s, period)
        if scans.size < CONFIRM_N:
            continue
        chance = np.interp(scans, track.time_s, pd[draw])
        # the kernel counts from the end, here in scans: the last one is 1, the first one `size`
        confirmed_distance(
            np.ascontiguousarray(chance[None, ::-1]),
            1.0,
            float(scans.size),
            1.0,
            CONFIRM_M,
            CONFIRM_N,
            CONFIRM_PD,
            scans_left,
        )
        if scans_left[0] > 0.0:
            left[draw] = track.end_s - scans[scans.size - int(scans_left[0])]
    return left
