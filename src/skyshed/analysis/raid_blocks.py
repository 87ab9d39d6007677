"""A folder for the finished blocks of a raid's runs, for as long as the command takes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from skyshed.store.checkpoint import open_checkpoint
from skyshed.store.signals import signals_deferred, termination_raises


@contextmanager
def kept_blocks(folder: Path, inputs: str) -> Iterator[bool]:
    """A folder that keeps finished blocks until the block of code ends well.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    inputs : str
        Hash of what the blocks depend on.

    Yields
    ------
    bool
        Whether finished blocks of an earlier, interrupted command are in it.

    Raises
    ------
    OutputError
        If it belongs to other inputs, holds something else or cannot be written.

    Notes
    -----
    When the code fails or is interrupted, by SIGTERM too, the folder stays if it holds a finished
    block and is removed if not. After SIGKILL it stays in any case.
    """
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    with termination_raises():
        open_checkpoint(folder, inputs)
        try:
            yield _has_blocks(folder)
        except BaseException:
            with signals_deferred():
                if not _has_blocks(folder):
                    _remove(folder, made)
            raise
        with signals_deferred():
            rmtree(folder, ignore_errors=True)


def _has_blocks(folder: Path) -> bool:
    return next(folder.glob("*/draw-*.npz"), None) is not None


def _remove(folder: Path, made: Sequence[Path]) -> None:
    """Remove the folder, and the parents that were made for it if nothing else is in them."""
    rmtree(folder, ignore_errors=True)
    for parent in made:
        with suppress(OSError):
            parent.rmdir()
