"""`skyshed network` from the command line, and the bundled civil studies."""

import json

import pytest

from skyshed.cli.exits import run
from skyshed.scenario.loader import load_study
from tests.conftest import shared_path
from tests.scenario.recording_files import as_records, reports


def test_the_civil_study_runs_on_the_builtin_relief(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    command = ["network", "alps-atc", "--draws", "4", "--fail", "airport", "-q"]
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "one diffracting edge; several in a row cost more" in told
    assert "FL100" in told
    assert "2 or more of them" in told
    assert "without Airport radar in a valley" in told
    assert "needs finer terrain" in told
    folder = tmp_path / "out" / "alps-atc-network"
    page = (folder / "report.html").read_text()
    assert "skyshed network study.yaml --fail airport" in page
    assert len(list((folder / "rasters").glob("*uncovered*.tif"))) == 5
    numbers = json.loads((folder / "results.json").read_text())
    assert numbers["network"]["draws"] == 4
    again = ["network", str(folder), "--fail", "airport", "--out", "again", "-q"]
    assert run(again) == 0
    assert (tmp_path / "again" / "results.json").read_bytes() == (
        folder / "results.json"
    ).read_bytes()


@pytest.mark.parametrize("name", ["alps-atc", "paris-atc"])
def test_bundled_civil_studies_are_civil_and_say_what_is_assumed(name):
    study = load_study(name)
    assert len(study.radars) == 2
    assert all(radar.entry.civil for radar in study.radars)
    assert all(site.basis == "assumed" and site.note for site in study.sites.values())
    assert "notional" in study.summary.lower()


@pytest.mark.shared
def test_on_a_tile_finer_terrain_is_not_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tile = str(shared_path("terrain/srtm3_N46E008.tif"))
    assert run(["network", "alps-atc", "--terrain", tile, "--draws", "4", "-q"]) == 0
    told = capsys.readouterr().out
    assert "needs finer terrain" not in told
    table = (tmp_path / "out" / "alps-atc-network" / "tables" / "k_fold.csv").read_text()
    shares = [line.split(",") for line in table.splitlines()[1:] if line.split(",")[3] == "1"]
    medians = [float(row[5]) for row in shares]
    assert medians[0] < 0.5 < medians[2]  # mountains stop mattering somewhere above FL50


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--group", "none"), "--group: "),
        (("--fail", "none"), "--fail: "),
        (("--add", "asr-99@46,8"), "asr-99"),
        (("--traffic", "none.json"), "none of that name"),
        (("--traffic", "elsewhere.json"), "the nearest report lies"),
    ],
)
def test_wrong_options_are_one_sentence_and_leave_nothing(
    tmp_path, monkeypatch, capsys, options, words
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere.json").write_text(as_records(reports(100, latitude=10.0)))
    assert run(["network", "alps-atc", *options, "-q"]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out").exists()
