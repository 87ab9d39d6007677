"""What the catalogue holds, as frozen values in SI units.

Every number is a `Parameter`, every text that rests on a source a `Statement`. Both say where they
come from: ``published`` was read in a named source, ``derived`` follows from such a value,
``unverified`` is recalled or estimated and was not found in print, ``assumed`` is our own choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from skyshed.uncertainty.parameter import BASES, GRADES, Parameter

#: What a quoted pair is good for.
PAIR_USES = ("calibrate", "check", "instrumented", "low_altitude", "circular")
RCS_BANDS = ("vhf", "uhf_l", "s_c", "x_ku")
ASPECTS = ("nose", "beam", "tail")
READINESS_STATES = ("emplaced_off", "emplaced_cold", "march", "stored")
#: What must see the target while a missile flies. The first two need the engagement radar until
#: impact; an active one needs a track until its own seeker takes over.
GUIDANCE_KINDS = ("track_via_missile", "semi_active", "active", "command", "infrared")

#: Kinds of entry that have a file of their own, and radars, which may stand in a system's.
ENTRY_KINDS = ("system", "radar", "target", "protection", "network", "figures")

#: How the medians of the catalogue relate to the mean that a detection model needs.
FLUCTUATION = (
    "Cross-sections are medians of a fluctuating quantity. A Swerling model wants the mean: "
    "1.59 dB more for cases 1 and 2, 0.76 dB more for cases 3 and 4."
)

#: Independent quotations of one radar's range differ by about a fifth, so none is firmer than that.
RANGE_SCATTER = 0.2


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography.

    `access` says how it was read: in part (``excerpt``), as a listing of a public repository
    (``listing``), or only as named by another source (``cited``). `publication` is False for the
    two entries that stand for recollection and for our own assumptions.
    """

    id: str
    title: str
    publisher: str
    date: str
    address: str | None
    access: str
    default_grade: str
    note: str = ""
    publication: bool = True


