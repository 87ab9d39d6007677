"""Ports, patience, and the sentences of `skyshed serve`."""

import socket
from types import SimpleNamespace

import h11
import pytest

from skyshed.cli.exits import run
from skyshed.errors import SkyshedError
from skyshed.web import server
from skyshed.web.server import (
    EXCHANGE_LIMIT_S,
    HEAD_LIMIT_S,
    PatientProtocol,
    check_page,
    free_socket,
)
from skyshed.web.settings import ServerSettings


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_next_free_port_is_taken(taken):
    with free_socket("127.0.0.1", taken, fixed=False) as found:
        assert taken < found.getsockname()[1] <= taken + 20


def test_port_asked_for_is_the_only_one(taken):
    with pytest.raises(SkyshedError, match=f"port {taken} is in use"):
        free_socket("127.0.0.1", taken, fixed=True)


def test_address_must_be_of_this_machine():
    with pytest.raises(SkyshedError, match="cannot listen on 192"):
        free_socket("192.0.2.1", 8765, fixed=True)  # reserved for documentation


def test_page_that_is_not_built_is_one_sentence(tmp_path):
    with pytest.raises(SkyshedError, match="the page is not built"):
        check_page(ServerSettings(static=tmp_path))
    (tmp_path / "index.html").write_text("<!doctype html>", "utf-8")
    check_page(ServerSettings(static=tmp_path))


class Clock:
    """Time and calls to come of an event loop, turned by hand."""

    def __init__(self):
        self.now, self.calls = 100.0, []

    def time(self):
        return self.now

    def call_later(self, seconds, call):
        self.calls.append(call)
        return SimpleNamespace(cancel=lambda: None)

    def turn(self, seconds):
        self.now += seconds
        calls, self.calls = self.calls, []
        for call in calls:
            call()


class Connection:
    """What a protocol asks of a transport."""

    def __init__(self, peer):
        self.peer, self.ended = peer, False

    def get_extra_info(self, name, default=None):
        return {"peername": (self.peer, 5), "sockname": ("127.0.0.1", 8765)}.get(name, default)

    def is_closing(self):
        return self.ended

    def close(self):
        self.ended = True

    abort = close


@pytest.fixture
def connect(monkeypatch):
    """Connections that a protocol has accepted, with the clock they look at."""
    clock, made = Clock(), []

    def begin(self, transport):
        self.transport, self.loop = transport, clock
        self.client = transport.get_extra_info("peername")
        self.conn = SimpleNamespace(their_state=h11.IDLE)
        self.cycle = None

    monkeypatch.setattr(server.H11Protocol, "connection_made", begin)
    monkeypatch.setattr(server.H11Protocol, "connection_lost", lambda self, exc: None)

    def one(peer="10.0.0.1"):
        protocol, transport = object.__new__(PatientProtocol), Connection(peer)
        protocol.connection_made(transport)
        made.append(protocol)
        return protocol, transport

    monkeypatch.setattr(PatientProtocol, "_open", {})
    yield clock, one
    for protocol in made:
        protocol.connection_lost(None)


def test_head_that_never_comes_is_not_waited_for(connect):
    clock, one = connect
    _, transport = one()
    clock.turn(HEAD_LIMIT_S - 1.0)
    assert not transport.ended
    clock.turn(2.0)
    assert transport.ended


def test_exchange_may_take_longer_but_ends(connect):
    clock, one = connect
    protocol, transport = one()
    protocol.conn.their_state = h11.DONE
    clock.turn(HEAD_LIMIT_S + 1.0)
    assert not transport.ended
    clock.turn(EXCHANGE_LIMIT_S + 1.0)
    assert transport.ended


def test_next_request_starts_the_clock_again(connect):
    clock, one = connect
    protocol, transport = one()
    for _ in range(5):
        protocol.conn.their_state = h11.DONE
        clock.turn(10.0)
        protocol.conn.their_state = h11.IDLE
        clock.turn(10.0)
    assert not transport.ended


def test_idlers_make_room_when_it_gets_crowded(connect, monkeypatch):
    monkeypatch.setattr(server, "MOST_PER_PEER", 3)
    _, one = connect
    asked, between = one(), one()
    asked[0].conn.their_state = h11.DONE  # is being served
    between[0].cycle = "an earlier request"
    never = one()
    other = one("10.0.0.2")
    assert not one()[1].ended  # a newcomer gets in ...
    assert never[1].ended  # ... for who never asked for anything
    one()[0].conn.their_state = h11.DONE
    assert not asked[1].ended
    assert not other[1].ended


def test_nobody_who_is_served_makes_room(connect, monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 2)
    _, one = connect
    served = [one(f"10.0.0.{n}") for n in range(2)]
    for protocol, _ in served:
        protocol.conn.their_state = h11.DONE
    assert one("10.0.0.9")[1].ended
    assert not any(transport.ended for _, transport in served)


def test_short_token_and_wrong_folder_are_refused(tmp_path, capsys):
    assert run(["serve", "--token", "short", "--no-browser"]) == 2
    assert "--token: expected 16 or more" in capsys.readouterr().err
    assert run(["serve", "--results", str(tmp_path), "--no-browser"]) == 2
    assert "expected a result folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cannot be read as results"),
        ("", "cannot be read as results"),
        ("[1]", "expected the results of skyshed"),
        ("{}", "study.name: expected the name"),
        ('{"study": 5}', "study: expected the results"),
        ('{"study": {"name": "x"}, "claims": [1]}', "claims: expected the results"),
        ('{"study": {"name": "x"}, "claims": {"a": {"readings": [3]}}}', "are damaged"),
        ('{"study": {"name": "x"}, "claims": {"a": {"readings": 3}}}', "are damaged"),
    ],
)
def test_damaged_results_are_told_at_the_start(tmp_path, capsys, content, words):
    (tmp_path / "manifest.json").write_text('{"skyshed": "x"}', "utf-8")
    (tmp_path / "results.json").write_text(content, "utf-8")
    assert run(["serve", "--results", str(tmp_path), "--no-browser"]) == 2
    told = capsys.readouterr().err.strip()
    assert words in told
    assert "\n" not in told
    assert str(tmp_path / "results.json") in told


def test_damaged_tables_of_a_raid_are_told_at_the_start(tmp_path, capsys):
    (tmp_path / "manifest.json").write_text('{"skyshed": "x"}', "utf-8")
    (tmp_path / "results.json").write_text('{"study": {"name": "x"}}', "utf-8")
    home = tmp_path / "replay" / "raid"
    home.mkdir(parents=True)
    for name in ("entities", "states", "events"):
        (home / f"{name}.csv").write_text("wrong\n1\n", "utf-8")
    assert run(["serve", "--results", str(tmp_path), "--no-browser"]) == 2
    told = capsys.readouterr().err.strip()
    assert "tables of the run are damaged" in told
    assert "\n" not in told


def test_missing_extra_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert run(["serve"]) == 2
    assert "pip install 'skyshed[web]'" in capsys.readouterr().err
