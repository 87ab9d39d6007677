"""Cells of text under each other."""

from collections.abc import Iterable, Sequence


def under_each_other(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of equally many cells as lines, text to the left."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
