"""Write the result folder of raids alone: report, numbers, tables, figures, replays, manifest."""

import dataclasses
import shlex
from collections.abc import Sequence
from pathlib import Path

from skyshed.analysis.raid_order import RaidOrder
from skyshed.analysis.results import StudyResult
from skyshed.output.manifest import STUDY_NAME, manifest, weighting_option
from skyshed.output.numbers import result_numbers
from skyshed.output.raid_replays import write_replays
from skyshed.output.raid_tables import raid_tables
from skyshed.output.report import report_html
from skyshed.output.study_weightings import weighted_csv
from skyshed.output.tables import result_tables, write_csv
from skyshed.store import MANIFEST_NAME, result_folder, write_json, write_text

REPORT_NAME = "report.html"


def write_raids(
    result: StudyResult,
    study_document_text: str,
    out: str | Path,
    *,
    order: RaidOrder,
    replace: bool = False,
    command: Sequence[str] = (),
) -> Path:
    """Write everything that raids gave; the folder is whole or not there.

    Parameters
    ----------
    result : StudyResult
        From `skyshed.analysis.raid_run.run_raids`.
    study_document_text : str
        The study file, which is kept beside the results; empty if there is none.
    out : str or Path
        The folder: new, empty, or an older result folder if `replace` is set.
    order : RaidOrder
        What was asked for, so that the folder says how to repeat it.
    replace : bool
        Whether older results may be replaced.
    command : sequence of str
        The command as it was given, for the manifest.

    Returns
    -------
    Path
        The report.

    Raises
    ------
    OutputError
        If the folder cannot be written or holds other files.
    """
    out = Path(out)
    repeat = shlex.join(command)
    if study_document_text:
        repeat = repeat_command(order, result)
    with result_folder(out, replace=replace) as folder:
        if study_document_text:
            write_text(folder / STUDY_NAME, study_document_text)
        write_json(folder / "results.json", result_numbers(result))
        for table in (*result_tables(result), *raid_tables(result), *weighted_csv(result)):
            write_csv(table, folder / "tables")
        write_replays(result, folder / "replay")
        # radars without pairs would make a chapter on ranges that are not there
        shown = dataclasses.replace(result, radars=())
        html, drawings = report_html(shown, repeat=repeat)
        write_text(folder / REPORT_NAME, html)
        (folder / "figures").mkdir()
        for drawing in drawings:
            write_text(folder / "figures" / f"{drawing.name}.svg", drawing.standalone)
        described = manifest(result, folder, command) | {"repeat": repeat}
        write_json(folder / MANIFEST_NAME, described)
    return out / REPORT_NAME


def repeat_command(order: RaidOrder, result: StudyResult) -> str:
    """Command that runs the raids again from the study file in the result folder."""
    words = ["skyshed", "raid", STUDY_NAME, "--seed", str(result.seed), *weighting_option(result)]
    for key in order.raids:
        words += ["--raid", key]
    for option, number in (
        ("--runs", order.runs),
        ("--draws", order.draws),
        ("--precision", order.precision),
    ):
        if number is not None:
            words += [option, f"{number!r}"]
    if order.weightings:
        words.append("--weightings")
    if not order.changes:
        words.append("--no-what-if")
    return shlex.join(words)
