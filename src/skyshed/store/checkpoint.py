"""Pieces of a long calculation kept on disk, so that a killed one goes on where it was."""

import dataclasses
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from skyshed.errors import OutputError
from skyshed.store.files import output_error, write_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[np.generic]]

_INPUTS_NAME: Final = "inputs.json"


@dataclass(frozen=True)
class Checkpoint:
    """A folder of finished pieces that all belong to the same inputs.

    Parameters
    ----------
    folder : Path
        Where the pieces are.
    inputs : str
        Hash of what they were computed from.
    """

    folder: Path
    inputs: str

    def load(self, name: str) -> "dict[str, NDArray[np.generic]] | None":
        """Arrays of a finished piece; None where there is none, or the file is damaged."""
        import numpy as np

        try:
            with (self.folder / f"{name}.npz").open(
                "rb"
            ) as file:  # np.load leaves damaged ones open
                pieces = np.load(file, allow_pickle=False)
                return {key: pieces[key] for key in pieces.files}
        except (OSError, ValueError, EOFError, AttributeError, KeyError, zipfile.BadZipFile):
            return None

    def save(self, name: str, arrays: "Arrays") -> None:
        """Keep a finished piece; it is whole or not there, even after a kill.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        import numpy as np

        target = self.folder / f"{name}.npz"
        partial = self.folder / f".{name}.partial-{os.getpid()}"
        try:
            try:
                with partial.open("wb") as file:
                    np.savez(file, **dict(arrays))  # type: ignore[arg-type]
                partial.replace(target)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
        except OSError as cause:
            raise output_error(target, cause) from cause


def open_checkpoint(folder: str | Path, inputs: str) -> Checkpoint:
    """A folder of pieces, new or from an earlier run with the same inputs.

    Parameters
    ----------
    folder : str or Path
        Where the pieces are to be; made if it is not there.
    inputs : str
        Hash of everything that the pieces depend on, such as `content_hash` gives.

    Returns
    -------
    Checkpoint
        Ready to load and save.

    Raises
    ------
    OutputError
        If the folder belongs to other inputs, holds something else or cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob(".*.partial-*"):
            leftover.unlink(missing_ok=True)
        found = _inputs_of(folder)
        if found is None and any(folder.iterdir()):
            raise OutputError(
                f"cannot keep checkpoints in {folder}: it holds other files; name a new folder"
            )
    except OSError as cause:
        raise output_error(folder, cause) from cause
    if found is None:
        write_json(folder / _INPUTS_NAME, {"inputs": inputs})
    elif found != inputs:
        raise OutputError(
            f"cannot go on from the checkpoints in {folder}: they belong to other inputs (study,"
            " seed, number or weighting of the draws); name a new folder or delete this one"
        )
    return Checkpoint(folder, inputs)


def _inputs_of(folder: Path) -> str | None:
    try:
        stored = json.loads((folder / _INPUTS_NAME).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    inputs = stored.get("inputs") if isinstance(stored, dict) else None
    return inputs if isinstance(inputs, str) else None


def content_hash(value: Any) -> str:
    """SHA-256 over numbers, text, arrays, dataclasses, sequences and mappings of them.

    Parameters
    ----------
    value : object
        Equal contents of equal types give equal hashes, on every platform of the same byte order.

    Returns
    -------
    str
        Hexadecimal.

    Raises
    ------
    TypeError
        If there is anything else inside.
    """
    digest = sha256()
    _feed(digest, value)
    return digest.hexdigest()


def _feed(digest: Any, value: Any) -> None:
    if value is None or isinstance(value, bool | int | float | str):
        _part(digest, type(value).__name__, repr(value).encode("utf-8"))
    elif hasattr(value, "dtype") and hasattr(value, "tobytes"):
        _part(digest, f"array {value.dtype.str} {value.shape}", value.tobytes())
    elif dataclasses.is_dataclass(value):
        fields = [field.name for field in dataclasses.fields(value)]
        _part(digest, f"fields of {type(value).__name__}", repr(fields).encode("utf-8"))
        for name in fields:
            _feed(digest, getattr(value, name))
    elif isinstance(value, list | tuple):
        _part(digest, "sequence", str(len(value)).encode("utf-8"))
        for item in value:
            _feed(digest, item)
    elif isinstance(value, Mapping):
        _part(digest, "mapping", str(len(value)).encode("utf-8"))
        for key in sorted(value):
            _feed(digest, key)
            _feed(digest, value[key])
    else:
        raise TypeError(f"cannot hash {type(value).__name__}")


def _part(digest: Any, kind: str, content: bytes) -> None:
    """One part with its kind and length, so that no two values share a text."""
    digest.update(f"{kind}:{len(content)}:".encode())
    digest.update(content)
