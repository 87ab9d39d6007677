"""How inner loops and their parts are compiled."""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile on first call, keep the machine code on disk, release the interpreter lock.

    No fast-math: the same input must give the same bits on any number of threads.
    """
    dispatcher = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    # Numba takes kept code for fresh as long as the function's own file is the same, even if a
    # kernel that it calls, in another file, has changed.
    kept = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    if kept is not None and hasattr(kept, "_source_stamp"):
        kept._source_stamp = _all_kernels()
    return cast(Function, dispatcher)


def kept_on_disk(dispatcher: Any) -> bool:
    """Whether machine code of a kernel, as it now is, was kept by an earlier run."""
    kept: Any = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    return hasattr(kept, "_load_index") and bool(kept._load_index())


def part(function: Function) -> Function:
    """Compile as a part of the kernels that call it; Python cannot call it.

    A function that Python can call needs code that takes its arguments out of Python objects; for
    one with many arrays it takes longer to compile than the function. The machine code is kept on
    disk with that of the kernels.
    """
    made = numba.njit(
        nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)
    return cast(Function, made)


@functools.cache
def _all_kernels() -> str:
    """SHA-256 of every kernel file."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}:".encode() + content)
    return digest.hexdigest()
