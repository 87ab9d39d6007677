"""Catalogue values as people read them: in their units, with interval, basis and sources."""

from skyshed.catalogue import keys
from skyshed.catalogue.model import ReferencePair
from skyshed.catalogue.people import unit_of_people
from skyshed.uncertainty.parameter import Parameter
from skyshed.units import format_quantity, from_si

_GUIDANCE = {
    "track_via_missile": "track via missile",
    "semi_active": "semi-active",
    "active": "active radar",
    "command": "command",
    "infrared": "heat-seeking (infrared)",
}


def guidance_words(kind: str) -> str:
    """A kind of guidance in words."""
    return _GUIDANCE.get(kind, kind)


def value_words(value: Parameter) -> str:
    """A number with its interval as it stands in the catalogue, in the units of people."""
    if len(value.values) > 1:
        return " or ".join(format_quantity(n, _unit_for_people(value, n, n)) for n in value.values)
    unit = _unit_for_people(value, value.low, value.high)
    text = format_quantity(value.nominal, unit)
    if _is_mach(value):
        text = f"Mach {text}"
    if value.low == value.high:
        return text
    return f"{text} ({_bound(value.low, unit)}..{_bound(value.high, unit)})"


def _bound(si: float, unit: str) -> str:
    number = from_si(si, unit)
    return f"{number:.0f}" if abs(number) >= 9999.5 else f"{number:.4g}"


def _is_mach(value: Parameter) -> bool:
    """A speed without a unit."""
    return value.unit == "1" and value.label.partition(" of ")[0].endswith("speed")


def _unit_for_people(value: Parameter, low: float, high: float) -> str:
    if value.label.startswith(f"{keys.words('antenna_gain')} of "):
        return "dBi"
    return unit_of_people(value.unit, high, low)


def pair_words(pair: ReferencePair) -> str:
    """A quoted pair with its use, basis, grade and sources."""
    return (
        f"{value_words(pair.sigma_m2)} at {value_words(pair.range_m)}; use: {pair.use};"
        f" {pair.basis}, grade {pair.grade} [{', '.join(pair.sources)}]"
    )
