"""Intercepts of a target that flies level and straight past a battery."""

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.engageable_lines import DrawSight, common_of, engage
from skyshed.analysis.engageable_setting import Setting, Threat
from skyshed.analysis.flight_lines import Lines
from skyshed.analysis.parallel import in_order

FloatArray = NDArray[np.float64]

_STEP_M = 1000.0


def passing_slant_ranges(
    found: Setting, threat: Threat, *, passing_m: float, workers: int = 1
) -> FloatArray:
    """Farthest slant range at which a target can be met that flies past at a given distance.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    threat : Threat
        What flies.
    passing_m : float
        Ground distance of the closest approach. [m]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    ndarray, shape (draw, azimuth)
        By the azimuth of the closest approach, those of the radar that guides; the target flies
        clockwise. 0 where it is met nowhere. [m]

    Notes
    -----
    The tests are those of `analysis.engageable`, on one straight line for each azimuth that is as
    long as the radars see, with samples every kilometre; the echo follows the aspect.
    """
    lines = [passing_line(found, float(a), passing_m) for a in found.guide.profiles.azimuth_rad]
    common = common_of(found, [threat])

    def one(draw: int) -> FloatArray:
        sight = DrawSight(found, draw, common)
        ends = np.zeros(len(lines))
        for k, line in enumerate(lines):
            got = engage(sight, threat, line)
            ends[k] = np.where(got.engaged, got.slant_m, 0.0).max()
        return ends

    return np.stack(list(in_order(one, range(found.draws), workers=workers)))


def passing_line(found: Setting, azimuth_rad: float, passing_m: float) -> Lines:
    """The line that is nearest to the battery at an azimuth, flown clockwise."""
    watch = found.see
    seen = watch.profiles.distance_m[-1] + watch.range_m
    outer = min(float(watch.radar.instrumented_range_m.max()) + watch.range_m, seen)
    half = int(np.ceil(outer / _STEP_M))
    behind = _STEP_M * np.arange(-half, half + 1)[None, :]
    across = np.full(behind.shape, passing_m)
    course = azimuth_rad + 0.5 * np.pi
    # the course points to the right of the azimuth, so what lies behind has a smaller azimuth
    azimuth = azimuth_rad - np.arctan2(behind, across)
    return Lines(
        np.ascontiguousarray(np.hypot(behind, across)),
        np.ascontiguousarray(azimuth % (2.0 * np.pi)),
        _STEP_M,
        float(course % (2.0 * np.pi)),
    )
