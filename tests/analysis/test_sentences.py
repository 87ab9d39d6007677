"""Sentences for the head of the report must be sound whatever was found, also nothing."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from skyshed.analysis.judgement import DEPENDS
from skyshed.analysis.pairs import Question, pair_result
from skyshed.analysis.placement import build_model
from skyshed.analysis.results import ClaimResult, Interval, ReadingResult, SwingRow, Tornado
from skyshed.analysis.sentences import _a, limits, sentences, survives
from skyshed.catalogue import loader
from skyshed.terrain.dataset import open_terrain
from tests.analysis.flat_world import draws_of, flat_study, flat_terrain

NAN = float("nan")
NEVER = Interval(NAN, NAN, NAN, NAN, "m")
SPANS = {
    "all": Interval(180e3, 250e3, 310e3, 240e3, "m"),
    "no low end": Interval(NAN, 90e3, 200e3, 80e3, "m"),
    "mostly never": Interval(NAN, NAN, 50e3, NAN, "m"),
    "never": NEVER,
    "close": Interval(3e3, 8e3, 20e3, 9e3, "m"),
    "far": Interval(400e3, 450e3, 500e3, 470e3, "m"),
}
CLAIM = ClaimResult("c", "It sees far.", "x", "2019", "s", "contradicted", "", (), (), (), "")
ROW = SwingRow("k", "range of the pair", "1 km", "2 km", 1.0, 2.0, "unverified", "C")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    start = flat_study(agl_m=(100.0, 1000.0), ring_m=249448.0, ring_label="the quoted 155 miles")
    drone = replace(
        start.targets[0], key="drone", entry=loader.target("shahed-136"), label="Drone at 1 km"
    )
    study = replace(start, targets=(*start.targets, drone))
    model = build_model(study, flat_terrain(tmp_path_factory.mktemp("flat")))
    values, nominal = draws_of(model)
    placed = model.placed["west"]
    pairs = [
        pair_result(
            Question(model, placed, target, placed.at(values), placed.at(nominal), values, nominal),
            maps=False,
        )
        for target in study.targets
    ]
    return model, [replace(p, share_in_ring=np.full((6, 2), 0.3)) for p in pairs]


def check(told):
    text = " ".join(told)
    assert "nan" not in text
    assert "None" not in text
    assert "  " not in text
    assert all(sentence[0].isupper() and sentence[-1] in ".?!" for sentence in told)
    return text


@pytest.mark.parametrize(("head", "other"), list(product(SPANS, SPANS)))
def test_sentences_hold_for_whatever_was_found(world, head, other):
    model, (first, second) = world
    pairs = [
        replace(first, r90_over_terrain_m=SPANS[head]),
        replace(second, r90_over_terrain_m=SPANS[other]),
    ]
    check(sentences(model.study, pairs, [CLAIM], None, model.parameters))


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("all", "at 180 to 310 km (middle value 250 km)|the quoted 155 miles (249 km) lies within"),
        ("close", "at 3 to 20 km (middle value 8 km)|the quoted 155 miles (249 km) lies beyond"),
        ("far", "at 400 to 500 km (middle value 450 km)|the quoted 155 miles (249 km) lies below"),
        ("no low end", "at up to 200 km|in some draws never"),
        ("never", "in fewer than half of the draws|in none of the draws"),
    ],
)
def test_the_headline_sets_the_ring_against_the_span(world, span, said):
    model, (first, second) = world
    pairs = [replace(first, r90_over_terrain_m=SPANS[span]), second]
    told = sentences(model.study, pairs, [], None, model.parameters)[0]
    found = [words in told for words in said.split("|")]
    assert any(found) if span == "never" else all(found), told


def test_shares_of_any_kind(world):
    model, (first, second) = world
    for shares in (
        np.zeros((6, 2)),
        np.ones((6, 2)),
        np.full((6, 2), 0.004),
        np.linspace(0.0, 1.0, 12).reshape(6, 2),
        np.full((6, 2), NAN),
    ):
        pairs = [replace(first, share_in_ring=shares), second]
        text = check(sentences(model.study, pairs, [], None, model.parameters))
        assert ("Inside the quoted ring" in text) is bool(np.isfinite(shares).all())
    assert "less than 1 %" in check(
        sentences(
            model.study,
            [replace(first, share_in_ring=np.full((6, 2), 0.004)), second],
            [],
            None,
            model.parameters,
        )
    )


def test_without_ring_and_headline_there_is_less_to_say(world):
    model, pairs = world
    study = replace(model.study, ring_m=None, ring_label="", headline=None)
    told = sentences(study, pairs[:1], [], None, {})
    check(told)
    assert [sentence.split()[0] for sentence in told] == ["Placed", "Within"]


def test_what_decides_names_two_unknowns_and_the_weak_pair(world):
    model, pairs = world
    found = Tornado("q", "m", 1.0, (ROW, replace(ROW, label="cross-section")), {})
    text = check(sentences(model.study, pairs, [], found, model.parameters))
    assert "range of the pair" in text
    assert "cross-section" in text
    assert "recalled, not found in print" in text
    check(sentences(model.study, pairs, [], replace(found, rows=()), model.parameters))
    asked = Tornado("q", "m", 1.0, (ROW, replace(ROW, label="whether it is one scan")), {})
    text = check(sentences(model.study, pairs, [], asked, model.parameters))
    assert "the range of the pair and whether it is one scan" in text


READING = ReadingResult(
    "r", "It is seen.", "seen", NEVER, {"t": (1.0, 0.9, 1.0)}, (0.0, 1.0), "contradicted"
)


def test_only_a_claim_with_readings_is_told(world):
    model, pairs = world
    tested = replace(CLAIM, sentence="It sees far", readings=(READING,))
    intent = replace(CLAIM, sentence="It could harm", verdict="not testable here")
    text = check(sentences(model.study, pairs, [intent, tested], None, {}))
    assert "It sees far" in text
    assert "it is seen" in text
    assert "It could harm" not in text
    assert "quoted \u201c" not in check(sentences(model.study, pairs, [intent], None, {}))


def test_a_reading_that_only_draws_leave_open_says_so(world):
    model, pairs = world
    open_one = replace(READING, verdict=DEPENDS)
    for reading, words in (
        (open_one, "undecided for want of draws if"),
        (replace(open_one, deciding=("range of the pair",)), "undecided if"),
    ):
        claim = replace(CLAIM, readings=(reading,))
        assert words in check(sentences(model.study, pairs, [claim], None, {}))


def test_survives_with_nothing_covered(world):
    _, (first, _) = world
    empty = replace(first, firm_share=np.zeros(2), firm_radius_m=np.zeros(2))
    for pair in (first, empty):
        check(survives([pair], ("west", "fighter")))
    assert survives([first], ("nobody", "nothing")) == ()


def test_limits_warn_of_the_builtin_relief_only(world):
    model, _ = world
    assert "9 km" not in " ".join(limits(model.terrain))
    assert "9 km" in " ".join(limits(open_terrain(None)))


def test_a_duct_of_the_study_is_named_among_the_limits(world):
    model, _ = world
    without, within = (" ".join(limits(model.terrain, duct=d)) for d in (None, "duct in August"))
    assert "Ducting and reflections from the ground are left out" in without
    assert "'duct in August') enters the minutes of warning alone" in within
    assert "Ducting and" not in within


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("F-16C fighter at 9 km", "an F-16C fighter at 9 km"),
        ("KC-135 tanker", "a KC-135 tanker"),
        ("A320 airliner", "an A320 airliner"),
        ("Tomahawk at 50 m", "a Tomahawk at 50 m"),
        ("Cruise missile at 50 m", "a cruise missile at 50 m"),
        ("Shahed-136", "a Shahed-136"),
        ("E-7T", "an E-7T"),
        ("Aster 30 Block 1", "an Aster 30 Block 1"),
        ("48N6E3", "a 48N6E3"),
    ],
)
def test_labels_get_their_article(label, told):
    assert _a(label) == told
