"""The edge where units live: ``"155 miles"`` or ``"-10 dBsm"`` to SI, and SI back to text."""

from skyshed.units.dimensions import Dimension, from_si, to_si
from skyshed.units.formatting import format_quantity
from skyshed.units.parsing import Quantity, parse_quantity, parse_value

__all__ = [
    "Dimension",
    "Quantity",
    "format_quantity",
    "from_si",
    "parse_quantity",
    "parse_value",
    "to_si",
]
