"""What a study file may not say: place, what was expected, what was found, what to do."""

import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import parse_study
from tests.scenario.small_study import TEXT, changed

CLAIM = """\
claims:
  - id: far
    sentence: sees far
    who: somebody
    when: "2020"
    source: assumed
    judged_by: possible
    readings:
      - id: possible
        text: It does.
        true_when: it does
        quantity: confirmed_slant_range
        at_least: 200 km
        combine: any
        cases: [{radar: eye, target: fighter}]
"""


def problem(text: str) -> str:
    with pytest.raises(ScenarioError) as found:
        parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))
    message = str(found.value)
    assert "\n" not in message
    return message


def with_claim(old: str, new: str) -> str:
    assert CLAIM.count(old) == 1
    return TEXT + CLAIM.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    site: hill", "    sight: hill", "small.yaml:20: radars[0].sight: expected a known"
         " key, got 'sight'; did you mean 'site'?"),
        ("    site: hill", "    site: hil", "small.yaml:20: radars[0].site: expected the id of a"
         " site, got the unknown 'hil'; did you mean 'hill'?"),
        ("title: A small study", "title: 7", "title: expected text, got 7; put it in quotes"),
        ("title: A small study\n", "", "expected the key 'title', which is missing; add it"),
        ("draws: 10", "draws: ten", "draws: expected a whole number, got 'ten'"),
        ("draws: 10", "draws: 1.5", "draws: expected a whole number, got 1.5"),
        ("draws: 10", "draws: yes", "draws: expected a whole number, got 'yes'"),
        ("format_version: 1", "format_version: 2", "format_version: expected format_version 1"),
        ("name: small", "name: ../evil", "name: expected a short name"),
        ("radius: 100 km", "radius: 100", "map.radius: expected a length such as '250 km',"
         " got 100 without a unit"),
        ("radius: 100 km", "radius: 1001 km", "map.radius: expected a radius up to 1000 km"),
        ("cell: 1 km", "cell: 60 m", "map.cell: expected cells of 250 m or more because 91N6E is a"
         " military radar, got 60 m"),
        ("cell: 1 km", "cell: 50 km", "map.cell: expected cells of at most a fifth of the radius"),
        ("radius: 100 km", "radius: 1000 km\n  above_sea_level: []", None),
        ("[100 m, 1 km]", "[]", "map: expected 1 to 8 heights in above_ground and above_sea_level"),
        ("[100 m, 1 km]", "[1 km, 1000 m]", "map.above_ground: expected each height once"),
        ("[100 m, 1 km]", "[-5 m]", "map.above_ground[0]: expected a height from 0 m to 80 km"),
        ("altitude: 9 km", "above_ground: -1 m", "targets[0].above_ground: expected a height from"
         " 0 m to 80 km above ground, got -1 m; correct it"),
        ("altitude: 9 km", "altitude: 9 km\n    above_ground: 1 km", "expected altitude or"
         " above_ground, got both"),
        ("altitude: 9 km", "altitude: 900 km", "targets[0].altitude: expected an altitude from"),
        ("250 m/s", "250 m", "targets[0].speed: expected a speed such as '250 m/s', got '250 m',"
         " which is a length"),
        ("250 m/s", "0 m/s", "targets[0].speed: expected a speed above 0"),
        ("target: f-16c", "target: f16", "did you mean 'f-16c'?"),
        ("target: f-16c", "target: fim-92-stinger", "they cannot be placed on a map"),
        ("radar: s-400/91n6e", "radar: igla-s", "they cannot be placed on a map"),
        ("radar: s-400/91n6e", "radar: f-16c", "expected a radar, but 'f-16c' is a target"),
        ("speed: 250 m/s", "heading: course", "expected a course together with 'heading: course'"),
        ("speed: 250 m/s", "configuration: stealth", "expected a configuration of F-16C"),
        ("headline: {radar: eye", "headline: {radar: eyes", "headline.radar: expected the id of"
         " a radar, got the unknown 'eyes'; did you mean 'eye'?"),
        ("    site: hill\n", "    site: hill\n    source: time\n", "radars[0].source: expected the"
         " id of a source, got the unknown 'time'"),
        ("    site: hill\n", "    site: hill\n    altitude: 9 km\n", "which stands on the ground"),
        ("    site: hill\n", "    site: hill\n    mount: mast\n", "expected no mount for 91N6E"),
    ],
)  # fmt: skip
def test_message_says_where_what_and_what_to_do(old, new, message):
    if message is None:
        parse_study(parse_yaml(changed(old, new), name="small.yaml", error=ScenarioError))
    else:
        assert message in problem(changed(old, new))


