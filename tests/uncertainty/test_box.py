"""Extremes over the box against all corners and known failures."""

import itertools

import numpy as np
import pytest

from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.parameter import Parameter

ORIGIN = {"basis": "assumed", "grade": "D", "note": "test"}


def parameter(nominal, low, high, **rest):
    return Parameter(nominal, low, high, **ORIGIN, **rest)


XYZ = {
    "x": parameter(1.0, 0.5, 3.0),
    "y": parameter(2.0, 1.0, 4.0),
    "z": parameter(5.0, 2.0, 6.0),
}


def test_monotone_answer_reaches_the_right_corners():
    def evaluate(draws):
        return draws["x"] ** 2 / draws["y"] - np.exp(0.1 * draws["z"])

    corners = itertools.product((0.5, 3.0), (1.0, 4.0), (2.0, 6.0))
    values = [evaluate(dict(zip("xyz", corner, strict=True))) for corner in corners]
    found = box_extremes(evaluate, XYZ, rounds=1)
    assert (found.minimum, found.maximum) == (min(values), max(values))
    assert found.at_minimum == {"x": 0.5, "y": 4.0, "z": 6.0}
    assert found.at_maximum == {"x": 3.0, "y": 1.0, "z": 2.0}


def test_limits_that_take_turns():
    found = box_extremes(lambda d: np.minimum(d["x"] + 4.0, np.minimum(d["y"], d["z"])), XYZ)
    assert (found.minimum, found.maximum) == (1.0, 4.0)


def test_limits_that_bind_together():
    same = {key: parameter(1.0, 0.0, 2.0) for key in "xyz"}
    found = box_extremes(lambda d: np.minimum(np.minimum(d["x"], d["y"]), d["z"]), same)
    assert (found.minimum, found.maximum) == (0.0, 2.0)


def test_hump_inside_the_interval_is_found_at_the_nominal():
    found = box_extremes(lambda d: -((d["x"] - 1.0) ** 2), {"x": XYZ["x"]})
    assert (found.minimum, found.maximum) == (-4.0, 0.0)


def test_competing_values_are_all_tried():
    values = (1.0, 2.0, 3.0, 4.0)
    pairs = {"pair": parameter(1.0, 1.0, 4.0, shape="discrete", values=values)}
    found = box_extremes(lambda d: np.where(d["pair"] == 3.0, 10.0, d["pair"]), pairs)
    assert (found.maximum, found.at_maximum) == (10.0, {"pair": 3.0})


def test_points_where_the_model_does_not_apply_are_passed_over():
    found = box_extremes(lambda d: np.where(d["x"] > 2.0, np.nan, d["x"] + d["y"]), XYZ)
    assert (found.minimum, found.maximum) == (1.5, 5.0)


def test_model_that_never_applies():
    found = box_extremes(lambda d: np.full(d["x"].shape, np.nan), XYZ)
    assert np.isnan(found.minimum)
    assert np.isnan(found.maximum)


def test_parameter_without_an_interval_costs_nothing():
    sizes = []

    def evaluate(draws):
        sizes.append(draws["x"].size)
        return draws["x"]

    point = {"x": XYZ["x"], "p": parameter(3.0, 3.0, 3.0)}
    found = box_extremes(evaluate, point)
    assert (found.minimum, found.maximum) == (0.5, 3.0)
    assert sum(sizes) <= 3 + 2 * 4


def test_wrong_arguments():
    with pytest.raises(ValueError, match="round"):
        box_extremes(lambda d: d["x"], XYZ, rounds=0)
    with pytest.raises(ValueError, match="shape"):
        box_extremes(lambda d: 1.0, XYZ)
