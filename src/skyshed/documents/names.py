"""Find the name that a misspelt one was probably meant to be."""

import difflib
import re
from collections.abc import Iterable


def suggest(name: str, options: Iterable[str]) -> str:
    """Return ``"did you mean 'x'?"`` for the option nearest to a name, or ``""`` if none is near.

    Case, hyphens and other signs do not count, so that "F35A" finds "f-35a".
    """
    plain = {_letters_and_digits(option): option for option in options}
    near = difflib.get_close_matches(_letters_and_digits(name[:100]), plain, n=1)
    return f"did you mean '{plain[near[0]]}'?" if near else ""


def _letters_and_digits(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())
