"""Results appear whole or not at all, whatever ends the program."""

import hashlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from skyshed.errors import OutputError
from skyshed.store import is_result_folder, result_folder, sha256_file, write_json, write_text

BEYOND_ANY_PID = 4_194_305  # Linux numbers processes up to 2 ** 22


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make_result(path: Path, text: str = "old") -> None:
    with result_folder(path) as folder:
        write_json(folder / "manifest.json", {"skyshed": "1"})
        write_text(folder / "a.txt", text)


def test_a_result_appears_when_it_is_whole(tmp_path):
    with result_folder(tmp_path / "out") as folder:
        assert folder.parent == tmp_path
        assert folder.name == f".out.partial-{os.getpid()}"
        write_text(folder / "a.txt", "a")
        assert not (tmp_path / "out").exists()
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == ["a.txt"]


def test_an_empty_folder_is_taken_and_missing_parents_are_made(tmp_path):
    (tmp_path / "empty").mkdir()
    make_result(tmp_path / "empty")
    make_result(tmp_path / "a" / "b" / "c")
    assert is_result_folder(tmp_path / "empty")
    assert is_result_folder(tmp_path / "a" / "b" / "c")
    assert names(tmp_path) == ["a", "empty"]


@pytest.mark.parametrize("ending", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_when_the_block_fails(tmp_path, ending):
    def fail() -> None:
        with result_folder(tmp_path / "a" / "out") as folder:
            write_text(folder / "a.txt", "a")
            raise ending

    with pytest.raises(ending):
        fail()
    assert names(tmp_path) == []


def test_other_files_are_never_replaced(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "letter.txt").write_text("dear")
    (tmp_path / "notes" / "manifest.json").write_text("{}")
    for replace in (False, True):
        with (
            pytest.raises(OutputError, match="it holds other files; name a new folder"),
            result_folder(tmp_path / "notes", replace=replace),
        ):
            pytest.fail("must refuse before the block")
    assert names(tmp_path / "notes") == ["letter.txt", "manifest.json"]
    assert names(tmp_path) == ["notes"]


def test_results_are_replaced_only_on_request(tmp_path):
    out = tmp_path / "out"
    make_result(out)
    with pytest.raises(OutputError, match="already holds results"), result_folder(out):
        pytest.fail("must refuse before the block")
    with result_folder(out, replace=True) as folder:
        write_text(folder / "b.txt", "new")
        assert (out / "a.txt").read_text() == "old"
    assert names(out) == ["b.txt"]
    assert names(tmp_path) == ["out"]


def test_old_results_stay_when_the_new_ones_fail(tmp_path):
    make_result(tmp_path / "out")
    with pytest.raises(ValueError), result_folder(tmp_path / "out", replace=True):
        raise ValueError
    assert (tmp_path / "out" / "a.txt").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_files_that_appear_meanwhile_are_kept(tmp_path):
    out = tmp_path / "out"

    def write_while_another_does() -> None:
        with result_folder(out):
            out.mkdir()
            (out / "a.txt").write_text("other")

    with pytest.raises(OutputError, match="holds other files"):
        write_while_another_does()
    assert (out / "a.txt").read_text() == "other"
    assert names(tmp_path) == ["out"]


def test_leftovers_of_dead_processes_are_cleared_and_old_results_put_back(tmp_path):
    for name in ("out.partial", "out.replaced", "other.partial"):
        make_result(tmp_path / f".{name}-{BEYOND_ANY_PID}")
    running = tmp_path / f".out.partial-{os.getppid()}"
    running.mkdir()
    with pytest.raises(OutputError, match="already holds results"), result_folder(tmp_path / "out"):
        pytest.fail("the result that was being replaced is back")
    assert names(tmp_path) == sorted([f".other.partial-{BEYOND_ANY_PID}", running.name, "out"])


def test_a_symbolic_link_to_an_empty_folder_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    make_result(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert is_result_folder(tmp_path / "real")


def test_a_file_in_the_way(tmp_path):
    (tmp_path / "file").write_text("")
    for path, reason in [("file", "it is a file"), ("file/out", "a part of its path is a file")]:
        with pytest.raises(OutputError, match=reason), result_folder(tmp_path / path):
            pytest.fail("must refuse before the block")


def test_the_folder_one_stands_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in (".", "..", "/"):
        with pytest.raises(OutputError, match="you are inside it"), result_folder(path):
            pytest.fail("must refuse before the block")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_parent_that_is_not_writable(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="permission is denied"), result_folder(tmp_path / "out"):
        pytest.fail("must refuse before the block")


def test_a_file_system_that_is_not_writable():
    with (
        pytest.raises(OutputError, match=r"cannot write /proc/skyshed/out: .*; "),
        result_folder("/proc/skyshed/out"),
    ):
        pytest.fail("must refuse before the block")


def test_other_threads_may_write_results(tmp_path):
    thread = threading.Thread(target=make_result, args=(tmp_path / "out",))
    thread.start()
    thread.join()
    assert is_result_folder(tmp_path / "out")


WAITER = """
import sys
from skyshed.store import result_folder, write_text
with result_folder(sys.argv[1]) as folder:
    write_text(folder / "a.txt", "a")
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, -signal.SIGINT)],
)
def test_signals_leave_nothing_behind(tmp_path, number, code):
    with subprocess.Popen(
        [sys.executable, "-c", WAITER, str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        assert len(names(tmp_path)) == 1
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == code
    assert names(tmp_path) == []
    assert (b"Traceback" in errors) == (number == signal.SIGINT)  # the command line's to catch


def test_what_a_killed_process_left_goes_with_the_next(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", WAITER, str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        process.kill()
    assert len(names(tmp_path)) == 1
    make_result(tmp_path / "out")
    assert names(tmp_path) == ["out"]


def test_handlers_are_as_before(tmp_path):
    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in watched]
    make_result(tmp_path / "out")
    assert [signal.getsignal(number) for number in watched] == before


@contextmanager
def small_disk():
    """Stand in for a full disk: no file may grow beyond 4 kB, the log of this test run included."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    with (
        pytest.raises(OutputError, match="larger than the system allows"),
        small_disk(),
        result_folder(tmp_path / "out") as folder,
    ):
        write_text(folder / "a.txt", "x" * 10_000)
    with (
        pytest.raises(OutputError, match="larger than the system allows"),
        small_disk(),
        result_folder(tmp_path / "out") as folder,
    ):
        (folder / "a.txt").write_bytes(b"x" * 10_000)  # as any library would
    assert names(tmp_path) == []


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path):
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(OutputError, match=r"cannot write .*a\.txt: "), small_disk():
        write_text(tmp_path / "a.txt", "x" * 10_000)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_text_is_utf8_with_plain_line_ends(tmp_path):
    write_text(tmp_path / "a.txt", "é\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xa9\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none/a.txt", "create it first"), ("folder", "give the name of a file")],
)
def test_text_that_has_no_place(tmp_path, name, reason):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=reason):
        write_text(tmp_path / name, "a")


