"""The arrays that the kernels of a raid share, and how one run starts.

The axes are named radar r, target j, fire unit u, group g, tick k. Units of one group know of each
other's engagements. `Raid` is the same in every run, `State` is the room a run works in, `Outcome`
what the runs leave.
"""

from collections import namedtuple

import numpy as np

from skyshed.kernels.compile import part
from skyshed.kernels.philox import unit_interval, words

PLOT, KILL, CAUSE, LINK = 1, 2, 3, 4
"""Purposes of random numbers; part of their address, so never renumber them."""

DETECTED, CONFIRMED, LOST, LAUNCHED, KILLED, MISSED, WASTED, LEAKED, NO_ROUNDS, NO_CHANNEL = range(
    10
)
"""Codes of the events of one run."""

ONE, TWO, AGAIN = 0, 1, 2
"""Codes of the salvo policies."""

TARGET = np.dtype(
    [("name", "u8"), ("impact_s", "f8"), ("mistaken", "f8"), ("decoy", "?")],
    align=True,
)  # fmt: skip
RADAR = np.dtype(
    [
        ("name", "u8"), ("first_s", "f8"), ("period_s", "f8"), ("active_s", "f8"),
        ("needed", "i8"), ("window", "i8"), ("coast", "i8"), ("scans", "i8"),
    ],
    align=True,
)  # fmt: skip
UNIT = np.dtype(
    [
        ("name", "u8"), ("active_s", "f8"), ("reaction_s", "f8"), ("delay_s", "f8"),
        ("assessment_s", "f8"), ("terminal_s", "f8"), ("reload_s", "f8"),
        ("interval_ticks", "i8"), ("salvo", "i8"), ("missile_channels", "i8"), ("reserve", "i8"),
        ("channels_from", "i8"), ("channels_to", "i8"),
        ("launchers_from", "i8"), ("launchers_to", "i8"), ("remote", "?"),
    ],
    align=True,
)  # fmt: skip
PATH = np.dtype([("latency_s", "f8"), ("update_s", "f8"), ("loss", "f8"), ("own", "?")], align=True)

Raid = namedtuple(
    "Raid",
    [
        "step_s",
        "ticks",
        "targets",  # (j,) of TARGET
        "closest_m",  # (j, k) smallest distance so far
        "radars",  # (r,) of RADAR
        "pd",  # (r, scan, j)
        "sigma_s",  # (r, scan, j) plot error as an error of time
        "paths",  # (r, u) of PATH; latency nan where no track comes through
        "units",  # (u,) of UNIT
        "launcher_rounds",  # per launcher of all units
        "unit_of_group",  # units in the order of their groups
        "group_start",  # where each group begins among them, and the end
        "intercept_s",  # (k, j, u) of a launch ordered at tick k
        "held",  # (k, j, u) the unit's own radar sees the target
        "intercept_remote_s",  # as intercept_s, on a remote track
        "luck_row",  # (u, j) row in luck
        "luck",  # (row, cell) kill probability of a shot by the luck of the target
    ],
)

_TARGET_STATE = np.dtype([("cause", "f8"), ("alive", "?"), ("harmless", "?")], align=True)
_TRACK = np.dtype(
    [("hits", "i8"), ("misses", "i8"), ("number", "i8"), ("error_s", "f8"), ("confirmed", "?")],
    align=True,
)
_KNOWN = np.dtype(
    [
        ("since_s", "f8"), ("since_own_s", "f8"), ("source", "i8"),
        ("out", "i8"), ("shots", "i8"), ("channel", "i8"),
    ],
    align=True,
)  # fmt: skip
_GROUP = np.dtype(
    [("flying", "i8"), ("made", "i8"), ("ready_s", "f8"), ("no_rounds", "?"), ("no_channel", "?")],
    align=True,
)
_UNIT_STATE = np.dtype(
    [("next_tick", "i8"), ("missiles_out", "i8"), ("rounds", "i8"), ("reserve", "i8")], align=True
)
_LAUNCHER = np.dtype([("left", "i8"), ("reload_at_s", "f8")], align=True)
_FLIGHT = np.dtype(
    [
        ("time_s", "f8"), ("check_s", "f8"), ("unit", "i8"), ("target", "i8"), ("group", "i8"),
        ("shot", "i8"), ("number", "i8"),
    ],
    align=True,
)  # fmt: skip
_QUEUE = np.dtype([("rank_s", "f8"), ("target", "i8")], align=True)

