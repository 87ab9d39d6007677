"""Recorded tracks: refused while they are young, cleaned, split into flights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skyshed.errors import ScenarioError
from skyshed.scenario.given_flights import RecordedFlight
from skyshed.scenario.recording_rows import Row
from skyshed.units import parse_value

FloatArray = NDArray[np.float64]

YOUNGEST_S = 24.0 * 3600.0
"""Recordings younger than this are refused: the boundary of the project (no live picture). [s]"""
LONGEST_PAUSE_S = 120.0
"""A longer pause in a recording begins another flight, because nobody knows the way between. [s]"""
FASTEST_M_S = 700.0
"""A position that would need a higher speed from the last one is left out. [m/s]"""
HIGHEST_M = 25_000.0
"""A higher altitude in a recording is left out as an error. [m]"""
STEEPEST_M_S = 250.0
"""A change of altitude faster than this is left out as an error. [m/s]"""
_PLACE_SLACK_M = 1000.0  # reports carry the time of receipt, so that places come seconds late
_ALTITUDE_SLACK_M = 100.0
SHORTEST_S = 60.0
FEWEST_REPORTS = 10
_FOOT_M = parse_value("1 ft", "length")
_DEGREE_M = 111_195.0  # along a meridian, on the mean sphere


@dataclass
class _Dropped:
    """What was left out of one aircraft's reports."""

    without_place: int = 0
    on_ground: int = 0
    repeated: int = 0
    jumps: int = 0
    altitudes: int = 0

    def notes(self) -> tuple[str, ...]:
        """One sentence for each kind that occurred."""
        words = (
            (self.without_place, "without a position or an altitude"),
            (self.on_ground, "from the ground"),
            (self.repeated, "of one moment already reported"),
            (self.jumps, f"that would need more than {FASTEST_M_S:g} m/s from the one before"),
            (self.altitudes, "with an impossible altitude"),
        )
        told = ", ".join(f"{count} {what}" for count, what in words if count)
        return (f"Left out of the recording: reports {told}.",) if told else ()


def recorded_flights(
    rows: Sequence[Row], file: Path, *, now_epoch_s: float | None = None
) -> tuple[RecordedFlight, ...]:
    """Flights of a recording.

    Parameters
    ----------
    rows : sequence of Row
        All reports, one or many aircraft; those of one aircraft with one callsign in the order
        of time.
    file : Path
        Where they are from.
    now_epoch_s : float, optional
        The present time since 1970; the clock's if not given. [s]

    Returns
    -------
    tuple of RecordedFlight
        By time of their beginning. A pause of more than `LONGEST_PAUSE_S` begins another flight;
        pieces of less than a minute or ten reports are left out.

    Raises
    ------
    ScenarioError
        If a report is younger than 24 hours, times of an aircraft go back, a place is not on the
        Earth, or nothing is left.
    """
    refuse_young(rows, file, now_epoch_s=now_epoch_s)
    by_aircraft: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows, start=1):
        by_aircraft.setdefault((row.aircraft, row.callsign), []).append((number, row))
    flights: list[RecordedFlight] = []
    for (aircraft, callsign), own in by_aircraft.items():
        flights += _flights_of(aircraft or callsign or "aircraft", own, file)
    if not flights:
        raise ScenarioError(
            f"expected a flight of a minute and {FEWEST_REPORTS} reports in the air or more, got"
            f" none among {len(rows)} reports; give a longer recording",
            file=str(file),
        )
    return tuple(sorted(flights, key=lambda flight: (flight.start_epoch_s, flight.name)))


def refuse_young(rows: Sequence[Row], file: Path, *, now_epoch_s: float | None = None) -> None:
    """Refuse a recording whose youngest report is less than 24 hours old.

    Raises
    ------
    ScenarioError
        One sentence.
    """
    if not rows:
        raise ScenarioError("expected reports, got none; check the file", file=str(file))
    now = datetime.now(UTC).timestamp() if now_epoch_s is None else now_epoch_s
    age_s = now - max(row.epoch_s for row in rows)
    if age_s < YOUNGEST_S:
        raise ScenarioError(
            "expected a recording that is at least 24 hours old, got one whose last report is"
            f" {_age_words(age_s)}; skyshed shows no live picture",
            file=str(file),
        )


