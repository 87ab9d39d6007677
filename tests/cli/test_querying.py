"""`skyshed query`: columns and CSV of what a statement finds."""

import pytest

from skyshed.cli.querying import aligned, query_result
from skyshed.errors import OutputError
from skyshed.output.tables import Table, write_csv


@pytest.fixture
def result(tmp_path):
    folder = tmp_path / "result"
    rows = (("see", 241000.0), ("shoot, truck", 39512.25))
    write_csv(Table("ranges", ("radar", "range_m"), rows), folder / "tables")
    (folder / "manifest.json").write_text('{"skyshed": "0.0.test"}')
    return folder


@pytest.fixture
def _duckdb():
    pytest.importorskip("duckdb", reason="DuckDB (extra 'data') is not installed")


@pytest.mark.usefixtures("_duckdb")
def test_columns(result, capsys):
    query_result(result, "select * from ranges order by range_m")
    assert capsys.readouterr().out == (
        "radar         range_m\n"
        "------------  -------\n"
        "shoot, truck  39512.2\n"
        "see            241000\n"
        "(2 rows)\n"
    )


@pytest.mark.usefixtures("_duckdb")
def test_csv_keeps_every_digit(result, capsys):
    query_result(result, "select *, null as n from ranges order by range_m", as_csv=True)
    assert capsys.readouterr().out == ('radar,range_m,n\n"shoot, truck",39512.25,\nsee,241000.0,\n')


def test_an_empty_statement_lists_the_tables(result, capsys):
    query_result(result, " ")
    assert capsys.readouterr().out.split() == ["ranges", "tables/ranges.csv"]


def test_only_results_are_asked(tmp_path):
    with pytest.raises(OutputError, match="expected a result folder of skyshed"):
        query_result(tmp_path, "select 1")


def test_numbers_stand_right_and_long_words_are_cut():
    lines = aligned(("name", "n", "none"), (("a" * 80, 3, None), ("b", 12.5, None)))
    assert lines[2].startswith("a" * 59 + "…     3")
    assert lines[3].endswith("12.5")
    assert aligned(("a",), ()) == ["a", "-"]
