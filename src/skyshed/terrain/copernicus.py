"""The Copernicus elevation model: names of its tiles, where they lie, which an area needs.

What is said here about the public buckets is kept in this file alone. They could not be reached
where it was written. Latitude bands and widths of tiles, that a tile holds its north and west edge
but not the others, and that the ocean has no tiles, are from their readme [1]_; addresses, names
and the tile list are as other programs use them.

References
----------
.. [1] "Copernicus Digital Elevation Model datasets", readme.html of the bucket copernicus-dem-30m.
"""

import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from skyshed.errors import TerrainError

LIST_NAME: Final = "tileList.txt"
"""The bucket's list of the tiles that exist, one name in each line."""
SEA_PREFIX: Final = "assumed_sea_"
"""Begins the names of tiles of zeros that a user has asked for in place of missing ones."""

_METRES_PER_DEGREE = 110_570.0  # of latitude, at the equator, where it is least
_NAME = re.compile(r"Copernicus_DSM_COG_(10|30)_([NS])(\d\d)_00_([EW])(\d\d\d)_00_DEM")
# Degrees of latitude from which the columns are wider, and how many times.
_WIDER: Final = ((85, 10.0), (80, 5.0), (70, 3.0), (60, 2.0), (50, 1.5), (0, 1.0))

Tile = tuple[int, int]
"""South-west corner: whole degrees of latitude (-90..89) and longitude (-180..179)."""


@dataclass(frozen=True)
class TileSet:
    """A set of one-degree tiles behind one address.

    Parameters
    ----------
    key : str
        Its name on the command line, such as "glo-90".
    name : str
        Its name for people.
    url : str
        Address of the bucket.
    variable : str
        Environment variable with another address, for mirrors.
    mark : str
        Part of its tiles' names: arc seconds times ten.
    rows : int
        Rows of a tile.
    """

    key: str
    name: str
    url: str
    variable: str
    mark: str
    rows: int


DATASETS: Final = {
    "glo-90": TileSet(
        key="glo-90",
        name="Copernicus DEM GLO-90",
        url="https://copernicus-dem-90m.s3.amazonaws.com",
        variable="SKYSHED_GLO_90_URL",
        mark="30",
        rows=1200,
    ),
    "glo-30": TileSet(
        key="glo-30",
        name="Copernicus DEM GLO-30",
        url="https://copernicus-dem-30m.s3.amazonaws.com",
        variable="SKYSHED_GLO_30_URL",
        mark="10",
        rows=3600,
    ),
}


def dataset_named(key: str) -> TileSet:
    """The data set of that name.

    Raises
    ------
    TerrainError
        If there is none.
    """
    if key not in DATASETS:
        raise TerrainError(f"expected one of {', '.join(DATASETS)}, got {key[:40]!r}")
    return DATASETS[key]


def is_dataset(path: Path | str | None) -> bool:
    """Whether a terrain setting names a data set; a folder of that name needs a full path."""
    return path is not None and str(path) in DATASETS


def base_url(tile_set: TileSet, chosen: str | None = None) -> str:
    """The address to fetch from: the one chosen, that of the environment, or the public one."""
    url = chosen or os.environ.get(tile_set.variable) or tile_set.url
    return url.rstrip("/")


def tile_name(tile_set: TileSet, tile: Tile) -> str:
    """Name of a tile as in the bucket, without an ending."""
    latitude, longitude = tile
    north = f"{'N' if latitude >= 0 else 'S'}{abs(latitude):02d}_00"
    east = f"{'E' if longitude >= 0 else 'W'}{abs(longitude):03d}_00"
    return f"Copernicus_DSM_COG_{tile_set.mark}_{north}_{east}_DEM"


def tile_url(base: str, name: str) -> str:
    """Address of a tile of that name."""
    return f"{base}/{name}/{name}.tif"


def short_name(tile: Tile) -> str:
    """Name of a tile for people, such as N39E032."""
    latitude, longitude = tile
    return (
        f"{'N' if latitude >= 0 else 'S'}{abs(latitude):02d}"
        f"{'E' if longitude >= 0 else 'W'}{abs(longitude):03d}"
    )


def tile_of_name(name: str) -> Tile | None:
    """The tile that a file or a line of the list names; None if it is no tile of Copernicus."""
    found = _NAME.search(name)
    if found is None:
        return None
    latitude = int(found[3]) * (1 if found[2] == "N" else -1)
    longitude = int(found[5]) * (1 if found[4] == "E" else -1)
    return (latitude, longitude) if -90 <= latitude < 90 and -180 <= longitude < 180 else None


def listed_tiles(text: str, tile_set: TileSet) -> frozenset[Tile]:
    """The tiles that a tile list names; empty if it is no such list."""
    found = set()
    for line in text.splitlines():
        tile = tile_of_name(line)
        if tile is not None and tile_name(tile_set, tile) in line:
            found.add(tile)
    return frozenset(found)


def columns_of(tile_set: TileSet, tile: Tile) -> int:
    """Columns of a tile: fewer towards the poles."""
    nearest = min(abs(tile[0]), abs(tile[0] + 1))
    return round(tile_set.rows / next(wide for degrees, wide in _WIDER if nearest >= degrees))


def raw_bytes(tile_set: TileSet, tiles: Iterable[Tile]) -> int:
    """Size of tiles as 4-byte numbers; what is fetched is compressed and smaller."""
    return sum(4 * tile_set.rows * columns_of(tile_set, tile) for tile in tiles)


def tiles_round(
    latitude_deg: float, longitude_deg: float, *, disc_m: float, square_m: float = 0.0
) -> tuple[Tile, ...]:
    """Tiles that a disc and a square round a site touch.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The site. [deg]
    disc_m : float
        Radius of the disc. [m]
    square_m : float, default: 0
        Half the side of a square on the site's plane. [m]

    Returns
    -------
    tuple of Tile
        Rather one too many at the rim than one too few; from south to north and west to east.
    """
    reach_deg = 1.02 * max(disc_m, square_m) / _METRES_PER_DEGREE + 0.01
    south = max(math.floor(latitude_deg - reach_deg), -90)
    north = min(math.floor(latitude_deg + reach_deg), 89)
    latitude, longitude = np.meshgrid(
        np.arange(south, north + 1), np.arange(-180, 180), indexing="ij"
    )
    # The nearest point of a tile: as if degrees were straight lines, which the 2 % cover.
    near_lat = np.clip(latitude_deg, latitude, latitude + 1.0)
    east = (longitude + 0.5 - longitude_deg + 180.0) % 360.0 - 180.0
    apart = np.maximum(np.abs(east) - 0.5, 0.0)
    down = np.radians(near_lat - latitude_deg)
    across = np.radians(apart)
    cosine = np.cos(math.radians(latitude_deg)) * np.cos(np.radians(near_lat))
    half = np.sin(down / 2.0) ** 2 + cosine * np.sin(across / 2.0) ** 2
    distance_deg = np.degrees(2.0 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))
    wanted = distance_deg <= 1.02 * disc_m / _METRES_PER_DEGREE + 0.01
    if square_m > 0.0:
        side_deg = 1.02 * square_m / _METRES_PER_DEGREE + 0.01
        farthest = min(abs(latitude_deg) + side_deg, 90.0)
        wide_deg = min(side_deg / max(math.cos(math.radians(farthest)), 1e-6), 180.0)
        wanted |= (np.abs(near_lat - latitude_deg) <= side_deg) & (apart <= wide_deg)
    return tuple(
        (int(lat), int(lon)) for lat, lon in zip(latitude[wanted], longitude[wanted], strict=True)
    )
