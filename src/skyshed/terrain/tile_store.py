"""A folder of Copernicus tiles: what exists, what is there, and fetching the rest."""

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from skyshed.errors import OutputError, SkyshedError, TerrainError
from skyshed.store.cache import FOLDER_VARIABLE, cache_folder
from skyshed.store.files import output_error
from skyshed.store.lock import whole_file
from skyshed.terrain.copernicus import (
    LIST_NAME,
    SEA_PREFIX,
    Tile,
    TileSet,
    base_url,
    columns_of,
    listed_tiles,
    raw_bytes,
    short_name,
    tile_name,
    tile_url,
)
from skyshed.terrain.download import PATIENCE, Patience, check_url, download
from skyshed.terrain.inspection import inspect_raster

MOST_BYTES = 5_000_000_000
"""More than this, before compression, is not fetched unless it is asked for."""
TOO_MUCH = "ask for a smaller area or for glo-90, or raise the limit with --limit-gb"
_LARGEST_LIST_BYTES = 50_000_000
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

Tell = Callable[[str, int, int], None]


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Fetched:
    """What is in a folder now.

    Parameters
    ----------
    tiles : tuple of Tile
        The tiles asked for that are there.
    missing : tuple of Tile
        Those that the tile list does not name: open sea, or land that was not released.
    came_bytes : int
        What came over the line for them, without the list.
    new : int
        How many of them were not there before.
    """

    tiles: tuple[Tile, ...]
    missing: tuple[Tile, ...]
    came_bytes: int
    new: int


@dataclass(frozen=True)
class TileStore:
    """A folder of tiles of one set from one address.

    Parameters
    ----------
    folder : Path
        Where they are; made when it is needed.
    tile_set : TileSet
        Which set.
    url : str
        Address of the bucket or a mirror of it.
    other : Path, optional
        A folder in which the same tiles may lie already, to be copied instead of fetched.
    patience : Patience
        How often and how long to try.
    """

    folder: Path
    tile_set: TileSet
    url: str
    other: Path | None = None
    patience: Patience = PATIENCE

    def path(self, tile: Tile) -> Path:
        """The file of a tile, there or not."""
        return self.folder / f"{tile_name(self.tile_set, tile)}.tif"


def cached_store(tile_set: TileSet, url: str | None = None) -> TileStore:
    """The store in the user's cache folder; each address has a folder of its own.

    Raises
    ------
    TerrainError
        If the address is not allowed.
    """
    address = check_url(base_url(tile_set, url))
    name = tile_set.key
    if address != tile_set.url:
        name += f"-{hashlib.sha256(address.encode()).hexdigest()[:12]}"
    return TileStore(cache_folder() / "terrain" / name, tile_set, address)


def existing_tiles(store: TileStore, *, refresh: bool = False) -> frozenset[Tile]:
    """All tiles that exist, by the bucket's list; the list is fetched once and kept.

    Parameters
    ----------
    store : TileStore
        The folder.
    refresh : bool, default: False
        Whether to fetch the list again. The kept one stays where that fails.

    Raises
    ------
    SkyshedError
        If there is none and it cannot be had.
    """
    path = store.folder / LIST_NAME
    kept = _kept_list(path, store.tile_set)
    if kept and not refresh:
        return kept

    def accept(part: Path) -> None:
        if not _kept_list(part, store.tile_set):
            raise TerrainError(
                f"{store.url}/{LIST_NAME}: this is no list of {store.tile_set.key} tiles; check the"
                " address, and whether a log-in page stands between"
            )

    with _made(store.folder):
        download(
            f"{store.url}/{LIST_NAME}",
            path,
            accept=accept,
            largest_bytes=_LARGEST_LIST_BYTES,
            patience=store.patience,
            again=True,
        )
    return _kept_list(path, store.tile_set)


def fetch_tiles(
    store: TileStore,
    wanted: Iterable[Tile],
    *,
    most_bytes: int = MOST_BYTES,
    refresh: bool = False,
    tell: Tell = _silent,
    too_much: str = TOO_MUCH,
) -> Fetched:
    """See to it that tiles are in a folder.

    Parameters
    ----------
    store : TileStore
        The folder and where its tiles come from.
    wanted : iterable of Tile
        Tiles of an area; those that do not exist are no error.
    most_bytes : int
        Refuse to fetch more than this, counted before compression.
    refresh : bool, default: False
        Whether to fetch the tile list again.
    tell : callable
        Called with (what is being done, tiles done, tiles in all).
    too_much : str, optional
        What to do if it would be too much, for the message.

    Raises
    ------
    SkyshedError
        If one cannot be had or written; one sentence. Those fetched before it stay.

    Notes
    -----
    Nothing is asked of the network, and nothing is written, where all is there.
    """
    wanted = tuple(dict.fromkeys(wanted))
    existing = existing_tiles(store, refresh=refresh)
    tiles = tuple(tile for tile in wanted if tile in existing)
    missing = tuple(tile for tile in wanted if tile not in existing)
    absent = [tile for tile in tiles if not store.path(tile).exists()]
    size = raw_bytes(store.tile_set, absent)
    if size > most_bytes:
        raise TerrainError(
            f"{store.tile_set.key}: {len(absent)} tiles with {size / 1e9:.1f} GB before compression"
            f" would be fetched, the limit is {most_bytes / 1e9:g} GB; {too_much}"
        )
    came = 0
    what = f"fetching {len(absent)} tiles of {store.tile_set.key}"
    for done, tile in enumerate(absent):
        tell(what, done, len(absent))
        came += _fetch_tile(store, tile)
    if absent:
        tell(what, len(absent), len(absent))
    return Fetched(tiles, missing, came, len(absent))


