"""What a raid may not be: too large, impossible to fly, or without data for the missiles."""

from collections.abc import Sequence

from skyshed.catalogue.model import MissileEntry
from skyshed.scenario.model import StudyTarget

MOST_TARGETS = 10_000
#: What the catalogue must have of a missile for its arc.
ARC_NUMBERS = ("range_m", "apogee_altitude_m")


def size_problem(counts: Sequence[int]) -> tuple[int, str] | None:
    """Which count is too small or too large, and the sentence, or None."""
    total = 0
    for index, count in enumerate(counts):
        if count < 1:
            return index, f"expected 1 target or more, got {count}; correct it"
        total += count
        if total > MOST_TARGETS:
            return index, (
                f"expected at most {MOST_TARGETS} targets in a raid, got {total}; reduce the counts"
            )
    return None


def ballistic_target(target: StudyTarget) -> bool:
    """Whether it flies on a ballistic arc, which its class in the catalogue says."""
    return "ballistic" in target.entry.target_class


def ballistic_problem(missile: MissileEntry, target: StudyTarget) -> str | None:
    """Why nothing can be said of this missile against this target, or None."""
    if not ballistic_target(target) or "range_ballistic_m" in missile.parameters:
        return None
    return (
        f"expected a missile with data against ballistic missiles, but {missile.id} has no"
        f" range_ballistic in the catalogue; leave {target.label} or that battery out"
    )


def route_problem(
    points: Sequence[tuple[float, float]], speed_m_s: float, turn_limit_m_s2: float
) -> str | None:
    """Why a route of points (latitude, longitude in degrees) cannot be flown, or None."""
    import numpy as np

    from skyshed.flight.route_line import route_line

    if len(points) < 2:
        return "expected two points or more, got one; add one"
    try:
        route_line(np.radians(points), turn_radius_m=speed_m_s**2 / turn_limit_m_s2)
    except ValueError as cause:
        advice = "lengthen the legs, fly slower or allow harder turns"
        return f"expected a route that can be flown, got {cause}; {advice}"
    return None
