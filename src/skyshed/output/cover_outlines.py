"""Outlines of the cells that a share of the draws covers, as GeoJSON areas."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.geodesy.site_plane import plane_to_geodetic

LEVELS = (("low", 0.95), ("median", 0.5), ("high", 0.05))
"""Name of an outline and the share of the draws that cover what lies inside, at least."""
_FULL_SHARE = 200
_UNKNOWN = 255
_DECIMALS = 5  # of a degree, about a metre


def share_outlines(
    share: NDArray[np.uint8], *, latitude_deg: float, longitude_deg: float, cell_m: float
) -> dict[str, dict[str, Any]]:
    """Areas covered in at least 95, 50 and 5 % of the draws.

    Parameters
    ----------
    share : ndarray of uint8, shape (2n+1, 2n+1)
        Share of the draws that cover each cell of the site's plane, north up, 200 being all; 255
        where the terrain is unknown.
    latitude_deg, longitude_deg : float
        The site. [deg]
    cell_m : float
        Side of a cell. [m]

    Returns
    -------
    dict of str to dict
        "low", "median" and "high", each a GeoJSON MultiPolygon along the sides of the cells.
        Longitudes run on from the site's without a jump at the antimeridian.
    """
    known = share != _UNKNOWN
    return {
        name: cells_outline(
            known & (share >= np.ceil(level * _FULL_SHARE - 1e-9)),
            latitude_deg=latitude_deg,
            longitude_deg=longitude_deg,
            cell_m=cell_m,
        )
        for name, level in LEVELS
    }


def cells_outline(
    wanted: NDArray[np.bool_], *, latitude_deg: float, longitude_deg: float, cell_m: float
) -> dict[str, Any]:
    """Cells of a site's plane as one GeoJSON MultiPolygon; arguments as for `share_outlines`."""
    import rasterio.features
    from rasterio import Affine

    half = 0.5 * wanted.shape[0] * cell_m
    found = rasterio.features.shapes(
        wanted.astype(np.uint8),
        mask=wanted,
        transform=Affine(cell_m, 0.0, -half, 0.0, -cell_m, half),
    )
    areas = [geometry["coordinates"] for geometry, _ in found]
    rings = [np.asarray(ring) for area in areas for ring in area]
    if not rings:
        return {"type": "MultiPolygon", "coordinates": []}
    points = np.concatenate(rings)
    latitude, longitude = plane_to_geodetic(
        points[:, 0],
        points[:, 1],
        lat0_rad=float(np.radians(latitude_deg)),
        lon0_rad=float(np.radians(longitude_deg)),
    )
    east_deg = (np.degrees(longitude) - longitude_deg + 180.0) % 360.0 - 180.0 + longitude_deg
    turned = np.round(np.column_stack([east_deg, np.degrees(latitude)]), _DECIMALS)
    ends = np.cumsum([len(ring) for ring in rings])
    parts = iter(np.split(turned, ends[:-1]))
    return {
        "type": "MultiPolygon",
        # the plane runs as seen on a map: outer rings counterclockwise, as RFC 7946 wants
        "coordinates": [[_wound(next(parts), i == 0) for i in range(len(area))] for area in areas],
    }


def _wound(ring: NDArray[np.float64], outer: bool) -> list[list[float]]:
    """A closed ring, outer ones counterclockwise and holes clockwise."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    doubled = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
    pairs: list[list[float]] = (ring if (doubled > 0.0) == outer else ring[::-1]).tolist()
    return pairs
