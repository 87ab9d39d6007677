"""From the fields of a catalogue file to `Parameter`, `Statement` and `ReferencePair`.

The rules that keep the catalogue honest stand here: a published value cites a publication and
nothing else, an assumed one says why and has grade D, every value names where it comes from.
"""

from collections.abc import Mapping

from skyshed.catalogue import keys
from skyshed.catalogue.model import PAIR_USES, ReferencePair, Statement
from skyshed.catalogue.node import Node
from skyshed.uncertainty.parameter import BASES, GRADES, Parameter
from skyshed.units import Dimension

#: The bibliography entries that are no publications.
PLACEHOLDERS = frozenset({"unverified", "assumption"})

_ORIGIN = ("basis", "grade", "sources")


def read_parameter(node: Node, dimension: Dimension, label: str) -> Parameter:
    """Read one uncertain number; `label` is its name for people."""
    fields = node.fields(required=("value", *_ORIGIN), optional=("low", "high", "values", "note"))
    value = fields["value"].quantity(dimension)
    values: tuple[float, ...] = ()
    if "values" in fields:
        if "low" in fields or "high" in fields:
            raise node.error("expected either competing values or low and high, got both")
        values = tuple(item.quantity(dimension) for item in fields["values"].items())
        low, high = min(values, default=value), max(values, default=value)
    elif ("low" in fields) != ("high" in fields):
        raise node.error("expected both low and high or neither, got one; add the other")
    else:
        low = fields["low"].quantity(dimension) if "low" in fields else value
        high = fields["high"].quantity(dimension) if "high" in fields else value
    basis, grade, sources, note = _origin(node, fields)
    try:
        return Parameter(
            value,
            low,
            high,
            _UNITS[dimension],
            _shape(dimension, low, high, values),
            values,
            basis=basis,
            grade=grade,
            sources=sources,
            note=note,
            label=label,
        )
    except ValueError as cause:
        raise node.error(str(cause).removeprefix(f"{label}: ")) from None


def read_parameters(
    node: Node, dimensions: Mapping[str, Dimension], owner: str
) -> dict[str, Parameter]:
    """Read a mapping of numbers; keys get their unit, such as ``antenna_height_m``."""
    found = {}
    for name, child in node.fields(optional=tuple(dimensions)).items():
        dimension = dimensions[name]
        written = child.value.get("value") if isinstance(child.value, dict) else None
        if dimension == "speed" and isinstance(written, str) and "mach" in written.lower():
            dimension = "mach"
        label = f"{keys.words(name)} of {owner}"
        found[name + keys.SUFFIXES[dimension]] = read_parameter(child, dimension, label)
    return found


def read_statement(node: Node, label: str) -> Statement:
    """Read one sourced text; ``true`` and ``false`` are texts here."""
    fields = node.fields(required=("value", *_ORIGIN), optional=("values", "note"))
    written = fields["value"]
    value = str(written.value).lower() if isinstance(written.value, bool) else written.text()
    values = fields["values"].texts() if "values" in fields else (value,)
    if value not in values:
        raise node.error(f"expected the value '{value}' among the competing values {values}")
    return Statement(value, values, *_origin(node, fields), label)


def read_pair(node: Node, pair_id: str, radar_name: str) -> ReferencePair:
    """Read one quotation of cross-section and range."""
    fields = node.fields(
        required=("sigma", "range", "use"),
        optional=("target_altitude", "pd", "compilation", "note"),
    )
    name = str(node.path[-1]).replace("_", " ")
    what = f"quoted pair '{name}' of {radar_name}"
    altitude = fields.get("target_altitude")
    pd = fields["pd"].quantity("fraction") if "pd" in fields else None
    if pd is not None and not 0.0 < pd < 1.0:
        raise fields["pd"].error(f"expected a probability between 0 and 1, got {pd:g}")
    sigma = read_parameter(fields["sigma"], "area", f"cross-section in the {what}")
    distance = read_parameter(fields["range"], "length", f"range in the {what}")
    for key, number in (("sigma", sigma), ("range", distance)):
        if number.low <= 0.0:
            raise fields[key].error("expected a value above zero")
    return ReferencePair(
        id=pair_id,
        sigma_m2=sigma,
        range_m=distance,
        target_altitude_m=altitude.quantity("length") if altitude else None,
        pd=pd,
        use=fields["use"].choice(PAIR_USES),
        compilation=fields["compilation"].text() if "compilation" in fields else pair_id,
        note=fields["note"].text() if "note" in fields else "",
    )


def _shape(dimension: Dimension, low: float, high: float, values: tuple[float, ...]) -> str:
    if values:
        return "discrete"
    if low == high:
        return "fixed"
    return "log_triangular" if dimension in ("area", "money") and low > 0.0 else "triangular"


def _origin(node: Node, fields: Mapping[str, Node]) -> tuple[str, str, tuple[str, ...], str]:
    basis = fields["basis"].choice(BASES)
    grade = fields["grade"].choice(GRADES)
    sources = fields["sources"].texts()
    for index, source in enumerate(sources):
        if source not in node.known_sources:
            raise (
                fields["sources"]
                .items()[index]
                .error(f"no source '{source}' in the bibliography; add it or correct the id")
            )
    if not sources:
        raise fields["sources"].error(
            "expected at least one source, got none; say where it is from"
        )
    if basis == "published" and PLACEHOLDERS.intersection(sources):
        raise fields["sources"].error(
            "a published value cites publications only; without one its basis is unverified"
        )
    if basis == "assumed" and (grade != "D" or "assumption" not in sources):
        raise node.error("an assumed value has grade D and names 'assumption' among its sources")
    return basis, grade, sources, fields["note"].text() if "note" in fields else ""


_UNITS: Mapping[Dimension, str] = {
    "length": "m",
    "area": "m^2",
    "speed": "m/s",
    "time": "s",
    "angle": "rad",
    "frequency": "Hz",
    "power": "W",
    "mass": "kg",
    "mach": "1",
    "ratio": "1",
    "count": "1",
    "fraction": "1",
    "money": "USD",
}
