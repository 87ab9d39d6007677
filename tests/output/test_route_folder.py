"""Results of given flights as files: page, numbers, tables, animated KML."""

import csv
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest

from skyshed.analysis.route import RouteQuestion, run_route
from skyshed.output.route_folder import write_route
from skyshed.output.route_kml import route_kml
from skyshed.output.route_tables import route_tables
from skyshed.scenario.route_file import read_flights
from tests.analysis.flat_world import CENTRE, flat_study, flat_terrain
from tests.scenario.recording_files import START, as_records, reports

KML = {"k": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A recorded flight past two military radars."""
    folder = tmp_path_factory.mktemp("flown")
    path = folder / "past.json"
    path.write_text(as_records(reports(400, latitude=CENTRE[0] + 0.3, longitude=CENTRE[1])))
    study = replace(flat_study(), terrain=flat_terrain(folder).path)
    return run_route(study, read_flights(path), RouteQuestion(warn=CENTRE), workers=1)


def test_kml_moves_the_flight_at_its_own_time(result):
    root = ET.fromstring(route_kml(result))
    (track,) = root.iterfind(".//gx:Track", KML)
    when = [datetime.fromisoformat(w.text).timestamp() for w in track.iterfind("k:when", KML)]
    assert when[0] == START
    assert np.all(np.diff(when) > 0.0)
    places = [c.text.split() for c in track.iterfind("gx:coord", KML)]
    assert len(places) == len(when)
    assert float(places[0][1]) == pytest.approx(CENTRE[0] + 0.3, abs=1e-5)
    assert float(places[0][2]) == pytest.approx(25_000 * 0.3048, abs=0.1)
    names = [p.findtext("k:name", "", KML) for p in root.iterfind(".//k:Placemark", KML)]
    assert "confirmed track" in names
    assert names.count("covered") >= 1


def test_kml_holds_nothing_from_outside(result):
    text = route_kml(result)
    assert "href" not in text
    assert "http" not in text.replace("http://www.opengis.net", "").replace(
        "http://www.google.com/kml", ""
    )


def test_pieces_join_to_the_whole_flight(result):
    root = ET.fromstring(route_kml(result))
    lines = [c.text.split() for c in root.iterfind(".//k:LineString/k:coordinates", KML)]
    for before, after in pairwise(lines):
        assert before[-1] == after[0]
    count = result.flights[0].flown.track.time_s.size
    assert sum(len(line) for line in lines) == count + len(lines) - 1


def test_tables_have_a_row_for_every_look_and_say_what_heights_are(result):
    tables = {table.name: table for table in route_tables(result)}
    looks = tables["looks"]
    flight = result.flights[0]
    assert len(looks.rows) == sum(radar.looks.time_s.size for radar in flight.radars)
    confirmed = looks.columns.index("confirmed_by_then_p50")
    for radar in ("west", "east"):
        column = [row[confirmed] for row in looks.rows if row[1] == radar]
        assert np.all(np.diff(column) >= -1e-12)
    assert "pressure" in result.qnh
    for table in tables.values():
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_folder_is_whole_and_repeats_to_the_byte(result, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        write_route(result, "", folder, repeat="skyshed route past.json", command=["skyshed"])
    for name in ("report.html", "results.json", "flights.kml", "figures/flight.svg"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    page = (one / "report.html").read_text()
    for words in ("pressure altitudes", "validates no radar", "Look by look", "By flight level"):
        assert words in page
    assert "src=" not in page
    manifest = json.loads((one / "manifest.json").read_text())
    assert manifest["inputs"]["past.json"] == result.file_sha256
    assert not (one / "past.json").exists()  # recordings stay where they are
    numbers = json.loads((one / "results.json").read_text())
    assert numbers["flights"][0]["heights"] == "pressure altitude"
    assert numbers["flights"][0]["warning"]["distance_m"] > 30e3
    with (one / "tables" / "flights.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert float(row["duration_s"]) == pytest.approx(399.0)


def test_words_of_a_recording_cannot_become_markup(result):
    flight = result.flights[0]
    renamed = replace(flight, flown=replace(flight.flown, name="<script>alert(1)</script>"))
    text = route_kml(replace(result, flights=(renamed,)))
    assert "<script" not in text
    ET.fromstring(text)
