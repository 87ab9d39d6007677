"""Strangers are refused before anything reads their request."""

import pytest

from skyshed.web.app import make_app
from skyshed.web.settings import ServerSettings
from tests.web.calling import ADDRESS, Client

TOKEN = "abcdefghijklmnop-0123"


class Desk:
    """Only what the guard and the first routes look at."""

    def __init__(self, settings):
        self.settings = settings


def served(**settings):
    found = ServerSettings(**settings)
    address = f"http://map.example:{found.port}" if not found.on_loopback else ADDRESS
    return Client(make_app(Desk(found)), base_url=address)


@pytest.fixture
def local():
    found = served()
    yield found
    found.close()


@pytest.fixture
def remote():
    found = served(host="0.0.0.0", token=TOKEN)
    yield found
    found.close()


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_own_names_are_served(local, host):
    assert local.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "", "localhost:8765."],
)
def test_rebound_names_are_refused(local, host):
    reply = local.get("/healthz", headers={"host": host})
    assert reply.status_code == 403
    assert "own name" in reply.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://localhost:8765"},
        {"origin": "https://localhost:8765", "x-forwarded-proto": "https"},
        {"origin": "ftp://localhost:8765"},
        {"origin": "localhost:8765"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": ""},
    ],
)
def test_pages_of_others_cannot_post(local, headers):
    headers = {"content-type": "application/json"} | headers
    reply = local.post("/api/claims/compute", content=b"{}", headers=headers)
    assert reply.status_code == 403


def test_own_page_may_post(local):
    headers = {
        "content-type": "application/json; charset=utf-8",
        "origin": ADDRESS,
        "sec-fetch-site": "same-origin",
    }
    reply = local.post("/api/answer", content=b"{}", headers=headers)
    assert reply.status_code == 422  # let in, and found wanting


def test_every_reply_ties_the_page_down(local):
    for path in ("/healthz", "/nowhere", "/api/start/x", "/openapi.json"):
        headers = local.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_of_the_docs_that_load_from_elsewhere_are_off(local):
    for path in ("/docs", "/redoc"):
        assert local.get(path).status_code == 404


def test_remote_needs_the_token(remote):
    for headers in (
        {},
        {"x-skyshed-token": "wrong"},
        {"authorization": "Bearer wrong"},
        {"authorization": f"Basic {TOKEN}"},
        {"cookie": "skyshed_token=wrong"},
        {"cookie": 'skyshed_token="; x'},
    ):
        assert remote.get("/healthz", headers=headers).status_code == 401
    for headers in (
        {"x-skyshed-token": TOKEN},
        {"authorization": f"Bearer {TOKEN}"},
        {"cookie": f"other=1; skyshed_token={TOKEN}"},
    ):
        assert remote.get("/healthz", headers=headers).status_code == 200


def test_token_goes_from_the_address_into_a_cookie(remote):
    assert remote.get("/?token=wrong").status_code == 401
    reply = remote.get(f"/?token={TOKEN}")
    assert reply.status_code == 303
    assert reply.headers["location"] == "/"
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_remote_still_refuses_pages_of_others(remote):
    headers = {"x-skyshed-token": TOKEN, "origin": "http://evil.example"}
    assert remote.get("/healthz", headers=headers).status_code == 403


def test_scheme_of_the_page_is_compared_too(remote):
    """A page loaded without encryption is another site than one behind a proxy with TLS."""
    host, body = f"map.example:{ServerSettings().port}", {"content": b"{}"}
    known = {"x-skyshed-token": TOKEN, "content-type": "application/json"}

    def asked(**more):
        headers = known | {name.replace("_", "-"): value for name, value in more.items()}
        return remote.post("/api/answer", headers=headers, **body).status_code

    assert asked(origin=f"http://{host}") == 422  # let in, and found wanting
    assert asked(origin=f"https://{host}") == 403
    assert asked(origin=f"https://{host}", x_forwarded_proto="https") == 422
    assert asked(origin=f"http://{host}", x_forwarded_proto="https") == 403
