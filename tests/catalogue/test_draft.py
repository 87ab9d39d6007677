"""Spot checks of the bundled values against the draft they were made from."""

import math

import pytest
from ruamel.yaml import YAML

from skyshed.catalogue import loader
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


#: Draft file -> our entry, where the name differs.
RENAMED = {"seed-claims": "press-figures"}
#: Draft radar -> ours, by draft system.
RADARS = {
    "s-400": {
        "91N6E": "s-400/91n6e",
        "92N6E": "s-400/92n6e",
        "96L6E": "s-400/96l6e",
        "76N6": "76n6",
        "nebo-m": "nebo-m",
    },
    "patriot": {
        "AN/MPQ-53": "patriot/an-mpq-53",
        "AN/MPQ-65": "patriot/an-mpq-65",
        "LTAMDS": "patriot/ltamds",
    },
    "s-300pmu2": {"30N6E2": "s-300pmu2/30n6e2", "64N6E2": "s-300pmu2/64n6e2"},
    "buk-m2": {"9S36": "buk-m2/9s36", "9S18M1": "buk-m2/9s18m1"},
    "buk-m3": {"9S36M": "buk-m3/9s36m"},
    "hisar": {"KALKAN": "hisar/kalkan"},
    "iris-t-slm": {"TRML-4D": "iris-t-slm/trml-4d"},
    "mim-23-hawk": {"HPIR + PAR + CWAR": "mim-23-hawk/hpir"},
    "nasams": {"AN/MPQ-64": "nasams/an-mpq-64"},
    "pantsir-s1": {"1RS1": "pantsir-s1/1rs1", "1RS2": "pantsir-s1/1rs2"},
    "samp-t": {"Arabel": "samp-t/arabel", "Ground Fire 300 (NG)": "samp-t/ground-fire-300"},
    "thaad": {"AN/TPY-2": "thaad/an-tpy-2"},
    "tor-m2": {"search": "tor-m2/search"},
}
#: Draft missile -> ours, where lower case and - for blanks do not give it.
MISSILES = {
    ("patriot", "PAC-2 GEM-T"): "patriot/gem-t",
    ("hisar", "HISAR-A+"): "hisar/hisar-a-plus",
    ("hisar", "HISAR-O+"): "hisar/hisar-o-plus",
    ("nasams", "AIM-120 (surface)"): "nasams/aim-120",
}
#: Pair of the draft -> ours. Two stand for two radars each.
PAIRS = {
    "rp_91n6e_fighter": ["s-400/91n6e/fighter"],
    "rp_91n6e_bomber": ["s-400/91n6e/bomber"],
    "rp_91n6e_ballistic": ["s-400/91n6e/ballistic"],
    "rp_92n6e_r1": ["s-400/92n6e/one_square_metre"],
    "rp_92n6e_large": ["s-400/92n6e/large"],
    "rp_96l6e_fighter": ["s-400/96l6e/fighter"],
    "rp_76n6_small": ["76n6/small_at_500_m"],
    "rp_nebo_rlmd_1m2": ["nebo-m/one_square_metre"],
    "rp_nebo_svu_1m2": ["nebo-svu/one_square_metre"],
    "rp_yenisei_5m2": ["98l6/five_square_metres"],
    "rp_yenisei_005m2": ["98l6/five_hundredths"],
    "rp_yenisei_001m2": ["98l6/one_hundredth"],
    "rp_50n6a_13m2": ["50n6a/thirteen_square_metres"],
    "rp_50n6a_04m2": ["50n6a/four_tenths"],
    "rp_50n6a_01m2": ["50n6a/one_tenth_at_100_m"],
    "rp_mpq53_r1": ["patriot/an-mpq-53/one_square_metre", "patriot/an-mpq-65/one_square_metre"],
    "rp_mpq53_large": ["patriot/an-mpq-53/large"],
    "rp_30n6_r1": ["s-300pmu2/30n6e2/one_square_metre"],
    "rp_9s35_r1": ["buk-m2/9s36/one_square_metre"],
    "rp_1rs1_2m2": ["pantsir-s1/1rs1/two_square_metres"],
    "rp_1rs1_01m2": ["pantsir-s1/1rs1/one_tenth"],
    "rp_1rl123_1m2": ["1rl123e/one_square_metre"],
    "rp_1rl123_01m2": ["1rl123e/one_tenth"],
    "rp_tor_fighter": ["tor-m2/search/fighter"],
    "rp_mpq64_r1": ["nasams/an-mpq-64/one_square_metre"],
    "rp_trml4d_fighter": ["iris-t-slm/trml-4d/fighter"],
    "rp_trml4d_missile": ["iris-t-slm/trml-4d/missile"],
    "rp_arabel_r1": ["samp-t/arabel/one_square_metre"],
    "rp_tpy2_missile": ["thaad/an-tpy-2/missile"],
    "rp_hawk_r1": ["mim-23-hawk/hpir/one_square_metre"],
    "rp_tps77_fighter": ["an-tps-77/one_square_metre"],
    "rp_fps117_r1": ["an-fps-117/one_square_metre"],
    "rp_gm400_r1": ["gm400/one_square_metre"],
    "rp_giraffe4a_r1": ["giraffe-4a/one_square_metre"],
    "rp_amb_large": ["giraffe-amb/large"],
    "rp_amb_medium": ["giraffe-amb/medium"],
    "rp_amb_small": ["giraffe-amb/small"],
    "rp_amb_vsmall": ["giraffe-amb/very_small"],
    "rp_giraffe1x_fighter": ["giraffe-1x/fighter"],
    "rp_giraffe1x_suas": ["giraffe-1x/small_drone"],
    "rp_e3_fighter": ["e-3-awacs/fighter"],
    "rp_e7_fighter": ["e-7t/fighter"],
    "rp_36d6m_100m": ["36d6m/one_square_metre_at_100_m"],
    "rp_36d6m_1000m": ["36d6m/one_square_metre_at_1000_m"],
    "rp_tps79_1m2": ["an-tps-79/one_square_metre"],
    "rp_tps79_2m2": ["an-tps-79/two_square_metres"],
    "rp_p18mr_100m": ["p-18mr/one_square_metre_at_100_m"],
    "rp_p18mr_5km": ["p-18mr/one_square_metre_at_5_km"],
    "rp_90k6e_2m2": ["90k6e/two_square_metres"],
    "rp_type517_4m2": ["type-517/four_square_metres"],
    "rp_type517_01m2": ["type-517/one_tenth"],
    "rp_asr_1m2": ["asr-9/requirement", "asr-11/requirement"],
    "rp_atc_2m2": ["asr-9/traffic_requirement"],
    "rp_arsr4_r1": ["arsr-4/requirement"],
    "rp_upm_phantom": ["upm-drone-radar/quadcopter"],
}
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
