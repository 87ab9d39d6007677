"""From a study's raid and drawn numbers to the cases that the simulation runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.placement import Model, Values
from skyshed.analysis.raid_paths import RaidPaths, distance_to, raid_paths
from skyshed.analysis.track_echo import TrackEcho, echo_along_track
from skyshed.catalogue.loader import system as catalogue_system
from skyshed.errors import NotComputableError
from skyshed.flight.fly_out import FlyOut, slant_range_m
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.engagement_model import (
    BATTERY_NUMBERS,
    STATE_KEYS,
    StudyBattery,
    StudyNetwork,
    StudyRaid,
    WhatIf,
)
from skyshed.sim.model import FireUnit, RadarTimeline, RaidCase, raid_targets
from skyshed.sim.network import Link, Network
from skyshed.systems.battery import Battery, target_speed_key
from skyshed.systems.radar_site import RadarSite
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]

_MOST_TIMES = 1500
_RANGE_CELL_M = 150.0  # assumed: a pulse compressed to one microsecond
_LEAST_SIGMA_M = 15.0


@dataclass(frozen=True)
class RaidSetting:
    """A raid with everything that its networks and what-ifs share.

    Attributes
    ----------
    model : Model
        The study on its terrain.
    raid : StudyRaid
        The raid.
    values : mapping of str to ndarray, shape (draw,)
        Draws of the unknowns for this raid.
    paths : RaidPaths
        Who flies where.
    time_s : ndarray, shape (time,)
        Times at which the defence decides. [s]
    echoes : dict of str to list of TrackEcho
        By radar, for every path.
    radars : dict of str to RadarSite
        Drawn radars, those with a sector turned towards the raid.
    """

    model: Model
    raid: StudyRaid
    values: Values
    paths: RaidPaths
    time_s: FloatArray
    echoes: Mapping[str, Sequence[TrackEcho]]
    radars: Mapping[str, RadarSite]

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(next(iter(self.values.values())).size)

    def at_times(
        self, path_values: Sequence[NDArray[np.floating[Any]]], time_s: NDArray[np.floating[Any]]
    ) -> FloatArray:
        """Values along the paths as the targets fly them, shape (target, time); nan elsewhere."""
        rows = []
        for member in self.paths.members:
            along = self.paths.paths[member.path].track.time_s
            own = path_values[member.path]
            rows.append(np.interp(time_s - member.start_s, along, own, left=np.nan, right=np.nan))
        return np.array(rows)


def raid_setting(model: Model, raid: StudyRaid, values: Values, *, workers: int = 1) -> RaidSetting:
    """Fly a raid past every radar that any of its networks names.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    raid : StudyRaid
        The raid.
    values : mapping of str to ndarray, shape (draw,)
        Draws of the unknowns.
    workers : int
        Threads; nothing depends on it.

    Returns
    -------
    RaidSetting

    Notes
    -----
    A radar that watches a sector and is free to turn is taken to face the middle of the azimuths
    from which the raid comes, and to stay there: at any moment it sees its sector only.
    """
    paths = raid_paths(model.study, raid, model.terrain)
    study = model.study
    named = [
        key
        for name in raid.networks
        for node in study.network(name).nodes
        for key in (
            *node.radars,
            *(k for b in node.batteries for k in _own_radars(study.battery(b))),
        )
    ]
    radars, echoes = {}, {}
    for key in dict.fromkeys(named):
        watcher = _facing(Watcher.of(model, key, values, workers), paths)
        radars[key] = watcher.radar
        echoes[key] = [echo_along_track(watcher, p.target, p.track) for p in paths.paths]
    return RaidSetting(model, raid, values, paths, _times(paths), echoes, radars)


def resized(setting: RaidSetting, size_factor: float) -> RaidSetting:
    """The same raid with another number of targets on the same paths, at least one per group."""
    study = setting.model.study
    paths = raid_paths(study, setting.raid, setting.model.terrain, size_factor=size_factor)
    return replace(setting, paths=paths, time_s=_times(paths))


def _times(paths: RaidPaths) -> FloatArray:
    """Times at which the defence decides: every second, or coarser for a long raid. [s]"""
    end_s = float(paths.impact_s.max())
    step_s = max(1.0, np.ceil(end_s / _MOST_TIMES))
    return np.asarray(step_s * np.arange(int(np.ceil(end_s / step_s)) + 2))


def _facing(watcher: Watcher, paths: RaidPaths) -> Watcher:
    """The radar turned towards the raid if it watches a sector and is free to turn."""
    radar = watcher.placed.radar
    width = radar.entry.parameters["coverage_rad"].nominal
    if radar.sector_centre_rad is not None or width >= 2.0 * np.pi - 1e-9:
        return watcher
    site = radar.site
    starts = [
        inverse(
            np.radians(site.latitude_deg),
            np.radians(site.longitude_deg),
            path.track.latitude_rad[0],
            path.track.longitude_rad[0],
        )[1]
        for path in paths.paths
    ]
    weights = np.bincount([m.path for m in paths.members], minlength=len(paths.paths))
    middle = np.angle(np.sum(weights * np.exp(1j * np.array(starts, dtype=float))))
    facing = replace(
        watcher.radar, sector_rad=float(width), sector_centre_rad=float(middle % (2.0 * np.pi))
    )
    return replace(watcher, radar=facing)


def raid_cases(
    setting: RaidSetting, network: StudyNetwork, *, change: WhatIf | None = None
) -> list[RaidCase]:
    """One case per draw, for one network and at most one change.

    Parameters
    ----------
    setting : RaidSetting
        The raid. A change of its size needs a setting of its own.
    network : StudyNetwork
        Who tells whom what.
    change : WhatIf, optional
        What is otherwise than in the study.

    Returns
    -------
    list of RaidCase
        Cases of different networks and changes share the names that address their luck.
    """
    failed = network.failed if change is None or change.failed is None else change.failed
    wired = Network(
        nodes=tuple(node.key for node in network.nodes),
        links=tuple(
            Link(link.source, link.sink, link.latency_s, link.update_s, link.loss)
            for link in network.links
        ),
        failed=failed,
    )
    return [_case(setting, network, wired, change, draw) for draw in range(setting.draws)]


def _case(
    setting: RaidSetting,
    network: StudyNetwork,
    wired: Network,
    change: WhatIf | None,
    draw: int,
) -> RaidCase:
    place = setting.raid.defends
    distance = [
        distance_to(path.track, place.latitude_deg, place.longitude_deg)
        for path in setting.paths.paths
    ]
    count = len(setting.paths.members)
    mistaken = 0.0
    if change is not None and change.identification_error is not None:
        mistaken = change.identification_error
    targets = raid_targets(
        tuple(member.name for member in setting.paths.members),
        impact_s=setting.paths.impact_s,
        distance_m=setting.at_times(distance, setting.time_s),
        speed_m_s=np.array(
            [
                float(np.mean(setting.paths.paths[m.path].track.speed_m_s))
                for m in setting.paths.members
            ]
        ),
        identification_error=np.full(count, mistaken),
    )
    return RaidCase(
        draw=draw,
        time_s=setting.time_s,
        targets=targets,
        radars=tuple(
            _timeline(setting, key, node.key, change, draw)
            for node in network.nodes
            if node.key not in wired.failed
            for key in _radars_of(setting, node.radars, node.batteries)
        ),
        units=tuple(
            _unit(setting, key, node.key, change, draw)
            for node in network.nodes
            for key in node.batteries
        ),
        network=wired,
        mode=network.mode,
    )


def _radars_of(
    setting: RaidSetting, radars: Sequence[str], batteries: Sequence[str]
) -> tuple[str, ...]:
    """Radars of a node, those of its batteries included, each once."""
    study = setting.model.study
    own = [key for name in batteries for key in _own_radars(study.battery(name))]
    return tuple(dict.fromkeys((*radars, *own)))


def _own_radars(battery: StudyBattery) -> tuple[str, ...]:
    return tuple(key for key in (battery.see, battery.guide) if key is not None)


def _timeline(
    setting: RaidSetting, key: str, node: str, change: WhatIf | None, draw: int
) -> RadarTimeline:
    period = float(setting.radars[key].scan_period_s[draw])
    scans = 0.5 * period + period * np.arange(int(setting.time_s[-1] / period) + 1)
    echoes = setting.echoes[key]
    pd = setting.at_times([echo.pd[draw] for echo in echoes], scans)
    snr = setting.at_times([echo.snr[draw] for echo in echoes], scans)
    sigma: FloatArray = _RANGE_CELL_M / np.sqrt(2.0 * np.maximum(np.nan_to_num(snr), 1.0))
    return RadarTimeline(
        key=key,
        node=node,
        scan_period_s=period,
        first_scan_s=0.5 * period,
        pd=np.clip(np.nan_to_num(pd), 0.0, 1.0),
        sigma_m=np.maximum(sigma, _LEAST_SIGMA_M),
        active_from_s=_active_from_s(setting, key, change, draw),
    )


def _active_from_s(setting: RaidSetting, key: str, change: WhatIf | None, draw: int) -> float:
    """When a radar can first look: at once, or after the time that its state needs."""
    states = {**setting.raid.radar_states, **(change.radar_states if change else {})}
    state = states.get(key, "on")
    if state == "on":
        return 0.0
    system = setting.model.study.radar(key).entry.system or ""
    return float(setting.values[readiness_key(system, state)][draw])


def readiness_key(system: str, state: str) -> str:
    """Key of the time that a radar of a system needs from a state until it looks."""
    return f"{system}.readiness.{STATE_KEYS[state]}_s"


def readiness_parameters(model: Model, raid: StudyRaid) -> dict[str, Parameter]:
    """Times from the states in which the raid finds radars, by key.

    Raises
    ------
    NotComputableError
        If the catalogue has no such time for a radar.
    """
    found = {}
    states = [raid.radar_states, *(change.radar_states for change in raid.what_if)]
    for asked in states:
        for key, state in asked.items():
            if state == "on":
                continue
            radar = model.study.radar(key)
            name = radar.entry.system
            entry = catalogue_system(name, extra=model.study.catalogue) if name else None
            if name is None or entry is None or STATE_KEYS[state] not in entry.readiness:
                raise NotComputableError(
                    f"raid {raid.key}: not computable: the catalogue does not say how long"
                    f" {radar.label} takes from '{state}'; leave it on"
                )
            found[readiness_key(name, state)] = entry.readiness[STATE_KEYS[state]]
    return found


def _unit(setting: RaidSetting, key: str, node: str, change: WhatIf | None, draw: int) -> FireUnit:
    study = setting.model.study.battery(key)
    battery: Battery = setting.model.batteries[key]
    missile = battery.interceptor
    fly_out = missile.fly_out

    def drawn(name: str) -> float:
        return float(setting.values[f"{missile.id}.{name}"][draw])

    def number(name: str) -> float:
        if change is not None and _changes(change, key, name):
            return float(setting.values[change_key(setting.raid, change, name)][draw])
        if name == "reaction":
            return float(setting.values[f"{key}.reaction_time_s"][draw])
        return float(setting.values[study.parameter_key(name)][draw])

    member = member_of(setting.values, missile.id, draw, len(fly_out.time_s))
    holds = setting.at_times(
        [echo.pd[draw] for echo in setting.echoes[study.guide]], setting.time_s
    )
    site = setting.model.study.radar(study.guide).site
    paths = setting.paths.paths
    range_m, altitude_m, agl_m = (
        setting.at_times(along, setting.time_s)
        for along in (
            [distance_to(path.track, site.latitude_deg, site.longitude_deg) for path in paths],
            [path.track.altitude_m for path in paths],
            [path.track.altitude_m - path.ground_m for path in paths],
        )
    )
    inside = _inside_limits(fly_out, member, range_m, altitude_m, agl_m)
    ballistic = np.array([paths[m.path].ballistic for m in setting.paths.members])
    inside &= ~ballistic[:, None] | (range_m <= _ballistic_limit_m(study))
    fastest = setting.values.get(target_speed_key(missile.id))
    if fastest is not None:
        speed = setting.at_times([path.track.speed_m_s for path in paths], setting.time_s)
        inside &= speed <= fastest[draw]
    handover = setting.values.get(f"{key}.handover_s")
    salvo = study.salvo
    if change is not None and change.salvo is not None and _applies(change, key):
        salvo = change.salvo
    return FireUnit(
        key=key,
        node=node,
        guide=study.guide,
        guidance=missile.guidance,
        time_table_s=fly_out.time_table(member),
        range_step_m=float(fly_out.range_m[1] - fly_out.range_m[0]),
        altitude_low_m=float(fly_out.altitude_m[0]),
        altitude_step_m=float(fly_out.altitude_m[1] - fly_out.altitude_m[0]),
        range_m=np.where(inside, range_m, np.nan),
        altitude_m=altitude_m,
        holds=np.nan_to_num(holds) >= setting.model.study.pd,
        kill_probability=np.full(len(setting.paths.members), drawn("kill_probability")),
        kill_correlation=drawn("kill_correlation"),
        launchers=max(1, round(number("launchers"))),
        rounds=max(0, round(number("rounds"))),
        reload_s=number("reload"),
        reserve=max(0, round(number("rounds"))),  # one full load more, an assumption
        target_channels=max(0, round(number("target_channels"))),
        missile_channels=max(0, round(number("missile_channels"))),
        reaction_s=number("reaction") + (float(handover[draw]) if handover is not None else 0.0),
        launch_delay_s=drawn("launch_delay_s"),
        launch_interval_s=drawn("launch_interval_s"),
        assessment_s=float(setting.values[ASSESSMENT][draw]),
        salvo=salvo,
        hold_from_last=f"{missile.id}.hold_from" in setting.values and drawn("hold_from") >= 0.5,
        terminal_s=drawn("terminal_s"),
        active_from_s=_active_from_s(setting, study.guide, change, draw),
    )


def _inside_limits(
    fly_out: FlyOut,
    member: int,
    range_m: FloatArray,
    altitude_m: FloatArray,
    agl_m: FloatArray,
) -> NDArray[np.bool_]:
    """Where a point is inside the floor, the ceiling and the ranges, which its table leaves out."""
    slant = slant_range_m(fly_out.launch_altitude_m, range_m, altitude_m)
    return np.asarray(
        (agl_m >= fly_out.altitude_min_m[member])
        & (altitude_m <= fly_out.altitude_max_m[member])
        & (slant >= fly_out.range_min_m[member])
        & (slant <= fly_out.range_max_m[member])
    )


ASSESSMENT = "engagement.assessment_s"
"""Key of the time from an intercept to the knowledge of its outcome."""


def raid_parameters(model: Model, raid: StudyRaid) -> dict[str, Parameter]:
    """Unknowns of a raid beside those of its radars, targets and missiles, by key."""
    numbers = {
        study.parameter_key(name): getattr(study, name)
        for network in raid.networks
        for key in model.study.network(network).batteries
        for study in [model.study.battery(key)]
        for name in BATTERY_NUMBERS
        if name != "reaction"  # comes with the battery
    }
    changes = {
        change_key(raid, change, name): getattr(change, name)
        for change in raid.what_if
        for name in BATTERY_NUMBERS
        if getattr(change, name) is not None
    }
    return {
        **numbers,
        **changes,
        **readiness_parameters(model, raid),
        ASSESSMENT: Parameter(
            6.0,
            2.0,
            15.0,
            "s",
            basis="assumed",
            grade="D",
            sources=("assumption",),
            note="From the intercept to the judgement whether the target still flies: a few scans"
            " and people. Nothing is published.",
            label="time to judge whether a shot has hit",
        ),
    }


def _applies(change: WhatIf, battery: str) -> bool:
    return not change.batteries or battery in change.batteries


def _changes(change: WhatIf, battery: str, name: str) -> bool:
    return _applies(change, battery) and getattr(change, name) is not None


def change_key(raid: StudyRaid, change: WhatIf, name: str) -> str:
    """Key of one of `BATTERY_NUMBERS` that a what-if of a raid changes."""
    return f"raid {raid.key}, {change.label}.{name}"


def _ballistic_limit_m(battery: StudyBattery) -> float:
    """Farthest that the missile is said to reach ballistic targets; 0 if nobody says it can."""
    limit = battery.missile.parameters.get("range_ballistic_m")
    return 0.0 if limit is None else limit.nominal


def member_of(values: Values, missile: str, draw: int, members: int) -> int:
    """Which of the possible missiles a draw has."""
    return min(int(values[f"{missile}.flight"][draw] * members), members - 1)
