"""Tiles joined on the fly: no seam, no invented ground, memory bounded by the window."""

import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.mosaic import mosaics
from skyshed.terrain.sampling import sample_terrain
from skyshed.terrain.site_grid import site_grid
from tests.conftest import shared_path
from tests.terrain.tiles import dted_tile, glo_tile, plane


def degrees(dataset, latitude_deg, longitude_deg, **options):
    return sample_terrain(dataset, np.radians(latitude_deg), np.radians(longitude_deg), **options)


def two_tiles(folder: Path) -> Path:
    glo_tile(folder / "N40E030.tif", 40, 30)
    glo_tile(folder / "N40E031.tif", 40, 31)
    return folder


def test_no_step_between_tiles_that_share_no_cell(tmp_path: Path):
    dataset = open_terrain(two_tiles(tmp_path))
    longitude = np.linspace(30.95, 31.05, 401)
    found = degrees(dataset, 40.5, longitude).altitude_m
    # A plane is exact under bilinear interpolation; the tolerance is that of single precision.
    np.testing.assert_allclose(found, plane(np.array(40.5), longitude), atol=2e-4)


def test_four_tiles_meet_in_a_point(tmp_path: Path):
    for latitude in (39, 40):
        for longitude in (30, 31):
            glo_tile(tmp_path / f"{latitude}-{longitude}.tif", latitude, longitude)
    lat, lon = np.meshgrid(np.linspace(39.99, 40.02, 61), np.linspace(30.98, 31.01, 61))
    dataset = open_terrain(tmp_path)
    np.testing.assert_allclose(degrees(dataset, lat, lon).altitude_m, plane(lat, lon), atol=2e-4)
    (joined,) = mosaics(dataset.files)
    assert (joined.height, joined.width) == (240, 240)


def test_a_missing_tile_is_a_gap_and_its_neighbours_keep_their_edges(tmp_path: Path):
    for latitude, longitude in ((40, 30), (40, 32), (41, 31)):
        glo_tile(tmp_path / f"{latitude}-{longitude}.tif", latitude, longitude)
    dataset = open_terrain(tmp_path)
    cell = 1.0 / 120
    edge = 31.0 - cell / 2  # outer edge of N40E030
    inside, outside = degrees(dataset, 40.5, [edge - 1e-4, edge + 1e-4]).altitude_m
    assert inside == pytest.approx(float(plane(np.array(40.5), np.array(31.0 - cell))), abs=1e-3)
    assert np.isnan(outside)
    assert np.isnan(degrees(dataset, 40.5, np.linspace(31.0, 31.99, 50)).altitude_m).all()
    # Voids are filled from 100 cells away, missing tiles never, thinned or not.
    thinned = degrees(dataset, 40.5, np.linspace(31.1, 31.9, 20), spacing_m=5000.0)
    assert np.isnan(thinned.altitude_m).all()
    assert not thinned.void.any()


def test_columns_widen_towards_the_pole(tmp_path: Path):
    # As from 50 degrees on: 120 columns south of it, 80 north of it.
    glo_tile(tmp_path / "N49E030.tif", 49, 30)
    glo_tile(tmp_path / "N49E031.tif", 49, 31)
    glo_tile(tmp_path / "N50E030.tif", 50, 30, columns=80)
    glo_tile(tmp_path / "N50E031.tif", 50, 31, columns=80)
    dataset = open_terrain(tmp_path)
    assert len(mosaics(dataset.files)) == 2
    lat, lon = np.meshgrid(np.linspace(49.95, 50.05, 301), np.linspace(30.2, 31.9, 50))
    found = degrees(dataset, lat, lon).altitude_m
    assert not np.isnan(found).any()
    # Each lattice keeps its outermost height over half a cell: 20 m per degree, 1/240 degree.
    assert np.abs(found - plane(lat, lon)).max() < 20.0 / 240 + 2e-4
    grid = site_grid(dataset, latitude_deg=50.0, longitude_deg=31.0, radius_m=50e3, cell_m=1000.0)
    assert grid.gap_count == 0


def test_fine_tiles_before_coarse_ones(tmp_path: Path):
    glo_tile(tmp_path / "a-coarse.tif", 40, 30, heights=np.full((120, 120), 100.0))
    glo_tile(
        tmp_path / "b-fine.tif", 40, 30, rows=240, columns=240, heights=np.full((240, 240), 900.0)
    )
    dataset = open_terrain(tmp_path)
    assert degrees(dataset, 40.5, 30.5).altitude_m == pytest.approx(900.0)
    assert dataset.resolution_m == pytest.approx(111_040.0 / 120, rel=0.01)  # the coarsest


def test_across_the_antimeridian(tmp_path: Path):
    for longitude in (-180, 178, 179):
        heights = np.full((120, 120), 100.0 + longitude % 360)
        glo_tile(tmp_path / f"{longitude}.tif", 40, longitude, heights=heights)
    dataset = open_terrain(tmp_path)
    (joined,) = mosaics(dataset.files)
    assert joined.width == 360
    west, _, east, _ = joined.bounds_deg
    assert west == pytest.approx(178.0, abs=0.01)
    assert east == pytest.approx(-179.0, abs=0.01)
    found = degrees(dataset, 40.5, [178.5, 179.5, -179.5, 179.9958333, -180.0]).altitude_m
    assert found == pytest.approx([278.0, 279.0, 280.0, 279.5, 280.0], abs=0.01)


