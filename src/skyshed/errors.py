"""The error tree: every error that a user can cause and mend is a `SkyshedError`.

The command line prints the message alone, so it is one sentence that says where, what was expected,
what was found and what to do. A wrong argument inside the physics is a built-in `ValueError`.
"""


class SkyshedError(Exception):
    """Base of every error that skyshed raises for what users give it."""


class DocumentError(SkyshedError):
    """A text file that users edit cannot be read or does not say what it should.

    Parameters
    ----------
    problem : str
        What was expected, what was found and what to do, without the place.
    file : str, optional
        Name of the file, as the user gave it.
    line : int, optional
        Line number, from 1.
    path : str, optional
        Place inside the document, such as ``radars[1].pfa``.

    Attributes
    ----------
    problem, file, line, path
        As given; ``str(error)`` joins them to ``file:line: path: problem``.
    """

    def __init__(
        self, problem: str, *, file: str | None = None, line: int | None = None, path: str = ""
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.path = path
        place = file or ""
        if line is not None:
            place = f"{place}:{line}" if place else f"line {line}"
        told = ": ".join(part for part in (place, path, problem) if part)
        # What was found is quoted: it must not break the line or steer the terminal.
        super().__init__("".join(sign if sign.isprintable() else "\ufffd" for sign in told))


class ScenarioError(DocumentError):
    """A study file asks for something that cannot be, or misspells it."""


class CatalogueError(DocumentError):
    """A catalogue entry is missing, misspelt or breaks the catalogue's rules."""


class QuantityError(SkyshedError, ValueError):
    """A quantity such as ``"155 miles"`` cannot be read or has the wrong unit."""


class TerrainError(SkyshedError):
    """Terrain data cannot be read, or do not cover what was asked."""


class NotComputableError(SkyshedError):
    """The question is well put, but the public data do not allow an answer."""


class OutputError(SkyshedError):
    """A result cannot be written where it was asked for."""
