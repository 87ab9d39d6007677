"""When a missile can meet a target on a known path: launch, flight and intercept in time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.engagement.intercept import Intercept, only_where, stacked
from skyshed.flight.fly_out import FlyOut, FlyOutPoint

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Places = tuple[FloatArray, FloatArray, FloatArray]

TIME_TOLERANCE_S = 1e-4
"""How closely the time of an intercept is solved between two samples of a path. [s]"""


def first_intercept(
    time_s: ArrayLike,
    range_m: ArrayLike,
    altitude_m: ArrayLike,
    fly_out: FlyOut,
    member: ArrayLike,
    *,
    earliest_launch_s: ArrayLike,
    agl_m: ArrayLike | None = None,
    allowed: ArrayLike = True,
) -> Intercept:
    """Earliest intercept of targets on known paths.

    Parameters
    ----------
    time_s : array_like, shape (n,)
        Times of the samples, growing. [s]
    range_m : array_like, shape (..., n)
        Ground range of the target from the launcher, linear between samples; nan where there is no
        target. [m]
    altitude_m : array_like, shape (..., n)
        Altitude of the target above mean sea level. [m]
    fly_out : FlyOut
        Fly-out table of the missile.
    member : array_like of int, shape (...)
        Member of the table for each path; broadcasts with the leading axes, so a member per draw
        and paths of (draw, target) take ``member[:, None]``.
    earliest_launch_s : array_like, shape (...)
        No missile leaves before; nan or inf where none may leave at all. [s]
    agl_m : array_like, shape (..., n), optional
        Height of the target above ground, which the missile's floor is held against; without it
        the floor is held against the altitude. [m]
    allowed : array_like of bool, shape (..., n), default: True
        Whether an intercept may happen at the sample, such as the engagement radar holding the
        target there. Between two samples it may where it may at both.

    Returns
    -------
    Intercept
        Of the leading axes' common shape. The missile leaves so that it meets the target at the
        earliest moment that is reachable and allowed; `launch_s` may be later than asked for.

    Raises
    ------
    ValueError
        If the times do not grow or the arrays do not fit.

    Notes
    -----
    The condition "reachable, and intercept time less time of flight not before the earliest launch"
    is looked up at the samples; the first one at which it holds is moved back by halving to within
    `TIME_TOLERANCE_S`. A chance that opens and closes between two samples is not seen.
    """
    time = np.asarray(time_s, dtype=float)
    if time.ndim != 1 or time.size == 0 or np.any(np.diff(time) <= 0.0):
        raise ValueError(f"times must be one growing row, got shape {time.shape}")
    agl = altitude_m if agl_m is None else agl_m
    who, earliest, places, may = _shaped(
        time, (range_m, altitude_m, agl), member, earliest_launch_s, allowed
    )
    state = fly_out.at(who[..., None], places[0], places[1], agl_m=places[2])
    good = may & _in_time(state, time, earliest[..., None])
    piece = _first_piece(good, time, places, may)
    intercept = _moved_back(piece, fly_out, who, earliest)
    return _intercept(np.where(np.any(good, axis=-1), intercept, np.nan), piece, fly_out, who)


def successive_intercepts(
    time_s: ArrayLike,
    range_m: ArrayLike,
    altitude_m: ArrayLike,
    fly_out: FlyOut,
    member: ArrayLike,
    *,
    earliest_launch_s: ArrayLike,
    assessment_s: ArrayLike,
    latest_intercept_s: ArrayLike = np.inf,
    most: int = 8,
    agl_m: ArrayLike | None = None,
    allowed: ArrayLike = True,
) -> Intercept:
    """Intercepts one after another, each launched when the result of the last one is known.

    Parameters
    ----------
    time_s, range_m, altitude_m, fly_out, member, earliest_launch_s, agl_m, allowed
        As in `first_intercept`.
    assessment_s : array_like, shape (...)
        Time from an intercept to the next launch: assessment and launch delay. [s]
    latest_intercept_s : array_like, shape (...), default: inf
        No intercept counts after it, such as the target's arrival. [s]
    most : int, default: 8
        Number of intercepts looked for.

    Returns
    -------
    Intercept
        With a first axis of length `most`; nan from the first one that does not come in time.

    Raises
    ------
    ValueError
        As in `first_intercept`, or if `assessment_s` is negative.
    """
    pause = np.asarray(assessment_s, dtype=float)
    if not np.all(pause >= 0.0):
        raise ValueError(f"assessment_s must not be negative, got {pause.min():g} s")
    found: list[Intercept] = []
    earliest = np.asarray(earliest_launch_s, dtype=float)
    for _ in range(most):
        one = first_intercept(
            time_s, range_m, altitude_m, fly_out, member,
            earliest_launch_s=earliest, agl_m=agl_m, allowed=allowed,
        )  # fmt: skip
        found.append(only_where(one, one.intercept_s <= np.asarray(latest_intercept_s)))
        earliest = found[-1].intercept_s + pause
    return stacked(found)


@dataclass(frozen=True)
class _Piece:
    """The stretch between two samples that ends at the first sample with a chance.

    Each array has the leading shape; `open` tells whether the chance may begin inside. `start` and
    `end` hold range, altitude and height above ground.
    """

    start_s: FloatArray
    end_s: FloatArray
    start: Places
    end: Places
    open: BoolArray

    def place(self, time: FloatArray) -> Places:
        """Range, altitude and height above ground at a time, linear."""
        length = self.end_s - self.start_s
        share = np.where(length > 0.0, (time - self.start_s) / np.where(length > 0.0, length, 1), 1)
        first, second, third = (
            (1.0 - share) * start + share * end
            for start, end in zip(self.start, self.end, strict=True)
        )
        return first, second, third


def _shaped(
    time: FloatArray,
    range_altitude_agl: tuple[ArrayLike, ArrayLike, ArrayLike],
    member: ArrayLike,
    earliest_launch_s: ArrayLike,
    allowed: ArrayLike,
) -> tuple[NDArray[np.intp], FloatArray, Places, BoolArray]:
    """Arguments in their common shape; places that are not known become 0 and not allowed."""
    given = [np.asarray(column, dtype=float) for column in range_altitude_agl]
    may = np.asarray(allowed, dtype=bool)
    who, earliest = np.asarray(member, dtype=np.intp), np.asarray(earliest_launch_s, dtype=float)
    whole = np.broadcast_shapes(
        *(column.shape for column in given),
        may.shape,
        (*who.shape, 1),
        (*earliest.shape, 1),
        time.shape,
    )
    known = np.isfinite(given[0]) & np.isfinite(given[1]) & np.isfinite(given[2])
    first, second, third = (
        np.broadcast_to(np.where(known, column, 0.0), whole) for column in given
    )
    return (
        np.broadcast_to(who, whole[:-1]),
        np.broadcast_to(earliest, whole[:-1]),
        (first, second, third),
        np.broadcast_to(may & known, whole),
    )


def _in_time(state: FlyOutPoint, time: FloatArray, earliest: FloatArray) -> BoolArray:
    """Whether a point is reachable by a missile that leaves no earlier than it may."""
    return np.asarray(state.reachable & (time - state.time_s >= earliest))


def _first_piece(good: BoolArray, time: FloatArray, places: Places, may: BoolArray) -> _Piece:
    """The stretch before the first sample that is good."""
    end = np.argmax(good, axis=-1)
    start = np.maximum(end - 1, 0)

    def at(values: NDArray[np.generic], index: NDArray[np.intp]) -> FloatArray:
        return np.asarray(np.take_along_axis(values, index[..., None], axis=-1)[..., 0])

    return _Piece(
        start_s=time[start],
        end_s=time[end],
        start=(at(places[0], start), at(places[1], start), at(places[2], start)),
        end=(at(places[0], end), at(places[1], end), at(places[2], end)),
        open=at(may, start).astype(bool),
    )


def _moved_back(
    piece: _Piece, fly_out: FlyOut, member: NDArray[np.intp], earliest: FloatArray
) -> FloatArray:
    """Earliest time of each stretch at which the condition holds, given that it does at its end."""
    low, high = piece.start_s, piece.end_s
    longest = max(float(np.max(high - low, initial=0.0)), TIME_TOLERANCE_S)
    for _ in range(int(np.ceil(np.log2(longest / TIME_TOLERANCE_S)))):
        middle = 0.5 * (low + high)
        distance, altitude, agl = piece.place(middle)
        state = fly_out.at(member, distance, altitude, agl_m=agl)
        holds = piece.open & _in_time(state, middle, earliest)
        low, high = np.where(holds, low, middle), np.where(holds, middle, high)
    return high


def _intercept(
    time: FloatArray, piece: _Piece, fly_out: FlyOut, member: NDArray[np.intp]
) -> Intercept:
    """State of missile and target at the intercepts; nan where the time is."""
    none = np.isnan(time)
    distance, altitude, agl = piece.place(np.where(none, piece.end_s, time))
    state = fly_out.at(member, distance, altitude, agl_m=agl)
    every = Intercept(
        launch_s=time - state.time_s,
        intercept_s=time,
        flight_s=state.time_s,
        range_m=distance,
        altitude_m=altitude,
        speed_m_s=state.speed_m_s,
        lateral_m_s2=state.lateral_m_s2,
    )
    return only_where(every, ~none)
