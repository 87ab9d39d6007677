"""Every format and wrapping that the public products come in, alone and in any mix."""

import gzip
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from skyshed.errors import TerrainError
from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.sampling import sample_terrain
from tests.conftest import shared_path
from tests.terrain.tiles import dted_tile, glo_tile, hgt_bytes, hgt_heights, plane


def degrees(path: Path, latitude_deg, longitude_deg) -> np.ndarray:
    dataset = open_terrain(path)
    return sample_terrain(dataset, np.radians(latitude_deg), np.radians(longitude_deg)).altitude_m


def plain(folder: Path) -> Path:
    path = folder / "N40E030.hgt"
    path.write_bytes(hgt_bytes(hgt_heights(40, 30)))
    return path


def gzipped(folder: Path) -> Path:
    path = folder / "N40E030.hgt.gz"
    path.write_bytes(gzip.compress(hgt_bytes(hgt_heights(40, 30)), 1))
    return path


def zipped(folder: Path, name: str = "N40E030.SRTMGL3.hgt.zip", inner: str = "N40E030.hgt") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inner, hgt_bytes(hgt_heights(40, 30)))
        archive.writestr("readme.txt", "not a tile")
    return path


def zipped_in_a_folder(folder: Path) -> Path:
    return zipped(folder, "all tiles {1}.zip", "some folder/N40E030.hgt")


def dted(level: int) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        per_degree = {0: 120, 1: 1200}[level]
        heights = hgt_heights(40, 30, per_degree=per_degree)
        return dted_tile(folder / f"n40.dt{level}", 40, 30, heights)

    return write


def tiff(folder: Path) -> Path:
    return glo_tile(folder / "n40.tif", 40, 30, rows=1200, columns=1200)


