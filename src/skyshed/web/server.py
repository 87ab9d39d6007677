"""Listen: uvicorn with patience that ends, a port that is free, and a page that is built."""

import asyncio
import errno
import socket
from typing import Any, ClassVar

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from skyshed.errors import SkyshedError
from skyshed.web.app import make_app
from skyshed.web.desk import Desk
from skyshed.web.settings import ServerSettings

HEAD_LIMIT_S = 15.0
EXCHANGE_LIMIT_S = 180.0
MOST_CONNECTIONS = 400
MOST_PER_PEER = 200
_LOOK_EVERY_S = 5.0
_TRIES = 20  # ports beyond the one asked for


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on who sends or reads too slowly, and on idlers when it gets crowded.

    Where too many connections are open, in all or from one address, one of those that only wait
    makes room: the oldest that never sent a whole request, else the oldest between two requests.
    """

    _open: ClassVar[dict["PatientProtocol", str]] = {}  # with the address, oldest first

    def connection_made(self, transport: Any) -> None:
        """Make room for the connection and begin to look at the clock."""
        super().connection_made(transport)
        peer = str((self.client or ("",))[0])
        self._since = self.loop.time()
        self._waited_for_head = True
        of_peer = [one for one, address in self._open.items() if address == peer]
        crowded = of_peer if len(of_peer) >= MOST_PER_PEER else list(self._open)
        full = len(of_peer) >= MOST_PER_PEER or len(self._open) >= MOST_CONNECTIONS
        if full and not _make_room(crowded):
            transport.close()
            return
        self._open[self] = peer
        self._watch = self.loop.call_later(_LOOK_EVERY_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._open.pop(self, None)
        watch = getattr(self, "_watch", None)
        if watch is not None:
            watch.cancel()
        super().connection_lost(exc)

    @property
    def waits_for_head(self) -> bool:
        """Whether nothing is served now: the head of a request has yet to come."""
        return self.conn.their_state is h11.IDLE

    def hang_up(self) -> None:
        """End the connection at once."""
        self._open.pop(self, None)
        self.transport.abort()

    def _look(self) -> None:
        """Hang up if a request's head, or an exchange, takes too long."""
        if self.transport.is_closing():
            return
        for_head = self.waits_for_head
        if for_head != self._waited_for_head:
            self._waited_for_head, self._since = for_head, self.loop.time()
        limit = HEAD_LIMIT_S if for_head else EXCHANGE_LIMIT_S
        if self.loop.time() - self._since > limit:
            self.hang_up()
            return
        self._watch = self.loop.call_later(_LOOK_EVERY_S, self._look)


def _make_room(among: list[PatientProtocol]) -> bool:
    """Hang up on one connection that only waits; False if all are being served."""
    idle = [one for one in among if one.waits_for_head]
    never_asked = [one for one in idle if one.cycle is None]
    for one in (*never_asked, *idle):
        one.hang_up()
        return True
    return False


def free_socket(host: str, port: int, *, fixed: bool) -> socket.socket:
    """A socket bound to a port, or to the next one that is free.

    Parameters
    ----------
    host, port : str, int
        Where to listen.
    fixed : bool
        Whether only that port will do.

    Raises
    ------
    SkyshedError
        If there is none, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = port if fixed or port == 0 else min(port + _TRIES, 65535)
    for number in range(port, last + 1):
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host, number))
        except OSError as cause:
            found.close()
            if cause.errno == errno.EADDRINUSE:
                continue
            raise SkyshedError(
                f"cannot listen on {host} port {number}: {cause.strerror or cause}; choose another"
                " --host or --port"
            ) from None
        return found
    which = f"port {port} is" if last == port else f"ports {port} to {last} are"
    raise SkyshedError(f"{which} in use on {host}; give another with --port")


def check_page(settings: ServerSettings) -> None:
    """Refuse to start without the built page."""
    if not (settings.static / "index.html").is_file():
        raise SkyshedError(
            f"the page is not built: {settings.static} holds no index.html; run `make serve`, or"
            " `python tools/build_web.py` and then this command again"
        )


def serve(desk: Desk, listening: socket.socket) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    desk : Desk
        What is served; its settings hold the port of the socket.
    listening : socket
        Bound, from `free_socket`.
    """
    config = uvicorn.Config(
        make_app(desk),
        http=PatientProtocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=16_384,
        backlog=256,
    )
    server = uvicorn.Server(config)
    asyncio.run(server.serve(sockets=[listening]))
