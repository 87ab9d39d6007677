"""Catalogue files of the user: which there are, and what they hold."""

import functools
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from skyshed.documents import Document, load_yaml, parse_yaml
from skyshed.errors import CatalogueError

#: Where entries of one's own stand: a folder or a file, or several of them.
Extra: TypeAlias = Path | tuple[Path, ...] | None
SUFFIX = ".yaml"
SOURCES = "sources"


def bundled_names() -> tuple[str, ...]:
    """Stems of the bundled files, the bibliography among them."""
    return _bundled_names()


@functools.cache
def entry_files(extra: Extra) -> dict[str, Path | None]:
    """File of each entry by stem, None for the bundled ones.

    Raises
    ------
    CatalogueError
        If a file is not there, or two have one name.
    """
    files: dict[str, Path | None] = {name: None for name in bundled_names() if name != SOURCES}
    for path in own_files(extra):
        stem = path.stem
        if stem in files:
            first = files[stem]
            where = "the bundled catalogue" if first is None else str(first)
            raise CatalogueError(
                f"{where} has an entry '{stem}' already; use another id", file=str(path)
            )
        if stem != SOURCES:
            files[stem] = path
    return files


@functools.cache
def own_files(extra: Extra) -> tuple[Path, ...]:
    """The user's files in the order given, those of a folder sorted by name."""
    paths = extra if isinstance(extra, tuple) else () if extra is None else (extra,)
    return tuple(file for path in paths for file in _files_at(path))


@functools.cache
def document(stem: str, path: Path | None) -> Document:
    """The text of one file, read once; without a path the bundled one of that name."""
    if path is not None:
        return load_yaml(path, error=CatalogueError)
    name = f"{stem}{SUFFIX}"
    text = (resources.files(__package__) / "data" / name).read_text("utf-8")
    return parse_yaml(text, name=name, error=CatalogueError)


def is_entry(data: Any, kinds: tuple[str, ...]) -> bool:
    """Whether a file says that it is a catalogue entry, of which a folder may hold others."""
    return isinstance(data, dict) and data.get("kind") in kinds


def _files_at(path: Path) -> tuple[Path, ...]:
    if path.is_dir():
        return tuple(sorted(item for item in path.iterdir() if item.name.endswith(SUFFIX)))
    if path.is_file() and path.name.endswith(SUFFIX):
        return (path,)
    found = "a file of another kind" if path.is_file() else "none"
    raise CatalogueError(
        f"expected a folder with catalogue files or one such file ({SUFFIX}), got {found};"
        " check the path",
        file=str(path),
    )


@functools.cache
def _bundled_names() -> tuple[str, ...]:
    listing = (item.name for item in (resources.files(__package__) / "data").iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in listing if name.endswith(SUFFIX)))
