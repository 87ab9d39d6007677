"""Build sites and radars: look catalogue entries up and turn quantities into SI values."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.model import RadarEntry
from skyshed.catalogue.own_files import Extra
from skyshed.documents import Document, NodePath
from skyshed.errors import CatalogueError
from skyshed.scenario.limits import is_shoulder_fired
from skyshed.scenario.model import StudyRadar, StudySite
from skyshed.scenario.references import NO_SOURCE, check_known
from skyshed.scenario.schema import GroundPart, RadarPart, SitePart
from skyshed.uncertainty.parameter import Parameter
from skyshed.units import parse_quantity, parse_value


@dataclass(frozen=True)
class Surroundings:
    """What building needs besides the part itself."""

    document: Document
    catalogue: Extra
    sources: frozenset[str]

    def check_source(self, path: NodePath, source: str) -> None:
        """Refuse a source that the bibliographies do not hold."""
        check_known(self.document, (*path, "source"), source, self.sources, "the id of a source")


def build_site(part: SitePart, path: NodePath, around: Surroundings) -> StudySite:
    """A site of the study."""
    around.check_source(path, part.source)
    ground = None
    if part.ground_altitude is not None:
        ground = _ground(part, part.ground_altitude, (*path, "ground_altitude"), around)
    return StudySite(
        key=part.id,
        name=part.name,
        latitude_deg=part.latitude_deg,
        longitude_deg=part.longitude_deg,
        ground_altitude=ground,
        basis=part.basis,
        source=part.source,
        note=part.note,
    )


def _ground(site: SitePart, part: GroundPart, path: NodePath, around: Surroundings) -> Parameter:
    around.check_source(path, part.source)
    return _parameter(
        part.value,
        "altitude",
        path=(*path, "value"),
        around=around,
        basis=part.basis,
        grade=part.grade,
        source=part.source,
        note=part.note or "Chosen in the study.",
        label=f"altitude of the ground at {site.name}",
    )


def build_radar(
    part: RadarPart, path: NodePath, sites: dict[str, StudySite], around: Surroundings
) -> StudyRadar:
    """A radar of the study, its overrides written into the entry."""
    document = around.document
    around.check_source(path, part.source)
    site = sites[check_known(document, (*path, "site"), part.site, sites, "the id of a site")]
    entry = _radar_entry(part, path, around)
    mount = part.mount
    if mount is not None:
        if not entry.mounts:
            problem = f"expected no mount for {entry.name}, got '{mount[:40]}'"
            raise document.error((*path, "mount"), f"{problem}; it has one antenna height only")
        check_known(document, (*path, "mount"), mount, entry.mounts, f"a mount of {entry.name}")
    if part.antenna_height is not None:
        entry, mount = _with_antenna(part, path, entry, around)
    if part.altitude is not None:
        entry = _with_altitude(part, path, entry, around)
    towards = part.sector_towards
    return StudyRadar(
        key=part.id,
        entry=entry,
        site=site,
        mount=mount,
        role=part.role,
        sector_centre_rad=None if towards is None else parse_value(towards, "angle"),
        label=part.label or entry.name,
        maps=part.maps,
        basis=part.basis,
        source=part.source,
        note=part.note,
    )


def _radar_entry(part: RadarPart, path: NodePath, around: Surroundings) -> RadarEntry:
    place = (*path, "radar")
    refuse_shoulder_fired(part.radar, place, around)
    try:
        entry = catalogue.radar(part.radar, extra=around.catalogue)
    except CatalogueError as cause:
        raise in_study(cause, place, around) from None
    if not entry.calibration_pairs:
        raise around.document.error(
            place,
            f"expected a radar whose range can be computed, but {entry.id} is not computable: no"
            " reference pair ('detects sigma at range R') in the catalogue may calibrate it;"
            " choose another radar",
        )
    return entry


def _with_antenna(
    part: RadarPart, path: NodePath, entry: RadarEntry, around: Surroundings
) -> tuple[RadarEntry, str]:
    """The entry with a mount of its own, named after the radar of the study."""
    place = (*path, "antenna_height")
    if entry.airborne:
        problem = f"expected no antenna height for the airborne {entry.name}"
        raise around.document.error(place, f"{problem}, got one; give its altitude instead")
    if part.mount is not None:
        raise around.document.error(
            place, "expected a mount or an antenna height, got both; remove one"
        )
    height = _parameter(
        part.antenna_height or "",
        "length",
        path=place,
        around=around,
        basis=part.basis,
        grade="D",
        source=part.source,
        note=part.note or "Chosen in the study.",
        label=f"antenna height of {entry.name}",
    )
    if height.low < 0.0:
        raise around.document.error(
            place, f"expected an antenna above the ground, got {part.antenna_height}; raise it"
        )
    return dataclasses.replace(entry, mounts={**entry.mounts, part.id: height}), part.id


def _with_altitude(
    part: RadarPart, path: NodePath, entry: RadarEntry, around: Surroundings
) -> RadarEntry:
    place = (*path, "altitude")
    if not entry.airborne:
        problem = f"expected no altitude for {entry.name}, which stands on the ground"
        raise around.document.error(place, f"{problem}; give its antenna_height instead")
    altitude = _parameter(
        part.altitude or "",
        "altitude",
        path=place,
        around=around,
        basis=part.basis,
        grade="D",
        source=part.source,
        note=part.note or "Chosen in the study.",
        label=f"height of flight of the {entry.name}",
    )
    return dataclasses.replace(
        entry, parameters={**entry.parameters, "platform_altitude_m": altitude}
    )


def refuse_shoulder_fired(entry_id: str, path: NodePath, around: Surroundings) -> None:
    """Refuse what is never placed on a map."""
    if is_shoulder_fired(entry_id):
        raise around.document.error(
            path,
            f"expected no shoulder-fired missile, got '{entry_id[:60]}'; they cannot be placed on a"
            " map",
        )


def in_study(cause: CatalogueError, path: NodePath, around: Surroundings) -> Exception:
    """The catalogue's complaint about an id, at its place in the study."""
    return cause if cause.file is not None else around.document.error(path, cause.problem)


def _parameter(
    text: str,
    dimension: Literal["length", "altitude"],
    *,
    path: NodePath,
    around: Surroundings,
    basis: str,
    grade: str,
    source: str,
    note: str,
    label: str,
) -> Parameter:
    quantity = parse_quantity(text, dimension)
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    sources = () if source in NO_SOURCE else (source,)
    try:
        return Parameter(
            quantity.value,
            low,
            high,
            "m",
            "triangular" if low < high else "fixed",
            basis=basis,
            grade=grade,
            sources=sources,
            note=note,
            label=label,
        )
    except ValueError as cause:  # such as a published value without a source
        raise around.document.error(path, f"{cause}; give its source or another basis") from None