def test_too_many_cells_for_a_civil_radar_names_a_size_that_does():
    text = changed("radar: s-400/91n6e", "radar: asr-9").replace("cell: 1 km", "cell: 50 m")
    message = problem(text)
    assert "at most 4 million cells" in message
    size = int(message.split("use cells of ")[1].split(" m")[0])
    parse_study(
        parse_yaml(text.replace("cell: 50 m", f"cell: {size} m"), name="x", error=ScenarioError)
    )


def test_duplicate_ids_are_refused_at_the_second():
    text = changed("headline:", "  - {id: fighter, target: kc-135}\nheadline:")
    assert problem(text) == (
        "small.yaml:26: targets[1].id: expected each id once, got 'fighter' again"
        " (first in line 22); rename one"
    )


def test_ground_of_a_site_names_a_source_or_another_basis():
    text = changed(
        "    longitude_deg: 32.5\n",
        "    longitude_deg: 32.5\n    ground_altitude:"
        " {value: 800 m, basis: published, grade: A, source: assumed}\n",
    )
    assert "a published value must name a source; give its source or another basis" in problem(text)


def test_two_altitudes_of_one_airborne_radar_are_refused():
    text = changed(
        "targets:\n",
        "  - {id: a, radar: e-7t, site: hill, altitude: 9 km}\n"
        "  - {id: b, radar: e-7t, site: hill, altitude: 8 km}\ntargets:\n",
    )
    assert "radars[2].altitude: expected one altitude for all radars of the kind e-7t" in problem(
        text
    )


def test_a_lesson_has_no_radars():
    text = TEXT + "lesson: {antenna_heights: [15 m], target_heights: [30 m]}\n"
    assert "expected a lesson or radars and targets, got both" in problem(text)


def test_a_study_without_radars_is_told_so():
    text = TEXT[: TEXT.index("radars:")] + TEXT[TEXT.index("targets:") :]
    assert "expected the key 'radars', which is missing; add it" in problem(text)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("quantity: confirmed_slant_range", "quantity: confirmed_range", "expected one of"
         " confirmed_slant_range, covered_at_distance, intercept_slant_range, got"
         " 'confirmed_range'; did you mean"
         " 'confirmed_slant_range'?"),
        ("        at_least: 200 km\n", "", "expected the key 'at_least' for confirmed_slant_range"),
        ("at_least: 200 km", "at_least: 200 km\n        covered: true", "expected no 'covered' for"
         " confirmed_slant_range, got one; remove it"),
        ("judged_by: possible", "judged_by: likely", "expected the id of a reading"),
        ("    judged_by: possible\n", "", "expected the key 'judged_by', which is missing"),
        ("target: fighter", "target: fightre", "did you mean 'fighter'?"),
        ("judged_by: possible", "judged_by: possible\n    not_testable: policy", "expected one of"
         " readings, not_testable and by_construction, got two; keep one"),
        ("judged_by: possible", "judged_by: possible\n    verdict: true", "expected a known key,"
         " got 'verdict'"),
    ],
)  # fmt: skip
def test_claims_are_checked_as_well(old, new, message):
    assert message in problem(with_claim(old, new))


def test_premises_need_their_own_keys():
    claim = CLAIM[: CLAIM.index("    judged_by")] + "    not_testable: policy\n    shown_beside:\n"
    looks = claim + "      - {quantity: decorrelated_looks, label: Looks, radars: [eye]}\n"
    assert "expected the key 'targets' for decorrelated_looks" in problem(TEXT + looks)
    off = claim + "      - {quantity: off_means_no_cover, label: Off, radars: [eye], looks: 3}\n"
    assert "expected no 'looks' for off_means_no_cover" in problem(TEXT + off)
    time = claim + "      - {quantity: time_to_first_detection, label: Time, system: s-4000}\n"
    assert "did you mean 's-400'?" in problem(TEXT + time)
