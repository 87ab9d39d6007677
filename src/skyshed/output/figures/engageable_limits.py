"""Maps of what forbids an intercept: one factor per place and height."""

from typing import Final

import numpy as np

from skyshed.analysis.engageable import FACTORS, UNKNOWN_FACTOR
from skyshed.analysis.results import MapLayers
from skyshed.output.figures.canvas import Drawing
from skyshed.output.figures.cover_maps import height_panels
from skyshed.output.figures.limiting_maps import FACTOR_WORDS
from skyshed.output.figures.map_frame import MapGround
from skyshed.output.palette import REACH_FACTOR_TOKENS

REACH_WORDS: Final = {
    **FACTOR_WORDS,
    "engageable": "can be intercepted",
    "time line": "no time left to get there",
    "guidance": "guiding radar cannot hold it",
    "missile energy": "too far or high for the missile",
}
"""The factors in the words of a legend."""
_EXPLAINED: Final = {
    "horizon": "Below the horizon: hidden by a bare Earth at sea level, there or where it must be"
    " seen before.",
    "terrain": "Behind terrain: hidden by the relief alone. Both words as in the map of cover.",
    "time line": "No time left: seen too late for a missile to arrive.",
    "guidance": "Guiding radar: it loses the target before the missile is there.",
    "missile energy": "Missile: too slow, too weak in the turn, or out of range.",
}


def limits_explained(layers: MapLayers) -> str:
    """What the entries of the legend mean, those alone that stand in it."""
    present = {int(code) for factors in layers.factors for code in np.unique(factors)}
    return " ".join(words for name, words in _EXPLAINED.items() if FACTORS.index(name) in present)


def engageable_limits(layers: MapLayers, ground: MapGround, *, name: str, target: str) -> Drawing:
    """One map per height: what forbids an intercept, with nominal values.

    Parameters
    ----------
    layers : MapLayers
        With codes of `analysis.engageable.FACTORS`.
    ground : MapGround
        Lines, names and the ring.
    name : str
        File name without its ending.
    target : str
        What flies.
    """
    pixels = [
        np.where(factors == UNKNOWN_FACTOR, 0, factors.astype(int) + 2).astype(np.uint8)
        for factors in layers.factors
    ]
    present = sorted({int(code) for image in pixels for code in np.unique(image)} - {0, 1})
    return height_panels(
        layers,
        ground,
        name=name,
        pixels=pixels,
        tokens=[None, "unknown", *REACH_FACTOR_TOKENS],
        legend=[(REACH_FACTOR_TOKENS[c - 2], REACH_WORDS[FACTORS[c - 2]]) for c in present],
        alt=f"Maps round {ground.radar}: what forbids an intercept of {target}, by height",
        title="first factor that forbids an intercept (nominal values)",
    )
