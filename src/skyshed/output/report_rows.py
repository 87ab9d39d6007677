"""Rows of the report's tables: results in the words of people."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from skyshed.analysis.results import (
    ClaimResult,
    Interval,
    PairResult,
    RadarSummary,
    ReadingResult,
    StudyResult,
    TargetSummary,
)
from skyshed.errors import QuantityError
from skyshed.output.report_figures import radar_name, short_name, target_name
from skyshed.output.words import (
    area_text,
    azimuth_text,
    interval_text,
    is_mapped,
    nominal_text,
    percent,
    percent_range,
    rounded,
    share_text,
    spread,
)
from skyshed.uncertainty.parameter import Parameter

VERDICT_STYLES: Final = {
    "not contradicted": ("holds", "●"),
    "contradicted": ("fails", "✕"),
    "depends on unpublished values": ("depends", "◐"),
    "needs finer terrain": ("terrain", "▲"),
    "true by construction": ("construction", "="),
    "not testable here": ("untestable", "–"),
    "not computed yet": ("untestable", "…"),
}
"""CSS class and sign of each verdict: never told apart by colour alone."""
BASES: Final = ("published", "derived", "unverified", "assumed", "interactions")


@dataclass(frozen=True)
class RangeRow:
    """Ranges of one pair by one criterion, as text."""

    target: str
    flight: str
    criterion: str
    free_space: str
    over_terrain: str
    ground: str
    nominal: str
    assumed: str
    first: bool


@dataclass(frozen=True)
class CoverRow:
    """Cover of one pair at one height, as text."""

    target: str
    height: str
    share: str
    area: str
    radius: str
    firm_radius: str
    firm_share: str
    first: bool
    span: int


def range_rows(result: StudyResult, radar: str) -> list[RangeRow]:
    """Two rows per target of a radar: one scan, and confirmed."""
    rows = []
    for pair in result.pairs:
        if pair.radar != radar:
            continue
        target = next(t for t in result.targets if t.key == pair.target)
        for first, words, free, terrain, ground in (
            (True, "one scan, Pd 0.5", pair.r50_free_space_m, pair.r50_over_terrain_m,
             pair.r50_ground_m),
            (False, "confirmed, 0.9", pair.r90_free_space_m, pair.r90_over_terrain_m,
             pair.r90_ground_m),
        ):  # fmt: skip
            rows.append(
                RangeRow(
                    target_name(result, pair.target),
                    flight_text(target),
                    words,
                    interval_text(free),
                    interval_text(terrain),
                    interval_text(ground),
                    nominal_text(terrain),
                    pair.assumed,
                    first,
                )
            )
    return rows


def cover_rows(result: StudyResult, radar: str) -> list[CoverRow]:
    """One row per target and height of a radar."""
    rows = []
    for pair in result.pairs:
        if pair.radar != radar:
            continue
        for i, height in enumerate(pair.heights.labels):
            area: Interval | None = spread(pair.area_m2[:, i], "m^2")
            share = share_text(pair.share_in_ring[:, i])
            if not is_mapped(pair):
                share, area = "not mapped", None
            rows.append(
                CoverRow(
                    target_name(result, pair.target),
                    height,
                    share,
                    _area(area),
                    _radius(pair, i),
                    rounded(float(pair.firm_radius_m[i]), "km", 2),
                    percent(float(pair.firm_share[i])),
                    i == 0,
                    len(pair.heights),
                )
            )
    return rows


def _area(area: Interval | None) -> str:
    if area is None:
        return ""
    return area_text(area) if area.high > 0.0 else "none"


def _radius(pair: PairResult, height: int) -> str:
    """Median over azimuth of the radius reached without a break, and its spread over draws."""
    import numpy as np

    middle = np.median(np.nan_to_num(pair.radii_m[:, height]), axis=-1)
    return interval_text(spread(middle))


def flight_text(target: TargetSummary) -> str:
    """How a target is assumed to fly."""
    if math.isnan(target.altitude_m):
        height = f"{rounded(target.agl_m, 'm')} above ground"
    else:
        height = f"{rounded(target.altitude_m / 1e3, '1')} km above sea level"
    plain = target.configuration in ("", "clean")
    tail = "" if plain else f", configuration: {target.configuration}"
    return f"{height}, {target.speed_m_s:.0f} m/s{tail}. {target.note}".rstrip(" .") + "."


def radar_facts(radar: RadarSummary) -> list[str]:
    """What to say about a radar as it was placed, in short phrases."""
    north = "N" if radar.latitude_deg >= 0.0 else "S"
    east = "E" if radar.longitude_deg >= 0.0 else "W"
    place = f"{abs(radar.latitude_deg):.4f}° {north} {abs(radar.longitude_deg):.4f}° {east}"
    facts = [
        f"at {radar.site}, {place}",
        f"{radar.band} band" if radar.band else "",
        radar.sector,
        f"antenna {interval_text(radar.antenna_altitude_m, 'm')} above sea level",
        f"instrumented range {interval_text(radar.instrumented_range_m)} slant",
        f"catalogue entry {radar.entry}",
    ]
    return [fact for fact in facts if fact]


def assumed_by_all(result: StudyResult, radar: str) -> str:
    """What all pairs of a radar assume about detection; empty if they differ."""
    words = {pair.assumed for pair in result.pairs if pair.radar == radar}
    return words.pop() if len(words) == 1 else ""


@dataclass(frozen=True)
class InputRow:
    """One uncertain number, as text."""

    label: str
    key: str
    value: str
    basis: str
    grade: str
    sources: tuple[str, ...]
    note: str


_SHOWN_IN: Final = {"rad": ("deg",), "Hz": ("GHz", "MHz"), "m": ("km", "m"), "m^2": ("m^2",)}


def input_rows(parameters: dict[str, Parameter]) -> list[InputRow]:
    """All inputs, by basis (the weakest first), then by name."""
    order = {"assumed": 0, "unverified": 1, "derived": 2, "published": 3}
    ranked = sorted(parameters.items(), key=lambda item: (order[item[1].basis], item[0]))
    return [
        InputRow(
            p.label or key,
            key,
            parameter_text(p),
            p.basis,
            p.grade,
            tuple(s for s in p.sources if s != "assumption"),
            p.note,
        )
        for key, p in ranked
    ]


def parameter_text(parameter: Parameter) -> str:
    """Nominal value and bounds in a unit that people use."""
    if parameter.shape == "discrete":
        return " or ".join(_number(value, parameter.unit) for value in sorted(parameter.values))
    low, high = parameter.low, parameter.high
    if low == high:
        return _number(parameter.nominal, parameter.unit)
    ends = _number(low, parameter.unit), _number(high, parameter.unit)
    return f"{_number(parameter.nominal, parameter.unit)} ({ends[0]} to {ends[1]})"


def _number(value: float, unit: str) -> str:
    if unit == "rad":
        return f"{math.degrees(value):.3g}°"
    if unit == "m" and abs(value) >= 5e3:
        return rounded(value, "km")
    if unit == "Hz":
        return rounded(value, "GHz" if value >= 1e9 else "MHz")
    try:
        return rounded(value, unit)
    except QuantityError:
        return f"{value:.4g} {unit}"


@dataclass(frozen=True)
class ShareStrip:
    """Shares of draws of a reading on a scale from none to all."""

    low: float
    high: float
    marks: tuple[tuple[str, float], ...]
    text: str


def share_strip(reading: ReadingResult) -> ShareStrip | None:
    """Range over the weightings with their sampling intervals; None without shares."""
    if not reading.shares:
        return None
    middles = [share for share, _, _ in reading.shares.values()]
    return ShareStrip(
        min(low for _, low, _ in reading.shares.values()),
        max(high for _, _, high in reading.shares.values()),
        tuple((name.replace("_", " "), shares[0]) for name, shares in reading.shares.items()),
        percent_range(middles),
    )


_UNITS: Final = {"m": "km", "s": "min", "m^2": "km^2"}


def value_text(reading: ReadingResult) -> str:
    """Value of a reading with its spread."""
    value = reading.value
    if value.unit == "1":
        low, median, high = (_chance(x) for x in (value.low, value.median, value.high))
        return median if low == high else f"{median} ({low} to {high})"
    return interval_text(value, _UNITS.get(value.unit, value.unit))


def _chance(value: float) -> str:
    """A probability to two decimals, without claiming none or certainty."""
    if math.isnan(value) or value < 0.005:
        return "below 0.01"
    return "above 0.99" if value > 0.995 else f"{value:.2f}"


def box_text(reading: ReadingResult) -> str:
    """Least and greatest value over the bounds of all unknowns."""
    unit = reading.value.unit
    if unit == "1":
        low, high = (_chance(x) for x in reading.box)
    else:
        low, high = (rounded(x, _UNITS.get(unit, unit), 2) for x in reading.box)
    return low if low == high else f"{low} to {high}"


def deciding_words(reading: ReadingResult, parameters: dict[str, Parameter]) -> list[str]:
    """Names of the unknowns that decide, in words where the inputs know them."""
    return [parameters[key].label or key if key in parameters else key for key in reading.deciding]


def basis_counts(parameters: Iterable[Parameter]) -> list[tuple[str, int]]:
    """How many inputs rest on each basis."""
    counted = Counter(p.basis for p in parameters)
    return [(basis, counted[basis]) for basis in BASES if counted[basis]]


def spread_rows(shares: dict[str, float]) -> list[tuple[str, float, str]]:
    """Share of the spread by basis, in a fixed order; others last."""
    order = [*(b for b in BASES if b in shares), *(b for b in shares if b not in BASES)]
    return [(basis, max(shares[basis], 0.0), percent(max(shares[basis], 0.0))) for basis in order]


def verdict_style(verdict: str) -> tuple[str, str]:
    """CSS class and sign of a verdict."""
    return VERDICT_STYLES.get(verdict, ("untestable", "–"))


def headline_words(result: StudyResult) -> tuple[str, str]:
    """Short names of the headline's radar and target."""
    radar, target = result.headline
    return short_name(radar_name(result, radar)), target_name(result, target)


def claims_by_verdict(claims: Iterable[ClaimResult]) -> list[ClaimResult]:
    """Claims that were judged first, the untestable ones last."""
    last = {"not testable here", "not computed yet"}
    return sorted(claims, key=lambda claim: claim.verdict in last)


def not_computed_words(claim: ClaimResult) -> str:
    """Parts of a claim that wait for later models, in one sentence."""
    return "; ".join(part.removesuffix(": not computed yet") for part in claim.not_computed)


def vertical_words(pair: PairResult) -> str:
    """Azimuth of the vertical chart."""
    return azimuth_text(pair.vertical_azimuth_rad)
