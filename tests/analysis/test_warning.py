"""Warning time of flyers in free view, and of those that hide."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis import warning
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.track_echo import echo_along_track
from skyshed.analysis.warning import inbound_tracks, warning_s
from tests.analysis.flat_world import CENTRE, draws_of, flat_model

EARTH_M = 6.37e6


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    return model, draws_of(model, 6)[0]


def tracks(model, distance_m, azimuths=(0.0, 90.0), target=None, place=CENTRE):
    return inbound_tracks(
        model,
        target or model.study.target("fighter"),
        latitude_deg=place[0],
        longitude_deg=place[1],
        azimuths_rad=np.radians(azimuths),
        distance_m=distance_m,
    )


def test_in_free_view_it_is_distance_over_speed_less_a_scan_and_a_half(world):
    """The first scan comes half a period after the start, the second plot confirms."""
    model, values = world
    # 80 km: well inside the range of a radar that sees this fighter past 150 km in every draw
    found = warning_s(model, ["west"], model.study.target("fighter"), tracks(model, 80e3), values)[
        "west"
    ]
    period = Watcher.of(model, "west", values).radar.scan_period_s
    expected = 80e3 * (1.0 + 8e3 / EARTH_M) / 250.0 - 1.5 * period  # the arc 8 km above the ground
    assert found == pytest.approx(np.stack([expected, expected], axis=1), abs=0.01)


def test_warning_scales_with_one_over_speed_where_the_horizon_decides(world):
    """Half the speed, twice the time, up to the scan in which it happens to be found."""
    model, values = world
    low = replace(model.study.target("fighter"), altitude_m=None, agl_m=60.0)
    period = Watcher.of(model, "west", values).radar.scan_period_s
    times = [
        warning_s(model, ["west"], t, tracks(model, 150e3, target=t), values)["west"]
        for t in (low, replace(low, speed_m_s=125.0))
    ]
    assert np.all(times[0] > 0.0)
    assert np.all(np.abs(times[1] - 2.0 * times[0]) < 4.0 * period[:, None])
    # the smooth 4/3-Earth horizon of an antenna of 6 to 12 m over 60 m: 42 to 46 km
    assert np.all(times[0] * 250.0 < 50e3)
    assert np.all(times[0] * 250.0 > 20e3)


def test_a_cued_place_counts_from_its_own_distance(world):
    """The east radar, 100 km away, sees a low flyer that comes from the east sooner."""
    model, values = world
    low = replace(model.study.target("fighter"), altitude_m=None, agl_m=60.0)
    flown = tracks(model, 150e3, (90.0, 270.0), low)
    found = warning_s(model, ["west", "east", "west"], low, flown, values)
    assert set(found) == {"west", "east"}
    assert np.all(found["east"][:, 0] > 2.0 * found["west"][:, 0])
    assert np.all(found["east"][:, 1] == 0.0)
    assert found["west"][:, 0] == pytest.approx(found["west"][:, 1], abs=25.0)


def test_by_brute_force_over_the_scans(world):
    """Two detections among three successive scans, every pattern counted."""
    model, values = world
    target = model.study.target("fighter")
    (track,) = tracks(model, 300e3, (45.0,))
    found = warning_s(model, ["west"], target, [track], values)["west"][:, 0]
    watcher = Watcher.of(model, "west", values)
    pd = echo_along_track(watcher, target, track).pd
    for draw, period in enumerate(watcher.radar.scan_period_s):
        times = np.arange(0.5 * period, track.end_s, period)
        chance = np.interp(times, track.time_s, pd[draw])
        open_states = {(False, False): 1.0}  # the last two scans of tracks not yet confirmed
        left = 0.0
        for time, p in zip(times, chance, strict=True):
            following = {}
            for (older, old), weight in open_states.items():
                if not (older or old):
                    following[old, True] = following.get((old, True), 0.0) + weight * p
                following[old, False] = following.get((old, False), 0.0) + weight * (1.0 - p)
            open_states = following
            if 1.0 - sum(open_states.values()) >= 0.9:
                left = track.end_s - time
                break
        assert found[draw] == pytest.approx(left, abs=1e-9)


def test_who_never_sees_it_gives_no_warning(world):
    model, values = world
    low = replace(model.study.target("fighter"), altitude_m=None, agl_m=30.0)
    there = tracks(model, 100e3, (180.0,), low, (37.0, 31.0))
    assert np.all(warning_s(model, ["east"], low, there, values)["east"] == 0.0)


def test_a_flight_shorter_than_three_scans_is_not_confirmed():
    track = type("T", (), {"start_s": 0.0, "end_s": 20.0, "time_s": np.array([0.0, 20.0])})
    sure = np.ones((1, 2))
    assert warning._before_arrival(sure, track, np.array([10.0]))[0] == 0.0
    assert warning._before_arrival(sure, track, np.array([5.0]))[0] == 20.0 - 7.5
