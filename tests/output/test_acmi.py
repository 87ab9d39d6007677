"""Tacview ACMI: a file written by hand from the specification, and a strict reader of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from skyshed.output.acmi import acmi_text
from tests.output.acmi_reader import read_acmi
from tests.output.recordings import moving, one_shot, raid

GOLDEN = Path(__file__).parents[1] / "reference" / "replay.acmi"


def read(recording):
    return read_acmi(acmi_text(recording).encode())


def test_the_file_written_by_hand():
    assert acmi_text(one_shot(), version="0.0.test").encode() == GOLDEN.read_bytes()


def test_the_file_written_by_hand_is_valid():
    found = read_acmi(GOLDEN.read_bytes())
    assert len(found.objects) == 6
    assert found.objects["102"].track[-1] == (20.0, 33.0, 40.8, 3000.0)
    assert found.objects["100"].words["Name"] == "Radar, long range"
    assert (20.0, "Timeout", ("101", "102"), "Kill") in found.events


def test_a_replay_says_that_it_is_a_simulation():
    found = read(raid())
    assert found.words["Title"].startswith("SIMULATION: ")
    assert "nothing here was recorded" in found.words["Comments"]
    assert "Paths of interceptors are drawn, not flown" in found.words["Comments"]
    assert "simulation" in found.words["DataSource"]


def test_all_tracks_come_back():
    recording = raid()
    found = read(recording)
    assert len(found.objects) == len(recording.entities)
    for entity in recording.entities:
        back = np.array(found.objects[f"{entity.id + 0x100:x}"].track)
        np.testing.assert_allclose(back[:, 0], entity.time_s, atol=0.0051)
        np.testing.assert_allclose(back[:, 1], entity.longitude_deg, atol=5.1e-7)
        np.testing.assert_allclose(back[:, 2], entity.latitude_deg, atol=5.1e-7)
        np.testing.assert_allclose(back[:, 3], entity.altitude_m, atol=0.051)


def test_kills_and_leaks_come_back():
    recording = raid()
    found = read(recording)
    for kind, event in (("kill", "Destroyed"), ("leak", "Bookmark")):
        expected = sum(e.kind == kind for e in recording.events)
        assert expected > 0
        assert sum(e[1] == event for e in found.events) == expected
    shots = [e for e in found.events if e[1] == "Timeout"]
    assert len(shots) == sum(e.kind in ("kill", "miss") for e in recording.events)


def test_who_is_gone_is_removed_and_was_not_shot_down_unless_killed():
    found = read(raid())
    destroyed = {e[2][0] for e in found.events if e[1] == "Destroyed"}
    left = {e[2][0] for e in found.events if e[1] == "LeftArea"}
    gone = {name for name, one in found.objects.items() if one.removed_s is not None}
    assert destroyed | left == gone
    assert not destroyed & left
    assert all(found.objects[name].words["Coalition"] == "Raid" for name in destroyed)


def test_missiles_know_their_launchers():
    found = read(raid())
    missiles = [o for o in found.objects.values() if o.words["Type"] == "Weapon+Missile"]
    assert missiles
    for missile in missiles:
        start, site = missile.track[0], found.objects[missile.words["Parent"]].track[0]
        assert start[1:] == pytest.approx(site[1:])


def test_two_samples_in_a_hundredth_of_a_second_are_one():
    once = moving(7, "a", "A", "target", "raid", [0, 1, 1.001], [1, 2, 3], [1, 2, 3], [9, 9, 9])
    recording = replace(one_shot(), entities=(once,), events=())
    assert len(read(recording).objects["107"].track) == 2


def test_a_moving_radar_flies():
    plane = moving(7, "e", "E-7T", "radar", "defence", [0, 30], [38, 38.1], [32, 32], [9e3, 9e3])
    found = read(replace(one_shot(), entities=(plane,), events=()))
    assert found.objects["107"].words["Type"] == "Air+FixedWing"
    assert found.objects["107"].removed_s is None  # it is there until the end


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"FileVersion=2.2", b"FileVersion=2.3", "header"),
        (b"#10\n", b"#1\n", "line 18: frame 1.0 does not come after 7.5"),
        (b"102,T=|40.9|", b"0102,T=|40.9|", "hexadecimal"),
        (b"102,T=|40.9|", b"102,T=|40.9", "longitude"),
        (b"Type=Ground+Sensor", b"Type=Ground+Radar", "unknown tags"),
        (b"Color=Green", b"Color=Grey", "unknown colour"),
        (b"-102\n", b"-102\n-102\n", "not there"),
        (b"Event=Bookmark", b"Event=Leak", "not an event"),
        (b"Parent=101", b"Parent=999", "not there"),
        (b"public\\, ", b"public\\; ", "backslash"),
    ],
)
def test_the_reader_is_strict(old, new, problem):
    broken = GOLDEN.read_bytes().replace(old, new, 1)
    with pytest.raises(ValueError, match=problem):
        read_acmi(broken)
