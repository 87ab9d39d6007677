"""Tables of one simulated run: what happened, and who was where; as CSV and as Parquet."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skyshed.output.duck import connect, file_literal, quoted
from skyshed.output.tables import Cell, Table, write_csv

if TYPE_CHECKING:
    from skyshed.sim.recording import Recording

_EVENT_COLUMNS: Final = (
    "time_s",
    "event",
    "subject",
    "subject_key",
    "subject_name",
    "object",
    "object_key",
    "object_name",
    "text",
)
_STATE_COLUMNS: Final = (
    "time_s",
    "entity",
    "key",
    "name",
    "kind",
    "side",
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
)
_ENTITY_COLUMNS: Final = ("entity", "key", "name", "kind", "side", "first_s", "last_s")


def recording_tables(recording: "Recording", *, prefix: str = "") -> list[Table]:
    """Events, states and entities of a run.

    Parameters
    ----------
    recording : Recording
        The run, which is a simulation: times are seconds from a notional start, altitudes are
        above mean sea level.
    prefix : str, optional
        Put before the names of the tables, such as ``"low-raid-"``.

    Returns
    -------
    list of Table
        ``events``, ``states``, ``entities``.
    """
    return [
        Table(f"{prefix}events", _EVENT_COLUMNS, tuple(_event_rows(recording))),
        Table(f"{prefix}states", _STATE_COLUMNS, tuple(_state_rows(recording))),
        Table(f"{prefix}entities", _ENTITY_COLUMNS, tuple(_entity_rows(recording))),
    ]


def write_parquet(tables: Sequence[Table], folder: Path) -> list[Path]:
    """Write tables as CSV and, beside each, the same as Parquet.

    Parameters
    ----------
    tables : sequence of Table
        The tables.
    folder : Path
        Where to put the files; made if needed.

    Returns
    -------
    list of Path
        The Parquet files. Columns hold text, whole numbers or double precision; empty cells are
        null.

    Raises
    ------
    OutputError
        If DuckDB is not installed.
    """
    written = []
    with connect() as database:
        for table in tables:
            source = write_csv(table, folder)
            target = source.with_suffix(".parquet")
            types = ", ".join(
                f"{quoted(name)}: '{_type(table, i)}'" for i, name in enumerate(table.columns)
            )
            database.execute(
                f"COPY (SELECT * FROM read_csv({file_literal(source)}, header=true, delim=',', "
                f"quote='\"', escape='\"', columns={{{types}}})) "
                f"TO {quoted(str(target))} (FORMAT parquet)"
            )
            written.append(target)
    return written


def _type(table: Table, column: int) -> str:
    """Type of a column: text if it holds any, whole numbers if it holds nothing else."""
    cells = [row[column] for row in table.rows if row[column] != ""]
    if any(isinstance(cell, str) for cell in cells):
        return "VARCHAR"
    return "BIGINT" if cells and all(isinstance(cell, int) for cell in cells) else "DOUBLE"


def _event_rows(recording: "Recording") -> Iterable[tuple[Cell, ...]]:
    about = {entity.id: entity for entity in recording.entities}
    for event in recording.events:
        subject = about[event.subject]
        row: tuple[Cell, ...] = (event.time_s, event.kind, subject.id, subject.key, subject.name)
        if event.object is None:
            yield (*row, "", "", "", event.text)
        else:
            other = about[event.object]
            yield (*row, other.id, other.key, other.name, event.text)


def _state_rows(recording: "Recording") -> Iterable[tuple[Cell, ...]]:
    for entity in recording.entities:
        names = (entity.id, entity.key, entity.name, entity.kind, entity.side)
        values = (entity.time_s, entity.latitude_deg, entity.longitude_deg, entity.altitude_m)
        for time, latitude, longitude, altitude in zip(*values, strict=True):
            yield (float(time), *names, float(latitude), float(longitude), float(altitude))


def _entity_rows(recording: "Recording") -> Iterable[tuple[Cell, ...]]:
    for entity in recording.entities:
        names = (entity.id, entity.key, entity.name, entity.kind, entity.side)
        yield (*names, float(entity.time_s[0]), float(entity.time_s[-1]))
