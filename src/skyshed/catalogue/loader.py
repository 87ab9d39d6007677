"""Find catalogue entries by id, bundled or in a folder of the user.

Each file holds one system (with its radars), one radar, one target or one self-protection device,
and is named after its id.
Files are read when they are asked for, and once.
"""

import functools
import hashlib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from skyshed.catalogue.entries import read_protection, read_radar, read_system, read_target
from skyshed.catalogue.model import (
    EntrySummary,
    ProtectionEntry,
    RadarEntry,
    Source,
    SystemEntry,
    TargetEntry,
)
from skyshed.catalogue.node import Node
from skyshed.documents import Document, load_yaml, parse_yaml, suggest
from skyshed.errors import CatalogueError
from skyshed.uncertainty.parameter import GRADES

FORMAT_VERSION = 1
_KINDS = ("system", "radar", "target", "protection")
_SOURCES = "sources"

Entry = SystemEntry | RadarEntry | TargetEntry | ProtectionEntry


def radar(entry_id: str, *, extra: Path | None = None) -> RadarEntry:
    """A radar by id.

    Parameters
    ----------
    entry_id : str
        Id such as ``s-400/91n6e`` or ``asr-9``.
    extra : Path, optional
        A folder with further catalogue files.

    Returns
    -------
    RadarEntry
        What is public about it.

    Raises
    ------
    CatalogueError
        If there is no such radar (a near id is suggested) or its file breaks the rules.
    """
    found = _lookup(entry_id, extra)
    if not isinstance(found, RadarEntry):
        raise _wrong_kind(entry_id, found, "radar", extra)
    return found


def target(entry_id: str, *, extra: Path | None = None) -> TargetEntry:
    """A target by id, such as ``f-16c``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, TargetEntry):
        raise _wrong_kind(entry_id, found, "target", extra)
    return found


def system(entry_id: str, *, extra: Path | None = None) -> SystemEntry:
    """A system by id, such as ``s-400``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, SystemEntry):
        raise _wrong_kind(entry_id, found, "system", extra)
    return found


