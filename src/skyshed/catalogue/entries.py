"""From a catalogue file to `RadarEntry`, `TargetEntry` and `SystemEntry`."""

from collections.abc import Callable, Mapping

from skyshed.catalogue import keys
from skyshed.catalogue.fields import read_pair, read_parameter, read_parameters, read_statement
from skyshed.catalogue.model import (
    ASPECTS,
    GUIDANCE_KINDS,
    RCS_BANDS,
    READINESS_STATES,
    MissileEntry,
    ProtectionEntry,
    RadarEntry,
    RecordEntry,
    Statement,
    SystemEntry,
    TargetEntry,
)
from skyshed.catalogue.node import Node
from skyshed.uncertainty.parameter import Parameter

_HEAD = ("format_version", "kind", "id")
_OWN = ("sources",)  # an entry of the user may bring its own bibliography
_RADAR = ("name", "civil", "band", "parameters")
_RADAR_MORE = (
    "role",
    "sector_slewable",
    "mounts",
    "what_if_mounts",
    "reference_pairs",
    "absolute",
    "statements",
    "not_public",
    "notes",
)


def read_system(
    node: Node, shared: Callable[[Node], MissileEntry]
) -> tuple[SystemEntry, dict[str, RadarEntry]]:
    """Read a system file: the system and its radars by id.

    `shared` finds the missile of another system that this one fires too (``same_as``).
    """
    carried = "shoulder_fired" in node.children() and node.children()["shoulder_fired"].boolean()
    placed = () if carried else ("readiness", "radars")
    fields = node.fields(
        required=(*_HEAD, "name", "summary", "parameters", *placed),
        optional=(
            *("origin", "missiles", "statements", "not_public", "notes"),
            *("shoulder_fired", *_OWN),
        ),
    )
    system_id, name = fields["id"].text(), fields["name"].text()
    radars = {}
    for slug, child in _children(fields, "radars").items():
        parts = child.fields(required=_RADAR, optional=_RADAR_MORE)
        radars[f"{system_id}/{slug}"] = _radar(parts, f"{system_id}/{slug}", system_id)
    missiles = _children(fields, "missiles")
    entry = SystemEntry(
        id=system_id,
        name=name,
        origin=_text(fields, "origin"),
        summary=fields["summary"].text(),
        parameters=read_parameters(fields["parameters"], keys.SYSTEM, name),
        readiness=_readiness(fields["readiness"], name) if placed else {},
        radars=tuple(radars),
        missiles={
            slug: _missile(child, system_id, slug, shared) for slug, child in missiles.items()
        },
        shoulder_fired=carried,
        statements=_statements(fields, name),
        not_public=_texts(fields, "not_public"),
        notes=_texts(fields, "notes"),
    )
    return entry, radars


def read_radar(node: Node) -> RadarEntry:
    """Read the file of a radar that belongs to no system."""
    fields = node.fields(required=(*_HEAD, *_RADAR), optional=(*_RADAR_MORE, *_OWN))
    return _radar(fields, fields["id"].text(), None)


def read_target(node: Node) -> TargetEntry:
    """Read the file of a target."""
    fields = node.fields(
        required=(*_HEAD, "name", "target_class", "kinematics", "rcs_m2"),
        optional=("configurations", "notes", *_OWN),
    )
    name = fields["name"].text()
    configurations: dict[str, dict[str, Parameter]] = {"clean": {}}
    notes: dict[str, str] = {}
    for slug, child in _children(fields, "configurations").items():
        parts = child.fields(required=("adds_rcs_m2",), optional=("note",))
        configurations[slug] = _added_cross_sections(parts["adds_rcs_m2"], f"{slug} of {name}")
        notes[slug] = _text(parts, "note")
    return TargetEntry(
        id=fields["id"].text(),
        name=name,
        target_class=fields["target_class"].text(),
        rcs_m2=_cross_sections(fields["rcs_m2"], name),
        configurations=configurations,
        kinematics=read_parameters(fields["kinematics"], keys.KINEMATICS, name),
        configuration_notes=notes,
        notes=_texts(fields, "notes"),
    )


def read_protection(node: Node) -> ProtectionEntry:
    """Read the file of a device with which an aircraft protects itself."""
    fields = node.fields(
        required=(*_HEAD, "name", "summary", "acts_on", "parameters"),
        optional=("origin", "statements", "not_public", "notes", *_OWN),
    )
    name = fields["name"].text()
    return ProtectionEntry(
        id=fields["id"].text(),
        name=name,
        origin=_text(fields, "origin"),
        summary=fields["summary"].text(),
        acts_on=tuple(item.choice(GUIDANCE_KINDS) for item in fields["acts_on"].items()),
        parameters=read_parameters(fields["parameters"], keys.PROTECTION, name),
        statements=_statements(fields, name),
        not_public=_texts(fields, "not_public"),
        notes=_texts(fields, "notes"),
    )


def read_record(node: Node) -> RecordEntry:
    """Read the file of a network or of figures."""
    fields = node.fields(
        required=(*_HEAD, "name", "summary"),
        optional=("origin", "parameters", "statements", "not_public", "notes", *_OWN),
    )
    name = fields["name"].text()
    numbers = fields.get("parameters")
    return RecordEntry(
        id=fields["id"].text(),
        kind=fields["kind"].text(),
        name=name,
        origin=_text(fields, "origin"),
        summary=fields["summary"].text(),
        parameters=read_parameters(numbers, keys.RECORD, name) if numbers else {},
        statements=_statements(fields, name),
        not_public=_texts(fields, "not_public"),
        notes=_texts(fields, "notes"),
    )


