"""Weightings and box against what is known in closed form about linear and monotone answers."""

import numpy as np
import pytest

from skyshed.analysis.under_weightings import all_under_weightings, under_weightings
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import WEIGHTINGS, sample

ORIGIN = {"basis": "assumed", "grade": "D", "note": "test"}
LOW, HIGH = 200.0, 800.0
SYMMETRIC = {"x": Parameter(500.0, LOW, HIGH, "m", **ORIGIN)}
SKEWED = {"x": Parameter(2.0, 1.0, 7.0, **ORIGIN), "y": Parameter(3.0, 0.0, 4.0, **ORIGIN)}


def linear(values):
    return values["x"]


def test_without_an_interval_all_weightings_are_the_same():
    known = {"x": Parameter(500.0, 500.0, 500.0, "m", **ORIGIN)}
    found = under_weightings(linear, known, draws=20, seed=1)
    assert len(set(found.by_weighting.values())) == 1
    one = found.by_weighting["triangular"]
    assert {one.low, one.median, one.high, one.nominal, *found.box} == {500.0}


def test_variance_of_a_linear_answer_is_that_of_the_distribution():
    """(b-a)^2/12 uniform, (b-a)^2/24 triangular; less for the nominal-heavy one.

    A Latin hypercube of n strata is off by some 1/n of it.
    """
    variance = {
        name: float(np.var(sample(SYMMETRIC, size=2000, seed=3, weighting=name)["x"]))
        for name in WEIGHTINGS
    }
    assert variance["uniform"] == pytest.approx((HIGH - LOW) ** 2 / 12.0, rel=2e-3)
    assert variance["triangular"] == pytest.approx((HIGH - LOW) ** 2 / 24.0, rel=2e-3)
    assert variance["nominal_heavy"] < variance["triangular"]


def test_quantiles_of_a_linear_answer_are_those_of_the_distribution():
    """5 % of a uniform weight lie below a + 0.05 (b-a), of a symmetric triangular one below
    a + (b-a) sqrt(0.05/2); a stratum of 2000 is 0.3 m wide."""
    found = under_weightings(linear, SYMMETRIC, draws=2000, seed=3).by_weighting
    width = HIGH - LOW
    assert found["uniform"].low == pytest.approx(LOW + 0.05 * width, abs=0.5)
    assert found["uniform"].high == pytest.approx(HIGH - 0.05 * width, abs=0.5)
    assert found["triangular"].low == pytest.approx(LOW + width * np.sqrt(0.025), abs=1.5)
    widths = [found[name].high - found[name].low for name in
              ("uniform", "triangular", "nominal_heavy")]  # fmt: skip
    assert widths == sorted(widths, reverse=True)
    assert found["uniform"].median == pytest.approx(500.0, abs=0.5)


def test_one_monotone_unknown_has_the_bounds_for_a_box():
    found = under_weightings(lambda v: 1e3 / v["x"], SYMMETRIC, draws=10, seed=1, unit="1")
    assert found.box == (1e3 / HIGH, 1e3 / LOW)


def test_box_holds_every_draw_also_where_the_search_misses_the_extreme():
    def humped(values):
        """Zero at low, nominal and high of x, which is all that the search tries."""
        x = (values["x"] - LOW) / (HIGH - LOW)
        return 10.0 + np.sin(4.0 * np.pi * x)

    found = under_weightings(humped, SYMMETRIC, draws=50, seed=2, unit="1")
    for name in WEIGHTINGS:
        drawn = humped(sample(SYMMETRIC, size=50, seed=2, weighting=name))
        assert found.box[0] <= drawn.min()
        assert drawn.max() <= found.box[1]
    assert found.box[1] > 10.9


def test_several_answers_at_once_are_those_of_each_alone():
    def both(values):
        return np.stack([values["x"] * values["y"], values["x"] - values["y"]])

    told = []
    found = all_under_weightings(
        both, SKEWED, units=("1", "1"), draws=30, seed=4, tell=lambda *step: told.append(step)
    )
    for index, one in enumerate(found):
        alone = under_weightings(
            lambda values, i=index: both(values)[i], SKEWED, draws=30, seed=4, unit="1"
        )
        assert one == alone
    assert found[0].box == (0.0, 28.0)
    assert found[1].box == (-3.0, 7.0)
    assert told[-1] == (5, 5)


def test_ranges_of_zero_are_never():
    found = under_weightings(lambda v: np.zeros_like(v["x"]), SYMMETRIC, draws=5, seed=1)
    assert np.isnan(found.by_weighting["uniform"].median)
    assert found.box == (0.0, 0.0)
