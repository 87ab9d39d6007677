"""Catalogue values as people read them: in their units, with interval, basis and sources."""

from skyshed.catalogue.model import ReferencePair
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
    unit = _unit_for_people(value)
    if len(value.values) > 1:
        return " or ".join(format_quantity(number, unit) for number in value.values)
    text = format_quantity(value.nominal, unit)
    if value.low == value.high:
        return text
    low, high = (from_si(bound, unit) for bound in (value.low, value.high))
    return f"{text} ({low:.4g}..{high:.4g})"


def _unit_for_people(value: Parameter) -> str:
    if value.unit == "m" and value.high >= 1000.0:
        return "km"
    if value.unit == "s" and value.high >= 300.0:
        return "h" if value.high >= 36_000.0 else "min"
    return {"Hz": "GHz", "rad": "deg"}.get(value.unit, value.unit)


def pair_words(pair: ReferencePair) -> str:
    """A quoted pair with its use, basis, grade and sources."""
    return (
        f"{value_words(pair.sigma_m2)} at {value_words(pair.range_m)}; use: {pair.use};"
        f" {pair.basis}, grade {pair.grade} [{', '.join(pair.sources)}]"
    )
