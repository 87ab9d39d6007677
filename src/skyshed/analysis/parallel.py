"""Independent pieces of work: on threads of this process, or on whatever a pool offers."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


class Pool(Protocol):
    """Something that does independent pieces of work and gives the results in order.

    `Threads` works in this process, `skyshed.analysis.cluster.Cluster` on other machines.
    """

    @property
    def workers(self) -> int:
        """How many pieces are worked on at once; results do not depend on it."""

    def in_order(
        self, work: Callable[..., Found], items: Iterable[Any], *, shared: tuple[Any, ...] = ()
    ) -> Iterator[Found]:
        """Results of ``work(*shared, item)`` for every item, in the order of the items.

        Parameters
        ----------
        work : callable
            Must not change what the others read. Pools beyond this process ask for a function of
            a module, and for arguments and results that pickle.
        items : iterable
            What to work on; small, because each goes where it is worked on.
        shared : tuple
            Large inputs that all pieces read; they go to each worker once.

        Yields
        ------
        Found
            As they become ready, in order.
        """


@dataclass(frozen=True)
class Threads:
    """Threads of this process; the compiled kernels release the interpreter lock."""

    workers: int = 1

    def in_order(
        self, work: Callable[..., Found], items: Iterable[Any], *, shared: tuple[Any, ...] = ()
    ) -> Iterator[Found]:
        """As `Pool.in_order`; the first item runs alone, so that kernels compile once."""
        yield from in_order(partial(work, *shared), items, workers=self.workers)


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
