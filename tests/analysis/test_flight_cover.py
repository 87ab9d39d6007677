"""Share of assumed flights that a radar covers."""

import numpy as np
import pytest

from skyshed.analysis.flight_cover import (
    ASPECTS_RAD,
    Watcher,
    covered_share,
    flight_share_rows,
    needed_snr,
)
from skyshed.scenario.model import Distance, Premise
from tests.analysis.flat_world import draws_of, flat_model, flight


def premise(**changes):
    given = {
        "quantity": "share_along_flights",
        "label": "Share covered",
        "radars": ("west",),
        "targets": ("fighter",),
        "flights": ("far", "near"),
    }
    return Premise(**(given | changes))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    return model, *draws_of(model)


def test_share_by_hand():
    # One level, two points, nose (0) and tail (180) at each; 2 m2 from ahead, 1 m2 from behind.
    rcs = np.where(ASPECTS_RAD < 1.0, 2.0, 1.0)[None]
    aspect = np.array([[0, 180], [0, 180]])
    snr = np.array([[[10.0, 4.0]]])  # gives 20 and 10 at the first point, 8 and 4 at the second
    for needed, share in ((30.0, 0.0), (15.0, 0.25), (9.0, 0.5), (5.0, 0.75), (4.0, 1.0)):
        assert covered_share(snr, rcs, aspect, np.array([needed])) == pytest.approx([share])


def test_unknown_points_are_left_out_of_the_share():
    rcs, aspect = np.ones((1, 181)), np.array([[0], [0]])
    half = covered_share(np.array([[[10.0, np.nan]]]), rcs, aspect, np.array([5.0]))
    assert half == pytest.approx([1.0])
    nothing = covered_share(np.full((1, 1, 2), np.nan), rcs, aspect, np.array([5.0]))
    assert np.isnan(nothing).all()


def test_cover_ends_at_the_free_space_range(world):
    model, values, _ = world
    watcher = Watcher.of(model, "west", values)
    target = model.study.target("fighter")
    rcs = watcher.rcs_m2(target)
    reach = watcher.radar.reach_m(rcs[:, 0], pd=0.5)
    needed = needed_snr(watcher.radar, 0.5)
    assert watcher.radar.constant * rcs[:, 0] / needed == pytest.approx(reach**4, rel=1e-6)


def test_rows_by_distance_come_first_then_the_nearest_flight(world):
    model, values, _ = world
    rows = flight_share_rows(model, premise(), values)
    assert [row.label for row in rows[:4]] == [
        f"Share covered: at {km} km over the ground from Site west" for km in (50, 100, 150, 200)
    ]
    assert "Flight near" in rows[-2].label
    assert "Flight far" in rows[-1].label
    assert "Radar west" in rows[0].note
    assert len(rows) == 10


def test_near_flight_is_covered_in_full(world):
    model, values, _ = world
    rows = flight_share_rows(model, premise(distances=(Distance("x", 60e3),)), values)
    assert rows[0].text == "F-16C Fighting Falcon: 100 %"
    assert "left out" not in rows[0].note
    assert rows[1].text.startswith("F-16C Fighting Falcon: 100 % of the time")


def test_flight_below_the_horizon_is_never_covered(tmp_path):
    low = flight("low", ((41.5, 32.9), (41.5, 33.1)), altitude_low_m=60.0, altitude_high_m=60.0)
    model = flat_model(tmp_path, flights=(low,))
    values, _ = draws_of(model)
    rows = flight_share_rows(model, premise(flights=("low",)), values)
    assert rows[-1].text == "F-16C Fighting Falcon: never covered"


def test_flight_beyond_the_terrain_is_said_to_be_unknown(tmp_path):
    outside = flight("out", ((44.2, 32.9), (44.2, 33.1)))  # the data end at 44 degrees north
    crossing = flight("cross", ((41.0, 33.0), (44.6, 33.0)))
    model = flat_model(tmp_path, flights=(outside, crossing))
    values, _ = draws_of(model, 2)
    rows = flight_share_rows(model, premise(flights=("out", "cross")), values)
    assert "not known" in rows[-1].text
    assert "left out" in rows[-2].note


def test_each_radar_is_named_where_there_are_several(world):
    model, values, _ = world
    asked = premise(radars=("west", "east"), flights=("near",), distances=(Distance("x", 60e3),))
    labels = [row.label for row in flight_share_rows(model, asked, values)]
    assert labels[0].endswith("(Radar west)")
    assert labels[-1].endswith("(Radar east)")
