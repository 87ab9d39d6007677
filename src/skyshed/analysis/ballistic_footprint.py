"""Where a battery protects the ground against a ballistic missile that comes down on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import free_space_confirmation
from skyshed.analysis.defended_area import DefendedArea
from skyshed.analysis.descent import Passage, intercepts
from skyshed.analysis.engageable_courses import check_spacing
from skyshed.analysis.engageable_setting import Setting
from skyshed.analysis.parallel import in_order

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Descent:
    """The path of a ballistic missile before impact, in the order of time; arrays (sample,).

    `time_to_go_s` and `distance_to_go_m` (over the ground) fall to 0 at the impact; `altitude_m` is
    above mean sea level, `course_rad` where it flies to.
    """

    key: str
    label: str
    time_to_go_s: FloatArray
    distance_to_go_m: FloatArray
    altitude_m: FloatArray
    course_rad: float

    def __post_init__(self) -> None:
        if self.time_to_go_s.size < 2 or np.any(np.diff(self.time_to_go_s) >= 0.0):
            raise ValueError(f"{self.key}: time_to_go_s needs two falling times or more")


def ballistic_footprint(
    found: Setting,
    descent: Descent,
    *,
    rcs_mean_m2: FloatArray,
    range_ballistic_m: FloatArray,
    lowest_intercept_m: float,
    radius_m: float,
    cell_m: float,
    workers: int = 1,
) -> DefendedArea:
    """Where the ground is protected from a ballistic missile that comes down there.

    Parameters
    ----------
    found : Setting
        The battery, drawn.
    descent : Descent
        How the missile comes down, the same wherever it is aimed at.
    rcs_mean_m2 : ndarray, shape (draw,)
        Its mean cross-section towards the radars. [m^2]
    range_ballistic_m : ndarray, shape (draw,)
        Slant range up to which the battery engages ballistic missiles. [m]
    lowest_intercept_m : float
        Altitude below which an intercept no longer helps. [m]
    radius_m, cell_m : float
        Of the answer; cells of 250 m or more for military radars. [m]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    DefendedArea
        `keep_out_m` holds `lowest_intercept_m`.

    Notes
    -----
    The tests are those of `analysis.descent.intercepts`. The track is confirmed where 2 of 3 scans
    have detected with probability 0.9 in free space. The radars are taken to stand at the battery.
    Between the samples of the descent nothing happens: give them a second apart or less.
    """
    check_spacing(found, cell_m)
    half = int(radius_m / cell_m)
    axis = cell_m * np.arange(-half, half + 1)
    east, north = np.broadcast_arrays(axis[None, :], -axis[:, None])
    inside = np.hypot(east, north) <= radius_m + 1e-6
    back = descent.distance_to_go_m[None, :]
    x = east[inside][:, None] - back * np.sin(descent.course_rad)
    y = north[inside][:, None] - back * np.cos(descent.course_rad)
    ground = np.ascontiguousarray(np.hypot(x, y))
    azimuth = np.arctan2(x, y)
    altitude = np.ascontiguousarray(np.broadcast_to(descent.altitude_m, ground.shape))
    speed = np.hypot(
        np.gradient(descent.distance_to_go_m, descent.time_to_go_s),
        np.gradient(descent.altitude_m, descent.time_to_go_s),
    )
    passage = Passage(descent.time_to_go_s, ground, azimuth, altitude, speed)
    holding = found.guide.radar.reach_m(rcs_mean_m2, pd=found.pd)
    confirmed = free_space_confirmation(
        found.see.radar, rcs_mean_m2, speed_m_s=max(float(speed.max()), 1.0)
    )

    def one(draw: int) -> NDArray[np.bool_]:
        hit, slant = intercepts(
            found, draw, passage, confirmed_m=confirmed[draw], holding_m=holding[draw]
        )
        hit &= (slant <= range_ballistic_m[draw]) & (altitude >= lowest_intercept_m)
        return np.asarray(hit.any(axis=1))

    count = np.zeros(int(inside.sum()))
    area = np.zeros(found.draws)
    for draw, safe in enumerate(in_order(one, range(found.draws), workers=workers)):
        count += safe
        area[draw] = np.count_nonzero(safe) * cell_m**2
    share = np.full(inside.shape, np.nan)
    share[inside] = count / found.draws
    return DefendedArea(
        found.battery.key,
        descent.key,
        f"{found.battery.label} - {descent.label}",
        f"course {np.degrees(descent.course_rad) % 360.0:03.0f} deg",
        float(lowest_intercept_m),
        float(cell_m),
        share,
        area,
    )
