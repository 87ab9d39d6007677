"""Missiles and what protects against them: guidance, what a fit needs, what is never placed."""

from importlib import resources

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.model import GUIDANCE_KINDS
from skyshed.errors import CatalogueError

SYSTEMS = [loader.system(line.id) for line in loader.list_entries() if line.kind == "system"]
MISSILES = {missile.id: missile for system in SYSTEMS for missile in system.missiles.values()}
#: What is not public at hand.
NOT_FITTABLE = {
    "hisar/hisar-a-plus": ("highest speed",),
    "hisar/hisar-o-plus": ("highest speed",),
    "hisar/siper-block-1": ("highest speed",),
    "nasams/amraam-er": ("highest speed",),
}
ABOVE_THE_AIR = {"thaad/thaad"}

# Words of the sources -> our word
WORDS = {
    "track via missile": "track_via_missile",
    "semi-active homing": "semi_active",
    "active radar": "active",
    "radio command": "command",
    "infrared": "infrared",
}


@pytest.mark.parametrize("missile", MISSILES.values(), ids=list(MISSILES))
def test_kind_of_guidance_follows_from_the_words_of_the_source(missile):
    assert missile.guidance_kind in GUIDANCE_KINDS
    assert missile.statements["guidance_kind"].value == missile.guidance_kind
    said = missile.statements["guidance"].value
    assert [kind for words, kind in WORDS.items() if words in said] == [missile.guidance_kind]


def test_the_missiles_of_the_base_cases_need_their_own_radar():
    for missile in ("s-400/48n6e3", "patriot/gem-t"):
        assert MISSILES[missile].guidance_kind == "track_via_missile"


@pytest.mark.parametrize("missile", MISSILES.values(), ids=list(MISSILES))
def test_a_missile_has_what_a_fit_of_its_flight_needs_or_says_what_it_lacks(missile):
    assert missile.missing_for_flight == NOT_FITTABLE.get(missile.id, ())
    if missile.id in NOT_FITTABLE:
        return
    p = missile.parameters
    assert (p["altitude_max_m"].high < 40_000.0) != (missile.id in ABOVE_THE_AIR)
    if "speed_mean_m_s" in p:
        assert p["speed_mean_m_s"].nominal <= p["speed_max_m_s"].high


def test_only_engagement_radars_can_guide():
    able = {line.id for line in loader.list_entries() if line.kind == "radar"
            and loader.radar(line.id).engagement}  # fmt: skip
    assert able == {
        "buk-m2/9s36",
        "buk-m3/9s36m",
        "iris-t-slm/trml-4d",
        "mim-23-hawk/hpir",
        "nasams/an-mpq-64",
        "pantsir-s1/1rs2",
        "patriot/an-mpq-53",
        "patriot/an-mpq-65",
        "patriot/ltamds",
        "s-300pmu2/30n6e2",
        "s-400/92n6e",
        "samp-t/arabel",
        "samp-t/ground-fire-300",
        "thaad/an-tpy-2",
    }


def test_the_shoulder_fired_missile_has_neither_radar_nor_state_nor_name():
    system = loader.system("manpads-generic")
    assert system.shoulder_fired
    assert (system.radars, dict(system.readiness)) == ((), {})
    assert [missile.guidance_kind for missile in system.missiles.values()] == ["infrared"]
    assert any("seeker" in text for text in system.not_public)


def test_what_protects_acts_on_heat_seeking_missiles_only_and_has_no_effectiveness():
    laircm = loader.protection("laircm")
    assert laircm.acts_on == ("infrared",)
    assert not any("effect" in key for key in laircm.parameters)
    assert any("effectiveness" in text for text in laircm.not_public)


def system_file(tmp_path, old, new):
    text = (resources.files("skyshed.catalogue") / "data" / "patriot.yaml").read_text("utf-8")
    text = text.replace("id: patriot", "id: my-sam", 1)
    assert old in text
    (tmp_path / "my-sam.yaml").write_text(text.replace(old, new, 1), "utf-8")
    return tmp_path


def test_a_missile_without_speed_says_what_is_missing(tmp_path):
    old = "speed_max: {value: 1700 m/s, low: 1400 m/s, high: 1700 m/s"
    folder = system_file(tmp_path, old, "length: {value: 5 m, low: 4 m, high: 6 m")
    missile = loader.system("my-sam", extra=folder).missiles["pac-3-cri"]
    assert missile.missing_for_flight == ("highest speed",)


def test_a_missile_of_another_system_is_the_same_entry(tmp_path):
    old = "  pac-3-cri:\n"
    folder = system_file(tmp_path, old, f"  borrowed: {{same_as: s-400/48n6e3}}\n{old}")
    system = loader.system("my-sam", extra=folder)
    assert system.missiles["borrowed"] == loader.system("s-400").missiles["48n6e3"]
    by_id = system.missiles_by_id
    assert by_id["my-sam/borrowed"] is by_id["s-400/48n6e3"]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("s-400/48n6e4", r"borrowed.same_as: expected a missile of s-400.*did you mean '48n6e"),
        ("my-sam/gem-t", "expected the id of a missile of another system"),
        ("nobody/dart", "expected the id of a missile of another system"),
        ("f-16c/dart", "expected a missile of f-16c, got 'dart'; it has none"),
    ],
)
def test_a_borrowed_missile_must_be_there(tmp_path, named, message):
    old = "  pac-3-cri:\n"
    folder = system_file(tmp_path, old, f"  borrowed: {{same_as: {named}}}\n{old}")
    with pytest.raises(CatalogueError, match=message):
        loader.system("my-sam", extra=folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("guidance_kind: {value: track_via_missile", "guidance_kind: {value: beam_riding",
         "missiles.gem-t.guidance_kind.value: expected one of track_via_missile, semi_active"),
        ("    guidance_kind:", "    guidance_sort:", "unknown key 'guidance_sort'; did you mean"),
        ("origin: United States", "shoulder_fired: maybe", "shoulder_fired: expected true or"),
    ],
)  # fmt: skip
def test_a_broken_missile_says_where(tmp_path, old, new, message):
    folder = system_file(tmp_path, old, new)
    with pytest.raises(CatalogueError, match=message):
        loader.system("my-sam", extra=folder)
