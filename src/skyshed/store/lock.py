"""Let one process at a time work on a file; a killed one leaves nothing locked."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[bool]:
    """Wait until no other process or thread is inside this block for the same file.

    Parameters
    ----------
    path : Path
        The file to be made. The lock is a hidden empty file beside it, removed afterwards.

    Yields
    ------
    bool
        False where the system or the file system knows no such locks: then nobody was waited for.

    Raises
    ------
    OSError
        If the hidden file cannot be made.

    Notes
    -----
    The system itself lets go of the lock (``flock``) when a process ends, however it ends.
    """
    try:
        import fcntl
    except ImportError:  # not a POSIX system
        yield False
        return
    lock = path.with_name(f".{path.name}.lock")
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            os.close(handle)
            yield False
            return
        except BaseException:
            os.close(handle)
            raise
        if _is_still(lock, handle):
            break
        os.close(handle)  # the one before us has removed it meanwhile
    try:
        yield True
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
        os.close(handle)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a hidden name beside a file to write to; it gets its name when the block ends well.

    Parameters
    ----------
    path : Path
        The file to be made; an existing one is replaced.

    Yields
    ------
    Path
        The hidden name. What a killed process left there is written over by the next one.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with exclusive(path) as alone:
        partial = path.with_name(f".{path.name}.new{'' if alone else f'-{os.getpid()}'}")
        try:
            yield partial
            partial.replace(path)
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)


def _is_still(lock: Path, handle: int) -> bool:
    """Whether the file of that name is the one that was opened."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(handle))
    except OSError:
        return False
