"""Numbers of the catalogue as the page shows them and lets them be typed: in one unit each."""

import math
from typing import Any

from skyshed.uncertainty.parameter import Parameter

_KILOMETRES_FROM_M = 5e3
_GIGAHERTZ_FROM_HZ = 1e9
_RAIN_BELOW_M_S = 1e-3
_CHOICES: dict[str, dict[float, str]] = {
    "cumulative": {0.0: "for one scan", 1.0: "for three scans"},
    "sigma_is_median": {0.0: "a mean", 1.0: "a median"},
    "swerling": {0.0: "steady", 1.0: "case 1", 2.0: "case 2", 3.0: "case 3", 4.0: "case 4"},
}
_LEVEL_WORDS = (
    "Smallest quoted, nominal and largest quoted median cross-section from the front, for this"
    " radar's band; from the side and from behind it moves along."
)
_RESIDUAL_WORDS = (
    "0 is the common level; 1 would be the whole way from the nominal to the largest quoted value,"
    " -1 to the smallest."
)


def shown_unit(known: Parameter) -> tuple[str, float]:
    """Unit of people for a number, and what its SI value is multiplied by."""
    largest = max(abs(known.low), abs(known.nominal), abs(known.high))
    if known.unit == "rad":
        return "°", 180.0 / math.pi
    if known.unit == "m" and largest >= _KILOMETRES_FROM_M:
        return "km", 1e-3
    if known.unit == "Hz":
        return ("GHz", 1e-9) if largest >= _GIGAHERTZ_FROM_HZ else ("MHz", 1e-6)
    if known.unit == "m/s" and 0.0 < largest < _RAIN_BELOW_M_S:
        return "mm/h", 3.6e6
    unit = "" if known.unit == "1" else known.unit
    return unit.replace("^2", "²").replace("^3", "³"), 1.0


def shown_number(
    key: str, known: Parameter, levels_m2: tuple[float, float, float] | None
) -> dict[str, Any]:
    """Text, unit, choices and meaning of a number.

    Parameters
    ----------
    key : str
        Of the number.
    known : Parameter
        The number.
    levels_m2 : tuple of float or None
        What -1, 0 and 1 stand for where it is the level of a cross-section. [m^2]

    Returns
    -------
    dict
        "shown": value and bounds; "typed": `unit`, and either `factor` from SI to it or `levels`;
        "options": values with words where only these may be chosen; "meaning": a sentence or "".
    """
    if levels_m2 is not None:
        typed: dict[str, Any] = {"unit": "m²", "factor": 1.0, "levels": list(levels_m2)}
        text = _with_bounds(levels_m2[1], levels_m2[0], levels_m2[2], "m²")
        return {"shown": text, "typed": typed, "options": [], "meaning": _LEVEL_WORDS}
    unit, factor = shown_unit(known)
    typed = {"unit": unit, "factor": factor, "levels": None}
    meaning = _RESIDUAL_WORDS if ".residual." in key else ""
    words = _CHOICES.get(key.rpartition(".")[2], {})
    if known.shape == "discrete":
        options = [
            {"value": value, "words": words.get(value, _number(value * factor, unit))}
            for value in sorted(known.values)
        ]
        text = " or ".join(str(option["words"]) for option in options)
        return {"shown": text, "typed": typed, "options": options, "meaning": meaning}
    low, nominal, high = (x * factor for x in (known.low, known.nominal, known.high))
    text = _with_bounds(nominal, low, high, unit)
    return {"shown": text, "typed": typed, "options": [], "meaning": meaning}


def _with_bounds(nominal: float, low: float, high: float, unit: str) -> str:
    middle = _number(nominal, unit)
    return middle if low == high else f"{middle} ({_number(low, '')} to {_number(high, unit)})"


def _number(value: float, unit: str) -> str:
    """Three digits, and the unit."""
    text = f"{float(f'{value:.3g}'):,.10g}"
    return text + (unit if unit == "°" else f" {unit}" if unit else "")
