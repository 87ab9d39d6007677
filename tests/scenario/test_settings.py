import pytest

from skyshed.documents import parse_yaml
from skyshed.errors import ScenarioError
from skyshed.scenario.loader import load_study, parse_study
from skyshed.scenario.settings import study_text, with_settings
from tests.scenario.small_study import TEXT, changed


def study_of(text):
    return parse_study(parse_yaml(text, name="small.yaml", error=ScenarioError))


def test_unchanged_study_keeps_its_text_to_the_byte():
    assert study_text(study_of(TEXT)) == TEXT
    for name in ("abqaiq-2019", "turkey-2019", "lesson-horizon"):
        study = load_study(name)
        assert study_text(study) == study.document.text


def test_changed_settings_are_written_down(tmp_path):
    study = with_settings(study_of(TEXT), draws=77, seed=5, terrain=tmp_path / "it's.tif")
    again = study_of(study_text(study))
    assert (again.draws, again.seed, again.terrain) == (77, 5, tmp_path / "it's.tif")
    assert again.targets == study.targets


def test_settings_missing_in_the_file_are_added():
    study = with_settings(study_of(changed("draws: 10\nseed: 3\n", "")), draws=20)
    assert study.seed == 1
    assert study_of(study_text(study)).draws == 20


def test_relative_terrain_becomes_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(TEXT + "terrain: dem.tif\n", "utf-8")
    text = study_text(load_study("small.yaml"))
    assert study_of(text).terrain == tmp_path / "dem.tif"


def test_a_layout_that_hides_the_settings_leaves_the_text_as_it_is():
    text = changed("draws: 10\n", "draws:\n  10\n")
    assert study_text(with_settings(study_of(text), draws=20)) == text


def test_a_weighting_is_written_down_and_read_again():
    study = study_of(TEXT)
    assert study.weighting == "triangular"
    heavy = with_settings(study, weighting="nominal-heavy")
    assert heavy.weighting == "nominal_heavy"
    assert "weighting: 'nominal-heavy'" in study_text(heavy)
    again = study_of(study_text(heavy))
    assert again.weighting == "nominal_heavy"
    assert study_of(study_text(with_settings(again, weighting="triangular"))).weighting == (
        "triangular"
    )


def test_weightings_have_one_spelling():
    for name in ("nominal_heavy", "nominal heavy"):
        with pytest.raises(ScenarioError, match=r"^--weighting: no weighting .*nominal-heavy"):
            with_settings(study_of(TEXT), weighting=name)
    with pytest.raises(ScenarioError, match="known are triangular, uniform, nominal-heavy"):
        with_settings(study_of(TEXT), weighting="x")
    with pytest.raises(ScenarioError, match="weighting"):
        study_of(TEXT + "weighting: nominal_heavy\n")


@pytest.mark.parametrize(
    ("settings", "option"),
    [({"draws": 0}, "--draws"), ({"draws": 100_001}, "--draws"), ({"seed": -1}, "--seed")],
)
def test_settings_out_of_bounds_name_the_option(settings, option):
    with pytest.raises(ScenarioError, match=rf"^{option}: expected"):
        with_settings(study_of(TEXT), **settings)
