"""Work for the pools under test; functions of a module, so that they reach other processes."""

import os
import time

import numpy as np

from skyshed.errors import NotComputableError


def wait_and_tell(base: np.ndarray, scale: float, item: int) -> tuple[int, int, bytes]:
    """The item, the process that worked on it, and something computed."""
    time.sleep(0.05)
    return item, os.getpid(), (scale * np.sin(base + item)).tobytes()


def number(item: int) -> int:
    """The item."""
    return item


def weigh(item: bytes) -> int:
    """Length of the item."""
    return len(item)


def refuse(item: int) -> int:
    """Fails on the fourth."""
    if item == 3:
        raise NotComputableError("the fourth cannot be")
    return item


def labels(study: object, key: str) -> str:
    """Something that a study knows."""
    return study.radar(key).label  # type: ignore[attr-defined]


def pause(seconds: float) -> float:
    """Work of a known length."""
    time.sleep(seconds)
    return seconds
