"""Ranges of every pair under all weightings: the same draws and functions as everywhere else."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.claims import Run
from skyshed.analysis.intercept_reading import intercept_slant_ranges
from skyshed.analysis.pairs import interval
from skyshed.analysis.radials import radius_by_azimuth
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.results import UnderWeightings
from skyshed.analysis.study import confirmed_reading
from skyshed.analysis.weighted_ranges import EVERY, range_rows, reach_rows
from skyshed.uncertainty.sampling import WEIGHTINGS, nominal_values, sample
from tests.analysis.flat_world import flat_model
from tests.analysis.raid_world import armed_model

RUN = Run(draws=6, seed=5)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return flat_model(tmp_path_factory.mktemp("flat"))


@pytest.fixture(scope="module")
def rows(model):
    return range_rows(model, RUN, {}, ("west", "fighter"))


def test_confirmed_range_is_the_reading_of_the_claims(model, rows):
    asked = ReadingModel(model, confirmed_reading(model.study, "west", "fighter"), every=EVERY)
    parameters = asked.parameters()
    nominal = asked.value(nominal_values(parameters))
    for weighting in WEIGHTINGS:
        drawn = asked.value(sample(parameters, size=6, seed=5, weighting=weighting))
        assert rows[0].answer.by_weighting[weighting] == interval(drawn, nominal)
        assert rows[0].answer.box[0] <= drawn.min()
        assert drawn.max() <= rows[0].answer.box[1]


def test_cover_at_the_heights_is_that_of_the_maps_on_every_sixth_azimuth(model, rows):
    assert [row.height for row in rows] == ["", *model.heights.labels]
    values = sample(model.parameters, size=6, seed=5)
    placed = model.placed["west"]
    radar = placed.at(values)
    target = model.study.target("fighter")
    reach = model.reach_m(radar, "west", target, values, pd=model.study.pd)
    radii = radius_by_azimuth(radar, placed.profiles, reach_m=reach, heights=model.heights)
    for height, row in enumerate(rows[1:]):
        middle = np.median(radii.unbroken_m[:, height, ::EVERY], axis=-1)
        found = row.answer.by_weighting["triangular"]
        assert (found.low, found.high) == (
            interval(middle, [1.0]).low,
            interval(middle, [1.0]).high,
        )


def test_what_is_known_already_is_taken(model, rows):
    known = UnderWeightings(rows[0].answer.by_weighting, (1.0, 2.0))
    found = range_rows(model, RUN, {("west", "fighter"): known}, ("west", "fighter"))
    assert found[0].answer is known
    assert found[1:] == rows[1:]


def test_without_maps_only_the_own_height(model, rows):
    target = replace(model.study.target("fighter"), maps=False)
    bare = replace(model, study=replace(model.study, targets=(target,)))
    assert range_rows(bare, RUN, {}, ("west", "fighter")) == rows[:1]


def test_reach_is_the_intercept_reading_of_each_target(tmp_path):
    model = armed_model(tmp_path)
    key = next(iter(model.batteries))
    found = reach_rows(model, RUN, key)
    assert [row.target for row in found] == [target.key for target in model.study.targets]
    values = sample(model.parameters, size=6, seed=5, weighting="uniform")
    for row in found:
        target = model.study.target(row.target)
        case = confirmed_reading(model.study, "west", target.key).cases[0]
        battery = model.batteries[key]
        slant = intercept_slant_ranges(model, battery, [case], values, every=EVERY)[0]
        uniform = row.answer.by_weighting["uniform"]
        expected = interval(slant, [uniform.nominal])
        assert (uniform.low, uniform.median) == (expected.low, expected.median)
        assert row.answer.box[0] <= slant.min()
        assert slant.max() <= row.answer.box[1]
