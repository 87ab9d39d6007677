"""Given flights from files: waypoints and recordings, and what is said about wrong ones."""

import gzip
import json

import numpy as np
import pytest

from skyshed.errors import ScenarioError
from skyshed.scenario import route_file
from skyshed.scenario.given_flights import GivenRoute, RecordedFlight
from skyshed.scenario.recordings import YOUNGEST_S
from skyshed.scenario.route_file import read_flights
from tests.conftest import shared_path
from tests.scenario.recording_files import FORMS, START, as_csv, as_records, reports

WAYPOINTS = """name: Over the pass
speed: 200 kt
points:
  - {latitude_deg: 46.2, longitude_deg: 8.8, altitude: FL100}
  - {latitude_deg: 46.6, longitude_deg: 8.6, altitude: FL150, speed: 150 m/s}
"""


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path, **options):
    with pytest.raises(ScenarioError) as caught:
        read_flights(path, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_flight(tmp_path, name):
    (flight,) = read_flights(written(tmp_path, name, FORMS[name](reports())))
    assert isinstance(flight, RecordedFlight)
    assert flight.height_kind == "pressure"
    assert flight.start_epoch_s == START
    assert flight.name == "TEST1"
    assert np.array_equal(flight.time_s, np.arange(200.0))
    assert flight.height_m == pytest.approx(25_000.0 * 0.3048, rel=1e-12)
    assert flight.longitude_deg[0] == 8.3


def test_packed_recordings_are_read(tmp_path):
    path = tmp_path / "flight.json.gz"
    path.write_bytes(gzip.compress(as_records(reports()).encode()))
    assert len(read_flights(path)) == 1


def test_young_recordings_are_refused_in_one_sentence(tmp_path):
    path = written(tmp_path, "flight.json", as_records(reports()))
    last = START + 199.0
    found = refused(path, now_epoch_s=last + YOUNGEST_S - 1.0)
    assert "24 hours old" in found
    assert "no live picture" in found
    assert len(read_flights(path, now_epoch_s=last + YOUNGEST_S)) == 1
    assert "from the future" in refused(path, now_epoch_s=last - 10.0)


def test_one_young_report_is_enough_to_refuse(tmp_path):
    rows = reports(100) + reports(20, start=START + 80_000)
    path = written(tmp_path, "flight.json", as_records(rows))
    assert "24 hours old" in refused(path, now_epoch_s=START + 90_000.0)


def test_a_recording_without_times_of_day_is_refused(tmp_path):
    rows = [{k: v for k, v in row.items() if k != "timestamp"} for row in reports()]
    assert "expected a timestamp" in refused(written(tmp_path, "x.json", as_records(rows)))


def test_pauses_begin_another_flight_and_aircraft_are_kept_apart(tmp_path):
    rows = reports(100) + reports(100, start=START + 1000)
    other = [dict(row, icao24="def456", callsign="TEST2") for row in reports(70)]
    found = read_flights(written(tmp_path, "x.json", as_records(rows + other)))
    assert [flight.name for flight in found] == [
        "TEST1, part 1 of 2",
        "TEST2",
        "TEST1, part 2 of 2",
    ]
    assert found[2].start_epoch_s == START + 1000


def test_jumps_ground_reports_and_gaps_in_the_data_are_left_out(tmp_path):
    rows = reports()
    rows[50]["latitude"] = 50.0  # 420 km in a second
    rows[60]["altitude"] = 100_000.0
    rows[70]["latitude"] = None
    rows[80]["onground"] = True
    (flight,) = read_flights(written(tmp_path, "x.json", as_records(rows)))
    assert flight.time_s.size == 196
    (note,) = flight.notes
    for words in ("1 without a position", "1 from the ground", "700 m/s", "impossible altitude"):
        assert words in note


def test_times_that_go_back_are_refused(tmp_path):
    rows = reports()
    rows[20]["timestamp"] -= 5000
    assert "times that grow" in refused(written(tmp_path, "x.json", as_records(rows)))


def test_a_bad_line_of_a_recording_is_named(tmp_path):
    lines = as_csv(reports()).splitlines()
    cells = lines[9].split(",")
    lines[9] = ",".join([*cells[:3], "north", *cells[4:]])
    found = refused(written(tmp_path, "x.csv", "\n".join(lines)))
    assert "x.csv:10: " in found
    assert "'north'" in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", "[1, 2"),
        ("x.json", '{"a": 1}'),
        ("x.json", "[[[["),
        ("x.json", "[" * 100_000),
        ("x.jsonl", '{"a": 1}\nnot json}\n'),
        ("x.json", "[]"),
        ("x.txt", "hello"),
        ("x.csv", ""),
    ],
)
def test_what_is_no_flight_is_refused(tmp_path, name, text):
    assert name in refused(written(tmp_path, name, text))


