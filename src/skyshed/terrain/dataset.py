"""The terrain of a run: the builtin relief, a file or a folder of tiles, with its error."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from skyshed.terrain.copernicus import SEA_PREFIX, tile_of_name
from skyshed.terrain.inspection import inspect_raster
from skyshed.terrain.raster_file import RasterFile
from skyshed.terrain.tile_sources import TileSource, tile_sources
from skyshed.uncertainty.parameter import Parameter


@dataclass(frozen=True)
class TerrainDataset:
    """Elevation data and what is known about their quality.

    Parameters
    ----------
    name : str
        Words for people: "ETOPO5, 5 arc minutes (builtin)" or the name of the file.
    path : Path
        File or folder as it was asked for.
    files : tuple of RasterFile
        One or more rasters. Those on one lattice of cells are read as one; where others overlap,
        the finest with a height counts, among equals the first by name.
    resolution_m : float
        Distance of neighbouring cells on the ground, of the coarsest file. [m]
    error : Parameter
        Metres to add to the terrain that masks, one value per draw. [m]
    error_grows_with_relief : bool
        Whether that error counts fully only among hills, see
        `skyshed.terrain.error_weight.error_weight`.
    notes : tuple of str
        What a reader of the result must know about these data, one sentence each.
    """

    name: str
    path: Path
    files: tuple[RasterFile, ...]
    resolution_m: float
    error: Parameter
    error_grows_with_relief: bool
    notes: tuple[str, ...]


def open_terrain(path: Path | str | None = None) -> TerrainDataset:
    """Terrain data, looked at and found usable.

    Parameters
    ----------
    path : path-like, optional
        A raster that GDAL can read (GeoTIFF, HGT, DTED, VRT) in any coordinate reference system,
        plain, as ``.gz`` or in a ``.zip``, or a folder with any mix of them; heights in metres
        above mean sea level in the first band. The builtin relief when left out.

    Returns
    -------
    TerrainDataset

    Raises
    ------
    TerrainError
        If there is no such file or it cannot serve; the message is one sentence.
    """
    if path is None:
        from skyshed.terrain.relief import builtin_relief

        return builtin_relief()
    path = Path(path)
    return dataset_of(path, tile_sources(path), name=path.name)


def dataset_of(path: Path, tiles: Iterable[TileSource], *, name: str) -> TerrainDataset:
    """The same for certain tiles of a folder; `name` is for people."""
    files = tuple(inspect_raster(tile) for tile in tiles)
    return TerrainDataset(
        name=name,
        path=path,
        files=files,
        resolution_m=max(file.resolution_m for file in files),
        error=user_terrain_error(),
        error_grows_with_relief=False,
        notes=_notes(files),
    )


def user_terrain_error() -> Parameter:
    """Error of terrain about which nothing but its file is known: +-10 m, assumed. [m]"""
    return Parameter(
        0.0,
        -10.0,
        10.0,
        "m",
        basis="assumed",
        grade="D",
        sources=("assumption",),
        note=(
            "The file does not say how good it is. 10 m covers what the headers of the SRTM tiles "
            "used in our tests state (5-10 m); trees, buildings and ridges cut off by coarse cells "
            "can add more."
        ),
        label="height error of the terrain model",
    )


def _notes(files: tuple[RasterFile, ...]) -> tuple[str, ...]:
    notes = ["Heights of the terrain file are taken as metres above mean sea level."]
    if any(tile_of_name(file.path.name) is not None for file in files):
        notes.append(
            "The terrain is a model of the surface: heights include trees and buildings. Where it "
            "has no tile, over the open sea and on land that was not released, it is unknown."
        )
    if assumed := sum(file.path.name.startswith(SEA_PREFIX) for file in files):
        notes.append(
            f"{assumed} tile{'s' if assumed > 1 else ''} of one degree that the data set does not "
            "have are assumed to be sea at 0 m, as was asked for when it was fetched."
        )
    if any(file.has_sea_floor for file in files):
        notes.append("The file holds depths of the sea floor; all heights below 0 are read as sea.")
    elif (lowest := min(file.lowest_seen_m for file in files)) < -50.0:
        notes.append(
            f"Heights down to {lowest:.0f} m are read as dry land below sea level; "
            "if they are depths of water, set them to 0."
        )
    return tuple(notes)
