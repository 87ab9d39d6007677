import json
from dataclasses import dataclass

import numpy as np
import pytest

from skyshed.errors import OutputError
from skyshed.store.checkpoint import content_hash, open_checkpoint

PIECE = {"leakers": np.arange(5), "kill_s": np.array([[1.5, np.nan]])}


def test_a_piece_comes_back_as_it_was(tmp_path):
    open_checkpoint(tmp_path / "kept", "abc").save("piece", PIECE)
    found = open_checkpoint(tmp_path / "kept", "abc").load("piece")
    assert list(found) == list(PIECE)
    for name, values in PIECE.items():
        np.testing.assert_array_equal(found[name], values)
        assert found[name].dtype == values.dtype


def test_the_same_piece_has_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        open_checkpoint(tmp_path / name, "abc").save("piece", PIECE)
    assert (tmp_path / "a/piece.npz").read_bytes() == (tmp_path / "b/piece.npz").read_bytes()


def test_a_piece_that_is_missing_or_damaged_is_not_there(tmp_path):
    kept = open_checkpoint(tmp_path, "abc")
    assert kept.load("piece") is None
    kept.save("piece", PIECE)
    file = tmp_path / "piece.npz"
    whole = file.read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        assert kept.load("piece") is None
    file.write_bytes(b"\0" * len(whole))
    assert kept.load("piece") is None


def test_what_a_killed_process_left_is_cleared(tmp_path):
    kept = open_checkpoint(tmp_path, "abc")
    kept.save("piece", PIECE)
    (tmp_path / ".other.partial-1").write_bytes(b"half")
    kept = open_checkpoint(tmp_path, "abc")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inputs.json", "piece.npz"]
    assert kept.load("piece") is not None


def test_other_inputs_are_refused(tmp_path):
    open_checkpoint(tmp_path, "abc")
    assert json.loads((tmp_path / "inputs.json").read_text()) == {"inputs": "abc"}
    with pytest.raises(OutputError, match="belong to other inputs"):
        open_checkpoint(tmp_path, "xyz")


def test_a_folder_of_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("do not touch")
    with pytest.raises(OutputError, match="holds other files"):
        open_checkpoint(tmp_path, "abc")


def test_a_place_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "kept").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        open_checkpoint(tmp_path / "kept", "abc")


@dataclass(frozen=True)
class Pair:
    left: object
    right: object


def test_equal_contents_have_equal_hashes_and_others_do_not():
    values = [
        None, True, 1, 1.0, "1", [1], [1.0], [[1]], {"a": 1}, {"b": 1}, np.array([1]),
        np.array([1.0]), np.array([[1]]), np.array([1], dtype=np.int32), Pair(1, 2), Pair(2, 1),
        Pair(12, None), ["1", "2"], ["12"], -0.0, 0.0, float("nan"),
    ]  # fmt: skip
    hashes = [content_hash(value) for value in values]
    assert len(set(hashes)) == len(hashes)
    assert content_hash(Pair(np.arange(3), {"x": 1, "y": 2})) == content_hash(
        Pair(np.arange(3), {"y": 2, "x": 1})
    )
    assert content_hash((1, 2)) == content_hash([1, 2])
    assert content_hash(np.arange(6)[::2]) == content_hash(np.array([0, 2, 4]))


def test_what_has_no_content_cannot_be_hashed():
    with pytest.raises(TypeError, match="cannot hash function"):
        content_hash(lambda: None)
