"""The flagship study says what it was agreed to say."""

from importlib import resources

import pytest

from skyshed.catalogue.loader import sources as catalogue_sources
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.loader import load_study


@pytest.fixture(scope="module")
def study():
    return load_study("turkey-2019")


def ground_distance_km(study, name):
    place = next(p for p in study.places if p.name == name)
    site = study.sites["murted"]
    import numpy as np

    lat1, lon1, lat2, lon2 = np.radians(
        [site.latitude_deg, site.longitude_deg, place.latitude_deg, place.longitude_deg]
    )
    return float(inverse(lat1, lon1, lat2, lon2)[0]) / 1000.0


def test_base_case_is_91n6e_and_92n6e_at_murted(study):
    base = {(r.key, r.entry.id, r.site.key, r.mount) for r in study.radars if r.role != "sensor"}
    assert base == {
        ("see", "s-400/91n6e", "murted", None),
        ("shoot", "s-400/92n6e", "murted", None),
        ("shoot-mast", "s-400/92n6e", "murted", "mast"),
        ("patriot", "patriot/an-mpq-65", "murted", None),  # for the claim "alternative"
    }
    assert {b.key: (b.missile.id, b.see, b.guide) for b in study.batteries} == {
        "s-400-truck": ("s-400/48n6e3", "see", "shoot"),
        "s-400-mast": ("s-400/48n6e3", "see", "shoot-mast"),
        "patriot-gem-t": ("patriot/gem-t", None, "patriot"),
        "patriot-mse": ("patriot/pac-3-mse", None, "patriot"),
    }
    assert (study.headline.radar, study.headline.target) == ("see", "f-16c")


def test_site_has_its_own_altitude_with_a_source(study):
    ground = study.sites["murted"].ground_altitude
    assert ground.nominal == 843.0
    assert ground.sources == ("airportsdata",)


def test_sensors_of_the_other_side_are_assumed(study):
    sensors = [radar for radar in study.radars if radar.role == "sensor"]
    assert {radar.entry.id for radar in sensors} == {"e-7t", "an-fps-117"}
    assert all(radar.basis == "assumed" and radar.site.basis == "assumed" for radar in sensors)
    altitude = study.radar("e-7t").entry.parameters["platform_altitude_m"]
    assert (altitude.low, altitude.high) == (9_000.0, 10_000.0)


def test_flights_are_assumed_at_6_to_10_km(study):
    assert len(study.flights) == 4
    for flight in study.flights:
        assert (flight.altitude_low_m, flight.altitude_high_m) == (6_000.0, 10_000.0)
        assert flight.basis == "assumed"
        assert flight.note


@pytest.mark.parametrize(
    ("name", "label"), [("Erhac", "over Erhac"), ("Incirlik", "over Incirlik")]
)
def test_distances_in_the_claims_are_those_on_the_ellipsoid(study, name, label):
    claim = next(c for c in study.claims if c.id == "outside")
    stated = {d.label: d.distance_m for r in claim.readings for d in r.distances}
    # stated to the kilometre
    assert stated[label] / 1000.0 == pytest.approx(ground_distance_km(study, name), abs=1.0)


def test_claims_are_judged_by_the_agreed_reading(study):
    kinds = {claim.id: claim.kind for claim in study.claims}
    assert kinds == {
        "range": "possible",
        "outside": "typical",
        "activate": "not testable",
        "stealth": "not testable",
        "interoperable": "not testable",
        "alternative": "not testable",
        "laircm": "by construction",
    }


def test_155_miles_are_tested_at_95_percent_of_250_km(study):
    claim = study.claims[0]
    assert claim.sentence.endswith("aircraft and missiles up to 155 miles away")
    for reading in claim.readings:
        if reading.id == "ballistic":  # 95 % of its own 60 km
            assert (reading.at_least_m, reading.also_m) == (57_000.0, (60_000.0,))
            continue
        assert reading.at_least_m == 237_500.0
        assert reading.also_m == (pytest.approx(249_448.0, abs=1.0),)
    assert study.ring_m == pytest.approx(249_448.0, abs=1.0)


def test_general_reading_names_every_target(study):
    general = next(r for r in study.claims[0].readings if r.id == "general")
    flying = {t.key for t in study.targets if "ballistic" not in t.entry.target_class}
    assert {case.target for case in general.cases} == flying
    assert {case.battery for case in general.cases} == {"s-400-truck"}
    assert {case.azimuth for case in general.cases} == {"all"}


def test_every_claim_is_computed_and_the_possible_reading_is_an_intercept(study):
    assert all(claim.not_computed == () for claim in study.claims)
    readings = {reading.id: reading.quantity for reading in study.claims[0].readings}
    assert {k for k, q in readings.items() if q == "intercept_slant_range"} == {
        *("possible", "typical", "general", "ballistic"),
    }


def test_raids_are_invented_alone_and_connected_share_their_draws(study):
    assert {raid.key: raid.size for raid in study.raids} == {"low-raid": 20, "high-raid": 8}
    for raid in study.raids:
        assert raid.networks == ("alone", "cued", "remote")
        assert raid.basis == "assumed"
        assert "Invented" in raid.note
    channels = [w.target_channels for w in study.raid("low-raid").what_if if w.target_channels]
    assert [(c.low, c.high) for c in channels] == [(6.0, 10.0), (36.0, 80.0)]


def test_every_source_is_in_a_bibliography_and_every_study_source_is_used(study):
    used = {claim.source for claim in study.claims}
    used |= {site.source for site in study.sites.values()}
    used |= {radar.source for radar in study.radars}
    used |= {place.source for place in study.places} | {note.source for note in study.notes}
    used |= set(study.sites["murted"].ground_altitude.sources)
    known = {"assumed", "unverified", *study.sources, *catalogue_sources()}
    assert used <= known
    assert set(study.sources) <= used


def test_no_verdict_stands_in_the_file():
    text = (resources.files("skyshed.scenario") / "studies" / "turkey-2019.yaml").read_text("utf-8")
    for word in ("contradicted", "depends on unpublished", "verdict:"):
        assert word not in text
