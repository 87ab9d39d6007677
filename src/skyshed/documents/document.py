"""A document that has been read, and the names of places inside it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from skyshed.errors import DocumentError

NodePath: TypeAlias = tuple[str | int, ...]

# Control characters and lone surrogates: no document needs them, and terminals obey some.
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

_PLAIN_KEY = re.compile(r"[\w/-]{1,60}")


@dataclass(frozen=True, eq=False)
class Document:
    """A YAML file as plain data.

    Attributes
    ----------
    path : Path
        The file, or the name the text was given.
    text : str
        The text as read.
    data : dict
        Tree of dict (keys are always text), list, str, int, float, bool and None.
    lines : mapping of tuple to int
        Line number, from 1, of each node; use `line` to ask.
    error_type : type
        The kind of `DocumentError` that problems with this document are.
    """

    path: Path
    text: str = field(repr=False)
    data: dict[str, Any] = field(repr=False)
    lines: Mapping[NodePath, int] = field(repr=False)
    error_type: type[DocumentError] = DocumentError

    def line(self, path: NodePath) -> int:
        """Line number of a node, or of its nearest parent where there is no such node."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, path: NodePath, problem: str) -> DocumentError:
        """Make the error, to be raised by the caller, for a problem at a place in the document."""
        return self.error_type(
            problem, file=str(self.path), line=self.line(path), path=format_path(path)
        )


def format_path(path: NodePath) -> str:
    """Write a path as people do: ``("radars", 1, "pfa")`` is ``radars[1].pfa``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += f"[{json.dumps(part if len(part) <= 60 else part[:57] + '...')}]"
    return text
