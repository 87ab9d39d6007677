"""A flown path as samples in time, and where it is at any time."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.geodesy.geodesics import inverse

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Track:
    """Places of one aircraft or missile over time.

    Attributes
    ----------
    time_s : ndarray, shape (n,)
        Times, not negative and growing. [s]
    latitude_rad, longitude_rad : ndarray, shape (n,)
        Geodetic place over the ground, longitude from -pi to pi. [rad]
    altitude_m : ndarray, shape (n,)
        Altitude above mean sea level. [m]
    speed_m_s : ndarray, shape (n,)
        Speed along the path, relative to the Earth. [m/s]
    course_rad : ndarray, shape (n,)
        Direction of travel over the ground, clockwise from true north, from -pi to pi. [rad]

    Raises
    ------
    ValueError
        If the arrays differ in shape or hold numbers that are not finite, if there are fewer than
        two times, or if times are negative or do not grow.
    """

    time_s: FloatArray
    latitude_rad: FloatArray
    longitude_rad: FloatArray
    altitude_m: FloatArray
    speed_m_s: FloatArray
    course_rad: FloatArray

    def __post_init__(self) -> None:
        columns = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        shape = self.time_s.shape
        if len(shape) != 1 or shape[0] < 2:
            raise ValueError(f"a track needs a row of at least two times, got shape {shape}")
        for name, column in columns.items():
            if column.shape != shape:
                raise ValueError(f"track: {name} has shape {column.shape}, time_s {shape}")
            if not np.all(np.isfinite(column)):
                raise ValueError(f"track: {name} must hold finite numbers")
        if self.time_s[0] < 0.0 or np.any(np.diff(self.time_s) <= 0.0):
            raise ValueError(
                "track: times must not be negative and must grow, got "
                f"{self.time_s[0]:g} s first and a least step of {np.diff(self.time_s).min():g} s"
            )

    @property
    def start_s(self) -> float:
        """First time. [s]"""
        return float(self.time_s[0])

    @property
    def end_s(self) -> float:
        """Last time. [s]"""
        return float(self.time_s[-1])


def position_at(
    track: Track, time_s: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Place of a track at given times.

    Parameters
    ----------
    track : Track
        The track.
    time_s : array_like, shape (...)
        Times. [s]

    Returns
    -------
    latitude_rad, longitude_rad : ndarray, shape (...)
        Place over the ground, longitude from -pi to pi. [rad]
    altitude_m : ndarray, shape (...)
        Altitude above mean sea level. [m]
        All three are nan before the first and after the last time of the track.

    Notes
    -----
    Linear between the samples. With d metres between two of them the place is at most about
    d^2/(8 R) tan(latitude) beside the geodesic: 2 mm for 300 m at 45 degrees.
    """
    time = np.asarray(time_s, dtype=float)

    def linear(column: FloatArray) -> FloatArray:
        return np.asarray(np.interp(time, track.time_s, column, left=np.nan, right=np.nan))

    longitude = linear(np.unwrap(track.longitude_rad))
    return linear(track.latitude_rad), _half_turn(longitude), linear(track.altitude_m)


def ground_range_m(
    track: Track, latitude_rad: ArrayLike, longitude_rad: ArrayLike
) -> NDArray[np.float64]:
    """Ground range of a track from one or more places.

    Parameters
    ----------
    track : Track
        The track, n samples.
    latitude_rad, longitude_rad : array_like, shape (...)
        Places, such as launchers. [rad]

    Returns
    -------
    ndarray, shape (..., n)
        Length of the geodesic from each place to each sample. [m]
    """
    latitude = np.asarray(latitude_rad, dtype=float)[..., None]
    longitude = np.asarray(longitude_rad, dtype=float)[..., None]
    return inverse(latitude, longitude, track.latitude_rad, track.longitude_rad)[0]


def _half_turn(angle_rad: FloatArray) -> FloatArray:
    """Angles brought to -pi to pi."""
    return np.asarray(np.remainder(angle_rad + np.pi, 2.0 * np.pi) - np.pi)
