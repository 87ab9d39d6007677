"""Rules that every uncertain number must keep."""

import dataclasses

import numpy as np
import pytest

from skyshed.uncertainty.parameter import Parameter, candidate_values, fixed

SOURCED = {"basis": "published", "grade": "B", "sources": ("brochure",)}


def parameter(nominal, low, high, **rest):
    return Parameter(nominal, low, high, "m", **SOURCED, **rest)


def test_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parameter(8.0, 6.0, 12.0).nominal = 9.0


@pytest.mark.parametrize(
    ("numbers", "rest", "message"),
    [
        ((5.0, 6.0, 12.0), {}, "low <= nominal <= high"),
        ((13.0, 6.0, 12.0), {}, "low <= nominal <= high"),
        ((8.0, np.nan, 12.0), {}, "finite"),
        ((8.0, 6.0, np.inf), {}, "finite"),
        ((8.0, 6.0, 12.0), {"shape": "normal"}, "shape"),
        ((8.0, 0.0, 12.0), {"shape": "log_triangular"}, "positive"),
        ((8.0, 6.0, 12.0), {"shape": "fixed"}, "6..12"),
        ((8.0, 6.0, 12.0), {"values": (6.0, 8.0, 12.0)}, "discrete"),
        ((8.0, 6.0, 12.0), {"shape": "discrete"}, "nominal 8"),
        ((8.0, 6.0, 12.0), {"shape": "discrete", "values": (6.0, 12.0)}, "nominal 8"),
        ((6.0, 6.0, 12.0), {"shape": "discrete", "values": (6.0, 6.0, 12.0)}, "different"),
        ((6.0, 5.0, 12.0), {"shape": "discrete", "values": (6.0, 12.0)}, "bounds"),
    ],
)
def test_numbers_that_do_not_fit(numbers, rest, message):
    with pytest.raises(ValueError, match=message):
        parameter(*numbers, **rest)


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ({"basis": "guess", "grade": "D"}, "basis"),
        ({"basis": "derived", "grade": "E"}, "grade"),
        ({"basis": "published", "grade": "A"}, "source"),
        ({"basis": "assumed", "grade": "D", "note": " "}, "note"),
    ],
)
def test_origin_that_is_missing(rest, message):
    with pytest.raises(ValueError, match=message):
        Parameter(8.0, 6.0, 12.0, "m", **rest)


def test_message_names_the_parameter():
    with pytest.raises(ValueError, match="antenna height of 91N6E: "):
        parameter(5.0, 6.0, 12.0, label="antenna height of 91N6E")


def test_fixed_has_no_interval():
    height = fixed(15.0, "m", basis="assumed", grade="D", note="textbook example")
    assert (height.low, height.nominal, height.high, height.shape) == (15.0, 15.0, 15.0, "fixed")
    assert candidate_values(height) == (15.0,)


def test_candidate_values_start_with_the_nominal_and_do_not_repeat():
    assert candidate_values(parameter(8.0, 6.0, 12.0)) == (8.0, 6.0, 12.0)
    assert candidate_values(parameter(6.0, 6.0, 12.0)) == (6.0, 12.0)
    discrete = parameter(7.0, 3.0, 9.0, shape="discrete", values=(3.0, 7.0, 9.0))
    assert candidate_values(discrete) == (7.0, 3.0, 9.0)


@pytest.mark.parametrize("count", [2, 8, 9, 10, 17, 64, 1000])
def test_of_many_competing_values_a_few_stand_for_all(count):
    values = tuple(float(k) for k in range(count))
    many = parameter(0.0, 0.0, values[-1], shape="discrete", values=values)
    few = candidate_values(many)
    assert len(few) == min(count, 9)
    assert len(set(few)) == len(few)
    assert set(few) <= set(values)
    assert {values[0], values[-1]} <= set(few)
    gaps = np.diff(sorted(few))
    assert gaps.max() - gaps.min() <= 1.0  # as even as whole numbers allow


def test_the_nominal_of_many_values_comes_first_though_none_of_the_few():
    values = tuple((k + 0.5) / 64 for k in range(64))
    flight = parameter(values[32], values[0], values[-1], shape="discrete", values=values)
    few = candidate_values(flight)
    assert few[0] == values[32]
    assert len(few) <= 10
    assert (min(few), max(few)) == (values[0], values[-1])
