"""Print the catalogue: the list, one entry, the audit."""

from collections.abc import Iterable, Mapping
from itertools import groupby

import typer

from skyshed.catalogue import loader
from skyshed.catalogue.model import (
    MissileEntry,
    ProtectionEntry,
    RadarEntry,
    RecordEntry,
    Statement,
    SystemEntry,
    TargetEntry,
)
from skyshed.catalogue.own_files import Extra
from skyshed.cli.catalogue_words import guidance_words, pair_words, value_words
from skyshed.uncertainty.parameter import Parameter

_PLURALS = {"protection": "self-protection", "figures": "figures"}


def list_all(extra: Extra) -> None:
    """Print all entries by kind."""
    for kind, entries in groupby(loader.list_entries(extra=extra), key=lambda line: line.kind):
        typer.echo(_PLURALS.get(kind, f"{kind}s"))
        for entry in entries:
            typer.echo(f"  {entry.id:24} {entry.name:28} {_short(entry.summary)}")
        if kind == "system":
            typer.echo("missiles")
            for name, missile in loader.missiles(extra=extra).items():
                kept = guidance_words(missile.guidance_kind)
                same = "" if name == missile.id else f"; the same as {missile.id}"
                typer.echo(f"  {name:24} {missile.name:28} {kept}{same}")


def show(entry_id: str, extra: Extra) -> None:
    """Print one entry.

    Raises
    ------
    CatalogueError
        If there is none of that id; the nearest is suggested.
    """
    found = loader.entry(entry_id, extra=extra)
    cited = _shown(found)
    typer.echo("sources")
    bibliography = loader.sources(extra=extra)
    for source_id in sorted(cited):
        source = bibliography[source_id]
        address = f" {source.address}" if source.address else ""
        by = f" {source.publisher}, {source.date}." if source.publication else ""
        typer.echo(f"  {source_id}: {source.title}.{by}{address}")


def _shown(found: loader.Entry | MissileEntry) -> set[str]:
    """Print what was found; return the sources it cites."""
    if isinstance(found, MissileEntry):
        return _show_missile(found)
    if isinstance(found, SystemEntry):
        return _show_system(found)
    if isinstance(found, TargetEntry):
        return _show_target(found)
    if isinstance(found, ProtectionEntry):
        return _show_protection(found)
    if isinstance(found, RecordEntry):
        return _show_record(found)
    return _show_radar(found)


def _show_system(entry: SystemEntry) -> set[str]:
    typer.echo(f"{entry.id}: {entry.name} ({entry.origin})\n{entry.summary}")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_values("time until a first detection is possible", entry.readiness)
    typer.echo(f"radars: {', '.join(entry.radars)}")
    for missile in entry.missiles.values():
        if missile.system != entry.id:
            typer.echo(f"missile {missile.name}: stands in {missile.system}, see {missile.id}")
            continue
        cited |= _print_values(f"missile {missile.name} ({missile.id})", missile.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
    _print_remarks(entry.not_public, entry.notes)
    return cited


def _show_missile(entry: MissileEntry) -> set[str]:
    kept = guidance_words(entry.guidance_kind)
    typer.echo(f"{entry.id}: {entry.name}, {kept}; a missile of {entry.system}")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
    missing = " and ".join(entry.missing_for_flight)
    fit = f"`skyshed catalogue fit {entry.id}`"
    typer.echo(f"not fittable: missing {missing}" if missing else f"how it may fly: {fit}")
    _print_remarks((), entry.notes)
    return cited


def _show_protection(entry: ProtectionEntry) -> set[str]:
    typer.echo(f"{entry.id}: {entry.name} ({entry.origin})\n{entry.summary}")
    acts_on = ", ".join(guidance_words(kind) for kind in entry.acts_on)
    typer.echo(f"acts on missiles with guidance: {acts_on}; on all others it has no effect")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
    _print_remarks(entry.not_public, entry.notes)
    return cited


def _show_radar(entry: RadarEntry) -> set[str]:
    kind = "civil" if entry.civil else "military"
    band = " or ".join(entry.statements["band"].values)
    typer.echo(f"{entry.id}: {entry.name}, {entry.role} ({kind}, {band} band)")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_values("other mounts of the antenna", entry.mounts)
    cited |= _print_values("power and gain", entry.absolute)
    if entry.pairs:
        typer.echo('quoted ranges ("detects sigma at range R")')
    for pair in entry.pairs:
        typer.echo(f"  {pair_words(pair)}")
        cited |= set(pair.sources)
    if not entry.calibration_pairs:
        typer.echo("not computable: none of its quoted ranges may calibrate it")
    said = {key: value for key, value in entry.statements.items() if key != "sector_slewable"}
    cited |= _print_statements("what is said of it", said)
    _print_remarks(entry.not_public, entry.notes)
    return cited


def _show_record(entry: RecordEntry) -> set[str]:
    typer.echo(f"{entry.id}: {entry.name} ({entry.origin})\n{entry.summary}")
    cited = _print_values("numbers", entry.parameters)
    cited |= _print_statements("what is said of it", entry.statements)
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


def _print_values(heading: str, values: Mapping[str, Parameter]) -> set[str]:
    """Print numbers with interval, basis, grade, sources and note; return the sources."""
    if values:
        typer.echo(heading)
    for key, value in values.items():
        cited = ", ".join(value.sources)
        typer.echo(
            f"  {value.label or key}: {value_words(value)}; {value.basis}, grade {value.grade}"
            f" [{cited}]"
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
        typer.echo(
            f"  {words}: {' or '.join(said.values)}; {said.basis}, grade {said.grade} [{cited}]"
        )
        if said.note:
            typer.echo(f"      {said.note}")
    return {source for said in statements.values() for source in said.sources}


def _print_remarks(not_public: Iterable[str], notes: Iterable[str]) -> None:
    if not_public:
        typer.echo(f"not public: {'; '.join(not_public)}")
    for note in notes:
        typer.echo(f"note: {note}")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
