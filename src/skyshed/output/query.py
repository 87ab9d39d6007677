"""Questions in SQL to the tables of a result folder.

References
----------
.. [1] DuckDB, "Securing DuckDB", duckdb.org/docs: enable_external_access, lock_configuration.
"""

import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from skyshed.errors import OutputError
from skyshed.output.duck import connect, file_literal, quoted

_MEMORY: Final = "1GB"
_LONGEST_S: Final = 60.0
_MOST_ROWS: Final = 100_000
_ENDINGS: Final = (".parquet", ".csv")
_MOST_TABLES_SHOWN: Final = 20


@dataclass(frozen=True)
class Answer:
    """Names of the columns and the rows below them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def query(folder: Path, sql: str) -> Answer:
    """Ask the tables of a result folder a question.

    Parameters
    ----------
    folder : Path
        A result folder; every CSV and Parquet file in it is a table.
    sql : str
        One statement that reads, such as ``select radar, max(range_p50_m) from ranges group by 1``.

    Returns
    -------
    Answer

    Raises
    ------
    OutputError
        If DuckDB is not installed, the folder has no tables, a table cannot be read, or the
        statement is wrong or does anything but read.

    Notes
    -----
    A table is named after its file, with the folders below the result (other than ``tables``) in
    front: ``replay/low/events.csv`` is ``replay_low_events``. Where a CSV and a Parquet file share
    a name, the Parquet file is read. Tables are copied into memory first; then the database is shut
    off from all files, so that no statement reads or writes anything else.
    """
    files = table_files(folder)
    if not files:
        raise OutputError(f"expected a folder with CSV or Parquet tables, got {folder}")
    with connect() as database:
        for name, path in files.items():
            _load(database, name, path)
        database.execute("SET enable_external_access = false")
        database.execute(f"SET memory_limit = '{_MEMORY}'")
        database.execute("SET lock_configuration = true")
        watch = threading.Timer(_LONGEST_S, database.interrupt)
        watch.start()
        try:
            return _ask(database, sql, list(files))
        finally:
            watch.cancel()


def export_parquet(folder: Path, out: Path) -> list[Path]:
    """Write every table of a result folder as a Parquet file.

    Parameters
    ----------
    folder : Path
        A result folder.
    out : Path
        Where to; made if needed. Files are named after the tables.

    Returns
    -------
    list of Path

    Raises
    ------
    OutputError
        If DuckDB is not installed, or a table cannot be read or written.
    """
    import contextlib

    files = table_files(folder)
    written = []
    with connect() as database:
        import duckdb

        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, path in files.items():
                _load(database, name, path)
                target = out / f"{name}.parquet"
                partial = out / f".{name}.partial"
                try:
                    copied = f'COPY "{name}" TO {quoted(str(partial))} (FORMAT parquet)'
                    database.execute(copied)
                    partial.replace(target)
                finally:
                    with contextlib.suppress(OSError):
                        partial.unlink()
                written.append(target)
        except (duckdb.Error, OSError) as cause:
            why = getattr(cause, "strerror", None) or _first_line(cause)
            raise OutputError(f"cannot write to {out}: {why}; name another folder") from cause
    return written


def table_files(folder: Path) -> dict[str, Path]:
    """Tables of a folder by name; links that lead out of it are left alone."""
    home = folder.resolve()
    found: dict[str, Path] = {}
    for ending in reversed(_ENDINGS):  # the first of `_ENDINGS` comes last and stays
        for path in sorted(folder.rglob(f"*{ending}")):
            if path.is_file() and path.resolve().is_relative_to(home):
                found[_table_name(path.relative_to(folder))] = path
    return dict(sorted(found.items()))


def _table_name(path: Path) -> str:
    parts = [part for part in path.with_suffix("").parts if part != "tables"]
    name = re.sub(r"\W+", "_", "_".join(parts)).strip("_").lower()
    return f"t_{name}" if name[:1].isdigit() or not name else name


def _load(database: Any, name: str, path: Path) -> None:
    import duckdb

    reader = "read_parquet({})" if path.suffix == ".parquet" else (
        "read_csv({}, header=true, delim=',', quote='\"', escape='\"', sample_size=-1)"
    )  # fmt: skip
    source = reader.format(file_literal(path))
    try:
        database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM {source}')
    except duckdb.Error as cause:
        raise OutputError(f"cannot read {path} as a table: {_first_line(cause)}") from cause


def _ask(database: Any, sql: str, tables: list[str]) -> Answer:
    import duckdb

    try:
        statements = database.extract_statements(sql)
        if len(statements) != 1:
            raise OutputError(f"expected one SQL statement, got {len(statements)}")
        if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            raise OutputError("expected an SQL statement that reads, such as 'select * from cover'")
        found = database.execute(statements[0])
        columns = tuple(column[0] for column in found.description)
        rows = tuple(found.fetchmany(_MOST_ROWS + 1))
    except duckdb.InterruptException as cause:
        raise OutputError(
            f"SQL: stopped after {_LONGEST_S:.0f} s; ask for less, such as with a limit"
        ) from cause
    except duckdb.Error as cause:
        shown = ", ".join(tables[:_MOST_TABLES_SHOWN])
        more = " ..." if len(tables) > _MOST_TABLES_SHOWN else ""
        known = f"; the tables are {shown}{more}" if "does not exist" in str(cause) else ""
        raise OutputError(f"SQL: {_first_line(cause)}{known}") from cause
    if len(rows) > _MOST_ROWS:
        raise OutputError(f"SQL: more than {_MOST_ROWS} rows; ask for fewer, such as with a limit")
    return Answer(columns, rows)


def _first_line(error: Exception) -> str:
    text = str(error).partition(", due to the following Python exception")[0]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kept = [line for line in lines[:3] if not re.match(r"LINE \d|\^", line)]
    return " ".join(kept).rstrip(".") or type(error).__name__
