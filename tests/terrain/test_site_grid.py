"""The grid round a site: orientation, place, gaps, and the same heights as point sampling."""

import math
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from skyshed.errors import TerrainError
from skyshed.geodesy.site_plane import plane_to_geodetic
from skyshed.terrain.dataset import TerrainDataset, open_terrain
from skyshed.terrain.plane_crs import aeqd_crs
from skyshed.terrain.sampling import sample_terrain, site_ground_altitude
from skyshed.terrain.site_grid import SiteGrid, radial_profiles, site_grid
from tests.conftest import shared_path

Write = Callable[..., Path]


def at_cells(dataset: TerrainDataset, grid: SiteGrid) -> np.ndarray:
    """Heights of all cells, each by its own geodesic."""
    along = (np.arange(2 * grid.n + 1) - grid.n) * grid.cell_m
    latitude, longitude = plane_to_geodetic(
        along[None, :],
        -along[:, None],
        lat0_rad=math.radians(grid.latitude_deg),
        lon0_rad=math.radians(grid.longitude_deg),
    )
    return sample_terrain(dataset, latitude, longitude, spacing_m=grid.cell_m).altitude_m


def test_orientation_and_centre(write_raster: Write, ramp: np.ndarray):
    # The ramp rises 10 m per row southwards and 1 m per column eastwards.
    dataset = open_terrain(write_raster(ramp))
    grid = site_grid(dataset, latitude_deg=39.5, longitude_deg=32.5, radius_m=20e3, cell_m=500.0)
    assert grid.ground_m.shape == (81, 81)
    assert grid.ground_m.dtype == np.float32
    assert grid.n == 40
    assert grid.ground_m[40, 40] == pytest.approx(site_ground_altitude(dataset, 39.5, 32.5))
    assert (np.diff(grid.ground_m, axis=0) > 0.0).all()  # first row in the north
    assert (np.diff(grid.ground_m[40]) > 0.0).all()  # first column in the west
    # 20 km of latitude at 39.5 N: 111,028 m per degree, 1000 m of height per degree.
    assert grid.ground_m[80, 40] - grid.ground_m[40, 40] == pytest.approx(180.1, abs=0.2)


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg"),
    [(40.0789, 32.5656), (-16.5, 179.95), (64.0, -179.9), (88.0, 20.0), (-90.0, 0.0), (0.0, 0.0)],
)
def test_every_cell_agrees_with_its_own_geodesic(latitude_deg: float, longitude_deg: float):
    dataset = open_terrain()
    grid = site_grid(
        dataset,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        radius_m=600e3,
        cell_m=5000.0,
    )
    assert grid.gap_count == 0
    np.testing.assert_allclose(grid.ground_m, at_cells(dataset, grid), atol=0.01)


@pytest.mark.shared
@pytest.mark.skipif(shutil.which("gdalwarp") is None, reason="gdalwarp is not installed")
def test_grid_agrees_with_gdalwarp(tmp_path: Path, record_validation):
    # Both interpolate bilinearly, as the cells are finer than those of the tile (GDAL widens its
    # kernel for coarser ones). rasterio's own warp is no oracle: it is 5 m out on this plane.
    tile, warped = shared_path("terrain/srtm3_S33W071.tif"), tmp_path / "warped.tif"
    site = {"latitude_deg": -32.5, "longitude_deg": -70.5}
    grid = site_grid(open_terrain(tile), **site, radius_m=20e3, cell_m=50.0)
    edge = str((grid.n + 0.5) * grid.cell_m)
    options = ["-q", "-et", "0", "-r", "bilinear", "-ot", "Float32", "-t_srs", aeqd_crs(**site)]
    extent = ["-te", f"-{edge}", f"-{edge}", edge, edge, "-tr", "50", "50"]
    # Its own data folder: the one that rasterio brings may not fit the program.
    free = {k: v for k, v in os.environ.items() if not k.startswith(("GDAL_", "PROJ_"))}
    subprocess.run(["gdalwarp", *options, *extent, tile, warped], check=True, env=free)
    with rasterio.open(warped) as source:
        worst = float(np.abs(source.read(1) - grid.ground_m).max())
    assert worst < 0.01
    record_validation(
        "terrain on the plane of a site", "gdalwarp of SRTM S33W071", grid.ground_m.size, worst,
        0.01, "m",
    )  # fmt: skip


@pytest.mark.shared
def test_aconcagua_stands_where_it_should():
    # Highest cell of the tile, 6929 m by the reference data's README, near 32.653 S, 70.011 W.
    dataset = open_terrain(shared_path("terrain/srtm3_S33W071.tif"))
    grid = site_grid(
        dataset, latitude_deg=-32.6533, longitude_deg=-70.0117, radius_m=5e3, cell_m=90.0
    )
    row, column = np.unravel_index(np.nanargmax(grid.ground_m), grid.ground_m.shape)
    assert abs(row - grid.n) <= 6
    assert abs(column - grid.n) <= 6
    assert 6850.0 < grid.ground_m[row, column] <= 6929.0


