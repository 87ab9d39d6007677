"""Terrain by the name of a data set."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from skyshed.errors import TerrainError
from skyshed.terrain.mosaic import mosaics
from skyshed.terrain.named import Area, open_named_terrain
from skyshed.terrain.sampling import sample_terrain
from tests.terrain.bucket import Bucket, serving
from tests.terrain.tiles import plane


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    made = Bucket()
    for latitude in (48, 49, 50, 51):
        for longitude in (7, 8, 9):
            columns = 120 if latitude < 50 else 80
            made.add((latitude, longitude), tmp_path / "source", columns=columns)
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "cache"))
    with serving(made):
        monkeypatch.setenv("SKYSHED_GLO_90_URL", made.url)
        monkeypatch.setenv("SKYSHED_GLO_30_URL", made.url)
        yield made


def test_the_tiles_of_an_area_on_both_sides_of_50_degrees(bucket: Bucket):
    near = open_named_terrain("glo-90", [Area(50.0, 8.5, 30e3, 30e3)])
    assert near.name == "Copernicus DEM GLO-90"
    assert len(mosaics(near.files)) == 2
    lat, lon = np.meshgrid(np.linspace(49.75, 50.25, 41), np.linspace(8.2, 8.8, 41))
    found = sample_terrain(near, np.radians(lat), np.radians(lon)).altitude_m
    # Off by what half a row of the plane rises, at the seam of the two lattices alone.
    assert np.abs(found - plane(lat, lon)).max() < 20.0 / 240 + 2e-4
    assert not any("no tile for" in note for note in near.notes)


def test_other_tiles_of_the_cache_do_not_count(bucket: Bucket):
    near = [Area(49.5, 8.5, 5e3, 5e3)]
    alone = open_named_terrain("glo-90", near)
    open_named_terrain("glo-90", [Area(50.0, 8.5, 60e3, 60e3)])
    again = open_named_terrain("glo-90", near)
    assert [file.path for file in again.files] == [file.path for file in alone.files]
    assert len(again.files) == 1


def test_missing_tiles_are_noted(bucket: Bucket):
    dataset = open_named_terrain("glo-90", [Area(48.5, 7.5, 80e3, 80e3)])
    (note,) = (note for note in dataset.notes if "no tile for" in note)
    assert "N47E006, N47E007" in note
    assert "unknown, not sea" in note


def test_nothing_but_sea(bucket: Bucket):
    with pytest.raises(TerrainError, match="no tile there"):
        open_named_terrain("glo-90", [Area(0.5, 0.5, 10e3, 10e3)])


def test_too_much_says_what_to_type(bucket: Bucket, monkeypatch: pytest.MonkeyPatch):
    name = "Copernicus_DSM_COG_10_{}_00_{}_00_DEM\n"
    whole = [
        name.format(f"N{lat:02d}", f"{'E' if lon >= 0 else 'W'}{abs(lon):03d}")
        for lat in range(30, 60)
        for lon in range(-20, 60)
    ]
    bucket.files["/tileList.txt"] = "".join(whole).encode()
    with pytest.raises(TerrainError) as caught:
        open_named_terrain("glo-30", [Area(40.08, 32.57, 600e3, 450e3)])
    assert "tiles with 8.1 GB before compression" in str(caught.value)
    assert "--dataset glo-30 --bbox=25,34,40,46 --limit-gb 10`" in str(caught.value)
    assert bucket.asked(".tif") == []
