"""What batteries, networks and raids may not be: place, expected, found, what to do."""

from importlib import resources

import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import load_study, parse_study
from tests.scenario.small_engagement import TEXT, changed


def problem(text: str) -> str:
    with pytest.raises(ScenarioError) as found:
        parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))
    message = str(found.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("guide: guide", "guide: other", "small.yaml:32: batteries[0].guide: expected a radar that"
         " can guide 48N6E3, got 'other' (AN/MPQ-53): it belongs to patriot; able are"
         " s-400/92n6e"),
        ("guide: guide", "guide: eye", "got 'eye' (91N6E): it is there for acquisition"),
        ("guide: guide", "guide: plane", "got 'plane' (E-7T): it flies"),
        ("site: hill, role: shoot}\n  - {id: plane", "site: hill, role: sensor}\n  - {id: plane",
         "got 'guide' (92N6E): the study calls it a sensor"),
        ("guide: guide", "guide: gide", "expected the id of a radar, got the unknown 'gide'; did"
         " you mean 'guide'?"),
        ("see: eye", "see: eyes", "batteries[0].see: expected the id of a radar"),
        ("system: s-400", "system: s400", "batteries[0].system: no catalogue entry 's400'; did you"
         " mean 's-400'?"),
        ("missile: s-400/48n6e3", "missile: patriot/gem-t", "batteries[0].missile: expected a"
         " missile of s-400, got the unknown 'patriot/gem-t'"),
        ("system: s-400", "system: manpads-generic", "expected no shoulder-fired missile, got"
         " 'manpads-generic'; they cannot be placed on a map"),
        ("missile: s-400/48n6e3", "missile: stinger", "they cannot be placed on a map"),
        ("missile: s-400/48n6e3", "missile: s-400/48n6e3, rounds: -4", "batteries[0].rounds:"
         " expected a whole number"),
        ("missile: s-400/48n6e3", "missile: s-400/48n6e3, reaction: -4 s", "batteries[0].reaction:"
         " expected a time such as '10 s', got '-4 s', which goes below 0"),
        ("missile: s-400/48n6e3", "missile: s-400/48n6e3, rounds: 4, basis: published",
         "batteries[0].rounds: missiles ready to fire"),
        ("missile: s-400/48n6e3", "missile: s-400/48n6e3, salvo: three", "expected one of one, two,"
         " shoot-look-shoot, got 'three'"),
    ],
)  # fmt: skip
def test_batteries(old, new, message):
    assert message in problem(changed(old, new))


