"""Field types of the study file: text with a unit that is checked when the file is read."""

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from skyshed.errors import QuantityError
from skyshed.units import Dimension, parse_quantity


def _checked(*dimensions: Dimension) -> BeforeValidator:
    """A validator for text that is a quantity of one of the dimensions; it keeps the text."""

    def check(value: Any) -> str:
        for dimension in dimensions[1:]:
            try:
                return parse_quantity(value, dimension).text
            except QuantityError:
                continue
        return parse_quantity(value, dimensions[0]).text

    return BeforeValidator(check)


def _checked_number(dimension: Dimension) -> BeforeValidator:
    """A validator for a plain number or text of a dimension without a unit; it keeps either."""

    def check(value: Any) -> str | int | float:
        parse_quantity(value, dimension)
        kept: str | int | float = value
        return kept

    return BeforeValidator(check)


def _described(example: str, what: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": what, "examples": [example]})


LengthText = Annotated[str, _checked("length"), _described("250 km", "a length with its unit")]
AltitudeText = Annotated[
    str, _checked("altitude"), _described("9 km", "an altitude above mean sea level with its unit")
]
AngleText = Annotated[str, _checked("angle"), _described("180 deg", "an angle with its unit")]
SpeedText = Annotated[
    str, _checked("speed", "mach"), _described("250 m/s", "a speed with its unit, or a Mach number")
]


def _checked_rain(value: Any) -> str:
    """A speed in words that speak of rain."""
    try:
        return parse_quantity(value, "speed").text
    except QuantityError:
        raise QuantityError(
            f"expected a rain rate such as '10 mm/h' or '10 mm/h (5..25)', got {str(value)[:40]!r};"
            " give mm/h"
        ) from None


RainText = Annotated[
    str, BeforeValidator(_checked_rain), _described("10 mm/h", "a rain rate with its unit")
]
RatioText = Annotated[str, _checked("ratio"), _described("13 dB", "a power ratio with its unit")]
TimeText = Annotated[str, _checked("time"), _described("10 s", "a time with its unit")]
CountText = Annotated[
    str | int,
    _checked_number("count"),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "a whole number of 0 or more, or an interval of them",
            "examples": [8, "8 (4..12)"],
        }
    ),
]
FractionText = Annotated[
    str | float | int,
    _checked_number("fraction"),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "a number from 0 to 1, or per cent, or an interval",
            "examples": [0.05, "0.6 (0.3..0.9)"],
        }
    ),
]
#: One angle, or a list of them; kept as a list.
AnglesText = Annotated[
    list[AngleText],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
]
