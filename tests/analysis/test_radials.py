from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.coverage import Heights, coverage_map
from skyshed.analysis.radials import (
    Profiles,
    covered_interval,
    for_each_draw,
    profile_sight,
    profiles_of_grid,
    radius_by_azimuth,
)
from skyshed.propagation.effective_earth import horizon_distance_m
from tests.analysis.radar_sites import EARTH_M, level_profiles, radar_over
from tests.kernels.relief import fractal_relief

N, CELL_M = 60, 2500.0
HILLS = fractal_relief(N, height_m=1500.0, seed=12)
GROUND_M = float(HILLS[N, N])
HEIGHTS = Heights((100.0, 1000.0), (4000.0,))
AXES = np.radians([0.0, 90.0, 180.0, 270.0])


def axes_of(values):
    """Rows and columns that leave the middle north, east, south and west."""
    return np.stack(
        [values[N - 1 :: -1, N], values[N, N + 1 :], values[N + 1 :, N], values[N, N - 1 :: -1]]
    )


def hill_profiles(azimuth_rad=AXES, step_m=CELL_M, ground=HILLS, **kwargs):
    return profiles_of_grid(ground, cell_m=CELL_M, azimuth_rad=azimuth_rad, step_m=step_m, **kwargs)


def test_profiles_of_a_grid_run_north_east_south_west():
    profiles = hill_profiles()
    assert profiles.ground_m == pytest.approx(axes_of(HILLS), abs=1e-3)
    assert profiles.distance_m.tolist() == (CELL_M * np.arange(1, N + 1)).tolist()
    assert np.all(profiles.error_weight == 1.0)


def test_profiles_are_bilinear_between_the_cells():
    ramp = np.add.outer(-3.0 * np.arange(2 * N + 1), 5.0 * np.arange(2 * N + 1))
    profiles = hill_profiles(np.radians([30.0, 200.0]), 700.0, ramp)
    cells = profiles.distance_m / CELL_M
    north, east = (np.outer(f(profiles.azimuth_rad), cells) for f in (np.cos, np.sin))
    assert profiles.ground_m == pytest.approx(-3.0 * (N - north) + 5.0 * (N + east), abs=1e-6)
    assert profiles.distance_m[-1] <= N * CELL_M


def test_profiles_know_gaps_and_weights():
    holed = HILLS.copy()
    holed[N - 20, N] = np.nan
    weight = np.where(np.isnan(holed), np.nan, 0.5).astype(np.float32)
    profiles = hill_profiles(ground=holed, error_weight=weight)
    assert np.isnan(profiles.ground_m[0, 19])
    assert np.isfinite(profiles.ground_m[1:]).all()
    assert np.isfinite(profiles.error_weight).all()
    seen = profile_sight(radar_over(GROUND_M), profiles, 0)
    lowest, highest = covered_interval(radar_over(GROUND_M), profiles, seen, 2e5, 0)
    assert np.isnan(lowest[0, 19:]).all()
    assert np.isnan(highest[0, 19:]).all()


def test_cover_along_axes_is_that_of_the_map():
    """The same terrain and the same kernels; the map works in single precision."""
    radar = radar_over(GROUND_M)
    profiles = hill_profiles()
    lowest, highest = covered_interval(radar, profiles, profile_sight(radar, profiles, 0), 120e3, 0)
    found = coverage_map(radar, HILLS, cell_m=CELL_M, reach_m=[120e3], heights=HEIGHTS)
    on_map = axes_of(found.lowest_covered_m(0))
    assert np.array_equal(np.isnan(lowest), np.isnan(on_map))
    seen = ~np.isnan(lowest)
    assert lowest[seen] == pytest.approx(on_map[seen], abs=0.7)  # the map keeps whole metres
    assert np.all(highest[seen] >= lowest[seen])


def test_radius_by_azimuth_ends_where_the_map_does():
    radar, reach = radar_over(GROUND_M, [8.0, 20.0], draws=2), np.array([100e3, 140e3])
    radii = radius_by_azimuth(radar, hill_profiles(), reach_m=reach, heights=HEIGHTS)
    found = coverage_map(radar, HILLS, cell_m=CELL_M, reach_m=reach, heights=HEIGHTS)
    steps = CELL_M * np.arange(1, N + 1)
    for draw in range(2):
        for h in range(len(HEIGHTS)):
            covered = axes_of((found.bits[draw] >> h) & 1).astype(bool)
            farthest = np.where(covered, steps, 0.0).max(axis=1)
            # A single cell may lie within rounding of the limit.
            assert np.mean(radii.farthest_m[draw, h] == farthest) >= 0.75
            assert np.all(np.abs(radii.farthest_m[draw, h] - farthest) <= 4 * CELL_M)
    assert np.all(radii.unbroken_m <= radii.farthest_m)
    assert np.any(radii.unbroken_m < radii.farthest_m)


