import numpy as np
import pytest

from skyshed.sim.campaign import Campaign
from skyshed.sim.statistics import (
    QUANTITIES,
    half_width_by_runs,
    leaker_shares,
    per_draw,
    spread_over_draws,
    typical_run,
)


def campaign(**outcomes):
    shape = np.shape(next(iter(outcomes.values())))
    blank = {name: np.zeros(shape) for name in QUANTITIES if name != "annihilation"}
    values = {name: np.asarray(value) for name, value in (blank | outcomes).items()}
    return Campaign(tuple(range(shape[0])), 0, values, 0.0, True)


def test_chance_is_averaged_before_draws_are_compared():
    # Three draws, each certain of itself: all the spread is between draws.
    found = spread_over_draws(campaign(leakers=np.repeat([[1], [2], [9]], 50, axis=1)), "leakers")
    assert (found.low, found.median, found.high) == pytest.approx((1.1, 2.0, 8.3))
    assert found.mean == 4.0
    assert found.half_width == 0.0
    # The same numbers as chance within one draw: no spread over draws, only a sampling interval.
    chance = spread_over_draws(campaign(leakers=np.array([[1, 2, 9] * 50] * 2)), "leakers")
    assert (chance.low, chance.median, chance.high) == (4.0, 4.0, 4.0)
    assert chance.half_width == pytest.approx(
        1.96 * np.std([1, 2, 9] * 50, ddof=1) / np.sqrt(300), rel=1e-4
    )


def test_annihilation_is_the_share_of_runs_without_leakers():
    found = campaign(leakers=np.array([[0, 0, 1, 2], [0, 0, 0, 0]]))
    assert per_draw(found, "annihilation") == pytest.approx([0.5, 1.0])
    assert leaker_shares(found) == pytest.approx(np.array([[0.5, 0.25, 0.25], [1, 0, 0]]))


def test_runs_without_a_value_are_counted_and_left_out():
    shots = np.array([[10.0, np.nan, 30.0, 20.0], [np.nan] * 4])
    found = spread_over_draws(
        campaign(leakers=np.zeros((2, 4)), first_shot_s=shots), "first_shot_s"
    )
    assert found.median == 20.0
    assert found.missing == 5 / 8
    none = campaign(leakers=np.zeros((1, 2)), first_shot_s=np.full((1, 2), np.nan))
    nothing = spread_over_draws(none, "first_shot_s")
    assert np.isnan(nothing.median)
    assert nothing.missing == 1.0
    far = campaign(leakers=np.zeros((1, 2)), keep_out_m=np.array([[np.inf, 5e3]]))
    assert spread_over_draws(far, "keep_out_m").mean == 5e3


def test_unknown_quantities_are_refused():
    with pytest.raises(ValueError, match="quantity must be one of leakers"):
        spread_over_draws(campaign(leakers=np.zeros((1, 1))), "glory")


def test_the_interval_shrinks_with_the_root_of_the_runs():
    rng = np.random.default_rng(0)
    runs, widths = half_width_by_runs(campaign(leakers=rng.binomial(8, 0.4, (20, 1000))), "leakers")
    assert runs[0] == 2
    assert runs[-1] == 1000
    assert np.all(np.diff(runs) > 0)
    assert widths[-1] / widths[runs == 128] == pytest.approx(np.sqrt(128 / 1000), rel=0.1)


def test_the_typical_run_is_in_the_middle():
    leakers = np.array([[0, 5, 2, 9, 2]])
    shots = np.array([[10, 4, 6, 1, 6]])
    first = np.array([[50.0, 70.0, 61.0, np.nan, 90.0]])
    found = campaign(leakers=leakers, shots=shots, first_shot_s=first)
    assert typical_run(found) == (0, 2)
    silent = campaign(leakers=leakers, shots=shots, first_shot_s=np.full((1, 5), np.nan))
    assert typical_run(silent) == (0, 2)
    same = campaign(leakers=np.ones((2, 3)), shots=np.ones((2, 3)), first_shot_s=np.ones((2, 3)))
    assert typical_run(same) == (0, 0)
