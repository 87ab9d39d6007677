"""Intercepts that nobody wants any more are dropped on the server."""

import asyncio
import threading

import pytest

from skyshed.web import desk as desk_module


@pytest.fixture
def shooting(scene):
    battery = {"entry": "s-400", "missile": "s-400/48n6e3", "radar": "r1"}
    return scene | {"battery": battery, "height": {"value_m": 8000.0, "above": "sea"}}


class Flying:
    """Stands for the flight of missiles: counts until it is stopped or let go."""

    def __init__(self):
        self.begun, self.go, self.ended = (threading.Event() for _ in range(3))
        self.counted = 0

    def __call__(self, drawn, *, workers, progress):
        try:
            for self.counted in range(1, 1001):
                progress(self.counted, 1000)
                if self.counted == 10:
                    self.begun.set()
                    assert self.go.wait(20.0)
            raise AssertionError("expected to be stopped")
        finally:
            self.ended.set()


def test_changed_scene_ends_the_work_on_the_old_one(client, shooting, monkeypatch):
    flying = Flying()
    monkeypatch.setattr(desk_module, "reach_scene", flying)

    async def play():
        def ask(seq, **change):
            body = {"client": "hunter", "seq": seq, "scene": shooting | change}
            return client._http.post("/api/engageable", json=body)

        old = asyncio.create_task(ask(1, seed=11))
        assert await asyncio.to_thread(flying.begun.wait, 60.0)
        told = await client._http.get("/api/engageable/progress", params={"client": "hunter"})
        assert told.json() == {"done": pytest.approx(0.01)}
        other = await client._http.get("/api/engageable/progress", params={"client": "nobody"})
        assert other.json() == {"done": None}
        new = asyncio.create_task(ask(2, radius_m=1.0))  # refused at once: it takes no time
        new_reply = await new
        assert new_reply.status_code == 422
        newest = asyncio.create_task(ask(3, seed=12))
        await asyncio.sleep(0.3)
        flying.go.set()
        reply = await old
        assert reply.status_code == 409
        assert flying.ended.is_set()
        assert flying.counted <= 11  # the next look at the clock ended it
        newest.cancel()

    client.run(play())
