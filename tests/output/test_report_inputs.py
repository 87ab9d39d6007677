"""Unknowns in the report, in units that people use."""

import pytest

from skyshed.analysis.results import Interval, Tornado
from skyshed.output.report_inputs import parameter_text, weighted_text
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
