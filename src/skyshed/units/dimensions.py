"""The whitelist of units, and what each dimension allows.

Factors are exact by definition: the international foot, mile, knot, nautical mile and pound.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from skyshed.errors import QuantityError

Dimension: TypeAlias = Literal[
    "length",
    "altitude",
    "area",
    "speed",
    "mach",
    "time",
    "angle",
    "frequency",
    "power",
    "ratio",
    "temperature",
    "mass",
    "count",
    "fraction",
    "money",
]


@dataclass(frozen=True)
class Kind:
    """How messages speak of a dimension, its SI unit and the values it allows."""

    noun: str
    si_unit: str
    example: str
    advice: str
    minimum: float = -math.inf
    maximum: float = math.inf


_LENGTHS = "m, km, ft, mi (statute) or NM"
KINDS: Final[dict[str, Kind]] = {
    "length": Kind("a length", "m", "250 km", f"give {_LENGTHS}"),
    "altitude": Kind("an altitude", "m", "3 km", f"give {_LENGTHS}, or a flight level as 'FL330'"),
    "area": Kind("an area", "m^2", "2.5 m^2", "give m^2, km^2 or dBsm", 0.0),
    "speed": Kind("a speed", "m/s", "250 m/s", "give m/s, km/h, kt or mph"),
    "mach": Kind("a Mach number", "1", "0.85 mach", "give mach", 0.0),
    "time": Kind("a time", "s", "10 s", "give ms, s, min, h or d", 0.0),
    "angle": Kind("an angle", "rad", "30 deg", "give deg, rad or mrad"),
    "frequency": Kind("a frequency", "Hz", "3 GHz", "give Hz, kHz, MHz or GHz", 0.0),
    "power": Kind("a power", "W", "20 kW", "give W, kW, MW, dBW or dBm", 0.0),
    "ratio": Kind("a ratio", "1", "30 dB", "give dB, dBi or linear", 0.0),
    "temperature": Kind("a temperature", "K", "290 K", "give K or degC", 0.0),
    "mass": Kind("a mass", "kg", "1800 kg", "give g, kg, t or lb", 0.0),
    "count": Kind("a whole number", "1", "4", "give a number without a unit", 0.0),
    "fraction": Kind("a fraction", "1", "0.5", "give a number from 0 to 1, or %", 0.0, 1.0),
    "money": Kind("a sum of money", "USD", "2.5 BUSD", "give USD, MUSD or BUSD"),
}


@dataclass(frozen=True)
class Unit:
    """``si = number * factor / divisor + offset``; in decibels ``10 ** (number / 10) * factor``.

    Two integers keep ``57 %`` at 0.57, where multiplying by 0.01 would round twice.
    """

    dimension: str
    factor: float
    divisor: float = 1.0
    offset: float = 0.0
    decibel: bool = False


_FOOT_M = 0.3048
_MILE_M = 1609.344
_NAUTICAL_MILE_M = 1852.0
_LINEAR: Final[tuple[tuple[str, str, float, float], ...]] = (
    ("length", "mm", 1, 1000),
    ("length", "cm", 1, 100),
    ("length", "m metre metres meter meters", 1, 1),
    ("length", "km kilometre kilometres kilometer kilometers", 1000, 1),
    ("length", "ft foot feet", _FOOT_M, 1),
    ("length", "kft", _FOOT_M * 1000, 1),
    ("length", "mi mile miles", _MILE_M, 1),
    ("length", "NM nmi", _NAUTICAL_MILE_M, 1),
    ("flight level", "FL", _FOOT_M * 100, 1),
    ("area", "cm^2 cm2 cm²", 1, 1e4),
    ("area", "m^2 m2 m²", 1, 1),
    ("area", "km^2 km2 km²", 1e6, 1),
    ("speed", "m/s", 1, 1),
    ("speed", "km/s", 1000, 1),
    ("speed", "km/h", 1000, 3600),
    ("speed", "kt kts kn knot knots", _NAUTICAL_MILE_M, 3600),
    ("speed", "mph", _MILE_M, 3600),
    ("speed", "ft/s", _FOOT_M, 1),
    ("speed", "ft/min", _FOOT_M, 60),
    ("speed", "mm/h", 1, 3_600_000),
    ("mach", "mach Mach", 1, 1),
    ("time", "ns", 1, 1e9),
    ("time", "us \N{MICRO SIGN}s \N{GREEK SMALL LETTER MU}s", 1, 1e6),
    ("time", "ms", 1, 1000),
    ("time", "s second seconds", 1, 1),
    ("time", "min minute minutes", 60, 1),
    ("time", "h hour hours", 3600, 1),
    ("time", "d day days", 86400, 1),
    ("angle", "deg degree degrees °", math.pi, 180),
    ("angle", "mrad", 1, 1000),
    ("angle", "rad", 1, 1),
    ("frequency", "Hz", 1, 1),
    ("frequency", "kHz", 1e3, 1),
    ("frequency", "MHz", 1e6, 1),
    ("frequency", "GHz", 1e9, 1),
    ("power", "mW", 1, 1000),
    ("power", "W", 1, 1),
    ("power", "kW", 1e3, 1),
    ("power", "MW", 1e6, 1),
    ("ratio", "linear", 1, 1),
    ("temperature", "K", 1, 1),
    ("mass", "g", 1, 1000),
    ("mass", "kg", 1, 1),
    ("mass", "t", 1000, 1),
    ("mass", "lb", 0.45359237, 1),
    ("fraction", "% percent", 1, 100),
    ("money", "USD", 1, 1),
    ("money", "MUSD", 1e6, 1),
    ("money", "BUSD", 1e9, 1),
)
UNITS: Final[dict[str, Unit]] = {
    name: Unit(dimension, factor, divisor)
    for dimension, names, factor, divisor in _LINEAR
    for name in names.split()
} | {
    "nautical mile": Unit("length", _NAUTICAL_MILE_M),
    "nautical miles": Unit("length", _NAUTICAL_MILE_M),
    "degC": Unit("temperature", 1.0, offset=273.15),
    "°C": Unit("temperature", 1.0, offset=273.15),
    "dB": Unit("ratio", 1.0, decibel=True),
    "dBi": Unit("ratio", 1.0, decibel=True),
    "dBsm": Unit("area", 1.0, decibel=True),
    "dBW": Unit("power", 1.0, decibel=True),
    "dBm": Unit("power", 1e-3, decibel=True),
}
BARE: Final = Unit("bare number", 1.0)
BARE_DIMENSIONS: Final = frozenset({"count", "fraction"})


def unit_of(name: str) -> Unit:
    """Look a unit up; ``"1"`` and ``""`` stand for a bare number."""
    if name in ("", "1"):
        return BARE
    if name not in UNITS:
        raise QuantityError(f"expected a unit such as km, m^2 or dBsm, got {name!r}")
    return UNITS[name]


def allowed(dimension: str, unit: Unit) -> bool:
    """Whether a quantity of this dimension may be written in this unit."""
    if unit is BARE:
        return dimension in BARE_DIMENSIONS
    return unit.dimension == dimension or (
        dimension == "altitude" and unit.dimension in ("length", "flight level")
    )


def to_si(number: float, unit: str) -> float:
    """Convert a number in a unit to SI; decibels become linear.

    Parameters
    ----------
    number : float
        Number in `unit`.
    unit : str
        Name of the unit, such as ``"km"``; ``"1"`` for a bare number.

    Returns
    -------
    float
        The value in the SI unit of its dimension.

    Raises
    ------
    QuantityError
        If the unit is unknown or the result is too large or too small to be represented.
    """
    found = unit_of(unit)
    try:
        linear = math.pow(10.0, number / 10.0) if found.decibel else number
    except OverflowError:
        linear = math.inf
    value = linear * found.factor / found.divisor + found.offset
    if not math.isfinite(value) or (found.decibel and value == 0.0):
        raise QuantityError(f"expected a finite quantity, got {number:g} {unit}")
    return value


def from_si(value: float, unit: str) -> float:
    """Convert an SI value to a number in a unit; the inverse of `to_si`.

    Parameters
    ----------
    value : float
        Value in SI units, ratios linear.
    unit : str
        Name of the unit, such as ``"km"``; ``"1"`` for a bare number.

    Returns
    -------
    float
        The number in `unit`.

    Raises
    ------
    QuantityError
        If the unit is unknown, or a value that is not positive is asked for in decibels.
    """
    found = unit_of(unit)
    if not found.decibel:
        return (value - found.offset) * found.divisor / found.factor
    if not value > 0.0:
        raise QuantityError(f"expected a positive value to express in {unit}, got {value:g}")
    return 10.0 * (math.log10(value) - math.log10(found.factor))
