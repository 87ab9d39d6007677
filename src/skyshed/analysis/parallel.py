"""Independent pieces of work on threads; the compiled kernels release the interpreter lock."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


def in_order(
    work: Callable[[Item], Found], items: Iterable[Item], *, workers: int
) -> Iterator[Found]:
    """Results of `work` for every item, in the order of the items.

    Parameters
    ----------
    work : callable
        Must not change what the others read.
    items : iterable
        What to work on.
    workers : int
        Threads. The results do not depend on it.

    Yields
    ------
    Found
        As they become ready, in order. The first item runs alone, so that kernels compile once.
    """
    todo = list(items)
    if workers <= 1 or len(todo) <= 1:
        yield from map(work, todo)
        return
    yield work(todo[0])
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, todo[1:])
