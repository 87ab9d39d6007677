"""Boxes, tile names and which tiles an area needs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skyshed.errors import TerrainError
from skyshed.geodesy.geodesics import direct
from skyshed.terrain.bounding_box import box_of_tiles, parse_box, tiles_in_box
from skyshed.terrain.copernicus import (
    DATASETS,
    columns_of,
    dataset_named,
    listed_tiles,
    raw_bytes,
    tile_name,
    tile_of_name,
    tile_url,
    tiles_round,
)

GLO_90 = DATASETS["glo-90"]


def test_names_and_addresses_are_those_of_the_bucket():
    name = "Copernicus_DSM_COG_30_N39_00_E032_00_DEM"
    assert tile_name(GLO_90, (39, 32)) == name
    assert tile_url("https://host", name) == f"https://host/{name}/{name}.tif"
    assert tile_name(DATASETS["glo-30"], (-33, -71)) == "Copernicus_DSM_COG_10_S33_00_W071_00_DEM"


@given(st.integers(-90, 89), st.integers(-180, 179), st.sampled_from(sorted(DATASETS)))
def test_names_are_read_back(latitude: int, longitude: int, key: str):
    tile_set = DATASETS[key]
    name = tile_name(tile_set, (latitude, longitude))
    assert tile_of_name(f"{name}.tif") == (latitude, longitude)
    assert listed_tiles(f"{name}\r\n", tile_set) == {(latitude, longitude)}
    other = DATASETS["glo-30" if key == "glo-90" else "glo-90"]
    assert listed_tiles(name, other) == frozenset()


@pytest.mark.parametrize("text", ["", "<html>", "Copernicus_DSM_COG_30_N99_00_E032_00_DEM\n"])
def test_what_is_no_list(text: str):
    assert listed_tiles(text, GLO_90) == frozenset()


def test_columns_are_fewer_towards_the_poles():
    # Arc seconds between columns of GLO-30: 1, 1.5, 2, 3, 5 and 10; in GLO-90 three times that.
    got = [columns_of(GLO_90, (lat, 0)) for lat in (0, 49, 50, 60, 70, 80, 85, 89)]
    assert got == [1200, 1200, 800, 600, 400, 240, 120, 120]
    for latitude in range(90):  # the same on both halves of the Earth
        assert columns_of(GLO_90, (latitude, 0)) == columns_of(GLO_90, (-latitude - 1, 0))
    assert raw_bytes(GLO_90, [(0, 0), (50, 0)]) == 4 * 1200 * 2000


def test_unknown_data_set():
    with pytest.raises(TerrainError, match="glo-90, glo-30, got 'srtm'"):
        dataset_named("srtm")


def test_boxes():
    assert tiles_in_box(parse_box("32,39,34,41")) == ((39, 32), (39, 33), (40, 32), (40, 33))
    assert tiles_in_box(parse_box("32.5 39.5 32.6 39.6")) == ((39, 32),)
    assert tiles_in_box(parse_box("-71,-33,-70,-32")) == ((-33, -71),)
    assert tiles_in_box(parse_box("-0.1,-0.1,0.1,0.1")) == ((-1, -1), (-1, 0), (0, -1), (0, 0))
    assert tiles_in_box(parse_box("179,10,-179,11")) == ((10, 179), (10, -180))
    assert tiles_in_box(parse_box("180,10,-179,11")) == ((10, -180),)
    assert tiles_in_box(parse_box("179,89.5,180,90")) == ((89, 179),)
    assert tiles_in_box(parse_box("0,-90,1,-89.5")) == ((-90, 0),)
    assert len(tiles_in_box(parse_box("-180,-90,180,90"))) == 360 * 180
    assert len(tiles_in_box(parse_box("0.5,0,0.4,1"))) == 360
    assert "179 E eastwards to 179 W" in str(parse_box("179,10,-179,11"))


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90))
def test_any_four_numbers_are_a_box_or_one_sentence(west, south, east, north):
    text = f"{west!r},{south!r},{east!r},{north!r}"
    if south >= north or west == east:
        with pytest.raises(TerrainError) as caught:
            parse_box(text)
        assert "\n" not in str(caught.value)
        return
    box = parse_box(text)
    tiles = tiles_in_box(box)
    assert len(set(tiles)) == len(tiles) > 0
    assert all(-90 <= lat < 90 and -180 <= lon < 180 for lat, lon in tiles)
    assert (min(math.floor(south), 89), (math.floor(west) + 180) % 360 - 180) in tiles


@given(st.lists(st.tuples(st.integers(-90, 89), st.integers(-180, 179)), min_size=1, max_size=9))
def test_the_box_of_tiles_holds_them(tiles):
    box = box_of_tiles(tiles)
    assert set(tiles) <= set(tiles_in_box(box))
    assert parse_box(f"{box.west},{box.south},{box.east},{box.north}") == box


def test_the_box_of_tiles_is_the_smallest():
    assert tiles_in_box(box_of_tiles([(10, 179), (10, -180)])) == ((10, 179), (10, -180))
    assert len(tiles_in_box(box_of_tiles([(0, lon) for lon in range(-180, 180)]))) == 360


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("32,39,34", "west,south,east,north"),
        ("32,39,34,41,5", "west,south,east,north"),
        ("", "west,south,east,north"),
        ("a,b,c,d", "'a,b,c,d'"),
        ("nan,0,1,1", "nan"),
        ("inf,0,1,1", "inf"),
        ("32,41,34,39", "south below north, got 41 and 39"),
        ("32,39,34,39", "south below north"),
        ("32,39,32,41", "with a width"),
        ("181,39,182,41", "west between -180 and 180 degrees, got 181"),
        ("39,-100,41,34", "south between -90 and 90"),
    ],
)
def test_what_is_no_box(text: str, words: str):
    with pytest.raises(TerrainError) as caught:
        parse_box(text)
    assert str(caught.value).startswith("--bbox: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@given(
    st.floats(-89.9, 89.9),
    st.floats(-180, 180),
    st.floats(1e3, 700e3),
    st.floats(0, 2 * math.pi),
    st.floats(0, 1),
)
def test_every_place_of_a_disc_has_its_tile(latitude, longitude, radius_m, azimuth, part):
    tiles = set(tiles_round(latitude, longitude, disc_m=radius_m))
    lat, lon, _ = direct(
        math.radians(latitude), math.radians(longitude), np.array(azimuth), radius_m * part
    )
    there = min(math.floor(math.degrees(float(lat))), 89)
    east = (math.floor(math.degrees(float(lon))) + 180) % 360 - 180
    assert (there, east) in tiles


def test_a_disc_takes_few_tiles_more_than_it_touches():
    # 600 km round 40 N: the disc is 1.13 million km2, a tile about 111 x 85 km; its rim, 3770 km
    # long, touches one tile more every 85 to 111 km at most.
    tiles = tiles_round(40.08, 32.57, disc_m=600e3)
    inner = math.pi * 600.0**2 / (111.0 * 85.0)
    assert inner < len(tiles) < inner + 3770.0 / 85.0


def test_a_square_reaches_into_its_corners():
    square = set(tiles_round(40.5, 32.5, disc_m=1e3, square_m=250e3))
    disc = set(tiles_round(40.5, 32.5, disc_m=250e3))
    assert disc < square
    # Corners of the square on the plane, 354 km away, by geodesics.
    for azimuth in (45.0, 135.0, 225.0, 315.0):
        lat, lon, _ = direct(
            math.radians(40.5), math.radians(32.5), np.radians(azimuth), 250e3 * math.sqrt(2.0)
        )
        assert (math.floor(np.degrees(lat)), math.floor(np.degrees(lon))) in square
    assert len({lon for lat, lon in tiles_round(89.9, 0.0, disc_m=100e3) if lat == 89}) == 360
