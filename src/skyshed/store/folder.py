"""A result folder appears when it is whole, or not at all."""

import contextlib
import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from skyshed.errors import OutputError
from skyshed.store.files import output_error
from skyshed.store.signals import signals_deferred, termination_raises

MANIFEST_NAME: Final = "manifest.json"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def result_folder(path: str | Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a temporary folder to write to, and rename it when the block ends well.

    The temporary folder ``.NAME.partial-PID`` stands beside the final one. On any exception, Ctrl-C
    or SIGTERM it is removed; what a killed process left is removed by the next one.

    Parameters
    ----------
    path : str or Path
        Where the results shall be: new, or an empty folder. Missing parents are created.
    replace : bool, optional
        Whether an older result folder may be there. It stays until the new one is whole.

    Yields
    ------
    Path
        The temporary folder.

    Raises
    ------
    OutputError
        If `path` holds other files, holds results and `replace` is false, cannot be written, or the
        disk fills up inside the block.
    """
    try:
        target = Path(os.path.realpath(path))
        _clear_leftovers(target)
        _refuse_unless_free(target, shown=path, replace=replace)
    except OSError as cause:
        raise output_error(Path(path), cause) from cause
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    parents = [folder for folder in target.parents if not os.path.exists(folder)]
    with termination_raises():
        try:
            try:
                partial.mkdir(parents=True)
            except OSError as cause:
                raise output_error(Path(path), cause) from cause
            yield partial
            with signals_deferred():
                _move_into_place(partial, target, shown=path, replace=replace)
        except BaseException as cause:
            with signals_deferred():
                _remove(partial, parents)
            if isinstance(cause, OSError) and cause.errno in _FULL:
                raise output_error(Path(path), cause) from cause
            raise


def is_result_folder(path: str | Path) -> bool:
    """Whether a folder holds results of skyshed: a ``manifest.json`` with the key ``skyshed``."""
    try:
        manifest = json.loads((Path(path) / MANIFEST_NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and "skyshed" in manifest


def _refuse_unless_free(target: Path, *, shown: str | Path, replace: bool) -> None:
    if not target.name or Path.cwd().is_relative_to(target):
        raise OutputError(f"cannot write to {shown}: you are inside it; name a new folder")
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError(f"cannot write to {shown}: it is a file; name a new folder")
    holds_results = is_result_folder(target)
    if not any(target.iterdir()) or (replace and holds_results):
        return
    if holds_results:
        raise OutputError(
            f"cannot write to {shown}: it already holds results; replace them or name a new folder"
        )
    raise OutputError(f"cannot write to {shown}: it holds other files; name a new folder")


def _move_into_place(partial: Path, target: Path, *, shown: str | Path, replace: bool) -> None:
    old = target.with_name(f".{target.name}.replaced-{os.getpid()}")
    try:
        _refuse_unless_free(target, shown=shown, replace=replace)  # it may have changed meanwhile
        if target.exists():
            target.rename(old)
        try:
            partial.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as cause:
        raise output_error(Path(shown), cause) from cause
    shutil.rmtree(old, ignore_errors=True)


def _remove(partial: Path, parents: list[Path]) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    for folder in parents:  # made by us, from the inside out; kept if something else is in them
        with contextlib.suppress(OSError):
            folder.rmdir()


def _clear_leftovers(target: Path) -> None:
    """Remove what killed processes left beside the target; put an old result back in its place."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(partial|replaced)-([0-9]{{1,10}})")
    with contextlib.suppress(OSError):
        for folder in target.parent.iterdir():
            found = pattern.fullmatch(folder.name)
            if found is None or _is_running(int(found[2])):
                continue
            if found[1] == "replaced" and not target.exists():
                folder.rename(target)
            else:
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    """Whether another process of this number is running; our own is a leftover of its namesake."""
    if pid == os.getpid():
        return False
    if os.name == "nt":  # os.kill would end the process there
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True
