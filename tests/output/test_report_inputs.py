"""Unknowns in the report, in units that people use."""

import pytest

from skyshed.output.report_inputs import parameter_text
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
