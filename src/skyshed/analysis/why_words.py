"""Why a place is covered or not, in sentences: with nominal numbers, and in the draws."""

from collections.abc import Callable, Mapping

from skyshed.analysis.antenna_limits import MINIMUM_RANGE
from skyshed.analysis.plain_words import height_words, percent
from skyshed.analysis.scene_radial import UNKNOWN_WORDS

_FIRM = 0.1  # share of the draws that may disagree with the nominal answer without a word

_WHY: dict[str, Callable[[str], str]] = {
    "covered": lambda name: f"{name} covers it",
    "sector": lambda name: f"it lies outside the sector that {name} looks at",
    "horizon": lambda name: f"the curve of the Earth hides it from {name}",
    "terrain": lambda name: f"terrain hides it from {name}",
    "instrumented range": lambda name: f"it lies beyond the instrumented range of {name}",
    "power": lambda name: f"the echo is too weak for {name}",
    UNKNOWN_WORDS: lambda name: f"the terrain between {name} and it is not known",
}
_IN_DRAWS: dict[str, str] = {
    "sector": "it lies outside the sector",
    "horizon": "the curve of the Earth hides it",
    "terrain": "terrain hides it",
    "instrumented range": "it lies beyond the instrumented range",
    "power": "the echo is too weak",
    MINIMUM_RANGE: "it is nearer than the minimum range",
    "elevation": "it lies outside the elevations that are looked at",
    UNKNOWN_WORDS: "the terrain on the way is not known",
}
_WITH_ERROR = "terrain, with the error of its relief, hides it"


def reason_words(label: str, words: str, antenna: str = "") -> str:
    """What decides with nominal numbers, as a clause; `antenna` is that of `antenna_words`."""
    return antenna or _WHY[words](label)


def draws_sentence(words: str, shares: Mapping[str, float], *, terrain_error: bool) -> str:
    """What forbids cover in the draws, where the nominal answer does not tell it.

    Parameters
    ----------
    words : str
        Nominal factor.
    shares : mapping of str to float
        Share of the draws by factor, the most frequent first. [1]
    terrain_error : bool
        Whether the draws know an error of the relief.

    Returns
    -------
    str
        "" where the draws agree with the nominal factor.
    """
    told = {name: share for name, share in shares.items() if name != "covered"}
    others = sum(share for name, share in told.items() if name != words)
    if others <= _FIRM:
        return ""
    clauses = _IN_DRAWS | ({"terrain": _WITH_ERROR} if terrain_error else {})
    if len(told) == 1:
        parts = clauses[next(iter(told))]
    else:
        each = [f"{clauses[name]} ({percent(share)})" for name, share in told.items()]
        parts = f"{', '.join(each[:-1])}, or {each[-1]}"
    which = "In the draws"
    if len(told) < len(shares):
        which = f"In the {percent(sum(told.values()))} of the draws that do not cover it"
    return f"{which} {parts}."


def nominal_sentence(
    reason: str,
    words: str,
    *,
    low_m: float,
    high_m: float,
    altitude_m: float,
    share: float,
    bare_m: float = float("nan"),
) -> str:
    """What decides with nominal numbers, from which height on it does not, and how firm that is.

    Parameters
    ----------
    reason, words : str
        The clause of `reason_words`, and the factor.
    low_m, high_m, altitude_m : float
        Lowest and highest covered altitude, nan if none, and that of the target. [m]
    share : float
        Share of the draws that cover it. [1]
    bare_m : float
        Altitude up to which the curve of the Earth hides it, where hills do so above; else nan. [m]
    """
    text = f"{reason[0].upper()}{reason[1:]}"
    if bare_m == bare_m:
        text += f", and so do hills: the curve up to {height_words(bare_m)}, hills above that"
    if words != "covered" and low_m == low_m and altitude_m == altitude_m:
        if altitude_m < low_m:
            text += (
                f"; a target there is covered from {height_words(low_m)} above sea level upwards"
            )
        elif altitude_m > high_m:
            text += f"; a target there is covered up to {height_words(high_m)} above sea level"
    if words == "covered" and share < 1.0 - _FIRM:
        firm = f"only in {percent(share)}" if share else "in none"
        text += f" with nominal numbers, but {firm} of the draws"
    elif words != "covered" and share > _FIRM:
        text += f" with nominal numbers; in {percent(share)} of the draws it is covered"
    return text + "."
