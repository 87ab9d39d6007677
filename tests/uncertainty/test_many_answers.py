import numpy as np
import pytest

from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.many_answers import ManyAnswers
from skyshed.uncertainty.parameter import Parameter

BOUNDS = {
    key: Parameter(1.0, 0.0, 3.0, basis="assumed", grade="D", note="test") for key in ("x", "y")
}


def counted():
    asked = []

    def evaluate(values):
        asked.append(values["x"].size)
        return np.stack([values["x"] + values["y"], values["x"] - values["y"]])

    return evaluate, asked


def test_box_of_each_answer_is_the_one_it_has_alone():
    evaluate, asked = counted()
    model = ManyAnswers(evaluate)
    found = [box_extremes(model.answer(index), BOUNDS) for index in (0, 1)]
    assert [(box.minimum, box.maximum) for box in found] == [(0.0, 6.0), (-3.0, 3.0)]
    alone = box_extremes(lambda values: values["x"] - values["y"], BOUNDS)
    assert found[1] == alone
    assert sum(asked) == model.points <= 9  # three values of each


def test_a_point_is_computed_once():
    evaluate, asked = counted()
    model = ManyAnswers(evaluate)
    values = {"x": np.array([1.0, 2.0, 1.0]), "y": np.array([0.0, 1.0, 0.0])}
    assert model.all(values).tolist() == [[1.0, 3.0, 1.0], [1.0, 1.0, 1.0]]
    assert asked == [2]
    model.answer(1)(values)
    assert asked == [2]


def test_answers_must_have_one_number_per_draw():
    with pytest.raises(ValueError, match=r"shape \(answer, 1\) for 1 draws, got \(1,\)"):
        ManyAnswers(lambda values: values["x"]).all({"x": np.array([1.0])})