def test_a_shoulder_fired_missile_under_another_name(tmp_path):
    entry = (resources.files("skyshed.catalogue") / "data" / "manpads-generic.yaml").read_text()
    (tmp_path / "my-sam.yaml").write_text(entry.replace("id: manpads-generic", "id: my-sam"))
    text = changed("missile: s-400/48n6e3", "missile: my-sam/generic")
    text = text.replace("system: s-400", "system: my-sam") + "catalogue: .\n"
    (tmp_path / "small.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match="no shoulder-fired missile, got 'my-sam'"):
        load_study(tmp_path / "small.yaml")


def test_a_missile_whose_flight_cannot_be_fitted(tmp_path):
    entry = (resources.files("skyshed.catalogue") / "data" / "s-400.yaml").read_text("utf-8")
    head, tail = entry.replace("id: s-400", "id: my-sam", 1).split("  48n6e3:", 1)
    lines = tail.split("\n")
    tail = "\n".join(line for line in lines if not line.startswith("      speed_"))
    (tmp_path / "my-sam.yaml").write_text(f"{head}  48n6e3:{tail}", "utf-8")
    text = TEXT.replace("s-400/", "my-sam/").replace("system: s-400", "system: my-sam")
    (tmp_path / "small.yaml").write_text(text + "catalogue: .\n", "utf-8")
    with pytest.raises(ScenarioError) as found:
        load_study(tmp_path / "small.yaml")
    assert (
        "expected a missile whose flight can be fitted, but my-sam/48n6e3 is not fittable:"
        " missing highest speed in the catalogue"
    ) in str(found.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{from: rear, to: air}", "{from: post, to: air}", "networks[0].links: expected tracks to"
         " flow one way, got the circle air -> post -> air; remove one of its links"),
        ("{from: rear, to: air}", "{from: rear, to: rear}", "got the circle rear -> rear"),
        ("{from: rear, to: air}", "{from: rear, to: sea}", "networks[0].links[1].to: expected a"
         " node, got the unknown 'sea'"),
        ("latency: 500 ms", "latency: -1 s", "networks[0].links[0].latency: expected a time such"
         " as '10 s', got '-1 s', which goes below 0"),
        ("update: 10 s", "update: 0 s", "networks[0].links[0].update: expected a time above 0"),
        ("loss: 5 %", "loss: 5", "networks[0].links[0].loss: expected a fraction such as '0.5',"
         " got 5"),
        ("{id: rear}", "{id: rear, radars: [eye]}", "expected 'eye' in one node only, got it in"
         " 'post' too"),
        ("radars: [eye, guide], batteries", "radars: [eye], batteries", "expected 'guide', the"
         " radar that guides the missiles of 'fire', in the same node"),
        ("{id: rear}", "{id: air}", "expected each id once, got 'air' again"),
        ("mode: cued", "mode: magic", "expected one of stand-alone, cued, engage-on-remote"),
        ("{from: rear, to: air}", "{form: rear, to: air}", "got 'form'; did you mean 'from'?"),
    ],
)  # fmt: skip
def test_networks(old, new, message):
    assert message in problem(changed(old, new))


STRAIGHT = "from: [10 deg, 350 deg], start_distance: 80 km"
ARC = "from: 10 deg, ballistic: {range: 250 km, apogee: 70 km}"
ZIGZAG = (
    "route: [{latitude_deg: 40.0, longitude_deg: 32.0}, {latitude_deg: 40.03, longitude_deg: 32.0},"
    " {latitude_deg: 40.0, longitude_deg: 32.01}]"
)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("count: 3", "count: 1000000", "raids[0].targets[0].count: expected at most 10000 targets"
         " in a raid, got 1000000; reduce the counts"),
        ("count: 3", "count: 0", "expected 1 target or more, got 0"),
        ("count: 3", "count: 3, start: -5 s", "raids[0].targets[0].start: expected a time such as"
         " '10 s', got '-5 s', which goes below 0"),
        ("count: 3", "count: 3, spacing: -5 s", "raids[0].targets[0].spacing: expected a time"),
        (STRAIGHT, ZIGZAG, "raids[0].targets[0].route: expected a route that can be flown, got"),
        (STRAIGHT, "route: [{latitude_deg: 40.0, longitude_deg: 32.0}]", "expected two points or"
         " more, got one"),
        (STRAIGHT, "from: 10 deg", "expected one of start_distance, route and ballistic, got none"),
        (STRAIGHT, f"{STRAIGHT}, {ARC[14:]}", "got two; keep one"),
        (STRAIGHT, "start_distance: 80 km", "expected 'from', the azimuths it comes from"),
        (STRAIGHT, "from: 10 km, start_distance: 80 km", "expected an angle such as '30 deg', got"
         " '10 km', which is a length"),
        (STRAIGHT, "from: 10 deg, start_distance: 5000 km", "expected a distance up to 1000 km"),
        (STRAIGHT, ARC, "raids[0].targets[0].ballistic: expected no ballistic arc for"),
        ("target: fighter, count", "target: rocket, count", "expected range and apogee of a"
         " ballistic arc"),
        ("networks: [net]", "networks: [nat]", "raids[0].networks[0]: expected the id of a"
         " network"),
        ("radar_states: {eye: cold}", "radar_states: {eye: warm}", "expected one of on, off, cold,"
         " march, stored, got 'warm'"),
        ("radar_states: {eye: cold}", "radar_states: {ear: cold}", "got the unknown 'ear'"),
        (", target_channels: 36..80", "", "raids[0].what_if[0]: expected at least one change, got"
         " none"),
        ("target_channels: 36..80", "batteries: [second], rounds: 4", "expected a battery of this"
         " raid, got the unknown 'second'"),
        ("target_channels: 36..80", "size_factor: 0.0", "expected more than 0"),
        ("target_channels: 36..80", "failed: [sea]", "expected a node, got the unknown 'sea'"),
        ("batteries: [fire]}", "batteries: []}", "expected a network with a battery, got 'net'"
         " with none"),
    ],
)  # fmt: skip
def test_raids(old, new, message):
    assert message in problem(changed(old, new))


