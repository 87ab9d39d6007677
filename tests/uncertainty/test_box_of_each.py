"""Boxes of several answers at once."""

import numpy as np
import pytest

from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.many_answers import box_of_each, box_points, with_draws
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import WEIGHTINGS, sample


def number(nominal, low, high, **options):
    return Parameter(nominal, low, high, "m", basis="assumed", grade="D", note="a test", **options)


BOUNDS = {"a": number(2.0, 1.0, 5.0), "b": number(0.0, -1.0, 3.0), "c": number(4.0, 4.0, 4.0)}


def answers(values):
    a, b, c = (values[key] for key in "abc")
    return {"sum": a + b + c, "only_a": 10.0 - a**3, "product": a * b, "fixed": c.copy()}


def test_monotone_answers_end_at_the_bounds():
    found = box_of_each(answers, BOUNDS)
    assert found["sum"] == (4.0, 12.0)
    assert found["only_a"] == (10.0 - 125.0, 10.0 - 1.0)
    assert found["fixed"] == (4.0, 4.0)


def test_each_answer_ends_where_its_own_search_ends():
    found = box_of_each(answers, BOUNDS, rounds=3)
    for name in found:
        alone = box_extremes(lambda values, name=name: answers(values)[name], BOUNDS, rounds=3)
        assert found[name] == (alone.minimum, alone.maximum)
    assert found["product"] == (-5.0, 15.0)


def test_no_point_is_computed_twice_and_no_call_is_too_large():
    points, sizes = [], []

    def counted(values):
        sizes.append(values["a"].size)
        points.extend(zip(values["a"], values["b"], strict=True))
        return answers(values)

    box_of_each(counted, BOUNDS, at_once=2)
    assert len(points) == len(set(points)) <= box_points(BOUNDS, answers=4)
    assert max(sizes) == 2


def test_never_is_an_end_of_its_own():
    """A time that never comes is later than all others, and does not spoil the search."""
    found = box_of_each(
        lambda values: {"time": np.where(values["a"] > 3.0, np.inf, values["a"])}, BOUNDS
    )
    assert found["time"] == (1.0, np.inf)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_the_box_holds_every_draw(weighting):
    drawn = answers(sample(BOUNDS, size=50, seed=3, weighting=weighting))
    for name, (low, high) in box_of_each(answers, BOUNDS, rounds=3).items():
        assert low <= drawn[name].min()
        assert drawn[name].max() <= high


def test_draws_beyond_the_search_are_taken_in():
    assert with_draws((1.0, 2.0), np.array([0.5, np.nan]), np.array([3.0])) == (0.5, 3.0)
    assert with_draws((1.0, np.inf), np.array([1.5])) == (1.0, np.inf)
