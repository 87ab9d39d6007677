"""One at a time, and nothing left behind."""

import threading
from pathlib import Path

import pytest

from skyshed.store.lock import exclusive, whole_file


def test_threads_take_turns(tmp_path: Path):
    inside, most, count = 0, 0, 0

    def work() -> None:
        nonlocal inside, most, count
        for _ in range(20):
            with exclusive(tmp_path / "thing"):
                inside += 1
                most = max(most, inside)
                count += 1
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, count) == (1, 160)
    assert list(tmp_path.iterdir()) == []


def test_an_error_inside_lets_go(tmp_path: Path):
    with pytest.raises(KeyError), exclusive(tmp_path / "thing"):
        raise KeyError
    with exclusive(tmp_path / "thing") as alone:
        assert alone
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_whole_or_stays_as_it_was(tmp_path: Path):
    path = tmp_path / "file"
    with whole_file(path) as partial:
        partial.write_text("one")
        assert not path.exists()
    assert path.read_text() == "one"
    with pytest.raises(OSError), whole_file(path) as partial:
        (partial / "below").write_text("two")  # no folder of that name
    assert path.read_text() == "one"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_does_not_exist(tmp_path: Path):
    with pytest.raises(FileNotFoundError), exclusive(tmp_path / "none" / "thing"):
        pass
