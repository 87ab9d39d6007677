"""Write a result folder: report, numbers, maps, outlines, tables, figures, replays, manifest."""

from collections.abc import Sequence
from pathlib import Path

from skyshed.analysis.results import StudyResult
from skyshed.output.manifest import STUDY_NAME, manifest, repeat_command
from skyshed.output.numbers import result_numbers
from skyshed.output.raid_replays import write_replays
from skyshed.output.raid_tables import raid_tables
from skyshed.output.rasters import write_rasters
from skyshed.output.reach_tables import reach_tables
from skyshed.output.report import report_html
from skyshed.output.study_weightings import weighted_csv
from skyshed.output.tables import result_tables, write_csv
from skyshed.output.vectors import write_vectors
from skyshed.store import MANIFEST_NAME, result_folder, write_json, write_text

REPORT_NAME = "report.html"


def write_results(
    result: StudyResult,
    study_document_text: str,
    out: str | Path,
    *,
    replace: bool = False,
    command: Sequence[str] = (),
) -> Path:
    """Write everything a run found; the folder is whole or not there.

    Parameters
    ----------
    result : StudyResult
        The run.
    study_document_text : str
        The study file, which is kept beside the results; empty if there is none.
    out : str or Path
        The folder: new, empty, or an older result folder if `replace` is set.
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
    repeat = repeat_command(result, command, has_study=bool(study_document_text))
    with result_folder(out, replace=replace) as folder:
        if study_document_text:
            write_text(folder / STUDY_NAME, study_document_text)
        write_json(folder / "results.json", result_numbers(result))
        tables = (result_tables, reach_tables, raid_tables, weighted_csv)
        for table in (table for tables_of in tables for table in tables_of(result)):
            write_csv(table, folder / "tables")
        write_vectors(result, folder / "vectors")
        write_rasters(result, folder / "rasters")
        write_replays(result, folder / "replay")
        html, drawings = report_html(result, repeat=repeat)
        write_text(folder / REPORT_NAME, html)
        for drawing in drawings:
            (folder / "figures").mkdir(exist_ok=True)
            write_text(folder / "figures" / f"{drawing.name}.svg", drawing.standalone)
        write_json(folder / MANIFEST_NAME, manifest(result, folder, command))
    return out / REPORT_NAME