def test_files_that_are_absent_broken_or_too_large_are_refused(tmp_path, monkeypatch):
    assert "none of that name" in refused(tmp_path / "none.csv")
    assert "a folder" in refused(tmp_path.joinpath("x.csv").mkdir() or tmp_path / "x.csv")
    broken = tmp_path / "x.json.gz"
    broken.write_bytes(gzip.compress(as_records(reports()).encode())[:400])
    assert "check that it is whole" in refused(broken)
    path = tmp_path / "large.json.gz"
    path.write_bytes(gzip.compress(as_records(reports()).encode()))
    monkeypatch.setattr(route_file, "MOST_BYTES", 5000)
    assert "more; cut the recording" in refused(path)
    assert "UTF-8" in refused(written_bytes(tmp_path / "y.csv", b"latitude_deg\n\xff"))


def written_bytes(path, content):
    path.write_bytes(content)
    return path


def test_waypoints_in_yaml(tmp_path):
    (route,) = read_flights(written(tmp_path, "route.yaml", WAYPOINTS))
    assert isinstance(route, GivenRoute)
    assert route.height_kind == "pressure"
    assert route.height_m == pytest.approx([3048.0, 4572.0], rel=1e-12)
    assert route.speed_m_s == pytest.approx([200.0 * 1852.0 / 3600.0, 150.0], rel=1e-9)
    assert route.lines == (4, 5)


def test_csv_with_old_line_ends_or_endless_values(tmp_path):
    for end in (b"\r", b"\r\n"):
        table = as_csv(reports()).encode().replace(b"\n", end)
        (flight,) = read_flights(written_bytes(tmp_path / "x.csv", table))
        assert (flight.name, flight.time_s.size) == ("TEST1", len(reports()))
    rows = as_csv(reports()) + "9" * 200_000
    assert "expected a table in CSV" in refused(written(tmp_path, "y.csv", rows))


def test_waypoints_in_csv(tmp_path):
    text = "latitude_deg,longitude_deg,agl_m,speed_kt\n46,8,100,100\n46.5,8.2,200,90\n"
    (route,) = read_flights(written(tmp_path, "route.csv", text))
    assert (route.height_kind, list(route.height_m)) == ("agl", [100.0, 200.0])
    assert route.speed_m_s[0] == pytest.approx(51.4444, abs=1e-4)


def test_a_plan_with_times_has_no_date(tmp_path):
    text = "latitude_deg,longitude_deg,altitude_m,time_s\n46,8,3000,0\n46.5,8.2,3000,400\n"
    (flight,) = read_flights(written(tmp_path, "plan.csv", text))
    assert isinstance(flight, RecordedFlight)
    assert np.isnan(flight.start_epoch_s)
    assert flight.height_kind == "altitude"


