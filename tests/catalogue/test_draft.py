"""Spot checks of the bundled values against the draft they were made from."""

import math

import pytest
from ruamel.yaml import YAML

from skyshed.catalogue import loader
from tests.catalogue.draft_names import MISSILES, PAIRS, RADARS, RENAMED
from tests.conftest import shared_path

pytestmark = pytest.mark.shared


def draft(name):
    return YAML(typ="safe").load(shared_path(f"catalogue/{name}.yaml").read_text("utf-8"))


def check(parameter, given, factor=1.0, rel=1e-12):
    for ours, theirs in (("nominal", "value"), ("low", "low"), ("high", "high")):
        assert getattr(parameter, ours) == pytest.approx(factor * given[theirs], rel=rel)


@pytest.mark.parametrize(
    ("radar", "draft_name", "key", "draft_key", "factor"),
    [
        ("91n6e", "91N6E", "instrumented_range_m", "instrumented_range", 1e3),
        ("91n6e", "91N6E", "antenna_height_m", "antenna_height", 1.0),
        ("91n6e", "91N6E", "scan_period_s", "scan_period", 1.0),
        ("92n6e", "92N6E", "coverage_rad", "coverage_deg", math.pi / 180.0),
        ("92n6e", "92N6E", "antenna_height_m", "antenna_height", 1.0),
        ("96l6e", "96L6E", "instrumented_range_m", "instrumented_range", 1e3),
    ],
)
def test_s400_radars(radar, draft_name, key, draft_key, factor):
    given = draft("s-400")["radars"][draft_name][draft_key]
    check(loader.radar(f"s-400/{radar}").parameters[key], given, factor)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("s-400/91n6e/fighter", "rp_91n6e_fighter"),
        ("s-400/91n6e/ballistic", "rp_91n6e_ballistic"),
        ("s-400/92n6e/one_square_metre", "rp_92n6e_r1"),
        ("s-400/92n6e/large", "rp_92n6e_large"),
        ("patriot/an-mpq-53/one_square_metre", "rp_mpq53_r1"),
        ("e-7t/fighter", "rp_e7_fighter"),
        ("an-fps-117/one_square_metre", "rp_fps117_r1"),
        ("asr-9/requirement", "rp_asr_1m2"),
        ("arsr-4/requirement", "rp_arsr4_r1"),
    ],
)
def test_reference_pairs(ours, theirs):
    given = draft("reference-pairs")["pairs"][theirs]
    (pair,) = (p for p in loader.radar(ours.rpartition("/")[0]).pairs if p.id == ours)
    check(pair.sigma_m2, given["sigma_m2"])
    check(pair.range_m, given["range_km"], 1e3)
    assert pair.use == given["use"]
    assert pair.pd == given["pd"]
    if given["status"] == "memory":
        assert pair.basis == "unverified"


@pytest.mark.parametrize(
    "target",
    [
        *("f-35a", "f-16c", "a320", "kc-135", "c-17", "tomahawk", "shahed-136", "fateh-110"),
        "small-quadcopter",
    ],
)
def test_cross_sections(target):
    table = loader.target(target).rcs_m2
    for band, row in draft(target)["rcs_m2"].items():
        for aspect, given in row.items():
            cell = table[band, "nose" if aspect == "any" else aspect]
            check(cell, given)
            if (
                given["status"] in ("memory", "mixed", "assumption")
                and target != "small-quadcopter"
            ):
                assert cell.basis != "published"


def test_kinematics():
    check(
        loader.target("f-16c").kinematics["speed_max_mach"],
        draft("f-16c")["kinematics"]["speed_max"],
    )
    knots = draft("kc-135")["kinematics"]["speed_cruise"]
    check(loader.target("kc-135").kinematics["speed_cruise_m_s"], knots, 1852.0 / 3600.0)
    height = draft("tomahawk")["kinematics"]["cruise_altitude"]
    check(loader.target("tomahawk").kinematics["cruise_agl_m"], height, 1e3)


def test_48n6e3():
    given = draft("s-400")["missiles"]["48N6E3"]
    missile = loader.system("s-400").missiles["48n6e3"]
    check(missile.parameters["range_max_m"], given["range_max"], 1e3)
    check(missile.parameters["speed_max_m_s"], given["speed_max"])


def test_generic_shoulder_fired_missile():
    given = draft("manpads-generic")["missiles"]["generic"]
    missile = loader.system("manpads-generic").missiles["generic"]
    for key in ("range_max", "range_min", "altitude_max"):
        check(missile.parameters[f"{key}_m"], given[key], 1e3)
    for key in ("speed_max", "speed_mean", "target_speed_max"):
        check(missile.parameters[f"{key}_m_s"], given[key])


#: Instrumented ranges that differ from the draft on purpose; their notes say why.
OTHER_RANGE = {"an-tps-79", "pantsir-s1/1rs1", "tor-m2/search"}
#: The same, for figures of missiles: competing values instead of an interval.
COMPETING = {
    ("s-400/48n6e2", "range_max"),
    ("s-400/40n6e", "altitude_min"),
    ("s-400/40n6e", "altitude_max"),
}
FACTORS = {"km": 1e3, "m": 1.0, "m/s": 1.0, "MUSD": 1e6}


