import re
from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis import claims
from skyshed.analysis.claims import Run, claim_result, reading_result
from skyshed.analysis.judgement import (
    BY_CONSTRUCTION,
    CONTRADICTED,
    DEPENDS,
    NOT_CONTRADICTED,
    NOT_TESTABLE,
)
from skyshed.analysis.results import Interval, ReadingResult
from skyshed.scenario.model import Case, Claim, Distance, Reading
from skyshed.uncertainty.sampling import WEIGHTINGS
from tests.analysis.flat_world import draws_of, flat_model

CASE = Case("west", "fighter", 8e3, None, 250.0, "median", "fighter at 8 km")
READING = Reading(
    "typical", True, "It can.", "it can", "confirmed_slant_range", "at_least", (CASE,), "all",
    at_least_m=237.5e3,
)  # fmt: skip
CLAIM = Claim(
    "range", "It sees far.", "somebody", "2019", "press", True, "range", (READING,), (), (), ()
)
RUN = Run(120, seed=3)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return flat_model(tmp_path_factory.mktemp("flat"))


def test_what_the_bounds_leave_open_depends_and_names_what_decides(model):
    found = reading_result(model, READING, RUN)
    assert set(found.shares) == set(WEIGHTINGS)
    least, greatest = found.box
    assert least < 237.5e3 <= greatest
    assert found.verdict == DEPENDS
    assert 1 <= len(found.deciding) <= 2
    assert found.value.low <= found.value.median <= found.value.high
    assert least <= found.value.low
    assert found.value.high <= greatest
    assert found.terrain["relief with error"] == found.shares["triangular"][0]


@pytest.mark.parametrize(
    ("threshold", "word", "survives"),
    [
        (1e3, NOT_CONTRADICTED, "The reading 'typical' holds for every value inside the bounds."),
        (5e6, CONTRADICTED, "The reading 'typical' fails for every value inside the bounds."),
    ],
)
def test_what_no_value_reverses_is_firm(model, threshold, word, survives):
    claim = replace(CLAIM, readings=(replace(READING, at_least_m=threshold),))
    found = claim_result(model, claim, draws_of(model)[0], RUN)
    assert found.verdict == word
    assert found.survives == survives
    assert found.readings[0].deciding == found.readings[0].capped == ()
    assert "No value that was tried inside the bounds" in found.why


def test_all_draws_are_not_all_values(model):
    """Few draws that all meet it: not firm, and nobody says "every value inside the bounds"."""
    start = reading_result(model, READING, RUN)
    threshold = start.box[0] + 0.2 * (start.value.low - start.box[0])
    claim = replace(CLAIM, readings=(replace(READING, at_least_m=threshold),))
    found = claim_result(model, claim, draws_of(model)[0], Run(10, seed=3))
    (reading,) = found.readings
    assert [share for share, _, _ in reading.shares.values()] == [1.0] * 3
    assert reading.verdict == DEPENDS
    assert reading.deciding
    assert found.survives.startswith("Nothing firm")
    assert "No value that was tried inside the bounds" not in found.why


def test_too_few_draws_are_named_as_the_reason(model):
    """Twenty draws cannot show 95 %, even of something that nothing reverses."""
    claim = replace(CLAIM, readings=(replace(READING, at_least_m=1e3),))
    found = claim_result(model, claim, draws_of(model)[0], Run(20, seed=3))
    assert found.verdict == DEPENDS
    assert found.why.endswith(
        "reverses it. The draws are too few to call it: a firm verdict needs 72."
    )
    assert [r.id for r in found.readings] == [found.judged_on]


def test_a_weak_number_caps_what_the_draws_would_say(model):
    """The range of the quoted pair is unverified: at its low bound the reading fails."""
    start = reading_result(model, READING, Run(400, seed=3))
    threshold = start.box[0] * 1.05
    found = reading_result(model, replace(READING, at_least_m=threshold), Run(400, seed=3))
    assert min(low for _, low, _ in found.shares.values()) >= 0.95
    assert found.verdict == DEPENDS
    (said,) = found.capped
    assert "'not contradicted'" in said
    assert found.deciding[0] in said


