"""What several radars cover together, as frozen values that the output can show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Heights
from skyshed.analysis.results import (
    Interval,
    MapLayers,
    RadarSummary,
    TargetSummary,
    TerrainSummary,
)
from skyshed.analysis.weighted import Weighted
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class VariantCover:
    """Cover of one group, as it is or after a change.

    Attributes
    ----------
    group, change : str
        Label of the group, and the change in words; empty for the group as it is.
    radars : tuple of str
        Keys of its radars.
    fold : tuple of tuple of Interval
        By height, then k = 1, 2, ...: share of the region covered by k radars or more. [1]
    uncovered : tuple of Interval
        By height: share of the region that none covers. [1]
    change_of_cover : tuple of Interval
        By height: share of the region gained (or, below 0, lost) against the group as it is, draw
        by draw; empty for the group as it is. [1]
    """

    group: str
    change: str
    radars: tuple[str, ...]
    fold: tuple[tuple[Interval, ...], ...]
    uncovered: tuple[Interval, ...]
    change_of_cover: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Contribution:
    """One radar in one group, by height, as shares of the region. [1]

    `alone` is what it covers by itself, `only` what no other radar of the group covers: that is
    also what the union loses without it.
    """

    group: str
    radar: str
    alone: tuple[Interval, ...]
    only: tuple[Interval, ...]


@dataclass(frozen=True)
class TerrainCheck:
    """Covered share of a group at one height, nominal values, on three kinds of ground. [1]

    `smooth` is on the bare ellipsoid, nan for a height above ground; `low` and `high` are on the
    relief with its error at either end.
    """

    group: str
    height: str
    smooth: float
    relief: float
    low: float
    high: float
    finer: bool


@dataclass(frozen=True)
class TrafficRow:
    """Recorded time inside the region in a band of flight levels, and how much of it is covered.

    `mapped` is the covered share of the region at the level in the middle of the band, where the
    study has that height.
    """

    low_fl: int
    high_fl: int
    time_s: float
    flights: int
    covered: Interval
    mapped: Interval | None


@dataclass(frozen=True)
class Traffic:
    """Recorded traffic inside the region; `notes` say what the comparison means."""

    file: str
    file_sha256: str
    group: str
    flights: int
    rows: tuple[TrafficRow, ...]
    qnh: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NetworkResult:
    """Everything about groups of radars in a region, the disc of the study's map.

    `area_m2` is the region with known ground, `unknown_share` the share of the disc without, and
    `free_share`, by height, the share of the known region whose ground is not above that height:
    all shares count those places only.
    `layers` holds, by group, where it covers: only for groups whose radars are all civil.
    `weightings` holds the totals under each weighting, and in the box if that was asked for.
    """

    name: str
    title: str
    version: str
    seed: int
    draws: int
    pd: float
    heights: Heights
    centre: tuple[float, float]
    radius_m: float
    area_m2: float
    unknown_share: float
    free_share: tuple[float, ...]
    variants: tuple[VariantCover, ...]
    contributions: tuple[Contribution, ...]
    checks: tuple[TerrainCheck, ...]
    layers: dict[str, MapLayers]
    traffic: Traffic | None
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    radars: tuple[RadarSummary, ...]
    target: TargetSummary
    terrain: TerrainSummary
    parameters: dict[str, Parameter]
    sources: dict[str, dict[str, str]]
    places: tuple[tuple[str, float, float], ...]
    weightings: tuple[Weighted, ...] = ()
