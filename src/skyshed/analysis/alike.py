"""Draws with the same inputs, for which a result is found once.

A search inside the bounds of the unknowns, or a change of one unknown at a time, asks for hundreds
of points most of which differ in numbers that a part of the computation does not read.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]
Found = TypeVar("Found")


class Alike(Generic[Found]):
    """Keeps results for draws that agree in their inputs; those of a draw by itself are not kept.

    Parameters
    ----------
    *inputs : ndarray, shape (draw, ...)
        All that the results depend on.
    """

    def __init__(self, *inputs: FloatArray) -> None:
        table = np.column_stack([np.reshape(given, (len(given), -1)) for given in inputs])
        _, group, count = np.unique(table, axis=0, return_inverse=True, return_counts=True)
        group = group.reshape(-1)
        self._group = np.where(count[group] > 1, group, -1)
        self._kept: dict[tuple[int, Hashable], Found] = {}

    def of(self, draw: int, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` finds for a draw; it must not be changed.

        Parameters
        ----------
        draw : int
            Which one.
        key : hashable
            What is asked for, apart from the inputs.
        find : callable
            Finds it.

        Returns
        -------
        Found
        """
        group = int(self._group[draw])
        if group < 0:
            return find()
        place = (group, key)
        if place not in self._kept:  # two threads may find the same; no harm
            self._kept[place] = find()
        return self._kept[place]


def sight_inputs(radar: RadarSite) -> tuple[FloatArray, ...]:
    """What the line of sight of a radar's draws depends on.

    Parameters
    ----------
    radar : RadarSite

    Returns
    -------
    tuple of ndarray, shape (draw, ...)
    """
    return radar.antenna_altitude_m, radar.terrain_error_m, radar.inverse_k


def extra_inputs(radar: RadarSite) -> tuple[FloatArray, ...]:
    """Tables of the losses by gas, rain and clutter; nothing while all are off."""
    return () if radar.extra_loss_db is None else (np.asarray(radar.extra_loss_db, dtype=float),)


def level_inputs(radar: RadarSite) -> tuple[FloatArray, ...]:
    """What the level of an echo round a radar depends on; as `sight_inputs`."""
    return (
        *sight_inputs(radar),
        *extra_inputs(radar),
        radar.wavelength_m,
        radar.constant,
        radar.instrumented_range_m,
        radar.minimum_range_m,
        radar.elevation_min_rad,
        radar.elevation_max_rad,
    )
