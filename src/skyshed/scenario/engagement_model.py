"""Batteries, networks and raids of a study: frozen values in SI units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from skyshed.catalogue.model import MissileEntry, SystemEntry
from skyshed.uncertainty.parameter import Parameter

SALVOS = ("one", "two", "shoot-look-shoot")
MODES = ("stand-alone", "cued", "engage-on-remote")
RADAR_STATES = ("on", "off", "cold", "march", "stored")
#: Words for the states of readiness in the catalogue; a radar that is on needs no time.
STATE_KEYS: Mapping[str, str] = MappingProxyType(
    {"off": "emplaced_off", "cold": "emplaced_cold", "march": "march", "stored": "stored"}
)


@dataclass(frozen=True)
class StudyBattery:
    """A battery: the radar that guides its missiles, and what it has to shoot with.

    `see` and `guide` are keys of radars; without `see` the guiding radar searches for itself. The
    numbers are the catalogue's unless the study gives its own (`own` names those); `launchers`,
    `rounds` (ready to fire), `target_channels` and `missile_channels` are counts, `reaction` and
    `reload` times [s].
    """

    key: str
    system: SystemEntry
    see: str | None
    guide: str
    missile: MissileEntry
    launchers: Parameter
    rounds: Parameter
    target_channels: Parameter
    missile_channels: Parameter
    reaction: Parameter
    reload: Parameter
    salvo: str
    label: str
    note: str = ""
    own: frozenset[str] = frozenset()

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The numbers by key; batteries of one system share what they take from the catalogue."""
        return MappingProxyType(
            {self.parameter_key(name): getattr(self, name) for name in BATTERY_NUMBERS}
        )

    def parameter_key(self, name: str) -> str:
        """Key of one of `BATTERY_NUMBERS`, such as ``s-400/48n6e3.rounds``."""
        owner = f"battery {self.key}" if name in self.own else self.missile.id
        return f"{owner}.{name}{'_s' if name in ('reaction', 'reload') else ''}"


#: Numbers of a battery that a study may give itself.
BATTERY_NUMBERS = (
    "launchers",
    "rounds",
    "target_channels",
    "missile_channels",
    "reaction",
    "reload",
)


@dataclass(frozen=True)
class NetworkNode:
    """A command post with its radars and batteries, by their keys."""

    key: str
    radars: tuple[str, ...]
    batteries: tuple[str, ...]


@dataclass(frozen=True)
class NetworkLink:
    """Tracks flow from node `source` to node `sink`.

    They are `latency_s` late, come every `update_s`, and a share `loss` of the updates is lost.
    """

    source: str
    sink: str
    latency_s: float
    update_s: float
    loss: float


@dataclass(frozen=True)
class StudyNetwork:
    """Who tells whom what it sees.

    `mode` "stand-alone": every battery uses the radars of its own node only; "cued": tracks of
    others tell its radars where to look; "engage-on-remote": missiles whose guidance allows it may
    be fired at a track of others. Nodes in `failed` neither send nor fire: a fixed input.
    """

    key: str
    label: str
    mode: str
    nodes: tuple[NetworkNode, ...]
    links: tuple[NetworkLink, ...]
    failed: tuple[str, ...] = ()
    note: str = ""

    @property
    def batteries(self) -> tuple[str, ...]:
        """Keys of all batteries, in the order of the nodes."""
        return tuple(key for node in self.nodes for key in node.batteries)

    @property
    def radars(self) -> tuple[str, ...]:
        """Keys of all radars, in the order of the nodes."""
        return tuple(key for node in self.nodes for key in node.radars)


@dataclass(frozen=True)
class RaidGroup:
    """Targets of one kind in a raid.

    Exactly one of three ways to fly is given: straight at the defended place from `azimuths_rad`
    and `start_distance_m` (several azimuths are taken in turn); along `route` (latitude, longitude
    in degrees) with turns of `turn_limit_m_s2`; on a ballistic arc of `ballistic_range_m` and
    `apogee_altitude_m` from `azimuths_rad`. The first starts at `start_s`, the others `spacing_s`
    apart.
    """

    target: str
    count: int
    azimuths_rad: tuple[float, ...]
    start_distance_m: float | None
    route: tuple[tuple[float, float], ...]
    turn_limit_m_s2: float
    ballistic_range_m: float | None
    apogee_altitude_m: float | None
    spacing_s: float
    start_s: float

    @property
    def kind(self) -> str:
        """ "straight", "route" or "ballistic"."""
        if self.route:
            return "route"
        return "straight" if self.ballistic_range_m is None else "ballistic"


@dataclass(frozen=True)
class DefendedPlace:
    """What the raid flies at."""

    name: str
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class WhatIf:
    """One line of the table "what would change the answer": None leaves a number as it is.

    The numbers hold for `batteries` (all of the raid if empty). `size_factor` multiplies the
    counts of the raid; `identification_error` is the share of targets taken for friends and not
    shot at; `failed` replaces the failed nodes and `radar_states` adds to those of the raid.
    """

    label: str
    batteries: tuple[str, ...] = ()
    launchers: Parameter | None = None
    rounds: Parameter | None = None
    target_channels: Parameter | None = None
    missile_channels: Parameter | None = None
    reaction: Parameter | None = None
    reload: Parameter | None = None
    salvo: str | None = None
    size_factor: float | None = None
    identification_error: float | None = None
    failed: tuple[str, ...] | None = None
    radar_states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""


@dataclass(frozen=True)
class StudyRaid:
    """A given raid against the batteries of one network or, to compare them, of several.

    Nothing searches for a better one. `draws` are values of what we do not know, `runs` the
    repetitions of chance for each draw. `radar_states` says which radars are not on when the first
    target starts.
    """

    key: str
    label: str
    networks: tuple[str, ...]
    defends: DefendedPlace
    groups: tuple[RaidGroup, ...]
    runs: int
    draws: int
    radar_states: Mapping[str, str]
    what_if: tuple[WhatIf, ...]
    basis: str
    note: str = ""

    @property
    def size(self) -> int:
        """Number of targets."""
        return sum(group.count for group in self.groups)
