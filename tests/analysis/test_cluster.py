"""The cluster pool on two worker processes of this machine."""

import builtins
import os
import pickle
import signal
import socket
import time
from concurrent.futures import CancelledError
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType

import numpy as np
import pytest

pytest.importorskip("distributed", reason="the extra 'cluster' (dask.distributed) is not installed")

from skyshed.analysis import cluster as module
from skyshed.analysis import cluster_connection
from skyshed.analysis.cluster import Cluster
from skyshed.analysis.cluster_connection import connected
from skyshed.analysis.parallel import Threads
from skyshed.analysis.study import run_study
from skyshed.cli.exits import run
from skyshed.errors import NotComputableError, SkyshedError
from tests.analysis.flat_world import flat_study, flat_terrain
from tests.analysis.local_cluster import local_cluster
from tests.analysis.pieces_of_work import labels, number, refuse, wait_and_tell, weigh

BASE = np.arange(50.0)


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    with local_cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(scope="module")
def pool(local):
    with connected(local.address) as found:
        wait_for_workers(found, 2)
        yield found


def wait_for_workers(pool, count):
    pool._client.wait_for_workers(count, timeout=30)


def digest(found):
    return sha256(pickle.dumps([(item, data) for item, _, data in found])).hexdigest()


def result_hash(result):
    """Of the numbers of a study's result, arrays included."""
    told = sha256(repr((result.sentences, result.claims, result.tornado)).encode())
    for pair in result.pairs:
        for name in ("radii_m", "farthest_m", "share_in_ring", "vertical_lowest_m", "pd_single"):
            told.update(getattr(pair, name).tobytes())
        for name in ("share", "quantiles_m", "factors", "known"):
            told.update(getattr(pair.layers, name).tobytes())
    return told.hexdigest()


def test_same_results_in_the_same_order_as_in_this_process(pool):
    ask = {"shared": (BASE, 2.0)}
    here = list(Threads(1).in_order(wait_and_tell, range(12), **ask))
    two = list(Threads(2).in_order(wait_and_tell, range(12), **ask))
    there = list(pool.in_order(wait_and_tell, range(12), **ask))
    assert digest(there) == digest(here) == digest(two)
    processes = {process for _, process, _ in there}
    assert len(processes) == 2
    assert os.getpid() not in processes


def test_a_killed_worker_costs_nothing_but_time(tmp_path):
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        wait_for_workers(pool, 2)
        found = []
        for piece in pool.in_order(wait_and_tell, range(60), shared=(BASE, 2.0)):
            found.append(piece)
            if len(found) == 8:
                local.workers[0].send_signal(signal.SIGKILL)
        assert pool.workers == 1
        here = list(Threads(1).in_order(wait_and_tell, range(60), shared=(BASE, 2.0)))
        assert digest(found) == digest(here)


def test_inputs_that_died_with_all_workers_are_sent_again(tmp_path):
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        wait_for_workers(pool, 2)
        found = []
        for piece in pool.in_order(wait_and_tell, range(30), shared=(BASE, 2.0)):
            found.append(piece)
            if len(found) == 4:
                for worker in local.workers:
                    worker.send_signal(signal.SIGKILL)
                local.add_worker()
        here = list(Threads(1).in_order(wait_and_tell, range(30), shared=(BASE, 2.0)))
        assert digest(found) == digest(here)


def test_no_workers_left_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_ALONE_S", 1.0)
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        pieces = pool.in_order(wait_and_tell, range(200), shared=(BASE, 2.0))
        next(pieces)
        for worker in local.workers:
            worker.send_signal(signal.SIGKILL)
        with pytest.raises(SkyshedError, match="has had no worker for 1 s"):
            list(pieces)


def test_a_lost_scheduler_is_said_in_one_sentence(tmp_path):
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        pieces = pool.in_order(wait_and_tell, range(200), shared=(BASE, 2.0))
        next(pieces)
        local.scheduler.send_signal(signal.SIGKILL)
        with pytest.raises(SkyshedError, match="is gone: its scheduler answers no more"):
            list(pieces)


@pytest.mark.slow
def test_a_study_gives_the_same_hash_with_a_worker_killed(tmp_path):
    flat_terrain(tmp_path)
    study = replace(flat_study(), radius_m=100e3, flights=(), groups={}, ring_m=90e3)
    ask = {"terrain": tmp_path / "flat.tif", "draws": 8}
    one = result_hash(run_study(study, workers=1, **ask))
    assert result_hash(run_study(study, workers=2, **ask)) == one
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        wait_for_workers(pool, 2)

        def kill(what, done, total):
            if what == "radars and targets" and done == 1:
                local.workers[1].send_signal(signal.SIGKILL)

        found = run_study(study, workers=1, pool=pool, progress=kill, **ask)
        assert local.workers[1].wait() == -signal.SIGKILL
        assert result_hash(found) == one


@pytest.mark.slow
def test_the_draws_of_one_map_are_shared_out(tmp_path, pool):
    flat_terrain(tmp_path)
    start = flat_study()
    study = replace(
        start, radius_m=100e3, flights=(), groups={}, ring_m=90e3, radars=start.radars[:1]
    )
    ask = {"terrain": tmp_path / "flat.tif", "draws": 8, "workers": 1}
    assert pool.workers > 1  # one pair only
    assert result_hash(run_study(study, pool=pool, **ask)) == result_hash(run_study(study, **ask))


@pytest.mark.parametrize("seconds", [1e-9, 0.02, 10.0])
def test_results_do_not_depend_on_the_size_of_batches(pool, monkeypatch, seconds):
    monkeypatch.setattr(module, "BATCH_S", seconds)
    assert list(pool.in_order(number, range(300))) == list(range(300))