def test_a_missile_without_data_for_a_ballistic_target():
    text = changed("      - {id: rear}", "      - {id: rear, radars: [other], batteries: [second]}")
    text = text.replace(
        f"target: fighter, count: 3, {STRAIGHT}", f"target: rocket, count: 1, {ARC}"
    )
    assert (
        "raids[0].targets[0].target: expected a missile with data against ballistic missiles, but"
        " patriot/pac-3-cri has no range_ballistic in the catalogue"
    ) in problem(text)


CLAIM = """\
claims:
  - id: far
    sentence: hits far
    who: somebody
    when: "2020"
    source: assumed
    judged_by: possible
    readings:
      - id: possible
        text: It does.
        true_when: it does
        quantity: intercept_slant_range
        at_least: 200 km
        also: [210 km]
        combine: any
        cases: [{battery: fire, target: fighter}]
"""


def test_a_reading_of_an_intercept_names_a_battery():
    study = parse_study(parse_yaml(TEXT + CLAIM, name="small.yaml", error=ScenarioError))
    (case,) = study.claims[0].readings[0].cases
    assert (case.battery, case.radar, case.target) == ("fire", "eye", "fighter")
    assert case.short_m is None


def test_a_ballistic_missile_flies_its_arc_to_the_battery_or_short_of_it():
    arcs = "{battery: fire, target: rocket}, {battery: fire, target: rocket, short_by: 30 km}"
    text = TEXT + CLAIM.replace("{battery: fire, target: fighter}", arcs)
    study = parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))
    at, short = study.claims[0].readings[0].cases
    assert (at.short_m, short.short_m) == (0.0, 30e3)
    assert at.label == "Fateh-110 on its arc, coming down at the battery"
    assert short.label == "Fateh-110 on its arc, coming down 30 km short of it"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("battery: fire", "radar: eye", "cases[0].radar: expected a battery for"
         " intercept_slant_range, got a radar; name a battery"),
        ("battery: fire, ", "", "expected the key 'battery' for intercept_slant_range"),
        ("battery: fire", "battery: first", "expected the id of a battery, got the unknown"),
        ("quantity: intercept_slant_range", "quantity: confirmed_slant_range", "expected a radar"
         " for confirmed_slant_range, got a battery"),
        ("{battery: fire, target: fighter}", "{battery: second, target: rocket}", "but"
         " patriot/pac-3-cri has no range_ballistic"),
        ("target: fighter}", "target: fighter, short_by: 1 km}", "cases[0].short_by: expected"
         " short_by for a battery and a ballistic missile only"),
        ("target: fighter}", "target: rocket, passing: 1 km}", "cases[0].passing: expected passing"
         " for a battery and a target that flies level only"),
        ("target: fighter}", "target: fighter, passing: 0 km}", "expected more than 0 and up to"),
        ("target: fighter}", "target: rocket, speed: 1 km/s}", "cases[0].speed: expected no speed"
         " for Fateh-110, which flies a ballistic arc"),
        ("target: fighter}", "target: rocket, short_by: 900 km}", "expected 0 to 500 km"),
    ],
)  # fmt: skip
def test_readings_of_intercepts(old, new, message):
    assert CLAIM.count(old) == 1
    assert message in problem(TEXT + CLAIM.replace(old, new))


