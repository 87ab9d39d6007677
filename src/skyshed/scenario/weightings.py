"""Weightings of the bounds as people write them: in the study file and on the command line."""

from skyshed.documents import suggest
from skyshed.errors import ScenarioError
from skyshed.uncertainty.sampling import WEIGHTINGS

DEFAULT_WEIGHTING = WEIGHTINGS[0]


def weighting_name(weighting: str) -> str:
    """How people write one of `WEIGHTINGS`: "nominal-heavy"."""
    return weighting.replace("_", "-")


def weighting_of(name: str, *, option: str = "--weighting") -> str:
    """Which of `WEIGHTINGS` a name on the command line means.

    Raises
    ------
    ScenarioError
        If it is none of them; the message names the option.
    """
    names = {weighting_name(weighting): weighting for weighting in WEIGHTINGS}
    if name not in names:
        hint = suggest(name, list(names)) or f"known are {', '.join(names)}"
        raise ScenarioError(f"no weighting {name[:40]!r}; {hint}", path=option)
    return names[name]


def weighting_told(weighting: str) -> list[str]:
    """A sentence on the weighting of the draws, where it is not the default."""
    if weighting == DEFAULT_WEIGHTING:
        return []
    return [
        f"The draws have {weighting_name(weighting)} weights between the bounds of the unknowns, by"
        " --weighting or the study file; the default is triangular."
    ]
