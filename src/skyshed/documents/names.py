"""Find the name that a misspelt one was probably meant to be."""

import difflib
import re
from collections.abc import Iterable
from typing import Final

MOST_LISTED: Final = 40


def suggest(name: str, options: Iterable[str]) -> str:
    """Return ``"did you mean 'x'?"`` for the option nearest to a name, or ``""`` if none is near.

    Case, hyphens and other signs do not count, so that "F35A" finds "f-35a".
    """
    plain = {_letters_and_digits(option): option for option in options}
    near = difflib.get_close_matches(_letters_and_digits(name[:100]), plain, n=1)
    return f"did you mean '{plain[near[0]]}'?" if near else ""


def listed(options: Iterable[str]) -> str:
    """Names in their order, and how many more there are beyond the first `MOST_LISTED`."""
    known = list(options)
    more = len(known) - MOST_LISTED
    return ", ".join(known[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _letters_and_digits(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())
