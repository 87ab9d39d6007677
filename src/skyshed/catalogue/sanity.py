"""Values that cannot be, however they are sourced: limits in the wrong order, a wrong band."""

import math
from collections.abc import Iterator, Mapping

from skyshed.catalogue.model import (
    MissileEntry,
    RadarEntry,
    SystemEntry,
    TargetEntry,
)
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


def faults(entry: object) -> Iterator[str]:
    """What cannot be in an entry, one sentence each.

    Parameters
    ----------
    entry : RadarEntry, TargetEntry, SystemEntry or MissileEntry
        Others have nothing to be compared.

    Yields
    ------
    str
        Such as "the lowest altitude of X, 30 km, is above the highest altitude of X, 20 km".
    """
    if isinstance(entry, RadarEntry):
        yield from _order(entry.parameters, _ORDER_RADAR)
        yield from _negative(entry.parameters)
        yield from _of_a_radar(entry)
    elif isinstance(entry, TargetEntry):
        yield from _order(entry.kinematics, _ORDER_TARGET)
        yield from _negative(entry.kinematics)
    elif isinstance(entry, MissileEntry):
        yield from _order(entry.parameters, _ORDER_MISSILE)
        yield from _negative(entry.parameters)
    elif isinstance(entry, SystemEntry):
        yield from _order(entry.readiness, _ORDER_READINESS)
        yield from _negative(entry.parameters)
        for missile in entry.missiles.values():
            if missile.system == entry.id:
                yield from faults(missile)


def _order(numbers: Mapping[str, Parameter], pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for first, second in pairs:
        if first not in numbers or second not in numbers:
            continue
        low, high = numbers[first], numbers[second]
        if low.nominal > high.nominal or low.low > high.high:
            yield (
                f"the {low.label}, {low.nominal:g} {low.unit}, is above the {high.label},"
                f" {high.nominal:g} {high.unit}"
            )


def _negative(numbers: Mapping[str, Parameter]) -> Iterator[str]:
    for key, number in numbers.items():
        if number.low < 0.0 and key not in _MAY_BE_NEGATIVE:
            yield f"the {number.label} goes down to {number.low:g} {number.unit}, below zero"


def _of_a_radar(radar: RadarEntry) -> Iterator[str]:
    numbers = radar.parameters
    if numbers["elevation_max_rad"].high > 0.5 * math.pi:
        yield f"the {numbers['elevation_max_rad'].label} is above the zenith"
    if numbers["coverage_rad"].high > 2.0 * math.pi * (1.0 + 1e-9):
        yield f"the {numbers['coverage_rad'].label} is above 360 deg"
    letters = [letter for letter in radar.statements["band"].values if letter in BAND_HZ]
    if not letters:
        return
    low = min(BAND_HZ[letter][0] for letter in letters)
    high = max(BAND_HZ[letter][1] for letter in letters)
    frequency = numbers["frequency_hz"]
    if not low * (1.0 - 1e-9) <= frequency.low <= frequency.high <= high * (1.0 + 1e-9):
        yield f"the {frequency.label} leaves the band {'/'.join(letters)}"
