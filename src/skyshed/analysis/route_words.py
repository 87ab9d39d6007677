"""Given flights in words and by flight level."""

from collections.abc import Sequence

import numpy as np

from skyshed.analysis.placement import Model
from skyshed.analysis.plain_words import percent
from skyshed.analysis.results import Interval
from skyshed.analysis.route_results import FlightResult, LevelRow, Moment
from skyshed.analysis.weighted import clock as clock
from skyshed.scenario.model import Study

BAND_FL = 50
"""Width of the bands of flight levels. [FL]"""
_FL_M = 30.48


def span(interval: Interval) -> str:
    """A time over the draws: median, and 5 to 95 % in brackets."""
    middle = clock(interval.median)
    if interval.low == interval.high or not np.isfinite(interval.low):
        return middle
    return f"{middle} ({clock(interval.low)} to {clock(interval.high)})"


def place(moment: Moment) -> str:
    """Where the median draw has it."""
    latitude, longitude, altitude = moment.places[1]
    if not np.isfinite(latitude):
        return ""
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return (
        f"{abs(latitude):.2f} {north}, {abs(longitude):.2f} {east},"
        f" {round(altitude, -2):.0f} m above the sea"
    )


def shares(interval: Interval) -> str:
    """A share over the draws."""
    middle = percent(interval.median)
    if interval.low == interval.high:
        return middle
    return f"{middle} ({percent(interval.low)} to {percent(interval.high)})"


def uncovered_words(flight: FlightResult) -> str:
    """Where a flight is not covered, in few words: before the first cover, in gaps, after it.

    Such as "first 13:08 (behind terrain); 2 gaps, 1 behind terrain"; "nowhere" if it is covered all
    the way.
    """
    told = []
    gaps = [part for part in flight.stretches if part.kind == "gap"]
    for part in flight.stretches:
        hidden = " (behind terrain)" if part.behind_terrain else ""
        if part.kind == "whole":
            told.append(f"all of it{hidden}")
        elif part.kind == "before":
            told.append(f"first {clock(part.end_s - part.start_s)}{hidden}")
        elif part.kind == "after":
            told.append(f"last {clock(part.end_s - part.start_s)}{hidden}")
    if gaps:
        behind = sum(part.behind_terrain for part in gaps)
        count = "1 gap" if len(gaps) == 1 else f"{len(gaps)} gaps"
        words = f"{count}, {behind} behind terrain"
        told.insert(1 if flight.stretches[0].kind == "before" else 0, words)
    return "; ".join(told) or "nowhere"


def route_sentences(study: Study, found: Sequence[FlightResult], qnh: str) -> tuple[str, ...]:
    """What was found, in sentences to quote."""
    told: list[str] = []
    who = study.radars[0].label if len(study.radars) == 1 else f"{len(study.radars)} radars"
    if len(found) == 1:
        told += _of_one(study, found[0], who)
    else:
        total = float(sum(f.flown.track.end_s for f in found))
        confirmed = sum(f.confirmed.time_s.median == f.confirmed.time_s.median for f in found)
        told.append(
            f"{len(found)} flights, {total / 3600.0:.1f} hours in all; in the median draw {who}"
            f" confirm{'s' if len(study.radars) == 1 else ''} a track of {confirmed} of them."
        )
    if qnh:
        told.append(qnh)
    if finer := [f for f in found if f.finer]:
        told.append(
            finer[0].finer
            if len(found) == 1
            else f"For {len(finer)} of the flights cover hangs on the relief: needs finer terrain."
        )
    return tuple(told)


