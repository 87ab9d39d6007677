"""The engageable volume against targets on a fixed course, or on the worst of several."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import MILITARY_CELL_M, Progress
from skyshed.analysis.engageable import EngageableResult, Tally
from skyshed.analysis.engageable_lines import DrawSight, common_of, engage
from skyshed.analysis.engageable_setting import Setting, Threat
from skyshed.analysis.flight_lines import Lines, course_lines, inbound_lines
from skyshed.analysis.parallel import in_order

FloatArray = NDArray[np.float64]
Number = TypeVar("Number", np.uint8, np.bool_)

TWELVE_COURSES = tuple(np.radians(np.arange(0.0, 360.0, 30.0)))
"""Courses that stand for "any": every 30 degrees. [rad]"""


def engageable_on_courses(
    found: Setting,
    threats: Sequence[Threat],
    *,
    courses_rad: Sequence[float] = TWELVE_COURSES,
    radius_m: float,
    spacing_m: float,
    ring_m: float | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> tuple[EngageableResult, ...]:
    """Intercepts of threats that fly past on parallel lines; several courses count as the worst.

    Parameters
    ----------
    found, threats, ring_m, workers, progress
        As in `analysis.engageable.engageable`.
    courses_rad : sequence of float
        Where the threats fly to; a place counts if it is engageable on every one of them. [rad]
    radius_m : float
        Radius of the answer; lines begin up to this far out, or farther where the radars see
        farther. [m]
    spacing_m : float
        Between lines and between samples; 250 m or more for military radars. [m]

    Returns
    -------
    tuple of EngageableResult
        One for each threat, on the azimuths of the radar that guides; ends at whole steps.

    Notes
    -----
    The track is confirmed by 2 of 3 scans along each line, the echo follows the aspect, and the
    tests are those of inbound targets.
    """
    check_spacing(found, spacing_m)
    squares = [square_of(found, c, radius_m=radius_m, spacing_m=spacing_m) for c in courses_rad]
    polar = polar_lines(found, radius_m)
    common = common_of(found, threats)

    def one(draw: int) -> list[NDArray[np.bool_]]:
        sight = DrawSight(found, draw, common)
        out = []
        for threat in threats:
            worst = np.ones(polar.range_m.shape, dtype=bool)
            for square in squares:
                worst &= nearest(engage(sight, threat, square).engaged, square, polar)
            out.append(worst)
        return out

    tallies = [Tally(found.draws, polar, ring_m) for _ in threats]
    tell = progress or (lambda done, total: None)
    slant = [_slants(found, threat, polar) for threat in threats]
    for draw, flags in enumerate(in_order(one, range(found.draws), workers=workers)):
        for tally, engaged, slants in zip(tallies, flags, slant, strict=True):
            unbroken, farthest = _ends(engaged)
            tally.add(
                draw,
                engaged,
                unbroken=(_at(polar.range_m, unbroken), _at(slants, unbroken)),
                farthest=(_at(polar.range_m, farthest), _at(slants, farthest)),
                confirmed=None,
            )
        tell(draw + 1, found.draws)
    return tuple(
        tally.result(found, threat, course_words(courses_rad))
        for tally, threat in zip(tallies, threats, strict=True)
    )


def check_spacing(found: Setting, spacing_m: float) -> None:
    """Refuse cells below 250 m for military radars."""
    if not found.guide.radar.civil and spacing_m < MILITARY_CELL_M:
        raise ValueError(
            f"military batteries are computed on cells of {MILITARY_CELL_M:g} m or more, got"
            f" {spacing_m:g} m"
        )


def course_words(courses_rad: Sequence[float]) -> str:
    """Words for a course or several."""
    if len(courses_rad) == 1:
        return f"course {np.degrees(courses_rad[0]) % 360.0:03.0f} deg"
    return f"worst of {len(courses_rad)} courses"


def square_of(found: Setting, course_rad: float, *, radius_m: float, spacing_m: float) -> Lines:
    """Lines of one course that reach as far out as any radar sees or the answer is asked for."""
    watch = found.see
    seen = watch.profiles.distance_m[-1] + watch.range_m
    outer = max(radius_m, min(float(watch.radar.instrumented_range_m.max()) + watch.range_m, seen))
    return course_lines(
        course_rad, half_width=int(np.ceil(outer / spacing_m)), step_m=float(spacing_m)
    )


def nearest(values: NDArray[Number], square: Lines, polar: Lines) -> NDArray[Number]:
    """Values on the lines of a course, at the places of other lines; the edge's beyond it."""
    half = values.shape[0] // 2
    last = values.shape[0] - 1
    off = polar.azimuth_rad - float(square.course_rad or 0.0)
    line = np.rint(polar.range_m * np.sin(off) / square.step_m).astype(np.intp) + half
    sample = np.rint(-polar.range_m * np.cos(off) / square.step_m).astype(np.intp) + half
    return np.asarray(values[np.clip(line, 0, last), np.clip(sample, 0, last)])


def polar_lines(found: Setting, radius_m: float) -> Lines:
    """The places of an answer: azimuths of the radar that guides, out to a radius."""
    return inbound_lines(found.guide.profiles.cut(radius_m - 2.0 * found.guide.profiles.step_m))


def _slants(found: Setting, threat: Threat, polar: Lines) -> FloatArray:
    """Slant ranges (azimuth, step) of the first draw; between draws they differ by metres."""
    common = common_of(found, [threat])
    slant = DrawSight(found, 0, common).level_db(0, threat)[1]
    return slant[:, : polar.range_m.shape[1]]


def _ends(engaged: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Index of the last engaged step of the first stretch, and of all; -1 where none is."""
    steps = engaged.shape[1]
    ever = engaged.any(axis=1)
    first = np.argmax(engaged, axis=1)
    after = (np.arange(steps)[None, :] > first[:, None]) & ~engaged
    stop = np.where(after.any(axis=1), np.argmax(after, axis=1), steps) - 1
    last = steps - 1 - np.argmax(engaged[:, ::-1], axis=1)
    return np.where(ever, stop, -1), np.where(ever, last, -1)


def _at(values: FloatArray, index: NDArray[np.intp]) -> FloatArray:
    found = values[np.arange(index.size), np.maximum(index, 0)]
    return np.where(index >= 0, found, 0.0)
