"""Maps as a labelled dataset."""

import numpy as np
import pyproj
import pytest

from skyshed.analysis.coverage import FACTORS, UNKNOWN_FACTOR, Heights
from skyshed.analysis.labelled import to_dataset
from skyshed.analysis.results import MapLayers
from skyshed.geodesy.site_plane import plane_to_geodetic


@pytest.fixture
def layers():
    """Five cells a side; the north-east corner is unknown, cover differs by height and side."""
    shape = (5, 5)
    known = np.ones(shape, bool)
    known[0, 4] = False
    share = np.zeros((2, *shape))
    share[1, :, :2] = 0.25  # the west, at the greater height
    return MapLayers(
        latitude_deg=40.0789,
        longitude_deg=32.5656,
        cell_m=2000.0,
        radius_m=4000.0,
        heights=Heights(agl_m=(100.0,), altitude_m=(3000.0,)),
        ground_m=np.arange(25, dtype=np.float32).reshape(shape),
        known=known,
        nominal=share > 0.5,
        share=share,
        quantiles_m=np.stack(
            [np.full(shape, 900.0), np.full(shape, 950.0), np.full(shape, np.nan)]
        ),
        factors=np.full((2, *shape), FACTORS.index("terrain"), dtype=np.uint8),
    )


def test_labels_pick_the_right_cells(layers):
    found = to_dataset(layers)
    assert found.x.values.tolist() == [-4000.0, -2000.0, 0.0, 2000.0, 4000.0]
    assert found.y.values.tolist() == [4000.0, 2000.0, 0.0, -2000.0, -4000.0]
    north_west = found.ground_altitude_m.sel(x=-4000.0, y=4000.0)
    assert float(north_west) == layers.ground_m[0, 0]
    high = found.share_of_draws.sel(height="3 km above sea level")
    assert float(high.sel(x=-4000.0, y=0.0)) == 0.25
    assert float(high.sel(x=4000.0, y=0.0)) == 0.0
    assert found.value_m.values.tolist() == [100.0, 3000.0]
    assert found.above_ground.values.tolist() == [True, False]


def test_unknown_places_are_never_not_covered(layers):
    found = to_dataset(layers)
    corner = found.sel(x=4000.0, y=4000.0)
    assert np.isnan(corner.share_of_draws).all()
    assert np.isnan(corner.lowest_covered_altitude_m).all()
    assert not bool(corner.known)
    assert np.isfinite(layers.share).all()  # the layers themselves stay as they were


def test_quantiles_carry_their_level(layers):
    found = to_dataset(layers).lowest_covered_altitude_m
    at_radar = found.sel(x=0.0, y=0.0)
    assert float(at_radar.sel(draws_at_or_below=0.5)) == 950.0
    assert np.isnan(float(at_radar.sel(draws_at_or_below=0.95)))


def test_every_number_has_a_unit(layers):
    found = to_dataset(layers)
    for name, variable in found.data_vars.items():
        assert variable.attrs["units"] == ("m" if name.endswith("_m") else "1"), name
        assert variable.attrs["grid_mapping"] == "crs"


def test_limiting_factors_are_spelled_out(layers):
    attributes = to_dataset(layers).limiting_factor.attrs
    words = dict(zip(attributes["flag_values"], attributes["flag_meanings"].split(), strict=True))
    assert words[UNKNOWN_FACTOR] == "unknown"
    assert [words[code].replace("_", " ") for code in range(len(FACTORS))] == list(FACTORS)


def test_plane_is_the_one_of_the_geodesics(layers):
    plane = pyproj.CRS.from_wkt(to_dataset(layers).crs.attrs["crs_wkt"])
    to_degrees = pyproj.Transformer.from_crs(plane, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(2000.0, -4000.0)
    site = {"lat0_rad": np.radians(40.0789), "lon0_rad": np.radians(32.5656)}
    lat_rad, lon_rad = plane_to_geodetic(2000.0, -4000.0, **site)
    assert np.radians(latitude) == pytest.approx(float(lat_rad), abs=1e-10)  # under a millimetre
    assert np.radians(longitude) == pytest.approx(float(lon_rad), abs=1e-10)
