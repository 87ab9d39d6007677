"""Build the claims of a study: readings and their cases."""

from skyshed.documents import NodePath
from skyshed.scenario.claim_schema import READING_NEEDS, CasePart, ClaimPart, ReadingPart
from skyshed.scenario.laydown import Surroundings
from skyshed.scenario.model import Case, Claim, Reading, StudyTarget
from skyshed.scenario.premises import Keys, build_premise, check_fields, distances
from skyshed.scenario.raid_checks import ARC_NUMBERS, ballistic_problem, ballistic_target
from skyshed.scenario.references import check_known, check_unique
from skyshed.scenario.targets import heights, speed_m_s
from skyshed.units import parse_value

#: What `Claim.kind` says of a claim that no reading decides.
NOT_TESTABLE, BY_CONSTRUCTION = "not testable", "by construction"
_MOST_SHORT_M = 500e3


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
            build_premise(premise, (*path, "shown_beside", index), keys, around)
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
    allowed = (*needed, "also") if "at_least" in needed else needed
    given = [
        name
        for name in ("at_least", "also", "covered", "distances")
        if getattr(part, name) not in (None, [])
    ]
    check_fields(part.quantity, needed, allowed, given, path, around)
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
            _case(case, (*path, "cases", index), part, keys, around)
            for index, case in enumerate(part.cases)
        ),
        combine=part.combine,
        at_least_m=None if part.at_least is None else parse_value(part.at_least, "length"),
        also_m=tuple(parse_value(text, "length") for text in part.also),
        distances=distances(part.distances, (*path, "distances"), around),
        not_computed=part.not_computed,
    )


def _case(
    part: CasePart, path: NodePath, reading: ReadingPart, keys: Keys, around: Surroundings
) -> Case:
    document = around.document
    radar = _radar_of_case(part, path, reading.quantity, keys, around)
    check_known(document, (*path, "target"), part.target, keys.targets, "the id of a target")
    target = keys.targets[part.target]
    short_m = _short_m(part, path, target, around)
    passing_m = _passing_m(part, path, target, around)
    altitude_m, agl_m = heights(part.altitude, part.above_ground, path, around)
    if altitude_m is None and agl_m is None:
        altitude_m, agl_m = target.altitude_m, target.agl_m
    speed = target.speed_m_s
    if part.speed is not None:
        speed = speed_m_s(part.speed, target.entry, altitude_m, (*path, "speed"), around)
    return Case(
        radar=radar,
        target=part.target,
        altitude_m=altitude_m,
        agl_m=agl_m,
        speed_m_s=speed,
        azimuth=reading.azimuth,
        label=_label(target, short_m, passing_m),
        battery=part.battery or "",
        short_m=short_m,
        passing_m=passing_m,
    )


def _passing_m(
    part: CasePart, path: NodePath, target: StudyTarget, around: Surroundings
) -> float | None:
    """Closest distance of a target that flies past a battery; None for all other cases."""
    if part.passing is None:
        return None
    place = (*path, "passing")
    if part.battery is None or ballistic_target(target):
        problem = "expected passing for a battery and a target that flies level only; remove it"
        raise around.document.error(place, problem)
    passing_m = parse_value(part.passing, "length")
    if not 0.0 < passing_m <= _MOST_SHORT_M:
        raise around.document.error(
            place, f"expected more than 0 and up to 500 km, got {part.passing}; correct it"
        )
    return passing_m


def _short_m(
    part: CasePart, path: NodePath, target: StudyTarget, around: Surroundings
) -> float | None:
    """How far short of the battery a ballistic missile comes down; None for all other cases."""
    document = around.document
    if part.battery is None or not ballistic_target(target):
        if part.short_by is not None:
            raise document.error(
                (*path, "short_by"),
                "expected short_by for a battery and a ballistic missile only; remove it",
            )
        return None
    for name in ("altitude", "above_ground", "speed"):
        if getattr(part, name) is not None:
            raise document.error(
                (*path, name),
                f"expected no {name} for {target.entry.name}, which flies a ballistic arc;"
                " remove it",
            )
    if missing := [name for name in ARC_NUMBERS if name not in target.entry.kinematics]:
        raise document.error(
            (*path, "target"),
            f"expected a missile with range and apogee in the catalogue, but {target.entry.id} has"
            f" no {' and no '.join(missing)}; add them, with a source",
        )
    short_m = 0.0 if part.short_by is None else parse_value(part.short_by, "length")
    if not 0.0 <= short_m <= _MOST_SHORT_M:
        raise document.error(
            (*path, "short_by"), f"expected 0 to 500 km, got {part.short_by}; correct it"
        )
    return short_m


def _label(target: StudyTarget, short_m: float | None, passing_m: float | None) -> str:
    if passing_m is not None:
        return f"{target.label}, flying past at {passing_m / 1e3:g} km"
    return target.label if short_m is None else _arc_label(target, short_m)


def _arc_label(target: StudyTarget, short_m: float) -> str:
    where = "at the battery" if short_m == 0.0 else f"{short_m / 1e3:g} km short of it"
    return f"{target.entry.name} on its arc, coming down {where}"


def _radar_of_case(
    part: CasePart, path: NodePath, quantity: str, keys: Keys, around: Surroundings
) -> str:
    """Intercepts are asked of a battery, everything else of a radar."""
    document = around.document
    wanted, other = "radar", "battery"
    if quantity == "intercept_slant_range":
        wanted, other = other, wanted
    if getattr(part, other) is not None:
        raise document.error(
            (*path, other), f"expected a {wanted} for {quantity}, got a {other}; name a {wanted}"
        )
    name = getattr(part, wanted)
    if name is None:
        raise document.error(
            path, f"expected the key '{wanted}' for {quantity}, which is missing; add it"
        )
    options = keys.batteries if wanted == "battery" else keys.radars
    check_known(document, (*path, wanted), name, options, f"the id of a {wanted}")
    if wanted == "radar":
        return str(name)
    battery = keys.batteries[name]
    target = keys.targets.get(part.target)
    problem = None if target is None else ballistic_problem(battery.missile, target)
    if problem is not None:
        raise document.error((*path, "target"), problem)
    return battery.see or battery.guide
