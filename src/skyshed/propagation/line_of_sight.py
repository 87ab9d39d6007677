"""Lowest visible altitude round an antenna: the terrain sweep and its one-azimuth form."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.geodesy.ellipsoid import (
    euler_radius_m,
    meridian_radius_m,
    prime_vertical_radius_m,
)

FloatMap = NDArray[np.float32]


@dataclass(frozen=True)
class Sight:
    """What one antenna can see over terrain.

    Attributes
    ----------
    visible_altitude_m : ndarray of float32
        Lowest altitude above mean sea level at which a point over the cell is in line of sight;
        far below the ground where nothing stands between; nan where the terrain is unknown. [m]
    edge_fraction : ndarray of float32
        Distance of the edge that decides, as a fraction of the cell's distance; 0 if none. [1]
    """

    visible_altitude_m: FloatMap
    edge_fraction: FloatMap


@dataclass(frozen=True)
class SmoothSurface:
    """The straight line fitted to the terrain between antenna and cell (ITU-R P.526).

    Attributes
    ----------
    at_antenna_m, at_cell_m : ndarray of float32
        Altitude of the line at its two ends, never above the ground there. [m]
    """

    at_antenna_m: FloatMap
    at_cell_m: FloatMap


def _square(ground_m: ArrayLike) -> FloatMap:
    ground = np.ascontiguousarray(ground_m, dtype=np.float32)
    if ground.ndim != 2 or ground.shape[0] != ground.shape[1] or ground.shape[0] % 2 == 0:
        raise ValueError(
            "ground_m must be a square grid with an odd number of cells a side, the antenna in"
            f" the middle; got shape {ground.shape}"
        )
    if ground.shape[0] < 3:
        raise ValueError(f"ground_m must have at least 3 cells a side, got {ground.shape[0]}")
    return ground


def lowest_visible_altitude(
    ground_m: ArrayLike,
    *,
    cell_m: float,
    antenna_altitude_m: float,
    latitude_rad: float,
    inverse_k: ArrayLike = (0.75,),
    scale_m: float = 1e5,
    clear_radius_m: float = 0.0,
    threads: int = 1,
    disc: bool = False,
    known: bool = False,
    every: int = 1,
    out: tuple[FloatMap, FloatMap] | None = None,
) -> Sight:
    """Sweep the terrain once and give, for every cell, the lowest altitude in line of sight.

    Parameters
    ----------
    ground_m : array_like, shape (2n+1, 2n+1)
        Terrain altitude on the azimuthal-equidistant plane of the antenna, first row north, first
        column west, antenna over the middle cell; nan where unknown. [m]
    cell_m : float
        Cell size. [m]
    antenna_altitude_m : float
        Altitude of the antenna above mean sea level. [m]
    latitude_rad : float
        Latitude of the antenna, for the radii of curvature of WGS-84. [rad]
    inverse_k : array_like, shape (up to 6,)
        1/k, the inverse of the effective-radius factor, as coefficients of a polynomial in
        (distance / scale_m)^2, constant first; (0.75,) is the 4/3 Earth. [1]
    scale_m : float
        Distance that scales the polynomial. [m]
    clear_radius_m : float
        Terrain up to this distance does not mask: where the site's own altitude overrides the
        terrain model, one cell of its data. [m]
    threads : int
        Threads to use; the result does not depend on it, to the bit.
    disc : bool
        Whether to leave out the corners, beyond the circle that the square holds: a fifth of the
        work. What stands there then has no meaning.
    known : bool
        Whether the caller vouches that no cell is nan, which saves looking for one.
    every : int
        Of the rows and columns, counted from the antenna, only every so-many-th is filled; what the
        terrain hides there is the same.
    out : tuple of two ndarray of float32, shape of `ground_m`, optional
        Arrays to fill instead of new ones: lowest visible altitude and edge fraction.

    Returns
    -------
    Sight
        Maps of shape (2n+1, 2n+1). Cells behind unknown terrain are nan: nobody knows what hides
        them.

    Raises
    ------
    ValueError
        If the grid is not square with an odd side or holds an infinite height, or a number is
        impossible.

    Notes
    -----
    The slope test is exact on a sphere of the azimuth's effective radius. Beside the terrain's own
    error the sweep errs by interpolating the slope between two rays and, beyond the first rings, by
    testing a ray only where it crosses a ring: at most 0.11 % of cells in 14 windows of real relief
    (docs/validation.md).
    """
    from skyshed.kernels.sweep import sweep_sector

    ground = _square(ground_m)
    _check_numbers(
        antenna_altitude_m, latitude_rad, scale_m, clear_radius_m, name="cell_m", step_m=cell_m
    )
    gaps = None if known else _gaps(ground)
    filled = ground if gaps is None else np.where(gaps, np.float32(-1e4), ground)
    visible, fraction = out or (np.empty_like(ground), np.empty_like(ground))
    n = ground.shape[0] // 2
    curvature = (
        1.0 / float(meridian_radius_m(latitude_rad)),
        1.0 / float(prime_vertical_radius_m(latitude_rad)),
    )
    coefficients = _six(inverse_k)
    clear_rings = float(clear_radius_m) / float(cell_m)

    def piece(axis: int, sign: int, ray_from: int, ray_to: int) -> None:
        sweep_sector(
            filled,
            sign,
            axis == 1,
            float(cell_m),
            float(antenna_altitude_m),
            curvature[axis],
            curvature[1 - axis],
            coefficients,
            float(scale_m),
            clear_rings,
            n + 1.0 if disc else 2.0 * n,
            every,
            ray_from,
            ray_to,
            visible,
            fraction,
        )

    parts = max(1, -(-threads // 4)) if threads > 1 else 1
    cuts = np.linspace(0, 2 * n + 1, parts + 1).astype(int)
    work = [
        (axis, sign, int(cuts[p]), int(cuts[p + 1]))
        for axis in (0, 1)
        for sign in (-1, 1)
        for p in range(parts)
    ]
    _run(piece, work, threads)
    visible[n, n], fraction[n, n] = ground[n, n], 0.0
    if gaps is not None:
        visible[_behind(gaps)] = np.nan
    return Sight(visible, fraction)


def _six(inverse_k: ArrayLike) -> NDArray[np.float64]:
    given = np.atleast_1d(np.asarray(inverse_k, dtype=float))
    if given.ndim != 1 or not 1 <= given.size <= 6:
        raise ValueError(f"inverse_k takes 1 to 6 coefficients, got shape {given.shape}")
    if not np.isfinite(given).all():
        raise ValueError(f"inverse_k must be finite, got {given}")
    return np.pad(given, (0, 6 - given.size))


def _check_numbers(
    antenna_altitude_m: float,
    latitude_rad: float,
    scale_m: float,
    clear_radius_m: float,
    *,
    name: str,
    step_m: float,
) -> None:
    """Refuse what would give a map of nan, or a wrong one, without a word."""
    for key, length in ((name, step_m), ("scale_m", scale_m)):
        if not 0.0 < length < np.inf:
            raise ValueError(f"{key} must be positive, got {length}")
    if not np.isfinite(antenna_altitude_m):
        raise ValueError(f"antenna_altitude_m must be finite, got {antenna_altitude_m}")
    if not abs(latitude_rad) <= 0.5 * np.pi:
        raise ValueError(
            f"latitude_rad must lie between -pi/2 and pi/2, got {latitude_rad}; is it in degrees?"
        )
    if not clear_radius_m >= 0.0:
        raise ValueError(f"clear_radius_m must not be negative, got {clear_radius_m}")


def _gaps(ground: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Where the terrain is unknown; None where it is known everywhere."""
    total = ground.sum(dtype=np.float64)
    if np.isfinite(total):
        return None
    if np.isinf(ground).any():
        raise ValueError("ground_m must be finite, or nan where the terrain is unknown; got inf")
    return np.asarray(np.isnan(ground))


