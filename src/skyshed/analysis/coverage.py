"""Cover of one radar against one target: every cell, every draw, all altitudes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.parallel import in_order
from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.propagation.line_of_sight import (
    Sight,
    SmoothSurface,
    lowest_visible_altitude,
    smooth_surface,
)
from skyshed.systems.radar_site import RadarSite

Progress = Callable[[int, int], None]

MILITARY_CELL_M = 250.0
"""Military systems are computed on cells of this size or larger: the boundary of the project."""
MOST_HEIGHTS = 8
FACTORS = ("covered", "sector", "horizon", "terrain", "instrumented range", "power", "elevation")
"""Limiting factors by code, in the order in which they are tested; "elevation" is too near, too."""
UNKNOWN_FACTOR = 255


@dataclass(frozen=True)
class Heights:
    """Heights at which cover is asked for.

    Attributes
    ----------
    agl_m : tuple of float
        Heights above ground (over the sea: above the sea). [m]
    altitude_m : tuple of float
        Heights above mean sea level. [m]
    """

    agl_m: tuple[float, ...] = ()
    altitude_m: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        for name, given in (("agl_m", self.agl_m), ("altitude_m", self.altitude_m)):
            if np.ndim(given) != 1:
                raise ValueError(f"{name} must be a sequence of heights in metres, got {given!r}")
            if not all(isinstance(h, (int, float, np.number)) for h in given):
                raise ValueError(f"{name} must hold numbers, in metres, got {given!r}")
        if not 1 <= len(self) <= MOST_HEIGHTS:
            raise ValueError(f"expected 1 to {MOST_HEIGHTS} heights, got {len(self)}")
        if not all(np.isfinite(h) for h in (*self.agl_m, *self.altitude_m)):
            raise ValueError(f"heights must be finite, got {self}")
        if any(h < 0.0 for h in self.agl_m):
            raise ValueError(f"heights above ground must not be negative, got {min(self.agl_m)}")

    def __len__(self) -> int:
        return len(self.agl_m) + len(self.altitude_m)

    @property
    def labels(self) -> tuple[str, ...]:
        """Words for people, in the order of all results."""
        return tuple(
            [f"{_metres(h)} above ground" for h in self.agl_m]
            + [f"{_metres(h)} above sea level" for h in self.altitude_m]
        )

    @property
    def values_m(self) -> NDArray[np.float64]:
        """All heights, above ground first. [m]"""
        return np.array([*self.agl_m, *self.altitude_m], dtype=float)

    @property
    def above_ground(self) -> NDArray[np.bool_]:
        """Which of `values_m` count from the ground."""
        return np.arange(len(self)) < len(self.agl_m)

    def altitudes_over(self, ground_m: ArrayLike) -> NDArray[np.float64]:
        """Altitudes above sea level over given ground, shape (height, ...). [m]"""
        ground = np.asarray(ground_m, dtype=float)
        shape = (-1,) + (1,) * ground.ndim
        return self.values_m.reshape(shape) + np.where(
            self.above_ground.reshape(shape), ground[None], 0.0
        )


def _metres(height_m: float) -> str:
    return f"{height_m / 1000:g} km" if height_m >= 1000.0 else f"{height_m:g} m"


@dataclass(frozen=True)
class CoverageMap:
    """Cover of every cell in every draw.

    Attributes
    ----------
    cell_m : float
        Side of a cell. [m]
    heights : Heights
        The heights asked for.
    known : ndarray of bool, shape (row, column)
        Cells inside the radius whose terrain is known in every draw.
    code : ndarray of uint16, shape (draw, row, column)
        Lowest covered altitude, packed; see `lowest_covered_m`.
    bits : ndarray of uint8, shape (draw, row, column)
        Bit h is set where height h is covered.
    cells_by_bin : ndarray of int64, shape (draw, height, bin)
        Covered cells by distance, one cell wide each.
    workers : int
        Threads for the statistics; they do not depend on it.
    """

    cell_m: float
    heights: Heights
    known: NDArray[np.bool_]
    code: NDArray[np.uint16]
    bits: NDArray[np.uint8]
    cells_by_bin: NDArray[np.int64]
    workers: int = 1

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.code.shape[0])

    def lowest_covered_m(self, draw: int) -> NDArray[np.float64]:
        """Lowest covered altitude of one draw, to the metre; nan where no altitude is. [m]"""
        return _decode(self.code[draw])

    def lowest_covered_quantiles_m(
        self, levels: Sequence[float] = (0.05, 0.5, 0.95)
    ) -> NDArray[np.float64]:
        """Lowest covered altitude that a share `levels` of the draws stay below or at.

        Returns
        -------
        ndarray, shape (level, row, column)
            nan where that share of the draws does not cover the cell at any altitude. [m]
        """
        from skyshed.kernels.tally import order_statistics

        ranks = np.array(
            [min(max(int(np.ceil(q * self.draws)) - 1, 0), self.draws - 1) for q in levels]
        )
        flat = self.code.reshape(self.draws, -1)
        out = np.empty((len(ranks), flat.shape[1]), dtype=np.uint16)
        self._by_cells(lambda a, b: order_statistics(flat, ranks, a, b, out))
        return _decode(out).reshape(len(ranks), *self.code.shape[1:])

    @cached_property
    def share_of_draws(self) -> NDArray[np.float64]:
        """Share of the draws that cover each cell, shape (height, row, column). [1]"""
        from skyshed.kernels.tally import count_bits

        flat = self.bits.reshape(self.draws, -1)
        out = np.zeros((len(self.heights), flat.shape[1]), dtype=np.uint16)
        self._by_cells(lambda a, b: count_bits(flat, a, b, out))
        share = out.astype(float) / np.float64(self.draws)
        return np.asarray(share.reshape(len(self.heights), *self.bits.shape[1:]))

    def covered_area_m2(self, radius_m: float | None = None) -> NDArray[np.float64]:
        """Area covered inside a radius (default: the whole disc), shape (draw, height). [m^2]"""
        return self._cells(radius_m) * self.cell_m**2

    def covered_share(self, radius_m: float | None = None) -> NDArray[np.float64]:
        """Covered share of the known area inside a radius, shape (draw, height). [1]"""
        known = self.known & (self._distance_cells() < self._bins(radius_m))
        return self._cells(radius_m) / float(max(int(np.count_nonzero(known)), 1))

    def _by_cells(self, work: Callable[[int, int], None]) -> None:
        """Run `work` on pieces of the flattened map, on threads."""
        cuts = np.linspace(0, self.known.size, 4 * self.workers + 1).astype(int)
        for _ in in_order(lambda piece: work(*piece), pairwise(cuts), workers=self.workers):
            pass

    def _bins(self, radius_m: float | None) -> int:
        every = int(self.cells_by_bin.shape[2])
        if radius_m is None:
            return every
        return min(int(radius_m / self.cell_m + 0.5), every)

    def _cells(self, radius_m: float | None) -> NDArray[np.float64]:
        return np.asarray(self.cells_by_bin[:, :, : self._bins(radius_m)].sum(axis=2), dtype=float)

    def _distance_cells(self) -> NDArray[np.float64]:
        n = self.known.shape[0] // 2
        axis = np.arange(-n, n + 1)
        return np.asarray(np.hypot(axis[:, None], axis[None, :]))


def _decode(code: NDArray[np.uint16]) -> NDArray[np.float64]:
    from skyshed.kernels.tally import CODE_OFFSET_M, NOT_COVERED

    return np.where(code == NOT_COVERED, np.nan, code.astype(float) - CODE_OFFSET_M)


def coverage_map(
    radar: RadarSite,
    ground_m: ArrayLike,
    *,
    cell_m: float,
    reach_m: ArrayLike,
    heights: Heights,
    error_weight: ArrayLike | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> CoverageMap:
    """Lowest covered altitude and cover at given heights, draw by draw.

    Parameters
    ----------
    radar : RadarSite
        The radar, `draw` values of every uncertain number.
    ground_m : array_like, shape (2n+1, 2n+1)
        Terrain on the radar's azimuthal-equidistant plane, north up; nan where unknown. [m]
    cell_m : float
        Side of a cell; 250 m or more for military radars. [m]
    reach_m : array_like, shape (draw,) or (draw, azimuth)
        Free-space slant range towards the target, for all azimuths or at equally spaced azimuths
        of the target's place as seen from the radar, starting north. [m]
    heights : Heights
        Heights at which cover is asked for.
    error_weight : array_like, shape (2n+1, 2n+1), optional
        Factor on the terrain error of each draw; see `masking_terrain`. [1]
    workers : int
        Threads; the result does not depend on it.
    progress : callable, optional
        Called with (draws done, draws in all).

    Returns
    -------
    CoverageMap
        On the disc inscribed in the grid.

    Raises
    ------
    ValueError
        If shapes do not fit, a reach is nan or negative, the map is larger than what the radar's
        refraction was fitted to, or a military radar is asked for on cells below 250 m.
    """
    ground = np.ascontiguousarray(ground_m, dtype=np.float32)
    _check(radar, ground, cell_m)
    reach = _reach(reach_m, radar.draws)
    weight = _weight(error_weight, ground)
    surface = smooth_surface(ground, antenna_ground_m=radar.ground_altitude_m)
    places = _Places.of(ground, cell_m, radar, reach.shape[1])
    draws, n = radar.draws, ground.shape[0] // 2
    code = np.empty((draws, *ground.shape), dtype=np.uint16)
    bits = np.empty(code.shape, dtype=np.uint8)
    cells = np.zeros((draws, len(heights), n + 1), dtype=np.int64)
    known = np.empty((draws if np.isnan(ground).any() else 1, *ground.shape), dtype=bool)
    table = smooth_earth_table()

    def one(draw: int) -> None:
        from skyshed.kernels.tally import pack_cover

        lowest, highest, visible = _cover_of_draw(
            radar, ground, weight, surface, places, reach[draw], draw, cell_m, table
        )
        pack_cover(
            lowest,
            highest,
            ground,
            heights.values_m,
            heights.above_ground,
            1.0,
            code[draw],
            bits[draw],
            cells[draw],
        )
        if known.shape[0] > 1 or draw == 0:
            np.isfinite(visible, out=known[draw if known.shape[0] > 1 else 0])

    _each(one, draws, workers, progress)
    return CoverageMap(
        float(cell_m), heights, known.all(axis=0) & places.in_disc, code, bits, cells, workers
    )


def limiting_factors(
    radar: RadarSite,
    ground_m: ArrayLike,
    *,
    cell_m: float,
    reach_m: ArrayLike,
    heights: Heights,
    error_weight: ArrayLike | None = None,
    draw: int = 0,
) -> NDArray[np.uint8]:
    """What forbids cover of each cell at each height, in one draw.

    Parameters
    ----------
    radar, ground_m, cell_m, reach_m, heights, error_weight
        As in `coverage_map`.
    draw : int
        Which draw; 0 is the nominal one if the radar was built from nominal values.

    Returns
    -------
    ndarray of uint8, shape (height, row, column)
        Index into `FACTORS`: the first factor, in that order, that forbids cover; 0 where covered,
        255 where the terrain is unknown or outside the disc.

    Raises
    ------
    ValueError
        As in `coverage_map`, or if there is no such draw.
    """
    from skyshed.kernels.cover import limiting_map

    if not 0 <= draw < radar.draws:
        raise ValueError(f"draw must lie between 0 and {radar.draws - 1}, got {draw}")
    ground = np.ascontiguousarray(ground_m, dtype=np.float32)
    _check(radar, ground, cell_m)
    reach = _reach(reach_m, radar.draws)
    weight = _weight(error_weight, ground)
    surface = smooth_surface(ground, antenna_ground_m=radar.ground_altitude_m)
    places = _Places.of(ground, cell_m, radar, reach.shape[1])
    table = smooth_earth_table()
    lowest, highest, _ = _cover_of_draw(
        radar, ground, weight, surface, places, reach[draw], draw, cell_m, table
    )
    sight = _sight(radar, ground, weight, draw, cell_m)
    out = np.empty((len(heights), *ground.shape), dtype=np.uint8)
    for factor, altitude in zip(out, heights.altitudes_over(ground), strict=True):
        limiting_map(
            altitude.astype(np.float32),
            lowest,
            highest,
            ground,
            sight.visible_altitude_m,
            sight.edge_fraction,
            surface.at_antenna_m,
            surface.at_cell_m,
            places.in_sector,
            places.reach_map(reach[draw]),
            float(cell_m),
            *radar.curvature_per_m,
            radar.inverse_k[draw],
            radar.scale_m,
            radar.wavelength_m[draw],
            radar.antenna_altitude_m[draw],
            radar.instrumented_range_m[draw],
            table,
            radar.extra_loss_of(draw),
            factor,
        )
        factor[~places.in_disc] = UNKNOWN_FACTOR
    return out


def masking_terrain(
    ground_m: NDArray[np.float32], error_weight: NDArray[np.float32] | None, error_m: float
) -> NDArray[np.float32]:
    """Terrain that masks in one draw: the ground plus the drawn error, by place.

    Parameters
    ----------
    ground_m : ndarray of float32
        Terrain altitude. [m]
    error_weight : ndarray of float32, same shape, or None
        Factor on the error, see `skyshed.terrain.error_weight`; None counts it in full. [1]
    error_m : float
        Terrain error of the draw. Only the masking terrain moves: heights above ground count from
        the ground as it is. [m]

    Returns
    -------
    ndarray of float32, same shape
    """
    if error_m == 0.0:
        return ground_m
    shift = np.float32(error_m) if error_weight is None else np.float32(error_m) * error_weight
    return ground_m + shift


@dataclass(frozen=True)
class _Places:
    """Per-cell facts that do not change between draws."""

    in_disc: NDArray[np.bool_]
    in_sector: NDArray[np.bool_]
    azimuth_index: NDArray[np.intp] | None

    @classmethod
    def of(
        cls, ground: NDArray[np.float32], cell_m: float, radar: RadarSite, azimuths: int
    ) -> "_Places":
        n = ground.shape[0] // 2
        axis = np.arange(-n, n + 1)
        in_disc = axis[:, None] ** 2 + axis[None, :] ** 2 <= n * n
        east, north = np.broadcast_arrays(axis[None, :], -axis[:, None])
        azimuth = np.arctan2(east, north) % (2.0 * np.pi)
        off = np.abs((azimuth - radar.sector_centre_rad + np.pi) % (2.0 * np.pi) - np.pi)
        in_sector = off <= 0.5 * radar.sector_rad
        index = None
        if azimuths > 1:
            index = np.rint(azimuth / (2.0 * np.pi) * azimuths).astype(np.intp) % azimuths
        return cls(in_disc, in_sector, index)

    def reach_map(self, reach_m: NDArray[np.float64]) -> NDArray[np.float32]:
        """Reach of every cell from the reach by azimuth."""
        if self.azimuth_index is None:
            return np.full(self.in_disc.shape, reach_m[0], dtype=np.float32)
        return reach_m.astype(np.float32)[self.azimuth_index]


def _check(radar: RadarSite, ground: NDArray[np.float32], cell_m: float) -> None:
    radius_m = 0.5 * (ground.shape[0] - 1) * cell_m if ground.ndim else 0.0
    if radar.inverse_k[:, 1:].any() and radius_m > 1.001 * radar.scale_m:
        raise ValueError(
            f"the map reaches {radius_m / 1e3:.0f} km, but the refraction of the radar was fitted"
            f" only to {radar.scale_m / 1e3:.0f} km (maximum_range_m)"
        )
    if not radar.civil and cell_m < MILITARY_CELL_M:
        raise ValueError(
            f"military radars are computed on cells of {MILITARY_CELL_M:g} m or more, got"
            f" {cell_m:g} m"
        )


def _reach(reach_m: ArrayLike, draws: int) -> NDArray[np.float64]:
    reach = np.asarray(reach_m, dtype=float)
    if reach.ndim == 1:
        reach = reach[:, None]
    if reach.ndim != 2 or reach.shape[0] != draws:
        raise ValueError(
            f"reach_m needs shape ({draws},) or ({draws}, azimuth), got {np.shape(reach_m)}"
        )
    if not np.all(reach >= 0.0):
        raise ValueError("reach_m must be 0 or more in every draw, and not nan")
    return reach


def _weight(
    error_weight: ArrayLike | None, ground: NDArray[np.float32]
) -> NDArray[np.float32] | None:
    if error_weight is None:
        return None
    weight = np.asarray(error_weight, dtype=np.float32)
    if weight.shape != ground.shape:
        raise ValueError(
            f"error_weight needs the shape of ground_m, {ground.shape}, got {weight.shape}"
        )
    return weight


def _sight(
    radar: RadarSite,
    ground: NDArray[np.float32],
    error_weight: NDArray[np.float32] | None,
    draw: int,
    cell_m: float,
) -> Sight:
    return lowest_visible_altitude(
        masking_terrain(ground, error_weight, radar.terrain_error_m[draw]),
        cell_m=cell_m,
        antenna_altitude_m=radar.antenna_altitude_m[draw],
        latitude_rad=radar.latitude_rad,
        inverse_k=radar.inverse_k[draw],
        scale_m=radar.scale_m,
        clear_radius_m=radar.clear_radius_m,
    )


def _cover_of_draw(
    radar: RadarSite,
    ground: NDArray[np.float32],
    error_weight: NDArray[np.float32] | None,
    surface: SmoothSurface,
    places: _Places,
    reach_m: NDArray[np.float64],
    draw: int,
    cell_m: float,
    table: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    from skyshed.kernels.cover import cover_map

    sight = _sight(radar, ground, error_weight, draw, cell_m)
    lowest, highest = np.empty_like(ground), np.empty_like(ground)
    cover_map(
        ground,
        sight.visible_altitude_m,
        sight.edge_fraction,
        surface.at_antenna_m,
        surface.at_cell_m,
        places.in_sector & places.in_disc,
        places.reach_map(reach_m),
        float(cell_m),
        *radar.curvature_per_m,
        radar.inverse_k[draw],
        radar.scale_m,
        radar.wavelength_m[draw],
        radar.antenna_altitude_m[draw],
        radar.instrumented_range_m[draw],
        radar.minimum_range_m[draw],
        np.tan(radar.elevation_min_rad[draw]),
        np.tan(radar.elevation_max_rad[draw]),
        table,
        radar.extra_loss_of(draw),
        lowest,
        highest,
    )
    return lowest, highest, sight.visible_altitude_m


def _each(one: Callable[[int], None], draws: int, workers: int, progress: Progress | None) -> None:
    """Run every draw, on threads (the kernels release the interpreter lock)."""
    tell = progress or (lambda done, total: None)
    tell(0, draws)
    for done, _ in enumerate(in_order(one, range(draws), workers=workers), start=1):
        tell(done, draws)
