"""The door to DuckDB, which is an extra: Parquet files and questions in SQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from skyshed.errors import OutputError

MISSING = (
    "this needs DuckDB, which is not installed; install it with `pip install 'skyshed[data]'`"
    " (the CSV files are there without it)"
)


@contextmanager
def connect() -> Iterator[Any]:
    """Open a database in memory that asks nothing of the network.

    Yields
    ------
    duckdb.DuckDBPyConnection

    Raises
    ------
    OutputError
        If DuckDB is not installed.
    """
    try:
        import duckdb
    except ModuleNotFoundError as cause:
        raise OutputError(MISSING) from cause
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield connection
    finally:
        connection.close()


def quoted(text: str) -> str:
    """Text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """Path of one file as a literal of SQL, with the signs of a file pattern taken literally."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", str(path)))
