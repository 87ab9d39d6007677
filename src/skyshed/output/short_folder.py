"""Write the result folder of a short report: page, numbers, tables, figures, other files."""

import platform
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from skyshed.output.manifest import (
    FORMAT_VERSION,
    STUDY_NAME,
    catalogue_hashes,
    package_versions,
)
from skyshed.output.short_report import Page, short_report_html
from skyshed.output.tables import Table, write_csv
from skyshed.store import MANIFEST_NAME, result_folder, sha256_file, write_json, write_text

REPORT_NAME = "report.html"


def write_short_folder(
    page: Page,
    out: str | Path,
    *,
    numbers: Mapping[str, Any],
    tables: Sequence[Table],
    study_text: str,
    inputs: Mapping[str, str],
    command: Sequence[str],
    replace: bool = False,
    more: Callable[[Path], None] = lambda folder: None,
) -> Path:
    """Write a folder that is whole or not there.

    Parameters
    ----------
    page : Page
        The report.
    out : str or Path
        The folder: new, empty, or an older result folder if `replace` is set.
    numbers : mapping
        What `results.json` holds.
    tables : sequence of Table
        CSV tables; those without rows are left out.
    study_text : str
        The study file, kept beside the results; empty if there is none.
    inputs : mapping of str to str
        SHA-256 of other input files by name.
    command : sequence of str
        The command as it was given.
    replace : bool
        Whether older results may be replaced.
    more : callable
        Writes further files into the folder that it is given.

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
    with result_folder(out, replace=replace) as folder:
        if study_text:
            write_text(folder / STUDY_NAME, study_text)
        write_json(folder / "results.json", numbers)
        for table in tables:
            if table.rows:
                write_csv(table, folder / "tables")
        more(folder)
        write_text(folder / REPORT_NAME, short_report_html(page))
        for drawing in page.drawings:
            (folder / "figures").mkdir(exist_ok=True)
            write_text(folder / "figures" / f"{drawing.name}.svg", drawing.standalone)
        write_json(folder / MANIFEST_NAME, _manifest(page, folder, inputs, command))
    return out / REPORT_NAME


def _manifest(
    page: Page, folder: Path, inputs: Mapping[str, str], command: Sequence[str]
) -> dict[str, Any]:
    outputs = {
        path.relative_to(folder).as_posix(): sha256_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    own = {name: outputs[name] for name in (STUDY_NAME,) if name in outputs}
    return {
        "skyshed": {"version": page.version, "format": FORMAT_VERSION},
        "study": page.name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": list(command),
        "repeat": page.repeat,
        "seed": page.seed,
        "draws": page.draws,
        "terrain": vars(page.terrain),
        "inputs": {**own, **inputs, **catalogue_hashes()},
        "outputs": outputs,
        "python": platform.python_version(),
        "packages": package_versions(),
    }
