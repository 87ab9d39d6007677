"""Names inside a study file: each one once, and each reference to one that is there."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from skyshed.documents import Document, NodePath, listed, suggest

#: Words that may stand for a source.
NO_SOURCE = ("assumed", "unverified")


class Named(Protocol):
    """A part with an id."""

    @property
    def id(self) -> str:
        """Its short name."""


def check_unique(document: Document, path: NodePath, parts: Sequence[Named]) -> None:
    """Refuse two parts of one name.

    Raises
    ------
    DocumentError
        Of the document's kind, at the second of them.
    """
    first: dict[str, int] = {}
    for index, part in enumerate(parts):
        if part.id in first:
            line = document.line((*path, first[part.id], "id"))
            raise document.error(
                (*path, index, "id"),
                f"expected each id once, got '{part.id}' again (first in line {line}); rename one",
            )
        first[part.id] = index


def check_known(
    document: Document, path: NodePath, name: str, options: Iterable[str], what: str
) -> str:
    """Return the name if it is one of the options.

    Raises
    ------
    DocumentError
        Of the document's kind, with the nearest option.
    """
    known = sorted(options)
    if name in known:
        return name
    hint = suggest(name, known) or (f"known are {listed(known)}" if known else "add it first")
    raise document.error(path, f"expected {what}, got the unknown '{name[:60]}'; {hint}")


def check_all_known(
    document: Document, path: NodePath, names: Sequence[str], options: Iterable[str], what: str
) -> tuple[str, ...]:
    """`check_known` for a list of names."""
    known = list(options)
    return tuple(
        check_known(document, (*path, index), name, known, what) for index, name in enumerate(names)
    )
