"""Short texts for numbers beside a claim."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from skyshed.analysis import plain_words as words
from skyshed.analysis.results import Interval


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.004, "under 1 %"), (0.123, "12 %"), (0.997, "over 99 %"), (1.0, "100 %")],
)
def test_percent(share, text):
    assert words.percent(share) == text


def test_share_over_draws():
    assert words.share_over_draws(np.full(10, 0.25)) == "25 %"
    assert words.share_over_draws(np.linspace(0.0, 1.0, 101)) == "50 % (5 to 95 %)"
    assert words.share_over_draws([0.1, math.nan]).startswith("not known")


@pytest.mark.parametrize(
    ("numbers_km2", "text"),
    [
        ((12_345, 9_876, 15_432), "12,000 km² (9,900 to 15,000)"),
        ((12_345, 12_345, 12_345), "12,000 km²"),
        ((math.nan, math.nan, 540), "none (up to 540 km²)"),
        ((math.nan, math.nan, math.nan), "none"),
        ((540, math.nan, 1200), "540 km² (0 to 1,200)"),
    ],
)
def test_area(numbers_km2, text):
    median, low, high = (x * 1e6 for x in numbers_km2)
    assert words.area_words(Interval(low, median, high, median, "m^2")) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(10.0, "10 s"), (60.0, "1 min"), (5400.0, "90 min"), (43200.0, "12 h"), (2592e3, "30 days")],
)
def test_time(seconds, text):
    assert words.time_words(seconds) == text


def test_heights():
    assert words.height_range(14_640, 14_520, 14_760) == "14.6 km (14.5 to 14.8)"
    assert words.height_range(8, 6, 12) == "8 m (6 to 12)"
    assert words.height_range(990, 900, 1100) == "990 m (900 m to 1.1 km)"
    assert words.height_range(0, 0, 0) == "0 m"
    assert words.heights_words(6e3, 10e3) == "6 to 10 km above sea level"
    assert words.heights_words(8e3, 8e3) == "8 km above sea level"


def test_target_names_what_is_added_only_where_there_is_a_choice():
    def target(configuration, *known):
        entry = SimpleNamespace(name="Jet", configurations=dict.fromkeys(known))
        return SimpleNamespace(entry=entry, configuration=configuration)

    assert words.target_words(target("clean", "clean")) == "Jet"
    assert words.target_words(target("clean", "clean", "reflectors")) == "Jet without reflectors"
    assert words.target_words(target("reflectors", "clean", "reflectors")) == "Jet with reflectors"
