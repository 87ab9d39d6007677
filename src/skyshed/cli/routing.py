"""Ask radars about given flights: `skyshed route`."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.cli.aligned import under_each_other
from skyshed.cli.progress import progress_shown
from skyshed.cli.running import DEFAULT_FOLDER, check_writable
from skyshed.errors import ScenarioError
from skyshed.scenario.given_flights import Given, RecordedFlight
from skyshed.scenario.loader import load_study
from skyshed.scenario.model import Study
from skyshed.scenario.quick_route import DEFAULT_DRAWS, RouteRadars, quick_route_study
from skyshed.scenario.route_file import read_flights
from skyshed.scenario.schema import DEFAULT_SEED
from skyshed.scenario.settings import study_text, with_settings

if TYPE_CHECKING:
    from skyshed.analysis.route import RouteQuestion
    from skyshed.analysis.route_results import RouteResult

_SHOWN = 20


def route_command(
    file: Path,
    out: Path | None,
    *,
    study: str,
    radars: tuple[str, ...],
    only: tuple[str, ...],
    target: str,
    names: tuple[str, ...],
    warn: str,
    qnh: float | None,
    pd: float,
    draws: int | None,
    seed: int | None,
    terrain: Path | None,
    catalogue: Path | None,
    workers: int | None,
    replace: bool,
    quiet: bool,
) -> None:
    """Read the flights, ask the radars, print a table and write a result folder.

    Raises
    ------
    SkyshedError
        If the flights cannot be read or asked about, or the folder cannot be written.
    """
    asked = route_study(
        study, radars, target=target, pd=pd, draws=draws, seed=seed, terrain=terrain,
        catalogue=catalogue,
    )  # fmt: skip
    warned = None if not warn else warn_place(warn)
    folder = DEFAULT_FOLDER / f"{asked.name}-{_stem(file)}" if out is None else out
    check_writable(folder, replace=replace)
    flights = chosen_flights(read_flights(file), names, file)
    from skyshed.analysis.route import RouteQuestion, run_route

    key = target if study else ""
    question = RouteQuestion(only, key, warned, qnh)
    with progress_shown(quiet=quiet) as progress:
        result = run_route(asked, flights, question, workers=workers, progress=progress)
        progress("writing the report", 0, 1)
        from skyshed.output.route_folder import write_route

        report = write_route(
            result,
            study_text(asked),
            folder,
            repeat=_repeat(file, names, question),
            command=["skyshed", *sys.argv[1:]],
            replace=replace,
        )
        progress("writing the report", 1, 1)
    for line in route_lines(result):
        typer.echo(line)
    for sentence in result.sentences:
        typer.echo(sentence)
    typer.echo(f"report: {report}")


def route_study(
    study: str,
    radars: tuple[str, ...],
    *,
    target: str,
    pd: float,
    draws: int | None,
    seed: int | None,
    terrain: Path | None,
    catalogue: Path | None,
) -> Study:
    """The study that is named, or one of the radars on the command line.

    Raises
    ------
    ScenarioError
        If both or neither are given, or something in them is wrong.
    """
    if bool(study) == bool(radars):
        raise ScenarioError(
            "expected either --study STUDY or --radar ID@LAT,LON, got"
            f" {'both' if study else 'neither'}"
        )
    if study:
        return with_settings(load_study(study), draws=draws, seed=seed, terrain=terrain)
    if not target:
        raise ScenarioError(
            "expected the target that flies, such as a320, got none", path="--target"
        )
    return quick_route_study(
        RouteRadars(
            radars,
            target,
            pd,
            DEFAULT_DRAWS if draws is None else draws,
            DEFAULT_SEED if seed is None else seed,
            terrain,
            catalogue,
        )
    )


def warn_place(text: str) -> tuple[float, float]:
    """Read ``LAT,LON``.

    Raises
    ------
    ScenarioError
        If it is no place on the Earth.
    """
    try:
        latitude_deg, longitude_deg = (float(part) for part in text.split(","))
        if not (abs(latitude_deg) <= 90.0 and abs(longitude_deg) <= 180.0):
            raise ValueError
    except ValueError:
        raise ScenarioError(
            f"expected latitude,longitude in degrees such as 48.14,11.57, got {text[:40]!r}",
            path="--warn",
        ) from None
    return latitude_deg, longitude_deg


def chosen_flights(
    flights: tuple[Given, ...], names: tuple[str, ...], file: Path
) -> tuple[Given, ...]:
    """Flights whose name or aircraft is one of `names`; all without names.

    Raises
    ------
    ScenarioError
        If a name fits none.
    """
    if not names:
        return flights
    found: list[Given] = []
    for name in names:
        own = [flight for flight in flights if name.lower() in _names(flight)]
        if not own:
            known = ", ".join(flight.name for flight in flights[:10])
            more = f" and {len(flights) - 10} more" if len(flights) > 10 else ""
            raise ScenarioError(
                f"expected a flight of {file.name} ({known}{more}), got {name[:40]!r}",
                path="--flight",
            )
        found += [flight for flight in own if flight not in found]
    return tuple(found)


def _names(flight: Given) -> set[str]:
    names = {flight.name.lower()}
    if isinstance(flight, RecordedFlight):
        names |= {flight.aircraft.lower(), flight.name.lower().partition(", part")[0]}
    return names


def route_lines(result: "RouteResult") -> list[str]:
    """The answer as aligned lines for a terminal."""
    from skyshed.analysis.route_words import clock, shares, span, uncovered_words

    rows = [("flight", "lasts", "covered", "detected after", "confirmed after", "not covered")]
    for flight in result.flights[:_SHOWN]:
        rows.append(
            (
                flight.flown.name,
                clock(flight.flown.track.end_s),
                shares(flight.share_of_time),
                span(flight.detected.time_s),
                span(flight.confirmed.time_s),
                uncovered_words(flight),
            )
        )
    rows += _weighted_rows(result)
    lines = under_each_other(rows)
    if len(result.flights) > _SHOWN:
        lines.append(f"... and {len(result.flights) - _SHOWN} more flights, in the report")
    levels = [("flight levels" if result.qnh else "altitude", "time flown", "covered")]
    levels += [
        (f"FL {row.low_fl} to {row.high_fl}", clock(row.time_s), shares(row.covered))
        for row in result.levels
    ]
    return [*lines, "", *under_each_other(levels), ""]


def _weighted_rows(result: "RouteResult") -> list[tuple[str, str, str, str, str, str]]:
    """Two rows below the flights: the ends over the weightings, and those of the box."""
    from skyshed.analysis.route_figures import FIGURES
    from skyshed.analysis.weighted import range_words

    own = {one.what: one for one in result.weightings if one.box is not None}
    if not own:
        return []
    words = {figure.key: figure.words for figure in FIGURES}
    if len(result.flights) == 1:
        named = [own[words[key]] for key in ("covered_share", "detected_after_s")]
        named.append(own[words["confirmed_after_s"]])
    else:
        named = [next(iter(own.values()))]
    warning = own.get(words["warning_s"])
    rows = []
    for name, ends in (("whatever the weighting", "widest"), ("anywhere in the bounds", "box")):
        told = [range_words(getattr(one, ends), one.unit) for one in named]
        covered, detected, confirmed = (*told, "", "")[:3]
        last = "" if warning is None else f"warning {range_words(getattr(warning, ends), 's')}"
        whose = "  all, " if len(result.flights) > 1 else "  "
        rows.append((f"{whose}{name}", "", covered, detected, confirmed, last))
    return rows


def _repeat(file: Path, names: tuple[str, ...], question: "RouteQuestion") -> str:
    words = ["skyshed", "route", file.name, "--study", "study.yaml"]
    words += [word for name in names for word in ("--flight", name)]
    words += [word for key in question.radars for word in ("--only", key)]
    if question.target:
        words += ["--target", question.target]
    if question.warn is not None:
        words += ["--warn", f"{question.warn[0]!r},{question.warn[1]!r}"]
    if question.qnh_hpa is not None:
        words += ["--qnh", f"{question.qnh_hpa!r}"]
    return shlex.join(words)


def _stem(file: Path) -> str:
    return file.name.partition(".")[0] or "flight"
