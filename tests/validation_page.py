"""Write docs/validation.md from what the tests have noted; see `record_validation`."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HEAD = """\
# Validation

What was checked against what, and how closely. This page is written by the tests
(`SKYSHED_WRITE_VALIDATION=1 python -m pytest`), never by hand: each row is a group of cases of one
test, with the largest difference found and the largest that is allowed. A tolerance follows from
the digits of the source or from its method, not from what the code reaches; where the cases of a
group differ in theirs, each is held to its own.

| what | against | cases | largest difference | allowed | unit |
|---|---|---:|---:|---:|---|
"""


COVERED = """
## Published cases

The published reference cases that skyshed is measured by, by file: how many there are, how many
a test holds to its own tolerance, and how many are listed below instead, with the reason.

| file | cases | held by a test | listed below |
|---|---:|---:|---:|
"""

LISTED = """
## Cases that no test holds

| file | kind | cases | reason |
|---|---|---:|---|
"""

# Prefix of the ids of each file.
FILES = {
    "ATM": "atmosphere",
    "DET": "detection",
    "FMT": "formats",
    "GDY": "geodesy",
    "GEO": "geometry_refraction",
    "KIN": "kinematics",
    "PRP": "propagation",
    "RAD": "radar_equation",
    "SIG": "signatures",
    "TRK": "tracking",
}


def write_page(
    path: Path,
    records: Iterable[Mapping[str, object]],
    *,
    held: Iterable[str] = (),
    listed: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Write the page, rows sorted by subject; the same rows in any order give the same bytes.

    Parameters
    ----------
    path : Path
        The page.
    records : iterable of mapping
        ``subject``, ``reference``, ``cases``, ``worst``, ``tolerance`` and ``unit`` of each group.
    held : iterable of str
        Ids of the published cases that a test has read.
    listed : iterable of mapping
        Groups of published cases that no test holds: ``file``, ``kind``, ``ids``, ``reason``.
    """
    rows = sorted((_row(record) for record in records), key=lambda row: (row.casefold(), row))
    groups = list(listed)
    text = f"{HEAD}{''.join(rows)}\n{len(rows)} groups.\n"
    if groups:
        text += COVERED + "".join(_coverage(set(held), groups))
        text += LISTED + "".join(
            f"| {g['file']} | {_cell(g['kind'])} | {len(g['ids'])} | {_cell(g['reason'])} |\n"
            for g in groups
        )
    path.write_text(text, "utf-8")


def _coverage(held: set[str], groups: list[Mapping[str, Any]]) -> list[str]:
    """One line for each file, and their sum."""
    mine = Counter(FILES[i.split("-")[0]] for i in held if i.split("-")[0] in FILES)
    other: Counter[str] = Counter()
    for group in groups:
        other[group["file"]] += len(group["ids"])
    lines = [
        f"| {name} | {mine[name] + other[name]} | {mine[name]} | {other[name]} |\n"
        for name in sorted({*mine, *other})
    ]
    sums = sum(mine.values()), sum(other.values())
    return [*lines, f"| all | {sum(sums)} | {sums[0]} | {sums[1]} |\n"]


def _row(record: Mapping[str, object]) -> str:
    cells = (
        _cell(record["subject"]),
        _cell(record["reference"]),
        str(record["cases"]),
        number(float(str(record["worst"]))),
        number(float(str(record["tolerance"]))),
        _cell(record["unit"]),
    )
    return f"| {' | '.join(cells)} |\n"


def number(value: float) -> str:
    """Two significant digits: more would follow the machine's rounding from one run to the next."""
    if value == 0.0 or math.isnan(value):
        return "0" if value == 0.0 else "-"
    if 1e-3 <= abs(value) < 1e5:
        return f"{float(f'{value:.2g}'):.10g}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent)}"


def _cell(text: object) -> str:
    return " ".join(str(text).replace("|", "/").split())
