"""Terrain by the name of a public data set: its tiles round some sites, fetched as needed."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from skyshed.errors import TerrainError
from skyshed.terrain.bounding_box import box_of_tiles, tiles_in_box
from skyshed.terrain.copernicus import (
    Tile,
    TileSet,
    dataset_named,
    raw_bytes,
    short_name,
    tiles_round,
)
from skyshed.terrain.dataset import TerrainDataset, dataset_of
from skyshed.terrain.tile_sources import TileSource
from skyshed.terrain.tile_store import cached_store, fetch_tiles

_NAMED = 6  # missing tiles that a note names


@dataclass(frozen=True)
class Area:
    """What is looked at round a site: a disc and a square on its plane. [deg], [m]"""

    latitude_deg: float
    longitude_deg: float
    disc_m: float
    square_m: float


def open_named_terrain(
    key: str,
    areas: Iterable[Area],
    *,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> TerrainDataset:
    """The tiles of a public data set that some areas touch, from the cache or the network.

    Parameters
    ----------
    key : str
        Name of the set, "glo-90" or "glo-30".
    areas : iterable of Area
        Where terrain is needed.
    tell : callable
        Called with (what is being done, tiles done, tiles in all) while tiles are fetched.

    Returns
    -------
    TerrainDataset
        Exactly these tiles, whatever else the cache holds: the same study reads the same terrain.

    Raises
    ------
    SkyshedError
        If a tile cannot be had, no tile exists there, or it would be too much to fetch.
    """
    tile_set = dataset_named(key)
    store = cached_store(tile_set)
    wanted = sorted({tile for area in areas for tile in tiles_of(area)})
    found = fetch_tiles(store, wanted, tell=tell, too_much=_instead(tile_set, wanted))
    if not found.tiles:
        raise TerrainError(
            f"{key}: the data set has no tile there, only open sea or land that was not released;"
            " give other elevation data"
        )
    sources = [TileSource(store.path(tile)) for tile in found.tiles]
    dataset = dataset_of(store.folder, sources, name=tile_set.name)
    if not found.missing:
        return dataset
    from dataclasses import replace

    return replace(dataset, notes=(*dataset.notes, _missing_note(found.missing)))


def tiles_of(area: Area) -> tuple[Tile, ...]:
    """The tiles that an area touches."""
    return tiles_round(
        area.latitude_deg, area.longitude_deg, disc_m=area.disc_m, square_m=area.square_m
    )


def _instead(tile_set: TileSet, wanted: list[Tile]) -> str:
    """What to type where it is too much to be fetched unasked."""
    box = box_of_tiles(wanted)
    corners = ",".join(f"{side:g}" for side in (box.west, box.south, box.east, box.north))
    whole_gb = math.ceil(raw_bytes(tile_set, tiles_in_box(box)) / 1e9)
    return (
        f"take glo-90 or a smaller map, or `skyshed terrain fetch --dataset {tile_set.key}"
        f" --bbox={corners} --limit-gb {whole_gb}` and give its folder as --terrain"
    )


def _missing_note(missing: tuple[Tile, ...]) -> str:
    names = ", ".join(short_name(tile) for tile in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    return (
        f"The data set has no tile for {names}{more}: what lies there is unknown, not sea. Where it"
        " is known to be sea, fetch the area with `skyshed terrain fetch --missing-as-sea` and give"
        " that folder."
    )
