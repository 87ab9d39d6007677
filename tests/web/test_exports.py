"""Files to take away hold the same cover, and say what was changed."""

import io
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

KML = "{http://www.opengis.net/kml/2.2}"
METRES_A_DEGREE = 111_195.0  # on the mean sphere


def area_m2(multipolygon):
    """Area of a MultiPolygon of longitudes and latitudes, at the latitude of each point."""
    total = 0.0
    for polygon in multipolygon["coordinates"]:
        for ring in polygon:
            x, y = np.array(ring).T
            # Lambert: x and sin(y) keep areas on a sphere
            north = np.degrees(np.sin(np.radians(y)))
            total += 0.5 * np.sum(x[:-1] * north[1:] - x[1:] * north[:-1]) * METRES_A_DEGREE**2
    return total


@pytest.fixture
def several(scene):
    other = scene["radars"][0] | {"id": "r2", "entry": "s-400/96l6e", "longitude_deg": 33.4}
    return scene | {"radars": [*scene["radars"], other], "networked": True}


def test_geojson_kml_and_geotiff_show_the_same_areas(client, several):
    rasterio = pytest.importorskip("rasterio")
    body = {"scene": several}
    features = json.loads(client.post("/api/export/geojson", body).content)["features"]
    told = client.post("/api/answer", body).json()
    folders = ET.fromstring(client.post("/api/export/kml", body).content).findall(
        f"{KML}Document/{KML}Folder"
    )
    for radar, folder in zip(told["radars"], folders, strict=True):
        own = [f for f in features if f["properties"]["radar"] == radar["label"]]
        cover = {f["properties"].get("level"): f["geometry"] for f in own}
        content = client.post("/api/export/geotiff", body | {"radar": radar["id"]}).content
        with rasterio.open(io.BytesIO(content)) as raster:
            share, cell = raster.read(1), raster.res[0]
            assert radar["label"] in raster.descriptions[0]
        for level, least in (("low", 0.95), ("median", 0.5), ("high", 0.05)):
            cells = np.count_nonzero(share >= least - 1e-6) * cell**2
            # a degree is up to 0.7 % longer or shorter than on the sphere
            assert area_m2(cover[level]) == pytest.approx(cells, rel=0.015), level
        marks = {m.findtext(f"{KML}name"): m for m in folder.findall(f"{KML}Placemark")}
        assert radar["sentence"] == marks[radar["label"]].findtext(f"{KML}description")
        for level, geometry in cover.items():
            if level is None:
                continue
            name = next(
                f["properties"]["name"] for f in own if f["properties"].get("level") == level
            )
            lines = [e.text for e in marks[name].iter(f"{KML}coordinates")]
            points = [[float(x) for x in p.split(",")] for line in lines for p in line.split()]
            wanted = [p for polygon in geometry["coordinates"] for ring in polygon for p in ring]
            assert points == [list(p) for p in wanted]


def test_files_say_what_was_changed(client, scene):
    rasterio = pytest.importorskip("rasterio")
    plain = client.post("/api/export/geojson", {"scene": scene}).text
    assert "WHAT-IF" not in plain
    key = "s-400/91n6e.instrumented_range_m"
    body = {"scene": scene | {"what_if": {key: 60_000.0}}}
    told = json.loads(client.post("/api/export/geojson", body).content)
    assert told["what_if"] == {key: 60_000.0}
    assert told["remark"].startswith(f"WHAT-IF: {key} is held at 60000")
    assert f"WHAT-IF: {key}" in client.post("/api/export/kml", body).text
    with rasterio.open(io.BytesIO(client.post("/api/export/geotiff", body).content)) as raster:
        assert "WHAT-IF" in raster.descriptions[0]
    assert key in client.post("/api/export/study", body).text


def test_together_is_told_in_a_sentence(client, several):
    told = client.post("/api/answer", {"scene": several}).json()
    sentence = told["union"]["sentence"]
    assert sentence.startswith("The 2 radars together cover ")
    number = float(sentence.partition(" over ")[2].partition(" km")[0].replace(",", ""))
    assert number * 1e6 == pytest.approx(told["union"]["area_m2"]["median"], rel=0.05)  # 2 digits
    alone = client.post("/api/answer", {"scene": several | {"networked": False}}).json()
    assert alone["union"] is None
