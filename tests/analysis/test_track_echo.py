"""What a radar gets from a target on a track."""

import numpy as np
import pytest

from skyshed.analysis.approach import echo_along_profiles, single_scan_pd
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.track_echo import echo_along_track
from skyshed.flight.routes import fly_route, inbound_track
from skyshed.geodesy.geodesics import direct, inverse
from tests.analysis.flat_world import CENTRE, draws_of, flat_model

HERE = tuple(np.radians(CENTRE))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    values, _ = draws_of(model, 5)
    return model, Watcher.of(model, "west", values), values


def inbound(azimuth_deg=90.0, distance_m=180e3, altitude_m=8e3):
    return inbound_track(
        *HERE, np.radians(azimuth_deg), distance_m, speed_m_s=250.0, altitude_m=altitude_m,
        step_s=4.0,
    )  # fmt: skip


def test_inbound_it_is_the_echo_of_the_approach(world):
    """Another way to the same number: along the radar's own profiles, nose on."""
    model, watcher, values = world
    target = model.study.target("fighter")
    track = inbound()
    found = echo_along_track(watcher, target, track)
    profiles = model.placed["west"].profiles
    approach = echo_along_profiles(
        watcher.radar,
        profiles,
        altitude_m=np.full(profiles.ground_m.shape, 8e3),
        rcs_mean_m2=model.mean_rcs_m2(watcher.radar, "west", target, values),
    )
    east = int(np.argmin(np.abs(profiles.azimuth_rad - np.pi / 2.0)))
    distance = 180e3 - 250.0 * track.time_s
    far = distance > 30e3
    for draw in range(5):
        # a point counts as standing over the nearest sample of its profile
        step = np.rint(distance[far] / profiles.step_m).astype(int) - 1
        assert found.snr[draw, far] == pytest.approx(approach.snr[draw, east, step], rel=1e-3)
    assert np.array_equal(found.pd, single_scan_pd(watcher.radar, found.snr))
    # over level ground: within the last steps of the profile there is no azimuth to speak of
    assert np.degrees(found.azimuth_rad[far]) == pytest.approx(90.0, abs=0.01)


def test_aspect_is_nose_coming_tail_going_and_side_passing(world):
    model, watcher, _ = world
    target = model.study.target("fighter")
    rcs = watcher.rcs_m2(target)
    coming = inbound(0.0, 60e3)
    ends = direct(*HERE, 0.0, np.array([1e3, 60e3]))[:2]
    going = fly_route(np.stack(ends, axis=-1), speed_m_s=250.0, altitude_m=8e3, step_s=4.0)
    west = direct(*HERE, np.radians(315.0), 40e3 * np.sqrt(2.0))[:2]
    east = direct(*HERE, np.radians(45.0), 40e3 * np.sqrt(2.0))[:2]
    passing = fly_route(
        np.array([west, east], dtype=float), speed_m_s=250.0, altitude_m=8e3, step_s=4.0
    )
    distance = 40e3

    def seen(track, aspect_deg):
        far = echo_along_track(watcher, target, track)
        at = int(np.argmin(np.abs(
            inverse(*HERE, track.latitude_rad, track.longitude_rad)[0] - distance
        )))  # fmt: skip
        return far.snr[:, at] / rcs[:, aspect_deg]

    nose, tail, side = seen(coming, 0), seen(going, 180), seen(passing, 90)
    assert tail == pytest.approx(nose, rel=0.1)  # places differ by up to a sample, 1 km in 40
    assert side == pytest.approx(nose, rel=0.1)
    assert not np.allclose(rcs[:, 0], rcs[:, 90], rtol=0.3)  # else this would say nothing


def test_below_the_horizon_and_past_the_instrumented_range_there_is_nothing(world):
    model, watcher, _ = world
    target = model.study.target("fighter")
    low = echo_along_track(watcher, target, inbound(altitude_m=50.0))
    distance = 180e3 - 250.0 * inbound().time_s
    assert np.all(low.pd[:, distance > 60e3] < 0.01)
    assert np.all(low.pd[:, (distance > 16e3) & (distance < 25e3)] > 0.5)
    far = inbound(distance_m=650e3, altitude_m=30e3)
    out = 650e3 - 250.0 * far.time_s > 605e3
    assert np.all(echo_along_track(watcher, target, far).snr[:, out] == 0.0)


def test_nothing_is_nan_and_probabilities_are_probabilities(world):
    model, watcher, _ = world
    found = echo_along_track(watcher, model.study.target("fighter"), inbound())
    assert np.isfinite(found.snr).all()
    assert ((found.pd >= 0.0) & (found.pd <= 1.0)).all()
    assert (found.pd[found.snr == 0.0] == 0.0).all()
