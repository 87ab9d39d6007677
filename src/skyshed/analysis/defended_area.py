"""Where an asset could stand and be protected against a stated threat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.engageable_courses import (
    TWELVE_COURSES,
    check_spacing,
    course_words,
    nearest,
    square_of,
)
from skyshed.analysis.engageable_lines import DrawSight, common_of, engage
from skyshed.analysis.engageable_setting import Setting, Threat
from skyshed.analysis.flight_lines import Lines
from skyshed.analysis.parallel import in_order

__all__ = ["TWELVE_COURSES", "DefendedArea", "defended_area", "protected"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class DefendedArea:
    """Places that a battery protects, on its azimuthal-equidistant plane.

    Attributes
    ----------
    battery, threat, label, course : str
        Keys and words; see `EngageableResult`.
    keep_out_m : float
        The threat must be intercepted at least this far before the asset. [m]
    cell_m : float
        Side of a cell. [m]
    share : ndarray, shape (row, column)
        Share of the draws in which an asset there is protected, north up; nan outside the disc.
        [1]
    area_m2 : ndarray, shape (draw,)
        Protected area inside the disc. [m^2]
    """

    battery: str
    threat: str
    label: str
    course: str
    keep_out_m: float
    cell_m: float
    share: FloatArray
    area_m2: FloatArray


def defended_area(
    found: Setting,
    threat: Threat,
    *,
    keep_out_m: float,
    radius_m: float,
    cell_m: float,
    courses_rad: Sequence[float] = TWELVE_COURSES,
    workers: int = 1,
) -> DefendedArea:
    """Where an asset is protected from a threat that flies over it on any of the given courses.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    threat : Threat
        What flies.
    keep_out_m : float
        Least distance before the asset at which it must be intercepted. [m]
    radius_m : float
        Radius of the answer. [m]
    cell_m : float
        Side of a cell, and distance between the lines; 250 m or more for military radars. [m]
    courses_rad : sequence of float
        Where the threat flies to; an asset counts if it is protected on all of them. [rad]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    DefendedArea

    Notes
    -----
    "Protected" means that an intercept is possible upstream of the keep-out distance; whether it
    kills is another question. One target; channels and rounds are not counted.
    """
    if keep_out_m < 0.0:
        raise ValueError(f"keep_out_m must not be negative, got {keep_out_m}")
    check_spacing(found, cell_m)
    squares = [square_of(found, c, radius_m=radius_m, spacing_m=cell_m) for c in courses_rad]
    cells = _cells(int(radius_m / cell_m), cell_m)
    inside = cells.range_m <= radius_m + 1e-6
    common = common_of(found, [threat])

    def one(draw: int) -> NDArray[np.bool_]:
        sight = DrawSight(found, draw, common)
        worst = inside.copy()
        for square in squares:
            got = protected(engage(sight, threat, square).engaged, keep_out_m / square.step_m)
            worst[inside] &= nearest(got, square, cells)[inside]
        return worst

    count = np.zeros(inside.shape)
    area = np.zeros(found.draws)
    for draw, worst in enumerate(in_order(one, range(found.draws), workers=workers)):
        count += worst
        area[draw] = np.count_nonzero(worst) * cell_m**2
    return DefendedArea(
        found.battery.key,
        threat.key,
        f"{found.battery.label} - {threat.label}",
        course_words(courses_rad),
        float(keep_out_m),
        float(cell_m),
        np.where(inside, count / np.float64(found.draws), np.nan),
        area,
    )


def protected(engaged: NDArray[np.bool_], keep_out_steps: float) -> NDArray[np.bool_]:
    """Where on each line an engageable sample lies at least that many steps upstream.

    `engaged` (line, sample), sample growing upstream; the same shape comes back.
    """
    upstream = np.logical_or.accumulate(engaged[:, ::-1], axis=1)[:, ::-1]
    skip = int(np.ceil(keep_out_steps - 1e-9))
    out = np.zeros_like(engaged)
    out[:, : engaged.shape[1] - skip] = upstream[:, skip:]
    return out


def _cells(half_width: int, cell_m: float) -> Lines:
    """Every cell of a map as places; rows from the north."""
    axis = cell_m * np.arange(-half_width, half_width + 1)
    east, north = np.broadcast_arrays(axis[None, :], -axis[:, None])
    return Lines(np.hypot(east, north), np.arctan2(east, north) % (2.0 * np.pi), cell_m)