def test_devices_are_written_and_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read = []
    thread = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    thread.start()
    write_text(tmp_path / "pipe", "a")
    thread.join()
    assert read == [b"a"]
    assert (tmp_path / "pipe").is_fifo()


def test_json_is_canonical(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"b": [0.1, math.nan, math.inf], "a": {"é": None, "d": (1, True)}})
    assert path.read_text("utf-8") == (
        '{\n "a": {\n  "d": [\n   1,\n   true\n  ],\n  "é": null\n },\n'
        ' "b": [\n  0.1,\n  null,\n  null\n ]\n}\n'
    )
    other = tmp_path / "b.json"
    write_json(other, {"a": {"d": (1, True), "é": None}, "b": [0.1, math.nan, math.inf]})
    assert other.read_bytes() == path.read_bytes()


def test_json_takes_numpy_and_paths(tmp_path):
    values = {
        "array": np.array([[1.5, np.nan]]),
        "float": np.float64(0.1),
        "single": np.float32(0.5),
        "integer": np.int64(3),
        "bool": np.bool_(True),
        "path": Path("a/b"),
    }
    write_json(tmp_path / "a.json", values)
    assert json.loads((tmp_path / "a.json").read_text()) == {
        "array": [[1.5, None]],
        "float": 0.1,
        "single": 0.5,
        "integer": 3,
        "bool": True,
        "path": "a/b",
    }


@pytest.mark.parametrize("obj", [{1: 2}, {"a": {1, 2}}, [object()]])
def test_json_refuses_what_it_has_no_form_for(tmp_path, obj):
    with pytest.raises(TypeError):
        write_json(tmp_path / "a.json", obj)
    assert names(tmp_path) == []


def test_hash_of_a_file(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_file(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()


def test_deeply_nested_manifest_is_no_result(tmp_path):
    (tmp_path / "manifest.json").write_text("[" * 100_000, "utf-8")
    assert not is_result_folder(tmp_path)