def _run(
    piece: Callable[[int, int, int, int], None],
    work: list[tuple[int, int, int, int]],
    threads: int,
) -> None:
    if threads <= 1:
        for item in work:
            piece(*item)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda item: piece(*item), work))


def _behind(gaps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cells that are unknown or lie behind an unknown cell, seen from the middle."""
    wall = np.where(gaps, np.float32(9e6), np.float32(-1e4))
    n = gaps.shape[0] // 2
    wall[n, n] = -1e4
    sight = lowest_visible_altitude(
        wall, cell_m=1.0, antenna_altitude_m=0.0, latitude_rad=0.0, inverse_k=(0.0,)
    )
    return np.asarray(gaps | (sight.visible_altitude_m > 1e5 / n))


def smooth_surface(
    ground_m: ArrayLike, *, antenna_ground_m: float | None = None, cut: bool = True
) -> SmoothSurface:
    """Fit the smooth surface of ITU-R P.526 to the terrain between the antenna and every cell.

    Parameters
    ----------
    ground_m : array_like, shape (2n+1, 2n+1)
        Terrain as for `lowest_visible_altitude`; unknown cells count as sea level. [m]
    antenna_ground_m : float, optional
        Ground altitude at the antenna; the middle cell's by default. [m]
    cut : bool, default: True
        Whether the surface never lies above the ground at the cell, as P.526 has it.

    Returns
    -------
    SmoothSurface
        Maps of shape (2n+1, 2n+1).
    """
    from skyshed.kernels.sweep import smooth_surface_sector

    ground = np.nan_to_num(_square(ground_m), nan=0.0)
    n = ground.shape[0] // 2
    first = float(ground[n, n] if antenna_ground_m is None else antenna_ground_m)
    at_antenna, at_cell = np.empty_like(ground), np.empty_like(ground)
    turned = np.ascontiguousarray(ground.T)
    turned_antenna, turned_cell = at_antenna.copy(), at_cell.copy()
    for sign in (-1, 1):
        smooth_surface_sector(ground, sign, True, first, cut, at_antenna, at_cell)
        smooth_surface_sector(turned, sign, False, first, cut, turned_antenna, turned_cell)
    axis = np.abs(np.arange(-n, n + 1))
    sides = axis[None, :] > axis[:, None]
    at_antenna[sides], at_cell[sides] = turned_antenna.T[sides], turned_cell.T[sides]
    at_antenna[n, n] = at_cell[n, n] = first
    return SmoothSurface(at_antenna, at_cell)


def lowest_visible_on_profiles(
    ground_m: ArrayLike,
    *,
    step_m: float,
    antenna_altitude_m: float,
    latitude_rad: float,
    azimuth_rad: ArrayLike,
    inverse_k: ArrayLike = (0.75,),
    scale_m: float = 1e5,
    clear_radius_m: float = 0.0,
) -> Sight:
    """The same along terrain profiles, without the sweep's nearest-ray approximation.

    Parameters
    ----------
    ground_m : array_like, shape (azimuth, step)
        Terrain at step_m, 2 step_m, ... from the antenna; nan where unknown. [m]
    azimuth_rad : array_like, shape (azimuth,)
        Azimuths of the profiles, clockwise from true north. [rad]
    step_m, antenna_altitude_m, latitude_rad, inverse_k, scale_m, clear_radius_m
        As for `lowest_visible_altitude`.

    Returns
    -------
    Sight
        Arrays of shape (azimuth, step).

    Raises
    ------
    ValueError
        If shapes do not fit, a height is infinite, or a number cannot be.
    """
    from skyshed.kernels.sweep import sweep_profiles

    ground = np.atleast_2d(np.asarray(ground_m, dtype=float))
    azimuth = np.atleast_1d(np.asarray(azimuth_rad, dtype=float))
    if ground.ndim != 2 or azimuth.shape not in ((1,), ground.shape[:1]):
        raise ValueError(
            "ground_m needs shape (azimuth, step) and azimuth_rad (azimuth,); got"
            f" {ground.shape} and {azimuth.shape}"
        )
    _check_numbers(
        antenna_altitude_m, latitude_rad, scale_m, clear_radius_m, name="step_m", step_m=step_m
    )
    gaps = _gaps(ground)
    curvature = 1.0 / np.broadcast_to(euler_radius_m(latitude_rad, azimuth), ground.shape[:1])
    visible = np.empty(ground.shape, dtype=np.float32)
    fraction = np.empty(ground.shape, dtype=np.float32)
    sweep_profiles(
        ground if gaps is None else np.where(gaps, -1e4, ground),
        float(step_m),
        float(antenna_altitude_m),
        curvature,
        _six(inverse_k),
        float(scale_m),
        int(clear_radius_m / step_m) + 1,
        visible,
        fraction,
    )
    if gaps is not None:
        visible[np.logical_or.accumulate(gaps, axis=1)] = np.nan
    return Sight(visible, fraction)


def smooth_surface_on_profiles(ground_m: ArrayLike, *, antenna_ground_m: float) -> SmoothSurface:
    """`smooth_surface` along profiles of shape (azimuth, step)."""
    from skyshed.kernels.sweep import smooth_surface_profiles

    ground = np.nan_to_num(np.atleast_2d(np.asarray(ground_m, dtype=float)), nan=0.0)
    at_antenna = np.empty(ground.shape, dtype=np.float32)
    at_cell = np.empty(ground.shape, dtype=np.float32)
    smooth_surface_profiles(ground, float(antenna_ground_m), at_antenna, at_cell)
    return SmoothSurface(at_antenna, at_cell)
