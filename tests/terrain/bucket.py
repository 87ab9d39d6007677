"""A local server laid out like the public bucket, with faults to order."""

import hashlib
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from skyshed.terrain.copernicus import DATASETS, LIST_NAME, Tile, tile_name
from tests.terrain.tiles import glo_tile

HERE = "127.0.0.1"
GLO_90 = DATASETS["glo-90"]


class Bucket:
    """What the server holds and what shall go wrong.

    `faults` maps a path to a list; each request takes one: a status ("503"), "cut" (half of what
    was asked for, then the end), "drop" (no answer), "whole" (ignores Range), "other range",
    "endless" (no length), "redirect URL". `requests` notes (path, Range header). `kill_after` maps
    a path to a process that is killed once a share of the body is sent.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[str]] = {}
        self.requests: list[tuple[str, str]] = []
        self.url = ""
        self.tags = True
        self.kill_after: dict[str, tuple[int, float]] = {}

    def asked(self, part: str) -> list[str]:
        """Range headers of the requests whose path holds a word."""
        return [header for path, header in self.requests if part in path]

    def add(self, tile: Tile, folder: Path, **options: object) -> str:
        """Put a small tile into the bucket; its path."""
        name = tile_name(GLO_90, tile)
        path = f"/{name}/{name}.tif"
        content = glo_tile(folder / f"{name}.tif", *tile, **options).read_bytes()
        self.files[path] = content
        self.list_tiles()
        return path

    def list_tiles(self, ending: str = "\n") -> None:
        """Write the tile list over all tiles that are there."""
        names = sorted(path.rpartition("/")[2][:-4] for path in self.files if path.endswith(".tif"))
        self.files[f"/{LIST_NAME}"] = "".join(name + ending for name in names).encode()


class _Handler(BaseHTTPRequestHandler):
    bucket: Bucket

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        bucket = self.bucket
        asked = self.headers.get("Range", "")
        bucket.requests.append((self.path, asked))
        waiting = bucket.faults.get(self.path, [])
        fault = waiting.pop(0) if waiting else ""
        content = bucket.files.get(self.path)
        if fault == "drop":
            self.close_connection = True
            return
        if fault.startswith("redirect "):
            self.send_response(302)
            self.send_header("Location", fault.split()[1])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if fault.isdigit() or content is None:
            self.send_error(int(fault or 404))
            return
        self._send(content, asked, fault)

    def _send(self, content: bytes, asked: str, fault: str) -> None:
        tag = f'"{hashlib.md5(content).hexdigest()}"'
        first, status = 0, 200
        found = re.fullmatch(r"bytes=(\d+)-", asked)
        if found and fault != "whole" and self.headers.get("If-Range") in (None, tag):
            first, status = int(found[1]), 206
        if status == 206 and first >= len(content):
            self.send_error(416)
            return
        body = content[first:]
        self.send_response(status)
        if self.bucket.tags:
            self.send_header("ETag", tag)
        if fault != "endless":
            self.send_header("Content-Length", str(len(body)))
        if status == 206:
            shown = first + (1 if fault == "other range" else 0)
            self.send_header("Content-Range", f"bytes {shown}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        process, share = self.bucket.kill_after.pop(self.path, (0, 1.0))
        if process:
            # Else the system would take the whole body before the process has read any of it.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 14)
            self.wfile.write(body[: int(share * len(body))])
            os.kill(process, signal.SIGKILL)
            self.close_connection = True
            return
        self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)


@contextmanager
def serving(bucket: Bucket) -> Iterator[Bucket]:
    """Serve a bucket on this machine."""
    handler = type("Handler", (_Handler,), {"bucket": bucket})
    server = ThreadingHTTPServer((HERE, 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    bucket.url = f"http://{HERE}:{server.server_address[1]}"
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
