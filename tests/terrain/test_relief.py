"""The builtin relief lies where it should and holds what its source holds."""

import math
import runpy

import numpy as np
import pytest
import rasterio

from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.patch import read_patch
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
    # The finding itself: what raises the median horizon round real sites to its real height. The
    # bounds are rounded to 50 m.
    tool = runpy.run_path(str(ROOT / "tools/derive_relief_error.py"))
    tiles = sorted(shared_path("terrain").glob("srtm3_*.tif"))
    found = tool["errors_of_tiles"](tiles)
    low, high = np.percentile(tool["pooled"](found), [5, 95])
    error = open_terrain().error
    assert error.low == pytest.approx(low, abs=26.0)
    assert error.high == pytest.approx(high, abs=26.0)
    assert f"At {len(found)} places" in error.note
    worst = max(abs(error.low - low), abs(error.high - high))
    record_validation(
        "bounds of the builtin relief's error", "five SRTM tiles", len(found), worst, 26.0, "m"
    )


@pytest.mark.shared
def test_its_heights_lie_where_its_note_says():
    # The block means of a fine tile fit the relief best 2.5' north and 7.5' west of their place.
    tile = open_terrain(shared_path("terrain/srtm3_N31E035.tif")).files[0]
    fine = np.maximum(read_patch(tile, (0, 1200), (0, 1200)).altitude_m[:1200, :1200], 0.0)
    means = fine.reshape(12, 100, 12, 100).mean(axis=(1, 3))
    minutes = 2.5 + 5.0 * np.arange(12)

    def misfit_m(north: float, east: float) -> float:
        latitude = np.radians(32.0 - (minutes - north) / 60.0)[:, None]
        longitude = np.radians(35.0 + (minutes + east) / 60.0)[None, :]
        return float(np.std(means - sample_terrain(open_terrain(), latitude, longitude).altitude_m))

    shifts = [
        (north, east) for north in (-2.5, 0.0, 2.5, 5.0) for east in np.arange(-12.5, 5.0, 2.5)
    ]
    assert min(shifts, key=lambda shift: misfit_m(*shift)) == (2.5, -7.5)
    assert 5.0 * misfit_m(2.5, -7.5) < misfit_m(0.0, 0.0)
    assert any("7.5 arc minutes" in note for note in open_terrain().notes)
