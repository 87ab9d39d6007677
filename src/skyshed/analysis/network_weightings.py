"""Totals of groups of radars under each weighting of the bounds, and in the box of the bounds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.fixed_numbers import with_fixed
from skyshed.analysis.network_cover import Counts, count_cover
from skyshed.analysis.network_region import narrowed_network
from skyshed.analysis.network_words import level_labels
from skyshed.analysis.placement import Model, Values, study_parameters
from skyshed.analysis.results import Interval
from skyshed.analysis.route_flight import EXTRA
from skyshed.analysis.union import Covering, Disc
from skyshed.analysis.weighted import Weighted, in_order, weighted
from skyshed.scenario.model import Group, Study
from skyshed.scenario.network_changes import Variant, is_surveillance
from skyshed.terrain.dataset import open_terrain
from skyshed.uncertainty.many_answers import box_of_each, box_points
from skyshed.uncertainty.sampling import other_sizes, sample

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

UNION = "one radar or more"
UNCOVERED = "uncovered"
PART = 4
"""Unless all are asked for, the other weightings have one draw in so many."""
FEWEST = 5
_AT_ONCE = 50  # points of the box at a time: as many as the sweep takes draws at once


@dataclass(frozen=True)
class Total:
    """Which total: of whom, what, and at which height."""

    subject: str
    what: str
    height: str
    changed: bool = False

    @property
    def name(self) -> str:
        """One word for the search."""
        return f"{self.subject}|{self.what}|{self.height}"


@dataclass(frozen=True)
class Region:
    """Radars, groups and the places that count, to be asked with any values."""

    model: Model
    disc: Disc
    cells: NDArray[np.bool_]
    groups: Sequence[Group]
    changed: Sequence[Variant]
    workers: int

    def counts(self, values: Values) -> Counts:
        """Cover of every group for these draws."""
        target = self.model.study.targets[0]
        radars = {
            radar.key: Covering.of(self.model, self.disc, radar.key, target, values)
            for radar in self.model.study.radars
        }
        size = next(iter(values.values())).size
        return count_cover(
            radars, self.changed, self.model.heights, self.cells,
            draws=size, counted=0, workers=self.workers,
        )  # fmt: skip

    def totals(self, counts: Counts) -> dict[Total, FloatArray]:
        """Shares of the region, (draw,) each, in the order shown."""
        labels = {group.key: group.label for group in self.groups}
        heights = list(enumerate(level_labels(self.model.heights)))
        found: dict[Total, FloatArray] = {}
        for i, (variant, fold) in enumerate(zip(self.changed, counts.fold, strict=True)):
            group, changed = labels[variant.group], bool(variant.change)
            who = f"{group}, {variant.change}" if changed else group
            for h, label in heights:
                found[Total(who, UNION, label, changed)] = fold[:, h, 0]
            for k in range(1, fold.shape[2]):
                for h, label in heights:
                    found[Total(who, f"{k + 1} or more", label, changed)] = fold[:, h, k]
            if not changed:
                found |= self._contributions(group, i, counts)
        return found

    def _contributions(self, group: str, index: int, counts: Counts) -> dict[Total, FloatArray]:
        """What each radar of a group covers alone, and what only it covers."""
        study, labels = self.model.study, level_labels(self.model.heights)
        found = {}
        for key in self.changed[index].radars:
            if not is_surveillance(study.radar(key)):
                continue
            name = study.radar(key).label
            for what, share in (
                (f"{name}, alone", counts.alone[key]),
                (f"only {name}", counts.only[index, key]),
            ):
                for h, label in enumerate(labels):
                    found[Total(group, what, label)] = share[:, h]
        return found


def network_weightings(
    region: Region,
    counts: Counts,
    *,
    seed: int,
    weighting: str = "triangular",
    thorough: bool,
    tell: Tell = lambda what, done, total: None,
) -> tuple[Weighted, ...]:
    """Totals whatever lies between the bounds.

    Parameters
    ----------
    region : Region
        What is asked.
    counts : Counts
        Of the study's own draws, with `EXTRA` nominal ones behind them.
    seed : int
        Seed of the study. [1]
    weighting : str
        Of the study's own draws.
    thorough : bool
        Whether the other weightings have as many draws as the study's own, and the box is
        searched; else they have a quarter of them, and there is no box.
    tell : callable
        Called with (what is being done, steps done, steps in all).

    Returns
    -------
    tuple of Weighted
        Shares of the region. [1]
    """
    first = region.totals(counts)
    draws = next(iter(first.values())).size - EXTRA
    part, fewest = (1, 1) if thorough else (PART, FEWEST)
    sizes = other_sizes(draws, weighting, part=part, fewest=fewest)
    others = {}
    tell("other weightings", 0, len(sizes))
    for name, size in sizes.items():
        drawn = sample(region.model.parameters, size=size, seed=seed, weighting=name)
        others[name] = region.totals(region.counts(drawn))
        tell("other weightings", len(others), len(sizes))
    box = _box(region, first, tell) if thorough else {}
    told = [
        weighted(
            total.subject,
            total.what,
            "1",
            in_order({weighting: drawn[:-EXTRA], **{k: own[total] for k, own in others.items()}}),
            nominal=float(drawn[-EXTRA]),
            box=box.get(total),
            height=total.height,
        )
        for total, drawn in first.items()
    ]
    return tuple(_with_uncovered(told))


def _with_uncovered(told: Sequence[Weighted]) -> Iterator[Weighted]:
    """The totals, and behind each group's union what none covers: the rest of the same draws."""
    for (_, what), own in groupby(told, key=lambda one: (one.subject, one.what)):
        totals = list(own)
        yield from totals
        if what == UNION:
            yield from map(rest_of, totals)


