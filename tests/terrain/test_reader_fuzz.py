"""Damaged elevation files: heights or one sentence, nothing else, however the bytes were changed.

`SKYSHED_FUZZ_EXAMPLES` sets how many damaged files of each format are tried (20 by default).
"""

import gzip
import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasterio.transform import Affine

from skyshed.errors import TerrainError
from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.sampling import sample_terrain
from skyshed.terrain.site_grid import site_grid
from skyshed.terrain.survey import survey
from tests.terrain.tiles import dted_tile, glo_tile, hgt_bytes, hgt_heights

EXAMPLES = int(os.environ.get("SKYSHED_FUZZ_EXAMPLES", "20"))
MOST_BYTES = 1_500_000_000
"""Memory that a small damaged file may cost: no more than a large sound one."""


def tiled(path: Path) -> bytes:
    """A GeoTIFF with tiles, deflate and overviews, like the tiles of Copernicus."""
    heights = np.random.default_rng(3).integers(0, 3000, (256, 256)).astype(np.float32)
    with rasterio.open(
        path, "w", driver="GTiff", height=256, width=256, count=1, dtype="float32",
        crs="EPSG:4326", transform=Affine(1 / 256, 0, 30, 0, -1 / 256, 41), tiled=True,
        blockxsize=64, blockysize=64, compress="deflate", predictor=3,
    ) as target:  # fmt: skip
        target.write(heights, 1)
        target.build_overviews([2, 4], rasterio.enums.Resampling.average)
    return path.read_bytes()


def archive(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
        file.writestr("readme.txt", "about the tile")
    return packed.getvalue()


VRT = """<VRTDataset rasterXSize="256" rasterYSize="256"><SRS>EPSG:4326</SRS>
<GeoTransform>30, 0.00390625, 0, 41, 0, -0.00390625</GeoTransform>
<VRTRasterBand dataType="Float32" band="1"><SimpleSource>
<SourceFilename relativeToVRT="1">{name}</SourceFilename><SourceBand>1</SourceBand>
<SrcRect xOff="0" yOff="0" xSize="256" ySize="256"/>
<DstRect xOff="0" yOff="0" xSize="256" ySize="256"/>
</SimpleSource></VRTRasterBand></VRTDataset>"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sound files, by the name that they must have."""
    folder = tmp_path_factory.mktemp("sound")
    hgt = hgt_bytes(hgt_heights(40, 30))
    files = {
        "N40E030.hgt": hgt,
        "N40E030.hgt.gz": gzip.compress(hgt, 1),
        "N40E030.hgt.zip": archive("N40E030.hgt", hgt),
        "tiles.zip": archive("a/b.tif", glo_tile(folder / "z.tif", 40, 30).read_bytes()),
        "n40.dt0": dted_tile(
            folder / "n40.dt0", 40, 30, hgt_heights(40, 30, per_degree=120)
        ).read_bytes(),
        "strips.tif": glo_tile(folder / "s.tif", 40, 30).read_bytes(),
        "tiles.tif": tiled(folder / "tiles-source.tif"),
        "some.vrt": VRT.format(name=(folder / "tiles-source.tif").as_posix()).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@st.composite
def damage(draw: st.DrawFn) -> list[tuple[str, float, bytes]]:
    """What is done to a file: where (a share of its length, mostly near an end) and how."""
    steps = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["set", "set", "set", "insert", "delete", "cut"]))
        near = draw(st.sampled_from(["start", "start", "end", "anywhere"]))
        share = draw(st.floats(0.0, 1.0))
        steps.append((f"{kind} {near}", share, draw(st.binary(min_size=1, max_size=8))))
    return steps


def damaged(content: bytes, steps: list[tuple[str, float, bytes]]) -> bytes:
    found = bytearray(content)
    for how, share, new in steps:
        kind, near = how.split()
        reach = len(found) if near == "anywhere" else min(len(found), 512)
        at = int(share * reach) if near != "end" else len(found) - int(share * reach)
        if kind == "set":
            found[at : at + len(new)] = new
        elif kind == "insert":
            found[at:at] = new
        elif kind == "delete":
            del found[at : at + len(new)]
        elif near != "start":
            del found[at:]
    return bytes(found)


