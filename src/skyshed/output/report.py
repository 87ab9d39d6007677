"""The report: one HTML page that needs nothing else, for screens light and dark and for paper."""

from importlib.resources import files
from typing import Any

from skyshed.analysis.results import StudyResult
from skyshed.output import report_claims, report_inputs
from skyshed.output import report_rows as rows
from skyshed.output.basemap import BORDER_NOTE, CREDIT
from skyshed.output.figures.canvas import Drawing
from skyshed.output.glossary import GLOSSARY, LESSON_TERMS
from skyshed.output.palette import css_variables
from skyshed.output.report_figures import (
    ReportFigures,
    headline_pair,
    radar_name,
    report_figures,
    ring_radius_m,
    target_name,
)


def report_html(result: StudyResult, *, repeat: str = "") -> tuple[str, list[Drawing]]:
    """Write the report of a run.

    Parameters
    ----------
    result : StudyResult
        The run.
    repeat : str
        Command that computes the folder again.

    Returns
    -------
    html : str
        The page; the same bytes for the same result.
    drawings : list of Drawing
        Its figures, to be kept as files too.
    """
    import jinja2

    figures = report_figures(result)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("skyshed.output", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = lambda drawing: _markup(drawing.inline)
    environment.filters["verdict"] = report_claims.verdict_style
    environment.filters["web"] = _web_address
    page = environment.get_template("report.html.j2")
    return page.render(_context(result, figures, repeat)), figures.every()


def _context(result: StudyResult, figures: ReportFigures, repeat: str) -> dict[str, Any]:
    radar, target = rows.headline_words(result)
    return {
        "result": result,
        "pair": headline_pair(result),
        "has_ring": ring_radius_m(result) > 0.0,
        "headline_radar": radar,
        "headline_target": target,
        "figures": figures,
        "rows": rows,
        "judged": report_claims,
        "inputs": report_inputs,
        "radar_name": lambda key: radar_name(result, key),
        "target_name": lambda key: target_name(result, key),
        "claims": report_claims.claims_by_verdict(result.claims),
        "basis_counts": report_inputs.basis_counts(result.parameters.values()),
        "spread": report_inputs.spread_rows(result.tornado.spread_by_basis)
        if result.tornado
        else [],
        "glossary": [t for t in GLOSSARY if not result.lesson or t[0] in LESSON_TERMS],
        "border_note": BORDER_NOTE,
        "map_credit": CREDIT,
        "repeat": repeat,
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
