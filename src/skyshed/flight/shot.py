"""The door to the compiled flight: one shot in, the end of its flight out."""

import dataclasses
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.missile import Missile

FloatArray = NDArray[np.float64]

# In the order of the numbers that the compiled flight returns.
REASONS: Final = ("closest approach", "ground", "time", "too slow", "range")
_END_ROWS: Final = 256  # a path's rows for the shrinking steps near the closest approach


@dataclasses.dataclass(frozen=True, eq=False)
class Shot:
    """How a flight ended.

    Attributes
    ----------
    reason : str
        Why: one of `REASONS`. Only after a closest approach has the target been passed.
    time_s : float
        Time of flight. [s]
    miss_m : float
        Distance from the target at the end; nan without one. [m]
    speed_m_s : float
        Speed over the ground at the end. [m s^-1]
    lateral_m_s2 : float
        Lateral acceleration at hand at the end: the lesser of what the structure bears and what the
        air gives. [m s^-2]
    position_m, velocity_m_s : ndarray, shape (3,)
        East, north, up of the point at mean sea level under the launcher. [m], [m s^-1]
    steps : int
        Runge-Kutta steps taken.
    path : ndarray, shape (row, 7), or None
        Time, position, velocity along the way, if they were asked for. [s], [m], [m s^-1]
    """

    reason: str
    time_s: float
    miss_m: float
    speed_m_s: float
    lateral_m_s2: float
    position_m: FloatArray
    velocity_m_s: FloatArray
    steps: int
    path: FloatArray | None


@dataclasses.dataclass(frozen=True, eq=False)
class Setting:
    """Where a shot is fired: gravity, air, wind and ground.

    Attributes
    ----------
    air, drag : ndarray
        Tables of `skyshed.flight.air.air_table` and `skyshed.flight.drag.drag_table`.
    gravity_m_s2 : float
        At mean sea level. [m s^-2]
    gravity_fall_per_m, gravity_bend_per_m2 : float
        Its series by altitude, as of `skyshed.flight.gravity.gravity_series`.
    radius_m : float
        Of the ball that stands for the Earth. [m]
    wind_east_m_s, wind_north_m_s : float
        Wind, the same at every height. [m s^-1]
    floor_m : float
        Altitude at which a flight ends on its way down. [m]
    """

    air: FloatArray
    drag: FloatArray
    gravity_m_s2: float
    gravity_fall_per_m: float
    gravity_bend_per_m2: float
    radius_m: float
    wind_east_m_s: float = 0.0
    wind_north_m_s: float = 0.0
    floor_m: float = -math.inf

    def packed(self) -> FloatArray:
        """As the compiled flight reads it."""
        return np.array(
            [
                self.radius_m,
                self.gravity_m_s2,
                self.gravity_fall_per_m,
                self.gravity_bend_per_m2,
                self.wind_east_m_s,
                self.wind_north_m_s,
                self.floor_m,
            ]
        )


@dataclasses.dataclass(frozen=True)
class Lead:
    """How a missile is led.

    Attributes
    ----------
    homing_from_s : float
        Time at which proportional navigation takes over; inf: never. [s]
    navigation_constant : float
        N of the command N (turning rate of the line of sight) x velocity. [1]
    offset_gravity : bool
        Whether homing adds to the command what gravity bends the path by.
    planned_time_s : float
        Time of the intercept the launch was planned for; 0: the mid-course is not corrected. [s]
    aim_m : tuple of 3 floats
        Where the flight without command leads at that time. [m]
    stop_range_m : float
        The flight ends at this distance from the vertical through the launcher. [m]
    """

    homing_from_s: float = math.inf
    navigation_constant: float = 4.0
    offset_gravity: bool = True
    planned_time_s: float = 0.0
    aim_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    stop_range_m: float = math.inf

    def packed(self) -> FloatArray:
        """As the compiled flight reads it."""
        return np.array(
            [
                self.homing_from_s,
                self.planned_time_s,
                *self.aim_m,
                self.navigation_constant,
                float(self.offset_gravity),
                self.stop_range_m,
            ]
        )


