"""The builtin relief lies where it should and holds what its source holds."""

import math
import runpy

import numpy as np
import pytest
import rasterio

from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.sampling import sample_terrain, site_ground_altitude
from tests.conftest import ROOT, shared_path


def test_ararat_reads_as_the_data_say():
    # The figure is that of the reference data's README.
    assert site_ground_altitude(open_terrain(), 39 + 40 / 60, 44 + 20 / 60) == pytest.approx(1983.0)


def test_it_covers_the_world_with_the_sea_at_zero():
    dataset = open_terrain()
    assert dataset.files[0].bounds_deg == (-180.0, -90.0, 180.0, 90.0)
    with rasterio.open(dataset.path) as source:
        relief = source.read(1)
    assert (relief.min(), relief.max()) == (0, 7833)
    assert site_ground_altitude(dataset, 35.0, 19.0) == 0.0  # Ionian Sea
    assert site_ground_altitude(dataset, 0.0, 180.0) == 0.0


def test_its_notes_on_missing_islands_are_true():
    dataset = open_terrain()
    with rasterio.open(dataset.path) as source:
        cyprus = source.read(1, window=source.window(32.2, 34.5, 34.6, 35.75))
        crete = source.read(1, window=source.window(23.4, 34.8, 26.4, 35.7))
    assert any(f"{cyprus.max()} m" in note and f"{crete.max()} m" in note for note in dataset.notes)


def test_size_fits_the_package():
    assert open_terrain().path.stat().st_size < 2_000_000


@pytest.mark.shared
def test_it_is_the_source_but_for_the_sea():
    with rasterio.open(shared_path("terrain/etopo5_global.tif")) as source:
        expected, transform = np.maximum(source.read(1), 0), source.transform
    with rasterio.open(open_terrain().path) as source:
        assert source.transform == transform
        np.testing.assert_array_equal(source.read(1), expected)


@pytest.mark.parametrize("latitude_deg", [-16.5, 65.5])
def test_no_seam_at_the_antimeridian(latitude_deg: float):
    # Fiji and Chukotka; from either side the same point has the same height.
    longitude = np.radians([180.0, -180.0, 179.999999, -179.999999])
    heights = sample_terrain(open_terrain(), math.radians(latitude_deg), longitude).altitude_m
    assert np.ptp(heights) < 0.01


def test_poles_have_heights():
    assert site_ground_altitude(open_terrain(), 90.0, 77.0) == 0.0  # sea
    assert site_ground_altitude(open_terrain(), -90.0, 0.0) == pytest.approx(2800.0, abs=100.0)


def test_error_is_derived_and_recorded():
    error = open_terrain().error
    assert (error.basis, error.unit, error.nominal) == ("derived", "m", 0.0)
    readme = (ROOT / "src/skyshed/terrain/data/README.md").read_text("utf-8")
    for number in (error.low, error.high):
        assert f"{number:.0f}" in readme


@pytest.mark.shared
def test_error_bounds_follow_from_the_tiles(record_validation):
    # The finding itself: how high the real ridge of a line through a cell is above the relief's.
    tool = runpy.run_path(str(ROOT / "tools/derive_relief_error.py"))
    tiles = sorted(shared_path("terrain").glob("srtm3_*.tif"))
    low, high = np.percentile(tool["errors_among_hills"](tiles), [5, 95])
    error = open_terrain().error
    assert error.low == pytest.approx(low, abs=50.0)
    assert error.high == pytest.approx(high, abs=50.0)
    worst = max(abs(error.low - low), abs(error.high - high))
    record_validation(
        "bounds of the builtin relief's error", "five SRTM tiles", len(tiles), worst, 50.0, "m"
    )
