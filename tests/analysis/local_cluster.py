"""A dask.distributed cluster on the loopback interface, as separate processes.

The scheduler and its workers run apart, as they would elsewhere, so that what the library has to
say about itself does not reach the tests.
"""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class LocalCluster:
    """A scheduler's address and its processes."""

    address: str
    scheduler: subprocess.Popen
    workers: list[subprocess.Popen] = field(default_factory=list)

    def add_worker(self, **environment: str) -> subprocess.Popen:
        """Start a worker of one thread; it joins within a second or two."""
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", self.address, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
        self.workers.append(process)
        return process


@contextmanager
def local_cluster(folder: Path, *, workers: int = 2) -> Iterator[LocalCluster]:
    """A cluster that ends with the block; `folder` is for what it writes."""
    environment = {**os.environ, "DASK_TEMPORARY_DIRECTORY": str(folder)}
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", *options],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert scheduler.stderr is not None
    said = (re.search(r"Scheduler at:\s+(tcp://\S+)", line) for line in scheduler.stderr)
    cluster = LocalCluster(next(found[1] for found in said if found), scheduler)
    drain = threading.Thread(target=scheduler.stderr.read, daemon=True)
    drain.start()
    try:
        for _ in range(workers):
            cluster.add_worker(DASK_TEMPORARY_DIRECTORY=str(folder))
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.kill()
            process.wait()
        drain.join()
        scheduler.stderr.close()
