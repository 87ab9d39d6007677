"""KML with time, read back as XML and, where GDAL is installed, by ogrinfo."""

import re
import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest

from skyshed.output.kml_time import kml_text
from tests.output.recordings import one_shot, raid

KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"


@pytest.fixture(scope="module")
def document():
    return ElementTree.fromstring(kml_text(raid())).find(f"{KML}Document")


def test_the_document_is_marked(document):
    assert document.findtext(f"{KML}name") == "SIMULATION: Low raid"
    assert "nothing here was recorded" in document.findtext(f"{KML}description")
    assert "are drawn, not flown" in document.findtext(f"{KML}description")


def test_tracks_come_back(document):
    moving = [e for e in raid().entities if len(e.time_s) > 1]
    tracks = document.findall(f".//{GX}Track")
    assert len(tracks) == len(moving)
    by_name = {
        place.findtext(f"{KML}name"): place.find(f"{GX}Track")
        for place in document.iter(f"{KML}Placemark")
    }
    for entity in (e for e in moving if e.kind == "target"):
        track = by_name[entity.name]
        when = track.findall(f"{KML}when")
        back = np.array([c.text.split() for c in track.findall(f"{GX}coord")], dtype=float)
        assert len(when) == len(back) == len(entity.time_s)
        np.testing.assert_allclose(back[:, 0], entity.longitude_deg, atol=5.1e-7)
        np.testing.assert_allclose(back[:, 1], entity.latitude_deg, atol=5.1e-7)
        np.testing.assert_allclose(back[:, 2], entity.altitude_m, atol=0.051)  # above sea level
        assert track.findtext(f"{KML}altitudeMode") == "absolute"


def test_times_increase_and_every_event_has_one(document):
    for track in document.iter(f"{GX}Track"):
        when = [element.text for element in track.findall(f"{KML}when")]
        assert when == sorted(set(when))
    events = next(f for f in document if f.findtext(f"{KML}name") == "Events")
    stamps = events.findall(f"{KML}Placemark/{KML}TimeStamp/{KML}when")
    assert len(stamps) == len(raid().events)


def test_words_of_a_study_stay_words():
    text = kml_text(one_shot())
    assert "<name>Launcher &lt;1&gt;</name>" in text
    assert "<name>Drone &amp; co</name>" in text


def test_nothing_is_fetched(document):
    assert not list(document.iter(f"{KML}href"))


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo (GDAL) is not installed")
def test_gdal_reads_it(tmp_path):
    formats = subprocess.run(["ogrinfo", "--formats"], capture_output=True, text=True, check=True)
    if "LIBKML" not in formats.stdout:
        pytest.skip("this GDAL has no LIBKML, and its other reader knows no tracks")
    path = tmp_path / "raid.kml"
    path.write_text(kml_text(raid()), encoding="utf-8")
    recording = raid()
    targets = [e for e in recording.entities if e.kind == "target"]
    text = _ogrinfo(path, "Targets")
    lines = re.findall(r"LINESTRING Z \(([^)]*)\)", text)
    begins = re.findall(r"begin \(DateTime\) = (\S+ \S+)", text)
    assert len(lines) == len(begins) == len(targets)
    for line, begin, target in zip(lines, begins, targets, strict=True):
        points = np.array([point.split() for point in line.split(",")], dtype=float)
        np.testing.assert_allclose(points[:, 0], target.longitude_deg, atol=5.1e-7)
        np.testing.assert_allclose(points[:, 1], target.latitude_deg, atol=5.1e-7)
        np.testing.assert_allclose(points[:, 2], target.altitude_m, atol=0.051)
        assert begin.startswith("2000/01/01 00:")
    assert _ogrinfo(path, "Events").count("POINT Z") == len(recording.events)


def _ogrinfo(path, layer):
    command = ["ogrinfo", "-ro", "-q", "-al", str(path), layer]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert not run.stderr
    return run.stdout
