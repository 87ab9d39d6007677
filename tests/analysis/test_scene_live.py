"""Several who drag share the maps and do not disturb each other."""

import dataclasses

import numpy as np
import pytest

from skyshed.analysis.live_cover import MercatorView
from skyshed.analysis.scene_live import LivePool, live_cell_m, live_radar
from skyshed.errors import TerrainError
from skyshed.scenario.quick_scene import Scene, SceneRadar, scene_study
from skyshed.terrain.dataset import open_terrain

SCENE = Scene((SceneRadar("r1", "s-400/91n6e", 0.0, 0.0),), "f-16c", radius_m=60_000.0, draws=20)
PLACES = {"ann": (40.0, 32.5), "bob": (37.0, -3.0), "eve": (46.5, 8.0)}


def frame(pool, radar, who, moved_deg=0.0):
    latitude, longitude = PLACES[who][0] + moved_deg, PLACES[who][1]
    view = MercatorView(longitude - 0.7, latitude - 0.5, longitude + 0.7, latitude + 0.5, 64, 64)
    return pool.frame(radar, who, latitude_deg=latitude, longitude_deg=longitude, view=view)


@pytest.fixture(scope="module")
def radar():
    return live_radar(scene_study(SCENE), "r1", open_terrain())


def test_each_gets_what_they_would_get_alone(radar):
    shared = LivePool(open_terrain(), most_window_bytes=1)  # room for one window only
    turns = [(who, moved) for moved in (0.0, 0.01) for who in PLACES]
    found = [frame(shared, radar, who, moved) for who, moved in turns]
    for (who, moved), one in zip(turns, found, strict=True):
        alone = LivePool(open_terrain())
        assert np.array_equal(frame(alone, radar, who, moved), one)
        alone.close()
    shared.close()


def test_windows_are_bounded(radar):
    pool = LivePool(open_terrain(), most_window_bytes=1)
    for who in PLACES:
        frame(pool, radar, who)
        assert len(pool._windows) == 1
    pool.close()


def test_other_sizes_of_maps(radar):
    pool = LivePool(open_terrain(), most=1)
    frame(pool, radar, "ann")
    wide = dataclasses.replace(radar, radius_m=80_000.0)
    frame(pool, wide, "ann")
    assert len(pool._covers) == 1
    pool.close()


def test_cells_never_below_the_boundary():
    assert live_cell_m(10_000.0) == 250.0
    assert live_cell_m(250_000.0) == 250.0
    assert live_cell_m(600_000.0) == 858.0


def test_site_without_terrain(radar, tmp_path):
    import rasterio

    path = tmp_path / "small.tif"
    profile = {
        "driver": "GTiff",
        "width": 20,
        "height": 20,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:4326",
        "transform": rasterio.Affine(0.01, 0.0, 10.0, 0.0, -0.01, 50.0),
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.full((1, 20, 20), 5.0, dtype=np.float32))
    pool = LivePool(open_terrain(path))
    with pytest.raises(TerrainError, match="no terrain under it"):
        frame(pool, radar, "ann")
    pool.close()
