"""What asking radars about given flights found, as frozen values that the output can show."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.flown import Flown
from skyshed.analysis.results import Interval, RadarSummary, TargetSummary, TerrainSummary
from skyshed.analysis.weighted import Weighted
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Moment:
    """When and where something first happens on a flight.

    `time_s` counts from the start of the flight over the draws (5, 50, 95 % and nominal; nan is
    never), `places` holds latitude, longitude [deg] and altitude [m] at those four times, and
    `share` the share of draws in which it happens at all.
    """

    time_s: Interval
    places: tuple[tuple[float, float, float], ...]
    share: float


@dataclass(frozen=True)
class Looks:
    """The scans of the nominal draw along a flight, and what they get over the draws.

    Attributes
    ----------
    time_s, latitude_deg, longitude_deg, altitude_m, distance_m, azimuth_rad : ndarray, (look,)
        When and where the target is, and as the radar sees it. [s, deg, deg, m, m, rad]
    pd : ndarray, shape (4, look)
        Single-scan probability of detection: 5, 50, 95 % of the draws, and nominal. [1]
    detected, confirmed : ndarray, shape (4, look)
        Probability that it was detected, or its track confirmed, by then. [1]
    """

    time_s: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    altitude_m: FloatArray
    distance_m: FloatArray
    azimuth_rad: FloatArray
    pd: FloatArray
    detected: FloatArray
    confirmed: FloatArray


@dataclass(frozen=True)
class RadarOnFlight:
    """One radar on one flight.

    Attributes
    ----------
    key, label : str
        The radar in the study.
    pd : ndarray, shape (4, sample)
        Single-scan probability of detection: 5, 50, 95 % of the draws, and nominal. [1]
    factor : ndarray of uint8, shape (sample,)
        Limiting factor of the nominal draw, code of `skyshed.analysis.coverage.FACTORS`.
    lowest_at : ndarray of int, shape (place,)
        Samples at which the lowest covered altitude was computed.
    lowest_m : ndarray, shape (4, place)
        Lowest covered altitude above the sea: 5, 50, 95 % and nominal; nan where none is. [m]
    looks : Looks
        The nominal draw's scans.
    detected, confirmed : Moment
        First detection and confirmed track, each with probability 0.9.
    limits : tuple of (str, Moment)
        The confirmed track if all luck were new in every scan, and if all of it were shared.
    """

    key: str
    label: str
    pd: FloatArray
    factor: NDArray[np.uint8]
    lowest_at: NDArray[np.intp]
    lowest_m: FloatArray
    looks: Looks
    detected: Moment
    confirmed: Moment
    limits: tuple[tuple[str, Moment], ...]


@dataclass(frozen=True)
class Stretch:
    """A part of a flight that at least half of the draws do not cover.

    `kind` is "before" (the first cover), "gap", "after" (the last cover) or "whole"; `cause` says
    in words what forbids cover, radar by radar; `behind_terrain` whether terrain does, for at
    least one of them.
    """

    kind: str
    start_s: float
    end_s: float
    length_m: float
    cause: str
    behind_terrain: bool


@dataclass(frozen=True)
class Warned:
    """Time from the confirmed track to the flight's nearest point to a place.

    `left_s` is 0 in a draw without a confirmed track before that; `distance_m` is how near the
    flight comes, at `nearest_s`.
    """

    latitude_deg: float
    longitude_deg: float
    distance_m: float
    nearest_s: float
    left_s: Interval
    share: float


@dataclass(frozen=True)
class FlightResult:
    """One flight and all radars asked about it.

    `covered` holds, sample by sample, the share of draws in which at least one radar covers it,
    `covered_nominal` the nominal draw; `by_draw` (draw, sample) is the cover of each draw.
    `share_of_time` is how much of the flight is covered. `finer` says what hangs on terrain that
    the cells cannot hold, or nothing. `figures` holds the figures of
    `skyshed.analysis.route_figures` draw by draw, three nominal draws behind them.
    """

    flown: Flown
    altitude_m: FloatArray
    radars: tuple[RadarOnFlight, ...]
    covered: FloatArray
    covered_nominal: NDArray[np.bool_]
    by_draw: NDArray[np.bool_]
    share_of_time: Interval
    detected: Moment
    confirmed: Moment
    stretches: tuple[Stretch, ...]
    warned: Warned | None
    finer: str
    figures: dict[str, FloatArray] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class LevelRow:
    """Recorded or planned time within a band of flight levels, and how much of it is covered."""

    low_fl: int
    high_fl: int
    time_s: float
    covered: Interval


@dataclass(frozen=True)
class RouteResult:
    """Everything about given flights. `qnh` is empty where no height is a pressure altitude.

    `weightings` holds figures under each weighting and in the box: those of each flight by name,
    and, where there are several, those of all together first. Empty where they were not asked for.
    """

    name: str
    title: str
    version: str
    seed: int
    draws: int
    pd: float
    file: str
    file_sha256: str
    flights: tuple[FlightResult, ...]
    levels: tuple[LevelRow, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    qnh: str
    radars: tuple[RadarSummary, ...]
    target: TargetSummary
    terrain: TerrainSummary
    parameters: dict[str, Parameter]
    sources: dict[str, dict[str, str]]
    military: bool
    weightings: tuple[Weighted, ...] = ()
