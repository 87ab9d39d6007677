"""The live map against the exact one, cell by cell."""

import dataclasses
import math

import numpy as np
import pytest

from skyshed.analysis.coverage import UNKNOWN_FACTOR, Heights, limiting_factors
from skyshed.analysis.live_cover import (
    OUTSIDE_CODE,
    UNKNOWN_CODE,
    LiveCover,
    MercatorView,
)
from skyshed.geodesy.site_plane import geodetic_to_plane
from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.site_grid import site_grid
from tests.analysis.radar_sites import radar_over
from tests.conftest import shared_path

REACH_M = 300e3


def at(latitude_deg: float, longitude_deg: float, ground_m: float, **given):
    site = radar_over(ground_m, 20.0, reach_m=REACH_M, **given)
    return dataclasses.replace(
        site, latitude_rad=math.radians(latitude_deg), longitude_rad=math.radians(longitude_deg)
    )


def view_round(latitude_deg: float, longitude_deg: float, radius_m: float, width=900, height=700):
    up = 1.05 * radius_m / 111e3
    wide = up / math.cos(math.radians(latitude_deg))
    return MercatorView(
        longitude_deg - wide, latitude_deg - up, longitude_deg + wide, latitude_deg + up,
        width, height,
    )  # fmt: skip


def on_plane(view: MercatorView, latitude_deg: float, longitude_deg: float):
    """East and north of the site at each pixel's centre, by geodesics. [m]"""
    latitude, longitude = view.nodes_rad(1)
    return geodetic_to_plane(
        *np.broadcast_arrays(latitude[: view.height, None], longitude[None, : view.width]),
        lat0_rad=math.radians(latitude_deg),
        lon0_rad=math.radians(longitude_deg),
    )


def cells_of(view: MercatorView, latitude_deg: float, longitude_deg: float, cell_m: float, n: int):
    """Row and column of the cell in which each pixel's centre lies."""
    east, north = on_plane(view, latitude_deg, longitude_deg)
    return np.floor(n - north / cell_m + 0.5).astype(int), np.floor(n + east / cell_m + 0.5).astype(
        int
    )


def compared(terrain, place, radius_m, height_m, *, above_ground=True, **given):
    """Codes of the live map and of the exact one at the pixels inside the disc."""
    ground_m = float(site_grid(terrain, **place, radius_m=1e3, cell_m=250.0).ground_m[4, 4])
    site = at(place["latitude_deg"], place["longitude_deg"], ground_m, **given)
    live = LiveCover(terrain, radius_m=radius_m, threads=2)
    view = view_round(*place.values(), radius_m)
    found = live.frame(
        site, reach_m=REACH_M, height_m=height_m, above_ground=above_ground, view=view
    )
    grid = site_grid(terrain, **place, radius_m=live.n * 250.0, cell_m=250.0)
    heights = Heights(agl_m=(height_m,)) if above_ground else Heights(altitude_m=(height_m,))
    exact = limiting_factors(
        site, grid.ground_m, cell_m=250.0, reach_m=np.array([REACH_M]), heights=heights
    )[0]
    row, column = cells_of(view, *place.values(), 250.0, live.n)
    inside = (row >= 0) & (column >= 0) & (row <= 2 * live.n) & (column <= 2 * live.n)
    wanted = np.full(found.shape, UNKNOWN_FACTOR, dtype=np.uint8)
    wanted[inside] = exact[row[inside], column[inside]]
    both = (wanted != UNKNOWN_FACTOR) & (found < OUTSIDE_CODE)
    assert both.sum() > 0.5 * (found != OUTSIDE_CODE).sum()
    return found[both], wanted[both]


# The share of wrong cells that the design allows the sweep; 0.06 % at most were measured.
ALLOWED = 0.0015


@pytest.mark.parametrize(
    ("height_m", "above_ground"), [(300.0, True), (1500.0, True), (2500.0, False)]
)
def test_agrees_with_the_exact_map_on_the_relief(height_m, above_ground):
    place = {"latitude_deg": 40.0789, "longitude_deg": 32.5656}
    found, exact = compared(open_terrain(), place, 120e3, height_m, above_ground=above_ground)
    assert np.mean(found != exact) <= ALLOWED
    assert 0.005 < np.mean(exact == 0) < 0.995  # not trivially all or nothing


@pytest.mark.shared
@pytest.mark.parametrize("height_m", [100.0, 1000.0])
def test_agrees_with_the_exact_map_in_the_alps(height_m):
    terrain = open_terrain(shared_path("terrain/srtm3_N46E008.tif"))
    place = {"latitude_deg": 46.5, "longitude_deg": 8.5}
    found, exact = compared(terrain, place, 38e3, height_m)
    assert np.mean(found != exact) <= ALLOWED
    assert 0.005 < np.mean(exact == 0) < 0.995


@pytest.mark.shared
def test_agrees_across_the_seam_of_two_tiles(tmp_path):
    for name in ("srtm3_N49W123.tif", "srtm3_N49W124.tif"):
        (tmp_path / name).symlink_to(shared_path(f"terrain/{name}"))
    place = {"latitude_deg": 49.5, "longitude_deg": -123.02}
    found, exact = compared(open_terrain(tmp_path), place, 40e3, 1000.0)
    assert np.mean(found != exact) <= ALLOWED


