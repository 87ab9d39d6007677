"""One radar's nominal cover while its site moves: some 30 ms from a place to the pixels."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import MILITARY_CELL_M
from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.geodesy.site_plane import geodetic_to_plane
from skyshed.kernels.live import OUTSIDE, UNKNOWN
from skyshed.propagation.line_of_sight import lowest_visible_altitude, smooth_surface
from skyshed.systems.radar_site import RadarSite
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.window import NODE_CELLS, TerrainWindow, nodes_of_plane, read_window

COARSE = 8
"""Cells per cell of the map on which the smooth surface is fitted."""
PIXEL_NODES = 16
"""Pixels between control nodes of the screen."""
OUTSIDE_CODE, UNKNOWN_CODE = OUTSIDE, UNKNOWN
_LARGEST_STRIDE = 8
_EARTH_RADIUS_M = 6_371_000.0  # for the size of pixels only

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Found = TypeVar("Found")


@dataclass(frozen=True)
class MercatorView:
    """A part of the Web-Mercator map, in pixels.

    Attributes
    ----------
    west_deg, south_deg, east_deg, north_deg : float
        Its edges; east beyond 180 where it crosses the antimeridian. [deg]
    width, height : int
        Pixels.
    """

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    width: int
    height: int

    def __post_init__(self) -> None:
        edges = (self.west_deg, self.south_deg, self.east_deg, self.north_deg)
        if not all(math.isfinite(edge) for edge in edges):
            raise ValueError(f"the edges of a view must be finite, got {edges}")
        if not (self.west_deg < self.east_deg <= self.west_deg + 360.0):
            raise ValueError(
                f"a view must lie between its west and its east edge, got {self.west_deg:g} and"
                f" {self.east_deg:g} degrees"
            )
        if not -89.0 <= self.south_deg < self.north_deg <= 89.0:
            raise ValueError(
                "a view must lie between its south and its north edge, within 89 degrees, got"
                f" {self.south_deg:g} and {self.north_deg:g} degrees"
            )
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a view needs pixels, got {self.width} by {self.height}")

    def nodes_rad(self, every: int) -> tuple[Float64, Float64]:
        """Latitudes of pixel rows and longitudes of columns, at the centre of every n-th. [rad]"""
        rows = np.arange(-(-self.height // every) + 1) * every + 0.5
        columns = np.arange(-(-self.width // every) + 1) * every + 0.5
        top, bottom = (
            math.asinh(math.tan(math.radians(edge))) for edge in (self.north_deg, self.south_deg)
        )
        latitude = np.arctan(np.sinh(top + (bottom - top) * rows / self.height))
        width = self.east_deg - self.west_deg
        return latitude, np.radians(self.west_deg + width * columns / self.width)


@dataclass
class _Swept:
    """What the last sweep left, for as long as only height, view or sector change."""

    numbers: tuple[object, ...]
    smooth: tuple[object, ...]
    every: int


class LiveCover:
    """Nominal cover of a radar that is being moved, on the terrain of a window in memory.

    Parameters
    ----------
    terrain : TerrainDataset
        The terrain.
    radius_m : float
        Radius of the map. [m]
    cell_m : float
        Cells; 250 m or more. [m]
    threads : int
        Threads of one frame; the result does not depend on them.

    Raises
    ------
    ValueError
        If cells are smaller than military radars allow, or do not fit the radius.

    Notes
    -----
    One frame at a time: `frame` waits for another thread's. Memory: 12 bytes a cell, 48 MB for
    250 km at 250 m, and the terrain window. Against `limiting_factors` on the same cells it
    differs where the smooth surface, fitted on coarser cells, decides, and by what the control
    grid moves the terrain: in the tests in less than 0.01 % of the cells on the relief, 0.03 % on
    an Alpine tile and 0.06 % over the seam of two tiles.
    """

    def __init__(
        self,
        terrain: TerrainDataset,
        *,
        radius_m: float = 250e3,
        cell_m: float = MILITARY_CELL_M,
        threads: int = 2,
    ) -> None:
        if not MILITARY_CELL_M <= cell_m <= radius_m / COARSE:
            raise ValueError(
                f"cells must be {MILITARY_CELL_M:g} m or more and fit the radius, got {cell_m:g} m"
                f" and {radius_m:g} m"
            )
        self.terrain, self.cell_m, self.threads = terrain, float(cell_m), max(1, threads)
        self.n = math.ceil(radius_m / cell_m / COARSE - 1e-9) * COARSE
        self.radius_m = float(radius_m)
        side = 2 * self.n + 1
        self._ground = np.empty((side, side), dtype=np.float32)
        self._visible, self._fraction = np.empty_like(self._ground), np.empty_like(self._ground)
        coarse = 2 * self.n // COARSE + 1
        self._means = np.zeros((coarse, coarse), dtype=np.float32)
        self._coarse = np.zeros((2, coarse, coarse), dtype=np.float32)
        self._window: TerrainWindow | None = None
        self._laid: tuple[object, ...] | None = None
        self._known = False
        self._swept: _Swept | None = None
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(self.threads)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def frame(
        self,
        radar: RadarSite,
        *,
        reach_m: float,
        height_m: float,
        above_ground: bool,
        view: MercatorView,
    ) -> NDArray[np.uint8]:
        """What forbids cover at each pixel of a view, in the first draw of a radar.

        Parameters
        ----------
        radar : RadarSite
            The radar; its place may differ from the last frame's. A terrain error of its first
            draw is added everywhere alike.
        reach_m : float
            Free-space slant range towards the target. [m]
        height_m : float
            Height of the target. [m]
        above_ground : bool
            Whether that is above the ground, or above mean sea level.
        view : MercatorView
            The screen.

        Returns
        -------
        ndarray of uint8, shape (height, width)
            Index into `skyshed.analysis.coverage.FACTORS`, 0 where covered; 254 outside the radius,
            255 where the terrain is unknown. Row 0 is the north.

        Raises
        ------
        TerrainError
            If the terrain cannot be read.
        ValueError
            If a number cannot be.
        """
        if not (math.isfinite(height_m) and reach_m >= 0.0):
            raise ValueError(f"no such height or reach: {height_m}, {reach_m}")
        with self._lock:
            self._sweep(radar, reach_m, self._stride(view))
            return self._judge(radar, reach_m, height_m, above_ground, view)

    def ground_m(self, radar: RadarSite) -> NDArray[np.float32]:
        """The terrain on the plane of a radar, as `frame` uses it; a copy. [m]"""
        with self._lock:
            self._lay(math.degrees(radar.latitude_rad), math.degrees(radar.longitude_rad))
            return self._ground.copy()

    def swap_window(self, window: TerrainWindow | None) -> TerrainWindow | None:
        """Work in another window of the same terrain and cells, and give back the last one.

        Several who drag may so share the maps and keep a window each.
        """
        with self._lock:
            before, self._window = self._window, window
            return before

    def site_ground_m(self, latitude_deg: float, longitude_deg: float) -> float:
        """Terrain in the cell of a site, as `frame` uses it; nan in a gap. [m]"""
        with self._lock:
            self._lay(latitude_deg, longitude_deg)
            return float(self._ground[self.n, self.n])

    def _lay(self, latitude_deg: float, longitude_deg: float) -> None:
        """Terrain onto the plane of the site."""
        if self._laid == (latitude_deg, longitude_deg):
            return
        from skyshed.kernels.live import warp

        self._laid = self._swept = None
        latitude, longitude = nodes_of_plane(latitude_deg, longitude_deg, self.cell_m, self.n)
        window = self._window
        if window is not None:
            row, column = window.places(latitude, longitude)
            if not window.holds(row, column):
                window = None
        if window is None:
            window = read_window(self.terrain, latitude, longitude, cell_m=self.cell_m)
            row, column = window.places(latitude, longitude)
            self._window = window
        places = row.astype(np.float32), column.astype(np.float32)
        heights, columns = window.altitude_m.ravel(), window.altitude_m.shape[1]
        outside = self._each(
            lambda a, b: warp(heights, columns, *places, NODE_CELLS, a, b, self._ground),
            2 * self.n + 1,
        )
        self._known = not window.has_gaps and sum(outside) == 0
        self._laid = (latitude_deg, longitude_deg)

    def _sweep(self, radar: RadarSite, reach_m: float, every: int) -> None:
        """Line of sight and smooth surface, unless the last frame's still hold."""
        error = float(radar.terrain_error_m[0])
        numbers = (
            radar.latitude_rad, radar.longitude_rad, float(radar.antenna_altitude_m[0]),
            radar.ground_altitude_m, radar.clear_radius_m, radar.inverse_k[0].tobytes(),
            radar.scale_m, error,
        )  # fmt: skip
        smooth = (float(radar.wavelength_m[0]), reach_m)
        before = self._swept
        again = before is not None and before.numbers == numbers and before.every <= every
        if before is not None and again and before.smooth == smooth:
            return
        self._lay(math.degrees(radar.latitude_rad), math.degrees(radar.longitude_rad))
        self._swept = None
        if before is not None and again:
            every = before.every
        else:
            masking = self._ground if error == 0.0 else self._ground + np.float32(error)
            fitting = self._pool.submit(self._fit, radar)
            lowest_visible_altitude(
                masking,
                cell_m=self.cell_m,
                antenna_altitude_m=float(radar.antenna_altitude_m[0]),
                latitude_rad=radar.latitude_rad,
                inverse_k=radar.inverse_k[0],
                scale_m=radar.scale_m,
                clear_radius_m=radar.clear_radius_m,
                threads=self.threads,
                disc=True,
                known=self._known,
                every=every,
                out=(self._visible, self._fraction),
            )
            fitting.result()
        self._raise_surface(radar, reach_m)
        self._swept = _Swept(numbers, smooth, every)

    def _stride(self, view: MercatorView) -> int:
        """Cells of which a pixel can show only one: the rest need no line of sight."""
        latitude = math.radians(max(abs(view.south_deg), abs(view.north_deg)))
        wide_deg = (view.east_deg - view.west_deg) / view.width
        pixel_m = math.radians(wide_deg) * _EARTH_RADIUS_M * math.cos(latitude)
        return min(max(int(pixel_m / self.cell_m), 1), _LARGEST_STRIDE)

    def _fit(self, radar: RadarSite) -> None:
        from skyshed.kernels.live import block_means

        block_means(self._ground, COARSE, self._means)
        surface = smooth_surface(self._means, antenna_ground_m=radar.ground_altitude_m, cut=False)
        self._coarse[0], self._at_antenna = surface.at_cell_m, surface.at_antenna_m

    def _raise_surface(self, radar: RadarSite, reach_m: float) -> None:
        from skyshed.kernels.live import smooth_rise

        table = smooth_earth_table()
        self._each(
            lambda a, b: smooth_rise(
                self._at_antenna,
                self._means,
                self.cell_m * COARSE,
                *radar.curvature_per_m,
                radar.inverse_k[0],
                radar.scale_m,
                float(radar.wavelength_m[0]),
                float(radar.antenna_altitude_m[0]),
                float(reach_m),
                table,
                a,
                b,
                self._coarse[1],
            ),
            self._means.shape[0],
        )

    def _judge(
        self,
        radar: RadarSite,
        reach_m: float,
        height_m: float,
        above_ground: bool,
        view: MercatorView,
    ) -> NDArray[np.uint8]:
        from skyshed.kernels.live import TABLE_ROWS, fill_tables, judge_pixels

        latitude, longitude = view.nodes_rad(PIXEL_NODES)
        east, north = geodetic_to_plane(
            *np.broadcast_arrays(latitude[:, None], longitude[None, :]),
            lat0_rad=radar.latitude_rad,
            lon0_rad=radar.longitude_rad,
        )
        wavelength, h0 = float(radar.wavelength_m[0]), float(radar.antenna_altitude_m[0])
        tangents = math.tan(radar.elevation_min_rad[0]), math.tan(radar.elevation_max_rad[0])
        tables = np.empty((TABLE_ROWS, self.n + 3), dtype=np.float32)
        fill_tables(
            self.cell_m,
            *radar.curvature_per_m,
            radar.inverse_k[0],
            radar.scale_m,
            wavelength,
            h0,
            radar.ground_altitude_m,
            float(reach_m),
            *tangents,
            smooth_earth_table(),
            tables,
        )
        half = 0.5 * radar.sector_rad
        cosine = math.cos(half) if half < math.pi else -1.1
        centre = math.sin(radar.sector_centre_rad), math.cos(radar.sector_centre_rad)
        maps = self._ground.ravel(), self._visible.ravel(), self._fraction.ravel()
        every = 1 if self._swept is None else self._swept.every
        codes = np.empty((view.height, view.width), dtype=np.uint8)
        self._each(
            lambda a, b: judge_pixels(
                east, north, PIXEL_NODES, self.cell_m, self.n, every, *maps, self.n // COARSE,
                self._coarse.ravel(), COARSE, tables.ravel(),
                self.radius_m / self.cell_m, *centre, cosine, float(height_m), above_ground,
                wavelength, h0, float(reach_m), float(radar.instrumented_range_m[0]),
                float(radar.minimum_range_m[0]), a, b, codes,
            ),
            view.height,
        )  # fmt: skip
        return codes

    def _each(self, work: Callable[[int, int], Found], rows: int) -> list[Found]:
        """Run `work` on pieces of rows, on the threads; what it gave."""
        pieces = 1 if self.threads == 1 else 4 * self.threads
        cuts = np.linspace(0, rows, pieces + 1).astype(int)
        pairs = zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
        return list(self._pool.map(lambda ab: work(*ab), pairs))
