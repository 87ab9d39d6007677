"""The templates of one's own entries are valid, sound, and explain every field."""

import re
from pathlib import Path

import pytest

from skyshed.catalogue import keys, loader
from skyshed.catalogue.audit import audit
from skyshed.catalogue.model import GUIDANCE_KINDS, PAIR_USES, RCS_BANDS, READINESS_STATES
from skyshed.catalogue.templates import TEMPLATES, template_text

NAMED = {
    "radar": (
        *keys.RADAR,
        *keys.ABSOLUTE,
        *PAIR_USES,
        "sector_slewable",
        "mounts",
        "what_if_mounts",
    ),
    "target": (*keys.KINEMATICS, *RCS_BANDS, "configurations", "adds_rcs_m2"),
    "missile": (*keys.MISSILE, *GUIDANCE_KINDS, *READINESS_STATES, "same_as", "reload_time"),
}
LEFT_OUT = {"unit_price"}


@pytest.fixture
def file(tmp_path):
    def write(kind: str) -> Path:
        path = tmp_path / TEMPLATES[kind]
        path.write_text(template_text(kind), "utf-8")
        return path

    return write


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_is_a_sound_entry(file, kind):
    path = file(kind)
    unsound = ("broken", "fault", "unused_source", "contradiction")
    own = [f for f in audit(extra=path) if f.kind in unsound and f.subject.startswith("my-")]
    assert own == []
    assert not [f for f in audit(extra=path) if f.kind in unsound[:3]]


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_names_every_field(kind):
    text = template_text(kind)
    assert [name for name in NAMED[kind] if name not in text and name not in LEFT_OUT] == []


def test_the_radar_can_be_computed(file):
    assert loader.radar("my-radar", extra=file("radar")).calibration_pairs


def test_the_target_has_all_cross_sections(file):
    assert len(loader.target("my-target", extra=file("target")).rcs_m2) == 12


def test_the_missile_has_what_a_fit_needs_and_its_radar_guides(file):
    path = file("missile")
    assert loader.entry("my-system/dart", extra=path).missing_for_flight == ()
    assert loader.radar("my-system/guide", extra=path).engagement


@pytest.mark.parametrize("kind", ["radar", "target"])
def test_the_blocks_that_are_commented_out_are_valid_too(file, kind):
    path = file(kind)
    optional = re.compile(r"^# (mounts|absolute|statements|not_public|configurations):")
    lines, inside = [], False
    for line in path.read_text("utf-8").splitlines():
        inside = bool(optional.match(line)) or (inside and line.startswith("#"))
        lines.append(line[2:] if inside else line)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    entry = loader.entry(path.stem, extra=path)
    if kind == "radar":
        assert entry.what_if_mounts == ("mast",)
        assert {"peak_power_w", "antenna_gain"} <= set(entry.absolute)
        assert entry.not_public
    else:
        assert set(entry.configurations) == {"clean", "reflector"}


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="expected one of radar, target, missile"):
        template_text("tank")
