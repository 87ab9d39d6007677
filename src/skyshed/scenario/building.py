"""From a validated study file to a `Study`: the whole, with its map, groups, flights and lesson."""

from pathlib import Path
from types import MappingProxyType

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.own_files import Extra
from skyshed.documents import Document, NodePath
from skyshed.scenario.air import build_air
from skyshed.scenario.batteries import build_battery
from skyshed.scenario.claims import build_claim
from skyshed.scenario.effects import build_effects
from skyshed.scenario.extent import map_extent
from skyshed.scenario.laydown import (
    Surroundings,
    build_radar,
    build_site,
)
from skyshed.scenario.model import (
    FixedNumber,
    Flight,
    Group,
    Headline,
    Lesson,
    Note,
    Place,
    Study,
    StudyRadar,
    StudyTarget,
)
from skyshed.scenario.networks import build_network
from skyshed.scenario.premises import Keys
from skyshed.scenario.raids import Forces, build_raid
from skyshed.scenario.references import (
    NO_SOURCE,
    check_all_known,
    check_known,
    check_unique,
)
from skyshed.scenario.schema import FlightPart, StudyFile
from skyshed.scenario.targets import build_target
from skyshed.scenario.terrain_setting import terrain_beside
from skyshed.scenario.weightings import weighting_of
from skyshed.units import parse_quantity, parse_value

_LISTS = (
    *("sites", "radars", "targets", "groups", "batteries", "networks", "raids"),
    *("flights", "claims", "sources"),
)


def build_study(file: StudyFile, document: Document) -> Study:
    """Look up, convert and check everything that the shape of the file leaves open.

    Parameters
    ----------
    file : StudyFile
        The validated file.
    document : Document
        Its text, for messages. Relative paths in it are relative to its folder.

    Returns
    -------
    Study
        In SI units.

    Raises
    ------
    DocumentError
        Of the document's kind, for the first thing that does not hold.
    """
    for name in _LISTS:
        check_unique(document, (name,), getattr(file, name))
    extra = _own_entries(document, file.catalogue)
    around = Surroundings(document, extra, _source_ids(file, extra))
    sites = {
        part.id: build_site(part, ("sites", index), around) for index, part in enumerate(file.sites)
    }
    radars = tuple(
        build_radar(part, ("radars", index), sites, around)
        for index, part in enumerate(file.radars)
    )
    targets = tuple(
        build_target(part, ("targets", index), around) for index, part in enumerate(file.targets)
    )
    _check_kind(file, document)
    _check_one_altitude(radars, document)
    extent = map_extent(file.map, radars, file.draws, document)
    flights = tuple(
        _flight(part, ("flights", index), targets, around)
        for index, part in enumerate(file.flights)
    )
    groups = _groups(file, radars, document)
    forces = _forces(file, radars, targets, around)
    raids = tuple(
        build_raid(part, ("raids", index), forces, around) for index, part in enumerate(file.raids)
    )
    keys = Keys(
        radars=forces.radars,
        targets=forces.targets,
        groups=tuple(groups),
        flights=tuple(flight.key for flight in flights),
        places=tuple(part.name for part in file.places),
        batteries=forces.batteries,
        raids=tuple(raid.key for raid in raids),
    )
    claims = tuple(
        build_claim(part, ("claims", index), keys, around) for index, part in enumerate(file.claims)
    )
    for group in ("places", "notes"):
        for index, part in enumerate(getattr(file, group)):
            around.check_source((group, index), part.source)
    if file.air is not None:
        around.check_source(("air",), file.air.source)
    return Study(
        name=file.name,
        title=file.title,
        summary=file.summary,
        question=file.question,
        path=document.path,
        document=document,
        terrain=terrain_beside(document, file.terrain),
        catalogue=extra,
        radius_m=extent.radius_m,
        cell_m=extent.cell_m,
        agl_m=extent.agl_m,
        altitude_m=extent.altitude_m,
        ring_m=extent.ring_m,
        ring_label=extent.ring_label,
        pd=file.pd,
        draws=file.draws,
        seed=file.seed,
        weighting=weighting_of(file.weighting),
        sites=MappingProxyType(sites),
        radars=radars,
        targets=targets,
        headline=_headline(file, radars, targets, document),
        groups=MappingProxyType(groups),
        flights=flights,
        places=_places(file),
        claims=claims,
        notes=tuple(Note(part.text, part.source) for part in file.notes),
        sources=_sources(file),
        lesson=_lesson(file, document),
        batteries=tuple(forces.batteries.values()),
        networks=tuple(forces.networks.values()),
        raids=raids,
        air=build_air(file.air, document),
        effects=MappingProxyType(dict(build_effects(file.effects, document))),
        fixed=_fixed(file, document),
    )


