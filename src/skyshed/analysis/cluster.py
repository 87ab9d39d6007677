"""Independent pieces of work on an existing dask.distributed cluster: same bytes, more machines."""

import copyreg
import pickle
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from skyshed.analysis.same_versions import unequal, versions_here
from skyshed.errors import SkyshedError

Found = TypeVar("Found")

BATCH_S = 0.5
"""Time that one task should take: a scheduler needs about 2 ms for each. [s]"""
BATCH_BYTES = 4_000_000
"""Most that the items of one task may weigh. [byte]"""
_ALONE_S = 30.0  # without any worker; a nanny starts a lost one again within seconds
_LOOK_S = 2.0
_AHEAD = 3  # batches under way per thread of the cluster
_KEPT = 8  # shared inputs that stay on every worker
_LENT = 512  # arguments of `submit` that stay on some worker
_PLAIN = (int, float, str, bytes, type(None))


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


# Frozen studies hold read-only mappings, which Python itself cannot pickle.
copyreg.pickle(MappingProxyType, lambda proxy: (_read_only, (dict(proxy),)))


def run_batch(task: bytes, *shared: Any) -> tuple[float, list[Any]]:
    """Do the pieces of one batch, on a worker.

    Parameters
    ----------
    task : bytes
        Pickled (versions, work, items).
    *shared
        What every piece reads.

    Returns
    -------
    tuple
        Time it took [s] and the results in order.

    Raises
    ------
    SkyshedError
        If the worker's packages have other versions than the sender's.
    """
    versions, work, items = pickle.loads(task)
    if versions != (here := versions_here()):
        raise SkyshedError(unequal("a worker that joined the cluster", here, versions))
    start = time.perf_counter()
    found = [work(*shared, item) for item in items]
    return time.perf_counter() - start, found


