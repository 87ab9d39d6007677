"""A study as it was read: frozen values in SI units, catalogue entries looked up.

Radars, targets, sites, flights and groups are named by short keys that the study file chooses; the
same keys name them in results.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from skyshed.catalogue.model import RadarEntry, TargetEntry
from skyshed.catalogue.own_files import Extra
from skyshed.documents import Document
from skyshed.scenario.engagement_model import StudyBattery, StudyNetwork, StudyRaid
from skyshed.uncertainty.parameter import Parameter

#: What a radar is in the study for.
ROLES = ("see", "shoot", "sensor")
#: How a target flies: at the radar, on a fixed course, or showing its largest or smallest echo.
HEADINGS = ("inbound", "course", "best", "worst")
#: What a reading of a claim may ask for, and what "holds" then means.
READING_QUANTITIES = ("confirmed_slant_range", "covered_at_distance", "intercept_slant_range")
PREDICATES = ("at_least", "covered", "not_covered")
#: What may be shown beside a claim that gets no verdict.
PREMISE_QUANTITIES = (
    "off_means_no_cover",
    "time_to_first_detection",
    "covered_area_by_group",
    "smooth_horizon_altitude",
    "decorrelated_looks",
    "share_along_flights",
    "engageable_area_by_battery",
    "raid_outcomes",
    "time_to_first_intercept",
    "warning_minutes",
    "countermeasure_break_even",
    "defended_area",
)


@dataclass(frozen=True)
class StudySite:
    """A place where radars stand.

    `ground_altitude` is the site's own altitude above mean sea level [m], or None where the
    terrain's is taken. `basis` and `source` (an id of `Study.sources`, or "assumed") are those of
    the position.
    """

    key: str
    name: str
    latitude_deg: float
    longitude_deg: float
    ground_altitude: Parameter | None
    basis: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class StudyRadar:
    """A radar of the catalogue at a site.

    What the study overrides is already in `entry` and `mount`: another antenna height is a mount
    named after the radar's key, another height of flight replaces ``platform_altitude_m``. A
    sector without `sector_centre_rad` is steered: any one azimuth. `maps` says whether this radar
    gets maps of its own. `basis` and `source`
    are those of the placement, as in `StudySite`.
    """

    key: str
    entry: RadarEntry
    site: StudySite
    mount: str | None
    role: str
    sector_centre_rad: float | None
    label: str
    maps: bool
    basis: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class StudyTarget:
    """A target of the catalogue as it flies: exactly one of `altitude_m` and `agl_m` is given.

    `course_rad` goes with the heading "course"; "worst-course" is the worst of twelve courses for a
    battery and the aspect that is hardest to see for a radar. `maps` says whether this target gets
    maps.
    """

    key: str
    entry: TargetEntry
    configuration: str
    altitude_m: float | None
    agl_m: float | None
    speed_m_s: float
    heading: str
    course_rad: float | None
    label: str
    maps: bool
    basis: str
    note: str = ""


@dataclass(frozen=True)
class Headline:
    """The pair that the report opens with: keys of a radar and of a target."""

    radar: str
    target: str


@dataclass(frozen=True)
class Group:
    """Radars whose cover is added up: keys of `Study.radars`."""

    key: str
    label: str
    radars: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Flight:
    """Where aircraft are assumed to fly.

    `kind` "area": within `radius_m` of the one point; "route": along the points (latitude,
    longitude in degrees). Altitudes are above mean sea level. `targets` are keys.
    """

    key: str
    name: str
    kind: str
    points: tuple[tuple[float, float], ...]
    radius_m: float | None
    altitude_low_m: float
    altitude_high_m: float
    speed_m_s: float
    targets: tuple[str, ...]
    basis: str
    note: str = ""


@dataclass(frozen=True)
class Place:
    """A name on the map."""

    name: str
    latitude_deg: float
    longitude_deg: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class Distance:
    """A ground distance from the radar, with words for it."""

    label: str
    distance_m: float


@dataclass(frozen=True)
class Case:
    """One radar against one target, flying as the target says unless the case says otherwise.

    In a case of a `battery`, `radar` is the one that it sees with. `azimuth` is taken over the
    azimuths from the radar: "median", "any" (the best one) or "all" (the worst one). `short_m` is
    given where the target flies a ballistic arc: how far short of the battery it comes down.
    `passing_m` is given where it flies past a battery: the ground distance of its closest approach,
    on the azimuth; it flies to the right, clockwise.
    """

    radar: str
    target: str
    altitude_m: float | None
    agl_m: float | None
    speed_m_s: float
    azimuth: str
    label: str
    battery: str = ""
    short_m: float | None = None
    passing_m: float | None = None


@dataclass(frozen=True)
class Reading:
    """One way to read a claim, as something that can be computed.

    The predicate is "at_least" (the quantity of a case is `at_least_m` or more; `also_m` are
    reported too), "covered" or "not_covered" (at all of `distances`). `combine` says whether "any"
    or "all" of the cases must meet it. `judged` marks the reading that decides the verdict.
    """

    id: str
    judged: bool
    text: str
    predicate_text: str
    quantity: str
    predicate: str
    cases: tuple[Case, ...]
    combine: str
    at_least_m: float | None = None
    also_m: tuple[float, ...] = ()
    distances: tuple[Distance, ...] = ()
    not_computed: str = ""


@dataclass(frozen=True)
class Premise:
    """Something shown beside a claim without a verdict.

    Only the fields that the quantity needs are filled. `numbers` holds thresholds in SI units:
    ``looks``, ``snr`` (linear), ``aspect_cell_rad``, ``elevation_cell_rad``, ``keep_out_m``,
    ``from_rad`` with ``from_low_rad`` and ``from_high_rad``, ``kill_probability`` with ``_low`` and
    ``_high``. `place` is the name of one of `Study.places`; `protection` and `aircraft` are ids in
    the catalogue, as `system` is; `shots` and `survival` are the numbers of shots and the levels of
    survival to show.
    """

    quantity: str
    label: str
    note: str = ""
    radars: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    flights: tuple[str, ...] = ()
    distances: tuple[Distance, ...] = ()
    agl_m: tuple[float, ...] = ()
    system: str = ""
    batteries: tuple[str, ...] = ()
    raids: tuple[str, ...] = ()
    place: str = ""
    protection: str = ""
    aircraft: str = ""
    shots: tuple[int, ...] = ()
    survival: tuple[float, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Claim:
    """A quoted sentence, its readings and what is shown beside it.

    A claim that is not `testable` has no readings; `why_not` says why. Verdicts come out of the
    computation, never out of the file. `construction` is set where structure decides ("true by
    construction") and says how.
    """

    id: str
    sentence: str
    who: str
    when: str
    source: str
    testable: bool
    kind: str
    readings: tuple[Reading, ...]
    premises: tuple[Premise, ...]
    left_out: tuple[str, ...]
    not_computed: tuple[str, ...]
    why_not: str = ""
    construction: str = ""
    note: str = ""


@dataclass(frozen=True)
class Note:
    """A remark of the study, with the id of its source."""

    text: str
    source: str


@dataclass(frozen=True)
class Lesson:
    """Smooth Earth, antennas and targets at heights above ground, `k` times the Earth's radius."""

    antenna_heights_m: tuple[float, ...]
    target_heights_m: tuple[float, ...]
    k_factor: float


@dataclass(frozen=True)
class Air:
    """The air of a study where it is not the world's mean.

    `refractivity` is that at sea level [N-units]. `duct_k_factor`, if given, is a named what-if:
    the effective Earth radius over the true one while a duct lies on the ground; `duct_label` are
    its words.
    """

    refractivity: Parameter
    duct_k_factor: float | None = None
    duct_label: str = ""
    note: str = ""


@dataclass(frozen=True)
class FixedNumber:
    """An uncertain number held at one value [SI] instead of being drawn; `parameter` is its key."""

    parameter: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Study:
    """A whole study.

    Parameters
    ----------
    path : Path
        The file it was read from.
    document : Document or None
        The file's text and line numbers; None for a study made in memory.
    terrain : Path or None
        The user's elevation data, or the name of a public data set such as "glo-90"; None for the
        builtin relief.
    catalogue : Path, tuple of Path or None
        Files with the user's own catalogue entries, or folders of them.
    radius_m, cell_m : float
        Radius of the maps and side of their cells. [m]
    agl_m, altitude_m : tuple of float
        Heights of the maps above ground and above mean sea level. [m]
    ring_m, ring_label
        The quoted ring that the maps show, if any.
    pd : float
        Single-scan probability of detection that counts as covered.
    sources : mapping of str to mapping
        Bibliography of the study: id -> title, publisher, date, address, note. The catalogue's
        sources are not repeated.
    lesson : Lesson or None
        For a lesson on the smooth Earth; it has no radars and no targets.
    batteries, networks, raids : tuple
        What can shoot, who tells whom, and what comes; empty in a study of radars alone.
    air : Air or None
        None for the world's mean refractivity.
    effects : mapping of str to Parameter
        Unknowns of gas, rain and clutter where they are switched on, by key; empty by default.
    weighting : str
        How draws are spread between the bounds: one of `uncertainty.sampling.WEIGHTINGS`.
    fixed : tuple of FixedNumber
        Numbers held at a value of the study's choice: a what-if.
    """

    name: str
    title: str
    summary: str
    question: str
    path: Path
    document: Document | None
    terrain: Path | None
    catalogue: Extra
    radius_m: float
    cell_m: float
    agl_m: tuple[float, ...]
    altitude_m: tuple[float, ...]
    ring_m: float | None
    ring_label: str
    pd: float
    draws: int
    seed: int
    sites: Mapping[str, StudySite]
    radars: tuple[StudyRadar, ...]
    targets: tuple[StudyTarget, ...]
    headline: Headline | None
    groups: Mapping[str, Group]
    flights: tuple[Flight, ...]
    places: tuple[Place, ...]
    claims: tuple[Claim, ...]
    sources: Mapping[str, Mapping[str, str]]
    notes: tuple[Note, ...] = ()
    lesson: Lesson | None = None
    batteries: tuple[StudyBattery, ...] = ()
    networks: tuple[StudyNetwork, ...] = ()
    raids: tuple[StudyRaid, ...] = ()
    air: Air | None = None
    effects: Mapping[str, Parameter] = field(default_factory=dict)
    fixed: tuple[FixedNumber, ...] = ()
    weighting: str = "triangular"

    @property
    def smooth_earth(self) -> bool:
        """Whether the study is a lesson without terrain."""
        return self.lesson is not None

    @property
    def centre(self) -> StudySite:
        """The middle of the map of a study of radars: the site of the headline's, or the first."""
        radar = self.radars[0] if self.headline is None else self.radar(self.headline.radar)
        return radar.site

    def radar(self, key: str) -> StudyRadar:
        """The radar of that key; KeyError if there is none."""
        return {radar.key: radar for radar in self.radars}[key]

    def target(self, key: str) -> StudyTarget:
        """The target of that key; KeyError if there is none."""
        return {target.key: target for target in self.targets}[key]

    def battery(self, key: str) -> StudyBattery:
        """The battery of that key; KeyError if there is none."""
        return {battery.key: battery for battery in self.batteries}[key]

    def network(self, key: str) -> StudyNetwork:
        """The network of that key; KeyError if there is none."""
        return {network.key: network for network in self.networks}[key]

    def raid(self, key: str) -> StudyRaid:
        """The raid of that key; KeyError if there is none."""
        return {raid.key: raid for raid in self.raids}[key]
