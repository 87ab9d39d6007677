"""A given flight against time: chance of detection at every look, and what hides it."""

from typing import Any, Final

import numpy as np

from skyshed.analysis.route_results import FlightResult, RadarOnFlight
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.palette import colour

_TOKENS: Final = ("cover", "second", "factor_power", "factor_elevation")
MOST_DRAWN = len(_TOKENS)
"""Radars with a line of their own; more are left to the tables."""


def route_profile(flight: FlightResult, *, name: str) -> Drawing:
    """Probability look by look above, heights along the flight below; gaps are shaded.

    Parameters
    ----------
    flight : FlightResult
        The flight.
    name : str
        File name without its ending.

    Returns
    -------
    Drawing
    """
    minutes = flight.flown.track.time_s / 60.0
    with style():
        figure = new_figure(7.6, 6.0)
        upper = figure.add_axes((0.08, 0.61, 0.9, 0.37))
        lower = figure.add_axes((0.08, 0.23, 0.9, 0.33))
        for axes in (upper, lower):
            tidy(axes)
            axes.set_xlim(0.0, float(minutes[-1]))
            _shade(axes, flight)
        _chances(upper, flight)
        _heights(lower, flight, minutes)
        lower.set_xlabel("time from the start of the flight, min")
        handles = [*upper.get_legend_handles_labels()[0], *lower.get_legend_handles_labels()[0]]
        labels = [*upper.get_legend_handles_labels()[1], *lower.get_legend_handles_labels()[1]]
        kept = dict(zip(labels, handles, strict=True))
        figure.legend(
            list(kept.values()), list(kept), loc="lower center", bbox_to_anchor=(0.5, 0.0),
            ncols=2, frameon=False, fontsize=7, handlelength=1.6, columnspacing=1.2,
        )  # fmt: skip
        return finish(
            figure,
            name=name,
            alt=f"{flight.flown.name}: probability of detection at every look, ground, altitude and"
            " lowest covered altitude against time",
        )


def level_chart(
    rows: list[tuple[str, float, float, float]],
    *,
    name: str,
    alt: str,
    axis: str = "covered share of the time flown; lines: 5 to 95 % of the draws",
) -> Drawing:
    """Covered share by height: (height in words, 5, 50, 95 % of the draws) as bars."""
    with style():
        height = 0.8 + 0.32 * len(rows)
        figure = new_figure(7.6, height)
        axes = figure.add_axes((0.24, 0.5 / height, 0.73, 1.0 - 0.6 / height))
        tidy(axes)
        at = np.arange(len(rows))
        middle = np.array([row[2] for row in rows])
        ends = np.array([[row[2] - row[1], row[3] - row[2]] for row in rows]).T
        axes.barh(at, middle, height=0.6, color=colour("cover"), alpha=0.6, lw=0)
        axes.errorbar(
            middle, at, xerr=np.maximum(ends, 0.0), fmt="none", ecolor=colour("ink"),
            elinewidth=1.0, capsize=2.5,
        )  # fmt: skip
        axes.set(xlim=(0, 1.02), yticks=at, yticklabels=[row[0] for row in rows])
        axes.set_xlabel(axis)
        return finish(figure, name=name, alt=alt)


def _shade(axes: Any, flight: FlightResult) -> None:
    for part in flight.stretches:
        token = "factor_terrain" if part.behind_terrain else "unknown"
        words = "not covered, behind terrain" if part.behind_terrain else "not covered"
        axes.axvspan(
            part.start_s / 60.0, part.end_s / 60.0, color=colour(token), alpha=0.18, lw=0,
            label=words,
        )  # fmt: skip


def _chances(axes: Any, flight: FlightResult) -> None:
    axes.set(ylim=(0.0, 1.02))
    axes.set_ylabel("probability")
    single = len(flight.radars) == 1
    for position, radar in enumerate(flight.radars[:MOST_DRAWN]):
        token = _TOKENS[position]
        minutes = radar.looks.time_s / 60.0
        low, median, high, _ = radar.looks.pd
        words = "" if single else f" {_short(position, flight.radars)}"
        axes.fill_between(minutes, low, high, color=colour(token), alpha=0.2, lw=0)
        axes.plot(
            minutes, median, color=colour(token), lw=1.2, label=f"one look,{words} median draw",
        )  # fmt: skip
        axes.plot(
            minutes, radar.looks.confirmed[1], color=colour(token), lw=1.2, ls=(0, (3, 1.5)),
            label=f"confirmed by then,{words} median draw",
        )  # fmt: skip
    axes.axhline(0.9, color=colour("muted"), lw=0.7, ls=(0, (1, 2)))


def _short(position: int, radars: tuple[RadarOnFlight, ...]) -> str:
    """The label without its place, where it still tells the radars apart; at most 30 letters."""
    names = [other.label.partition(" at ")[0].partition(",")[0] for other in radars]
    own = names[position]
    return (own if names.count(own) == 1 else f"{own}, no. {position + 1}")[:30]


def _heights(axes: Any, flight: FlightResult, minutes: np.ndarray) -> None:
    altitude = flight.altitude_m / 1e3
    ground = np.nan_to_num(flight.flown.ground_m) / 1e3
    axes.fill_between(minutes, min(ground.min(), 0.0), ground, color=colour("ground"), lw=0)
    places, lowest = _lowest_of_all(flight.radars)
    top = 1.25 * max(float(altitude.max()), float(ground.max()), 0.2)
    bands = np.where(np.isfinite(lowest), lowest / 1e3, 2.0 * top)
    axes.fill_between(
        minutes[places], bands[0], bands[2], color=colour("cover"), alpha=0.3, lw=0,
        label="lowest covered altitude, 5 to 95 %",
    )  # fmt: skip
    axes.plot(minutes[places], bands[1], color=colour("cover"), lw=1.0)
    axes.plot(minutes, altitude, color=colour("ink"), lw=1.3, label="the flight")
    axes.set_ylim(min(float(ground.min()), 0.0), top)
    axes.set_ylabel("altitude above sea level, km")


def _lowest_of_all(radars: tuple[RadarOnFlight, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The least of the radars' lowest covered altitudes (4, place), nan where none covers."""
    stack = np.stack([np.where(np.isnan(r.lowest_m), np.inf, r.lowest_m) for r in radars])
    least = stack.min(axis=0)
    return radars[0].lowest_at, np.where(np.isfinite(least), least, np.nan)
