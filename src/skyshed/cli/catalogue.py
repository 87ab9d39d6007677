"""Print the catalogue: the list, one entry, the audit."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import typer

from skyshed.catalogue import loader
from skyshed.catalogue.model import (
    MissileEntry,
    ProtectionEntry,
    RadarEntry,
    ReferencePair,
    Statement,
    SystemEntry,
    TargetEntry,
)
from skyshed.documents import suggest
from skyshed.errors import CatalogueError
from skyshed.uncertainty.parameter import Parameter
from skyshed.units import format_quantity, from_si

_HEADINGS = {
    "basis": "What the values rest on",
    "grade": "Grades (A best, D assumption)",
    "contradiction": "Contradictions",
    "competing": "Competing values, kept side by side",
    "not_computable": "Not computable",
    "weak_anchor": "Ranges that rest on weak quotations",
    "weak_headline": "Headline numbers that are unverified, assumed or grade D",
    "agreement": "Quotations that agree",
    "unused_source": "Sources that nothing cites",
}
_PLURALS = {"protection": "self-protection"}
_GUIDANCE = {
    "track_via_missile": "track via missile",
    "semi_active": "semi-active",
    "active": "active radar",
    "command": "command",
    "infrared": "heat-seeking (infrared)",
}


def list_all(extra: Path | None) -> None:
    """Print all entries by kind."""
    for kind, entries in groupby(loader.list_entries(extra=extra), key=lambda line: line.kind):
        typer.echo(_PLURALS.get(kind, f"{kind}s"))
        for entry in entries:
            typer.echo(f"  {entry.id:24} {entry.name:28} {_short(entry.summary)}")
        if kind == "system":
            typer.echo("missiles")
            for missile in missiles(extra).values():
                kept = _GUIDANCE.get(missile.guidance_kind, missile.guidance_kind)
                typer.echo(f"  {missile.id:24} {missile.name:28} {kept}")


def missiles(extra: Path | None) -> dict[str, MissileEntry]:
    """Every missile of every system, by id."""
    return {
        missile.id: missile
        for line in loader.list_entries(extra=extra)
        if line.kind == "system"
        for missile in loader.system(line.id, extra=extra).missiles.values()
    }


def show(entry_id: str, extra: Path | None) -> None:
    """Print one entry.

    Raises
    ------
    CatalogueError
        If there is none of that id; the nearest is suggested.
    """
    kinds = {line.id: line.kind for line in loader.list_entries(extra=extra)}
    fired = missiles(extra)
    kind = "missile" if entry_id in fired else kinds.get(entry_id)
    cited: set[str] = set()
    if kind == "missile":
        cited |= _show_missile(fired[entry_id])
    elif kind == "system":
        cited |= _show_system(loader.system(entry_id, extra=extra))
    elif kind == "target":
        cited |= _show_target(loader.target(entry_id, extra=extra))
    elif kind == "protection":
        cited |= _show_protection(loader.protection(entry_id, extra=extra))
    elif kind == "radar":
        cited |= _show_radar(loader.radar(entry_id, extra=extra))
    else:
        hint = suggest(entry_id, [*kinds, *fired]) or "list them with `skyshed catalogue list`"
        raise CatalogueError(f"no catalogue entry '{entry_id}'; {hint}")
    typer.echo("sources")
    bibliography = loader.sources(extra=extra)
    for source_id in sorted(cited):
        source = bibliography[source_id]
        address = f" {source.address}" if source.address else ""
        typer.echo(f"  {source_id}: {source.title}. {source.publisher}, {source.date}.{address}")


def audit_all(extra: Path | None) -> None:
    """Print the findings of the audit by kind."""
    from skyshed.catalogue.audit import audit

    for kind, findings in groupby(audit(extra=extra), key=lambda finding: finding.kind):
        typer.echo(_HEADINGS.get(kind, kind))
        for finding in findings:
            typer.echo(f"  {finding.text}")


def _show_system(entry: SystemEntry) -> set[str]:
    typer.echo(f"{entry.id}: {entry.name} ({entry.origin})\n{entry.summary}")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_values("time until a first detection is possible", entry.readiness)
    typer.echo(f"radars: {', '.join(entry.radars)}")
    for missile in entry.missiles.values():
        cited |= _print_values(f"missile {missile.name} ({missile.id})", missile.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
    _print_remarks(entry.not_public, entry.notes)
    return cited


def _show_missile(entry: MissileEntry) -> set[str]:
    kept = _GUIDANCE.get(entry.guidance_kind, entry.guidance_kind)
    typer.echo(f"{entry.id}: {entry.name}, {kept}; a missile of {entry.system}")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
    missing = ", ".join(entry.missing_for_flight)
    fit = f"`skyshed catalogue fit {entry.id}`"
    typer.echo(f"not fittable: missing {missing}" if missing else f"how it may fly: {fit}")
    _print_remarks((), entry.notes)
    return cited


def _show_protection(entry: ProtectionEntry) -> set[str]:
    typer.echo(f"{entry.id}: {entry.name} ({entry.origin})\n{entry.summary}")
    acts_on = ", ".join(_GUIDANCE.get(kind, kind) for kind in entry.acts_on)
    typer.echo(f"acts on missiles with guidance: {acts_on}; on all others it has no effect")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
    _print_remarks(entry.not_public, entry.notes)
    return cited


def _show_radar(entry: RadarEntry) -> set[str]:
    kind = "civil" if entry.civil else "military"
    typer.echo(f"{entry.id}: {entry.name}, {entry.role} ({kind}, {entry.band} band)")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_values("other mounts of the antenna", entry.mounts)
    cited |= _print_values("power and gain", entry.absolute)
    if entry.pairs:
        typer.echo('quoted ranges ("detects sigma at range R")')
    for pair in entry.pairs:
        typer.echo(f"  {_pair(pair)}")
        cited |= set(pair.sources)
    _print_remarks(entry.not_public, entry.notes)
    return cited


def _show_target(entry: TargetEntry) -> set[str]:
    typer.echo(f"{entry.id}: {entry.name} ({entry.target_class})")
    cited = _print_values("how it flies", entry.kinematics)
    cells = {f"{band} {aspect}": cell for (band, aspect), cell in entry.rcs_m2.items()}
    cited |= _print_values("median radar cross-section", cells)
    for name, added in entry.configurations.items():
        if added:
            cited |= _print_values(f"configuration {name} adds", added)
    typer.echo(f"configurations: {', '.join(entry.configurations)}")
    _print_remarks((), (entry.fluctuation, *entry.notes))
    return cited


def _pair(pair: ReferencePair) -> str:
    return (
        f"{_value(pair.sigma_m2)} at {_value(pair.range_m)}; use: {pair.use};"
        f" {pair.basis}, grade {pair.grade} [{', '.join(pair.sources)}]"
    )


def _print_values(heading: str, values: Mapping[str, Parameter]) -> set[str]:
    """Print numbers with interval, basis, grade, sources and note; return the sources."""
    if values:
        typer.echo(heading)
    for key, value in values.items():
        cited = ", ".join(value.sources)
        typer.echo(
            f"  {value.label or key}: {_value(value)}; {value.basis}, grade {value.grade} [{cited}]"
        )
        if value.note:
            typer.echo(f"      {value.note}")
    return {source for value in values.values() for source in value.sources}


def _print_statements(heading: str, statements: Mapping[str, Statement]) -> set[str]:
    """Print sourced texts; return the sources."""
    if statements:
        typer.echo(heading)
    for key, said in statements.items():
        cited = ", ".join(said.sources)
        words = said.label or key.replace("_", " ")
        typer.echo(f"  {words}: {said}; {said.basis}, grade {said.grade} [{cited}]")
        if said.note:
            typer.echo(f"      {said.note}")
    return {source for said in statements.values() for source in said.sources}


def _value(value: Parameter) -> str:
    """A number with its interval as it stands in the catalogue, in the units of people."""
    unit = _unit_for_people(value)
    if len(value.values) > 1:
        return " or ".join(format_quantity(number, unit) for number in value.values)
    text = format_quantity(value.nominal, unit)
    if value.low == value.high:
        return text
    low, high = (from_si(bound, unit) for bound in (value.low, value.high))
    return f"{text} ({low:.4g}..{high:.4g})"


def _unit_for_people(value: Parameter) -> str:
    if value.unit == "m" and value.high >= 1000.0:
        return "km"
    if value.unit == "s" and value.high >= 300.0:
        return "h" if value.high >= 36_000.0 else "min"
    return {"Hz": "GHz", "rad": "deg"}.get(value.unit, value.unit)


def _print_remarks(not_public: Iterable[str], notes: Iterable[str]) -> None:
    if not_public:
        typer.echo(f"not public: {'; '.join(not_public)}")
    for note in notes:
        typer.echo(f"note: {note}")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
