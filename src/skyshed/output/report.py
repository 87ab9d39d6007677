"""The report: one HTML page that needs nothing else, for screens light and dark and for paper."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from skyshed.analysis.results import StudyResult
from skyshed.output import report_claims, report_inputs, report_raids, report_reach
from skyshed.output import report_rows as rows
from skyshed.output.basemap import BORDER_NOTE, CREDIT
from skyshed.output.figures.canvas import Drawing
from skyshed.output.glossary import glossary_terms
from skyshed.output.palette import css_variables
from skyshed.output.reach_figures import ReachFigures, headline_reach, reach_figures
from skyshed.output.report_draws import break_even_figures, draw_figures
from skyshed.output.report_figures import (
    ReportFigures,
    headline_pair,
    radar_name,
    report_figures,
    ring_radius_m,
    target_name,
)
from skyshed.output.report_raids import RaidFigures, raid_figures
from skyshed.output.study_weightings import weighted_heads, weighted_tables
from skyshed.output.words import slug
from skyshed.scenario.weightings import weighting_name


@dataclass(frozen=True)
class _Drawings:
    """Every drawing of a report."""

    figures: ReportFigures
    reach: ReachFigures
    raids: RaidFigures
    draws: dict[tuple[str, str], Drawing]
    break_even: dict[str, Drawing]

    def every(self) -> list[Drawing]:
        groups = (self.figures.every(), self.reach.every(), self.raids.every())
        kept = [drawing for group in groups for drawing in group]
        return [*kept, *self.draws.values(), *self.break_even.values()]


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

    drawings = _Drawings(
        report_figures(result),
        reach_figures(result),
        raid_figures(result),
        draw_figures(result),
        break_even_figures(result),
    )
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
    environment.filters["slug"] = slug
    page = environment.get_template("report.html.j2")
    return page.render(_context(result, drawings, repeat)), drawings.every()


def _context(result: StudyResult, drawings: _Drawings, repeat: str) -> dict[str, Any]:
    radar, target = rows.headline_words(result)
    return {
        "result": result,
        "pair": headline_pair(result),
        "has_ring": ring_radius_m(result) > 0.0,
        "headline_radar": radar,
        "headline_target": target,
        "figures": drawings.figures,
        "reach": drawings.reach,
        "headline_reach": headline_reach(result),
        "raids": drawings.raids,
        "draw_figures": drawings.draws,
        "break_even_figures": drawings.break_even,
        "rows": rows,
        "reaching": report_reach,
        "raiding": report_raids,
        "judged": report_claims,
        "inputs": report_inputs,
        "radar_name": lambda key: radar_name(result, key),
        "target_name": lambda key: target_name(result, key),
        "claims": report_claims.claims_by_verdict(result.claims),
        "basis_counts": report_inputs.basis_counts(result.parameters.values()),
        "weighted_headline": report_inputs.weighted_text(result.tornado),
        "weighted": {
            "tables": weighted_tables(result),
            "heads": weighted_heads(),
            "main": weighting_name(result.weighting),
        },
        "spread": report_inputs.spread_rows(result.tornado.spread_by_basis)
        if result.tornado
        else [],
        "glossary": glossary_terms(
            lesson=result.lesson, reach=bool(result.reaches), raids=bool(result.raids)
        ),
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
