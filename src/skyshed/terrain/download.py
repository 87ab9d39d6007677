"""Fetch one file over HTTPS: checked, resumed after a break, and whole or absent."""

import contextlib
import ipaddress
import json
import os
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from skyshed.errors import OutputError, TerrainError
from skyshed.store.files import output_error
from skyshed.store.lock import exclusive

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

_CHUNK_BYTES = 1 << 16
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True)
class Patience:
    """How long to try: attempts, first pause between them (it doubles) and time limit. [s]"""

    tries: int = 4
    pause_s: float = 1.0
    timeout_s: float = 30.0


PATIENCE = Patience()


class _Broken(Exception):
    """The transfer failed in a way that another attempt may mend."""


def check_url(url: str) -> str:
    """An address that may be fetched from: HTTPS, or HTTP on this very machine.

    Raises
    ------
    TerrainError
        If it is another one.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise TerrainError(f"{url[:200]!r} is no address; give one such as https://host") from None
    plain = parts.scheme == "http" and _is_loopback(host)
    if not host or not (parts.scheme == "https" or plain) or port == 0:
        raise TerrainError(f"{url[:200]}: only addresses that begin with https:// are fetched from")
    if parts.username or parts.password or parts.query or parts.fragment or not url.isprintable():
        raise TerrainError(f"{host}: give the address without user name, '?' and '#'")
    return url


def download(
    url: str,
    target: Path,
    *,
    accept: Callable[[Path], None],
    largest_bytes: int,
    patience: Patience = PATIENCE,
    again: bool = False,
) -> int:
    """Fetch a file unless it is there.

    Parameters
    ----------
    url : str
        Its address, see `check_url`.
    target : Path
        Where it shall be, in a folder that exists. It appears whole or not at all; until then a
        hidden ``.NAME.part`` beside it holds what has come, and the next call goes on from there
        if the server still has the same content (entity tag) and can send a part of it.
    accept : callable
        Called with the finished hidden file; raises if the content is not what it should be.
    largest_bytes : int
        A larger file is refused.
    patience : Patience, optional
        How often and how long to try.
    again : bool, default: False
        Fetch it also where it is there; the old one stays if that fails.

    Returns
    -------
    int
        Bytes that came over the line; 0 if it was there.

    Raises
    ------
    TerrainError
        If it cannot be had; one sentence. What has come is kept for the next call, unless it was
        not accepted.
    OutputError
        If it cannot be written. On a full disk the unfinished part is removed.
    """
    if target.exists() and not again:
        return 0
    check_url(url)
    try:
        with exclusive(target) as alone:
            if target.exists() and not again:  # another process has fetched it meanwhile
                return 0
            own = "" if alone else f"-{os.getpid()}"
            part = _Part(target.with_name(f".{target.name}.part{own}"))
            try:
                came = _with_patience(url, part, largest_bytes, patience)
                _accepted(part, accept)
                part.path.replace(target)
                part.forget()
            finally:
                if not alone:  # nobody would find it again
                    part.forget()
            return came
    except OSError as cause:
        raise output_error(target, cause) from cause


class _Part:
    """The unfinished file and, beside it, which content of the server it is a part of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.note = path.with_name(f"{path.name}.json")

    def begun(self) -> tuple[int, str]:
        """Bytes that are there and the entity tag they belong to; (0, "") if they are no use."""
        try:
            noted = json.loads(self.note.read_text("utf-8"))
            tag, size = noted["etag"], self.path.stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            return 0, ""
        return (size, tag) if isinstance(tag, str) and tag and size > 0 else (0, "")

    def begin(self, tag: str) -> None:
        """Make room for new content; at no instant do old bytes stand beside a new tag."""
        self.path.unlink(missing_ok=True)
        self.note.write_text(json.dumps({"etag": tag}), "utf-8")

    def forget(self) -> None:
        """Remove both."""
        for path in (self.path, self.note):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _with_patience(url: str, part: _Part, largest_bytes: int, patience: Patience) -> int:
    """Try until it is whole; bytes that came over the line."""
    came, why = 0, ""
    for attempt in range(patience.tries):
        if attempt:
            time.sleep(patience.pause_s * 2.0 ** (attempt - 1))
        before = part.begun()[0]
        try:
            return came + _transfer(url, part, largest_bytes, patience.timeout_s)
        except _Broken as broken:
            why = str(broken)
            with contextlib.suppress(OSError):
                came += max(part.path.stat().st_size - before, 0)
    raise TerrainError(
        f"{url}: {why}, {patience.tries} times; try again later, what has come is kept"
    )


