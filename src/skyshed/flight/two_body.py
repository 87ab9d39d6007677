"""Motion about the Earth's centre without air: Kepler's problem, Lambert's, and a vertical climb.

Both problems are solved in the universal variable, so that ellipses, parabolas and hyperbolas need
no cases of their own. With psi = chi^2 / a and the functions of Stumpff

    c2(psi) = (1 - cos sqrt(psi)) / psi,    c3(psi) = (sqrt(psi) - sin sqrt(psi)) / psi^(3/2)

and their hyperbolic twins for psi < 0.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.flight.ballistic import EARTH_GM_M3_S2, EARTH_RADIUS_M

FloatArray = NDArray[np.float64]

Function = Callable[[float], float]

_SERIES_BELOW: Final = 1e-2
_ROUNDS: Final = 200
_FASTEST_M_S: Final = 1e8  # beyond it the digits run out, and so does Newton's mechanics


def stumpff(psi: float) -> tuple[float, float]:
    """Functions c2 and c3 of Stumpff.

    Parameters
    ----------
    psi : float
        [1]

    Returns
    -------
    c2, c3 : float
        1/2 and 1/6 at 0. [1]
    """
    if abs(psi) < _SERIES_BELOW:
        c2 = 1 / 2 - psi / 24 * (1 - psi / 30 * (1 - psi / 56 * (1 - psi / 90)))
        c3 = 1 / 6 - psi / 120 * (1 - psi / 42 * (1 - psi / 72 * (1 - psi / 110)))
        return c2, c3
    root = math.sqrt(abs(psi))
    if psi > 0.0:
        return (1.0 - math.cos(root)) / psi, (root - math.sin(root)) / root**3
    return (1.0 - math.cosh(root)) / psi, (math.sinh(root) - root) / root**3


def kepler_state(
    position_m: ArrayLike,
    velocity_m_s: ArrayLike,
    time_s: float,
    *,
    gm_m3_s2: float = EARTH_GM_M3_S2,
) -> tuple[FloatArray, FloatArray]:
    """Position and velocity a time later, of a body that only the Earth's centre attracts.

    Parameters
    ----------
    position_m, velocity_m_s : array_like, shape (3,)
        From the centre, in a frame that does not turn. [m], [m s^-1]
    time_s : float
        Time to go on; negative: back. [s]
    gm_m3_s2 : float
        Gravitational constant times mass. [m^3 s^-2]

    Returns
    -------
    position_m, velocity_m_s : ndarray, shape (3,)
        [m], [m s^-1]

    Raises
    ------
    ValueError
        If the position is the centre.
    """
    r0, v0 = _vector(position_m), _vector(velocity_m_s)
    start, root = float(np.linalg.norm(r0)), math.sqrt(gm_m3_s2)
    if start == 0.0:
        raise ValueError("position_m must not be the centre")
    outward = float(r0 @ v0) / root
    alpha = 2.0 / start - float(v0 @ v0) / gm_m3_s2  # 1 / semi-major axis

    def lateness(chi: float) -> float:
        c2, c3 = stumpff(alpha * chi * chi)
        first = outward * chi * chi * c2
        rest = (1.0 - alpha * start) * chi**3 * c3
        return first + rest + start * chi - root * time_s

    chi = _root_of(lateness, root * time_s / start)
    c2, c3 = stumpff(alpha * chi * chi)
    f, g = 1.0 - chi * chi * c2 / start, time_s - chi**3 * c3 / root
    r = f * r0 + g * v0
    end = float(np.linalg.norm(r))
    slope_f = root * chi * (alpha * chi * chi * c3 - 1.0) / (end * start)
    slope_g = 1.0 - chi * chi * c2 / end
    return r, slope_f * r0 + slope_g * v0


def lambert(
    start_m: ArrayLike,
    end_m: ArrayLike,
    time_s: float,
    *,
    long_way: bool = False,
    gm_m3_s2: float = EARTH_GM_M3_S2,
) -> tuple[FloatArray, FloatArray]:
    """Velocities at both ends of the arc between two points in a given time.

    Parameters
    ----------
    start_m, end_m : array_like, shape (3,)
        From the centre, in a frame that does not turn. [m]
    time_s : float
        Time of flight, less than one revolution. [s]
    long_way : bool
        Whether the arc turns by more than half a circle.
    gm_m3_s2 : float
        Gravitational constant times mass. [m^3 s^-2]

    Returns
    -------
    start_velocity_m_s, end_velocity_m_s : ndarray, shape (3,)
        [m s^-1]

    Raises
    ------
    ValueError
        If the time is not above zero or too short to compute with, or the points lie on one line
        with the centre, so that the plane of the arc is not determined.
    """
    r1, r2 = _vector(start_m), _vector(end_m)
    if not time_s > 0.0:
        raise ValueError(f"time_s must be above zero, got {time_s}")
    if float(np.linalg.norm(r2 - r1)) > _FASTEST_M_S * time_s:
        raise ValueError(f"time_s is too short for any arc between the points, got {time_s}")
    n1, n2 = float(np.linalg.norm(r1)), float(np.linalg.norm(r2))
    cosine = float(r1 @ r2) / (n1 * n2) if n1 and n2 else 1.0
    if 1.0 - abs(cosine) < 1e-13:
        raise ValueError("the points and the centre lie on one line: the plane is not determined")
    a = math.sqrt(n1 * n2 * (1.0 + cosine)) * (-1.0 if long_way else 1.0)

    def height(psi: float) -> float:
        c2, c3 = stumpff(psi)
        return n1 + n2 + a * (psi * c3 - 1.0) / math.sqrt(c2)

    def lateness(psi: float) -> float:
        y = height(psi)
        if y <= 0.0:
            return -math.inf  # the flight is shorter than any with this energy
        c2, c3 = stumpff(psi)
        flown = (y / c2) ** 1.5 * c3 + a * math.sqrt(y)
        return float(flown - math.sqrt(gm_m3_s2) * time_s)

    fastest = -1.0
    while lateness(fastest) > 0.0:
        fastest *= 2.0
    psi = _bisected(lateness, fastest, 4.0 * math.pi**2 * (1.0 - 1e-12))
    y = height(psi)
    f, g, slope_g = 1.0 - y / n1, a * math.sqrt(y / gm_m3_s2), 1.0 - y / n2
    return (r2 - f * r1) / g, (slope_g * r2 - r1) / g


def vertical_speed_to_m_s(
    apogee_m: ArrayLike,
    *,
    radius_m: float = EARTH_RADIUS_M,
    gm_m3_s2: float = EARTH_GM_M3_S2,
) -> FloatArray:
    """Speed at the surface of a body that coasts straight up to an apogee, without air.

    Parameters
    ----------
    apogee_m : array_like, shape (...)
        Altitude where it stops. [m]
    radius_m : float
        Of the Earth. [m]
    gm_m3_s2 : float
        Gravitational constant times mass. [m^3 s^-2]

    Returns
    -------
    ndarray, shape (...)
        sqrt(2 GM (1/R - 1/(R + h))). [m s^-1]

    Raises
    ------
    ValueError
        If an apogee is negative.
    """
    apogee = np.asarray(apogee_m, dtype=float)
    if np.any(apogee < 0.0):
        raise ValueError(f"apogee_m must not be negative, got {np.nanmin(apogee):g}")
    return np.sqrt(2.0 * gm_m3_s2 * apogee / (radius_m * (radius_m + apogee)))


def _root_of(growing: Function, guess: float) -> float:
    """Zero of a growing function: bracketed from a guess, then bisected."""
    reach = abs(guess) + 1.0
    low, high = guess - reach, guess + reach
    while growing(low) > 0.0:
        low -= reach
        reach *= 2.0
    while growing(high) < 0.0:
        high += reach
        reach *= 2.0
    return _bisected(growing, low, high)


def _bisected(growing: Function, low: float, high: float) -> float:
    """Zero of a growing function between two points, to the last digit."""
    for _ in range(_ROUNDS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if growing(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _vector(value: ArrayLike) -> FloatArray:
    vector = np.asarray(value, dtype=float)
    if vector.shape != (3,) or not np.all(np.isfinite(vector)):
        raise ValueError(f"expected three finite numbers, got {value!r}")
    return vector
