"""Values that cannot be, however they are sourced: limits in the wrong order, a wrong band."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from skyshed.catalogue import keys
from skyshed.catalogue.model import (
    MissileEntry,
    RadarEntry,
    SystemEntry,
    TargetEntry,
)
from skyshed.catalogue.people import in_units_of_people
from skyshed.uncertainty.parameter import Parameter

#: Limits of the band letters of IEEE Std 521. [Hz]
BAND_HZ: Mapping[str, tuple[float, float]] = {
    "VHF": (30e6, 300e6),
    "UHF": (300e6, 1e9),
    "L": (1e9, 2e9),
    "S": (2e9, 4e9),
    "C": (4e9, 8e9),
    "X": (8e9, 12e9),
    "Ku": (12e9, 18e9),
}

#: Pairs of numbers of which the first must not be above the second: (first, second).
_ORDER_RADAR = (
    ("elevation_min_rad", "elevation_max_rad"),
    ("minimum_range_m", "instrumented_range_m"),
)
_ORDER_MISSILE = (
    ("range_min_m", "range_max_m"),
    ("altitude_min_m", "altitude_max_m"),
    ("speed_mean_m_s", "speed_max_m_s"),
    ("range_ballistic_m", "range_max_m"),
)
_ORDER_TARGET = (
    ("speed_cruise_m_s", "speed_max_m_s"),
    ("speed_cruise_mach", "speed_max_mach"),
    ("speed_mean_m_s", "speed_max_m_s"),
    ("cruise_altitude_m", "ceiling_altitude_m"),
)
_ORDER_READINESS = (
    ("emplaced_off", "emplaced_cold"),
    ("emplaced_cold", "stored"),
    ("march", "stored"),
)
_MAY_BE_NEGATIVE = frozenset({"elevation_min_rad"})
_MUST_BE_ABOVE_ZERO = frozenset(
    {"frequency_hz", "coverage_rad", "scan_period_s", "instrumented_range_m", "track_sector_rad"}
)
#: Where the Earth hides all that flies in air: with 4/3 of its radius, two heights of 100 km see
#: each other up to 2,600 km. [m]
FARTHEST_M = 3.0e6


@dataclass(frozen=True)
class Fault:
    """What cannot be, in a sentence, and the keys in the entry's file that lead to it."""

    text: str
    path: tuple[str, ...]


def faults(entry: object) -> Iterator[Fault]:
    """What cannot be in an entry, one sentence each.

    Parameters
    ----------
    entry : RadarEntry, TargetEntry, SystemEntry or MissileEntry
        Others have nothing to be compared.

    Yields
    ------
    Fault
        Such as "the lowest altitude of X, 30 km, is above the highest altitude of X, 20 km".
    """
    if isinstance(entry, RadarEntry):
        yield from _of_numbers(entry.parameters, _ORDER_RADAR, "parameters")
        yield from _of_a_radar(entry)
    elif isinstance(entry, TargetEntry):
        yield from _of_numbers(entry.kinematics, _ORDER_TARGET, "kinematics")
    elif isinstance(entry, MissileEntry):
        yield from _of_numbers(entry.parameters, _ORDER_MISSILE, "parameters")
    elif isinstance(entry, SystemEntry):
        yield from _order(entry.readiness, _ORDER_READINESS, "readiness")
        yield from _signs(entry.parameters, "parameters")
        for slug, missile in entry.missiles.items():
            if missile.system == entry.id:
                for fault in faults(missile):
                    yield replace(fault, path=("missiles", slug, *fault.path))


def _of_numbers(
    numbers: Mapping[str, Parameter], pairs: tuple[tuple[str, str], ...], under: str
) -> Iterator[Fault]:
    yield from _signs(numbers, under)
    yield from _order(numbers, pairs, under)


def _order(
    numbers: Mapping[str, Parameter], pairs: tuple[tuple[str, str], ...], under: str
) -> Iterator[Fault]:
    for first, second in pairs:
        if first not in numbers or second not in numbers:
            continue
        low, high = numbers[first], numbers[second]
        if low.nominal > high.nominal or low.low > high.high:
            text = (
                f"the {low.label}, {in_units_of_people(low.nominal, low.unit)}, is above the"
                f" {high.label}, {in_units_of_people(high.nominal, high.unit)}"
            )
            yield Fault(text, (under, keys.written(first)))


def _signs(numbers: Mapping[str, Parameter], under: str) -> Iterator[Fault]:
    for key, number in numbers.items():
        least = in_units_of_people(number.low, number.unit)
        if number.low < 0.0 and key not in _MAY_BE_NEGATIVE:
            text = f"the {number.label} goes down to {least}, below zero"
            yield Fault(text, (under, keys.written(key)))
        elif number.low == 0.0 and key in _MUST_BE_ABOVE_ZERO:
            yield Fault(
                f"the {number.label} goes down to {least}; it is above zero",
                (under, keys.written(key)),
            )


def _of_a_radar(radar: RadarEntry) -> Iterator[Fault]:
    numbers = radar.parameters
    if numbers["elevation_max_rad"].high > 0.5 * math.pi:
        text = f"the {numbers['elevation_max_rad'].label} is above the zenith"
        yield Fault(text, ("parameters", "elevation_max"))
    if numbers["coverage_rad"].high > 2.0 * math.pi * (1.0 + 1e-9):
        text = f"the {numbers['coverage_rad'].label} is above 360 deg"
        yield Fault(text, ("parameters", "coverage"))
    yield from _ranges(radar)
    for mount, height in radar.mounts.items():
        if height.low < 0.0:
            least = in_units_of_people(height.low, height.unit)
            text = f"the {height.label} goes down to {least}, below zero"
            yield Fault(text, ("mounts", mount))
    letters = [letter for letter in radar.statements["band"].values if letter in BAND_HZ]
    if not letters:
        return
    low = min(BAND_HZ[letter][0] for letter in letters)
    high = max(BAND_HZ[letter][1] for letter in letters)
    frequency = numbers["frequency_hz"]
    if not low * (1.0 - 1e-9) <= frequency.low <= frequency.high <= high * (1.0 + 1e-9):
        text = f"the {frequency.label} leaves the band {'/'.join(letters)}"
        yield Fault(text, ("parameters", "frequency"))


def _ranges(radar: RadarEntry) -> Iterator[Fault]:
    """How far it shows anything, and pairs that would calibrate it beyond that."""
    shown = radar.parameters["instrumented_range_m"]
    if shown.high > FARTHEST_M:
        text = (
            f"the {shown.label} goes up to {in_units_of_people(shown.high, 'm')}; beyond"
            f" {in_units_of_people(FARTHEST_M, 'm')} the Earth hides all below 100 km"
        )
        yield Fault(text, ("parameters", "instrumented_range"))
    for pair in radar.calibration_pairs:
        if pair.range_m.nominal > shown.high:
            text = (
                f"the {pair.range_m.label}, {in_units_of_people(pair.range_m.nominal, 'm')}, is"
                f" beyond the {shown.label}, {in_units_of_people(shown.nominal, 'm')}, and cannot"
                " calibrate"
            )
            yield Fault(text, ("reference_pairs", pair.id.rsplit("/", 1)[-1], "range"))
