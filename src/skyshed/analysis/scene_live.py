"""Nominal cover of one radar of a scene while it is dragged."""

import math
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import MILITARY_CELL_M
from skyshed.analysis.fixed_numbers import with_fixed
from skyshed.analysis.live_cover import LiveCover, MercatorView
from skyshed.analysis.moving_radar import MovingRadar
from skyshed.analysis.placement import study_parameters
from skyshed.scenario.model import Study
from skyshed.systems.target import mean_rcs_m2, signature_band
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.sampling import outside_error
from skyshed.terrain.window import TerrainWindow
from skyshed.uncertainty.sampling import nominal_values

_FINE_RADIUS_M = 250e3
_CELLS_TO_RIM = 700  # of larger maps, which no screen shows finer
_CORNER = 1.45  # of a square map, over half its side


@dataclass(frozen=True)
class LiveRadar:
    """A radar and its target with nominal values, ready to stand anywhere.

    Attributes
    ----------
    moving : MovingRadar
        The radar.
    reach_m : float
        Free-space slant range towards the target. [m]
    ring_m : float
        Instrumented range. [m]
    height_m, above_ground : float, bool
        Height of the target. [m]
    radius_m, cell_m : float
        Of the map. [m]
    """

    moving: MovingRadar
    reach_m: float
    ring_m: float
    height_m: float
    above_ground: bool
    radius_m: float
    cell_m: float


def live_radar(study: Study, key: str, terrain: TerrainDataset) -> LiveRadar:
    """A radar of a scene's study, for `LivePool.frame`.

    Parameters
    ----------
    study : Study
        Of the scene, with the radar anywhere.
    key : str
        The radar.
    terrain : TerrainDataset
        The terrain.
    """
    radar, (target,) = study.radar(key), study.targets
    values = nominal_values(with_fixed(study_parameters(study, terrain), study))
    cell_m = live_cell_m(study.radius_m)
    ring_m = float(values[f"{radar.entry.id}.instrumented_range_m"][0])
    moving = MovingRadar(
        radar.entry,
        values,
        mount=radar.mount,
        sector_centre_rad=radar.sector_centre_rad,
        maximum_range_m=max(_CORNER * (study.radius_m + 8.0 * cell_m), ring_m),
    )
    site = moving.at(latitude_deg=0.0, longitude_deg=0.0, ground_altitude_m=0.0)
    rcs = mean_rcs_m2(
        target.entry,
        values,
        signature_band(radar.entry),
        swerling=site.convention.swerling,
        configuration=target.configuration,
        aspect_rad=0.0,
    )
    height_m = target.altitude_m if target.altitude_m is not None else float(target.agl_m or 0.0)
    return LiveRadar(
        moving=moving,
        reach_m=float(site.reach_m(rcs, pd=study.pd)[0]),
        ring_m=ring_m,
        height_m=height_m,
        above_ground=target.altitude_m is None,
        radius_m=study.radius_m,
        cell_m=cell_m,
    )


def live_cell_m(radius_m: float) -> float:
    """Side of the cells while dragging: 250 m up to 250 km, above that 1/700 of the radius. [m]"""
    if radius_m <= _FINE_RADIUS_M:
        return MILITARY_CELL_M
    return float(math.ceil(radius_m / _CELLS_TO_RIM))


class LivePool:
    """Maps to work on, shared by all who drag, and a window of the terrain for each of them.

    Parameters
    ----------
    terrain : TerrainDataset
        The terrain.
    most : int
        Sizes of maps at hand; each takes up to 48 MB.
    most_window_bytes : int
        Bound on the windows; those not used for longest go first. [byte]
    threads : int
        Threads of one frame.
    """

    def __init__(
        self,
        terrain: TerrainDataset,
        *,
        most: int = 2,
        most_window_bytes: int = 200_000_000,
        threads: int = 2,
    ) -> None:
        self.terrain, self.most, self.threads = terrain, most, threads
        self.most_window_bytes = most_window_bytes
        self._covers: OrderedDict[tuple[float, float], LiveCover] = OrderedDict()
        self._windows: OrderedDict[tuple[str, float], TerrainWindow] = OrderedDict()

    def close(self) -> None:
        """End the threads."""
        while self._covers:
            self._covers.popitem()[1].close()

    def frame(
        self,
        radar: LiveRadar,
        who: str,
        *,
        latitude_deg: float,
        longitude_deg: float,
        view: MercatorView,
    ) -> NDArray[np.uint8]:
        """What forbids cover at each pixel of a view; not to be called by two threads at once.

        Parameters
        ----------
        radar : LiveRadar
            The radar.
        who : str
            Who drags: the same one finds the same window of the terrain again.
        latitude_deg, longitude_deg : float
            Where the radar stands now. [deg]
        view : MercatorView
            The screen.

        Returns
        -------
        ndarray of uint8, shape (height, width)
            As `LiveCover.frame`.

        Raises
        ------
        TerrainError
            If the radar stands outside the terrain.
        """
        cover, own = self._cover(radar), (who, radar.cell_m)
        cover.swap_window(self._windows.pop(own, None))
        try:
            ground_m = cover.site_ground_m(latitude_deg, longitude_deg)
            if math.isnan(ground_m):
                raise outside_error(self.terrain, latitude_deg, longitude_deg)
            site = radar.moving.at(
                latitude_deg=latitude_deg, longitude_deg=longitude_deg, ground_altitude_m=ground_m
            )
            return cover.frame(
                site,
                reach_m=radar.reach_m,
                height_m=radar.height_m,
                above_ground=radar.above_ground,
                view=view,
            )
        finally:
            self._keep(own, cover.swap_window(None))

    def _cover(self, radar: LiveRadar) -> LiveCover:
        size = radar.radius_m, radar.cell_m
        found = self._covers.pop(size, None)
        if found is None and len(self._covers) >= self.most:
            self._covers.popitem(last=False)[1].close()
        if found is None:
            found = LiveCover(
                self.terrain, radius_m=radar.radius_m, cell_m=radar.cell_m, threads=self.threads
            )
        self._covers[size] = found
        return found

    def _keep(self, own: tuple[str, float], window: TerrainWindow | None) -> None:
        """Hold a window, and let those go that were not used for longest."""
        if window is None:
            return
        self._windows[own] = window
        while self._window_bytes > self.most_window_bytes and len(self._windows) > 1:
            self._windows.popitem(last=False)

    @property
    def _window_bytes(self) -> int:
        return sum(window.altitude_m.nbytes for window in self._windows.values())
