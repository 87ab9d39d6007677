"""Rules that every bundled value obeys, and the traps of its sources."""

import math

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.audit import audit
from skyshed.catalogue.model import ASPECTS, RCS_BANDS, READINESS_STATES
from skyshed.uncertainty.parameter import Parameter

# IEEE Std 521 letters
BAND_GHZ = {
    "VHF": (0.03, 0.3),
    "L": (1.0, 2.0),
    "S": (2.0, 4.0),
    "C": (4.0, 8.0),
    "X": (8.0, 12.0),
    "Ku": (12.0, 18.0),
}

RADARS = [loader.radar(line.id) for line in loader.list_entries() if line.kind == "radar"]
TARGETS = [loader.target(line.id) for line in loader.list_entries() if line.kind == "target"]
PROTECTIONS = [
    loader.protection(line.id) for line in loader.list_entries() if line.kind == "protection"
]
RECORDS = [
    loader.record(line.id) for line in loader.list_entries() if line.kind in ("network", "figures")
]
SYSTEMS = [loader.system(line.id) for line in loader.list_entries() if line.kind == "system"]


def every_value():
    for radar in RADARS:
        yield from (*radar.parameters.values(), *radar.mounts.values(), *radar.absolute.values())
        yield from radar.statements.values()
        for pair in radar.pairs:
            yield from (pair.sigma_m2, pair.range_m)
    for target in TARGETS:
        yield from (*target.kinematics.values(), *target.rcs_m2.values())
        for added in target.configurations.values():
            yield from added.values()
    for system in SYSTEMS:
        yield from (*system.parameters.values(), *system.readiness.values())
        yield from system.statements.values()
        for missile in system.missiles.values():
            yield from (*missile.parameters.values(), *missile.statements.values())
    for other in (*PROTECTIONS, *RECORDS):
        yield from (*other.parameters.values(), *other.statements.values())


def test_every_value_has_an_origin_and_a_name():
    for value in every_value():
        assert value.sources, value.label
        assert value.label
        assert value.basis in ("published", "derived", "unverified", "assumed")


def test_a_published_value_was_read_somewhere():
    bibliography = loader.sources()
    for value in every_value():
        if value.basis == "published":
            cited = [bibliography[source] for source in value.sources]
            assert all(source.publication for source in cited), value.label
            assert any(source.access in ("excerpt", "listing") for source in cited), value.label


def test_recollection_is_never_shown_as_a_source():
    placeholders = [s for s in loader.sources().values() if not s.publication]
    assert {source.id for source in placeholders} == {"unverified", "assumption"}
    for value in every_value():
        if "unverified" in value.sources:
            assert value.basis == "unverified", value.label


def test_assumed_numbers_say_why_and_are_wide():
    for value in every_value():
        if isinstance(value, Parameter) and value.basis == "assumed":
            assert value.grade == "D"
            assert len(value.note) > 5
            if not value.label.startswith("cross-section in the quoted pair"):
                assert value.high > value.low, value.label


def test_a_compilation_comes_before_the_primary_it_names():
    bibliography = loader.sources()
    for value in every_value():
        if value.basis == "published" and any(s.startswith("cielo") for s in value.sources):
            first = bibliography[value.sources[0]]
            assert first.access in ("excerpt", "listing"), value.label


@pytest.mark.parametrize("radar", RADARS, ids=lambda radar: radar.id)
def test_radar_limits_make_sense(radar):
    p = radar.parameters
    assert p["elevation_min_rad"].high < p["elevation_max_rad"].low
    assert p["elevation_min_rad"].high < 0.0, "the lowest beam must not cut off the horizon"
    assert p["elevation_max_rad"].high < math.pi / 2, "a cone above every radar"
    assert p["minimum_range_m"].high < p["instrumented_range_m"].low
    assert 0.0 < p["coverage_rad"].low <= p["coverage_rad"].high <= 2.0 * math.pi + 1e-9
    assert ("antenna_height_m" in p) != radar.airborne
    assert not radar.sector_slewable or p["coverage_rad"].high < 2.0 * math.pi


@pytest.mark.parametrize("radar", RADARS, ids=lambda radar: radar.id)
def test_frequency_lies_in_its_band(radar):
    letters = radar.statements["band"].values
    low = min(BAND_GHZ[letter][0] for letter in letters)
    high = max(BAND_GHZ[letter][1] for letter in letters)
    frequency = radar.parameters["frequency_hz"]
    assert low * 1e9 <= frequency.low <= frequency.high <= high * 1e9