def test_the_judged_reading_decides_the_verdict(model):
    sure = replace(READING, id="possible", judged=False, at_least_m=1e3)
    found = claim_result(model, replace(CLAIM, readings=(sure, READING)), draws_of(model)[0], RUN)
    assert [r.verdict for r in found.readings] == [NOT_CONTRADICTED, DEPENDS]
    assert found.verdict == DEPENDS
    assert found.why.startswith("Judged on the reading 'typical'")
    assert "'possible' holds" in found.survives


def test_claims_without_readings(model):
    values = draws_of(model)[0]
    built = replace(CLAIM, readings=(), construction="It follows.", testable=False)
    assert claim_result(model, built, values, RUN).verdict == BY_CONSTRUCTION
    intent = replace(
        CLAIM, readings=(), testable=False, why_not="It is about intent.", note="Not priced."
    )
    found = claim_result(model, intent, values, RUN)
    assert (found.note, found.judged_on) == ("Not priced.", "")
    assert (found.verdict, found.why, found.survives) == (NOT_TESTABLE, "It is about intent.", "")


def test_words_of_the_cases_hold_no_nan_and_no_false_precision(model):
    never = replace(
        READING,
        cases=(CASE, replace(CASE, altitude_m=None, agl_m=1.0, label="skimming")),
        at_least_m=5e5,
    )
    covered = replace(
        READING,
        quantity="covered_at_distance",
        predicate="not_covered",
        distances=(Distance("far", 190e3),),
    )
    for reading in (never, covered):
        for label, text in reading_result(model, reading, Run(40, 1)).cases:
            assert label
            assert "nan" not in text
            assert "never to never" not in text
            assert re.search(r"meets it in \d+ % of draws", text)


@pytest.mark.parametrize(
    ("azimuth", "predicate", "words"),
    [
        ("median", "at_least", "median direction"),
        ("any", "at_least", "best direction"),
        ("all", "at_least", "worst direction"),
        ("any", "not_covered", "worst direction"),
        ("all", "not_covered", "best direction"),
    ],
)
def test_cases_say_in_which_direction(model, azimuth, predicate, words):
    """The best direction of a claim is not the median one of the tables."""
    case = replace(CASE, azimuth=azimuth)
    reading = replace(READING, cases=(case,))
    if predicate == "not_covered":
        reading = replace(
            reading,
            quantity="covered_at_distance",
            predicate=predicate,
            distances=(Distance("far", 190e3),),
        )
    ((_, text),) = reading_result(model, reading, Run(4, 1)).cases
    assert words in text


def test_workers_and_seed(model):
    one, two = (reading_result(model, READING, Run(30, 5, workers)) for workers in (1, 2))
    assert one == two
    other = reading_result(model, READING, Run(30, 6))
    assert other.value != one.value


def made_up(**changes):
    start = ReadingResult(
        "typical", "", "", Interval(1, 2, 3, 2, "m"), {"t": (1.0, 0.9, 1.0)}, (0.0, 1.0), DEPENDS
    )
    return replace(start, **changes)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "true"),
        ({"shares": {"t": (0.0, 0.0, 0.1)}}, "false"),
        ({"deciding": ("air",)}, "open"),
        ({"capped": ("terrain",)}, "open"),
    ],
)
def test_whole_box(changes, word):
    assert claims._whole_box(made_up(**changes)) == word


def test_several_readings_take_the_plural():
    sure = [made_up(id=name) for name in ("seen", "typical", "general")]
    assert claims._survives(tuple(sure)) == (
        "The readings 'seen', 'typical' and 'general' hold for every value inside the bounds."
    )


def test_an_open_reading_always_names_something(model, monkeypatch):
    """Even where no unknown moves the answer by itself."""
    monkeypatch.setattr(claims, "one_at_a_time", lambda evaluate, parameters: [])
    assert reading_result(model, READING, Run(20, 1)).deciding == ("several unknowns together",)


def test_shares_follow_from_the_draws(model):
    found = reading_result(model, READING, RUN)
    for share, low, high in found.shares.values():
        assert 0.0 <= low <= share <= high <= 1.0
        assert share * RUN.draws == pytest.approx(np.round(share * RUN.draws))