PREMISES = {
    "engageable_area_by_battery": "batteries: [fire], targets: [fighter], above_ground: [1 km]",
    "raid_outcomes": "raids: [raid]",
    "time_to_first_intercept": "batteries: [fire], targets: [fighter]",
    "warning_minutes": "groups: [all], targets: [fighter], above_ground: [50 m], place: Town",
    "countermeasure_break_even": "system: manpads-generic, protection: laircm, aircraft: c-17,"
    " shots: [1, 2], survival: [0.5, 0.9], kill_probability: 0.6 (0.3..0.9)",
    "defended_area": "batteries: [fire], targets: [fighter], above_ground: [1 km], keep_out: 5 km",
}
AROUND = (
    "groups: [{id: all, label: All, radars: [eye]}]\n"
    "places: [{name: Town, latitude_deg: 40.1, longitude_deg: 32.5}]\n"
)


def with_premise(quantity: str, fields: str) -> str:
    claim = CLAIM[: CLAIM.index("    judged_by")] + "    not_testable: policy\n    shown_beside:\n"
    return f"{TEXT}{AROUND}{claim}      - {{quantity: {quantity}, label: A label, {fields}}}\n"


def premise_of(quantity: str, fields: str):
    text = with_premise(quantity, fields)
    study = parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))
    return study.claims[0].premises[0]


@pytest.mark.parametrize("quantity", PREMISES)
def test_each_premise_needs_all_its_keys(quantity):
    fields = PREMISES[quantity]
    assert premise_of(quantity, fields).quantity == quantity
    for key in fields.replace("[1, 2]", "[1]").replace("[0.5, 0.9]", "[0.5]").split(", "):
        rest = fields.replace("[1, 2]", "[1]").replace("[0.5, 0.9]", "[0.5]")
        rest = ", ".join(part for part in rest.split(", ") if part != key)
        name = key.split(":")[0]
        if name != "aircraft":
            assert f"expected the key '{name}' for {quantity}" in problem(
                with_premise(quantity, rest or "note: none")
            )


def test_numbers_of_premises_are_in_si():
    curve = premise_of("countermeasure_break_even", PREMISES["countermeasure_break_even"])
    assert (curve.shots, curve.survival) == ((1, 2), (0.5, 0.9))
    assert curve.numbers == {
        "kill_probability": 0.6,
        "kill_probability_low": 0.3,
        "kill_probability_high": 0.9,
    }
    area = premise_of("defended_area", PREMISES["defended_area"])
    assert area.numbers["keep_out_m"] == 5_000.0
    warned = premise_of("warning_minutes", PREMISES["warning_minutes"] + ", from: 0..90 deg")
    assert warned.numbers["from_high_rad"] == pytest.approx(1.5708, abs=1e-4)


@pytest.mark.parametrize(
    ("quantity", "old", "new", "message"),
    [
        ("countermeasure_break_even", "system: manpads-generic", "system: s-400", "expected a"
         " shoulder-fired missile in generic geometry, got 's-400'"),
        ("countermeasure_break_even", "protection: laircm", "protection: f-16c", "expected a"
         " protection, but 'f-16c' is a target"),
        ("warning_minutes", "place: Town", "place: Toun", "expected a place, got the unknown"
         " 'Toun'; did you mean 'Town'?"),
        ("raid_outcomes", "raids: [raid]", "raids: [rade]", "did you mean 'raid'?"),
        ("raid_outcomes", "raids: [raid]", "raids: [raid], batteries: [fire]", "expected no"
         " 'batteries' for raid_outcomes"),
    ],
)  # fmt: skip
def test_premises_refuse_what_they_cannot_use(quantity, old, new, message):
    assert message in problem(with_premise(quantity, PREMISES[quantity].replace(old, new)))


@pytest.mark.parametrize(
    ("air", "message"),
    [
        ("{refractivity: 3500}", "expected between 200 and 500 N-units"),
        ("{refractivity: 350, source: nobody}", "air.source: expected the id of a source"),
        ("{refractivity: 350, basis: published}", "give its source or another basis"),
        ("{refractivity: 350, duct: {k_factor: 0.5, label: x}}", "expected 1.0 or more, got 0.5"),
    ],
)
def test_air(air, message):
    assert message in problem(f"{TEXT}air: {air}\n")
