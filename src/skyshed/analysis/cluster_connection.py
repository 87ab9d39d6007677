"""The way to a dask.distributed cluster, and the one sentence that each failure is worth."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from skyshed.analysis.cluster import Cluster, no_remarks
from skyshed.analysis.same_versions import SAME, unequal, versions_here
from skyshed.errors import SkyshedError

_CONNECT_S = 4.0
_CLOSE_S = 2.0


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """A running cluster, asked for its versions, as a pool.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Yields
    ------
    Cluster

    Raises
    ------
    SkyshedError
        If dask.distributed is not installed, nobody answers, there are no workers, or a worker has
        other versions of skyshed or of the packages in `SAME`; one sentence, within 10 s.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise SkyshedError(
            "a cluster needs dask.distributed; install it with: pip install 'skyshed[cluster]'"
        ) from error
    with _silent_log():
        client = _client(Client, address)
        try:
            _check_workers(client, address)
            yield Cluster(client, address)
        finally:
            client.close(timeout=_CLOSE_S)


def _client(make: Callable[..., Any], address: str) -> Any:
    """Connect, or say so in time: the client waits for ever where another program answers."""
    try:
        with ThreadPoolExecutor(1) as apart, no_remarks():  # the caller may run a loop of its own
            apart.submit(lambda: asyncio.run(_identity(address))).result()
            return make(address, timeout=_CONNECT_S, set_as_default=False)
    except Exception as error:  # a peer that is no scheduler may cause any
        raise SkyshedError(
            f"no cluster answers at {address!r}; is its scheduler (dask scheduler) running there?"
        ) from error


async def _identity(address: str) -> Any:
    """What the scheduler says about itself."""
    from distributed import rpc
    from distributed.security import Security

    async def ask() -> Any:
        secured = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
        async with rpc(  # type: ignore[no-untyped-call]
            address, timeout=_CLOSE_S, connection_args=secured
        ) as scheduler:
            return await scheduler.identity()

    return await asyncio.wait_for(ask(), _CONNECT_S)


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_CONNECT_S)
    except TimeoutError as error:
        raise SkyshedError(
            f"the cluster at {address} has no workers; start some (dask worker {address})"
        ) from error
    own = versions_here()
    for name, told in client.get_versions(packages=list(SAME))["workers"].items():
        theirs = tuple(str(told["packages"].get(package)) for package in SAME)
        if theirs != own:
            raise SkyshedError(unequal(f"worker {name} of the cluster at {address}", theirs, own))


@contextmanager
def _silent_log() -> Iterator[None]:
    """Keep the library's own log off the terminal; what matters is raised."""
    known = logging.root.manager.loggerDict
    logs = [logging.getLogger(name) for name in known if name.split(".")[0] == "distributed"]
    before = [log.disabled for log in logs]
    for log in logs:
        log.disabled = True
    try:
        yield
    finally:
        for log, was in zip(logs, before, strict=True):
            log.disabled = was
