"""Tables of a run as CSV and Parquet, and questions in SQL that can do nothing but read."""

import sys

import pytest

from skyshed.errors import OutputError
from skyshed.output.event_tables import recording_tables, write_parquet
from skyshed.output.query import query, table_files
from skyshed.output.tables import Table, write_csv
from tests.output.recordings import one_shot, raid


@pytest.fixture
def _duckdb():
    pytest.importorskip("duckdb", reason="DuckDB (extra 'data') is not installed")


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "result [1] of O'Neill"  # signs that SQL and file patterns give a meaning
    write_csv(Table("ranges", ("radar", "range_m"), (("a", 1.5e5), ("b", ""))), home / "tables")
    for table in recording_tables(raid()):
        write_csv(table, home / "tables" / "replay")
    return home


def test_tables_of_a_recording():
    events, states, entities = recording_tables(one_shot(), prefix="one-")
    assert [t.name for t in (events, states, entities)] == ["one-events", "one-states",
                                                            "one-entities"]  # fmt: skip
    assert len(events.rows) == 6
    assert events.rows[2] == (12.0, "launch", 1, "shoot", "Launcher <1>", 2, "t1", "F-16C",
                              "48N6E3 launched at F-16C")  # fmt: skip
    assert len(states.rows) == 3 + 3 + 3 + 2
    assert entities.rows[3] == (3, "m1", "48N6E3", "interceptor", "defence", 12.0, 20.0)


def test_tables_are_named_after_their_files(folder):
    (folder / "2nd.csv").write_text("a\n1\n")
    assert list(table_files(folder)) == [
        "ranges", "replay_entities", "replay_events", "replay_states", "t_2nd"
    ]  # fmt: skip


def test_links_out_of_the_folder_are_left_alone(folder, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (folder / "tables" / "stolen.csv").symlink_to(tmp_path / "secret.csv")
    assert "stolen" not in table_files(folder)


@pytest.mark.usefixtures("_duckdb")
def test_a_question_is_answered(folder):
    found = query(folder, "select event, count(*) as n from replay_events group by 1 order by 1")
    expected = {}
    for event in raid().events:
        expected[event.kind] = expected.get(event.kind, 0) + 1
    assert found.columns == ("event", "n")
    assert dict(found.rows) == expected
    assert query(folder, "select * from ranges").rows == (("a", 150000.0), ("b", None))


@pytest.mark.usefixtures("_duckdb")
def test_parquet_says_the_same_as_csv(tmp_path):
    tables = recording_tables(raid())
    written = write_parquet(tables, tmp_path / "both")
    assert [path.name for path in written] == ["events.parquet", "states.parquet",
                                               "entities.parquet"]  # fmt: skip
    for table in tables:
        write_csv(table, tmp_path / "csv")
    for table in tables:
        sql = f"select * from {table.name}"
        assert table_files(tmp_path / "both")[table.name].suffix == ".parquet"
        assert query(tmp_path / "both", sql) == query(tmp_path / "csv", sql)


@pytest.mark.usefixtures("_duckdb")
def test_parquet_columns_have_types(tmp_path):
    table = Table("mixed", ("i", "x", "t", "none"), ((1, 0.5, "", ""), (2, "", "a,\"b'", "")))
    write_parquet([table], tmp_path)
    described = query(tmp_path, "describe mixed").rows
    assert [row[1] for row in described] == ["BIGINT", "DOUBLE", "VARCHAR", "DOUBLE"]
    rows = query(tmp_path, "select * from mixed").rows
    assert rows == ((1, 0.5, None, None), (2, None, "a,\"b'", None))


@pytest.mark.usefixtures("_duckdb")
@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{outside}')",
        "select * from '{outside}'",
        "select * from glob('/*')",
        "select * from read_text('{outside}')",
        "select * from sniff_csv('{outside}')",
        "copy ranges to '{outside}'",
        "attach '{outside}'",
        "set enable_external_access = true",
        "create table t as select 1",
        "select 1; select 2",
        "",
        "selec 1",
        "select * from folder",
    ],
)
def test_everything_but_reading_the_tables_is_refused(folder, tmp_path, sql):
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    with pytest.raises(OutputError, match=r"^(SQL: |expected )"):
        query(folder, sql.format(outside=outside))
    assert outside.read_text() == "a\n1\n"


@pytest.mark.usefixtures("_duckdb")
def test_a_misspelt_table_gets_a_hint(folder):
    with pytest.raises(OutputError, match=r"ranges.*the tables are ranges, replay_entities"):
        query(folder, "select * from rangs")


def test_a_folder_without_tables(tmp_path):
    with pytest.raises(OutputError, match="expected a folder with CSV or Parquet tables"):
        query(tmp_path, "select 1")


def test_without_duckdb_it_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(OutputError, match=r"pip install 'skyshed\[data\]'"):
        query(folder, "select 1")
    with pytest.raises(OutputError, match=r"pip install 'skyshed\[data\]'"):
        write_parquet(recording_tables(one_shot()), folder)
