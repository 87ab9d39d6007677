"""Ask the tables of a result a question in SQL."""

import csv
import math
import sys
from pathlib import Path
from typing import Any

import typer

from skyshed.errors import OutputError
from skyshed.store import is_result_folder

_MOST_LETTERS = 60


def query_result(
    folder: Path, sql: str, *, as_csv: bool = False, parquet: Path | None = None
) -> None:
    """Print what a statement finds, in columns or as CSV.

    Parameters
    ----------
    folder : Path
        A result folder.
    sql : str
        One statement that reads. An empty one lists the tables.
    as_csv : bool, optional
        Whether to print CSV with every digit instead of aligned columns.
    parquet : Path, optional
        A folder to write every table to, as Parquet.

    Raises
    ------
    OutputError
        If it is no result folder, DuckDB is missing, or the statement is wrong.
    """
    if not is_result_folder(folder):
        raise OutputError(f"expected a result folder of skyshed, got {folder}; check the path")
    from skyshed.output.query import export_parquet, query, table_files

    if parquet is not None:
        files = export_parquet(folder, parquet)
        typer.echo(f"{len(files)} tables as Parquet in {parquet}")
        if not sql.strip():
            return
    if not sql.strip():
        for name, path in table_files(folder).items():
            typer.echo(f"{name:32} {path.relative_to(folder)}")
        return
    answer = query(folder, sql)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(["" if cell is None else cell for cell in row] for row in answer.rows)
        return
    for line in aligned(answer.columns, answer.rows):
        typer.echo(line)
    typer.echo(f"({len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'})")


def aligned(columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> list[str]:
    """Rows under their headers: text to the left, numbers to the right."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    right = [
        any(row[i] is not None for row in rows)
        and all(isinstance(row[i], int | float) or row[i] is None for row in rows)
        for i in range(len(columns))
    ]
    lines = [columns, ["-" * width for width in widths], *cells]
    return [
        "  ".join(
            cell.rjust(width) if numbers else cell.ljust(width)
            for cell, width, numbers in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    ]


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}" if not math.isfinite(cell) or abs(cell) < 1e6 else f"{cell:.0f}"
    text = " ".join(str(cell).split())
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
