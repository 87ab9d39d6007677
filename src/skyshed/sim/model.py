"""A raid as values: targets, radars, fire units, one draw of the unknowns.

A `RaidCase` holds everything that is the same in every run of one draw. What differs from run to
run (plots, kills, lost messages) is drawn in `sim.campaign`; everything random is addressed by the
names given here, so two cases that share names share luck.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.sim.checks import (
    check_between,
    check_choice,
    check_keys,
    check_not_negative,
    check_shape,
)
from skyshed.sim.network import Network, check_network

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

GUIDANCE: Final = ("track_via_missile", "semi_active", "active", "command", "infrared")
SALVOS: Final = ("one", "two", "shoot-look-shoot")
MODES: Final = ("stand-alone", "cued", "engage-on-remote")
MOST_TARGETS: Final = 10_000
MOST_TABLE: Final = 100_000_000
"""Most values of one table of (time, target, fire unit): 800 MB."""


@dataclass(frozen=True, eq=False)
class RadarTimeline:
    """What one radar can see of the raid, scan by scan.

    Parameters
    ----------
    key : str
        Its name; part of the address of its luck.
    node : str
        Node of the network it belongs to.
    scan_period_s : float
        Time between two looks at the same target. [s]
    first_scan_s : float
        Time of the first scan. [s]
    pd : ndarray, shape (target, scan)
        Single-scan detection probability: 0 outside the sector, behind terrain ... [1]
    sigma_m : ndarray, shape (target, scan)
        Standard deviation of a plot along the target's course, from the SNR. [m]
    active_from_s : float, optional
        When the radar starts to look: 0 if it is on, the time to come into action from being off,
        cold, on the march or stored, inf if it never does. [s]
    confirm : tuple of int, optional
        A track is confirmed by m plots among n successive scans, n at most 16.
    coast_scans : int, optional
        Successive scans without a plot that a confirmed track survives.
    """

    key: str
    node: str
    scan_period_s: float
    first_scan_s: float
    pd: FloatArray
    sigma_m: FloatArray
    active_from_s: float = 0.0
    confirm: tuple[int, int] = (2, 3)
    coast_scans: int = 3

    def __post_init__(self) -> None:
        if not self.scan_period_s > 0.0:
            raise ValueError(f"{self.key}: scan_period_s must be above 0, got {self.scan_period_s}")
        for name in ("first_scan_s", "active_from_s", "coast_scans"):
            check_not_negative(self.key, name, getattr(self, name))
        m, n = self.confirm
        if not 1 <= m <= n <= 16:
            raise ValueError(f"{self.key}: confirm needs 1 <= m <= n <= 16, got {m} of {n}")
        check_shape(self.key, "sigma_m", self.sigma_m, np.shape(self.pd))
        check_between(self.key, "pd", self.pd, 0.0, 1.0)
        check_not_negative(self.key, "sigma_m", self.sigma_m)


@dataclass(frozen=True, eq=False)
class FireUnit:
    """One battery: launchers, channels, missile and what its engagement radar can hold.

    Parameters
    ----------
    key, node : str
        Its name and its node of the network.
    guide : str or None
        The engagement radar, for the record; None for missiles that need none.
    guidance : str
        One of `GUIDANCE`. It decides what must hold the target, and when: see `sim.prepare`.
    time_table_s : ndarray, shape (range, altitude)
        Time of flight to a point, nan where the missile cannot reach. [s]
    range_step_m, altitude_low_m, altitude_step_m : float
        Axes of the table: ranges 0, step, 2 step ... (ground arc from the launcher), altitudes
        low, low + step ... (above mean sea level). [m]
    range_m, altitude_m : ndarray, shape (target, time)
        Ground range from this unit, and altitude of each target; nan while it is not there. [m]
    holds : ndarray of bool, shape (target, time)
        Whether the unit's own engagement radar sees the target.
    kill_probability : ndarray, shape (target,)
        Of one missile that arrives. [1]
    kill_correlation : float, optional
        Common cause of the shots at one target: correlation of their outcomes. [1]
    launchers, rounds : int
        Launchers, and missiles ready on them in all, shared out evenly.
    reload_s : float, optional
        Time to reload an empty launcher; inf for never. [s]
    reserve : int, optional
        Missiles to reload with.
    target_channels, missile_channels : int
        Targets engaged, and missiles guided, at the same time. A target channel is busy from the
        order to fire until the outcome is assessed, a missile channel until the intercept.
    reaction_s : float
        From a track at the unit to the first order to fire at it. [s]
    launch_delay_s, launch_interval_s : float
        From the order to the launch, and between two launches of this unit. [s]
    assessment_s : float, optional
        From an intercept to the knowledge of its outcome. [s]
    salvo : str, optional
        "one" or "two" missiles at a target and no more, or "shoot-look-shoot": one, and another
        as long as it lives. Two are launched an interval apart; a single one where rounds or
        missile channels are for no more. "No more" counts the missiles of the whole group.
    hold_from_last : bool, optional
        For semi-active and track-via-missile guidance: whether the radar need hold the target
        only in the last `terminal_s` of the flight, not all of it.
    terminal_s : float, optional
        Length of the last phase, guided by the missile's own seeker or by illumination. [s]
    active_from_s : float, optional
        When the unit can fire at the earliest, as for a radar. [s]
    fire_only_own_track : bool, optional
        Whether the unit ignores what the network tells it.
    """

    key: str
    node: str
    guide: str | None
    guidance: str
    time_table_s: FloatArray
    range_step_m: float
    altitude_low_m: float
    altitude_step_m: float
    range_m: FloatArray
    altitude_m: FloatArray
    holds: BoolArray
    kill_probability: FloatArray
    kill_correlation: float = 0.0
    launchers: int = 1
    rounds: int = 1
    reload_s: float = float("inf")
    reserve: int = 0
    target_channels: int = 1
    missile_channels: int = 1
    reaction_s: float = 0.0
    launch_delay_s: float = 0.0
    launch_interval_s: float = 0.0
    assessment_s: float = 0.0
    salvo: str = "one"
    hold_from_last: bool = False
    terminal_s: float = 0.0
    active_from_s: float = 0.0
    fire_only_own_track: bool = False

    def __post_init__(self) -> None:
        check_choice(self.key, "guidance", self.guidance, GUIDANCE)
        check_choice(self.key, "salvo", self.salvo, SALVOS)
        for name in (
            "launchers", "rounds", "reload_s", "reserve", "target_channels", "missile_channels",
            "reaction_s", "launch_delay_s", "launch_interval_s", "assessment_s", "terminal_s",
            "active_from_s",
        ):  # fmt: skip
            check_not_negative(self.key, name, getattr(self, name))
        if np.ndim(self.time_table_s) != 2 or min(np.shape(self.time_table_s)) < 2:
            raise ValueError(f"{self.key}: time_table_s needs two axes of two points or more")
        if not (self.range_step_m > 0.0 and self.altitude_step_m > 0.0):
            raise ValueError(f"{self.key}: the steps of time_table_s must be above 0")
        shape = np.shape(self.range_m)
        check_shape(self.key, "altitude_m", self.altitude_m, shape)
        check_shape(self.key, "holds", self.holds, shape)
        check_shape(self.key, "kill_probability", self.kill_probability, shape[:1])
        check_between(self.key, "kill_probability", self.kill_probability, 0.0, 1.0)
        check_between(self.key, "kill_correlation", np.array(self.kill_correlation), 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Targets:
    """The raid as it was given.

    Parameters
    ----------
    names : tuple of str
        One per target, all different; part of the address of their luck.
    impact_s : ndarray, shape (target,)
        When it reaches what it attacks; inf for one that attacks nothing. [s]
    distance_m : ndarray, shape (target, time)
        Ground distance from the defended place; nan while it is not there. [m]
    speed_m_s : ndarray, shape (target,)
        Ground speed, by which an error of place becomes one of time. [m/s]
    decoy : ndarray of bool, shape (target,)
        Whether it draws fire but does no harm: it never counts as a leaker.
    infrared_countermeasure : ndarray, shape (target,)
        Share of shots with infrared guidance that its countermeasures turn away; no other guidance
        feels them. [1]
    identification_error : ndarray, shape (target,)
        Chance that the defence takes it for harmless and never fires at it (a what-if). [1]
    """

    names: tuple[str, ...]
    impact_s: FloatArray
    distance_m: FloatArray
    speed_m_s: FloatArray
    decoy: BoolArray
    infrared_countermeasure: FloatArray
    identification_error: FloatArray

    def __post_init__(self) -> None:
        n = len(self.names)
        check_number_of_targets(n)
        check_keys("targets", self.names)
        for name in ("impact_s", "speed_m_s", "decoy", "infrared_countermeasure",
                     "identification_error"):  # fmt: skip
            check_shape("targets", name, getattr(self, name), (n,))
        check_not_negative("targets", "impact_s", self.impact_s)
        if not np.all(np.asarray(self.speed_m_s) > 0.0):
            raise ValueError("targets: speed_m_s must be above 0")
        for name in ("infrared_countermeasure", "identification_error"):
            check_between("targets", name, getattr(self, name), 0.0, 1.0)


def raid_targets(
    names: tuple[str, ...],
    *,
    impact_s: FloatArray,
    distance_m: FloatArray,
    speed_m_s: FloatArray,
    decoy: BoolArray | None = None,
    infrared_countermeasure: FloatArray | None = None,
    identification_error: FloatArray | None = None,
) -> Targets:
    """`Targets` with no decoys, countermeasures or errors unless given."""
    n = len(names)
    check_number_of_targets(n)
    nothing = np.zeros(n)
    return Targets(
        names=names,
        impact_s=impact_s,
        distance_m=distance_m,
        speed_m_s=speed_m_s,
        decoy=np.zeros(n, dtype=bool) if decoy is None else decoy,
        infrared_countermeasure=(
            nothing if infrared_countermeasure is None else infrared_countermeasure
        ),
        identification_error=nothing if identification_error is None else identification_error,
    )


def check_number_of_targets(number: int) -> None:
    """Refuse an empty raid and one that is too large.

    Raises
    ------
    ValueError
        With the limit.
    """
    if not 1 <= number <= MOST_TARGETS:
        raise ValueError(f"expected between 1 and {MOST_TARGETS} targets, got {number}")


@dataclass(frozen=True, eq=False)
class RaidCase:
    """One raid, one defence, one draw of the unknowns.

    Parameters
    ----------
    draw : int
        Number of the draw; part of the address of all luck.
    time_s : ndarray, shape (time,)
        Even grid from 0. The defence decides at these times; 1 s is usual. [s]
    targets : Targets
        The raid.
    radars : tuple of RadarTimeline
        What sees.
    units : tuple of FireUnit
        What shoots.
    network : Network
        Who hears of whom, and when.
    mode : str
        "stand-alone": units use the radars of their own node only. "cued": a track from elsewhere
        spares the unit's own radar search and confirmation, which must still hold the target.
        "engage-on-remote": active and command guidance may fire at a target that only others see.

    Raises
    ------
    ValueError
        If parts do not fit together, names repeat, the network has a circle, or it is too large.
    """

    draw: int
    time_s: FloatArray
    targets: Targets
    radars: tuple[RadarTimeline, ...]
    units: tuple[FireUnit, ...]
    network: Network = field(default_factory=Network)
    mode: str = "stand-alone"

    def __post_init__(self) -> None:
        check_choice("raid", "mode", self.mode, MODES)
        check_not_negative("raid", "draw", self.draw)
        n, times = len(self.targets.names), np.shape(self.time_s)
        self._check_time()
        check_shape("targets", "distance_m", self.targets.distance_m, (n, *times))
        for radar in self.radars:
            check_shape(radar.key, "pd", radar.pd, (n, np.shape(radar.pd)[-1]))
        for unit in self.units:
            check_shape(unit.key, "range_m", unit.range_m, (n, *times))
        check_keys("radars", tuple(radar.key for radar in self.radars))
        check_keys("units", tuple(unit.key for unit in self.units))
        check_network(self.network)
        self._check_arrivals()
        table = n * times[0] * len(self.units)
        if table > MOST_TABLE:
            raise ValueError(
                f"{n} targets, {len(self.units)} fire units and {times[0]} times make a table of "
                f"{table} values, at most {MOST_TABLE}: take fewer targets or a coarser time grid"
            )

    def _check_arrivals(self) -> None:
        impact_s = np.asarray(self.targets.impact_s)
        late = np.flatnonzero(np.isfinite(impact_s) & (impact_s > self.time_s[-1]))
        if late.size:
            raise ValueError(
                f"raid: {self.targets.names[late[0]]} arrives at {impact_s[late[0]]:g} s, after "
                f"the last time of the grid, {self.time_s[-1]:g} s"
            )

    def _check_time(self) -> None:
        time_s = np.asarray(self.time_s)
        if time_s.ndim != 1 or time_s.size < 2 or time_s[0] != 0.0:
            raise ValueError("raid: time_s needs two times or more, from 0")
        steps = np.diff(time_s)
        if not (steps[0] > 0.0 and np.allclose(steps, steps[0], rtol=1e-9, atol=0.0)):
            raise ValueError("raid: time_s must rise in even steps")
