"""Quantities: every form and unit, every refusal, and laws that hold for any text or number."""

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skyshed.errors import QuantityError
from skyshed.units import (
    Dimension,
    Quantity,
    format_quantity,
    from_si,
    parse_quantity,
    parse_value,
    to_si,
)
from skyshed.units.dimensions import KINDS, UNITS

DIMENSIONS = get_args(Dimension)
LENGTH_UNITS = [name for name, unit in UNITS.items() if unit.dimension == "length"]
NUMBERS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("155 miles", "length", 249_448.32),
        ("155 mi", "length", 249_448.32),
        ("250 NM", "length", 463_000.0),
        ("250 nmi", "length", 463_000.0),
        ("250 nautical miles", "length", 463_000.0),
        ("6.4km", "length", 6400.0),
        ("100 ft", "length", 30.48),
        ("-430 m", "altitude", -430.0),
        ("FL330", "altitude", 10_058.4),
        ("2.5 m^2", "area", 2.5),
        ("2.5 m2", "area", 2.5),
        ("2.5 m²", "area", 2.5),
        ("-10 dBsm", "area", 0.1),
        ("900 km/h", "speed", 250.0),
        ("36 kt", "speed", 18.52),
        ("100 mph", "speed", 44.704),
        ("0.85 mach", "mach", 0.85),
        ("Mach 2", "mach", 2.0),
        ("10 min", "time", 600.0),
        ("2 µs", "time", 2e-6),
        ("180 deg", "angle", math.pi),
        ("30°", "angle", math.pi / 6.0),
        ("3 GHz", "frequency", 3e9),
        ("1 mW", "power", 1e-3),
        ("1 MW", "power", 1e6),
        ("30 dBm", "power", 1.0),
        ("30 dBW", "power", 1000.0),
        ("30 dBi", "ratio", 1000.0),
        ("2.5 linear", "ratio", 2.5),
        ("15 degC", "temperature", 288.15),
        ("1.8 t", "mass", 1800.0),
        ("1e6", "count", 1e6),
        (8, "count", 8.0),
        (1e-6, "fraction", 1e-6),
        ("57 %", "fraction", 0.57),
        ("3.5 BUSD", "money", 3.5e9),
        ("155\u00a0miles", "length", 249_448.32),
    ],
)
def test_values(text, dimension, value):
    assert parse_value(text, dimension) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "dimension", "value", "low", "high"),
    [
        ("6.4 +- 0.5 km", "length", 6400.0, 5900.0, 6900.0),
        ("6.4 ± 0.5 km", "length", 6400.0, 5900.0, 6900.0),
        ("6.4 km +/- 500 m", "length", 6400.0, 5900.0, 6900.0),
        ("250..400 km", "length", 325e3, 250e3, 400e3),
        ("390 km (340..390)", "length", 390e3, 340e3, 390e3),
        ("500 m .. 2 km", "length", 1250.0, 500.0, 2000.0),
        ("FL250..FL350", "altitude", 9144.0, 7620.0, 10_668.0),
        ("20 +- 5 degC", "temperature", 293.15, 288.15, 298.15),
        ("-20..0 dBsm", "area", 0.1, 0.01, 1.0),
        ("0 +- 10 dBsm", "area", 1.0, 0.1, 10.0),
        ("0 dBsm +- 10 dB", "area", 1.0, 0.1, 10.0),
        ("1 m^2 (-10..10 dBsm)", "area", 1.0, 0.1, 10.0),
        ("40..60 %", "fraction", 0.5, 0.4, 0.6),
        ("1..10", "count", 5.5, 1.0, 10.0),
    ],
)
def test_intervals(text, dimension, value, low, high):
    quantity = parse_quantity(text, dimension)
    assert (quantity.value, quantity.low, quantity.high) == pytest.approx((value, low, high))
    assert quantity.low <= quantity.value <= quantity.high


def test_a_quantity_keeps_its_text_and_says_what_it_is():
    assert parse_quantity("FL330", "altitude") == Quantity(
        pytest.approx(10_058.4), None, None, "m", "FL330", pressure_altitude=True
    )
    assert not parse_quantity("33000 ft", "altitude").pressure_altitude


