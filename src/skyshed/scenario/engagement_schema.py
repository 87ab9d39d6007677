"""Shape of batteries, networks and raids in a study file."""

from typing import Annotated, Literal

from pydantic import Field

from skyshed.scenario.parts import Basis, Id, Latitude, Longitude, Part, Text
from skyshed.scenario.quantity_types import (
    AltitudeText,
    AnglesText,
    CountText,
    FractionText,
    LengthText,
    TimeText,
)

MOST_RUNS = 1_000_000
DEFAULT_RUNS = 100
DEFAULT_RAID_DRAWS = 50

Salvo = Literal["one", "two", "shoot-look-shoot"]
RadarState = Literal["on", "off", "cold", "march", "stored"]


class BatteryPart(Part):
    """A battery; numbers that are left out are the catalogue's."""

    id: Id
    system: Annotated[str, Field(description="id of a system in the catalogue, such as s-400")]
    guide: Annotated[Id, Field(description="the radar of the study that guides its missiles")]
    missile: Annotated[str, Field(description="id of a missile, such as s-400/48n6e3")]
    see: Id | None = None
    launchers: CountText | None = None
    rounds: CountText | None = None
    target_channels: CountText | None = None
    missile_channels: CountText | None = None
    reaction: TimeText | None = None
    reload: TimeText | None = None
    salvo: Salvo = "one"
    label: str = ""
    basis: Basis = "assumed"
    source: Text = "assumed"
    note: str = ""


class NodePart(Part):
    """A command post with its radars and batteries."""

    id: Id
    radars: list[Id] = Field(default_factory=list)
    batteries: list[Id] = Field(default_factory=list)


class LinkPart(Part):
    """A one-way link: tracks of one node reach another."""

    from_: Annotated[Id, Field(alias="from")]
    to: Id
    latency: TimeText = "1 s"
    update: TimeText = "10 s"
    loss: FractionText = 0.0


class NetworkPart(Part):
    """Nodes, links and what the batteries may do with tracks of others."""

    id: Id
    label: Text
    mode: Literal["stand-alone", "cued", "engage-on-remote"]
    nodes: Annotated[list[NodePart], Field(min_length=1, max_length=50)]
    links: Annotated[list[LinkPart], Field(max_length=500)] = Field(default_factory=list)
    failed: list[Id] = Field(default_factory=list)
    note: str = ""


class DefendsPart(Part):
    """The place that the raid flies at."""

    name: Text
    latitude_deg: Latitude
    longitude_deg: Longitude


class RoutePointPart(Part):
    """A point of a route."""

    latitude_deg: Latitude
    longitude_deg: Longitude


class BallisticPart(Part):
    """A ballistic arc that ends at the defended place."""

    range: LengthText
    apogee: AltitudeText


class RaidGroupPart(Part):
    """Targets of one kind: how many, and how they come."""

    target: Id
    count: int
    from_: Annotated[AnglesText, Field(alias="from", default_factory=list)]
    start_distance: LengthText | None = None
    route: Annotated[list[RoutePointPart], Field(max_length=200)] = Field(default_factory=list)
    turn_limit_g: Annotated[float, Field(gt=0.0, le=20.0)] = 2.0
    ballistic: BallisticPart | None = None
    spacing: TimeText = "10 s"
    start: TimeText = "0 s"


class WhatIfPart(Part):
    """One change to the raid or its batteries; what is left out stays as it is."""

    label: Text
    batteries: list[Id] = Field(default_factory=list)
    launchers: CountText | None = None
    rounds: CountText | None = None
    target_channels: CountText | None = None
    missile_channels: CountText | None = None
    reaction: TimeText | None = None
    reload: TimeText | None = None
    salvo: Salvo | None = None
    size_factor: Annotated[float, Field(gt=0.0, le=100.0)] | None = None
    identification_error: FractionText | None = None
    failed: list[Id] | None = None
    radar_states: dict[Id, RadarState] = Field(default_factory=dict)
    note: str = ""


class RaidPart(Part):
    """A given raid; nothing searches for a better one."""

    id: Id
    label: Text
    networks: Annotated[list[Id], Field(min_length=1, max_length=10)]
    defends: DefendsPart
    targets: Annotated[list[RaidGroupPart], Field(min_length=1, max_length=100)]
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)] = DEFAULT_RUNS
    draws: Annotated[int, Field(ge=1, le=MOST_RUNS)] = DEFAULT_RAID_DRAWS
    radar_states: dict[Id, RadarState] = Field(default_factory=dict)
    what_if: Annotated[list[WhatIfPart], Field(max_length=50)] = Field(default_factory=list)
    basis: Basis = "assumed"
    note: str = ""
