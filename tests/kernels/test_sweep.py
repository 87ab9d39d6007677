import hashlib
import os
import platform
import subprocess
import sys

import numpy as np
import pytest
from llvmlite.binding import get_host_cpu_features

from skyshed.geodesy.ellipsoid import meridian_radius_m, prime_vertical_radius_m
from skyshed.propagation.line_of_sight import (
    lowest_visible_altitude,
    lowest_visible_on_profiles,
    smooth_surface,
    smooth_surface_on_profiles,
)
from skyshed.propagation.terrain_diffraction import smooth_surface_altitudes_m
from tests.kernels import sweep_twin
from tests.kernels.exact_ray import exact_visible_altitude
from tests.kernels.relief import fractal_relief

LATITUDE = np.radians(40.0)
CURVATURE = (
    1.0 / float(meridian_radius_m(LATITUDE)),
    1.0 / float(prime_vertical_radius_m(LATITUDE)),
)


@pytest.mark.parametrize(
    ("n", "cell_m", "inverse_k", "clear_rings"),
    [
        (1, 500.0, (0.75,), 0),
        (2, 500.0, (0.75,), 0),
        (24, 90.0, (0.75,), 0),
        (24, 15_000.0, (0.8, 0.05, 0.02, 0.01, 0.01, 0.01), 0),
        (24, 500.0, (0.75,), 3),
        (40, 500.0, (0.75,), 18.55),
        (140, 90.0, (0.75,), 0),
    ],
)
def test_sweep_agrees_with_its_readable_twin(n, cell_m, inverse_k, clear_rings):
    ground = fractal_relief(n, height_m=1500.0, seed=n)
    h0 = float(ground[n, n]) + 20.0
    sight = lowest_visible_altitude(
        ground,
        cell_m=cell_m,
        antenna_altitude_m=h0,
        latitude_rad=LATITUDE,
        inverse_k=inverse_k,
        scale_m=4e5,
        clear_radius_m=clear_rings * cell_m,
    )
    visible, fraction = sweep_twin.sweep(
        ground.astype(float),
        cell_m=cell_m,
        h0=h0,
        curvature_per_m=CURVATURE,
        inverse_k=inverse_k,
        scale_m=4e5,
        clear_rings=clear_rings,
    )
    # Single precision: some tens of roundings of 6e-8 in heights and the slopes that carry them.
    here = visible > -500.0
    assert sight.visible_altitude_m[here] == pytest.approx(visible[here], rel=4e-6, abs=0.02)
    assert np.all(sight.visible_altitude_m[~here] < -400.0)
    # Two edges may be equal to the last bit; then either may be named.
    assert np.mean(np.abs(sight.edge_fraction - fraction) > 1e-5) < 0.01


@pytest.mark.parametrize("antenna_m", [20.0, 300.0])
def test_sweep_against_exact_rays_over_made_up_hills(antenna_m, record_validation):
    """The tolerance is the design's: 0.15 % of cells; 20,000 cells leave 0.03 % of chance."""
    n, cell_m = 300, 90.0
    ground = fractal_relief(n, height_m=1200.0, seed=4)
    h0 = float(ground[n, n]) + antenna_m
    sight = lowest_visible_altitude(
        ground, cell_m=cell_m, antenna_altitude_m=h0, latitude_rad=LATITUDE
    )
    rows, columns = np.random.default_rng(3).integers(0, 2 * n + 1, (2, 20_000))
    away = (rows != n) | (columns != n)
    rows, columns = rows[away], columns[away]
    exact = exact_visible_altitude(
        ground, rows, columns, cell_m=cell_m, antenna_altitude_m=h0, curvature_per_m=CURVATURE
    )
    swept = sight.visible_altitude_m[rows, columns]
    wrong = [
        float(
            np.mean(
                (ground[rows, columns] + agl >= swept) != (ground[rows, columns] + agl >= exact)
            )
        )
        for agl in (100.0, 3000.0)
    ]
    assert max(wrong) <= 0.0015
    record_validation(
        f"lowest visible altitude over made-up hills, {antenna_m:g} m mast, cells seen wrongly",
        "exact ray tracing over the bilinear surface",
        2 * len(rows),
        100.0 * max(wrong),
        0.15,
        "%",
    )


