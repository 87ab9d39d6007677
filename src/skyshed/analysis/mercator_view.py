"""Read a radar's map in the pixels of a Web-Mercator view."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.live_cover import MercatorView
from skyshed.geodesy.site_plane import geodetic_to_plane

OUTSIDE = 254
UNKNOWN = 255
_NODES = 33  # a side of the control grid; between them a cubic spline
_SHORTEST_RADIUS_M = 6.33e6  # of curvature anywhere on the ellipsoid


def pixel_longitudes_rad(view: MercatorView) -> NDArray[np.float64]:
    """Longitude of the pixel centres, shape (width,). [rad]"""
    part = (np.arange(view.width) + 0.5) / view.width
    return np.asarray(np.radians(view.west_deg + part * (view.east_deg - view.west_deg)))


def pixel_latitudes_rad(view: MercatorView) -> NDArray[np.float64]:
    """Latitude of the pixel centres, shape (height,), north first. [rad]"""
    part = (np.arange(view.height) + 0.5) / view.height
    north, south = (
        math.asinh(math.tan(math.radians(edge))) for edge in (view.north_deg, view.south_deg)
    )
    return np.asarray(np.arctan(np.sinh(north + part * (south - north))))


@dataclass(frozen=True)
class PlanePixels:
    """The pixels of a view that lie near a site, on the site's plane.

    Attributes
    ----------
    rows, columns : slice
        The part of the view.
    east_m, north_m : ndarray, shape (row, column)
        Plane coordinates of its pixel centres. [m]
    """

    rows: slice
    columns: slice
    east_m: NDArray[np.float64]
    north_m: NDArray[np.float64]


def pixels_on_plane(
    view: MercatorView, latitude_deg: float, longitude_deg: float, radius_m: float
) -> PlanePixels | None:
    """Pixels within about a radius of a site; None if the view shows none of them.

    Parameters
    ----------
    view : MercatorView
        The view.
    latitude_deg, longitude_deg : float
        The site. [deg]
    radius_m : float
        How far it matters. [m]

    Notes
    -----
    Exact geodesics at up to 33 x 33 nodes over the pixels, a cubic spline between them: within a
    metre at 250 km. The view's copy of the site that lies nearest to its middle counts.
    """
    reach = 1.01 * radius_m / _SHORTEST_RADIUS_M
    lat0 = math.radians(latitude_deg)
    lat, lon = pixel_latitudes_rad(view), pixel_longitudes_rad(view)
    middle = math.radians(0.5 * (view.west_deg + view.east_deg))
    lon0 = math.radians(longitude_deg)
    lon0 += 2.0 * math.pi * round((middle - lon0) / (2.0 * math.pi))
    if abs(lat0) + reach >= 0.5 * math.pi:
        half = math.pi
    else:
        half = math.asin(math.sin(reach) / math.cos(lat0))
    rows = _run(np.abs(lat - lat0) <= reach)
    columns = _run(np.abs(lon - lon0) <= half)
    if rows is None or columns is None:
        return None
    y, x = lat[rows], lon[columns]
    node_y, node_x = _nodes(y), _nodes(x)
    east, north = geodetic_to_plane(
        node_y[:, None], node_x[None, :], lat0_rad=lat0, lon0_rad=math.radians(longitude_deg)
    )
    return PlanePixels(
        rows, columns, _between(node_y, node_x, east, y, x), _between(node_y, node_x, north, y, x)
    )


def paint_map(
    view: MercatorView,
    pixels: NDArray[np.uint8],
    *,
    latitude_deg: float,
    longitude_deg: float,
    cell_m: float,
) -> NDArray[np.uint8]:
    """A site's map in the pixels of a view, each the cell that holds its centre.

    Parameters
    ----------
    view : MercatorView
        The view.
    pixels : ndarray of uint8, shape (2n+1, 2n+1)
        One byte per cell of the site's plane, north up.
    latitude_deg, longitude_deg : float
        The site. [deg]
    cell_m : float
        Side of a cell. [m]

    Returns
    -------
    ndarray of uint8, shape (height, width)
        254 outside the disc inscribed in the map.
    """
    out = np.full((view.height, view.width), OUTSIDE, dtype=np.uint8)
    n = pixels.shape[0] // 2
    near = pixels_on_plane(view, latitude_deg, longitude_deg, (n + 1) * cell_m)
    if near is None:
        return out
    row, column, inside = cell_indices(near, n, cell_m)
    out[near.rows, near.columns] = np.where(inside, pixels[row, column], OUTSIDE)
    return out


def cell_indices(
    near: PlanePixels, n: int, cell_m: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    """Row and column of each pixel's cell in a map of 2n+1 cells a side, and whether it is on its
    disc; indices of others are clipped."""
    east = np.rint(near.east_m / cell_m).astype(np.intp)
    north = np.rint(near.north_m / cell_m).astype(np.intp)
    inside = east**2 + north**2 <= n * n
    return np.clip(n - north, 0, 2 * n), np.clip(n + east, 0, 2 * n), inside


def _run(wanted: NDArray[np.bool_]) -> slice | None:
    """The run of true values; None if there are none."""
    where = np.flatnonzero(wanted)
    return None if where.size == 0 else slice(int(where[0]), int(where[-1]) + 1)


def _nodes(centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ascending nodes over a run of pixel centres, with room for a single one."""
    low, high = min(centres[0], centres[-1]), max(centres[0], centres[-1])
    room = max(1e-6, 1e-3 * (high - low))
    return np.linspace(low - room, high + room, _NODES)


def _between(
    node_y: NDArray[np.float64],
    node_x: NDArray[np.float64],
    values: NDArray[np.float64],
    y: NDArray[np.float64],
    x: NDArray[np.float64],
) -> NDArray[np.float64]:
    from scipy.interpolate import RectBivariateSpline

    spline = RectBivariateSpline(node_y, node_x, values)
    return np.asarray(spline(y[::-1], x)[::-1])  # rows of a view run southwards