def missile_body(missile: Missile) -> FloatArray:
    """Each member of a missile as the compiled flight reads it.

    Parameters
    ----------
    missile : Missile

    Returns
    -------
    ndarray, shape (member, 12)
        Fields of `skyshed.kernels.forces.Body`.
    """
    return np.stack(
        [
            missile.boost_time_s,
            missile.sustain_time_s,
            missile.boost_fraction,
            missile.sustain_fraction,
            missile.exhaust_velocity_m_s,
            missile.drag_scale / missile.mass_per_area_kg_m2,
            missile.lift_coefficient_max / missile.mass_per_area_kg_m2,
            missile.induced_drag * missile.mass_per_area_kg_m2,
            missile.structure_limit_m_s2,
            missile.minimum_speed_m_s,
            missile.maximum_time_s,
            np.ones(missile.members),
        ],
        axis=-1,
    )


def unpowered_body(
    *, drag_area_m2_kg: float, lateral_limit_m_s2: float, maximum_time_s: float
) -> FloatArray:
    """A body without a motor whose lateral acceleration does not need air.

    Parameters
    ----------
    drag_area_m2_kg : float
        Scale of the drag table times area over mass. [m^2 kg^-1]
    lateral_limit_m_s2 : float
        Largest lateral acceleration. [m s^-2]
    maximum_time_s : float
        The flight ends then. [s]

    Returns
    -------
    ndarray, shape (12,)
        Fields of `skyshed.kernels.forces.Body`.
    """
    body = np.zeros(12)
    body[5], body[8], body[10] = drag_area_m2_kg, lateral_limit_m_s2, maximum_time_s
    return body


def fly(
    position_m: FloatArray,
    velocity_m_s: FloatArray,
    body: FloatArray,
    lead: Lead,
    setting: Setting,
    *,
    target: FloatArray | None = None,
    target_times_s: tuple[float, float] = (0.0, 1.0),
    step_s: float = 0.1,
    record_every: int = 0,
) -> Shot:
    """Fly one shot until its closest approach to the target, or until a limit ends it.

    Parameters
    ----------
    position_m, velocity_m_s : ndarray, shape (3,)
        At launch: east, north, up of the point at mean sea level under the launcher; the speed
        above zero. [m], [m s^-1]
    body : ndarray, shape (12,)
        Row of `missile_body`, or `unpowered_body`.
    lead : Lead
    setting : Setting
    target : ndarray, shape (sample, 6), or None
        Position and velocity of the target in even steps of time. Before and after them it flies
        straight on. [m], [m s^-1]
    target_times_s : tuple of float
        Time of its first sample after launch, and their step. [s]
    step_s : float
        Longest Runge-Kutta step. [s]
    record_every : int
        A row of the path is kept every so many steps; 0: no path.

    Returns
    -------
    Shot

    Raises
    ------
    ValueError
        If a step or the speed at launch is not above zero.
    """
    from skyshed.kernels.point_mass import Grid, fly_all

    start_s, spacing_s = target_times_s
    if not step_s > 0.0 or not spacing_s > 0.0:
        raise ValueError(f"steps must be above zero, got {step_s:g} and {spacing_s:g} s")
    if not math.hypot(*velocity_m_s) > 0.0:
        raise ValueError("the speed at launch must be above zero")
    track = np.zeros((0, 6)) if target is None else np.ascontiguousarray(target, dtype=float)
    longest = math.ceil(float(body[10]) / step_s / record_every) if record_every else 0
    paths = np.empty((1, longest + _END_ROWS if record_every else 0, 7))
    results = np.empty((1, 12))
    rows = fly_all(
        np.concatenate([position_m, velocity_m_s])[np.newaxis],
        np.ascontiguousarray(body)[np.newaxis],
        lead.packed()[np.newaxis],
        setting.packed(),
        setting.air,
        setting.drag,
        track[np.newaxis],
        Grid(float(step_s), float(start_s), float(spacing_s), int(record_every)),
        paths,
        results,
    )
    return _shot(results[0], paths[0, : rows[0]].copy() if record_every else None)


def _shot(result: FloatArray, path: FloatArray | None) -> Shot:
    return Shot(
        reason=REASONS[int(result[0])],
        time_s=float(result[1]),
        miss_m=float(result[2]),
        speed_m_s=float(result[3]),
        lateral_m_s2=float(result[4]),
        position_m=result[6:9].copy(),
        velocity_m_s=result[9:12].copy(),
        steps=int(result[5]),
        path=path,
    )
