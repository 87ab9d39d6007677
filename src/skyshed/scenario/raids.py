"""Build raids: what comes, how it flies, and against which batteries."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from skyshed.constants import STANDARD_GRAVITY_M_S2
from skyshed.documents import NodePath
from skyshed.scenario.batteries import own_numbers
from skyshed.scenario.engagement_model import (
    DefendedPlace,
    RaidGroup,
    StudyBattery,
    StudyNetwork,
    StudyRaid,
    WhatIf,
)
from skyshed.scenario.engagement_schema import RaidGroupPart, RaidPart, WhatIfPart
from skyshed.scenario.laydown import Surroundings
from skyshed.scenario.model import StudyTarget
from skyshed.scenario.raid_checks import (
    ballistic_problem,
    ballistic_target,
    route_problem,
    size_problem,
)
from skyshed.scenario.references import check_all_known, check_known
from skyshed.units import parse_value

_FARTHEST_START_M = 1_000_000.0
_LONGEST_ARC_M = 3_500_000.0


@dataclass(frozen=True)
class Forces:
    """What a raid may refer to, by key."""

    targets: Mapping[str, StudyTarget]
    batteries: Mapping[str, StudyBattery]
    networks: Mapping[str, StudyNetwork]
    radars: tuple[str, ...]


def build_raid(part: RaidPart, path: NodePath, forces: Forces, around: Surroundings) -> StudyRaid:
    """A raid of the study."""
    document = around.document
    networks = check_all_known(
        document, (*path, "networks"), part.networks, forces.networks, "the id of a network"
    )
    if (problem := size_problem([group.count for group in part.targets])) is not None:
        raise document.error((*path, "targets", problem[0], "count"), problem[1])
    groups = tuple(
        _group(group, (*path, "targets", index), forces, around)
        for index, group in enumerate(part.targets)
    )
    _check_missiles(groups, path, networks, forces, around)
    return StudyRaid(
        key=part.id,
        label=part.label,
        networks=networks,
        defends=DefendedPlace(
            part.defends.name, part.defends.latitude_deg, part.defends.longitude_deg
        ),
        groups=groups,
        runs=part.runs,
        draws=part.draws,
        radar_states=_states(part, path, forces, around),
        what_if=tuple(
            _what_if(item, (*path, "what_if", index), networks, forces, around)
            for index, item in enumerate(part.what_if)
        ),
        basis=part.basis,
        note=part.note,
    )


def _group(part: RaidGroupPart, path: NodePath, forces: Forces, around: Surroundings) -> RaidGroup:
    document = around.document
    check_known(document, (*path, "target"), part.target, forces.targets, "the id of a target")
    target = forces.targets[part.target]
    _check_way(part, path, target, around)
    range_m, apogee_m = _arc(part, path, around)
    return RaidGroup(
        target=part.target,
        count=part.count,
        azimuths_rad=tuple(parse_value(a, "angle") % (2.0 * math.pi) for a in part.from_),
        start_distance_m=_start_m(part, path, around),
        route=_route(part, path, target, around),
        turn_limit_m_s2=part.turn_limit_g * STANDARD_GRAVITY_M_S2,
        ballistic_range_m=range_m,
        apogee_altitude_m=apogee_m,
        spacing_s=parse_value(part.spacing, "time"),
        start_s=parse_value(part.start, "time"),
    )


def _check_way(
    part: RaidGroupPart, path: NodePath, target: StudyTarget, around: Surroundings
) -> None:
    """One way to fly, and the one that the kind of target can fly."""
    document = around.document
    ways = [part.start_distance is not None, bool(part.route), part.ballistic is not None]
    if sum(ways) != 1:
        raise document.error(
            path,
            "expected one of start_distance, route and ballistic,"
            f" got {['none', '', 'two', 'three'][sum(ways)]}; keep one",
        )
    if bool(part.from_) == bool(part.route):
        raise document.error(
            (*path, "from") if part.from_ else path,
            "expected 'from', the azimuths it comes from, unless it has a route; "
            + ("remove it" if part.from_ else "add it"),
        )
    if ballistic_target(target) != (part.ballistic is not None):
        raise document.error(
            (*path, "target" if part.ballistic is None else "ballistic"),
            f"expected range and apogee of a ballistic arc for {target.label}"
            if part.ballistic is None
            else f"expected no ballistic arc for {target.label}, which is a"
            f" {target.entry.target_class}; give start_distance or route",
        )


def _start_m(part: RaidGroupPart, path: NodePath, around: Surroundings) -> float | None:
    if part.start_distance is None:
        return None
    distance_m = parse_value(part.start_distance, "length")
    if not 0.0 < distance_m <= _FARTHEST_START_M:
        raise around.document.error(
            (*path, "start_distance"),
            f"expected a distance up to 1000 km, got {part.start_distance}; correct it",
        )
    return distance_m


def _route(
    part: RaidGroupPart, path: NodePath, target: StudyTarget, around: Surroundings
) -> tuple[tuple[float, float], ...]:
    points = tuple((point.latitude_deg, point.longitude_deg) for point in part.route)
    if not points:
        return ()
    turn = part.turn_limit_g * STANDARD_GRAVITY_M_S2
    if (problem := route_problem(points, target.speed_m_s, turn)) is not None:
        raise around.document.error((*path, "route"), problem)
    return points


def _arc(
    part: RaidGroupPart, path: NodePath, around: Surroundings
) -> tuple[float | None, float | None]:
    if part.ballistic is None:
        return None, None
    range_m = parse_value(part.ballistic.range, "length")
    apogee_m = parse_value(part.ballistic.apogee, "altitude")
    if not 0.0 < range_m <= _LONGEST_ARC_M:
        raise around.document.error(
            (*path, "ballistic", "range"),
            f"expected a range up to 3500 km, got {part.ballistic.range}; correct it",
        )
    if not 1000.0 <= apogee_m <= 2_000_000.0:
        raise around.document.error(
            (*path, "ballistic", "apogee"),
            f"expected an apogee from 1 km to 2000 km, got {part.ballistic.apogee}; correct it",
        )
    return range_m, apogee_m


def _check_missiles(
    groups: tuple[RaidGroup, ...],
    path: NodePath,
    networks: tuple[str, ...],
    forces: Forces,
    around: Surroundings,
) -> None:
    """Each network has a battery, and every missile the data for the targets it meets."""
    for index, key in enumerate(networks):
        batteries = forces.networks[key].batteries
        if not batteries:
            raise around.document.error(
                (*path, "networks", index),
                f"expected a network with a battery, got '{key}' with none; add one to its nodes",
            )
        for group_index, group in enumerate(groups):
            target = forces.targets[group.target]
            for battery in batteries:
                missile = forces.batteries[battery].missile
                if (problem := ballistic_problem(missile, target)) is not None:
                    place = (*path, "targets", group_index, "target")
                    raise around.document.error(place, f"{problem} (battery '{battery}')")


def _states(
    part: RaidPart | WhatIfPart, path: NodePath, forces: Forces, around: Surroundings
) -> Mapping[str, str]:
    place = (*path, "radar_states")
    for key in part.radar_states:
        check_known(around.document, (*place, key), key, forces.radars, "the id of a radar")
    return MappingProxyType(dict(part.radar_states))


def _what_if(
    part: WhatIfPart,
    path: NodePath,
    networks: tuple[str, ...],
    forces: Forces,
    around: Surroundings,
) -> WhatIf:
    document = around.document
    there = [key for name in networks for key in forces.networks[name].batteries]
    nodes = [node.key for name in networks for node in forces.networks[name].nodes]
    failed = None
    if part.failed is not None:
        failed = check_all_known(document, (*path, "failed"), part.failed, nodes, "a node")
    numbers = own_numbers(part, path, around, part.label)
    error = part.identification_error
    found = WhatIf(
        label=part.label,
        batteries=check_all_known(
            document, (*path, "batteries"), part.batteries, there, "a battery of this raid"
        ),
        salvo=part.salvo,
        size_factor=part.size_factor,
        identification_error=None if error is None else parse_value(error, "fraction"),
        failed=failed,
        radar_states=_states(part, path, forces, around),
        note=part.note,
        **numbers,
    )
    if found == WhatIf(label=part.label, batteries=found.batteries, note=part.note):
        raise document.error(path, "expected at least one change, got none; add one")
    return found
