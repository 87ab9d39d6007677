"""Numbers about shooting beside claims without a verdict."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import get_args

import numpy as np
import pytest

from skyshed.analysis.coverage import Heights
from skyshed.analysis.engageable import engageable
from skyshed.analysis.engageable_setting import setting, threats
from skyshed.analysis.engagement_premises import ENGAGEMENT_PREMISES, raid_rows
from skyshed.analysis.intercept_reading import EVERY, thinned
from skyshed.analysis.premises import PREMISES, premise_rows
from skyshed.analysis.raids import RaidRun, raid_result
from skyshed.catalogue import loader
from skyshed.scenario.claim_schema import PremiseQuantity
from skyshed.scenario.engagement_model import STATE_KEYS
from skyshed.scenario.model import PREMISE_QUANTITIES, Group, Place, Premise
from skyshed.uncertainty.sampling import nominal_values, sample
from tests.analysis.flat_world import CENTRE
from tests.analysis.raid_world import (
    armed_model,
    raid,
    straight_fly_out,
    straight_group,
    straight_missile,
)

MISSILE = "s-400/48n6e3"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = armed_model(
        tmp_path_factory.mktemp("flat"),
        cell_m=4e3,
        places=(Place("Middle", *CENTRE, "assumed"),),
        groups={
            "west": Group("west", "the west", ("west",)),
            "east": Group("east", "the east", ("east",)),
            "both": Group("both", "west and east", ("west", "east")),
        },
    )
    return model, sample(model.parameters, size=6, seed=1), nominal_values(model.parameters)


def rows_of(world, premise):
    return premise_rows(world[0], premise, world[1], world[2])


def numbers_in(text):
    return [float(x.replace(",", "")) for x in NUMBER.findall(text)]


def test_the_premises_of_the_study_file_are_all_there_and_no_others():
    assert set(PREMISES) == set(PREMISE_QUANTITIES) == set(get_args(PremiseQuantity))
    assert set(ENGAGEMENT_PREMISES) < set(PREMISES)


AREA = Premise(
    "engageable_area_by_battery", "Area", "Mind this.", batteries=("fire",),
    targets=("fighter",), agl_m=(300.0, 9000.0),
)  # fmt: skip


def test_engageable_area_is_that_of_the_engageable_volume(world):
    model, values, _ = world
    low, high = rows_of(world, AREA)
    assert [row.label for row in (low, high)] == [
        f"Area: Battery fire, {loader.target('f-16c').name} {height}"
        for height in Heights(agl_m=(300.0, 9000.0)).labels
    ]
    assert low.note.startswith("Mind this. Within 200 km")
    assert high.note == ""
    found = thinned(setting(model, model.batteries["fire"], values), EVERY)
    heights = [(None, 300.0), (None, 9000.0)]
    asked = threats(model, found, values, [model.study.target("fighter")], heights=heights)
    share = model.study.radar("guide").entry.parameters["coverage_rad"].nominal / (2.0 * np.pi)
    for row, one in zip((low, high), engageable(found, asked), strict=True):
        spread = np.quantile(one.area_m2, [0.5, 0.05, 0.95], method="inverted_cdf") / 1e6
        steered, at_once = row.text.split(" steered, ")
        assert numbers_in(steered)[0] == pytest.approx(spread[0], rel=0.06)  # two digits are shown
        assert numbers_in(at_once)[0] == pytest.approx(spread[0] * share, rel=0.06)
        assert at_once.endswith("at once")
    assert numbers_in(low.text)[0] < numbers_in(high.text)[0]


def test_defended_area_lies_inside_the_engageable_one_and_shrinks_with_the_keep_out(world):
    premise = Premise(
        "defended_area", "Protected", batteries=("fire",), targets=("fighter",), agl_m=(9000.0,),
        numbers={"keep_out_m": 5e3},
    )  # fmt: skip
    (near,) = rows_of(world, premise)
    (far,) = rows_of(world, replace(premise, numbers={"keep_out_m": 60e3}))
    side = replace(premise, numbers={"keep_out_m": 5e3, "from_rad": np.radians(90.0)})
    (one_course,) = rows_of(world, side)
    areas = [numbers_in(row.text)[0] for row in (far, near, one_course)]
    assert areas[0] < areas[1] <= areas[2]  # one course is easier than the worst of twelve
    assert "on any of twelve courses" in near.note
    assert "coming from 90 degrees" in one_course.note
    assert "the 6 draws" in near.note


WARNING = Premise(
    "warning_minutes", "Warning", groups=("west", "east", "both"), targets=("fighter",),
    agl_m=(60.0,), place="Middle",
)  # fmt: skip


def test_radars_together_warn_as_early_as_the_earliest_of_them(world):
    from_east = replace(WARNING, numbers={"from_rad": np.radians(90.0)})
    west, east, both = (row.text for row in rows_of(world, from_east))
    assert both == east
    assert numbers_in(east)[0] > 2.0 * numbers_in(west)[0]
    # the smooth 4/3-Earth horizon of 60 m and the antenna of 12 m at most: 47 km
    assert 1.0 < numbers_in(west)[0] < 47e3 / 250.0 / 60.0
    from_west = replace(WARNING, numbers={"from_rad": np.radians(270.0)})
    west, east, both = (row.text for row in rows_of(world, from_west))
    assert (east, both) == ("none", west)


def test_warning_from_eight_directions_is_their_median(world):
    rows = rows_of(world, WARNING)
    assert "from eight directions" in rows[0].note
    assert "6 draws" in rows[0].note
    # most directions are as good as the west radar alone
    assert numbers_in(rows[0].text)[0] == pytest.approx(numbers_in(rows[2].text)[0], rel=0.5)


FIRST = Premise("time_to_first_intercept", "Ready", batteries=("fire",), targets=("fighter",))


def test_time_to_a_first_intercept_adds_the_state_to_the_flight(world):
    _, values, _ = world
    rows = rows_of(world, FIRST)
    readiness = loader.system("s-400").readiness
    assert len(rows) == len(STATE_KEYS) == 4
    by_state = dict(zip(STATE_KEYS, rows, strict=True))
    stored = readiness["stored"]
    # beside days, minutes do not show; the least has half a day
    assert by_state["stored"].text.startswith("3 days (12")
    assert stored.nominal == 72 * 3600.0
    assert "arriving by road" in by_state["march"].label
    note = rows[0].note
    low, high = numbers_in(note.split("azimuth:")[1])[:2]
    scan = values["s-400/91n6e.scan_period_s"]
    least_s = (2.0 * scan + 5.0).min()
    assert least_s < low * 60.0 < high * 60.0 < (2.0 * scan + 5.0 + 10.0).max() + 400.0


def test_the_basis_of_a_sum_is_that_of_its_weakest_part(world):
    """Handover, launch delay and flight are assumed, whatever the readiness is."""
    model, _, _ = world
    assert any(p.basis == "assumed" for p in model.batteries["fire"].unknowns.values())
    told = {state: row.text for state, row in zip(STATE_KEYS, rows_of(world, FIRST), strict=True)}
    assert all(", assumed, grade D" in text for text in told.values())
    alone = loader.system("s-400").readiness["march"]
    assert told["march"].endswith(f"(the readiness by itself {alone.basis}, grade {alone.grade})")


def test_who_never_reaches_the_target_gets_words_and_no_nan(world):
    model, values, nominal = world
    blunt = straight_missile(MISSILE, straight_fly_out(range_max_m=5e3))
    battery = replace(model.batteries["fire"], interceptor=blunt)
    model = replace(model, batteries={"fire": battery})
    rows = premise_rows(model, FIRST, values, nominal)
    assert [row.text for row in rows] == ["never"]
    (low, high) = premise_rows(model, AREA, values, nominal)
    assert high.text == "none steered, none at once"
    assert "nan" not in " ".join(r.text + r.note + r.label for r in (*rows, low, high))


def test_draws_without_an_intercept_are_left_out_and_counted(world):
    """Two of four flights end before they get up to the target."""
    model, values, nominal = world
    fly_out = straight_fly_out(members=4)
    fly_out = replace(fly_out, range_max_m=np.array([5e3, 5e3, 250e3, 250e3]))
    missile = straight_missile(MISSILE, fly_out)
    battery = replace(model.batteries["fire"], interceptor=missile)
    model = replace(model, batteries={"fire": battery})
    values = {**values, f"{MISSILE}.flight": np.array([0.1, 0.3, 0.6, 0.9, 0.6, 0.9])}
    rows = premise_rows(model, FIRST, values, nominal)
    assert rows[0].note.endswith("In 33 % of the draws it is not met; they are left out.")
    assert "nan" not in " ".join(row.text + row.note for row in rows)


BREAK_EVEN = Premise(
    "countermeasure_break_even", "Must", shots=(1, 2, 4), survival=(0.5, 0.9, 0.99),
    numbers={"kill_probability": 0.6, "kill_probability_low": 0.3, "kill_probability_high": 0.9},
)  # fmt: skip


def test_break_even_effectiveness_gives_just_the_survival_that_is_asked(world):
    *rows, radar = rows_of(world, BREAK_EVEN)
    assert len(rows) == 9
    asked = [(n, level) for n in BREAK_EVEN.shots for level in BREAK_EVEN.survival]
    rng = np.random.default_rng(1)
    for row, (shots, level) in zip(rows, asked, strict=True):
        shown = row.text.split(" (")[0]
        assert shown.startswith("at least")
        effect = numbers_in(shown)[0] / 100.0
        # fire at many aircraft and count those that live
        hit = rng.random((40_000, shots)) < 0.6 * (1.0 - effect)
        survived = np.mean(~hit.any(axis=1))
        slack = 0.004 * shots + 0.01  # half a per cent of rounding, and 40 000 trials
        if effect > 0.0:
            assert survived == pytest.approx(level, abs=slack)
        else:
            assert survived >= level
    assert rows[0].label.endswith("to survive one shot with a chance of 50 %")
    assert radar.text == "no effect, whatever its effectiveness"
    assert "True by construction" in radar.note


def test_more_shots_and_deadlier_missiles_ask_for_more(world):
    *rows, _ = rows_of(world, BREAK_EVEN)
    by_shots = np.array([numbers_in(row.text) for row in rows]).reshape(3, 3, 3)
    assert np.all(np.diff(by_shots[:, :, 0], axis=0) >= 0.0)
    assert np.all(np.diff(by_shots[:, :, 0], axis=1) >= 0.0)
    assert np.all(by_shots[..., 1] <= by_shots[..., 0])
    assert np.all(by_shots[..., 0] <= by_shots[..., 2])


def test_raids_are_shown_in_the_order_of_the_claim(world):
    model, *_ = world
    raids = []
    for key in ("first", "second"):
        one = raid(straight_group(count=2), key=key, runs=2)
        armed = replace(model, study=replace(model.study, raids=(one,)))
        raids.append(raid_result(armed, one, RaidRun(1), lambda *what: None))
    premise = Premise("raid_outcomes", "How", raids=("second", "first"))
    asked = SimpleNamespace(premise=premise, raids=raids)
    assert [row.label for row in raid_rows(asked)] == [
        "How: Raid second, Network alone",
        "How: Raid first, Network alone",
    ]
    assert raid_rows(SimpleNamespace(premise=premise, raids=())) == []
