"""Numbers that a study holds at a value."""

import dataclasses

import numpy as np
import pytest

from skyshed.analysis.fixed_numbers import value_problem, what_if_range, with_fixed
from skyshed.analysis.placement import build_model
from skyshed.errors import DocumentError
from skyshed.scenario.quick_scene import Scene, SceneRadar, scene_study
from skyshed.terrain.dataset import open_terrain
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import sample

KEY = "s-400/91n6e.instrumented_range_m"
SCENE = Scene(
    (SceneRadar("r1", "s-400/91n6e", 40.0789, 32.5656),), "f-16c", radius_m=50_000.0, draws=20
)


def model_of(fixed):
    return build_model(scene_study(dataclasses.replace(SCENE, fixed=fixed)), open_terrain())


def test_held_number_is_the_same_in_every_draw_and_moves_no_other():
    free, held = model_of({}), model_of({KEY: 123_000.0})
    before = sample(free.parameters, size=20, seed=1)
    after = sample(held.parameters, size=20, seed=1)
    assert np.all(after[KEY] == 123_000.0)
    assert all(np.array_equal(before[key], after[key]) for key in before if key != KEY)
    assert "What-if: held at 123000 instead of" in held.parameters[KEY].note
    assert held.parameters[KEY].basis == "assumed"


def test_profiles_reach_as_far_as_a_longer_range():
    longest = what_if_range(model_of({}).parameters[KEY])[1]
    placed = model_of({KEY: longest}).placed["r1"]
    assert placed.profiles.distance_m[-1] >= longest


@pytest.mark.parametrize(
    ("fixed", "path", "words"),
    [
        ({"s-400/91n6e.instrumented_range": 1.0}, "fixed[0].parameter", "did you mean"),
        ({"nobody.knows": 1.0}, "fixed[0].parameter", "some are"),
        ({KEY: -1.0}, "fixed[0].value", "expected a value from"),
        ({KEY: 1e9}, "fixed[0].value", "expected a value from"),
        ({"s-400/91n6e.swerling": 2.0}, "fixed[0].value", "one of 0, 1, 3"),
    ],
)
def test_what_cannot_be_held(fixed, path, words):
    with pytest.raises(DocumentError) as caught:
        model_of(fixed)
    assert caught.value.path == path
    assert words in caught.value.problem


def test_range_of_what_ifs():
    def number(low, nominal, high):
        return Parameter(nominal, low, high, "m", basis="assumed", grade="D", note="test")

    assert what_if_range(number(80.0, 100.0, 120.0)) == (pytest.approx(0.8), 220.0)
    assert what_if_range(number(0.0, 0.0, 700.0)) == (0.0, 1400.0)
    assert what_if_range(number(-3.0, -2.0, 0.0)) == (-6.0, 0.0)
    assert value_problem(number(80.0, 100.0, 120.0), 150.0) is None


def test_nothing_held_changes_nothing():
    model = model_of({})
    assert with_fixed(model.parameters, model.study) == model.parameters
