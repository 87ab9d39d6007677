"""The bibliography: the bundled file, files of the user, and sources inside the user's entries."""

import functools
from pathlib import Path

from skyshed.catalogue.model import ENTRY_KINDS, Source
from skyshed.catalogue.node import Node
from skyshed.catalogue.own_files import SOURCES, OwnFiles, bundled_document, own_document
from skyshed.errors import CatalogueError
from skyshed.uncertainty.parameter import GRADES


@functools.cache
def bibliography(own: OwnFiles) -> dict[str, Source]:
    """Every source by id: the bundled ones, then those that the user's files add.

    Raises
    ------
    CatalogueError
        If two of one id say different things, or one is not whole.
    """
    found = _bibliography(Node(bundled_document(SOURCES), frozenset()), {})
    for path in own.paths:
        if path.stem == SOURCES:
            found.update(_bibliography(Node(own_document(path, own), frozenset()), found))
    for path in own.paths:
        if path.stem != SOURCES and (listed := _own_sources(path, own)) is not None:
            found.update(_source_list(listed, found))
    return found


def _own_sources(path: Path, own: OwnFiles) -> Node | None:
    """The bibliography inside an entry of the user; faults are left to whoever reads the entry."""
    try:
        text = own_document(path, own)
    except CatalogueError:
        return None
    if text.data.get("kind") not in ENTRY_KINDS or "sources" not in text.data:
        return None
    return Node(text, frozenset(), ("sources",))


def _bibliography(root: Node, taken: dict[str, Source]) -> dict[str, Source]:
    head = root.fields(required=("format_version", "kind", "sources"))
    return _source_list(head["sources"], taken)


def _source_list(listed: Node, taken: dict[str, Source]) -> dict[str, Source]:
    found = {}
    for source_id, child in listed.children().items():
        source = _source(source_id, child)
        if taken.get(source_id, source) != source:
            raise child.error(
                f"the source '{source_id}' is in the bibliography already, and says something else;"
                " use another id"
            )
        found[source_id] = source
    return found


def _source(source_id: str, node: Node) -> Source:
    fields = node.fields(
        required=("title", "publisher", "date", "access", "grade"),
        optional=("address", "note", "publication"),
    )
    return Source(
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
