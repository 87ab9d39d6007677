"""A short report: sentences, a few sections of tables and figures, inputs, terrain, sources.

For answers that are no whole study (given flights, networks); the page looks like the long one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Protocol

from skyshed.analysis.results import TerrainSummary
from skyshed.output import report_inputs
from skyshed.output import report_rows as rows
from skyshed.output.figures.canvas import Drawing
from skyshed.output.palette import css_variables
from skyshed.uncertainty.parameter import Parameter


@dataclass(frozen=True)
class TableBlock:
    """A table in words: caption, headers and rows of text; folded away if `folded` names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: str = ""


@dataclass(frozen=True)
class FigureBlock:
    """A drawing with its caption."""

    drawing: Drawing
    caption: str


@dataclass(frozen=True)
class Section:
    """A part of the page: anchor, heading, words and blocks."""

    id: str
    heading: str
    words: tuple[str, ...] = ()
    blocks: tuple[TableBlock | FigureBlock, ...] = ()


class Answer(Protocol):
    """What every answer says of itself."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def draws(self) -> int: ...
    @property
    def sentences(self) -> tuple[str, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def terrain(self) -> TerrainSummary: ...
    @property
    def parameters(self) -> Mapping[str, Parameter]: ...
    @property
    def sources(self) -> Mapping[str, Mapping[str, str]]: ...


@dataclass(frozen=True)
class Page:
    """Everything on the page."""

    name: str
    title: str
    version: str
    seed: int
    draws: int
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    terrain: TerrainSummary
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Mapping[str, str]]
    repeat: str

    @classmethod
    def of(cls, result: Answer, sections: tuple[Section, ...], *, repeat: str) -> "Page":
        """The page of a result: its own words round the given sections."""
        return cls(
            name=result.name,
            title=result.title,
            version=result.version,
            seed=result.seed,
            draws=result.draws,
            sentences=result.sentences,
            sections=sections,
            notes=result.notes,
            terrain=result.terrain,
            parameters=result.parameters,
            sources=result.sources,
            repeat=repeat,
        )

    @property
    def drawings(self) -> list[Drawing]:
        """All figures."""
        return [
            block.drawing
            for section in self.sections
            for block in section.blocks
            if isinstance(block, FigureBlock)
        ]


def short_report_html(page: Page) -> str:
    """Write the page; the same bytes for the same content.

    Parameters
    ----------
    page : Page
        What is on it.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("skyshed.output", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = lambda drawing: _markup(drawing.inline)
    environment.filters["web"] = _web_address
    template = environment.get_template("short_report.html.j2")
    return template.render(_context(page))


def _context(page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "result": page,  # the part on inputs asks for its parameters and sources
        "rows": rows,
        "inputs": report_inputs,
        "is_table": lambda block: isinstance(block, TableBlock),
        "style": _markup(_text("report.css")),
        "script": _markup(_text("report.js")),
        "light": _markup(css_variables("light")),
        "dark": _markup(css_variables("dark")),
    }


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


def _text(name: str) -> str:
    return (files("skyshed.output") / "templates" / name).read_text("utf-8")


def _web_address(address: str) -> str:
    """The address if a browser may follow it, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""
