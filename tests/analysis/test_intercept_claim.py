"""A claim about intercepts, from the battery to the verdict, on level ground and behind a ridge."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.claims import Run, reading_result
from skyshed.analysis.judgement import CONTRADICTED, NOT_CONTRADICTED
from skyshed.analysis.placement import TERRAIN_MODELS
from skyshed.analysis.readings import ReadingModel
from skyshed.scenario.model import Case, Reading
from skyshed.uncertainty.sampling import sample
from tests.analysis.raid_world import armed_model, straight_fly_out, straight_missile

MISSILE = "s-400/48n6e3"
CASE = Case("west", "fighter", 8e3, None, 250.0, "median", "fighter at 8 km", "fire")
READING = Reading(
    "typical", True, "It can.", "it can", "intercept_slant_range", "at_least", (CASE,), "all",
    at_least_m=60e3,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("flat")


def armed(folder, **limits):
    return armed_model(folder, missile=straight_missile(MISSILE, straight_fly_out(**limits)))


def behind_a_ridge(model, height_m=2500.0):
    """A ridge 20 km north of every radar of the west site."""
    placed = dict(model.placed)
    for key in ("west", "guide"):
        ground = placed[key].profiles.ground_m.copy()
        step = int(20e3 / placed[key].profiles.step_m)
        ground[[0, 1, 2, 3, -1, -2, -3], step : step + 3] = height_m
        raised = replace(placed[key].profiles, ground_m=ground)
        placed[key] = replace(placed[key], profiles=raised)
    return replace(model, placed=placed)


def values_of(model, size=12):
    return sample(ReadingModel(model, READING).parameters(), size=size, seed=3)


def asked_of(model, **changes):
    case = replace(CASE, **{k: v for k, v in changes.items() if k in ("azimuth", "agl_m",
                                                                      "altitude_m")})  # fmt: skip
    return ReadingModel(model, replace(READING, cases=(case,)))


@pytest.mark.parametrize("range_max_m", [40e3, 90e3])
def test_never_farther_than_the_missile_or_the_instrumented_range(folder, range_max_m):
    model = armed(folder, range_max_m=range_max_m)
    values = values_of(model)
    found = asked_of(model, azimuth="any").value(values)
    assert np.all(found <= range_max_m + 1e-3)
    assert np.all(found > range_max_m - 10e3)  # two steps of the profiles
    instrument = {**values, "s-400/92n6e.instrumented_range_m": np.full(12, 70e3)}
    held = asked_of(model, azimuth="any").value(instrument)
    assert np.all(held <= min(70e3, range_max_m) + 1e-3)


@pytest.mark.parametrize("height", [{"altitude_m": 8e3}, {"altitude_m": None, "agl_m": 500.0}])
@pytest.mark.parametrize("azimuth", ["any", "median", "all"])
def test_taking_the_terrain_away_makes_it_no_shorter(folder, azimuth, height):
    model = behind_a_ridge(armed(folder))
    values = values_of(model)
    asked = asked_of(model, azimuth=azimuth, **height)
    smooth, relief, _ = (asked.value(values, name) for name in TERRAIN_MODELS)
    assert np.all(smooth >= relief - 1e-6)
    if azimuth == "all" and height["altitude_m"] is None:
        assert np.all(relief < 0.8 * smooth)  # else there would be no ridge


def test_unknowns_of_the_missile_and_of_both_radars_enter(folder):
    names = set(ReadingModel(armed(folder), READING).parameters())
    assert {f"{MISSILE}.flight", "fire.reaction_time_s", "fire.handover_s"} <= names
    for radar in ("91n6e", "92n6e"):
        assert any(name.startswith(f"s-400/{radar}.") for name in names)


def test_cases_of_one_battery_are_the_same_asked_alone(folder):
    model = armed(folder)
    low = replace(CASE, altitude_m=None, agl_m=300.0, azimuth="all")
    both = ReadingModel(model, replace(READING, cases=(CASE, low)))
    values = values_of(model)
    together = both.case_values(values)
    alone = [
        ReadingModel(model, replace(READING, cases=(case,))).case_values(values)[0]
        for case in (CASE, low)
    ]
    assert together == pytest.approx(np.array(alone), rel=1e-12)
    assert np.array_equal(both.value(values), together.min(axis=0))


def test_a_point_does_not_depend_on_the_others_asked(folder):
    """One at a time, the box and the draws ask in different batches."""
    asked = asked_of(armed(folder))
    values = values_of(asked.model)
    together = asked.value(values)
    for draw in (0, 7):
        alone = asked.value({key: v[draw : draw + 1] for key, v in values.items()})
        assert alone[0] == pytest.approx(together[draw], rel=1e-12)


@pytest.mark.parametrize(("threshold", "word"), [(5e3, NOT_CONTRADICTED), (95e3, CONTRADICTED)])
def test_what_no_value_reverses_is_firm(folder, threshold, word):
    reading = replace(READING, at_least_m=threshold)
    found = reading_result(armed(folder, range_max_m=90e3), reading, Run(120, 3))
    assert found.verdict == word
    assert found.deciding == found.capped == ()
    assert found.box[1] <= 90e3 + 1e-3


def test_the_result_follows_from_its_own_draws(folder):
    model = armed(folder)
    reading = replace(READING, at_least_m=120e3)
    found = reading_result(model, reading, Run(40, 3))
    assert found.threshold == 120e3
    for weighting, drawn in found.draws.items():
        again = ReadingModel(model, reading).value(
            sample(ReadingModel(model, reading).parameters(), size=40, seed=3, weighting=weighting)
        )
        assert np.array_equal(drawn, again)
        assert found.shares[weighting][0] == np.mean(drawn >= 120e3)
        assert found.box[0] <= drawn.min()
        assert drawn.max() <= found.box[1]
    spread = np.quantile(found.draws["triangular"], [0.05, 0.5, 0.95], method="inverted_cdf")
    assert [found.value.low, found.value.median, found.value.high] == pytest.approx(spread)
    ((label, words),) = found.cases
    assert label == "fighter at 8 km"
    share = found.shares["triangular"][0]
    assert words.endswith(f"meets it in {100.0 * share:.0f} % of draws")
