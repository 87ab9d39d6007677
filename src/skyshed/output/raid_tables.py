"""Tables of raids, and of the draws behind the readings of claims, as CSV."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from skyshed.analysis.results import StudyResult
from skyshed.output.tables import Cell, Table
from skyshed.sim.statistics import QUANTITIES, Spread

_SPREAD: Final = ("p05", "p50", "p95", "mean", "sampling_half_width", "runs_without_a_value")
_WORDS: Final = {**QUANTITIES, "leakage": "leakers over targets"}


def raid_tables(result: StudyResult) -> list[Table]:
    """Outcomes, numbers of leakers and sampling intervals; none in a study without raids."""
    head = ("raid", "network", "change")
    tables = (
        Table("raids", (*head, "quantity", *_SPREAD, "draws", "runs"), tuple(_outcomes(result))),
        Table(
            "raid_leakers",
            (*head, "leakers", *(f"share_of_runs_{level}" for level in ("p05", "p50", "p95"))),
            tuple(_leakers(result)),
        ),
        Table(
            "raid_sampling",
            ("raid", "runs_of_each_draw", "half_width_of_mean_leakers"),
            tuple(_sampling(result)),
        ),
        Table(
            "reading_draws",
            ("claim", "reading", "weighting", "draw", "value_si", "unit"),
            tuple(_draws(result)),
        ),
    )
    return [table for table in tables if table.rows]


def _outcomes(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for raid in result.raids:
        for outcome in raid.outcomes:
            head = (raid.key, outcome.network, outcome.change)
            spreads = {_WORDS.get(name, name): s for name, s in outcome.spreads.items()}
            if outcome.fewer_leakers is not None:
                spreads[f"fewer leakers than {raid.outcomes[0].network}"] = outcome.fewer_leakers
            for words, spread in spreads.items():
                yield (*head, words, *_numbers(spread), outcome.draws, outcome.runs)


def _numbers(spread: Spread) -> tuple[float, ...]:
    middle = (spread.low, spread.median, spread.high)
    return (*middle, spread.mean, spread.half_width, spread.missing)


def _leakers(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for raid in result.raids:
        for outcome in raid.outcomes:
            shares = np.quantile(outcome.leaker_shares, (0.05, 0.5, 0.95), axis=0)
            for number, row in enumerate(shares.T):
                yield (raid.key, outcome.network, outcome.change, number, *map(float, row))


def _sampling(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for raid in result.raids:
        for runs, half in zip(raid.runs_counted, raid.half_width, strict=True):
            yield (raid.key, int(runs), float(half))


def _draws(result: StudyResult) -> Iterable[tuple[Cell, ...]]:
    for claim in result.claims:
        for reading in claim.readings:
            for weighting, values in reading.draws.items():
                for draw, value in enumerate(values):
                    row = (claim.id, reading.id, weighting, draw)
                    yield (*row, float(value), reading.value.unit)
