"""Verdicts and values of claims as the report words them."""

import dataclasses

import pytest

from skyshed.analysis.results import Interval
from skyshed.output.numbers import result_numbers
from skyshed.output.report import report_html
from skyshed.output.report_claims import box_text, claim_verdict, reading_verdict, value_text
from tests.output.synthetic import make_result


@pytest.fixture(scope="module")
def claim():
    return make_result().claims[0]


def changed(claim, **fields):
    """The claim with its first reading changed, and judged on it."""
    reading = dataclasses.replace(claim.readings[0], **fields)
    return dataclasses.replace(claim, readings=(reading, *claim.readings[1:]), judged_on=reading.id)


def test_too_few_draws_are_a_verdict_of_their_own_on_the_page(claim):
    open_by_draws = changed(claim, deciding=(), capped=())
    assert open_by_draws.readings[0].verdict == "depends on unpublished values"
    assert reading_verdict(open_by_draws.readings[0]) == "too few draws"
    assert claim_verdict(open_by_draws) == "too few draws"
    assert claim_verdict(changed(claim, deciding=("a number",))) == claim.verdict
    assert claim_verdict(dataclasses.replace(open_by_draws, judged_on="")) == claim.verdict


def test_the_box_is_never_rounded_inside_the_spread(claim):
    """Numbers of a reading of turkey-2019: 240 to 254 km over the draws, 194.8 to 254.8 in all."""
    value = Interval(240e3, 249e3, 254e3, 249e3, "m")
    reading = changed(claim, value=value, box=(194.8e3, 254.8e3)).readings[0]
    assert value_text(reading) == "249 km (240 to 254)"
    assert box_text(reading) == "195 to 255 km"


def test_nothing_is_never_in_a_box_as_in_a_value(claim):
    nan = float("nan")
    value = Interval(nan, 20e3, 30e3, 20e3, "m")
    reading = changed(claim, value=value, box=(0.0, 31e3)).readings[0]
    assert value_text(reading) == "20 km (never to 30)"
    assert box_text(reading) == "never to 31 km"
    assert box_text(changed(claim, value=value, box=(0.0, 0.0)).readings[0]) == "never"


def test_what_a_study_notes_of_a_claim_is_on_the_page_and_in_the_numbers():
    result = make_result()
    noted = dataclasses.replace(result.claims[0], note="Prices <of the press> do not compare.")
    result = dataclasses.replace(result, claims=(noted, *result.claims[1:]))
    page, _ = report_html(result)
    assert "Prices &lt;of the press&gt; do not compare." in page
    assert result_numbers(result)["claims"][noted.id]["note"] == noted.note