def protection(entry_id: str, *, extra: Path | None = None) -> ProtectionEntry:
    """A self-protection device by id, such as ``laircm``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, ProtectionEntry):
        raise _wrong_kind(entry_id, found, "protection", extra)
    return found


@functools.cache
def sources(*, extra: Path | None = None) -> dict[str, Source]:
    """The bibliography by id; a ``sources.yaml`` in the folder `extra` adds to it."""
    found = _bibliography(_document(_SOURCES, None), {})
    if extra is not None and _SOURCES in _names(extra):
        found.update(_bibliography(_document(_SOURCES, extra), found))
    return found


def list_entries(*, extra: Path | None = None) -> list[EntrySummary]:
    """All systems, radars, targets and protections, sorted by kind and id."""
    found: list[EntrySummary] = []
    for stem, folder in sorted(_files(extra).items()):
        for entry_id, entry in _entries(stem, folder, extra).items():
            if isinstance(entry, SystemEntry):
                found.append(EntrySummary(entry_id, "system", entry.name, entry.summary))
            elif isinstance(entry, RadarEntry):
                found.append(EntrySummary(entry_id, "radar", entry.name, entry.role))
            elif isinstance(entry, TargetEntry):
                found.append(EntrySummary(entry_id, "target", entry.name, entry.target_class))
            else:
                found.append(EntrySummary(entry_id, "protection", entry.name, entry.summary))
    return sorted(found, key=lambda line: (_KINDS.index(line.kind), line.id))


@functools.cache
def catalogue_digest(*, extra: Path | None = None) -> str:
    """SHA-256 over all catalogue files, so that results can say which catalogue they used."""
    digest = hashlib.sha256()
    for stem, folder in sorted({**_files(extra), _SOURCES: None}.items()):
        digest.update(f"{stem}\0{_document(stem, folder).text}\0".encode())
    if extra is not None and _SOURCES in _names(extra):
        digest.update(_document(_SOURCES, extra).text.encode())
    return digest.hexdigest()


def _lookup(entry_id: str, extra: Path | None) -> Entry:
    stem = entry_id.partition("/")[0]
    files = _files(extra)
    found = _entries(stem, files[stem], extra) if stem in files else {}
    if entry_id not in found:
        known = [line.id for line in list_entries(extra=extra)]
        hint = suggest(entry_id, known) or "list them with `skyshed catalogue list`"
        raise CatalogueError(f"no catalogue entry '{entry_id}'; {hint}")
    return found[entry_id]


def _wrong_kind(entry_id: str, found: Entry, wanted: str, extra: Path | None) -> CatalogueError:
    kind = next(line.kind for line in list_entries(extra=extra) if line.id == entry_id)
    advice = f"give the id of a {wanted}"
    if isinstance(found, SystemEntry) and wanted == "radar":
        advice = f"name one of its radars: {', '.join(found.radars)}"
    return CatalogueError(f"expected a {wanted}, but '{entry_id}' is a {kind}; {advice}")


@functools.cache
def _files(extra: Path | None) -> dict[str, Path | None]:
    """Stem of each entry file, and its folder (None for the bundled ones)."""
    files: dict[str, Path | None] = {name: None for name in _names(None) if name != _SOURCES}
    for name in _names(extra) if extra is not None else ():
        if name in files:
            raise CatalogueError(
                f"the bundled catalogue has an entry '{name}' already; use another id",
                file=str(extra and extra / f"{name}.yaml"),
            )
        if name != _SOURCES:
            files[name] = extra
    return files


@functools.cache
def _names(folder: Path | None) -> tuple[str, ...]:
    if folder is None:
        listing = [item.name for item in (resources.files(__package__) / "data").iterdir()]
    elif folder.is_dir():
        listing = [item.name for item in folder.iterdir()]
    else:
        raise CatalogueError(
            "expected a folder with catalogue files, got none; check the path", file=str(folder)
        )
    return tuple(sorted(name.removesuffix(".yaml") for name in listing if name.endswith(".yaml")))


@functools.cache
def _document(stem: str, folder: Path | None) -> Document:
    name = f"{stem}.yaml"
    if folder is not None:
        return load_yaml(folder / name, error=CatalogueError)
    text = (resources.files(__package__) / "data" / name).read_text("utf-8")
    return parse_yaml(text, name=name, error=CatalogueError)


@functools.cache
def _entries(stem: str, folder: Path | None, extra: Path | None) -> dict[str, Entry]:
    """The entries of one file by id."""
    document = _document(stem, folder)
    node = Node(document, frozenset(sources(extra=extra)))
    head = node.children()
    for key in ("format_version", "kind", "id"):
        if key not in head:
            raise node.error(f"expected the key '{key}', which is missing; add it")
    if head["format_version"].value != FORMAT_VERSION:
        raise head["format_version"].error(
            f"expected {FORMAT_VERSION}, got {head['format_version'].value}; update the file"
        )
    if head["id"].text() != stem:
        raise head["id"].error(f"expected the name of the file, '{stem}', got another id")
    kind = head["kind"].choice(_KINDS)
    if kind == "system":
        entry, radars = read_system(node)
        return {entry.id: entry, **radars}
    readers: dict[str, Callable[[Node], Entry]] = {
        "radar": read_radar,
        "target": read_target,
        "protection": read_protection,
    }
    return {stem: readers[kind](node)}


def _bibliography(document: Document, taken: dict[str, Source]) -> dict[str, Source]:
    root = Node(document, frozenset())
    found = {}
    head = root.fields(required=("format_version", "kind", "sources"))
    for source_id, child in head["sources"].children().items():
        if source_id in taken:
            raise child.error(f"the source '{source_id}' is in the bundled bibliography already")
        fields = child.fields(
            required=("title", "publisher", "date", "access", "grade"),
            optional=("address", "note", "publication"),
        )
        found[source_id] = Source(
            id=source_id,
            title=fields["title"].text(),
            publisher=fields["publisher"].text(),
            date=fields["date"].text(),
            address=fields["address"].text() if "address" in fields else None,
            access=fields["access"].choice(("excerpt", "listing", "cited", "none")),
            default_grade=fields["grade"].choice(GRADES),
            note=fields["note"].text() if "note" in fields else "",
            publication=fields["publication"].boolean() if "publication" in fields else True,
        )
    return found