def test_limits_of_a_radar_are_judged_alike():
    place = {"latitude_deg": 40.0789, "longitude_deg": 32.5656}
    found, exact = compared(
        open_terrain(), place, 120e3, 9000.0, instrumented_range_m=70e3, elevation_max_rad=0.5
    )
    assert np.mean(found != exact) <= ALLOWED
    assert {0, 4, 6} <= set(np.unique(exact).tolist())


@pytest.fixture(scope="module")
def live():
    return LiveCover(open_terrain(), radius_m=60e3, threads=2)


def frame(live, latitude_deg, longitude_deg, **given):
    asked = {"reach_m": REACH_M, "height_m": 500.0, "above_ground": True}
    site = at(latitude_deg, longitude_deg, 900.0)
    return live.frame(
        given.pop("site", site),
        **{**asked, **given},
        view=view_round(40.0, 32.5, 60e3, 300, 240),
    )


def test_threads_and_what_came_before_do_not_matter(live):
    first = frame(live, 40.0, 32.5)
    for moved in (0.2, 3.0, -2.0):  # beyond the window in memory, and back
        frame(live, 40.0 + moved, 32.5)
    frame(live, 40.0, 32.5, height_m=3000.0)
    assert np.array_equal(frame(live, 40.0, 32.5), first)
    alone = LiveCover(open_terrain(), radius_m=60e3, threads=1)
    assert np.array_equal(frame(alone, 40.0, 32.5), first)


def test_sector_is_cut_out(live):
    site = dataclasses.replace(
        at(40.0, 32.5, 900.0), sector_rad=math.radians(90.0), sector_centre_rad=math.radians(90.0)
    )
    all_round, sector = frame(live, 40.0, 32.5), frame(live, 40.0, 32.5, site=site)
    inside = all_round < OUTSIDE_CODE
    # A quarter of the disc is looked at; the rest says why not.
    assert np.mean(sector[inside] == 1) == pytest.approx(0.75, abs=0.01)
    looked_at = sector[inside] != 1
    assert np.array_equal(sector[inside][looked_at], all_round[inside][looked_at])


def test_higher_is_never_covered_less_near_the_ground(live):
    low, high = (frame(live, 40.0, 32.5, height_m=h) for h in (100.0, 2000.0))
    assert not np.any((low == 0) & (high != 0) & (high != 6))


@pytest.mark.shared
def test_beyond_the_data_nothing_is_known():
    terrain = open_terrain(shared_path("terrain/srtm3_N46E008.tif"))
    live = LiveCover(terrain, radius_m=60e3, threads=2)
    site = at(46.5, 8.1, 2000.0)
    codes = live.frame(
        site,
        reach_m=REACH_M,
        height_m=500.0,
        above_ground=True,
        view=MercatorView(7.2, 46.2, 9.0, 46.8, 400, 200),
    )
    columns = 7.2 + 1.8 * (np.arange(400) + 0.5) / 400
    west = codes[:, columns < 7.99]
    assert set(np.unique(west).tolist()) <= {OUTSIDE_CODE, UNKNOWN_CODE}
    assert np.any(codes == 0)


def test_bad_numbers_are_refused(live):
    with pytest.raises(ValueError, match="height"):
        frame(live, 40.0, 32.5, height_m=math.nan)
    with pytest.raises(ValueError, match="250 m or more"):
        LiveCover(open_terrain(), radius_m=50e3, cell_m=100.0)
    for edges in ((10.0, 40.0, 5.0, 41.0), (0.0, 41.0, 1.0, 40.0), (0.0, -95.0, 1.0, 40.0)):
        with pytest.raises(ValueError, match="view"):
            MercatorView(*edges, 10, 10)
    with pytest.raises(ValueError, match="pixels"):
        MercatorView(0.0, 0.0, 1.0, 1.0, 0, 10)


@pytest.mark.parametrize(("width", "height", "every"), [(220, 180, 4), (450, 370, 2)])
def test_a_small_picture_shows_every_so_many_cells_as_they_are(width, height, every):
    terrain, radius_m = open_terrain(), 120e3
    place = {"latitude_deg": 40.0789, "longitude_deg": 32.5656}
    site = at(*place.values(), 900.0)
    live = LiveCover(terrain, radius_m=radius_m, threads=2)
    view = view_round(*place.values(), radius_m, width, height)
    found = live.frame(site, reach_m=REACH_M, height_m=700.0, above_ground=True, view=view)
    grid = site_grid(terrain, **place, radius_m=live.n * 250.0, cell_m=250.0)
    exact = limiting_factors(
        site, grid.ground_m, cell_m=250.0, reach_m=np.array([REACH_M]), heights=Heights((700.0,))
    )[0]
    # The nearest of the cells that are shown, by the pixel's own place.
    column, row = (
        np.floor(m / 250.0 / every + 0.5).astype(int) * every for m in on_plane(view, **place)
    )
    inside = np.hypot(column, row) < live.n - every
    wanted = exact[live.n - row[inside], live.n + column[inside]]
    assert np.mean(found[inside] != wanted) <= ALLOWED
