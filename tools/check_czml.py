"""Open a CZML file in CesiumJS in a headless Chromium, count its entities, take a picture.

    npm install cesium --prefix SCRATCH
    python tools/check_czml.py REPLAY.czml --cesium SCRATCH/node_modules/cesium --out PICTURE.png

Serves both from this machine; the page asks nothing of the network. Exits with 1 unless CesiumJS
loads the file without an error, holds one entity per packet, and moves what should move.
"""

import argparse
import base64
import functools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!doctype html><meta charset="utf-8"><title>replay</title>
<script>window.CESIUM_BASE_URL = "cesium/";</script>
<script src="cesium/Cesium.js"></script>
<link rel="stylesheet" href="cesium/Widgets/widgets.css">
<style>html,body,#map{margin:0;width:100%;height:100%;overflow:hidden}</style>
<div id="map"></div><pre id="report" style="display:none"></pre>
<script>
const report = { errors: [] };
window.onerror = (message) => report.errors.push(String(message));
window.onunhandledrejection = (event) => report.errors.push(String(event.reason));
const say = () => {
  document.getElementById("report").textContent = JSON.stringify(report);
};
(async () => {
  const viewer = new Cesium.Viewer("map", {
    baseLayer: Cesium.ImageryLayer.fromProviderAsync(
      Cesium.TileMapServiceImageryProvider.fromUrl(
        Cesium.buildModuleUrl("Assets/Textures/NaturalEarthII"))),
    baseLayerPicker: false, geocoder: false, homeButton: false, navigationHelpButton: false,
    sceneModePicker: false, fullscreenButton: false, infoBox: false, selectionIndicator: false,
    requestRenderMode: false,
  });
  viewer.scene.renderError.addEventListener((_, error) => report.errors.push(String(error)));
  const source = await Cesium.CzmlDataSource.load("replay.czml");
  await viewer.dataSources.add(source);
  const clock = viewer.clock;
  const at = Cesium.JulianDate.addSeconds(clock.startTime,
    SHARE * Cesium.JulianDate.secondsDifference(clock.stopTime, clock.startTime),
    new Cesium.JulianDate());
  clock.currentTime = at;
  clock.shouldAnimate = false;
  const all = source.entities.values;
  report.name = source.name;
  report.entities = all.length;
  report.moving = all.filter((one) => one.position && !one.position.isConstant).length;
  report.visible = all.filter((one) => one.isAvailable(at)).length;
  const low = all.flatMap((one) => {
    const place = one.position && one.position.getValue(at);
    return place ? [Cesium.Cartographic.fromCartesian(place).height] : [];
  });
  report.lowest_m = Math.min(...low);
  report.highest_m = Math.max(...low);
  await viewer.zoomTo(source, new Cesium.HeadingPitchRange(0, -0.8, 0));
  for (let i = 0; i < 400 && (i < 20 || !viewer.scene.globe.tilesLoaded); i++) {
    await new Promise((done) => setTimeout(done, 250));
  }
  viewer.scene.render(at);
  report.picture = viewer.scene.canvas.toDataURL("image/png").split(",")[1];
  say();
})().catch((error) => { report.errors.push(String(error)); say(); });
</script>
"""
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--hide-scrollbars",
    "--window-size=1200,800",
    "--virtual-time-budget=120000",
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line per request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> int:
    """Serve, open, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("czml", type=Path)
    parser.add_argument("--cesium", type=Path, required=True, help="folder of the npm package")
    parser.add_argument("--out", type=Path, help="where to write a picture")
    parser.add_argument("--share", type=float, default=0.5, help="share of the run to show")
    asked = parser.parse_args()
    packets = json.loads(asked.czml.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        shutil.copy(asked.czml, home / "replay.czml")
        (home / "cesium").symlink_to((asked.cesium / "Build" / "Cesium").resolve())
        (home / "index.html").write_text(PAGE.replace("SHARE", str(asked.share)), encoding="utf-8")
        found = _open(home, asked.out)
    print(json.dumps(found, indent=1))
    moving = sum("epoch" in packet.get("position", {}) for packet in packets)
    good = (
        not found["errors"]
        and found["name"] == packets[0]["name"]
        and found["entities"] == len(packets) - 1
        and found["moving"] == moving
    )
    print("as written" if good else f"expected {len(packets) - 1} entities, {moving} moving")
    return 0 if good else 1


def _open(home: Path, picture: Path | None) -> dict[str, object]:
    """What the page reports after it has loaded the file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(home)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}/index.html"
    try:
        page = _chromium(home, "--dump-dom", address)
    finally:
        server.shutdown()
    report = re.search(r'<pre id="report"[^>]*>(.*?)</pre>', page, re.DOTALL)
    if report is None or not report[1]:
        sys.exit("the page did not report; is WebGL there?")
    found = dict(json.loads(unescape(report[1])))
    pixels = base64.b64decode(found.pop("picture", ""))
    if picture is not None:
        picture.write_bytes(pixels)
    return found


def _chromium(home: Path, *arguments: str) -> str:
    name = shutil.which("chromium") or shutil.which("chromium-browser") or "google-chrome"
    profile = f"--user-data-dir={home / 'profile'}"
    run = subprocess.run(
        [name, *_FLAGS, profile, *arguments], capture_output=True, text=True, check=True,
        timeout=300,
    )  # fmt: skip
    return run.stdout


if __name__ == "__main__":
    sys.exit(main())
