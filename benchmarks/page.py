"""How often the cover follows a dragged radar, end to end in a real browser.

    python benchmarks/page.py [SECONDS] [WIDTHxHEIGHT]

Two maps: 250 km in cells of 250 m, and the one that the page opens with.

Starts `skyshed serve` and Chromium (drawn by the processor, on the same processors as the server),
drags the radar in a circle and reads what the page noted: from the question sent to the picture
drawn. Needs the extras web and dev, Chromium, and the built page.
"""

import base64
import json
import math
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.web_browser.browsing import ARGUMENTS, chromium, server, what_is_missing


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def drag(page, seconds: float) -> tuple[list[dict[str, float]], float]:
    """Drag the radar in a circle of 90 pixels; the beats, and how long it took. [s]"""
    box = page.locator("#markers .marker.selected").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    before = page.evaluate("skyshed.live.beats.length")
    begin = time.perf_counter()
    while (now := time.perf_counter() - begin) < seconds:
        turn = 2.0 * math.pi * now / 4.0  # one round in four seconds
        page.mouse.move(x + 90.0 * math.sin(turn), y + 90.0 * (1.0 - math.cos(turn)))
        time.sleep(0.012)
    took = time.perf_counter() - begin
    beats = page.evaluate(f"skyshed.live.beats.slice({before})")
    page.mouse.up()
    return beats, took


def main() -> int:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    size = sys.argv[2] if len(sys.argv) > 2 else "1280x800"
    width, height = (int(part) for part in size.split("x"))
    if missing := what_is_missing():
        print(f"not measured: {missing}")
        return 2
    from playwright.sync_api import sync_playwright

    with server() as address, sync_playwright() as play:
        for name, link in (("250 km", link_of(address, 250e3)), ("as it opens", "")):
            browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address + link)
            page.wait_for_selector("#answer[aria-busy=false]", timeout=180_000)
            page.wait_for_timeout(2000)
            drag(page, 2.0)  # compiles and fills caches
            page.wait_for_timeout(1500)
            tell(f"{name}, {size}", *drag(page, seconds))
            browser.close()
    return 0


def link_of(address: str, radius_m: float) -> str:
    """The part of a link that opens the page's own scene with another radius."""
    with urllib.request.urlopen(f"{address}/api/start") as reply:
        scene = json.load(reply)["study"]["scene"]
    text = json.dumps({"v": 1, "scene": {**scene, "radius_m": radius_m}})
    return "/#" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def tell(name: str, beats: list[dict[str, float]], took: float) -> None:
    """Print what a drag gave."""
    latency = [beat["drawn_ms"] - beat["sent_ms"] for beat in beats]
    compute = [beat["compute_ms"] for beat in beats]
    print(f"{name} for {took:.1f} s: {len(beats) / took:.1f} updates/s")
    print(
        f"  question to picture: median {percentile(latency, 0.5):.0f} ms, p95 "
        f"{percentile(latency, 0.95):.0f} ms"
    )
    print(f"  of it the server's computation: median {percentile(compute, 0.5):.0f} ms")
    print(f"  pixels of a picture: median {percentile([b['pixels'] for b in beats], 0.5):.0f}")


if __name__ == "__main__":
    sys.exit(main())
