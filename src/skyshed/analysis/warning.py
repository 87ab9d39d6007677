"""How long before its arrival a flyer's track is confirmed, by one radar or several."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import CONFIRM_M, CONFIRM_N, CONFIRM_PD
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.raid_paths import ground_of
from skyshed.analysis.track_echo import echo_along_track
from skyshed.flight.routes import inbound_track
from skyshed.flight.track import Track
from skyshed.radar.scans import cumulative_m_of_n
from skyshed.scenario.model import StudyTarget

FloatArray = NDArray[np.float64]

_SPACING_M = 2000.0


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


def _before_arrival(pd: FloatArray, track: Track, period_s: FloatArray) -> FloatArray:
    """Time left at the scan that confirms, shape (draw,). [s]"""
    left = np.zeros(period_s.size)
    for draw, period in enumerate(period_s):
        scans = np.arange(track.start_s + 0.5 * period, track.end_s, period)
        if scans.size < CONFIRM_N:
            continue
        reached = cumulative_m_of_n(np.interp(scans, track.time_s, pd[draw]), CONFIRM_M, CONFIRM_N)
        confirmed = reached >= CONFIRM_PD
        if confirmed.any():
            left[draw] = track.end_s - scans[np.argmax(confirmed)]
    return left
