"""Shape and bounds of what the page may ask."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from skyshed.analysis.live_cover import MercatorView
from skyshed.scenario.limits import HIGHEST_ALTITUDE_M, LOWEST_ALTITUDE_M

MOST_RADARS = 8
MOST_DRAWS = 400
LEAST_DRAWS = 20
MOST_DRAWS_TIMES_RADARS = 1600
LEAST_RADIUS_M, MOST_RADIUS_M = 10_000.0, 600_000.0
MOST_PIXELS = 2_000_000
MOST_SIDE_PIXELS = 4096
MOST_WHAT_IFS = 20
STEEPEST_LATITUDE_DEG = 85.06  # where Web Mercator ends

Latitude = Annotated[float, Field(ge=-90.0, le=90.0, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0, allow_inf_nan=False)]


def _readable(text: str) -> str:
    """A name without control characters: they have no place in a study file."""
    if any(not one.isprintable() for one in text):
        raise ValueError(f"expected a name of printable characters, got {text[:60]!a}; correct it")
    return text


Readable = AfterValidator(_readable)
Entry = Annotated[str, Field(min_length=1, max_length=80), Readable]
ShortId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")]
Client = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Sequence = Annotated[int, Field(ge=0, lt=2**53)]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(BaseModel):
    """Unknown keys are refused, nothing is infinite, and true is no number, nor is "1"."""

    model_config = ConfigDict(
        extra="forbid", allow_inf_nan=False, str_strip_whitespace=False, strict=True
    )


class ScenePlace(Part):
    """A place on the map."""

    latitude_deg: Latitude
    longitude_deg: Longitude


class RadarIn(ScenePlace):
    """A radar of the catalogue at a place."""

    id: ShortId
    entry: Entry
    mount: Annotated[str, Field(max_length=60), Readable] | None = None
    antenna_agl_m: Annotated[float, Field(ge=0.0, le=1000.0)] | None = None
    sector_centre_deg: Annotated[float, Field(ge=-360.0, le=360.0)] | None = None
    on: bool = True


class TargetIn(Part):
    """A target of the catalogue."""

    entry: Entry
    configuration: Annotated[str, Field(min_length=1, max_length=60), Readable] = "clean"


class HeightIn(Part):
    """How high the target flies. [m]"""

    value_m: Annotated[float, Field(ge=LOWEST_ALTITUDE_M, le=HIGHEST_ALTITUDE_M)] = 100.0
    above: Literal["ground", "sea"] = "ground"


class BatteryIn(Part):
    """Missiles of a system, guided from where a radar stands."""

    entry: Entry
    missile: Entry
    radar: ShortId


class SceneIn(Part):
    """The whole state of a view."""

    radars: Annotated[list[RadarIn], Field(min_length=1, max_length=MOST_RADARS)]
    target: TargetIn
    height: HeightIn = HeightIn()
    radius_m: Annotated[float, Field(ge=LEAST_RADIUS_M, le=MOST_RADIUS_M)] = 250_000.0
    pd: Annotated[float, Field(ge=0.05, le=0.99)] = 0.5
    networked: bool = False
    battery: BatteryIn | None = None
    what_if: Annotated[
        dict[Annotated[str, Field(min_length=1, max_length=120), Readable], float],
        Field(max_length=MOST_WHAT_IFS),
    ] = Field(default_factory=dict)
    draws: Annotated[int, Field(ge=LEAST_DRAWS, le=MOST_DRAWS)] = 200
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 1

    @model_validator(mode="after")
    def _fits(self) -> "SceneIn":
        work = self.draws * len(self.radars)
        if work > MOST_DRAWS_TIMES_RADARS:
            raise ValueError(
                f"expected draws times radars up to {MOST_DRAWS_TIMES_RADARS}, got {work};"
                " use fewer draws"
            )
        ids = [radar.id for radar in self.radars]
        if len(set(ids)) < len(ids):
            raise ValueError("expected every radar to have its own id, got one twice; rename it")
        return self


class ViewIn(Part):
    """A Web-Mercator rectangle in pixels; row 0 is in the north."""

    west_deg: Annotated[float, Field(ge=-540.0, le=540.0)]
    south_deg: Annotated[float, Field(ge=-STEEPEST_LATITUDE_DEG, le=STEEPEST_LATITUDE_DEG)]
    east_deg: Annotated[float, Field(ge=-540.0, le=540.0)]
    north_deg: Annotated[float, Field(ge=-STEEPEST_LATITUDE_DEG, le=STEEPEST_LATITUDE_DEG)]
    width: Annotated[int, Field(ge=1, le=MOST_SIDE_PIXELS)]
    height: Annotated[int, Field(ge=1, le=MOST_SIDE_PIXELS)]

    @model_validator(mode="after")
    def _fits(self) -> "ViewIn":
        if self.width * self.height > MOST_PIXELS:
            raise ValueError(
                f"expected a view of up to 2 million pixels, got {self.width * self.height};"
                " use a smaller one"
            )
        if self.west_deg == self.east_deg or self.south_deg == self.north_deg:
            raise ValueError(
                f"expected a view that is wider and higher than nothing, got"
                f" {self.west_deg:g} to {self.east_deg:g} and {self.south_deg:g} to"
                f" {self.north_deg:g} degrees; widen it"
            )
        if not (self.west_deg < self.east_deg <= self.west_deg + 360.0 + 1e-9):
            raise ValueError("expected east_deg up to 360 degrees east of west_deg; swap them")
        if not self.south_deg < self.north_deg:
            raise ValueError("expected south_deg below north_deg; swap them")
        return self

    def view(self) -> MercatorView:
        """The same as a value of the analysis."""
        return MercatorView(**self.model_dump())


class LiveIn(Part):
    """One radar's nominal cover, now."""

    client: Client
    seq: Sequence
    scene: SceneIn
    radar: ShortId
    view: ViewIn


class AnswerIn(Part):
    """Everything about a scene."""

    client: Client = "page"
    seq: Sequence = 0
    scene: SceneIn


class RasterIn(Part):
    """A layer of an answer in the pixels of a view."""

    key: Key
    radar: ShortId = "union"
    view: ViewIn


class PointIn(ScenePlace):
    """Why a place is covered or not."""

    scene: SceneIn


class ProfileIn(Part):
    """A section of the terrain from a radar to a place."""

    scene: SceneIn
    radar: ShortId
    to: ScenePlace


class VerticalIn(Part):
    """A radar's vertical cover on one azimuth."""

    scene: SceneIn
    radar: ShortId
    azimuth_deg: Annotated[float, Field(ge=0.0, le=360.0)]


class SourcesIn(Part):
    """The numbers behind a scene; the radar is the first that is on if left out."""

    scene: SceneIn
    radar: ShortId | None = None


class ExportIn(Part):
    """A scene as a file; the radar is that of the raster, the first if left out."""

    scene: SceneIn
    radar: ShortId | None = None


class EmptyIn(Part):
    """Nothing to say."""
