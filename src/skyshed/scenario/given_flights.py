"""Flights that a user gives: a route of waypoints, or what was recorded; nothing is searched for.

Three heights and a fourth: a height above ground, an altitude above mean sea level, and a pressure
altitude, which is what a flight level and an ADS-B message tell. A pressure altitude stays one here
and is converted where the air pressure is known or drawn.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

#: What the heights of a flight are.
HEIGHT_KINDS = ("altitude", "agl", "pressure")


@dataclass(frozen=True)
class GivenRoute:
    """Points that a flight passes, with a height and a speed at each.

    Attributes
    ----------
    name : str
        Words for people.
    latitude_deg, longitude_deg : ndarray, shape (point,)
        The points. [deg]
    height_m : ndarray, shape (point,)
        Heights of one kind. [m]
    height_kind : str
        One of `HEIGHT_KINDS`.
    speed_m_s : ndarray, shape (point,)
        Speed over the ground; it changes evenly along each leg. [m/s]
    file : Path
        Where it was read from.
    lines : tuple of int
        Line of each point in the file; empty where lines mean nothing.
    notes : tuple of str
        What a reader must know, one sentence each.
    """

    name: str
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    height_m: FloatArray
    height_kind: str
    speed_m_s: FloatArray
    file: Path
    lines: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordedFlight:
    """Places of one aircraft over time, as recorded or as planned with times.

    Attributes
    ----------
    name, aircraft : str
        Words for people, and what identifies the aircraft in the file.
    time_s : ndarray, shape (sample,)
        Time from the first sample. [s]
    latitude_deg, longitude_deg : ndarray, shape (sample,)
        Places. [deg]
    height_m : ndarray, shape (sample,)
        Heights of one kind. [m]
    height_kind : str
        One of `HEIGHT_KINDS`.
    start_epoch_s : float
        Time of the first sample since 1970 in UTC; nan where only differences are known. [s]
    file : Path
        Where it was read from.
    notes : tuple of str
        What was left out and why, one sentence each.
    """

    name: str
    aircraft: str
    time_s: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    height_m: FloatArray
    height_kind: str
    start_epoch_s: float
    file: Path
    notes: tuple[str, ...] = field(default=())


Given = GivenRoute | RecordedFlight
