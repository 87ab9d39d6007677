"""Every published case is held by a test or listed with a reason, and none is both."""

import json
from collections import Counter

import pytest

from skyshed.catalogue import loader
from tests.conftest import ROOT, not_covered, reference_cases, shared_path
from tests.validation_page import FILES

REFERENCE = ROOT / "tests" / "reference"


def copied() -> set[str]:
    """Ids of the published cases that were copied into the project."""
    found = set()
    for name in set(FILES.values()):
        path = REFERENCE / f"{name}.json"
        if path.exists():
            found |= {case["id"] for case in json.loads(path.read_text("utf-8"))}
    return found


def listed() -> list[str]:
    return [identity for group in not_covered() for identity in group["ids"]]


def test_no_case_is_both_held_and_listed():
    assert not copied() & set(listed())
    assert max(Counter(listed()).values()) == 1


def test_every_listed_group_says_why():
    for group in not_covered():
        assert group["file"] in FILES.values()
        assert len(group["reason"]) > 20
        assert all(FILES[identity.split("-")[0]] == group["file"] for identity in group["ids"])


@pytest.mark.shared
def test_no_published_case_is_forgotten():
    published = {
        case["id"]
        for name in FILES.values()
        for case in json.loads(shared_path(f"validation/{name}.json").read_text("utf-8"))
    }
    assert published == copied() | set(listed())
    assert len(published) == 340


@pytest.mark.shared
def test_copies_are_true_copies():
    for name in set(FILES.values()):
        path = REFERENCE / f"{name}.json"
        if not path.exists():
            continue
        originals = {
            case["id"]: case
            for case in json.loads(shared_path(f"validation/{name}.json").read_text("utf-8"))
        }
        for case in json.loads(path.read_text("utf-8")):
            for field in ("inputs", "expected"):
                assert case[field] == originals[case["id"]][field], case["id"]


def test_airliner_of_the_catalogue_against_the_encyclopaedia(record_validation):
    """10 to 100 m2, not broadside, each bound to half of itself."""
    (case,) = reference_cases("signatures", "typical_rcs")
    entry = loader.target("a320")
    worst, count = 0.0, 0
    for (band, aspect), table in entry.rcs_m2.items():
        if aspect == "beam" or band == "vhf":
            continue
        for bound, name in ((table.low, "rcs_low_m2"), (table.high, "rcs_high_m2")):
            wanted = case["expected"][name]
            assert bound == pytest.approx(wanted["value"], rel=wanted["rel_tol"]), (band, aspect)
            worst, count = max(worst, abs(bound / wanted["value"] - 1.0)), count + 1
    record_validation(
        "cross-section of an airliner of the catalogue, bounds from nose and tail",
        "Encyclopaedia Britannica, radar: target size",
        count, worst, 0.5, "of the value",
    )  # fmt: skip