class Cluster:
    """A dask.distributed cluster as a `skyshed.analysis.parallel.Pool`.

    Parameters
    ----------
    client : distributed.Client
        Connected; whoever made it closes it.
    address : str
        Of the scheduler, for messages.

    Notes
    -----
    Items go out in batches of about `BATCH_S`: the first ones alone, as a pilot, the next ones as
    many as the time of the last batch allows, at most twice as many as before. What a piece gives
    does not depend on its batch. A batch on a worker that dies is given to another one by the
    scheduler; inputs that died with the last worker that held them are sent again from here.
    """

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._versions = versions_here()
        self._sent: list[tuple[Any, Any]] = []
        self._lent: list[tuple[Any, Any]] = []

    @property
    def workers(self) -> int:
        """Threads of all workers together, at least one."""
        return max(self._threads(), 1)

    def in_order(
        self, work: Callable[..., Found], items: Iterable[Any], *, shared: tuple[Any, ...] = ()
    ) -> Iterator[Found]:
        """As `skyshed.analysis.parallel.Pool.in_order`.

        Raises
        ------
        SkyshedError
            If the cluster is gone, or its workers are.
        """
        todo = deque(items)
        under_way: deque[tuple[bytes, Any]] = deque()
        size = 1
        try:
            while todo or under_way:
                threads = self.workers if todo else 1
                while todo and len(under_way) < _AHEAD * threads:
                    task = self._pack(work, todo, min(size, -(-len(todo) // (2 * threads))))
                    under_way.append((task, self._submit(task, shared)))
                seconds, found = self._result(under_way, shared)
                size = _next_size(size, seconds, len(found))
                yield from found
        finally:
            self._forget(under_way)

    def _pack(self, work: Callable[..., Any], todo: deque[Any], size: int) -> bytes:
        """The next items as one task; fewer than `size` where they are heavy."""
        items = [todo.popleft() for _ in range(max(size, 1))]
        task = pickle.dumps((self._versions, work, items))
        while len(task) > BATCH_BYTES and len(items) > 1:
            half = len(items) // 2
            todo.extendleft(reversed(items[half:]))
            items = items[:half]
            task = pickle.dumps((self._versions, work, items))
        return task

    def _submit(self, task: bytes, shared: tuple[Any, ...]) -> Any:
        with no_remarks(), self._telling():
            sent = [self._on_workers(value) for value in shared]
            return self._client.submit(run_batch, task, *sent, pure=False)

    def _on_workers(self, value: Any) -> Any:
        """A shared input on every worker, sent once."""
        self._sent, future = self._kept(self._sent[-_KEPT:], value, broadcast=True)
        return future

    def _kept(
        self, kept: list[tuple[Any, Any]], value: Any, *, broadcast: bool
    ) -> tuple[list[tuple[Any, Any]], Any]:
        """What is kept on the cluster, with `value` among it, and the future that stands for it."""
        others = [pair for pair in kept if pair[0] is not value]
        for known, future in kept:
            if known is value and not future.cancelled():
                return [*others, (value, future)], future
        future = self._client.scatter([value], broadcast=broadcast, hash=False)[0]
        return [*others, (value, future)], future

    def submit(self, work: Callable[..., Found], /, *args: Any) -> "Promise[Found]":
        """Start one piece of work, as an executor's `submit`.

        Parameters
        ----------
        work : callable
            A function of a module.
        *args
            Its arguments. The first ones, up to a plain number or text, go to a worker once and
            stay there for later pieces.

        Returns
        -------
        Promise
        """
        large = list(takewhile(lambda arg: not isinstance(arg, _PLAIN), args))
        task = pickle.dumps((self._versions, partial(_spread, work), [args[len(large) :]]))

        def send() -> Any:
            with no_remarks(), self._telling():
                sent = []
                for value in large:
                    self._lent, future = self._kept(self._lent[-_LENT:], value, broadcast=False)
                    sent.append(future)
                return self._client.submit(run_batch, task, *sent, pure=False)

        return Promise(self, send)

    def _result(
        self, under_way: deque[tuple[bytes, Any]], shared: tuple[Any, ...]
    ) -> tuple[float, list[Any]]:
        """Result of the oldest batch; it stays in `under_way` until it is here."""
        while True:
            try:
                found = self.wait_for(under_way[0][1])
            except CancelledError:
                self._sent = []
                self.wait_for_workers()
                tasks = [task for task, _ in under_way]
                under_way.clear()
                under_way.extend((task, self._submit(task, shared)) for task in tasks)
            else:
                under_way.popleft()
                return found

    def wait_for(self, future: Any) -> tuple[float, list[Any]]:
        """Result of `run_batch`.

        Raises
        ------
        CancelledError
            If its inputs died with the last worker that held them.
        SkyshedError
            If the cluster is gone, or its workers are.
        """
        alone_since: float | None = None
        look_s = _LOOK_S
        while True:
            with self._telling():
                try:
                    found: tuple[float, list[Any]] = future.result(timeout=look_s)
                    return found
                except TimeoutError:
                    if future.status == "error":  # the work's own, or one that came this instant
                        raise future.exception() from None
            alone_since = self._alone(alone_since)
            if future.status == "finished":  # a large result takes time to get here
                look_s *= 2

    def wait_for_workers(self) -> None:
        """Until there is one, but not for ever."""
        alone_since: float | None = None
        while (alone_since := self._alone(alone_since)) is not None:
            time.sleep(0.2)

    def _alone(self, since: float | None) -> float | None:
        """Since when there are no workers, None if there are.

        Raises
        ------
        SkyshedError
            If the scheduler is gone, or there has been no worker for too long.
        """
        if self._threads():
            return None
        now = time.monotonic()
        since = now if since is None else since
        if now - since > _ALONE_S:
            raise SkyshedError(
                f"the cluster at {self._address} has had no worker for {_ALONE_S:.0f} s"
            )
        return since

    def _threads(self) -> int:
        """Threads of all workers now."""
        with self._telling():
            if self._client.status == "running":
                return sum(self._client.nthreads().values())
        raise SkyshedError(self._gone())

    def _gone(self) -> str:
        return f"the cluster at {self._address} is gone: its scheduler answers no more"

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say in one sentence what a lost connection or a bad worker means."""
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            yield
        except KilledWorker as error:
            raise SkyshedError(
                f"the cluster at {self._address} lost one worker after the other on the same task;"
                " do they have enough memory?"
            ) from error
        except ModuleNotFoundError as error:
            raise SkyshedError(
                f"a worker of the cluster at {self._address} lacks {error.name!r}; install the"
                " same skyshed there"
            ) from error
        except CommClosedError as error:
            raise SkyshedError(self._gone()) from error

    def _forget(self, under_way: deque[tuple[bytes, Any]]) -> None:
        """Call off what nobody waits for any more."""
        if under_way and self._client.status == "running":
            with suppress(OSError):  # gone in this moment
                self._client.cancel([future for _, future in under_way])


class Promise(Generic[Found]):
    """A piece of work under way on a cluster.

    Parameters
    ----------
    cluster : Cluster
        Where.
    send : callable
        Starts it, or starts it again.
    """

    def __init__(self, cluster: Cluster, send: Callable[[], Any]) -> None:
        self._cluster = cluster
        self._send = send
        self._future = send()

    def result(self) -> Found:
        """What the work gives; raises what it raises, or SkyshedError if the cluster is gone."""
        while True:
            try:
                found: Found = self._cluster.wait_for(self._future)[1][0]
                return found
            except CancelledError:
                self._cluster.wait_for_workers()
                self._future = self._send()


def _spread(work: Callable[..., Found], *args: Any) -> Found:
    """`work` with the last argument spread out."""
    return work(*args[:-1], *args[-1])


def _next_size(size: int, seconds: float, count: int) -> int:
    """Items of the next batch, from the time that the last one took."""
    wanted = int(BATCH_S * count / max(seconds, 1e-6))
    return max(1, min(wanted, 2 * size))


@contextmanager
def no_remarks() -> Iterator[None]:
    """Two remarks of the library that we know: versions are compared here, batches are small."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sending large graph", category=UserWarning)
        warnings.filterwarnings("ignore", message=r"(?s).*Mismatched versions found")
        yield
