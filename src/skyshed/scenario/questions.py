"""Readings of claims that are asked for by name, such as `range/possible`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skyshed.errors import ScenarioError
from skyshed.scenario.model import Claim, Reading, Study

HEADLINE: Final = "headline"
"""Name of the confirmed range of the study's headline radar and target, which is no claim's."""
CONTINUOUS: Final = ("confirmed_slant_range", "covered_at_distance", "intercept_slant_range")
"""Quantities whose value is a number of its own in each draw, a range or a probability."""
_MOST: Final = 20


@dataclass(frozen=True)
class AskedReading:
    """A reading and the claim it belongs to; no reading stands for the headline."""

    claim: str
    reading: Reading | None

    @property
    def name(self) -> str:
        """As on the command line."""
        return self.claim if self.reading is None else f"{self.claim}/{self.reading.id}"


def asked_readings(study: Study, wanted: Sequence[str] = ()) -> tuple[AskedReading, ...]:
    """Readings that are asked for: those named, else the judged ones, else the headline.

    Parameters
    ----------
    study : Study
        Any study but a lesson.
    wanted : sequence of str
        ``CLAIM/READING``, ``CLAIM`` for the reading that judges it, or ``headline``.

    Returns
    -------
    tuple of AskedReading
        Each once, in the order asked.

    Raises
    ------
    ScenarioError
        If there is no such claim or reading, it is not a continuous quantity, there are too many,
        or the study is a lesson.
    """
    if study.lesson is not None:
        raise ScenarioError(
            f"{study.name} is a lesson: it has no unknowns to tell apart; ask about another study",
            path="STUDY",
        )
    if not wanted:
        judged = [
            AskedReading(claim.id, reading)
            for claim in study.claims
            for reading in claim.readings
            if reading.judged and reading.quantity in CONTINUOUS
        ]
        return tuple(judged or [AskedReading(HEADLINE, None)])
    if len(wanted) > _MOST:
        raise ScenarioError(
            f"expected at most {_MOST} questions, got {len(wanted)}; ask in several runs",
            path="--question",
        )
    asked = [_asked(study, name) for name in wanted]
    return tuple({one.name: one for one in asked}.values())


def _asked(study: Study, name: str) -> AskedReading:
    claim_id, slash, reading_id = name.partition("/")
    claims = {claim.id: claim for claim in study.claims}
    if name == HEADLINE and HEADLINE not in claims:
        return AskedReading(HEADLINE, None)
    if claim_id not in claims:
        known = ", ".join([*(c.id for c in study.claims if c.readings), HEADLINE])
        raise ScenarioError(
            f"expected a claim of {study.name} that is computed ({known}), got {claim_id[:40]!r};"
            " see the study file",
            path="--question",
        )
    claim = claims[claim_id]
    reading = _reading(claim, reading_id if slash else None)
    if reading.quantity not in CONTINUOUS:
        raise ScenarioError(
            f"{name}: expected a reading with a continuous answer ({', '.join(CONTINUOUS)}), got"
            f" {reading.quantity}; ask about another reading",
            path="--question",
        )
    return AskedReading(claim.id, reading)


def _reading(claim: Claim, name: str | None) -> Reading:
    if not claim.readings:
        why = claim.why_not or claim.construction or "it is not computed"
        raise ScenarioError(
            f"the claim {claim.id!r} has no reading that is computed: {why.rstrip('. ')}; ask about"
            " another claim",
            path="--question",
        )
    for reading in claim.readings:
        if reading.id == name or (name is None and reading.judged):
            return reading
    known = ", ".join(f"{claim.id}/{reading.id}" for reading in claim.readings)
    raise ScenarioError(
        f"expected a reading of the claim {claim.id!r} ({known}), got"
        f" {'' if name is None else name[:40]!r}; correct it",
        path="--question",
    )
