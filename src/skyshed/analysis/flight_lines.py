"""Lines that targets fly along, and what a radar round which things are known sees on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.engageable_setting import Watch
from skyshed.analysis.radials import Profiles

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Lines:
    """Lines that targets fly along, sample i lying (i + 1) steps from the end they fly towards.

    Attributes
    ----------
    range_m, azimuth_rad : ndarray, shape (line, sample)
        Places on the battery's plane. [m, rad]
    step_m : float
        Distance between samples. [m]
    course_rad : float or None
        The common course; None where all fly straight at the battery, one line per azimuth.
    """

    range_m: FloatArray
    azimuth_rad: FloatArray
    step_m: float
    course_rad: float | None = None


def inbound_lines(profiles: Profiles) -> Lines:
    """The azimuths of profiles, flown inwards."""
    shape = profiles.ground_m.shape
    return Lines(
        np.ascontiguousarray(np.broadcast_to(profiles.distance_m, shape)),
        np.ascontiguousarray(np.broadcast_to(profiles.azimuth_rad[:, None], shape)),
        profiles.step_m,
    )


def course_lines(course_rad: float, *, half_width: int, step_m: float) -> Lines:
    """Parallel lines over the square round the battery that is turned to a course.

    Parameters
    ----------
    course_rad : float
        Where the targets fly to, clockwise from north. [rad]
    half_width : int
        The square has 2 half_width + 1 lines and samples.
    step_m : float
        Between lines and between samples. [m]

    Returns
    -------
    Lines
        Line l passes (l - half_width) steps to the right of the battery; sample i lies
        (i - half_width) steps behind it.
    """
    axis = step_m * np.arange(-half_width, half_width + 1)
    behind, right = axis[None, :], axis[:, None]
    range_m = np.hypot(behind, right)
    forward_azimuth = np.arctan2(right, -behind)  # from the course
    return Lines(
        np.ascontiguousarray(range_m),
        np.ascontiguousarray((forward_azimuth + course_rad) % (2.0 * np.pi)),
        float(step_m),
        float(course_rad),
    )


def on_lines(values: FloatArray, watch: Watch, lines: Lines, *, outside: float = 0.0) -> FloatArray:
    """Values round a radar (azimuth, step) read off on lines, shape (line, sample)."""
    from skyshed.kernels.engageable import polar_at

    range_m, azimuth = lines.range_m, lines.azimuth_rad
    if not watch.at_battery:
        east = range_m * np.sin(azimuth) - watch.range_m * np.sin(watch.azimuth_rad)
        north = range_m * np.cos(azimuth) - watch.range_m * np.cos(watch.azimuth_rad)
        range_m = np.hypot(east, north)
        azimuth = np.arctan2(east, north) + watch.turn_rad
    out = np.empty(range_m.shape)
    polar_at(
        np.ascontiguousarray(values), watch.profiles.step_m, range_m,
        np.ascontiguousarray(azimuth % (2.0 * np.pi)), outside, out,
    )  # fmt: skip
    return out


def aspect_round(watch: Watch, lines: Lines) -> FloatArray:
    """Aspect that a target on the lines' course shows to a radar, round the radar; (azimuth, step).

    Notes
    -----
    In the horizontal plane; 0 nose-on, pi tail-on.
    """
    azimuth = watch.profiles.azimuth_rad[:, None]
    shape = watch.profiles.ground_m.shape
    if lines.course_rad is not None:
        heading = lines.course_rad + watch.turn_rad
    elif watch.at_battery:
        return np.zeros(shape)
    else:
        there = watch.azimuth_rad + watch.turn_rad + np.pi  # the battery, from the radar
        distance = watch.profiles.distance_m[None, :]
        east = watch.range_m * np.sin(there) - distance * np.sin(azimuth)
        north = watch.range_m * np.cos(there) - distance * np.cos(azimuth)
        heading = np.arctan2(east, north)
    off = (azimuth + np.pi - heading + np.pi) % (2.0 * np.pi) - np.pi
    return np.ascontiguousarray(np.broadcast_to(np.abs(off), shape))