def draft_files():
    folder = shared_path("catalogue")
    names = {path.stem for path in folder.glob("*.yaml")}
    return sorted(names - {"sources", "reference-pairs"})


def test_every_system_of_the_draft_is_here():
    names = draft_files()
    assert len(names) == 50  # 46 systems; LAIRCM, Link 16, NATINAMDS, press figures
    known = {line.id for line in loader.list_entries()}
    assert {RENAMED.get(name, name) for name in names} <= known


def test_every_radar_and_missile_of_the_draft_is_here():
    for name in draft_files():
        text = draft(name)
        assert set(text.get("radars", {})) == set(RADARS.get(name, {})), name
        for ours in RADARS.get(name, {}).values():
            assert loader.radar(ours)
        for key in text.get("missiles", {}):
            assert our_missile(name, key) in loader.missiles()


def our_missile(system, key):
    return MISSILES.get((system, key), f"{system}/{key.lower().replace(' ', '-')}")


def test_every_pair_of_the_draft_is_here_with_its_numbers_and_its_use():
    given = draft("reference-pairs")["pairs"]
    assert len(given) == 55
    assert set(PAIRS) == set(given)
    ours = {
        pair.id: pair
        for line in loader.list_entries()
        if line.kind == "radar"
        for pair in loader.radar(line.id).pairs
    }
    for name, ids in PAIRS.items():
        for pair in (ours[key] for key in ids):
            check(pair.sigma_m2, given[name]["sigma_m2"])
            check(pair.range_m, given[name]["range_km"], 1e3)
            assert pair.use == given[name]["use"], name
            assert pair.pd == given[name]["pd"], name
            assert pair.target_altitude_m == given[name]["target_altitude_m"], name
            if given[name]["status"] in ("memory", "assumption"):
                assert pair.basis in ("unverified", "assumed"), name
    invented = set(ours) - {key for ids in PAIRS.values() for key in ids}
    assert invented == {"arsr-4/forecast"}  # from a source that was read later


def every_draft_radar():
    for name in draft_files():
        text = draft(name)
        if text["kind"] == "radar":
            yield name, text["parameters"]
        for key, numbers in text.get("radars", {}).items():
            yield RADARS[name][key], numbers


def test_instrumented_ranges_and_antennas_are_those_of_the_draft():
    seen = 0
    for ours, numbers in every_draft_radar():
        parameters = loader.radar(ours).parameters
        if "instrumented_range" in numbers and ours not in OTHER_RANGE:
            rel = 2e-3 if ours.startswith("asr-") else 1e-12  # 60 nautical miles, there 111 km
            check(parameters["instrumented_range_m"], numbers["instrumented_range"], 1e3, rel)
            seen += 1
        if "antenna_height" in numbers and "antenna_height_m" in parameters:
            check(parameters["antenna_height_m"], numbers["antenna_height"])
    assert seen > 30
    for ours in OTHER_RANGE:
        assert loader.radar(ours).parameters["instrumented_range_m"].note


def test_figures_of_missiles_are_those_of_the_draft():
    seen = 0
    for name in draft_files():
        for key, numbers in draft(name).get("missiles", {}).items():
            missile = loader.missiles()[our_missile(name, key)]
            if (name, key) == ("s-300pmu2", "48N6E2"):
                continue  # one entry, in the system that fires it too
            for quantity, given in numbers.items():
                if given.get("unit") not in FACTORS or (missile.id, quantity) in COMPETING:
                    continue
                suffix = {"m/s": "_m_s", "MUSD": "_usd"}.get(given["unit"], "_m")
                check(missile.parameters[quantity + suffix], given, FACTORS[given["unit"]])
                seen += 1
    assert seen > 120


@pytest.mark.parametrize(
    "target",
    [
        *("a400m", "b737-800", "bayraktar-tb2", "f-4e", "iskander-m", "kalibr", "scud-b"),
        "storm-shadow",
    ],
)
def test_cross_sections_of_the_other_targets(target):
    table = loader.target(target).rcs_m2
    for band, row in draft(target)["rcs_m2"].items():
        for aspect, given in row.items():
            check(table[band, aspect], given)
            if given["status"] in ("memory", "mixed", "assumption"):
                assert table[band, aspect].basis != "published"


def test_what_was_recalled_is_never_called_published():
    for name in draft_files():
        for key, numbers in draft(name).get("missiles", {}).items():
            missile = loader.missiles()[our_missile(name, key)]
            for quantity, given in numbers.items():
                for suffix in ("_m", "_m_s"):
                    ours = missile.parameters.get(quantity + suffix)
                    if ours is not None and given["status"] in ("memory", "assumption"):
                        merged = missile.id == "s-400/48n6e2"  # from two draft files
                        assert ours.basis != "published" or merged


def test_what_is_left_out_of_the_draft_is_told():
    given = draft("s-400")["missiles"]["40N6E"]["altitude_min"]
    floor = loader.system("s-400").missiles["40n6e"].parameters["altitude_min_m"]
    assert given["high"] > floor.high
    assert f"{given['high'] / 1e3:g} km" in floor.note
    limit = draft("f-35a")["kinematics"]["g_limit"]
    words = f"load limit, recalled as {limit['value']} g ({limit['low']} to {limit['high']})"
    assert any(words in note for note in loader.target("f-35a").notes)
