"""What radars of a study cover together: `skyshed network`."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.cli.aligned import under_each_other
from skyshed.cli.progress import progress_shown
from skyshed.cli.remarks import remark
from skyshed.cli.running import DEFAULT_FOLDER, check_writable
from skyshed.scenario.loader import load_study
from skyshed.scenario.network_changes import network_groups, variants, with_added
from skyshed.scenario.route_file import read_flights
from skyshed.scenario.settings import study_text, with_settings

if TYPE_CHECKING:
    from skyshed.analysis.network import NetworkQuestion
    from skyshed.analysis.network_results import NetworkResult


def network_command(
    name: str,
    out: Path | None,
    *,
    groups: tuple[str, ...],
    failed: tuple[str, ...],
    added: tuple[str, ...],
    traffic: Path | None,
    qnh: float | None,
    weightings: bool,
    draws: int | None,
    seed: int | None,
    terrain: Path | None,
    workers: int | None,
    replace: bool,
    quiet: bool,
) -> None:
    """Compute groups of radars, print a table and write a result folder.

    Raises
    ------
    SkyshedError
        If something is not there, not computable, or cannot be written.
    """
    study = with_settings(load_study(name), draws=draws, seed=seed, terrain=terrain)
    folder = DEFAULT_FOLDER / f"{study.name}-network" if out is None else out
    check_writable(folder, replace=replace)
    wider, keys = with_added(study, added)  # what can fail early fails before heavy parts load
    changed = variants(wider, network_groups(study, groups), failed=failed, added=keys)
    flights = () if traffic is None else read_flights(traffic)
    from skyshed.analysis.network import NetworkQuestion, region_site, run_network
    from skyshed.analysis.network_traffic import flights_inside, traffic_comparison

    question = NetworkQuestion(groups, failed, added, weightings)
    if weightings and not quiet:
        from skyshed.analysis.network_weightings import cost_words

        words = cost_words(wider, network_groups(study, groups), changed, keys)
        remark(f"skyshed: {words}")
    with progress_shown(quiet=quiet) as progress:
        compare = None
        if flights:
            site = region_site(study, question)
            inside = flights_inside(flights, site.latitude_deg, site.longitude_deg, study.radius_m)
            compare = traffic_comparison(inside, qnh_hpa=qnh, workers=workers, progress=progress)
        result = run_network(study, question, workers=workers, progress=progress, traffic=compare)
        progress("writing the report", 0, 1)
        from skyshed.output.network_folder import write_network

        report = write_network(
            result,
            study_text(study),
            folder,
            repeat=_repeat(question, traffic, qnh),
            command=["skyshed", *sys.argv[1:]],
            replace=replace,
        )
        progress("writing the report", 1, 1)
    for line in network_lines(result):
        typer.echo(line)
    for sentence in result.sentences:
        typer.echo(sentence)
    typer.echo(f"report: {report}")


def network_lines(result: "NetworkResult") -> list[str]:
    """The answer as aligned lines for a terminal."""
    from skyshed.analysis.network_words import level_labels
    from skyshed.analysis.route_words import clock, shares

    rows = [("share of the region", *level_labels(result.heights))]
    for cover in result.variants:
        words = f"{cover.group}, {cover.change}" if cover.change else cover.group
        for k in range(len(cover.radars)):
            what = words if k == 0 else f"  {k + 1} or more of them"
            rows.append((what, *(shares(fold[k]) for fold in cover.fold)))
            if k == 0 and not cover.change:
                rows += _weighted_rows(result, words)
        rows.append(("  uncovered", *map(shares, cover.uncovered)))
    for one in result.contributions:
        rows.append((f"only {one.radar}", *map(shares, one.only)))
    lines = [*under_each_other(rows), ""]
    if result.traffic is not None:
        flown = [("recorded traffic", "time", "of it covered", "of the region")]
        flown += [
            (
                f"FL {row.low_fl} to {row.high_fl}",
                clock(row.time_s),
                shares(row.covered),
                "" if row.mapped is None else shares(row.mapped),
            )
            for row in result.traffic.rows
        ]
        lines += [*under_each_other(flown), ""]
    return lines


def _weighted_rows(result: "NetworkResult", group: str) -> list[tuple[str, ...]]:
    """Below a group's cover: the ends over the weightings, and those of the box if it is there."""
    from skyshed.analysis.network_weightings import UNION
    from skyshed.analysis.weighted import range_words

    own = [one for one in result.weightings if (one.subject, one.what) == (group, UNION)]
    rows = [("  whatever the weighting", *(range_words(one.widest, one.unit) for one in own))]
    boxes = [range_words(one.box, one.unit) for one in own if one.box is not None]
    return [*rows, ("  anywhere in the bounds", *boxes)] if boxes else rows


def _repeat(question: "NetworkQuestion", traffic: Path | None, qnh: float | None) -> str:
    words = ["skyshed", "network", "study.yaml"]
    asked = (("--group", question.groups), ("--fail", question.failed), ("--add", question.added))
    for option, values in asked:
        words += [word for value in values for word in (option, value)]
    if question.weightings:
        words.append("--weightings")
    if traffic is not None:
        words += ["--traffic", traffic.name]
    if qnh is not None:
        words += ["--qnh", f"{qnh!r}"]
    return shlex.join(words)
