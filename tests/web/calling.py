"""Call the application in this process, without a network."""

import asyncio
import threading
from typing import Any

import httpx

ADDRESS = "http://localhost:8765"


class Client:
    """Calls an ASGI application from a test, on an event loop of its own thread."""

    def __init__(self, app: Any, *, base_url: str = ADDRESS) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=base_url, timeout=120.0
        )

    def run(self, coroutine: Any) -> Any:
        """Result of a coroutine on the loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(240.0)

    def get(self, path: str, **options: Any) -> httpx.Response:
        """GET."""
        return self.run(self._http.get(path, **options))

    def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """POST of a JSON body."""
        if body is not None:
            options["json"] = body
        return self.run(self._http.post(path, **options))

    def close(self) -> None:
        """End the loop."""
        self.run(self._http.aclose())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5.0)
        self.loop.close()


VIEW = {
    "west_deg": 31.0,
    "south_deg": 39.0,
    "east_deg": 34.0,
    "north_deg": 41.0,
    "width": 90,
    "height": 80,
}
