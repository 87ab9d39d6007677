"""A battery with a made-up missile beside a test radar, without catalogue, study or fitting."""

from dataclasses import dataclass, field

import numpy as np

from skyshed.analysis.engageable_setting import Setting, Threat, Watch, missile_tables
from skyshed.systems.battery import Battery, battery_draws
from tests.analysis.radar_sites import level_profiles, radar_over

MISSILE = "test/missile"


@dataclass(frozen=True)
class StraightFlyOut:
    """Every member flies straight at its own constant speed; limits where they are put."""

    range_m: np.ndarray
    altitude_m: np.ndarray
    time_s: np.ndarray
    speed_m_s: np.ndarray
    lateral_m_s2: np.ndarray
    minimum_speed_m_s: np.ndarray
    minimum_lateral_m_s2: np.ndarray
    maximum_time_s: np.ndarray
    altitude_min_m: np.ndarray
    altitude_max_m: np.ndarray
    range_min_m: np.ndarray
    range_max_m: np.ndarray


def straight_fly_out(
    speed_m_s=1000.0, *, reach_m=400e3, members=1, range_min_m=0.0, range_max_m=1e6
):
    """Time = ground range / speed; the speed left falls to its limit at `reach_m`."""
    ranges = np.linspace(0.0, 500e3, 201)
    altitudes = np.arange(-1000.0, 30_001.0, 500.0)
    shape = (members, ranges.size, altitudes.size)
    pace = np.broadcast_to(np.asarray(speed_m_s, dtype=float), (members,))
    time = np.broadcast_to(ranges[None, :, None] / pace[:, None, None], shape)
    left = np.broadcast_to((2.0 - ranges / reach_m)[None, :, None] * 400.0, shape)
    one = np.ones(members)
    return StraightFlyOut(
        ranges, altitudes, time, left, np.full(shape, 100.0), 400.0 * one, 10.0 * one,
        1e6 * one, -1000.0 * one, 30e3 * one, range_min_m * one, range_max_m * one,
    )  # fmt: skip


@dataclass(frozen=True)
class TestMissile:
    """What a battery asks of an interceptor."""

    __test__ = False

    fly_out: StraightFlyOut
    guidance: str = "semi_active"
    id: str = MISSILE
    name: str = "Test missile"
    parameters: dict = field(default_factory=dict)


def setting_of(
    guide=None,
    see=None,
    *,
    profiles=None,
    see_profiles=None,
    fly_out=None,
    guidance="semi_active",
    draws=1,
    reaction_s=0.0,
    handover_s=0.0,
    launch_delay_s=0.0,
    hold_from=0.0,
    terminal_s=20.0,
    member=0.0,
    pd=0.5,
    sector_rad=2.0 * np.pi,
    target_speed_max_m_s=np.inf,
):
    """A battery on level ground; `see` None for one radar that does both."""
    profiles = level_profiles() if profiles is None else profiles
    missile = TestMissile(fly_out or straight_fly_out(), guidance)
    battery = Battery(
        "b", "Battery", None if see is None else "see", "guide", missile, sector_rad=sector_rad
    )
    drawn = {
        f"{MISSILE}.flight": member,
        f"{MISSILE}.hold_from": hold_from,
        f"{MISSILE}.terminal_s": terminal_s,
        f"{MISSILE}.launch_delay_s": launch_delay_s,
        "b.reaction_time_s": reaction_s,
        "b.handover_s": handover_s,
        f"{MISSILE}.target_speed_max_m_s": target_speed_max_m_s,
    }
    values = {key: np.full(draws, 1.0) * value for key, value in drawn.items()}
    guide = Watch(guide or radar_over(0.0, 20.0, draws=draws), profiles)
    watch = guide if see is None else Watch(see, see_profiles or profiles)
    return Setting(
        battery, battery_draws(battery, values), missile_tables(missile.fly_out), guide, watch, pd
    )


def threat_of(speed_m_s=250.0, altitude_m=9000.0, *, rcs_m2=1.0, agl_m=None, draws=1, key="t"):
    """A target of one cross-section from all sides."""
    rcs = np.full((draws, 1), 1.0) * rcs_m2
    height = None if agl_m is not None else altitude_m
    return Threat(key, f"Threat {key}", speed_m_s, rcs, rcs, height, agl_m)
