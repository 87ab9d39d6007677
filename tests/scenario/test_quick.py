import dataclasses

import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import parse_study
from skyshed.scenario.quick import Question, quick_study
from skyshed.scenario.settings import study_text

ASKED = Question(radar="s-400/91n6e", latitude_deg=40.08, longitude_deg=32.57, target="f-16c")


def test_question_becomes_a_study():
    study = quick_study(ASKED)
    assert study.agl_m == (100.0, 1_000.0, 3_000.0, 10_000.0)
    assert (study.headline.radar, study.headline.target) == ("radar", "target")
    assert study.sites["site"].latitude_deg == 40.08
    assert "40.08 N, 32.57 E" in study.title
    assert study.targets[0].label == "F-16C Fighting Falcon at 7.6 km"


def test_its_text_gives_the_same_study_again(tmp_path):
    asked = dataclasses.replace(
        ASKED,
        target="f-35a",
        configuration="reflectors",
        above_sea_level=("FL330",),
        terrain=tmp_path / 'a "quoted" name.tif',
        draws=7,
    )
    study = quick_study(asked)
    text = study_text(study)
    again = parse_study(parse_yaml(text, name="study.yaml", error=ScenarioError))
    assert again.terrain == asked.terrain
    assert again.targets == study.targets
    assert again.altitude_m == study.altitude_m == (pytest.approx(10_058.4),)
    assert again.draws == 7


def test_southern_and_western_places_are_named_so():
    study = quick_study(dataclasses.replace(ASKED, latitude_deg=-33.9, longitude_deg=-70.5))
    assert "33.9 S, 70.5 W" in study.title


def test_one_height_alone_is_that_of_the_target():
    low = quick_study(dataclasses.replace(ASKED, above_ground=("1 km",))).targets[0]
    assert (low.agl_m, low.altitude_m) == (1e3, None)
    assert low.label == "F-16C Fighting Falcon at 1 km above ground"
    high = quick_study(dataclasses.replace(ASKED, above_sea_level=("FL330",))).targets[0]
    assert high.altitude_m == pytest.approx(10_058.4)
    several = dataclasses.replace(ASKED, above_ground=("50 m",), above_sea_level=("9 km",))
    assert quick_study(several).targets[0].altitude_m == pytest.approx(7_600.0)
