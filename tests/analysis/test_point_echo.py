"""The echo at single points, against the echo along whole profiles."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.approach import echo_along_profiles
from skyshed.analysis.point_echo import snr_of_one_square_metre
from tests.analysis.flat_world import draws_of, flat_model


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    values, _ = draws_of(model)
    return model, model.placed["west"], model.placed["west"].at(values)


def test_equals_the_echo_along_a_profile(world):
    _, placed, radar = world
    steps = np.array([1, 9, 19, 29])
    echo = echo_along_profiles(radar, placed.profiles, altitude_m=3e3, rcs_mean_m2=1.0)
    found = snr_of_one_square_metre(
        radar,
        placed,
        distance_m=placed.profiles.distance_m[steps],
        azimuth_rad=np.full(steps.size, placed.profiles.azimuth_rad[7]),
        altitude_m=[3e3],
    )
    assert found[:, 0] == pytest.approx(echo.snr[:, 7, steps], rel=1e-9)
    assert np.any(found > 0.0)


def test_high_target_follows_the_fourth_power_of_the_range(world):
    _, placed, radar = world
    radar = replace(radar, elevation_max_rad=np.full(radar.draws, 1.5))
    found = snr_of_one_square_metre(
        radar, placed, distance_m=[50e3], azimuth_rad=[1.0], altitude_m=[12e3]
    )
    slant_m = np.hypot(50e3, 12e3)  # the curve of the Earth adds less than 0.2 per cent
    assert found[:, 0, 0] == pytest.approx(radar.constant / slant_m**4, rel=0.02)


def test_behind_the_horizon_the_echo_fades(world):
    _, placed, radar = world
    low, high = snr_of_one_square_metre(
        radar, placed, distance_m=[150e3], azimuth_rad=[1.0], altitude_m=[100.0, 6e3]
    )[0, :, 0]
    assert low < 1e-6 * high  # 150 km need about 1.1 km over smooth ground


def test_outside_the_gates_nothing_is_seen(world):
    _, placed, radar = world
    near, far = snr_of_one_square_metre(
        replace(
            radar,
            instrumented_range_m=np.full(radar.draws, 100e3),
            minimum_range_m=np.full(radar.draws, 20e3),
        ),
        placed,
        distance_m=[10e3, 120e3],
        azimuth_rad=[0.0, 0.0],
        altitude_m=[5e3],
    )[0, 0]
    assert near == 0.0
    assert far == 0.0


def test_beyond_the_terrain_data_it_is_unknown_and_beyond_the_display_nothing(world):
    _, placed, radar = world
    # The data end 340 km to the east; the radar's display ends at 600 km.
    found = snr_of_one_square_metre(
        radar,
        placed,
        distance_m=[190e3, 210e3, 420e3, 650e3],
        azimuth_rad=np.full(4, 0.5 * np.pi),
        altitude_m=[20e3],
    )[:, 0]
    assert (found[:, :2] > 0.0).all()
    assert np.isnan(found[:, 2]).all()
    assert (found[:, 3] == 0.0).all()


def test_threads_do_not_matter(world):
    _, placed, radar = world
    where = {"distance_m": [80e3, 120e3], "azimuth_rad": [0.3, 2.0], "altitude_m": [1e3, 5e3]}
    one = snr_of_one_square_metre(radar, placed, **where)
    two = snr_of_one_square_metre(radar, placed, **where, workers=2)
    assert np.array_equal(one, two)
