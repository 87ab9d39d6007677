"""Figures of flights under each weighting and in the box."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.placement import build_model
from skyshed.analysis.route import RouteQuestion, run_route
from skyshed.analysis.route_figures import longest_uncovered_s
from skyshed.analysis.route_weightings import ALL, FlightsAsked, route_weightings
from skyshed.analysis.weighted import interval_words
from skyshed.output.flight_weightings import weighted_numbers
from skyshed.output.route_tables import route_tables
from skyshed.terrain.dataset import open_terrain
from tests.analysis.flat_world import CENTRE, flat_study, flat_terrain, radar, site
from tests.analysis.test_route import AIRLINER, through

FAST = through((100e3, 55e3), 3000.0, speed_m_s=650.0)  # few seconds, few samples


@pytest.fixture(scope="module")
def civil(tmp_path_factory):
    here = site("here", *CENTRE)
    return replace(
        flat_study(
            sites={"here": here}, radars=(radar("here", "asr-9", here),), targets=(AIRLINER,),
            headline=None, groups={}, flights=(), draws=6,
        ),
        terrain=flat_terrain(tmp_path_factory.mktemp("flat")).path,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(civil):
    return run_route(civil, [FAST], RouteQuestion(warn=CENTRE), workers=1)


def by_words(result, subject):
    return {one.what: one for one in result.weightings if one.subject == subject}


def test_the_triangular_weighting_is_what_the_rest_of_the_report_says(found):
    (flight,) = found.flights
    own = by_words(found, "Given")
    assert own["confirmed after"].by_weighting["triangular"] == flight.confirmed.time_s
    assert own["share of the flight covered"].by_weighting["triangular"] == flight.share_of_time
    assert own["warning"].by_weighting["triangular"] == flight.warned.left_s
    assert own["confirmed after"].draws == dict.fromkeys(
        ("triangular", "uniform", "nominal_heavy"), 6
    )


def test_the_box_holds_every_weighting(found):
    for one in found.weightings:
        (low, high), (least, greatest) = one.widest, one.box
        late = [np.inf if np.isnan(x) else x for x in (high, greatest)]
        assert least <= low
        assert late[0] <= late[1]


def test_way_distance_and_time_fit_together(found):
    """Straight at the radar at one speed: what is flown and what is left make the whole way."""
    own = by_words(found, "Given")
    time, way, left = (
        own[words].by_weighting["uniform"].nominal
        for words in (
            "confirmed after",
            "way flown until then",
            "ground distance to the nearest radar then",
        )
    )
    assert way + left == pytest.approx(100e3, abs=50.0)
    assert way == pytest.approx(650.0 * time, rel=2e-3)  # over the ground 3 km lower


def test_one_unknown_that_pulls_one_way_ends_the_box_at_its_bounds(civil):
    """All fixed but the height of the antenna: higher sees no later."""
    result = run_route(civil, [through((70e3, 20e3), 300.0, speed_m_s=650.0)], RouteQuestion(),
                       workers=1, weightings=False)  # fmt: skip
    model = build_model(replace(civil, targets=(AIRLINER,)), open_terrain(civil.terrain))
    free = "asr-9.antenna_height_m"
    fixed = {
        key: replace(p, low=p.nominal, high=p.nominal, shape="fixed", values=())
        if key != free else p
        for key, p in result.parameters.items()
    }  # fmt: skip
    model = replace(model, parameters=fixed, study=replace(civil, targets=(AIRLINER,)))
    ways = [result.flights[0].flown]
    asked = FlightsAsked(model, ways, None, 1)
    antenna = fixed[free]
    ends = {
        key: np.array([p.low, p.high]) if key == free else np.full(2, p.nominal)
        for key, p in fixed.items()
    }
    at_ends = asked.each(ends)[0]
    drawn = np.linspace(antenna.low, antenna.high, 9)
    values = {k: drawn if k == free else np.full(9, p.nominal) for k, p in fixed.items()}
    assert np.all(np.diff(asked.each(values)[0]["confirmed_after_s"]) <= 0.0)
    told = route_weightings(model, ways, [as_drawn(result.flights[0], asked)], seed=1)
    box = {one.what: one.box for one in told}
    assert box["confirmed after"] == tuple(sorted(at_ends["confirmed_after_s"]))
    assert box["share of the flight covered"] == tuple(sorted(at_ends["covered_share"]))


def as_drawn(flight, asked):
    """The flight with figures of nominal draws only, three of them the nominal ones."""
    nominal = {key: np.full(5, p.nominal) for key, p in asked.model.parameters.items()}
    return replace(flight, figures=asked.each(nominal)[0], by_draw=flight.by_draw[:2])


def test_without_an_interval_all_is_the_same(civil):
    result = run_route(civil, [FAST], RouteQuestion(), workers=1, weightings=False)
    model = build_model(civil, open_terrain(civil.terrain))
    fixed = {
        key: replace(p, low=p.nominal, high=p.nominal, shape="fixed", values=())
        for key, p in result.parameters.items()
    }
    model = replace(model, parameters=fixed)
    ways = [result.flights[0].flown]
    flight = as_drawn(result.flights[0], FlightsAsked(model, ways, None, 1))
    told = route_weightings(model, ways, [flight], seed=1)
    for one in told:
        assert len({interval_words(each) for each in one.by_weighting.values()}) == 1
        # sums over many draws at once are rounded otherwise than over a few
        assert one.box == pytest.approx((one.by_weighting["uniform"].median,) * 2, rel=1e-12)


def test_threads_do_not_matter(civil, found):
    two = run_route(civil, [FAST], RouteQuestion(warn=CENTRE), workers=2)
    assert weighted_numbers(two.weightings) == weighted_numbers(found.weightings)


def test_several_flights_are_told_together_and_one_by_one(civil):
    other = replace(through((70e3, 60e3), 3000.0, speed_m_s=650.0), name="Other")
    result = run_route(civil, [FAST, other], RouteQuestion(), workers=1)
    whole = by_words(result, ALL)
    assert set(whole) == {
        "share of the time flown that is covered",
        "share of the flights whose track is confirmed",
    }
    assert all(one.box is not None for one in whole.values())
    assert all(one.box is None for one in result.weightings if one.subject != ALL)
    (table,) = [table for table in route_tables(result) if table.name == "weightings"]
    assert {row[0] for row in table.rows} == {ALL, "Given", "Other"}
    assert len(table.columns) == len(table.rows[0])


def test_they_can_be_left_out(civil):
    result = run_route(civil, [FAST], RouteQuestion(), workers=1, weightings=False)
    assert result.weightings == ()


def test_the_longest_part_without_cover_is_counted_between_the_samples():
    time = np.arange(6.0)
    covered = np.array([[0, 1, 0, 0, 1, 0], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]], dtype=bool)
    assert longest_uncovered_s(time, covered) == pytest.approx([2.0, 0.0, 5.0])
