"""What a run of a study found, as frozen values that the output layer can show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Heights
from skyshed.uncertainty.parameter import Parameter

if TYPE_CHECKING:
    from skyshed.analysis.raids import RaidResult
    from skyshed.analysis.reach import BatteryReach
    from skyshed.engagement.infrared import BreakEvenCurve

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A quantity over all draws: 5, 50 and 95 % of the draws lie below, and the nominal answer.

    nan stands for "never" (not covered, not confirmed); `unit` is SI.
    """

    low: float
    median: float
    high: float
    nominal: float
    unit: str


@dataclass(frozen=True)
class RadarSummary:
    """One radar of the study as it was placed.

    `key` is its name in the study, `entry` its id in the catalogue, `role` what the study says it
    does. `sector` is in words ("all round", "90 deg, steered", "120 deg towards 180 deg").
    `site_note` says when the site's own altitude overrode the terrain.
    """

    key: str
    entry: str
    name: str
    role: str
    site: str
    latitude_deg: float
    longitude_deg: float
    antenna_altitude_m: Interval
    instrumented_range_m: Interval
    band: str
    sector: str
    site_note: str = ""
    not_computable: str = ""


@dataclass(frozen=True)
class TargetSummary:
    """One target of the study: its key, catalogue id, configuration, assumed flight and note.

    One of `altitude_m` (above mean sea level) and `agl_m` (above ground) is nan.
    """

    key: str
    entry: str
    name: str
    configuration: str
    altitude_m: float
    speed_m_s: float
    note: str = ""
    agl_m: float = float("nan")


@dataclass(frozen=True)
class MapLayers:
    """Maps of one radar against one target, on the radar's own azimuthal-equidistant plane.

    Arrays (row, column) are north up, the radar in the middle cell; (height, ...) follows
    `heights.labels`. `quantiles_m` holds the lowest covered altitude above sea level for 5, 50 and
    95 % of the draws; `factors` are codes of `analysis.coverage.FACTORS` in the nominal draw, 255
    unknown or outside the disc; `nominal` is the nominal draw's cover. Only maps of `civil` radars
    may have cells below 250 m.
    """

    latitude_deg: float
    longitude_deg: float
    cell_m: float
    radius_m: float
    heights: Heights
    ground_m: NDArray[np.float32]
    known: NDArray[np.bool_]
    nominal: NDArray[np.bool_]
    share: FloatArray
    quantiles_m: FloatArray
    factors: NDArray[np.uint8]
    civil: bool = False


@dataclass(frozen=True)
class PairResult:
    """One radar against one target.

    Ranges in metres. `free_space` and `over_terrain` are slant ranges; `ground` is the ground range
    of `over_terrain`; r50 means single-scan Pd 0.5, r90 "confirmed" (M of N scans, cumulative 0.9).
    `over_terrain` ranges hold for the target's own altitude, median azimuth of those that the radar
    looks at: `looked` (azimuth,), all of them without it. `radii_m` (draw, height, azimuth) is the
    farthest ground range reached without a break, `farthest_m` of all. `share_in_ring`, `area_m2`
    (draw, height). `vertical_*`: nominal, 5 and 95 % lowest covered altitude along
    `vertical_azimuth_rad` (3, step), ground and line-of-sight-only altitude (step,). `pd_*`:
    single-scan and cumulative Pd against slant range for the target at its altitude inbound on that
    azimuth: 5, 50, 95 % (3, step). `firm_*`: what remains without power, signature and calibration:
    a radar of unlimited power (upper bound from geometry alone), (height,).
    """

    radar: str
    target: str
    label: str
    r50_free_space_m: Interval
    r90_free_space_m: Interval
    r50_over_terrain_m: Interval
    r90_over_terrain_m: Interval
    r50_ground_m: Interval
    r90_ground_m: Interval
    assumed: str  # assumed Pd, Pfa, case, pulses in words
    heights: Heights
    azimuth_rad: FloatArray
    radii_m: FloatArray
    farthest_m: FloatArray
    share_in_ring: FloatArray
    area_m2: FloatArray
    vertical_azimuth_rad: float
    distance_m: FloatArray
    vertical_lowest_m: FloatArray
    vertical_highest_m: FloatArray
    vertical_ground_m: FloatArray
    vertical_visible_m: FloatArray
    pd_slant_m: FloatArray
    pd_single: FloatArray
    pd_confirmed: FloatArray
    firm_radius_m: FloatArray
    firm_share: FloatArray
    layers: MapLayers | None = None
    looked: NDArray[np.bool_] | None = None

    @property
    def looked_radii_m(self) -> FloatArray:
        """`radii_m` on the azimuths that the radar looks at, (draw, height, azimuth). [m]"""
        return self.radii_m if self.looked is None else self.radii_m[..., self.looked]


@dataclass(frozen=True)
class UnderWeightings:
    """An answer by weighting of the bounds, and its least and greatest value found anywhere in the
    bounds (`box`, SI), which needs no weighting; 0 in the box of a range means "never"."""

    by_weighting: dict[str, Interval]
    box: tuple[float, float]


@dataclass(frozen=True)
class WeightedRow:
    """One figure under every weighting and in the box.

    `kind` is "sees", "reaches", "covers" or "raid"; `system` the key of the radar or battery, or
    the words of a network; `target` the key of the target or the raid. `height` is empty for the
    target's own, else as the maps label it. `quantity` are words.
    """

    kind: str
    system: str
    target: str
    height: str
    quantity: str
    answer: UnderWeightings


