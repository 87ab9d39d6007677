"""Readings asked for by name: what is understood, and what is said of the rest."""

from dataclasses import replace

import pytest

from skyshed.errors import ScenarioError
from skyshed.scenario.loader import load_study
from skyshed.scenario.questions import asked_readings


@pytest.fixture(scope="module")
def study():
    return load_study("turkey-2019")


def names(study, *wanted):
    return [asked.name for asked in asked_readings(study, wanted)]


def test_judged_readings_if_nothing_is_asked(study):
    assert names(study) == ["range/possible", "outside/typical"]


def test_a_claim_stands_for_the_reading_that_judges_it(study):
    assert names(study, "range", "range/seen", "range/possible") == ["range/possible", "range/seen"]


def test_the_headline_has_no_reading(study):
    (asked,) = asked_readings(study, ["headline"])
    assert (asked.name, asked.reading) == ("headline", None)
    assert names(load_study("paris-atc")) == ["headline"]  # a study without claims


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("rnage", r"a claim of turkey-2019 that is computed \(range, outside, headline\), got"),
        ("range/posible", r"a reading of the claim 'range' \(range/possible, .*got 'posible'"),
        ("range/", "a reading of the claim 'range'"),
        ("stealth", "the claim 'stealth' has no reading that is computed"),
    ],
)
def test_what_is_not_there(study, wanted, words):
    with pytest.raises(ScenarioError, match=rf"--question: .*{words}"):
        asked_readings(study, [wanted])


def test_a_reading_that_is_no_number_is_refused(study):
    claim = study.claims[0]
    count = replace(claim.readings[0], quantity="leakers")
    changed = replace(study, claims=(replace(claim, readings=(count,)), *study.claims[1:]))
    with pytest.raises(ScenarioError, match=r"a continuous answer .* got leakers"):
        asked_readings(changed, ["range/possible"])
    assert names(changed) == ["outside/typical"]


def test_a_lesson_has_no_unknowns():
    with pytest.raises(ScenarioError, match="is a lesson: it has no unknowns"):
        asked_readings(load_study("lesson-horizon"))


def test_too_many_questions(study):
    with pytest.raises(ScenarioError, match="at most 20 questions, got 21"):
        asked_readings(study, ["range"] * 21)
