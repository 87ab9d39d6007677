"""The one way in which inner loops are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile on first call, keep the machine code on disk, release the interpreter lock.

    No fast-math: the same input must give the same bits on any number of threads.
    """
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
