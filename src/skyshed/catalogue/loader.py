"""Find catalogue entries by id, bundled or in files of the user.

Each file holds one system (with its radars), one radar, one target, one self-protection device or
one network, and is named after its id.
Files are read when they are asked for, and again only when they have changed.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from skyshed.catalogue.bibliography import bibliography
from skyshed.catalogue.entries import (
    read_protection,
    read_radar,
    read_record,
    read_system,
    read_target,
)
from skyshed.catalogue.model import (
    ENTRY_KINDS,
    EntrySummary,
    MissileEntry,
    ProtectionEntry,
    RadarEntry,
    RecordEntry,
    Source,
    SystemEntry,
    TargetEntry,
)
from skyshed.catalogue.node import Node
from skyshed.catalogue.own_files import (
    SOURCES,
    Extra,
    OwnFiles,
    bundled_document,
    document,
    entry_files,
    own_document,
    own_files,
)
from skyshed.catalogue.sanity import faults
from skyshed.documents import suggest
from skyshed.errors import CatalogueError
from skyshed.store import sha256_file

FORMAT_VERSION = 1

Entry = SystemEntry | RadarEntry | TargetEntry | ProtectionEntry | RecordEntry


def radar(entry_id: str, *, extra: Extra = None) -> RadarEntry:
    """A radar by id.

    Parameters
    ----------
    entry_id : str
        Id such as ``s-400/91n6e`` or ``asr-9``.
    extra : Path or tuple of Path, optional
        Further catalogue files, or folders of them.

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


def target(entry_id: str, *, extra: Extra = None) -> TargetEntry:
    """A target by id, such as ``f-16c``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, TargetEntry):
        raise _wrong_kind(entry_id, found, "target", extra)
    return found


def system(entry_id: str, *, extra: Extra = None) -> SystemEntry:
    """A system by id, such as ``s-400``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, SystemEntry):
        raise _wrong_kind(entry_id, found, "system", extra)
    return found


