"""Write docs/validation.md from what the tests have noted; see `record_validation`."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

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


def write_page(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Write the page, rows sorted by subject; the same rows in any order give the same bytes.

    Parameters
    ----------
    path : Path
        The page.
    records : iterable of mapping
        ``subject``, ``reference``, ``cases``, ``worst``, ``tolerance`` and ``unit`` of each group.
    """
    rows = sorted((_row(record) for record in records), key=lambda row: (row.casefold(), row))
    path.write_text(f"{HEAD}{''.join(rows)}\n{len(rows)} groups.\n", "utf-8")


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
