"""The lines of the maps lie where coasts and borders are."""

import numpy as np
import pytest

from skyshed.output.basemap import BORDER_NOTE, basemap_lines, basemap_round_site
from tests.conftest import ROOT


def nearest_km(lines, latitude: float, longitude: float) -> float:
    """Distance of a place to the nearest point of any line; enough for a few km."""
    lat = np.concatenate([line.lat_deg for line in lines])
    lon = np.concatenate([line.lon_deg for line in lines])
    east = (lon - longitude) * 111.3 * np.cos(np.radians(latitude))
    return float(np.hypot(east, (lat - latitude) * 111.2).min())


def of_kind(lines, kind: str):
    return [line for line in lines if line.kind == kind]


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Cape Matapan", 36.386, 22.483),
        ("Cape Anamur", 36.020, 32.803),
        ("Gibraltar, Europa Point", 36.109, -5.345),
        ("Cape Agulhas", -34.833, 20.001),
    ],
)
def test_capes_lie_on_the_coast(name: str, latitude: float, longitude: float):
    lines = basemap_lines(longitude - 1.0, latitude - 1.0, longitude + 1.0, latitude + 1.0)
    assert nearest_km(of_kind(lines, "coast"), latitude, longitude) < 3.0, name


def test_turkish_borders():
    lines = basemap_lines(26.0, 35.0, 46.0, 43.0)
    # Where Turkey, Greece and Bulgaria meet, and where Turkey, Iran and Azerbaijan meet.
    assert nearest_km(of_kind(lines, "border"), 41.713, 26.357) < 3.0
    assert nearest_km(of_kind(lines, "border"), 39.632, 44.816) < 6.0
    assert nearest_km(of_kind(lines, "disputed"), 35.15, 33.36) < 6.0  # Nicosia


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("Crimea", (33.0, 45.5, 36.0, 46.5)),
        ("Golan Heights", (35.5, 32.6, 36.0, 33.4)),
        ("Kashmir", (73.5, 33.0, 77.0, 35.0)),
        ("Western Sahara", (-13.0, 26.0, -8.6, 28.0)),
        ("Kosovo", (20.0, 41.8, 21.8, 43.3)),
    ],
)
def test_contested_borders_are_marked(name: str, box: tuple[float, float, float, float]):
    assert of_kind(basemap_lines(*box), "disputed"), name


def test_uncontested_part_of_a_contested_pair():
    punjab = basemap_lines(73.0, 29.0, 75.0, 31.0)
    assert of_kind(punjab, "border")
    assert not of_kind(punjab, "disputed")


def test_box_keeps_only_what_meets_it():
    box = (30.0, 36.0, 34.0, 42.0)
    for line in basemap_lines(*box):
        lon = (line.lon_deg[1:], line.lon_deg[:-1])
        lat = (line.lat_deg[1:], line.lat_deg[:-1])
        assert (np.maximum(*lon) >= box[0]).all()
        assert (np.minimum(*lon) <= box[2]).all()
        assert (np.maximum(*lat) >= box[1]).all()
        assert (np.minimum(*lat) <= box[3]).all()
    assert basemap_lines(-40.0, 30.0, -35.0, 35.0) == []  # open Atlantic


@pytest.mark.parametrize("box", [(175.0, -20.0, -175.0, -12.0), (175.0, -20.0, 185.0, -12.0)])
def test_box_across_the_antimeridian(box):
    lines = basemap_lines(*box)
    lon = np.concatenate([line.lon_deg for line in lines])
    assert (lon > 176.0).all()
    assert lon.max() > 180.5  # east of Taveuni, Fiji


def test_no_line_runs_along_the_frame_of_the_source():
    lines = basemap_lines(-180.0, -90.0, 180.0, 90.0)
    for line in lines:
        assert (np.abs(np.diff(line.lon_deg)) < 90.0).all()
    lowest = min(line.lat_deg.min() for line in lines)
    assert -85.5 < lowest < -75.0


def test_lines_round_a_site_keep_distance_and_azimuth():
    # Cape Anamur from the site, by GeographicLib's geodesic.
    from geographiclib.geodesic import Geodesic

    truth = Geodesic.WGS84.Inverse(40.0789, 32.5656, 36.020, 32.803)
    azimuth = np.radians(truth["azi1"])
    east, north = truth["s12"] * np.sin(azimuth), truth["s12"] * np.cos(azimuth)
    lines = basemap_round_site(40.0789, 32.5656, 500e3)
    distance = [np.hypot(line.east_m - east, line.north_m - north).min() for line in lines]
    assert min(distance) < 3000.0


def test_site_at_the_pole_has_all_longitudes():
    lines = basemap_round_site(89.0, 0.0, 1500e3)
    azimuths = np.concatenate([np.arctan2(line.east_m, line.north_m) for line in lines])
    assert np.ptp(azimuths) > 3.0


@pytest.mark.parametrize(
    "box", [(0.0, 50.0, 1.0, 40.0), (0.0, -91.0, 1.0, 0.0), (np.nan, 0.0, 1.0, 1.0)]
)
def test_impossible_box(box):
    with pytest.raises(ValueError):
        basemap_lines(*box)


def test_size_and_origin():
    folder = ROOT / "src/skyshed/output/data"
    assert (folder / "basemap.npz").stat().st_size < 1_500_000
    readme = (folder / "README.md").read_text("utf-8")
    assert "public domain" in readme
    assert "contested" in BORDER_NOTE
