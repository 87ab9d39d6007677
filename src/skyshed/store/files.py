"""Write text and JSON so that the same content gives the same bytes; hash files."""

import errno
import hashlib
import json
import math
import os
from pathlib import Path
from typing import Any, Final

from skyshed.errors import OutputError

_REASONS: Final[dict[int, str]] = {
    errno.ENOSPC: "the disk is full; free some space or write elsewhere",
    errno.EDQUOT: "the disk quota is used up; free some space or write elsewhere",
    errno.EFBIG: "the file would be larger than the system allows; write elsewhere or raise ulimit",
    errno.EROFS: "the file system is read-only; write elsewhere",
    errno.EACCES: "permission is denied; write elsewhere or change the permissions",
    errno.EPERM: "permission is denied; write elsewhere or change the permissions",
    errno.ENOENT: "its folder does not exist; create it first",
    errno.ENOTDIR: "a part of its path is a file; write elsewhere",
    errno.EISDIR: "it is a folder; give the name of a file",
    errno.ENAMETOOLONG: "its name is too long; shorten it",
}


def output_error(path: Path, cause: OSError) -> OutputError:
    """Turn an operating system's error into one sentence."""
    number = cause.errno or 0
    reason = _REASONS.get(number, f"{cause.strerror or cause}; write elsewhere")
    return OutputError(f"cannot write {path}: {reason}")


def write_text(path: str | Path, text: str) -> None:
    """Write text as UTF-8 with ``\\n`` line ends; the file is whole or as it was before.

    Parameters
    ----------
    path : str or Path
        The file; an existing one is replaced.
    text : str
        Its content.

    Raises
    ------
    OutputError
        If it cannot be written: no permission, no such folder, no space ...
    """
    path = Path(path)
    content = text.encode("utf-8")
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        if path.exists() and not path.is_file():  # a device or pipe is written, never replaced
            path.write_bytes(content)
            return
        try:
            partial.write_bytes(content)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise output_error(path, cause) from cause


def write_json(path: str | Path, obj: object) -> None:
    """Write JSON with sorted keys, one space of indent and the shortest exact numbers.

    Parameters
    ----------
    path : str or Path
        The file; an existing one is replaced.
    obj : object
        Mappings with text keys, lists, tuples, text, numbers, None, paths, and NumPy scalars and
        arrays. A number that is not finite becomes ``null``, as JSON has none.

    Raises
    ------
    OutputError
        If it cannot be written.
    TypeError
        If `obj` holds anything else.
    """
    text = json.dumps(_plain(obj), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")


def sha256_file(path: str | Path) -> str:
    """SHA-256 of a file's content as hexadecimal text."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(obj: Any) -> Any:
    if isinstance(obj, dict):
        if wrong := [key for key in obj if not isinstance(key, str)]:
            raise TypeError(f"JSON keys must be text, got {wrong[0]!r}")
        return {key: _plain(value) for key, value in obj.items()}
    if isinstance(obj, list | tuple):
        return [_plain(value) for value in obj]
    if isinstance(obj, float):
        return float(obj) if math.isfinite(obj) else None
    if obj is None or isinstance(obj, str | int):
        return obj
    if isinstance(obj, Path):
        return obj.as_posix()
    if hasattr(obj, "tolist"):  # NumPy scalars and arrays, without importing NumPy
        return _plain(obj.tolist())
    raise TypeError(f"cannot write {type(obj).__name__} as JSON")
