"""Maps of cover: from which height up, and in what share of the draws."""

import numpy as np

from skyshed.analysis.results import MapLayers
from skyshed.output.figures.canvas import Drawing, Raster, finish, new_figure, style
from skyshed.output.figures.legends import lines_of, swatches
from skyshed.output.figures.map_frame import MapGround, draw_map

SHARE_STEPS = (0.05, 0.25, 0.5, 0.75, 0.95)
_SHARE_WORDS = ("5 to 25 %", "25 to 50 %", "50 to 75 %", "75 to 95 %", "95 % or more")


def background(layers: MapLayers) -> np.ndarray:
    """Pixels under all maps: 0 outside the disc, 1 unknown terrain, 2 sea level, 3 land."""
    n = layers.known.shape[0] // 2
    axis = np.arange(-n, n + 1)
    disc = np.hypot(axis[:, None], axis[None, :]) * layers.cell_m <= layers.radius_m
    with np.errstate(invalid="ignore"):
        pixels = np.where(layers.ground_m > 0.5, 3, 2)
    pixels[~layers.known] = 1
    pixels[~disc] = 0
    return pixels.astype(np.uint8)


GROUND_TOKENS = (None, "unknown", "sea", "land")


def height_map(layers: MapLayers, ground: MapGround, *, name: str, target: str) -> Drawing:
    """One map: the least of the asked heights at which half of the draws cover each place."""
    order = np.argsort(layers.heights.values_m, kind="stable")
    words = [layers.heights.labels[i] for i in order]
    pixels = background(layers)
    for rank in reversed(range(len(order))):
        pixels[layers.share[order[rank]] >= 0.5] = 4 + rank
    pixels[~layers.known & (pixels > 3)] = 1
    tokens = [*GROUND_TOKENS, *(f"height{i + 1}" for i in range(len(order)))]
    with style():
        figure = new_figure(7.6, 7.6)
        axes = figure.add_axes((0.01, 0.07, 0.98, 0.92))
        draw_map(axes, layers, ground, raster="raster-cover")
        swatches(
            figure,
            [(f"height{i + 1}", word) for i, word in enumerate(words)]
            + [("land", "at none of these")],
            y=0.03,
            title="covered from this height up in at least half of the draws",
        )
        return finish(
            figure,
            name=name,
            alt=f"Map round {ground.radar}: from which height up {target} is covered"
            + (f", with the ring of {ground.ring_label}" if ground.ring_m else ""),
            rasters={"raster-cover": Raster(pixels, tokens)},
        )


def share_maps(layers: MapLayers, ground: MapGround, *, name: str, target: str) -> Drawing:
    """One map per height: the share of draws that cover each place, and the nominal edge."""
    return height_panels(
        layers,
        ground,
        name=name,
        pixels=[_share_pixels(layers, i) for i in range(len(layers.heights))],
        tokens=[*GROUND_TOKENS, *(f"share{i + 1}" for i in range(5))],
        legend=[(f"share{i + 1}", word) for i, word in enumerate(_SHARE_WORDS)],
        alt=f"Maps round {ground.radar}: share of draws in which {target} is covered, by height",
        title="share of draws that cover the place",
    )


def _share_pixels(layers: MapLayers, height: int) -> np.ndarray:
    pixels = background(layers)
    step = np.searchsorted(SHARE_STEPS, layers.share[height], side="right")
    covered = (step > 0) & layers.known
    pixels[covered] = 3 + step[covered]
    return pixels


def height_panels(
    layers: MapLayers,
    ground: MapGround,
    *,
    name: str,
    pixels: list[np.ndarray],
    tokens: list[str | None],
    legend: list[tuple[str, str]],
    alt: str,
    title: str,
) -> Drawing:
    """Small maps side by side, one per height, over one legend."""
    count = len(pixels)
    columns = 2 if count > 1 else 1
    rows = -(-count // columns)
    side = 3.75 if columns == 2 else 5.0
    more = 0.14 * max(lines_of([words for _, words in legend]) - 2, 0)
    height = rows * (side + 0.28) + 0.55 + more
    with style():
        figure = new_figure(7.6, height)
        for i in range(count):
            row, column = divmod(i, columns)
            left = (0.02 if columns == 1 else 0.0) + column * 0.5
            top = 1.0 - (row * (side + 0.28) + 0.24) / height
            axes = figure.add_axes(
                (left + 0.005, top - side / height, side / 7.6 - 0.01, side / height)
            )
            axes.set_title(
                layers.heights.labels[i], loc="left", fontsize=8.5, fontweight="bold", pad=3
            )
            draw_map(axes, layers, ground, raster=f"raster-{i}", labels=False)
        swatches(figure, legend, y=(0.2 + 0.5 * more) / height, title=title)
        rasters = {f"raster-{i}": Raster(image, tokens) for i, image in enumerate(pixels)}
        return finish(figure, name=name, alt=alt, rasters=rasters)