def test_whole_parallel_of_tiles_has_no_seam(tmp_path: Path):
    for longitude in range(-180, 180):
        heights = np.full((12, 12), 100.0 + longitude % 2)
        glo_tile(tmp_path / f"{longitude}.tif", 40, longitude, rows=12, columns=12, heights=heights)
    dataset = open_terrain(tmp_path)
    longitude = np.arange(-180.0, 180.0, 0.25)
    found = degrees(dataset, 40.5, longitude).altitude_m
    assert not np.isnan(found).any()
    # Half-way between the last cell of an odd tile and the first of an even one.
    assert degrees(dataset, 40.5, -180.0 - 1.0 / 24).altitude_m == pytest.approx(100.5, abs=0.01)


def test_voids_at_a_seam_are_filled_from_both_sides(tmp_path: Path):
    west, east = np.full((120, 120), 100.0), np.full((120, 120), 300.0)
    west[50:60, -10:] = -32767.0
    glo_tile(tmp_path / "a.tif", 40, 30, heights=west)
    glo_tile(tmp_path / "b.tif", 40, 31, heights=east)
    found = degrees(open_terrain(tmp_path), 41.0 - 55 / 120, 31.0 - 1 / 120)
    assert found.void
    assert 200.0 < found.altitude_m < 300.0  # one cell from the eastern tile, ten from the west


def test_shared_cells_that_are_void_in_one_tile_come_from_the_other(tmp_path: Path):
    west, east = np.full((121, 121), 100), np.full((121, 121), 300)
    west[:, -1] = -32767
    dted_tile(tmp_path / "a.dt0", 40, 30, west)
    dted_tile(tmp_path / "b.dt0", 40, 31, east)
    found = degrees(open_terrain(tmp_path), 40.5, [30.99, 31.0, 31.01])
    assert not found.void[1:].any()
    assert found.altitude_m[1:] == pytest.approx([300.0, 300.0])


def test_overviews_of_tiles_are_used_only_where_they_continue(tmp_path: Path):
    import rasterio

    for longitude in (30, 31):
        path = glo_tile(tmp_path / f"{longitude}.tif", 40, longitude)
        with rasterio.open(path, "r+") as tile:
            tile.build_overviews([2, 7], rasterio.enums.Resampling.average)
    dataset = open_terrain(tmp_path)
    (joined,) = mosaics(dataset.files)
    assert joined.overviews == (2,)  # 120 is no multiple of 7
    longitude = np.linspace(30.3, 31.7, 41)
    found = degrees(dataset, 40.5, longitude, spacing_m=4000.0).altitude_m
    np.testing.assert_allclose(found, plane(np.array(40.5), longitude), atol=1e-3)


def test_an_overview_of_another_size_than_its_factor_says_is_not_used(tmp_path: Path):
    # The bucket's readme tells of tiles with 240 columns and an overview of 100.
    import dataclasses

    import rasterio

    files = []
    for longitude in (30, 31):
        path = glo_tile(tmp_path / f"{longitude}.tif", 40, longitude)
        with rasterio.open(path, "r+") as tile:
            tile.build_overviews([2], rasterio.enums.Resampling.average)
        (file,) = open_terrain(path).files
        files.append(dataclasses.replace(file, overviews=(3,)))  # 60 cells are not 120 / 3
    (joined,) = mosaics(tuple(files))
    assert joined.overviews == ()


@settings(max_examples=40)
@given(
    factor=st.integers(1, 9),
    corner=st.tuples(st.floats(39.9, 41.1), st.floats(29.9, 32.1)),
    size=st.tuples(st.floats(0.001, 0.4), st.floats(0.001, 0.4)),
)
def test_any_window_agrees_with_one_large_file(tmp_path_factory, factor, corner, size):
    folder = tmp_path_factory.getbasetemp() / "windows"
    if not folder.exists():
        heights = np.random.default_rng(5).uniform(0.0, 3000.0, (120, 240))
        heights[20:40, 100:140] = -32767.0
        glo_tile(folder / "tiles" / "a.tif", 40, 30, heights=heights[:, :120])
        glo_tile(folder / "tiles" / "b.tif", 40, 31, heights=heights[:, 120:])
        import rasterio
        from rasterio.transform import Affine

        with rasterio.open(
            folder / "one.tif", "w", driver="GTiff", height=120, width=240, count=1,
            dtype="float32", crs="EPSG:4326",
            transform=Affine(1 / 120, 0, 30 - 1 / 240, 0, -1 / 120, 41 + 1 / 240),
        ) as one:  # fmt: skip
            one.write(heights.astype(np.float32), 1)
    lat = np.linspace(corner[0], corner[0] + size[0], 9)[:, None]
    lon = np.linspace(corner[1], corner[1] + size[1], 9)[None, :]
    spacing_m = 930.0 * factor
    tiles = degrees(open_terrain(folder / "tiles"), lat, lon, spacing_m=spacing_m)
    one = degrees(open_terrain(folder / "one.tif"), lat, lon, spacing_m=spacing_m)
    np.testing.assert_allclose(tiles.altitude_m, one.altitude_m, atol=1e-3)
    np.testing.assert_array_equal(tiles.void, one.void)


