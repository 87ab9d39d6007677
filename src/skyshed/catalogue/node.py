"""A place in a catalogue file, to read from with errors that say where."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from skyshed.documents import Document, suggest
from skyshed.errors import DocumentError, QuantityError
from skyshed.units import Dimension, parse_value


@dataclass(frozen=True)
class Node:
    """A document and a path in it; `known_sources` are the ids that entries may cite."""

    document: Document
    known_sources: frozenset[str]
    path: tuple[str | int, ...] = ()

    @property
    def value(self) -> Any:
        """What stands at this place."""
        value: Any = self.document.data
        for part in self.path:
            value = value[part]
        return value

    def error(self, problem: str) -> DocumentError:
        """The error for a problem at this place, to be raised by the caller."""
        return self.document.error(self.path, problem)

    def fields(
        self, *, required: Collection[str] = (), optional: Collection[str] = ()
    ) -> dict[str, "Node"]:
        """The parts of a mapping whose keys are known; others are refused, with a suggestion."""
        children = self.children()
        known = (*required, *optional)
        for key, child in children.items():
            if key not in known:
                hint = suggest(key, known) or f"known are {', '.join(known)}"
                raise child.error(f"unknown key '{key}'; {hint}")
        for key in required:
            if key not in children:
                raise self.error(f"expected the key '{key}', which is missing; add it")
        return children

    def children(self) -> dict[str, "Node"]:
        """The parts of a mapping, in the order of the file."""
        if not isinstance(self.value, dict):
            raise self.error(f"expected a mapping of keys, got {_shown(self.value)}")
        return {
            key: Node(self.document, self.known_sources, (*self.path, key)) for key in self.value
        }

    def items(self) -> tuple["Node", ...]:
        """The parts of a list."""
        if not isinstance(self.value, list):
            raise self.error(f"expected a list, got {_shown(self.value)}; write [a, b]")
        count = len(self.value)
        return tuple(
            Node(self.document, self.known_sources, (*self.path, index)) for index in range(count)
        )

    def text(self) -> str:
        """A text that is not empty, its outer blanks removed."""
        value = self.value
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"expected a text, got {_shown(value)}")
        return value.strip()

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def boolean(self) -> bool:
        """``true`` or ``false``."""
        value = self.value
        if not isinstance(value, bool):
            raise self.error(f"expected true or false, got {_shown(value)}")
        return value

    def choice(self, options: Iterable[str]) -> str:
        """A text that is one of the options."""
        allowed = tuple(options)
        value = self.text()
        if value not in allowed:
            hint = suggest(value, allowed)
            raise self.error(
                f"expected one of {', '.join(allowed)}, got '{value}'; {hint}".rstrip("; ")
            )
        return value

    def quantity(self, dimension: Dimension) -> float:
        """A quantity with its unit, in SI."""
        try:
            return parse_value(self.value, dimension)
        except QuantityError as cause:
            raise self.error(str(cause)) from None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