def _radar(fields: Mapping[str, Node], radar_id: str, system: str | None) -> RadarEntry:
    name = fields["name"].text()
    statements = _statements(fields, name)
    statements["band"] = read_statement(fields["band"], f"band of {name}")
    slewable = False
    if "sector_slewable" in fields:
        whether = read_statement(fields["sector_slewable"], f"slewing of {name}")
        statements["sector_slewable"] = whether
        slewable = fields["sector_slewable"].children()["value"].boolean()
    mounts = _children(fields, "mounts")
    what_if = _texts(fields, "what_if_mounts")
    for mount in what_if:
        if mount not in mounts:
            raise fields["what_if_mounts"].error(f"no mount '{mount}' in mounts; correct the name")
    pairs = _children(fields, "reference_pairs")
    absolute = fields.get("absolute")
    return RadarEntry(
        id=radar_id,
        name=name,
        system=system,
        civil=fields["civil"].boolean(),
        band=statements["band"].value,
        sector_slewable=slewable,
        parameters=_radar_parameters(fields["parameters"], name),
        role=_text(fields, "role"),
        mounts={slug: _mount(child, slug, name) for slug, child in mounts.items()},
        what_if_mounts=what_if,
        pairs=tuple(read_pair(child, f"{radar_id}/{slug}", name) for slug, child in pairs.items()),
        absolute=read_parameters(absolute, keys.ABSOLUTE, name) if absolute else {},
        statements=statements,
        not_public=_texts(fields, "not_public"),
        notes=_texts(fields, "notes"),
    )


def _radar_parameters(node: Node, name: str) -> dict[str, Parameter]:
    found = node.fields(required=keys.RADAR_REQUIRED, optional=tuple(keys.RADAR))
    if ("antenna_height" in found) == ("platform_altitude" in found):
        raise node.error(
            "expected either antenna_height or, for an airborne radar, platform_altitude"
        )
    return read_parameters(node, keys.RADAR, name)


def _mount(node: Node, slug: str, name: str) -> Parameter:
    return read_parameter(node, "length", f"antenna height of {name} ({keys.words(slug)})")


def _readiness(node: Node, name: str) -> dict[str, Parameter]:
    states = node.fields(required=READINESS_STATES)
    return {
        state: read_parameter(
            states[state], "time", f"time to first detection of {name}, {keys.STATE_WORDS[state]}"
        )
        for state in READINESS_STATES
    }


def _missile(
    node: Node, system_id: str, slug: str, shared: Callable[[Node], MissileEntry]
) -> MissileEntry:
    if "same_as" in node.children():
        return shared(node.fields(required=("same_as",))["same_as"])
    fields = node.fields(
        required=("name", "guidance_kind", "parameters"), optional=("statements", "notes")
    )
    name = fields["name"].text()
    statements = _statements(fields, name)
    guidance = read_statement(fields["guidance_kind"], f"kind of guidance of {name}")
    fields["guidance_kind"].children()["value"].choice(GUIDANCE_KINDS)
    statements["guidance_kind"] = guidance
    return MissileEntry(
        id=f"{system_id}/{slug}",
        name=name,
        system=system_id,
        guidance_kind=guidance.value,
        parameters=read_parameters(fields["parameters"], keys.MISSILE, name),
        statements=statements,
        notes=_texts(fields, "notes"),
    )


def _cross_sections(node: Node, name: str) -> dict[tuple[str, str], Parameter]:
    """All twelve cells; ``any`` in the file stands for the three aspects of its band."""
    cells = {}
    for band, row in node.fields(required=RCS_BANDS).items():
        all_round = "any" in row.children()
        for aspect, cell in row.fields(required=("any",) if all_round else ASPECTS).items():
            where = keys.BAND_WORDS[band]
            label = f"{keys.ASPECT_WORDS[aspect]} cross-section of {name} in {where}"
            number = read_parameter(cell, "area", label)
            if number.low <= 0.0:
                raise cell.error("expected a cross-section above zero")
            for target_aspect in ASPECTS if all_round else (aspect,):
                cells[band, target_aspect] = number
    return cells


def _added_cross_sections(node: Node, owner: str) -> dict[str, Parameter]:
    bands = node.fields(required=RCS_BANDS)
    return {
        band: read_parameter(
            bands[band], "area", f"cross-section of the {owner} in {keys.BAND_WORDS[band]}"
        )
        for band in RCS_BANDS
    }


def _statements(fields: Mapping[str, Node], owner: str) -> dict[str, Statement]:
    found = _children(fields, "statements")
    return {
        key: read_statement(child, f"{keys.words(key)} of {owner}") for key, child in found.items()
    }


def _children(fields: Mapping[str, Node], key: str) -> dict[str, Node]:
    return fields[key].children() if key in fields else {}


def _text(fields: Mapping[str, Node], key: str) -> str:
    return fields[key].text() if key in fields else ""


def _texts(fields: Mapping[str, Node], key: str) -> tuple[str, ...]:
    return fields[key].texts() if key in fields else ()
