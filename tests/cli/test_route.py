"""`skyshed route` from the command line."""

import time

import pytest

from skyshed.cli.exits import run
from tests.scenario.recording_files import as_records, reports

ROUTE = """name: Valley
speed: 300 m/s
points:
  - {latitude_deg: 46.9, longitude_deg: 8.3, altitude: 4 km}
  - {latitude_deg: 46.3, longitude_deg: 8.8, altitude: 4 km}
"""
RADAR = ("--radar", "asr-9@46.16,8.88", "--target", "a320", "--draws", "4", "-q")


@pytest.fixture
def route(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "valley.yaml").write_text(ROUTE)
    return "valley.yaml"


def test_a_route_gives_a_table_and_a_folder(route, tmp_path, capsys):
    assert run(["route", route, *RADAR, "--warn", "46.16,8.88"]) == 0
    told = capsys.readouterr().out
    assert "confirmed after" in told
    assert "not covered" in told
    assert "Warning at 46.16, 8.88" in told
    folder = tmp_path / "out" / "route-asr-9-valley"
    assert (folder / "report.html").is_file()
    assert (folder / "flights.kml").is_file()
    page = (folder / "report.html").read_text()
    assert "skyshed route valley.yaml --study study.yaml" in page
    # the folder's own study gives the same numbers
    again = ["route", route, "--study", str(folder), "--warn", "46.16,8.88", "--out", "two", "-q"]
    assert run(again) == 0
    first = (folder / "results.json").read_text()
    assert (tmp_path / "two" / "results.json").read_text() == first


def test_many_flights_give_a_table_by_flight_level(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    rows = reports(120, longitude=8.6)
    rows += [dict(row, icao24="def456", callsign="TEST2") for row in reports(90, altitude_ft=9000)]
    (tmp_path / "traffic.json").write_text(as_records(rows))
    assert run(["route", "traffic.json", *RADAR]) == 0
    told = capsys.readouterr().out
    assert "FL 250 to 300" in told
    assert "FL 50 to 100" in told
    assert "2 flights" in told
    assert run(["route", "traffic.json", *RADAR, "--flight", "test2", "--out", "one"]) == 0
    assert "FL 250" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--radar", "asr-9", "--target", "a320"), "--radar: expected a radar and its place"),
        (("--radar", "asr-99@46,8", "--target", "a320"), "asr-99"),
        (("--radar", "asr-9@96,8", "--target", "a320"), "--radar: "),
        (("--radar", "asr-9@46,8", "--target", "a321"), "--target: "),
        (("--radar", "asr-9@46,8"), "--target: expected the target"),
        ((), "neither"),
        (("--study", "turkey-2019", *RADAR), "both"),
        (("--study", "turkey-2019", "--only", "none"), "--only: "),
        ((*RADAR, "--warn", "Bern"), "--warn: "),
        ((*RADAR, "--qnh", "29.92"), "--qnh: "),
        ((*RADAR, "--flight", "SWR1"), "--flight: "),
        ((*RADAR, "--draws", "0"), "--draws: "),
    ],
)
def test_wrong_options_are_one_sentence_and_leave_nothing(route, tmp_path, capsys, options, words):
    assert run(["route", route, *options]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_young_recording_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    young = as_records(reports(100, start=int(time.time()) - 3600))
    (tmp_path / "young.json").write_text(young)
    assert run(["route", "young.json", *RADAR]) == 2
    assert "at least 24 hours old" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
