"""
How many of twelve targets leak, with how many channels?
========================================================

Twelve targets come at the same time; a battery has rounds enough, but each of its channels serves
one target only. For so simple a raid the answer is known in closed form (binomial); the simulation
is held against it. Then the shots at a target share a common cause.
"""

import numpy as np

from skyshed.engagement.salvo import expected_leakage
from skyshed.sim.campaign import run_campaign
from skyshed.sim.model import FireUnit, RadarTimeline, RaidCase, raid_targets
from skyshed.sim.statistics import spread_over_draws

TARGETS, SPEED_M_S, START_M = 12, 250.0, 120e3
KILL_PROBABILITY, RUNS = 0.7, 4000

time_s = np.arange(0.0, 500.0, 5.0)  # when the defence decides
distance_m = np.tile(START_M - SPEED_M_S * time_s, (TARGETS, 1))
distance_m[distance_m < 0.0] = np.nan  # it has arrived
scans = (TARGETS, 100)


def raid(channels, salvo, correlation):
    """One radar that sees everything, one battery beside it, one draw."""
    table_s = np.repeat(np.arange(0.0, 101e3, 5e3)[:, None] / 1000.0, 2, axis=1)  # 1 km/s, 100 km
    battery = FireUnit(
        key="battery",
        node="site",
        guide="radar",
        guidance="semi_active",
        time_table_s=table_s,
        range_step_m=5e3,
        altitude_low_m=0.0,
        altitude_step_m=20e3,
        range_m=distance_m,
        altitude_m=np.full_like(distance_m, 5e3),
        holds=np.isfinite(distance_m),
        kill_probability=np.full(TARGETS, KILL_PROBABILITY),
        kill_correlation=correlation,
        rounds=100,
        target_channels=channels,
        missile_channels=2 * channels,
        assessment_s=600.0,  # a channel comes free too late for a second target
        salvo=salvo,
    )
    targets = raid_targets(
        tuple(f"target {j}" for j in range(TARGETS)),
        impact_s=np.full(TARGETS, START_M / SPEED_M_S),
        distance_m=distance_m,
        speed_m_s=np.full(TARGETS, SPEED_M_S),
    )
    radar = RadarTimeline("radar", "site", 5.0, 0.0, np.ones(scans), np.zeros(scans))
    return RaidCase(0, time_s, targets, (radar,), (battery,))


# %%
# Mean leakers: the closed form, and the simulation with its sampling interval.
for salvo, correlation in (("one", 0.0), ("two", 0.0), ("two", 0.4)):
    print(f"Salvo of {salvo}, correlation of shots at one target {correlation:g}:")
    for channels in (4, 8, 12):
        known = expected_leakage(
            TARGETS,
            policy=salvo,
            kill_probability=KILL_PROBABILITY,
            correlation=correlation,
            channels=channels,
        ).mean
        found = run_campaign([raid(channels, salvo, correlation)], runs=RUNS, seed=1)
        leakers = spread_over_draws(found, "leakers")
        told = f"{known:.2f}, simulated {leakers.mean:.2f} +- {leakers.half_width:.2f}"
        print(f"  {channels:2} channels: {told}")
