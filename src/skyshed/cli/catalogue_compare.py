"""Print catalogue entries side by side."""

from collections.abc import Mapping, Sequence

import typer

from skyshed.catalogue import keys, loader
from skyshed.catalogue.audit import predicted_range_m
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
from skyshed.cli.catalogue_words import value_words
from skyshed.errors import CatalogueError
from skyshed.uncertainty.parameter import Parameter

_LABEL_WIDTH = 26
_COLUMN_WIDTH = 34
_GAP = "  "

Found = loader.Entry | MissileEntry


def compare(ids: Sequence[str], extra: Extra) -> None:
    """Print two or more entries of one kind in a table, one column each.

    Parameters
    ----------
    ids : sequence of str
        Ids of entries or missiles.
    extra : Path, tuple of Path or None
        Entries of the user.

    Raises
    ------
    CatalogueError
        If there are fewer than two, one is not there, or they are of different kinds.
    """
    if len(set(ids)) < 2:
        raise CatalogueError(f"expected two or more different ids, got {len(set(ids))}; add one")
    entries = [loader.entry(entry_id, extra=extra) for entry_id in ids]
    kinds = {type(entry): entry_id for entry_id, entry in zip(ids, entries, strict=True)}
    if len(kinds) > 1:
        words = " and ".join(f"'{key}' ({_KINDS[kind]})" for kind, key in kinds.items())
        raise CatalogueError(f"expected entries of one kind, got {words}; compare like with like")
    columns = [_values(entry) for entry in entries]
    for line in _row(
        "", [f"{key} ({entry.name})" for key, entry in zip(ids, entries, strict=True)]
    ):
        typer.echo(line)
    for label in dict.fromkeys(label for column in columns for label in column):
        for line in _row(label, [_cell(column.get(label)) for column in columns]):
            typer.echo(line)


_KINDS: Mapping[type[Found], str] = {
    SystemEntry: "a system",
    RadarEntry: "a radar",
    TargetEntry: "a target",
    MissileEntry: "a missile",
    ProtectionEntry: "self-protection",
    RecordEntry: "a network or figures",
}


def _values(entry: Found) -> dict[str, Parameter | Statement | str]:
    """Values by a name that the entries share."""
    found: dict[str, Parameter | Statement | str] = {}
    if isinstance(entry, TargetEntry):
        found["class"] = entry.target_class
        found.update(_named(entry.kinematics))
        for (band, aspect), cell in entry.rcs_m2.items():
            words = f"{keys.BAND_WORDS[band]}, {keys.ASPECT_WORDS[aspect]}"
            found[f"cross-section, {words}"] = cell
        return found
    if isinstance(entry, RadarEntry):
        found["role"] = entry.role
    found.update({keys.words(key): said for key, said in entry.statements.items()})
    found.update(_named(entry.parameters))
    if isinstance(entry, SystemEntry):
        found.update(
            {f"first detection, {keys.STATE_WORDS[k]}": v for k, v in entry.readiness.items()}
        )
        found["radars"] = ", ".join(entry.radars)
        found["missiles"] = ", ".join(missile.id for missile in entry.missiles.values())
    if isinstance(entry, RadarEntry):
        found.update({f"on the {keys.words(mount)}": v for mount, v in entry.mounts.items()})
        found.update(_named(entry.absolute))
        found["quoted range"] = _quoted(entry)
        found["1 m^2, fourth-root law"] = _one_square_metre(entry)
    return found


def _named(numbers: Mapping[str, Parameter]) -> dict[str, Parameter | Statement | str]:
    """Numbers by their name in words, without the unit that their key ends with."""
    named: dict[str, Parameter | Statement | str] = {}
    for key, number in numbers.items():
        suffixes = sorted((s for s in keys.SUFFIXES.values() if s and key.endswith(s)), key=len)
        name = key.removesuffix(suffixes[-1]) if suffixes else key
        named[keys.words(name)] = number
    return named


def _quoted(radar: RadarEntry) -> str:
    pairs = (
        f"{value_words(pair.sigma_m2)} at {value_words(pair.range_m)} [{pair.use}; {pair.basis},"
        f" grade {pair.grade}; {', '.join(pair.sources)}]"
        for pair in radar.pairs
    )
    return "\n".join(pairs) or "none"


def _one_square_metre(radar: RadarEntry) -> str:
    """What the calibrating pairs say about 1 m^2: nominal values only, no interval."""
    if not radar.calibration_pairs:
        return "not computable"
    ranges = (predicted_range_m(pair, 1.0) / 1e3 for pair in radar.calibration_pairs)
    return " or ".join(f"{range_km:.0f} km (nominal)" for range_km in ranges)


def _cell(value: Parameter | Statement | str | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, str):
        return value or "-"
    said = value_words(value) if isinstance(value, Parameter) else " or ".join(value.values)
    return f"{said}\n{value.basis}, grade {value.grade}\n[{', '.join(value.sources)}]"


def _row(label: str, cells: Sequence[str]) -> list[str]:
    """The lines of one row of the table."""
    from textwrap import wrap

    def column(text: str, width: int) -> list[str]:
        return [line for part in text.split("\n") for line in wrap(part, width) or [""]]

    texts = [column(label, _LABEL_WIDTH), *(column(cell, _COLUMN_WIDTH) for cell in cells)]
    widths = [_LABEL_WIDTH, *(_COLUMN_WIDTH for _ in cells)]
    height = max(len(lines) for lines in texts)
    rows = []
    for index in range(height):
        parts = [
            (lines[index] if index < len(lines) else "").ljust(width)
            for lines, width in zip(texts, widths, strict=True)
        ]
        rows.append(_GAP.join(parts).rstrip())
    return [*rows, ""]
