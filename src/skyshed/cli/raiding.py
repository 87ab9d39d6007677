"""Run the raids of a study and nothing else: `skyshed raid`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skyshed.cli.progress import progress_shown
from skyshed.cli.raid_table import EXPLANATION, raid_lines
from skyshed.cli.remarks import remark
from skyshed.cli.running import (
    DEFAULT_FOLDER,
    check_writable,
    pool_at,
    weightings_cost,
)
from skyshed.cli.weighted_lines import weighted_lines
from skyshed.scenario.loader import load_study
from skyshed.scenario.settings import study_text, with_settings
from skyshed.scenario.weightings import weighting_told

if TYPE_CHECKING:
    from skyshed.analysis.raid_order import RaidOrder


def raid_named(
    name: str,
    order: "RaidOrder",
    out: Path | None,
    *,
    seed: int | None,
    terrain: Path | None,
    weighting: str | None,
    workers: int | None,
    cluster: str | None,
    replace: bool,
    quiet: bool,
) -> None:
    """Run raids of a study, print what came of them and write a result folder.

    Parameters
    ----------
    name : str
        A bundled study, a study file or a result folder.
    order : RaidOrder
        Which raids, and how often.
    out : Path or None
        The result folder; ``out/NAME-raids`` if not given. Finished blocks stand beside it in
        ``OUT.campaign`` until it is written.
    seed, terrain, weighting
        Instead of the study's own.
    workers, cluster
        Where to compute; the results do not depend on it.
    replace, quiet : bool
        Whether older results may be replaced; whether to tell nothing meanwhile.

    Raises
    ------
    SkyshedError
        If it cannot be computed or written, or the finished blocks beside it belong to other
        inputs; no results are written then.
    """
    study = with_settings(load_study(name), seed=seed, terrain=terrain, weighting=weighting)
    # the heavy parts are loaded only now, after everything that can fail early
    from skyshed.analysis.raid_blocks import kept_blocks
    from skyshed.analysis.raid_order import campaign_inputs, chosen_raids

    chosen_raids(study, order)
    folder = DEFAULT_FOLDER / f"{study.name}-raids" if out is None else out
    check_writable(folder, replace=replace)
    blocks = campaign_folder(folder)
    with (
        pool_at(cluster) as pool,
        kept_blocks(blocks, campaign_inputs(study, order)) as again,
        progress_shown(quiet=quiet) as progress,
    ):
        if not quiet:
            remark(_told(blocks, again=again))
            if order.weightings:
                raids = chosen_raids(study, order)
                remark(weightings_cost(study, raids))
        from skyshed.analysis.raid_run import run_raids
        from skyshed.analysis.study import raid_pool

        result = run_raids(
            study,
            order,
            workers=workers,
            progress=progress,
            checkpoint=blocks,
            pool=raid_pool(pool),
        )
        progress("writing the report", 0, 1)
        from skyshed.output.raid_folder import write_raids

        report = write_raids(
            result,
            study_text(study),
            folder,
            order=order,
            replace=replace,
            command=["skyshed", *sys.argv[1:]],
        )
        progress("writing the report", 1, 1)
    for raid in result.raids:
        for line in raid_lines(raid, precision=order.precision):
            typer.echo(line)
        typer.echo()
    for line in weighted_lines(result) if order.weightings else ():
        typer.echo(line)
    for sentence in (*EXPLANATION, *weighting_told(study.weighting)):
        typer.echo(sentence)
    typer.echo(f"report: {report}")


def campaign_folder(folder: Path) -> Path:
    """Where finished blocks are kept while a result folder is being computed."""
    named = folder if folder.name not in ("", "..") else folder.resolve()
    return named.with_name(f"{named.name}.campaign")


def _told(blocks: Path, *, again: bool) -> str:
    if again:
        return f"skyshed: going on from the finished blocks in {blocks}"
    return (
        f"skyshed: finished blocks are kept in {blocks} until the end; if it is interrupted, the"
        " same command goes on from there"
    )
