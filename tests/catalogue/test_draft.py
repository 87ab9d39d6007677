"""Spot checks of the bundled values against the draft they were made from."""

import math

import pytest
from ruamel.yaml import YAML

from skyshed.catalogue import loader
from tests.conftest import shared_path

pytestmark = pytest.mark.shared


def draft(name):
    return YAML(typ="safe").load(shared_path(f"catalogue/{name}.yaml").read_text("utf-8"))


def check(parameter, given, factor=1.0):
    for ours, theirs in (("nominal", "value"), ("low", "low"), ("high", "high")):
        assert getattr(parameter, ours) == pytest.approx(factor * given[theirs], rel=1e-12)


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
