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
RatioText = Annotated[str, _checked("ratio"), _described("13 dB", "a power ratio with its unit")]
