"""Wait for an answer only as long as somebody wants it, and say how far it is."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from skyshed.web.jobs import Superseded

Found = TypeVar("Found")
_LOOK_EVERY_S = 0.25
_MOST_CLIENTS = 256


async def while_connected(request: Request, work: Coroutine[Any, Any, Found]) -> Found:
    """What some work finds; it is given up when the one who asked has gone.

    Parameters
    ----------
    request : Request
        Its body has been read.
    work : coroutine
        Such as `Lane.run`, which stops its job when it is cancelled.

    Raises
    ------
    Superseded
        If nobody waits any more.
    """
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_LOOK_EVERY_S)
            if not task.done() and await request.is_disconnected():
                raise Superseded
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})


class Progress:
    """How far the question of each client is, from 0 to 1; the oldest are forgotten."""

    def __init__(self) -> None:
        self._parts: dict[str, float] = {}

    def tell(self, who: str, done: int, total: int) -> None:
        """Keep how far it is."""
        self._parts.pop(who, None)
        self._parts[who] = done / max(total, 1)
        while len(self._parts) > _MOST_CLIENTS:
            self._parts.pop(next(iter(self._parts)))

    def forget(self, who: str) -> None:
        """It is done, or not wanted any more."""
        self._parts.pop(who, None)

    def of(self, who: str) -> float | None:
        """How far it is; None while it waits, or if there is nothing."""
        return self._parts.get(who)
