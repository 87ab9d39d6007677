"""Runs per second of a raid of 24 targets on 8 launchers, on one core and on all.

Run from the root of the repository, on a quiet machine:

    .venv/bin/python benchmarks/raid.py
    .venv/bin/python benchmarks/raid.py --runs 20000 --workers 2

Two batteries of four launchers and one search radar each, joined by a link; targets arrive in
waves; about 30 missiles are fired in a run. CPU seconds on one core; wall seconds for the gain of
more, so other work on the machine spoils the second figure, not the first.
"""

import argparse
import os
import platform
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # numba must not find our coverage.py

from skyshed.sim.campaign import run_campaign  # noqa: E402
from skyshed.sim.model import FireUnit, RadarTimeline, RaidCase, raid_targets  # noqa: E402
from skyshed.sim.network import Link, Network  # noqa: E402

TARGETS = 24
UNITS = 8
SPEED_M_S = 250.0
DURATION_S = 700


def the_raid() -> RaidCase:
    """24 targets from three directions at two nodes of four launchers each."""
    time_s = np.arange(0.0, DURATION_S + 1.0)
    begin_s = 8.0 * (np.arange(TARGETS) // 3)
    distance = 130e3 - SPEED_M_S * (time_s - begin_s[:, None])
    distance = np.where((time_s >= begin_s[:, None]) & (distance >= 0.0), distance, np.nan)
    return RaidCase(
        draw=0,
        time_s=time_s,
        targets=raid_targets(
            tuple(f"target {j}" for j in range(TARGETS)),
            impact_s=begin_s + 130e3 / SPEED_M_S,
            distance_m=distance,
            speed_m_s=np.full(TARGETS, SPEED_M_S),
        ),
        radars=tuple(search_radar(node, distance, time_s) for node in range(2)),
        units=tuple(launcher(number, distance) for number in range(UNITS)),
        network=Network(("node 0", "node 1"), (Link("node 0", "node 1", 1.0, 4.0, 0.05),)),
        mode="cued",
    )


def search_radar(node: int, distance: np.ndarray, time_s: np.ndarray) -> RadarTimeline:
    """A 10 s scan whose detection falls off with distance."""
    scans = np.arange(0.0, DURATION_S, 10.0)
    seen = np.array([np.interp(scans, time_s, row) for row in distance])
    pd = np.where(np.isfinite(seen), 1.0 / (1.0 + (seen / 110e3) ** 8), 0.0)
    return RadarTimeline(
        key=f"radar {node}", node=f"node {node}", scan_period_s=10.0, first_scan_s=3.0 * node,
        pd=pd, sigma_m=np.full(pd.shape, 100.0),
    )  # fmt: skip


def launcher(number: int, distance: np.ndarray) -> FireUnit:
    """One launcher as a fire unit of its own, shoot-look-shoot."""
    range_m = 1e3 * np.arange(101)
    return FireUnit(
        key=f"unit {number}", node=f"node {number // 4}", guide=None, guidance="semi_active",
        time_table_s=np.repeat((range_m / 900.0)[:, None], 2, axis=1),
        range_step_m=1e3, altitude_low_m=0.0, altitude_step_m=20e3,
        range_m=distance, altitude_m=np.full_like(distance, 5e3), holds=distance < 90e3,
        kill_probability=np.full(TARGETS, 0.75), kill_correlation=0.2, rounds=6, reaction_s=10.0,
        target_channels=2, missile_channels=4, launch_delay_s=3.0, launch_interval_s=4.0,
        assessment_s=5.0, salvo="shoot-look-shoot",
    )  # fmt: skip


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=10_000, help="runs in all (10000)")
    options.add_argument("--draws", type=int, default=20, help="draws they are spread over (20)")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    case = the_raid()
    cases = [replace(case, draw=draw) for draw in range(given.draws)]
    runs = max(given.runs // given.draws, 2)
    run_campaign(cases[:1], runs=2, seed=0)  # compiles
    walls = {}
    for workers in (1, given.workers):
        wall, cpu = time.perf_counter(), time.process_time()
        found = run_campaign(cases, runs=runs, seed=1, workers=workers)
        walls[workers] = time.perf_counter() - wall
        cpu = time.process_time() - cpu
        count = runs * given.draws
        print(
            f"{workers} workers: {count / cpu:7.0f} runs per CPU-second,"
            f" {count / walls[workers]:7.0f} per second; preparation of the draws included"
        )
    shots, leakers = (float(found.outcomes[name].mean()) for name in ("shots", "leakers"))
    print(f"{shots:.1f} missiles and {leakers:.2f} leakers of {TARGETS} targets in a mean run")
    if given.workers > 1:
        print(f"{given.workers} workers against one: {walls[1] / walls[given.workers]:.2f} times")
    print(f"digest {found.digest()[:16]}")


if __name__ == "__main__":
    main()