def rest_of(union: Weighted) -> Weighted:
    """The uncovered share: bounds are of the same draws, so that both add up."""
    return replace(
        union,
        what=UNCOVERED,
        by_weighting={
            name: Interval(1.0 - x.high, 1.0 - x.median, 1.0 - x.low, 1.0 - x.nominal, x.unit)
            for name, x in union.by_weighting.items()
        },
        box=None if union.box is None else (1.0 - union.box[1], 1.0 - union.box[0]),
    )


def _box(
    region: Region, totals: Mapping[Total, FloatArray], tell: Tell
) -> dict[Total, tuple[float, float]]:
    """Extremes of the totals of groups as they are."""
    searched = [total for total in totals if not total.changed]

    def evaluate(values: dict[str, FloatArray]) -> Mapping[str, FloatArray]:
        found = region.totals(region.counts(values))
        return {total.name: found[total] for total in searched}

    most = box_points(region.model.parameters, answers=len(searched))
    done = 0

    def count(points: int) -> None:
        nonlocal done
        done = points
        tell("least and greatest in the bounds", points, max(most, points))

    ends = box_of_each(evaluate, region.model.parameters, at_once=_AT_ONCE, tell=count)
    tell("least and greatest in the bounds", done, done)
    return {total: ends[total.name] for total in searched}


def cost_words(
    study: Study, groups: Sequence[Group], changed: Sequence[Variant], added: Sequence[str]
) -> str:
    """What weightings in full and the box take, beside what is computed without them.

    Parameters
    ----------
    study : Study
        With the radars that join.
    groups, changed, added
        What is asked: groups, their variants, and keys of the radars that join.

    Returns
    -------
    str
        A sentence.
    """
    asked = narrowed_network(study, groups, added)
    parameters = with_fixed(study_parameters(asked, open_terrain(asked.terrain)), asked)
    heights = len(asked.agl_m) + len(asked.altitude_m)
    # by height: covered by 1, 2, ... of them; each radar alone; what only it covers
    answers = sum(3 * heights * len(variant.radars) for variant in changed if not variant.change)
    points = box_points(parameters, answers=answers)
    usual = study.draws + sum(
        other_sizes(study.draws, study.weighting, part=PART, fewest=FEWEST).values()
    )
    times = (3 * study.draws + points) / usual
    return (
        f"weightings: {study.draws:,} draws under each of three, and at most {points:,} points in"
        f" the bounds: up to {times:.1f} times the sweeps of the same command without --weightings"
    )
