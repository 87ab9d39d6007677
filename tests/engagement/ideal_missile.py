"""Fly-out tables with a known answer."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Points:
    time_s: np.ndarray
    speed_m_s: np.ndarray
    lateral_m_s2: np.ndarray
    reachable: np.ndarray


@dataclass(frozen=True)
class StraightMissile:
    """Flies straight to the point at the speed of its member; reaches a shell of slant range."""

    speeds_m_s: tuple[float, ...] = (1_000.0, 500.0)
    farthest_m: float = 100e3
    nearest_m: float = 0.0
    floor_m: float = -np.inf

    def at(self, member, range_m, altitude_m, *, agl_m=None):
        speed = np.asarray(self.speeds_m_s)[member]
        slant = np.hypot(range_m, altitude_m)
        speed, slant = np.broadcast_arrays(speed, slant)
        above = altitude_m if agl_m is None else agl_m
        inside = (slant <= self.farthest_m) & (slant >= self.nearest_m)
        return Points(
            time_s=slant / speed,
            speed_m_s=speed.astype(float),
            lateral_m_s2=200.0 - slant / 1e3,
            reachable=inside & (above >= self.floor_m),
        )
