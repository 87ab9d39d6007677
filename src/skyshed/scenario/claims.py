"""Build the claims of a study: readings, cases and what is shown beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from skyshed.catalogue import loader as catalogue
from skyshed.documents import NodePath
from skyshed.errors import CatalogueError
from skyshed.scenario.claim_schema import (
    PREMISE_NEEDS,
    READING_NEEDS,
    CasePart,
    ClaimPart,
    DistancePart,
    PremisePart,
    ReadingPart,
)
from skyshed.scenario.laydown import Surroundings
from skyshed.scenario.model import (
    Case,
    Claim,
    Distance,
    Premise,
    Reading,
    StudyTarget,
)
from skyshed.scenario.references import check_all_known, check_known, check_unique
from skyshed.scenario.targets import heights, speed_m_s
from skyshed.units import parse_value

#: What `Claim.kind` says of a claim that no reading decides.
NOT_TESTABLE, BY_CONSTRUCTION = "not testable", "by construction"
_PREMISE_FIELDS = frozenset(
    {"above_ground", "signal_to_noise", "looks", "aspect_cell", "elevation_cell", "system"}
    | {"radars", "targets", "groups", "flights", "distances"}
)


@dataclass(frozen=True)
class Keys:
    """What claims may refer to."""

    radars: tuple[str, ...]
    targets: Mapping[str, StudyTarget]
    groups: tuple[str, ...]
    flights: tuple[str, ...]


def build_claim(part: ClaimPart, path: NodePath, keys: Keys, around: Surroundings) -> Claim:
    """A claim of the study."""
    document = around.document
    around.check_source(path, part.source)
    ways = [bool(part.readings), bool(part.not_testable), bool(part.by_construction)]
    if sum(ways) != 1:
        raise document.error(
            path,
            "expected one of readings, not_testable and by_construction,"
            f" got {['none', 'one', 'two', 'three'][sum(ways)]}; keep one",
        )
    check_unique(document, (*path, "readings"), part.readings)
    judged = _judged_by(part, path, around)
    readings = tuple(
        _reading(reading, (*path, "readings", index), judged, keys, around)
        for index, reading in enumerate(part.readings)
    )
    return Claim(
        id=part.id,
        sentence=part.sentence,
        who=part.who,
        when=part.when,
        source=part.source,
        testable=bool(readings),
        kind=judged or (NOT_TESTABLE if part.not_testable else BY_CONSTRUCTION),
        readings=readings,
        premises=tuple(
            _premise(premise, (*path, "shown_beside", index), keys, around)
            for index, premise in enumerate(part.shown_beside)
        ),
        left_out=tuple(part.left_out),
        not_computed=tuple(part.not_computed),
        why_not=part.not_testable,
        construction=part.by_construction,
        note=part.note,
    )


def _judged_by(part: ClaimPart, path: NodePath, around: Surroundings) -> str:
    if not part.readings:
        if part.judged_by is not None:
            raise around.document.error(
                (*path, "judged_by"), "expected readings to judge by, got none; remove judged_by"
            )
        return ""
    known = [reading.id for reading in part.readings]
    if part.judged_by is None:
        raise around.document.error(
            path, f"expected the key 'judged_by', which is missing; add one of {', '.join(known)}"
        )
    place = (*path, "judged_by")
    return check_known(around.document, place, part.judged_by, known, "the id of a reading")


def _reading(
    part: ReadingPart, path: NodePath, judged: str, keys: Keys, around: Surroundings
) -> Reading:
    needed = READING_NEEDS[part.quantity]
    allowed = {"confirmed_slant_range": ("at_least", "also")}.get(part.quantity, needed)
    given = [
        name
        for name in ("at_least", "also", "covered", "distances")
        if getattr(part, name) not in (None, [])
    ]
    _check_fields(part.quantity, needed, allowed, given, path, around)
    predicate = "at_least"
    if part.covered is not None:
        predicate = "covered" if part.covered else "not_covered"
    return Reading(
        id=part.id,
        judged=part.id == judged,
        text=part.text,
        predicate_text=part.true_when,
        quantity=part.quantity,
        predicate=predicate,
        cases=tuple(
            _case(case, (*path, "cases", index), part.azimuth, keys, around)
            for index, case in enumerate(part.cases)
        ),
        combine=part.combine,
        at_least_m=None if part.at_least is None else parse_value(part.at_least, "length"),
        also_m=tuple(parse_value(text, "length") for text in part.also),
        distances=_distances(part.distances, (*path, "distances"), around),
        not_computed=part.not_computed,
    )


def _case(part: CasePart, path: NodePath, azimuth: str, keys: Keys, around: Surroundings) -> Case:
    document = around.document
    check_known(document, (*path, "radar"), part.radar, keys.radars, "the id of a radar")
    check_known(document, (*path, "target"), part.target, keys.targets, "the id of a target")
    target = keys.targets[part.target]
    altitude_m, agl_m = heights(part.altitude, part.above_ground, path, around)
    if altitude_m is None and agl_m is None:
        altitude_m, agl_m = target.altitude_m, target.agl_m
    speed = target.speed_m_s
    if part.speed is not None:
        speed = speed_m_s(part.speed, target.entry, altitude_m, (*path, "speed"), around)
    return Case(
        radar=part.radar,
        target=part.target,
        altitude_m=altitude_m,
        agl_m=agl_m,
        speed_m_s=speed,
        azimuth=azimuth,
        label=target.label,
    )


def _premise(part: PremisePart, path: NodePath, keys: Keys, around: Surroundings) -> Premise:
    document = around.document
    needed = PREMISE_NEEDS[part.quantity]
    given = [name for name in sorted(_PREMISE_FIELDS) if getattr(part, name) not in (None, [], "")]
    _check_fields(part.quantity, needed, needed, given, path, around)
    if part.system:
        try:
            catalogue.system(part.system, extra=around.catalogue)
        except CatalogueError as cause:
            raise document.error((*path, "system"), cause.problem) from None

    def known(field: str, options: Sequence[str]) -> tuple[str, ...]:
        names = getattr(part, field)
        return check_all_known(document, (*path, field), names, options, f"one of the {field}")

    return Premise(
        quantity=part.quantity,
        label=part.label,
        note=part.note,
        radars=known("radars", keys.radars),
        targets=known("targets", list(keys.targets)),
        groups=known("groups", keys.groups),
        flights=known("flights", keys.flights),
        distances=_distances(part.distances, (*path, "distances"), around),
        agl_m=tuple(parse_value(text, "length") for text in part.above_ground),
        system=part.system,
        numbers=_numbers(part),
    )


def _numbers(part: PremisePart) -> Mapping[str, float]:
    found: dict[str, float] = {}
    if part.looks is not None:
        found["looks"] = float(part.looks)
    if part.signal_to_noise is not None:
        found["snr"] = parse_value(part.signal_to_noise, "ratio")
    if part.aspect_cell is not None:
        found["aspect_cell_rad"] = parse_value(part.aspect_cell, "angle")
    if part.elevation_cell is not None:
        found["elevation_cell_rad"] = parse_value(part.elevation_cell, "angle")
    return MappingProxyType(found)


def _check_fields(
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


def _distances(
    parts: Sequence[DistancePart], path: NodePath, around: Surroundings
) -> tuple[Distance, ...]:
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
