"""Figures of raids and reach: right numbers in them, the same bytes each time, theme colours."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from skyshed.analysis.results import Interval
from skyshed.output.figures.engageable_map import engageable_map
from skyshed.output.figures.envelope import EnvelopeCurves, envelope
from skyshed.output.figures.map_frame import map_ground
from skyshed.output.figures.p_box import PBox, p_box, share_meeting
from skyshed.output.figures.raid_distributions import (
    Convergence,
    OutcomePanel,
    OutcomeSeries,
    convergence_chart,
    outcome_values,
    raid_distributions,
    shares_by_draw,
)
from skyshed.output.figures.raid_timeline import MOST_TARGETS, lanes, raid_timeline
from skyshed.output.figures.waterfall import WaterfallBar, waterfall
from skyshed.output.figures.what_if_table import WhatIfColumn, WhatIfRow, what_if_table
from tests.output.recordings import one_shot, raid
from tests.output.synthetic import make_result

RING = {"ring_m": 249448.0, "ring_label": "quoted ring, <155> miles"}


def km(low, median, high):
    return Interval(low * 1e3, median * 1e3, high * 1e3, median * 1e3, "m")


def draw_timeline():
    return raid_timeline(*lanes(raid()), name="timeline", note="The run nearest to the medians.")


def draw_distributions():
    outcome = np.random.default_rng(2).binomial(24, 0.4, (9, 50))
    values = outcome_values([outcome])
    series = (OutcomeSeries("stand-alone", shares_by_draw(outcome, values)),)
    panels = [OutcomePanel("Leakers", values, series)]
    return raid_distributions(panels, name="distributions", alt="Leakers")


def draw_convergence():
    runs = np.array([10.0, 100.0, 1000.0])
    curve = Convergence("networked", runs, np.array([9.0, 8.5, 8.6]), runs * 0 + 8, runs * 0 + 9)
    return convergence_chart([curve], quantity="mean leakers", name="convergence", stop=0.1)


def draw_envelope(**changes):
    height = np.arange(0.0, 25e3, 1e3)
    far = np.where(height < 20e3, 200e3, np.nan) * np.array([0.8, 1.0, 1.1])[:, None]
    ranges = np.linspace(0.0, 300e3, 61)
    share = (far[:, :, None] >= ranges).mean(axis=0)
    share[:4, 10:20] = 0.3  # a gap low down, halfway out
    curves = [EnvelopeCurves("inbound", height, far, ranges, share, far[1] * 1.2, far[1] * 0.5)]
    options = {"label": "battery", "cone_rad": 1.1, **RING, **changes}
    return envelope(curves, name="envelope", **options)


def draw_waterfall():
    bars = (
        WaterfallBar("seen", km(270, 301, 345), "Pd 0.5"),
        WaterfallBar("confirmed", km(231, 262, 301)),
        WaterfallBar("guidance radar holds", km(180, 214, 268), "until impact", apart=True),
        WaterfallBar("intercept", Interval(np.nan, np.nan, 31e3, np.nan, "m")),
    )
    return waterfall(bars, name="waterfall", label="battery", **RING)


def draw_p_box():
    rng = np.random.default_rng(1)
    values = {w: rng.normal(m, 2e4, 200) for w, m in (("uniform", 2.2e5), ("triangular", 2.4e5))}
    box = PBox(values, "km", "farthest intercept", 237.5e3, "at least", (9e4, 3.5e5))
    return p_box(box, name="p-box")


def draw_what_ifs():
    columns = (WhatIfColumn("leakers"), WhatIfColumn("all shot down", share=True))
    cells = Interval(5, 9.2, 13, 9, "1"), Interval(0.0, 0.02, 0.1, 0.02, "1")
    never = Interval(np.nan, np.nan, np.nan, np.nan, "1")
    rows = (WhatIfRow("base", cells, base=True), WhatIfRow("other", (cells[0], never)))
    return what_if_table(columns, rows, name="what-ifs", alt="What-ifs")


def draw_maps(engageable=None):
    result = make_result()
    layers = result.pairs[0].layers
    ground = map_ground(layers, result.places, radar="91N6E", **RING)
    seen = layers.share[2]
    part = 0.5 * seen if engageable is None else engageable
    return engageable_map(layers, ground, seen=seen, engageable=part, name="engageable",
                          target="F-16C", height="3 km")  # fmt: skip


DRAWERS = (draw_timeline, draw_distributions, draw_convergence, draw_envelope, draw_waterfall,
           draw_p_box, draw_what_ifs, draw_maps)  # fmt: skip


@pytest.mark.parametrize("draw", DRAWERS)
def test_figures_are_well_formed_and_repeat(draw):
    drawing = draw()
    ElementTree.fromstring(drawing.standalone)
    assert drawing == draw()
    assert drawing.alt


@pytest.mark.parametrize("draw", DRAWERS)
def test_figures_follow_the_theme_and_ask_for_nothing_outside(draw):
    inline = draw().inline
    assert not set(re.findall(r"#[0-9a-f]{6}\b", inline))
    addresses = re.findall(r'(?:href|src)="([^"]*)"|url\(([^)]*)\)', inline)
    assert all(a[0].startswith(("data:", "#")) or a[1].startswith("#") for a in addresses)


def test_lanes_hold_what_happened():
    targets, batteries = lanes(one_shot())
    assert [lane.label for lane in targets] == ["F-16C", "Drone & co"]
    assert [(m.time_s, m.kind) for m in targets[0].marks] == [
        (2.5, "detected"), (7.5, "confirmed"), (20.0, "kill")
    ]  # fmt: skip
    assert (targets[0].start_s, targets[0].end_s) == (0.0, 20.0)
    assert [m.kind for m in targets[1].marks] == ["leak"]
    assert batteries[0].flights == ((12.0, 20.0),)


def test_every_missile_belongs_to_one_battery():
    _, batteries = lanes(raid())
    missiles = [e for e in raid().entities if e.kind == "interceptor"]
    assert sum(len(lane.flights) for lane in batteries) == len(missiles)


def test_a_large_raid_says_what_it_leaves_out():
    drawing = raid_timeline(*lanes(raid(targets=MOST_TARGETS + 5)), name="large")
    assert "5 more not drawn" in drawing.inline
    assert f"{MOST_TARGETS + 5} targets" in drawing.alt


def test_shares_by_draw_count_runs():
    outcome = np.array([[0, 1, 1, 3], [2, 2, 2, 2]])
    values = outcome_values([outcome])
    np.testing.assert_array_equal(values, [0, 1, 2, 3])
    np.testing.assert_array_equal(
        shares_by_draw(outcome, values), [[0.25, 0.5, 0, 0.25], [0, 0, 1, 0]]
    )


def test_many_outcomes_share_a_bar():
    outcome = np.arange(100).reshape(1, 100)
    values = outcome_values([outcome])
    share = shares_by_draw(outcome, values)
    assert len(values) == 25
    np.testing.assert_allclose(share, 0.04)
    np.testing.assert_array_equal(shares_by_draw(np.full((2, 5), 7), np.array([7.0])), [[1], [1]])


def test_a_p_box_counts_never_as_not_met():
    values = np.array([1.0, 2.0, 3.0, np.nan])
    np.testing.assert_array_equal(share_meeting(values, np.array([0, 2, 4]), "at least"),
                                  [0.75, 0.5, 0.0])  # fmt: skip
    np.testing.assert_array_equal(share_meeting(values, np.array([0, 2, 4]), "at most"),
                                  [0.0, 0.5, 0.75])  # fmt: skip


def test_a_p_box_says_the_share_at_the_threshold():
    rising = np.arange(1.0, 101.0)
    box = PBox({"uniform": rising, "triangular": rising + 10}, "1", "leakers", 41.0)
    assert p_box(box, name="b").alt == "leakers: at least 41 in 60 to 70 % of draws"
    plain = replace(box, threshold=np.nan, sense="at most")
    assert p_box(plain, name="b").alt == "leakers: share of draws by weighting"


def test_a_p_box_of_draws_that_all_fail():
    drawing = p_box(PBox({"uniform": np.full(5, np.nan)}, "km", "range", np.nan), name="b")
    ElementTree.fromstring(drawing.standalone)


def test_a_step_that_is_never_reached_says_so():
    assert "never (up to 31 km)" in draw_waterfall().inline
    assert "never" in draw_what_ifs().inline


def test_per_cent_stands_once_behind_the_number():
    assert "2 % (0 to 10)" in draw_what_ifs().inline


def test_an_envelope_without_any_intercept():
    height = np.arange(0.0, 5e3, 1e3)
    nothing = np.full((3, len(height)), np.nan)
    curves = EnvelopeCurves("inbound", height, nothing, height, np.zeros((5, 5)))
    drawing = envelope([curves], name="empty", label="battery")
    ElementTree.fromstring(drawing.standalone)


def test_unknown_places_of_a_map_stay_unknown():
    layers = make_result().pairs[0].layers
    unknown = np.full(layers.share[2].shape, np.nan)
    assert draw_maps(unknown).inline != draw_maps().inline


def test_words_stay_words():
    assert "quoted ring, &lt;155&gt; miles" in draw_waterfall().inline
