"""What one client may take: bytes of a body, seconds to send it, requests in a second."""

import asyncio
import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skyshed.web.replies import problem

MOST_BODY_BYTES = 64_000
BODY_LIMIT_S = 10.0
REQUESTS_PER_S = 300.0
REQUESTS_AT_ONCE = 900.0
_MOST_PEERS = 1024


class Limits:
    """Reads the whole body, bounded in bytes and time, before the request is served.

    A body is counted as it comes, so one without a length, or with a false one, is cut at the same
    limit. Requests of one address are counted in a bucket that refills.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        most_bytes: int = MOST_BODY_BYTES,
        body_s: float = BODY_LIMIT_S,
        per_s: float = REQUESTS_PER_S,
        at_once: float = REQUESTS_AT_ONCE,
    ) -> None:
        self.app = app
        self.most_bytes = most_bytes
        self.body_s = body_s
        self.per_s = per_s
        self.at_once = at_once
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        if not self._take(client[0] if client else ""):
            reply = problem(429, "too many requests; ask again in a second", Retry_After="1")
            await reply(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdigit() or int(length[:18]) > self.most_bytes:
            await self._too_large(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(self._body(receive), self.body_s)
        except TimeoutError:
            sentence = f"expected the whole request within {self.body_s:g} s"
            await problem(408, sentence, Connection="close")(scope, receive, send)
            return
        except ConnectionError:
            return
        if body is None:
            await self._too_large(scope, receive, send)
            return
        await self.app(scope, _Once(body, receive), send)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        sentence = f"expected a request of at most {self.most_bytes} bytes, got more; send less"
        await problem(413, sentence, Connection="close")(scope, receive, send)

    async def _body(self, receive: Receive) -> bytes | None:
        """The body; None if it is too large."""
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            part = message.get("body", b"")
            size += len(part)
            if size > self.most_bytes:
                return None
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    def _take(self, peer: str) -> bool:
        """Take one request out of the address's bucket, if there is one left."""
        now = time.monotonic()
        left, then = self._buckets.pop(peer, (self.at_once, now))
        left = min(self.at_once, left + (now - then) * self.per_s)
        taken = left >= 1.0
        self._buckets[peer] = (left - 1.0 if taken else left), now
        while len(self._buckets) > _MOST_PEERS:
            self._buckets.popitem(last=False)
        return taken


class _Once:
    """Gives a body that was read before, then what else comes."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
