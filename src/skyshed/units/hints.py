"""What a writer probably meant: findings and advice for the messages of the parser."""

import re
from typing import Final

from skyshed.units.dimensions import BARE, KINDS, UNITS, allowed, unit_of


class Slip(Exception):
    """What is wrong with a text, and what to do; `parse_quantity` makes the sentence."""

    def __init__(self, finding: str, advice: str = "") -> None:
        super().__init__(finding)
        self.finding = finding
        self.advice = advice


# Texts that match none of the forms: pattern, finding, advice; the first that is found.
_FORMS: Final[tuple[tuple[str, str, str], ...]] = (
    (r"(?i)\b(nan|inf|infinity)\b", ", which is not finite", "give a finite number"),
    (r"[0-9],[0-9]{3}(?![0-9])", " with a comma", "write 1,000 as 1000, or as 1 if it means one"),
    (r"[0-9],[0-9]", " with a decimal comma", "write 1,5 as 1.5"),
    (r"[\u2010\u2011\u2212]", " with a minus sign that is not ASCII", "write the hyphen '-'"),
    (r"[0-9][^0-9(]*?([-\u2013\u2014]| to ) ?[0-9]", " with a dash", "write it as 250..400"),
    (r"[0-9] [0-9]{3}", " with a space in the number", "write 1 000 as 1000"),
    (r"[<>~\u2248\u2264\u2265]", " with a bound", "write an interval such as 250..400"),
    (r"(?<![0-9.])\.[0-9]", " with no digit before the point", "write .5 as 0.5"),
)
_AMBIGUOUS: Final[dict[str, tuple[str, str]]] = {
    "nm": (" in nanometres", "write NM or nmi for nautical miles"),
    "M": (" in 'M', which may be metres, Mach, mega or miles", "write m, mach, MHz or mi"),
}


def form_slip(text: str) -> Slip:
    """Say why a text matches none of the forms of a quantity."""
    for pattern, finding, advice in _FORMS:
        if re.search(pattern, text, re.ASCII):
            return Slip(finding, advice)
    return Slip("")


def unit_slip(name: str, dimension: str) -> Slip:
    """Say why a unit does not do for a dimension."""
    if name in _AMBIGUOUS:
        return Slip(*_AMBIGUOUS[name])
    if name and name not in UNITS:
        near = [u for u in UNITS if u.lower() == name.lower() and allowed(dimension, UNITS[u])]
        advice = f"did you mean {' or '.join(near)}?" if near else ""
        return Slip(f" in the unknown unit '{name}'", advice)
    unit = unit_of(name)
    if unit is BARE:
        return Slip(" without a unit")
    if unit.dimension == "mach" and dimension == "speed":
        return Slip(", whose speed depends on the altitude")
    if unit.dimension == "flight level":
        return Slip(", which is a pressure altitude")
    return Slip(f", which is {KINDS[unit.dimension].noun}")


def shown(text: object) -> str:
    """Quote what was found, short and printable."""
    if isinstance(text, str):
        return repr(text if len(text) <= 40 else f"{text[:37]}...")
    if isinstance(text, bool) or text is None:
        return {True: "true", False: "false", None: "nothing"}[text]
    if isinstance(text, int | float):
        try:
            return f"{text:.6g}"
        except OverflowError:
            return "an integer of hundreds of digits"
    return f"a {type(text).__name__}"
