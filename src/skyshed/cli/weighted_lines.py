"""Areas and raids under every weighting as aligned lines for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from skyshed.cli.aligned import under_each_other

if TYPE_CHECKING:
    from skyshed.analysis.results import StudyResult
    from skyshed.output.study_weightings import WeightedTable


def weighted_lines(result: "StudyResult") -> list[str]:
    """What `--weightings` adds: a table for areas, one for raids.

    Parameters
    ----------
    result : StudyResult
        Computed with weightings; ranges under all weightings stand in the report.

    Returns
    -------
    list of str
        Medians, in brackets 5 to 95 % of the draws; an empty line after each table.
    """
    from skyshed.output.study_weightings import AREAS_AND_RAIDS, weighted_tables

    lines = []
    for table in weighted_tables(result, kinds=AREAS_AND_RAIDS):
        lines += [*under_each_other(list(_rows(table))), ""]
    return lines


def _rows(table: "WeightedTable") -> Iterator[tuple[str, ...]]:
    from skyshed.output.study_weightings import weighted_heads

    yield (table.title.lower(), *weighted_heads(), "box, no weights")
    about = ""
    for row in table.rows:
        if about != (about := f"{row.system}: {row.target}"):
            yield (f"  {about}", "", "", "", "")
        yield (f"    {row.quantity}", *row.values, row.box)