#: No quoted pair may anchor these: nothing is public, it is limited by the horizon or the display,
#: or the radar is here for its pairs alone.
NOT_COMPUTABLE = {
    "1rl123e",
    "36d6m",
    "50n6a",
    "76n6",
    "90k6e",
    "98l6",
    "an-tps-80",
    "buk-m2/9s18m1",
    "buk-m3/9s36m",
    "en-route-ssr",
    "giraffe-1x",
    "hisar/kalkan",
    "pantsir-s1/1rs2",
    "patriot/ltamds",
    "s-300pmu2/64n6e2",
    "samp-t/ground-fire-300",
    "thaad/an-tpy-2",
    "type-517",
    "upm-drone-radar",
}


def test_radars_without_a_usable_pair_are_known():
    assert {radar.id for radar in RADARS if not radar.calibration_pairs} == NOT_COMPUTABLE
    for radar in RADARS:
        assert bool(radar.calibration_pairs) != any("ot computable" in n for n in radar.notes)


@pytest.mark.parametrize("radar", RADARS, ids=lambda radar: radar.id)
def test_no_radar_is_calibrated_on_its_display_range(radar):
    for pair in radar.calibration_pairs:
        opened = pair.calibration_range_m
        assert opened.low <= 0.8 * opened.nominal * (1 + 1e-12)
        assert opened.high >= 1.2 * opened.nominal * (1 - 1e-12)
        assert pair.range_m.nominal < radar.parameters["instrumented_range_m"].nominal


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_target_tables_are_whole(target):
    assert set(target.rcs_m2) == {(band, aspect) for band in RCS_BANDS for aspect in ASPECTS}
    assert {cell.shape for cell in target.rcs_m2.values()} <= {"log_triangular", "fixed"}
    assert target.configurations["clean"] == {}
    assert "medians" in target.fluctuation


def test_side_on_is_never_smaller_than_nose_on():
    for target in TARGETS:
        for band in RCS_BANDS:
            assert target.rcs_m2[band, "beam"].nominal >= target.rcs_m2[band, "nose"].nominal, (
                target.id
            )


def test_what_the_600_km_are():
    radar = loader.radar("s-400/91n6e")
    assert radar.parameters["instrumented_range_m"].nominal == 600e3
    assert all(pair.range_m.nominal < 600e3 for pair in radar.pairs)
    assert "not a range against" in radar.parameters["instrumented_range_m"].note


def test_96l6e_keeps_both_bands():
    radar = loader.radar("s-400/96l6e")
    assert radar.statements["band"].values == ("S", "C")
    assert radar.parameters["frequency_hz"].shape == "discrete"
    assert set(radar.what_if_mounts) == set(radar.mounts)


def test_92n6e_stands_on_its_truck_or_a_mast():
    radar = loader.radar("s-400/92n6e")
    assert radar.parameters["antenna_height_m"].nominal == 7.0
    assert radar.mounts["mast"].nominal == 25.0
    assert radar.what_if_mounts == ("mast_tall",)
    assert radar.sector_slewable


def test_conflicting_statements_are_not_averaged():
    missiles = loader.system("s-400").missiles
    assert missiles["40n6e"].parameters["altitude_min_m"].values == (10.0, 2000.0)
    assert 250e3 in missiles["48n6e2"].parameters["range_max_m"].values
    ceilings = loader.system("s-400").parameters["target_altitude_max_m"]
    assert ceilings.shape == "discrete"
    assert (ceilings.low, ceilings.high) == (27e3, 56e3)


def test_48n6e2_stands_once():
    fired = [system.missiles["48n6e2"] for system in SYSTEMS if "48n6e2" in system.missiles]
    assert len(fired) == 2
    assert fired[0] is fired[1]
    assert fired[0].id == "s-400/48n6e2"
    assert loader.missiles()["s-300pmu2/48n6e2"] is fired[0]


def test_readiness_belongs_to_a_state():
    for system in SYSTEMS:
        if system.shoulder_fired:
            assert system.readiness == {}
            continue
        assert tuple(system.readiness) == READINESS_STATES
        assert system.readiness["emplaced_off"].high <= system.readiness["emplaced_cold"].high
        assert system.readiness["march"].high < system.readiness["stored"].low
    march = loader.system("s-400").readiness["march"]
    assert (march.low, march.high, march.basis) == (300.0, 600.0, "published")


def test_reflectors_raise_x_band_most():
    added = loader.target("f-35a").configurations["reflectors"]
    assert added["x_ku"].nominal > added["s_c"].nominal > added["uhf_l"].nominal
    # a lens of radius 0.0625 m at 10 GHz: 4 pi^3 a^4 / wavelength^2 = 2.1 m^2
    assert added["x_ku"].low < 2.1 < added["x_ku"].high


def test_no_source_is_left_over():
    assert [finding for finding in audit() if finding.kind == "unused_source"] == []
