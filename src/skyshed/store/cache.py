"""Computed arrays kept between runs, found again by a hash of what they were computed from.

A cache may be lost at any time: an entry that cannot be read is computed again, and a folder that
cannot be written is done without.
"""

import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER_VARIABLE: Final = "SKYSHED_CACHE"
LARGEST_BYTES: Final = 2_000_000_000
_ENDING = ".arrays"  # SHA-256 of the rest, then a NumPy archive
_DIGEST_BYTES = 32


def cache_folder() -> Path:
    """Where results are kept: ``SKYSHED_CACHE``, else ``skyshed`` in the user's cache folder."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # the XDG specification says to ignore relative paths
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "skyshed"


def content_key(parts: Iterable[Any]) -> str:
    """SHA-256 of numbers, texts, bytes, arrays and lists of them, each with type and length.

    Parameters
    ----------
    parts : iterable
        What a result depends on, in an order that does not change. Frozen dataclasses, mappings
        and other objects are refused: say which of their values matter.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    TypeError
        If a part is of another kind.
    """
    digest = hashlib.sha256()
    for part in parts:
        _feed(digest, part)
    return digest.hexdigest()


def cached_arrays(
    kind: str, key_parts: Iterable[Any], make: Callable[[], Mapping[str, "NDArray[Any]"]]
) -> dict[str, "NDArray[Any]"]:
    """Arrays from the cache, or computed and kept.

    Parameters
    ----------
    kind : str
        What they are, a plain word: the name of the folder inside the cache.
    key_parts : iterable
        All that they depend on, see `content_key`; put a version among it.
    make : callable
        Computes them: arrays of numbers or text by name.

    Returns
    -------
    dict of str to ndarray
        The same values whether they were kept or computed. Whatever goes wrong with the cache,
        `make` answers.
    """
    path = cache_folder() / kind / f"{content_key(key_parts)}{_ENDING}"
    kept = _read(path)
    if kept is not None:
        return kept
    made = dict(make())
    with contextlib.suppress(OSError):
        _write(path, made)
        _make_room(path.parent.parent, path)
    return made


def _feed(digest: Any, part: Any) -> None:
    import numpy as np

    if isinstance(part, np.ndarray):
        content = f"{part.dtype.str}{part.shape}".encode() + np.ascontiguousarray(part).tobytes()
    elif part is None or isinstance(part, str | bool | int | float | np.generic):
        content = repr(part.item() if isinstance(part, np.generic) else part).encode()
    elif isinstance(part, bytes):
        content = part
    elif isinstance(part, list | tuple):
        digest.update(f"[{len(part)}:".encode())
        for item in part:
            _feed(digest, item)
        return
    else:
        raise TypeError(f"cannot make a key of {type(part).__name__}; give its values")
    digest.update(f"{type(part).__name__}{len(content)}:".encode() + content)


def _read(path: Path) -> "dict[str, NDArray[Any]] | None":
    """Every array of a file, or None where it is absent or damaged."""
    import numpy as np

    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, archive = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    if hashlib.sha256(archive).digest() != digest:
        return None
    with np.load(io.BytesIO(archive), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    with contextlib.suppress(OSError):
        os.utime(path)  # the least lately used go first
    return arrays


def _write(path: Path, arrays: "Mapping[str, np.ndarray[Any, Any]]") -> None:
    import numpy as np

    archive = io.BytesIO()
    np.savez(archive, allow_pickle=False, **arrays)
    content = archive.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.stem}.partial-{os.getpid()}")
    try:
        partial.write_bytes(hashlib.sha256(content).digest() + content)
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _make_room(folder: Path, newest: Path) -> None:
    """Remove the files that were not used for longest while the cache is too large."""
    found = [(file.stat(), file) for file in folder.glob(f"*/*{_ENDING}") if file != newest]
    total = newest.stat().st_size + sum(status.st_size for status, _ in found)
    for status, file in sorted(found, key=lambda pair: (pair[0].st_mtime, str(pair[1]))):
        if total <= LARGEST_BYTES:
            return
        file.unlink(missing_ok=True)
        total -= status.st_size