def write_assumed_sea(store: TileStore, tiles: Iterable[Tile]) -> int:
    """Write tiles of zeros in place of missing ones, because a user says that they are sea.

    Parameters
    ----------
    store : TileStore
        The folder.
    tiles : iterable of Tile
        Tiles that do not exist.

    Returns
    -------
    int
        How many there are. Their names begin with `copernicus.SEA_PREFIX`, so that every result
        can say that the sea was assumed.
    """
    count = 0
    for tile in tiles:
        count += 1
        path = store.folder / f"{SEA_PREFIX}{short_name(tile)}.tif"
        if path.exists():
            continue
        try:
            with whole_file(path) as partial:
                _write_zeros(partial, store.tile_set, tile)
        except OSError as cause:
            raise output_error(path, cause) from cause
    return count


def _fetch_tile(store: TileStore, tile: Tile) -> int:
    """Fetch or copy one tile; bytes that came over the line."""
    target = store.path(tile)
    if store.other is not None and _taken_from(store.other / target.name, target):
        return 0
    name = tile_name(store.tile_set, tile)
    url = tile_url(store.url, name)
    return download(
        url,
        target,
        accept=lambda part: _check_tile(part, tile, url),
        largest_bytes=8 * raw_bytes(store.tile_set, [tile]),
        patience=store.patience,
    )


def _taken_from(source: Path, target: Path) -> bool:
    """Copy a tile from another folder; False if there is none. A link would share later changes."""
    if not source.is_file():
        return False
    try:
        with whole_file(target) as partial:
            shutil.copyfile(source, partial)
    except OSError as cause:
        raise output_error(target, cause) from cause
    return True


def _check_tile(part: Path, tile: Tile, url: str) -> None:
    """What came is an elevation file that lies where its name says."""
    with part.open("rb") as file:
        begins = file.read(4)
    if begins not in _TIFF:
        raise TerrainError(
            f"{url}: what came is no GeoTIFF; check the address, and whether a log-in page stands"
            " between"
        )
    try:
        file_found = inspect_raster(part)
    except SkyshedError as error:
        raise TerrainError(
            f"{url}: what came cannot serve as terrain: {str(error).replace(str(part), 'the file')}"
        ) from error
    west, south, east, north = file_found.bounds_deg
    slack = 0.02  # degrees, a few cells
    sides = (abs((angle + 180.0) % 360.0 - 180.0) for angle in (west - tile[1], east - tile[1] - 1))
    if max(*sides, abs(south - tile[0]), abs(north - tile[0] - 1)) > slack:
        raise TerrainError(
            f"{url}: what came lies at longitude {west:.4g} to {east:.4g}, latitude {south:.4g} to"
            f" {north:.4g}, not where its name says; it is refused"
        )


def _kept_list(path: Path, tile_set: TileSet) -> frozenset[Tile]:
    try:
        text = path.read_text("ascii", errors="replace")
    except OSError:
        return frozenset()
    return listed_tiles(text, tile_set)


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder; after a failure those that were made and are still empty are removed."""
    new = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        error = output_error(folder, cause)
        raise OutputError(
            f"{error}; {FOLDER_VARIABLE} names another cache folder"
            if folder.is_relative_to(cache_folder())
            else str(error)
        ) from cause
    try:
        yield
    except BaseException:
        for parent in new:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise


def _write_zeros(path: Path, tile_set: TileSet, tile: Tile) -> None:
    """A tile of the same lattice as its neighbours, all at sea level."""
    import numpy as np
    import rasterio
    from rasterio.transform import Affine

    rows, columns = tile_set.rows, columns_of(tile_set, tile)
    high, wide = 1.0 / rows, 1.0 / columns
    corner = Affine(wide, 0.0, tile[1] - wide / 2, 0.0, -high, tile[0] + 1.0 + high / 2)
    profile = {
        "driver": "GTiff",
        "height": rows,
        "width": columns,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:4326",
        "transform": corner,
        "compress": "deflate",
        "tiled": True,
    }
    with rasterio.open(path, "w", **profile) as target:
        target.write(np.zeros((rows, columns), dtype=np.float32), 1)
