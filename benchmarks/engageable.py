"""Speed of the engageable volume: 200 draws, four heights, six targets.

Run from the root of the repository, on a quiet machine:

    .venv/bin/python benchmarks/engageable.py             # 180 azimuths, 240 steps
    .venv/bin/python benchmarks/engageable.py --draws 50

Wall-clock seconds, compiled before; a made-up missile over made-up relief, so nothing is installed.
"""

import argparse
import os
import platform
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
# Not this folder: a module of this name must not hide the package's.
sys.path[:1] = [str(ROOT)]

from tests.analysis.batteries import setting_of, straight_fly_out, threat_of  # noqa: E402
from tests.analysis.radar_sites import level_profiles, radar_over  # noqa: E402

from skyshed.analysis.engageable import engageable  # noqa: E402
from skyshed.analysis.engageable_courses import engageable_on_courses  # noqa: E402
from skyshed.analysis.engageable_setting import Setting, Threat  # noqa: E402

HEIGHTS_M = (100.0, 1000.0, 3000.0, 10_000.0)
TARGETS = 6
STEP_M = 2500.0


def battery(draws: int) -> Setting:
    """Two radars and 64 missiles over hills."""
    rng = np.random.default_rng(1)
    profiles = level_profiles(step_m=STEP_M, steps=240, azimuths=180, ground_m=800.0)
    profiles.ground_m[:] += 400.0 * rng.random(profiles.ground_m.shape)
    reach = rng.uniform(200e3, 350e3, draws)
    guide = radar_over(800.0, 7.0, draws=draws, reach_m=reach)
    see = radar_over(800.0, 25.0, draws=draws, reach_m=1.3 * reach, scan_period_s=5.0)
    missile = straight_fly_out(np.linspace(900.0, 1500.0, 64), members=64, reach_m=250e3)
    member = (rng.permutation(draws) % 64 + 0.5) / 64
    return setting_of(
        guide, see, profiles=profiles, fly_out=missile, draws=draws, member=member, reaction_s=9.0
    )


def threats(draws: int) -> list[Threat]:
    """Every target at every height."""
    return [
        threat_of(250.0, altitude_m=None, agl_m=height, rcs_m2=0.1 * 3.0**t, draws=draws)
        for height in HEIGHTS_M
        for t in range(TARGETS)
    ]


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--draws", type=int, default=200)
    draws = options.parse_args().draws
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores")
    found, given = battery(draws), threats(draws)
    engageable(battery(1), threats(1))
    for workers in (1, 2):
        start = time.perf_counter()
        engageable(found, given, workers=workers)
        took = time.perf_counter() - start
        print(f"inbound, {draws} draws, {len(given)} cases, {workers} threads: {took:7.1f} s")
    start = time.perf_counter()
    engageable_on_courses(found, given[-1:], radius_m=300e3, spacing_m=5000.0, workers=2)
    took = time.perf_counter() - start
    print(f"worst of 12 courses, {draws} draws, 1 case, 2 threads: {took:7.1f} s")


if __name__ == "__main__":
    main()
