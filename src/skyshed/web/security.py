"""Who may ask: Host and Origin checks, the token, and the headers that tie the page down."""

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skyshed.web.replies import problem
from skyshed.web.settings import LOOPBACK, ServerSettings

COOKIE = "skyshed_token"
TOKEN_HEADER = "x-skyshed-token"
_SAFE = ("GET", "HEAD", "OPTIONS")
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; worker-src 'self' blob:; font-src 'self'; manifest-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def new_token() -> str:
    """A token that nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(24)


class Guard:
    """Refuses strangers before anything reads their request.

    On loopback the name in Host must be that of this machine (a rebound name is not), and a request
    of another site's page (Origin, Sec-Fetch-Site) is refused. Beyond loopback every request also
    needs the token: once in the address, then in a cookie, or in a header.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_tied(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        headers = Headers(scope=scope)
        refused = _refused(scope, headers, self.settings)
        if refused:
            await problem(403, refused)(scope, receive, send_tied)
        elif not self.settings.token or _knows(scope, headers, self.settings.token):
            if self.settings.token and _given_in_address(scope) and scope["path"] == "/":
                await _to_the_page(self.settings.token, send_tied)
            else:
                await self.app(scope, receive, send_tied)
        else:
            sentence = "expected the token of this server; open the address that `skyshed serve`"
            await problem(401, f"{sentence} printed")(scope, receive, send_tied)


def _refused(scope: Scope, headers: Headers, settings: ServerSettings) -> str:
    """Why a request is refused, or nothing."""
    hosts = headers.getlist("host")
    if len(hosts) != 1:
        return "expected one Host header"
    host = hosts[0].lower()
    if settings.on_loopback and host not in _own_names(settings.port):
        return "expected a request to this machine by its own name, such as http://localhost"
    if scope["method"] in _SAFE and "origin" not in headers:
        return ""
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"{_scheme(scope, headers, settings)}://{host}":
        return "expected a request of this server's own page, got one of another site"
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return "expected a request of this server's own page, got one of another site"
    if scope["method"] not in _SAFE and not _is_json(headers):
        return "expected a body with the content type application/json"
    return ""


def _scheme(scope: Scope, headers: Headers, settings: ServerSettings) -> str:
    """The scheme that the page was loaded with: "https" where a proxy before us says so.

    Another site's page cannot say it: a header of its own needs our consent first.
    """
    told = "" if settings.on_loopback else headers.get("x-forwarded-proto", "")
    return told.strip().lower() or str(scope.get("scheme", "http"))


def _is_json(headers: Headers) -> bool:
    """Whether the body says it is JSON: no form of another site can say so."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"


def _own_names(port: int) -> set[str]:
    names = {f"[{name}]" if ":" in name else name for name in LOOPBACK}
    return {f"{name}:{port}" for name in names} | (names if port == 80 else set())


def _knows(scope: Scope, headers: Headers, token: str) -> bool:
    """Whether the token is in a header, the cookie or the address; compared in constant time."""
    cookie: SimpleCookie = SimpleCookie()
    try:
        cookie.load(headers.get("cookie", ""))
    except CookieError:
        cookie = SimpleCookie()
    held = cookie.get(COOKIE)
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    given = (
        headers.get(TOKEN_HEADER, ""),
        bearer if scheme.lower() == "bearer" else "",
        "" if held is None else held.value,
        _given_in_address(scope),
    )
    matches = [hmac.compare_digest(one.encode(), token.encode()) for one in given]
    return any(matches)


def _given_in_address(scope: Scope) -> str:
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    try:
        return str(parse_qs(query, max_num_fields=20).get("token", [""])[0])
    except ValueError:
        return ""


async def _to_the_page(token: str, send: Send) -> None:
    """Put the token into a cookie and out of the address."""
    cookie = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
    start = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": start})
    await send({"type": "http.response.body", "body": b""})