State = namedtuple(
    "State",
    [
        "targets",  # (j,)
        "tracks",  # (r, j)
        "next_scan",  # (r,)
        "arrival_s",  # (r, j, u) when a unit hears of a track
        "known",  # (j, u) what a unit knows of a target, and its shots at it
        "groups",  # (g, j) what a group has done about a target
        "units",  # (u,)
        "launchers",  # per launcher of all units
        "channel_free_s",  # per target channel of all units
        "flights",  # missiles in the air, in the order of their intercepts
        "queue",  # targets in the order of their urgency
        "counts",  # missiles in the air, missiles launched, targets alive, events
    ],
)

Outcome = namedtuple(
    "Outcome",
    [
        "leakers",  # (run,)
        "kills",
        "shots",
        "first_detection_s",
        "first_confirmation_s",
        "first_shot_s",
        "keep_out_m",
        "shots_of_unit",  # (run, u)
        "kill_s",  # (run, j)
    ],
)

IN_AIR, LAUNCHES, LIVING, EVENTS = 0, 1, 2, 3


def empty_state(raid):
    """Room for one run at a time."""
    radars, targets, units = raid.radars.size, raid.targets.size, raid.units.size
    groups = raid.group_start.size - 1
    missiles = int(raid.launcher_rounds.sum() + raid.units["reserve"].sum()) + 1
    channels = int(raid.units["channels_to"].max()) if units else 0
    return State(
        targets=np.zeros(targets, _TARGET_STATE),
        tracks=np.zeros((radars, targets), _TRACK),
        next_scan=np.zeros(radars, np.int64),
        arrival_s=np.zeros((radars, targets, units)),
        known=np.zeros((targets, units), _KNOWN),
        groups=np.zeros((groups, targets), _GROUP),
        units=np.zeros(units, _UNIT_STATE),
        launchers=np.zeros(raid.launcher_rounds.size, _LAUNCHER),
        channel_free_s=np.zeros(channels),
        flights=np.zeros(missiles, _FLIGHT),
        queue=np.zeros(targets, _QUEUE),
        counts=np.zeros(4, np.int64),
    )


def empty_outcome(runs, targets, units):
    """Room for the outcomes of some runs."""
    return Outcome(
        leakers=np.zeros(runs, np.int64),
        kills=np.zeros(runs, np.int64),
        shots=np.zeros(runs, np.int64),
        first_detection_s=np.full(runs, np.nan),
        first_confirmation_s=np.full(runs, np.nan),
        first_shot_s=np.full(runs, np.nan),
        keep_out_m=np.full(runs, np.nan),
        shots_of_unit=np.zeros((runs, units), np.int64),
        kill_s=np.full((runs, targets), np.nan),
    )


@part
def start_run(raid, state, key, run):
    """Everything as it is at time 0; the luck that belongs to a whole run is drawn here."""
    state.arrival_s[:] = np.inf
    state.next_scan[:] = 0
    state.channel_free_s[:] = 0.0
    state.counts[:] = 0
    state.counts[LIVING] = raid.targets.size
    for j in range(raid.targets.size):
        word = words(key, run, raid.targets[j].name, 0, CAUSE, 0)
        state.targets[j].cause = unit_interval(word[0])
        state.targets[j].harmless = unit_interval(word[1]) < raid.targets[j].mistaken
        state.targets[j].alive = True
        for r in range(raid.radars.size):
            track = state.tracks[r, j]
            track.hits = track.misses = track.number = 0
            track.error_s = 0.0
            track.confirmed = False
        for u in range(raid.units.size):
            known = state.known[j, u]
            known.since_s = known.since_own_s = np.inf
            known.source = known.out = known.shots = known.channel = 0
        for g in range(state.groups.shape[0]):
            group = state.groups[g, j]
            group.flying = group.made = 0
            group.ready_s = 0.0
            group.no_rounds = group.no_channel = False
    _fill_magazines(raid, state)


@part
def _fill_magazines(raid, state):
    for u in range(raid.units.size):
        unit = state.units[u]
        unit.next_tick = unit.missiles_out = unit.rounds = 0
        unit.reserve = raid.units[u].reserve
        for launcher in range(raid.units[u].launchers_from, raid.units[u].launchers_to):
            state.launchers[launcher].left = raid.launcher_rounds[launcher]
            state.launchers[launcher].reload_at_s = np.inf
            unit.rounds += raid.launcher_rounds[launcher]


@part
def note(state, events, time_s, code, actor, target, number):
    """Write an event (time, code, actor, target, number) where there is room, and count it."""
    if events.shape[0] == 0:
        return
    at = state.counts[EVENTS]
    if at < events.shape[0]:
        events[at, 0] = time_s
        events[at, 1] = code
        events[at, 2] = actor
        events[at, 3] = target
        events[at, 4] = number
    state.counts[EVENTS] += 1
