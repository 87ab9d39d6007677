"""Three maps of one place: what the ring says, what is seen, what could be engaged."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.results import MapLayers
from skyshed.output.figures.canvas import Drawing, Raster, finish, new_figure, style
from skyshed.output.figures.cover_maps import (
    GROUND_TOKENS,
    SHARE_STEPS,
    background,
)
from skyshed.output.figures.legends import swatches
from skyshed.output.figures.map_frame import MapGround, draw_map

_WORDS = (
    *(f"{100 * low:.0f} to {100 * high:.0f} %" for low, high in pairwise(SHARE_STEPS)),
    f"{100 * SHARE_STEPS[-1]:.0f} % or more",
)
_WIDTH = 7.6
_SIDE = 2.45


def engageable_map(
    layers: MapLayers,
    ground: MapGround,
    *,
    seen: NDArray[np.float64],
    engageable: NDArray[np.float64],
    name: str,
    target: str,
    height: str,
) -> Drawing:
    """The quoted ring if there is one, the seen and the engageable map side by side, one legend.

    Parameters
    ----------
    layers : MapLayers
        Place, size and terrain of the map.
    ground : MapGround
        Lines, names and the ring.
    seen, engageable : ndarray, shape (row, column)
        Share of draws in which a target at each place is seen, and can be engaged; nan where it is
        not known. [1]
    name : str
        File name without its ending.
    target, height : str
        What flies how high, in words.
    """
    panels = {"seen": _pixels(layers, seen), "could be engaged": _pixels(layers, engageable)}
    if ground.ring_m > 0.0:
        panels = {f"{ground.ring_label}, as drawn": _ring_pixels(layers, ground), **panels}
    tokens = [*GROUND_TOKENS, *(f"share{i + 1}" for i in range(len(SHARE_STEPS)))]
    tall = _SIDE + 0.95
    with style():
        figure = new_figure(_WIDTH, tall)
        figure.text(0.012, 1.0 - 0.06 / tall, f"{target}, {height}", va="top", fontsize=8.5)
        for i, title in enumerate(panels):
            place = (0.006 + i / 3.0, 0.5 / tall, _SIDE / _WIDTH, _SIDE / tall)
            axes = figure.add_axes(place)
            axes.set_title(title, loc="left", fontsize=8.5, fontweight="bold", pad=2)
            draw_map(axes, layers, ground, raster=f"raster-{i}", labels=False)
        swatches(
            figure,
            [(f"share{i + 1}", word) for i, word in enumerate(_WORDS)],
            y=0.2 / tall,
            title="share of draws in which this holds at the place",
        )
        return finish(
            figure,
            name=name,
            alt=f"Maps round {ground.radar}: {'the quoted ring, ' if ground.ring_m > 0.0 else ''}"
            f"where {target} {height} is seen, and where it could be engaged",
            rasters={
                f"raster-{i}": Raster(image, tokens) for i, image in enumerate(panels.values())
            },
        )


def _pixels(layers: MapLayers, share: NDArray[np.float64]) -> NDArray[np.uint8]:
    pixels = background(layers)
    with np.errstate(invalid="ignore"):
        step = np.searchsorted(SHARE_STEPS, np.nan_to_num(share, nan=-1.0), side="right")
    drawn = (step > 0) & layers.known
    pixels[drawn] = 3 + step[drawn]
    pixels[np.isnan(share) & (pixels > 1)] = 1
    return pixels


def _ring_pixels(layers: MapLayers, ground: MapGround) -> NDArray[np.uint8]:
    """All or nothing: a ring says that everything inside it is covered."""
    n = layers.known.shape[0] // 2
    axis = np.arange(-n, n + 1) * layers.cell_m
    inside = np.hypot(axis[:, None], axis[None, :]) <= ground.ring_m
    return _pixels(layers, inside.astype(float))
