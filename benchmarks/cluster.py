"""What a cluster costs: per task, per pair, per map, per byte moved.

Run from the root of the repository, on a quiet machine:

    .venv/bin/python benchmarks/cluster.py                  # two worker processes on this machine
    .venv/bin/python benchmarks/cluster.py --workers 4 --draws 200 --study turkey-2019

The workers are processes of one thread each on the loopback interface, so bytes cost little here;
how many there are is what carries over to a network.
"""

import argparse
import os
import pickle
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Not this folder: numba asks for a package called coverage and would get a file of it.
sys.path[:1] = [str(ROOT)]

from tests.analysis.local_cluster import local_cluster  # noqa: E402
from tests.analysis.pieces_of_work import number, pause  # noqa: E402

from skyshed.analysis.cluster import Cluster  # noqa: E402
from skyshed.analysis.cluster_connection import connected  # noqa: E402
from skyshed.analysis.parallel import Threads  # noqa: E402
from skyshed.analysis.placement import Model, build_model  # noqa: E402
from skyshed.analysis.study import pair_by_keys, sites_of  # noqa: E402
from skyshed.scenario.loader import load_study  # noqa: E402
from skyshed.terrain.dataset import open_terrain  # noqa: E402
from skyshed.uncertainty.sampling import nominal_values, sample  # noqa: E402


def wall(work: Callable[[], object]) -> float:
    """Wall-clock seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def megabytes(value: object) -> float:
    """Of a value on its way."""
    return len(pickle.dumps(value, 5)) / 1e6


def small_tasks(pool: Cluster) -> None:
    """Cost of a task that does nothing, and how close short pieces come to the ideal."""
    list(pool.in_order(number, range(10)))
    client, count = pool._client, 500
    seconds = wall(lambda: client.gather(client.map(number, range(count), pure=False)))
    print(f"one task that does nothing: {1e3 * seconds / count:.2f} ms")
    for piece_s in (0.002, 0.02, 0.2):
        items = [piece_s] * int(10.0 * pool.workers / piece_s)
        seconds = wall(lambda todo=items: list(pool.in_order(pause, todo)))
        ideal = piece_s * len(items) / pool.workers
        print(
            f"{len(items)} pieces of {1e3 * piece_s:g} ms: {seconds:.1f} s, {ideal / seconds:.0%}"
            " of ideal"
        )


def pairs(pool: Cluster, model: Model, draws: int, workers: int, most: int) -> None:
    """Some pairs of a study on threads and on the cluster, and what travels."""
    values = sample(model.parameters, size=draws, seed=1)
    nominal = nominal_values(model.parameters)
    keys = [(r.key, t.key) for r in model.study.radars for t in model.study.targets]
    mapped = [(r, t) for r, t in keys if model.study.radar(r).maps and model.study.target(t).maps][
        :most
    ]
    shared = (model, values, nominal, sites_of(model, values, nominal, mapped))
    list(Threads(1).in_order(pair_by_keys, mapped[:1], shared=shared))  # compiles
    list(pool.in_order(pair_by_keys, mapped[:workers], shared=shared))
    print(f"\nshared by all pairs, once per worker: {megabytes(shared):.1f} MB")
    print(f"one pair on its way: {1e6 * megabytes(mapped[0]):.0f} bytes")
    found = []
    for name, pooled in (
        ("one thread", Threads(1)),
        (f"{workers} threads", Threads(workers)),
        (f"cluster of {workers}", pool),
    ):
        seconds = wall(
            lambda at=pooled: found.append(list(at.in_order(pair_by_keys, mapped, shared=shared)))
        )
        print(
            f"{len(mapped)} pairs with maps, {draws} draws, {name}: {seconds:.1f} s,"
            f" {seconds / len(mapped):.2f} s a pair"
        )
    print(f"one result: {megabytes(found[-1][0]):.1f} MB")


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--study", default="turkey-2019")
    options.add_argument("--draws", type=int, default=200)
    options.add_argument("--pairs", type=int, default=8, help="pairs with maps (8)")
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    model = build_model(load_study(given.study), open_terrain(None))
    with (
        tempfile.TemporaryDirectory() as folder,
        local_cluster(Path(folder), workers=given.workers) as local,
        connected(local.address) as pool,
    ):
        pool._client.wait_for_workers(given.workers, timeout=60)
        small_tasks(pool)
        pairs(pool, model, given.draws, given.workers, given.pairs)


if __name__ == "__main__":
    main()
