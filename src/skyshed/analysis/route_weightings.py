"""Figures of given flights under each weighting of the bounds, and anywhere inside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.flown import Flown
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.route_figures import FIGURES, Figure
from skyshed.analysis.route_flight import EXTRA, figures_alone
from skyshed.analysis.route_results import FlightResult
from skyshed.analysis.route_unknowns import correction_m
from skyshed.analysis.weighted import Weighted, weighted
from skyshed.uncertainty.many_answers import box_of_each, box_points
from skyshed.uncertainty.sampling import WEIGHTINGS, other_sizes, sample

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]
ByFlight = list[dict[str, FloatArray]]

TOGETHER = (
    Figure("covered_share", "share of the time flown that is covered", "1"),
    Figure("confirmed_flights", "share of the flights whose track is confirmed", "1"),
)
ALL = "all flights"
_PART = 4  # of many flights the other weightings have one draw in so many
_FEWEST = 10


@dataclass(frozen=True)
class FlightsAsked:
    """Flights and radars, to be asked with any values."""

    model: Model
    ways: Sequence[Flown]
    warn: tuple[float, float] | None
    workers: int

    def each(self, values: Values) -> ByFlight:
        """Figures of every flight."""
        watchers = [
            Watcher.of(self.model, radar.key, values, self.workers)
            for radar in self.model.study.radars
        ]
        size = next(iter(values.values())).size
        found = []
        for way in self.ways:
            correction = correction_m(dict(values), size) if way.pressure else np.zeros(size)
            found.append(figures_alone(watchers, way, correction, warn=self.warn))
        return found

    def together(self, each: ByFlight) -> dict[str, FloatArray]:
        """Figures of all flights as one."""
        lasts = np.array([way.track.end_s for way in self.ways])
        covered = np.stack([own["covered_share"] for own in each])
        confirmed = np.stack([np.isfinite(own["confirmed_after_s"]) for own in each])
        return {
            "covered_share": np.minimum(lasts @ covered / lasts.sum(), 1.0),
            "confirmed_flights": confirmed.mean(axis=0),
        }


def route_weightings(
    model: Model,
    ways: Sequence[Flown],
    found: Sequence[FlightResult],
    *,
    seed: int,
    weighting: str = "triangular",
    warn: tuple[float, float] | None = None,
    workers: int = 1,
    tell: Tell = lambda what, done, total: None,
) -> tuple[Weighted, ...]:
    """Figures of the flights whatever lies between the bounds.

    Parameters
    ----------
    model : Model
        The radars on their terrain, with the unknowns of the flights.
    ways : sequence of Flown
        The flights.
    found : sequence of FlightResult
        What the study's own draws gave.
    seed : int
        Seed of the study. [1]
    weighting : str
        Of the study's own draws.
    warn : (float, float), optional
        Place whose warning time is asked for. [deg]
    workers : int
        Threads; the result does not depend on it.
    tell : callable
        Called with (what is being done, steps done, steps in all).

    Returns
    -------
    tuple of Weighted
        One flight: its figures with as many draws under each weighting, and the box. Several: all
        of them together likewise but with one draw in four under the other weightings, and then
        the figures of each, without a box.
    """
    asked = FlightsAsked(model, ways, warn, workers)
    one = len(ways) == 1
    draws = found[0].by_draw.shape[0]
    part, fewest = (1, 1) if one else (_PART, _FEWEST)
    sizes = other_sizes(draws, weighting, part=part, fewest=fewest)
    by_weighting: dict[str, ByFlight] = {weighting: [flight.figures for flight in found]}
    tell("other weightings", 0, len(sizes))
    for name, size in sizes.items():
        drawn = sample(model.parameters, size=size, seed=seed, weighting=name)
        by_weighting[name] = asked.each(drawn)
        tell("other weightings", len(by_weighting) - 1, len(sizes))
    box = _box(asked, one=one, tell=tell)
    if one:
        return tuple(_figures(found[0].flown.name, FIGURES, by_weighting, 0, box))
    whole = {name: [asked.together(each)] for name, each in by_weighting.items()}
    told = list(_figures(ALL, TOGETHER, whole, 0, box))
    for number, flight in enumerate(found):
        told += _figures(flight.flown.name, FIGURES, by_weighting, number, {})
    return tuple(told)


def _box(asked: FlightsAsked, *, one: bool, tell: Tell) -> dict[str, tuple[float, float]]:
    """Extremes of one flight's figures, or of all flights together."""

    def evaluate(values: dict[str, FloatArray]) -> Mapping[str, FloatArray]:
        each = asked.each(values)
        return each[0] if one else asked.together(each)

    most = box_points(asked.model.parameters, answers=len(FIGURES if one else TOGETHER))
    what = "least and greatest in the bounds"
    done = 0

    def count(points: int) -> None:
        nonlocal done
        done = points
        tell(what, points, max(most, points))

    found = box_of_each(evaluate, asked.model.parameters, tell=count)
    tell(what, done, done)
    return found


def _figures(
    subject: str,
    figures: Sequence[Figure],
    by_weighting: Mapping[str, ByFlight],
    number: int,
    box: Mapping[str, tuple[float, float]],
) -> list[Weighted]:
    """Figures of one flight; the study's own weighting comes first."""
    told = []
    for figure in figures:
        own = next(iter(by_weighting))
        every = {name: by_weighting[name][number].get(figure.key) for name in WEIGHTINGS}
        first = every[own]
        if first is None:
            continue
        values = {name: drawn for name, drawn in every.items() if drawn is not None}
        values[own] = first[:-EXTRA]
        told.append(
            weighted(
                subject,
                figure.words,
                figure.unit,
                values,
                nominal=float(first[-EXTRA]),
                box=box.get(figure.key),
                never=figure.never,
            )
        )
    return told
