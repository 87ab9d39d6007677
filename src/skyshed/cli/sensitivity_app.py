"""The command about what decides, with its options."""

from pathlib import Path
from typing import Annotated

import typer

from skyshed.cli.options import (
    QuietOption,
    ReplaceOption,
    SeedOption,
    StudyArgument,
    TerrainOption,
    WorkersOption,
)

SENSITIVITY = (
    "Which group of unknowns decides the answers of a study, and how many draws show it.\n\n"
    "For each question, groups by subject (radar, target signature, air, terrain, missile, timing)"
    " and by basis (published, derived, unverified, assumed) are told apart: what share of the"
    " spread each brings by itself, and in all, together with others. Every share has a 95 %"
    " interval: 2 % (0 to 5) is no finding. The answer is shown under three weightings of the"
    " bounds, and in the box, which needs none.\n\n"
    "A question is CLAIM/READING, such as range/possible, CLAIM for the reading that judges it, or"
    " headline for the confirmed range of the study's first radar and target; all judged readings"
    " if left out. A share says what is worth finding out, not what is likely to be wrong."
)


def add_sensitivity(app: typer.Typer) -> None:
    """Put the command on the program."""
    app.command("sensitivity", help=SENSITIVITY)(_sensitivity)


def _sensitivity(
    study: StudyArgument,
    question: Annotated[
        list[str] | None,
        typer.Option("--question", metavar="CLAIM/READING", help="what is asked; may be repeated"),
    ] = None,
    sobol: Annotated[
        bool,
        typer.Option(
            "--sobol", help="tell every single unknown apart too; takes several times as long"
        ),
    ] = False,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            metavar="N",
            help="size of each set of draws, a power of two from 64 on; 512 if left out. The model"
            " runs for every set: about a dozen, three times",
        ),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="P",
            help="half width of the intervals for which 'how many draws' is answered; 0.05 (5"
            " points) if left out",
        ),
    ] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    terrain: TerrainOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="where to write; out/NAME-sensitivity if left out"
        ),
    ] = None,
    replace: ReplaceOption = False,
    quiet: QuietOption = False,
) -> None:
    from skyshed.cli.sensing import sensitivity_command

    sensitivity_command(
        study,
        out,
        questions=tuple(question or ()),
        sobol=sobol,
        draws=draws,
        precision=precision,
        seed=seed,
        terrain=terrain,
        workers=workers,
        replace=replace,
        quiet=quiet,
    )
