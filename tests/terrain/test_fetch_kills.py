"""A process killed at any instant of a fetch leaves no half tile, and the next one goes on."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from skyshed.terrain.copernicus import tile_name
from skyshed.terrain.dataset import open_terrain
from tests.terrain.bucket import GLO_90, Bucket, serving

TILES = [(40, longitude) for longitude in range(20, 32)]
FETCH = """
import sys
from pathlib import Path
import skyshed.terrain.inspection  # so that nothing is imported after the word "go"
import rasterio, pyproj
from skyshed.terrain.copernicus import DATASETS
from skyshed.terrain.tile_store import TileStore, fetch_tiles
store = TileStore(Path(sys.argv[2]), DATASETS["glo-90"], sys.argv[1])
print("go", flush=True)
fetch_tiles(store, [(40, longitude) for longitude in range(20, 32)])
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory):
    made, folder = Bucket(), tmp_path_factory.mktemp("source")
    for tile in TILES:
        # Noise does not compress: 0.6 MB a tile.
        heights = np.random.default_rng(tile[1]).uniform(0.0, 2000.0, (400, 400))
        made.add(tile, folder, rows=400, columns=400, heights=heights)
    with serving(made):
        yield made


def started(bucket: Bucket, folder: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", FETCH, bucket.url, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    return process


def finished_tiles(bucket: Bucket, folder: Path) -> int:
    """Number of tiles that are there, each of them whole; the folder can be used as it is."""
    count = 0
    for path in folder.glob("*.tif"):
        name = path.stem
        assert path.read_bytes() == bucket.files[f"/{name}/{name}.tif"]
        count += 1
    if count:
        assert len(open_terrain(folder).files) == count
    return count


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_kills_at_random_instants(bucket: Bucket, tmp_path: Path):
    dice = random.Random(20)
    folder = tmp_path / "tiles"
    killed = 0
    for _ in range(7):
        with started(bucket, folder) as process:
            try:
                process.wait(timeout=dice.uniform(0.0, 0.1))
                shutil.rmtree(folder)  # it was through: once more from nothing
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
        finished_tiles(bucket, folder)
    assert killed > 2
    with started(bucket, folder) as process:
        assert process.wait(timeout=60) == 0
    assert finished_tiles(bucket, folder) == len(TILES)
    names = {f"{tile_name(GLO_90, tile)}.tif" for tile in TILES} | {"tileList.txt"}
    assert {path.name for path in folder.iterdir()} == names  # nothing hidden is left


def test_a_kill_after_every_chunk_of_a_tile(bucket: Bucket, tmp_path: Path):
    # The server ends the process that reads, after a random share of the body.
    dice = random.Random(7)
    folder = tmp_path / "tiles"
    name = tile_name(GLO_90, TILES[0])
    path = f"/{name}/{name}.tif"
    for _ in range(5):
        process = started_and_cut(bucket, folder, path, dice.uniform(0.0, 1.0))
        assert process.returncode == -9
        assert not (folder / f"{name}.tif").exists()
        finished_tiles(bucket, folder)
    with started(bucket, folder) as process:
        assert process.wait(timeout=60) == 0
    assert finished_tiles(bucket, folder) == len(TILES)
    ranges = [asked for asked in bucket.asked(name) if asked]
    assert ranges  # what had come before a kill was not asked for again


def started_and_cut(
    bucket: Bucket, folder: Path, path: str, share: float
) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", FETCH, bucket.url, str(folder)], stdout=subprocess.PIPE, text=True
    )
    bucket.kill_after[path] = (process.pid, share)
    with process:
        process.wait(timeout=60)
    return process


def test_two_processes_fetch_the_same_tiles(bucket: Bucket, tmp_path: Path):
    folder = tmp_path / "tiles"
    before = len(bucket.asked(".tif"))
    with started(bucket, folder) as one, started(bucket, folder) as other:
        assert one.wait(timeout=60) == 0
        assert other.wait(timeout=60) == 0
    assert finished_tiles(bucket, folder) == len(TILES)
    assert len(bucket.asked(".tif")) - before == len(TILES)  # each tile came once
