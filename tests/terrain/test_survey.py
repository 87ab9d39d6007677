"""What `skyshed terrain info` says is what the files hold."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.site_grid import grid_bytes, site_grid
from skyshed.terrain.survey import survey
from tests.conftest import shared_path
from tests.terrain.tiles import dted_tile, glo_tile


def test_heights_voids_and_gaps(tmp_path: Path):
    heights = np.full((120, 120), 100.0)
    heights[10, 10], heights[20, 20], heights[30:40, 30:40] = -12.0, 1234.0, -32767.0
    for latitude, longitude in ((40, 30), (40, 31), (41, 30), (40, 33)):
        glo_tile(tmp_path / f"{latitude}-{longitude}.tif", latitude, longitude, heights=heights)
    told = []
    found = survey(open_terrain(tmp_path), tell=lambda *step: told.append(step[1:]))
    (lattice,) = found.lattices
    assert told[-1] == (4, 4)
    assert (lattice.lowest_m, lattice.highest_m) == (-12.0, 1234.0)
    assert lattice.void_share == pytest.approx(100 / 120**2)
    assert lattice.covered_share == pytest.approx(4 / 8)
    assert lattice.seams == 2
    assert np.isnan(lattice.seam_step_m)
    assert (lattice.rows, lattice.columns) == (240, 480)
    assert found.missing == ("N40E032", "N41E031", "N41E032", "N41E033")
    assert lattice.cell == pytest.approx((1 / 120, 1 / 120))


def test_a_step_in_shared_cells_is_found(tmp_path: Path):
    dted_tile(tmp_path / "a.dt0", 40, 30, np.full((121, 121), 100))
    dted_tile(tmp_path / "b.dt0", 40, 31, np.full((121, 121), 107))
    (lattice,) = survey(open_terrain(tmp_path)).lattices
    assert lattice.seam_step_m == 7.0
    assert lattice.covered_share == 1.0
    assert lattice.formats == ("DTED",)
    assert lattice.vertical == ("mean sea level (stated in the file)",)


def test_gaps_across_the_antimeridian(tmp_path: Path):
    for longitude in (178, -180, -178):
        glo_tile(tmp_path / f"{longitude}.tif", 40, longitude)
    assert survey(open_terrain(tmp_path)).missing == ("N40E179", "N40W179")


def test_a_single_file_that_is_no_tile_has_no_gaps(tmp_path: Path):
    found = survey(open_terrain(glo_tile(tmp_path / "one.tif", 40, 30)))
    assert found.missing == ()
    assert found.lattices[0].seams == 0


def test_memory_stays_below_what_is_told(tmp_path: Path):
    glo_tile(tmp_path / "one.tif", 40, 30, rows=1200, columns=1200)
    dataset = open_terrain(tmp_path)
    for radius_m, cell_m in ((20e3, 100.0), (90e3, 100.0)):
        tracemalloc.start()
        try:
            site_grid(
                dataset, latitude_deg=40.5, longitude_deg=30.5, radius_m=radius_m, cell_m=cell_m
            )
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < grid_bytes(radius_m=radius_m, cell_m=cell_m)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "lowest_m", "highest_m", "voids"),
    # From the README of the reference data.
    [
        ("S33W071", 250, 6929, 0),
        ("N31E035", -424, 1301, 0),
        ("N46E008", 187, 4173, 103743),
        ("N49W124", -26, 2630, 25620),
        ("N49W123", -37, 2674, 34926),
    ],
)
def test_real_tiles(name: str, lowest_m: float, highest_m: float, voids: int):
    (lattice,) = survey(open_terrain(shared_path(f"terrain/srtm3_{name}.tif"))).lattices
    assert (lattice.lowest_m, lattice.highest_m) == (lowest_m, highest_m)
    assert lattice.void_share * 1201**2 == pytest.approx(voids)
    assert lattice.vertical == ("EGM96 geoid (stated in the file)",)
