"""Raids in the words of people, and their figures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.plain_words import listed
from skyshed.analysis.results import Interval, StudyResult
from skyshed.output.figures.canvas import Drawing
from skyshed.output.figures.raid_distributions import (
    OutcomePanel,
    OutcomeSeries,
    outcome_values,
    raid_distributions,
    shares_by_draw,
)
from skyshed.output.figures.raid_timeline import lanes, raid_timeline
from skyshed.output.figures.sampling_width import sampling_width
from skyshed.output.figures.what_if_table import WhatIfColumn, WhatIfRow, what_if_table
from skyshed.output.reach_figures import without_height
from skyshed.output.words import fixed, interval_text, percent, rounded, slug, time_text, time_unit
from skyshed.sim.statistics import Spread
from skyshed.units.dimensions import from_si

if TYPE_CHECKING:
    from skyshed.analysis.raids import RaidOutcome, RaidResult

_MOST_SERIES: Final = 4
_ROWS: Final = (
    ("leakage", "Leakage", "share of the raid that gets through", "share"),
    ("leakers", "Leakers", "how many get through", "1"),
    ("annihilation", "Nothing leaks", "probability that all are shot down", "share"),
    ("shots", "Missiles used", "", "1"),
    (
        "first_detection_s",
        "First detection",
        "after the start, by any radar of that network, which need not tell the battery",
        "s",
    ),
    ("first_confirmation_s", "First confirmed track", "", "s"),
    ("first_shot_s", "First shot", "", "s"),
    ("keep_out_m", "Keep-out range", "nearest that any target comes to what is defended", "m"),
)
_COLUMNS: Final = (
    (WhatIfColumn("leakage", share=True), "leakage"),
    (WhatIfColumn("nothing leaks", share=True), "annihilation"),
    (WhatIfColumn("missiles used"), "shots"),
    (WhatIfColumn("first shot", "s"), "first_shot_s"),
)


@dataclass(frozen=True)
class RaidCell:
    """One quantity of one network: spread over draws, and what chance still moves, as text."""

    value: str
    chance: tuple[str, ...]


@dataclass(frozen=True)
class RaidRow:
    """One quantity for all networks."""

    label: str
    note: str
    cells: tuple[RaidCell, ...]


@dataclass(frozen=True)
class RaidFigures:
    """Drawings of each raid, by its key and their kind."""

    of: dict[str, dict[str, Drawing]] = field(default_factory=dict)

    def every(self) -> list[Drawing]:
        """All drawings, in the order of the report."""
        return [drawing for drawings in self.of.values() for drawing in drawings.values()]


def networks(raid: "RaidResult") -> "list[RaidOutcome]":
    """Outcomes of the raid as the study has it, one per network."""
    return [outcome for outcome in raid.outcomes if not outcome.change]


def raid_rows(raid: "RaidResult") -> list[RaidRow]:
    """One row per quantity, one cell per network."""
    shown = networks(raid)
    rows = [
        RaidRow(label, note, _row_cells([o.spreads[key] for o in shown], unit))
        for key, label, note, unit in _ROWS
        if all(key in o.spreads for o in shown)
    ]
    if any(outcome.fewer_leakers is not None for outcome in shown):
        cells = tuple(
            RaidCell("", ()) if o.fewer_leakers is None else _cell(o.fewer_leakers, "1")
            for o in shown
        )
        note = "difference, on the same draws and the same luck; negative: more"
        rows.append(RaidRow(f"Fewer leak than {base_name(raid)}", note, cells))
    return rows


def base_name(raid: "RaidResult") -> str:
    """The network that differences and changes start from."""
    return f"\u201c{networks(raid)[0].network}\u201d"


def scan_words(raid: "RaidResult") -> str:
    """Said where targets start in view: the first detection then measures a scan, not warning."""
    quick = [
        f"\u201c{outcome.network}\u201d"
        for outcome in networks(raid)
        if outcome.spreads["first_detection_s"].median <= outcome.scan_s
    ]
    if not quick:
        return ""
    return (
        f"In {listed(quick)} half of the draws or more have a first detection within one scan:"
        " something starts in view of a radar. That time measures the scan and is no warning time."
    )


def alike_words(raid: "RaidResult") -> str:
    """Networks whose columns are the same in every draw, with the reason if the study gives one."""
    shown, told = networks(raid), []
    reasons = dict(raid.notes)
    for i, outcome in enumerate(shown):
        twin = next((o for o in shown[:i] if _same(o, outcome)), None)
        if twin is not None:
            both = f"\u201c{outcome.network}\u201d and \u201c{twin.network}\u201d"
            text = f"{both} give the same numbers"
            reason = reasons.get(outcome.network, "")
            told.append(f"{text}: {reason}" if reason else f"{text}.")
    return " ".join(told)


def _same(one: "RaidOutcome", other: "RaidOutcome") -> bool:
    return np.array_equal(one.leaker_shares, other.leaker_shares) and np.array_equal(
        one.shots, other.shots
    )


def _row_cells(spreads: Sequence[Spread], unit: str) -> tuple[RaidCell, ...]:
    """Cells of one quantity, all in one unit of time."""
    if unit == "s":
        unit = time_unit(_interval(spread) for spread in spreads)
    return tuple(_cell(spread, unit) for spread in spreads)


def _cell(spread: Spread, unit: str) -> RaidCell:
    if math.isnan(spread.median):
        return RaidCell("never", ())
    if unit == "share":
        low, median, high = (100.0 * x for x in (spread.low, spread.median, spread.high))
        text = interval_text(Interval(low, median, high, median, "1"), "1")
        number, bracket, rest = text.partition(" (")
        value = f"{number} %{bracket}{rest}"
    elif unit in ("s", "min"):
        value = time_text(_interval(spread), unit)
    else:
        value = interval_text(_interval(spread), _shown(spread, unit))
    return RaidCell(value, tuple(_chance(spread, unit)))


def _shown(spread: Spread, unit: str) -> str:
    """Unit that suits the size: m or km."""
    if unit == "m":
        return "m" if spread.mean < 1e3 else "km"
    return "1" if unit == "share" else unit


def _chance(spread: Spread, unit: str) -> Iterator[str]:
    """The mean with the interval that more runs would narrow, and runs without a value."""
    if unit == "share" and spread.mean in (0.0, 1.0):
        yield "in none of the runs" if spread.mean == 0.0 else "in all runs"
    elif spread.half_width > 0.0:
        shown, factor = _shown(spread, unit), 100.0 if unit == "share" else 1.0
        half = factor * float(from_si(spread.half_width, shown))
        mean = factor * float(from_si(spread.mean, shown))
        decimals = min(max(-math.floor(math.log10(half)), 0), 3)
        tail = {"share": " %", "1": ""}.get(unit, f" {shown}")
        yield f"mean {fixed(mean, decimals)} ± {fixed(half, decimals)}{tail}"
    if spread.missing > 0.0:
        yield f"not at all in {percent(spread.missing)} of runs"


def _interval(spread: Spread) -> Interval:
    return Interval(spread.low, spread.median, spread.high, spread.median, "")


def size_words(raid: "RaidResult") -> str:
    """How often a raid was run."""
    outcome = raid.outcomes[0]
    return (
        f"{outcome.draws} draws of what is not known, and for each {outcome.runs:,} runs of chance"
    )


def precision_words(raid: "RaidResult") -> str:
    """How far chance moves the mean number of leakers."""
    outcome = raid.outcomes[0]
    half = outcome.spreads["leakers"].half_width
    text = (
        "With a single run of each draw there is no sampling interval."
        if math.isnan(half)
        else f"After all runs the mean number of leakers is known to ± {rounded(half, '1', 2)}."
    )
    return text if outcome.reached else f"{text} The precision that was asked for was not reached."


def raid_figures(result: StudyResult) -> RaidFigures:
    """Draw every raid; nothing without raids."""
    return RaidFigures({raid.key: _figures(raid) for raid in result.raids})


def _figures(raid: "RaidResult") -> dict[str, Drawing]:
    stem = f"raid-{slug(raid.key)}"
    found = {"distributions": _distributions(raid, f"{stem}-distributions")}
    if any(outcome.change for outcome in raid.outcomes):
        found["what ifs"] = _what_ifs(raid, f"{stem}-what-ifs")
    found["time line"] = _time_line(raid, f"{stem}-time-line")
    known = np.isfinite(raid.half_width) & (raid.half_width > 0.0)
    if known.sum() > 1:
        found["sampling"] = sampling_width(
            raid.runs_counted[known],
            raid.half_width[known],
            quantity="mean leakers",
            name=f"{stem}-sampling",
        )
    return found


def _time_line(raid: "RaidResult", name: str) -> Drawing:
    """From the start to the last target or missile; the recording may go on."""
    targets, batteries = lanes(raid.recording)
    targets = [replace(lane, label=_target_label(raid, lane.label)) for lane in targets]
    ends = [lane.end_s for lane in targets]
    ends += [end for lane in batteries for _, end in lane.flights]
    until = max(ends, default=raid.recording.duration_s)
    return raid_timeline(targets, [replace(lane, end_s=until) for lane in batteries], name=name)


def _target_label(raid: "RaidResult", name: str) -> str:
    """What people call "tomahawk 1.3", the third of the first group: "1.3 Cruise missile".

    Without the height, for which a lane has no room.
    """
    number = name.rpartition(" ")[2]
    group = number.partition(".")[0]
    if not group.isdigit() or not 1 <= int(group) <= len(raid.targets):
        return name
    return f"{number} {without_height(raid.targets[int(group) - 1].partition(' x ')[2])}"


def _distributions(raid: "RaidResult", name: str) -> Drawing:
    shown = networks(raid)[:_MOST_SERIES]
    most = max(outcome.leaker_shares.shape[1] for outcome in shown)
    values = outcome_values([np.arange(most)])
    leakers = tuple(
        OutcomeSeries(outcome.network, _binned(outcome.leaker_shares, values)) for outcome in shown
    )
    fired = outcome_values([outcome.shots for outcome in shown])
    shots = tuple(
        OutcomeSeries(outcome.network, shares_by_draw(outcome.shots, fired)) for outcome in shown
    )
    panels = (
        OutcomePanel(f"How many of {shown[0].size} get through", values, leakers),
        OutcomePanel("Missiles used", fired, shots),
    )
    alt = f"{raid.label}: shares of runs by number of leakers and of missiles used"
    return raid_distributions(panels, name=name, alt=alt)


def _binned(shares: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares by number (draw, number) as shares by value (draw, value)."""
    numbers = np.arange(shares.shape[1])
    place = np.abs(numbers[:, None] - values[None, :]).argmin(axis=1)
    found = np.zeros((len(shares), len(values)))
    for number, at in enumerate(place):
        found[:, at] += shares[:, number]
    return found


def _what_ifs(raid: "RaidResult", name: str) -> Drawing:
    first = networks(raid)[0]
    rows = [WhatIfRow(f"unchanged: {first.network}", _cells(first), base=True)]
    rows += [
        WhatIfRow(outcome.change, _cells(outcome)) for outcome in raid.outcomes if outcome.change
    ]
    columns = [column for column, _ in _COLUMNS]
    return what_if_table(columns, rows, name=name, alt=f"{raid.label}: one thing changed at a time")


def _cells(outcome: "RaidOutcome") -> tuple[Interval, ...]:
    return tuple(_interval(outcome.spreads[key]) for _, key in _COLUMNS)
