"""Numbers are printed with the digits that their interval supports."""

import math

import pytest

from skyshed.analysis.results import Interval
from skyshed.output.words import (
    area_text,
    azimuth_text,
    interval_text,
    nominal_text,
    percent,
    percent_range,
    quantiles,
    rounded,
    share_text,
    slug,
    time_text,
    time_unit,
)


def metres(low, median, high, nominal=math.nan):
    return Interval(low, median, high, nominal, "m")


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (metres(172_431, 267_088, 331_902), "270 km (170 to 330)"),  # half-width 80 km: tens
        (metres(273_388, 345_785, 573_592), "350 km (270 to 570)"),  # 150 km: still tens
        (metres(240_400, 249_448, 257_900), "249 km (240 to 258)"),  # 8.7 km: kilometres
        (metres(math.nan, 31_000, 44_000), "31 km (never to 44)"),
        (metres(math.nan, math.nan, 44_000), "never (up to 44 km)"),
        (metres(math.nan, math.nan, math.nan), "never"),
        (metres(249_448, 249_448, 249_448), "249 km"),
    ],
)
def test_interval_text(interval, text):
    assert interval_text(interval) == text


def test_nominal_is_rounded_like_its_interval():
    assert nominal_text(metres(172_431, 267_088, 331_902, 286_969)) == "290 km"
    assert nominal_text(metres(1e5, 2e5, 3e5)) == "never"


def test_rounded_keeps_a_few_digits_and_says_never():
    assert rounded(249_448.0, "km") == "249 km"
    assert rounded(1_234.0, "m") == "1230 m"
    assert rounded(math.nan, "km") == "never"
    assert rounded(math.inf, "km") == "no limit"
    assert rounded(0.0, "km") == "0 km"


def test_percent_never_claims_none_or_all_by_rounding():
    assert [percent(x) for x in (0.0, 0.001, 0.42, 0.999, 1.0)] == [
        "0 %",
        "< 1 %",
        "42 %",
        "> 99 %",
        "100 %",
    ]
    assert percent_range([0.61, 0.48, 0.72]) == "48 to 72 %"
    assert percent_range([math.nan]) == "-"
    assert share_text([0.25] * 4) == "25 %"


def test_area_text_rounds_to_its_spread():
    area = Interval(19.2e9, 24.1e9, 30.7e9, math.nan, "m^2")
    assert area_text(area) == "24,000 km² (19,000 to 31,000)"


def test_quantiles_take_never_for_zero():
    assert quantiles([math.nan, 1.0, 2.0]).tolist() == [0.0, 1.0, 2.0]


def test_azimuth_and_slug():
    assert azimuth_text(math.radians(225.0)) == "225° (south-west)"
    assert azimuth_text(math.radians(359.0)) == "359° (north)"
    assert slug("F-35A, 3 km above ground") == "f-35a-3-km-above-ground"
    assert slug("../..") == "unnamed"


def test_times_that_stand_together_share_a_unit():
    short, long = Interval(20.0, 28.0, 720.0, 28.0, "s"), Interval(0.0, 605.0, 700.0, 605.0, "s")
    nothing = Interval(math.nan, math.nan, math.nan, math.nan, "s")
    assert time_unit([short, nothing]) == "s"
    assert time_text(short, "s") == "28 s (20 to 720)"
    assert time_unit([short, long]) == "min"
    assert [time_text(x, "min") for x in (short, long)] == ["0.47 min (0.33 to 12)",
                                                            "10 min (0 to 12)"]  # fmt: skip