def _age_words(age_s: float) -> str:
    return f"{age_s / 3600.0:.1f} hours old" if age_s >= 0.0 else "from the future"


def _flights_of(aircraft: str, own: list[tuple[int, Row]], file: Path) -> list[RecordedFlight]:
    dropped = _Dropped()
    kept = _plausible(_in_the_air(own, file, dropped), dropped)
    if not kept:
        return []
    pieces: list[list[Row]] = [[kept[0]]]
    for row in kept[1:]:
        if row.epoch_s - pieces[-1][-1].epoch_s > LONGEST_PAUSE_S:
            pieces.append([])
        pieces[-1].append(row)
    whole = [
        piece
        for piece in pieces
        if len(piece) >= FEWEST_REPORTS and piece[-1].epoch_s - piece[0].epoch_s >= SHORTEST_S
    ]
    return [
        _flight(aircraft, piece, i, len(whole), file, dropped.notes())
        for i, piece in enumerate(whole, start=1)
    ]


def _in_the_air(own: list[tuple[int, Row]], file: Path, dropped: _Dropped) -> list[Row]:
    """Reports with a place and an altitude, times growing."""
    kept: list[Row] = []
    last = -np.inf
    for number, row in own:
        if row.epoch_s < last:
            raise ScenarioError(
                f"expected times that grow, got {last - row.epoch_s:g} s back at report {number} of"
                f" {row.callsign or row.aircraft or 'the aircraft'}; sort the recording by time",
                file=str(file),
            )
        repeated, last = row.epoch_s == last, row.epoch_s
        place = (row.latitude_deg, row.longitude_deg)
        if row.on_ground:
            dropped.on_ground += 1
        elif not np.isfinite(place).all() or not np.isfinite(row.altitude_ft):
            dropped.without_place += 1
        elif not (abs(place[0]) <= 90.0 and abs(place[1]) <= 360.0):
            raise ScenarioError(
                f"expected a latitude up to 90 and a longitude up to 180 degrees, got {place[0]:g},"
                f" {place[1]:g} at report {number}; are they swapped?",
                file=str(file),
            )
        elif repeated and kept and kept[-1].epoch_s == row.epoch_s:
            dropped.repeated += 1
        else:
            kept.append(row)
    return kept


def _plausible(rows: list[Row], dropped: _Dropped) -> list[Row]:
    """Without jumps, each judged from the last report that was kept.

    A false position that lasts is left out until an aircraft could have got there.
    """
    kept: list[Row] = []
    for row in rows:
        if row.altitude_ft * _FOOT_M > HIGHEST_M:
            dropped.altitudes += 1
            continue
        if kept:
            before = kept[-1]
            seconds = row.epoch_s - before.epoch_s
            if _apart_m(before, row) > _PLACE_SLACK_M + FASTEST_M_S * seconds:
                dropped.jumps += 1
                continue
            climbed = abs(row.altitude_ft - before.altitude_ft) * _FOOT_M
            if climbed > _ALTITUDE_SLACK_M + STEEPEST_M_S * seconds:
                dropped.altitudes += 1
                continue
        kept.append(row)
    return kept


def _apart_m(first: Row, second: Row) -> float:
    """Ground distance on the mean sphere, plane between neighbours; good enough for jumps."""
    north = second.latitude_deg - first.latitude_deg
    turn = second.longitude_deg - first.longitude_deg
    east = (turn + 180.0) % 360.0 - 180.0
    middle = np.radians(0.5 * (first.latitude_deg + second.latitude_deg))
    return float(_DEGREE_M * np.hypot(north, east * np.cos(middle)))


def _flight(
    aircraft: str, rows: list[Row], number: int, count: int, file: Path, notes: tuple[str, ...]
) -> RecordedFlight:
    epoch = np.array([row.epoch_s for row in rows])
    name = next((row.callsign for row in rows if row.callsign), "") or aircraft
    return RecordedFlight(
        name=name if count == 1 else f"{name}, part {number} of {count}",
        aircraft=aircraft,
        time_s=epoch - epoch[0],
        latitude_deg=np.array([row.latitude_deg for row in rows]),
        longitude_deg=np.array([row.longitude_deg for row in rows]),
        height_m=np.array([row.altitude_ft for row in rows]) * _FOOT_M,
        height_kind="pressure",
        start_epoch_s=float(epoch[0]),
        file=file,
        notes=notes,
    )