@pytest.mark.shared
def test_voids_are_counted_and_the_rest_of_the_world_is_a_gap():
    dataset = open_terrain(shared_path("terrain/srtm3_N46E008.tif"))
    site = {"latitude_deg": 46.5, "longitude_deg": 8.5}
    inner = site_grid(dataset, **site, radius_m=30e3, cell_m=90.0)
    assert inner.gap_count == 0
    # 7.2 % of the tile is void, more of it in the middle; a cell touches up to four of the tile.
    assert 0.05 < inner.void_count / inner.ground_m.size < 0.25
    outer = site_grid(dataset, **site, radius_m=100e3, cell_m=1000.0)
    held = 1.0 - outer.gap_count / outer.ground_m.size
    # One degree by one degree at 46.5 N is 111.2 km x 76.8 km.
    assert held == pytest.approx(111.2e3 * 76.8e3 / (201e3) ** 2, rel=0.02)
    assert np.isnan(outer.ground_m[0]).all()


@pytest.mark.shared
def test_two_tiles_and_one_grid():
    folder = [shared_path(f"terrain/srtm3_N49W12{k}.tif") for k in (3, 4)]
    west, east = (open_terrain(path) for path in folder[::-1])
    both = TerrainDataset(
        "two tiles", folder[0].parent, west.files + east.files, west.resolution_m, west.error,
        west.error_grows_with_relief, (),
    )  # fmt: skip
    site = {"latitude_deg": 49.5, "longitude_deg": -123.0}
    grid = site_grid(both, **site, radius_m=30e3, cell_m=100.0)
    assert grid.gap_count == 0
    alone = site_grid(east, **site, radius_m=30e3, cell_m=100.0)
    # A millimetre: single precision, and columns counted from another tile.
    np.testing.assert_allclose(grid.ground_m[:, 302:], alone.ground_m[:, 302:], atol=1e-3)
    assert alone.gap_count > 0.4 * alone.ground_m.size


def test_site_off_the_data(write_raster: Write, ramp: np.ndarray):
    dataset = open_terrain(write_raster(ramp))
    with pytest.raises(TerrainError, match="no terrain under it"):
        site_grid(dataset, latitude_deg=41.0, longitude_deg=32.5, radius_m=200e3, cell_m=1000.0)


def test_coarse_cells_average_fine_data(write_raster: Write):
    rows, columns = np.mgrid[0:200, 0:200]
    board = np.where((rows + columns) % 2, 300, 100).astype(np.int16)
    fine = Affine(0.001, 0.0, 32.0, 0.0, -0.001, 40.0)
    dataset = open_terrain(write_raster(board, transform=fine))
    grid = site_grid(dataset, latitude_deg=39.9, longitude_deg=32.1, radius_m=5e3, cell_m=250.0)
    np.testing.assert_allclose(grid.ground_m, 200.0, atol=1e-3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude_deg": 91.0},
        {"longitude_deg": math.nan},
        {"radius_m": 0.0},
        {"cell_m": -1.0},
        {"cell_m": 2e6},
        {"radius_m": math.inf},
    ],
)
def test_wrong_arguments(wrong: dict[str, float]):
    good = {"latitude_deg": 40.0, "longitude_deg": 32.0, "radius_m": 100e3, "cell_m": 1e3}
    with pytest.raises(ValueError):
        site_grid(open_terrain(), **(good | wrong))


def test_profiles_follow_geodesics(write_raster: Write, ramp: np.ndarray):
    dataset = open_terrain(write_raster(ramp))
    found = radial_profiles(
        dataset,
        latitude_deg=39.5,
        longitude_deg=32.5,
        azimuths_rad=np.radians([0.0, 90.0, 180.0, 270.0]),
        distances_m=np.arange(0.0, 60e3, 1000.0),
    )
    assert found.shape == (4, 60)
    assert found[:, 0] == pytest.approx(np.full(4, site_ground_altitude(dataset, 39.5, 32.5)))
    # Southwards 1000 m of height per degree of latitude; northwards the same downhill.
    assert found[2, 20] - found[2, 0] == pytest.approx(180.1, abs=0.2)
    assert found[0, 20] - found[0, 0] == pytest.approx(-180.1, abs=0.2)
    assert np.isnan(found[1, -1])  # 59 km east lies outside


def test_profiles_agree_with_the_grid():
    site = {"latitude_deg": 40.0789, "longitude_deg": 32.5656}
    grid = site_grid(open_terrain(), **site, radius_m=300e3, cell_m=1000.0)
    east = radial_profiles(
        open_terrain(), **site, azimuths_rad=[np.pi / 2], distances_m=np.arange(301) * 1000.0
    )
    np.testing.assert_allclose(east[0], grid.ground_m[grid.n, grid.n :], atol=0.01)


def test_plane_reference_system_has_its_origin_at_the_site():
    from pyproj import Transformer

    crs = aeqd_crs(40.0789, 32.5656)
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(32.5656, 40.0789)
    assert (x, y) == pytest.approx((0.0, 0.0), abs=1e-6)
    with pytest.raises(ValueError):
        aeqd_crs(91.0, 0.0)
