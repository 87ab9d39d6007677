"""Shape of a study file, format version 1; `skyshed schema` prints it for editors."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from skyshed.scenario.claim_schema import ClaimPart
from skyshed.scenario.engagement_schema import BatteryPart, NetworkPart, RaidPart
from skyshed.scenario.parts import Basis, Grade, Id, Latitude, Longitude, Part, Text
from skyshed.scenario.quantity_types import (
    AltitudeText,
    AngleText,
    CountText,
    LengthText,
    RainText,
    RatioText,
    SpeedText,
)

FORMAT_VERSION = 1
MOST_DRAWS = 100_000
DEFAULT_DRAWS = 200
DEFAULT_SEED = 1
FOUR_THIRDS = 4.0 / 3.0


def _one_or_more(value: Any) -> Any:
    """A single path is a list of one."""
    paths = [value] if isinstance(value, str) else value
    if paths is not None and not (
        isinstance(paths, list) and all(isinstance(path, str) and path for path in paths)
    ):
        raise ValueError(
            "expected a file or folder of catalogue entries, or a list of them, got something else;"
            " write [my-radar.yaml]"
        )
    return paths


OwnEntries = Annotated[
    list[str] | None,
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    Field(description="entries of your own: a file, a folder, or a list of them"),
]


class RingPart(Part):
    """A quoted radius, drawn on the maps for comparison."""

    radius: LengthText
    label: Text


class MapPart(Part):
    """Extent, cell size and heights of the maps."""

    radius: LengthText
    cell: LengthText
    above_ground: list[LengthText] = Field(default_factory=list)
    above_sea_level: list[AltitudeText] = Field(default_factory=list)
    ring: RingPart | None = None


class GroundPart(Part):
    """The site's own altitude above mean sea level, with its interval."""

    value: AltitudeText
    basis: Basis
    grade: Grade
    source: Text
    note: str = ""


class SitePart(Part):
    """A place where radars stand; without `ground_altitude` the terrain's altitude is taken."""

    id: Id
    name: Text
    latitude_deg: Latitude
    longitude_deg: Longitude
    ground_altitude: GroundPart | None = None
    basis: Basis = "assumed"
    source: Text = "assumed"
    note: str = ""


class RadarPart(Part):
    """A radar of the catalogue at a site."""

    id: Id
    radar: Annotated[str, Field(description="id in the catalogue, such as s-400/91n6e")]
    site: Id
    role: Literal["see", "shoot", "sensor"] = "see"
    mount: str | None = None
    antenna_height: LengthText | None = None
    altitude: AltitudeText | None = None
    sector_towards: AngleText | None = None
    label: str = ""
    maps: bool = True
    basis: Basis = "assumed"
    source: Text = "assumed"
    note: str = ""


class TargetPart(Part):
    """A target of the catalogue as it flies; what is left out is the catalogue's cruise."""

    id: Id
    target: Annotated[str, Field(description="id in the catalogue, such as f-16c")]
    configuration: str = "clean"
    altitude: AltitudeText | None = None
    above_ground: LengthText | None = None
    speed: SpeedText | None = None
    heading: Literal["inbound", "course", "worst-course", "best", "worst"] = "inbound"
    course: AngleText | None = None
    label: str = ""
    maps: bool = True
    basis: Basis = "assumed"
    note: str = ""


class HeadlinePart(Part):
    """The pair that the report opens with."""

    radar: Id
    target: Id


class GroupPart(Part):
    """Radars whose cover is added up."""

    id: Id
    label: Text
    radars: Annotated[list[Id], Field(min_length=1)]
    note: str = ""


class PointPart(Part):
    """A place on the Earth."""

    latitude_deg: Latitude
    longitude_deg: Longitude


class FlightPart(Part):
    """An area or a route where aircraft are assumed to fly; the altitude is an interval."""

    id: Id
    name: Text
    area: PointPart | None = None
    radius: LengthText | None = None
    route: list[PointPart] = Field(default_factory=list)
    altitude: AltitudeText
    speed: SpeedText
    targets: Annotated[list[Id], Field(min_length=1)]
    basis: Basis = "assumed"
    note: str = ""


class PlacePart(PointPart):
    """A name on the map."""

    name: Text
    source: Text = "assumed"
    note: str = ""


