"""Files that cannot serve are refused before any work, in one sentence."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from rasterio.crs import CRS
from rasterio.transform import Affine

from skyshed.errors import TerrainError
from skyshed.terrain.dataset import open_terrain
from tests.conftest import shared_path

Write = Callable[..., Path]


def refused(path: Path, *words: str) -> None:
    with pytest.raises(TerrainError) as caught:
        open_terrain(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    for word in words:
        assert word in message


def test_missing_file(tmp_path: Path):
    refused(tmp_path / "nothing.tif", "no such terrain file")


def test_empty_file(tmp_path: Path):
    path = tmp_path / "empty.tif"
    path.touch()
    refused(path, "is empty")


def test_file_that_is_no_raster(tmp_path: Path):
    path = tmp_path / "text.tif"
    path.write_text("this is no raster\n" * 20)
    refused(path, "not a raster")


def test_folder_without_tiles(tmp_path: Path):
    refused(tmp_path, "no terrain file")


@pytest.mark.shared
@pytest.mark.parametrize("share", [0.001, 0.01, 0.3, 0.7, 0.97])
def test_truncated_real_tile(tmp_path: Path, share: float):
    whole = shared_path("terrain/srtm3_N31E035.tif").read_bytes()
    path = tmp_path / "cut.tif"
    path.write_bytes(whole[: int(share * len(whole))])
    refused(path, "cut off")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_truncated_strips(tmp_path: Path, write_raster: Write, share: float):
    heights = np.random.default_rng(1).uniform(0.0, 2000.0, (400, 400)).astype(np.float32)
    whole = write_raster(heights).read_bytes()
    path = tmp_path / "cut.tif"
    path.write_bytes(whole[: int(share * len(whole))])
    refused(path, "cut off")


def test_no_reference_system(write_raster: Write, ramp: np.ndarray):
    refused(write_raster(ramp, crs=None), "no coordinate reference system")


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_no_position(write_raster: Write, ramp: np.ndarray):
    refused(write_raster(ramp, transform=Affine.identity()), "does not say where")


def test_local_reference_system(write_raster: Write, ramp: np.ndarray):
    local = CRS.from_wkt('LOCAL_CS["drawing board",UNIT["metre",1]]')
    refused(write_raster(ramp, crs=local), "not tied to the Earth")


def test_heights_above_the_ellipsoid(write_raster: Write, ramp: np.ndarray):
    refused(write_raster(ramp, crs="EPSG:4979"), "above the ellipsoid")


@pytest.mark.parametrize("unit", ["ft", "feet", "US survey foot", "cm"])
def test_band_unit_other_than_metres(write_raster: Write, ramp: np.ndarray, unit: str):
    refused(write_raster(ramp, units=unit), "metres are expected")


def test_unit_in_a_tag(write_raster: Write, ramp: np.ndarray):
    refused(write_raster(ramp, tags={"VERTICAL_UNITS": "feet"}), "'feet'")


def test_vertical_reference_system_in_feet(write_raster: Write, ramp: np.ndarray):
    refused(write_raster(ramp, crs="EPSG:4326+6360"), "foot")


def test_map_in_feet_without_height_unit(write_raster: Write, ramp: np.ndarray):
    feet = {"crs": "EPSG:2227", "transform": Affine(300.0, 0.0, 6e6, 0.0, -300.0, 2.1e6)}
    refused(write_raster(ramp, **feet), "US survey foot", "not stated")
    assert open_terrain(write_raster(ramp, units="m", **feet)).resolution_m == pytest.approx(
        91.4, abs=0.1
    )


def test_mountains_in_feet_without_any_unit(write_raster: Write):
    alps = np.linspace(2_000.0, 13_000.0, 500 * 500, dtype=np.float32).reshape(500, 500)
    refused(write_raster(alps), "more than any ground on Earth", "in feet")


@pytest.mark.parametrize("void", [-32768, -32767, -9999, 0])
def test_all_void(write_raster: Write, void: int):
    nodata = void if void == 0 else None
    refused(write_raster(np.full((500, 500), void, np.int16), nodata=nodata), "every cell is void")


def test_all_nan(write_raster: Write):
    refused(write_raster(np.full((50, 50), np.nan, np.float32)), "every cell is void")


def test_one_height_anywhere_is_enough(write_raster: Write):
    heights = np.full((2000, 2000), -32768, np.int16)
    heights[1021, 977] = 5  # between the blocks that are looked at first
    assert open_terrain(write_raster(heights, nodata=-32768)).files[0].lowest_seen_m == 5.0


def test_complex_numbers(write_raster: Write, ramp: np.ndarray):
    refused(write_raster(ramp.astype(np.complex64)), "complex64")


def test_picture(write_raster: Write):
    colours = np.zeros((3, 50, 50), np.uint8)
    refused(write_raster(colours, photometric="RGB"), "picture")


@pytest.mark.parametrize("unit", ["m", "metre", None])
def test_metres_are_accepted(write_raster: Write, ramp: np.ndarray, unit: str | None):
    dataset = open_terrain(write_raster(ramp, units=unit))
    assert dataset.files[0].bounds_deg == pytest.approx((32.0, 39.0, 33.0, 40.0))
    # A hundredth of a degree of latitude at 39.5 N; its metres on the ellipsoid: 111.0 km / 100.
    assert dataset.resolution_m == pytest.approx(1110.3, abs=0.5)
    assert dataset.error.basis == "assumed"


def test_sea_floor_is_recognised_and_said(write_raster: Write, ramp: np.ndarray):
    deep = ramp.copy()
    deep[:, :30] = -2500.0
    dataset = open_terrain(write_raster(deep))
    assert dataset.files[0].has_sea_floor
    assert any("sea floor" in note for note in dataset.notes)
    assert not open_terrain(write_raster(ramp)).files[0].has_sea_floor


def test_land_below_the_sea_is_said(write_raster: Write, ramp: np.ndarray):
    low = ramp.copy()
    low[:, :30] = -400.0
    dataset = open_terrain(write_raster(low))
    assert not dataset.files[0].has_sea_floor
    assert any("-400 m" in note for note in dataset.notes)
