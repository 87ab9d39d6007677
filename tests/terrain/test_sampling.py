"""Heights at points: the right place, voids filled and counted, gaps reported."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from rasterio.warp import transform as warp

from skyshed.errors import TerrainError
from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.patch import read_patch
from skyshed.terrain.sampling import sample_terrain, site_ground_altitude
from tests.conftest import shared_path

Write = Callable[..., Path]

# Void cells per tile, from the README of the reference data.
VOIDS = {"S33W071": 0, "N31E035": 0, "N46E008": 103743, "N49W124": 25620, "N49W123": 34926}


def degrees(dataset, latitude_deg, longitude_deg, **options):
    return sample_terrain(dataset, np.radians(latitude_deg), np.radians(longitude_deg), **options)


def test_cell_centres_read_their_cells(write_raster: Write, ramp: np.ndarray):
    dataset = open_terrain(write_raster(ramp))
    rows, columns = np.mgrid[0:100, 0:100]
    found = degrees(dataset, 40.0 - 0.01 * (rows + 0.5), 32.0 + 0.01 * (columns + 0.5))
    np.testing.assert_allclose(found.altitude_m, ramp, atol=1e-6)
    assert found.altitude_m.shape == (100, 100)
    assert not found.void.any()


def test_bilinear_between_centres_and_level_in_the_outer_half_cell(
    write_raster: Write, ramp: np.ndarray
):
    dataset = open_terrain(write_raster(ramp))
    # A plane is reproduced: 10 m per 0.01 degree southwards, 1 m per 0.01 degree eastwards.
    found = degrees(dataset, 39.6, 32.3).altitude_m
    assert found == pytest.approx(100.0 + 10.0 * 39.5 + 29.5, abs=1e-3)
    assert degrees(dataset, 40.0, 32.0).altitude_m == 100.0
    assert degrees(dataset, 39.0, 33.0).altitude_m == 100.0 + 990.0 + 99.0


def test_outside_is_a_gap_not_sea(write_raster: Write, ramp: np.ndarray):
    dataset = open_terrain(write_raster(ramp))
    found = degrees(dataset, [40.01, 39.5, 38.99, 39.5], [32.5, 31.99, 32.5, 33.01])
    assert np.isnan(found.altitude_m).all()


def test_nan_in_nan_out(write_raster: Write, ramp: np.ndarray):
    found = degrees(open_terrain(write_raster(ramp)), [np.nan, 39.5], [32.5, 32.5]).altitude_m
    assert np.isnan(found[0])
    assert np.isfinite(found[1])


def test_site_outside_the_terrain(write_raster: Write, ramp: np.ndarray):
    dataset = open_terrain(write_raster(ramp))
    with pytest.raises(
        TerrainError, match=r"site at 48, 2 .*latitude 39 to 40, longitude 32 to 33"
    ):
        site_ground_altitude(dataset, 48.0, 2.0)


def test_site_in_a_void(write_raster: Write):
    heights = np.full((400, 400), 700, np.int16)
    heights[:, 100:] = -32768
    dataset = open_terrain(write_raster(heights, nodata=-32768))
    with pytest.raises(TerrainError, match=r"site at 38, 35.5 lies in a void"):
        site_ground_altitude(dataset, 38.0, 35.5)


@pytest.mark.parametrize("crs", ["EPSG:32636", "EPSG:3857", "EPSG:3035"])
def test_projected_terrain_lies_at_the_same_place(write_raster: Write, crs: str):
    # A hill at 39.5 N, 32.5 E on 200 m cells of another reference system.
    [x0], [y0] = warp("EPSG:4326", crs, [32.5], [39.5])
    rows, columns = np.mgrid[0:101, 0:101]
    hill = (2000.0 - 10.0 * np.hypot(rows - 50, columns - 50)).astype(np.float32)
    corner = Affine(200.0, 0.0, x0 - 50.5 * 200.0, 0.0, -200.0, y0 + 50.5 * 200.0)
    dataset = open_terrain(write_raster(hill, crs=crs, transform=corner))
    assert site_ground_altitude(dataset, 39.5, 32.5) == pytest.approx(2000.0, abs=0.01)


def test_rotated_terrain(write_raster: Write, ramp: np.ndarray):
    cosine, sine = 0.01 * np.cos(np.radians(30.0)), 0.01 * np.sin(np.radians(30.0))
    turned = Affine(cosine, sine, 32.0, sine, -cosine, 40.0)
    dataset = open_terrain(write_raster(ramp, transform=turned))
    a, b, c, d, e, f = tuple(turned)[:6]
    longitude = a * 20.5 + b * 70.5 + c
    latitude = d * 20.5 + e * 70.5 + f
    found = degrees(dataset, latitude, longitude).altitude_m
    assert found == pytest.approx(ramp[70, 20], abs=1e-3)


def test_south_up_terrain(write_raster: Write, ramp: np.ndarray):
    upwards = Affine(0.01, 0.0, 32.0, 0.0, 0.01, 39.0)
    dataset = open_terrain(write_raster(ramp, transform=upwards))
    assert degrees(dataset, 39.005, 32.005).altitude_m == pytest.approx(100.0)
    assert degrees(dataset, 39.995, 32.005).altitude_m == pytest.approx(1090.0)


def test_scale_is_applied(write_raster: Write):
    decimetres = np.full((20, 20), 12345, np.int16)
    dataset = open_terrain(write_raster(decimetres, scale=0.1))
    assert degrees(dataset, 39.9, 32.1).altitude_m == pytest.approx(1234.5, abs=1e-3)


def test_sea_floor_reads_as_sea_level(write_raster: Write, ramp: np.ndarray):
    deep = ramp.copy()
    deep[:, :30] = -2500.0
    deep[:, 30:33] = -20.0
    dataset = open_terrain(write_raster(deep))
    assert degrees(dataset, 39.5, [32.15, 32.315]).altitude_m == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize("void", [-32768, -32767, -9999, -800, 9500])
def test_small_voids_are_filled_and_marked(write_raster: Write, ramp: np.ndarray, void: int):
    holed = ramp.astype(np.int16)
    holed[40:45, 60:64] = void
    dataset = open_terrain(write_raster(holed))
    found = degrees(dataset, 40.0 - 0.425, 32.615)
    assert found.void
    assert found.altitude_m == pytest.approx(ramp[42, 61], abs=25.0)
    assert not degrees(dataset, 40.0 - 0.505, 32.615).void


def test_wide_voids_stay_gaps(write_raster: Write):
    heights = np.full((400, 400), 700, np.int16)
    heights[:, 100:] = -32768
    dataset = open_terrain(write_raster(heights, nodata=-32768))
    near, far = degrees(dataset, 38.0, [32.0 + 1.505, 32.0 + 3.505]).altitude_m
    assert near == pytest.approx(700.0)
    assert np.isnan(far)


def test_thinning_averages_and_leaves_voids_out(write_raster: Write):
    rows, columns = np.mgrid[0:100, 0:100]
    board = np.where((rows + columns) % 2, 300, 100).astype(np.int16)
    dataset = open_terrain(write_raster(board, nodata=-1))
    fine = degrees(dataset, 39.505, 32.505).altitude_m
    coarse = degrees(dataset, 39.505, 32.505, spacing_m=4500.0).altitude_m
    assert fine in (pytest.approx(100.0), pytest.approx(300.0))
    assert coarse == pytest.approx(200.0)
    board[board == 300] = -1
    dataset = open_terrain(write_raster(board, "voids.tif", nodata=-1))
    found = degrees(dataset, 39.505, 32.505, spacing_m=4500.0)
    assert found.altitude_m == pytest.approx(100.0)
    assert found.void


def test_thinned_heights_stay_in_place(write_raster: Write, ramp: np.ndarray):
    dataset = open_terrain(write_raster(ramp))
    fine = degrees(dataset, 39.5, 32.5).altitude_m
    assert degrees(dataset, 39.5, 32.5, spacing_m=5600.0).altitude_m == pytest.approx(fine, abs=0.1)


def test_overviews_stand_in_for_the_full_resolution(write_raster: Write, ramp: np.ndarray):
    big = np.kron(ramp, np.ones((4, 4), np.float32))
    plain = open_terrain(write_raster(big, "plain.tif"))
    pyramid = open_terrain(write_raster(big, "pyramid.tif", overviews=[2, 4]))
    assert pyramid.files[0].overviews == (2, 4)
    latitude = np.linspace(36.5, 39.5, 40)
    expected = degrees(plain, latitude, 34.0, spacing_m=8900.0)
    found = degrees(pyramid, latitude, 34.0, spacing_m=8900.0)
    np.testing.assert_allclose(found.altitude_m, expected.altitude_m, atol=0.5)


def test_points_far_apart_do_not_read_what_lies_between(monkeypatch: pytest.MonkeyPatch):
    read = []

    def noted(file, rows, columns, *, factor=1):
        read.append((rows[1] - rows[0]) * (columns[1] - columns[0]))
        return read_patch(file, rows, columns, factor=factor)

    monkeypatch.setattr("skyshed.terrain.sampling._WINDOW_CELLS", 1000)
    monkeypatch.setattr("skyshed.terrain.sampling.read_patch", noted)
    latitude, longitude = np.array([40.0, 27.9, -33.0, 35.4]), np.array([32.5, 86.9, 150.0, 138.7])
    together = degrees(open_terrain(), latitude, longitude).altitude_m
    assert max(read) <= 1000
    alone = [
        float(degrees(open_terrain(), lat, lon).altitude_m)
        for lat, lon in zip(latitude, longitude, strict=True)
    ]
    np.testing.assert_allclose(together, alone, atol=1e-6)


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(VOIDS))
def test_void_cells_of_the_real_tiles(name: str):
    file = open_terrain(shared_path(f"terrain/srtm3_{name}.tif")).files[0]
    patch = read_patch(file, (0, 1201), (0, 1201))
    assert np.count_nonzero(patch.void) == VOIDS[name]
    assert not np.isnan(patch.altitude_m).any()  # none is wider than the search


@pytest.mark.shared
def test_filled_voids_against_the_heights_cut_out(write_raster: Write):
    # Holes of 10 x 10 cells (900 m) in the Andes: the filling is out by tens of metres, no more.
    with rasterio.open(shared_path("terrain/srtm3_S33W071.tif")) as source:
        truth, crs, corner = source.read(1), source.crs, source.transform
    holed = truth.copy()
    for row in range(100, 1100, 100):
        for column in range(100, 1100, 100):
            holed[row : row + 10, column : column + 10] = -32767
    file = open_terrain(write_raster(holed, crs=crs, transform=corner)).files[0]
    patch = read_patch(file, (0, 1201), (0, 1201))
    assert np.count_nonzero(patch.void) == 10_000
    error = (patch.altitude_m - truth)[patch.void]
    assert np.sqrt(np.mean(error**2)) < 60.0
    np.testing.assert_array_equal(patch.altitude_m[~patch.void], truth[~patch.void])


@pytest.mark.shared
def test_neighbouring_tiles_agree_on_their_seam(record_validation):
    west = open_terrain(shared_path("terrain/srtm3_N49W124.tif"))
    east = open_terrain(shared_path("terrain/srtm3_N49W123.tif"))
    latitude = 50.0 - np.arange(1201) / 1200.0
    left, right = degrees(west, latitude, -123.0), degrees(east, latitude, -123.0)
    measured = ~(left.void | right.void)
    worst = float(np.abs(left.altitude_m - right.altitude_m)[measured].max())
    assert np.count_nonzero(measured) > 1000
    assert worst < 1e-6
    record_validation(
        "tile placement", "column shared by SRTM N49W124, N49W123", 1201, worst, 1e-6, "m"
    )


@pytest.mark.shared
def test_folder_of_tiles_is_one_terrain():
    folder = open_terrain(shared_path("terrain"))
    assert len(folder.files) == 7
    across = degrees(folder, 49.5, np.linspace(-123.3, -122.7, 2001)).altitude_m
    assert np.isfinite(across).all()
    # No step at the seam beyond what neighbouring SRTM cells show elsewhere on the line.
    steps = np.abs(np.diff(across))
    assert steps[990:1010].max() <= steps.max()