def read_everything(path: Path) -> None:
    """Every way in which skyshed reads a file."""
    dataset = open_terrain(path)
    for file in dataset.files:
        assert np.isfinite(file.resolution_m)
        assert np.all(np.isfinite(file.bounds_deg))
    west, south, east, north = dataset.files[0].bounds_deg
    middle = (south + north) / 2.0, west + ((east - west) % 360.0 or 360.0) / 2.0
    found = sample_terrain(dataset, np.radians(middle[0]), np.radians(middle[1]))
    assert not found.altitude_m > 9000.0
    assert not found.altitude_m < -500.0
    if abs(middle[0]) <= 90.0:
        site = {"latitude_deg": middle[0], "longitude_deg": middle[1]}
        site_grid(dataset, **site, radius_m=5e3, cell_m=500.0)
    if sum(file.height * file.width for file in dataset.files) < 1e6:
        survey(dataset)


NAMES = (
    "N40E030.hgt",
    "N40E030.hgt.gz",
    "N40E030.hgt.zip",
    "tiles.zip",
    "n40.dt0",
    "strips.tif",
    "tiles.tif",
    "some.vrt",
)


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(steps=damage())
def test_a_damaged_file(name, steps, sound, tmp_path):
    path = tmp_path / name
    path.write_bytes(damaged((sound / name).read_bytes(), steps))
    tracemalloc.start()
    try:
        read_everything(path)
    except TerrainError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < MOST_BYTES
    assert [file.name for file in tmp_path.iterdir()] == [name]  # nothing is written beside it


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_file_is_read(name, sound, tmp_path):
    path = tmp_path / name
    path.write_bytes((sound / name).read_bytes())
    read_everything(path)


LEVEL = """<VRTDataset rasterXSize="{size}" rasterYSize="{size}"><SRS>EPSG:4326</SRS>
<GeoTransform>30, {cell}, 0, 41, 0, -{cell}</GeoTransform>
<VRTRasterBand dataType="Float32" band="1">{void}</VRTRasterBand></VRTDataset>"""


@pytest.mark.parametrize(
    ("size", "cell"), [(2_147_483_647, 1e-9), (100, 0.0), (100, 1e300), (100, 10.0), (15, 10.0)]
)
def test_a_position_that_cannot_be(tmp_path, size, cell):
    path = tmp_path / "level.vrt"
    path.write_text(LEVEL.format(size=size, cell=cell, void=""))
    with pytest.raises(TerrainError) as caught:
        read_everything(path)
    assert "its position is wrong" in str(caught.value)


def test_a_small_file_that_promises_a_continent_of_voids(tmp_path, monkeypatch):
    monkeypatch.setattr("skyshed.terrain.inspection._MOST_SEARCHED", 10_000_000)
    path = tmp_path / "empty.vrt"
    void = "<NoDataValue>0</NoDataValue>"
    path.write_text(LEVEL.format(size=2_000_000, cell=1e-6, void=void))
    with pytest.raises(TerrainError, match="holds no height"):
        read_everything(path)


def test_cells_in_one_huge_block(tmp_path):
    path = tmp_path / "block.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=20_000, width=20_000, count=1, dtype="int16",
        crs="EPSG:4326", transform=Affine(1e-5, 0, 30, 0, -1e-5, 41), blockysize=20_000,
        SPARSE_OK="TRUE", compress="deflate",
    ):  # fmt: skip
        pass  # nothing is written: the file holds the promise alone
    with pytest.raises(TerrainError, match="stored in blocks of 20000 x 20000"):
        read_everything(path)


def test_many_bands(tmp_path):
    path = tmp_path / "bands.vrt"
    band = '<VRTRasterBand dataType="Float32" band="{}"/>'
    bands = "".join(band.format(number) for number in range(1, 1102))
    path.write_text(f'<VRTDataset rasterXSize="9" rasterYSize="9">{bands}</VRTDataset>')
    with pytest.raises(TerrainError, match="1101 bands"):
        read_everything(path)


def test_a_file_far_finer_than_the_map(tmp_path):
    # 100 cells of 1 m under a map with cells of 2 km: one average, not 2000 x 2000 of padding.
    path = tmp_path / "fine.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=100, width=100, count=1, dtype="float32",
        crs="EPSG:32636", transform=Affine(1, 0, 400_000, 0, -1, 4_400_000),
    ) as target:  # fmt: skip
        target.write(np.arange(10_000, dtype=np.float32).reshape(100, 100) / 10.0, 1)
    dataset = open_terrain(path)
    tracemalloc.start()
    west, south, east, north = dataset.files[0].bounds_deg
    middle = np.radians((south + north) / 2), np.radians((west + east) / 2)
    found = sample_terrain(dataset, *middle, spacing_m=2e6)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.altitude_m == pytest.approx(499.95, abs=0.01)
    assert peak < 10_000_000


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), name=st.sampled_from(NAMES))
def test_any_bytes(content, name, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TerrainError) as caught:
        read_everything(path)
    assert len(str(caught.value).splitlines()) == 1
