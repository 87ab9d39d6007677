"""Small parts of an inner loop, put into their caller by the compiler."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def inlined(function: Function) -> Function:
    """Compile like `compiled`, but always as a part of the caller.

    For functions of a few lines that pass tuples: a call would carry every number through memory,
    which costs a flight a quarter of its speed.
    """
    return cast(Function, numba.njit(nogil=True, error_model="numpy", forceinline=True)(function))
