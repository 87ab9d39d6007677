"""A figure under each weighting, in numbers and words."""

import math

import numpy as np
import pytest

from skyshed.analysis.weighted import draws_words, interval_words, range_words, weighted
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import WEIGHTINGS, sample

ONE = Parameter(50e3, 30e3, 70e3, "m", basis="assumed", grade="D", note="a test")


def linear(size=400):
    """A range that is one of the unknowns itself."""
    values = {
        name: sample({"x": ONE}, size=size, seed=5, weighting=name)["x"] for name in WEIGHTINGS
    }
    return weighted("", "range", "m", values, nominal=50e3, box=(30e3, 70e3), never=0.0)


def test_the_uniform_weighting_spreads_most_and_the_nominal_heavy_one_least():
    """For a linear answer: closed forms of the 5 % quantile, a stratum apart at most.

    With half-width w: uniform 0.05 2w, triangular sqrt(0.05 2) w, nominal-heavy (0.05 2)^(1/4) w
    from the low end.
    """
    found = linear().by_weighting
    low = {name: one.low for name, one in found.items()}
    expected = {"uniform": 0.1, "triangular": 0.1**0.5, "nominal_heavy": 0.1**0.25}
    for name, share in expected.items():
        assert low[name] == pytest.approx(30e3 + 20e3 * share, abs=200.0)  # 40 km in 400 strata
    width = {name: one.high - one.low for name, one in found.items()}
    assert width["uniform"] > width["triangular"] > width["nominal_heavy"]


def test_the_widest_ends_are_those_of_the_uniform_weighting_and_lie_in_the_box():
    found = linear()
    uniform = found.by_weighting["uniform"]
    assert found.widest == (uniform.low, uniform.high)
    assert found.box[0] <= found.widest[0] < found.widest[1] <= found.box[1]
    assert range_words(found.widest, "m") == "32 to 68 km"
    assert range_words(found.box, "m") == "30 to 70 km"


def test_never_is_late_for_a_time_and_nothing_for_a_range():
    late = {"triangular": np.array([10.0, 20.0, np.inf]), "uniform": np.full(3, np.inf)}
    time = weighted("", "after", "s", late, nominal=10.0, box=(5.0, np.inf), never=math.inf)
    assert math.isnan(time.by_weighting["uniform"].low)
    assert interval_words(time.by_weighting["triangular"]) == "0:20 (0:10 to never)"
    assert time.widest[0] == 10.0
    assert math.isnan(time.widest[1])
    assert range_words(time.box, "s") == "0:05 to never"
    near = {"triangular": np.array([0.0, 30e3]), "uniform": np.array([0.0, 0.0])}
    reach = weighted("", "range", "m", near, nominal=0.0, box=(0.0, 30e3), never=0.0)
    assert range_words(reach.widest, "m") == "never to 30 km"


def test_a_figure_without_a_spread_is_told_once():
    same = {name: np.full(4, 0.25) for name in WEIGHTINGS}
    found = weighted("", "share", "1", same, nominal=0.25, box=(0.25, 0.25))
    assert range_words(found.widest, "1") == range_words(found.box, "1") == "25 %"
    assert {interval_words(one) for one in found.by_weighting.values()} == {"25 %"}


def test_shares_and_draws_in_words():
    assert range_words((0.004, 0.4), "1") == "under 1 % to 40 %"
    assert range_words((0.2, 0.995), "1") == "20 % to over 99 %"
    assert range_words((0.2, 0.4), "1") == "20 to 40 %"
    assert range_words((9.4e3, 12e3), "m") == "9.4 to 12 km"
    some = {"triangular": np.zeros(8), "uniform": np.zeros(5), "nominal_heavy": np.zeros(5)}
    one = weighted("", "share", "1", some, nominal=0.0)
    assert draws_words([one]) == "8 draws triangular, 5 each of the others"
    assert one.box is None