FORMATS = {
    "hgt": plain,
    "hgt.gz": gzipped,
    "hgt.zip": zipped,
    "zip": zipped_in_a_folder,
    "dt0": dted(0),
    "dt1": dted(1),
    "tif": tiff,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("alone", [True, False], ids=["file", "folder"])
def test_every_format_reads_the_same_plane(tmp_path: Path, name: str, alone: bool):
    path = FORMATS[name](tmp_path)
    before = sorted(tmp_path.iterdir())
    lat, lon = np.meshgrid(np.linspace(40.1, 40.9, 7), np.linspace(30.1, 30.9, 7))
    found = degrees(path if alone else tmp_path, lat, lon)
    np.testing.assert_allclose(found, plane(lat, lon), atol=0.51)  # whole metres but in the GeoTIFF
    assert sorted(tmp_path.iterdir()) == before  # nothing is unpacked or written beside it


def test_a_folder_of_any_mix(tmp_path: Path):
    plain(tmp_path)
    heights = hgt_heights(40, 31)
    (tmp_path / "N40E031.hgt.gz").write_bytes(gzip.compress(hgt_bytes(heights), 1))
    dted_tile(tmp_path / "n41.dt1", 41, 30, hgt_heights(41, 30))
    glo_tile(tmp_path / "n41e31.tif", 41, 31, rows=600, columns=600)
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.writestr("notes.txt", "no tile in here")
    (tmp_path / "credits.pdf").write_bytes(b"%PDF")
    (tmp_path / ".unfinished.tif").write_bytes(b"II*")
    lat, lon = np.meshgrid(np.linspace(40.01, 41.99, 41), np.linspace(30.01, 31.99, 41))
    found = degrees(tmp_path, lat, lon)
    np.testing.assert_allclose(found, plane(lat, lon), atol=0.51)


def test_voids_and_depths_below_the_sea_in_hgt_and_dted(tmp_path: Path):
    heights = np.full((1201, 1201), -410.0)
    heights[600:605, 600:605] = -32768.0
    (tmp_path / "N31E035.hgt").write_bytes(hgt_bytes(heights))
    assert degrees(tmp_path / "N31E035.hgt", 31.9, 35.1) == pytest.approx(-410.0)
    dataset = open_terrain(tmp_path)
    found = sample_terrain(dataset, np.radians(32.0 - 602 / 1200), np.radians(35.0 + 602 / 1200))
    assert found.void
    assert found.altitude_m == pytest.approx(-410.0)
    dted_tile(tmp_path / "low.dt0", 31, 36, np.full((121, 121), -410))
    assert degrees(tmp_path / "low.dt0", 31.5, 36.5) == pytest.approx(-410.0)


def refused(path: Path, *words: str) -> str:
    with pytest.raises(TerrainError) as caught:
        open_terrain(path)
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message
    return message


def test_hgt_with_another_name_or_size(tmp_path: Path):
    named = tmp_path / "mountains.hgt"
    named.write_bytes(hgt_bytes(hgt_heights(40, 30)))
    refused(named, "named after its south-west corner", "N39E032.hgt")
    cut = tmp_path / "N40E030.hgt"
    cut.write_bytes(hgt_bytes(hgt_heights(40, 30))[:-2])
    refused(cut, "1201 x 1201")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_cut_archives(tmp_path: Path, share: float):
    for path in (gzipped(tmp_path), zipped(tmp_path)):
        whole = path.read_bytes()
        path.write_bytes(whole[: int(share * len(whole))])
        refused(path, path.name)


def test_archives_without_tiles_and_things_that_are_none(tmp_path: Path):
    path = tmp_path / "notes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "no tile in here")
    refused(path, "notes.zip", "holds no terrain file")
    refused(tmp_path, "holds no terrain file")
    path.write_bytes(b"no archive at all")
    refused(path, "archive cannot be read")
    path.write_bytes(b"")
    refused(path, "is empty")
    refused(tmp_path / "missing.zip", "no such terrain file")


def test_the_member_of_an_archive_is_named(tmp_path: Path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/N40E030.hgt", hgt_bytes(hgt_heights(40, 30)))
        archive.writestr("b/N41E030.hgt", b"too short")
    refused(path, "two.zip/b/N41E030.hgt")


def test_encrypted_archive(tmp_path: Path):
    path = zipped(tmp_path)
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag "encrypted" of the first member, here and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    refused(path, "password")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["N31E035", "N46E008", "S33W071"])
def test_real_tiles_read_alike_in_every_format(tmp_path: Path, name: str, record_validation):
    # GDAL writes the same cells as .hgt and DTED level 1; every cell centre must read alike.
    import rasterio
    import rasterio.shutil

    source = shared_path(f"terrain/srtm3_{name}.tif")
    rasterio.shutil.copy(source, tmp_path / f"{name}.hgt", driver="SRTMHGT")
    rasterio.shutil.copy(source, tmp_path / f"{name}.dt1", driver="DTED")
    with (
        (tmp_path / f"{name}.hgt").open("rb") as raw,
        gzip.open(tmp_path / f"{name}.hgt.gz", "wb", 1) as packed,
    ):
        shutil.copyfileobj(raw, packed)
    with rasterio.open(source) as tile:
        a, _, c, _, e, f = tuple(tile.transform)[:6]
    lat = (f + e * (np.arange(3, 1200, 7) + 0.5))[:, None]
    lon = (c + a * (np.arange(3, 1200, 7) + 0.5))[None, :]
    original = degrees(source, lat, lon)
    worst = 0.0
    for suffix in ("hgt", "hgt.gz", "dt1"):
        found = degrees(tmp_path / f"{name}.{suffix}", lat, lon)
        assert np.array_equal(np.isnan(found), np.isnan(original))
        worst = max(worst, float(np.nanmax(np.abs(found - original))))
    assert worst < 0.01
    record_validation(
        "HGT, gzipped HGT and DTED readers", f"GeoTIFF of SRTM {name}", 3 * original.size, worst,
        0.01, "m",
    )  # fmt: skip