def _transfer(url: str, part: _Part, largest_bytes: int, timeout_s: float) -> int:
    """One attempt; bytes that came over the line."""
    have, tag = part.begun()
    headers = {"Range": f"bytes={have}-", "If-Range": tag} if have else {}
    with contextlib.closing(_answer(url, headers, part, timeout_s)) as answer:
        start, total = _extent(answer, have, tag, part)
        if (total or 0) > largest_bytes:
            raise TerrainError(f"{url}: the file has {total} bytes, that is no tile; it is refused")
        if start == 0:
            new_tag = answer.headers.get("ETag", "")
            part.begin("" if new_tag.startswith("W/") else new_tag)
        written = _written(answer, part, start, largest_bytes, url)
    if total is not None and start + written != total:
        raise _Broken(f"the transfer ended after {start + written} of {total} bytes")
    return written


def _answer(url: str, headers: dict[str, str], part: _Part, timeout_s: float) -> Any:
    """The server's answer to a request; errors sorted into those that may pass and others."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    from skyshed import __version__

    plain = {"User-Agent": f"skyshed/{__version__}", "Accept-Encoding": "identity"}
    try:
        return _opener(url).open(Request(url, headers=plain | headers), timeout=timeout_s)
    except HTTPError as error:
        error.close()
        if error.code == 416:  # what is here is no part of what the server has now
            part.forget()
            raise _Broken("the file has changed on the server") from error
        if error.code in _TRANSIENT:
            raise _Broken(f"the server answers {error.code}") from error
        raise TerrainError(
            f"{url}: the server answers {error.code} ({error.reason}); it has no such file there"
        ) from error
    except URLError as error:
        reason = error.reason
        if isinstance(reason, socket.gaierror | ConnectionRefusedError | ssl.SSLError):
            raise _unreachable(url, reason) from error
        raise _Broken(f"the connection fails ({_words(reason)})") from error
    except (OSError, HTTPException) as error:
        raise _Broken(f"the connection fails ({_words(error)})") from error


def _extent(answer: Any, have: int, tag: str, part: _Part) -> tuple[int, int | None]:
    """First byte of an answer and size of the whole file, None if it does not say."""
    if answer.status == 206 and have:
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        same = answer.headers.get("ETag", tag) == tag
        if found is None or int(found[1]) != have or not same:
            part.forget()
            raise _Broken("the server sends another part than asked for")
        return have, int(found[3])
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else None


def _written(answer: Any, part: _Part, start: int, largest_bytes: int, url: str) -> int:
    """Write the body from its first byte on; bytes written."""
    written = 0
    try:
        with part.path.open("r+b" if start else "wb") as file:
            file.seek(start)
            while chunk := _chunk(answer):
                written += len(chunk)
                if start + written > largest_bytes:
                    raise TerrainError(f"{url}: the file does not end; it is refused")
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        part.forget()  # on a full disk it would be in the way
        raise output_error(part.path.parent, cause) from cause
    return written


def _chunk(answer: Any) -> bytes:
    try:
        return bytes(answer.read(_CHUNK_BYTES))
    except (OSError, HTTPException) as error:
        raise _Broken(f"the connection breaks ({_words(error)})") from error


def _accepted(part: _Part, accept: Callable[[Path], None]) -> None:
    try:
        accept(part.path)
    except (TerrainError, OutputError):
        part.forget()
        raise


def _opener(url: str) -> "OpenerDirector":
    """Opens addresses; is led on to allowed ones only, and asks no proxy for this machine."""
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    local = _is_loopback(urlsplit(url).hostname or "")

    class Checked(HTTPRedirectHandler):
        def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
            try:
                check_url(newurl.partition("?")[0])  # signed addresses carry a query
                if _is_loopback(urlsplit(newurl).hostname or "") and not local:
                    raise TerrainError(f"{url}: the server leads back to this machine, refused")
            except TerrainError:
                fp.close()
                raise
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return build_opener(Checked, *([ProxyHandler({})] if local else []))


def _unreachable(url: str, reason: object) -> TerrainError:
    return TerrainError(
        f"{url}: the server cannot be reached ({_words(reason)}); check the connection, or fetch"
        " the tiles on another machine and give their folder as --terrain"
    )


def _words(reason: object) -> str:
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return " ".join(str(text).split())[:120]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
