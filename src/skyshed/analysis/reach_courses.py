"""What a battery reaches of targets that the study has on a course, or on the worst of twelve."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Progress
from skyshed.analysis.engageable import UNKNOWN_FACTOR, EngageableResult, engageable
from skyshed.analysis.engageable_courses import (
    TWELVE_COURSES,
    engageable_on_courses,
    nearest,
    polar_lines,
    square_of,
)
from skyshed.analysis.engageable_factors import limiting_factors
from skyshed.analysis.engageable_setting import Setting, Threat
from skyshed.analysis.intercept_reading import near_enough
from skyshed.scenario.model import StudyTarget

SPACING_M = 2000.0
"""Between the lines of a course; doubled where twelve courses are flown. [m]"""


def courses_of(target: StudyTarget) -> tuple[float, ...]:
    """Where a target flies to; empty if straight at the battery. [rad]"""
    if target.heading == "worst-course":
        return TWELVE_COURSES
    return () if target.course_rad is None else (float(target.course_rad),)


def course_words(course: str) -> str:
    """How a target flies, from the `course` of a result: "flying straight at the battery"."""
    if course == "inbound":
        return "flying straight at the battery"
    return f"on the {course} at each place" if course.startswith("worst") else f"on {course}"


def reached(
    found: Setting,
    targets: Sequence[StudyTarget],
    threats: Sequence[Threat],
    *,
    ring_m: float,
    radius_m: float,
    workers: int = 1,
    progress: Progress | None = None,
) -> tuple[EngageableResult, ...]:
    """Intercepts of threats that fly as their targets are headed.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    targets : sequence of StudyTarget
        Of each threat; those with one course are computed together.
    threats : sequence of Threat
        What flies.
    ring_m, radius_m : float
        Quoted ring, and how far out targets on a course are asked for at least. [m]
    workers : int
        Threads; the result does not depend on it.
    progress : callable, optional
        Called with (draws done, draws in all) for each group of courses; what it raises ends the
        work.

    Returns
    -------
    tuple of EngageableResult
        One for each threat, in their order.
    """
    out: list[EngageableResult | None] = [None] * len(threats)
    headed = [courses_of(target) for target in targets]
    for courses in dict.fromkeys(headed):
        mine = [i for i, own in enumerate(headed) if own == courses]
        asked = [threats[i] for i in mine]
        if courses:
            nearer = near_enough(found, max(threat.speed_m_s for threat in asked))
            got = engageable_on_courses(
                nearer,
                asked,
                courses_rad=courses,
                radius_m=max(radius_m, ring_m),
                spacing_m=_spacing_m(courses),
                ring_m=ring_m,
                workers=workers,
                progress=progress,
            )
        else:
            got = engageable(found, asked, ring_m=ring_m, workers=workers, progress=progress)
        for i, result in zip(mine, got, strict=True):
            out[i] = result
    return tuple(result for result in out if result is not None)


def reached_factors(
    found: Setting, target: StudyTarget, threat: Threat, *, ring_m: float, radius_m: float
) -> NDArray[np.uint8]:
    """What forbids an intercept in the first draw, on the places of `reached`.

    Where several courses count, it is what forbids on the first of them on which there is none.
    """
    courses = courses_of(target)
    if not courses:
        return limiting_factors(found, threat)
    found, spacing = near_enough(found, threat.speed_m_s), _spacing_m(courses)
    farthest = max(radius_m, ring_m)
    polar = polar_lines(found, farthest)
    code = np.zeros(polar.range_m.shape, dtype=np.uint8)
    for course in courses:
        square = square_of(found, course, radius_m=farthest, spacing_m=spacing)
        there = nearest(limiting_factors(found, threat, lines=square), square, polar)
        code = np.where((code == 0) | (there == UNKNOWN_FACTOR), there, code)
    return code


def _spacing_m(courses: Sequence[float]) -> float:
    return SPACING_M if len(courses) == 1 else 2.0 * SPACING_M
