"""Raids on two worker processes of this machine."""

import signal

import pytest

pytest.importorskip("distributed", reason="the extra 'cluster' (dask.distributed) is not installed")

from skyshed.analysis.cluster_connection import connected
from skyshed.sim.campaign import run_campaign
from tests.analysis.local_cluster import local_cluster
from tests.sim.raid_cases import raid_case


def test_a_campaign_has_the_same_digest_on_one_two_and_a_cluster_with_one_killed(tmp_path):
    cases = [
        raid_case(6, units=2, draw=draw, pd=0.6, kill_probability=0.5 + 0.05 * draw)
        for draw in range(5)
    ]
    ask = {"runs": 60, "seed": 3, "block": 20}
    one = run_campaign(cases, workers=1, **ask).digest()
    assert run_campaign(cases, workers=2, **ask).digest() == one
    with local_cluster(tmp_path) as local, connected(local.address) as pool:
        pool._client.wait_for_workers(2, timeout=30)

        def kill(done, total):
            if done == 100:  # a third of the runs
                local.workers[0].send_signal(signal.SIGKILL)

        found = run_campaign(cases, pool=pool, chunk=7, progress=kill, **ask)
        assert local.workers[0].wait() == -signal.SIGKILL
    assert found.digest() == one
