"""No-escape range: from how far a target that turns away and runs is still met."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.engagement.timeline import first_intercept
from skyshed.flight.fly_out import FlyOut

FloatArray = NDArray[np.float64]

RANGE_TOLERANCE_M = 50.0
"""How closely the no-escape range is solved between two ranges looked at. [m]"""


def turn_away_range_m(
    time_s: ArrayLike,
    start_range_m: ArrayLike,
    *,
    speed_m_s: float,
    turn_m_s2: float,
    delay_s: float = 0.0,
    course_rad: float = 0.0,
) -> NDArray[np.float64]:
    """Ground range of a target that turns away from the launcher and runs.

    Parameters
    ----------
    time_s : array_like, shape (n,)
        Time since the launch. [s]
    start_range_m : array_like, shape (...)
        Ground range at the launch. [m]
    speed_m_s : float
        Speed, kept throughout. [m/s]
    turn_m_s2 : float
        Horizontal acceleration of the turn. [m/s2]
    delay_s : float, default: 0.0
        Time for which the target flies on before it turns. [s]
    course_rad : float, default: 0.0
        Course at the launch off the direction to the launcher, 0 inbound, pi outbound; it turns
        the shorter way until it flies straight along the line from the launcher at the launch.
        [rad]

    Returns
    -------
    ndarray, shape (..., n)
        Ground range. [m]

    Raises
    ------
    ValueError
        If speed or turn is not positive, or delay negative.

    Notes
    -----
    Drawn on a plane about the launcher in which distances from it are true; across, at 400 km,
    they are 0.07 % short.
    """
    if not speed_m_s > 0.0 or not turn_m_s2 > 0.0 or not delay_s >= 0.0:
        raise ValueError(
            "speed and turn must be positive and the delay not negative, got "
            f"{speed_m_s:g} m/s, {turn_m_s2:g} m/s2, {delay_s:g} s"
        )
    time, start = np.asarray(time_s, dtype=float), np.asarray(start_range_m, dtype=float)
    # Angle of the course off the way out, and the time it takes to turn through it.
    off = abs(np.remainder(course_rad, 2.0 * np.pi) - np.pi)
    rate, radius = turn_m_s2 / speed_m_s, speed_m_s**2 / turn_m_s2
    before = np.clip(time, 0.0, delay_s)
    turned = np.minimum(rate * np.maximum(time - delay_s, 0.0), off)
    after = np.maximum(time - delay_s - off / rate, 0.0)
    out = speed_m_s * (np.cos(off) * before + after)
    out = out + radius * (np.sin(off) - np.sin(off - turned))
    across = speed_m_s * np.sin(off) * before
    across = across + radius * (np.cos(off - turned) - np.cos(off))
    return np.asarray(np.hypot(start[..., None] + out, across))


def no_escape_range_m(
    fly_out: FlyOut,
    member: ArrayLike,
    *,
    altitude_m: float,
    speed_m_s: float,
    turn_m_s2: float,
    delay_s: float = 0.0,
    course_rad: float = 0.0,
    agl_m: float | None = None,
    longest_range_m: float,
    longest_time_s: float = 400.0,
    ranges: int = 81,
) -> NDArray[np.float64]:
    """Farthest range at the launch from which a stated manoeuvre does not save the target.

    Parameters
    ----------
    fly_out : FlyOut
        Fly-out table of the missile.
    member : array_like of int, shape (...)
        Members of the table.
    altitude_m : float
        Altitude of the target above mean sea level, kept throughout. [m]
    speed_m_s, turn_m_s2, delay_s, course_rad
        The manoeuvre, as in `turn_away_range_m`; it begins with the launch.
    agl_m : float, optional
        Its height above ground, which the missile's floor is held against; `altitude_m` where not
        stated. [m]
    longest_range_m : float
        Longest range looked at. [m]
    longest_time_s : float, default: 400.0
        Longest flight looked at. [s]
    ranges : int, default: 81
        Number of ranges looked at between 0 and the longest.

    Returns
    -------
    ndarray, shape (...)
        Ground range at the launch, to within `RANGE_TOLERANCE_M`; nan where no range will do. [m]

    Notes
    -----
    The missile is given the intercept that its table allows at every moment of the manoeuvre, as
    if it knew it beforehand, and no time to react to it: an upper bound.
    """
    who = np.asarray(member, dtype=np.intp)
    time = np.arange(0.0, longest_time_s + 1.0)

    def met(start: FloatArray, of: NDArray[np.intp]) -> NDArray[np.bool_]:
        path = turn_away_range_m(
            time, start, speed_m_s=speed_m_s, turn_m_s2=turn_m_s2, delay_s=delay_s,
            course_rad=course_rad,
        )  # fmt: skip
        return first_intercept(
            time, path, altitude_m, fly_out, of, earliest_launch_s=0.0, agl_m=agl_m
        ).possible

    grid = np.linspace(0.0, longest_range_m, ranges)
    hit = met(np.broadcast_to(grid, (*who.shape, ranges)), who[..., None])
    last = ranges - 1 - np.argmax(hit[..., ::-1], axis=-1)
    low, high = grid[last], grid[np.minimum(last + 1, ranges - 1)]
    for _ in range(int(np.ceil(np.log2(max(grid[1] / RANGE_TOLERANCE_M, 1.0))))):
        middle = 0.5 * (low + high)
        far = met(middle, who)
        low, high = np.where(far, middle, low), np.where(far, high, middle)
    return np.asarray(np.where(np.any(hit, axis=-1), low, np.nan))
