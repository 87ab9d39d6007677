"""Tables of a result as Parquet files."""

import pytest

from skyshed.errors import OutputError
from skyshed.output.query import export_parquet

duckdb = pytest.importorskip("duckdb", reason="needs the extra `data`")


def test_every_table_becomes_a_parquet_file_with_the_same_rows(tmp_path):
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "cover.csv").write_text("radar,share\nx,0.5\ny,0.25\n")
    (tables / "places.csv").write_text("name\nAnkara\n")
    files = export_parquet(tmp_path, tmp_path / "out" / "parquet")
    assert sorted(file.name for file in files) == ["cover.parquet", "places.parquet"]
    found = duckdb.sql(f"select * from read_parquet('{files[0]}')").fetchall()
    assert found == [("x", 0.5), ("y", 0.25)]
    assert sorted(p.name for p in (tmp_path / "out" / "parquet").iterdir()) == [
        "cover.parquet",
        "places.parquet",
    ]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "cover.csv").write_text("a\n1\n")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write to"):
        export_parquet(tmp_path, tmp_path / "file" / "out")
