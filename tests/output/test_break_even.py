"""The break-even curve of a countermeasure: on the page, in its table, and right."""

import dataclasses
import re

import numpy as np
import pytest

from skyshed.analysis.break_even import curve_of
from skyshed.output.numbers import result_numbers
from skyshed.output.report import report_html
from skyshed.output.tables import result_tables
from skyshed.scenario.loader import load_study
from tests.output.synthetic import make_result


@pytest.fixture(scope="module")
def claim():
    return next(c for c in load_study("turkey-2019").claims if c.id == "laircm")


@pytest.fixture(scope="module")
def result(claim):
    start = make_result()
    first = dataclasses.replace(start.claims[0], break_even=curve_of(claim))
    return dataclasses.replace(start, claims=(first, *start.claims[1:]))


def test_the_curve_of_the_bundled_claim_in_closed_form(claim):
    """Independent shots: survival (1 - p (1 - e))^n; break-even 1 - (1 - s^(1/n)) / p."""
    curve = curve_of(claim)
    assert curve.kill_probability.tolist() == [0.3, 0.6, 0.9]
    effect = curve.effectiveness
    for i, p in enumerate(curve.kill_probability):
        for j, n in enumerate(curve.shots):
            assert curve.survival[i, j] == pytest.approx((1.0 - p * (1.0 - effect)) ** n)
            for k, s in enumerate(curve.levels):
                wanted = max(1.0 - (1.0 - s ** (1.0 / n)) / p, 0.0)
                assert curve.break_even[i, j, k] == pytest.approx(wanted, abs=1e-9)


def test_claims_that_ask_for_none_have_none():
    others = [c for c in load_study("turkey-2019").claims if c.id != "laircm"]
    assert all(curve_of(claim) is None for claim in others)


def test_the_figure_stands_beside_its_claim_and_the_numbers_in_a_table(result):
    page, drawings = report_html(result)
    (drawing,) = (d for d in drawings if d.name.startswith("break-even"))
    assert page.count(drawing.inline) == 1
    for words in ("one shot", "2 shots", "4 shots", "kill chance 0.6"):
        assert words in drawing.standalone
    assert re.search(r"How well it would have to work\.", page)
    (table,) = (t for t in result_tables(result) if t.name == "break_even")
    curve = result.claims[0].break_even
    assert len(table.rows) == curve.survival.size
    assert all(np.isfinite(row[4]) for row in table.rows)
    assert "break_even" not in result_numbers(result)["claims"][result.claims[0].id]


def test_without_a_curve_there_is_neither():
    page, drawings = report_html(make_result())
    assert "How well it would have to work" not in page
    assert not [d for d in drawings if d.name.startswith("break-even")]
    assert not [t for t in result_tables(make_result()) if t.name == "break_even"]
