"""Compute a study and write its results: `skyshed run`, `coverage` and `reach`."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.cli.progress import progress_shown
from skyshed.cli.remarks import remark
from skyshed.cli.weighted_lines import weighted_lines
from skyshed.errors import OutputError
from skyshed.scenario.loader import load_study
from skyshed.scenario.model import Study
from skyshed.scenario.settings import study_text, with_settings
from skyshed.scenario.weightings import weighting_told
from skyshed.store import is_result_folder, result_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skyshed.analysis.parallel import Pool
    from skyshed.analysis.results import StudyResult
    from skyshed.scenario.engagement_model import StudyRaid

DEFAULT_FOLDER = Path("out")


def run_named(
    name: str,
    out: Path | None,
    *,
    draws: int | None,
    seed: int | None,
    workers: int | None,
    terrain: Path | None,
    replace: bool,
    quiet: bool,
    cluster: str | None = None,
    weighting: str | None = None,
    weightings: bool = False,
) -> None:
    """Load a study, change its settings, and run it."""
    study = with_settings(
        load_study(name), draws=draws, seed=seed, terrain=terrain, weighting=weighting
    )
    run_study_to(
        study,
        out,
        workers=workers,
        replace=replace,
        quiet=quiet,
        cluster=cluster,
        weightings=weightings,
    )


def run_study_to(
    study: Study,
    out: Path | None,
    *,
    workers: int | None,
    replace: bool,
    quiet: bool,
    cluster: str | None = None,
    weightings: bool = False,
    answer: "Callable[[StudyResult], list[str]] | None" = None,
) -> None:
    """Run a study, write its results and say where they are.

    Parameters
    ----------
    study : Study
        What to compute.
    out : Path or None
        The result folder; ``out/NAME`` if not given.
    workers, cluster
        Where to compute; the results do not depend on it.
    replace, quiet : bool
        Whether older results may be replaced; whether to tell nothing meanwhile.
    weightings : bool
        Whether areas and raids are computed under all weightings and in the box too.
    answer : callable, optional
        Lines to print before the sentences of the result.

    Raises
    ------
    SkyshedError
        If it cannot be computed or written; nothing is written then.
    """
    folder = DEFAULT_FOLDER / study.name if out is None else out
    check_writable(folder, replace=replace)
    if weightings and not quiet:
        remark(weightings_cost(study))
    with pool_at(cluster) as pool, progress_shown(quiet=quiet) as progress:
        # the heavy parts are loaded only now, after everything that can fail early
        from skyshed.analysis.study import run_study

        result = run_study(
            study, workers=workers, progress=progress, pool=pool, weightings=weightings
        )
        progress("writing the report", 0, 1)
        from skyshed.output.folder import write_results

        report = write_results(
            result,
            study_text(study),
            folder,
            replace=replace,
            command=["skyshed", *sys.argv[1:]],
        )
        progress("writing the report", 1, 1)
    for line in answer(result) if answer is not None else ():
        typer.echo(line)
    for line in weighted_lines(result) if weightings else ():
        typer.echo(line)
    for sentence in (*result.sentences, *weighting_told(study.weighting)):
        typer.echo(sentence)
    typer.echo(f"report: {report}")


def weightings_cost(study: Study, raids: "Sequence[StudyRaid] | None" = None) -> str:
    """What `--weightings` adds, told before it starts: maps unless raids alone are run."""
    parts = []
    if raids is None:
        radars = sum(radar.maps for radar in study.radars)
        targets = sum(target.maps for target in study.targets)
        maps = f"up to {radars * targets} map{'s' if radars * targets > 1 else ''}"
        if radars * targets:
            parts.append(f"{maps} with {3 * study.draws} draws each")
        if study.batteries:
            count = len(study.batteries)
            parts.append(f"the reach of {count} batter{'ies' if count > 1 else 'y'}")
    for raid in study.raids if raids is None else raids:
        networks = len(raid.networks)
        parts.append(f"raid {raid.key} against {networks} network{'s' if networks > 1 else ''}")
    return (
        f"skyshed: --weightings adds {', '.join(parts)}; and for each a search over the bounds of"
        " its unknowns, which takes as long as some hundreds of draws (of a raid with at most 50"
        " runs)"
    )


def pool_at(cluster: str | None) -> AbstractContextManager["Pool | None"]:
    """The cluster at an address, or nothing where none was asked for.

    Raises
    ------
    SkyshedError
        On entering, if the cluster cannot serve; one sentence, within 10 s.
    """
    if cluster is None:
        return nullcontext()
    from skyshed.analysis.cluster_connection import connected

    return connected(cluster)


class _Probe(Exception):
    """Leaves the trial folder."""


def check_writable(folder: Path, *, replace: bool) -> None:
    """Find out before computing whether the results can be written; leave nothing behind.

    Raises
    ------
    OutputError
        If not; one sentence.
    """
    if not replace and is_result_folder(folder):
        raise OutputError(
            f"cannot write to {folder}: it already holds results; give --replace or another --out"
        )
    try:
        with result_folder(folder, replace=replace):
            raise _Probe
    except _Probe:
        return
