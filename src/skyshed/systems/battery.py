"""A battery: which radar sees, which one guides, what is fired, and how long people and machines
take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from skyshed.catalogue.model import MissileEntry, SystemEntry
from skyshed.errors import NotComputableError
from skyshed.systems.interceptor import Interceptor, member_index
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]

GUIDANCE = ("track_via_missile", "semi_active", "active", "command", "infrared")
"""What the missile needs from its radar; see `guidance_window_s`."""


@dataclass(frozen=True)
class Battery:
    """One battery of a study.

    Attributes
    ----------
    key, label : str
        Its name in the study and for people.
    see : str or None
        Key of the radar that finds and confirms the track; None if the guiding one does it.
    guide : str
        Key of the radar that guides the missile. The launchers stand beside it.
    interceptor : Interceptor
        What it fires.
    parameters : mapping of str to Parameter
        Its own unknowns: ``<key>.reaction_time_s`` from a confirmed track to the order to fire, and
        with a radar of its own to see ``<key>.handover_s``, until the guiding radar has the target.
    launchers, target_channels, missile_channels : int
        What there is of each.
    sector_rad : float
        Full width of what the launchers can fire into around the guiding radar's sector; 2 pi all
        round. [rad]
    """

    key: str
    label: str
    see: str | None
    guide: str
    interceptor: Interceptor
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    launchers: int = 1
    target_channels: int = 1
    missile_channels: int = 1
    sector_rad: float = 2.0 * np.pi

    def __post_init__(self) -> None:
        if self.interceptor.guidance not in GUIDANCE:
            raise ValueError(
                f"{self.key}: guidance must be one of {GUIDANCE}, got {self.interceptor.guidance!r}"
            )
        for name in ("launchers", "target_channels", "missile_channels"):
            if getattr(self, name) < 1:
                raise ValueError(f"{self.key}: {name} must be 1 or more, got {getattr(self, name)}")
        if not 0.0 < self.sector_rad <= 2.0 * np.pi + 1e-9:
            raise ValueError(f"{self.key}: sector_rad must lie in (0, 2 pi], got {self.sector_rad}")

    @property
    def unknowns(self) -> dict[str, Parameter]:
        """Every uncertain number of the battery and its missile, by key."""
        return {**self.interceptor.parameters, **self.parameters}


@dataclass(frozen=True)
class BatteryDraws:
    """The battery's unknowns, one value per draw, all of shape (draw,).

    `target_speed_max_m_s` is how fast a target may be at most; inf where nothing is quoted.
    `member` is the row of the fly-out table, `delay_s` the time from a confirmed track to a missile
    in the air (handover, reaction, launch). `earliest_s` and `latest_s` bound the guidance: see
    `guidance_window_s`.
    """

    member: NDArray[np.intp]
    handover_s: FloatArray
    reaction_s: FloatArray
    launch_delay_s: FloatArray
    earliest_s: FloatArray
    latest_s: FloatArray
    target_speed_max_m_s: FloatArray

    @property
    def delay_s(self) -> FloatArray:
        """From a confirmed track to the launch. [s]"""
        return self.handover_s + self.reaction_s + self.launch_delay_s

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.member.size)


def battery_parameters(
    key: str, system: SystemEntry, *, see: str | None, label: str = ""
) -> dict[str, Parameter]:
    """Unknowns of a battery's time line, by key `<battery>.<number>`.

    Parameters
    ----------
    key : str
        The battery's name in the study.
    system : SystemEntry
        From the catalogue; gives the reaction time.
    see : str or None
        As in `Battery`.
    label : str
        The battery for people.

    Returns
    -------
    dict of str to Parameter

    Raises
    ------
    NotComputableError
        If the catalogue has no reaction time for the system.
    """
    if "reaction_time_s" not in system.parameters:
        raise NotComputableError(
            f"{system.id}: not computable: the catalogue has no reaction_time_s for this system;"
            " add it, with a source, or give it in the study"
        )
    found = {f"{key}.reaction_time_s": system.parameters["reaction_time_s"]}
    if see is not None:
        found[f"{key}.handover_s"] = Parameter(
            4.0,
            2.0,
            10.0,
            "s",
            basis="assumed",
            grade="D",
            sources=("assumption",),
            note="From a track of the radar that sees to one of the radar that guides: a few beams"
            " of a phased array, plus people; nothing is published.",
            label=f"handover from radar to radar, {label or key}",
        )
    return found


def battery_draws(battery: Battery, values: Values) -> BatteryDraws:
    """The battery's unknowns drawn.

    Parameters
    ----------
    battery : Battery
        The battery.
    values : mapping of str to ndarray, shape (draw,)
        Drawn values of `Battery.unknowns`.

    Returns
    -------
    BatteryDraws
    """
    missile = battery.interceptor.id
    share = np.asarray(values[f"{missile}.flight"], dtype=float)
    members = battery.interceptor.fly_out.time_s.shape[0]
    zero = np.zeros(share.shape)
    earliest, latest = guidance_window_s(
        battery.interceptor.guidance,
        hold_from=np.asarray(values.get(f"{missile}.hold_from", zero)),
        terminal_s=np.asarray(values.get(f"{missile}.terminal_s", zero)),
    )
    return BatteryDraws(
        member=member_index(share, members),
        handover_s=np.asarray(values.get(f"{battery.key}.handover_s", zero), dtype=float),
        reaction_s=np.asarray(values[f"{battery.key}.reaction_time_s"], dtype=float),
        launch_delay_s=np.asarray(values.get(f"{missile}.launch_delay_s", zero), dtype=float),
        earliest_s=earliest,
        latest_s=latest,
        target_speed_max_m_s=np.asarray(
            values.get(target_speed_key(missile), zero + np.inf), dtype=float
        ),
    )


def target_speed_key(missile: str) -> str:
    """Key of the highest speed of a target that a missile is said to meet."""
    return f"{missile}.target_speed_max_m_s"


def target_speed_parameter(system: SystemEntry, missile: MissileEntry) -> dict[str, Parameter]:
    """Highest speed of a target as quoted of the missile, else of its system; empty without."""
    for quoted in (missile.parameters, system.parameters):
        if "target_speed_max_m_s" in quoted:
            return {target_speed_key(missile.id): quoted["target_speed_max_m_s"]}
    return {}


def guidance_window_s(
    guidance: str, *, hold_from: FloatArray, terminal_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """When the guiding radar must hold the target, counted back from the intercept.

    Parameters
    ----------
    guidance : str
        One of `GUIDANCE`.
    hold_from : ndarray, shape (draw,)
        0: during the whole flight; 1: only in the last phase (semi-active, track via missile).
    terminal_s : ndarray, shape (draw,)
        Length of the last phase. [s]

    Returns
    -------
    earliest_s, latest_s : ndarray, shape (draw,)
        From min(time of flight, earliest) to min(time of flight, latest) seconds before the
        intercept; inf stands for the launch. [s]

    Notes
    -----
    Semi-active and track via missile need the radar until impact, command during the whole flight,
    active until the seeker takes over, infrared at launch only.
    """
    if guidance not in GUIDANCE:
        raise ValueError(f"guidance must be one of {GUIDANCE}, got {guidance!r}")
    always, never = np.full(np.shape(hold_from), np.inf), np.zeros(np.shape(hold_from))
    if guidance in ("track_via_missile", "semi_active"):
        return np.where(hold_from < 0.5, np.inf, terminal_s), never
    if guidance == "active":
        return always, np.array(terminal_s, dtype=float)
    return (always, never) if guidance == "command" else (always, always)
