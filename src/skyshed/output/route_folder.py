"""Write the result folder of given flights."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.route_results import FlightResult, RouteResult
from skyshed.analysis.route_weightings import ALL
from skyshed.analysis.route_words import clock, place, shares, span, uncovered_words
from skyshed.output.figures.route_profile import level_chart, route_profile
from skyshed.output.flight_weightings import READING, weighted_block
from skyshed.output.route_kml import route_kml
from skyshed.output.route_tables import route_numbers, route_tables
from skyshed.output.short_folder import write_short_folder
from skyshed.output.short_report import FigureBlock, Page, Section, TableBlock
from skyshed.store import write_text

_MOST_LOOKS = 400
_MOST_FLIGHTS = 300
_MOST_WEIGHED = 50


def write_route(
    result: RouteResult,
    study_text: str,
    out: str | Path,
    *,
    repeat: str,
    command: Sequence[str],
    replace: bool = False,
) -> Path:
    """Write report, numbers, tables, figures and animated KML; whole or not at all.

    Parameters
    ----------
    result : RouteResult
        From `skyshed.analysis.route.run_route`.
    study_text : str
        The study file, kept beside the results. The file of the flights is not copied.
    out : str or Path
        The folder.
    repeat : str
        Command that computes it again.
    command : sequence of str
        The command as it was given.
    replace : bool
        Whether older results may be replaced.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    OutputError
        If the folder cannot be written or holds other files.
    """

    def more(folder: Path) -> None:
        write_text(folder / "flights.kml", route_kml(result))

    return write_short_folder(
        _page(result, repeat),
        out,
        numbers=route_numbers(result),
        tables=route_tables(result),
        study_text=study_text,
        inputs={result.file: result.file_sha256} if result.file_sha256 else {},
        command=command,
        replace=replace,
        more=more,
    )


def _page(result: RouteResult, repeat: str) -> Page:
    sections = _one(result.flights[0]) if len(result.flights) == 1 else _many(result)
    return Page.of(result, (*sections, *_weightings(result), _levels(result)), repeat=repeat)


def _weightings(result: RouteResult) -> tuple[Section, ...]:
    figures = result.weightings
    if not figures:
        return ()
    blocks: tuple[TableBlock, ...] = (weighted_block(figures, first="what"),)
    if len(result.flights) > 1:
        own = [one for one in figures if one.subject != ALL]
        shown = dict.fromkeys(one.subject for one in own)
        few = list(shown)[:_MOST_WEIGHED]
        blocks = (
            weighted_block([one for one in figures if one.subject == ALL], first="what"),
            weighted_block(
                [one for one in own if one.subject in few],
                first="subject",
                folded=f"{len(few)} of {len(shown)} flights; tables/weightings.csv has all",
            ),
        )
    return (Section("weightings", "Whatever the weighting", (READING,), blocks),)


def _one(flight: FlightResult) -> tuple[Section, ...]:
    figure = FigureBlock(
        route_profile(flight, name="flight"),
        "Above: chance of detection at each look and of a confirmed track by then; bands hold 5 to"
        " 95 % of the draws. Below: ground, flight, and the lowest altitude that is covered there."
        " Shaded: not covered in at least half of the draws.",
    )
    return (
        Section("flight", "Along the flight", blocks=(figure,)),
        Section("first", "First detection and confirmed track", blocks=(_first(flight),)),
        Section("gaps", "Where it is not covered", blocks=(_gaps(flight),)),
        Section("looks", "Look by look", blocks=tuple(_looks(flight))),
    )


def _first(flight: FlightResult) -> TableBlock:
    rows = []
    if len(flight.radars) > 1:
        for what, moment in (("detected", flight.detected), ("confirmed", flight.confirmed)):
            rows.append(("any of them", what, span(moment.time_s), place(moment), moment.share))
    for radar in flight.radars:
        moments = [("detected", radar.detected), ("confirmed", radar.confirmed)]
        moments += [(f"confirmed, {words}", moment) for words, moment in radar.limits]
        for what, moment in moments:
            rows.append((radar.label, what, span(moment.time_s), place(moment), moment.share))
    return TableBlock(
        "Time from the start of the flight at which the probability reaches 0.9: median draw, 5 to"
        " 95 % of the draws in brackets",
        ("Radar", "What", "Time", "Where, median draw", "In draws"),
        tuple((who, what, time, where, f"{share:.0%}") for who, what, time, where, share in rows),
    )


def _gaps(flight: FlightResult) -> TableBlock:
    words = {
        "before": "before the first cover",
        "gap": "gap",
        "after": "after the last cover",
        "whole": "the whole flight",
    }
    return TableBlock(
        "Parts that less than half of the draws cover; the cause is that of nominal values",
        ("What", "From", "To", "Lasts", "Length, km", "Cause"),
        tuple(
            (
                words[part.kind],
                clock(part.start_s),
                clock(part.end_s),
                clock(part.end_s - part.start_s),
                f"{part.length_m / 1e3:.1f}",
                part.cause,
            )
            for part in flight.stretches
        ),
    )


def _looks(flight: FlightResult) -> list[TableBlock]:
    found = []
    for radar in flight.radars:
        looks = radar.looks
        every = max(1, -(-looks.time_s.size // _MOST_LOOKS))
        chosen = range(0, looks.time_s.size, every)
        which = "every look" if every == 1 else f"every {every}th look; tables/looks.csv has all"
        found.append(
            TableBlock(
                f"{radar.label}: {which}. Median draw, 5 to 95 % in brackets",
                ("Time", "Distance, km", "Altitude, m", "Pd of the look", "Detected by then",
                 "Confirmed by then"),
                tuple(
                    (
                        clock(float(looks.time_s[i])),
                        f"{looks.distance_m[i] / 1e3:.1f}",
                        f"{looks.altitude_m[i]:.0f}",
                        *(_chance(values[:, i]) for values in (
                            looks.pd, looks.detected, looks.confirmed)),
                    )
                    for i in chosen
                ),
                folded=f"Looks of {radar.label}",
            )
        )  # fmt: skip
    return found


def _chance(values: NDArray[np.float64]) -> str:
    return f"{values[1]:.2f} ({values[0]:.2f} to {values[2]:.2f})"


def _many(result: RouteResult) -> tuple[Section, ...]:
    shown = result.flights[:_MOST_FLIGHTS]
    table = TableBlock(
        "Each flight: time covered and time to the confirmed track, median draw, 5 to 95 % in"
        " brackets",
        ("Flight", "Lasts", "Covered", "Confirmed after", "Not covered"),
        tuple(
            (
                flight.flown.name,
                clock(flight.flown.track.end_s),
                shares(flight.share_of_time),
                span(flight.confirmed.time_s),
                uncovered_words(flight),
            )
            for flight in shown
        ),
        folded=f"{len(shown)} of {len(result.flights)} flights",
    )
    return (Section("flights", "Flight by flight", blocks=(table,)),)


def _levels(result: RouteResult) -> Section:
    kind = "pressure altitude" if result.qnh else "altitude above the sea"
    bands = [
        (f"FL {row.low_fl} to {row.high_fl}", row.covered.low, row.covered.median, row.covered.high)
        for row in result.levels
    ]
    chart = FigureBlock(
        level_chart(bands, name="flight-levels", alt="Covered share of the time by flight level"),
        f"Share of the time flown in each band of flight levels ({kind}) that is covered.",
    )
    table = TableBlock(
        "By band of flight levels: median draw, 5 to 95 % in brackets",
        ("Band", "Time flown", "Covered"),
        tuple(
            (f"FL {row.low_fl} to {row.high_fl}", clock(row.time_s), shares(row.covered))
            for row in result.levels
        ),
    )
    return Section("levels", "By flight level", blocks=(chart, table))
