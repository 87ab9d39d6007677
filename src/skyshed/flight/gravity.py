"""Normal gravity of the WGS 84 ellipsoid, the centrifugal part included."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import (
    WGS84_ECCENTRICITY_SQUARED,
    WGS84_FLATTENING,
    WGS84_SEMI_MAJOR_AXIS_M,
)

GRAVITY_AT_EQUATOR_M_S2: Final = 9.780_325_335_9
SOMIGLIANA_CONSTANT: Final = 0.001_931_852_652_41
# Centrifugal acceleration over gravity at the equator, omega^2 a^2 b / GM.
CENTRIFUGAL_RATIO: Final = 0.003_449_786_506_84


def gravity_m_s2(lat_rad: ArrayLike, height_m: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Normal gravity at a latitude and a height.

    Parameters
    ----------
    lat_rad : array_like, shape (...)
        Geodetic latitude. [rad]
    height_m : array_like, shape (...)
        Height above the ellipsoid. [m]

    Returns
    -------
    ndarray, shape (...)
        Acceleration of a body that is let go, towards the ellipsoid. [m s^-2]

    Notes
    -----
    Somigliana's formula on the ellipsoid [1]_ and its series of second order in the height [2]_,
    which errs by less than 4 h^3/a^3: 1e-5 of the value at 86 km, 5e-4 at 300 km.

    References
    ----------
    .. [1] "International gravity formula" (WGS 84 ellipsoidal gravity formula), tickerdossier.com.
    .. [2] "Theoretical Earth gravity g(latitude, height), WGS84", hpmuseum.org forum, thread 17495.
    """
    height = np.asarray(height_m, dtype=float)
    surface, fall, bend = gravity_series(lat_rad)
    return np.asarray(surface * (1.0 - fall * height + bend * height**2))


def gravity_series(
    lat_rad: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Coefficients of gravity by height, g (1 - fall h + bend h^2).

    Parameters
    ----------
    lat_rad : array_like, shape (...)
        Geodetic latitude. [rad]

    Returns
    -------
    gravity_m_s2 : ndarray, shape (...)
        On the ellipsoid. [m s^-2]
    fall_per_m : ndarray, shape (...)
        [m^-1]
    bend_per_m2 : float
        [m^-2]
    """
    sine_squared = np.sin(np.asarray(lat_rad, dtype=float)) ** 2
    root = np.sqrt(1.0 - WGS84_ECCENTRICITY_SQUARED * sine_squared)
    surface = GRAVITY_AT_EQUATOR_M_S2 * (1.0 + SOMIGLIANA_CONSTANT * sine_squared) / root
    f, m, a = WGS84_FLATTENING, CENTRIFUGAL_RATIO, WGS84_SEMI_MAJOR_AXIS_M
    fall = 2.0 / a * (1.0 + f + m - 2.0 * f * sine_squared)
    return np.asarray(surface), np.asarray(fall), 3.0 / a**2
