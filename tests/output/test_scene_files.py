"""Files of a scene: areas of cells, cut where the map of the world ends."""

import numpy as np
import pytest

from skyshed.output.cover_outlines import cells_outline
from skyshed.output.hillshade import hillshade_tile
from skyshed.output.scene_files import within_180
from skyshed.terrain.dataset import open_terrain

CELL_M = 2000.0


def area_m2(outline, latitude_deg):
    """Area of a small MultiPolygon, on a sphere cut flat at its latitude."""
    metres = 111_195.0  # a degree on the mean sphere
    total = 0.0
    for polygon in outline["coordinates"]:
        for ring in polygon:
            x, y = np.array(ring).T
            x = x * np.cos(np.radians(latitude_deg))
            total += 0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) * metres**2
    return total


def wanted():
    cells = np.zeros((21, 21), dtype=bool)
    cells[5:12, 6:15] = True
    cells[8, 9] = False  # a hole
    return cells


@pytest.mark.parametrize("place", [(0.0, 20.0), (40.0, 32.5), (-35.0, 179.95), (60.0, -179.99)])
def test_outline_holds_the_area_of_its_cells(place):
    outline = cells_outline(wanted(), latitude_deg=place[0], longitude_deg=place[1], cell_m=CELL_M)
    expected = wanted().sum() * CELL_M**2
    # a degree is 0.7 % longer or shorter than on the sphere; half a degree off in latitude
    for found in (outline, within_180(outline)):
        assert area_m2(found, place[0]) == pytest.approx(expected, rel=0.02)
    longitudes = [x for poly in within_180(outline)["coordinates"] for r in poly for x, _ in r]
    assert -180.0 <= min(longitudes) <= max(longitudes) <= 180.0


def test_no_cells_no_area():
    nothing = cells_outline(
        np.zeros((5, 5), dtype=bool), latitude_deg=0.0, longitude_deg=0.0, cell_m=CELL_M
    )
    assert nothing == {"type": "MultiPolygon", "coordinates": []}


def test_hillshade_is_transparent_over_the_open_sea_only():
    image = pytest.importorskip("PIL.Image")
    import io

    land, sea = (
        np.asarray(image.open(io.BytesIO(hillshade_tile(open_terrain(), 6, *tile))))
        for tile in ((37, 24), (4, 30))  # Anatolia; the Pacific
    )
    assert land.shape == sea.shape == (256, 256, 2)
    assert sea[..., 1].max() == 0
    assert land[..., 1].max() > 100
    with pytest.raises(ValueError, match="no such tile"):
        hillshade_tile(open_terrain(), 2, 4, 0)
