"""Read YAML 1.2 safely: limits before parsing, plain data after it, one clear sentence on failure.

Tags, merge keys, directives and repeated keys are refused, so a document can neither run code nor
mean something else than it seems to: ``no`` is text, ``1:30`` is text, a date is text.
"""

from pathlib import Path
from typing import Final

from skyshed.documents.document import UNPRINTABLE, Document
from skyshed.errors import DocumentError

MAX_BYTES: Final = 1_000_000


def load_yaml(path: str | Path, *, error: type[DocumentError] = DocumentError) -> Document:
    """Read a YAML file.

    Parameters
    ----------
    path : str or Path
        The file: UTF-8, at most 1 MB.
    error : type, optional
        Kind of `DocumentError` to raise, here and by `Document.error`.

    Returns
    -------
    Document
        The data and where each part of it stands.

    Raises
    ------
    DocumentError
        Of kind `error`, if the file cannot be read or is not what `parse_yaml` accepts.
    """
    name = str(path)
    try:
        if not Path(path).is_file():
            found = not_a_file(Path(path))
            raise error(f"expected a YAML file, got {found}; check the path", file=name)
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as cause:
        problem = f"expected a readable file, got {cause.strerror!r}; check its permissions"
        raise error(problem, file=name) from cause
    if len(raw) > MAX_BYTES:
        raise _too_large(name, error)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise error(
            f"expected text in UTF-8, got the byte 0x{raw[cause.start]:02x}; save it as UTF-8",
            file=name,
            line=raw.count(b"\n", 0, cause.start) + 1,
        ) from None
    return parse_yaml(text, name=name, error=error)


def not_a_file(path: Path) -> str:
    """What stands at a path that is no plain file, in words."""
    if path.is_dir():
        return "a folder"
    return "something that is no plain file" if path.exists() else "none of that name"


def parse_yaml(
    text: str, *, name: str | Path, error: type[DocumentError] = DocumentError
) -> Document:
    """Read YAML text.

    Parameters
    ----------
    text : str
        One YAML 1.2 document whose top level is a mapping, at most 1 MB, nested at most 40 deep,
        with at most 100 aliases and 100,000 nodes once they are expanded.
    name : str or Path
        What messages call the text; a file name where there is one.
    error : type, optional
        Kind of `DocumentError` to raise, here and by `Document.error`.

    Returns
    -------
    Document
        The data and where each part of it stands.

    Raises
    ------
    DocumentError
        Of kind `error`, if the text is not such a document.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise _too_large(str(name), error)
    if bad := UNPRINTABLE.search(text):
        problem = f"expected text, got the character U+{ord(bad[0]):04X}; is it a YAML file?"
        raise error(problem, file=str(name), line=text.count("\n", 0, bad.start()) + 1)
    from skyshed.documents.tree import build_tree  # the YAML parser is loaded when it is needed

    data, lines = build_tree(text, name=str(name), error=error)
    return Document(Path(name), text, data, lines, error)


def _too_large(name: str, error: type[DocumentError]) -> DocumentError:
    return error(
        "expected at most 1 MB of YAML, got more; split it or check that it is the right file",
        file=name,
    )
