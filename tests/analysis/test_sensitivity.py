"""What decides the headline range over flat ground, where the answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.results import Interval
from skyshed.analysis.sensitivity import SensitivityOrder, check_order, run_sensitivity
from skyshed.analysis.sensitivity_results import BASIS, SINGLE, SUBJECT
from skyshed.analysis.sensitivity_words import (
    answer_words,
    enough_words,
    leaders,
    number_words,
    percent_words,
    sentences,
)
from skyshed.analysis.study import run_study
from skyshed.errors import ScenarioError
from skyshed.uncertainty.indices import Enough, Estimate, GroupIndex
from tests.analysis.flat_world import flat_study, flat_terrain

NONE = Estimate(np.nan, np.nan, np.nan)
SMALL = SensitivityOrder(draws=64)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flat")
    flat_terrain(folder)
    return flat_study(terrain=folder / "flat.tif", ring_m=250e3)


@pytest.fixture(scope="module")
def found(study):
    return run_sensitivity(study, SMALL, workers=1)


def of(question, grouping):
    return {index.name: index for index in question.main.indices[grouping]}


def test_what_the_reading_does_not_read_brings_nothing(found):
    (question,) = found.questions
    subjects = of(question, SUBJECT)
    assert question.name == "headline"
    # the antenna looks over level ground at sea level: the error only lifts what masks
    for name in ("radar strength", "target signature"):
        assert subjects[name].total.value > 0.05
    assert subjects["radar strength"].total.value > subjects["air and refraction"].total.value


def test_single_unknowns_on_request(study, found):
    whole = run_sensitivity(study, replace(SMALL, sobol=True), workers=1).questions[0]
    single = of(whole, SINGLE)
    # 8 km up and hundreds of km away: never above the highest elevation
    assert single["s-400/91n6e.elevation_max_rad"].total == Estimate(0.0, 0.0, 0.0)
    assert "s-400/91n6e.pair0.sigma_m2" not in single  # it has no interval
    assert whole.main.indices[SUBJECT] == found.questions[0].main.indices[SUBJECT]
    assert SINGLE not in found.questions[0].main.indices


def test_groups_hold_all_uncertain_numbers_once(found):
    (question,) = found.questions
    uncertain = [p for p in found.parameters.values() if p.low != p.high]
    assert sum(map(len, question.members.values())) == len(uncertain)
    assert set(question.members) <= set(of(question, SUBJECT))
    assert set(of(question, BASIS)) <= {
        "published", "derived", "unverified", "assumed", "interactions"
    }  # fmt: skip


def test_every_weighting_is_shown_and_the_box_holds_them_all(found):
    (question,) = found.questions
    assert list(question.by_weighting) == ["triangular", "uniform", "nominal_heavy"]
    least, greatest = question.box
    for one in question.by_weighting.values():
        assert least <= one.answer.low <= one.answer.median <= one.answer.high <= greatest
        assert one.indices.keys() >= {SUBJECT, BASIS}
    spans = {name: w.answer.high - w.answer.low for name, w in question.by_weighting.items()}
    assert spans["uniform"] > spans["triangular"] > spans["nominal_heavy"]
    nominal = {w.answer.nominal for w in question.by_weighting.values()}
    assert len(nominal) == 1


def test_the_study_s_own_draws_are_those_of_its_report(study, found):
    (question,) = found.questions
    assert [row.draws for row in question.own] == [study.draws, 64]
    summary = run_study(replace(study, draws=64), workers=1)
    pair = next(p for p in summary.pairs if (p.radar, p.target) == summary.headline)
    assert question.own[-1].answer == pair.r90_over_terrain_m


def test_shares_of_draws_follow_the_threshold(study, found):
    (question,) = found.questions
    share, low, high = question.main.share
    assert low <= share <= high
    assert question.enough_own > 0
    without = run_sensitivity(
        replace(study, ring_m=None), SensitivityOrder(draws=64), workers=1
    ).questions[0]
    assert without.main.share is None
    assert np.isnan(without.threshold)
    assert without.enough_own == 0
    assert without.main.answer == question.main.answer


def test_same_seed_same_numbers_for_any_number_of_threads(study, found):
    assert run_sensitivity(study, SMALL, workers=3).questions == found.questions
    other = run_sensitivity(replace(study, seed=2), SMALL, workers=1)
    assert other.questions != found.questions


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (SensitivityOrder(draws=500), "--draws: .*power of two.*got 500; the nearest is 512"),
        (SensitivityOrder(draws=1 << 17), "--draws: expected at most 65536"),
        (SensitivityOrder(precision=0.0), "--precision: expected a precision between"),
        (SensitivityOrder(precision=5.0), "0.05 means that"),
        (SensitivityOrder(questions=("none",)), "--question: expected a claim"),
    ],
)
def test_bad_orders(study, order, words):
    with pytest.raises(ScenarioError, match=words):
        check_order(study, order)


def test_groups_whose_intervals_overlap_lead_together():
    def index(name, value, half):
        return GroupIndex(name, NONE, Estimate(value, value - half, value + half))

    near = [index("missile", 0.56, 0.15), index("terrain", 0.55, 0.25), index("air", 0.1, 0.1)]
    assert leaders(near) == ("missile", "terrain")
    assert leaders([index("air", 0.1, 0.1), index("terrain", 0.9, 0.1)]) == ("terrain",)
    assert leaders([*near, GroupIndex("interactions", NONE, NONE)]) == ("missile", "terrain")


def test_sentence_and_table_do_not_contradict_each_other(found):
    """A group that the table ranks among those named is named too, or told to be unsure."""

    def index(name, value, half):
        return GroupIndex(name, NONE, Estimate(value, value - half, value + half))

    (question,) = found.questions
    own = {
        SUBJECT: (index("missile", 0.3, 0.1), index("terrain", 0.5, 0.6), index("air", 0.1, 0.2)),
        BASIS: (index("published", 0.6, 0.1), index("assumed", 0.4, 0.5)),
    }
    weighting = replace(question.main, indices=own)
    made = replace(question, by_weighting=dict.fromkeys(question.by_weighting, weighting))
    told = " ".join(sentences([made], precision=0.05, draws=64))
    assert "the spread comes from missile 30 % (20 to 40), each" in told
    assert "by basis published 60 % (50 to 70)." in told
    assert "Not told apart from none: terrain 50 % (0 to 100)." in told
    assert "air 10 %" not in told


def test_a_number_of_draws_that_nobody_would_order_is_put_in_words():
    told = enough_words(Enough(33_554_432, reached=False), 0.05)
    assert told == "more than a million draws would be needed to know every share to 5 points"
    assert "about 524,288 draws" in enough_words(Enough(524_288, reached=False), 0.05)
    few = enough_words(Enough(1024, reached=False, at_least=True), 0.05)
    assert few.startswith("more than 1,024 draws seem needed")
    assert few.endswith("; these cannot tell")


def test_words():
    assert percent_words(Estimate(0.02, -0.01, 0.05)) == "2 % (0 to 5)"
    assert percent_words(Estimate(0.004, 0.001, 0.007)) == "0.4 % (0.1 to 0.7)"
    assert percent_words(Estimate(np.nan, np.nan, np.nan)) == ""
    assert number_words(0.001, "1") == "below 0.01"
    assert number_words(7400.0, "m") == "7.4 km"
    assert answer_words(Interval(2.1e5, 2.4e5, 2.6e5, 2.4e5, "m")) == "240 km (210 to 260)"