def test_radius_over_the_sea_is_a_little_short_of_the_horizon():
    """Published low-altitude ranges lie at 0.65 to 0.89 of the 4/3 horizon."""
    radar = radar_over(0.0, 20.0, k=4.0 / 3.0)
    radii = radius_by_azimuth(
        radar, level_profiles(azimuths=8), reach_m=[180e3], heights=Heights((100.0, 300.0, 1000.0))
    )
    horizon = horizon_distance_m(20.0, [100.0, 300.0, 1000.0], k=4.0 / 3.0, earth_radius_m=EARTH_M)
    ratio = radii.farthest_m[0] / horizon[:, None]
    assert np.all((ratio > 0.65) & (ratio < 1.0))
    assert np.ptp(ratio, axis=1) == pytest.approx([0.0] * 3, abs=0.03)  # a step of 1 km
    assert np.array_equal(radii.unbroken_m, radii.farthest_m)


def test_reach_may_depend_on_azimuth():
    radar = radar_over(0.0, 3000.0)
    reach = np.array([[40e3, 80e3, 120e3, 160e3]])
    radii = radius_by_azimuth(
        radar, level_profiles(azimuths=4), reach_m=reach, heights=Heights((), (6e3,))
    )
    expected = np.sqrt(reach[0] ** 2 - 3e3**2)
    assert radii.farthest_m[0, 0] == pytest.approx(expected, abs=1001.0)


def test_nothing_is_covered_outside_the_sector():
    radar = radar_over(0.0, sector_rad=np.radians(100.0), sector_centre_rad=0.5 * np.pi)
    radii = radius_by_azimuth(
        radar, level_profiles(azimuths=8), reach_m=[1e5], heights=Heights((), (5e3,))
    )
    assert (radii.farthest_m[0, 0] > 0.0).tolist() == [False, True, True, True] + [False] * 4


def test_workers_give_the_same_radii():
    radar = radar_over(GROUND_M, np.linspace(5.0, 30.0, 6), draws=6)
    one, two = (
        radius_by_azimuth(
            radar, hill_profiles(), reach_m=np.full(6, 1e5), heights=HEIGHTS, workers=workers
        )
        for workers in (1, 2)
    )
    assert one.farthest_m.tobytes() == two.farthest_m.tobytes()
    assert one.unbroken_m.tobytes() == two.unbroken_m.tobytes()


def test_terrain_error_masks_by_its_weight():
    profiles = hill_profiles()
    bare = replace(profiles, error_weight=np.zeros_like(profiles.error_weight))
    rough = radar_over(GROUND_M, terrain_error_m=250.0)
    calm = radar_over(GROUND_M)
    visible = [
        profile_sight(radar, p, 0).sight.visible_altitude_m
        for radar, p in ((calm, profiles), (rough, bare), (rough, profiles))
    ]
    assert np.array_equal(visible[0], visible[1])
    assert np.all(visible[2] >= visible[0])


def test_unlimited_power_is_accepted():
    radar, profiles = radar_over(0.0), level_profiles(steps=50)
    ends = [
        covered_interval(radar, profiles, profile_sight(radar, profiles, 0), reach, 0)
        for reach in (np.inf, 1e8)
    ]
    assert np.array_equal(ends[0], ends[1])
    assert np.isfinite(ends[0]).all()


def test_for_each_draw_runs_every_draw_once_and_passes_errors_on():
    for workers in (1, 2, 5):
        done = []
        for_each_draw(done.append, 7, workers)
        assert sorted(done) == list(range(7))

        def fails(draw):
            if draw == 5:
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            for_each_draw(fails, 7, workers)


def test_profiles_are_frozen_values():
    profiles = Profiles(np.zeros(1), 100.0, np.zeros((1, 3)), np.zeros((1, 3)))
    with pytest.raises(AttributeError):
        profiles.step_m = 3.0
