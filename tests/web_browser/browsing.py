"""A server on a free port and Debian's Chromium, for the tests of the page and its benchmark."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "skyshed" / "web" / "static"
LOOPBACK = "127.0.0.1"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Drawn by the processor, so that it runs on any machine; nothing in the background asks the net.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
_PATIENCE_S = 120.0


def what_is_missing() -> str:
    """Why the page cannot be looked at here, in words; "" if it can."""
    for module, extra in (("fastapi", "web"), ("uvicorn", "web"), ("playwright", "dev")):
        if importlib.util.find_spec(module) is None:
            return f"needs the Python package {module} (pip install 'skyshed[{extra}]')"
    if chromium() is None:
        return "needs Chromium (apt-get install chromium)"
    if not (STATIC / "page.js").is_file():
        return "needs the built page (python tools/build_web.py --tests)"
    return ""


def chromium() -> str | None:
    """Path of the browser, or None."""
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("SKYSHED_CHROMIUM") or next((path for path in found if path), None)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(*more: str, log: Path | None = None) -> Iterator[str]:
    """Run `skyshed serve` until the block ends; its address."""
    port = free_port()
    command = [sys.executable, "-m", "skyshed", "serve", "--no-browser", "--port", str(port), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    where = subprocess.DEVNULL if log is None else log.open("wb")
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=where, stderr=subprocess.STDOUT
    )
    address = f"http://{LOOPBACK}:{port}"
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if where is not subprocess.DEVNULL:
            where.close()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path | None) -> None:
    """Return once the server answers."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            said = log.read_text("utf-8", "replace") if log else "(no log)"
            raise RuntimeError(f"skyshed serve ended with code {process.returncode}: {said}")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5.0).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"skyshed serve did not answer within {_PATIENCE_S:.0f} s")