@pytest.mark.parametrize(
    ("text", "dimension", "hint"),
    [
        ("250", "length", "without a unit; give m, km"),
        (250, "length", "got 250 without a unit"),
        ("250 nm", "length", "nanometres; write NM"),
        ("0.85 M", "mach", "may be metres, Mach"),
        ("0.85 mach", "speed", "depends on the altitude; give m/s"),
        ("FL330", "length", "pressure altitude"),
        ("FL3300", "altitude", "three digits"),
        ("30 dBi", "power", "which is a ratio; give W"),
        ("5 m", "time", "which is a length; give ms, s, min"),
        ("8 km", "count", "which is a length"),
        ("2.5", "count", "not whole"),
        ("5 KM", "length", "did you mean km?"),
        ("5 Mw", "power", "did you mean mW or MW?"),
        ("5 parsec", "length", "unknown unit 'parsec'"),
        ("1,5 km", "length", "decimal comma; write 1,5 as 1.5"),
        ("1,000 m", "length", "comma; write 1,000 as 1000"),
        ("1 000 m", "length", "space in the number"),
        ("250-400 km", "length", "write it as 250..400"),
        ("250–400 km", "length", "write it as 250..400"),
        ("250 to 400 km", "length", "write it as 250..400"),
        ("−10 dBsm", "area", "minus sign that is not ASCII"),
        ("~250 km", "length", "with a bound"),
        (".5 km", "length", "write .5 as 0.5"),
        ("nan km", "length", "not finite"),
        (math.inf, "fraction", "not finite"),
        ("1e999 km", "length", "too large"),
        ("9e9 dBm", "power", "too large"),
        ("-9e9 dBm", "power", "too small"),
        ("400..250 km", "length", "lower one first"),
        ("100 km (340..390)", "length", "outside its interval"),
        ("6 +- -1 km", "length", "negative half-width"),
        ("2 m^2 +- 3 dB", "area", "which is a ratio"),
        ("2 m^2 +- 3 dBsm", "area", "one side only"),
        ("2 m^2..9 dBsm", "area", "one side only"),
        ("30 dBm +- 1 dBW", "power", "two kinds of decibels"),
        ("-5 s", "time", "below 0"),
        ("1 +- 2 m^2", "area", "below 0"),
        ("-300 degC", "temperature", "below 0"),
        (3, "fraction", "above 1 (per cent?)"),
        ("5" * 101, "count", "of 101 characters"),
        ("", "length", "got ''"),
        ("up to 155 miles", "length", "got 'up to 155 miles'"),
        (None, "length", "got nothing"),
        (True, "count", "got true"),
        ([1], "length", "got a list"),
        ("__import__('os')", "length", "got"),
    ],
)
def test_refusals_say_what_to_write(text, dimension, hint):
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text, dimension)
    message = str(caught.value)
    assert hint in message
    assert message.startswith(f"expected {KINDS[dimension].noun} such as ")
    assert "\n" not in message
    assert len(message) < 250


def test_an_integer_that_python_cannot_print_is_refused():
    with pytest.raises(QuantityError, match="hundreds of digits"):
        parse_quantity(10**5000, "count")


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_example_in_each_message_is_read(dimension):
    assert math.isfinite(parse_value(KINDS[dimension].example, dimension))


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_is_read(name):
    dimension = "altitude" if name == "FL" else UNITS[name].dimension
    assert parse_value("FL100" if name == "FL" else f"100 {name}", dimension) == to_si(100.0, name)


def test_unknown_dimension_is_a_programming_error():
    with pytest.raises(ValueError, match="dimension must be one of length, altitude"):
        parse_quantity("5 km", "distance")


@given(text=st.text(max_size=120), dimension=st.sampled_from(DIMENSIONS))
def test_any_text_is_a_quantity_or_a_quantity_error(text, dimension):
    check_any(text, dimension)


@given(
    text=st.text(alphabet="0123456789.+-eE kmFLdBsW²µ°/^()±%,", max_size=30),
    dimension=st.sampled_from(DIMENSIONS),
)
def test_any_near_miss_is_a_quantity_or_a_quantity_error(text, dimension):
    check_any(text, dimension)


def check_any(text, dimension):
    try:
        quantity = parse_quantity(text, dimension)
    except QuantityError:
        return
    assert math.isfinite(quantity.value)
    if quantity.low is not None:
        assert quantity.low <= quantity.value <= quantity.high


