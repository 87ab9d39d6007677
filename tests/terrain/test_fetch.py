"""Fetching tiles from a server of the same layout on this machine, with every fault it may have.

The public bucket cannot be reached from where these tests were written.
"""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from skyshed.errors import OutputError, SkyshedError, TerrainError
from skyshed.terrain import download as downloading
from skyshed.terrain.copernicus import tile_name
from skyshed.terrain.download import Patience, check_url
from skyshed.terrain.tile_store import (
    TileStore,
    cached_store,
    existing_tiles,
    fetch_tiles,
    write_assumed_sea,
)
from tests.terrain.bucket import GLO_90, HERE, Bucket, serving

TILE = (39, 32)
AT_ONCE = Patience(tries=3, pause_s=0.0, timeout_s=10.0)


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[Bucket]:
    made = Bucket()
    for tile in (TILE, (39, 33)):
        heights = np.random.default_rng(tile[1]).uniform(0.0, 2000.0, (120, 120))
        made.add(tile, tmp_path / "source", heights=heights)
    with serving(made):
        yield made


@pytest.fixture
def store(bucket: Bucket, tmp_path: Path) -> TileStore:
    return TileStore(tmp_path / "tiles", GLO_90, bucket.url, patience=AT_ONCE)


def path_of(tile: tuple[int, int]) -> str:
    name = tile_name(GLO_90, tile)
    return f"/{name}/{name}.tif"


def whole(store: TileStore, bucket: Bucket, *tiles: tuple[int, int]) -> None:
    """The tiles are there to the byte, and nothing else but the list."""
    for tile in tiles:
        assert store.path(tile).read_bytes() == bucket.files[path_of(tile)]
    names = {store.path(tile).name for tile in tiles} | {"tileList.txt"}
    assert {path.name for path in store.folder.iterdir()} == names


def failed(store: TileStore, *words: str, kind: type[SkyshedError] = TerrainError) -> str:
    with pytest.raises(kind) as caught:
        fetch_tiles(store, [TILE])
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message
    assert not store.path(TILE).exists()
    return message


def test_tiles_come_whole_and_once(store: TileStore, bucket: Bucket):
    told = []
    found = fetch_tiles(
        store, [TILE, (39, 33)], tell=lambda what, done, total: told.append((done, total))
    )
    assert found.tiles == (TILE, (39, 33))
    assert found.new == 2
    assert found.came_bytes == sum(len(bucket.files[path_of(t)]) for t in found.tiles)
    assert told == [(0, 2), (1, 2), (2, 2)]
    whole(store, bucket, *found.tiles)
    bucket.requests.clear()
    again = fetch_tiles(store, [TILE, (39, 33)])
    assert (again.new, again.came_bytes) == (0, 0)
    assert bucket.requests == []  # nothing is asked where all is there


def test_the_list_decides_what_exists(store: TileStore, bucket: Bucket):
    found = fetch_tiles(store, [TILE, (38, 32)])
    assert found.missing == ((38, 32),)
    assert bucket.asked("N38") == []  # never asked for
    bucket.list_tiles(ending="\r\n")
    assert existing_tiles(store, refresh=True) == {TILE, (39, 33)}


def test_a_tile_that_is_listed_but_absent_is_an_error(store: TileStore, bucket: Bucket):
    bucket.faults[path_of(TILE)] = ["404"]
    failed(store, "404", "no such file")
    assert len(bucket.asked("N39_00_E032")) == 1  # not tried again


def test_a_kept_list_is_used_until_it_is_refreshed(
    store: TileStore, bucket: Bucket, tmp_path: Path
):
    assert existing_tiles(store) == {TILE, (39, 33)}
    bucket.add((40, 32), tmp_path / "source")
    assert existing_tiles(store) == {TILE, (39, 33)}
    assert existing_tiles(store, refresh=True) == {TILE, (39, 33), (40, 32)}
    bucket.files["/tileList.txt"] = b"<html>log in</html>"
    with pytest.raises(TerrainError, match="no list of glo-90 tiles"):
        existing_tiles(store, refresh=True)
    assert (40, 32) in existing_tiles(store)


@pytest.mark.parametrize("fault", ["503", "500", "429", "drop", "cut", "endless"])
def test_a_fault_that_passes(store: TileStore, bucket: Bucket, fault: str):
    bucket.faults[path_of(TILE)] = [fault]
    bucket.faults["/tileList.txt"] = [fault]
    fetch_tiles(store, [TILE])
    whole(store, bucket, TILE)


@pytest.mark.parametrize("fault", ["503", "drop", "cut"])
def test_a_fault_that_stays(store: TileStore, bucket: Bucket, fault: str):
    bucket.faults[path_of(TILE)] = [fault] * 3
    failed(store, "3 times", "kept")
    fetch_tiles(store, [TILE])  # the next call goes on
    whole(store, bucket, TILE)


