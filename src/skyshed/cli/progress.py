"""Progress on the standard error: bars on a terminal, a line per stage elsewhere, or nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from skyshed.cli.remarks import remark

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_shown(*, quiet: bool) -> Iterator[Progress]:
    """Give a callback for (what is being done, steps done, steps in all)."""
    if quiet:
        yield lambda what, done, total: None
    elif sys.stderr is not None and sys.stderr.isatty():
        with _bars() as bars:
            yield bars
    else:
        yield _lines()


def _lines() -> Progress:
    """A line for each stage when it begins."""
    begun: set[str] = set()

    def tell(what: str, done: int, total: int) -> None:
        if what not in begun:
            begun.add(what)
            remark(f"skyshed: {what}")

    return tell


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=False) as bars:
        tasks: dict[str, object] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield tell
