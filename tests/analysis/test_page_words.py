"""Ranges in the words of the page's table."""

import math

import pytest

from skyshed.analysis.page_words import km_number, range_words, rounded_to
from skyshed.analysis.results import Interval


@pytest.mark.parametrize(
    ("low", "median", "high", "said"),
    [
        (142e3, 247e3, 344e3, "250 km (140 to 340 km)"),  # as the table of the page had it
        (36.2e3, 37.9e3, 39.4e3, "38 km (36 to 39 km)"),  # whole kilometres from 10 km on
        (math.nan, 3.4e3, 9.2e3, "3.4 km (0 to 9.2 km)"),
        (250.0e3, 250.1e3, 250.2e3, "250 km"),
        (8.96e3, 9.04e3, 9.98e3, "9 km (9 to 10 km)"),
        (990e3, 1_240e3, 1_610e3, "1,240 km (990 to 1,610 km)"),
    ],
)
def test_digits_follow_the_spread(low, median, high, said):
    assert range_words(Interval(low, median, high, median, "m")) == said


@pytest.mark.parametrize("value", [1.0, 37.9e3, 247e3, 598.7e3])
@pytest.mark.parametrize("spread", [0.0, 2e3, 2e5])
def test_rounding_moves_by_less_than_a_twentieth_of_the_spread_or_a_per_cent(value, spread):
    moved = abs(rounded_to(value, spread) - value)
    assert moved <= 0.5 * max(spread / 20.0, value / 100.0)


def test_halves_go_up_as_in_the_browser():
    assert km_number(8.25e3, 0.0) == "8.3"
    assert km_number(0.0, 1e4) == "0"
