"""Names of places on a map, put where they cover neither each other nor the radar."""

from typing import TYPE_CHECKING, Any

import numpy as np

from skyshed.output.palette import colour

if TYPE_CHECKING:
    from skyshed.output.figures.map_frame import MapGround

_SIDES = (
    (1.0, 0.0, "left", "center"),
    (-1.0, 0.0, "right", "center"),
    (0.0, 1.0, "center", "bottom"),
    (0.0, -1.0, "center", "top"),
    (0.8, 0.8, "left", "bottom"),
    (0.8, -0.8, "left", "top"),
    (-0.8, 0.8, "right", "bottom"),
    (-0.8, -0.8, "right", "top"),
)
_GAP_PT = 4.0


def place_names(axes: Any, ground: "MapGround", radius_km: float, size_pt: float = 7.5) -> None:
    """Write the radar's name and as many places as fit, the first ones first."""
    from matplotlib.transforms import Bbox, offset_copy

    figure = axes.figure
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    renderer = renderer or figure._get_renderer()
    taken: list[Any] = []
    points = [("", 0.0, 0.0), *ground.places]
    for _, east, north in points:
        x, y = axes.transData.transform((east / 1e3, north / 1e3))
        taken.append(Bbox([[x - 2.5, y - 2.5], [x + 2.5, y + 2.5]]))
    named = [(ground.radar, 0.0, 0.0, True), *((*place, False) for place in ground.places)]
    frame = axes.get_window_extent(renderer)
    for name, east, north, is_radar in named:
        if np.hypot(east, north) / 1e3 > radius_km:
            continue
        if not is_radar:
            axes.plot(
                east / 1e3,
                north / 1e3,
                "o",
                color=colour("ink"),
                ms=3,
                mfc=colour("ink"),
                mec=colour("paper"),
                mew=0.5,
            )
        for dx, dy, across, along in _SIDES:
            shift = offset_copy(
                axes.transData, figure, x=dx * _GAP_PT, y=dy * _GAP_PT, units="points"
            )
            text = axes.text(
                east / 1e3,
                north / 1e3,
                name,
                ha=across,
                va=along,
                transform=shift,
                fontsize=size_pt + (0.5 if is_radar else 0.0),
                fontweight="bold" if is_radar else "normal",
                gid="class:halo",
            )
            box = text.get_window_extent(renderer)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()
