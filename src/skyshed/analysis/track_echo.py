"""What a radar detects of a target that flies along a given track."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import single_scan_pd
from skyshed.analysis.flight_cover import Watcher
from skyshed.flight.track import Track
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.model import StudyTarget

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class TrackEcho:
    """What a radar gets from a target at every sample of its track.

    Attributes
    ----------
    pd : ndarray, shape (draw, sample)
        Single-scan probability of detection; 0 where the radar does not look and where terrain
        hides the target or is unknown. [1]
    snr : ndarray, shape (draw, sample)
        Mean single-pulse signal-to-noise ratio; 0 where `pd` is. [1]
    azimuth_rad : ndarray, shape (sample,)
        Azimuth of the target at the radar. [rad]
    """

    pd: FloatArray
    snr: FloatArray
    azimuth_rad: FloatArray


def echo_along_track(watcher: Watcher, target: StudyTarget, track: Track) -> TrackEcho:
    """Echo of a target wherever it is on its track.

    Parameters
    ----------
    watcher : Watcher
        The radar with drawn values.
    target : StudyTarget
        What flies; its own height and heading are not used.
    track : Track
        Where it flies.

    Returns
    -------
    TrackEcho

    Notes
    -----
    The aspect is the angle between the course and the direction towards the radar over the ground;
    the angle in elevation is left out.
    """
    site = watcher.placed.radar.site
    distance, azimuth, onward = inverse(
        np.radians(site.latitude_deg),
        np.radians(site.longitude_deg),
        track.latitude_rad,
        track.longitude_rad,
    )
    side = np.remainder(onward - track.course_rad, 2.0 * np.pi) - np.pi
    aspect_deg = np.rint(np.degrees(np.abs(side))).astype(np.intp)
    per_m2 = watcher.snr_per_m2(distance, azimuth, track.altitude_m[None, :])[:, 0]
    snr = np.nan_to_num(per_m2 * watcher.rcs_m2(target)[:, aspect_deg])
    return TrackEcho(single_scan_pd(watcher.radar, snr), snr, azimuth)
