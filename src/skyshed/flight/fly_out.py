"""Fly-out tables: how soon, how fast and with what lift a missile comes to a point."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table
from skyshed.flight.missile import Missile

FloatArray = NDArray[np.float64]

#: Drag curve whose shape every missile shares.
DRAG: Final = "G7"
RANGES: Final = 121
ALTITUDE_STEP_M: Final = 500.0
_BELOW_M = 1000.0
_ABOVE_M = 32_000.0
# Launch elevations of the fans: dense where the arcs lie close to the ground. [deg]
_LOFTED = np.r_[1:9:1.0, 9:21:1.5, 21:66:1.5, 66:78:2.0, 78:90:4.0, 90.0]
_STRAIGHT = np.r_[
    -30, -20, -14, -10, -7, -5, -4, -3, -2, -1.5, -1:3:0.5, 3:8:1.0, 8:20:1.5, 20:60:2.5,
    60:90:5.0, 90.0,
]  # fmt: skip
_PULLED = np.r_[10:81:2.5]
_LATE = np.r_[20:90:3.5]

# Elevations, lateral acceleration [m/s2] (none, straight (arc.HELD), or pulled down), seconds after
# the first burn from which it pulls, and dive [deg] at which it stops (0: never).
_FANS = (
    (_LOFTED, 0.0, 0.0, 0.0),
    (_STRAIGHT, -1.0, 0.0, 0.0),
    *((_PULLED, pull, 0.0, 0.0) for pull in (6.0, 15.0, 30.0, 60.0, 120.0)),
)
# Over the top and down: what comes fast to low places halfway out, where all others have slowed
# down. More of them (seven delays, two pulls) close a tenth of what these leave open.
_LATE_FANS = tuple(
    (_LATE, 60.0, delay, dive) for delay in (5.0, 15.0, 30.0, 50.0, 80.0) for dive in (-35.0, -65.0)
)

PLANES = ("time_s", "speed_m_s", "lateral_m_s2", "loft_rad", "path_angle_rad", "apogee_m")


@dataclass(frozen=True, eq=False)
class FlyOutPoint:
    """What a missile has left at a point, shapes as broadcast; nan where no shot comes.

    Attributes
    ----------
    time_s, speed_m_s, lateral_m_s2 : ndarray
        Time of flight, speed, lateral acceleration at hand. [s], [m s^-1], [m s^-2]
    loft_rad, path_angle_rad : ndarray
        Elevation at launch, and of the path at the point. [rad]
    apogee_m : ndarray
        Greatest altitude on the way. [m]
    reachable : ndarray of bool
        Whether all limits of reach are met.
    """

    time_s: FloatArray
    speed_m_s: FloatArray
    lateral_m_s2: FloatArray
    loft_rad: FloatArray
    path_angle_rad: FloatArray
    apogee_m: FloatArray
    reachable: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FlyOut:
    """Tables of a missile's members over ground range and altitude.

    Attributes
    ----------
    range_m : ndarray, shape (R,)
        Ground arc from the launcher, evenly spaced from 0. [m]
    altitude_m : ndarray, shape (Z,)
        Altitude above mean sea level, evenly spaced. [m]
    time_s, speed_m_s, lateral_m_s2, loft_rad, path_angle_rad, apogee_m : ndarray
        Shape (member, R, Z), of the quickest shot that meets the limits of reach, or where none
        does of the quickest shot; nan where no shot comes. Units as in `FlyOutPoint`.
    minimum_speed_m_s, minimum_lateral_m_s2, maximum_time_s : ndarray, shape (member,)
        Limits of reach. [m s^-1], [m s^-2], [s]
    altitude_min_m, altitude_max_m : ndarray, shape (member,)
        Quoted floor, which is meant above the ground, and quoted ceiling. [m]
    range_min_m, range_max_m : ndarray, shape (member,)
        Slant ranges nearer and farther than which nothing is reached. [m]
    launch_altitude_m : float
        Altitude of the launcher. [m]
    """

    range_m: FloatArray
    altitude_m: FloatArray
    time_s: FloatArray
    speed_m_s: FloatArray
    lateral_m_s2: FloatArray
    loft_rad: FloatArray
    path_angle_rad: FloatArray
    apogee_m: FloatArray
    minimum_speed_m_s: FloatArray
    minimum_lateral_m_s2: FloatArray
    maximum_time_s: FloatArray
    altitude_min_m: FloatArray
    altitude_max_m: FloatArray
    range_min_m: FloatArray
    range_max_m: FloatArray
    launch_altitude_m: float

    @property
    def members(self) -> int:
        """How many members the tables hold."""
        return int(self.time_s.shape[0])

    def at(
        self,
        member: ArrayLike,
        range_m: ArrayLike,
        altitude_m: ArrayLike,
        *,
        agl_m: ArrayLike | None = None,
    ) -> FlyOutPoint:
        """Read the tables at points, linear in range and altitude.

        Parameters
        ----------
        member : array_like of int, shape (...)
            Members, such as one per draw.
        range_m, altitude_m : array_like, shape (...)
            Ground range from the launcher and altitude above mean sea level. [m]
        agl_m : array_like, shape (...), optional
            Height of the point above the ground, which the floor is held against; without it the
            floor is held against the altitude. [m]

        Returns
        -------
        FlyOutPoint
            Broadcast over the arguments; nan outside the table and beside nodes without a shot.
        """
        member, range_m, altitude_m = np.broadcast_arrays(
            np.asarray(member, dtype=np.int64),
            np.asarray(range_m, dtype=float),
            np.asarray(altitude_m, dtype=float),
        )
        values = self._read(member, range_m, altitude_m)
        found = dict(zip(PLANES, values, strict=True))
        slant = slant_range_m(self.launch_altitude_m, range_m, altitude_m)
        floor = altitude_m if agl_m is None else np.asarray(agl_m, dtype=float)
        reachable = (
            (found["time_s"] <= self.maximum_time_s[member])
            & (found["speed_m_s"] >= self.minimum_speed_m_s[member])
            & (found["lateral_m_s2"] >= self.minimum_lateral_m_s2[member])
            & (floor >= self.altitude_min_m[member])
            & (altitude_m <= self.altitude_max_m[member])
            & (slant >= self.range_min_m[member])
            & (slant <= self.range_max_m[member])
        )
        return FlyOutPoint(**found, reachable=np.asarray(reachable))

    def time_table(self, member: int) -> FloatArray:
        """Time of flight of a member where a point can be reached, for compiled loops.

        Parameters
        ----------
        member : int
            Which one.

        Returns
        -------
        ndarray, shape (R, Z)
            Time; nan where the limits of speed, lateral acceleration or time are not met. A node
            just outside the floor, the ceiling or the nearest or farthest range stays, so that
            points between it and the next one keep their time; those four are for the caller to
            hold a point against. [s]
        """
        range_m, altitude_m = self.range_m[:, None], self.altitude_m[None, :]
        step = self.range_m[1] - self.range_m[0]
        rise = self.altitude_m[1] - self.altitude_m[0]
        slant = slant_range_m(self.launch_altitude_m, range_m, altitude_m)
        reachable = (
            (self.time_s[member] <= self.maximum_time_s[member])
            & (self.speed_m_s[member] >= self.minimum_speed_m_s[member])
            & (self.lateral_m_s2[member] >= self.minimum_lateral_m_s2[member])
            & (altitude_m + rise > self.altitude_min_m[member])
            & (altitude_m - rise < self.altitude_max_m[member])
            & (slant + step + rise > self.range_min_m[member])
            & (slant - step - rise < self.range_max_m[member])
        )
        return np.where(reachable, self.time_s[member], np.nan)

    def reach_m(self, member: ArrayLike, altitude_m: ArrayLike) -> FloatArray:
        """Farthest ground range at which a point at an altitude can be reached.

        Parameters
        ----------
        member : array_like of int, shape (...)
            Members.
        altitude_m : array_like, shape (...)
            Altitude above mean sea level. [m]

        Returns
        -------
        ndarray, shape (...)
            To a thirtieth of the table's step; 0 where nothing at that altitude is reached. [m]
        """
        member, altitude_m = np.broadcast_arrays(np.asarray(member), np.asarray(altitude_m, float))
        who, level = member[..., None], altitude_m[..., None]
        step = 0.5 * (self.range_m[1] - self.range_m[0])
        coarse = step * np.arange(2 * self.range_m.size - 1)
        hits = self.at(who, coarse, level).reachable
        last = np.where(hits, coarse, -1.0).max(axis=-1)
        fine = last[..., None] + step / 15.0 * np.arange(15)
        hits = self.at(who, np.maximum(fine, 0.0), level).reachable
        found = np.where(hits, fine, 0.0).max(axis=-1)
        return np.asarray(np.where(last >= 0.0, found, 0.0))

    def _read(
        self, member: NDArray[np.int64], range_m: FloatArray, altitude_m: FloatArray
    ) -> list[FloatArray]:
        """All planes at points of one shape."""
        u = range_m / (self.range_m[1] - self.range_m[0])
        w = (altitude_m - self.altitude_m[0]) / (self.altitude_m[1] - self.altitude_m[0])
        columns, levels = self.range_m.size, self.altitude_m.size
        inside = (u >= 0.0) & (u <= columns - 1) & (w >= 0.0) & (w <= levels - 1)
        i = np.clip(np.where(inside, u, 0.0).astype(np.int64), 0, columns - 2)
        j = np.clip(np.where(inside, w, 0.0).astype(np.int64), 0, levels - 2)
        f, g = u - i, w - j
        totals = [np.where(inside, 0.0, np.nan) for _ in PLANES]
        for di, dj, weight in (
            (0, 0, (1.0 - f) * (1.0 - g)),
            (1, 0, f * (1.0 - g)),
            (0, 1, (1.0 - f) * g),
            (1, 1, f * g),
        ):
            counts = inside & (weight > 0.0)  # a node that weighs nothing may be without value
            for total, name in zip(totals, PLANES, strict=True):
                total += np.where(counts, weight * getattr(self, name)[member, i + di, j + dj], 0.0)
        return totals


def slant_range_m(
    launch_altitude_m: float, range_m: ArrayLike, altitude_m: ArrayLike
) -> FloatArray:
    """Straight distance over a round Earth between a launcher and a point.

    Parameters
    ----------
    launch_altitude_m : float
        Altitude of the launcher. [m]
    range_m, altitude_m : array_like, shape (...)
        Ground arc, and altitude of the point. [m]

    Returns
    -------
    ndarray, shape (...)
        Slant range. [m]
    """
    from skyshed.kernels.arc import EARTH_RADIUS_M

    near = EARTH_RADIUS_M + launch_altitude_m
    far = EARTH_RADIUS_M + np.asarray(altitude_m, dtype=float)
    half = np.sin(0.5 * np.asarray(range_m, dtype=float) / EARTH_RADIUS_M)
    return np.asarray(np.sqrt((near - far) ** 2 + 4.0 * near * far * half**2))


def coast_step_s(range_m: float) -> float:
    """Step of integration after burn-out for shots of a length: 1 s for long ones. [s]"""
    return float(np.clip(range_m / 200e3, 0.25, 1.0))


def fly_out_planes(
    missile: Missile, *, launch_altitude_m: float, farthest_m: float, late: bool = True
) -> tuple[FloatArray, FloatArray, NDArray[np.float32]]:
    """Fly the fans of every member and fill the tables.

    Parameters
    ----------
    missile : Missile
        Members to fly.
    launch_altitude_m : float
        Altitude of the launcher above mean sea level. [m]
    farthest_m : float
        Ground range at which the tables end, above zero. [m]
    late : bool
        Also shots that are pulled down late. They come to low places halfway out, and no farther
        at the altitudes at which the longest range is looked for.

    Returns
    -------
    range_m, altitude_m : ndarray, shape (R,), (Z,)
        The axes: `RANGES` ranges; altitudes from 1 km below the launcher to 32 km above it. [m]
    planes : ndarray of float32, shape (len(PLANES), member, R, Z)
        In the order of `PLANES`.

    Raises
    ------
    ValueError
        If the farthest range is not above zero.

    Notes
    -----
    Families of shots in the vertical plane, over a round Earth and in standard air at rest:
    without lift from every launch elevation (a gravity turn, then an arc); straight to the point,
    where lift takes up gravity and costs induced drag; pulled down after the boost by a steady
    acceleration; and let go over the top, pulled down 5 to 80 s after the boost to a dive of 35 or
    65 degrees, and falling from there. What lift could do beyond that (gliding) is left out. The
    quickest one that meets the limits counts.
    """
    from skyshed.kernels import fly_out as kernel

    if not farthest_m > 0.0:
        raise ValueError(f"expected a farthest range above zero, got {farthest_m:g}")
    range_m = np.linspace(0.0, farthest_m, RANGES)
    levels = round((_BELOW_M + _ABOVE_M) / ALTITUDE_STEP_M) + 1
    lowest_m = launch_altitude_m - _BELOW_M
    altitude_m = np.asarray(lowest_m + ALTITUDE_STEP_M * np.arange(levels), dtype=np.float64)
    air, drag = air_table(), drag_table(DRAG)
    step = coast_step_s(farthest_m)
    planes: NDArray[np.float32] = np.empty(
        (len(PLANES), missile.members, RANGES, levels), np.float32
    )
    for index, packed in enumerate(missile.packed()):
        plane = np.full((kernel.PLANES, RANGES, levels), np.nan)
        met = np.zeros((RANGES, levels), np.bool_)
        for fan, pull, delay, dive in _FANS + (_LATE_FANS if late else ()):
            kernel.fly_out_table(
                packed, launch_altitude_m, np.radians(fan), pull, range_m[1], altitude_m[0],
                ALTITUDE_STEP_M, step, air, drag, plane, met, delay, np.radians(dive),
            )  # fmt: skip
        planes[:, index] = plane
    return range_m, altitude_m, planes


def fly_out_from(
    missile: Missile,
    range_m: FloatArray,
    altitude_m: FloatArray,
    planes: NDArray[np.float32],
    *,
    altitude_min_m: FloatArray,
    altitude_max_m: FloatArray,
    range_min_m: FloatArray,
    range_max_m: FloatArray,
    launch_altitude_m: float,
) -> FlyOut:
    """Join the tables of `fly_out_planes` with the limits of reach; arguments as in `FlyOut`."""
    tables = dict(zip(PLANES, planes.astype(np.float64), strict=True))
    return FlyOut(
        range_m=range_m,
        altitude_m=altitude_m,
        **tables,
        minimum_speed_m_s=missile.minimum_speed_m_s,
        minimum_lateral_m_s2=missile.minimum_lateral_m_s2,
        maximum_time_s=missile.maximum_time_s,
        altitude_min_m=altitude_min_m,
        altitude_max_m=altitude_max_m,
        range_min_m=range_min_m,
        range_max_m=range_max_m,
        launch_altitude_m=launch_altitude_m,
    )
