"""Raids alone: the same outcomes as in the whole study, and what may be asked."""

import dataclasses

import numpy as np
import pytest

from skyshed.analysis.placement import build_model
from skyshed.analysis.raid_blocks import kept_blocks
from skyshed.analysis.raid_order import RUNS_FOR_PRECISION, RaidOrder, campaign_inputs, chosen_raids
from skyshed.analysis.raid_run import run_raids
from skyshed.analysis.raids import RaidRun, raid_result
from skyshed.documents import parse_yaml
from skyshed.errors import OutputError, ScenarioError
from skyshed.scenario.loader import parse_study
from skyshed.store.checkpoint import open_checkpoint
from skyshed.terrain.dataset import open_terrain
from tests.scenario.small_engagement import TEXT


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKYSHED_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def study():
    return parse_study(parse_yaml(TEXT, name="small.yaml", error=ScenarioError))


@pytest.mark.slow
def test_raids_alone_end_as_in_the_whole_study(study):
    order = RaidOrder(runs=30, draws=4)
    (alone,) = run_raids(study, order, workers=2).raids
    model = build_model(study, open_terrain(None))
    run = RaidRun(seed=study.seed, runs=30, draws=4)
    whole = raid_result(model, study.raids[0], run, lambda what, done, total: None)
    for mine, theirs in zip(alone.outcomes, whole.outcomes, strict=True):
        assert mine.spreads == theirs.spreads
        assert np.array_equal(mine.shots, theirs.shots)
    assert alone.recording.events == whole.recording.events


def test_raids_are_chosen_by_key(study):
    two = dataclasses.replace(
        study, raids=(study.raids[0], dataclasses.replace(study.raids[0], key="late"))
    )
    assert [raid.key for raid in chosen_raids(two, RaidOrder())] == ["raid", "late"]
    assert [raid.key for raid in chosen_raids(two, RaidOrder(("late",)))] == ["late"]
    with pytest.raises(ScenarioError, match="--raid: no raid 'lat' in the study; did you mean"):
        chosen_raids(two, RaidOrder(("lat",)))


def test_a_precision_allows_more_runs_than_the_study_has():
    assert RaidOrder().most_runs is None
    assert RaidOrder(precision=0.1).most_runs == RUNS_FOR_PRECISION
    assert RaidOrder(precision=0.1, runs=70).most_runs == 70


def test_what_does_not_fit_into_memory_is_refused_with_what_does(study):
    order = RaidOrder(draws=1000, runs=1_000_000)
    with pytest.raises(ScenarioError, match="ask for at most 66666 runs, or for fewer draws"):
        chosen_raids(study, order)
    chosen_raids(study, RaidOrder(draws=1000, runs=66_666))


def test_inputs_know_the_seed_and_the_draws_but_not_the_runs(study):
    first = campaign_inputs(study, RaidOrder(runs=10))
    assert campaign_inputs(study, RaidOrder(runs=20, precision=0.1)) == first
    assert campaign_inputs(study, RaidOrder(draws=20)) != first
    assert campaign_inputs(dataclasses.replace(study, seed=4), RaidOrder()) != first
    uniform = dataclasses.replace(study, weighting="uniform")
    assert campaign_inputs(uniform, RaidOrder()) != first


def test_blocks_of_another_weighting_are_refused(study, tmp_path):
    folder = tmp_path / "out.campaign"
    open_checkpoint(folder, campaign_inputs(study, RaidOrder()))
    uniform = campaign_inputs(dataclasses.replace(study, weighting="uniform"), RaidOrder())
    with (
        pytest.raises(OutputError, match=r"other inputs .*weighting of the draws.*delete this one"),
        kept_blocks(folder, uniform),
    ):
        pass


def interrupted(folder, cause, *, finished):
    """A block of code that fails, with or without a finished block of runs; whether it went on."""
    with kept_blocks(folder, "a") as again:
        if finished:
            (folder / "raid").mkdir()
            (folder / "raid" / "draw-000000.npz").touch()
        if again:
            raise RuntimeError("went on")
        raise cause


def test_blocks_are_kept_after_a_failure_and_gone_after_success(tmp_path):
    folder = tmp_path / "deep" / "down.campaign"
    with pytest.raises(ZeroDivisionError):
        interrupted(folder, ZeroDivisionError(), finished=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyboardInterrupt):
        interrupted(folder, KeyboardInterrupt(), finished=True)
    with pytest.raises(OutputError, match="other inputs"), kept_blocks(folder, "b"):
        pass
    with pytest.raises(RuntimeError, match="went on"):
        interrupted(folder, ZeroDivisionError(), finished=False)
    with kept_blocks(folder, "a") as again:
        assert again
    assert not folder.exists()
