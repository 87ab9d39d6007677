"""What all parts of a study file have in common: strict types, no unknown keys, short ids."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Short names by which the parts of a study refer to each other.
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]

Latitude = Annotated[float, Field(ge=-90.0, le=90.0, description="degrees north, WGS-84")]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0, description="degrees east, WGS-84")]
Basis = Literal["published", "derived", "unverified", "assumed"]
Grade = Literal["A", "B", "C", "D"]


class Part(BaseModel):
    """Base of every part: unknown keys are refused and nothing is converted silently."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
