"""Share of draws: exact binomial intervals and their range over weightings."""

import numpy as np
import pytest
from scipy import stats

from skyshed.uncertainty.shares import Share, share_of_draws, weighted_range


def holds(count, size):
    return np.arange(size) < count


@pytest.mark.parametrize(("count", "size"), [(0, 10), (1, 10), (37, 200), (199, 200), (200, 200)])
def test_interval_is_the_exact_binomial_one(count, size):
    share = share_of_draws(holds(count, size))
    expected = stats.binomtest(count, size).proportion_ci(0.95, method="exact")
    assert share.share == count / size
    assert share.size == size
    assert (share.low, share.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_all_and_none_mirror_each_other():
    every, none = share_of_draws(holds(60, 60)), share_of_draws(holds(0, 60))
    assert every.high == 1.0
    assert none.low == 0.0
    assert every.low == pytest.approx(1.0 - none.high, abs=1e-12)


def test_more_draws_narrow_the_interval():
    widths = [
        share.high - share.low for share in map(share_of_draws, (holds(30, 60), holds(300, 600)))
    ]
    assert widths[1] < 0.4 * widths[0]  # about one over the square root of ten


def test_range_takes_the_outermost_ends():
    shares = [Share(0.9, 0.85, 0.94, 200), Share(0.7, 0.63, 0.76, 200), Share(0.8, 0.5, 0.99, 9)]
    found = weighted_range(shares)
    assert (found.low, found.high) == (0.7, 0.9)
    assert (found.sampling_low, found.sampling_high) == (0.5, 0.99)


@pytest.mark.parametrize("wrong", [[], [0.2, 0.9], [[True], [False]], True])
def test_only_a_predicate_per_draw_has_a_share(wrong):
    with pytest.raises(ValueError, match="true or false in each draw"):
        share_of_draws(wrong)


def test_range_needs_a_weighting():
    with pytest.raises(ValueError, match="at least one weighting"):
        weighted_range([])
