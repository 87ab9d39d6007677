"""A study with one small raid that runs in a moment, and what its results hold to the byte."""

import hashlib
from pathlib import Path

from tests.scenario.small_engagement import TEXT as ENGAGEMENT

TEXT = ENGAGEMENT.replace("- {target: fighter, count: 3,", "- {target: fighter, count: 4,")


def write_study(folder: Path) -> str:
    """The study in a folder; its name."""
    (folder / "small.yaml").write_text(TEXT, "utf-8")
    return "small.yaml"


def digest(result: Path) -> str:
    """Hash of `results.json`, all tables and the replay of a result folder."""
    found = hashlib.sha256()
    parts = [result / "results.json"]
    parts += sorted(path for name in ("tables", "replay") for path in (result / name).rglob("*.*"))
    for path in parts:
        found.update(f"{path.relative_to(result)}\0".encode() + path.read_bytes())
    return found.hexdigest()
