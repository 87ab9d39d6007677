"""The error of the relief counts among hills, not on plains, at sea or under the antenna."""

import numpy as np
import pytest

from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.error_weight import error_weight
from skyshed.terrain.site_grid import site_grid


def test_no_error_at_sea():
    grid = site_grid(
        open_terrain(), latitude_deg=34.0, longitude_deg=20.0, radius_m=60e3, cell_m=1000.0
    )
    assert not error_weight(grid).any()


def test_full_error_among_high_mountains_but_not_under_the_antenna():
    grid = site_grid(
        open_terrain(), latitude_deg=39.67, longitude_deg=44.33, radius_m=60e3, cell_m=1000.0
    )
    weight = error_weight(grid)
    assert weight.dtype == np.float32
    assert weight.shape == grid.ground_m.shape
    assert weight[grid.n, grid.n] == 0.0
    assert weight[grid.n, grid.n + 5] == pytest.approx(5.0 / 9.2766, rel=1e-3)  # cells of 9276.6 m
    assert weight.max() == 1.0
    assert (weight >= 0.0).all()


def test_error_of_user_terrain_counts_everywhere_and_gaps_stay(write_raster, ramp):
    dataset = open_terrain(write_raster(ramp))
    grid = site_grid(dataset, latitude_deg=39.5, longitude_deg=32.5, radius_m=80e3, cell_m=1000.0)
    weight = error_weight(grid)
    assert np.array_equal(np.isnan(weight), np.isnan(grid.ground_m))
    assert weight[grid.n, grid.n] == 0.0
    away = np.ones(weight.shape, bool)
    away[grid.n - 2 : grid.n + 3, grid.n - 2 : grid.n + 3] = False
    assert np.nanmin(weight[away]) == 1.0
