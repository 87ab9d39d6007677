"""From a predicate over draws to a verdict, by the rules that the studies publish."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.shares import Share

NOT_CONTRADICTED = "not contradicted"
CONTRADICTED = "contradicted"
DEPENDS = "depends on unpublished values"
BY_CONSTRUCTION = "true by construction"
NOT_TESTABLE = "not testable here"
FINER_TERRAIN = "needs finer terrain"
NOT_COMPUTED = "not computed yet"

HOLDS_FROM = 0.95
"""Lowest share of draws, less its sampling error, from which a predicate holds."""
FAILS_TO = 0.05
"""Highest share of draws, with its sampling error, up to which a predicate fails."""

FEWEST_DRAWS = math.ceil(math.log(0.025) / math.log(HOLDS_FROM))
"""Draws below which no share is firm: even if all agree, the 95 % interval (Clopper-Pearson, its
lower end 0.025 to the power 1 / draws) does not reach `HOLDS_FROM`."""


@dataclass(frozen=True)
class Verdict:
    """A verdict and, in sentences, what kept it from being firmer."""

    word: str
    capped: tuple[str, ...] = ()


def from_shares(shares: Mapping[str, Share]) -> str:
    """Verdict that the shares of draws alone would give.

    Parameters
    ----------
    shares : mapping of str to Share
        Share of the draws in which the predicate is true, by weighting.

    Returns
    -------
    str
        `NOT_CONTRADICTED`, `CONTRADICTED` or `DEPENDS`.
    """
    if min(share.low for share in shares.values()) >= HOLDS_FROM:
        return NOT_CONTRADICTED
    if max(share.high for share in shares.values()) <= FAILS_TO:
        return CONTRADICTED
    return DEPENDS


def is_weak(parameter: Parameter) -> bool:
    """Whether a verdict must not rest on this number: unverified, assumed, or grade D."""
    return parameter.basis in ("unverified", "assumed") or parameter.grade == "D"


def judge(
    shares: Mapping[str, Share],
    *,
    weak_flips: bool,
    weak_names: tuple[str, ...] = (),
    terrain_shares: Mapping[str, Share] | None = None,
    builtin_terrain: bool = True,
) -> Verdict:
    """Verdict on one reading.

    Parameters
    ----------
    shares : mapping of str to Share
        Share of draws by weighting, see `from_shares`.
    weak_flips : bool
        Whether unverified, assumed or grade-D numbers alone, inside their bounds, can make the
        predicate true and false.
    weak_names : tuple of str
        The ones that decide, in words.
    terrain_shares : mapping of str to Share, optional
        Share of draws on smooth Earth, on the relief and on the relief with its error.
    builtin_terrain : bool
        Whether the terrain is the coarse builtin relief.

    Returns
    -------
    Verdict
    """
    word = from_shares(shares)
    capped: list[str] = []
    if word != DEPENDS and weak_flips:
        names = " and ".join(weak_names) or "numbers without a firm source"
        capped.append(
            f"The draws alone would say '{word}', but {names} could reverse it inside the bounds"
            " and no firm source fixes them."
        )
        word = DEPENDS
    if builtin_terrain and terrain_shares:
        words = {name: from_shares({name: share}) for name, share in terrain_shares.items()}
        if len(set(words.values())) > 1:
            told = "; ".join(f"{name}: {share.share:.0%}" for name, share in terrain_shares.items())
            capped.append(
                "The share of draws changes with the terrain model (" + told + "); the builtin"
                " relief with its 9 km cells cannot decide."
            )
            word = FINER_TERRAIN
    return Verdict(word, tuple(capped))
