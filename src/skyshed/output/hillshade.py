"""Relief as shaded map tiles: light and shadow to lay over any colour."""

import math

import numpy as np
from numpy.typing import NDArray

from skyshed.output.figures.png import grey_alpha_png
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.sampling import sample_terrain

TILE_PIXELS = 256
DEEPEST_ZOOM = 12
_EARTH_RADIUS_M = 6_378_137.0  # of Web Mercator's sphere
_SUN_AZIMUTH_RAD = math.radians(315.0)
_SUN_ELEVATION_RAD = math.radians(45.0)
_STRONGEST = 230  # alpha of the deepest shadow
_FLAT = 24  # alpha of flat land, so that it stands out from the sea
_SEA_M = 0.5


def hillshade_tile(terrain: TerrainDataset, zoom: int, x: int, y: int) -> bytes:
    """One tile of 256 x 256 pixels in the usual Web-Mercator scheme.

    Parameters
    ----------
    terrain : TerrainDataset
        The terrain.
    zoom, x, y : int
        Tile address; row 0 is in the north.

    Returns
    -------
    bytes
        PNG, grey with alpha: black shadows and white light; transparent over the sea (altitude at
        or below 0 to half a metre) and where the terrain is unknown.

    Raises
    ------
    ValueError
        If there is no such tile.
    """
    if not (0 <= zoom <= DEEPEST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom):
        raise ValueError(f"no such tile: {zoom}/{x}/{y}")
    # one pixel of margin to each side, for the slopes
    part = (np.arange(-1, TILE_PIXELS + 1) + 0.5) / TILE_PIXELS
    longitude = (x + part) / 2**zoom * 2.0 * math.pi - math.pi
    northing = math.pi - (y + part) / 2**zoom * 2.0 * math.pi
    latitude = 2.0 * np.arctan(np.exp(northing)) - 0.5 * math.pi
    at_equator_m = 2.0 * math.pi * _EARTH_RADIUS_M / (TILE_PIXELS * 2**zoom)
    spacing_m = at_equator_m * float(np.cos(latitude).min())
    ground = sample_terrain(
        terrain, latitude[:, None], longitude[None, :], spacing_m=spacing_m
    ).altitude_m
    grey, alpha = _shade(ground, at_equator_m * np.cos(latitude)[:, None], _exaggeration(zoom))
    return grey_alpha_png(grey, alpha)


def _exaggeration(zoom: int) -> float:
    """How much steeper the relief is drawn: a continent's slopes are too gentle to see."""
    return 2.0 + 1.5 * max(0, 10 - zoom)


def _shade(
    ground_m: NDArray[np.float64], pixel_m: NDArray[np.float64], exaggeration: float
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Grey and alpha of the inner pixels, lit from the north-west (Lambert's law)."""
    known = np.isfinite(ground_m)
    height = np.where(known, ground_m, 0.0) * exaggeration
    east = (height[1:-1, 2:] - height[1:-1, :-2]) / (2.0 * pixel_m[1:-1])
    north = (height[:-2, 1:-1] - height[2:, 1:-1]) / (2.0 * pixel_m[1:-1])
    flat = math.sin(_SUN_ELEVATION_RAD)
    towards = math.cos(_SUN_ELEVATION_RAD) * (
        east * math.sin(_SUN_AZIMUTH_RAD) + north * math.cos(_SUN_AZIMUTH_RAD)
    )
    light = (flat - towards) / np.sqrt(1.0 + east**2 + north**2)
    shade = np.clip(light, 0.0, 1.0) - flat  # below 0 shadow, above 0 light
    depth = np.where(shade < 0.0, -shade / flat, shade / (1.0 - flat))
    alpha = _FLAT + np.rint(np.clip(depth, 0.0, 1.0) * (_STRONGEST - _FLAT))
    land = known[1:-1, 1:-1] & (ground_m[1:-1, 1:-1] > _SEA_M)
    return (
        np.where(shade < 0.0, 0, 255).astype(np.uint8),
        np.where(land, alpha, 0.0).astype(np.uint8),
    )
