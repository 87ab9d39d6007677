"""The cache may be lost, damaged or forbidden at any time; the answer stays the same."""

import os
from pathlib import Path

import numpy as np
import pytest

from skyshed.store import cache
from skyshed.store.cache import cache_folder, cached_arrays, content_key


class Maker:
    """Counts how often it has to work."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> dict[str, np.ndarray]:
        self.calls += 1
        return {"a": np.linspace(0.0, 1.0, 50), "words": np.array(["x", "longer"])}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def same(first: dict[str, np.ndarray], second: dict[str, np.ndarray]) -> bool:
    return first.keys() == second.keys() and all(np.array_equal(first[k], second[k]) for k in first)


def test_the_second_time_nothing_is_computed(folder):
    make = Maker()
    first = cached_arrays("kind", ["v1", 2.0], make)
    second = cached_arrays("kind", ["v1", 2.0], make)
    assert make.calls == 1
    assert same(first, second)
    assert [path.suffix for path in entries(folder)] == [".arrays"]  # no partial file is left


def test_another_key_or_kind_is_another_entry(folder):
    make = Maker()
    cached_arrays("kind", ["v1"], make)
    cached_arrays("kind", ["v2"], make)
    cached_arrays("other", ["v1"], make)
    assert make.calls == 3
    assert len(entries(folder)) == 3


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_truncated_entry_is_computed_again(folder, share):
    make = Maker()
    first = cached_arrays("kind", ["v1"], make)
    (entry,) = entries(folder)
    content = entry.read_bytes()
    entry.write_bytes(content[: int(share * len(content))])
    assert same(cached_arrays("kind", ["v1"], make), first)
    assert make.calls == 2
    cached_arrays("kind", ["v1"], make)
    assert make.calls == 2  # and it was mended


def test_a_flipped_byte_is_noticed_wherever_it_counts(folder):
    make = Maker()
    first = cached_arrays("kind", ["v1"], make)
    (entry,) = entries(folder)
    content = entry.read_bytes()
    for place in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        entry.write_bytes(damaged)
        assert same(cached_arrays("kind", ["v1"], make), first), place


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SKYSHED_CACHE", str(blocked))
    make = Maker()
    first = cached_arrays("kind", ["v1"], make)
    assert same(cached_arrays("kind", ["v1"], make), first)
    assert make.calls == 2


def test_what_was_not_used_for_longest_goes_first(folder, monkeypatch):
    make = Maker()
    for version in ("v1", "v2", "v3"):
        cached_arrays("kind", [version], make)
        newest = max(entries(folder), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (int(version[1]), int(version[1])))
    cached_arrays("kind", ["v1"], make)  # read: now the last used
    size = entries(folder)[0].stat().st_size
    monkeypatch.setattr(cache, "LARGEST_BYTES", 3 * size)
    cached_arrays("kind", ["v4"], make)
    assert make.calls == 4
    cached_arrays("kind", ["v1"], make)
    assert make.calls == 4
    cached_arrays("kind", ["v2"], make)
    assert make.calls == 5


def test_the_folder_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.delenv("SKYSHED_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "skyshed"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "skyshed"
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"


def test_keys_tell_apart_what_looks_alike():
    array = np.arange(4.0)
    parts = [
        ["ab", "c"], ["a", "bc"], [1], [1.0], ["1"], [True], [None], [[1, 2]], [1, 2], [b"1"],
        [array], [array.reshape(2, 2)], [array.astype(np.float32)],
    ]  # fmt: skip
    assert len({content_key(part) for part in parts}) == len(parts)
    assert content_key([np.float64(2.0)]) != content_key([2])
    with pytest.raises(TypeError, match="give its values"):
        content_key([{"a": 1}])
