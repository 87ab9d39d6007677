"""From a `RaidCase` to the arrays of the kernels: what all runs of a draw share.

When the target must be held by the unit's own engagement radar:

- semi-active and track via missile: the whole flight, or its last phase (`hold_from_last`);
- command: the whole flight;
- active: from the launch until the missile's own seeker takes over, `terminal_s` before the
  intercept;
- infrared: at the launch.

With a remote track active and command guidance may do without, in the mode "engage-on-remote";
semi-active, track-via-missile and infrared guidance never.
"""

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from skyshed.engagement.kill import shot_alpha_beta
from skyshed.kernels import raid_intercept as need
from skyshed.kernels.raid_state import AGAIN, ONE, PATH, RADAR, TARGET, TWO, UNIT, Raid
from skyshed.sim.model import FireUnit, RadarTimeline, RaidCase
from skyshed.sim.network import joined_nodes, quickest_path

FloatArray = NDArray[np.float64]
LUCK_CELLS = 1024
_REMOTE_GUIDANCE = ("active", "command")
_SALVO_CODES = {"one": ONE, "two": TWO, "shoot-look-shoot": AGAIN}


def address(name: str) -> int:
    """64-bit number of a name, the same on every platform."""
    return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=8).digest(), "little")


def stream_key(seed: int, draw: int) -> NDArray[np.uint64]:
    """Philox key of all luck of one draw."""
    digest = blake2b(f"raid:{int(seed)}:{int(draw)}".encode(), digest_size=16).digest()
    return np.frombuffer(digest, dtype="<u8").astype(np.uint64)


def prepare(case: RaidCase) -> Raid:
    """The arrays of a case, ready for `kernels.raid.run_raid`.

    Parameters
    ----------
    case : RaidCase
        Raid, defence and network of one draw.

    Returns
    -------
    Raid
        Plain arrays in the layout of the kernels.
    """
    step_s = float(case.time_s[1] - case.time_s[0])
    return Raid(
        step_s=step_s,
        ticks=case.time_s.size,
        **_target_arrays(case),
        **_radar_arrays(case),
        **_path_arrays(case),
        **_unit_arrays(case, step_s),
        **_intercept_arrays(case, step_s),
        **_luck_arrays(case),
    )


def _target_arrays(case: RaidCase) -> dict[str, object]:
    targets = case.targets
    found = np.zeros(len(targets.names), TARGET)
    found["name"] = _addresses(targets.names)
    found["impact_s"] = targets.impact_s
    found["mistaken"] = targets.identification_error
    found["decoy"] = targets.decoy
    distance = np.where(np.isnan(targets.distance_m), np.inf, targets.distance_m)
    return {"targets": found, "closest_m": _floats(np.minimum.accumulate(distance, axis=1))}


def _radar_arrays(case: RaidCase) -> dict[str, object]:
    radars, targets = case.radars, len(case.targets.names)
    most = max((radar.pd.shape[1] for radar in radars), default=0)
    pd, sigma_s = np.zeros((2, len(radars), most, targets))
    found = np.zeros(len(radars), RADAR)
    found["name"] = _addresses(tuple(radar.key for radar in radars))
    for r, radar in enumerate(radars):
        scans = radar.pd.shape[1]
        pd[r, :scans] = radar.pd.T
        sigma_s[r, :scans] = (radar.sigma_m / case.targets.speed_m_s[:, None]).T
        found[r]["first_s"], found[r]["period_s"] = radar.first_scan_s, radar.scan_period_s
        found[r]["active_s"], found[r]["coast"] = radar.active_from_s, radar.coast_scans
        found[r]["needed"], found[r]["window"] = radar.confirm
        found[r]["scans"] = scans
    return {"radars": found, "pd": pd, "sigma_s": sigma_s}


def _path_arrays(case: RaidCase) -> dict[str, object]:
    paths = np.zeros((len(case.radars), len(case.units)), PATH)
    paths["latency_s"] = np.nan
    for r, radar in enumerate(case.radars):
        for u, unit in enumerate(case.units):
            path = _path(case, radar, unit)
            if path is not None:
                paths[r, u] = (*path, radar.node == unit.node)
    return {"paths": paths}


