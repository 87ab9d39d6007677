"""The lines before the processors: only the newest counts, everybody gets a turn."""

import asyncio
import os
import sys
import threading

import pytest

from skyshed.web.jobs import Busy, Lane, Stop, Stopped, Superseded, TooSlow
from skyshed.web.patience import Progress, while_connected


class Gate:
    """A job that runs until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, stop: Stop) -> str:
        self.begun.set()
        assert self.go.wait(20.0)
        stop.check()
        return "done"


async def begun(gate: Gate) -> None:
    """Wait until the lane has taken up a gate."""
    assert await asyncio.to_thread(gate.begun.wait, 20.0)


def test_newest_replaces_what_waits():
    async def play():
        lane, gate = Lane("test"), Gate()
        first = asyncio.create_task(lane.run(gate, client="other"))
        await begun(gate)
        jobs = [
            asyncio.create_task(lane.run(lambda stop, n=n: n, client="a", slot="live", seq=n))
            for n in range(4)
        ]
        await asyncio.sleep(0)
        assert lane.waiting == 1
        gate.go.set()
        found = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(one) for one in found[:3]] == [Superseded] * 3
        assert found[3] == 3
        assert await first == "done"
        lane.close()

    asyncio.run(play())


def test_older_than_what_waits_is_refused():
    async def play():
        lane, gate = Lane("test"), Gate()
        running = asyncio.create_task(lane.run(gate, client="a", slot="live", seq=5))
        await begun(gate)
        with pytest.raises(Superseded):
            await lane.run(lambda stop: 0, client="a", slot="live", seq=4)
        gate.go.set()
        assert await running == "done"
        lane.close()

    asyncio.run(play())


def test_running_job_is_asked_to_stop_by_a_newer_one():
    async def play():
        lane, gate = Lane("test"), Gate()
        old = asyncio.create_task(lane.run(gate, client="a", slot="answer", seq=1))
        await begun(gate)
        new = asyncio.create_task(lane.run(lambda stop: "new", client="a", slot="answer", seq=2))
        await asyncio.sleep(0)
        gate.go.set()
        with pytest.raises(Superseded):
            await old
        assert await new == "new"
        lane.close()

    asyncio.run(play())


def test_clients_take_turns():
    async def play():
        lane, gate, order = Lane("test"), Gate(), []
        first = asyncio.create_task(lane.run(gate, client="z"))
        await begun(gate)
        jobs = [
            asyncio.create_task(lane.run(lambda stop, name=name: order.append(name), client=name))
            for name in ("a", "a", "a", "b", "c")
        ]
        await asyncio.sleep(0)
        gate.go.set()
        await asyncio.gather(first, *jobs)
        assert order == ["a", "b", "c", "a", "a"]
        lane.close()

    asyncio.run(play())


def test_lines_are_bounded():
    async def play():
        lane, gate = Lane("test", most_waiting=3, most_per_peer=2), Gate()
        first = asyncio.create_task(lane.run(gate))
        await begun(gate)
        waiting = [
            asyncio.create_task(lane.run(lambda stop: 0, client=str(n), peer="p")) for n in range(2)
        ]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await lane.run(lambda stop: 0, client="more", peer="p")
        waiting.append(asyncio.create_task(lane.run(lambda stop: 0, peer="q")))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await lane.run(lambda stop: 0, peer="r")
        gate.go.set()
        await asyncio.gather(first, *waiting)
        assert lane.waiting == 0
        lane.close()

    asyncio.run(play())


def test_who_gives_up_leaves_the_line():
    async def play():
        lane, gate = Lane("test", limit_s=0.01), Gate()
        with pytest.raises(TooSlow):
            await lane.run(gate)
        with pytest.raises(TooSlow):
            await lane.run(lambda stop: 0)
        assert lane.waiting == 0
        gate.go.set()
        lane.close()

    asyncio.run(play())


def test_what_a_job_raises_reaches_who_asked():
    def fail(stop: Stop) -> None:
        raise ValueError("no such thing")

    async def play():
        lane = Lane("test")
        with pytest.raises(ValueError, match="no such thing"):
            await lane.run(fail)
        assert await lane.run(lambda stop: 1) == 1  # the lane goes on
        lane.close()

    asyncio.run(play())


class Asker:
    """A request whose sender may hang up."""

    gone = False

    async def is_disconnected(self):
        return self.gone


def test_work_is_given_up_when_nobody_waits_any_more():
    async def play():
        lane, gate, asker = Lane("test"), Gate(), Asker()
        waiting = asyncio.create_task(while_connected(asker, lane.run(gate)))
        await begun(gate)
        asker.gone = True
        with pytest.raises(Superseded):
            await waiting
        stop = lane._running.stop
        gate.go.set()
        with pytest.raises(Stopped):
            stop.check()
        # the lane is free for the next, and what is found while one waits is handed on
        assert await while_connected(Asker(), lane.run(lambda stop: 7)) == 7
        with pytest.raises(ValueError, match="no such"):
            await while_connected(Asker(), lane.run(_fail))
        lane.close()

    asyncio.run(play())


def _fail(stop):
    raise ValueError("no such")


def test_progress_is_kept_for_few():
    progress = Progress()
    for n in range(300):
        progress.tell(f"c{n}", n, 300)
    assert progress.of("c0") is None
    assert progress.of("c299") == pytest.approx(299 / 300)
    progress.forget("c299")
    assert progress.of("c299") is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_answers_stand_a_little_back_and_long_work_far(desk):
    """The picture while dragging first, then the answer that the page opens with."""

    def priority(stop: Stop) -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    async def play():
        lanes = desk.live, desk.light, desk.heavy, desk.long
        return [await lane.run(priority) for lane in lanes]

    live, light, answer, long = asyncio.run(play())
    assert live == light < answer < long
    # the kernel's weights fall by a quarter a step: the answer keeps a third beside one program
    assert 0.8 ** (answer - live) > 0.5


def test_stop_is_looked_at_between_pieces():
    stop = Stop()
    stop.check()
    stop.set()
    with pytest.raises(Stopped):
        stop.check()
