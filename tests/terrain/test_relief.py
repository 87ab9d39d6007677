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
    # The source's README gives 1983 m for the cell that it labels 39 40 N, 44 20 E.
    heights = site_ground_altitude(open_terrain(), 39 + 37.5 / 60, 44 + 27.5 / 60)
    assert heights == pytest.approx(1983.0)


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "field_m"),
    [(40.079, 32.566, 843.0), (40.128, 32.995, 952.0), (37.979, 32.562, 1031.0)],
)
def test_heights_lie_under_turkish_airfields(latitude_deg, longitude_deg, field_m):
    # Field elevations of Murted, Esenboga and Konya; as labelled in the source, the relief
    # gives 1024 and 1210 m at the first two.
    ground = site_ground_altitude(open_terrain(), latitude_deg, longitude_deg)
    assert ground == pytest.approx(field_m, abs=60.0)


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


def test_its_note_on_two_squares_in_turkey_is_true():
    dataset = open_terrain()
    for west in (30.05, 34.05):
        inside = heights_between(dataset, 36.6, 36.95, west, west + 0.4)
        beside = heights_between(dataset, 36.6, 36.95, west - 0.3, west - 0.05)
        assert np.median(inside) < 60.0
        assert np.median(beside) > 1000.0


def heights_between(dataset, south, north, west, east):
    latitude, longitude = np.meshgrid(np.linspace(south, north, 8), np.linspace(west, east, 8))
    return sample_terrain(dataset, np.radians(latitude), np.radians(longitude)).altitude_m


def test_size_fits_the_package():
    assert open_terrain().path.stat().st_size < 2_000_000


@pytest.mark.shared
def test_it_is_the_source_but_for_the_sea():
    with rasterio.open(shared_path("terrain/etopo5_global.tif")) as source:
        expected, transform = np.maximum(source.read(1), 0), source.transform
    # Its cells belong 7.5 minutes further east and 2.5 further south than the source says.
    moved = transform @ rasterio.Affine.translation(1.5, 0.5)
    with rasterio.open(open_terrain().path) as source:
        assert source.transform.almost_equals(moved, 1e-9)
        np.testing.assert_array_equal(source.read(1), expected[:-1])


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
    assert error.low == 0.0 < low  # the relief as it is lies at the edge
    assert error.high == pytest.approx(high, abs=26.0)
    assert f"At {len(found)} places" in error.note
    worst = abs(error.high - high)
    record_validation(
        "bounds of the builtin relief's error", "five SRTM tiles", len(found), worst, 26.0, "m"
    )