def test_batches_grow_towards_half_a_second():
    assert module._next_size(1, 3.0, 1) == 1  # the pilot: it may have compiled
    assert module._next_size(1, 0.01, 1) == 2
    assert module._next_size(32, 0.32, 32) == 50
    assert module._next_size(64, 6.4, 64) == 5
    assert module._next_size(8, 0.0, 8) == 16


def test_heavy_items_travel_in_small_batches(pool, monkeypatch):
    monkeypatch.setattr(module, "BATCH_BYTES", 3000)
    items = [bytes(1000)] * 40
    assert list(pool.in_order(weigh, items)) == [1000] * 40


def test_shared_inputs_are_sent_once(pool, monkeypatch):
    sent = []
    scatter = pool._client.scatter
    monkeypatch.setattr(
        pool._client, "scatter", lambda data, **how: sent.append(data) or scatter(data, **how)
    )
    base = np.arange(7.0)
    for _ in range(3):
        assert len(list(pool.in_order(wait_and_tell, range(3), shared=(base, 0.5)))) == 3
    assert sum(data[0] is base for data in sent) == 1


def test_a_frozen_study_reaches_the_workers(pool):
    study = replace(flat_study(), sources=MappingProxyType({"a": MappingProxyType({"b": "c"})}))
    assert list(pool.in_order(labels, ["east"], shared=(study,))) == ["Radar east"]


def test_errors_of_the_work_arrive_as_they_are(pool):
    with pytest.raises(NotComputableError, match="the fourth cannot be"):
        list(pool.in_order(refuse, range(10)))


def test_leaving_early_calls_off_the_rest(pool):
    pieces = pool.in_order(wait_and_tell, range(1000), shared=(BASE, 2.0))
    assert next(pieces)[0] == 0
    pieces.close()
    assert list(pool.in_order(number, [1])) == [1]


def test_another_version_is_refused(local, monkeypatch):
    monkeypatch.setattr("skyshed.__version__", "99.0")
    words = r"runs skyshed .*, this machine 99\.0: .*; install skyshed 99\.0 there"
    with pytest.raises(SkyshedError, match=words), connected(local.address):
        pass


def test_a_worker_that_joins_with_another_version_is_refused(pool, monkeypatch):
    late = Cluster(pool._client, "somewhere")
    monkeypatch.setattr(late, "_versions", ("99.0", *late._versions[1:]))
    with pytest.raises(SkyshedError, match=r"a worker that joined the cluster runs skyshed"):
        list(late.in_order(number, [1]))


def test_a_cluster_without_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_connection, "_CONNECT_S", 1.0)
    with (
        local_cluster(tmp_path, workers=0) as local,
        pytest.raises(SkyshedError, match="has no workers; start some"),
        connected(local.address),
    ):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_nobody_there_ends_the_command_in_time(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    start = time.monotonic()
    status = run(["run", "lesson-horizon", "--cluster", f"tcp://127.0.0.1:{free_port()}"])
    assert time.monotonic() - start < 10.0
    assert status == 2
    told = capsys.readouterr().err
    assert told.startswith("skyshed: error: no cluster answers at 'tcp://127.0.0.1:")
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["nonsense", "", "http://localhost:1"])
def test_an_address_that_is_none(address):
    with pytest.raises(SkyshedError, match="no cluster answers at"), connected(address):
        pass


def test_a_port_where_nobody_speaks(monkeypatch):
    monkeypatch.setattr(cluster_connection, "_CONNECT_S", 1.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(SkyshedError, match="no cluster answers at"), connected(address):
            pass


def test_missing_library_names_the_extra(monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **named):
        if name.startswith("distributed"):
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with (
        pytest.raises(SkyshedError, match=r"pip install 'skyshed\[cluster\]'"),
        connected("tcp://127.0.0.1:1"),
    ):
        pass


class Awaited:
    """A future that answers a look as told: an error, or how long it was given."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.status = "pending"

    def result(self, timeout):
        self.status, answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return timeout, answer

    def exception(self):
        return ValueError("the work's own")


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ([("cancelled", TimeoutError()), ("cancelled", CancelledError())], CancelledError),
        ([("error", TimeoutError())], ValueError),
    ],
)
def test_a_piece_that_ends_as_a_look_does_is_told_by_its_own_end(pool, answers, raised):
    with pytest.raises(raised):
        pool.wait_for(Awaited(*answers))


def test_a_large_result_gets_the_time_it_takes(pool):
    late = ("finished", TimeoutError())
    given_s, found = pool.wait_for(Awaited(late, late, ("finished", ["here"])))
    assert found == ["here"]
    assert given_s == 4 * module._LOOK_S


def test_pieces_may_be_submitted_one_by_one(pool):
    promises = [pool.submit(wait_and_tell, BASE, 2.0, item) for item in range(6)]
    here = [wait_and_tell(BASE, 2.0, item) for item in range(6)]
    assert digest([promise.result() for promise in promises]) == digest(here)


@pytest.mark.parametrize("all_of_them", [False, True])
def test_submitted_pieces_outlive_their_worker(tmp_path, all_of_them):
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        wait_for_workers(pool, 2)
        bases = [BASE + draw for draw in range(4)]
        promises = [
            pool.submit(wait_and_tell, base, 2.0, item) for item in range(8) for base in bases
        ]
        promises[3].result()
        for worker in local.workers[: 2 if all_of_them else 1]:
            worker.send_signal(signal.SIGKILL)
        if all_of_them:
            local.add_worker()
        here = [wait_and_tell(base, 2.0, item) for item in range(8) for base in bases]
        assert digest([promise.result() for promise in promises]) == digest(here)
