"""Read quantities as people write them: a whitelist and one regular expression, no evaluation.

======================  ===========================================================
``6.4 km``              one value
``6.4 +- 0.5 km``       value and half-width, also with ``±`` or ``+/-``
``250..400 km``         low and high; the nominal value is the middle
``390 km (340..390)``   value, low and high
``FL330``, ``mach 2``   the two units that may stand in front
======================  ===========================================================

A number without a unit takes that of the next number, else of the one before. In decibels the
half-width and the middle are taken in decibels: the middle of ``-20..-10 dBsm`` is -15 dBsm.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

from skyshed.errors import QuantityError
from skyshed.units.dimensions import KINDS, Dimension, allowed, to_si, unit_of
from skyshed.units.hints import Slip, form_slip, shown, unit_slip

MAX_LENGTH: Final = 100


@dataclass(frozen=True)
class Quantity:
    """A quantity as read, in SI units (angles in radians, power ratios linear).

    Attributes
    ----------
    value : float
        Nominal value.
    low, high : float or None
        Bounds, both or neither; ``low <= value <= high``.
    unit : str
        SI unit of the three numbers, such as ``"m"``; ``"1"`` if dimensionless.
    text : str
        What was written.
    pressure_altitude : bool
        True for a flight level, which is not an altitude above mean sea level; outputs say so.
    """

    value: float
    low: float | None
    high: float | None
    unit: str
    text: str
    pressure_altitude: bool = False


_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_LETTER = r"A-Za-z\u00b0\u00b5\u03bc"  # with the degree sign and both kinds of micro
_WORD = rf"%|nautical miles?|[{_LETTER}](?:[{_LETTER}0-9/^]*[A-Za-z0-9])?\u00b2?"
_TERM = re.compile(rf"(FL|[Mm]ach)? ?({_NUMBER})(?: ?({_WORD}))?")
_T = rf"(?:(?:FL|[Mm]ach) ?{_NUMBER}|{_NUMBER}(?: ?(?:{_WORD}))?)"
_FORM = re.compile(
    rf"(?P<value>{_T})(?: ?(?:\+-|\+/-|\u00b1) ?(?P<width>{_T})"
    rf"| ?\.\. ?(?P<end>{_T})| ?\( ?(?P<low>{_T}) ?\.\. ?(?P<high>{_T}) ?\))?"
)
_SPACES = re.compile("[ \u00a0\u2009\u202f]+")  # also the fixed spaces of typeset text
_FLIGHT_LEVEL = re.compile("[0-9]{2,3}")


@dataclass(frozen=True)
class _Term:
    number: float
    unit: str

    @property
    def decibel(self) -> bool:
        return unit_of(self.unit).decibel

    @property
    def si(self) -> float:
        return _si(self.number, self.unit)


def parse_quantity(text: object, dimension: Dimension) -> Quantity:
    """Read a quantity of a known dimension.

    Parameters
    ----------
    text : str
        What was written, at most 100 characters. A number is read as its text, so that values from
        YAML can be passed as they are: counts and fractions need no unit, all else does.
    dimension : str
        What is expected: one of `Dimension`.

    Returns
    -------
    Quantity
        Value and bounds in SI units.

    Raises
    ------
    QuantityError
        If the text is not a quantity of that dimension; one sentence that says what to write.
    ValueError
        If `dimension` is unknown.
    """
    if dimension not in KINDS:
        raise ValueError(f"dimension must be one of {', '.join(KINDS)}, got {dimension!r}")
    kind = KINDS[dimension]
    try:
        return _read(text, dimension)
    except Slip as slip:
        raise QuantityError(
            f"expected {kind.noun} such as {kind.example!r}, "
            f"got {shown(text)}{slip.finding}; {slip.advice or kind.advice}"
        ) from None


def parse_value(text: object, dimension: Dimension) -> float:
    """Nominal SI value of a quantity; arguments and errors as for `parse_quantity`."""
    return parse_quantity(text, dimension).value


def _read(text: object, dimension: str) -> Quantity:
    kind = KINDS[dimension]
    written = _written(text)
    form = _FORM.fullmatch(written)
    if form is None:
        raise form_slip(written)
    terms = _terms({name: part for name, part in form.groupdict().items() if part}, dimension)
    value, low, high = _value_and_bounds(terms)
    if (value if low is None else low) < kind.minimum:
        raise Slip(f", which goes below {kind.minimum:g}")
    if (value if high is None else high) > kind.maximum:
        raise Slip(f", which goes above {kind.maximum:g} (per cent?)")
    flight_level = any(term.unit == "FL" for term in terms.values())
    return Quantity(value, low, high, kind.si_unit, written, flight_level)


def _written(text: object) -> str:
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise Slip(", which is not a quantity")
    if not isinstance(text, str):
        try:
            text = repr(text)
        except ValueError:  # Python prints no integer of more than 4300 digits
            raise Slip(", which is too large") from None
    if len(text) > MAX_LENGTH:
        raise Slip(f" of {len(text)} characters", f"write at most {MAX_LENGTH}")
    return _SPACES.sub(" ", text).strip(" ")


def _terms(parts: dict[str, str], dimension: str) -> dict[str, _Term]:
    """Split each part into number and unit, handing units on to numbers without one."""
    found = [_TERM.findall(part)[0] for part in parts.values()]
    units = [prefix or unit for prefix, _, unit in found]
    for index in reversed(range(len(units) - 1)):
        units[index] = units[index] or units[index + 1]
    for index in range(1, len(units)):
        units[index] = units[index] or units[index - 1]
    terms = {}
    for name, (_, number, _), unit in zip(parts, found, units, strict=True):
        if unit == "FL" and not _FLIGHT_LEVEL.fullmatch(number):
            raise Slip("", "write a flight level with three digits")
        terms[name] = _Term(float(number), unit)
        in_decibels = name == "width" and unit == "dB" and terms["value"].decibel
        if not in_decibels and not _is_allowed(unit, dimension):
            raise unit_slip(unit, dimension)
        if dimension == "count" and not terms[name].number.is_integer():
            raise Slip(", which is not whole")
    return terms


def _is_allowed(unit: str, dimension: str) -> bool:
    try:
        return allowed(dimension, unit_of(unit))
    except QuantityError:
        return False


def _value_and_bounds(terms: dict[str, _Term]) -> tuple[float, float | None, float | None]:
    first = terms["value"]
    if "width" in terms:
        return (first.si, *_around(first, terms["width"]))
    if "end" in terms:
        low, high = _ordered(first, terms["end"])
        return _middle(first, terms["end"]), low, high
    if "low" in terms:
        low, high = _ordered(terms["low"], terms["high"])
        if not low <= first.si <= high:
            raise Slip(", whose value lies outside its interval", "put it between low and high")
        return first.si, low, high
    return first.si, None, None


def _around(value: _Term, width: _Term) -> tuple[float, float]:
    if width.number < 0.0:
        raise Slip(" with a negative half-width", "write it without a sign")
    if value.decibel != width.decibel:
        raise Slip(" with decibels on one side only", "write both sides in decibels or neither")
    if value.decibel and width.unit not in ("dB", value.unit):
        raise Slip(" with two kinds of decibels", f"give the half-width in {value.unit}")
    if value.decibel:
        below, above = value.number - width.number, value.number + width.number
        return _si(below, value.unit), _si(above, value.unit)
    half = _si(width.number, width.unit) - unit_of(width.unit).offset  # 5 degC is 5 K wide
    return value.si - half, value.si + half


def _ordered(low: _Term, high: _Term) -> tuple[float, float]:
    if low.si > high.si:
        raise Slip(" with its ends the wrong way round", "write the lower one first")
    return low.si, high.si


def _middle(low: _Term, high: _Term) -> float:
    if low.decibel != high.decibel:
        raise Slip(" with decibels on one side only", "write both ends in decibels or neither")
    if low.decibel:
        middle = math.sqrt(low.si) * math.sqrt(high.si)
    else:
        middle = 0.5 * low.si + 0.5 * high.si
    return min(max(middle, low.si), high.si)


def _si(number: float, unit: str) -> float:
    try:
        return to_si(number, unit)
    except QuantityError:
        raise Slip(", which is too large or too small") from None
