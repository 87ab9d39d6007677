"""Compile the loop of raids in a process of its own, while the study still looks at its radars.

It takes half a minute the first time, on one processor; the code is kept on disk, where this
process then finds it. Nothing depends on it: whoever comes first compiles.
"""

import os
import subprocess
import sys
import threading
from contextlib import suppress

import numpy as np

from skyshed.sim.model import FireUnit, RadarTimeline, RaidCase, raid_targets
from skyshed.sim.network import Network
from skyshed.sim.runs import run_chunk

PATIENCE_S = 300.0


class CompiledAhead:
    """The other process, if there is any use for one.

    Its input is a pipe from here: it ends with this process, however that ends.

    Parameters
    ----------
    wanted : bool
        Whether there will be raids, and a processor to spare.
    """

    def __init__(self, *, wanted: bool) -> None:
        from skyshed.kernels.compile import kept_on_disk
        from skyshed.kernels.raid import run_raid

        self._process: subprocess.Popen[bytes] | None = None
        if not wanted or kept_on_disk(run_raid):
            return
        # -P: nothing is imported from the folder in which the command runs.
        command = [sys.executable, "-P", "-c", f"import {__name__} as ahead; ahead.compile_raids()"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)

    def __enter__(self) -> "CompiledAhead":
        return self

    def __exit__(self, *cause: object) -> None:
        """End the other process if it is still at work."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()  # type: ignore[union-attr]
            self._process = None

    def wait(self) -> None:
        """Until the code is there, or will not come."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE_S)


def compile_raids() -> None:
    """Run the smallest raid once, unless the process that waits for it ends first."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    run_chunk(smallest_case(), 0, 0, 1)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def smallest_case() -> RaidCase:
    """One target, one radar and one fire unit: the types of its arrays are those of any raid."""
    time_s = np.arange(3.0)
    one = np.ones((1, time_s.size))
    return RaidCase(
        draw=0,
        time_s=time_s,
        targets=raid_targets(
            ("target",),
            impact_s=np.array([2.0]),
            distance_m=1e3 * one,
            speed_m_s=np.array([250.0]),
        ),
        radars=(RadarTimeline("radar", "site", 1.0, 0.0, one, 0.0 * one),),
        units=(
            FireUnit(
                "unit", "site", guide=None, guidance="semi_active", time_table_s=np.ones((2, 2)),
                range_step_m=5e3, altitude_low_m=0.0, altitude_step_m=20e3, range_m=1e3 * one,
                altitude_m=1e3 * one, holds=one > 0.0, kill_probability=np.array([0.5]),
                rounds=1, target_channels=1, missile_channels=1,
            ),
        ),
        network=Network(),
        mode="stand-alone",
    )  # fmt: skip
