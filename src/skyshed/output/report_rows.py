"""Rows of the report's tables: results in the words of people."""

import math
from dataclasses import dataclass

from skyshed.analysis.results import (
    PairResult,
    RadarSummary,
    StudyResult,
    TargetSummary,
)
from skyshed.output.report_figures import radar_name, short_name, target_name
from skyshed.output.words import (
    area_text,
    azimuth_text,
    interval_text,
    is_mapped,
    nominal_text,
    percent,
    rounded,
    share_text,
    spread,
)


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
            share, area = "not mapped", ""
            if is_mapped(pair):
                share = share_text(pair.share_in_ring[:, i])
                area = area_text(spread(pair.area_m2[:, i], "m^2"))
            rows.append(
                CoverRow(
                    target_name(result, pair.target),
                    height,
                    share,
                    area,
                    _radius(pair, i),
                    rounded(float(pair.firm_radius_m[i]), "km", 2),
                    percent(float(pair.firm_share[i])),
                    i == 0,
                    len(pair.heights),
                )
            )
    return rows


def _radius(pair: PairResult, height: int) -> str:
    """Radius reached without a break, median over the azimuths looked at, with its spread."""
    import numpy as np

    middle = np.median(np.nan_to_num(pair.looked_radii_m[:, height]), axis=-1)
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


def azimuth_words(radar: RadarSummary) -> str:
    """Over which azimuths a median is taken: those of the sector if the radar looks one way."""
    return "median azimuth of its sector" if " towards " in radar.sector else "median azimuth"


def assumed_by_all(result: StudyResult, radar: str) -> str:
    """What all pairs of a radar assume about detection; empty if they differ."""
    words = {pair.assumed for pair in result.pairs if pair.radar == radar}
    return words.pop() if len(words) == 1 else ""


def headline_words(result: StudyResult) -> tuple[str, str]:
    """Short names of the headline's radar and target."""
    radar, target = result.headline
    return short_name(radar_name(result, radar)), target_name(result, target)


def vertical_words(pair: PairResult) -> str:
    """Azimuth of the vertical chart."""
    return azimuth_text(pair.vertical_azimuth_rad)
