"""Which files are the tiles of a path: a file, an archive, or a folder of any mix of them."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from skyshed.errors import TerrainError

TILE_SUFFIXES = (".tif", ".tiff", ".hgt", ".dt0", ".dt1", ".dt2", ".vrt")
"""Files of a folder or archive that are taken as its tiles, also with ``.gz`` behind."""
ARCHIVE_SUFFIX = ".zip"
_MOST_MEMBERS = 30_000  # more than there are tiles of one degree on land
_ENCRYPTED = 0x1  # bit of a member's flags
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    NotImplementedError,
)


@dataclass(frozen=True)
class TileSource:
    """Where the cells of one tile are.

    Parameters
    ----------
    path : Path
        The file on disk.
    member : str
        Name inside it where it is an archive, else empty.
    """

    path: Path
    member: str = ""

    @property
    def address(self) -> str:
        """The name by which GDAL opens it without unpacking it to the disk."""
        if self.member:
            return f"/vsizip/{{{self.path.absolute()}}}/{self.member}"
        if self.path.suffix.lower() == ".gz":
            return f"/vsigzip/{self.path.absolute()}"
        return str(self.path)

    @property
    def name(self) -> str:
        """The name for people."""
        return f"{self.path}/{self.member}" if self.member else str(self.path)


def tile_sources(path: Path) -> list[TileSource]:
    """The tiles of a path, in the order of their names.

    Parameters
    ----------
    path : Path
        A raster, a ``.gz`` of one, a ``.zip`` of one or more, or a folder with any mix of them.
        Hidden files are passed over: unfinished downloads are among them.

    Returns
    -------
    list of TileSource
        Not opened yet.

    Raises
    ------
    TerrainError
        If a folder or an archive holds no tile, or an archive cannot be read.
    """
    if not path.is_dir():
        return _members(path) if _is_archive(path) else [TileSource(path)]
    try:
        inside = sorted(file for file in path.iterdir() if not file.name.startswith("."))
    except OSError as error:
        raise TerrainError(f"{path}: the folder cannot be read: {error.strerror}") from error
    found: list[TileSource] = []
    for file in inside:
        if _is_tile(file.name):
            found.append(TileSource(file))
        elif _is_archive(file) and file.is_file():
            found += _members(file, may_be_empty=True)
    if not found:
        wanted = ", ".join((*TILE_SUFFIXES, ".gz of them", ARCHIVE_SUFFIX))
        raise TerrainError(f"{path}: the folder holds no terrain file ({wanted})")
    return found


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ARCHIVE_SUFFIX


def _is_tile(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(TILE_SUFFIXES)


def _members(path: Path, *, may_be_empty: bool = False) -> list[TileSource]:
    """The tiles inside an archive; a missing file is left to be reported with the others."""
    if not path.is_file() or path.stat().st_size == 0:
        return [TileSource(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            items = sorted(archive.infolist(), key=lambda item: item.filename)
    except _DAMAGED as error:
        raise TerrainError(
            f"{path}: the archive cannot be read (damaged, cut off or no zip file); fetch it again"
        ) from error
    items = [
        item
        for item in items
        if (name := item.filename).lower().endswith(TILE_SUFFIXES)
        and not name.rpartition("/")[2].startswith(".")
        and name.isprintable()
    ]
    tiles = [item.filename for item in items]
    if any(item.flag_bits & _ENCRYPTED for item in items):
        raise TerrainError(f"{path}: the archive needs a password; unpack it first")
    if not tiles and not may_be_empty:
        raise TerrainError(
            f"{path}: the archive holds no terrain file ({', '.join(TILE_SUFFIXES)})"
        )
    if len(tiles) > _MOST_MEMBERS:
        raise TerrainError(
            f"{path}: the archive holds {len(tiles)} tiles; unpack the ones you need"
        )
    return [TileSource(path, name) for name in tiles]
