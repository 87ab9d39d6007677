"""Rasters, outlines and tables are where they should be, for the programs that people use."""

import csv
import dataclasses
import errno
import json
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from skyshed.errors import OutputError
from skyshed.output.rasters import write_rasters
from skyshed.output.tables import Table, result_tables, write_csv
from skyshed.output.vectors import outline, write_vectors
from tests.output.synthetic import SITE, make_result

STEM = "see-f-16c"


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def rasters(result, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rasters")
    write_rasters(result, folder)
    return folder


def test_rasters_hold_the_maps(result, rasters):
    import rasterio

    layers = result.pairs[0].layers
    assert len(list(rasters.iterdir())) == 3 + 2 * len(layers.heights)
    with rasterio.open(rasters / f"{STEM}-lowest_p50.tif") as file:
        expected = np.where(layers.known, layers.quantiles_m[1], np.nan).astype(np.float32)
        np.testing.assert_array_equal(file.read(1), expected)
        assert file.units == ("m",)
        assert "50 % of the draws" in file.descriptions[0]
        assert math.isnan(file.nodata)
    with rasterio.open(rasters / f"{STEM}-limiting-1-km-above-ground.tif") as file:
        np.testing.assert_array_equal(file.read(1), layers.factors[1])
        assert file.nodata == 255
        assert "3 terrain" in file.descriptions[0]


def test_the_middle_of_a_raster_is_the_radar(rasters):
    import rasterio
    from rasterio.warp import transform

    with rasterio.open(rasters / f"{STEM}-share-100-m-above-ground.tif") as file:
        east, north = file.xy(file.height // 2, file.width // 2)
        assert (east, north) == pytest.approx((0.0, 0.0), abs=1e-6)
        longitude, latitude = transform(file.crs, "EPSG:4326", [east], [north])
        corner = file.xy(0, 0)
    assert (latitude[0], longitude[0]) == pytest.approx(SITE, abs=1e-9)
    assert corner == pytest.approx((-450e3, 450e3))


def test_rasters_repeat_to_the_byte(result, rasters, tmp_path):
    write_rasters(result, tmp_path)
    for path in sorted(rasters.iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


@pytest.mark.skipif(shutil.which("gdalinfo") is None, reason="gdalinfo is not installed")
def test_gdal_reads_the_place_and_the_layout(rasters):
    path = rasters / f"{STEM}-lowest_p05.tif"
    printed = subprocess.run(
        ["gdalinfo", "-json", str(path)], capture_output=True, text=True, check=True
    )
    found = json.loads(printed.stdout)
    ring = found["wgs84Extent"]["coordinates"][0]
    assert np.mean([p[1] for p in ring[:4]]) == pytest.approx(SITE[0], abs=0.3)
    assert np.mean([p[0] for p in ring[:4]]) == pytest.approx(SITE[1], abs=0.3)
    assert found["metadata"]["IMAGE_STRUCTURE"]["LAYOUT"] == "COG"
    assert found["bands"][0]["unit"] == "m"


def test_fine_maps_are_refused(result, tmp_path):
    layers = dataclasses.replace(result.pairs[0].layers, cell_m=100.0)
    pair = dataclasses.replace(result.pairs[0], layers=layers)
    with pytest.raises(OutputError, match="250 m or more, got 100 m"):
        write_rasters(dataclasses.replace(result, pairs=(pair,)), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told(result, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space left") as raised:  # result_folder words it
        write_rasters(result, tmp_path)
    assert raised.value.errno == errno.ENOSPC


def test_outlines_lie_round_the_radar(result, tmp_path):
    write_vectors(result, tmp_path)
    outlines = json.loads((tmp_path / f"{STEM}-radius.geojson").read_text("utf-8"))
    levels = {f["properties"]["level"] for f in outlines["features"]}
    assert levels == {"p05", "p50", "p95"}
    ring = json.loads((tmp_path / "ring.geojson").read_text("utf-8"))["features"][0]
    points = np.array(ring["geometry"]["coordinates"][0])
    assert points[:, 1].mean() == pytest.approx(SITE[0], abs=0.1)
    assert _signed_area(points) > 0.0  # RFC 7946: counterclockwise
    assert points[0].tolist() == points[-1].tolist()


def test_the_ring_has_its_radius():
    from skyshed.geodesy.geodesics import inverse

    azimuth = np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
    shape = outline(*SITE, azimuth, np.full(12, 250e3))
    points = np.radians(shape["coordinates"][0])
    site = np.radians(SITE)
    distance, _, _ = inverse(site[0], site[1], points[:, 1], points[:, 0])
    np.testing.assert_allclose(distance, 250e3, atol=1.5)  # five decimals of a degree


@pytest.mark.parametrize("longitude", [179.5, -179.5])
def test_outlines_are_cut_at_the_antimeridian(longitude):
    azimuth = np.linspace(0.0, 2.0 * np.pi, 90, endpoint=False)
    shape = outline(52.0, longitude, azimuth, np.full(90, 200e3))
    assert shape["type"] == "MultiPolygon"
    parts = [np.array(part[0]) for part in shape["coordinates"]]
    assert len(parts) == 2
    assert all(np.ptp(part[:, 0]) < 10.0 and np.abs(part[:, 0]).max() <= 180.0 for part in parts)
    assert all(_signed_area(part) > 0.0 for part in parts)
    whole = np.array(outline(52.0, 20.0, azimuth, np.full(90, 200e3))["coordinates"][0])
    cut = sum(_signed_area(part) for part in parts)
    assert cut == pytest.approx(_signed_area(whole), rel=1e-4)


def _signed_area(points):
    x, y = points[:, 0], points[:, 1]
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_ogr_reads_the_outlines(result, tmp_path):
    for path in write_vectors(result, tmp_path):
        printed = subprocess.run(
            ["ogrinfo", "-al", "-so", str(path)], capture_output=True, text=True, check=True
        )
        assert "WGS 84" in printed.stdout
        assert "Feature Count: 0" not in printed.stdout
        assert not printed.stderr


def test_tables_have_units_and_empty_cells_for_never(result, tmp_path):
    tables = {table.name: table for table in result_tables(result)}
    assert {"ranges", "cover", "areas", "claims", "tornado", "inputs", "sources"} <= set(tables)
    rows = _read(write_csv(tables["ranges"], tmp_path))
    confirmed = next(
        r for r in rows if r["criterion"].startswith("conf") and r["range_kind"] == "ground"
    )
    assert confirmed["range_p05_m"] == ""
    assert float(confirmed["range_p50_m"]) == 240e3
    cover = _read(write_csv(tables["cover"], tmp_path))
    assert cover[0]["height"] == "100 m above ground"


def test_words_never_become_formulas(tmp_path):
    table = Table("odd", ("words", "number"), (("=1+1", -2.5), ("@x", math.nan)))
    rows = _read(write_csv(table, tmp_path))
    assert [r["words"] for r in rows] == ["'=1+1", "'@x"]
    assert [r["number"] for r in rows] == ["-2.5", ""]


def test_cover_of_a_pair_without_maps_is_not_known(result, tmp_path):
    pair = result.pairs[1]
    pair = dataclasses.replace(
        pair, area_m2=0.0 * pair.area_m2, share_in_ring=0.0 * pair.share_in_ring, layers=None
    )
    tables = result_tables(dataclasses.replace(result, pairs=(pair,)))
    cover = next(table for table in tables if table.name == "cover")
    row = _read(write_csv(cover, tmp_path))[0]
    assert row["share_in_ring_p50"] == row["area_p50_m2"] == ""


def _read(path: Path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
