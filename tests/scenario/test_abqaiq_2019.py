"""The mirror study says what it was agreed to say."""

import math
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
    looking = {
        key: study.radar(key).sector_centre_rad
        for key in ("patriot-south", "patriot-southwest", "patriot-north")
    }
    assert looking == pytest.approx(
        {"patriot-south": math.pi, "patriot-southwest": 1.25 * math.pi, "patriot-north": 0.0}
    )
    assert study.radar("patriot").sector_centre_rad is None
    assert study.radar("patriot-dhahran").sector_centre_rad is None


def test_directions_of_the_attack_are_an_interval_and_marked(study):
    warnings = [
        premise
        for claim in study.claims
        for premise in claim.premises
        if premise.quantity == "warning_minutes"
    ]
    assert {premise.targets for premise in warnings} == {("cruise-missile",), ("drone",)}
    for premise in warnings:
        ends = [premise.numbers[f"from{end}_rad"] for end in ("_low", "", "_high")]
        assert ends == pytest.approx([math.radians(a) for a in (300.0, 340.0, 360.0)])
        assert premise.agl_m == (25.0, 50.0, 100.0, 300.0)
        assert {"as-assumed", "with-gap-filler", "with-aircraft"} <= set(premise.groups)
    assert all(flight.basis == "assumed" for flight in study.flights)
    assert all(raid.basis == "assumed" for raid in study.raids)


def test_what_could_have_looked_round_is_a_what_if(study):
    sensors = {radar.entry.id: radar for radar in study.radars if radar.entry.system != "patriot"}
    assert set(sensors) == {"asr-9", "e-7t"}
    assert sensors["asr-9"].entry.parameters["coverage_rad"].nominal == pytest.approx(2 * math.pi)
    assert sensors["e-7t"].entry.airborne
    for radar in sensors.values():
        assert radar.basis == "assumed"
        assert radar.role == "sensor"
        assert "what-if" in radar.note
        assert "assumed" in radar.label


def test_height_of_flight_is_swept(study):
    low = {target.agl_m for target in study.targets if target.agl_m is not None}
    assert low == {25.0, 50.0, 100.0, 300.0}
    assert set(study.agl_m) >= low


def test_100_miles_are_tested_at_95(study):
    claim = next(c for c in study.claims if c.id == "umbrella")
    assert claim.kind == "possible"
    for reading in claim.readings:
        assert reading.at_least_m == pytest.approx(95 * 1609.344)
        assert reading.also_m == (pytest.approx(160_934.4),)
    assert study.ring_m == pytest.approx(160_934.4)


def test_the_air_is_the_gulfs_and_the_duct_a_what_if(study):
    assert study.air is not None
    bounds = study.air.refractivity
    assert (bounds.low, bounds.nominal, bounds.high) == (310.0, 350.0, 390.0)
    assert bounds.basis == "assumed"
    assert study.air.duct_k_factor == 5.0
    assert "duct" in study.air.duct_label


def test_the_raid_of_the_day_has_the_announced_numbers(study):
    (raid,) = study.raids
    assert {group.target: group.count for group in raid.groups} == {
        "drone": 18,
        "cruise-missile": 7,
    }
    assert {"as-assumed", "turned", "with-gap-filler", "with-aircraft"} == set(raid.networks)
    assert study.network("as-assumed").mode == "stand-alone"
    assert study.network("with-aircraft").mode == "cued"
    guides = {battery.key: battery.guide for battery in study.batteries}
    assert guides == {"south": "patriot-south", "north": "patriot-north", "steered": "patriot"}


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


def test_enough_draws_for_a_verdict(study):
    """None of n draws is a share under 5 % with 95 % confidence from 72 draws on."""
    assert study.draws >= 72
