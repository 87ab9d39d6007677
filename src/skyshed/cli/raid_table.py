"""Outcomes of raids as aligned lines for a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from skyshed.cli.aligned import under_each_other

if TYPE_CHECKING:
    from skyshed.analysis.raids import RaidOutcome, RaidResult
    from skyshed.output.report_raids import RaidRow

_CHANGED = ("Leakage", "Nothing leaks", "Missiles used", "First shot")
EXPLANATION = (
    "Before the brackets the median, in them 5 to 95 % of the draws: what is not known. More runs"
    " do not narrow it.",
    "After ± half of the 95 % interval that chance leaves to the mean. More runs do narrow it.",
)


def raid_lines(raid: "RaidResult", *, precision: float | None = None) -> list[str]:
    """A raid against its networks, what would change it, and how firm the figures are.

    Parameters
    ----------
    raid : RaidResult
        The raid.
    precision : float, optional
        What was asked for: half the 95 % sampling interval of the mean number of leakers.

    Returns
    -------
    list of str
    """
    from skyshed.output.report_raids import networks, raid_rows, size_words

    shown = networks(raid)
    lines = [
        f"{raid.key}: {raid.label}",
        f"{', '.join(raid.targets)}; they attack {raid.defends}",
        size_words(raid),
    ]
    rows = raid_rows(raid)
    table: list[tuple[str, str, str]] = []
    for index, outcome in enumerate(shown):
        table += [("", "", ""), (f"against {outcome.network}", "", "")]
        table += [
            (f"  {row.label}", row.cells[index].value, "; ".join(row.cells[index].chance))
            for row in rows
            if row.cells[index].value
        ]
    lines += under_each_other(table)
    changed = [outcome for outcome in raid.outcomes if outcome.change]
    if changed:
        lines += ["", *under_each_other(_changes(raid, shown[0], changed))]
    return [*lines, "", *(_precision(outcome, precision) for outcome in shown)]


def _changes(
    raid: "RaidResult", base: "RaidOutcome", changed: Sequence["RaidOutcome"]
) -> Iterator[tuple[str, ...]]:
    """What would change the answer: one line for each change, the first without any."""
    rows = _rows_of(raid, [base, *changed])
    kept = [row for row in rows if row.label in _CHANGED]
    yield (f"one thing changed, against {base.network}", *(row.label.lower() for row in kept))
    for index, words in enumerate(["as it is", *(outcome.change for outcome in changed)]):
        yield (f"  {words}", *(row.cells[index].value for row in kept))


def _rows_of(raid: "RaidResult", outcomes: Sequence["RaidOutcome"]) -> "list[RaidRow]":
    """Rows of the report's table with these outcomes side by side."""
    from skyshed.output.report_raids import raid_rows

    return raid_rows(replace(raid, outcomes=tuple(replace(o, change="") for o in outcomes)))


def _precision(outcome: "RaidOutcome", precision: float | None) -> str:
    """Whether the runs were enough."""
    from math import isnan

    half = outcome.spreads["leakers"].half_width
    runs = f"{outcome.runs:,} run{'' if outcome.runs == 1 else 's'} of each draw"
    if isnan(half):
        return f"{outcome.network}: a single run of each draw gives no sampling interval"
    known = f"the mean number of leakers is known to ± {half:.2g}"
    if precision is None:
        return f"{outcome.network}: after {runs} {known}"
    if outcome.reached:
        return f"{outcome.network}: precision of {precision:g} reached; after {runs} {known}"
    return (
        f"{outcome.network}: precision of {precision:g} NOT reached; after {runs} {known}; allow"
        " more with --runs"
    )
