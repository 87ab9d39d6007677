"""Build what is shown beside a claim: the keys each quantity needs, looked up and in SI units."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from skyshed.catalogue import loader as catalogue
from skyshed.documents import NodePath
from skyshed.errors import CatalogueError
from skyshed.scenario.claim_schema import (
    PREMISE_ALLOWS,
    PREMISE_NEEDS,
    DistancePart,
    PremisePart,
)
from skyshed.scenario.engagement_model import StudyBattery
from skyshed.scenario.laydown import Surroundings
from skyshed.scenario.model import Distance, Premise, StudyTarget
from skyshed.scenario.references import check_all_known, check_known
from skyshed.units import Dimension, parse_quantity, parse_value

_FIELDS = tuple(sorted(PremisePart.model_fields.keys() - {"quantity", "label", "note"}))
_LOOK_UP: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "system": catalogue.system,
        "protection": catalogue.protection,
        "aircraft": catalogue.target,
    }
)
#: Numbers of a premise: the key in the file, its dimension, and its key with the unit.
_NUMBERS: tuple[tuple[str, Dimension, str], ...] = (
    ("signal_to_noise", "ratio", "snr"),
    ("aspect_cell", "angle", "aspect_cell_rad"),
    ("elevation_cell", "angle", "elevation_cell_rad"),
    ("keep_out", "length", "keep_out_m"),
)


@dataclass(frozen=True)
class Keys:
    """What claims may refer to."""

    radars: tuple[str, ...]
    targets: Mapping[str, StudyTarget]
    groups: tuple[str, ...]
    flights: tuple[str, ...]
    places: tuple[str, ...]
    batteries: Mapping[str, StudyBattery]
    raids: tuple[str, ...]


def build_premise(part: PremisePart, path: NodePath, keys: Keys, around: Surroundings) -> Premise:
    """A premise of a claim."""
    needed = PREMISE_NEEDS[part.quantity]
    allowed = (*needed, *PREMISE_ALLOWS.get(part.quantity, ()))
    given = [
        name.removesuffix("_") for name in _FIELDS if getattr(part, name) not in (None, [], "")
    ]
    check_fields(part.quantity, needed, allowed, given, path, around)
    _check_entries(part, path, around)
    if part.place:
        check_known(around.document, (*path, "place"), part.place, keys.places, "a place")

    def known(field: str, options: Sequence[str]) -> tuple[str, ...]:
        names = getattr(part, field)
        return check_all_known(
            around.document, (*path, field), names, options, f"one of the {field}"
        )

    return Premise(
        quantity=part.quantity,
        label=part.label,
        note=part.note,
        radars=known("radars", keys.radars),
        targets=known("targets", list(keys.targets)),
        groups=known("groups", keys.groups),
        flights=known("flights", keys.flights),
        distances=distances(part.distances, (*path, "distances"), around),
        agl_m=tuple(parse_value(text, "length") for text in part.above_ground),
        system=part.system,
        batteries=known("batteries", list(keys.batteries)),
        raids=known("raids", keys.raids),
        place=part.place,
        protection=part.protection,
        aircraft=part.aircraft,
        shots=tuple(part.shots),
        survival=tuple(part.survival),
        numbers=_numbers(part),
    )


def _check_entries(part: PremisePart, path: NodePath, around: Surroundings) -> None:
    """Ids of the catalogue are there; a break-even curve is about a heat-seeking missile."""
    extra = around.catalogue
    for name, look_up in _LOOK_UP.items():
        entry_id = getattr(part, name)
        if not entry_id:
            continue
        try:
            look_up(entry_id, extra=extra)
        except CatalogueError as cause:
            raise around.document.error((*path, name), cause.problem) from None
    if part.quantity == "countermeasure_break_even":
        system = catalogue.system(part.system, extra=extra)
        if not system.shoulder_fired:
            raise around.document.error(
                (*path, "system"),
                f"expected a shoulder-fired missile in generic geometry, got '{system.id}'; name"
                " manpads-generic",
            )


def _numbers(part: PremisePart) -> Mapping[str, float]:
    found: dict[str, float] = {}
    if part.looks is not None:
        found["looks"] = float(part.looks)
    for name, dimension, key in _NUMBERS:
        text = getattr(part, name)
        if text is not None:
            found[key] = parse_value(text, dimension)
    for text, dimension, key, unit in (
        (part.from_, "angle", "from", "_rad"),
        (part.kill_probability, "fraction", "kill_probability", ""),
    ):
        if text is not None:
            quantity = parse_quantity(text, dimension)
            low = quantity.value if quantity.low is None else quantity.low
            high = quantity.value if quantity.high is None else quantity.high
            found[f"{key}{unit}"] = quantity.value
            found[f"{key}_low{unit}"], found[f"{key}_high{unit}"] = low, high
    return MappingProxyType(found)


def check_fields(
    quantity: str,
    needed: Sequence[str],
    allowed: Sequence[str],
    given: Sequence[str],
    path: NodePath,
    around: Surroundings,
) -> None:
    """Each quantity needs its own keys; others would be ignored, so they are refused."""
    for name in needed:
        if name not in given:
            raise around.document.error(
                path, f"expected the key '{name}' for {quantity}, which is missing; add it"
            )
    for name in given:
        if name not in allowed:
            raise around.document.error(
                (*path, name), f"expected no '{name}' for {quantity}, got one; remove it"
            )


def distances(
    parts: Sequence[DistancePart], path: NodePath, around: Surroundings
) -> tuple[Distance, ...]:
    """Distances of a reading or premise in metres."""
    found = []
    for index, part in enumerate(parts):
        distance_m = parse_value(part.distance, "length")
        if not 0.0 < distance_m <= 1_000_000.0:
            raise around.document.error(
                (*path, index, "distance"),
                f"expected a distance up to 1000 km, got {part.distance}; correct it",
            )
        found.append(Distance(part.label, distance_m))
    return tuple(found)
