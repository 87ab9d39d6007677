"""Put the maps of a battery on the plane of its guiding radar, with ground and cover under them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.results import MapLayers, StudyResult
from skyshed.geodesy.site_plane import geodetic_to_plane, plane_to_geodetic

if TYPE_CHECKING:
    from skyshed.analysis.reach import BatteryReach, EngageableLayers, ReachResult


Number = TypeVar("Number", np.float32, np.float64, np.bool_)


@dataclass(frozen=True)
class ReachMaps:
    """Maps of a battery against a target on one plane.

    Attributes
    ----------
    layers : MapLayers
        Ground and heights, with the share and the limiting factors of intercepts.
    seen : ndarray, shape (height, row, column), or None
        Share of draws in which `seen_by` covers the target; None without a map of it. [1]
    seen_by : str
        Key of that radar.
    """

    layers: MapLayers
    seen: NDArray[np.float64] | None
    seen_by: str


def reach_maps(result: StudyResult, reach: "BatteryReach", pair: "ReachResult") -> ReachMaps | None:
    """Maps of a pair, or None if it has none or no radar has a map of the ground.

    Parameters
    ----------
    result : StudyResult
        The run.
    reach : BatteryReach
        The battery.
    pair : ReachResult
        One of its targets.
    """
    there = pair.layers
    mapped = [p for p in result.pairs if p.layers is not None]
    if there is None or not mapped:
        return None
    mapped.sort(key=lambda p: (p.radar != reach.guide, p.radar != reach.see))
    under = mapped[0].layers
    if under is None:
        return None
    ground = on_plane(under.ground_m, under, there, outside=np.nan)
    known = on_plane(under.known, under, there, outside=False)
    layers = MapLayers(
        latitude_deg=there.latitude_deg,
        longitude_deg=there.longitude_deg,
        cell_m=there.cell_m,
        radius_m=there.radius_m,
        heights=under.heights,
        ground_m=ground,
        known=known,
        nominal=there.factors == 0,
        share=np.nan_to_num(there.share),
        quantiles_m=np.full((3, *known.shape), np.nan),
        factors=there.factors,
        civil=there.civil,
    )
    for radar in dict.fromkeys((reach.see, reach.guide)):
        for other in mapped:
            if (other.radar, other.target) == (radar, pair.target) and other.layers is not None:
                seen = np.where(other.layers.known, other.layers.share, np.nan)
                return ReachMaps(layers, on_plane(seen, other.layers, there, outside=np.nan), radar)
    return ReachMaps(layers, None, "")


def on_plane(
    values: NDArray[Number],
    source: "MapLayers | EngageableLayers",
    onto: "MapLayers | EngageableLayers",
    *,
    outside: float,
) -> NDArray[Number]:
    """Values (..., row, column) of one map at the nearest cells of another.

    Parameters
    ----------
    values : ndarray, shape (..., row, column)
        On the plane of `source`.
    source, onto : MapLayers or EngageableLayers
        Places and cells of both maps.
    outside : float
        Value of cells that `source` does not hold.

    Returns
    -------
    ndarray, shape (..., row, column)
        On the plane of `onto`.
    """
    half, size = onto.share.shape[-1] // 2, values.shape[-1]
    axis = onto.cell_m * np.arange(-half, half + 1)
    east, north = np.meshgrid(axis, -axis)
    if (source.latitude_deg, source.longitude_deg) != (onto.latitude_deg, onto.longitude_deg):
        latitude, longitude = plane_to_geodetic(
            east,
            north,
            lat0_rad=np.radians(onto.latitude_deg),
            lon0_rad=np.radians(onto.longitude_deg),
        )
        east, north = geodetic_to_plane(
            latitude,
            longitude,
            lat0_rad=np.radians(source.latitude_deg),
            lon0_rad=np.radians(source.longitude_deg),
        )
    column = np.rint(east / source.cell_m).astype(np.intp) + size // 2
    row = size // 2 - np.rint(north / source.cell_m).astype(np.intp)
    inside = (column >= 0) & (column < size) & (row >= 0) & (row < size)
    found = values[..., np.clip(row, 0, size - 1), np.clip(column, 0, size - 1)]
    return np.where(inside, found, np.asarray(outside, dtype=values.dtype))
