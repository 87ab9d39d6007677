"""What one client may take, seen at the level of ASGI messages."""

import asyncio
import json

from skyshed.web.limits import Limits


async def eats_the_body(scope, receive, send):
    message = await receive()
    body = str(len(message["body"])).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def call(limits, messages, *, headers=(), peer="10.0.0.1"):
    """Status and body of a request whose body comes as these messages; then nothing more comes."""
    sent = []

    async def play():
        waiting = list(messages)

        async def receive():
            if not waiting:
                await asyncio.Event().wait()
            return waiting.pop(0)

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/",
            "headers": list(headers),
            "client": (peer, 5),
        }
        await limits(scope, receive, send)

    asyncio.run(play())
    status = sent[0]["status"]
    return status, b"".join(m.get("body", b"") for m in sent[1:])


def piece(size, more):
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


def test_body_comes_through_whole():
    limits = Limits(eats_the_body, most_bytes=100)
    assert call(limits, [piece(40, True), piece(50, False)]) == (200, b"90")


def test_endless_body_without_a_length_is_cut():
    limits = Limits(eats_the_body, most_bytes=100)
    status, body = call(limits, [piece(60, True)] * 50)
    assert status == 413
    assert "100 bytes" in json.loads(body)["detail"]


def test_stated_length_is_looked_at_first():
    limits = Limits(eats_the_body, most_bytes=100)
    for length in (b"101", b"9" * 40, b"-5", b"1e3", b""):
        assert call(limits, [], headers=[(b"content-length", length)])[0] == 413


def test_slow_body_ends():
    limits = Limits(eats_the_body, body_s=0.01)
    status, body = call(limits, [piece(1, True)])
    assert status == 408
    assert "within" in json.loads(body)["detail"]


def test_one_address_cannot_take_all_requests():
    limits = Limits(eats_the_body, per_s=1e-6, at_once=3)
    statuses = [call(limits, [piece(1, False)])[0] for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert call(limits, [piece(1, False)], peer="10.0.0.2")[0] == 200