def test_heights_of_geojson_count_from_the_ellipsoid(tmp_path):
    """RFC 7946: the third coordinate is a height above the ellipsoid, 47 to 54 m more here."""
    line = {"type": "LineString", "coordinates": [[8.0, 46.5, 3000.0], [8.5, 46.6, 3000.0]]}
    feature = {"type": "Feature", "properties": {"speed": "100 m/s"}, "geometry": line}
    collection = {"type": "FeatureCollection", "features": [feature]}
    (route,) = read_flights(written(tmp_path, "x.geojson", json.dumps(collection)))
    assert route.height_kind == "altitude"
    assert np.all((route.height_m > 3000.0 - 57.0) & (route.height_m < 3000.0 - 44.0))
    feature["properties"]["above_ground"] = "150 m"
    (low,) = read_flights(written(tmp_path, "y.geojson", json.dumps(feature)))
    assert (low.height_kind, low.height_m[0]) == ("agl", 150.0)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("150 m/s", "0 m/s", 5, "speed above 0"),
        ("FL150", "3 km", 5, "one kind"),
        ("46.6", "146.6", 5, "swapped"),
        ("46.6", "north", 5, "latitude_deg as a number"),
        ("FL150", "15000", 5, "FL330"),
        ("speed: 200 kt", "pace: 200 kt", 2, "unknown key 'pace'"),
        ("speed: 200 kt", "format_version: 2", 2, "format_version 1"),
        ("altitude: FL100", "above: FL100", 4, "unknown key 'above'"),
    ],
)
def test_wrong_waypoints_are_named_with_their_line(tmp_path, old, new, line, words):
    found = refused(written(tmp_path, "r.yaml", WAYPOINTS.replace(old, new)))
    assert f"r.yaml:{line}: " in found
    assert words in found


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("46,8,3000,100\n46.5,8.2,3000,x", 3, "expected a number, got 'x'"),
        ("46,8,3000,100\n46.5,8.2,3000", 3, "got fewer"),
        ("46,8,3000,100\n46.5,8.2,3000,1,2", 3, "got more"),
        ("46,8,3000,100\n46.5,8.2,3000,0", 3, "speed above 0"),
        ("46,8,3000,100\n46.5,8.2,3000,-5", 3, "speed above 0"),
        ("46,8,3000,100\n46.5,8.2,3000,nan", 3, "expected a number"),
        ("46,8,3000,100\n46.5,8.2,90000,100", 3, "50 km"),
    ],
)
def test_a_bad_line_of_waypoints_is_named(tmp_path, rows, line, words):
    text = f"latitude_deg,longitude_deg,altitude_m,speed_m_s\n{rows}\n"
    found = refused(written(tmp_path, "r.csv", text))
    assert f"r.csv:{line}: " in found
    assert words in found


def test_planned_times_must_grow(tmp_path):
    text = "latitude_deg,longitude_deg,altitude_m,time_s\n46,8,3000,0\n46.5,8.2,3000,0\n"
    assert "r.csv:3: expected times that grow" in refused(written(tmp_path, "r.csv", text))


def test_missing_columns_are_named(tmp_path):
    found = refused(written(tmp_path, "r.csv", "latitude_deg,longitude_deg\n46,8\n"))
    assert "r.csv:1" in found
    assert "one of altitude_m, agl_m" in found


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "flights", "seconds"),
    [  # one aircraft each; the spans are those of the files' own README or first and last report
        ("munich.json.gz", 1, 15_295.0),
        ("border_control.json.gz", 1, 14_640.0),
        ("inflight_refuelling.json.gz", 1, 10_395.0),
    ],
)
def test_real_recordings_are_read(name, flights, seconds):
    found = read_flights(shared_path(f"recordings/adsb/{name}"))
    assert len(found) == flights
    assert found[0].time_s[-1] == pytest.approx(seconds, abs=60.0)


@pytest.mark.shared
def test_spoofed_places_are_left_out():
    """An airliner does not fly 600 km in a minute; after the false stretch it is found again."""
    found = read_flights(shared_path("recordings/adsb/noisy_spoofing.json.gz"))
    for flight in found:
        north = np.diff(flight.latitude_deg) * 111_195.0
        east = np.diff(flight.longitude_deg) * 111_195.0 * np.cos(np.radians(54.0))
        assert np.max(np.hypot(north, east) / np.maximum(np.diff(flight.time_s), 5.0)) < 800.0
    assert "700 m/s" in found[0].notes[0]
