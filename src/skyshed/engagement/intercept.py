"""Where and when a missile meets its target."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Intercept:
    """Where and when missiles meet targets; everything is nan where they do not.

    Attributes
    ----------
    launch_s, intercept_s, flight_s : ndarray, shape (...)
        Time of launch, of the intercept, and between them. [s]
    range_m, altitude_m : ndarray, shape (...)
        Ground range from the launcher and altitude above mean sea level of the intercept. [m]
    speed_m_s : ndarray, shape (...)
        Speed of the missile there. [m/s]
    lateral_m_s2 : ndarray, shape (...)
        Lateral acceleration it has left there. [m/s2]
    """

    launch_s: FloatArray
    intercept_s: FloatArray
    flight_s: FloatArray
    range_m: FloatArray
    altitude_m: FloatArray
    speed_m_s: FloatArray
    lateral_m_s2: FloatArray

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Whether there is an intercept, shape (...)."""
        return np.isfinite(self.intercept_s)


def only_where(intercept: Intercept, keep: NDArray[np.bool_]) -> Intercept:
    """The intercepts to keep, nan elsewhere."""
    return Intercept(*(np.where(keep, column, np.nan) for column in _columns(intercept)))


def stacked(intercepts: Sequence[Intercept]) -> Intercept:
    """Intercepts of one shape along a new first axis."""
    rows = zip(*(_columns(intercept) for intercept in intercepts), strict=True)
    return Intercept(*(np.stack(row) for row in rows))


def _columns(intercept: Intercept) -> tuple[FloatArray, ...]:
    """The arrays of an intercept in their order."""
    return tuple(getattr(intercept, field.name) for field in fields(intercept))