def test_a_cut_transfer_is_resumed(store: TileStore, bucket: Bucket):
    bucket.faults[path_of(TILE)] = ["cut", "cut"]
    found = fetch_tiles(store, [TILE])
    size = len(bucket.files[path_of(TILE)])
    half = size // 2
    three_quarters = half + (size - half) // 2
    assert bucket.asked("E032") == ["", f"bytes={half}-", f"bytes={three_quarters}-"]
    assert found.came_bytes == size  # no byte twice
    whole(store, bucket, TILE)


def test_a_later_call_resumes(store: TileStore, bucket: Bucket):
    bucket.faults[path_of(TILE)] = ["cut", "drop", "drop"]
    failed(store)
    bucket.requests.clear()
    fetch_tiles(store, [TILE])
    assert bucket.asked("E032") == [f"bytes={len(bucket.files[path_of(TILE)]) // 2}-"]
    whole(store, bucket, TILE)


def test_content_that_changes_meanwhile_is_begun_afresh(
    store: TileStore, bucket: Bucket, tmp_path: Path
):
    bucket.faults[path_of(TILE)] = ["cut", "drop", "drop"]
    failed(store)
    bucket.add(TILE, tmp_path / "source", heights=np.full((120, 120), 77.0))
    fetch_tiles(store, [TILE])  # shorter than what has come: the entity tag differs
    whole(store, bucket, TILE)


@pytest.mark.parametrize("fault", ["whole", "other range", "416"])
def test_a_server_that_cannot_resume(store: TileStore, bucket: Bucket, fault: str):
    bucket.faults[path_of(TILE)] = ["cut", fault]
    fetch_tiles(store, [TILE])
    whole(store, bucket, TILE)


def test_a_server_without_entity_tags_is_never_resumed(store: TileStore, bucket: Bucket):
    bucket.tags = False
    bucket.faults[path_of(TILE)] = ["cut"]
    fetch_tiles(store, [TILE])
    assert bucket.asked("E032") == ["", ""]
    whole(store, bucket, TILE)


def test_a_finished_part_that_was_not_renamed(store: TileStore, bucket: Bucket):
    # A process was killed between the last byte and the renaming.
    bucket.faults[path_of(TILE)] = ["cut", "drop", "drop"]
    failed(store)
    (part,) = store.folder.glob(".*.part")
    part.write_bytes(bucket.files[path_of(TILE)])
    fetch_tiles(store, [TILE])
    whole(store, bucket, TILE)


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"etag": 3}', '{"etag": "\\"other\\""}'])
def test_a_part_of_unknown_origin_is_thrown_away(store: TileStore, bucket: Bucket, note: str):
    store.folder.mkdir()
    part = store.folder / f".{store.path(TILE).name}.part"
    part.write_bytes(b"something else")
    part.with_name(f"{part.name}.json").write_text(note)
    fetch_tiles(store, [TILE])
    whole(store, bucket, TILE)


