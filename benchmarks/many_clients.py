"""How often the cover follows when many drag at once, each in a place of their own.

    python benchmarks/many_clients.py [CLIENTS] [SECONDS] [RADIUS_KM]

Starts `skyshed serve` and asks it as the page does: each client sends the next place of its radar
as soon as the picture of the last one has come. Prints the updates a second of each client, the
longest wait, how quickly the server says that it is well meanwhile, and its memory. The clients
run on the same processors. Needs the extras web and dev.
"""

import asyncio
import json
import math
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx
from tests.web_browser.browsing import server

WIDTH, HEIGHT = 900, 740


def view_round(latitude_deg: float, longitude_deg: float, radius_m: float) -> dict[str, float]:
    """A screen that shows the whole map of a radar."""
    up = 1.05 * radius_m / 111e3
    wide = up / math.cos(math.radians(latitude_deg)) * WIDTH / HEIGHT
    return {
        "west_deg": longitude_deg - wide, "east_deg": longitude_deg + wide,
        "south_deg": latitude_deg - up, "north_deg": latitude_deg + up,
        "width": WIDTH, "height": HEIGHT,
    }  # fmt: skip


async def drag(
    client: httpx.AsyncClient, number: int, scene: dict, seconds: float
) -> tuple[list[float], list[float]]:
    """Seconds from question to picture, and of the server's work, one after the other."""
    radar = scene["radars"][0]
    home = radar["latitude_deg"] - 1.0 + 0.5 * (number % 5), radar["longitude_deg"] + number // 5
    waits, works, sequence = [], [], 0
    begin = time.perf_counter()
    while (now := time.perf_counter() - begin) < seconds:
        turn = 2.0 * math.pi * now / 4.0
        place = home[0] + 0.3 * math.sin(turn), home[1] + 0.3 * math.cos(turn)
        here = {**radar, "latitude_deg": place[0], "longitude_deg": place[1]}
        sequence += 1
        asked = {
            "client": f"many-{number}", "seq": sequence, "radar": radar["id"],
            "scene": {**scene, "radars": [here]}, "view": view_round(*home, scene["radius_m"]),
        }  # fmt: skip
        sent = time.perf_counter()
        reply = await client.post("/api/live", json=asked)
        if reply.status_code == 503:
            await asyncio.sleep(float(reply.headers.get("retry-after", 1)))
            continue
        reply.raise_for_status()
        waits.append(time.perf_counter() - sent)
        works.append(1e-3 * json.loads(reply.headers["x-skyshed"])["compute_ms"])
    return waits, works


async def well(client: httpx.AsyncClient, seconds: float) -> list[float]:
    """How long the server takes to say that it is well, five times a second."""
    found, begin = [], time.perf_counter()
    while time.perf_counter() - begin < seconds:
        sent = time.perf_counter()
        (await client.get("/healthz")).raise_for_status()
        found.append(time.perf_counter() - sent)
        await asyncio.sleep(0.2)
    return found


def memory_mb(address: str) -> float:
    """Resident memory of the process that listens at an address."""
    import psutil

    port = int(address.rsplit(":", 1)[1])
    for process in psutil.process_iter():
        if str(port) in process.cmdline() and "serve" in process.cmdline():
            return float(process.memory_info().rss) / 1e6
    return math.nan


async def measure(address: str, clients: int, seconds: float, radius_m: float) -> None:
    """Drag and print."""
    async with httpx.AsyncClient(base_url=address, timeout=120.0) as client:
        scene = (await client.get("/api/start")).json()["study"]["scene"]
        scene = {**scene, "radius_m": radius_m, "radars": scene["radars"][:1]}
        await asyncio.gather(*(drag(client, n, scene, 4.0) for n in range(clients)))
        before = memory_mb(address)
        *dragged, pulse = await asyncio.gather(
            *(drag(client, n, scene, seconds) for n in range(clients)), well(client, seconds)
        )
    rates = sorted(len(waits) / seconds for waits, _ in dragged)
    works = sorted(work for _, found in dragged for work in found)
    print(f"{clients} clients, maps of {radius_m / 1e3:g} km, {seconds:g} s")
    print(f"  updates a second: {rates[0]:.2f} to {rates[-1]:.2f} each, {sum(rates):.1f} in all")
    print(f"  longest wait for a picture: {max(max(waits) for waits, _ in dragged):.2f} s")
    print(f"  the server's work on one: median {1e3 * works[len(works) // 2]:.0f} ms")
    print(f"  /healthz meanwhile: longest {1e3 * max(pulse):.0f} ms")
    print(f"  memory of the server: {before:.0f} MB before, {memory_mb(address):.0f} MB after")


def main() -> None:
    """Measure as the command line asks."""
    given = [float(word) for word in sys.argv[1:]]
    clients, seconds, radius_km = [*given, *(10.0, 10.0, 250.0)[len(given) :]]
    with server() as address:
        asyncio.run(measure(address, int(clients), seconds, 1e3 * radius_km))


if __name__ == "__main__":
    main()
