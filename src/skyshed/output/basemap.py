"""Coast and borders for the maps: a small extract of Natural Earth inside the package."""

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from skyshed.geodesy.site_plane import geodetic_to_plane

Kind = Literal["coast", "border", "disputed"]

CREDIT = "Coast and borders: Natural Earth 4.1 (public domain)"
BORDER_NOTE = (
    "Borders show who holds the ground, as Natural Earth 4.1 (2018) draws it, and are no statement "
    "on whose it is; contested borders are dashed."
)

_SHORTEST_RADIUS_M = 6.33e6  # of curvature anywhere on the ellipsoid


@dataclass(frozen=True)
class Polyline:
    """A line on the ellipsoid.

    Parameters
    ----------
    kind : {"coast", "border", "disputed"}
        What the line is.
    lon_deg, lat_deg : ndarray, shape (point,)
        Its points on WGS 84. [deg]
    """

    kind: Kind
    lon_deg: NDArray[np.float64]
    lat_deg: NDArray[np.float64]


@dataclass(frozen=True)
class PlaneLine:
    """A line on the plane of a site.

    Parameters
    ----------
    kind : {"coast", "border", "disputed"}
        What the line is.
    east_m, north_m : ndarray, shape (point,)
        Its points from the site. [m]
    """

    kind: Kind
    east_m: NDArray[np.float64]
    north_m: NDArray[np.float64]


def basemap_lines(west: float, south: float, east: float, north: float) -> list[Polyline]:
    """Coast and border lines that meet a box.

    Parameters
    ----------
    west, south, east, north : float
        The box; it may cross the antimeridian, with west > east or east > 180. [deg]

    Returns
    -------
    list of Polyline
        Runs of points whose segments reach into the box, so they end shortly beyond its edge.
        Longitudes run on from `west` without a jump.

    Raises
    ------
    ValueError
        If the box is upside down or not finite.
    """
    if not (all(map(math.isfinite, (west, east))) and -90.0 <= south <= north <= 90.0):
        raise ValueError(f"expected a box west, south, east, north; got {west, south, east, north}")
    if west > east:
        east += 360.0
    found = []
    for line in _all_lines():
        lat = line.lat_deg
        if lat.max() < south or lat.min() > north:
            continue
        for turn in (-360.0, 0.0, 360.0):
            lon = line.lon_deg + turn
            if lon.max() < west or lon.min() > east:
                continue
            inside = _reaches(lon, west, east) & _reaches(lat, south, north)
            ends = np.flatnonzero(np.diff(np.r_[False, inside, False].astype(np.int8)))
            found += [
                Polyline(line.kind, lon[start : stop + 1], lat[start : stop + 1])
                for start, stop in zip(ends[::2], ends[1::2], strict=True)
            ]
    return found


def basemap_round_site(
    latitude_deg: float, longitude_deg: float, radius_m: float
) -> list[PlaneLine]:
    """Coast and border lines on the azimuthal-equidistant plane of a site.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The site. [deg]
    radius_m : float
        Lines this near are wanted; some run on beyond. [m]

    Returns
    -------
    list of PlaneLine
    """
    reach = min(radius_m / _SHORTEST_RADIUS_M, math.pi)
    latitude = math.radians(latitude_deg)
    if abs(latitude) + reach >= 0.5 * math.pi:
        half_width_deg = 180.0  # the pole lies within
    else:
        half_width_deg = math.degrees(math.asin(math.sin(reach) / math.cos(latitude)))
    lines = basemap_lines(
        longitude_deg - half_width_deg,
        max(latitude_deg - math.degrees(reach), -90.0),
        longitude_deg + half_width_deg,
        min(latitude_deg + math.degrees(reach), 90.0),
    )
    if not lines:
        return []
    east_m, north_m = geodetic_to_plane(
        np.radians(np.concatenate([line.lat_deg for line in lines])),
        np.radians(np.concatenate([line.lon_deg for line in lines])),
        lat0_rad=latitude,
        lon0_rad=math.radians(longitude_deg),
    )
    cuts = np.cumsum([line.lat_deg.size for line in lines])[:-1]
    parts = zip(lines, np.split(east_m, cuts), np.split(north_m, cuts), strict=True)
    return [PlaneLine(line.kind, east, north) for line, east, north in parts]


def _reaches(coordinate: NDArray[np.float64], low: float, high: float) -> NDArray[np.bool_]:
    """Whether each segment of a line reaches into an interval."""
    start, end = coordinate[:-1], coordinate[1:]
    return np.asarray((np.maximum(start, end) >= low) & (np.minimum(start, end) <= high))


@cache
def _all_lines() -> tuple[Polyline, ...]:
    """Every line of the extract, read once; the arrays cannot be written."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    with (files("skyshed.output") / "data" / "basemap.npz").open("rb") as file:
        data = np.load(file)
        size, first, steps = data["size"], data["first"], data["steps"]
        kind, per_degree = data["kind"], float(data["steps_per_degree"])
    lines, start = [], 0
    for number, origin, code in zip(size, first, kind, strict=True):
        moved = np.cumsum(steps[start : start + number - 1], axis=0, dtype=np.int64)
        points = (origin + np.concatenate([np.zeros((1, 2), np.int64), moved])) / per_degree
        points.flags.writeable = False
        lines.append(Polyline(kinds[code], points[:, 0], points[:, 1]))
        start += number - 1
    return tuple(lines)
