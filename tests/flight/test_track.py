"""Tracks: what they refuse, and where they are between samples."""

from dataclasses import replace

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from skyshed.flight.routes import inbound_track
from skyshed.flight.track import Track, ground_range_m, position_at


def some_track(**changes):
    row = np.array([0.0, 1.0, 2.0])
    columns = {
        "time_s": row,
        "latitude_rad": 0.7 + 1e-5 * row,
        "longitude_rad": 0.5 + 1e-5 * row,
        "altitude_m": 100.0 * row,
        "speed_m_s": np.full(3, 90.0),
        "course_rad": np.full(3, 0.6),
    }
    return Track(**{**columns, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"time_s": np.array([-1.0, 0.0, 1.0])}, "times must not be negative"),
        ({"time_s": np.array([0.0, 2.0, 1.0])}, "must grow"),
        ({"time_s": np.array([0.0])}, "at least two times"),
        ({"altitude_m": np.zeros(2)}, "altitude_m has shape"),
        ({"altitude_m": np.array([0.0, np.nan, 0.0])}, "altitude_m must hold finite"),
    ],
)
def test_bad_tracks_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        some_track(**changes)


def test_position_between_samples_and_outside_the_time():
    track = some_track()
    latitude, longitude, altitude = position_at(track, [0.5, 2.0, 2.1, -0.1])
    assert latitude[:2] == pytest.approx([0.700005, 0.70002])
    assert longitude[0] == pytest.approx(0.500005)
    assert altitude[:2] == pytest.approx([50.0, 200.0])
    assert np.all(np.isnan([latitude[2:], longitude[2:], altitude[2:]]))
    assert (track.start_s, track.end_s) == (0.0, 2.0)


def test_position_goes_the_short_way_over_the_date_line():
    track = replace(some_track(), longitude_rad=np.array([np.pi - 1e-5, -np.pi, -np.pi + 1e-5]))
    _, longitude, _ = position_at(track, [0.5, 1.5])
    assert longitude == pytest.approx([np.pi - 5e-6, -np.pi + 5e-6], abs=1e-12)


def test_position_between_fine_samples_is_that_of_the_geodesic():
    fine = inbound_track(0.7, 0.5, 1.0, 30e3, speed_m_s=300.0, altitude_m=0.0, step_s=0.01)
    coarse = inbound_track(0.7, 0.5, 1.0, 30e3, speed_m_s=300.0, altitude_m=0.0)
    latitude, longitude, _ = position_at(coarse, fine.time_s)
    # The sagitta of 300 m at 40 degrees: 2 mm.
    assert np.max(np.abs(latitude - fine.latitude_rad)) * 6.4e6 < 0.003
    assert np.max(np.abs(longitude - fine.longitude_rad)) * 6.4e6 < 0.003


def test_ground_range_is_the_geodesic():
    track = some_track()
    launchers = np.array([[0.69, 0.71], [0.49, 0.52]])
    got = ground_range_m(track, *launchers)
    assert got.shape == (2, 3)
    for i, j in np.ndindex(got.shape):
        place = np.degrees([track.latitude_rad[j], track.longitude_rad[j]])
        line = Geodesic.WGS84.Inverse(*np.degrees(launchers[:, i]), *place)
        assert got[i, j] == pytest.approx(line["s12"], abs=1e-6)