def test_what_is_no_tile_is_refused(store: TileStore, bucket: Bucket):
    good = bucket.files[path_of(TILE)]
    bucket.files[path_of(TILE)] = b"<html>please log in</html>"
    failed(store, "no GeoTIFF", "log-in page")
    bucket.files[path_of(TILE)] = good[: len(good) // 2]  # with a matching length
    failed(store, "cannot serve as terrain")
    bucket.files[path_of(TILE)] = b""
    failed(store, "no GeoTIFF")
    bucket.files[path_of(TILE)] = bucket.files[path_of((39, 33))]
    failed(store, "not where its name says")
    assert [path.name for path in store.folder.iterdir()] == ["tileList.txt"]


def test_a_file_without_an_end_is_refused(
    store: TileStore, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
):
    fetch_tiles(store, [])
    size = len(bucket.files[path_of(TILE)])
    monkeypatch.setattr("skyshed.terrain.tile_store.raw_bytes", lambda *_: (size - 1) // 8)
    failed(store, "is refused")
    bucket.faults[path_of(TILE)] = ["endless"]
    failed(store, "does not end")


def test_offline(tmp_path: Path):
    with serving(Bucket()) as gone:
        url = gone.url
    store = TileStore(tmp_path / "tiles", GLO_90, url, patience=AT_ONCE)
    failed(store, url, "cannot be reached", "--terrain")


def test_a_name_that_does_not_resolve(tmp_path: Path):
    # ".invalid" never resolves (RFC 2606).
    url = "https://tiles.invalid"
    store = TileStore(tmp_path / "tiles", GLO_90, url, patience=AT_ONCE)
    failed(store, url)


@pytest.mark.parametrize(
    "url",
    [
        "http://copernicus-dem-90m.example", "ftp://host", "file:///etc", "https://", "host/path",
        "https://user:pass@host", "https://host?x=1", f"http://{HERE}.example.org", "", "://",
        "http://" + "10.0.0.1", "https://[::1", "https://host:99999",
    ],
)  # fmt: skip
def test_addresses_that_are_not_allowed(url: str):
    with pytest.raises(TerrainError) as caught:
        check_url(url)
    assert "pass" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize(
    "url", ["https://host", "https://host:8443/a/b", f"http://{HERE}:80", "http://[::1]:8000"]
)
def test_addresses_that_are_allowed(url: str):
    assert check_url(url) == url


@pytest.mark.parametrize("to", ["http://example.org/x", "ftp://example.org/x"])
def test_being_led_to_an_address_that_is_not_allowed(store: TileStore, bucket: Bucket, to: str):
    bucket.faults[path_of(TILE)] = [f"redirect {to}"]
    failed(store)


def test_being_led_to_another_place(store: TileStore, bucket: Bucket):
    bucket.files["/elsewhere"] = bucket.files[path_of(TILE)]
    bucket.faults[path_of(TILE)] = [f"redirect {bucket.url}/elsewhere?signed=1"] * 3
    bucket.files["/elsewhere?signed=1"] = bucket.files[path_of(TILE)]
    fetch_tiles(store, [TILE])
    whole(store, bucket, TILE)


def test_too_much_is_refused_before_it_is_fetched(store: TileStore, bucket: Bucket):
    with pytest.raises(TerrainError, match=r"1 tiles with 0\.0 GB .* limit is 0\.005 GB"):
        fetch_tiles(store, [TILE], most_bytes=5_000_000)
    assert bucket.asked("E032") == []


def test_a_full_disk(store: TileStore, bucket: Bucket, monkeypatch: pytest.MonkeyPatch):
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    existing_tiles(store)
    monkeypatch.setattr(downloading.os, "fsync", full)
    failed(store, "the disk is full", kind=OutputError)
    assert [path.name for path in store.folder.iterdir()] == ["tileList.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_as_another_user(store: TileStore, bucket: Bucket):
    store.folder.mkdir(mode=0o555)
    failed(store, "permission is denied", kind=OutputError)


def test_a_folder_that_cannot_be_made(bucket: Bucket, tmp_path: Path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SKYSHED_CACHE", str(tmp_path / "file"))
    monkeypatch.setenv("SKYSHED_GLO_90_URL", bucket.url)
    failed(cached_store(GLO_90), "SKYSHED_CACHE", kind=OutputError)


def test_a_read_only_cache_serves_what_it_holds(
    store: TileStore, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
):
    fetch_tiles(store, [TILE])

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    for name in ("open", "mkdir", "unlink"):
        monkeypatch.setattr(downloading.os, name, refuse)
    assert fetch_tiles(store, [TILE]).tiles == (TILE,)
    with pytest.raises(OutputError, match="permission is denied"):
        fetch_tiles(store, [(39, 33)])


def test_tiles_of_the_cache_are_not_fetched_again(store: TileStore, bucket: Bucket, tmp_path: Path):
    fetch_tiles(store, [TILE])
    bucket.requests.clear()
    other = TileStore(tmp_path / "out", GLO_90, bucket.url, other=store.folder, patience=AT_ONCE)
    assert fetch_tiles(other, [TILE]).came_bytes == 0
    assert bucket.asked(".tif") == []
    whole(other, bucket, TILE)


def test_each_address_has_a_cache_of_its_own(bucket: Bucket, monkeypatch: pytest.MonkeyPatch):
    public = cached_store(GLO_90)
    monkeypatch.setenv("SKYSHED_GLO_90_URL", bucket.url + "/")
    mirror = cached_store(GLO_90)
    assert mirror.url == bucket.url
    assert public.folder != mirror.folder
    assert public.url.startswith("https://")
    with pytest.raises(TerrainError, match="https"):
        cached_store(GLO_90, "http://example.org")


def test_many_threads_ask_for_the_same_tile(store: TileStore, bucket: Bucket):
    existing_tiles(store)
    problems: list[BaseException] = []

    def fetch() -> None:
        try:
            fetch_tiles(store, [TILE])
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=fetch) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(bucket.asked("E032")) == 1  # the others waited
    whole(store, bucket, TILE)


def test_without_locks_every_process_has_a_part_of_its_own(
    store: TileStore, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
):
    import fcntl

    def none(*args: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", none)
    bucket.faults[path_of(TILE)] = ["cut"]
    fetch_tiles(store, [TILE])
    assert store.path(TILE).read_bytes() == bucket.files[path_of(TILE)]
    assert not list(store.folder.glob(".*.part*"))


def test_sea_is_assumed_only_when_asked(store: TileStore, bucket: Bucket):
    from skyshed.terrain.dataset import open_terrain
    from skyshed.terrain.sampling import sample_terrain

    found = fetch_tiles(store, [TILE, (38, 32)])
    sea = np.radians(38.5), np.radians(32.5)
    dataset = open_terrain(store.folder)
    assert np.isnan(sample_terrain(dataset, *sea).altitude_m)
    assert any("surface" in note for note in dataset.notes)
    assert write_assumed_sea(store, found.missing) == 1
    dataset = open_terrain(store.folder)
    assert sample_terrain(dataset, *sea).altitude_m == 0.0
    assert any("assumed to be sea" in note for note in dataset.notes)
