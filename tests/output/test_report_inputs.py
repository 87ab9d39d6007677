"""Unknowns in the report, in units that people use."""

import dataclasses

import pytest

from skyshed.analysis.results import Interval, SwingRow, Tornado
from skyshed.output.report_inputs import (
    parameter_text,
    relief_words,
    spread_words,
    weighted_text,
)
from skyshed.uncertainty.parameter import Parameter


@pytest.mark.parametrize(
    ("numbers", "unit", "text"),
    [
        ((10.0 / 3.6e6, 5.0 / 3.6e6, 25.0 / 3.6e6), "m/s", "10 mm/h (5 mm/h to 25 mm/h)"),
        ((40.0, 20.0, 60.0), "dB", "40 dB (20 dB to 60 dB)"),
        ((-20.0, -35.0, -5.0), "dB", "-20 dB (-35 dB to -5 dB)"),
        ((250.0, 200.0, 300.0), "m/s", "250 m/s (200 m/s to 300 m/s)"),
    ],
)
def test_rain_and_decibels(numbers, unit, text):
    parameter = Parameter(*numbers, unit, basis="assumed", grade="D", note="test")
    assert parameter_text(parameter) == text


def test_the_headline_under_every_weighting_and_in_the_box():
    assert weighted_text(None) == ""
    told = weighted_text(
        Tornado(
            "range", "m", 240e3, (), {},
            {
                "triangular": Interval(214e3, 231e3, 252e3, 240e3, "m"),
                "nominal_heavy": Interval(222e3, 232e3, 245e3, 240e3, "m"),
            },
            (0.0, 310e3),
        )
    )  # fmt: skip
    assert told == (
        "231 km (214 to 252) with triangular weights; 232 km (222 to 245) with nominal-heavy"
        " weights. Anywhere in the bounds, without weights: never to 310 km."
    )


def test_the_error_of_the_builtin_relief_is_said_to_be_weighted():
    def error(label):
        return Parameter(
            300.0, 0.0, 700.0, "m", basis="derived", grade="C", sources=("a",), label=label
        )

    builtin = {"terrain.error_m": error("height error of the builtin 9 km relief")}
    assert "on flat land next to nothing" in relief_words(builtin)
    assert relief_words({"terrain.error_m": error("height error of tiles")}) == ""
    assert relief_words({}) == ""


def test_what_stands_behind_the_greatest_part_of_the_spread_is_named():
    rows = tuple(
        SwingRow(label, label, "0", "1", 1.0, 1.0 + move, basis, "C")
        for label, basis, move in (
            ("error of the relief", "derived", 10.0),
            ("cross-section", "assumed", 5.0),
            ("frequency", "derived", 0.1),
        )
    )
    found = Tornado("range", "m", 1.0, rows, {"derived": 0.99, "assumed": 0.01})
    assert spread_words(found) == "Behind \u201cderived\u201d stands the error of the relief."
    assert spread_words(dataclasses.replace(found, rows=())) == ""
    assert spread_words(None) == ""
