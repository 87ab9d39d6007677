"""The flat study with batteries, networks and raids; missiles fly straight at one speed."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from skyshed.analysis.placement import Model
from skyshed.catalogue import loader
from skyshed.flight.fly_out import FlyOut
from skyshed.scenario.engagement_model import (
    DefendedPlace,
    NetworkLink,
    NetworkNode,
    RaidGroup,
    StudyBattery,
    StudyNetwork,
    StudyRaid,
)
from skyshed.scenario.model import StudyTarget
from skyshed.systems.battery import Battery, battery_parameters
from skyshed.systems.interceptor import Interceptor
from skyshed.uncertainty.parameter import Parameter, fixed
from skyshed.uncertainty.sampling import sample
from tests.analysis.flat_world import CENTRE, flat_model, radar

MISSILE_M_S = 1000.0
AT_BATTERY = DefendedPlace("the battery", *CENTRE)


def known(value: float, unit: str = "1") -> Parameter:
    """A number without an interval."""
    return fixed(value, unit, basis="assumed", grade="D", note="test")


def straight_fly_out(
    members: int = 1, *, range_max_m=250e3, range_min_m=0.0, altitude_max_m=30e3, floor_agl_m=0.0
) -> FlyOut:
    """Ground range over one speed; nothing limits it but the four quoted figures."""
    range_m, altitude_m = np.linspace(0.0, 300e3, 121), np.arange(-1000.0, 32_001.0, 500.0)
    shape = (members, range_m.size, altitude_m.size)
    one = np.ones(members)
    level = np.zeros(shape)
    return FlyOut(
        range_m=range_m,
        altitude_m=altitude_m,
        time_s=np.broadcast_to(range_m[None, :, None] / MISSILE_M_S, shape),
        speed_m_s=level + MISSILE_M_S,
        lateral_m_s2=level + 100.0,
        loft_rad=level + 0.2,
        path_angle_rad=level,
        apogee_m=level + 20e3,
        minimum_speed_m_s=300.0 * one,
        minimum_lateral_m_s2=10.0 * one,
        maximum_time_s=1e4 * one,
        altitude_min_m=floor_agl_m * one,
        altitude_max_m=altitude_max_m * one,
        range_min_m=range_min_m * one,
        range_max_m=range_max_m * one,
        launch_altitude_m=0.0,
    )


def straight_missile(
    missile: str, fly_out: FlyOut | None = None, *, guidance="semi_active", **numbers: float
) -> Interceptor:
    """A missile that always kills, unless told otherwise."""
    said = {
        "flight": 0.5,
        "hold_from": 0.0,
        "terminal_s": 20.0,
        "kill_probability": 1.0,
        "kill_correlation": 0.0,
        "launch_delay_s": 0.0,
        "launch_interval_s": 1.0,
    } | numbers
    parameters = {f"{missile}.{key}": known(value) for key, value in said.items()}
    return Interceptor(
        missile, "Straight", guidance, None, fly_out or straight_fly_out(), parameters
    )


def study_battery(key: str = "fire", *, see: str | None = "west", salvo="one", **numbers: float):
    """A battery of the S-400 with plenty of everything, unless told otherwise."""
    system = loader.system("s-400")
    said = {
        "launchers": 4.0,
        "rounds": 100.0,
        "target_channels": 50.0,
        "missile_channels": 50.0,
        "reaction": 5.0,
        "reload": 1e5,
    } | numbers
    units = {"reaction": "s", "reload": "s"}
    return StudyBattery(
        key=key,
        system=system,
        see=see,
        guide="guide",
        missile=system.missiles["48n6e3"],
        salvo=salvo,
        label=f"Battery {key}",
        own=frozenset(said),
        **{name: known(value, units.get(name, "1")) for name, value in said.items()},
    )


def network(key="alone", mode="stand-alone", *, far=False, failed=()) -> StudyNetwork:
    """The battery with its own radars, and, if `far`, the radar in the east that reports to it."""
    nodes = (NetworkNode("post", ("west",), ("fire",)),)
    links: tuple[NetworkLink, ...] = ()
    if far:
        nodes = (*nodes, NetworkNode("away", ("east",), ()))
        links = (NetworkLink("away", "post", 2.0, 10.0, 0.0),)
    return StudyNetwork(key, f"Network {key}", mode, nodes, links, failed)


def straight_group(target="fighter", count=4, azimuths=(90.0,), distance_m=150e3, spacing_s=2.0):
    """Targets that fly straight at the defended place."""
    return RaidGroup(
        target, count, tuple(np.radians(azimuths)), distance_m, (), 30.0, None, None, spacing_s, 0.0
    )


def raid(*groups: RaidGroup, key="raid", networks=("alone",), runs=4, draws=3, **changes):
    """A raid at the battery."""
    start = StudyRaid(
        key, f"Raid {key}", networks, AT_BATTERY, groups or (straight_group(),), runs, draws, {},
        (), "assumed",
    )  # fmt: skip
    return replace(start, **changes)


def low_target(agl_m: float = 60.0, key: str = "low") -> StudyTarget:
    """A fighter just above the ground."""
    return StudyTarget(
        key, loader.target("f-16c"), "clean", None, agl_m, 250.0, "inbound", None, "Low fighter",
        False, "assumed",
    )  # fmt: skip


def armed_model(
    folder: Path,
    *raids: StudyRaid,
    missile: Interceptor | None = None,
    battery: StudyBattery | None = None,
    targets: tuple[StudyTarget, ...] = (),
    **changes: object,
) -> Model:
    """The flat study with one battery beside the west radar."""
    plain = flat_model(folder)
    battery = battery or study_battery()
    west = plain.study.sites["west"]
    radars = (*plain.study.radars, radar("guide", "s-400/92n6e", west))
    networks = changes.pop("networks", (
        network(),
        network("cued", "cued", far=True),
        network("remote", "engage-on-remote", far=True),
    ))  # fmt: skip
    model = flat_model(
        folder,
        radars=radars,
        targets=(*plain.study.targets, low_target(), *targets),
        **changes,
    )
    study = replace(model.study, batteries=(battery,), networks=networks, raids=raids)
    fired = missile or straight_missile(battery.missile.id)
    own = battery_parameters(battery.key, battery.system, see=battery.see) | {
        f"{battery.key}.reaction_time_s": battery.reaction
    }
    placed = Battery(battery.key, battery.label, battery.see, battery.guide, fired, own)
    return replace(
        model,
        study=study,
        batteries={battery.key: placed},
        parameters=model.parameters | placed.unknowns,
    )


def drawn(model: Model, one: StudyRaid, size: int = 3) -> dict:
    """Draws of everything that a raid needs."""
    from skyshed.analysis.raid_cases import raid_parameters

    return sample(model.parameters | raid_parameters(model, one), size=size, seed=4)
