"""Map of the lowest covered altitude, and how far the draws differ."""

import numpy as np

from skyshed.analysis.results import MapLayers
from skyshed.output.figures.canvas import Drawing, Raster, finish, new_figure, style
from skyshed.output.figures.cover_maps import GROUND_TOKENS, background
from skyshed.output.figures.legends import swatches
from skyshed.output.figures.map_frame import MapGround, draw_map

STEPS_KM = (1.0, 2.0, 4.0, 7.0, 10.0, 15.0)
_WORDS = ("below 1 km", "1 to 2", "2 to 4", "4 to 7", "7 to 10", "10 to 15", "above 15 km")
_TITLES = (
    "lowest, 5 % of draws at or below",
    "median draw",
    "highest, 95 % of draws at or below",
)


def lowest_maps(layers: MapLayers, ground: MapGround, *, name: str, target: str) -> Drawing:
    """Large map of the median, small ones of the 5 and 95 % draws."""
    tokens = [*GROUND_TOKENS, *(f"altitude{i + 1}" for i in range(len(_WORDS)))]
    images = [_pixels(layers, level) for level in range(3)]
    with style():
        figure = new_figure(7.6, 6.0)
        places = ((0.675, 0.546, 0.32), (0.0, 0.115, 0.66), (0.675, 0.115, 0.32))
        for level, (left, bottom, width) in enumerate(places):
            axes = figure.add_axes((left, bottom, width, width * 7.6 / 6.0))
            axes.set_title(_TITLES[level], loc="left", fontsize=7.5, fontweight="bold", pad=2)
            draw_map(axes, layers, ground, raster=f"raster-{level}", labels=level == 1)
        swatches(
            figure,
            [(f"altitude{i + 1}", word) for i, word in enumerate(_WORDS)] + [("land", "never")],
            y=0.045,
            title="lowest covered altitude above sea level, km",
        )
        rasters = {f"raster-{i}": Raster(image, tokens) for i, image in enumerate(images)}
        alt = f"Map round {ground.radar}: lowest altitude at which {target} is covered"
        return finish(figure, name=name, alt=alt, rasters=rasters)


def _pixels(layers: MapLayers, level: int) -> np.ndarray:
    pixels = background(layers)
    altitude = layers.quantiles_m[level]
    covered = np.isfinite(altitude) & layers.known
    step = np.searchsorted(np.array(STEPS_KM) * 1e3, altitude[covered], side="right")
    pixels[covered] = len(GROUND_TOKENS) + step
    return pixels
