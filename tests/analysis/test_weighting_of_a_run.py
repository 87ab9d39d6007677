"""One weighting for a whole run: what it draws, what does not depend on it, raids and reports."""

from dataclasses import replace

import pytest

from skyshed.analysis.claims import Run, reading_result
from skyshed.analysis.pairs import interval
from skyshed.analysis.raids import RaidRun, raid_result
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.study import run_study
from skyshed.output.numbers import result_numbers
from skyshed.uncertainty.sampling import WEIGHTINGS, nominal_values, sample
from tests.analysis.flat_world import flat_model, flat_study, flat_terrain
from tests.analysis.raid_world import armed_model, raid
from tests.analysis.test_study import READING


def silent(what, done, total):
    pass


@pytest.fixture(scope="module")
def uniform(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flat")
    flat_terrain(folder)
    start = flat_study()
    study = replace(
        start, groups={}, flights=(), radius_m=50e3, radars=start.radars[:1], weighting="uniform"
    )
    return run_study(study, terrain=folder / "flat.tif", draws=8, workers=1), folder, study


def test_ranges_of_a_run_are_those_of_the_weighting(uniform):
    found, folder, study = uniform
    assert found.weighting == "uniform"
    model = flat_model(folder, radars=study.radars, radius_m=50e3)
    values = sample(model.parameters, size=8, seed=study.seed, weighting="uniform")
    antenna = model.placed["west"].at(values).antenna_altitude_m
    nominal = model.placed["west"].at(nominal_values(model.parameters)).antenna_altitude_m
    assert found.radars[0].antenna_altitude_m == interval(antenna, nominal)
    # the headline's 24 azimuths are those of the pair, so both give the same confirmed range
    (pair,) = found.pairs
    by_weighting = found.weighted[0].answer.by_weighting
    assert pair.r90_over_terrain_m == by_weighting["uniform"]
    assert by_weighting["uniform"] != by_weighting["triangular"]
    numbers = result_numbers(found)
    assert numbers["study"]["weighting"] == "uniform"
    assert set(numbers["weightings"][0]["by_weighting"]) == set(WEIGHTINGS)


def test_verdicts_and_shares_do_not_hang_on_the_weighting(tmp_path):
    model = flat_model(tmp_path)
    runs = [Run(8, 3, weighting=weighting) for weighting in WEIGHTINGS]
    found = [reading_result(model, READING, run) for run in runs]
    for other in found[1:]:
        assert (other.verdict, other.shares, other.box) == (
            found[0].verdict, found[0].shares, found[0].box,
        )  # fmt: skip
        assert other.terrain == found[0].terrain
    asked = ReadingModel(model, READING)
    nominal = asked.value(nominal_values(asked.parameters()))
    for weighting, one in zip(WEIGHTINGS, found, strict=True):
        assert one.value == interval(found[0].draws[weighting], nominal)


def test_raids_draw_by_the_weighting_whatever_the_workers(tmp_path):
    one = raid(runs=3, draws=4)
    model = armed_model(tmp_path, one)
    shots = {}
    for weighting in WEIGHTINGS:
        run = RaidRun(seed=2, weighting=weighting)
        shots[weighting] = raid_result(model, one, run, silent).outcomes[0].spreads
        again = raid_result(model, one, replace(run, workers=2), silent).outcomes[0].spreads
        assert shots[weighting] == again
    assert shots["triangular"]["first_shot_s"] != shots["uniform"]["first_shot_s"]
