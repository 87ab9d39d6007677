"""Draws that a share of draws needs, against what is known of the binomial distribution."""

import pytest

from skyshed.uncertainty.share_size import draws_for_share
from skyshed.uncertainty.shares import share_of_draws


def test_one_half_takes_what_the_normal_approximation_says():
    # 1.96^2 / 4 / 0.02^2 = 2401; the exact interval is wider by about half a draw at either end
    assert draws_for_share(0.5, precision=0.02) == pytest.approx(2401, rel=0.03)


def test_none_of_the_draws_is_the_rule_of_the_exponent():
    # none of n: the interval ends at 1 - 0.025^(1/n), half of which is 0.05 at n = 35.01
    assert draws_for_share(0.0, precision=0.05) == 36
    assert draws_for_share(1.0, precision=0.05) == 36


def test_the_interval_at_that_number_is_narrow_enough():
    for share in (0.03, 0.2, 0.5, 0.9):
        size = draws_for_share(share, precision=0.04)
        found = share_of_draws([i < round(share * size) for i in range(size)])
        assert 0.5 * (found.high - found.low) <= 0.04
        fewer = int(0.9 * size)
        found = share_of_draws([i < round(share * fewer) for i in range(fewer)])
        assert 0.5 * (found.high - found.low) > 0.04


def test_bad_arguments():
    with pytest.raises(ValueError, match="share between 0 and 1"):
        draws_for_share(1.2, precision=0.05)
    for precision in (0.0, 0.6):
        with pytest.raises(ValueError, match="precision between"):
            draws_for_share(0.5, precision=precision)