def test_a_profile_sweep_is_exact_at_its_samples():
    """Along the axes the profile's samples are all that an exact ray meets."""
    n, cell_m = 120, 250.0
    ground = fractal_relief(n, height_m=900.0, seed=8)
    h0 = float(ground[n, n]) + 15.0
    sight = lowest_visible_on_profiles(
        np.stack([ground[n - 1 :: -1, n], ground[n, n + 1 :]]),
        step_m=cell_m,
        antenna_altitude_m=h0,
        latitude_rad=LATITUDE,
        azimuth_rad=[0.0, 0.5 * np.pi],
    )
    steps = np.arange(1, n + 1)
    for line, rows, columns in ((0, n - steps, n + 0 * steps), (1, n + 0 * steps, n + steps)):
        exact = exact_visible_altitude(
            ground, rows, columns, cell_m=cell_m, antenna_altitude_m=h0, curvature_per_m=CURVATURE
        )
        found = sight.visible_altitude_m[line]
        assert found[0] < -1e5
        assert found[1:] == pytest.approx(exact[1:], abs=2e-3)  # float32 of some thousand metres


def test_smooth_surface_is_the_fit_of_the_recommendation():
    """`smooth_surface_altitudes_m` holds P.526's sums; antennas so high that no hill obstructs."""
    n, cell_m = 30, 1000.0
    ground = fractal_relief(n, height_m=800.0, seed=2)
    on_grid = smooth_surface(ground)
    profile = ground[n - 1 :: -1, n].astype(float)[None]
    along = smooth_surface_on_profiles(profile, antenna_ground_m=float(ground[n, n]))
    diagonal = np.array([ground[n - i, n + i] for i in range(n + 1)], dtype=float)
    for i in range(2, n + 1):
        d = cell_m * np.arange(i + 1)
        for heights, at in (
            (np.concatenate([[ground[n, n]], profile[0, :i]]), (n - i, n)),
            (diagonal[: i + 1], (n - i, n + i)),
        ):
            first, last = smooth_surface_altitudes_m(
                d, heights, tx_altitude_m=1e5, rx_altitude_m=1e5
            )
            assert on_grid.at_antenna_m[at] == pytest.approx(float(first), abs=1e-3)
            assert on_grid.at_cell_m[at] == pytest.approx(float(last), abs=1e-3)
    assert along.at_antenna_m[0] == pytest.approx(on_grid.at_antenna_m[n - 1 :: -1, n], abs=1e-3)
    assert along.at_cell_m[0] == pytest.approx(on_grid.at_cell_m[n - 1 :: -1, n], abs=1e-3)


def test_smooth_surface_of_a_slope_is_the_slope():
    """To half a column: a cell takes the fit of the ray nearest to it."""
    n = 20
    rise = np.broadcast_to(7.0 * np.arange(2 * n + 1), (2 * n + 1, 2 * n + 1))
    surface = smooth_surface(rise)
    assert surface.at_cell_m == pytest.approx(rise, abs=3.5)
    assert surface.at_antenna_m == pytest.approx(np.full(rise.shape, 7.0 * n), abs=3.5)
    assert surface.at_cell_m[0] == pytest.approx(rise[0], abs=1e-2)  # the rays end here


@pytest.mark.parametrize("n", [100, 1500, 4000, 8000])
def test_sixteen_neighbours_are_as_near_as_the_look_ups_need(n):
    """`near` holds 16 numbers, `fairly_near` 32, one more for the second end; rounding included."""
    lanes = np.arange(16, dtype=np.float32)
    for i in np.unique(np.r_[np.linspace(1, n, 60).astype(int), n - 40 : n + 1]):
        along = (np.arange(2 * n + 1, dtype=np.float32)[:, None] + lanes) * np.float32(i / n)
        assert np.ptp(along.astype(np.int32), axis=1).max() < 16
        if 2 * i >= n:
            across = (np.arange(2 * i + 1, dtype=np.float32)[:, None] + lanes) * np.float32(n / i)
            assert np.ptp(across.astype(np.int32), axis=1).max() + 1 < 32


def sweep_bytes() -> str:
    """Digest of what a sweep over made-up hills finds."""
    ground = fractal_relief(90, height_m=1500.0, seed=1)
    found = lowest_visible_altitude(
        ground,
        cell_m=500.0,
        antenna_altitude_m=float(ground[90, 90]) + 20.0,
        latitude_rad=LATITUDE,
        inverse_k=(0.8, 0.05, 0.02, 0.01, 0.01, 0.01),
        scale_m=4e5,
    )
    return hashlib.sha256(found.visible_altitude_m.tobytes()).hexdigest()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="names processors of x86_64")
@pytest.mark.parametrize("processor", ["generic", "haswell"])
def test_the_same_bytes_on_a_processor_with_narrower_registers(processor, tmp_path):
    code = "from tests.kernels.test_sweep import sweep_bytes; print(sweep_bytes())"
    if processor == "haswell" and not get_host_cpu_features().get("avx2"):
        pytest.skip("this processor has no AVX2")
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_CPU_NAME": processor, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == sweep_bytes()
