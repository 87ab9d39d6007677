from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from skyshed.analysis import readings
from skyshed.analysis.approach import confirmation, echo_along_profiles, single_scan_pd
from skyshed.analysis.placement import TERRAIN_MODELS, altitude_over
from skyshed.analysis.readings import QUANTITIES, ReadingModel
from skyshed.scenario.claim_schema import ReadingQuantity
from skyshed.scenario.model import READING_QUANTITIES, Case, Distance, Reading
from tests.analysis.flat_world import draws_of, flat_model

CASE = Case("west", "fighter", 8e3, None, 250.0, "median", "fighter at 8 km")
CONFIRMED = Reading(
    "typical", True, "", "", "confirmed_slant_range", "at_least", (CASE,), "all", at_least_m=237.5e3
)
COVERED = Reading(
    "near", True, "", "", "covered_at_distance", "covered", (CASE,), "all",
    distances=(Distance("near", 60e3), Distance("far", 190e3)),
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    return model, *draws_of(model, 12)


def test_every_quantity_of_the_study_file_can_be_computed():
    assert set(QUANTITIES) == set(READING_QUANTITIES) == set(get_args(ReadingQuantity))


def test_confirmed_range_is_the_median_over_the_azimuths(world):
    model, values, _ = world
    radar = model.placed["west"].at(values)
    profiles = model.placed["west"].thinned(readings.EVERY).profiles
    ends = confirmation(
        radar,
        profiles,
        altitude_m=8e3,
        rcs_mean_m2=model.mean_rcs_m2(radar, "west", model.study.target("fighter"), values),
        speed_m_s=250.0,
    )
    asked = ReadingModel(model, CONFIRMED)
    assert asked.value(values) == pytest.approx(np.median(ends.confirmed_slant_m, axis=1))
    assert (asked.unit, asked.threshold) == ("m", 237.5e3)
    assert np.array_equal(asked.holds(np.array([237.4e3, 237.5e3])), [False, True])


def test_the_answer_to_a_point_does_not_depend_on_the_others_asked(world):
    """One at a time, the box and the draws ask in different batches."""
    model, values, _ = world
    asked = ReadingModel(model, CONFIRMED)
    together = asked.value(values)
    for draw in (0, 5, 11):
        alone = asked.value({key: v[draw : draw + 1] for key, v in values.items()})
        assert alone[0] == pytest.approx(together[draw], rel=1e-12)


def covered_pd(model, values, steps):
    """Single-scan Pd at the distances, shape (draw, azimuth, distance)."""
    radar = model.placed["west"].at(values)
    profiles = model.placed["west"].thinned(readings.EVERY).profiles
    echo = echo_along_profiles(
        radar,
        profiles,
        altitude_m=8e3,
        rcs_mean_m2=model.mean_rcs_m2(radar, "west", model.study.target("fighter"), values),
    )
    at = [round(d / profiles.step_m) - 1 for d in steps]
    return single_scan_pd(radar, echo.snr[:, :, at])


def hilly(model, height_m=2500.0):
    """The same with a ridge 20 km to the north of the west radar."""
    placed = model.placed["west"]
    ground = placed.profiles.ground_m.copy()
    step = int(20e3 / placed.profiles.step_m)
    ground[[0, 1, -1], step : step + 3] = height_m
    raised = replace(placed, profiles=replace(placed.profiles, ground_m=ground))
    return replace(model, placed={**model.placed, "west": raised})


@pytest.mark.parametrize("azimuth", ["any", "median", "all"])
@pytest.mark.parametrize("predicate", ["covered", "not_covered"])
def test_directions_and_distances_are_those_that_the_predicate_asks_for(world, azimuth, predicate):
    """'All': the predicate must be met in every direction, also when it says "not covered"."""
    model, values, _ = world
    model = hilly(model)
    case = replace(CASE, azimuth=azimuth)
    asked = ReadingModel(model, replace(COVERED, predicate=predicate, cases=(case,)))
    covered = covered_pd(model, values, (60e3, 190e3)) >= 0.5
    meets = covered if predicate == "covered" else ~covered
    if azimuth == "median":
        # the middle of an even number of directions lies between two of them
        assert np.all(asked.holds(asked.value(values))[meets.all(axis=(1, 2))])
        return
    by_distance = (np.all if azimuth == "all" else np.any)(meets, axis=1)
    assert np.array_equal(asked.holds(asked.value(values)), by_distance.all(axis=1))


def test_a_ridge_to_the_north_refutes_everywhere_but_not_somewhere(world):
    model, _, nominal = world
    model = hilly(model)
    low = replace(CASE, altitude_m=1500.0)
    at_60 = replace(COVERED, distances=(Distance("near", 60e3),))

    def holds(predicate, azimuth):
        case = replace(low, azimuth=azimuth)
        asked = ReadingModel(model, replace(at_60, predicate=predicate, cases=(case,)))
        return bool(asked.holds(asked.value(nominal))[0])

    assert not holds("covered", "all")
    assert holds("covered", "any")
    assert not holds("not_covered", "all")
    assert holds("not_covered", "any")


@pytest.mark.parametrize("predicate", ["at_least", "not_covered"])
def test_any_and_all_of_the_cases(world, predicate):
    """A fighter at 8 km and one at 100 m: one is tracked beyond 100 km, the other is not."""
    model, _, nominal = world
    cases = (CASE, replace(CASE, altitude_m=None, agl_m=100.0))
    start = CONFIRMED if predicate == "at_least" else COVERED
    start = replace(
        start,
        predicate=predicate,
        at_least_m=100e3,
        distances=(Distance("there", 150e3),),
        cases=cases,
    )
    for combine, expected in (("any", True), ("all", False)):
        asked = ReadingModel(model, replace(start, combine=combine))
        value = asked.value(nominal)
        assert bool(asked.holds(value)[0]) is expected
        assert value[0] in asked.case_values(nominal)[:, 0]


def test_terrain_models_differ_only_in_terrain(world):
    model, values, _ = world
    low = replace(CONFIRMED, cases=(replace(CASE, altitude_m=None, agl_m=300.0),))
    asked = ReadingModel(model, low)
    smooth, relief, with_error = (asked.value(values, name) for name in TERRAIN_MODELS)
    assert smooth == pytest.approx(relief)  # level ground is smooth
    assert np.all(np.isfinite(with_error))
    masked = ReadingModel(hilly(model), replace(low, cases=(replace(low.cases[0], azimuth="all"),)))
    assert masked.value(values, "smooth Earth") == pytest.approx(
        smooth, rel=0.05
    )  # the worst azimuth
    assert np.all(masked.value(values, "relief") < smooth)


def test_only_what_enters_is_an_unknown_of_the_reading(world):
    model, *_ = world
    names = set(ReadingModel(model, CONFIRMED).parameters())
    assert {"s-400/91n6e.pair0.range_m", "f-16c.signature_level", "terrain.error_m"} <= names
    assert not any(name.startswith("an-fps-117") for name in names)
    assert names <= set(model.parameters)


def test_altitude_over_ground_or_sea(world):
    model, *_ = world
    profiles = hilly(model).placed["west"].profiles
    assert np.all(altitude_over(5e3, None, profiles) == 5e3)
    known = np.isfinite(profiles.ground_m)
    above = altitude_over(None, 100.0, profiles)
    assert above[known] == pytest.approx(profiles.ground_m[known] + 100.0)
    assert np.isfinite(above).all()
