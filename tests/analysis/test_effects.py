"""Extra loss in every place that asks for an echo: they must agree, and nothing may gain."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.approach import confirmation, echo_along_profiles
from skyshed.analysis.coverage import FACTORS, Heights, coverage_map, limiting_factors
from skyshed.analysis.point_echo import snr_of_one_square_metre
from skyshed.analysis.radials import radius_by_azimuth
from skyshed.analysis.union import some_draws
from skyshed.kernels.extra_loss_grid import HIGHEST_M
from skyshed.systems.effects import gas_parameters
from tests.analysis.flat_world import draws_of, flat_model
from tests.analysis.radar_sites import FARTHEST_M, level_profiles, radar_over

D = FARTHEST_M * np.linspace(0.0, 1.0, 49) ** 2
H = HIGHEST_M * np.linspace(0.0, 1.0, 25) ** 2
# 0.02 dB/km near the ground, less with height: like air at X band.
LOSS = (2e-5 * D[:, None] * np.exp(-H[None, :] / 8000.0)).astype(np.float32)


def weak(reach_m=300e3, draws=1):
    radar = radar_over(0.0, 15.0, reach_m=reach_m, draws=draws, instrumented_range_m=550e3)
    return replace(radar, extra_loss_db=np.repeat(LOSS[None], draws, axis=0))


@pytest.mark.parametrize("height", [1000.0, 5000.0, 9000.0])
def test_radius_and_echo_agree(height):
    """Where the map says that cover ends, the echo has the signal that one scan needs."""
    radar, profiles = weak(), level_profiles()
    reach = radar.reach_m(np.array([1.0]))
    radius = radius_by_azimuth(
        radar, profiles, reach_m=reach, heights=Heights(altitude_m=(height,))
    ).unbroken_m[0, 0, 0]
    ends = confirmation(radar, profiles, altitude_m=height, rcs_mean_m2=[1.0], speed_m_s=200.0)
    # Steps of the profiles are 1 km; near the edge of sight the loss is read off a table.
    assert radius == pytest.approx(ends.r50_ground_m[0, 0], abs=2500.0)


def test_map_and_profiles_agree():
    radar = weak()
    reach = radar.reach_m(np.array([1.0]))
    heights = Heights(altitude_m=(3000.0, 9000.0))
    ground = np.zeros((401, 401))
    found = coverage_map(radar, ground, cell_m=1000.0, reach_m=reach, heights=heights)
    radii = radius_by_azimuth(radar, level_profiles(), reach_m=reach, heights=heights)
    north = found.share_of_draws[:, :200, 200][:, ::-1]  # from the radar northwards
    for h in range(2):
        edge = 1000.0 * (1 + np.max(np.nonzero(north[h])))
        assert edge == pytest.approx(min(radii.unbroken_m[0, h, 0], 200e3), abs=1500.0)


def test_gas_costs_the_range_that_the_range_equation_says():
    """High up and far inside the horizon: R 10^(L/20) = R0."""
    radar = weak(150e3)
    ends = confirmation(
        radar, level_profiles(), altitude_m=9000.0, rcs_mean_m2=[1.0], speed_m_s=200.0
    )
    slant = float(ends.r50_slant_m[0, 0])
    echo = echo_along_profiles(radar, level_profiles(), altitude_m=9000.0, rcs_mean_m2=[1.0])
    free = echo_along_profiles(
        replace(radar, extra_loss_db=None), level_profiles(), altitude_m=9000.0, rcs_mean_m2=[1.0]
    )
    at = int(np.argmin(np.abs(echo.slant_m[0, 0] - slant)))
    loss_db = 5.0 * np.log10(free.snr[0, 0, at] / echo.snr[0, 0, at])
    assert slant * 10.0 ** (loss_db / 20.0) == pytest.approx(150e3, rel=0.005)
    assert loss_db == pytest.approx(2e-5 * slant * np.exp(-9.0 / 8.0), rel=0.05)


def test_limiting_factor_of_what_the_air_takes_is_power():
    # The nominal reach would cover it, the weakened one does not.
    radar = weak(150e3)
    found = limiting_factors(
        radar, np.zeros((401, 401)), cell_m=1000.0, reach_m=radar.reach_m(np.array([1.0])),
        heights=Heights(altitude_m=(9000.0,)),
    )  # fmt: skip
    names = [FACTORS[c] for c in found[0, 200, 200:400]]
    assert names[100] == "covered"
    assert names[148] == "power"


def test_points_and_profiles_agree(tmp_path):
    model = flat_model(tmp_path, effects=gas_parameters())
    placed = model.placed["west"]
    values = draws_of(model, 3)[0]
    radar = placed.at(values)
    assert radar.extra_loss_db is not None
    index = np.array([15, 30])
    distance = placed.profiles.distance_m[index]
    point = snr_of_one_square_metre(
        radar, placed, distance_m=distance, azimuth_rad=[0.0, 0.0], altitude_m=[9000.0]
    )
    along = echo_along_profiles(radar, placed.profiles, altitude_m=9000.0, rcs_mean_m2=np.ones(3))
    assert point[:, 0] == pytest.approx(along.snr[:, 0, index], rel=1e-6)
    without = echo_along_profiles(
        replace(radar, extra_loss_db=None), placed.profiles, altitude_m=9000.0,
        rcs_mean_m2=np.ones(3),
    )  # fmt: skip
    assert np.all(along.snr[:, 0, index] < without.snr[:, 0, index])


def test_some_draws_take_their_loss_along():
    radar = weak(draws=4)
    radar.extra_loss_db[2] *= 3.0
    assert np.array_equal(some_draws(radar, slice(2, 3)).extra_loss_of(0), radar.extra_loss_of(2))
