"""What the audit counts and what it catches."""

from pathlib import Path

import pytest

from skyshed.catalogue import loader
from skyshed.catalogue.audit import FINDINGS, audit, predicted_range_m
from tests.catalogue.samples import PUBLIC, RADAR, SOURCES


@pytest.fixture(scope="module")
def findings():
    return audit()


def by_kind(findings, kind):
    return {finding.subject: finding for finding in findings if finding.kind == kind}


def test_counts_add_up(findings):
    for kind in ("basis", "grade"):
        counts = by_kind(findings, kind)
        assert sum(finding.figures["share"] for finding in counts.values()) == pytest.approx(1.0)
    basis = by_kind(findings, "basis")
    grade = by_kind(findings, "grade")
    total = sum(finding.figures["number"] for finding in basis.values())
    assert total == sum(finding.figures["number"] for finding in grade.values())
    assert basis["published"].figures["number"] > 400
    assert grade["D"].figures["number"] >= basis["assumed"].figures["number"]


def test_findings_come_in_order(findings):
    kinds = [FINDINGS.index(finding.kind) for finding in findings]
    assert kinds == sorted(kinds)


def test_the_triple_of_91n6e_agrees_with_itself(findings):
    ballistic = by_kind(findings, "agreement")["s-400/91n6e/ballistic"]
    # 390 km (0.4 / 4)^(1/4) = 219 km, the figure of the catalogue draft
    assert ballistic.figures["predicted_m"] == pytest.approx(219.3e3, rel=1e-3)
    assert "one compilation" in ballistic.text


def test_fourth_root_law():
    anchor = loader.radar("s-400/91n6e").calibration_pairs[0]
    assert predicted_range_m(anchor, 16.0 * 4.0) == pytest.approx(2.0 * 390e3, rel=1e-12)


def test_the_headline_radar_rests_on_an_unverified_pair(findings):
    anchor = by_kind(findings, "weak_anchor")["s-400/91n6e"]
    assert "unverified" in anchor.text
    assert "asr-9" not in by_kind(findings, "weak_anchor")
    assert "f-35a" in by_kind(findings, "weak_headline")


def test_competing_statements_are_listed(findings):
    competing = [f.text for f in findings if f.kind == "competing"]
    assert any("402 km, 463 km" in text for text in competing)
    assert any("band of 96L6E: S, C" in text for text in competing)


def test_disagreement_of_the_arsr_4_is_seen(findings):
    assert "arsr-4/forecast" in by_kind(findings, "contradiction")


def with_pairs(folder: Path, *pairs: tuple[str, str, str, str]) -> list:
    (folder / "sources.yaml").write_text(SOURCES)
    lines = [
        f"  {name}: {{sigma: {{value: {sigma}, {PUBLIC}}}, range: {{value: {distance}, {PUBLIC}}},"
        f" use: {use}}}"
        for name, sigma, distance, use in pairs
    ]
    text = "\n".join([RADAR + "reference_pairs:", *lines, ""])
    (folder / "my-radar.yaml").write_text(text)
    return [f for f in audit(extra=folder) if f.subject.startswith("my-radar")]


def test_calibrating_on_the_display_range_is_caught(tmp_path):
    found = with_pairs(tmp_path, ("cap", "2 m^2", "60 nmi", "calibrate"))
    assert [f.kind for f in found] == ["contradiction"]
    assert "should not calibrate" in found[0].text


def test_a_pair_beyond_the_display_range_is_caught(tmp_path):
    found = with_pairs(tmp_path, ("far", "2 m^2", "200 km", "check"))
    assert {f.kind for f in found} == {"contradiction", "not_computable"}


def test_pairs_that_break_the_fourth_root_law_are_caught(tmp_path):
    found = with_pairs(
        tmp_path,
        ("anchor", "1 m^2", "60 km", "calibrate"),
        ("near", "16 m^2", "70 km", "check"),
        ("good", "2 m^2", "75 km", "check"),
    )
    assert {f.subject: f.kind for f in found} == {
        "my-radar/near": "contradiction",
        "my-radar/good": "agreement",
    }


def test_the_bundled_catalogue_is_sound(findings):
    unsound = [f for f in findings if f.kind in ("broken", "fault", "unused_source")]
    assert [finding.text for finding in unsound] == []


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path):
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "my-radar.yaml").write_text(RADAR.replace("360 deg", "360 km"))
    (broken,) = (f for f in audit(extra=tmp_path) if f.kind == "broken")
    assert broken.subject == "my-radar"
    assert "my-radar.yaml:9: parameters.coverage.value: expected an angle" in broken.text


def test_a_published_value_that_nobody_read_is_a_fault(tmp_path):
    (tmp_path / "sources.yaml").write_text(SOURCES.replace("access: excerpt", "access: cited"))
    (tmp_path / "my-radar.yaml").write_text(RADAR)
    found = [finding.text for finding in audit(extra=tmp_path) if finding.kind == "fault"]
    assert any("is called published, but none of its sources was" in text for text in found)


def test_values_that_cannot_be_are_told_with_their_place(tmp_path):
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "my-radar.yaml").write_text(RADAR.replace("4.8 s", "0 s"))
    (broken,) = (f for f in audit(extra=tmp_path) if f.kind == "broken")
    assert "my-radar.yaml:10: parameters.scan_period: the scan period of My radar" in broken.text
