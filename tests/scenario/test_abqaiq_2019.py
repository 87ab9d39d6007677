"""The mirror study says what it was agreed to say."""

from importlib import resources

import pytest

from skyshed.catalogue.loader import sources as catalogue_sources
from skyshed.scenario.loader import load_study


@pytest.fixture(scope="module")
def study():
    return load_study("abqaiq-2019")


def test_position_and_orientation_are_assumed_and_varied(study):
    batteries = [radar for radar in study.radars if radar.entry.system == "patriot"]
    assert all(radar.basis == "assumed" and radar.site.basis == "assumed" for radar in batteries)
    assert {radar.site.key for radar in batteries} == {"plant", "dhahran"}
    assert study.radar("patriot-south").sector_centre_rad == pytest.approx(3.14159, abs=1e-5)
    assert study.radar("patriot-north").sector_centre_rad == 0.0
    assert study.radar("patriot").sector_centre_rad is None


def test_what_could_have_looked_round_is_a_what_if(study):
    sensors = {radar.entry.id: radar for radar in study.radars if radar.role == "sensor"}
    assert set(sensors) == {"asr-9", "e-7t"}
    for radar in sensors.values():
        assert radar.basis == "assumed"
        assert "what-if" in radar.note
        assert "assumed" in radar.label


def test_height_of_flight_is_swept(study):
    low = {target.agl_m for target in study.targets if target.agl_m is not None}
    assert low == {30.0, 50.0, 100.0, 300.0}
    assert set(study.agl_m) >= low


def test_100_miles_are_tested_at_95(study):
    claim = next(c for c in study.claims if c.id == "umbrella")
    assert claim.kind == "possible"
    for reading in claim.readings:
        assert reading.at_least_m == pytest.approx(95 * 1609.344)
        assert reading.also_m == (pytest.approx(160_934.4),)
    assert study.ring_m == pytest.approx(160_934.4)


def test_claims_are_judged_by_the_agreed_reading(study):
    assert {claim.id: claim.kind for claim in study.claims} == {
        "umbrella": "possible",
        "below": "typical",
        "one-direction": "by construction",
        "mixed-success": "not testable",
    }


def test_every_source_is_in_a_bibliography_and_every_study_source_is_used(study):
    used = {claim.source for claim in study.claims} | {note.source for note in study.notes}
    used |= {place.source for place in study.places}
    assert used <= {"assumed", "unverified", *study.sources, *catalogue_sources()}
    assert set(study.sources) <= used


def test_no_verdict_stands_in_the_file():
    text = (resources.files("skyshed.scenario") / "studies" / "abqaiq-2019.yaml").read_text("utf-8")
    for word in ("contradicted", "depends on unpublished", "verdict:"):
        assert word not in text