@dataclass(frozen=True)
class SwingRow:
    """One bar of the tornado: the answer with one unknown at its two ends."""

    key: str
    label: str
    low_text: str  # the unknown's low end, in words
    high_text: str
    at_low: float
    at_high: float
    basis: str
    grade: str


@dataclass(frozen=True)
class Tornado:
    """Deciding unknowns of the headline quantity.

    `by_weighting` holds the answer by weighting, and `box` its least and greatest value found
    anywhere in the bounds.
    """

    quantity: str
    unit: str
    nominal: float
    rows: tuple[SwingRow, ...]
    spread_by_basis: dict[str, float]  # share of the variance, incl. "interactions"
    by_weighting: dict[str, Interval] = field(default_factory=dict)
    box: tuple[float, float] = (float("nan"), float("nan"))


@dataclass(frozen=True)
class ReadingResult:
    """One reading of a claim, judged.

    `shares` maps each weighting to (share of draws, low, high of its 95 % sampling interval).
    `box` is the least and greatest value found over the bounds of all unknowns. `deciding` names
    the unknowns that decide. `capped` says why the verdict was capped, in sentences. `terrain`
    maps "smooth Earth", "relief", "relief with error" to the share of draws on each. `draws` holds
    the value of every draw by weighting, SI, and may be empty; the predicate asks for a value of
    `sense` ("at least" or "below") `threshold`, nan without one. `also` holds other values that the
    study asks for, with the share of draws that reach each, by weighting.
    """

    id: str
    text: str
    predicate: str
    value: Interval
    shares: dict[str, tuple[float, float, float]]
    box: tuple[float, float]
    verdict: str
    deciding: tuple[str, ...] = ()
    capped: tuple[str, ...] = ()
    terrain: dict[str, float] = field(default_factory=dict)
    cases: tuple[tuple[str, str], ...] = ()  # case, its value in words
    not_computed: str = ""
    draws: dict[str, FloatArray] = field(default_factory=dict, compare=False)
    threshold: float = float("nan")
    sense: str = "at least"
    also: tuple[tuple[float, dict[str, float]], ...] = ()


@dataclass(frozen=True)
class PremiseRow:
    """A number shown beside a claim that gets no verdict.

    `weightings` holds the text under the other weightings of the bounds, from `other_draws` draws
    at most; empty where the number does not come from draws.
    """

    label: str
    text: str
    note: str = ""
    weightings: dict[str, str] = field(default_factory=dict)
    other_draws: int = 0


@dataclass(frozen=True)
class ClaimResult:
    """A quoted sentence and what became of it; `judged_on` is the id of the reading that decides,
    empty where none does, `note` what the study says beside it.
    `break_even` is a countermeasure's curve over its whole range, where the claim asks for one."""

    id: str
    sentence: str
    who: str
    when: str
    source: str
    verdict: str
    why: str
    readings: tuple[ReadingResult, ...]
    premise: tuple[PremiseRow, ...]
    left_out: tuple[str, ...]
    survives: str
    not_computed: tuple[str, ...] = ()
    judged_on: str = ""
    note: str = ""
    break_even: "BreakEvenCurve | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class TerrainSummary:
    """Terrain used: its name, resolution, error interval, voids filled, cells unknown, notes.

    `sha256` is that of the file, or of the list of the hashes of several files.
    """

    name: str
    resolution_m: float
    error_low_m: float
    error_high_m: float
    void_cells: int
    unknown_cells: int
    notes: tuple[str, ...]
    sha256: str = ""


@dataclass(frozen=True)
class UnionRow:
    """Area covered by a group of radars against one target at one height, alone and together."""

    group: str
    target: str
    height: str
    area_m2: Interval


@dataclass(frozen=True)
class StudyResult:
    """Everything a run found. `parameters` holds every uncertain number that entered, by key.

    `own_catalogue` holds the SHA-256 of the user's catalogue files by path.

    `reaches` holds what the batteries reach and `raids` the outcomes of raids; both are empty in a
    study of radars alone. `weighted` holds figures under every weighting of the bounds, `weighting`
    the one of all the others.
    `lesson_rows` holds antenna height, target height and distance of the
    smooth horizon of a lesson, which has no radars; `lesson_k` its effective Earth radius factor.
    """

    name: str
    title: str
    summary: str
    question: str
    version: str
    seed: int
    draws: int
    pd: float
    ring_m: float
    ring_label: str
    sentences: tuple[str, ...]
    headline: tuple[str, str]  # keys of the radar and the target of the headline
    places: tuple[tuple[str, float, float], ...]  # name, latitude, longitude
    radars: tuple[RadarSummary, ...]
    targets: tuple[TargetSummary, ...]
    pairs: tuple[PairResult, ...]
    unions: tuple[UnionRow, ...]
    claims: tuple[ClaimResult, ...]
    tornado: Tornado | None
    terrain: TerrainSummary
    parameters: dict[str, Parameter]
    survives: tuple[str, ...]  # what remains without grade-D inputs, in sentences
    limits: tuple[str, ...]  # what is left out and which way it errs
    sources: dict[str, dict[str, str]]  # id -> title, publisher, date, address, note
    lesson: bool = False
    lesson_rows: tuple[tuple[float, float, float], ...] = ()
    lesson_k: float = 4.0 / 3.0
    reaches: tuple["BatteryReach", ...] = ()
    raids: tuple["RaidResult", ...] = ()
    own_catalogue: Mapping[str, str] = field(default_factory=dict)
    weighted: tuple[WeightedRow, ...] = ()
    weighting: str = "triangular"
