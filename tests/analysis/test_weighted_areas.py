"""Areas and raids under all weightings: figures of their own tables, and boxes that hold them."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.claims import Run
from skyshed.analysis.pairs import interval
from skyshed.analysis.raids import RaidRun, raid_result
from skyshed.analysis.reach import batteries_reach
from skyshed.analysis.study import pair_by_keys, sites_of
from skyshed.analysis.weighted_areas import cover_rows, hit_rows
from skyshed.analysis.weighted_raids import raid_rows
from skyshed.uncertainty.sampling import WEIGHTINGS, nominal_values, sample
from tests.analysis.flat_world import flat_model
from tests.analysis.raid_world import armed_model, network, raid

DRAWS, SEED = 4, 5


def silent(what, done, total):
    pass


def drawn(model, weighting):
    values = sample(model.parameters, size=DRAWS, seed=SEED, weighting=weighting)
    return values, nominal_values(model.parameters)


def test_covered_share_is_that_of_the_map(tmp_path):
    model = flat_model(tmp_path, radius_m=60e3)
    pair = ("west", "fighter")
    rows = cover_rows(model, Run(DRAWS, SEED), pair)
    assert [row.height for row in rows] == list(model.heights.labels)
    for weighting in ("triangular", "uniform"):
        values, nominal = drawn(model, weighting)
        found = pair_by_keys(model, values, nominal, sites_of(model, values, nominal, [pair]), pair)
        share = found.share_in_ring[:, 0]
        one = rows[0].answer.by_weighting[weighting]
        assert one == interval(share, [one.nominal], "share")
        assert rows[0].answer.box[0] <= share.min()
        assert share.max() <= rows[0].answer.box[1]


def test_share_within_reach_is_that_of_the_reach_table(tmp_path, monkeypatch):
    monkeypatch.setattr("skyshed.analysis.reach._fit_words", lambda model, key: "")  # no fit
    model = armed_model(tmp_path, radius_m=60e3)
    rows = hit_rows(model, Run(DRAWS, SEED), "fire")
    values, nominal = drawn(model, "uniform")
    (reach,) = batteries_reach(model, values, nominal, envelope_altitudes_m=np.array([1000.0]))
    for row, pair in zip(rows, reach.pairs, strict=True):
        mine, table = row.answer.by_weighting["uniform"], pair.share_of_ring
        assert (mine.low, mine.median, mine.high) == (table.low, table.median, table.high)
        assert row.answer.box[0] <= mine.low <= mine.high <= row.answer.box[1]


@pytest.fixture(scope="module")
def raided(tmp_path_factory):
    one = raid(runs=3, draws=DRAWS)
    model = armed_model(tmp_path_factory.mktemp("raid"), one, networks=(network(),))
    run = RaidRun(seed=SEED)
    return model, one, run, raid_result(model, one, run, silent)


def test_raids_have_the_spreads_of_their_own_table(raided):
    model, one, run, found = raided
    rows = raid_rows(model, one, run, found, silent)
    names = ("leakage", "annihilation", "shots")
    uniform = raid_result(model, one, replace(run, weighting="uniform"), silent)
    for name, row in zip(names, rows, strict=True):
        for weighting, result in (("triangular", found), ("uniform", uniform)):
            spread = result.outcomes[0].spreads[name]
            mine = row.answer.by_weighting[weighting]
            assert (mine.low, mine.median, mine.high) == (spread.low, spread.median, spread.high)
        assert set(row.answer.by_weighting) == set(WEIGHTINGS)
        low, high = row.answer.box
        assert low <= min(one.low for one in row.answer.by_weighting.values())
        assert max(one.high for one in row.answer.by_weighting.values()) <= high
    leakage, annihilation, shots = (row.answer.box for row in rows)
    assert leakage[0] >= 0.0
    assert leakage[1] <= 1.0
    assert 0.0 <= annihilation[0] <= annihilation[1] <= 1.0
    assert shots[0] >= 0.0


def test_raids_do_not_depend_on_the_workers(raided):
    model, one, run, found = raided
    told = []
    rows = raid_rows(model, one, run, found, lambda *step: told.append(step[1:]))
    other = raid_rows(model, one, replace(run, workers=2), found, silent)
    for mine, theirs in zip(rows, other, strict=True):
        assert mine.answer.box == theirs.answer.box
        assert repr(mine) == repr(theirs)  # nominal is nan, which equals nothing
    assert told[-1] == (5, 5)
