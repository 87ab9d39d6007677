"""What a radar detects of a target that flies along a given track."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.approach import single_scan_pd
from skyshed.analysis.flight_cover import Watcher
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.model import StudyTarget

FloatArray = NDArray[np.float64]


def pd_along_track(
    watcher: Watcher,
    target: StudyTarget,
    *,
    latitude_rad: ArrayLike,
    longitude_rad: ArrayLike,
    altitude_m: ArrayLike,
    course_rad: ArrayLike,
) -> FloatArray:
    """Single-scan probability of detection at every point of a track.

    Parameters
    ----------
    watcher : Watcher
        The radar with drawn values.
    target : StudyTarget
        What flies; its own height and heading are not used.
    latitude_rad, longitude_rad, altitude_m, course_rad : array_like, shape (point,)
        The track; altitude above mean sea level, course clockwise from true north. [rad], [m]

    Returns
    -------
    ndarray, shape (draw, point)
        0 where the radar does not look and where terrain hides the target or is unknown. [1]

    Notes
    -----
    The aspect is the angle between the course and the direction towards the radar over the ground;
    the angle in elevation is left out.
    """
    site = watcher.placed.radar.site
    distance, azimuth, onward = inverse(
        np.radians(site.latitude_deg),
        np.radians(site.longitude_deg),
        np.asarray(latitude_rad, dtype=float),
        np.asarray(longitude_rad, dtype=float),
    )
    side = np.remainder(onward + np.pi - np.asarray(course_rad) + np.pi, 2.0 * np.pi) - np.pi
    aspect_deg = np.rint(np.degrees(np.abs(side))).astype(np.intp)
    per_m2 = watcher.snr_per_m2(distance, azimuth, np.asarray(altitude_m, dtype=float)[None, :])
    return single_scan_pd(watcher.radar, per_m2[:, 0] * watcher.rcs_m2(target)[:, aspect_deg])
