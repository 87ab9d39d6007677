"""Fetch elevation data and tell what they hold: `skyshed terrain`."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.cli.aligned import under_each_other
from skyshed.cli.progress import progress_shown
from skyshed.errors import TerrainError
from skyshed.terrain.copernicus import dataset_named, is_dataset, short_name

if TYPE_CHECKING:
    from skyshed.terrain.survey import Lattice

_NAMED = 12  # tiles that are named one by one


@dataclass(frozen=True)
class Order:
    """What shall be fetched, as on the command line."""

    bbox: str
    dataset: str
    out: Path | None
    missing_as_sea: bool
    limit_gb: float
    url: str | None
    refresh: bool


def fetch(order: Order, *, quiet: bool) -> None:
    """Fetch the tiles of a box into a folder, and say what to type next.

    Raises
    ------
    SkyshedError
        If the box is none, a tile cannot be had or written, or it would be too much.
    """
    from dataclasses import replace

    from skyshed.terrain.bounding_box import parse_box, tiles_in_box
    from skyshed.terrain.tile_store import cached_store, fetch_tiles, write_assumed_sea

    tile_set = dataset_named(order.dataset)
    box = parse_box(order.bbox)
    if not 0.0 < order.limit_gb < math.inf:
        raise TerrainError(f"--limit-gb: expected a number above 0, got {order.limit_gb:g}")
    folder = Path(f"terrain-{tile_set.key}") if order.out is None else order.out
    cached = cached_store(tile_set, order.url)
    store = replace(cached, folder=folder, other=cached.folder)
    _refuse_other_tiles(folder, store.tile_set.mark)
    wanted = tiles_in_box(box)
    with progress_shown(quiet=quiet) as progress:
        found = fetch_tiles(
            store,
            wanted,
            most_bytes=int(order.limit_gb * 1e9),
            refresh=order.refresh,
            tell=progress,
        )
        if not found.tiles:
            raise TerrainError(
                f"--bbox: no tile of {tile_set.key} exists in {box}: open sea, or land that was not"
                " released; ask for another area"
            )
        sea = write_assumed_sea(store, found.missing) if order.missing_as_sea else 0
    size = sum(store.path(tile).stat().st_size for tile in found.tiles)
    typer.echo(
        f"{folder}: {_count(len(found.tiles), 'tile')} of {tile_set.name} for {box},"
        f" {size / 1e6:.1f} MB ({found.new} new, {found.came_bytes / 1e6:.1f} MB fetched)"
    )
    if found.missing:
        names = _names([short_name(tile) for tile in found.missing])
        typer.echo(f"no tile exists for {names}: {_what_of_it(sea)}")
    typer.echo(f"next: skyshed terrain info {_word(folder)}")
    typer.echo(f"      skyshed run STUDY --terrain {_word(folder)}")


def info(path: str, *, quiet: bool) -> None:
    """Print what elevation data hold.

    Raises
    ------
    TerrainError
        If they cannot be read.
    """
    from skyshed.terrain.dataset import open_terrain
    from skyshed.terrain.survey import survey
    from skyshed.terrain.tile_store import cached_store

    folder = Path(path)
    if is_dataset(path):
        store = cached_store(dataset_named(path))
        folder = store.folder
        if not any(folder.glob("*.tif")):
            raise TerrainError(
                f"{folder}: no tile of {path} is in the cache yet; `skyshed terrain fetch` or"
                f" --terrain {path} fetches some"
            )
    with progress_shown(quiet=quiet) as progress:
        found = survey(open_terrain(folder), tell=progress)
    typer.echo(str(folder))
    for lattice in found.lattices:
        typer.echo()
        for line in under_each_other(_rows(lattice)):
            typer.echo(line)
    typer.echo()
    if found.missing:
        typer.echo(
            f"gaps: no tile for {_names(list(found.missing))}; what lies there is unknown, not sea"
        )
    if len(found.lattices) > 1:
        typer.echo(
            "Several lattices: the finest counts where they overlap; where they meet, each keeps"
            " its outermost height over half a cell."
        )
    for note in found.notes:
        typer.echo(note)


def _rows(lattice: "Lattice") -> Iterator[tuple[str, str]]:
    """Names and values to print."""
    names = sorted({path.name for path in lattice.files})
    west, south, east, north = lattice.bounds_deg
    wide, high = lattice.cell
    if lattice.unit == "degree":
        cell = f'{3600 * wide:.4g}" x {3600 * high:.4g}"'
    else:
        cell = f"{wide:.6g} x {high:.6g} {lattice.unit}"
    yield "files", f"{len(lattice.files)} ({_names(names, most=3)})"
    yield "format", ", ".join(lattice.formats)
    yield (
        "longitude",
        f"{west:.4f} to {east:.4f}" + (" (across the antimeridian)" if west > east else ""),
    )
    yield "latitude", f"{south:.4f} to {north:.4f}"
    yield "cells", f"{lattice.columns} x {lattice.rows}, of {cell}"
    yield "resolution", f"{lattice.resolution_m:.1f} m"
    yield "reference system", lattice.crs
    yield "heights above", f"{'; '.join(lattice.vertical)}; taken as mean sea level"
    yield "heights", f"{lattice.lowest_m:.0f} to {lattice.highest_m:.0f} m"
    yield "voids", f"{lattice.void_share:.2%} of the cells"
    yield "covered", f"{lattice.covered_share:.1%} of the extent"
    if len(lattice.files) > 1:
        yield "seams", _seam_words(lattice)
    yield (
        "memory",
        f"at most {_size(lattice.window_bytes)} for a map of 250 km radius on cells of"
        f" {lattice.resolution_m:.0f} m, however many tiles there are",
    )


def _seam_words(lattice: "Lattice") -> str:
    if math.isnan(lattice.seam_step_m):
        return f"{lattice.seams}, the files share no cells with heights"
    return f"{lattice.seams}, shared cells differ by {lattice.seam_step_m:.0f} m at most"


def _refuse_other_tiles(folder: Path, mark: str) -> None:
    """Keep tiles of another set out of a folder: the finer ones would hide the others."""
    from skyshed.terrain.copernicus import tile_of_name

    wanted = f"_COG_{mark}_"
    for path in sorted(folder.glob("*.tif")) if folder.is_dir() else ():
        if tile_of_name(path.name) is not None and wanted not in path.name:
            raise TerrainError(f"{folder}: it holds tiles of another data set; give another --out")


def _what_of_it(sea: int) -> str:
    if sea:
        return "zeros were written for them, as asked, and results say that the sea is assumed"
    return (
        "what lies there is unknown, not sea; if you know that it is sea, give --missing-as-sea,"
        " if it is land, take other data for it"
    )


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{math.ceil(count / 1e6)} MB"


def _names(names: list[str], most: int = _NAMED) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _word(path: Path) -> str:
    """A path as a shell takes it."""
    import shlex

    return shlex.quote(str(path))