def _forces(
    file: StudyFile,
    radars: tuple[StudyRadar, ...],
    targets: tuple[StudyTarget, ...],
    around: Surroundings,
) -> Forces:
    """Batteries and networks, with what raids may refer to besides."""
    batteries = {
        part.id: build_battery(part, ("batteries", index), radars, around)
        for index, part in enumerate(file.batteries)
    }
    keys = tuple(radar.key for radar in radars)
    networks = {
        part.id: build_network(part, ("networks", index), keys, batteries, around)
        for index, part in enumerate(file.networks)
    }
    return Forces({target.key: target for target in targets}, batteries, networks, keys)


def _check_kind(file: StudyFile, document: Document) -> None:
    """A study has a map, sites, radars, targets and a headline; a lesson has none of them."""
    needed = ("map", "sites", "radars", "targets", "headline")
    for name in needed:
        given = bool(getattr(file, name))
        if file.lesson is not None and given:
            problem = "expected a lesson or radars and targets, got both"
            raise document.error((name,), f"{problem}; remove one of them")
        if file.lesson is None and not given:
            raise document.error((name,), f"expected the key '{name}', which is missing; add it")
    if file.lesson is not None and (file.claims or file.flights or file.groups):
        raise document.error(("lesson",), "expected a lesson without claims, flights and groups")
    if file.lesson is not None and (file.batteries or file.networks or file.raids):
        raise document.error(("lesson",), "expected a lesson without batteries, networks and raids")


def _check_one_altitude(radars: tuple[StudyRadar, ...], document: Document) -> None:
    """One kind of airborne radar flies at one altitude: its draws are shared in a study."""
    seen: dict[str, StudyRadar] = {}
    for index, radar in enumerate(radars):
        first = seen.setdefault(radar.entry.id, radar)
        if first.entry.parameters != radar.entry.parameters:
            raise document.error(
                ("radars", index, "altitude"),
                f"expected one altitude for all radars of the kind {radar.entry.id}, got two;"
                " give both the same",
            )


def _headline(
    file: StudyFile,
    radars: tuple[StudyRadar, ...],
    targets: tuple[StudyTarget, ...],
    document: Document,
) -> Headline | None:
    if file.headline is None:
        return None
    radar, target = file.headline.radar, file.headline.target
    keys = [item.key for item in radars]
    check_known(document, ("headline", "radar"), radar, keys, "the id of a radar")
    keys = [item.key for item in targets]
    check_known(document, ("headline", "target"), target, keys, "the id of a target")
    return Headline(radar, target)


def _groups(
    file: StudyFile, radars: tuple[StudyRadar, ...], document: Document
) -> dict[str, Group]:
    keys = [radar.key for radar in radars]
    return {
        part.id: Group(
            part.id,
            part.label,
            check_all_known(
                document, ("groups", index, "radars"), part.radars, keys, "the id of a radar"
            ),
            part.note,
        )
        for index, part in enumerate(file.groups)
    }


