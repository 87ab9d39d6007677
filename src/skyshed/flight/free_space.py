"""Pure proportional navigation without gravity, air or thrust, for comparison with textbooks."""

import dataclasses
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.flight.shot import Lead, Setting, fly, unpowered_body

FloatArray = NDArray[np.float64]

_TARGET_STEP_S = 0.02  # of a turning target's samples
_RADIUS_M = 6_371_000.0


@dataclasses.dataclass(frozen=True, eq=False)
class Pursuit:
    """How a pursuit in free space ended.

    Attributes
    ----------
    reason : str
        "closest approach", or "time".
    time_s, miss_m : float
        When, and how far from the target. [s], [m]
    missile_position_m, target_position_m : ndarray, shape (3,)
        Where both are then. [m]
    """

    reason: str
    time_s: float
    miss_m: float
    missile_position_m: FloatArray
    target_position_m: FloatArray


def pursue(
    *,
    missile_position_m: ArrayLike,
    missile_velocity_m_s: ArrayLike,
    target_position_m: ArrayLike,
    target_velocity_m_s: ArrayLike,
    lateral_limit_m_s2: float,
    navigation_constant: float = 4.0,
    target_turn_m_s2: float = 0.0,
    maximum_time_s: float = 120.0,
    step_s: float = 0.01,
) -> Pursuit:
    """Pure proportional navigation of a missile at constant speed against a turning target.

    Parameters
    ----------
    missile_position_m, target_position_m : array_like, shape (3,)
        At the start; the third axis is up. [m]
    missile_velocity_m_s, target_velocity_m_s : array_like, shape (3,)
        At the start. [m s^-1]
    lateral_limit_m_s2 : float
        Limit of the magnitude of the missile's command. [m s^-2]
    navigation_constant : float
        N of the command N w x V, w the turning rate of the line of sight and V the velocity of the
        missile. [1]
    target_turn_m_s2 : float
        Lateral acceleration of the target in a level turn of constant rate, to the left as seen
        from above in a right-handed frame; negative to the right. [m s^-2]
    maximum_time_s : float
        The pursuit ends then. [s]
    step_s : float
        Longest Runge-Kutta step. [s]

    Returns
    -------
    Pursuit

    Raises
    ------
    ValueError
        If a speed or limit is not above zero, or a turning target does not move level.
    """
    place, velocity = _vector(missile_position_m), _vector(missile_velocity_m_s)
    if not lateral_limit_m_s2 > 0.0 or not maximum_time_s > 0.0:
        raise ValueError(
            "lateral_limit_m_s2 and maximum_time_s must be above zero, got "
            f"{lateral_limit_m_s2:g} and {maximum_time_s:g}"
        )
    samples = math.ceil(maximum_time_s / _TARGET_STEP_S) + 2
    times = np.asarray(np.arange(samples) * _TARGET_STEP_S, dtype=np.float64)
    target = turning_target(
        times, _vector(target_position_m), _vector(target_velocity_m_s), target_turn_m_s2
    )
    shot = fly(
        place,
        velocity,
        unpowered_body(
            drag_area_m2_kg=0.0,
            lateral_limit_m_s2=lateral_limit_m_s2,
            maximum_time_s=maximum_time_s,
        ),
        Lead(homing_from_s=0.0, navigation_constant=navigation_constant, offset_gravity=False),
        Setting(
            air=np.array([[0.0, 1.0], [0.0, 1.0]]),
            drag=np.zeros(2),
            gravity_m_s2=0.0,
            gravity_fall_per_m=0.0,
            gravity_bend_per_m2=0.0,
            radius_m=_RADIUS_M,
        ),
        target=target,
        target_times_s=(0.0, _TARGET_STEP_S),
        step_s=step_s,
    )
    end = turning_target(
        np.array([shot.time_s]),
        _vector(target_position_m),
        _vector(target_velocity_m_s),
        target_turn_m_s2,
    )
    return Pursuit(shot.reason, shot.time_s, shot.miss_m, shot.position_m, end[0, :3])


def turning_target(
    time_s: FloatArray, position_m: FloatArray, velocity_m_s: FloatArray, turn_m_s2: float
) -> FloatArray:
    """Position and velocity of a target in a level turn of constant rate.

    Parameters
    ----------
    time_s : ndarray, shape (n,)
        Times. [s]
    position_m, velocity_m_s : ndarray, shape (3,)
        At time 0. [m], [m s^-1]
    turn_m_s2 : float
        Lateral acceleration, to the left positive; 0: straight. [m s^-2]

    Returns
    -------
    ndarray, shape (n, 6)
        [m], [m s^-1]

    Raises
    ------
    ValueError
        If it turns but has no level speed.
    """
    level = math.hypot(velocity_m_s[0], velocity_m_s[1])
    if turn_m_s2 != 0.0 and level == 0.0:
        raise ValueError("a target that turns needs a level speed")
    rate = turn_m_s2 / level if turn_m_s2 else 0.0
    angle = rate * time_s
    # sin(angle)/rate and (1 - cos(angle))/rate, also for a rate of 0
    along = time_s * np.sinc(angle / np.pi)
    across = 0.5 * rate * time_s**2 * np.sinc(0.5 * angle / np.pi) ** 2
    vx, vy, vz = velocity_m_s
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.stack(
        [
            position_m[0] + along * vx - across * vy,
            position_m[1] + along * vy + across * vx,
            position_m[2] + vz * time_s,
            cosine * vx - sine * vy,
            sine * vx + cosine * vy,
            np.full_like(time_s, vz),
        ],
        axis=-1,
    )


def _vector(value: ArrayLike) -> FloatArray:
    vector = np.asarray(value, dtype=float)
    if vector.shape != (3,) or not np.all(np.isfinite(vector)):
        raise ValueError(f"expected three finite numbers, got {value!r}")
    return vector