def test_memory_is_bounded_by_the_window(tmp_path: Path):
    # 16 tiles of 1200 x 1200 are 92 MB as float32; a window of 20 km needs a hundredth of it.
    for latitude in range(40, 44):
        for longitude in range(30, 34):
            heights = np.full((1200, 1200), 100.0)
            name = tmp_path / f"{latitude}{longitude}.tif"
            glo_tile(name, latitude, longitude, rows=1200, columns=1200, heights=heights)
    dataset = open_terrain(tmp_path)
    tracemalloc.start()
    try:
        site = {"latitude_deg": 42.0, "longitude_deg": 32.0}
        grid = site_grid(dataset, **site, radius_m=20e3, cell_m=100.0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert grid.gap_count == 0
    window = (401 + 400) ** 2  # with 100 cells round it in which voids would be filled
    assert peak < 60 * window  # bytes per cell of all arrays at work together


@pytest.mark.shared
def test_the_seam_of_two_real_tiles_is_exact(tmp_path: Path, record_validation):
    import rasterio

    for name in ("N49W123", "N49W124"):
        shutil.copy(shared_path(f"terrain/srtm3_{name}.tif"), tmp_path / f"{name}.tif")
    dataset = open_terrain(tmp_path)
    (joined,) = mosaics(dataset.files)
    assert (joined.height, joined.width) == (1201, 2401)  # one column is shared
    with (
        rasterio.open(tmp_path / "N49W124.tif") as west,
        rasterio.open(tmp_path / "N49W123.tif") as east,
    ):
        columns = np.concatenate([west.read(1)[:, -2:], east.read(1)[:, 1:2]], axis=1)
        shared = east.read(1)[:, 0]
    known = (columns > -1000).all(axis=1) & (shared > -1000)
    assert np.array_equal(columns[known, 1], shared[known])  # the tiles agree on it
    # Half-way between the shared column and its neighbours on either side.
    latitude = 50.0 - np.arange(1201) / 1200
    worst = 0.0
    for offset, pair in ((-0.5, columns[:, :2]), (0.5, columns[:, 1:])):
        found = degrees(dataset, latitude, np.full(1201, -123.0 + offset / 1200)).altitude_m
        worst = max(worst, float(np.abs(found - pair.mean(axis=1))[known].max()))
    assert worst < 0.01
    record_validation(
        "terrain across the seam of two tiles", "cells of SRTM N49W123 and N49W124",
        2 * int(known.sum()), worst, 0.01, "m",
    )  # fmt: skip


@settings(max_examples=15)
@given(
    place=st.tuples(st.floats(39.2, 41.8), st.floats(29.2, 32.8)),
    radius_m=st.floats(5e3, 60e3),
    cell_m=st.floats(400.0, 5000.0),
)
def test_any_grid_agrees_with_its_points(tmp_path_factory, place, radius_m, cell_m):
    """Windows over seams, a missing tile, a void and a lattice with other columns."""
    from skyshed.errors import TerrainError
    from skyshed.geodesy.site_plane import plane_to_geodetic

    folder = tmp_path_factory.getbasetemp() / "grids"
    if not folder.exists():
        dice = np.random.default_rng(8)
        for latitude in (39, 40, 41):
            for longitude in (29, 30, 31, 32):
                heights = dice.uniform(0.0, 900.0, (120, 80 if latitude == 41 else 120))
                heights[30:44, 50:70] = -32767.0
                if (latitude, longitude) != (40, 31):
                    name = folder / f"{latitude}-{longitude}.tif"
                    glo_tile(name, latitude, longitude, columns=heights.shape[1], heights=heights)
    dataset = open_terrain(folder)
    site = {"latitude_deg": place[0], "longitude_deg": place[1]}
    if cell_m > radius_m:
        cell_m = radius_m
    try:
        grid = site_grid(dataset, **site, radius_m=radius_m, cell_m=cell_m)
    except TerrainError:
        assert np.isnan(degrees(dataset, *place, spacing_m=cell_m).altitude_m)
        return
    along = (np.arange(2 * grid.n + 1) - grid.n) * grid.cell_m
    lat, lon = plane_to_geodetic(
        along[None, :], -along[:, None],
        lat0_rad=np.radians(place[0]), lon0_rad=np.radians(place[1]),
    )  # fmt: skip
    points = sample_terrain(dataset, lat, lon, spacing_m=cell_m).altitude_m
    known = ~np.isnan(grid.ground_m) & ~np.isnan(points)
    # On the very edge of a gap a millimetre of the plane may decide.
    assert np.mean(np.isnan(grid.ground_m) != np.isnan(points)) < 0.01
    np.testing.assert_allclose(grid.ground_m[known], points[known], atol=0.05)
