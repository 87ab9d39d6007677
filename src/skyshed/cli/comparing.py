"""Say what differs between two result folders."""

from pathlib import Path

import typer

from skyshed.errors import OutputError
from skyshed.store import is_result_folder


def compare(first: Path, second: Path) -> None:
    """Print the differences.

    Raises
    ------
    OutputError
        If one of them is no result folder.
    """
    for folder in (first, second):
        if not is_result_folder(folder):
            raise OutputError(f"expected a result folder of skyshed, got {folder}; check the path")
    from skyshed.output.compare import compare_folders

    for line in compare_folders(first, second):
        typer.echo(line)
