"""Level turns of an aircraft."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import STANDARD_GRAVITY_M_S2


def level_turn_radius_m(
    speed_m_s: ArrayLike, bank_rad: ArrayLike, *, gravity_m_s2: ArrayLike = STANDARD_GRAVITY_M_S2
) -> NDArray[np.float64]:
    """Radius of a coordinated level turn.

    Parameters
    ----------
    speed_m_s : array_like, shape (...)
        True airspeed. [m s^-1]
    bank_rad : array_like, shape (...)
        Angle of bank, above 0 and below pi/2. [rad]
    gravity_m_s2 : array_like, shape (...)
        [m s^-2]

    Returns
    -------
    ndarray, shape (...)
        V^2 / (g tan bank): the level part of the lift, whose upright part carries the weight, turns
        the path. [m]

    Raises
    ------
    ValueError
        If an angle lies outside (0, pi/2).
    """
    bank = np.asarray(bank_rad, dtype=float)
    if np.any((bank <= 0.0) | (bank >= np.pi / 2.0)):
        raise ValueError("bank_rad must lie between 0 and pi/2; was it in degrees?")
    return np.asarray(np.asarray(speed_m_s, dtype=float) ** 2 / (gravity_m_s2 * np.tan(bank)))


def level_turn_load_factor(bank_rad: ArrayLike) -> NDArray[np.float64]:
    """Lift over weight in a coordinated level turn.

    Parameters
    ----------
    bank_rad : array_like, shape (...)
        Angle of bank, less than pi/2. [rad]

    Returns
    -------
    ndarray, shape (...)
        1 / cos(bank). [1]
    """
    return np.asarray(1.0 / np.cos(np.asarray(bank_rad, dtype=float)))
