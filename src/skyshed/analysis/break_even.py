"""The curve of a countermeasure whose effectiveness nobody knows, as a claim asks for it."""

from skyshed.engagement.infrared import BreakEvenCurve, break_even_curve
from skyshed.scenario.model import Claim, Premise


def kill_chances(premise: Premise) -> tuple[float, float, float]:
    """Assumed kill probability of a shot without countermeasure: low, nominal, high. [1]"""
    low, middle, high = (premise.numbers[f"kill_probability{end}"] for end in ("_low", "", "_high"))
    return low, middle, high


def curve_of(claim: Claim) -> BreakEvenCurve | None:
    """Survival over the whole range of effectiveness; None if the claim asks for none.

    Parameters
    ----------
    claim : Claim
        The first of its premises that asks for break-even rows counts.

    Returns
    -------
    BreakEvenCurve or None
        Rows for the low, nominal and high kill probability, with the shots and levels of the rows.
    """
    for premise in claim.premises:
        if premise.quantity == "countermeasure_break_even":
            return break_even_curve(
                kill_chances(premise),
                guidance="infrared",
                shots=premise.shots,
                levels=premise.survival,
            )
    return None