def protection(entry_id: str, *, extra: Extra = None) -> ProtectionEntry:
    """A self-protection device by id, such as ``laircm``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, ProtectionEntry):
        raise _wrong_kind(entry_id, found, "protection", extra)
    return found


def record(entry_id: str, *, extra: Extra = None) -> RecordEntry:
    """A network or figures by id, such as ``link-16``; arguments and errors as for `radar`."""
    found = _lookup(entry_id, extra)
    if not isinstance(found, RecordEntry):
        raise _wrong_kind(entry_id, found, "network", extra)
    return found


def missiles(*, extra: Extra = None) -> dict[str, MissileEntry]:
    """Every missile by id; one that two systems fire stands under both names, and is one entry."""
    return {
        f"{line.id}/{slug}": missile
        for line in list_entries(extra=extra)
        if line.kind == "system"
        for slug, missile in system(line.id, extra=extra).missiles.items()
    }


def sources(*, extra: Extra = None) -> dict[str, Source]:
    """The bibliography by id.

    A ``sources.yaml`` of the user adds to it, and so does the key ``sources`` of an entry of the
    user; files beside them that are no catalogue entries are left alone.
    """
    return dict(bibliography(own_files(extra)))


def list_entries(*, extra: Extra = None) -> list[EntrySummary]:
    """All entries, sorted by kind and id."""
    return list(_listed(own_files(extra)))


def read_files(*, extra: Extra = None) -> Iterator[tuple[str, dict[str, Entry] | CatalogueError]]:
    """Entries of every file by its name, or what is wrong with it."""
    own = own_files(extra)
    for stem in sorted(entry_files(own)):
        try:
            yield stem, _entries(stem, own)
        except CatalogueError as cause:
            yield stem, cause


def catalogue_digest(*, extra: Extra = None) -> str:
    """SHA-256 over all catalogue files, so that results can say which catalogue they used."""
    return _digest(own_files(extra))


def own_file_hashes(*, extra: Extra = None) -> dict[str, str]:
    """SHA-256 of every catalogue file of the user by its full path."""
    return {str(path): sha256_file(path) for path in own_files(extra).paths}


def entry(entry_id: str, *, extra: Extra = None) -> Entry | MissileEntry:
    """Whatever has this id: an entry or a missile; errors as for `radar`."""
    fired = missiles(extra=extra)
    if entry_id in fired:
        return fired[entry_id]
    known = [line.id for line in list_entries(extra=extra)]
    if entry_id in known:
        return _lookup(entry_id, extra)
    hint = suggest(entry_id, [*known, *fired]) or "list them with `skyshed catalogue list`"
    raise CatalogueError(f"no catalogue entry '{entry_id}'; {hint}")


@functools.cache
def _listed(own: OwnFiles) -> tuple[EntrySummary, ...]:
    found = [
        EntrySummary(entry_id, *_summary(entry))
        for stem in sorted(entry_files(own))
        for entry_id, entry in _entries(stem, own).items()
    ]
    return tuple(sorted(found, key=lambda line: (ENTRY_KINDS.index(line.kind), line.id)))


@functools.cache
def _digest(own: OwnFiles) -> str:
    digest = hashlib.sha256()
    texts = {stem: document(stem, own).text for stem in entry_files(own)}
    for stem, text in sorted({**texts, SOURCES: bundled_document(SOURCES).text}.items()):
        digest.update(f"{stem}\0{text}\0".encode())
    for path in own.paths:
        if path.stem == SOURCES:
            digest.update(own_document(path, own).text.encode())
    return digest.hexdigest()


def _lookup(entry_id: str, extra: Extra) -> Entry:
    own = own_files(extra)
    stem = entry_id.partition("/")[0]
    found = _entries(stem, own) if stem in entry_files(own) else {}
    if entry_id not in found:
        known = [line.id for line in list_entries(extra=extra)]
        hint = suggest(entry_id, known) or "list them with `skyshed catalogue list`"
        raise CatalogueError(f"no catalogue entry '{entry_id}'; {hint}")
    return found[entry_id]


def _summary(entry: Entry) -> tuple[str, str, str]:
    """Kind, name and a few words."""
    if isinstance(entry, SystemEntry):
        return "system", entry.name, entry.summary
    if isinstance(entry, RadarEntry):
        return "radar", entry.name, entry.role
    if isinstance(entry, TargetEntry):
        return "target", entry.name, entry.target_class
    if isinstance(entry, RecordEntry):
        return entry.kind, entry.name, entry.summary
    return "protection", entry.name, entry.summary


def _wrong_kind(entry_id: str, found: Entry, wanted: str, extra: Extra) -> CatalogueError:
    kind = next(line.kind for line in list_entries(extra=extra) if line.id == entry_id)
    advice = f"give the id of a {wanted}"
    if isinstance(found, SystemEntry) and wanted == "radar":
        advice = f"name one of its radars: {', '.join(found.radars)}"
    return CatalogueError(f"expected a {wanted}, but '{entry_id}' is a {kind}; {advice}")


@functools.cache
def _entries(stem: str, own: OwnFiles) -> dict[str, Entry]:
    """The entries of one file by id; a file of the user with values that cannot be is refused."""
    node = Node(document(stem, own), frozenset(bibliography(own)))
    found = _read(stem, node, own)
    if entry_files(own)[stem] is not None:  # the audit and its tests look over the bundled ones
        _refuse_faults(node, found)
    return found


def _refuse_faults(node: Node, found: dict[str, Entry]) -> None:
    for entry_id, entry in found.items():
        within = ("radars", entry_id.partition("/")[2]) if "/" in entry_id else ()
        for fault in faults(entry):
            raise replace(node, path=(*within, *fault.path)).error(
                f"{fault.text}; correct the number"
            )


def _read(stem: str, node: Node, own: OwnFiles) -> dict[str, Entry]:
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
    kind = head["kind"].choice(ENTRY_KINDS)
    if kind == "system":

        def shared(asked: Node) -> MissileEntry:
            return _shared_missile(asked, stem, own)

        entry, radars = read_system(node, shared)
        return {entry.id: entry, **radars}
    readers: dict[str, Callable[[Node], Entry]] = {
        "radar": read_radar,
        "target": read_target,
        "protection": read_protection,
    }
    return {stem: readers.get(kind, read_record)(node)}


def _shared_missile(asked: Node, stem: str, own: OwnFiles) -> MissileEntry:
    """The missile of another system that this one fires too."""
    home, _, slug = asked.text().partition("/")
    if home == stem or home not in entry_files(own):
        raise asked.error(
            f"expected the id of a missile of another system, such as s-400/48n6e3, got"
            f" '{asked.text()[:60]}'"
        )
    entry = _entries(home, own).get(home)
    known = entry.missiles if isinstance(entry, SystemEntry) else {}
    if slug not in known:
        hint = suggest(slug, known) or f"it has {', '.join(known) or 'none'}"
        raise asked.error(f"expected a missile of {home}, got '{slug[:60]}'; {hint}")
    return known[slug]
