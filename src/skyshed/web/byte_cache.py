"""A cache bounded by bytes: what was not used for longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByteCache(Generic[Value]):
    """Values by key, at most so many bytes of them.

    Parameters
    ----------
    most_bytes : int
        Bound on the sum of the sizes. A value that is larger than half of it is not kept, so one
        request cannot empty the cache.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._held: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """What is held. [byte]"""
        return self._bytes

    def get(self, key: Hashable) -> Value | None:
        """The value, now the most recently used; None if it is not held."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Hold a value of `size` bytes."""
        if size > self.most_bytes // 2:
            return
        with self._lock:
            before = self._held.pop(key, None)
            self._bytes += size - (0 if before is None else before[1])
            self._held[key] = value, size
            while self._bytes > self.most_bytes:
                _, (_, gone) = self._held.popitem(last=False)
                self._bytes -= gone
