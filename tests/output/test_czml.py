"""CZML: what CesiumJS needs is there, and the tracks come back above the ellipsoid."""

import dataclasses
import json

import numpy as np
import pytest

from skyshed.geodesy.undulation import undulation_m
from skyshed.output.czml import czml_packets, czml_text
from skyshed.output.replay import write_replay
from tests.output.recordings import one_shot, raid


@pytest.fixture(scope="module")
def packets():
    return json.loads(czml_text(raid()))


def test_the_document_comes_first_and_is_marked(packets):
    assert packets[0]["id"] == "document"
    assert packets[0]["version"] == "1.0"
    assert packets[0]["name"].startswith("SIMULATION: ")
    assert "nothing here was recorded" in packets[0]["description"]
    assert "Paths of interceptors are drawn, not flown" in packets[0]["description"]
    assert packets[0]["clock"]["interval"].startswith("2000-01-01T00:00:00.000Z/2000-01-01T00:")


def test_every_entity_and_every_end_has_one_packet(packets):
    recording = raid()
    ends = [e for e in recording.events if e.kind in ("kill", "leak")]
    assert len(packets) == 1 + len(recording.entities) + len(ends)
    assert len({packet["id"] for packet in packets}) == len(packets)


def test_tracks_come_back_above_the_ellipsoid(packets):
    by_id = {packet["id"]: packet for packet in packets}
    for entity in raid().entities:
        position = by_id[f"entity-{entity.id}"]["position"]
        fixed = len(entity.time_s) == 1
        back = np.reshape(position["cartographicDegrees"], (-1, 3 if fixed else 4))
        over = undulation_m(np.radians(entity.latitude_deg), np.radians(entity.longitude_deg))
        assert (over > 25.0).all()  # mean sea level lies well above the ellipsoid in Anatolia
        np.testing.assert_allclose(back[:, -1], entity.altitude_m + over, atol=0.051)
        np.testing.assert_allclose(back[:, -2], entity.latitude_deg, atol=5.1e-7)
        if not fixed:
            np.testing.assert_allclose(back[:, 0], entity.time_s, atol=5.1e-4)
            assert position["interpolationAlgorithm"] == "LINEAR"


def test_entities_are_there_while_they_live(packets):
    kills = {e.object: e.time_s for e in raid().events if e.kind == "kill"}
    by_id = {packet["id"]: packet for packet in packets}
    for number, time in kills.items():
        end = by_id[f"entity-{number}"]["availability"].split("/")[1]
        minutes, seconds = divmod(time, 60.0)
        assert end == f"2000-01-01T00:{int(minutes):02d}:{seconds:06.3f}Z"


def test_words_of_a_study_stay_words():
    packets = json.loads(czml_text(one_shot()))
    launcher = next(p for p in packets if p["id"] == "entity-1")
    assert launcher["name"] == "Launcher <1>"  # plain text in the format
    drone = next(p for p in packets if p["name"].startswith("leak"))
    assert "Drone &amp; co" in drone["description"]  # HTML in the format


def test_a_replay_is_three_files_and_the_same_bytes(tmp_path):
    first = write_replay(raid(), tmp_path / "a")
    again = write_replay(raid(), tmp_path / "b")
    assert [path.name for path in first] == ["low-raid.txt.acmi", "low-raid.czml", "low-raid.kml"]
    for path, other in zip(first, again, strict=True):
        assert path.read_bytes() == other.read_bytes()
        assert b"SIMULATION: " in path.read_bytes()


def test_only_an_interceptor_is_said_to_have_a_drawn_path():
    packets = czml_packets(one_shot())
    drawn = [p["id"] for p in packets[1:] if "drawn, not flown" in p.get("description", "")]
    assert drawn == ["entity-3"]
    without = dataclasses.replace(
        one_shot(),
        entities=tuple(e for e in one_shot().entities if e.kind != "interceptor"),
        events=tuple(e for e in one_shot().events if e.subject != 3),
    )
    assert "drawn, not flown" not in czml_packets(without)[0]["description"]
