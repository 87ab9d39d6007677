"""Build the optional effects of a study (gas, rain, clutter): off unless the study names them."""

from collections.abc import Mapping

from skyshed.documents import Document
from skyshed.scenario.schema import EffectsPart
from skyshed.systems.effects import clutter_parameters, gas_parameters, rain_parameters
from skyshed.uncertainty.parameter import Parameter
from skyshed.units import parse_quantity

MOST_RAIN_M_S = 300.0 / 3.6e6  # a cloudburst; the power law of ITU-R P.838 knows no bound
_LEAST_DB, _MOST_DB = 0.0, 100.0


def build_effects(part: EffectsPart | None, document: Document) -> Mapping[str, Parameter]:
    """Unknowns of the effects that are on, by key; empty where there are none."""
    if part is None:
        return {}
    found = gas_parameters() if part.gas else {}
    if part.rain is not None:
        found |= rain_parameters(_rain(part.rain, document))
    if part.clutter is not None:
        found |= clutter_parameters(_improvement(part.clutter, document))
    return found


def _rain(text: str, document: Document) -> Parameter:
    low, nominal, high = _interval(text, "speed")
    if not 0.0 < low <= high <= MOST_RAIN_M_S:
        raise document.error(
            ("effects", "rain"),
            f"expected more than 0 and at most 300 mm/h, got {text}; correct it, or leave rain out",
        )
    return _chosen(low, nominal, high, "m/s", "rain rate")


def _improvement(text: str, document: Document) -> Parameter:
    import math

    low, nominal, high = (10.0 * math.log10(number) for number in _interval(text, "ratio"))
    if not _LEAST_DB <= low <= high <= _MOST_DB:
        raise document.error(
            ("effects", "clutter"),
            f"expected an improvement factor from 0 to 100 dB, got {text}; correct it",
        )
    return _chosen(low, nominal, high, "dB", "improvement factor against ground clutter")


def _interval(text: str, dimension: str) -> tuple[float, float, float]:
    quantity = parse_quantity(text, dimension)  # type: ignore[arg-type]
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    return low, quantity.value, high


def _chosen(low: float, nominal: float, high: float, unit: str, label: str) -> Parameter:
    return Parameter(
        nominal,
        low,
        high,
        unit,
        "triangular" if low < high else "fixed",
        basis="assumed",
        grade="D",
        sources=("assumption",),
        note="Chosen in the study.",
        label=label,
    )