def _path(
    case: RaidCase, radar: RadarTimeline, unit: FireUnit
) -> tuple[float, float, float] | None:
    alone = case.mode == "stand-alone" or unit.fire_only_own_track
    if alone and radar.node != unit.node:
        return None
    path = quickest_path(case.network, radar.node, unit.node)
    return None if path is None else (path.latency_s, path.update_s, path.loss)


def _unit_arrays(case: RaidCase, step_s: float) -> dict[str, object]:
    units = case.units
    found = np.zeros(len(units), UNIT)
    found["name"] = _addresses(tuple(unit.key for unit in units))
    launchers = [_shared_out(unit.rounds, unit.launchers) for unit in units]
    channels, places = (
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        for counts in ([unit.target_channels for unit in units], [len(n) for n in launchers])
    )
    found["channels_from"], found["channels_to"] = channels[:-1], channels[1:]
    found["launchers_from"], found["launchers_to"] = places[:-1], places[1:]
    for u, unit in enumerate(units):
        found[u]["active_s"], found[u]["reaction_s"] = unit.active_from_s, unit.reaction_s
        found[u]["delay_s"], found[u]["assessment_s"] = unit.launch_delay_s, unit.assessment_s
        found[u]["reload_s"], found[u]["reserve"] = unit.reload_s, unit.reserve
        found[u]["interval_ticks"] = np.ceil(unit.launch_interval_s / step_s - 1e-9)
        found[u]["salvo"], found[u]["missile_channels"] = (
            _SALVO_CODES[unit.salvo], unit.missile_channels,
        )  # fmt: skip
        found[u]["terminal_s"] = _steered_until(unit)
        found[u]["remote"] = _may_fire_remote(case, unit)
    groups = unit_groups(case)
    order = np.argsort(groups, kind="stable")
    count = int(groups.max(initial=-1)) + 1
    return {
        "units": found,
        "launcher_rounds": np.array([n for rounds in launchers for n in rounds], dtype=np.int64),
        "unit_of_group": order.astype(np.int64),
        "group_start": np.searchsorted(groups[order], np.arange(count + 1)).astype(np.int64),
    }


def unit_groups(case: RaidCase) -> NDArray[np.int64]:
    """Group of each fire unit: its node when alone, all nodes joined by links in a network."""
    nodes = tuple(unit.node for unit in case.units)
    if case.mode == "stand-alone":
        numbers = {node: place for place, node in enumerate(dict.fromkeys(nodes))}
    else:
        numbers = joined_nodes(case.network, nodes)
    return np.array([numbers[node] for node in nodes], dtype=np.int64)


def _may_fire_remote(case: RaidCase, unit: FireUnit) -> bool:
    return (
        case.mode == "engage-on-remote"
        and unit.guidance in _REMOTE_GUIDANCE
        and not unit.fire_only_own_track
    )


def _steered_until(unit: FireUnit) -> float:
    """Time before the intercept until which a remote track must steer the missile."""
    return unit.terminal_s if unit.guidance == "active" else 0.0


def _intercept_arrays(case: RaidCase, step_s: float) -> dict[str, object]:
    shape = (case.time_s.size, len(case.targets.names), len(case.units))
    local, remote = np.empty(shape), np.empty((0, 0, 0))
    held = np.zeros(shape, dtype=bool)
    if any(_may_fire_remote(case, unit) for unit in case.units):
        remote = np.full(shape, np.nan)
    for u, unit in enumerate(case.units):
        local[:, :, u] = _intercepts(case, unit, step_s, _hold_need(unit))
        held[:, :, u] = unit.holds.T
        if _may_fire_remote(case, unit):
            remote[:, :, u] = _intercepts(case, unit, step_s, need.UNGUIDED)
    return {"intercept_s": local, "held": held, "intercept_remote_s": remote}


def _hold_need(unit: FireUnit) -> int:
    if unit.guidance in ("semi_active", "track_via_missile"):
        return need.LAST_PHASE if unit.hold_from_last else need.WHOLE_FLIGHT
    return {
        "command": need.WHOLE_FLIGHT,
        "active": need.UNTIL_SEEKER,
        "infrared": need.AT_LAUNCH,
    }[unit.guidance]


