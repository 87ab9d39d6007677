"""Commands killed at any instant: the result is the older one or the new one, whole, or absent.

`SKYSHED_KILLS` sets how many are killed (3 by default).
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.raid_study import digest, write_study

KILLS = int(os.environ.get("SKYSHED_KILLS", "3"))
ASKED = (sys.executable, "-m", "skyshed", "raid", "small.yaml", "--quiet", "--no-what-if")
ASKED = (*ASKED, "--draws", "3", "--runs", "40", "--out", "result", "--replace", "--seed")


def begun(folder: Path, seed: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*ASKED, str(seed)],
        cwd=folder,
        env={**os.environ, "SKYSHED_CACHE": str(folder / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def ended(folder: Path, seed: int) -> str:
    """Digest of the result of a command that nobody disturbs."""
    with begun(folder, seed) as process:
        said = process.communicate()[1]
    assert (process.returncode, said) == (0, b"")
    return digest(folder / "result")


def whole(result: Path) -> bool:
    """Whether every file that the manifest lists is there, byte for byte."""
    files = json.loads((result / "manifest.json").read_text("utf-8"))["outputs"]
    return bool(files) and all(
        hashlib.sha256((result / name).read_bytes()).hexdigest() == said
        for name, said in files.items()
    )


def check_cache(cache: Path) -> None:
    """Every entry carries its own hash in front; a half one would not hold it."""
    for entry in cache.rglob("*.arrays"):
        content = entry.read_bytes()
        assert content[:32] == hashlib.sha256(content[32:]).digest()


def test_kills_at_random_instants(tmp_path):
    write_study(tmp_path)
    wanted, took_s = {}, 0.0
    for seed in (1, 2):
        start = time.monotonic()
        wanted[seed] = ended(tmp_path, seed)
        took_s = time.monotonic() - start
    assert wanted[1] != wanted[2]
    chance, killed = random.Random(0), 0
    for number in range(KILLS):
        if number % 3 == 2:  # also with an empty cache
            for entry in (tmp_path / "cache").rglob("*.arrays"):
                entry.unlink()
        with begun(tmp_path, 1 + number % 2) as process:
            time.sleep(chance.uniform(0.2, 1.0) * took_s)
            process.kill()
        killed += process.returncode == -signal.SIGKILL
        check_cache(tmp_path / "cache")
        # Between two renames the older result is aside; the next command puts it back.
        aside = list(tmp_path.glob(".result.replaced-*"))
        result = tmp_path / "result" if (tmp_path / "result").exists() else aside[0]
        assert whole(result)
        assert digest(result) in wanted.values()
    assert killed > 0
    for seed in (1, 2):
        assert ended(tmp_path, seed) == wanted[seed]
    assert {path.name for path in tmp_path.iterdir()} == {"small.yaml", "cache", "result"}
