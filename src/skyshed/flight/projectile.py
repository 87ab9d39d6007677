"""Projectiles with the drag of a standard one: where they are at given distances."""

import dataclasses
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import STANDARD_GRAVITY_M_S2, WGS84_SEMI_MAJOR_AXIS_M
from skyshed.flight.air import air_table
from skyshed.flight.drag import drag_table
from skyshed.flight.shot import Lead, Setting, fly, unpowered_body

FloatArray = NDArray[np.float64]

_RADIUS_M = 6_371_000.0


@dataclasses.dataclass(frozen=True, eq=False)
class Passage:
    """A projectile as it passes given distances; nan where it does not come that far.

    Attributes
    ----------
    time_s : ndarray, shape (...)
        Time since the muzzle. [s]
    speed_m_s : ndarray, shape (...)
        Speed over the ground. [m s^-1]
    height_m : ndarray, shape (...)
        Above the line of sight, a level line. [m]
    across_m : ndarray, shape (...)
        To the right of the line of sight. [m]
    mach : ndarray, shape (...)
        Speed through the air over the speed of sound there. [1]
    """

    time_s: FloatArray
    speed_m_s: FloatArray
    height_m: FloatArray
    across_m: FloatArray
    mach: FloatArray


def projectile_passage(
    distance_m: ArrayLike,
    *,
    ballistic_coefficient_kg_m2: float,
    muzzle_speed_m_s: float,
    elevation_rad: float,
    drag: str = "G7",
    sight_height_m: float = 0.0,
    altitude_m: float = 0.0,
    tail_wind_m_s: float = 0.0,
    wind_to_the_right_m_s: float = 0.0,
    air: FloatArray | None = None,
    gravity_m_s2: float = STANDARD_GRAVITY_M_S2,
    maximum_time_s: float = 120.0,
    step_s: float = 0.005,
) -> Passage:
    """Time, speed, height and deflection of a projectile at given distances.

    Parameters
    ----------
    distance_m : array_like, shape (...)
        Level distance from the muzzle. [m]
    ballistic_coefficient_kg_m2 : float
        Mass over the square of the calibre and the form factor, of the chosen standard projectile.
        1 lb/in^2 is `skyshed.flight.drag.POUND_PER_SQUARE_INCH_KG_M2`. [kg m^-2]
    muzzle_speed_m_s : float
        [m s^-1]
    elevation_rad : float
        Of the bore above the line of sight. [rad]
    drag : str
        Standard projectile, "G1" or "G7".
    sight_height_m : float
        Height of the line of sight above the muzzle. [m]
    altitude_m : float
        Of the muzzle above mean sea level. [m]
    tail_wind_m_s, wind_to_the_right_m_s : float
        Where the wind blows to: along the line of sight, and to its right. [m s^-1]
    air : ndarray or None
        Table like that of `skyshed.flight.air.air_table`; None: standard atmosphere.
    gravity_m_s2 : float
        At the muzzle. [m s^-2]
    maximum_time_s : float
        The flight ends then. [s]
    step_s : float
        Longest Runge-Kutta step. [s]

    Returns
    -------
    Passage

    Raises
    ------
    ValueError
        If a coefficient, speed or distance is not above zero, or there is no such projectile.

    Notes
    -----
    Point mass: no spin drift, no lift. Drag is pi/8 rho v^2 Cd / BC. Between steps the path is a
    cubic.
    """
    distance = np.asarray(distance_m, dtype=float)
    for name, value in (
        ("ballistic_coefficient_kg_m2", ballistic_coefficient_kg_m2),
        ("muzzle_speed_m_s", muzzle_speed_m_s),
        ("distance_m", float(np.min(distance))),
    ):
        if not value > 0.0:
            raise ValueError(f"{name} must be above zero, got {value:g}")
    table = air_table() if air is None else np.ascontiguousarray(air, dtype=float)
    # The kernel stops at a distance over the ground; the wind drives no farther aside than this.
    drift_m = abs(wind_to_the_right_m_s) * maximum_time_s
    bore = np.array([math.cos(elevation_rad), 0.0, math.sin(elevation_rad)])
    shot = fly(
        np.array([0.0, 0.0, altitude_m]),
        muzzle_speed_m_s * bore,
        unpowered_body(
            drag_area_m2_kg=0.25 * math.pi / ballistic_coefficient_kg_m2,
            lateral_limit_m_s2=0.0,
            maximum_time_s=maximum_time_s,
        ),
        Lead(stop_range_m=math.hypot(float(np.max(distance)), drift_m)),
        Setting(
            air=table,
            drag=drag_table(drag),
            gravity_m_s2=gravity_m_s2,
            gravity_fall_per_m=2.0 / WGS84_SEMI_MAJOR_AXIS_M,
            gravity_bend_per_m2=0.0,
            radius_m=_RADIUS_M,
            wind_east_m_s=tail_wind_m_s,
            wind_north_m_s=-wind_to_the_right_m_s,
        ),
        step_s=step_s,
        record_every=1,
    )
    path = shot.path if shot.path is not None else np.empty((0, 7))
    wind = np.array([tail_wind_m_s, -wind_to_the_right_m_s, 0.0])
    return _at(distance, path, altitude_m + sight_height_m, wind, table)


def _at(
    distance: FloatArray, path: FloatArray, sight_m: float, wind: FloatArray, air: FloatArray
) -> Passage:
    """Where a recorded path crosses level distances along x."""
    from scipy.interpolate import CubicHermiteSpline

    from skyshed.kernels.air import AIR_LOWEST_M, AIR_STEP_M

    time, place, velocity = path[:, 0], path[:, 1:4], path[:, 4:7]
    ahead = CubicHermiteSpline(place[:, 0], time, 1.0 / velocity[:, 0], extrapolate=False)
    when = np.asarray(ahead(distance))
    where = CubicHermiteSpline(time, place, velocity, extrapolate=False)
    at, speed = where(when), where(when, 1)
    levels = AIR_LOWEST_M + AIR_STEP_M * np.arange(air.shape[0])
    sound = np.interp(at[..., 2], levels, air[:, 1])
    return Passage(
        time_s=when,
        speed_m_s=np.linalg.norm(speed, axis=-1),
        height_m=at[..., 2] - sight_m,
        across_m=-at[..., 1],
        mach=np.linalg.norm(speed - wind, axis=-1) / sound,
    )
