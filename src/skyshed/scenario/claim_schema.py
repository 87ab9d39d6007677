"""Shape of the claims in a study file: readings, and what is shown beside a claim."""

from typing import Annotated, Literal

from pydantic import Field

from skyshed.scenario.parts import Id, Part, Text
from skyshed.scenario.quantity_types import (
    AltitudeText,
    AngleText,
    FractionText,
    LengthText,
    RatioText,
    SpeedText,
)

ReadingQuantity = Literal["confirmed_slant_range", "covered_at_distance", "intercept_slant_range"]
PremiseQuantity = Literal[
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
]


class DistancePart(Part):
    """A ground distance from the radar."""

    label: Text
    distance: LengthText


class CasePart(Part):
    """A radar or a battery, and a target; without height or speed of its own, the target's.

    A battery meets a ballistic missile on its arc, which comes down `short_by` before the battery;
    what flies level flies straight at it, or past it at the closest distance `passing`.
    """

    radar: Id | None = None
    battery: Id | None = None
    target: Id
    altitude: AltitudeText | None = None
    above_ground: LengthText | None = None
    speed: SpeedText | None = None
    short_by: LengthText | None = None
    passing: LengthText | None = None


class ReadingPart(Part):
    """One way to read the sentence, as a computed quantity and the condition for "true"."""

    id: Id
    text: Text
    true_when: Text
    quantity: ReadingQuantity
    cases: Annotated[list[CasePart], Field(min_length=1, max_length=50)]
    combine: Literal["any", "all"]
    azimuth: Literal["median", "any", "all"] = "median"
    at_least: LengthText | None = None
    also: list[LengthText] = Field(default_factory=list)
    covered: bool | None = None
    distances: list[DistancePart] = Field(default_factory=list)
    not_computed: str = ""


class PremisePart(Part):
    """A computed number beside a claim that gets no verdict."""

    quantity: PremiseQuantity
    label: Text
    note: str = ""
    radars: list[Id] = Field(default_factory=list)
    targets: list[Id] = Field(default_factory=list)
    groups: list[Id] = Field(default_factory=list)
    flights: list[Id] = Field(default_factory=list)
    distances: list[DistancePart] = Field(default_factory=list)
    above_ground: list[LengthText] = Field(default_factory=list)
    system: str = ""
    looks: Annotated[int, Field(ge=1, le=10_000)] | None = None
    signal_to_noise: RatioText | None = None
    aspect_cell: AngleText | None = None
    elevation_cell: AngleText | None = None
    batteries: list[Id] = Field(default_factory=list)
    raids: list[Id] = Field(default_factory=list)
    place: str = ""
    protection: str = ""
    aircraft: str = ""
    shots: list[Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=list)
    survival: list[Annotated[float, Field(gt=0.0, lt=1.0)]] = Field(default_factory=list)
    kill_probability: FractionText | None = None
    keep_out: LengthText | None = None
    from_: Annotated[AngleText | None, Field(alias="from")] = None


class ClaimPart(Part):
    """A quoted sentence. Verdicts come out of the computation, never out of the file."""

    id: Id
    sentence: Text
    who: Text
    when: Text
    source: Text
    judged_by: Id | None = None
    readings: list[ReadingPart] = Field(default_factory=list)
    not_testable: str = ""
    by_construction: str = ""
    shown_beside: list[PremisePart] = Field(default_factory=list)
    left_out: list[Text] = Field(default_factory=list)
    not_computed: list[Text] = Field(default_factory=list)
    note: str = ""


#: Lists and numbers that each quantity needs.
PREMISE_NEEDS: dict[str, tuple[str, ...]] = {
    "off_means_no_cover": ("radars",),
    "time_to_first_detection": ("system",),
    "covered_area_by_group": ("groups", "targets", "above_ground"),
    "smooth_horizon_altitude": ("radars", "distances"),
    "decorrelated_looks": (
        "radars",
        "targets",
        "flights",
        "looks",
        "signal_to_noise",
        "aspect_cell",
        "elevation_cell",
    ),
    "share_along_flights": ("radars", "targets", "flights"),
    "engageable_area_by_battery": ("batteries", "targets", "above_ground"),
    "raid_outcomes": ("raids",),
    "time_to_first_intercept": ("batteries", "targets"),
    "warning_minutes": ("groups", "targets", "place", "above_ground"),
    "countermeasure_break_even": ("system", "protection", "shots", "survival", "kill_probability"),
    "defended_area": ("batteries", "targets", "above_ground", "keep_out"),
}
#: What a quantity may have besides.
PREMISE_ALLOWS: dict[str, tuple[str, ...]] = {
    "warning_minutes": ("from",),
    "defended_area": ("from",),
    "countermeasure_break_even": ("aircraft",),
}
READING_NEEDS: dict[str, tuple[str, ...]] = {
    "confirmed_slant_range": ("at_least",),
    "intercept_slant_range": ("at_least",),
    "covered_at_distance": ("covered", "distances"),
}
