import pytest

from skyshed.analysis.lesson import lesson_result
from skyshed.scenario.loader import load_study
from tests.analysis.flat_world import flat_study


@pytest.fixture(scope="module")
def lesson():
    return lesson_result(load_study("lesson-horizon"), "1.2.3")


def test_distances_are_those_of_the_textbook(lesson):
    """STUDIES: 4/3 Earth, rounded to the kilometre."""
    expected = {
        (15.0, 30.0): 39, (15.0, 50.0): 45, (15.0, 100.0): 57, (15.0, 300.0): 87,
        (30.0, 30.0): 45, (30.0, 50.0): 52, (30.0, 100.0): 64, (30.0, 300.0): 94,
    }  # fmt: skip
    found = {(antenna, target): round(d / 1000.0) for antenna, target, d in lesson.lesson_rows}
    assert {key: found[key] for key in expected} == expected
    assert lesson.lesson_k == pytest.approx(4.0 / 3.0)


def test_sentences_quote_rows_of_the_table(lesson):
    text = " ".join(lesson.sentences)
    nearest = min(d for *_, d in lesson.lesson_rows)
    farthest = max(d for *_, d in lesson.lesson_rows)
    assert f"{nearest / 1000.0:.0f} km" in text
    assert f"{farthest / 1000.0:.0f} km" in text
    assert "nan" not in text
    assert lesson.version == "1.2.3"
    assert lesson.lesson


def test_a_study_with_radars_is_no_lesson():
    with pytest.raises(ValueError, match="flat is not a lesson"):
        lesson_result(flat_study(), "1")