@dataclass(frozen=True)
class Statement:
    """A sourced text, such as a band letter; `values` keeps what competing sources say."""

    value: str
    values: tuple[str, ...]
    basis: str
    grade: str
    sources: tuple[str, ...]
    note: str = ""
    label: str = ""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class ReferencePair:
    """A quotation of the form "detects a target of sigma square metres at R kilometres".

    Parameters
    ----------
    id : str
        Radar and name of the pair, such as ``s-400/91n6e/fighter``.
    sigma_m2 : Parameter
        Radar cross-section of the target. [m^2]
    range_m : Parameter
        Quoted slant range with the interval that the sources give. [m]
    target_altitude_m : float or None
        Altitude of the target above mean sea level where the source states it. [m]
    pd : float or None
        Probability of detection where it is stated; mostly it is not.
    use : str
        ``calibrate``, ``check``, ``instrumented`` (a cap only), ``low_altitude`` (limited by the
        edge of sight) or ``circular`` (derived from another pair).
    compilation : str
        The text the pair was taken from. Pairs of one compilation share one error.
    note : str
        What a reader should know before using the pair.
    """

    id: str
    sigma_m2: Parameter
    range_m: Parameter
    target_altitude_m: float | None
    pd: float | None
    use: str
    compilation: str = ""
    note: str = ""

    @property
    def basis(self) -> str:
        """The weaker basis of cross-section and range."""
        return max(self.sigma_m2.basis, self.range_m.basis, key=BASES.index)

    @property
    def grade(self) -> str:
        """The lower grade of cross-section and range."""
        return max(self.sigma_m2.grade, self.range_m.grade, key=GRADES.index)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of both numbers, each once."""
        return tuple(dict.fromkeys((*self.range_m.sources, *self.sigma_m2.sources)))

    @property
    def calibration_range_m(self) -> Parameter:
        """The quoted range, its interval opened to at least one fifth to either side. [m]"""
        nominal = self.range_m.nominal
        low = min(self.range_m.low, (1.0 - RANGE_SCATTER) * nominal)
        high = max(self.range_m.high, (1.0 + RANGE_SCATTER) * nominal)
        if (low, high) == (self.range_m.low, self.range_m.high):
            return self.range_m
        widened = "Interval opened to 20 % to either side, the scatter among independent quotations"
        note = f"{self.range_m.note} {widened}.".strip()
        return replace(self.range_m, low=low, high=high, shape="triangular", note=note)


@dataclass(frozen=True)
class RadarEntry:
    """What is public about one radar.

    Parameters
    ----------
    id, name : str
        Slug (``s-400/91n6e``) and the name for people.
    system : str or None
        Id of the system it belongs to.
    civil : bool
        Civil radars may be shown at any resolution, military ones on cells of 250 m or more.
    band : str
        IEEE band letter; ``statements["band"]`` has its source and competing letters.
    sector_slewable : bool
        Whether a sector narrower than the full circle can be pointed to any azimuth.
    parameters : mapping of str to Parameter
        Keys with their SI unit: ``antenna_height_m`` (above ground), ``platform_altitude_m``
        (airborne radars instead), ``instrumented_range_m``, ``minimum_range_m``,
        ``elevation_min_rad``, ``elevation_max_rad``, ``scan_period_s``, ``frequency_hz``,
        ``coverage_rad``, and where public ``track_sector_rad``, ``tracks``,
        ``target_altitude_max_m``.
    mounts : mapping of str to Parameter
        Other heights of the antenna above ground, by name. [m]
    what_if_mounts : tuple of str
        Mounts that belong to no base case and must be named when they are used.
    pairs : tuple of ReferencePair
        All quoted pairs; `calibration_pairs` are those that may anchor the range equation.
    absolute : mapping of str to Parameter
        Power, gain and beam width where they are public.
    statements : mapping of str to Statement
        Sourced texts: ``band``, ``sector_slewable``, ``delivered``.
    not_public, notes : tuple of str
        What nobody outside knows, and remarks.
    """

    id: str
    name: str
    system: str | None
    civil: bool
    band: str
    sector_slewable: bool
    parameters: Mapping[str, Parameter]
    role: str = ""
    mounts: Mapping[str, Parameter] = field(default_factory=dict)
    what_if_mounts: tuple[str, ...] = ()
    pairs: tuple[ReferencePair, ...] = ()
    absolute: Mapping[str, Parameter] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)
    not_public: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def airborne(self) -> bool:
        """Whether the antenna flies."""
        return "platform_altitude_m" in self.parameters

    @property
    def engagement(self) -> bool:
        """Whether it can guide missiles: its role says "engagement"."""
        return self.system is not None and "engagement" in self.role

    @property
    def calibration_pairs(self) -> tuple[ReferencePair, ...]:
        """Pairs that may anchor the range equation; none means "not computable"."""
        return tuple(pair for pair in self.pairs if pair.use == "calibrate")


@dataclass(frozen=True)
class TargetEntry:
    """What is public about one target.

    Parameters
    ----------
    id, name, target_class : str
        Slug, name for people, and class such as ``fighter``.
    rcs_m2 : mapping of (band, aspect) to Parameter
        Median radar cross-sections for `RCS_BANDS` and `ASPECTS`; all twelve are present. [m^2]
    configurations : mapping of str to mapping of str to Parameter
        What a configuration adds to the cross-section in each band, for all aspects; ``clean`` is
        always there and adds nothing. [m^2]
    kinematics : mapping of str to Parameter
        Keys with their unit: ``speed_cruise_m_s`` or ``speed_cruise_mach``, ``cruise_altitude_m``
        or ``cruise_agl_m``, ``ceiling_altitude_m``, ``length_m``, ...
    fluctuation : str
        How the medians relate to the mean that a detection model needs.
    """

    id: str
    name: str
    target_class: str
    rcs_m2: Mapping[tuple[str, str], Parameter]
    configurations: Mapping[str, Mapping[str, Parameter]]
    kinematics: Mapping[str, Parameter]
    fluctuation: str = FLUCTUATION
    configuration_notes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MissileEntry:
    """What is public about one interceptor.

    Parameters
    ----------
    id, name, system : str
        Slug such as ``s-400/48n6e3``, name for people, and id of the system.
    guidance_kind : str
        One of `GUIDANCE_KINDS`; ``statements["guidance_kind"]`` has its source, and
        ``statements["guidance"]`` the words of the sources.
    parameters : mapping of str to Parameter
        Keys with their SI unit: ``range_max_m``, ``range_min_m``, ``range_ballistic_m``,
        ``altitude_min_m``, ``altitude_max_m``, ``speed_max_m_s``, ``speed_mean_m_s``,
        ``target_speed_max_m_s``, ``length_m``, where public.
    """

    id: str
    name: str
    system: str
    guidance_kind: str
    parameters: Mapping[str, Parameter]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def missing_for_flight(self) -> tuple[str, ...]:
        """What no fit of its flight can do without and nobody quotes, in words."""
        needed = {"range_max_m": "longest range", "speed_max_m_s": "highest speed"}
        return tuple(words for name, words in needed.items() if name not in self.parameters)


@dataclass(frozen=True)
class SystemEntry:
    """An air-defence system: its battery, radars, interceptors and states of readiness.

    `readiness` maps each of `READINESS_STATES` to the time until a detection is first
    possible. [s] Shoulder-fired ones have neither radars nor states, and are never put on a map.
    `missiles` by slug; one that stands in another system's file keeps the id it has there.
    """

    id: str
    name: str
    origin: str
    summary: str
    parameters: Mapping[str, Parameter]
    readiness: Mapping[str, Parameter]
    radars: tuple[str, ...]
    missiles: Mapping[str, MissileEntry]
    shoulder_fired: bool = False
    statements: Mapping[str, Statement] = field(default_factory=dict)
    not_public: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def missiles_by_id(self) -> dict[str, MissileEntry]:
        """Its missiles by the names they have here, and by those of the systems they stand in."""
        here = {f"{self.id}/{slug}": missile for slug, missile in self.missiles.items()}
        return here | {missile.id: missile for missile in self.missiles.values()}


@dataclass(frozen=True)
class ProtectionEntry:
    """What is public about a device with which an aircraft protects itself.

    `acts_on` are the `GUIDANCE_KINDS` that it works against; on others it has no effect by
    structure. How well it works is never catalogued: it is not public.
    """

    id: str
    name: str
    origin: str
    summary: str
    acts_on: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    not_public: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordEntry:
    """What is public about something that no model computes with on its own.

    `kind` is ``network`` (a data link, a network of sensors and batteries) or ``figures`` (what the
    press printed).
    """

    id: str
    kind: str
    name: str
    origin: str
    summary: str
    parameters: Mapping[str, Parameter]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    not_public: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntrySummary:
    """One line of the list of entries; `kind` is one of `ENTRY_KINDS`."""

    id: str
    kind: str
    name: str
    summary: str
