"""Catalogue files, the bundled ones and those of the user: which there are, and their text."""

import functools
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TypeAlias

from skyshed.documents import Document, load_yaml, parse_yaml
from skyshed.errors import CatalogueError

#: Where entries of one's own stand: a folder or a file, or several of them.
Extra: TypeAlias = Path | tuple[Path, ...] | None
SUFFIX = ".yaml"
SOURCES = "sources"


@dataclass(frozen=True)
class OwnFiles:
    """The user's files by full path, and when each was last written.

    What was read is kept for one such value, so that a file that has changed is read again.
    """

    paths: tuple[Path, ...] = ()
    stamps: tuple[tuple[int, int], ...] = ()


def own_files(extra: Extra) -> OwnFiles:
    """The user's files in the order given, those of a folder sorted by name.

    Raises
    ------
    CatalogueError
        If one is not there or is no YAML file.
    """
    if extra is None:
        return OwnFiles()
    given = extra if isinstance(extra, tuple) else (extra,)
    paths = tuple(file.absolute() for path in given for file in _files_at(path))
    stats = (path.stat() for path in paths)
    return OwnFiles(paths, tuple((stat.st_mtime_ns, stat.st_size) for stat in stats))


@functools.cache
def entry_files(own: OwnFiles) -> dict[str, Path | None]:
    """File of each entry by stem, None for the bundled ones.

    Raises
    ------
    CatalogueError
        If two have one name.
    """
    files: dict[str, Path | None] = {name: None for name in _bundled_names() if name != SOURCES}
    for path in own.paths:
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
def document(stem: str, own: OwnFiles) -> Document:
    """The text of an entry's file, read once."""
    path = entry_files(own)[stem]
    return bundled_document(stem) if path is None else own_document(path, own)


@functools.cache
def bundled_document(stem: str) -> Document:
    """The text of a bundled file, read once."""
    name = f"{stem}{SUFFIX}"
    text = (resources.files(__package__) / "data" / name).read_text("utf-8")
    return parse_yaml(text, name=name, error=CatalogueError)


@functools.cache
def own_document(path: Path, own: OwnFiles) -> Document:
    """The text of one of the user's files, read once for each time that it was written."""
    return load_yaml(path, error=CatalogueError)


def _files_at(path: Path) -> tuple[Path, ...]:
    if path.is_dir():
        found = tuple(sorted(item for item in path.iterdir() if item.name.endswith(SUFFIX)))
        if found:
            return found
        raise CatalogueError(
            f"expected a folder with catalogue files ({SUFFIX}), got one without any; check the"
            " path",
            file=str(path),
        )
    if path.is_file() and path.name.endswith(SUFFIX):
        return (path,)
    kind = "a file of another kind" if path.is_file() else "none"
    raise CatalogueError(
        f"expected a folder with catalogue files or one such file ({SUFFIX}), got {kind};"
        " check the path",
        file=str(path),
    )


@functools.cache
def _bundled_names() -> tuple[str, ...]:
    listing = (item.name for item in (resources.files(__package__) / "data").iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in listing if name.endswith(SUFFIX)))
