"""Work for the processors: bounded, fair between clients, and only the newest of each counts.

A lane has one thread. Jobs of a client wait in the client's own line; the lane takes the first of
one line after the other. A job that names a slot replaces an older one of the same client and slot
that still waits, and asks one that is being computed to stop.
"""

import asyncio
import contextlib
import os
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

Found = TypeVar("Found")
Work = Callable[["Stop"], Found]
_NICEST = 19


class Superseded(Exception):
    """A newer job of the same client and slot came."""


class Busy(Exception):
    """Too much waits already."""


class TooSlow(Exception):
    """The time limit passed."""


class Stopped(Exception):
    """Raised inside a job that nobody waits for any more."""


class Stop:
    """Whether anybody still wants the job; looked at between its pieces."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Ask the job to stop."""
        self._event.set()

    def check(self) -> None:
        """Raise `Stopped` if the job is not wanted any more."""
        if self._event.is_set():
            raise Stopped


@dataclass(eq=False)
class _Job:
    client: str
    peer: str
    slot: str
    seq: int
    work: Work[Any]
    future: "asyncio.Future[Any]"
    stop: Stop = field(default_factory=Stop)


class Lane:
    """One thread and the lines before it.

    Parameters
    ----------
    name : str
        For the thread.
    most_waiting, most_per_peer : int
        Jobs that may wait, in all and from one address; more are refused.
    limit_s : float
        How long a caller waits at most. [s]
    nice : int
        How far its thread, and those that it starts, stand back behind others on the processors,
        in the system's steps: one of 3 halves the share, one of 10 leaves a tenth.
    """

    def __init__(
        self,
        name: str,
        *,
        most_waiting: int = 64,
        most_per_peer: int = 64,
        limit_s: float = 60.0,
        nice: int = 0,
    ) -> None:
        self.limit_s = limit_s
        self._most_waiting = most_waiting
        self._most_per_peer = most_per_peer
        self._lines: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._running: _Job | None = None
        self._worker: asyncio.Task[None] | None = None
        self._executor = ThreadPoolExecutor(
            1,
            thread_name_prefix=f"skyshed-{name}",
            initializer=_step_back,
            initargs=(nice,),
        )

    @property
    def waiting(self) -> int:
        """Jobs that wait."""
        return sum(len(line) for line in self._lines.values())

    async def run(
        self, work: Work[Found], *, client: str = "", peer: str = "", slot: str = "", seq: int = 0
    ) -> Found:
        """Do a piece of work on the lane's thread and return what it found.

        Parameters
        ----------
        work : callable
            Called with a `Stop` to look at.
        client, peer : str
            Who asks, by their own name and by address.
        slot : str
            What the newest job replaces; "" for a job that stands for itself.
        seq : int
            Number of the job in its slot; larger is newer.

        Raises
        ------
        Superseded
            If a newer job of the slot waits or comes.
        Busy
            If too much waits.
        TooSlow
            After `limit_s`.
        """
        loop = asyncio.get_running_loop()
        job = _Job(f"{peer}|{client}", peer, slot, seq, work, loop.create_future())
        if slot:
            self._replace_older(job)
        if self.waiting >= self._most_waiting or self._of_peer(peer) >= self._most_per_peer:
            raise Busy
        self._lines.setdefault(job.client, deque()).append(job)
        if self._worker is None or self._worker.done():
            self._worker = loop.create_task(self._work())
        try:
            return await asyncio.wait_for(job.future, self.limit_s)
        except TimeoutError:
            raise TooSlow from None
        finally:
            self._forget(job)

    def close(self) -> None:
        """Stop what runs and take nothing more."""
        if self._running is not None:
            self._running.stop.set()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _of_peer(self, peer: str) -> int:
        return sum(job.peer == peer for line in self._lines.values() for job in line)

    def _replace_older(self, new: _Job) -> None:
        for old in list(self._lines.get(new.client, ())):
            if old.slot != new.slot:
                continue
            if old.seq > new.seq:
                raise Superseded
            self._end(old, Superseded())
        now = self._running
        if now is not None and (now.client, now.slot) == (new.client, new.slot):
            if now.seq > new.seq:
                raise Superseded
            now.stop.set()

    def _end(self, job: _Job, reason: Exception) -> None:
        if not job.future.done():
            job.future.set_exception(reason)
        self._forget(job)

    def _forget(self, job: _Job) -> None:
        """Take a job out of its line, and ask it to stop if it is being computed."""
        job.stop.set()
        line = self._lines.get(job.client)
        if line is not None and job in line:
            line.remove(job)
            if not line:
                del self._lines[job.client]

    def _next(self) -> _Job | None:
        """The first of the line that waited longest; that client's line goes to the end."""
        if not self._lines:
            return None
        client, line = self._lines.popitem(last=False)
        job = line.popleft()
        if line:
            self._lines[client] = line
        return job

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while (job := self._next()) is not None:
            self._running = job
            try:
                found = await loop.run_in_executor(self._executor, job.work, job.stop)
            except Stopped:
                self._end(job, Superseded())
            except Exception as error:
                self._end(job, error)
            else:
                if not job.future.done():
                    job.future.set_result(found)
            finally:
                self._running = None


def _step_back(steps: int) -> None:
    """Lower the priority of this thread and those it starts, where the system can (Linux)."""
    if sys.platform == "linux" and steps > 0:
        own = threading.get_native_id()
        with contextlib.suppress(OSError):
            now = os.getpriority(os.PRIO_PROCESS, own)
            os.setpriority(os.PRIO_PROCESS, own, min(now + steps, _NICEST))
