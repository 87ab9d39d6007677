"""Claims and readings in the words of people: verdict, shares, values."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from skyshed.analysis.claims import too_few_draws as too_few_draws
from skyshed.analysis.judgement import FEWEST_DRAWS as FEWEST_DRAWS
from skyshed.analysis.results import ClaimResult, PremiseRow, ReadingResult
from skyshed.output.words import NEVER, interval_text, percent_range, rounded
from skyshed.uncertainty.parameter import Parameter

TOO_FEW: Final = "too few draws"
VERDICT_STYLES: Final = {
    "not contradicted": ("holds", "●"),
    "contradicted": ("fails", "✕"),
    "depends on unpublished values": ("depends", "◐"),
    TOO_FEW: ("depends", "…"),
    "needs finer terrain": ("terrain", "▲"),
    "true by construction": ("construction", "="),
    "not testable here": ("untestable", "–"),
    "not computed yet": ("untestable", "…"),
}
"""CSS class and sign of each verdict: never told apart by colour alone."""


@dataclass(frozen=True)
class ShareStrip:
    """Shares of draws of a reading on a scale from none to all."""

    low: float
    high: float
    marks: tuple[tuple[str, float], ...]
    text: str


def share_strip(reading: ReadingResult) -> ShareStrip | None:
    """Range over the weightings with their sampling intervals; None without shares."""
    if not reading.shares:
        return None
    middles = [share for share, _, _ in reading.shares.values()]
    return ShareStrip(
        min(low for _, low, _ in reading.shares.values()),
        max(high for _, _, high in reading.shares.values()),
        tuple((name.replace("_", " "), shares[0]) for name, shares in reading.shares.items()),
        percent_range(middles),
    )


_UNITS: Final = {"m": "km", "s": "min", "m^2": "km^2"}


def value_text(reading: ReadingResult) -> str:
    """Value of a reading with its spread."""
    value = reading.value
    if value.unit == "1":
        low, median, high = (_chance(x) for x in (value.low, value.median, value.high))
        return median if low == high else f"{median} ({low} to {high})"
    return interval_text(value, _UNITS.get(value.unit, value.unit))


def _chance(value: float) -> str:
    """A probability to two decimals, without claiming none or certainty."""
    if math.isnan(value) or value < 0.005:
        return "below 0.01"
    return "above 0.99" if value > 0.995 else f"{value:.2f}"


def also_text(reading: ReadingResult) -> str:
    """Shares of draws at the other values that the study asks for, in one sentence or none."""
    told = [
        f"{rounded(value, 'km', 4)} or more in {percent_range(shares.values())} of the draws"
        for value, shares in reading.also
    ]
    return f"Also: {'; '.join(told)}." if told else ""


def box_text(reading: ReadingResult) -> str:
    """Least and greatest value over the bounds of all unknowns.

    To three digits, so that it is not seen to be narrower than the value's own spread.
    """
    unit = reading.value.unit
    if unit == "1":
        low, high = (_chance(x) for x in reading.box)
        return low if low == high else f"{low} to {high}"
    shown = _UNITS.get(unit, unit)
    low, high = (
        # of a range nothing means never, as in the value beside it
        NEVER if unit == "m" and not x > 0.0 else rounded(x, shown, 3)
        for x in reading.box
    )
    if low == high:
        return low
    return f"{low if low == NEVER else low.removesuffix(f' {shown}')} to {high}"


def deciding_words(reading: ReadingResult, parameters: dict[str, Parameter]) -> list[str]:
    """Names of the unknowns that decide, in words where the inputs know them."""
    return [parameters[key].label or key if key in parameters else key for key in reading.deciding]


def weighted_premise(row: PremiseRow) -> list[str]:
    """A premise under the other weightings, a line each; none where no draws are behind it."""
    if not row.weightings:
        return []
    if set(row.weightings.values()) == {row.text}:
        return ["The same under every weighting."]
    return [
        f"With {name.replace('_', '-')} weights (up to {row.other_draws} draws): {text}"
        for name, text in row.weightings.items()
    ]


def verdict_style(verdict: str) -> tuple[str, str]:
    """CSS class and sign of a verdict."""
    return VERDICT_STYLES.get(verdict, ("untestable", "–"))


def reading_verdict(reading: ReadingResult) -> str:
    """The verdict to show: "too few draws" where more of them could still decide."""
    return TOO_FEW if too_few_draws(reading) else reading.verdict


def claim_verdict(claim: ClaimResult) -> str:
    """The verdict of a claim to show, which is that of the reading it is judged on."""
    judged = next((one for one in claim.readings if one.id == claim.judged_on), None)
    return claim.verdict if judged is None else reading_verdict(judged)


def claims_by_verdict(claims: Iterable[ClaimResult]) -> list[ClaimResult]:
    """Claims that were judged first, the untestable ones last."""
    last = {"not testable here", "not computed yet"}
    return sorted(claims, key=lambda claim: claim.verdict in last)


def not_computed_words(claim: ClaimResult) -> str:
    """Parts of a claim that wait for later models, in one sentence."""
    return "; ".join(part.removesuffix(": not computed yet") for part in claim.not_computed)
