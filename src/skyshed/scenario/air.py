"""Build the air of a study: its refractivity, and a duct as a what-if."""

from skyshed.documents import Document
from skyshed.scenario.model import Air
from skyshed.scenario.references import NO_SOURCE
from skyshed.scenario.schema import AirPart
from skyshed.uncertainty.parameter import Parameter
from skyshed.units import parse_quantity

_LEAST, _MOST = 200.0, 500.0  # ITU-R P.453 maps stay inside


def build_air(part: AirPart | None, document: Document) -> Air | None:
    """The air where the study says something of it; `source` was checked before."""
    if part is None:
        return None
    quantity = parse_quantity(part.refractivity, "count")
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    if not _LEAST <= low <= high <= _MOST:
        raise document.error(
            ("air", "refractivity"),
            f"expected between 200 and 500 N-units at sea level, got {part.refractivity}; correct"
            " it",
        )
    try:
        refractivity = Parameter(
            quantity.value,
            low,
            high,
            "N-units",
            "triangular" if low < high else "fixed",
            basis=part.basis,
            grade="D" if part.basis == "assumed" else "C",
            sources=() if part.source in NO_SOURCE else (part.source,),
            note=part.note or "Chosen in the study.",
            label="refractivity of the air at sea level",
        )
    except ValueError as cause:  # such as a published value without a source
        raise document.error(("air",), f"{cause}; give its source or another basis") from None
    if part.duct is None:
        return Air(refractivity, note=part.note)
    return Air(refractivity, part.duct.k_factor, part.duct.label, part.note)