class NotePart(Part):
    """A remark of the study, with its source."""

    text: Text
    source: Text = "assumed"


class SourcePart(Part):
    """One entry of the study's bibliography."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    title: Text
    publisher: Text
    date: Text
    address: str = ""
    note: str = ""


class DuctPart(Part):
    """A named what-if: a duct on the ground, as an effective Earth radius over the true one."""

    k_factor: Annotated[float, Field(ge=1.0, le=1000.0)]
    label: Text


class AirPart(Part):
    """The air where it is not the world's mean."""

    refractivity: Annotated[
        CountText, Field(description="at sea level in N-units, such as 350 (310..400)")
    ]
    duct: DuctPart | None = None
    basis: Basis = "assumed"
    source: Text = "assumed"
    note: str = ""


class EffectsPart(Part):
    """Effects that are off unless they are named here."""

    gas: Annotated[bool, Field(description="absorption by oxygen and water vapour")] = False
    rain: Annotated[
        RainText | None,
        Field(description="rain everywhere, such as 10 mm/h or 10 mm/h (5..25)"),
    ] = None
    clutter: Annotated[
        RatioText | None,
        Field(description="ground clutter, by the improvement factor: 40 dB or 40 dB (20..60)"),
    ] = None


class FixedPart(Part):
    """A what-if: an uncertain number held at one value, in the SI unit that its key ends in."""

    parameter: Annotated[
        str,
        Field(
            min_length=1,
            max_length=120,
            description="key of the number in the report, such as s-400/91n6e.instrumented_range_m",
        ),
    ]
    value: Annotated[float, Field(allow_inf_nan=False)]
    note: str = ""


class LessonPart(Part):
    """A lesson on the smooth Earth instead of radars and targets."""

    antenna_heights: Annotated[list[LengthText], Field(min_length=1, max_length=12)]
    target_heights: Annotated[list[LengthText], Field(min_length=1, max_length=12)]
    k_factor: Annotated[float, Field(ge=0.5, le=5.0)] = FOUR_THIRDS


class StudyFile(Part):
    """A study: what is asked, of which radars and targets, where, and which claims it tests."""

    format_version: Literal[1]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    title: Text
    summary: Text
    question: Text
    terrain: str | None = None
    catalogue: OwnEntries = None
    map: MapPart | None = None
    pd: Annotated[float, Field(ge=0.05, le=0.99)] = 0.5
    draws: Annotated[int, Field(ge=1, le=MOST_DRAWS)] = DEFAULT_DRAWS
    seed: Annotated[int, Field(ge=0, lt=2**63)] = DEFAULT_SEED
    weighting: Annotated[
        Literal["triangular", "uniform", "nominal-heavy"],
        Field(description="how draws are spread between the bounds of the unknowns"),
    ] = "triangular"
    sites: Annotated[list[SitePart], Field(max_length=50)] = Field(default_factory=list)
    radars: Annotated[list[RadarPart], Field(max_length=50)] = Field(default_factory=list)
    targets: Annotated[list[TargetPart], Field(max_length=50)] = Field(default_factory=list)
    headline: HeadlinePart | None = None
    groups: Annotated[list[GroupPart], Field(max_length=20)] = Field(default_factory=list)
    batteries: Annotated[list[BatteryPart], Field(max_length=50)] = Field(default_factory=list)
    networks: Annotated[list[NetworkPart], Field(max_length=20)] = Field(default_factory=list)
    raids: Annotated[list[RaidPart], Field(max_length=20)] = Field(default_factory=list)
    flights: Annotated[list[FlightPart], Field(max_length=50)] = Field(default_factory=list)
    places: Annotated[list[PlacePart], Field(max_length=200)] = Field(default_factory=list)
    claims: Annotated[list[ClaimPart], Field(max_length=50)] = Field(default_factory=list)
    notes: Annotated[list[NotePart], Field(max_length=50)] = Field(default_factory=list)
    sources: Annotated[list[SourcePart], Field(max_length=200)] = Field(default_factory=list)
    lesson: LessonPart | None = None
    air: AirPart | None = None
    effects: EffectsPart | None = None
    fixed: Annotated[list[FixedPart], Field(max_length=50)] = Field(default_factory=list)
