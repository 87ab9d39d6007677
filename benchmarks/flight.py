"""Speed of the compiled flight, and how much its steps of 0.1 s shift the time of the intercept.

Run from the root of the repository, on a quiet machine:

    .venv/bin/python benchmarks/flight.py
    .venv/bin/python benchmarks/flight.py --shots 2000

Three batches of shots of about 40, 80 and 150 s: homing from the launch, and lofted with a
mid-course and 20 s of homing. CPU seconds on one core, the best of several runs.
"""

import argparse
import math
import os
import platform
import sys
import time
from pathlib import Path

import numpy as np

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # numba must not find our coverage.py

from skyshed.flight.air import air_table  # noqa: E402
from skyshed.flight.drag import drag_table  # noqa: E402
from skyshed.flight.gravity import gravity_series  # noqa: E402
from skyshed.flight.missile import Missile  # noqa: E402
from skyshed.flight.shot import Lead, Setting, missile_body  # noqa: E402
from skyshed.kernels.point_mass import (  # noqa: E402
    CLOSEST,
    END_TIME,
    MISS,
    POSITION,
    REASON,
    STEPS,
    TIME,
    Grid,
    fly_all,
)

RADIUS_M = 6_371_000.0
TERMINAL_S = 20.0
# Name, loft in degrees, planned time in s; no mid-course in the first.
CASES = (("40 s", 16.0, 40.0, False), ("80 s", 30.0, 80.0, True), ("150 s", 39.0, 150.0, True))


def missiles(shots: int, rng: np.random.Generator) -> np.ndarray:
    """A made-up missile with numbers 5 % up and down."""
    near = {
        "boost_time_s": 9.0, "sustain_time_s": 4.0, "boost_fraction": 0.50,
        "sustain_fraction": 0.08, "exhaust_velocity_m_s": 2400.0, "mass_per_area_kg_m2": 9000.0,
        "drag_scale": 0.9, "induced_drag": 0.06, "lift_coefficient_max": 6.0,
        "structure_limit_m_s2": 250.0, "launch_speed_m_s": 30.0, "minimum_speed_m_s": 0.0,
        "minimum_lateral_m_s2": 0.0, "maximum_time_s": 400.0,
    }  # fmt: skip
    drawn = {name: value * rng.uniform(0.95, 1.05, shots) for name, value in near.items()}
    return missile_body(Missile(**drawn))


def setting() -> np.ndarray:
    """Gravity of Ankara."""
    gravity, fall, bend = gravity_series(math.radians(40.0))
    return Setting(
        air_table(), drag_table("G7"), float(gravity), float(fall), bend, RADIUS_M
    ).packed()


class Batch:
    """Shots at targets that meet the free arcs, 250 m/s fast and weaving a little."""

    def __init__(self, loft_deg: float, planned_s: float, lofted: bool, shots: int) -> None:
        rng = np.random.default_rng(7)
        loft = np.radians(rng.uniform(0.9, 1.1, shots) * loft_deg)
        self.bodies, self.world = missiles(shots, rng), setting()
        self.launches = np.zeros((shots, 6))
        self.launches[:, 2] = 843.0
        self.launches[:, 3], self.launches[:, 5] = 30.0 * np.cos(loft), 30.0 * np.sin(loft)
        free = self.bodies.copy()
        free[:, 10] = planned_s
        arcs = self._fly(free, Lead().packed()[None], np.zeros((1, 0, 6)), 0.1, shots)
        assert np.all(arcs[:, REASON] == TIME)
        aim = arcs[:, POSITION : POSITION + 3]
        self.tracks = weaving(aim, planned_s, rng)
        lead = [
            Lead(planned_s - TERMINAL_S, 4.0, True, planned_s, tuple(map(float, point)))
            if lofted
            else Lead(0.0)
            for point in aim
        ]
        self.guides = np.array([one.packed() for one in lead])

    def _fly(self, bodies, guides, tracks, step_s, shots) -> np.ndarray:
        results = np.empty((shots, 12))
        fly_all(
            self.launches[:shots], bodies[:shots],
            np.ascontiguousarray(np.broadcast_to(guides, (len(bodies), 8)))[:shots],
            self.world, air_table(), drag_table("G7"), tracks, Grid(step_s, 0.0, 1.0, 0),
            np.empty((shots, 0, 7)), results,
        )  # fmt: skip
        return results

    def flown(self, step_s: float) -> np.ndarray:
        """Result rows of all shots."""
        return self._fly(self.bodies, self.guides, self.tracks, step_s, len(self.bodies))


def weaving(aim: np.ndarray, planned_s: float, rng: np.random.Generator) -> np.ndarray:
    """Samples, one a second, of targets that come to their points by the planned time."""
    seconds = np.arange(planned_s + 120.0)
    phase = rng.uniform(0.0, 2.0 * np.pi, (len(aim), 1))
    tracks = np.zeros((len(aim), seconds.size, 6))
    tracks[:, :, :3] = aim[:, np.newaxis]
    tracks[:, :, 0] += 250.0 * (planned_s - seconds)
    tracks[:, :, 1] += 200.0 * (np.sin(0.1 * seconds + phase) - np.sin(0.1 * planned_s + phase))
    tracks[:, :, 3] = -250.0
    tracks[:, :, 4] = 20.0 * np.cos(0.1 * seconds + phase)
    return tracks


def measure(name: str, batch: Batch, runs: int) -> None:
    """Print one batch's speed and its shift by the step."""
    coarse = batch.flown(0.1)  # compiles
    best = math.inf
    for _ in range(runs):
        start = time.process_time()
        batch.flown(0.1)
        best = min(best, time.process_time() - start)
    fine = batch.flown(0.01)
    met = (coarse[:, REASON] == CLOSEST) & (fine[:, REASON] == CLOSEST)
    shift = 1e3 * np.abs(coarse[met, END_TIME] - fine[met, END_TIME])
    steps = float(np.sum(coarse[:, STEPS]))
    print(
        f"  {name:6s} {np.median(coarse[:, END_TIME]):6.1f} s  {steps / best / 1e6:6.2f} M steps/s"
        f"  intercept time shifts by {np.quantile(shift, 0.5):.4f} ms (median), "
        f"{np.quantile(shift, 0.99):.4f} ms (99 %); {np.mean(met):.0%} of shots pass the target, "
        f"{np.mean(coarse[:, MISS] < 5.0):.0%} within 5 m"
    )


def main() -> None:
    """Print the speed of the flight loop for three lengths of flight."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shots", type=int, default=500, help="shots of each batch")
    parser.add_argument("--runs", type=int, default=5, help="runs, the best of which counts")
    args = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{args.shots} shots a batch, steps of 0.1 s against 0.01 s, one core")
    for name, loft_deg, planned_s, lofted in CASES:
        measure(name, Batch(loft_deg, planned_s, lofted, args.shots), args.runs)


if __name__ == "__main__":
    main()