def _intercepts(case: RaidCase, unit: FireUnit, step_s: float, what: int) -> FloatArray:
    """Intercept time of a launch ordered at each tick, (tick, target); nan for none. [s]"""
    found = np.empty((case.time_s.size, len(case.targets.names)))
    need.intercept_times(
        _floats(unit.time_table_s), unit.range_step_m, unit.altitude_low_m, unit.altitude_step_m,
        _floats(unit.range_m), _floats(unit.altitude_m),
        np.ascontiguousarray(unit.holds, dtype=bool), _floats(case.targets.impact_s),
        step_s, float(unit.launch_delay_s), what, float(unit.terminal_s), found,
    )  # fmt: skip
    return found


def _luck_arrays(case: RaidCase) -> dict[str, object]:
    rows: dict[tuple[float, float], int] = {}
    luck_row = np.zeros((len(case.units), len(case.targets.names)), dtype=np.int64)
    for u, unit in enumerate(case.units):
        chance = np.asarray(unit.kill_probability, dtype=float)
        if unit.guidance == "infrared":  # by structure: nothing else feels the countermeasure
            chance = chance * (1.0 - case.targets.infrared_countermeasure)
        for j, p in enumerate(chance):
            pair = (float(p), float(unit.kill_correlation))
            luck_row[u, j] = rows.setdefault(pair, len(rows))
    luck = np.array([kill_luck(p, rho) for p, rho in rows]).reshape(len(rows), LUCK_CELLS)
    return {"luck_row": luck_row, "luck": luck}


@lru_cache(maxsize=512)
def kill_luck(kill_probability: float, correlation: float) -> FloatArray:
    """Kill probability of a shot at targets of rising luck: cells of equal chance.

    Parameters
    ----------
    kill_probability : float
        Mean over all targets. [1]
    correlation : float
        Of the outcomes of two shots at one target. [1]

    Returns
    -------
    ndarray, shape (LUCK_CELLS,)
        Mean of the beta distribution of `engagement.kill` within each cell. [1]

    Notes
    -----
    The mean over the cells is `kill_probability` to rounding; their variance falls short of that of
    the beta distribution by the variance inside the cells, below 1e-4 of it. One number per run and
    target chooses the cell for all units, so their luck with a target rises and falls together.
    """
    from scipy.special import betainc, betaincinv

    cells = LUCK_CELLS
    if kill_probability in (0.0, 1.0) or correlation == 0.0:
        luck = np.full(cells, kill_probability)
    elif correlation == 1.0:  # every shot at a target ends alike
        luck = np.clip(np.arange(1, cells + 1) - cells * (1.0 - kill_probability), 0.0, 1.0)
    else:
        alpha, beta = (float(number) for number in shot_alpha_beta(kill_probability, correlation))
        upper = np.arange(cells + 1) / cells
        low = betaincinv(alpha, beta, upper)
        left = betaincinv(beta, alpha, 1.0 - upper)  # 1 - low, which rounds to 0 near 1
        mean = kill_probability * cells * np.diff(betainc(alpha + 1.0, beta, low))
        short = (1.0 - kill_probability) * cells * -np.diff(betainc(beta + 1.0, alpha, left))
        luck = np.clip(np.where(low[1:] < 0.5, mean, 1.0 - short), 0.0, 1.0)
    luck.flags.writeable = False
    return luck


def _floats(values: object) -> FloatArray:
    return np.ascontiguousarray(values, dtype=float)


def _addresses(names: tuple[str, ...]) -> NDArray[np.uint64]:
    return np.array([address(name) for name in names], dtype=np.uint64)


def _shared_out(rounds: int, launchers: int) -> list[int]:
    """Rounds of each launcher: as even as they can be."""
    whole, rest = divmod(int(rounds), max(int(launchers), 1))
    shares = [whole + (place < rest) for place in range(max(int(launchers), 1))]
    return shares if launchers > 0 else [0]
