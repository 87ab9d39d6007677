"""Maps of what forbids cover: one factor per place and height."""

import numpy as np

from skyshed.analysis.coverage import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.results import MapLayers
from skyshed.output.figures.canvas import Drawing
from skyshed.output.figures.cover_maps import height_panels
from skyshed.output.figures.map_frame import MapGround
from skyshed.output.palette import FACTOR_TOKENS

FACTOR_WORDS = {
    "covered": "covered",
    "sector": "outside the sector",
    "horizon": "below the horizon",
    "terrain": "behind terrain",
    "instrumented range": "beyond instrumented range",
    "power": "too far for its power",
    "elevation": "too near or outside its elevations",
}
"""The factors in the words of a legend."""


def limiting_maps(layers: MapLayers, ground: MapGround, *, name: str, target: str) -> Drawing:
    """One map per height: what forbids cover, with nominal values."""
    pixels = [_pixels(factors) for factors in layers.factors]
    present = sorted({int(code) for image in pixels for code in np.unique(image)} - {0, 1})
    return height_panels(
        layers,
        ground,
        name=name,
        pixels=pixels,
        tokens=[None, "unknown", *FACTOR_TOKENS],
        legend=[(FACTOR_TOKENS[code - 2], FACTOR_WORDS[FACTORS[code - 2]]) for code in present],
        alt=f"Maps round {ground.radar}: what forbids cover of {target}, by height",
        title="first factor that forbids cover (nominal values)",
    )


def _pixels(factors: np.ndarray) -> np.ndarray:
    """Codes moved up by two; unknown and outside are transparent."""
    return np.where(factors == UNKNOWN_FACTOR, 0, factors.astype(int) + 2).astype(np.uint8)
