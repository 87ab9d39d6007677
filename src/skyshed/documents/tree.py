"""Build plain data from parser events, so that limits act before anything can grow."""

import copy
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from skyshed.documents.document import UNPRINTABLE, NodePath, format_path
from skyshed.errors import DocumentError

MAX_DEPTH: Final = 40
MAX_ALIASES: Final = 100
MAX_NODES: Final = 100_000
MAX_NUMBER_LENGTH: Final = 100

# The core schema of YAML 1.2, sect. 10.3.2; quoted text is never a number.
_NULL = re.compile(r"|~|null|Null|NULL")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def _text(event: ScalarEvent) -> str:
    """Text of a scalar without the marks (BEL) by which ruamel remembers where a `>` text folds."""
    text = str(event.value)
    return text.replace("\a", "") if event.style == ">" else text


def build_tree(
    text: str, *, name: str, error: type[DocumentError]
) -> tuple[dict[str, Any], dict[NodePath, int]]:
    """Parse text to plain data and to the line number of every node.

    Parameters
    ----------
    text : str
        One YAML document.
    name : str
        What messages call it.
    error : type
        Kind of `DocumentError` to raise.

    Returns
    -------
    data : dict
        The plain data.
    lines : dict
        Line number, from 1, by path.

    Raises
    ------
    DocumentError
        Of kind `error`, if the text is not YAML, exceeds a limit or uses what is refused.
    """
    try:
        builder = _Builder(YAML(typ="rt", pure=True).parse(text), name, error)
        return builder.document(), builder.lines
    except MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        problem = " ".join(str(cause.problem or cause.context).split())
        line = None if mark is None else mark.line + 1
    except (YAMLError, ValueError) as cause:  # ValueError: escapes beyond Unicode
        problem, line = " ".join(str(cause).split()), None
    advice = "check indentation, quotes and colons"
    if r"'\t'" in problem:
        advice = "indent with spaces instead of tabs"
    raise error(f"expected YAML, got an error ({problem}); {advice}", file=name, line=line)


class _Builder:
    """One pass over the events of one document."""

    def __init__(self, events: Iterator[Any], name: str, error: type[DocumentError]) -> None:
        self.events = events
        self.name = name
        self.error = error
        self.lines: dict[NodePath, int] = {}
        self.anchors: dict[str, tuple[Any, int]] = {}  # the data and its number of nodes
        self.aliases = 0
        self.nodes = 0

    def document(self) -> dict[str, Any]:
        next(self.events)  # start of the stream
        start = next(self.events)
        if isinstance(start, StreamEndEvent):
            self.fail(start, (), "expected 'key: value' lines, got an empty document; fill it in")
        if isinstance(start, DocumentStartEvent) and (start.version or start.tags):
            self.fail(start, (), "expected no '%' directive, got one; remove it")
        root = next(self.events)
        data = self.node(root, ())
        if not isinstance(data, dict):
            kind = {list: "a list", type(None): "nothing"}.get(type(data), "a single value")
            self.fail(root, (), f"expected 'key: value' lines, got {kind}; begin with a key")
        next(self.events)  # end of the document
        end = next(self.events)
        if not isinstance(end, StreamEndEvent):
            self.fail(end, (), "expected one document, got a second after '---'; split the file")
        return data

    def node(self, event: Any, path: NodePath) -> Any:
        """Data of the node that begins with an event."""
        self.lines[path] = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            return self.alias(event, path)
        first = self.nodes
        self.count(event, path, 1)
        self.check(event, path)
        data: Any
        if isinstance(event, MappingStartEvent):
            data = self.mapping(event, path)
        elif isinstance(event, SequenceStartEvent):
            data = self.sequence(path)
        else:
            data = self.scalar(event, path)
        if event.anchor is not None:
            self.anchors[event.anchor] = (data, self.nodes - first)
        return data

    def mapping(self, start: Any, path: NodePath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            self.count(event, path, 1)
            key = self.key(event, path)
            place = (*path, key)
            if key in data:
                first = self.lines[place]
                problem = f"expected each key once, got '{key[:60]}' again (first in line {first})"
                self.fail(event, path, f"{problem}; remove one")
            value = next(self.events)
            data[key] = self.node(value, place)
            self.lines[place] = event.start_mark.line + 1
        return data

    def key(self, event: Any, path: NodePath) -> str:
        if not isinstance(event, ScalarEvent) or not _text(event):
            self.fail(event, path, "expected a word as key, got something else; check the colons")
        self.check(event, path)
        if _text(event) == "<<" and not event.style:
            self.fail(event, path, "expected a key, got the merge sign '<<'; repeat the keys")
        text = _text(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (text, 1)
        return text

    def sequence(self, path: NodePath) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            data.append(self.node(event, (*path, len(data))))
        return data

    def alias(self, event: Any, path: NodePath) -> Any:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.fail(
                event, path, f"expected at most {MAX_ALIASES} aliases, got more; write it out"
            )
        if event.anchor not in self.anchors:
            problem = f"expected an anchor '&{event.anchor}' that ends before this alias, got none"
            self.fail(event, path, f"{problem}; write the value out")
        data, size = self.anchors[event.anchor]
        self.count(event, path, size)
        return copy.deepcopy(data)

    def scalar(self, event: Any, path: NodePath) -> str | int | float | bool | None:
        """Resolve a scalar by the core schema."""
        text = _text(event)
        if event.style:
            return text
        if _NULL.fullmatch(text):
            return None
        if _BOOL.fullmatch(text):
            return text.lower() == "true"
        if _NOT_FINITE.fullmatch(text):
            self.fail(event, path, f"expected a finite number, got {text}; give a number")
        if not (_INT.fullmatch(text) or _FLOAT.fullmatch(text)):
            return text
        number: int | float = 0
        if len(text) <= MAX_NUMBER_LENGTH:
            if not _INT.fullmatch(text):
                number = float(text)
            elif text.startswith(("0o", "0x")):
                number = int(text, 0)
            else:
                number = int(text)
        if len(text) > MAX_NUMBER_LENGTH or abs(number) == float("inf"):
            self.fail(event, path, "expected a finite number, got a huge one; check its digits")
        return number

    def check(self, event: Any, path: NodePath) -> None:
        """Refuse what no node may have."""
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")[:60]
            self.fail(event, path, f"expected plain YAML, got the tag {tag!r}; remove it")
        if len(path) > MAX_DEPTH:
            self.fail(event, path[:3], f"expected at most {MAX_DEPTH} levels, got more; flatten it")
        if isinstance(event, ScalarEvent) and (bad := UNPRINTABLE.search(_text(event))):
            code = f"U+{ord(bad[0]):04X}"
            self.fail(event, path, f"expected printable text, got the character {code}; remove it")

    def count(self, event: Any, path: NodePath, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            problem = f"expected at most {MAX_NODES} nodes with aliases expanded, got more"
            self.fail(event, path[:3], f"{problem}; write less or use fewer aliases")

    def fail(self, event: Any, path: NodePath, problem: str) -> NoReturn:
        raise self.error(
            problem, file=self.name, line=event.start_mark.line + 1, path=format_path(path)
        )
