"""The key `fixed` of a study file."""

import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import parse_study
from skyshed.scenario.quick_scene import Scene, SceneRadar, scene_study_text

SCENE = Scene((SceneRadar("r1", "s-400/91n6e", 40.0, 32.0),), "f-16c")


def parsed(extra):
    text = scene_study_text(SCENE) + extra
    return parse_study(parse_yaml(text, name="study.yaml", error=ScenarioError))


def test_numbers_and_notes_are_read():
    study = parsed("fixed: [{parameter: terrain.error_m, value: 100, note: ridge}]\n")
    assert (study.fixed[0].parameter, study.fixed[0].value) == ("terrain.error_m", 100.0)
    assert study.fixed[0].note == "ridge"


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("fixed: [{parameter: a.b, value: 1}, {parameter: a.b, value: 2}]\n", "each number once"),
        ("fixed: [{parameter: a.b, value: .nan}]\n", "finite"),
        ("fixed: [{parameter: a.b, value: 1, unit: km}]\n", "known key"),
        (
            "fixed: [{parameter: a.b, value: 1}]\nclaims:\n  - {id: one, sentence: It sees.,"
            " who: A, when: then, source: assumed, not_testable: No number.}\n",
            "without claims",
        ),
    ],
)
def test_what_is_refused(extra, words):
    with pytest.raises(ScenarioError) as caught:
        parsed(extra)
    assert words in str(caught.value)