def _of_one(study: Study, flight: FlightResult, who: str) -> list[str]:
    first = flight.confirmed
    told = [
        f"{flight.flown.name} is {'recorded' if flight.flown.recorded else 'given'} for"
        f" {clock(flight.flown.track.end_s)} (h:min:s or min:s); {who}"
        f" cover{'s' if len(study.radars) == 1 else ''} {shares(flight.share_of_time)} of it"
        f" (single-scan probability of {study.pd:g} or more; brackets: 5 to 95 % of the draws)."
    ]
    if np.isfinite(first.time_s.median):
        told.append(
            f"Its track is confirmed {span(first.time_s)} after the start, in the median draw at"
            f" {place(first)}."
        )
    else:
        told.append(
            f"Its track is confirmed in {percent(first.share)} of the draws, so not in the median"
            " one."
        )
    told += _uncovered(flight)
    warned = flight.warned
    if warned is not None:
        told.append(
            f"Warning at {warned.latitude_deg:g}, {warned.longitude_deg:g}:"
            f" {span(warned.left_s)} between the confirmed track and the nearest point of the"
            f" flight, {warned.distance_m / 1e3:.1f} km away; some warning in"
            f" {percent(warned.share)} of the draws."
        )
    return told


def _uncovered(flight: FlightResult) -> list[str]:
    """Sentences about what less than half of the draws cover, with the cause."""
    told = []
    for part in flight.stretches:
        lasts = clock(part.end_s - part.start_s)
        if part.kind == "whole":
            told.append(f"In less than half of the draws is any part of it covered: {part.cause}.")
        elif part.kind == "before":
            told.append(f"For its first {lasts} it is not covered: {part.cause}.")
        elif part.kind == "after":
            told.append(f"For its last {lasts} it is not covered: {part.cause}.")
    gaps = [part for part in flight.stretches if part.kind == "gap"]
    if gaps:
        behind = sum(part.behind_terrain for part in gaps)
        told.append(
            f"Once covered, it is lost {len(gaps)} times, {behind} of them behind terrain;"
            f" the longest gap lasts {clock(max(part.end_s - part.start_s for part in gaps))}."
        )
    return told


def route_notes(model: Model, found: Sequence[FlightResult]) -> tuple[str, ...]:
    """What a reader must know about flights and terrain."""
    notes = [
        "The flights are given; nothing searches for a better or worse one.",
        "Detected and confirmed (2 of 3 scans) mean a probability of 0.9 within a draw. Each radar"
        " confirms by itself; their plots are not fused.",
    ]
    if any(flight.flown.recorded for flight in found):
        notes.append(
            "The recording shows where aircraft were, as they reported it themselves. It does not"
            " show which radar saw them, so it compares cover with traffic and validates no radar."
        )
    own = dict.fromkeys(note for flight in found for note in flight.flown.notes)
    notes += list(own)[:10]
    notes += model.terrain.notes
    return tuple(notes)


def level_rows(found: Sequence[FlightResult]) -> tuple[LevelRow, ...]:
    """Time and cover by bands of flight levels, counted in pressure altitude where it is known."""
    level = np.concatenate([flight.flown.track.altitude_m for flight in found]) / _FL_M
    # Samples stand at both ends of a step: a flight lasts one step less than it has samples.
    sizes = [flight.flown.track.time_s.size for flight in found]
    weight = np.concatenate(
        [np.full(n, f.flown.step_s * (n - 1) / n) for f, n in zip(found, sizes, strict=True)]
    )
    covered = np.concatenate([flight.by_draw for flight in found], axis=1)
    nominal = np.concatenate([flight.covered_nominal for flight in found])
    band = np.floor(np.maximum(level, 0.0) / BAND_FL).astype(int)
    rows = []
    for number in np.unique(band):
        inside = band == number
        own = weight[inside]
        shares_of = np.minimum(covered[:, inside] @ own / own.sum(), 1.0)
        low, median, high = np.quantile(shares_of, [0.05, 0.5, 0.95], method="inverted_cdf")
        rows.append(
            LevelRow(
                int(number) * BAND_FL,
                (int(number) + 1) * BAND_FL,
                float(own.sum()),
                Interval(
                    float(low), float(median), float(high),
                    float(np.minimum(nominal[inside] @ own / own.sum(), 1.0)), "1",
                ),
            )
        )  # fmt: skip
    return tuple(rows)