def _flight(
    part: FlightPart, path: NodePath, targets: tuple[StudyTarget, ...], around: Surroundings
) -> Flight:
    document = around.document
    is_area = part.area is not None
    if is_area == bool(part.route) or is_area != (part.radius is not None):
        raise document.error(
            path, "expected an area with its radius, or a route, got neither or both; give one"
        )
    if not is_area and len(part.route) < 2:
        raise document.error((*path, "route"), "expected two points or more, got one; add one")
    points = part.route if part.area is None else [part.area]
    altitude = parse_quantity(part.altitude, "altitude")
    low = altitude.value if altitude.low is None else altitude.low
    high = altitude.value if altitude.high is None else altitude.high
    speed = parse_value(part.speed, "speed")
    if speed <= 0.0:
        raise document.error((*path, "speed"), f"expected a speed above 0, got {part.speed}")
    keys = [target.key for target in targets]
    return Flight(
        key=part.id,
        name=part.name,
        kind="area" if is_area else "route",
        points=tuple((point.latitude_deg, point.longitude_deg) for point in points),
        radius_m=None if part.radius is None else parse_value(part.radius, "length"),
        altitude_low_m=low,
        altitude_high_m=high,
        speed_m_s=speed,
        targets=check_all_known(
            document, (*path, "targets"), part.targets, keys, "the id of a target"
        ),
        basis=part.basis,
        note=part.note,
    )


def _places(file: StudyFile) -> tuple[Place, ...]:
    return tuple(
        Place(part.name, part.latitude_deg, part.longitude_deg, part.source, part.note)
        for part in file.places
    )


def _lesson(file: StudyFile, document: Document) -> Lesson | None:
    if file.lesson is None:
        return None
    found = {}
    for name in ("antenna_heights", "target_heights"):
        texts = getattr(file.lesson, name)
        found[name] = tuple(parse_value(text, "length") for text in texts)
        for index, height in enumerate(found[name]):
            if not 0.0 < height <= 30_000.0:
                raise document.error(
                    ("lesson", name, index),
                    f"expected a height above 0 and up to 30 km, got {texts[index]}; correct it",
                )
    return Lesson(found["antenna_heights"], found["target_heights"], file.lesson.k_factor)


def _fixed(file: StudyFile, document: Document) -> tuple[FixedNumber, ...]:
    """Numbers held at a value, each once; whether the study has such a number shows in the run."""
    if file.fixed and (file.lesson is not None or file.claims or file.raids):
        raise document.error(
            ("fixed",),
            "expected fixed numbers only in a study without claims, raids and lesson, because a"
            " verdict is judged over everything that is not known; remove one of them",
        )
    seen: set[str] = set()
    for index, part in enumerate(file.fixed):
        if part.parameter in seen:
            raise document.error(
                ("fixed", index, "parameter"),
                f"expected each number once, got '{part.parameter[:60]}' twice; remove one",
            )
        seen.add(part.parameter)
    return tuple(FixedNumber(part.parameter, part.value, part.note) for part in file.fixed)


def _sources(file: StudyFile) -> MappingProxyType[str, MappingProxyType[str, str]]:
    return MappingProxyType(
        {
            part.id: MappingProxyType(
                {
                    "title": part.title,
                    "publisher": part.publisher,
                    "date": part.date,
                    "address": part.address,
                    "note": part.note,
                }
            )
            for part in file.sources
        }
    )


def _source_ids(file: StudyFile, extra: Extra) -> frozenset[str]:
    own = {part.id for part in file.sources}
    return frozenset({*NO_SOURCE, *own, *catalogue.sources(extra=extra)})


def _own_entries(document: Document, given: list[str] | None) -> Extra:
    """Files and folders with the user's own catalogue entries, each of which must be there."""
    paths = []
    for index, text in enumerate(given or []):
        path = document.path.parent / Path(text).expanduser()
        if not (path.is_dir() or path.is_file()):
            alone = isinstance(document.data["catalogue"], str)
            missing = "which is no plain file" if path.exists() else "which is not there"
            raise document.error(
                ("catalogue",) if alone else ("catalogue", index),
                f"expected a catalogue file or a folder of them, got '{text[:100]}',"
                f" {missing}; check the path",
            )
        paths.append(path)
    return tuple(paths) if len(paths) > 1 else paths[0] if paths else None


def _beside(document: Document, path: str | None) -> Path | None:
    """A path as seen from the folder of the study file."""
    return None if path is None else document.path.parent / Path(path).expanduser()