@given(number=NUMBERS, unit=st.sampled_from(LENGTH_UNITS))
def test_parsing_is_conversion_and_conversion_has_an_inverse(number, unit):
    value = parse_value(f"{number!r} {unit}", "length")
    assert value == to_si(number, unit)
    assert from_si(value, unit) == pytest.approx(number, rel=1e-14)


@given(number=st.floats(min_value=-200.0, max_value=200.0))
def test_decibels_have_an_inverse(number):
    assert from_si(to_si(number, "dBm"), "dBm") == pytest.approx(number, abs=1e-11)


@given(number=NUMBERS)
def test_units_agree_with_each_other(number):
    def same(first, second):
        assert to_si(number, first) == pytest.approx(second, rel=1e-14)

    same("kt", to_si(number, "NM") / to_si(1.0, "h"))
    same("mph", to_si(number, "mile") / to_si(1.0, "h"))
    same("km/h", to_si(number, "km") / to_si(1.0, "h"))
    same("km^2", to_si(number, "km") * to_si(1.0, "km"))
    same("cm^2", to_si(number, "cm") * to_si(1.0, "cm"))
    same("FL", 100.0 * to_si(number, "ft"))
    same("mile", 5280.0 * to_si(number, "foot"))


@given(one=st.floats(-100.0, 100.0), two=st.floats(-100.0, 100.0))
def test_decibels_add_where_ratios_multiply(one, two):
    assert to_si(one + two, "dB") == pytest.approx(to_si(one, "dB") * to_si(two, "dB"), rel=1e-12)
    assert to_si(one, "dBW") == pytest.approx(to_si(one + 30.0, "dBm"), rel=1e-12)


@pytest.mark.parametrize(
    ("value", "unit", "low", "high", "text"),
    [
        (249_448.32, "km", 240e3, 260e3, "250 km (240..260)"),
        (249_448.32, "km", None, None, "249.448 km"),
        (6400.0, "km", 5900.0, 6900.0, "6.4 km (5.9..6.9)"),
        (0.1, "dBsm", 0.05, 0.2, "-10 dBsm (-13..-7)"),
        (0.5123, "1", 0.4, 0.6, "0.5 (0.4..0.6)"),
        (0.5123, "%", 0.4, 0.6, "50 % (40..60)"),
        (-1e-4, "m", -1.0, 1.0, "0 m (-1..1)"),
        (15.0, "m", 15.0, 15.0, "15 m"),
        (0.0, "m", None, None, "0 m"),
        (1_234_567.0, "m", None, None, "1234570 m"),
        (1e-6, "1", None, None, "1e-06"),
        (9144.0, "ft", 9000.0, 9300.0, "30000 ft (29500..30500)"),
    ],
)
def test_printing(value, unit, low, high, text):
    assert format_quantity(value, unit, low=low, high=high) == text


@given(
    numbers=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted),
    unit=st.sampled_from(["m", "km", "ft", "NM"]),
)
def test_printed_quantities_can_be_read_back(numbers, unit):
    low, value, high = numbers
    half_width = 0.5 * (high - low)
    if half_width < 1e-6:
        return
    text = format_quantity(value, unit, low=low, high=high)
    back = parse_quantity(text, "length")
    # The last place shown is at most the half-width, so rounding moves a number by half of that.
    allowed = 0.5 * half_width * (1.0 + 1e-6)
    assert [back.low, back.value, back.high] == pytest.approx(numbers, rel=1e-9, abs=allowed)
    shown = text[text.index("(") + 1 : -1].split("..")
    decimals = len(shown[0].partition(".")[2])
    assert decimals == 0 or 10.0**-decimals > 0.0999 * half_width / to_si(1.0, unit)


@pytest.mark.parametrize(
    ("value", "unit", "bounds", "hint"),
    [
        (math.nan, "m", {}, "finite"),
        (1.0, "m", {"low": 0.0}, "both bounds or neither"),
        (1.0, "m", {"low": 2.0, "high": 0.0}, "swap"),
        (0.0, "dBsm", {}, "positive value"),
        (1.0, "furlong", {}, "'furlong'"),
    ],
)
def test_printing_refuses(value, unit, bounds, hint):
    with pytest.raises(QuantityError, match=hint):
        format_quantity(value, unit, **bounds)
