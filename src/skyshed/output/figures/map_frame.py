"""What every map has: the radar's own plane, coast, borders, ring, names, scale and north."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.results import MapLayers
from skyshed.geodesy.site_plane import geodetic_to_plane
from skyshed.output.basemap import PlaneLine, basemap_round_site
from skyshed.output.figures.place_names import place_names
from skyshed.output.palette import colour

_LINES = {
    "coast": ("coast", 0.7, "-"),
    "border": ("border", 0.7, (0, (6, 1.2, 1, 1.2))),
    "disputed": ("border", 0.7, (0, (2, 2))),
}


@dataclass(frozen=True)
class MapGround:
    """What all maps round one radar share.

    Attributes
    ----------
    lines : sequence of PlaneLine
        Coast and borders on the radar's plane.
    places : sequence of (name, east_m, north_m)
        Places on the radar's plane, the most important first.
    radar : str
        Name of the radar, in the middle.
    ring_m : float
        Radius of the quoted ring; 0 for none. [m]
    ring_label : str
        What the ring is, in words.
    """

    lines: Sequence[PlaneLine]
    places: Sequence[tuple[str, float, float]]
    radar: str
    ring_m: float
    ring_label: str


def map_ground(
    layers: MapLayers,
    places: Sequence[tuple[str, float, float]],
    *,
    radar: str,
    ring_m: float,
    ring_label: str,
) -> MapGround:
    """Prepare coast, borders and places for the maps round one radar."""
    lines = basemap_round_site(layers.latitude_deg, layers.longitude_deg, layers.radius_m)
    if places:
        _, latitude, longitude = zip(*places, strict=True)
        east, north = geodetic_to_plane(
            np.radians(latitude),
            np.radians(longitude),
            lat0_rad=np.radians(layers.latitude_deg),
            lon0_rad=np.radians(layers.longitude_deg),
        )
    on_plane = [(name, float(east[i]), float(north[i])) for i, (name, _, _) in enumerate(places)]
    return MapGround(lines, on_plane, radar, ring_m, ring_label)


def draw_map(
    axes: Any, layers: MapLayers, ground: MapGround, *, raster: str, labels: bool = True
) -> None:
    """Put the frame of a map on axes, in kilometres from the radar.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Square axes.
    layers : MapLayers
        The map's place and size.
    ground : MapGround
        Lines and names.
    raster : str
        gid of the rectangle that the map's pixels will replace.
    labels : bool
        Whether to write the names of places and label the ring.
    """
    from matplotlib.patches import Circle, Rectangle

    half = (layers.known.shape[0] / 2.0) * layers.cell_m / 1e3
    radius = layers.radius_m / 1e3
    axes.set(xlim=(-half, half), ylim=(-half, half), aspect="equal")
    pixels = Rectangle((-half, -half), 2 * half, 2 * half, gid=raster, lw=0, fc=colour("land"))
    axes.add_patch(pixels)
    disc = Circle((0, 0), radius, transform=axes.transData)
    for kind, (token, width, dash) in _LINES.items():
        points = _joined([line for line in ground.lines if line.kind == kind])
        if len(points):
            (drawn,) = axes.plot(*points.T / 1e3, color=colour(token), lw=width, ls=dash)
            drawn.set_clip_path(disc)
    edge = Circle((0, 0), radius, fc="none", ec=colour("rule"), lw=0.8)
    axes.add_patch(edge)
    _draw_ring(axes, ground, radius, labels)
    axes.plot(0, 0, "^", color=colour("ink"), ms=5, mfc=colour("ink"), mec=colour("paper"), mew=0.6)
    _draw_scale(axes, half, radius)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    if labels:
        place_names(axes, ground, radius)


def _joined(lines: Sequence[PlaneLine]) -> NDArray[np.float64]:
    """All lines as one, with a gap of nan after each."""
    gap = np.full((1, 2), np.nan)
    parts = [part for line in lines for part in (np.c_[line.east_m, line.north_m], gap)]
    return np.concatenate(parts) if parts else np.empty((0, 2))


def _draw_ring(axes: Any, ground: MapGround, radius_km: float, labels: bool) -> None:
    from matplotlib.patches import Circle

    ring = ground.ring_m / 1e3
    if not 0.0 < ring <= radius_km:
        return
    axes.add_patch(Circle((0, 0), ring, fc="none", ec=colour("paper"), lw=2.8, alpha=0.75))
    axes.add_patch(Circle((0, 0), ring, fc="none", ec=colour("ring"), lw=1.4, ls=(0, (5, 2.2))))
    if labels:
        axes.text(
            0,
            -ring - 0.012 * radius_km,
            ground.ring_label,
            ha="center",
            va="top",
            color=colour("ring"),
            gid="class:halo",
            fontsize=8,
        )


def _draw_scale(axes: Any, half: float, radius: float) -> None:
    length = next(x for x in (500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5) if x <= 0.45 * radius)
    left, low = -half, -half * 0.985
    ink = colour("muted")
    axes.plot(
        [left, left, left + length, left + length],
        [low + half * 0.015, low, low, low + half * 0.015],
        color=ink,
        lw=0.9,
    )
    axes.text(
        left + length / 2,
        low + half * 0.02,
        f"{length:g} km",
        ha="center",
        va="bottom",
        color=ink,
        fontsize=7,
    )
    x, y = -half * 0.95, half * 0.86
    axes.annotate(
        "",
        (x, y + half * 0.1),
        (x, y),
        arrowprops={"arrowstyle": "-|>", "color": ink, "lw": 0.9, "shrinkA": 0, "shrinkB": 0},
    )
    axes.text(x, y - half * 0.01, "N", ha="center", va="top", color=ink, fontsize=7)
