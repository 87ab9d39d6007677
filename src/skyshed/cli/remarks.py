"""Words on the standard error, which nobody need be there to take."""

import os
import sys
from contextlib import suppress
from typing import TextIO


def remark(words: str) -> None:
    """A line; where it cannot be written (closed, full, its reader gone) the work goes on."""
    if sys.stderr is None:
        return
    try:
        print(words, file=sys.stderr, flush=True)
    except OSError:
        speak_no_more(sys.stderr)


def speak_no_more(stream: TextIO | None) -> None:
    """Else Python would try once more to write what is left, on its way out."""
    with suppress(OSError, ValueError, AttributeError):  # no file behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[union-attr]
